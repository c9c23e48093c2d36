package caso

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// leggi turns one case of a file into what the calculator takes.
func leggi(v any) (calcolo.Caso, error) {
	var err error
	o := nuovoOggetto(v, "", &err)
	var c calcolo.Caso
	o.testo("id")
	o.ignora("atteso")
	c.Natura = parola(o, "natura", calcolo.Economico, calcolo.Prestazioni, calcolo.Struttura)
	c.Mese = o.mese()
	c.Intervento, c.Sospensioni = leggiIntervento(o)
	switch c.Natura {
	case calcolo.Economico:
		leggiEconomico(o, &c)
	case calcolo.Prestazioni:
		leggiPrestazioni(o, &c)
		leggiQuote(o, &c)
	case calcolo.Struttura:
		leggiStruttura(o, &c)
		leggiQuote(o, &c)
	}
	o.finito()
	return c, err
}

func (o *oggetto) mese() periodo.Mese {
	s := o.testo("mese")
	m, err := periodo.ParseMese(s)
	if err != nil || m.String() != s {
		o.rifiuta("mese", "scrivere un mese che esiste, come 2024-03")
		return periodo.Mese{}
	}
	return m
}

func leggiIntervento(caso *oggetto) (periodo.Intervallo, []periodo.Intervallo) {
	o := nuovoOggetto(caso.prendi("intervento"), "intervento", caso.err)
	span := o.intervallo()
	var sospensioni []periodo.Intervallo
	for n, v := range o.lista("sospensioni") {
		s := &oggetto{dove: fmt.Sprintf("sospensione %d", n+1), err: o.err}
		coppia, ok := v.([]any)
		if !ok || len(coppia) != 2 {
			s.rifiuta("", "scrivere le due date, come [\"2024-03-01\", \"2024-03-15\"]")
			continue
		}
		sospensioni = append(sospensioni, s.tra("dal", coppia[0], "al", coppia[1]))
	}
	if sovrapposti(sospensioni) {
		o.rifiuta("sospensioni", "due periodi si sovrappongono")
	}
	o.finito()
	return span, sospensioni
}

// sovrapposti tells whether two periods share a day.
func sovrapposti(periodi []periodo.Intervallo) bool {
	ordinati := slices.Clone(periodi)
	slices.SortFunc(ordinati, func(a, b periodo.Intervallo) int { return a.Dal.Meno(b.Dal) })
	for n := 1; n < len(ordinati); n++ {
		if _, comune := ordinati[n-1].Interseca(ordinati[n]); comune {
			return true
		}
	}
	return false
}

var (
	frequenze = []calcolo.Frequenza{calcolo.UnaTantum, calcolo.Giornaliera, calcolo.Mensile, calcolo.Bimestrale, calcolo.Trimestrale,
		calcolo.Quadrimestrale, calcolo.Semestrale, calcolo.Annuale}
	criteri = []calcolo.Criterio{calcolo.Nessuno, calcolo.GiorniEffettivi, calcolo.Trentesimi, calcolo.MezzoMese, calcolo.Soglia15}
)

func leggiEconomico(o *oggetto, c *calcolo.Caso) {
	voci := map[string]bool{}
	for n, r := range o.oggetti("regole", "regola") {
		span := r.intervallo()
		regola := calcolo.Regola{Frequenza: parola(r, "frequenza", frequenze...), Criterio: parola(r, "criterio", criteri...),
			Importo: r.importo("importo"), Dal: span.Dal, Al: span.Al, Massimale: r.importoSe("massimale")}
		if regola.Importo == 0 {
			r.rifiuta("importo", "deve essere maggiore di zero")
		}
		if gia := r.importoSe("gia_erogato"); gia != nil {
			regola.GiaErogato = *gia
		}
		if r.ha("scadenza") {
			regola.Scadenza = r.data("scadenza")
		} else if regola.Frequenza == calcolo.UnaTantum {
			r.rifiuta("scadenza", "manca: una tantum la chiede")
		}
		r.finito()
		c.Regole = append(c.Regole, regola)
		voci[calcolo.VoceRegola(n+1)] = true
	}
	if !o.ha("regolato") {
		return
	}
	r := nuovoOggetto(o.prendi("regolato"), "regolato", o.err)
	c.Regolato = map[string]euro.Importo{}
	for _, voce := range slices.Sorted(maps.Keys(r.m.valori)) {
		if !voci[voce] {
			r.rifiuta("", "una voce non è tra quelle delle regole")
			return
		}
		c.Regolato[voce] = r.importo(voce)
	}
}

func leggiPrestazioni(o *oggetto, c *calcolo.Caso) {
	periodi := map[string][]periodo.Intervallo{}
	for _, t := range o.oggetti("tariffe", "tariffa") {
		span := t.intervallo()
		tariffa := calcolo.Tariffa{Prestazione: t.testo("prestazione"), Dal: span.Dal, Al: span.Al,
			Importo: euro.Tariffa(t.decimale("importo", t.prendi("importo"), 4, "21.6900")), IVA: t.aliquota("iva"), IVAInclusa: t.vero("iva_inclusa")}
		t.finito()
		c.Tariffe = append(c.Tariffe, tariffa)
		periodi[tariffa.Prestazione] = append(periodi[tariffa.Prestazione], span)
	}
	for _, p := range periodi {
		if sovrapposti(p) {
			o.rifiuta("tariffe", "due periodi della stessa prestazione si sovrappongono")
		}
	}
	for _, a := range o.oggetti("accessi", "accesso") {
		c.Accessi = append(c.Accessi, calcolo.Accesso{Data: a.data("data"), Prestazione: a.testo("prestazione"), Unita: a.unita()})
		a.finito()
	}
	if !o.ha("piano") {
		return
	}
	viste := map[string]bool{}
	for _, p := range o.oggetti("piano", "riga del piano") {
		riga := calcolo.RigaPiano{Prestazione: p.testo("prestazione"), Massimo: p.quantita("massimo_mese"),
			Politica: parola(p, "politica", calcolo.Libero, calcolo.LimitePiano)}
		if viste[riga.Prestazione] {
			p.rifiuta("prestazione", "è già in un'altra riga del piano")
		}
		viste[riga.Prestazione] = true
		p.finito()
		c.Piano = append(c.Piano, riga)
	}
}

// unita is what was delivered: quantita or minuti, one of the two.
func (o *oggetto) unita() *big.Rat {
	conQuantita, conMinuti := o.ha("quantita"), o.ha("minuti")
	if conQuantita == conMinuti {
		o.rifiuta("", "indicare la quantità oppure i minuti")
		return new(big.Rat)
	}
	if conQuantita {
		q := o.quantita("quantita")
		if q.Sign() == 0 {
			o.rifiuta("quantita", "deve essere maggiore di zero")
		}
		return q
	}
	s, _ := o.prendi("minuti").(json.Number) // anything else is an empty text, refused below
	n, err := strconv.ParseUint(string(s), 10, 24)
	if err != nil || n == 0 {
		o.rifiuta("minuti", "scrivere un numero intero maggiore di zero")
	}
	return big.NewRat(int64(n), 60)
}

func (o *oggetto) quantita(nome string) *big.Rat {
	return big.NewRat(o.decimale(nome, o.prendi(nome), 2, "2.50"), 100)
}

// aliquota is a percentage of IVA, to hundredths; four decimals are read when
// the last two say nothing.
func (o *oggetto) aliquota(nome string) euro.Aliquota {
	s, _ := o.prendi(nome).(string) // anything else is an empty text, refused below
	n, due := numero(s, 2)
	if !due {
		n = o.decimale(nome, strings.TrimSuffix(s, "00"), 2, "5.00")
	}
	if n > 100_00 {
		o.rifiuta(nome, "non può superare 100")
		n = 0
	}
	return euro.Aliquota(n)
}

func (o *oggetto) percento(nome string) calcolo.Percento {
	n := o.decimale(nome, o.prendi(nome), 4, "33.3300")
	if n > 100_0000 {
		o.rifiuta(nome, "non può superare 100")
	}
	return calcolo.Percento(n)
}

// nessuno is the code of a day without presence.
const nessuno = '-'

func leggiStruttura(o *oggetto, c *calcolo.Caso) {
	var periodi []periodo.Intervallo
	for _, r := range o.oggetti("rette", "retta") {
		span := r.intervallo()
		c.Rette = append(c.Rette, calcolo.Retta{Dal: span.Dal, Al: span.Al, Importo: euro.Tariffa(r.importo("importo") * 100)})
		r.finito()
		periodi = append(periodi, span)
	}
	if sovrapposti(periodi) {
		o.rifiuta("rette", "due periodi si sovrappongono")
	}
	c.IVA = o.aliquota("iva")
	c.Presenze = map[string]calcolo.Presenza{}
	p := nuovoOggetto(o.prendi("presenze"), "presenze", o.err)
	for _, codice := range slices.Sorted(maps.Keys(p.m.valori)) {
		if utf8.RuneCountInString(codice) != 1 || codice == string(nessuno) {
			p.rifiuta("", "un codice è un solo carattere diverso da -")
			return
		}
		// A refusal must not say the code, which is whoever wrote the file's.
		c.Presenze[codice] = calcolo.Presenza{Percento: (&oggetto{dove: "presenze", m: membri{valori: map[string]any{"percentuale": p.m.valori[codice]}}, letti: map[string]bool{}, err: p.err}).percento("percentuale")}
	}
	for _, g := range o.testo("giorni") {
		codice := string(g)
		if _, noto := c.Presenze[codice]; !noto && g != nessuno {
			o.rifiuta("giorni", "un giorno ha un codice che non è tra le presenze")
		}
		if g == nessuno {
			codice = ""
		}
		c.Giorni = append(c.Giorni, codice)
	}
	if len(c.Giorni) != c.Mese.Giorni() {
		o.rifiuta("giorni", "deve avere un carattere per ogni giorno del mese")
	}
}
