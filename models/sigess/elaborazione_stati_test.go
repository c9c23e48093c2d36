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

// contabile is an act of the responsabile contabile.
func contabile(t *testing.T, m *dbtest.Mondo, fai func(tx *gorm.DB, chi models.Chi) error) error {
	t.Helper()
	return m.Fai(t, m.Contabile, fai)
}

func stato(t *testing.T, m *dbtest.Mondo, id string) sigess.Stato {
	t.Helper()
	e, err := sigess.ElaborazioneDi(m.DB, id)
	riesce(t, err)
	return e.Stato
}

// domain b.11: confirmed, sent, paid in part, paid; and nothing backwards.
func TestAConfirmedRunIsSentAndPaid(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	id := liquida(t, m, "2024-01")
	trasmetti := func() error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error { return sigess.Trasmetti(tx, chi, id, adesso) })
	}
	paga := func(esito sigess.Stato) error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Paga(tx, chi, id, sigess.ModuloPagamento{Esito: esito, Data: periodo.MustParse("2024-02-10"), Nota: "un bonifico respinto"})
		})
	}
	rifiuta(t, trasmetti(), models.Conflict) // without its list
	riesce(t, contabile(t, m, func(tx *gorm.DB, _ models.Chi) error {
		return sigess.Allega(tx, id, uuid.NewString(), "e.xlsx", "x", []byte("x"))
	}))
	rifiuta(t, paga(sigess.Pagata), models.Conflict)
	riesce(t, trasmetti())
	rifiuta(t, trasmetti(), models.Conflict)
	for _, esito := range []sigess.Stato{sigess.PagataParziale, sigess.PagataParziale, sigess.Pagata} {
		riesce(t, paga(esito))
		if got := stato(t, m, id); got != esito {
			t.Errorf("state = %s, want %s", got, esito)
		}
	}
	rifiuta(t, paga(sigess.PagataParziale), models.Conflict)
	rifiuta(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Storna(tx, chi, id, uuid.NewString(), sigess.ModuloStorno{Motivo: "x"}, adesso)
	}), models.Conflict)
	for _, q := range []string{`UPDATE elaborazione SET stato = 'DEFINITIVA'`, `UPDATE elaborazione SET totale = 0`, `UPDATE movimento SET totale = 0`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("a paid run let through: %s", q)
		}
	}
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")))
}

// domain b.11 and c.3: a storno is a run of opposite lines; the sum of all runs
// is what is due, and the months are due again.
func TestARunIsTakenBackByAnotherAndItsMonthsAreDueAgain(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	sbagliata, storno := liquida(t, m, "2024-01"), uuid.NewString()
	storna := func(id, nuova string) error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Storna(tx, chi, id, nuova, sigess.ModuloStorno{Motivo: "capitolo errato"}, adesso)
		})
	}
	riesce(t, storna(sbagliata, storno))
	rifiuta(t, storna(sbagliata, uuid.NewString()), models.Conflict)
	rifiuta(t, storna(storno, uuid.NewString()), models.Conflict)
	uguali(t, differenze(t, m, sbagliata), "2024-01 Pagamento 300,00")
	uguali(t, differenze(t, m, storno), "2024-01 Storno -300,00")
	righe, err := sigess.MovimentiDopo(m.DB, storno, 0, 10)
	riesce(t, err)
	if perche, err := righe[0].Spiegazione(); err != nil || perche != "storno: dell'elaborazione 2024/1 = -300,00" {
		t.Errorf("explanation of a line of the storno: %q (%v)", perche, err)
	}
	e, err := sigess.DettaglioElaborazioneDi(m.DB, m.Chi(t, m.Contabile), storno)
	riesce(t, err)
	if e.Stato != sigess.Definitiva || e.Totale != -30000 || e.Nota != "capitolo errato" || e.StornoDi == nil || *e.StornoDi != sbagliata || stato(t, m, sbagliata) != sigess.Stornata {
		t.Errorf("storno = %+v", e)
	}
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Pagamento 300,00", "2024-02 Pagamento 300,00")
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")))
}

func TestAStornoClosesItsRecuperiUnlessMoneyCameIn(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run := conDebito(t, m)
	riesce(t, conferma(t, m, m.Contabile, run))
	_, ids := recuperi(t, m)
	incassa := func(importo string) error {
		return scrivi(t, m, `UPDATE recupero SET recuperato = ? WHERE id = ?`, importo, ids[0])
	}
	storna := func() error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Storna(tx, chi, run, uuid.NewString(), sigess.ModuloStorno{Motivo: "x"}, adesso)
		})
	}
	riesce(t, incassa("100"))
	rifiuta(t, storna(), models.Conflict)
	riesce(t, incassa("0"))
	riesce(t, storna())
	got, _ := recuperi(t, m)
	uguali(t, got, "ROSSI MARIO (11/07/1986) 26,45 0,00 INESIGIBILE")
}

// domain c.9, 3: the lines of a provisional run are replaced; with the same data
// they are the same.
func TestAProvisionalRunIsComputedAgain(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elabora(t, m, "2024-01", 200)
	ancora := func() []string {
		t.Helper()
		riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			if err := sigess.Rielabora(tx, chi, run, adesso); err != nil {
				return err
			}
			if _, err := sigess.CalcolaPagina(tx, run, sigess.PaginaCalcolo{}, 200); err != nil {
				return err
			}
			return sigess.Quadra(tx, run, adesso)
		}))
		return differenze(t, m, run)
	}
	prima := righe(t, m, run)
	uguali(t, ancora(), "2024-01 Pagamento 300,00")
	if diff := cmp.Diff(prima, righe(t, m, run)); diff != "" {
		t.Errorf("computed again from the same data (-before +after):\n%s", diff)
	}
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, id))
	uguali(t, ancora(), "2024-01 Pagamento 320,00")
	var aperti int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM compito WHERE chiuso_il IS NULL AND tipo = 'CONFERMA_ELABORAZIONE'`).Scan(&aperti).Error)
	if aperti != 1 {
		t.Errorf("%d open tasks to confirm, want one", aperti)
	}
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.Rielabora(tx, chi, run, adesso) }), models.NotFound)
	riesce(t, conferma(t, m, m.Contabile, run))
	rifiuta(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error { return sigess.Rielabora(tx, chi, run, adesso) }), models.Conflict)
}

// domain c.9, 19: a simulation says what would be paid and holds nothing.
func TestASimulationHoldsNothing(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	prova := sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01"), Simulazione: true}
	for range 2 {
		id := elaboraPeriodo(t, m, prova, 1)
		uguali(t, differenze(t, m, id), "2024-01 Pagamento 41,60")
		rifiuta(t, conferma(t, m, m.Contabile, id), models.Conflict)
	}
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 83,20")
	var conti string
	riesce(t, m.DB.Raw(`SELECT (SELECT count(*) FROM mese_toccato) || ' ' || (SELECT count(*) FROM compito WHERE chiuso_il IS NULL)`).Scan(&conti).Error)
	if want := "0 0"; conti != want {
		t.Errorf("marks and open tasks = %s, want %s", conti, want)
	}
}

// domain c.9, 5: in the same moment neither sees the other, and the constraint
// of the table refuses the second in words.
func TestOfTwoRunsOpenedInTheSameMomentTheSecondIsRefusedInWords(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	apri := func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Apri(tx, chi, uuid.NewString(), sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01")}, adesso)
	}
	seconda := make(chan error, 1)
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		if err := apri(tx, chi); err != nil {
			return err
		}
		go func() { seconda <- m.Fai(t, m.Contabile, apri) }()
		for ferme := 0; ferme == 0 && t.Context().Err() == nil; { // until the other waits for this one
			if err := m.DB.Raw(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&ferme).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	err := <-seconda
	rifiuta(t, err, models.Conflict)
	if want := "un'altra elaborazione dello stesso periodo e degli stessi tipi è stata avviata in questo momento: aspettarla"; err.Error() != want {
		t.Errorf("refusal = %q, want %q", err, want)
	}
}
