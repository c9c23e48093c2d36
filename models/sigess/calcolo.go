package sigess

import (
	"fmt"
	"math/big"
	"slices"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// Criterio says what an incomplete month is worth (domain c.2).
type Criterio = calcolo.Criterio

// The criteri di rateo. The strings are durable.
const (
	Nessuno         = calcolo.Nessuno
	GiorniEffettivi = calcolo.GiorniEffettivi
	Trentesimi      = calcolo.Trentesimi
	MezzoMese       = calcolo.MezzoMese
	Soglia15        = calcolo.Soglia15
)

// Caso is all that the amounts of an intervento depend on. Calcola reads
// nothing else: no clock, no database.
type Caso struct {
	Natura      Natura
	Span        periodo.Intervallo
	Sospensioni []periodo.Intervallo
	Regole      []Regola
	Voci        []Voce
	IVAInclusa  bool
	// SplitPayment sends the IVA to the Treasury.
	SplitPayment bool
	Accessi      []Accesso   // in a struttura also those of before, for a franchigia
	Piano        []PianoRiga // the rows that limit or warn
	Quote        []Quota
	TabelleISEE  map[string]TabellaISEE // those that the shares name, by id
	// Fonti are the ids of the rows that rules and shares are of, a rule by its
	// voce, a share by its first day: only explanations name them.
	Fonti map[string]string
	// Linee are the lines that shares are paid on, by their first day.
	Linee map[string]int
}

// Passaggio is a line of the explanation of an amount, before shares and IVA.
type Passaggio struct {
	Voce    string       `json:"voce"`
	Formula string       `json:"formula"`
	Importo euro.Importo `json:"importo"`
}

// Riga is an amount to pay for a month: Imponibile is what is left to the ente
// after QuotaSSN and QuotaUtente, Totale is Imponibile plus IVA. Spiegazione is
// the tree from which Totale can be computed again.
type Riga struct {
	Voce        string
	Imponibile  euro.Importo
	Aliquota    euro.Aliquota
	Natura      NaturaIVA
	IVA         euro.Importo
	Totale      euro.Importo
	Split       bool // the IVA goes to the Treasury
	QuotaSSN    euro.Importo
	QuotaUtente euro.Importo
	Causale     string // of the rule that it pays, "" for none
	Dettaglio   []Passaggio
	Spiegazione calcolo.Spiegazione
}

// Calcola returns what is due for a month, one rounding per line, half away
// from zero, and the anomalies that stop it: with an anomaly there are no
// lines, and the month is paid by a later run, once mended.
func Calcola(c Caso, mese periodo.Mese) ([]Riga, []string) {
	righe, difetti := c.calcola(mese)
	var anomalie []string
	for _, d := range difetti {
		anomalie = append(anomalie, d.Testo)
	}
	return righe, anomalie
}

func (c Caso) calcola(mese periodo.Mese) ([]Riga, []difetto) {
	caso, err := c.traduci(mese)
	var r calcolo.Risultato
	if err == nil {
		r, err = calcolo.Calcola(caso)
	}
	if err != nil { // a quantity at a price beyond any real one
		return nil, []difetto{{Tipo: TariffaMancante, Mese: mese, Testo: err.Error()}}
	}
	if c.Natura == Economico {
		return c.righeEconomiche(r), nil
	}
	var difetti []difetto
	for _, e := range r.Esclusi {
		if e.Motivo == calcolo.SenzaTariffa {
			difetti = append(difetti, difetto{Tipo: TariffaMancante, Mese: mese, Giorno: e.Data, Testo: "manca la tariffa per un accesso del " + e.Data.Italiana()})
		}
	}
	if difetti = append(difetti, c.senzaISEE(r, mese)...); len(difetti) > 0 {
		return nil, difetti
	}
	return c.righeConsuntivo(r), nil
}

// rate are the lines of a contribution.
func (c Caso) rate(mese periodo.Mese) []Riga {
	righe, _ := c.calcola(mese) // a defect has no lines
	return righe
}

// traduci gives the calculator the caso as it knows it: a presence in a
// struttura is an accesso at the price of a day.
func (c Caso) traduci(mese periodo.Mese) (calcolo.Caso, error) {
	out := calcolo.Caso{Natura: calcolo.Prestazioni, Mese: mese, Intervento: c.Span, Sospensioni: c.Sospensioni}
	if c.Natura == Economico {
		out.Natura = calcolo.Economico
	}
	if err := c.regole(&out); err != nil {
		return out, err
	}
	for _, v := range c.Voci {
		t := v.prezzo(c.IVAInclusa, c.SplitPayment)
		if c.Natura == Struttura {
			t.Presenze = v.presenze()
		}
		out.Tariffe = append(out.Tariffe, t)
	}
	for _, a := range c.Accessi {
		out.Accessi = append(out.Accessi, calcolo.Accesso{Data: a.Data, Prestazione: a.Prestazione, Unita: a.unita(), Presenza: string(a.TipoPresenza.voce().tipo)})
	}
	out.Piano = c.limiti(mese)
	for _, q := range c.Quote {
		out.Quote = append(out.Quote, c.quota(q, mese))
	}
	return out, nil
}

func (c Caso) righeEconomiche(r calcolo.Risultato) []Riga {
	var out []Riga
	for _, x := range r.Righe {
		regola := c.delCalcolo(x.Voce)
		out = append(out, Riga{Voce: regola.voce(), Imponibile: x.Imponibile, Aliquota: x.Aliquota, IVA: x.IVA, Totale: x.Totale, Causale: regola.Causale,
			Dettaglio: []Passaggio{{x.Voce, x.Formula, x.Imponibile}}, Spiegazione: x.Spiegazione})
	}
	return riunite(out)
}

// riunite puts together what is paid on one line: a rule or a share that took
// the place of another within the month pays the rest of the same amount.
func riunite(righe []Riga) []Riga {
	var out []Riga
	parti := map[string][]calcolo.Spiegazione{}
	for _, r := range righe {
		parti[r.Voce] = append(parti[r.Voce], r.Spiegazione)
		n := slices.IndexFunc(out, func(o Riga) bool { return o.Voce == r.Voce })
		if n < 0 {
			out = append(out, r)
			continue
		}
		o := &out[n]
		o.Imponibile, o.IVA, o.Totale = o.Imponibile+r.Imponibile, o.IVA+r.IVA, o.Totale+r.Totale
		o.QuotaSSN, o.QuotaUtente, o.Causale = o.QuotaSSN+r.QuotaSSN, o.QuotaUtente+r.QuotaUtente, r.Causale
		o.Dettaglio, o.Spiegazione = append(o.Dettaglio, r.Dettaglio...), calcolo.Riunita(parti[r.Voce])
	}
	return out
}

// voceMovimento is the key of a line: its aliquota, with what tells two of the same
// apart, and its line of shares.
func (c Caso) voceMovimento(m calcolo.Movimento) string {
	out := "iva " + m.Aliquota.String()
	if m.Natura != "" {
		out += " " + m.Natura
	}
	if m.SplitPayment {
		out += " split payment"
	}
	return fmt.Sprintf("%s/%d", out, c.lineaQuota(m.Periodo))
}

// righeConsuntivo has a line for each aliquota of each line of shares: who
// delivers asks the person for the share, and the ente for what is left.
func (c Caso) righeConsuntivo(r calcolo.Risultato) []Riga {
	var out []Riga
	for _, m := range r.Movimenti() {
		riga := Riga{Voce: c.voceMovimento(m), Imponibile: m.Imponibile, Aliquota: m.Aliquota, Natura: NaturaIVA(m.Natura), IVA: m.IVA,
			Totale: m.Totale, Split: m.SplitPayment, QuotaSSN: m.QuotaSSN, QuotaUtente: m.QuotaUtente, Spiegazione: m.Spiegazione}
		for _, x := range m.Righe {
			riga.Dettaglio = append(riga.Dettaglio, Passaggio{c.Voci[x.Indice].Denominazione, x.Formula, x.Lordo})
		}
		riga.Dettaglio = append(riga.Dettaglio, c.oltreIlPiano(r, m.Righe)...)
		if m.QuotaSSN > 0 {
			riga.Dettaglio = append(riga.Dettaglio, Passaggio{"quota SSN", "a carico del servizio sanitario", -m.QuotaSSN})
		}
		if m.QuotaUtente > 0 {
			riga.Dettaglio = append(riga.Dettaglio, Passaggio{"quota utente", r.Ripartizioni[m.Periodo-1].Formula, -m.QuotaUtente})
		}
		out = append(out, riga)
	}
	return riunite(out)
}

// lineaQuota is the number of the line that a period of shares is paid on: 0
// without shares, else that of its row or, where none is said, its position.
func (c Caso) lineaQuota(periodo int) int {
	if periodo == 0 {
		return 0
	}
	if n, detta := c.Linee[c.Quote[periodo-1].Dal.String()]; detta {
		return n
	}
	return periodo
}

// coperti counts the days of the month inside both periods and in no suspension.
func (c Caso) coperti(mese periodo.Mese, dal, al periodo.Data) []periodo.Data {
	if dal.IsZero() {
		dal = c.Span.Dal
	}
	span, comune := c.Span.Interseca(periodo.Intervallo{Dal: dal, Al: al})
	if !comune {
		return nil
	}
	return calcolo.Coperti(mese, span, c.Sospensioni)
}

// VoceRegola names the line of a rule.
func VoceRegola(progressivo int) string { return calcolo.VoceRegola(progressivo) }

// unita is the quantity in units of the price list: minutes are sixtieths of an hour.
func (a Accesso) unita() *big.Rat {
	if a.Minuti != nil {
		return a.Minuti.Ore()
	}
	return a.Quantita.Rat()
}
