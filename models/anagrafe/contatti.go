package anagrafe

import (
	"fmt"

	"gorm.io/gorm"

	"siss/models"
)

// ModuloContatti is the drawer Contatti of the registry card.
type ModuloContatti struct {
	Telefono string `json:"telefono,omitempty" doc:"Telefono" maxLength:"30"`
	Email    string `json:"email,omitempty" format:"email" doc:"E-mail" maxLength:"200"`
}

// SalvaContatti changes how a soggetto can be reached, and nothing else of it.
func SalvaContatti(tx *gorm.DB, chi models.Chi, id string, m ModuloContatti) (Soggetto, error) {
	s, err := models.Una[Soggetto](tx, soggettoAssente, `UPDATE soggetto SET telefono = ?, email = ?, versione = versione + 1
		WHERE id = ? AND ente_id IN ? RETURNING *`, m.Telefono, m.Email, id, chi.Enti())
	if models.KindOf(err) == "" && err != nil {
		return s, fmt.Errorf("contatti: %w", err)
	}
	return s, err
}
