package anagrafe

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/web"
)

// Area is what a subsystem adds to the card of a soggetto: its drawers, and
// its part of the story. Both show only what who asks may see.
type Area struct {
	Cassetti func(tx *gorm.DB, chi models.Chi, soggettoID string) ([]web.Cassetto, error)

	// Storia returns the latest things that happened, at most limite, the
	// latest first, and how many there are in all.
	Storia func(tx *gorm.DB, chi models.Chi, soggettoID string, limite int) ([]Momento, int, error)
}

// Momento is something that happened to a person, in words.
type Momento struct {
	Quando    time.Time `json:"quando" doc:"Quando"`
	Testo     string    `json:"testo" doc:"Che cosa è successo"`
	Operatore string    `json:"operatore,omitempty" doc:"Chi l'ha fatto; assente se è stato il sistema"`
	Nota      string    `json:"nota,omitempty" doc:"Dettaglio"`
	Stato     string    `json:"stato,omitempty" doc:"Stato a cui ha portato"`

	Tono web.Tono `json:"-"`
	URL  string   `json:"-"` // where to look, "" for nowhere
}
