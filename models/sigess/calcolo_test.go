package sigess_test

import (
	"testing"

	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

func span(dal, al string) periodo.Intervallo {
	i := periodo.Intervallo{Dal: periodo.MustParse(dal)}
	if al != "" {
		i.Al = periodo.MustParse(al)
	}
	return i
}

// domain c.5: worked examples of an intervento economico.
func TestCalcolaEconomicoFollowsTheWorkedExamples(t *testing.T) {
	t.Parallel()
	aprile := []periodo.Intervallo{span("2024-04-10", "2024-04-20")}
	marzo := []periodo.Intervallo{span("2024-03-10", "2024-03-20")}
	tests := map[string]struct {
		span     periodo.Intervallo
		sospesi  []periodo.Intervallo
		criterio sigess.Criterio
		mese     string
		want     euro.Importo
	}{
		"whole month":                    {span("2024-01-01", ""), nil, sigess.GiorniEffettivi, "2024-03", 30000},
		"start 12/03, effective days":    {span("2024-03-12", ""), nil, sigess.GiorniEffettivi, "2024-03", 19355},
		"start 12/03, trentesimi":        {span("2024-03-12", ""), nil, sigess.Trentesimi, "2024-03", 19000},
		"start 12/03, half months":       {span("2024-03-12", ""), nil, sigess.MezzoMese, "2024-03", 30000},
		"15/02 of a leap year":           {span("2024-02-15", ""), nil, sigess.GiorniEffettivi, "2024-02", 15517},
		"15/02 of a common year":         {span("2023-02-15", ""), nil, sigess.GiorniEffettivi, "2023-02", 15000},
		"15/02 leap, trentesimi":         {span("2024-02-15", ""), nil, sigess.Trentesimi, "2024-02", 16000},
		"15/02 common, trentesimi":       {span("2023-02-15", ""), nil, sigess.Trentesimi, "2023-02", 16000},
		"end 20/01":                      {span("2023-01-01", "2024-01-20"), nil, sigess.GiorniEffettivi, "2024-01", 19355},
		"suspended 10-20 April":          {span("2024-01-01", ""), aprile, sigess.GiorniEffettivi, "2024-04", 19000},
		"suspended 10-20 March":          {span("2024-01-01", ""), marzo, sigess.GiorniEffettivi, "2024-03", 19355},
		"suspended 10-20 March, 30ths":   {span("2024-01-01", ""), marzo, sigess.Trentesimi, "2024-03", 19000},
		"only 29/02/2024, trentesimi":    {span("2024-02-29", ""), nil, sigess.Trentesimi, "2024-02", 2000},
		"only the 31st, trentesimi":      {span("2024-03-31", ""), nil, sigess.Trentesimi, "2024-03", 0},
		"fifteen days, threshold":        {span("2024-03-17", ""), nil, sigess.Soglia15, "2024-03", 30000},
		"fourteen days, threshold":       {span("2024-03-18", ""), nil, sigess.Soglia15, "2024-03", 0},
		"whole month suspended, NESSUNO": {span("2024-01-01", ""), []periodo.Intervallo{span("2024-02-01", "2024-05-01")}, sigess.Nessuno, "2024-03", 0},
		"one day covered, NESSUNO":       {span("2024-03-31", ""), nil, sigess.Nessuno, "2024-03", 30000},
		"starts after the month":         {span("2024-04-01", ""), nil, sigess.GiorniEffettivi, "2024-03", 0},
		"ended before the month":         {span("2024-01-01", "2024-02-29"), nil, sigess.GiorniEffettivi, "2024-03", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			righe, anomalie := sigess.Calcola(sigess.Caso{Natura: sigess.Economico, Span: tt.span, Sospensioni: tt.sospesi,
				Regole: []sigess.Regola{{Progressivo: 1, Frequenza: "MENSILE", Importo: 30000, CriterioRateo: tt.criterio}}}, periodo.MustParseMese(tt.mese))
			if len(anomalie) > 0 {
				t.Fatal(anomalie)
			}
			var got euro.Importo
			for _, r := range righe {
				got += r.Totale
			}
			if got != tt.want || (len(righe) == 0) != (tt.want == 0) {
				t.Errorf("due %s in %d lines, want %s", got, len(righe), tt.want)
			}
		})
	}
}

func TestCalcolaUnaTantumIsDueOnceAndAChangeOfAmountSplitsTheMonth(t *testing.T) {
	t.Parallel()
	unaTantum := sigess.Caso{Natura: sigess.Economico, Span: span("2024-01-01", ""),
		Regole: []sigess.Regola{{Progressivo: 1, Frequenza: "UNA_TANTUM", Importo: 50000, DataScadenza: periodo.MustParse("2024-05-15")}}}
	for mese, want := range map[string]int{"2024-04": 0, "2024-05": 1, "2024-06": 0} {
		if righe, _ := sigess.Calcola(unaTantum, periodo.MustParseMese(mese)); len(righe) != want {
			t.Errorf("%s: %d lines, want %d", mese, len(righe), want)
		}
	}
	cambio := sigess.Caso{Natura: sigess.Economico, Span: span("2024-01-01", ""), Regole: []sigess.Regola{
		{Progressivo: 1, Frequenza: "MENSILE", Importo: 30000, CriterioRateo: sigess.GiorniEffettivi, Al: periodo.MustParse("2024-04-15")},
		{Progressivo: 2, Frequenza: "MENSILE", Importo: 40000, CriterioRateo: sigess.GiorniEffettivi, Dal: periodo.MustParse("2024-04-16")}}}
	righe, _ := sigess.Calcola(cambio, periodo.MustParseMese("2024-04"))
	if len(righe) != 2 || righe[0].Totale != 15000 || righe[1].Totale != 20000 {
		t.Errorf("lines %+v, want 150,00 and 200,00", righe)
	}
}

func voce(prestazione string, tariffa euro.Tariffa, iva euro.Aliquota, dal, al string) sigess.Voce {
	i := span(dal, al)
	return sigess.Voce{Prestazione: prestazione, Denominazione: prestazione, Tariffa: tariffa, AliquotaIVA: iva, Dal: i.Dal, Al: i.Al}
}

func ore(data string, minuti int) sigess.Accesso {
	m := misura.Minuti(minuti)
	return sigess.Accesso{Data: periodo.MustParse(data), Prestazione: "ORA", Minuti: &m}
}

func presenze(mese string, n int) []sigess.Accesso {
	var out []sigess.Accesso
	for _, g := range periodo.MustParseMese(mese).Date()[:n] {
		q := misura.Quantita(100)
		out = append(out, sigess.Accesso{Data: g, Prestazione: "RETTA", Quantita: &q})
	}
	return out
}

// domain c.6 and c.7: worked examples of prestazioni and structures.
func TestCalcolaConsuntivoFollowsTheWorkedExamples(t *testing.T) {
	t.Parallel()
	perc, fissa, giorno := euro.Aliquota(3500), euro.Importo(50000), euro.Importo(1500)
	terzo := euro.Aliquota(3333)
	dal := periodo.MustParse("2020-01-01")
	tests := map[string]struct {
		caso                         sigess.Caso
		imponibile, iva, tot, quotaU euro.Importo
	}{
		"16,5 h × 21,69 at 5 %": {sigess.Caso{Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("ORA", 216900, 500, "2020-01-01", "")},
			Accessi: []sigess.Accesso{ore("2024-03-01", 600), ore("2024-03-02", 390)}}, 35789, 1789, 37578, 0},
		"fifty minutes are not 0,83 h": {sigess.Caso{Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("ORA", 216900, 0, "2020-01-01", "")},
			Accessi: []sigess.Accesso{ore("2024-03-01", 50)}}, 1808, 0, 1808, 0},
		"tariff change mid-month": {sigess.Caso{Span: span("2024-01-01", ""),
			Voci:    []sigess.Voce{voce("ORA", 216900, 500, "2020-01-01", "2024-03-15"), voce("ORA", 223500, 500, "2024-03-16", "")},
			Accessi: []sigess.Accesso{ore("2024-03-15", 600), ore("2024-03-16", 390)}}, 36218, 1811, 38029, 0},
		"IVA included, by difference": {sigess.Caso{Span: span("2024-01-01", ""), IVAInclusa: true, Voci: []sigess.Voce{voce("ORA", 220000, 2200, "2020-01-01", "")},
			Accessi: []sigess.Accesso{ore("2024-03-01", 60)}}, 1803, 397, 2200, 0},
		"whole month × 64,00, quota 35 %": {sigess.Caso{Natura: sigess.Struttura, Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("RETTA", 640000, 500, "2020-01-01", "")},
			Accessi: presenze("2024-03", 29), Quote: []sigess.Quota{{Metodo: "PERCENTUALE", Percentuale: &perc, Dal: dal}}}, 120640, 6032, 126672, 64960},
		"percentage on the month's total": {sigess.Caso{Natura: sigess.Struttura, Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("RETTA", 643500, 0, "2020-01-01", "")},
			Accessi: presenze("2024-03", 27), Quote: []sigess.Quota{{Metodo: "PERCENTUALE", Percentuale: &terzo, Dal: dal}}}, 173745 - 57909, 0, 173745 - 57909, 57909},
		"fixed monthly quota, entry 12/03": {sigess.Caso{Natura: sigess.Struttura, Span: span("2024-03-12", ""), Voci: []sigess.Voce{voce("RETTA", 640000, 0, "2020-01-01", "")},
			Accessi: presenze("2024-03", 31), Quote: []sigess.Quota{{Metodo: "FISSA_MENSILE", Importo: &fissa, Dal: dal}}}, 95742, 0, 95742, 32258},
		"fixed daily quota": {sigess.Caso{Natura: sigess.Struttura, Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("RETTA", 640000, 0, "2020-01-01", "")},
			Accessi: presenze("2024-03", 31), Quote: []sigess.Quota{{Metodo: "FISSA_GIORNALIERA", Importo: &giorno, Dal: dal}}}, 198400 - 46500, 0, 198400 - 46500, 46500},
		"quota above the cost is capped": {sigess.Caso{Natura: sigess.Struttura, Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("RETTA", 640000, 0, "2020-01-01", "")},
			Accessi: presenze("2024-03", 1), Quote: []sigess.Quota{{Metodo: "FISSA_MENSILE", Importo: &fissa, Dal: dal}}}, 0, 0, 0, 0},
		"29 days of leap February × 70,50": {sigess.Caso{Natura: sigess.Struttura, Span: span("2024-01-01", ""), Voci: []sigess.Voce{voce("RETTA", 705000, 0, "2020-01-01", "")},
			Accessi: append(presenze("2024-02", 29), presenze("2024-03", 5)...)}, 204450, 0, 204450, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mese := "2024-03"
			if name == "29 days of leap February × 70,50" {
				mese = "2024-02"
			}
			righe, anomalie := sigess.Calcola(tt.caso, periodo.MustParseMese(mese))
			if len(anomalie) > 0 {
				t.Fatal(anomalie)
			}
			var got sigess.Riga
			for _, r := range righe {
				got.Imponibile += r.Imponibile
				got.IVA += r.IVA
				got.Totale += r.Totale
				got.QuotaUtente += r.QuotaUtente
			}
			if got.Imponibile != tt.imponibile || got.IVA != tt.iva || got.Totale != tt.tot || got.QuotaUtente != tt.quotaU {
				t.Errorf("got %s + %s = %s, quota %s; want %s + %s = %s, quota %s", got.Imponibile, got.IVA, got.Totale, got.QuotaUtente,
					tt.imponibile, tt.iva, tt.tot, tt.quotaU)
			}
		})
	}
}

func TestCalcolaWithoutATariffPaysNothingAndSaysWhy(t *testing.T) {
	t.Parallel()
	righe, anomalie := sigess.Calcola(sigess.Caso{Natura: sigess.Prestazioni, Span: span("2024-01-01", ""),
		Voci:    []sigess.Voce{voce("ORA", 216900, 500, "2020-01-01", "2024-03-01")},
		Accessi: []sigess.Accesso{ore("2024-03-01", 60), ore("2024-03-02", 60)}}, periodo.MustParseMese("2024-03"))
	if len(righe) != 0 || len(anomalie) != 1 || anomalie[0] != "manca la tariffa per un accesso del 02/03/2024" {
		t.Errorf("lines %v, anomalies %v", righe, anomalie)
	}
}
