package sigess_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// avviata is a domanda in istruttoria from 3 January 2024: due on 2 February.
func avviata(t *testing.T, m *dbtest.Mondo) string {
	t.Helper()
	id := bozza(t, m, sigess.Economico)
	riesce(t, presenta(t, m, id))
	riesce(t, avvia(t, m, m.Amministrativo, id))
	return id
}

func chiedi(t *testing.T, m *dbtest.Mondo, chi, id, dal string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.RichiediIntegrazioni(tx, chi, id, uuid.NewString(), sigess.ModuloIntegrazioni{Dal: periodo.MustParse(dal), Motivo: "ISEE"}, adesso)
	})
}

func arrivano(t *testing.T, m *dbtest.Mondo, chi, id, al string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.RegistraIntegrazioni(tx, chi, id, sigess.ModuloArrivo{Al: periodo.MustParse(al), Risposta: "ISEE"}, adesso)
	})
}

func passano(t *testing.T, m *dbtest.Mondo, id string, quando time.Time) {
	t.Helper()
	riesce(t, models.Atto(t.Context(), m.DB, models.Sistema(), "riprendi-termini", func(tx *gorm.DB) error {
		return sigess.RiprendiTermini(tx, id, quando)
	}))
}

// sta checks where a domanda stands, until when, and which tasks are open.
func sta(t *testing.T, m *dbtest.Mondo, id string, stato sigess.Stato, scade string, compiti ...string) {
	t.Helper()
	d := domanda(t, m, id)
	if d.Stato != stato || d.ScadenzaIl.String() != scade {
		t.Errorf("domanda %s due on %s, want %s on %s", d.Stato, d.ScadenzaIl, stato, scade)
	}
	if got := compitiAperti(t, m, id); !slices.Equal(got, compiti) {
		t.Errorf("open tasks = %v, want %v", got, compiti)
	}
}

// L. 241/1990 art. 2 c. 7: once, until the papers come.
func TestPapersAskedForSuspendTheTermOnceUntilTheyArrive(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	riesce(t, chiedi(t, m, m.Coordinatore, id, "2024-01-10"))
	sta(t, m, id, sigess.Sospesa, "2024-03-03", "ATTENDI_INTEGRAZIONI")
	var scade periodo.Data
	riesce(t, m.DB.Raw(`SELECT scade FROM compito WHERE oggetto_id = ? AND tipo = 'ATTENDI_INTEGRAZIONI'`, id).Scan(&scade).Error)
	if scade.String() != "2024-02-09" {
		t.Errorf("the papers are awaited until %s, want 2024-02-09", scade)
	}
	rifiuta(t, decidi(t, m, m.Coordinatore, id, 0, sigess.Accettata), models.Conflict)
	rifiuta(t, chiedi(t, m, m.Coordinatore, id, "2024-01-10"), models.Conflict)
	rifiuta(t, arrivano(t, m, m.Amministrativo, id, "2024-01-09"), models.Invalid)
	riesce(t, arrivano(t, m, m.Amministrativo, id, "2024-01-25"))
	sta(t, m, id, sigess.InIstruttoria, "2024-02-17", "VALUTA_DOMANDA")
	rifiuta(t, arrivano(t, m, m.Amministrativo, id, "2024-01-26"), models.Conflict)
	rifiuta(t, chiedi(t, m, m.Coordinatore, id, "2024-01-26"), models.Conflict)
	riesce(t, decidi(t, m, m.Amministrativo, id, 0, sigess.Accettata))
	rifiuta(t, arrivano(t, m, m.Amministrativo, id, "2024-01-26"), models.Conflict)
}

// No silent acceptance: when the days are over the domanda is where it was.
func TestTheTermRunsAgainAfterThirtyDaysAndNothingIsDecided(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	riesce(t, chiedi(t, m, m.Coordinatore, id, "2024-01-10"))
	ultimo := time.Date(2024, 2, 9, 22, 59, 0, 0, time.UTC) // 23:59 in Rome
	passano(t, m, id, ultimo)
	sta(t, m, id, sigess.Sospesa, "2024-03-03", "ATTENDI_INTEGRAZIONI")
	for range 2 { // a repeated activity changes nothing
		passano(t, m, id, ultimo.Add(time.Minute))
		sta(t, m, id, sigess.InIstruttoria, "2024-03-03", "VALUTA_DOMANDA")
	}
	// Papers that had come in time but are recorded late make the term shorter.
	riesce(t, arrivano(t, m, m.Amministrativo, id, "2024-01-25"))
	sta(t, m, id, sigess.InIstruttoria, "2024-02-17", "VALUTA_DOMANDA")
}

func TestPapersAreAskedForByTheResponsabileAndInTime(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	rifiuta(t, chiedi(t, m, m.Amministrativo, id, "2024-01-10"), models.Forbidden)
	rifiuta(t, chiedi(t, m, m.Estraneo, id, "2024-01-10"), models.NotFound)
	rifiuta(t, chiedi(t, m, m.Coordinatore, id, "2024-01-02"), models.Invalid)
	rifiuta(t, chiedi(t, m, m.Coordinatore, id, "2024-02-03"), models.Invalid)
	rifiuta(t, arrivano(t, m, m.Amministrativo, id, "2024-01-10"), models.Conflict)
	sta(t, m, id, sigess.InIstruttoria, "2024-02-02", "VALUTA_DOMANDA")
	nuova := bozza(t, m, sigess.Economico)
	riesce(t, presenta(t, m, nuova))
	rifiuta(t, chiedi(t, m, m.Coordinatore, nuova, "2024-01-10"), models.Conflict)
}

// What was asked and what arrived is never written over.
func TestAPauseIsOnlyCompleted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	riesce(t, chiedi(t, m, m.Coordinatore, id, "2024-01-10"))
	fai := func(query string) error {
		return m.Fai(t, m.Coordinatore, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(query, id).Error })
	}
	if fai(`UPDATE pausa SET motivo = 'altro' WHERE domanda_id = ?`) == nil || fai(`DELETE FROM pausa WHERE domanda_id = ?`) == nil {
		t.Error("what was asked can be changed")
	}
	riesce(t, arrivano(t, m, m.Coordinatore, id, "2024-01-25"))
	if fai(`UPDATE pausa SET al = '2024-01-26' WHERE domanda_id = ?`) == nil {
		t.Error("what arrived can be changed")
	}
}

func preavvisa(t *testing.T, m *dbtest.Mondo, chi, id, dal string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.PreavvisaRigetto(tx, chi, id, uuid.NewString(), sigess.ModuloPreavviso{Dal: periodo.MustParse(dal), Motivo: "reddito"}, adesso)
	})
}

func osserva(t *testing.T, m *dbtest.Mondo, chi, id, al string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.RegistraOsservazioni(tx, chi, id, sigess.ModuloArrivo{Al: periodo.MustParse(al)}, adesso)
	})
}

// L. 241/1990 art. 10-bis: ten days to answer, and ten more after the answer.
func TestAPreavvisoSuspendsTheTermUntilTenDaysAfterItsAnswer(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	rifiuta(t, preavvisa(t, m, m.Amministrativo, id, "2024-01-10"), models.Forbidden)
	rifiuta(t, osserva(t, m, m.Amministrativo, id, "2024-01-12"), models.Conflict)
	riesce(t, preavvisa(t, m, m.Coordinatore, id, "2024-01-10"))
	sta(t, m, id, sigess.InPreavviso, "2024-02-12", "ATTENDI_OSSERVAZIONI")
	rifiuta(t, decidi(t, m, m.Coordinatore, id, 0, sigess.Respinta), models.Conflict)
	rifiuta(t, chiedi(t, m, m.Coordinatore, id, "2024-01-11"), models.Conflict)
	rifiuta(t, osserva(t, m, m.Amministrativo, id, "2024-01-09"), models.Invalid)
	riesce(t, osserva(t, m, m.Amministrativo, id, "2024-01-15"))
	sta(t, m, id, sigess.InIstruttoria, "2024-02-17", "VALUTA_DOMANDA")
	rifiuta(t, osserva(t, m, m.Amministrativo, id, "2024-01-16"), models.Conflict)
	rifiuta(t, preavvisa(t, m, m.Coordinatore, id, "2024-02-01"), models.Conflict)
	riesce(t, decidi(t, m, m.Amministrativo, id, 0, sigess.Respinta))
}

func TestTheTermRunsAgainWhenAPreavvisoIsNotAnswered(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	riesce(t, preavvisa(t, m, m.Coordinatore, id, "2024-01-10"))
	ultimo := time.Date(2024, 1, 20, 22, 59, 0, 0, time.UTC) // 23:59 in Rome
	passano(t, m, id, ultimo)
	sta(t, m, id, sigess.InPreavviso, "2024-02-12", "ATTENDI_OSSERVAZIONI")
	passano(t, m, id, ultimo.Add(time.Minute))
	sta(t, m, id, sigess.InIstruttoria, "2024-02-12", "VALUTA_DOMANDA")
	// An answer that is late is recorded, and does not move the clock.
	riesce(t, osserva(t, m, m.Amministrativo, id, "2024-01-21"))
	sta(t, m, id, sigess.InIstruttoria, "2024-02-12", "VALUTA_DOMANDA")
}

// Papers first, then a preavviso; papers that come meanwhile do not end it.
func TestAPauseDoesNotEndTheOther(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := avviata(t, m)
	riesce(t, chiedi(t, m, m.Coordinatore, id, "2024-01-10"))
	passano(t, m, id, time.Date(2024, 2, 10, 0, 0, 0, 0, time.UTC))
	rifiuta(t, preavvisa(t, m, m.Coordinatore, id, "2024-02-08"), models.Invalid) // while the papers were awaited
	riesce(t, preavvisa(t, m, m.Coordinatore, id, "2024-02-12"))
	sta(t, m, id, sigess.InPreavviso, "2024-03-13", "ATTENDI_OSSERVAZIONI")
	riesce(t, arrivano(t, m, m.Amministrativo, id, "2024-02-13"))
	sta(t, m, id, sigess.InPreavviso, "2024-03-13", "ATTENDI_OSSERVAZIONI")
	passano(t, m, id, time.Date(2024, 2, 23, 0, 0, 0, 0, time.UTC))
	sta(t, m, id, sigess.InIstruttoria, "2024-03-13", "VALUTA_DOMANDA")
}
