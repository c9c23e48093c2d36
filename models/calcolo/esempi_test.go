package calcolo_test

import (
	"math/big"
	"testing"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

func giorno(s string) periodo.Data {
	if s == "" {
		return periodo.Data{}
	}
	return periodo.MustParse(s)
}

func span(dal, al string) periodo.Intervallo {
	return periodo.Intervallo{Dal: giorno(dal), Al: giorno(al)}
}

func importo(i euro.Importo) *euro.Importo { return &i }

// calcola computes, and asks that each explanation gives its amount again.
func calcola(t *testing.T, c calcolo.Caso) calcolo.Risultato {
	t.Helper()
	r, err := calcolo.Calcola(c)
	if err != nil {
		t.Fatal(err)
	}
	spiegato(t, r)
	return r
}

func economico(mese string, in periodo.Intervallo, r ...calcolo.Regola) calcolo.Caso {
	return calcolo.Caso{Natura: calcolo.Economico, Mese: periodo.MustParseMese(mese), Intervento: in, Regole: r}
}

func mensile(importo euro.Importo, c calcolo.Criterio) calcolo.Regola {
	return calcolo.Regola{Frequenza: calcolo.Mensile, Importo: importo, Criterio: c}
}

// domain c.5: what is due in each month, in cents; months not listed are not asked.
func TestARuleOfPaymentPaysAsTheWorkedExamplesOfC5(t *testing.T) {
	t.Parallel()
	trimestre := calcolo.Regola{Frequenza: calcolo.Trimestrale, Importo: 450_00, Criterio: calcolo.GiorniEffettivi}
	dodici := calcolo.Regola{Frequenza: calcolo.Mensile, Criterio: calcolo.GiorniEffettivi, NumeroRate: 12, ImportoTotale: importo(1000_00)}
	settimana := calcolo.Regola{Frequenza: calcolo.Settimanale, Importo: 50_00, Criterio: calcolo.GiorniEffettivi}
	fineMese := calcolo.Regola{Frequenza: calcolo.Mensile, Importo: 310_00, Criterio: calcolo.GiorniEffettivi, DaInizio: true}
	anticipata := trimestre
	anticipata.Anticipata = true
	tetto := func(gia euro.Importo) calcolo.Regola {
		r := mensile(300_00, calcolo.Nessuno)
		r.Massimale, r.GiaErogato = importo(1000_00), gia
		return r
	}
	aTotale := mensile(300_00, calcolo.Nessuno)
	aTotale.ImportoTotale = importo(1000_00)
	tests := map[string]struct {
		in     periodo.Intervallo
		regola calcolo.Regola
		mesi   map[string]euro.Importo
	}{
		"c.5 quarterly, solar, in arrears": {span("2024-02-10", "2024-08-31"), trimestre,
			map[string]euro.Importo{"2024-01": 0, "2024-02": 0, "2024-03": 253_45, "2024-04": 0, "2024-06": 450_00, "2024-07": 0, "2024-08": 300_00, "2024-09": 0}},
		"c.2 quarterly, in advance": {span("2024-02-10", "2024-08-31"), anticipata,
			map[string]euro.Importo{"2024-02": 253_45, "2024-03": 0, "2024-04": 450_00, "2024-07": 300_00, "2024-08": 0}},
		"c.5 yearly from 1 March": {span("2024-03-01", ""), calcolo.Regola{Frequenza: calcolo.Annuale, Importo: 1200_00, Criterio: calcolo.GiorniEffettivi},
			map[string]euro.Importo{"2024-03": 0, "2024-12": 1000_00, "2025-12": 1200_00}},
		"every two months": {span("2024-01-16", "2024-05-10"), calcolo.Regola{Frequenza: calcolo.Bimestrale, Importo: 100_00, Criterio: calcolo.MezzoMese},
			map[string]euro.Importo{"2024-01": 0, "2024-02": 100_00, "2024-04": 100_00, "2024-05": 25_00, "2024-06": 0}},
		"every four months": {span("2024-04-30", ""), calcolo.Regola{Frequenza: calcolo.Quadrimestrale, Importo: 400_00, Criterio: calcolo.Nessuno},
			map[string]euro.Importo{"2024-04": 100_00, "2024-08": 400_00}},
		"every six months": {span("2024-06-30", ""), calcolo.Regola{Frequenza: calcolo.Semestrale, Importo: 600_00, Criterio: calcolo.Trentesimi},
			map[string]euro.Importo{"2024-06": 3_33, "2024-12": 600_00}},
		"c.5 una tantum": {span("2024-01-01", ""), calcolo.Regola{Frequenza: calcolo.UnaTantum, Importo: 500_00, Scadenza: giorno("2024-05-15")},
			map[string]euro.Importo{"2024-04": 0, "2024-05": 500_00, "2024-06": 0}},
		"c.5 twelve rate of a total": {span("2024-01-01", ""), dodici,
			map[string]euro.Importo{"2024-01": 83_33, "2024-02": 83_33, "2024-11": 83_33, "2024-12": 83_37, "2025-01": 0}},
		"c.5 weekly from 1 August": {span("2024-08-01", ""), settimana,
			map[string]euro.Importo{"2024-07": 0, "2024-08": 200_00, "2024-09": 200_00, "2024-10": 250_00}},
		"c.9 #20 weekly across the year": {span("2024-12-27", "2025-01-04"), settimana,
			map[string]euro.Importo{"2024-12": 0, "2025-01": 64_29}}, // 2 January a week, 4 January two days of one
		"c.5 cap, first months":         {span("2024-01-01", ""), tetto(600_00), map[string]euro.Importo{"2024-03": 300_00}},
		"c.5 cap, fourth month":         {span("2024-01-01", ""), tetto(900_00), map[string]euro.Importo{"2024-04": 100_00}},
		"c.5 cap, used up":              {span("2024-01-01", ""), tetto(1200_00), map[string]euro.Importo{"2024-05": 0}},
		"total without a number":        {span("2024-01-01", ""), aTotale, map[string]euro.Importo{"2024-03": 300_00, "2024-04": 100_00, "2024-05": 0}},
		"daily":                         {span("2024-02-10", "2024-02-12"), calcolo.Regola{Frequenza: calcolo.Giornaliera, Importo: 10_00}, map[string]euro.Importo{"2024-02": 30_00}},
		"c.2 from the 31st, clamped":    {span("2024-01-31", "2024-04-15"), fineMese, map[string]euro.Importo{"2024-01": 0, "2024-02": 310_00, "2024-03": 310_00, "2024-04": 165_33}},
		"c.9 #2 over before the month":  {span("2024-01-01", "2024-02-29"), mensile(300_00, calcolo.Nessuno), map[string]euro.Importo{"2024-02": 300_00, "2024-03": 0}},
		"rule outside of intervento":    {span("2024-01-01", "2024-02-29"), calcolo.Regola{Frequenza: calcolo.Annuale, Importo: 1, Dal: giorno("2024-05-01")}, map[string]euro.Importo{"2024-05": 0, "2024-12": 0}},
		"c.9 #11 to the date of death":  {span("2024-01-01", "2024-01-20"), mensile(300_00, calcolo.GiorniEffettivi), map[string]euro.Importo{"2024-01": 193_55, "2024-02": 0}},
		"c.9 #9 leap and common year":   {span("2023-02-15", "2024-02-14"), mensile(300_00, calcolo.GiorniEffettivi), map[string]euro.Importo{"2023-02": 150_00, "2024-02": 144_83}},
		"c.5 start 12/03, trentesimi":   {span("2024-03-12", ""), mensile(300_00, calcolo.Trentesimi), map[string]euro.Importo{"2024-03": 190_00, "2024-04": 300_00}},
		"c.5 start 12/03, half months":  {span("2024-03-12", ""), mensile(300_00, calcolo.MezzoMese), map[string]euro.Importo{"2024-03": 300_00}},
		"fifteen days of half months":   {span("2024-03-17", ""), mensile(300_00, calcolo.MezzoMese), map[string]euro.Importo{"2024-03": 150_00}},
		"fifteen days of the threshold": {span("2024-03-17", ""), mensile(300_00, calcolo.Soglia15), map[string]euro.Importo{"2024-03": 300_00}},
		"14 days of the threshold":      {span("2024-03-18", ""), mensile(300_00, calcolo.Soglia15), map[string]euro.Importo{"2024-03": 0}},
		"only the 31st, trentesimi":     {span("2024-03-31", ""), mensile(300_00, calcolo.Trentesimi), map[string]euro.Importo{"2024-03": 0}},
		"only 29/02, trentesimi":        {span("2024-02-29", ""), mensile(300_00, calcolo.Trentesimi), map[string]euro.Importo{"2024-02": 20_00}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for mese, want := range tt.mesi {
				if got := calcola(t, economico(mese, tt.in, tt.regola)); got.Totale != want || (len(got.Righe) == 0) != (want == 0) {
					t.Errorf("%s: %s in %d lines, want %s", mese, got.Totale, len(got.Righe), want)
				}
			}
		})
	}
}

// domain c.2, c.5, c.9 #10.
func TestASuspensionTakesDaysAndNeverMovesWhatIsDue(t *testing.T) {
	t.Parallel()
	pagata := mensile(300_00, calcolo.GiorniEffettivi)
	pagata.InSospensione = true
	tests := map[string]struct {
		mese    string
		sospesa periodo.Intervallo
		regola  calcolo.Regola
		want    euro.Importo
	}{
		"10-20 April":                   {"2024-04", span("2024-04-10", "2024-04-20"), mensile(300_00, calcolo.GiorniEffettivi), 190_00},
		"10-20 March":                   {"2024-03", span("2024-03-10", "2024-03-20"), mensile(300_00, calcolo.GiorniEffettivi), 193_55},
		"10-20 March, trentesimi":       {"2024-03", span("2024-03-10", "2024-03-20"), mensile(300_00, calcolo.Trentesimi), 190_00},
		"whole month, NESSUNO":          {"2024-03", span("2024-02-20", ""), mensile(300_00, calcolo.Nessuno), 0},
		"one day left, NESSUNO":         {"2024-03", span("2024-03-01", "2024-03-30"), mensile(300_00, calcolo.Nessuno), 300_00},
		"paid all the same":             {"2024-03", span("2024-02-20", ""), pagata, 300_00},
		"end of a quarter":              {"2024-03", span("2024-03-01", ""), calcolo.Regola{Frequenza: calcolo.Trimestrale, Importo: 300_00, Criterio: calcolo.Nessuno}, 200_00},
		"una tantum, in spite of it":    {"2024-03", span("2024-03-01", ""), calcolo.Regola{Frequenza: calcolo.UnaTantum, Importo: 300_00, Scadenza: giorno("2024-03-15")}, 300_00},
		"quarter not due in suspension": {"2024-02", span("2024-02-20", ""), calcolo.Regola{Frequenza: calcolo.Trimestrale, Importo: 300_00, Criterio: calcolo.Nessuno}, 0},
	}
	for name, tt := range tests {
		c := economico(tt.mese, span("2024-01-01", ""), tt.regola)
		c.Sospensioni = []periodo.Intervallo{tt.sospesa}
		if got := calcola(t, c).Totale; got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// domain c.5: 300 × 15/30 + 400 × 15/30, two lines; c.9 #22 is of the case files.
func TestAChangeOfAmountMakesTwoLines(t *testing.T) {
	t.Parallel()
	prima, dopo := mensile(300_00, calcolo.GiorniEffettivi), mensile(400_00, calcolo.GiorniEffettivi)
	prima.Al, dopo.Dal = giorno("2024-04-15"), giorno("2024-04-16")
	r := calcola(t, economico("2024-04", span("2024-01-01", ""), prima, dopo))
	if len(r.Righe) != 2 || r.Righe[0].Totale != 150_00 || r.Righe[1].Totale != 200_00 || r.Totale != 350_00 || r.QuotaEnte != 350_00 {
		t.Errorf("lines %+v", r.Righe)
	}
	if r.Righe[0].Voce != "regola 1" || r.Righe[1].Formula != "15/30 × 400,00" {
		t.Errorf("words %q, %q", r.Righe[0].Voce, r.Righe[1].Formula)
	}
}

// domain c.3, c.9 #4, #7, #8.
func TestWhatIsSettledLeavesTheDifference(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		in       periodo.Intervallo
		regolato euro.Importo
		want     euro.Importo
		righe    int
	}{
		"a higher amount from January": {span("2024-01-01", ""), 280_00, 20_00, 1},
		"nothing new":                  {span("2024-01-01", ""), 300_00, 0, 0},
		"suspended after payment":      {span("2024-05-01", ""), 300_00, -300_00, 1},
		"settled for nothing":          {span("2024-01-01", ""), 0, 300_00, 1},
	}
	for name, tt := range tests {
		c := economico("2024-03", tt.in, mensile(300_00, calcolo.Nessuno))
		c.Regolato = map[string]euro.Importo{"regola 1": tt.regolato}
		r := calcola(t, c)
		if r.Totale != tt.want || len(r.Righe) != tt.righe || tt.righe > 0 && r.Righe[0].Tipo != calcolo.Conguaglio {
			t.Errorf("%s: %+v, want %s", name, r.Righe, tt.want)
		}
	}
}

func unita(n, d int64) *big.Rat { return big.NewRat(n, d) }

func prestazioni(accessi []calcolo.Accesso, tariffe ...calcolo.Tariffa) calcolo.Caso {
	return calcolo.Caso{Natura: calcolo.Prestazioni, Mese: periodo.MustParseMese("2024-03"), Intervento: span("2024-01-01", ""), Accessi: accessi, Tariffe: tariffe}
}

func ore(g string, n, d int64) calcolo.Accesso {
	return calcolo.Accesso{Data: giorno(g), Prestazione: "SAD", Unita: unita(n, d)}
}

// domain c.6.
func TestWhatIsDeliveredIsPaidAsTheWorkedExamplesOfC6(t *testing.T) {
	t.Parallel()
	sad := calcolo.Tariffa{Prestazione: "SAD", Dal: giorno("2020-01-01"), Importo: 21_6900, IVA: 5_00}
	esente, compresa, ventidue, divisa := sad, sad, sad, sad
	esente.IVA, esente.Natura = 0, "N4"
	compresa.IVAInclusa, compresa.Importo = true, 105_0000
	ventidue.IVAInclusa, ventidue.Importo, ventidue.IVA = true, 22_0000, 22_00
	divisa.SplitPayment = true
	prima, dopo := sad, sad
	prima.Al, dopo.Dal, dopo.Importo = giorno("2024-03-15"), giorno("2024-03-16"), 22_3500
	sedici := []calcolo.Accesso{ore("2024-03-01", 10, 1), ore("2024-03-20", 13, 2)}
	tests := map[string]struct {
		caso                                calcolo.Caso
		imponibile, iva, totale, alFornitor euro.Importo
	}{
		"16,5 h at 5 %":                {prestazioni(sedici, sad), 357_89, 17_89, 375_78, 375_78},
		"exempt, art. 10":              {prestazioni(sedici, esente), 357_89, 0, 357_89, 357_89},
		"tariff changes mid-month":     {prestazioni(sedici, prima, dopo), 362_18, 18_11, 380_29, 380_29},
		"IVA of 5 % in the price":      {prestazioni([]calcolo.Accesso{ore("2024-03-01", 1, 1)}, compresa), 100_00, 5_00, 105_00, 105_00},
		"IVA of 22 % in the price":     {prestazioni([]calcolo.Accesso{ore("2024-03-01", 1, 1)}, ventidue), 18_03, 3_97, 22_00, 22_00},
		"split payment":                {prestazioni(sedici, divisa), 357_89, 17_89, 375_78, 357_89},
		"c.1 fifty minutes, not 0,83":  {prestazioni([]calcolo.Accesso{ore("2024-03-01", 50, 60)}, esente), 18_08, 0, 18_08, 18_08},
		"c.3 an hour and a half later": {prestazioni(append(sedici[:2:2], ore("2024-03-21", 3, 2)), esente), 390_42, 0, 390_42, 390_42},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := calcola(t, tt.caso)
			m := r.Movimenti()
			if len(m) != 1 || m[0].Imponibile != tt.imponibile || m[0].IVA != tt.iva || m[0].Totale != tt.totale {
				t.Fatalf("movimenti %+v, want %s + %s = %s", m, tt.imponibile, tt.iva, tt.totale)
			}
			if len(r.Righe) == 1 && r.Righe[0].AlFornitore() != tt.alFornitor {
				t.Errorf("to the supplier %s, want %s", r.Righe[0].AlFornitore(), tt.alFornitor)
			}
		})
	}
	if n := calcola(t, prestazioni(sedici, esente)).Righe[0].Natura; n != "N4" {
		t.Errorf("exempt line of nature %q", n)
	}
}

// domain c.6, b.8: 18 h delivered, 16 h planned.
func TestThePolicyOfThePlanDecidesWhatIsPaidBeyondIt(t *testing.T) {
	t.Parallel()
	sad := calcolo.Tariffa{Prestazione: "SAD", Dal: giorno("2020-01-01"), Importo: 21_6900}
	// The last in the file is the first of the month.
	accessi := []calcolo.Accesso{ore("2024-03-10", 8, 1), ore("2024-03-20", 4, 1), ore("2024-03-02", 6, 1)}
	tests := map[calcolo.Politica]struct{ totale, eccedenza, avviso string }{
		calcolo.Libero:      {"390,42", "", ""},
		calcolo.Avviso:      {"390,42", "", "2"},
		calcolo.LimitePiano: {"347,04", "2", ""},
	}
	testo := func(r *big.Rat) string {
		if r == nil {
			return ""
		}
		return r.RatString()
	}
	for politica, tt := range tests {
		c := prestazioni(accessi, sad)
		c.Piano = []calcolo.RigaPiano{{Prestazione: "SAD", Massimo: unita(16, 1), Politica: politica}}
		r := calcola(t, c)
		if r.Totale.String() != tt.totale || testo(r.Eccedenze["SAD"]) != tt.eccedenza || testo(r.OltrePiano["SAD"]) != tt.avviso {
			t.Errorf("%s: %s, excess %v, beyond %v", politica, r.Totale, r.Eccedenze, r.OltrePiano)
		}
	}
}

func TestAnAccessoAcrossTheLimitIsPaidInPartAtItsOwnTariff(t *testing.T) {
	t.Parallel()
	prima := calcolo.Tariffa{Prestazione: "SAD", Dal: giorno("2020-01-01"), Al: giorno("2024-03-15"), Importo: 10_0000}
	dopo := calcolo.Tariffa{Prestazione: "SAD", Dal: giorno("2024-03-16"), Importo: 20_0000}
	c := prestazioni([]calcolo.Accesso{ore("2024-03-16", 1, 3), ore("2024-03-15", 2, 1), ore("2024-03-16", 5, 1)}, prima, dopo)
	c.Piano = []calcolo.RigaPiano{{Prestazione: "SAD", Massimo: unita(3, 1), Politica: calcolo.LimitePiano}}
	r := calcola(t, c)
	if len(r.Righe) != 2 || r.Righe[0].Totale != 20_00 || r.Righe[1].Totale != 20_00 || r.Eccedenze["SAD"].RatString() != "13/3" {
		t.Errorf("lines %+v, excess %v", r.Righe, r.Eccedenze)
	}
}

// domain c.9 #23; manual §7: what is outside is told, never paid.
func TestWhatIsNotCountedIsTold(t *testing.T) {
	t.Parallel()
	sad := calcolo.Tariffa{Prestazione: "SAD", Dal: giorno("2020-01-01"), Al: giorno("2024-03-25"), Importo: 10_0000}
	c := prestazioni([]calcolo.Accesso{ore("2024-02-29", 1, 1), ore("2024-03-01", 1, 1), ore("2024-03-12", 1, 1), ore("2024-03-26", 1, 1), ore("2024-03-10", 1, 1)}, sad)
	c.Intervento = span("2024-03-05", "")
	c.Sospensioni = []periodo.Intervallo{span("2024-03-12", "2024-03-13")}
	r := calcola(t, c)
	want := []calcolo.Motivo{calcolo.FuoriIntervento, calcolo.InSospensione, calcolo.SenzaTariffa}
	if r.Totale != 10_00 || len(r.Esclusi) != len(want) {
		t.Fatalf("%s, excluded %v", r.Totale, r.Esclusi)
	}
	for n, e := range r.Esclusi {
		if e.Motivo != want[n] {
			t.Errorf("%s is excluded as %s, want %s", e.Data, e.Motivo, want[n])
		}
	}
}
