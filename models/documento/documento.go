// Package documento stores files: the bytes that were made are the bytes that
// are downloaded, with their SHA-256. A stored file is never changed. It also
// holds the papers that belong to a case: which formats, annulled by whom.
package documento

import (
	"crypto/sha256"
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
)

// Documento is a stored file. SHA256 is the digest of Contenuto.
type Documento struct {
	ID        string
	EnteID    string
	Nome      string
	MIME      string `gorm:"column:mime"`
	SHA256    []byte `gorm:"column:sha256"`
	Contenuto []byte
	Creato    time.Time
}

// Salva stores a file once: repeating it with the same id keeps the first.
func Salva(tx *gorm.DB, id, enteID, nome, mime string, contenuto []byte) error {
	_, err := salva(tx, id, enteID, nome, mime, contenuto)
	return err
}

// salva tells whether the file is new; another transaction that is storing the
// same id is waited for.
func salva(tx *gorm.DB, id, enteID, nome, mime string, contenuto []byte) (bool, error) {
	esito := tx.Exec(`INSERT INTO documento (id, ente_id, nome, mime, sha256, contenuto) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`, id, enteID, nome, mime, impronta(contenuto), contenuto)
	if esito.Error != nil {
		return false, fmt.Errorf("documento: %w", esito.Error)
	}
	return esito.RowsAffected == 1, nil
}

func impronta(contenuto []byte) []byte {
	somma := sha256.Sum256(contenuto)
	return somma[:]
}

// Visibile loads a file of the enti of who asks.
func Visibile(tx *gorm.DB, chi models.Chi, id string) (Documento, error) {
	return models.Una[Documento](tx, "il file non esiste o non è visibile",
		`SELECT * FROM documento WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}
