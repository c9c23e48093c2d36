package inbox_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
	"siss/models/periodo"
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

// conta counts a list and checks that it lists as many.
func conta(t *testing.T, m *dbtest.Mondo, operatore string, lista inbox.Lista) int {
	t.Helper()
	return len(elenca(t, m, operatore, inbox.Filtro{Lista: lista}))
}

// elenca lists all the tasks of a filter and checks that they are counted right.
func elenca(t *testing.T, m *dbtest.Mondo, operatore string, f inbox.Filtro) []inbox.Riga {
	t.Helper()
	chi, oggi := m.Chi(t, operatore), periodo.Di(adesso)
	righe, err := inbox.Elenca(m.DB, chi, f, oggi, models.Pagina{Limite: 1000})
	if err != nil {
		t.Fatal(err)
	}
	conti, err := inbox.Conta(m.DB, chi, f, nil, oggi)
	if err != nil {
		t.Fatal(err)
	}
	if conti.Totale() != len(righe) {
		t.Errorf("%+v: counted %d, listed %d", f, conti.Totale(), len(righe))
	}
	return righe
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
	if conta(t, m, m.Amministrativo, inbox.Miei) != 1 || conta(t, m, m.Amministrativo, inbox.Uffici) != 0 || conta(t, m, m.Collega, inbox.Uffici) != 1 {
		t.Error("the task is not in the list of who took it alone")
	}
	rilascia := func(chi string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return inbox.Rilascia(tx, id, chi.OperatoreID) })
	}
	rifiuta(t, rilascia(m.Collega), models.Conflict)
	if err := rilascia(m.Amministrativo); err != nil {
		t.Fatal(err)
	}
	if conta(t, m, m.Amministrativo, inbox.Miei) != 0 || conta(t, m, m.Collega, inbox.Uffici) != 1 {
		t.Error("a released task is not back in the office's list")
	}
}

func TestTasksAreSeenByTheirOfficeAndByWhoCoordinatesTheEnte(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := apri(t, m, inbox.ValutaDomanda, nil)
	for operatore, want := range map[string]int{m.Amministrativo: 1, m.Coordinatore: 1, m.Estraneo: 0, m.Contabile: 0} {
		if got := conta(t, m, operatore, inbox.Uffici); got != want {
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
	if got := conta(t, m, m.Collega, inbox.Miei); got != 0 {
		t.Errorf("who left sees %d tasks", got)
	}
	if a, err := inbox.AttesaDi(m.DB, m.Chi(t, m.Collega)); a.Compiti != 0 || err != nil {
		t.Errorf("who left counts %d tasks, error %v", a.Compiti, err)
	}
	_, err := inbox.Visibile(m.DB, m.Chi(t, m.Collega), id)
	rifiuta(t, err, models.NotFound)
}

// ANA-01, DOM-17: who has a task by mistake, or coordinates, gives it to another.
func TestATaskIsReassignedByWhoHasItOrCoordinates(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	riassegna := func(chi, id, nuovo, atto string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return inbox.Riassegna(tx, chi, id, nuovo, atto, adesso) })
	}
	id, visione := apri(t, m, inbox.ValutaDomanda, &m.Amministrativo), apri(t, m, inbox.PrendiVisione, &m.Amministrativo)
	rifiuta(t, riassegna(m.Collega, id, m.Collega, "a0"), models.Forbidden)
	rifiuta(t, riassegna(m.Amministrativo, visione, m.Collega, "a0"), models.Conflict)
	rifiuta(t, riassegna(m.Amministrativo, id, m.Estraneo, "a0"), models.Invalid)
	rifiuta(t, riassegna(m.Amministrativo, id, uuid.NewString(), "a0"), models.Invalid)
	rifiuta(t, riassegna(m.Coordinatore, apri(t, m, inbox.ConfermaElaborazione, nil), m.Collega, "a0"), models.Invalid)
	for range 2 { // a repeated activity
		if err := riassegna(m.Amministrativo, id, m.Collega, "a1"); err != nil {
			t.Fatal(err)
		}
	}
	if got := elenca(t, m, m.Collega, inbox.Filtro{Lista: inbox.Miei}); len(got) != 1 || got[0].ID != id || got[0].PresoIl != nil {
		t.Errorf("tasks of who received it: %+v", got)
	}
	if err := riassegna(m.Coordinatore, id, m.Contabile, "a2"); err != nil { // the district's operatori work for its comuni
		t.Fatal(err)
	}
	if err := riassegna(m.Amministrativo, id, m.Collega, "a1"); err != nil { // long after: it was done
		t.Fatal(err)
	}
	if got := elenca(t, m, m.Contabile, inbox.Filtro{Lista: inbox.Miei}); len(got) != 1 {
		t.Errorf("the coordinator's choice did not stay: %+v", got)
	}
	for operatore, want := range map[string][]inbox.Avviso{m.Collega: {inbox.CompitoTolto, inbox.CompitoAssegnato}, m.Contabile: {inbox.CompitoAssegnato},
		m.Amministrativo: nil, m.Coordinatore: nil} {
		if diff := cmp.Diff(want, avvisi(t, m, operatore)); diff != "" {
			t.Errorf("notifications (-want +got):\n%s", diff)
		}
	}
}

// avvisi are the kinds of the notifications of an operatore, the latest first.
func avvisi(t *testing.T, m *dbtest.Mondo, operatore string) []inbox.Avviso {
	t.Helper()
	elenco, err := inbox.Notifiche(m.DB, m.Chi(t, operatore), inbox.FiltroNotifiche{}, models.Pagina{Limite: 100})
	if err != nil {
		t.Fatal(err)
	}
	var out []inbox.Avviso
	for _, n := range elenco.Elementi {
		out = append(out, n.Tipo)
	}
	return out
}

func TestATaskOfAClosedOfficeIsStillReassigned(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := apri(t, m, inbox.ValutaDomanda, nil)
	if err := m.Fai(t, m.Coordinatore, func(tx *gorm.DB, chi models.Chi) error {
		if err := tx.Exec(`UPDATE uo SET al = ? WHERE id = ?`, periodo.Di(adesso).Piu(-1), m.UO).Error; err != nil {
			return err
		}
		return inbox.Riassegna(tx, chi, id, m.Coordinatore, "a", adesso)
	}); err != nil {
		t.Fatal(err)
	}
	if got := conta(t, m, m.Coordinatore, inbox.Miei); got != 1 {
		t.Errorf("%d tasks after taking one for oneself", got)
	}
}
