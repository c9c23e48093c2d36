package anagrafe

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Residenza is where a soggetto lives, between two dates.
type Residenza struct {
	ID          string
	Tipo        string
	Comune      string
	CodiceIstat string
	Indirizzo   string
	CAP         string `gorm:"column:cap"`
	Dal         periodo.Data
	Al          periodo.Data
	AnprIl      *time.Time // when ANPR last said so; nil when written by hand
}

// ModuloResidenza is the drawer Residenza of the registry card.
type ModuloResidenza struct {
	Tipo        string       `json:"tipo" doc:"Tipo" enum:"RESIDENZA,DOMICILIO,DIMORA" etichette:"Residenza,Domicilio,Dimora"`
	Comune      string       `json:"comune" doc:"Comune" minLength:"1" maxLength:"100"`
	CodiceIstat string       `json:"codiceIstat,omitempty" doc:"Codice ISTAT del comune" pattern:"^([0-9]{6})?$" maxLength:"6"`
	Indirizzo   string       `json:"indirizzo" doc:"Indirizzo e numero civico" minLength:"1" maxLength:"200"`
	CAP         string       `json:"cap,omitempty" doc:"CAP" pattern:"^([0-9]{5})?$" maxLength:"5"`
	Dal         periodo.Data `json:"dal" format:"date" doc:"Dal"`
}

// Check refuses a residence that begins in the future.
func (m ModuloResidenza) Check() map[string]string { return nonFuturo("dal", m.Dal) }

func nonFuturo(campo string, d periodo.Data) map[string]string {
	if d.Dopo(periodo.Oggi()) {
		return map[string]string{campo: "la data non può essere futura"}
	}
	return nil
}

// SalvaResidenza opens a residence and closes the one before it, which stays.
func SalvaResidenza(tx *gorm.DB, chi models.Chi, soggettoID, id string, m ModuloResidenza) (Residenza, error) {
	var r Residenza
	s, err := SoggettoVisibile(tx, chi, soggettoID)
	if err != nil {
		return r, err
	}
	if err := unoAllaVolta(tx, id); err != nil {
		return r, err
	}
	fatta, err := models.Tutte[Residenza](tx, `SELECT * FROM residenza WHERE id = ? AND soggetto_id = ?`, id, s.ID)
	if err != nil || len(fatta) > 0 {
		return primo(fatta), err
	}
	var istat *string
	if m.CodiceIstat != "" {
		istat = &m.CodiceIstat
	}
	if err := tx.Exec(`UPDATE residenza SET al = ?::date - 1 WHERE soggetto_id = ? AND tipo = ? AND al IS NULL AND dal < ?`,
		m.Dal, s.ID, m.Tipo, m.Dal).Error; err != nil {
		return r, fmt.Errorf("residenza: %w", err)
	}
	err = tx.Exec(`INSERT INTO residenza (id, ente_id, soggetto_id, tipo, comune, codice_istat, indirizzo, cap, dal)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, s.EnteID, s.ID, m.Tipo, m.Comune, istat, m.Indirizzo, m.CAP, m.Dal).Error
	if models.Vincolo(err) != "" {
		return r, models.Refuse("dal", "un altro indirizzo dello stesso tipo comincia lo stesso giorno o dopo")
	} else if err != nil {
		return r, fmt.Errorf("residenza: %w", err)
	}
	return models.Una[Residenza](tx, "", `SELECT * FROM residenza WHERE id = ?`, id)
}

func primo[T any](rows []T) T {
	var zero T
	if len(rows) == 0 {
		return zero
	}
	return rows[0]
}

// Residenze lists the addresses of a soggetto, the present one first.
func Residenze(tx *gorm.DB, chi models.Chi, soggettoID string) ([]Residenza, error) {
	return models.Tutte[Residenza](tx, `SELECT * FROM residenza WHERE soggetto_id = ? AND ente_id IN ?
		ORDER BY al IS NOT NULL, dal DESC, id LIMIT 200`, soggettoID, chi.Enti())
}

// ResidenzaDi loads one address of a soggetto.
func ResidenzaDi(tx *gorm.DB, chi models.Chi, soggettoID, id string) (Residenza, error) {
	return models.Una[Residenza](tx, "l'indirizzo non esiste o non è visibile",
		`SELECT * FROM residenza WHERE id = ? AND soggetto_id = ? AND ente_id IN ?`, id, soggettoID, chi.Enti())
}

// ChiudiResidenza ends an address by hand. Repeating it with the same date
// changes nothing.
func ChiudiResidenza(tx *gorm.DB, chi models.Chi, soggettoID, id string, m ModuloChiusura) (Residenza, error) {
	if err := unoAllaVolta(tx, id); err != nil {
		return Residenza{}, err
	}
	r, err := ResidenzaDi(tx, chi, soggettoID, id)
	if err != nil {
		return r, err
	}
	if fatta, err := chiudibile(r.Dal, r.Al, m.Al); err != nil || fatta {
		return r, err
	}
	if err := tx.Exec(`UPDATE residenza SET al = ? WHERE id = ?`, m.Al, id).Error; err != nil {
		return r, fmt.Errorf("residenza: %w", err)
	}
	r.Al = m.Al
	return r, nil
}

// importaResidenza records where ANPR says that the soggetto lives. The address
// on record, when it is the same, is only confirmed. One that began earlier is
// closed the day before; one that began on the same day or later was wrong and
// is corrected.
func importaResidenza(tx *gorm.DB, s Soggetto, id string, r Residenza, quando time.Time) error {
	if r.Indirizzo == "" {
		return nil
	}
	righe, err := models.Tutte[Residenza](tx, `SELECT * FROM residenza WHERE soggetto_id = ? AND tipo = 'RESIDENZA' ORDER BY dal DESC`, s.ID)
	if err != nil {
		return err
	}
	dal := r.Dal
	if dal.IsZero() {
		dal = periodo.Di(quando)
	}
	var ora Residenza
	for _, x := range righe {
		if x.Al.IsZero() {
			ora = x
		} else if !dal.Dopo(x.Al) {
			dal = x.Al.Piu(1)
		}
	}
	var istat *string
	if r.CodiceIstat != "" {
		istat = &r.CodiceIstat
	}
	switch {
	case ora.ID != "" && stessoIndirizzo(ora, r):
		err = tx.Exec(`UPDATE residenza SET anpr_il = ? WHERE id = ?`, quando, ora.ID).Error
	case ora.ID != "" && !ora.Dal.Prima(dal):
		err = tx.Exec(`UPDATE residenza SET comune = ?, codice_istat = ?, indirizzo = ?, cap = ?, dal = ?, anpr_il = ? WHERE id = ?`,
			r.Comune, istat, r.Indirizzo, r.CAP, dal, quando, ora.ID).Error
	default:
		err = tx.Exec(`UPDATE residenza SET al = ?::date - 1 WHERE soggetto_id = ? AND tipo = 'RESIDENZA' AND al IS NULL`, dal, s.ID).Error
		if err == nil {
			err = tx.Exec(`INSERT INTO residenza (id, ente_id, soggetto_id, tipo, comune, codice_istat, indirizzo, cap, dal, anpr_il)
				VALUES (?, ?, ?, 'RESIDENZA', ?, ?, ?, ?, ?, ?)`, id, s.EnteID, s.ID, r.Comune, istat, r.Indirizzo, r.CAP, dal, quando).Error
		}
	}
	if err != nil {
		return fmt.Errorf("residenza: %w", err)
	}
	return nil
}

var segni = regexp.MustCompile(`[^\pL\pN]+`)

// stessoIndirizzo compares two addresses as they are read, signs and capitals
// apart.
func stessoIndirizzo(a, b Residenza) bool {
	chiave := func(r Residenza) string {
		return strings.TrimSpace(segni.ReplaceAllString(strings.ToUpper(r.Comune+" "+r.Indirizzo), " "))
	}
	return chiave(a) == chiave(b)
}
