package inbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	act "siss/activities/inbox"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
)

// Each activity is run twice, as after a worker killed before its answer.
func TestTheActivitiesOnATaskAreSafeToRunTwice(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	quando := time.Date(2024, 1, 10, 9, 30, 0, 123456789, time.UTC)
	apri := func(tipo inbox.Tipo, operatore *string) string {
		oggetto, id := uuid.NewString(), ""
		if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
			if err := inbox.Apri(tx, inbox.Compito{Chiave: oggetto, EnteID: m.Comune, UOID: m.UO, OperatoreID: operatore, Tipo: tipo, Oggetto: "domanda",
				OggettoID: oggetto, WorkflowID: "domanda/" + oggetto, Titolo: "prova", Creato: quando}); err != nil {
				return err
			}
			return tx.Raw(`SELECT id FROM compito WHERE oggetto_id = ?`, oggetto).Scan(&id).Error
		}); err != nil {
			t.Fatal(err)
		}
		return id
	}
	a := &act.Compiti{DB: m.DB}
	dato := act.Riassegnazione{Passo: act.Passo{CompitoID: apri(inbox.ValutaDomanda, &m.Contabile), OperatoreID: m.Contabile, Quando: quando}, NuovoID: m.Collega, AttoID: uuid.NewString()}
	for range 2 { // the second time, who gave it away has no longer anything to do with it
		if err := a.RiassegnaCompito(context.Background(), dato); err != nil {
			t.Errorf("reassign: %v", err)
		}
	}
	valuta, avviso := apri(inbox.ValutaDomanda, nil), apri(inbox.PrendiVisione, &m.Collega)
	for _, p := range []struct {
		nome, compito string
		fai           func(context.Context, act.Passo) error
	}{{"take", valuta, a.PrendiCompito}, {"release", valuta, a.RilasciaCompito}, {"complete", avviso, a.CompletaCompito}} {
		for range 2 {
			if err := p.fai(context.Background(), act.Passo{CompitoID: p.compito, OperatoreID: m.Collega, Quando: quando}); err != nil {
				t.Errorf("%s: %v", p.nome, err)
			}
		}
	}
}
