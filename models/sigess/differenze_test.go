package sigess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// liquida makes a run of a month and confirms it.
func liquida(t *testing.T, m *dbtest.Mondo, mese string) string {
	t.Helper()
	id := elabora(t, m, mese, 200)
	riesce(t, conferma(t, m, m.Contabile, id))
	return id
}

// differenze is of each line of a run the month, the tipo and the total.
func differenze(t *testing.T, m *dbtest.Mondo, id string) []string {
	t.Helper()
	elenco, err := sigess.ElencaMovimenti(m.DB, m.Chi(t, m.Contabile), id, sigess.FiltroMovimenti{}, models.Pagina{Limite: 100})
	riesce(t, err)
	out := []string{}
	for _, v := range elenco.Elementi {
		out = append(out, v.MeseCompetenza.String()+" "+v.NomeTipo()+" "+v.Totale.String())
	}
	return out
}

func uguali(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// scrivi changes the data by hand, as an act does.
func scrivi(t *testing.T, m *dbtest.Mondo, sql string, args ...any) error {
	t.Helper()
	return m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(sql, args...).Error })
}

// domain c.9, 4 and 8: 300 becomes 320 from January, and the run of April pays
// 20 + 20 + 20 + 320; done again it pays nothing.
func TestARetroactiveRuleIsPaidByOneAdjustmentForEachMonth(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	for _, mese := range []string{"2024-01", "2024-02", "2024-03"} {
		uguali(t, differenze(t, m, liquida(t, m, mese)), mese+" Pagamento 300,00")
	}
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, id))
	aprile := liquida(t, m, "2024-04")
	uguali(t, differenze(t, m, aprile), "2024-01 Conguaglio a credito 20,00", "2024-02 Conguaglio a credito 20,00",
		"2024-03 Conguaglio a credito 20,00", "2024-04 Pagamento 320,00")
	e, err := sigess.ElaborazioneDi(m.DB, aprile)
	riesce(t, err)
	if e.Movimenti != 4 || e.Totale != 38000 {
		t.Errorf("run of %d lines for %s, want 4 for 380,00", e.Movimenti, e.Totale)
	}
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")))
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")))
	uguali(t, differenze(t, m, liquida(t, m, "2024-05")), "2024-05 Pagamento 320,00")
}

// domain c.9, 7: what was paid of days then suspended, or after an end moved
// back, is taken back in the month that it was of; moved on again, it is given.
func TestASuspensionAndAnEndInPaidMonthsAreAdjusted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 31000))
	liquida(t, m, "2024-01")
	liquida(t, m, "2024-02")
	riesce(t, sospendi(t, m, id, "2024-01-01", "2024-01-10"))
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-01 Conguaglio a debito -100,00", "2024-03 Pagamento 310,00")
	riesce(t, termina(t, m, id, "2024-03-31"))
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")))
	riesce(t, scrivi(t, m, `UPDATE intervento SET data_fine = '2024-02-29' WHERE id = ?`, id))
	uguali(t, differenze(t, m, liquida(t, m, "2024-05")), "2024-03 Conguaglio a debito -310,00")
	riesce(t, scrivi(t, m, `UPDATE intervento SET data_fine = '2024-04-30' WHERE id = ?`, id))
	uguali(t, differenze(t, m, liquida(t, m, "2024-06")), "2024-03 Conguaglio a credito 310,00", "2024-04 Pagamento 310,00")
}

// domain c.3: the difference is of the total, not of the quantity, with its IVA
// and the share of the person.
func TestATariffAndAQuotaInPaidMonthsAreAdjusted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	prestazioni, struttura := attiva(t, m, m.Prestazioni("2024-01-01")), attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "ASS_DOM", 0, 990))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 375,78", "2024-01 Pagamento 41,60")
	riesce(t, scrivi(t, m, `UPDATE voce_tariffario SET tariffa = 223500 WHERE prestazione = 'ASS_DOM'`)) // 16,5 × 22,35 = 368,78 + 18,44
	riesce(t, scrivi(t, m, `UPDATE quota_utente SET percentuale = 5000 WHERE intervento_id = ?`, struttura))
	id := liquida(t, m, "2024-02")
	uguali(t, differenze(t, m, id), "2024-01 Conguaglio a credito 11,44", "2024-01 Conguaglio a debito -9,60")
	e, err := sigess.ElaborazioneDi(m.DB, id)
	riesce(t, err)
	if e.IVA != 55 || e.QuotaUtente != 960 {
		t.Errorf("IVA %s, quota %s, want 0,55 and 9,60", e.IVA, e.QuotaUtente)
	}
}

// An accesso entered in a month that was run without it is paid by the next run.
func TestAnAccessoOfAMonthThatWasRunIsPaidByTheNext(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-02-06", "RETTA", 100, 0))
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Pagamento 41,60", "2024-02 Pagamento 41,60")
}

// What changes after a run has looked is not lost with its confirmation, nor
// with its annulment.
func TestAChangeAfterTheCalculationWaitsForTheNextRun(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	liquida(t, m, "2024-01")
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, id))
	annullata := elabora(t, m, "2024-02", 200)
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, annullata, adesso) }))
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Conguaglio a credito 20,00", "2024-02 Pagamento 320,00")
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = importo`)) // touched, and as it was
	marzo := elabora(t, m, "2024-03", 200)
	uguali(t, differenze(t, m, marzo), "2024-03 Pagamento 320,00")
	riesce(t, scrivi(t, m, `INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo, dal, al)
		SELECT gen_random_uuid(), ente_id, intervento_id, 2, frequenza, 500, criterio_rateo, '2024-01-01', '2024-01-31' FROM regola_pagamento`))
	riesce(t, conferma(t, m, m.Contabile, marzo))
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")), "2024-01 Pagamento 5,00", "2024-04 Pagamento 320,00")
	var segni int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM mese_toccato`).Scan(&segni).Error)
	if segni != 0 {
		t.Errorf("%d marks are left", segni)
	}
}

// domain c.9, 5: a second run of the same is refused with its number, and by a
// constraint when it comes in the same moment; so is the same amount twice.
func TestTwoRunsOfTheSameAtOnceAreRefused(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	economico, struttura := m.Tipo[sigess.Economico], m.Tipo[sigess.Struttura]
	apri := func(tipi ...string) error {
		return m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Apri(tx, chi, uuid.NewString(), sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01"), Tipi: tipi}, adesso)
		})
	}
	riesce(t, apri(economico, struttura))
	rifiuta(t, apri(struttura, economico, struttura), models.Conflict)
	riesce(t, apri(economico))
	prima := elabora(t, m, "2024-01", 200)
	rifiuta(t, apri(), models.Conflict)
	for nome, q := range map[string]string{
		"elaborazione_in_corso": `INSERT INTO elaborazione (id, ente_id, anno, numero, dal, al, origine, stato)
			SELECT gen_random_uuid(), ente_id, anno, 99, dal, al, 'PIANIFICATA', 'IN_CALCOLO' FROM elaborazione WHERE id = ?`,
		"movimento_in_sospeso": `INSERT INTO movimento (id, ente_id, elaborazione_id, intervento_id, mese_competenza, voce, estremi, tipo, imponibile, aliquota_iva, iva, totale, beneficiario, dettaglio)
			SELECT gen_random_uuid(), m.ente_id, e.id, intervento_id, mese_competenza, voce, estremi, m.tipo, m.imponibile, aliquota_iva, m.iva, m.totale, beneficiario, dettaglio
			FROM movimento m JOIN elaborazione e ON e.stato = 'IN_CALCOLO' WHERE elaborazione_id = ? LIMIT 1`,
		"movimento_pagamento_check": `UPDATE movimento SET imponibile = -1, totale = -1 WHERE elaborazione_id = ?`,
	} {
		if err := scrivi(t, m, q, prima); models.Vincolo(err) != nome {
			t.Errorf("%s: %v", nome, err)
		}
	}
}

func mese(s string) periodo.Mese { return periodo.MustParseMese(s) }
