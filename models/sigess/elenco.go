package sigess

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

// condizioni is what the rows of a list must satisfy.
type condizioni struct {
	where []string
	args  []any
}

// se adds a condition when it was asked for.
func (c *condizioni) se(chiesto bool, condizione string, args ...any) {
	if chiesto {
		c.where, c.args = append(c.where, condizione), append(c.args, args...)
	}
}

// soggetto asks for the cases of the persons that a text names: words of the
// name, the beginning of a codice fiscale, or the codice of the lists. tabella
// is the alias of the case. The names are sought in the registry first, where
// they have their index.
func (c *condizioni) soggetto(tabella string, chi models.Chi, testo string) {
	testo = strings.TrimSpace(testo)
	if testo == "" {
		return
	}
	dove := tabella + ".soggetto_id IN (SELECT p.id FROM soggetto p WHERE p.ente_id IN ? AND "
	switch r := anagrafe.RicercaLibera(testo); {
	case r.Codice != "":
		c.se(true, dove+"p.codice = ?::int)", chi.Enti(), r.Codice)
	case r.CodiceFiscale != "":
		c.se(true, dove+"p.codice_fiscale LIKE ?)", chi.Enti(), strings.ToUpper(r.CodiceFiscale)+"%")
	default:
		var parole []string
		args := []any{chi.Enti()}
		for _, parola := range strings.Fields(testo) {
			parole, args = append(parole, "p.ricerca LIKE '%' || siss_chiave_ricerca(?) || '%'"), append(args, parola)
		}
		c.se(true, dove+strings.Join(parole, " AND ")+")", args...)
	}
}

// elenca counts the rows of a list and reads a page of them.
func elenca[T any](tx *gorm.DB, da string, c condizioni, righe, ordine string, p models.Pagina) (models.Elenco[T], error) {
	var out models.Elenco[T]
	dove := " WHERE " + strings.Join(c.where, " AND ")
	if err := tx.Raw("SELECT count(*) FROM "+da+dove, c.args...).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("%s: %w", da, err)
	}
	var err error
	out.Elementi, err = models.Tutte[T](tx, righe+dove+" ORDER BY "+ordine+" LIMIT ? OFFSET ?", append(c.args, p.Limite, p.Salta)...)
	return out, err
}

// OperatoriDegliEnti lists the operatori who work on the day in the enti of who
// asks or in those above them, to whom cases may be assigned.
func OperatoriDegliEnti(tx *gorm.DB, chi models.Chi, oggi periodo.Data) ([]anagrafe.Operatore, error) {
	return models.Tutte[anagrafe.Operatore](tx, `SELECT o.* FROM operatore o WHERE o.dal <= ? AND (o.al IS NULL OR o.al >= ?)
		AND EXISTS (SELECT 1 FROM abilitazione a WHERE a.operatore_id = o.id AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?)
			AND (a.ente_id IN ? OR a.ente_id IN (SELECT padre_id FROM ente WHERE id IN ?)))
		ORDER BY o.cognome, o.nome, o.id LIMIT 500`, oggi, oggi, oggi, oggi, chi.Enti(), chi.Enti())
}

// UfficiDegliEnti lists the offices open on the day that may have a case of the
// enti of who asks.
func UfficiDegliEnti(tx *gorm.DB, chi models.Chi, oggi periodo.Data) ([]anagrafe.UO, error) {
	return models.Tutte[anagrafe.UO](tx, `SELECT * FROM uo WHERE (ente_id IN ? OR ente_id IN (SELECT padre_id FROM ente WHERE id IN ?))
		AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY codice LIMIT 500`, chi.Enti(), chi.Enti(), oggi, oggi)
}
