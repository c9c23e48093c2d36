package sigess_test

import (
	"testing"

	"pgregory.net/rapid"

	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// What the form of an intervento foresees is what the run then pays.
func TestThePreviewIsWhatTheRunPays(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	f := m.Economico("2023-11-10", 31000)
	f.Dettagli.DataFine = periodo.MustParse("2024-04-10")
	f.Regole[0].CriterioRateo = "TRENTESIMI"
	f.Regole = append(f.Regole, sigess.ModuloRegola{Frequenza: "UNA_TANTUM", Importo: 5000, DataScadenza: periodo.MustParse("2024-02-29")},
		sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 1000, Dal: periodo.MustParse("2024-01-16")})
	id := attiva(t, m, f)
	var pagato []euro.Importo
	for _, mese := range []string{"2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2024-04"} {
		elabora(t, m, mese, 10)
		var totale euro.Importo
		riesce(t, m.DB.Raw(`SELECT coalesce(sum(totale), 0)::bigint FROM movimento WHERE intervento_id = ? AND mese_competenza = ?`, id, mese+"-01").Scan(&totale).Error)
		pagato = append(pagato, totale)
	}
	p := f.Caso().Prevedi(periodo.MustParse("2024-02-15"))
	previsto := append(p.Arretrati, p.Mesi...)
	if len(p.Arretrati) != 3 || len(p.Mesi) != 12 || p.Mesi[0].Mese.String() != "2024-02" {
		t.Fatalf("%d months before, %d from %v", len(p.Arretrati), len(p.Mesi), p.Mesi[0].Mese)
	}
	for n, mese := range previsto {
		var want euro.Importo
		if n < len(pagato) {
			want = pagato[n]
		}
		if mese.Totale() != want {
			t.Errorf("%s: foreseen %s, paid %s", mese.Mese, mese.Totale(), want)
		}
	}
}

// A plan delivered as it was planned costs what was foreseen.
func TestThePreviewOfAPlanIsWhatItCostsWhenDelivered(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	f := m.InStruttura("2024-01-20")
	id := attiva(t, m, f)
	for _, g := range periodo.MustParseMese("2024-01").Date() {
		if !g.Prima(f.Dettagli.DataInizio) {
			riesce(t, registra(t, m, m.Amministrativo, id, g.String(), "RETTA", 100, 0))
		}
	}
	elabora(t, m, "2024-01", 10)
	voci, err := sigess.Voci(m.DB, f.TariffarioID)
	riesce(t, err)
	caso := sigess.Caso{Natura: sigess.Struttura, Span: span("2024-01-20", ""), Voci: voci,
		Quote: []sigess.Quota{{Metodo: "PERCENTUALE", Percentuale: f.Quote[0].Percentuale, Dal: f.Quote[0].Dal}}}
	p := caso.PrevediPiano(f.Piano, periodo.MustParse("2024-01-10"))[0]
	var totale, quota euro.Importo
	riesce(t, m.DB.Raw(`SELECT totale, quota_utente FROM movimento WHERE intervento_id = ?`, id).Row().Scan(&totale, &quota))
	if p.Totale() != totale || p.Quota() != quota || p.Costo != totale+quota {
		t.Errorf("foreseen %s, share %s of %s; paid %s, share %s", p.Totale(), p.Quota(), p.Costo, totale, quota)
	}
}

func TestAPlanIsExpandedOnTheCalendar(t *testing.T) {
	t.Parallel()
	v := voce("ORE", 100000, 0, "2020-01-01", "")
	v.Denominazione = "Ore"
	pasti := voce("PASTO", 10000, 1000, "2020-01-01", "2024-03-31")
	caso := sigess.Caso{Natura: sigess.Prestazioni, Span: span("2024-01-03", "2024-05-15"), Voci: []sigess.Voce{v, pasti}}
	tests := map[string]struct {
		riga sigess.ModuloPiano
		want []string // January to June 2024
	}{
		// Wednesdays from the third: five in January, four in February and March.
		"weekly":  {sigess.ModuloPiano{Prestazione: "ORE", Quantita: 200, Periodicita: "SETTIMANA"}, []string{"100,00", "80,00", "80,00", "80,00", "60,00", "0,00"}},
		"monthly": {sigess.ModuloPiano{Prestazione: "ORE", Quantita: 150, Periodicita: "MESE"}, []string{"15,00", "15,00", "15,00", "15,00", "15,00", "0,00"}},
		"daily":   {sigess.ModuloPiano{Prestazione: "ORE", Quantita: 50, Periodicita: "GIORNO"}, []string{"145,00", "145,00", "155,00", "150,00", "75,00", "0,00"}},
		// The price ends in March: then there is no telling.
		"without a price": {sigess.ModuloPiano{Prestazione: "PASTO", Quantita: 100, Periodicita: "MESE"}, []string{"1,10", "1,10", "1,10", "0,00", "0,00", "0,00"}},
	}
	for nome, tt := range tests {
		mesi := caso.PrevediPiano([]sigess.ModuloPiano{tt.riga}, periodo.MustParse("2024-01-01"))
		for n, want := range tt.want {
			if got := mesi[n].Totale().String(); got != want {
				t.Errorf("%s, %s: %s, want %s", nome, mesi[n].Mese, got, want)
			}
			if manca := len(mesi[n].Anomalie) > 0; manca != (nome == "without a price" && (n == 3 || n == 4)) {
				t.Errorf("%s, %s: anomalies %v", nome, mesi[n].Mese, mesi[n].Anomalie)
			}
		}
	}
}

// The share of the person and what the ente pays are the whole cost, also when
// the person pays everything.
func TestShareAndPaymentAreTheWholeCost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percento := euro.Aliquota(rapid.IntRange(0, 10000).Draw(t, "share"))
		caso := sigess.Caso{Natura: sigess.Prestazioni, Span: span("2024-01-03", ""), Voci: []sigess.Voce{
			voce("A", euro.Tariffa(rapid.IntRange(1, 900000).Draw(t, "price")), 500, "2020-01-01", ""), voce("B", 70000, 1000, "2020-01-01", "")},
			Quote: []sigess.Quota{{Metodo: "PERCENTUALE", Percentuale: &percento, Dal: periodo.MustParse("2024-01-03")}}}
		piano := []sigess.ModuloPiano{{Prestazione: "A", Quantita: misura.Quantita(rapid.IntRange(1, 2000).Draw(t, "a")), Periodicita: "SETTIMANA"},
			{Prestazione: "B", Quantita: 100, Periodicita: "GIORNO"}}
		for _, p := range caso.PrevediPiano(piano, periodo.MustParse("2024-01-01")) {
			var quote euro.Importo
			for _, r := range p.Righe {
				quote += r.QuotaUtente
			}
			if p.Quota()+p.Imponibile() != p.Costo || p.Quota() < 0 || percento < 10000 && p.Quota() < quote {
				t.Fatalf("%s: share %s, paid %s, cost %s", p.Mese, p.Quota(), p.Imponibile(), p.Costo)
			}
		}
	})
}

func TestArrearsHaveALimit(t *testing.T) {
	t.Parallel()
	caso := sigess.Caso{Natura: sigess.Economico, Span: span("2000-01-01", ""), Regole: []sigess.Regola{{Progressivo: 1, Frequenza: "MENSILE", Importo: 100, CriterioRateo: sigess.Nessuno}}}
	p := caso.Prevedi(periodo.MustParse("2024-02-15"))
	if !p.Tronchi || len(p.Arretrati) != 60 || p.Arretrati[0].Mese.String() != "2019-02" {
		t.Errorf("%d months from %v, cut %v", len(p.Arretrati), p.Arretrati[0].Mese, p.Tronchi)
	}
	var vuoto sigess.ModuloEconomico
	if p := vuoto.Caso().Prevedi(periodo.MustParse("2024-02-15")); len(p.Mesi) != 12 || len(p.Arretrati) != 0 {
		t.Errorf("a blank form: %d months, %d before", len(p.Mesi), len(p.Arretrati))
	}
}
