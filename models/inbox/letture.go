package inbox

import (
	"fmt"

	"gorm.io/gorm"

	"siss/models"
)

// Nature tells of which natura is the tipo of intervento that each richiesta
// asks for, by the id of the richiesta: a task to create an intervento leads
// to the form of that kind. Call it with tasks that may be seen.
func Nature(tx *gorm.DB, compiti []Riga) (map[string]string, error) {
	var richieste []string
	for _, c := range compiti {
		if c.RichiestaID != nil {
			richieste = append(richieste, *c.RichiestaID)
		}
	}
	if len(richieste) == 0 {
		return nil, nil
	}
	righe, err := models.Tutte[struct{ ID, Natura string }](tx, `SELECT r.id, t.natura FROM richiesta r
		JOIN tipo_intervento t ON t.id = r.tipo_intervento_id WHERE r.id IN ?`, richieste)
	out := map[string]string{}
	for _, r := range righe {
		out[r.ID] = r.Natura
	}
	return out, err
}

// Miei counts the open tasks of who asks.
func Miei(tx *gorm.DB, chi models.Chi) (int, error) {
	var n int
	err := tx.Raw(`SELECT count(*) FROM compito WHERE operatore_id = ? AND ente_id IN ? AND chiuso_il IS NULL`, chi.OperatoreID, chi.Enti()).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("compiti: %w", err)
	}
	return n, nil
}
