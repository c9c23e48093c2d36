package models_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
)

func TestChangesOutsideAnActAreRefusedAndThoseInsideAreRecorded(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t)
	ctx := context.Background()
	insert := `INSERT INTO ente (id, codice, denominazione, tipo, dal) VALUES (?, ?, 'Comune', 'COMUNE', '2020-01-01')`
	if err := db.Exec(insert, uuid.NewString(), "FUORI").Error; err == nil {
		t.Error("a change outside an act was accepted")
	}
	operatore, ente := uuid.NewString(), uuid.NewString()
	chi := models.Chi{OperatoreID: operatore, Ambiti: []models.Ambito{{EnteID: ente}}}
	if err := models.Atto(ctx, db, chi, "crea-ente", func(tx *gorm.DB) error {
		return tx.Exec(insert, ente, "DENTRO").Error
	}); err != nil {
		t.Fatal(err)
	}
	var got struct{ OperatoreID, Azione, Entita, EntitaID, Tipo string }
	if err := db.Raw(`SELECT operatore_id, azione, entita, entita_id, tipo FROM evento`).Scan(&got).Error; err != nil {
		t.Fatal(err)
	}
	want := struct{ OperatoreID, Azione, Entita, EntitaID, Tipo string }{operatore, "crea-ente", "ente", ente, "INSERT"}
	if got != want {
		t.Errorf("audit row = %+v, want %+v", got, want)
	}
	if err := db.Exec(`UPDATE evento SET azione = 'altro'`).Error; err == nil {
		t.Error("an audit row was changed")
	}
	if err := models.Leggi(ctx, db, chi, func(tx *gorm.DB) error {
		return tx.Exec(insert, uuid.NewString(), "LETTURA").Error
	}); err == nil {
		t.Error("a reading transaction wrote")
	}
}

func TestNumeroHasNoGapsWhenATransactionIsUndone(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t)
	ctx := context.Background()
	ente := uuid.NewString()
	chi := models.Sistema(ente)
	if err := models.Atto(ctx, db, chi, "crea-ente", func(tx *gorm.DB) error {
		return tx.Exec(`INSERT INTO ente (id, codice, denominazione, tipo, dal) VALUES (?, 'E', 'Comune', 'COMUNE', '2020-01-01')`, ente).Error
	}); err != nil {
		t.Fatal(err)
	}
	undo := models.Errorf(models.Conflict, "annullata")
	for i, fail := range []error{nil, undo, nil} {
		err := models.Atto(ctx, db, chi, "prova", func(tx *gorm.DB) error {
			n, err := models.Numero(tx, ente, "DOMANDA", 2026)
			if err != nil {
				return err
			}
			if want := min(i+1, 2); n != want {
				t.Errorf("number %d of attempt %d, want %d", n, i, want)
			}
			return fail
		})
		if err != fail {
			t.Fatalf("attempt %d: %v", i, err)
		}
	}
}
