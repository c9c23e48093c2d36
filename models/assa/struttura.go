// Package assa is the register of social structures (ASSA). The state of a
// structure on a date follows from its provvedimenti and is never typed; an
// intervento in struttura may only choose what is selectable on its date.
package assa

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// Struttura is a registered structure. The gestore is who runs it and is paid.
type Struttura struct {
	ID                string
	EnteID            string
	Codice            string
	Denominazione     string
	Tipologia         string
	CodiceIstat       string
	Comune            string `gorm:"->"`
	Indirizzo         string
	Gestore           string
	GestorePartitaIVA fiscale.PartitaIVA `gorm:"column:gestore_partita_iva"`
	GestoreIBAN       fiscale.IBAN       `gorm:"column:gestore_iban"`
	Posti             int
	Selezionabile     bool `gorm:"->"`
}

// TableName is the table of Struttura.
func (Struttura) TableName() string { return "struttura" }

// Provvedimento is an act on a structure (L.r. 41/2003): what it may do, from
// a date to a date.
type Provvedimento struct {
	ID          string
	EnteID      string
	StrutturaID string
	Tipo        string
	Numero      string
	Dal         periodo.Data
	Al          periodo.Data
}

// TableName is the table of Provvedimento.
func (Provvedimento) TableName() string { return "provvedimento" }

// selezionabile holds when the structure s is authorised on the day and neither
// suspended nor revoked nor closed. The day is bound four times.
const selezionabile = `(EXISTS (SELECT 1 FROM provvedimento p WHERE p.struttura_id = s.id AND p.tipo = 'AUTORIZZAZIONE'
		AND p.dal <= ? AND (p.al IS NULL OR p.al >= ?))
	AND NOT EXISTS (SELECT 1 FROM provvedimento p WHERE p.struttura_id = s.id
		AND p.tipo IN ('SOSPENSIONE', 'REVOCA', 'CHIUSURA') AND p.dal <= ? AND (p.al IS NULL OR p.al >= ?)))`

// Selezionabili lists the structures of the register that may be chosen on the
// day, of one tipologia or, when it is "", of all. The register is public: it
// is the same for every ente.
func Selezionabili(tx *gorm.DB, data periodo.Data, tipologia string) ([]Struttura, error) {
	return models.Tutte[Struttura](tx, `SELECT s.*, c.denominazione AS comune, true AS selezionabile FROM struttura s
		JOIN comune c ON c.codice_istat = s.codice_istat
		WHERE `+selezionabile+` AND (? = '' OR s.tipologia = ?) ORDER BY s.denominazione, s.id LIMIT 1000`,
		data, data, data, data, tipologia, tipologia)
}

// SelezionabileIl refuses a structure that is not in the register, is of
// another tipologia, or may not be chosen on the day.
func SelezionabileIl(tx *gorm.DB, id, tipologia string, data periodo.Data) (Struttura, error) {
	s, err := models.Una[Struttura](tx, "", `SELECT s.*, c.denominazione AS comune, `+selezionabile+` AS selezionabile
		FROM struttura s JOIN comune c ON c.codice_istat = s.codice_istat WHERE s.id = ?`, data, data, data, data, id)
	switch {
	case models.KindOf(err) == models.NotFound:
		return s, models.Refuse("strutturaId", "scegliere una struttura del registro ASSA")
	case err != nil:
		return s, err
	case tipologia != "" && s.Tipologia != tipologia:
		return s, models.Refuse("strutturaId", "la struttura è di un'altra tipologia: sceglierne una adatta al tipo di intervento")
	case !s.Selezionabile:
		return s, models.Refuse("strutturaId", "la struttura non è operativa alla data di inizio: sceglierne un'altra")
	}
	return s, nil
}

// Elenca lists the register by name, with whether each may be chosen on the day.
func Elenca(tx *gorm.DB, data periodo.Data, p models.Pagina) (models.Elenco[Struttura], error) {
	var out models.Elenco[Struttura]
	if err := tx.Raw("SELECT count(*) FROM struttura").Find(&out.Totale).Error; err != nil {
		return out, err
	}
	var err error
	out.Elementi, err = models.Tutte[Struttura](tx, `SELECT s.*, c.denominazione AS comune, `+selezionabile+` AS selezionabile
		FROM struttura s JOIN comune c ON c.codice_istat = s.codice_istat ORDER BY s.denominazione, s.id LIMIT ? OFFSET ?`,
		data, data, data, data, p.Limite, p.Salta)
	return out, err
}
