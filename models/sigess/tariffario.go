package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// Erogatore is a body that delivers prestazioni and is paid for them.
type Erogatore struct {
	ID            string
	EnteID        string
	Denominazione string
	PartitaIVA    fiscale.PartitaIVA `gorm:"column:partita_iva"`
	IBAN          fiscale.IBAN       `gorm:"column:iban"`
	Dal           periodo.Data
	Al            periodo.Data
}

// TableName is the table of Erogatore.
func (Erogatore) TableName() string { return "erogatore" }

// Tariffario is a price list, of one erogatore or structure or general.
type Tariffario struct {
	ID            string
	EnteID        string
	Codice        string
	Denominazione string
	Natura        Natura
	ErogatoreID   *string
	StrutturaID   *string
	IVAInclusa    bool `gorm:"column:iva_inclusa"`
	SplitPayment  bool // the IVA is paid to the Treasury, not to who delivers
	Dal           periodo.Data
	Al            periodo.Data
	Stato         Stato `gorm:"default:ATTIVO"` // BOZZA or ATTIVO
}

// TableName is the table of Tariffario.
func (Tariffario) TableName() string { return "tariffario" }

// Voce is the price of a prestazione between two dates; ORA is entered as time.
type Voce struct {
	ID            string
	EnteID        string
	TariffarioID  string
	Prestazione   string
	Denominazione string
	Unita         string
	Tariffa       euro.Tariffa
	AliquotaIVA   euro.Aliquota `gorm:"column:aliquota_iva"`
	NaturaIVA     NaturaIVA     `gorm:"column:natura_iva"`
	QuotaSSN      euro.Aliquota `gorm:"column:quota_ssn"` // what the health service pays
	Dal           periodo.Data
	Al            periodo.Data
	Percentuali
}

// NaturaIVA is why there is no IVA, by the codes of the invoices: "" where there
// is, or where nobody said it.
type NaturaIVA string

// TableName is the table of Voce.
func (Voce) TableName() string { return "voce_tariffario" }

// Erogatori lists those that the enti of who asks, or their district, use on the day.
func Erogatori(tx *gorm.DB, chi models.Chi, data periodo.Data) ([]Erogatore, error) {
	return models.Tutte[Erogatore](tx, `SELECT * FROM erogatore WHERE `+degliEnti+`
		AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY denominazione, id LIMIT 1000`, chi.Enti(), chi.Enti(), data, data)
}

// degliEnti holds for rows of the enti of who asks or of their district, whose
// contracts the comuni use. The enti are bound twice.
const degliEnti = `(ente_id IN ? OR ente_id IN (SELECT padre_id FROM ente WHERE id IN ?))`

// erogatoreValido refuses a body that neither the ente of the intervento nor its
// district uses at data inizio.
func erogatoreValido(tx *gorm.DB, i Intervento) error {
	_, err := models.Una[Erogatore](tx, "", `SELECT * FROM erogatore WHERE id = ?
		AND (ente_id = ? OR ente_id = (SELECT padre_id FROM ente WHERE id = ?))
		AND dal <= ? AND (al IS NULL OR al >= ?)`, *i.ErogatoreID, i.EnteID, i.EnteID, i.DataInizio, i.DataInizio)
	if models.KindOf(err) == models.NotFound {
		return models.Refuse("erogatoreId", "scegliere un ente erogatore valido alla data di inizio")
	}
	return err
}

// Tariffari lists the price lists of a natura that may be chosen on the day.
func Tariffari(tx *gorm.DB, chi models.Chi, natura Natura, data periodo.Data) ([]Tariffario, error) {
	return models.Tutte[Tariffario](tx, `SELECT * FROM tariffario WHERE `+degliEnti+` AND (? = '' OR natura = ?)
		AND stato = 'ATTIVO' AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY denominazione, id LIMIT 1000`, chi.Enti(), chi.Enti(), natura, natura, data, data)
}

// tariffarioValido refuses a price list of another natura, body or structure,
// or one that is not in force at data inizio.
func tariffarioValido(tx *gorm.DB, i Intervento) error {
	_, err := models.Una[Tariffario](tx, "", `SELECT * FROM tariffario WHERE id = ? AND natura = ?
		AND (ente_id = ? OR ente_id = (SELECT padre_id FROM ente WHERE id = ?))
		AND (erogatore_id IS NULL OR erogatore_id = ?) AND (struttura_id IS NULL OR struttura_id = ?)
		AND stato = 'ATTIVO' AND dal <= ? AND (al IS NULL OR al >= ?)`,
		*i.TariffarioID, i.Natura, i.EnteID, i.EnteID, i.ErogatoreID, i.StrutturaID, i.DataInizio, i.DataInizio)
	if models.KindOf(err) == models.NotFound {
		return models.Refuse("tariffarioId", "scegliere un tariffario di questo erogatore o struttura, valido alla data di inizio")
	}
	return err
}

// Voci lists the prices of a price list, by prestazione and date.
func Voci(tx *gorm.DB, tariffarioID string) ([]Voce, error) {
	return models.Tutte[Voce](tx, `SELECT * FROM voce_tariffario WHERE tariffario_id = ? ORDER BY prestazione, dal`, tariffarioID)
}

// Fornitura says of whom a price list is to be: an ente, a natura, a day and,
// when they are known, who delivers.
type Fornitura struct {
	EnteID      string
	Natura      Natura
	Data        periodo.Data
	ErogatoreID string // "" for any
	StrutturaID string // "" for any
}

// delEnte holds for rows of an ente or of its district. The ente is bound twice.
const delEnte = `(ente_id = ? OR ente_id = (SELECT padre_id FROM ente WHERE id = ?))`

// ErogatoriPer lists the bodies that a case of an ente may choose on the day.
func ErogatoriPer(tx *gorm.DB, enteID string, data periodo.Data) ([]Erogatore, error) {
	return models.Tutte[Erogatore](tx, `SELECT * FROM erogatore WHERE `+delEnte+` AND dal <= ? AND (al IS NULL OR al >= ?)
		ORDER BY denominazione, id LIMIT 1000`, enteID, enteID, data, data)
}

// TariffariPer lists the price lists that an intervento may choose, as
// tariffarioValido will check when it is saved.
func TariffariPer(tx *gorm.DB, f Fornitura) ([]Tariffario, error) {
	return models.Tutte[Tariffario](tx, `SELECT * FROM tariffario WHERE `+delEnte+` AND natura = ?
		AND (? = '' OR erogatore_id IS NULL OR erogatore_id::text = ?) AND (? = '' OR struttura_id IS NULL OR struttura_id::text = ?)
		AND stato = 'ATTIVO' AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY denominazione, id LIMIT 1000`,
		f.EnteID, f.EnteID, f.Natura, f.ErogatoreID, f.ErogatoreID, f.StrutturaID, f.StrutturaID, f.Data, f.Data)
}

// PrestazioniIn lists the prestazioni that price lists have on the day, each once.
func PrestazioniIn(tx *gorm.DB, tariffari []string, data periodo.Data) ([]Voce, error) {
	return models.Tutte[Voce](tx, `SELECT DISTINCT ON (prestazione) * FROM voce_tariffario WHERE tariffario_id IN ?
		AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY prestazione, dal`, tariffari, data, data)
}

func voce(tx *gorm.DB, tariffarioID, prestazione string, data periodo.Data) (Voce, error) {
	return models.Una[Voce](tx, "la prestazione non ha una tariffa alla data", `SELECT * FROM voce_tariffario
		WHERE tariffario_id = ? AND prestazione = ? AND dal <= ? AND (al IS NULL OR al >= ?)`, tariffarioID, prestazione, data, data)
}
