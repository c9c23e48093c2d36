package models_test

import (
	"testing"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
)

func TestAFormOpenedBeforeOthersSavedIsRefusedAndToldWhat(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	salva := func(operatore string, cambia func(*anagrafe.ModuloSoggetto)) (anagrafe.Soggetto, error) {
		modulo := anagrafe.ModuloSoggetto{EnteID: m.Comune, Cognome: "ROSSI", Nome: "MARIO", Sesso: "M", DataNascita: periodo.MustParse("1986-07-11"),
			LuogoNascitaCodice: "H501", CodiceFiscale: "RSSMRA86L11H501E"}
		cambia(&modulo)
		var s anagrafe.Soggetto
		err := m.Fai(t, operatore, func(tx *gorm.DB, chi models.Chi) (err error) {
			s, err = anagrafe.SalvaSoggetto(tx, chi, m.Soggetto, modulo)
			return err
		})
		return s, err
	}
	for n, telefono := range []string{"06 1", "06 2"} {
		if s, err := salva([]string{m.Collega, m.Coordinatore}[n], func(f *anagrafe.ModuloSoggetto) { f.Telefono, f.Versione = telefono, n+1 }); err != nil || s.Versione != n+2 {
			t.Fatalf("save %d: version %d, %v", n+1, s.Versione, err)
		}
	}
	_, err := salva(m.Amministrativo, func(f *anagrafe.ModuloSoggetto) { f.Note, f.Versione = "nota", 1 })
	e, ok := err.(*models.Error)
	if !ok || e.Kind != models.Conflict || e.Superato == nil {
		t.Fatalf("stale save: %v", err)
	}
	if v := e.Superato.Visto.(anagrafe.ModuloSoggetto); v.Telefono != "" || v.Versione != 1 {
		t.Errorf("seen %+v", v)
	}
	if len(e.Superato.Salvati) != 2 {
		t.Fatalf("%d savings, want 2", len(e.Superato.Salvati))
	}
	for n, want := range []struct{ chi, telefono string }{{"Neri Paolo", "06 1"}, {"Verdi Ada", "06 2"}} {
		got := e.Superato.Salvati[n]
		if f := got.Modulo.(anagrafe.ModuloSoggetto); got.Operatore != want.chi || f.Telefono != want.telefono || f.Versione != n+2 || got.Quando.IsZero() {
			t.Errorf("saving %d: %+v", n, got)
		}
	}
	// The same form sent twice is one act; without a version nothing is checked.
	if s, err := salva(m.Coordinatore, func(f *anagrafe.ModuloSoggetto) { f.Telefono, f.Versione = "06 2", 2 }); err != nil || s.Versione != 3 {
		t.Errorf("sent twice: version %d, %v", s.Versione, err)
	}
	if s, err := salva(m.Amministrativo, func(f *anagrafe.ModuloSoggetto) { f.Note = "senza versione" }); err != nil || s.Versione != 4 {
		t.Errorf("without a version: %d, %v", s.Versione, err)
	}
	_, err = salva(m.Amministrativo, func(f *anagrafe.ModuloSoggetto) { f.Versione = 9 })
	if e, ok := err.(*models.Error); !ok || e.Kind != models.Conflict || e.Superato != nil {
		t.Errorf("a version that never was: %v", err)
	}
}
