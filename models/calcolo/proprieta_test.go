package calcolo_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// spiegato asks that every amount follows from its own tree, also after a
// journey through JSON, and that the tree can be told.
func spiegato(t rapid.TB, r calcolo.Risultato) {
	t.Helper()
	chiedi := func(s calcolo.Spiegazione, want euro.Importo, cosa string) {
		t.Helper()
		testo, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var letta calcolo.Spiegazione
		if err := json.Unmarshal(testo, &letta); err != nil {
			t.Fatal(err)
		}
		for _, x := range []calcolo.Spiegazione{s, letta} {
			if got, err := x.Importo(); got != want || err != nil {
				t.Errorf("%s: the tree gives %s, %v, want %s\n%s", cosa, got, err, want, strings.Join(x.Frasi(), "\n"))
			}
		}
		if p := s.Passi(); p.Valore != want.String()+" €" || p.Nome == "" {
			t.Errorf("%s is told as %+v, want %s", cosa, p, want)
		}
		for _, f := range s.Frasi() {
			if strings.Contains(f, "?") || strings.HasSuffix(f, ".") {
				t.Errorf("%s is told as %q", cosa, f)
			}
		}
	}
	for _, x := range r.Righe {
		chiedi(x.Spiegazione, x.Totale, x.Voce)
		chiedi(x.Storna().Spiegazione, -x.Totale, "storno di "+x.Voce)
	}
	for _, x := range r.Ripartizioni {
		chiedi(x.Spiegazione, x.Base, "ripartizione")
	}
	for _, x := range r.Movimenti() {
		chiedi(x.Spiegazione, x.Totale, fmt.Sprintf("movimento %s/%d", x.Aliquota, x.Periodo))
	}
}

var (
	criteri   = []calcolo.Criterio{calcolo.Nessuno, calcolo.GiorniEffettivi, calcolo.Trentesimi, calcolo.MezzoMese, calcolo.Soglia15}
	frequenze = []calcolo.Frequenza{calcolo.UnaTantum, calcolo.Giornaliera, calcolo.Settimanale, calcolo.Mensile, calcolo.Bimestrale,
		calcolo.Trimestrale, calcolo.Quadrimestrale, calcolo.Semestrale, calcolo.Annuale}
	metodi = []calcolo.Metodo{calcolo.Esente, calcolo.QuotaPercentuale, calcolo.FissaMensile, calcolo.FissaGiornaliera, calcolo.FissaPrestazione,
		calcolo.Fasce, calcolo.Lineare, calcolo.FormulaISEE, calcolo.RedditoMenoFranchigia, calcolo.ISEEMenoSalvaguardia, calcolo.Intera}
)

func unMese(t *rapid.T) periodo.Mese {
	return periodo.MustParseMese("2023-01").Piu(rapid.IntRange(0, 35).Draw(t, "mese"))
}

// unPeriodo is near a month, open at times.
func unPeriodo(t *rapid.T, m periodo.Mese) periodo.Intervallo {
	i := periodo.Intervallo{Dal: m.Inizio().Piu(rapid.IntRange(-200, 30).Draw(t, "dal"))}
	if rapid.Bool().Draw(t, "chiuso") {
		i.Al = i.Dal.Piu(rapid.IntRange(0, 250).Draw(t, "al"))
	}
	return i
}

func unaRegola(t *rapid.T, m periodo.Mese) calcolo.Regola {
	p := unPeriodo(t, m)
	r := calcolo.Regola{Frequenza: rapid.SampledFrom(frequenze).Draw(t, "frequenza"), Importo: euro.Importo(rapid.Int64Range(1, 100_000).Draw(t, "importo")),
		Dal: p.Dal, Al: p.Al, Criterio: rapid.SampledFrom(criteri).Draw(t, "criterio"), Scadenza: m.Inizio().Piu(rapid.IntRange(-10, 40).Draw(t, "scadenza")),
		Anticipata: rapid.Bool().Draw(t, "anticipata"), DaInizio: rapid.Bool().Draw(t, "da inizio"), InSospensione: rapid.Bool().Draw(t, "pagare")}
	if rapid.Bool().Draw(t, "massimale") {
		r.Massimale, r.GiaErogato = importo(euro.Importo(rapid.Int64Range(0, 200_000).Draw(t, "cap"))), euro.Importo(rapid.Int64Range(0, 200_000).Draw(t, "erogato"))
	}
	if rapid.Bool().Draw(t, "a rate") {
		r.NumeroRate = rapid.IntRange(1, 14).Draw(t, "rate")
	}
	if rapid.Bool().Draw(t, "a totale") {
		r.ImportoTotale = importo(euro.Importo(rapid.Int64Range(1, 500_000).Draw(t, "totale")))
	}
	return r
}

func unEconomico(t *rapid.T) calcolo.Caso {
	m := unMese(t)
	c := calcolo.Caso{Natura: calcolo.Economico, Mese: m, Intervento: unPeriodo(t, m), Regolato: map[string]euro.Importo{}}
	for range rapid.IntRange(0, 2).Draw(t, "sospensioni") {
		c.Sospensioni = append(c.Sospensioni, unPeriodo(t, m))
	}
	for n := range rapid.IntRange(1, 3).Draw(t, "regole") {
		c.Regole = append(c.Regole, unaRegola(t, m))
		if rapid.Bool().Draw(t, "regolato") {
			c.Regolato[calcolo.VoceRegola(n+1)] = euro.Importo(rapid.Int64Range(-100_000, 100_000).Draw(t, "gia"))
		}
	}
	return c
}

func unaQuota(t *rapid.T, dal, al periodo.Data) calcolo.Quota {
	i := func(nome string, max int64) euro.Importo { return euro.Importo(rapid.Int64Range(0, max).Draw(t, nome)) }
	p := func(nome string) calcolo.Percento {
		return calcolo.Percento(rapid.Int64Range(0, 100_0000).Draw(t, nome))
	}
	q := calcolo.Quota{Dal: dal, Al: al, SSN: p("ssn"), Metodo: rapid.SampledFrom(metodi).Draw(t, "metodo"), Importo: i("quota", 60_000), Percento: p("perc"),
		Criterio: rapid.SampledFrom(criteri).Draw(t, "criterio quota"), ISEEMinimo: i("isee min", 1_000_000), ISEEMassimo: 1_000_001 + i("isee max", 3_000_000),
		PercentoMinimo: p("perc min"), Reddito: i("reddito", 200_000), Franchigia: i("franchigia", 100_000), Indennita: i("indennita", 60_000),
		Salvaguardia: i("salvaguardia", 60_000), Residenziale: rapid.Bool().Draw(t, "residenziale"),
		Fasce: []calcolo.Fascia{{importo(5000_00), 0}, {importo(10000_00), p("fascia")}, {nil, 100_0000}}}
	q.PercentoMassimo = max(q.PercentoMinimo, p("perc max"))
	if rapid.Bool().Draw(t, "con isee") {
		q.ISEE = importo(i("isee", 4_000_000))
	}
	if rapid.Bool().Draw(t, "limiti") {
		q.Minimo, q.Massimo = importo(i("minimo", 20_000)), importo(20_000+i("massimo", 50_000))
	}
	return q
}

func unConsuntivo(t *rapid.T) calcolo.Caso {
	m := unMese(t)
	c := calcolo.Caso{Natura: calcolo.Prestazioni, Mese: m, Intervento: periodo.Intervallo{Dal: m.Inizio().Piu(rapid.IntRange(-90, 10).Draw(t, "dal"))}}
	meta := m.Inizio().Piu(rapid.IntRange(1, 27).Draw(t, "meta"))
	if rapid.Bool().Draw(t, "quote") {
		c.Quote = append(c.Quote, unaQuota(t, m.Inizio().Piu(-5), meta.Piu(-1)), unaQuota(t, meta.Piu(2), periodo.Data{}))
	}
	if rapid.Bool().Draw(t, "struttura") {
		c.Natura, c.IVA = calcolo.Struttura, euro.Aliquota(rapid.SampledFrom([]int{0, 500, 2200}).Draw(t, "iva"))
		c.Rette = []calcolo.Retta{{Dal: m.Inizio(), Al: meta, Importo: 64_3500}, {Dal: meta.Piu(1), Importo: euro.Tariffa(rapid.Int64Range(1, 2_000_000).Draw(t, "retta"))}}
		c.Presenze = map[string]calcolo.Presenza{"P": {Percento: 100_0000}, "R": {Percento: 33_3300}, "A": {Percento: 50_0000, Franchigia: 5, Oltre: 10_0000}}
		c.Giorni = rapid.SliceOfN(rapid.SampledFrom([]string{"P", "P", "R", "A", "A", ""}), m.Giorni(), m.Giorni()).Draw(t, "giorni")
		return c
	}
	for n, p := range []string{"SAD", "AD", "PASTI"} {
		c.Tariffe = append(c.Tariffe, calcolo.Tariffa{Prestazione: p, Dal: m.Inizio(), Importo: euro.Tariffa(rapid.Int64Range(0, 500_000).Draw(t, "tariffa")),
			IVA: euro.Aliquota(rapid.SampledFrom([]int{0, 500, 2200}).Draw(t, "iva")), IVAInclusa: rapid.Bool().Draw(t, "inclusa"),
			SSN:      calcolo.Percento(rapid.SampledFrom([]int{0, 33_3300, 50_0000, 100_0000}).Draw(t, "ssn")),
			Presenze: map[string]calcolo.Presenza{"R": {Nome: "Ricovero", Percento: 33_3300}, "A": {Nome: "Assente", Percento: 50_0000, Franchigia: 3, Oltre: 10_0000}}})
		c.Piano = append(c.Piano, calcolo.RigaPiano{Prestazione: p, Massimo: big.NewRat(rapid.Int64Range(0, 3000).Draw(t, "massimo"), 100),
			Politica: []calcolo.Politica{calcolo.Libero, calcolo.Avviso, calcolo.LimitePiano}[n]})
	}
	for range rapid.IntRange(0, 25).Draw(t, "accessi") {
		c.Accessi = append(c.Accessi, calcolo.Accesso{Data: m.Inizio().Piu(rapid.IntRange(-3, 33).Draw(t, "giorno")),
			Prestazione: rapid.SampledFrom([]string{"SAD", "AD", "PASTI"}).Draw(t, "prestazione"), Unita: big.NewRat(rapid.Int64Range(1, 400).Draw(t, "unita"), 60),
			Presenza: rapid.SampledFrom([]string{"", "R", "A"}).Draw(t, "presenza")})
	}
	return c
}

func TestEveryAmountFollowsFromItsExplanation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range []calcolo.Caso{unEconomico(t), unConsuntivo(t)} {
			r, err := calcolo.Calcola(c)
			if err != nil {
				t.Fatal(err)
			}
			spiegato(t, r)
		}
	})
}

// domain c.9 #26.
func TestSharesAndLinesAlwaysSumToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, err := calcolo.Calcola(unConsuntivo(t))
		if err != nil {
			t.Fatal(err)
		}
		var imponibile, iva, totale euro.Importo
		for _, x := range r.Righe {
			imponibile, iva, totale = imponibile+x.Imponibile, iva+x.IVA, totale+x.Totale
		}
		if imponibile != r.Imponibile || iva != r.IVA || totale != r.Totale || totale != imponibile+iva {
			t.Errorf("lines %s + %s = %s, result %s + %s = %s", imponibile, iva, totale, r.Imponibile, r.IVA, r.Totale)
		}
		if r.QuotaSSN+r.QuotaUtente+r.QuotaEnte != r.Imponibile || min(r.QuotaSSN, r.QuotaUtente, r.QuotaEnte) < 0 {
			t.Errorf("shares %s + %s + %s of %s", r.QuotaSSN, r.QuotaUtente, r.QuotaEnte, r.Imponibile)
		}
		for _, x := range r.Ripartizioni {
			if x.SSN+x.Utente+x.Ente != x.Base {
				t.Errorf("shares of a period %+v", x)
			}
		}
	})
}

func TestTheStornoOfALineIsItsOpposite(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, err := calcolo.Calcola(unConsuntivo(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Righe {
			s := x.Storna()
			if s.Imponibile+x.Imponibile != 0 || s.IVA+x.IVA != 0 || s.Totale+x.Totale != 0 || s.Totale != s.Imponibile+s.IVA || s.Tipo != calcolo.Storno {
				t.Errorf("storno of %+v is %+v", x, s)
			}
		}
	})
}

// domain c.3: whatever was settled, what is paid in all is what is due today.
func TestPayingLateCorrectedIsPayingRightAtFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		prima, giusto := unEconomico(t), unEconomico(t)
		giusto.Mese, giusto.Regolato, prima.Regolato = prima.Mese, nil, nil
		giusto.Regole = giusto.Regole[:1]
		pagato, err := calcolo.Calcola(prima)
		if err != nil {
			t.Fatal(err)
		}
		dovuto, err := calcolo.Calcola(giusto)
		if err != nil {
			t.Fatal(err)
		}
		versato := map[string]euro.Importo{}
		for _, x := range pagato.Righe {
			if x.Voce == calcolo.VoceRegola(1) {
				versato[x.Voce] = x.Totale
			}
		}
		giusto.Regolato = versato
		conguaglio, err := calcolo.Calcola(giusto)
		if err != nil {
			t.Fatal(err)
		}
		if got := versato[calcolo.VoceRegola(1)] + conguaglio.Totale; got != dovuto.Totale {
			t.Errorf("paid %s in all, due %s", got, dovuto.Totale)
		}
	})
}

// domain c.2: a month of a contribution cut in pieces is worth the same, to the
// exact rational, with the criteri that count days.
func TestSplittingAPeriodNeverChangesTheSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := unMese(t)
		criterio := rapid.SampledFrom([]calcolo.Criterio{calcolo.GiorniEffettivi, calcolo.Trentesimi}).Draw(t, "criterio")
		frequenza := rapid.SampledFrom([]calcolo.Frequenza{calcolo.Mensile, calcolo.Giornaliera}).Draw(t, "frequenza")
		da := rapid.IntRange(0, m.Giorni()-2).Draw(t, "da")
		taglio := rapid.IntRange(da+1, m.Giorni()-1).Draw(t, "taglio")
		fine := rapid.IntRange(taglio, m.Giorni()-1).Draw(t, "fine")
		giorno := func(n int) periodo.Data { return m.Inizio().Piu(n) }
		esatto := func(dal, al periodo.Data) *big.Rat {
			r, err := calcolo.Calcola(calcolo.Caso{Natura: calcolo.Economico, Mese: m, Intervento: periodo.Intervallo{Dal: dal, Al: al},
				Regole: []calcolo.Regola{{Frequenza: frequenza, Importo: 316_19, Criterio: criterio}}})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Righe) == 0 {
				return new(big.Rat)
			}
			v, err := r.Righe[0].Spiegazione.Figli[0].Ricalcola() // before the rounding
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		intero := esatto(giorno(da), giorno(fine))
		pezzi := new(big.Rat).Add(esatto(giorno(da), giorno(taglio-1)), esatto(giorno(taglio), giorno(fine)))
		if intero.Cmp(pezzi) != 0 {
			t.Errorf("%s from %d to %d is %s, cut at %d it is %s", criterio, da+1, fine+1, intero.RatString(), taglio, pezzi.RatString())
		}
	})
}

func TestATreeThatSaysAnotherAmountIsRefused(t *testing.T) {
	t.Parallel()
	base := func() calcolo.Spiegazione {
		return calcola(t, economico("2024-03", span("2024-03-12", ""), mensile(300_00, calcolo.GiorniEffettivi))).Righe[0].Spiegazione
	}
	tests := map[string]func(*calcolo.Spiegazione){
		"other total":        func(s *calcolo.Spiegazione) { s.Valore = "19356/100" },
		"other input":        func(s *calcolo.Spiegazione) { s.Figli[0].Figli[0].Valore = "301" },
		"not a number":       func(s *calcolo.Spiegazione) { s.Figli[0].Figli[0].Valore = "x" },
		"unknown operation":  func(s *calcolo.Spiegazione) { s.Operazione = "ALTRO" },
		"a child is missing": func(s *calcolo.Spiegazione) { s.Figli = nil },
		"sees what is not":   func(s *calcolo.Spiegazione) { s.Figli[0].Operazione = calcolo.Vedi },
		"division by nothing": func(s *calcolo.Spiegazione) {
			s.Operazione, s.Figli = calcolo.Rapporto, []calcolo.Spiegazione{{Operazione: calcolo.Dato, Valore: "1"}, {Operazione: calcolo.Dato, Valore: "0"}}
		},
		"decimals beyond": func(s *calcolo.Spiegazione) { s.Decimali = 12 },
	}
	for name, guasta := range tests {
		s := base()
		guasta(&s)
		if got, err := s.Importo(); err == nil {
			t.Errorf("%s: the tree gives %s", name, got)
		}
	}
	frazione := calcolo.Spiegazione{Operazione: calcolo.Dato, Valore: "1/3"}
	if got, err := frazione.Importo(); err == nil {
		t.Errorf("a third of a euro is %s", got)
	}
}

func TestALineIsToldInPlainItalian(t *testing.T) {
	t.Parallel()
	r := calcola(t, economico("2024-03", span("2024-03-12", ""), mensile(300_00, calcolo.GiorniEffettivi)))
	want := []string{
		"Dovuto: rata circa 193,5484 €, arrotondato = 193,55 € (un solo arrotondamento al centesimo, il mezzo centesimo lontano da zero; regole di calcolo c.1)",
		"Rata: importo della rata 300,00 € [regola 1] × parte del periodo 20/31 = circa 193,5484 €",
		"Parte del periodo: giorni coperti 20 giorni [periodo della regola e dell'intervento, tolte le sospensioni] / giorni del periodo 31 giorni del 01/03/2024 [calendario] = 20/31 (criterio a giorni effettivi; regole di calcolo c.2)",
	}
	if diff := cmp.Diff(want, r.Righe[0].Spiegazione.Frasi()); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}
