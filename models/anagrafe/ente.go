package anagrafe

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Ente holds the data of its cases (domain b.1). A comune of a district has it
// as padre; PagatoreID names who pays its cases when it is not the ente itself.
type Ente struct {
	ID                 string
	Codice             string
	Denominazione      string
	Tipo               string
	CodiceIstat        *string
	DistrettoCodice    *string
	PadreID            *string
	PagatoreID         *string
	GiornoElaborazione *int
	Dal                periodo.Data
	Al                 periodo.Data
}

// TableName is the table of Ente.
func (Ente) TableName() string { return "ente" }

// UO is an office of an ente (unità organizzativa).
type UO struct {
	ID            string
	EnteID        string
	Codice        string
	Denominazione string
	Tipo          string
	Dal           periodo.Data
	Al            periodo.Data
}

// TableName is the table of UO.
func (UO) TableName() string { return "uo" }

// Nome is how the manual writes an office (fig. 10): "SIGESS_COM1 - Comune 1".
func (u UO) Nome() string { return u.Codice + " - " + u.Denominazione }

// Uffici lists the offices open today in the enti of who asks.
func Uffici(tx *gorm.DB, chi models.Chi, oggi periodo.Data) ([]UO, error) {
	return models.Tutte[UO](tx, `SELECT * FROM uo WHERE ente_id IN ? AND dal <= ? AND (al IS NULL OR al >= ?)
		ORDER BY codice`, chi.Enti(), oggi, oggi)
}

// Ufficio is an office open today in the enti of who asks.
func Ufficio(tx *gorm.DB, chi models.Chi, id string, oggi periodo.Data) (UO, error) {
	return models.Una[UO](tx, "l'ufficio non esiste o non è tra quelli abilitati", `SELECT * FROM uo
		WHERE id = ? AND ente_id IN ? AND dal <= ? AND (al IS NULL OR al >= ?)`, id, chi.Enti(), oggi, oggi)
}

// Enti lists the enti of who asks.
func Enti(tx *gorm.DB, chi models.Chi) ([]Ente, error) {
	return models.Tutte[Ente](tx, `SELECT * FROM ente WHERE id IN ? ORDER BY codice`, chi.Enti())
}

// PagatoreDi returns who pays the cases of an ente: itself, or the ente it names.
func PagatoreDi(tx *gorm.DB, enteID string) (string, error) {
	e, err := models.Una[Ente](tx, "l'ente non esiste", `SELECT * FROM ente WHERE id = ?`, enteID)
	if err != nil {
		return "", err
	}
	if e.PagatoreID != nil {
		return *e.PagatoreID, nil
	}
	return e.ID, nil
}

// DaPianificare lists every ente: those with a GiornoElaborazione have an
// accounting run that starts by itself, the others must have none.
func DaPianificare(ctx context.Context, db *gorm.DB) ([]Ente, error) {
	enti, err := models.Tutte[Ente](db.WithContext(ctx), `SELECT * FROM ente ORDER BY codice`)
	if err != nil {
		return nil, fmt.Errorf("enti: %w", err)
	}
	return enti, nil
}
