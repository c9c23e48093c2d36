package anagrafe

import (
	"gorm.io/gorm"

	"siss/models"
)

// ModuloContatti is the drawer Contatti of the registry card.
type ModuloContatti struct {
	Telefono string `json:"telefono,omitempty" doc:"Telefono" maxLength:"30"`
	Email    string `json:"email,omitempty" format:"email" doc:"E-mail" maxLength:"200"`
	Versione int    `json:"versione,omitempty" doc:"Versione letta: se nel frattempo i contatti sono cambiati il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Contatti is the drawer Contatti filled in with what is on record.
func (s Soggetto) Contatti() ModuloContatti {
	return ModuloContatti{Telefono: s.Telefono, Email: s.Email, Versione: s.Versione}
}

// SalvaContatti changes how a soggetto can be reached, and nothing else of it,
// unless others have changed it since the form was opened.
func SalvaContatti(tx *gorm.DB, chi models.Chi, id string, m ModuloContatti) (Soggetto, error) {
	s, err := models.Una[Soggetto](tx, soggettoAssente, `SELECT * FROM soggetto WHERE id = ? AND ente_id IN ? FOR UPDATE`, id, chi.Enti())
	if err != nil {
		return s, err
	}
	fatto, err := models.Attuale(tx, "soggetto", id, m.Versione, s.Versione, m,
		func(v models.Versione[Soggetto]) (any, error) { return v.Riga.Contatti(), nil })
	if err != nil || fatto {
		return s, err
	}
	return models.Una[Soggetto](tx, soggettoAssente, `UPDATE soggetto SET telefono = ?, email = ?, versione = versione + 1 WHERE id = ? RETURNING *`,
		m.Telefono, m.Email, id)
}
