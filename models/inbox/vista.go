package inbox

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Vista is a saved view of the home page: a filter under a name, of one
// operatore. The Predefinita is what opens after the login.
type Vista struct {
	ID          string
	Nome        string
	Filtro      Filtro `gorm:"-"`
	Predefinita bool
	Creata      time.Time
	Quanti      int `gorm:"-"` // tasks that it lists now, when ContaViste counted them
}

// ModuloVista is the form of a view.
type ModuloVista struct {
	Nome        string `json:"nome" doc:"Nome della vista" minLength:"1" maxLength:"60"`
	Predefinita bool   `json:"predefinita,omitempty" doc:"Aprire questa vista all'accesso"`
	Filtro
}

// visteMassime is how many views an operatore may have: each is counted
// whenever the home page opens.
const visteMassime = 12

// rigaVista is a view as its table has it.
type rigaVista struct {
	ID          string
	Nome        string
	Filtro      []byte
	Predefinita bool
	Creata      time.Time
}

// leggi makes the view. What an older release saved and this one no longer
// knows is left out.
func (r rigaVista) leggi() (Vista, error) {
	v := Vista{ID: r.ID, Nome: r.Nome, Predefinita: r.Predefinita, Creata: r.Creata}
	if err := json.Unmarshal(r.Filtro, &v.Filtro); err != nil {
		return v, fmt.Errorf("vista %s: %w", r.ID, err)
	}
	return v, nil
}

// Viste lists the views of who asks by name, not counted.
func Viste(tx *gorm.DB, chi models.Chi) ([]Vista, error) {
	righe, err := models.Tutte[rigaVista](tx, `SELECT * FROM vista WHERE operatore_id = ? ORDER BY lower(nome) LIMIT ?`, chi.OperatoreID, visteMassime)
	if err != nil {
		return nil, err
	}
	out := make([]Vista, len(righe))
	for n, r := range righe {
		if out[n], err = r.leggi(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ContaViste counts what each view lists now, in one statement.
func ContaViste(tx *gorm.DB, chi models.Chi, viste []Vista, oggi periodo.Data) error {
	if len(viste) == 0 {
		return nil
	}
	gruppi, err := conta(tx, chi, filtriDi(viste), oggi)
	sommaViste(viste, gruppi)
	return err
}

func filtriDi(viste []Vista) []Filtro {
	var out []Filtro
	for _, v := range viste {
		out = append(out, v.Filtro)
	}
	return out
}

// sommaViste says of each view how many tasks it lists.
func sommaViste(viste []Vista, gruppi map[Filtro][]gruppo) {
	for n, v := range viste {
		viste[n].Quanti = Conteggi{filtro: v.Filtro, gruppi: gruppi[v.Filtro.base()]}.Totale()
	}
}

// VistaDi loads a view of who asks.
func VistaDi(tx *gorm.DB, chi models.Chi, id string) (Vista, error) {
	r, err := models.Una[rigaVista](tx, "la vista non esiste o è di un altro operatore", `SELECT * FROM vista WHERE id = ? AND operatore_id = ?`, id, chi.OperatoreID)
	if err != nil {
		return Vista{}, err
	}
	return r.leggi()
}

// VistaPredefinita is the view that an operatore opens after the login, false
// when none was chosen.
func VistaPredefinita(tx *gorm.DB, operatoreID string) (Vista, bool, error) {
	righe, err := models.Tutte[rigaVista](tx, `SELECT * FROM vista WHERE operatore_id = ? AND predefinita`, operatoreID)
	if err != nil || len(righe) == 0 {
		return Vista{}, false, err
	}
	v, err := righe[0].leggi()
	return v, true, err
}

// SalvaVista creates a view of who asks, or replaces it.
func SalvaVista(tx *gorm.DB, chi models.Chi, id string, m ModuloVista) (Vista, error) {
	if err := tx.Exec(`SELECT 1 FROM operatore WHERE id = ? FOR NO KEY UPDATE`, chi.OperatoreID).Error; err != nil {
		return Vista{}, fmt.Errorf("vista: %w", err)
	}
	conto, err := models.Una[struct{ Altre, Stesse, Altrui int }](tx, "", `SELECT count(*) FILTER (WHERE operatore_id = ? AND id <> ?) AS altre,
		count(*) FILTER (WHERE operatore_id = ? AND id <> ? AND lower(nome) = lower(?)) AS stesse, count(*) FILTER (WHERE operatore_id <> ? AND id = ?) AS altrui
		FROM vista WHERE operatore_id = ? OR id = ?`,
		chi.OperatoreID, id, chi.OperatoreID, id, m.Nome, chi.OperatoreID, id, chi.OperatoreID, id)
	switch {
	case err != nil:
		return Vista{}, err
	case conto.Altrui > 0:
		return Vista{}, models.Errorf(models.NotFound, "la vista non esiste o è di un altro operatore")
	case conto.Stesse > 0:
		return Vista{}, models.Refuse("nome", "una vista ha già questo nome: sceglierne un altro")
	case conto.Altre >= visteMassime:
		return Vista{}, models.Errorf(models.Conflict, "le viste salvate sono già %d: eliminarne una prima", visteMassime)
	}
	filtro, err := json.Marshal(m.Filtro.Pulito())
	if err != nil {
		return Vista{}, fmt.Errorf("vista: %w", err)
	}
	if m.Predefinita {
		if err := togliPredefinita(tx, chi, id); err != nil {
			return Vista{}, err
		}
	}
	if err := aggiorna(tx, `INSERT INTO vista (id, operatore_id, nome, filtro, predefinita) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET nome = excluded.nome, filtro = excluded.filtro, predefinita = excluded.predefinita`,
		id, chi.OperatoreID, m.Nome, string(filtro), m.Predefinita); err != nil {
		return Vista{}, err
	}
	return VistaDi(tx, chi, id)
}

func togliPredefinita(tx *gorm.DB, chi models.Chi, tranne string) error {
	return aggiorna(tx, `UPDATE vista SET predefinita = false WHERE operatore_id = ? AND predefinita AND id <> ?`, chi.OperatoreID, tranne)
}

// EliminaVista removes a view of who asks.
func EliminaVista(tx *gorm.DB, chi models.Chi, id string) error {
	if _, err := VistaDi(tx, chi, id); err != nil {
		return err
	}
	return aggiorna(tx, `DELETE FROM vista WHERE id = ? AND operatore_id = ?`, id, chi.OperatoreID)
}
