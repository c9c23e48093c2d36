package atto_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/atto"
	"siss/models/dbtest"
)

func TestAnActIsDepositedOnceByOneForOneObjectInOneText(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id, oggetto := uuid.NewString(), uuid.NewString()
	deposita := func(chi, tipo, oggetto, motivo string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			return atto.Deposita(tx, chi, id, m.Comune, tipo, oggetto, map[string]string{"motivo": motivo})
		})
	}
	for range 2 {
		if err := deposita(m.Amministrativo, "decidi", oggetto, "reddito"); err != nil {
			t.Fatal(err)
		}
	}
	for nome, err := range map[string]error{
		"another's":      deposita(m.Collega, "decidi", oggetto, "reddito"),
		"another act":    deposita(m.Amministrativo, "assegna", oggetto, "reddito"),
		"another object": deposita(m.Amministrativo, "decidi", uuid.NewString(), "reddito"),
		"another text":   deposita(m.Amministrativo, "decidi", oggetto, "residenza"),
	} {
		if models.KindOf(err) != models.Conflict {
			t.Errorf("the id of %s: %v, want a conflict", nome, err)
		}
	}
}
