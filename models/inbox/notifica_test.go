package inbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
)

// scrivi writes a notification to an operatore by another, twice as after a
// crash, and returns its id.
func scrivi(t *testing.T, m *dbtest.Mondo, da, a string, tipo inbox.Avviso) string {
	t.Helper()
	n := inbox.Notifica{Chiave: uuid.NewString(), OperatoreID: a, EnteID: m.Comune, Tipo: tipo, Testo: "Domanda 2024/1 assegnata",
		Oggetto: "domanda", OggettoID: uuid.NewString(), SoggettoID: &m.Soggetto}
	var id string
	for range 2 {
		if err := m.Fai(t, da, func(tx *gorm.DB, _ models.Chi) error {
			if err := inbox.Avvisa(tx, n); err != nil {
				return err
			}
			return tx.Raw(`SELECT id FROM notifica WHERE chiave = ?`, n.Chiave).Scan(&id).Error
		}); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

func nonLette(t *testing.T, m *dbtest.Mondo, operatore string) int {
	t.Helper()
	a, err := inbox.AttesaDi(m.DB, m.Chi(t, operatore))
	if err != nil {
		t.Fatal(err)
	}
	righe, err := inbox.NonLette(m.DB, m.Chi(t, operatore), 100)
	if err != nil || len(righe) != a.NonLette {
		t.Errorf("counted %d to read, listed %d (error %v)", a.NonLette, len(righe), err)
	}
	return a.NonLette
}

func TestANotificationIsReadByWhomItIsFor(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	if id := scrivi(t, m, m.Collega, m.Collega, inbox.DomandaAssegnata); id != "" {
		t.Error("an operatore is told what he did himself")
	}
	una, altra := scrivi(t, m, m.Amministrativo, m.Collega, inbox.DomandaAssegnata), scrivi(t, m, m.Coordinatore, m.Collega, inbox.DomandaEsito)
	leggi := func(chi, id string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			_, err := inbox.Leggi(tx, chi, id, adesso)
			return err
		})
	}
	rifiuta(t, leggi(m.Amministrativo, una), models.NotFound)
	if n := nonLette(t, m, m.Collega); n != 2 {
		t.Errorf("%d to read, want 2", n)
	}
	for range 2 {
		if err := leggi(m.Collega, altra); err != nil {
			t.Fatal(err)
		}
	}
	elenco, err := inbox.Notifiche(m.DB, m.Chi(t, m.Collega), inbox.FiltroNotifiche{}, models.Pagina{Limite: 10})
	if err != nil || elenco.Totale != 2 {
		t.Fatal(elenco.Totale, err)
	}
	if n := elenco.Elementi[0]; n.ID != una || n.Autore != "D'Arco Giovanna" || n.Nominativo() != "ROSSI MARIO (11/07/1986)" || n.LettaIl != nil {
		t.Errorf("first is %+v, want what is not read", n)
	}
	for f, want := range map[inbox.FiltroNotifiche]int{{Stato: inbox.DaLeggere}: 1, {Stato: inbox.Lette}: 1, {Tipo: inbox.DomandaEsito}: 1,
		{Stato: inbox.DaLeggere, Tipo: inbox.DomandaEsito}: 0} {
		e, err := inbox.Notifiche(m.DB, m.Chi(t, m.Collega), f, models.Pagina{Limite: 10})
		if err != nil || e.Totale != want || len(e.Elementi) != want {
			t.Errorf("%+v lists %d of %d, want %d (error %v)", f, len(e.Elementi), e.Totale, want, err)
		}
	}
}

func TestAllNotificationsAreReadAtOnceUpToTheOneThatWasSeen(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	scrivi(t, m, m.Amministrativo, m.Collega, inbox.DomandaAssegnata)
	vista := scrivi(t, m, m.Amministrativo, m.Collega, inbox.DomandaAssegnata)
	scrivi(t, m, m.Amministrativo, m.Collega, inbox.DomandaAssegnata) // it came while he was reading
	scrivi(t, m, m.Collega, m.Amministrativo, inbox.DomandaEsito)
	var lette []int
	for _, ultima := range []string{vista, ""} {
		if err := m.Fai(t, m.Collega, func(tx *gorm.DB, chi models.Chi) error {
			n, err := inbox.LeggiTutte(tx, chi, ultima, adesso)
			lette = append(lette, n, nonLetteDentro(tx, chi))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int{2, 1, 1, 0}, lette); diff != "" {
		t.Errorf("read, left (-want +got):\n%s", diff)
	}
	if n := nonLette(t, m, m.Amministrativo); n != 1 {
		t.Errorf("a colleague's notification was read: %d left", n)
	}
}

func nonLetteDentro(tx *gorm.DB, chi models.Chi) int {
	a, err := inbox.AttesaDi(tx, chi)
	if err != nil {
		return -1
	}
	return a.NonLette
}

// Who takes note of a domanda that he received has read the notification too.
func TestTakingNoteOfADomandaReadsItsNotification(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := apri(t, m, inbox.PrendiVisione, &m.Collega)
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		c, err := inbox.Visibile(tx, m.Chi(t, m.Collega), id)
		if err != nil {
			return err
		}
		return inbox.Avvisa(tx, inbox.Notifica{Chiave: "a", OperatoreID: m.Collega, EnteID: m.Comune, Tipo: inbox.DomandaAssegnata, Testo: "x", Oggetto: "domanda", OggettoID: c.OggettoID})
	})
	if err != nil {
		t.Fatal(err)
	}
	prima := nonLette(t, m, m.Collega)
	if err := m.Fai(t, m.Collega, func(tx *gorm.DB, chi models.Chi) error { return inbox.Completa(tx, id, chi.OperatoreID, adesso) }); err != nil {
		t.Fatal(err)
	}
	if poi := nonLette(t, m, m.Collega); prima != 1 || poi != 0 {
		t.Errorf("%d to read before, %d after, want 1 and 0", prima, poi)
	}
}

func TestNotificationsOfAnEnteThatWasLeftAreNotSeen(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := scrivi(t, m, m.Amministrativo, m.Collega, inbox.DomandaAssegnata)
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE abilitazione SET ente_id = ?, uo_id = ? WHERE operatore_id = ?`, m.Altrove, m.UOAltrove, m.Collega).Error
	}); err != nil {
		t.Fatal(err)
	}
	if n := nonLette(t, m, m.Collega); n != 0 {
		t.Errorf("who left has %d to read", n)
	}
	_, err := inbox.NotificaDi(m.DB, m.Chi(t, m.Collega), id)
	rifiuta(t, err, models.NotFound)
}
