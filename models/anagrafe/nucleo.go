package anagrafe

import (
	"fmt"
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

// Componente is a person of the nucleo or of the network of a soggetto.
type Componente struct {
	AltroID     string
	Cognome     string
	Nome        string
	DataNascita periodo.Data
	Tipo        string
	Convivente  bool
	Dal         periodo.Data
}

// ModuloRelazione is the drawer Nucleo of the registry card.
type ModuloRelazione struct {
	AltroID    string       `json:"altroId" format:"uuid" doc:"Soggetto in relazione" opzioni:"soggetti"`
	Tipo       string       `json:"tipo" doc:"Relazione" enum:"CONIUGE,UNITO_CIVILMENTE,CONVIVENTE,FIGLIO,GENITORE,FRATELLO,NONNO,NIPOTE,ALTRO_PARENTE,TUTORE,AMMINISTRATORE_SOSTEGNO,CAREGIVER,ALTRO" etichette:"Coniuge,Unito/a civilmente,Convivente,Figlio/a,Genitore,Fratello o sorella,Nonno/a,Nipote,Altro parente,Tutore,Amministratore di sostegno,Caregiver,Altro"`
	Convivente bool         `json:"convivente,omitempty" doc:"Convivente: fa parte del nucleo"`
	Dal        periodo.Data `json:"dal" format:"date" doc:"Dal"`
}

// Check refuses a relation that begins in the future.
func (m ModuloRelazione) Check() map[string]string { return nonFuturo("dal", m.Dal) }

// SalvaRelazione ties another soggetto of the same ente to the soggetto.
func SalvaRelazione(tx *gorm.DB, chi models.Chi, soggettoID, id string, m ModuloRelazione) (Componente, error) {
	var c Componente
	s, err := SoggettoVisibile(tx, chi, soggettoID)
	if err != nil {
		return c, err
	}
	altro, err := SoggettoVisibile(tx, chi, m.AltroID)
	if err != nil || altro.EnteID != s.EnteID || altro.ID == s.ID {
		return c, models.Refuse("altroId", "scegliere un altro soggetto della stessa anagrafe")
	}
	err = tx.Exec(`INSERT INTO relazione (id, ente_id, soggetto_id, altro_id, tipo, convivente, dal)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`, id, s.EnteID, s.ID, altro.ID, m.Tipo, m.Convivente, m.Dal).Error
	if models.Vincolo(err) != "" {
		return c, models.Refuse("tipo", "la relazione è già presente")
	} else if err != nil {
		return c, fmt.Errorf("relazione: %w", err)
	}
	return Componente{AltroID: altro.ID, Cognome: altro.Cognome, Nome: altro.Nome, DataNascita: altro.DataNascita,
		Tipo: m.Tipo, Convivente: m.Convivente, Dal: m.Dal}, nil
}

// Nucleo lists the relations of a soggetto, those who live together first.
func Nucleo(tx *gorm.DB, chi models.Chi, soggettoID string) ([]Componente, error) {
	return models.Tutte[Componente](tx, `SELECT r.altro_id, s.cognome, s.nome, s.data_nascita, r.tipo, r.convivente, r.dal
		FROM relazione r JOIN soggetto s ON s.id = r.altro_id
		WHERE r.soggetto_id = ? AND r.ente_id IN ? AND r.al IS NULL
		ORDER BY r.convivente DESC, s.data_nascita, r.id LIMIT 200`, soggettoID, chi.Enti())
}
