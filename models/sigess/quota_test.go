package sigess_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

func aliquota(a euro.Aliquota) *euro.Aliquota { return &a }

// fasceDiProva are the bands of domain c.8.
func fasceDiProva() []sigess.FasciaISEE {
	return []sigess.FasciaISEE{{FinoA: importo(500000), Percentuale: aliquota(0)}, {FinoA: importo(1000000), Percentuale: aliquota(2000)},
		{FinoA: importo(2000000), Percentuale: aliquota(5000)}, {Percentuale: aliquota(10000)}}
}

// tabella adds a table to those of the district and returns its id.
func tabella(t *testing.T, m *dbtest.Mondo, f sigess.ModuloTabellaISEE) string {
	t.Helper()
	id := uuid.NewString()
	f.EnteID, f.Denominazione = m.Distretto, "Rette"
	if f.Codice == "" {
		f.Codice = id[:8]
	}
	if f.Dal.IsZero() {
		f.Dal = periodo.MustParse("2020-01-01")
	}
	for range 2 {
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.AggiungiTabellaISEE(tx, chi, id, f)
			return err
		}))
	}
	return id
}

// soggiorno is a stay with one share and without SSN.
func soggiorno(m *dbtest.Mondo, dal string, q sigess.ModuloQuota) sigess.ModuloStruttura {
	f := m.InStruttura(dal)
	q.Dal = f.Dettagli.DataInizio
	f.Quote = []sigess.ModuloQuota{q}
	return f
}

// domain c.8: each method asks what the spec says of 29 days at 64,00 (1.856,00).
func TestTheRunsAskTheShareOfEveryMethod(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	fasce := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: fasceDiProva()})
	lineare := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "LINEARE", ISEEMinimo: importo(600000), ISEEMassimo: importo(2000000), PercentualeMinima: aliquota(0), PercentualeMassima: aliquota(10000)})
	formula := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FORMULA_ISEE", ISEEMinimo: importo(750000), ISEEMassimo: importo(3000000), Importo: importo(800)})
	isee := func(q sigess.ModuloQuota, valore euro.Importo) sigess.ModuloQuota {
		q.ISEE, q.TipoISEE, q.DataDSU = importo(valore), "SOCIOSANITARIO_RESIDENZE", periodo.MustParse("2024-01-15")
		return q
	}
	tests := map[string]struct {
		quota sigess.ModuloQuota
		want  string // of the person, of 29 days at 64,00 = 1.856,00
	}{
		"percentage":             {sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: aliquota(3500)}, "649,60"},
		"fixed, month":           {sigess.ModuloQuota{Metodo: "FISSA_MENSILE", Importo: importo(50000)}, "500,00"},
		"fixed, day":             {sigess.ModuloQuota{Metodo: "FISSA_GIORNALIERA", Importo: importo(1500)}, "435,00"},
		"fixed, prestazione":     {sigess.ModuloQuota{Metodo: "FISSA_PRESTAZIONE", Importo: importo(1000)}, "290,00"},
		"band, at its end":       {isee(sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: fasce}, 500000), "0,00"},
		"band, a cent beyond":    {isee(sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: fasce}, 500001), "371,20"},
		"band, without an ISEE":  {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: fasce, Massimo: importo(90000)}, "900,00"},
		"line":                   {isee(sigess.ModuloQuota{Metodo: "LINEARE", TabellaISEEID: lineare}, 1250000), "861,71"},
		"formula, 4,00 a day":    {isee(sigess.ModuloQuota{Metodo: "FORMULA_ISEE", TabellaISEEID: formula}, 1500000), "116,00"},
		"formula, exempt":        {isee(sigess.ModuloQuota{Metodo: "FORMULA_ISEE", TabellaISEEID: formula}, 750000), "0,00"},
		"income":                 {sigess.ModuloQuota{Metodo: "REDDITO_MENO_FRANCHIGIA", Reddito: importo(85000), Franchigia: importo(10000), Indennita: importo(53176)}, "1.281,76"},
		"a twelfth, residential": {isee(sigess.ModuloQuota{Metodo: "ISEE_MENO_SALVAGUARDIA", Salvaguardia: importo(53441), Indennita: importo(53176), Residenziale: true}, 960000), "797,35"},
		"a twelfth, by day":      {isee(sigess.ModuloQuota{Metodo: "ISEE_MENO_SALVAGUARDIA", Salvaguardia: importo(53441), Indennita: importo(53176)}, 960000), "265,59"},
		"none":                   {sigess.ModuloQuota{Metodo: "NESSUNA"}, "0,00"},
		"at least":               {sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: aliquota(100), Minimo: importo(5000)}, "50,00"},
		"at most":                {sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: aliquota(5000), Massimo: importo(70000)}, "700,00"},
		"an ISEE of last year, at most": {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: fasce, ISEE: importo(100), TipoISEE: "ORDINARIO",
			DataDSU: periodo.MustParse("2023-12-31"), Massimo: importo(60000)}, "600,00"},
		"an ISEE of last year, provisional": {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: fasce, ISEE: importo(600000), TipoISEE: "ORDINARIO",
			DataDSU: periodo.MustParse("2023-12-31"), SenzaISEE: "ULTIMA_PROVVISORIA"}, "371,20"},
	}
	ids := map[string]string{}
	giorni := periodo.MustParseMese("2024-02").Date()
	for nome, tt := range tests {
		id := attiva(t, m, soggiorno(m, "2024-02-01", tt.quota))
		for _, g := range giorni { // by hand: the same person is in one structure a day
			riesce(t, scrivi(t, m, `INSERT INTO accesso (id, ente_id, intervento_id, data, prestazione, quantita, inserito_da) VALUES (?, ?, ?, ?, 'RETTA', 100, ?)`,
				uuid.NewString(), m.Comune, id, g, m.Amministrativo))
		}
		ids[nome] = id
	}
	corsa := elabora(t, m, "2024-02", 200)
	righe, err := models.Tutte[speso](m.DB, `SELECT intervento_id, imponibile, quota_utente FROM movimento WHERE elaborazione_id = ?`, corsa)
	riesce(t, err)
	for nome, tt := range tests {
		n := slices.IndexFunc(righe, func(r speso) bool { return r.InterventoID == ids[nome] })
		if n < 0 {
			t.Errorf("%s: no line", nome)
		} else if r := righe[n]; r.QuotaUtente.String() != tt.want || r.Imponibile+r.QuotaUtente != 185600 {
			t.Errorf("%s: the person pays %s and the ente %s, want %s of 1.856,00", nome, r.QuotaUtente, r.Imponibile, tt.want)
		}
	}
}

// A share that wants an ISEE, where the office wants it so, leaves its month out
// until there is one; nothing says how much it is.
func TestAMonthWithoutItsISEEIsLeftOut(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, soggiorno(m, "2024-02-01", sigess.ModuloQuota{Metodo: "FASCE", SenzaISEE: "BLOCCA",
		TabellaISEEID: tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: fasceDiProva()})}))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-02-05", "RETTA", 100, 0))
	prima := liquida(t, m, "2024-02")
	uguali(t, differenze(t, m, prima))
	anomalie, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), prima)
	riesce(t, err)
	if len(anomalie) != 1 || anomalie[0].Tipo != sigess.ISEEMancante || anomalie[0].Testo != "manca un ISEE valido per la quota utente di febbraio 2024" {
		t.Errorf("anomalies = %+v", anomalie)
	}
	riesce(t, scrivi(t, m, `UPDATE quota_utente SET isee = 800000, tipo_isee = 'ORDINARIO', data_dsu = '2024-02-10' WHERE intervento_id = ?`, id))
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-02 Pagamento 51,20")
}

func TestAShareIsReadAgainAsItWasSaved(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	q := sigess.ModuloQuota{Metodo: "FASCE", Dal: periodo.MustParse("2024-02-01"), Al: periodo.MustParse("2024-06-30"), ISEE: importo(0), TipoISEE: "MINORENNI",
		TabellaISEEID: tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: fasceDiProva()}), DataDSU: periodo.MustParse("2024-01-10"), SenzaISEE: "BLOCCA",
		Base: "LORDO", Minimo: importo(100), Massimo: importo(200), CriterioRateo: "TRENTESIMI"}
	f := soggiorno(m, "2024-02-01", q)
	f.Quote = append(f.Quote[:0], q)
	id := attiva(t, m, f)
	c, err := sigess.CassettiDi(m.DB, intervento(t, m, id))
	riesce(t, err)
	if diff := cmp.Diff([]sigess.ModuloQuota{q}, c.Quote); diff != "" {
		t.Errorf("shares (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(fasceDiProva(), c.TabelleISEE[q.TabellaISEEID].Fasce); diff != "" {
		t.Errorf("bands (-want +got):\n%s", diff)
	}
}

func TestTheFormRefusesSharesThatCannotBe(t *testing.T) {
	t.Parallel()
	domani := periodo.Oggi().Piu(1)
	const id = "00000000-0000-0000-0000-000000000001"
	tests := map[string]struct {
		quota sigess.ModuloQuota
		campo string
	}{
		"a percentage without one":       {sigess.ModuloQuota{Metodo: "PERCENTUALE"}, "quote.0.percentuale"},
		"a percentage with an amount":    {sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: aliquota(1), Importo: importo(1)}, "quote.0.importo"},
		"a fixed amount below nothing":   {sigess.ModuloQuota{Metodo: "FISSA_MENSILE", Importo: importo(-1)}, "quote.0.importo"},
		"bands without a table":          {sigess.ModuloQuota{Metodo: "FASCE"}, "quote.0.tabellaIseeId"},
		"an ISEE that is not needed":     {sigess.ModuloQuota{Metodo: "NESSUNA", ISEE: importo(1), TipoISEE: "ORDINARIO", DataDSU: periodo.Oggi()}, "quote.0.isee"},
		"an ISEE without a tipo":         {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: id, ISEE: importo(1), DataDSU: periodo.Oggi()}, "quote.0.tipoIsee"},
		"an ISEE without a day":          {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: id, ISEE: importo(1), TipoISEE: "ORDINARIO"}, "quote.0.dataDsu"},
		"an ISEE of tomorrow":            {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: id, ISEE: importo(1), TipoISEE: "ORDINARIO", DataDSU: domani}, "quote.0.dataDsu"},
		"a tipo without an ISEE":         {sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: id, TipoISEE: "ORDINARIO"}, "quote.0.isee"},
		"a most below the least":         {sigess.ModuloQuota{Metodo: "INTERA", Minimo: importo(2), Massimo: importo(1)}, "quote.0.massimo"},
		"an income without one":          {sigess.ModuloQuota{Metodo: "REDDITO_MENO_FRANCHIGIA"}, "quote.0.reddito"},
		"a twelfth without what is kept": {sigess.ModuloQuota{Metodo: "ISEE_MENO_SALVAGUARDIA"}, "quote.0.salvaguardia"},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			tt.quota.Dal = periodo.MustParse("2024-01-01")
			f := sigess.ModuloPrestazioni{Dettagli: sigess.Dettagli{DataInizio: tt.quota.Dal, MotivoAttivazione: "NUOVA"}, Quote: []sigess.ModuloQuota{tt.quota}}
			if p := f.Check(); p[tt.campo] == "" || len(p) != 1 {
				t.Errorf("problems = %v, want one of %s", p, tt.campo)
			}
		})
	}
}

// A table of another method, of another ente or not in force yet is refused.
func TestAShareWantsATableOfItsMethodInForce(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	altroMetodo := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "LINEARE", ISEEMinimo: importo(1), ISEEMassimo: importo(2), PercentualeMinima: aliquota(0), PercentualeMassima: aliquota(1)})
	vecchia := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: fasceDiProva(), Codice: "RETTE"})
	nuova := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: fasceDiProva(), Codice: "RETTE", Dal: periodo.MustParse("2024-02-01")})
	futura := tabella(t, m, sigess.ModuloTabellaISEE{Metodo: "FASCE", Fasce: fasceDiProva(), Dal: periodo.MustParse("2024-02-02")})
	for id, bene := range map[string]bool{altroMetodo: false, vecchia: false, nuova: true, futura: false, uuid.NewString(): false} {
		err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaStruttura(tx, chi, uuid.NewString(), soggiorno(m, "2024-02-01", sigess.ModuloQuota{Metodo: "FASCE", TabellaISEEID: id}))
			return err
		})
		if (err == nil) != bene {
			t.Errorf("table %s: %v, want accepted %v", id, err, bene)
		}
	}
	rifiuta(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AggiungiTabellaISEE(tx, chi, uuid.NewString(), sigess.ModuloTabellaISEE{EnteID: m.Distretto, Codice: "RETTE", Denominazione: "x", Metodo: "FASCE",
			Dal: periodo.MustParse("2024-02-01"), Fasce: fasceDiProva()})
		return err
	}), models.Invalid)
	rifiuta(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AggiungiTabellaISEE(tx, chi, uuid.NewString(), sigess.ModuloTabellaISEE{EnteID: m.Altrove, Codice: "X", Denominazione: "x", Metodo: "FASCE",
			Dal: periodo.MustParse("2024-02-01"), Fasce: fasceDiProva()})
		return err
	}), models.Invalid)
	for _, q := range []string{`UPDATE tabella_isee SET codice = codice`, `DELETE FROM fascia_isee`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("a table let through: %s", q)
		}
	}
}

// Bands are complete and disjoint, or refused: whatever is accepted gives every
// ISEE one percentage.
func TestBandsThatAreAcceptedGiveEveryISEEOnePercentage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := sigess.ModuloTabellaISEE{Metodo: "FASCE"}
		for range rapid.IntRange(1, 5).Draw(t, "fasce") {
			b := sigess.FasciaISEE{Percentuale: aliquota(euro.Aliquota(rapid.IntRange(0, 10000).Draw(t, "percentuale")))}
			if rapid.IntRange(0, 4).Draw(t, "chiusa") > 0 {
				b.FinoA = importo(euro.Importo(rapid.IntRange(-1, 6).Draw(t, "fino a") * 100000))
			}
			f.Fasce = append(f.Fasce, b)
		}
		isee := euro.Importo(rapid.IntRange(0, 700000).Draw(t, "isee"))
		var quante int
		da := euro.Importo(-1)
		for _, b := range f.Fasce {
			if (b.FinoA == nil || isee <= *b.FinoA) && isee > da {
				quante++
			}
			if b.FinoA != nil {
				da = *b.FinoA
			}
		}
		if len(f.Check()) == 0 && quante != 1 {
			t.Fatalf("accepted bands give %s %d percentages", isee, quante)
		}
	})
}
