package anagrafe

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/territorio"
)

// FineSessione is when a session opened then ends.
func FineSessione(aperta time.Time) time.Time { return aperta.Add(durataSessione) }

// EnteVisibile is an ente of who asks.
func EnteVisibile(tx *gorm.DB, chi models.Chi, id string) (Ente, error) {
	return models.Una[Ente](tx, "l'ente non esiste o non è tra quelli abilitati", `SELECT * FROM ente WHERE id = ? AND id IN ?`, id, chi.Enti())
}

// NomiEnti names the enti of who asks by id, when they are more than one: a
// list then says of which ente each row is.
func NomiEnti(tx *gorm.DB, chi models.Chi) (map[string]string, error) {
	if len(chi.Enti()) < 2 {
		return nil, nil
	}
	enti, err := Enti(tx, chi)
	out := map[string]string{}
	for _, e := range enti {
		out[e.ID] = e.Denominazione
	}
	return out, err
}

// UfficiAbilitati lists the offices open today in which who asks has an
// abilitazione.
func UfficiAbilitati(tx *gorm.DB, chi models.Chi, oggi periodo.Data) ([]UO, error) {
	return models.Tutte[UO](tx, `SELECT * FROM uo WHERE id IN ? AND dal <= ? AND (al IS NULL OR al >= ?)
		ORDER BY codice`, chi.UO(), oggi, oggi)
}

// OperatoriDi lists the operatori who may receive a case of an ente of who
// asks today.
func OperatoriDi(tx *gorm.DB, chi models.Chi, enteID string, oggi periodo.Data) ([]Operatore, error) {
	if !chi.InEnte(enteID) {
		return nil, models.Errorf(models.NotFound, "l'ente non esiste o non è tra quelli abilitati")
	}
	return Abilitati(tx, enteID, oggi)
}

// Distretti lists the districts by code.
func Distretti(tx *gorm.DB) ([]territorio.Distretto, error) {
	return models.Tutte[territorio.Distretto](tx, `SELECT * FROM distretto ORDER BY codice`)
}

// Comuni lists the comuni whose name holds the text, accents and capitals
// apart, those that begin with it first; without a text, all.
func Comuni(tx *gorm.DB, testo string) ([]territorio.Comune, error) {
	return models.Tutte[territorio.Comune](tx, `SELECT c.* FROM comune c, siss_chiave_ricerca(?) AS k
		WHERE siss_chiave_ricerca(c.denominazione) LIKE '%' || k || '%'
		ORDER BY starts_with(siss_chiave_ricerca(c.denominazione), k) DESC, c.denominazione, c.codice_istat LIMIT 500`,
		strings.TrimSpace(testo))
}
