package anagrafe_test

import (
	"errors"
	"testing"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
)

// Contacts written over those that a colleague has just saved are refused;
// what a colleague changed elsewhere on the card is no reason to refuse.
func TestContactsAreNotWrittenOverThoseOfAColleague(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	contatti := func(operatore, telefono string, versione int) (s anagrafe.Soggetto, err error) {
		err = m.Fai(t, operatore, func(tx *gorm.DB, chi models.Chi) (err error) {
			s, err = anagrafe.SalvaContatti(tx, chi, m.Soggetto, anagrafe.ModuloContatti{Telefono: telefono, Versione: versione})
			return err
		})
		return s, err
	}
	if s, err := contatti(m.Collega, "06 1", 1); err != nil || s.Versione != 2 {
		t.Fatalf("first: version %d, %v", s.Versione, err)
	}
	_, err := contatti(m.Amministrativo, "06 2", 1)
	var e *models.Error
	if !errors.As(err, &e) || e.Kind != models.Conflict || e.Superato == nil || len(e.Superato.Salvati) != 1 {
		t.Fatalf("stale: %v", err)
	}
	if s, err := contatti(m.Collega, "06 1", 1); err != nil || s.Versione != 2 {
		t.Errorf("sent twice: version %d, %v", s.Versione, err)
	}
	err = m.Fai(t, m.Collega, func(tx *gorm.DB, chi models.Chi) error {
		_, err := anagrafe.SalvaSoggetto(tx, chi, m.Soggetto, anagrafe.ModuloSoggetto{EnteID: m.Comune, Cognome: "ROSSI", Nome: "MARIO", Sesso: "M",
			DataNascita: periodo.MustParse("1986-07-11"), LuogoNascitaCodice: "H501", CodiceFiscale: "RSSMRA86L11H501E", Telefono: "06 1", Note: "nota"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := contatti(m.Amministrativo, "06 3", 2); err != nil || s.Versione != 4 || s.Telefono != "06 3" || s.Note != "nota" {
		t.Errorf("after another field changed: %d %q %q, %v", s.Versione, s.Telefono, s.Note, err)
	}
	_, err = contatti(m.Estraneo, "06 4", 4)
	if models.KindOf(err) != models.NotFound {
		t.Errorf("a stranger: %v", err)
	}
}
