package sigess_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// cambiaRegola lets an amount begin on a day in the place of a rule.
func cambiaRegola(t *testing.T, m *dbtest.Mondo, id string, regola int, dal string, importo euro.Importo) error {
	t.Helper()
	return cambia(t, m, id, sigess.ModuloCambioRegola{Regola: regola, Dal: periodo.MustParse(dal), Importo: importo, Motivo: "delibera 7/2024"})
}

func cambia(t *testing.T, m *dbtest.Mondo, id string, f sigess.ModuloCambioRegola) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.CambiaRegola(tx, chi, id, uuid.NewString(), f, adesso)
	})
}

func cambiaQuota(t *testing.T, m *dbtest.Mondo, id string, q sigess.ModuloQuota) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.CambiaQuota(tx, chi, id, uuid.NewString(), sigess.ModuloNuovaQuota{ModuloQuota: q, Motivo: "nuova DSU"}, adesso)
	})
}

// domain c.9, 8: 300 becomes 320 from January, and the run of April pays
// 20 + 20 + 20 + 320 = 380,00; what was stays in the history, and its lines name it.
func TestARuleChangedFromItsFirstDayIsPaidByOneAdjustmentForEachMonth(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	for _, mese := range []string{"2024-01", "2024-02", "2024-03"} {
		liquida(t, m, mese)
	}
	riesce(t, cambiaRegola(t, m, id, 1, "2024-01-01", 32000))
	aprile := liquida(t, m, "2024-04")
	uguali(t, differenze(t, m, aprile), "2024-01 Conguaglio a credito 20,00", "2024-02 Conguaglio a credito 20,00",
		"2024-03 Conguaglio a credito 20,00", "2024-04 Pagamento 320,00")
	uguali(t, variazioni(t, m, aprile, false), "2024/1: 300,00 -> 380,00: RETTIFICA_REGOLA 80,00")
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")))
	c, err := sigess.CassettiDi(m.DB, intervento(t, m, id))
	riesce(t, err)
	if len(c.Regole) != 1 || c.Regole[0].Importo != 32000 || len(c.RegoleRegistrate) != 2 {
		t.Fatalf("rules %+v of %+v", c.Regole, c.RegoleRegistrate)
	}
	prima, dopo := c.RegoleRegistrate[0], c.RegoleRegistrate[1]
	if prima.Importo != 30000 || prima.Superata == nil || *prima.Superata != 2 || dopo.AlPostoDi == nil || *dopo.AlPostoDi != 1 || dopo.Motivo != "delibera 7/2024" || dopo.Autore == "" {
		t.Errorf("history: %+v, then %+v", prima, dopo)
	}
	if spiegati(t, m) != 7 {
		t.Error("not every line is explained")
	}
}

// domain c.5 and c.9, 8: from a day on, the rule before is closed; within a month
// by days each pays its own, on one line.
func TestARuleChangedFromALaterDayIsClosedTheDayBefore(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	for _, mese := range []string{"2024-01", "2024-02", "2024-03"} {
		liquida(t, m, mese)
	}
	riesce(t, cambiaRegola(t, m, id, 1, "2024-03-01", 31000))
	riesce(t, cambiaRegola(t, m, id, 2, "2024-04-16", 41000)) // 155,00 + 205,00
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")), "2024-03 Conguaglio a credito 10,00", "2024-04 Pagamento 360,00")
	riesce(t, cambiaRegola(t, m, id, 2, "2024-04-01", 40000)) // to 15/04, as the rule whose place it takes
	uguali(t, differenze(t, m, liquida(t, m, "2024-05")), "2024-04 Conguaglio a credito 45,00", "2024-05 Pagamento 410,00")
	c, err := sigess.CassettiDi(m.DB, intervento(t, m, id))
	riesce(t, err)
	var righe []string
	for _, r := range c.RegoleRegistrate {
		riga := r.Importo.String() + " " + r.Dal.String() + "/" + r.Al.String()
		if r.Superata != nil {
			riga += " no more"
		}
		righe = append(righe, riga)
	}
	uguali(t, righe, "300,00 /2024-02-29", "310,00 2024-03-01/2024-03-31", "410,00 2024-04-16/", "400,00 2024-04-01/2024-04-15")
	if n := spiegati(t, m); n != 7 {
		t.Errorf("%d lines explained, want 7", n)
	}
}

// domain c.2: what is half in a rata is not parted, and a limit counts rate that
// are all alike.
func TestAChangeOfARuleThatCannotBeIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	regola := func(r sigess.ModuloRegola) sigess.ModuloEconomico {
		f := m.Economico("2024-01-31", 1)
		f.Regole = []sigess.ModuloRegola{r}
		return f
	}
	cap := importo(100000)
	tests := map[string]struct {
		regola sigess.ModuloRegola
		f      sigess.ModuloCambioRegola
		campo  string // "" when it is accepted
	}{
		"by days, within a month":        {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-16")}, ""},
		"by days, another criterio":      {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-16"), CriterioRateo: "NESSUNO"}, "criterioRateo"},
		"another criterio from the 1st":  {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-01"), CriterioRateo: "NESSUNO"}, ""},
		"half months, within one":        {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, CriterioRateo: "MEZZO_MESE"}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-16")}, "dal"},
		"half months, from the 1st":      {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, CriterioRateo: "MEZZO_MESE"}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-01")}, ""},
		"a quarter, within it":           {sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-01")}, "dal"},
		"a quarter, its first day":       {sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-04-01")}, ""},
		"the first day of the rule":      {sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-01-31")}, ""},
		"a week":                         {sigess.ModuloRegola{Frequenza: "SETTIMANALE", Importo: 5000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-02-14")}, ""},
		"within a week":                  {sigess.ModuloRegola{Frequenza: "SETTIMANALE", Importo: 5000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-02-15")}, "dal"},
		"from the 31st, a shorter month": {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, Ancoraggio: "DA_INIZIO"}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-02-29")}, "dal"},
		"from the 31st":                  {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, Ancoraggio: "DA_INIZIO"}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-31")}, ""},
		"by the day":                     {sigess.ModuloRegola{Frequenza: "GIORNALIERA", Importo: 1000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-02-17")}, ""},
		"once, another day":              {sigess.ModuloRegola{Frequenza: "UNA_TANTUM", Importo: 1000, DataScadenza: periodo.MustParse("2024-02-10")}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-02-01")}, "dal"},
		"once":                           {sigess.ModuloRegola{Frequenza: "UNA_TANTUM", Importo: 1000, DataScadenza: periodo.MustParse("2024-02-10")}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-02-10")}, ""},
		"a cap":                          {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, Massimale: cap}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-01")}, "regola"},
		"before the intervento":          {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-01-30")}, "dal"},
		"after the rule":                 {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, Al: periodo.MustParse("2024-03-31")}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-04-01")}, "dal"},
		"no such rule":                   {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000}, sigess.ModuloCambioRegola{Regola: 2, Dal: periodo.MustParse("2024-03-01")}, "regola"},
		"the same amount":                {sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 32000}, sigess.ModuloCambioRegola{Dal: periodo.MustParse("2024-03-01")}, "importo"},
	}
	for nome, tt := range tests {
		f := tt.f
		f.Importo, f.Motivo = 32000, "delibera"
		if f.Regola == 0 {
			f.Regola = 1
		}
		err := cambia(t, m, attiva(t, m, regola(tt.regola)), f)
		var campi []string
		if e, ok := err.(*models.Error); ok {
			for _, c := range e.Campi {
				campi = append(campi, c.Nome)
			}
		} else {
			riesce(t, err)
		}
		if tt.campo == "" && err != nil || tt.campo != "" && (len(campi) != 1 || campi[0] != tt.campo) {
			t.Errorf("%s: %v on %v, want refused %q", nome, err, campi, tt.campo)
		}
	}
	rifiuta(t, cambiaRegola(t, m, attiva(t, m, m.InStruttura("2024-01-05")), 1, "2024-02-01", 1), models.Conflict)
}

// An una tantum that was paid is corrected in its month.
func TestAnUnaTantumIsCorrectedInItsMonth(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	f := m.Economico("2024-01-01", 1)
	f.Regole = []sigess.ModuloRegola{{Frequenza: "UNA_TANTUM", Importo: 50000, DataScadenza: periodo.MustParse("2024-01-15")}}
	id := attiva(t, m, f)
	liquida(t, m, "2024-01")
	riesce(t, cambiaRegola(t, m, id, 1, "2024-01-15", 45000))
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Conguaglio a debito -50,00")
}

// dsu is a share by bands of an ISEE of a day.
func dsu(tabella, dal, data string, isee euro.Importo) sigess.ModuloQuota {
	return sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: tabella, Dal: periodo.MustParse(dal), ISEE: importo(isee), TipoISEE: "SOCIOSANITARIO_RESIDENZE",
		DataDSU: periodo.MustParse(data), SenzaISEE: "ULTIMA_PROVVISORIA"}
}

// domain c.8: January is paid on the last ISEE (35 % of 1.984,00 = 694,40); with
// that of the new DSU the person pays 40 %, 793,60: +99,20, which the ente pays less.
func TestALateISEEIsAdjustedInTheMonthOfItsShare(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	fasce := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: []sigess.FasciaISEE{{FinoA: importo(1000000), Percentuale: aliquota(3500)}, {Percentuale: aliquota(4000)}}})
	f := m.InStruttura("2023-12-01")
	f.Quote = []sigess.ModuloQuota{dsu(fasce, "2023-12-01", "2023-11-20", 900000)}
	id := attiva(t, m, f)
	for _, g := range periodo.MustParseMese("2024-01").Date() {
		riesce(t, registra(t, m, m.Amministrativo, id, g.String(), "RETTA", 100, 0))
	}
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 1.289,60")
	riesce(t, cambiaQuota(t, m, id, dsu(fasce, "2024-01-01", "2024-02-12", 1100000)))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-02-01", "RETTA", 100, 0))
	febbraio := liquida(t, m, "2024-02")
	uguali(t, differenze(t, m, febbraio), "2024-01 Conguaglio a debito -99,20", "2024-02 Pagamento 38,40")
	e, err := sigess.ElaborazioneDi(m.DB, febbraio)
	riesce(t, err)
	if e.QuotaUtente != 9920+2560 {
		t.Errorf("the person is asked %s, want 99,20 more of January and 25,60", e.QuotaUtente)
	}
	uguali(t, variazioni(t, m, febbraio, false), "2023/1: 1.289,60 -> -60,80: PRESENZE -1.152,00, RETTIFICA_QUOTA -198,40")
	c, err := sigess.CassettiDi(m.DB, intervento(t, m, id))
	riesce(t, err)
	if len(c.Quote) != 2 || c.Quote[0].Al != periodo.MustParse("2023-12-31") || *c.Quote[0].ISEE != 900000 || c.QuoteRegistrate[1].Motivo != "nuova DSU" {
		t.Errorf("shares %+v", c.QuoteRegistrate)
	}
	riesce(t, cambiaQuota(t, m, id, dsu(fasce, "2024-01-01", "2024-02-12", 950000))) // it was typed wrong
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-01 Conguaglio a credito 99,20", "2024-02 Conguaglio a credito 3,20")
	riesce(t, cambiaQuota(t, m, id, dsu(fasce, "2024-01-16", "2024-02-12", 1100000))) // 16 days of 31
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")), "2024-01 Conguaglio a debito -51,20", "2024-02 Conguaglio a debito -3,20")
	if n := spiegati(t, m); n != 7 {
		t.Errorf("%d lines explained, want 7", n)
	}
}

func TestANewShareThatCannotBeIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	percento := func(dal, al string, p euro.Aliquota) sigess.ModuloQuota {
		q := sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: aliquota(p), Dal: periodo.MustParse(dal)}
		if al != "" {
			q.Al = periodo.MustParse(al)
		}
		return q
	}
	f := m.InStruttura("2024-01-05")
	f.Quote = []sigess.ModuloQuota{percento("2024-02-01", "2024-02-29", 3500), percento("2024-05-01", "", 4000)}
	id := attiva(t, m, f)
	for nome, tt := range map[string]struct {
		q     sigess.ModuloQuota
		campo string
	}{
		"before the intervento":    {percento("2024-01-04", "", 1), "dal"},
		"over another":             {percento("2024-03-01", "", 1), "al"},
		"longer than its own":      {percento("2024-02-10", "2024-05-10", 1), "al"},
		"shorter than its own":     {percento("2024-02-10", "2024-02-20", 1), "al"},
		"an end where there is no": {percento("2024-06-01", "2024-12-31", 1), "al"},
		"as it is":                 {percento("2024-02-10", "", 3500), "metodo"},
		"a table of nobody":        {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: uuid.NewString(), Dal: periodo.MustParse("2024-06-01")}, "tabellaIseeId"},
	} {
		e, ok := cambiaQuota(t, m, id, tt.q).(*models.Error)
		if !ok || len(e.Campi) != 1 || e.Campi[0].Nome != tt.campo {
			t.Errorf("%s: %v, want refused on %s", nome, e, tt.campo)
		}
	}
	riesce(t, cambiaQuota(t, m, id, percento("2024-03-01", "2024-04-30", 1000)))
	rifiuta(t, cambiaQuota(t, m, attiva(t, m, m.Economico("2024-01-01", 1)), percento("2024-01-01", "", 1)), models.Conflict)
}

// A share that begins where there was none is one adjustment of what was paid
// without.
func TestAShareWhereThereWasNoneIsOneAdjustment(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	f := m.InStruttura("2024-01-05")
	f.Quote = nil
	id := attiva(t, m, f)
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-05", "RETTA", 100, 0))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 64,00")
	riesce(t, cambiaQuota(t, m, id, sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: aliquota(3500), Dal: periodo.MustParse("2024-01-05")}))
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Conguaglio a debito -22,40")
}

// A new DSU of the same method is the commonest: the rest is there already.
func TestTheFormOfANewShareBeginsWithTheOneThatHolds(t *testing.T) {
	t.Parallel()
	quote := []sigess.ModuloQuota{
		{Metodo: "PERCENTUALE", Percentuale: aliquota(1000), Dal: periodo.MustParse("2024-01-01"), Al: periodo.MustParse("2024-06-30")},
		{Metodo: "PERCENTUALE", Percentuale: aliquota(2000), Dal: periodo.MustParse("2024-07-01")},
		{Metodo: "PERCENTUALE", Percentuale: aliquota(3000), Dal: periodo.MustParse("2025-01-01")}}
	for oggi, want := range map[string]euro.Aliquota{"2023-12-31": 1000, "2024-06-30": 1000, "2024-07-01": 2000, "2025-01-01": 3000} {
		got := sigess.NuovaQuotaDa(quote, periodo.MustParse(oggi))
		if got.Percentuale == nil || *got.Percentuale != want || got.Dal != periodo.MustParse(oggi) || !got.Al.IsZero() {
			t.Errorf("on %s %+v, want %s", oggi, got, want)
		}
	}
	if vuota := sigess.NuovaQuotaDa(nil, periodo.Oggi()); vuota.Metodo != "" {
		t.Errorf("without shares it begins with %s", vuota.Metodo)
	}
}
