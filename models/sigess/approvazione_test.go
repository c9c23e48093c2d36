package sigess_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// confermaVista approves the lines with an impronta.
func confermaVista(t *testing.T, m *dbtest.Mondo, id, impronta string) error {
	t.Helper()
	return m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Conferma(tx, chi, id, sigess.ModuloConferma{Impronta: impronta}, adesso)
	})
}

func impronta(t *testing.T, m *dbtest.Mondo, id string) string {
	t.Helper()
	i, err := sigess.Impronta(m.DB, id)
	riesce(t, err)
	return i
}

// rielabora computes a provisional run again.
func rielabora(t *testing.T, m *dbtest.Mondo, id string) {
	t.Helper()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Rielabora(tx, chi, id, adesso); err != nil {
			return err
		}
		if _, err := sigess.CalcolaPagina(tx, id, sigess.PaginaCalcolo{}, 200); err != nil {
			return err
		}
		return sigess.Quadra(tx, id, adesso)
	}))
}

// A tariff, a rule or an account that changed since the calculation refuses the
// approval and is named; computed again, the lines are others than those seen.
func TestAnApprovalIsOfTheLinesThatWereSeen(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	economico, prestazioni := attiva(t, m, m.Economico("2024-01-01", 30000)), attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "ASS_DOM", 0, 990))
	run := elabora(t, m, "2024-01", 200)
	vista := impronta(t, m, run)
	for nome, c := range map[string]struct{ cambia, rimetti, detto string }{
		"a tariff":   {`UPDATE voce_tariffario SET tariffa = 223500 WHERE prestazione = 'ASS_DOM'`, `UPDATE voce_tariffario SET tariffa = 216900 WHERE prestazione = 'ASS_DOM'`, "intervento 2024/2 di gennaio 2024"},
		"a rule":     {`UPDATE regola_pagamento SET importo = 32000`, `UPDATE regola_pagamento SET importo = 30000`, "intervento 2024/1 di gennaio 2024"},
		"an account": {`UPDATE modalita_pagamento SET iban = NULL, metodo = 'CASSA'`, `UPDATE modalita_pagamento SET iban = 'IT60X0542811101000000123456', metodo = 'BONIFICO'`, "intervento 2024/1 di gennaio 2024"},
	} {
		riesce(t, scrivi(t, m, c.cambia))
		err := confermaVista(t, m, run, vista)
		rifiuta(t, err, models.Conflict)
		if err != nil && (!strings.Contains(err.Error(), c.detto) || strings.Count(err.Error(), "intervento") != 1) {
			t.Errorf("%s: %v, want it to name %s alone", nome, err, c.detto)
		}
		riesce(t, scrivi(t, m, c.rimetti))
	}
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, economico))
	rielabora(t, m, run)
	rifiuta(t, confermaVista(t, m, run, vista), models.Conflict)
	riesce(t, confermaVista(t, m, run, impronta(t, m, run)))
}

// Where the ente wants it, who prepared a run, or changed what it is made of
// since the last confirmation, does not confirm it.
func TestFourEyesConfirmARun(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elabora(t, m, "2024-01", 200) // by who is to confirm it
	riesce(t, scrivi(t, m, `UPDATE ente SET quattro_occhi = true WHERE id = ?`, m.Distretto))
	rifiuta(t, conferma(t, m, m.Contabile, run), models.Forbidden)
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, run, adesso) }))
	automatica := func(quando string) string {
		id := uuid.NewString()
		riesce(t, models.Atto(t.Context(), m.DB, models.Sistema(m.Distretto), "prova", func(tx *gorm.DB) error {
			if err := sigess.Apri(tx, models.Sistema(m.Distretto), id, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese(quando)}, adesso); err != nil {
				return err
			}
			if _, err := sigess.CalcolaPagina(tx, id, sigess.PaginaCalcolo{}, 200); err != nil {
				return err
			}
			return sigess.Quadra(tx, id, adesso)
		}))
		return id
	}
	riesce(t, conferma(t, m, m.Contabile, automatica("2024-01")))
	riesce(t, scrivi(t, m, `UPDATE elaborazione SET documento_id = documento_id`)) // no fact of the lines
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000`))
	febbraio := automatica("2024-02")
	rifiuta(t, conferma(t, m, m.Contabile, febbraio), models.Forbidden)
	riesce(t, scrivi(t, m, `UPDATE ente SET quattro_occhi = false WHERE id = ?`, m.Distretto))
	riesce(t, conferma(t, m, m.Contabile, febbraio))
}

func TestARuoloConfirmsUpToItsAmount(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elabora(t, m, "2024-01", 200)
	soglia := func(ruolo, fino string) {
		riesce(t, scrivi(t, m, `INSERT INTO soglia_conferma (id, ente_id, ruolo, fino_a) VALUES (?, ?, ?, nullif(?, '')::bigint)
			ON CONFLICT (ente_id, ruolo) DO UPDATE SET fino_a = excluded.fino_a`, uuid.NewString(), m.Distretto, ruolo, fino))
	}
	soglia("RESPONSABILE_CONTABILE", "29999")
	rifiuta(t, conferma(t, m, m.Contabile, run), models.Forbidden)
	soglia("RESPONSABILE_CONTABILE", "30000")
	e, err := sigess.ElaborazioneDi(m.DB, run)
	riesce(t, err)
	riesce(t, sigess.Approva(m.DB, m.Chi(t, m.Contabile), e))
	soglia("RESPONSABILE_CONTABILE", "1")
	soglia("OPERATORE_AMMINISTRATIVO", "")
	riesce(t, conferma(t, m, m.Contabile, run))
}
