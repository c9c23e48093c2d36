package sigess_test

import (
	"fmt"
	"testing"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// sblocchi are the open tasks to mend a payment: of which run and intervento.
func sblocchi(t *testing.T, m *dbtest.Mondo) []string {
	t.Helper()
	out := []string{}
	riesce(t, m.DB.Raw(`SELECT c.titolo || ' ' || (SELECT e.numero FROM elaborazione e WHERE c.workflow_id = 'elaborazione/' || e.id) || ' ' || u.codice
		FROM compito c JOIN uo u ON u.id = c.uo_id WHERE c.tipo = 'SBLOCCA_PAGAMENTO' AND c.chiuso_il IS NULL ORDER BY 1`).Scan(&out).Error)
	return out
}

// domain c.9, 11 and b.11: a line that cannot be paid is said, its office is
// asked to mend it, the rest goes on, and a later run pays it.
func TestALineWithoutAnIBANIsBlockedAndPaidOnceMended(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	senza := attiva(t, m, m.Economico("2024-01-01", 30000))
	attiva(t, m, m.Economico("2024-01-01", 10000))
	riesce(t, scrivi(t, m, `UPDATE modalita_pagamento SET iban = 'IT60X0542811101000000123457' WHERE intervento_id = ?`, senza))
	gennaio := elabora(t, m, "2024-01", 200)
	uguali(t, differenze(t, m, gennaio), "2024-01 Pagamento 100,00")
	uguali(t, anomalie(t, m, gennaio, sigess.FiltroAnomalie{}), "2024/1 IBAN_NON_VALIDO 2024-01  ")
	conteggi, err := sigess.ContaAnomalie(m.DB, m.Chi(t, m.Contabile), gennaio)
	riesce(t, err)
	if conteggi[0].Importo != 30000 {
		t.Errorf("blocked %s, want 300,00", conteggi[0].Importo)
	}
	uguali(t, sblocchi(t, m), "Sbloccare il pagamento dell'intervento 2024/1 1 SIGESS_COM1")
	riesce(t, conferma(t, m, m.Contabile, gennaio))
	febbraio := liquida(t, m, "2024-02")
	uguali(t, differenze(t, m, febbraio), "2024-02 Pagamento 100,00")
	uguali(t, anomalie(t, m, febbraio, sigess.FiltroAnomalie{}), "2024/1 IBAN_NON_VALIDO 2024-01  ", "2024/1 IBAN_NON_VALIDO 2024-02  ")
	uguali(t, sblocchi(t, m), "Sbloccare il pagamento dell'intervento 2024/1 2 SIGESS_COM1") // one, of the latest run
	riesce(t, scrivi(t, m, `UPDATE modalita_pagamento SET iban = 'IT60X0542811101000000123456' WHERE intervento_id = ?`, senza))
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-01 Pagamento 300,00", "2024-02 Pagamento 300,00", "2024-03 Pagamento 300,00", "2024-03 Pagamento 100,00")
	uguali(t, sblocchi(t, m))
	elenco, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), gennaio)
	riesce(t, err)
	if len(elenco) != 1 || elenco[0].LiquidataCon == "" {
		t.Errorf("the anomalia does not say that it was paid: %+v", elenco)
	}
}

func TestNobodyIsPaidForAMonthAfterDeathNorBlockedInCash(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	modulo := m.Economico("2024-01-01", 30000)
	modulo.Modalita.Metodo, modulo.Modalita.IBAN, modulo.Modalita.Intestatario = "CASSA", "", ""
	attiva(t, m, modulo)
	riesce(t, scrivi(t, m, `UPDATE soggetto SET data_decesso = '2024-01-20'`))
	id := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01"), Al: mese("2024-02")}, 200)
	uguali(t, differenze(t, m, id), "2024-01 Pagamento 300,00")
	uguali(t, anomalie(t, m, id, sigess.FiltroAnomalie{}), "2024/1 BENEFICIARIO_DECEDUTO 2024-02  ")
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, id, adesso) }))
	uguali(t, sblocchi(t, m))
	if got := fmt.Sprint(anomalie(t, m, id, sigess.FiltroAnomalie{})); got != "[]" {
		t.Errorf("anomalies of the annulled run = %s", got)
	}
}
