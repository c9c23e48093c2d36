package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
)

// prepara refuses who may not prepare a run.
func prepara(_ *gorm.DB, chi models.Chi, e Elaborazione) error { return Elabora(chi, e.EnteID) }

// Ferma stops a calculation after the page under way: what is computed stays.
func Ferma(tx *gorm.DB, chi models.Chi, id string, quando time.Time) error {
	e, err := daDecidere(tx, chi, id, prepara, InCalcolo)
	switch {
	case err != nil:
		return err
	case e.FermataIl != nil:
		return models.Errorf(models.Conflict, "il calcolo è già fermo")
	}
	return esegui(tx, `UPDATE elaborazione SET fermata_da = ?, fermata_il = ?, versione = versione + 1 WHERE id = ?`, chi.OperatoreID, quando, id)
}

// Prosegui lets a stopped calculation go on from where it is.
func Prosegui(tx *gorm.DB, chi models.Chi, id string) error {
	e, err := daDecidere(tx, chi, id, prepara, InCalcolo)
	switch {
	case err != nil:
		return err
	case e.FermataIl == nil:
		return models.Errorf(models.Conflict, "il calcolo non è fermo")
	}
	return esegui(tx, `UPDATE elaborazione SET fermata_da = NULL, fermata_il = NULL, versione = versione + 1 WHERE id = ?`, id)
}

// annulla refuses who may not give a run up: while it is computed who prepares
// runs may, afterwards it is for who would confirm it.
func annulla(tx *gorm.DB, chi models.Chi, e Elaborazione) error {
	if e.Stato == InCalcolo {
		return prepara(tx, chi, e)
	}
	return decide(chi, e)
}
