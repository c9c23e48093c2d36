// Package atto keeps what an operatore submitted: the text of an act stays in
// the database and the workflow that owns the case receives only its id. An
// act is carried out once, in the transaction that marks it as done.
package atto

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
)

// Atto is a submitted act. Dati is the form, as JSON.
type Atto struct {
	ID          string
	EnteID      string
	OperatoreID string
	Tipo        string
	OggettoID   string
	Dati        []byte
	EseguitoIl  *time.Time
}

// Deposita records a submitted act. Submitting the same id again is harmless when
// the same operatore says the same of the same object, refused otherwise.
func Deposita(tx *gorm.DB, chi models.Chi, id, enteID, tipo, oggettoID string, dati any) error {
	testo, err := json.Marshal(dati)
	if err != nil {
		return fmt.Errorf("atto: %w", err)
	}
	esito := tx.Exec(`INSERT INTO atto (id, ente_id, operatore_id, tipo, oggetto_id, dati) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`, id, enteID, chi.OperatoreID, tipo, oggettoID, string(testo))
	if esito.Error != nil {
		return fmt.Errorf("atto: %w", esito.Error)
	}
	if esito.RowsAffected == 1 {
		return nil
	}
	uguali, err := models.Tutte[Atto](tx, `SELECT * FROM atto WHERE id = ? AND operatore_id = ? AND tipo = ? AND oggetto_id = ? AND dati = ?::jsonb`,
		id, chi.OperatoreID, tipo, oggettoID, string(testo))
	if err != nil {
		return err
	}
	if len(uguali) == 0 {
		return models.Errorf(models.Conflict, "l'identificativo dell'atto è già stato usato: ricaricare la pagina")
	}
	return nil
}

// Ritira removes an act that was refused, so that a refusal leaves no trace.
// An act that was carried out stays.
func Ritira(tx *gorm.DB, id string) error {
	if err := tx.Exec(`DELETE FROM atto WHERE id = ? AND eseguito_il IS NULL`, id).Error; err != nil {
		return fmt.Errorf("atto: %w", err)
	}
	return nil
}

// Esegui locks the act, reads its form into dati and marks it done. It returns
// true when the act had been done before: then there is nothing left to do.
func Esegui(tx *gorm.DB, id string, quando time.Time, dati any) (bool, error) {
	a, err := models.Una[Atto](tx, "l'atto non esiste", `SELECT * FROM atto WHERE id = ? FOR UPDATE`, id)
	if err != nil {
		return false, err
	}
	if a.EseguitoIl != nil {
		return true, nil
	}
	if err := json.Unmarshal(a.Dati, dati); err != nil {
		return false, fmt.Errorf("atto: %w", err)
	}
	if err := tx.Exec(`UPDATE atto SET eseguito_il = ? WHERE id = ?`, quando, id).Error; err != nil {
		return false, fmt.Errorf("atto: %w", err)
	}
	return false, nil
}

// Risponde keeps what a carried-out act answered, when the rows that it wrote
// cannot tell it to who repeats the act.
func Risponde(tx *gorm.DB, id string, esito any) error {
	testo, err := json.Marshal(esito)
	if err != nil {
		return fmt.Errorf("atto: %w", err)
	}
	if err := tx.Exec(`UPDATE atto SET esito = ? WHERE id = ?`, string(testo), id).Error; err != nil {
		return fmt.Errorf("atto: %w", err)
	}
	return nil
}

// Risposta reads into esito what the act answered when it was carried out.
func Risposta(tx *gorm.DB, id string, esito any) error {
	righe, err := models.Tutte[struct{ Esito []byte }](tx, `SELECT esito FROM atto WHERE id = ? AND esito IS NOT NULL`, id)
	if err != nil {
		return err
	}
	if len(righe) == 0 {
		return fmt.Errorf("atto %s: carried out without an answer", id)
	}
	if err := json.Unmarshal(righe[0].Esito, esito); err != nil {
		return fmt.Errorf("atto: %w", err)
	}
	return nil
}

// Eseguito tells whether the act was carried out.
func Eseguito(tx *gorm.DB, id string) (bool, error) {
	rows, err := models.Tutte[Atto](tx, `SELECT id, eseguito_il FROM atto WHERE id = ? AND eseguito_il IS NOT NULL`, id)
	return len(rows) == 1, err
}
