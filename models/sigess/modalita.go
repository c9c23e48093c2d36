package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
)

// ModalitaSospesa is how who an intervento pays is paid, since a bank refused it.
type ModalitaSospesa struct {
	ID         string
	Metodo     string
	IBAN       fiscale.IBAN `gorm:"column:iban"`
	Motivo     string       // the bank's
	SospesaIl  time.Time
	DistintaID string // the run that it was refused in
	Corsa      string // its number
}

// modalitaSospesaSQL finds what is suspended of how interventi i are paid today.
const modalitaSospesaSQL = `SELECT k.*, o.distinta_id, e.anno || '/' || e.numero AS corsa
	FROM intervento i LEFT JOIN modalita_pagamento m ON m.intervento_id = i.id LEFT JOIN erogatore g ON g.id = i.erogatore_id
	LEFT JOIN struttura r ON r.id = i.struttura_id
	JOIN modalita_sospesa k ON k.ente_id = i.ente_pagatore_id AND k.riattivata_il IS NULL AND k.metodo = coalesce(m.metodo, 'BONIFICO')
		AND k.creditore = CASE i.natura WHEN 'ECONOMICO' THEN 'soggetto/' || m.beneficiario_id WHEN 'PRESTAZIONI' THEN 'erogatore/' || g.id
			ELSE 'gestore/' || r.gestore_partita_iva END
		AND k.iban = CASE WHEN m.metodo = 'CASSA' THEN '' ELSE coalesce(CASE i.natura WHEN 'ECONOMICO' THEN m.iban WHEN 'PRESTAZIONI' THEN g.iban ELSE r.gestore_iban END, '') END
	JOIN esito_pagamento o ON o.id = k.esito_id JOIN elaborazione e ON e.id = o.distinta_id WHERE i.id = ?`

// ModalitaSospesaDi tells whether how an intervento that may be seen is paid is
// suspended, nil when it is not.
func ModalitaSospesaDi(tx *gorm.DB, interventoID string) (*ModalitaSospesa, error) {
	righe, err := models.Tutte[ModalitaSospesa](tx, modalitaSospesaSQL, interventoID)
	if err != nil || len(righe) == 0 {
		return nil, err
	}
	return &righe[0], nil
}

// ModuloNuovaModalita changes how who receives a contribution is paid.
type ModuloNuovaModalita ModuloModalita

// Check holds the rules across the fields of the form.
func (m ModuloNuovaModalita) Check() map[string]string { return ModuloModalita(m).problemi() }

// CambiaModalita changes how an intervento economico that was activated is paid
// from now on: runs already confirmed keep whom they paid, the audit what was.
func CambiaModalita(tx *gorm.DB, chi models.Chi, id string, m ModuloNuovaModalita) (Intervento, error) {
	i, err := bloccaAttivo(tx, chi, id, DaAttivare, Attivo, Sospeso, Concluso)
	switch {
	case err != nil:
		return i, err
	case i.Natura != Economico:
		return i, models.Errorf(models.Conflict, "solo un intervento economico ha una sua modalità di pagamento")
	}
	if m.BeneficiarioID == "" {
		m.BeneficiarioID = i.SoggettoID
	}
	if err := beneficiarioValido(tx, chi, i, m.BeneficiarioID, "beneficiarioId"); err != nil {
		return i, err
	}
	return i, esegui(tx, `UPDATE modalita_pagamento SET beneficiario_id = ?, titolo = ?, metodo = ?, iban = ?, intestatario = ? WHERE intervento_id = ?`,
		m.BeneficiarioID, m.Titolo, m.Metodo, m.IBAN, m.Intestatario, id)
}

// RiattivaModalita says that how an intervento is paid is good although a bank
// refused it: the next run pays in that way again.
func RiattivaModalita(tx *gorm.DB, chi models.Chi, id string, quando time.Time) (Intervento, error) {
	i, err := bloccaAttivo(tx, chi, id, DaAttivare, Attivo, Sospeso, Concluso)
	if err != nil {
		return i, err
	}
	s, err := ModalitaSospesaDi(tx, id)
	switch {
	case err != nil:
		return i, err
	case s == nil:
		return i, models.Errorf(models.Conflict, "la modalità di pagamento non è sospesa")
	}
	return i, esegui(tx, `UPDATE modalita_sospesa SET riattivata_da = ?, riattivata_il = ? WHERE id = ? AND riattivata_il IS NULL`, chi.OperatoreID, quando, s.ID)
}
