package inbox_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
)

var adesso = time.Date(2024, 1, 10, 9, 30, 0, 0, time.UTC)

// apri opens a task of the office, of a tipo, for an operatore or nobody.
func apri(t *testing.T, m *dbtest.Mondo, tipo inbox.Tipo, operatore *string) string {
	t.Helper()
	oggetto := uuid.NewString()
	var id string
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		c := inbox.Compito{Chiave: "domanda/" + oggetto + "/x", EnteID: m.Comune, UOID: m.UO, OperatoreID: operatore, Tipo: tipo,
			Oggetto: "domanda", OggettoID: oggetto, WorkflowID: "domanda/" + oggetto, Titolo: "Valutare la domanda 2024/1", SoggettoID: &m.Soggetto, Creato: adesso}
		for range 2 { // a repeated activity opens one task
			if err := inbox.Apri(tx, c); err != nil {
				return err
			}
		}
		return tx.Raw(`SELECT id FROM compito WHERE oggetto_id = ?`, oggetto).Scan(&id).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func conta(t *testing.T, m *dbtest.Mondo, operatore string, miei bool) int {
	t.Helper()
	elenco, err := inbox.Elenca(m.DB, m.Chi(t, operatore), inbox.Filtro{Miei: miei}, models.Pagina{Limite: 10})
	if err != nil {
		t.Fatal(err)
	}
	if elenco.Totale != len(elenco.Elementi) {
		t.Errorf("count %d, list %d", elenco.Totale, len(elenco.Elementi))
	}
	return elenco.Totale
}

func rifiuta(t *testing.T, err error, kind models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != kind {
		t.Errorf("kind of %v = %q, want %q", err, got, kind)
	}
}

func TestATaskOfAnOfficeIsTakenByOneAndReleased(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := apri(t, m, inbox.ValutaDomanda, nil)
	prendi := func(chi string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return inbox.Prendi(tx, id, chi.OperatoreID, adesso) })
	}
	if err := prendi(m.Amministrativo); err != nil {
		t.Fatal(err)
	}
	if err := prendi(m.Amministrativo); err != nil {
		t.Errorf("taking one's own again: %v", err)
	}
	rifiuta(t, prendi(m.Collega), models.Conflict)
	if conta(t, m, m.Amministrativo, true) != 1 || conta(t, m, m.Amministrativo, false) != 0 || conta(t, m, m.Collega, false) != 1 {
		t.Error("the task is not in the list of who took it alone")
	}
	rilascia := func(chi string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return inbox.Rilascia(tx, id, chi.OperatoreID) })
	}
	rifiuta(t, rilascia(m.Collega), models.Conflict)
	if err := rilascia(m.Amministrativo); err != nil {
		t.Fatal(err)
	}
	if conta(t, m, m.Amministrativo, true) != 0 || conta(t, m, m.Collega, false) != 1 {
		t.Error("a released task is not back in the office's list")
	}
}

func TestTasksAreSeenByTheirOfficeAndByWhoCoordinatesTheEnte(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := apri(t, m, inbox.ValutaDomanda, nil)
	for operatore, want := range map[string]int{m.Amministrativo: 1, m.Coordinatore: 1, m.Estraneo: 0, m.Contabile: 0} {
		if got := conta(t, m, operatore, false); got != want {
			t.Errorf("operatore sees %d tasks, want %d", got, want)
		}
	}
	_, err := inbox.Visibile(m.DB, m.Chi(t, m.Estraneo), id)
	rifiuta(t, err, models.NotFound)
}

func TestOnlyANoticeIsCompletedByHandAndByWhomItIsFor(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	completa := func(id, chi string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return inbox.Completa(tx, id, chi.OperatoreID, adesso) })
	}
	rifiuta(t, completa(apri(t, m, inbox.ValutaDomanda, &m.Collega), m.Collega), models.Conflict)
	avviso := apri(t, m, inbox.PrendiVisione, &m.Collega)
	rifiuta(t, completa(avviso, m.Amministrativo), models.Forbidden)
	if err := completa(avviso, m.Collega); err != nil {
		t.Fatal(err)
	}
	rifiuta(t, completa(avviso, m.Collega), models.Conflict)
}

func TestATaskIsNotSeenByWhoLeftItsEnte(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := apri(t, m, inbox.PrendiVisione, &m.Collega)
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE abilitazione SET ente_id = ?, uo_id = ? WHERE operatore_id = ?`, m.Altrove, m.UOAltrove, m.Collega).Error
	}); err != nil {
		t.Fatal(err)
	}
	if got := conta(t, m, m.Collega, true); got != 0 {
		t.Errorf("who left sees %d tasks", got)
	}
	if n, err := inbox.Miei(m.DB, m.Chi(t, m.Collega)); n != 0 || err != nil {
		t.Errorf("who left counts %d tasks, error %v", n, err)
	}
	_, err := inbox.Visibile(m.DB, m.Chi(t, m.Collega), id)
	rifiuta(t, err, models.NotFound)
}
