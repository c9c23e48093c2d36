package anagrafe

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"siss/models"
)

// pazienza is how long the database may look for names that are not where one
// would expect, in milliseconds: whoever is typing does not wait longer.
const pazienza = "400"

// Suggerisci lists a few soggetti while one types a codice, a codice fiscale
// or a name: first those whose cognome, or cognome and nome in either order,
// begin so; then those with the words somewhere; last, when nobody was found,
// the misspelled. It counts nothing and reads only what it returns, so that it
// is as fast with millions of persons; Cerca is the whole search.
func Suggerisci(tx *gorm.DB, chi models.Chi, testo string, quanti int) ([]Soggetto, error) {
	switch r := RicercaLibera(testo); {
	case r.Codice != "":
		return models.Tutte[Soggetto](tx, `SELECT * FROM soggetto WHERE ente_id IN ? AND codice = ?::int ORDER BY ente_id LIMIT ?`,
			chi.Enti(), r.Codice, quanti)
	case r.CodiceFiscale != "":
		return perInizioCodice(tx, chi, r.CodiceFiscale, quanti)
	case len([]rune(r.Cognome)) < 2:
		return nil, nil
	}
	parole := strings.Fields(strings.ToUpper(testo))
	trovati, err := perInizioNome(tx, chi, parole[:min(len(parole), paroleMax)], quanti)
	if err != nil || len(trovati) >= quanti {
		return trovati, err
	}
	altri, err := perParole(tx, chi, testo, quanti)
	if err != nil {
		return nil, err
	}
	trovati = aggiungi(trovati, altri, quanti)
	if len(trovati) > 0 {
		return trovati, nil
	}
	if inizioBreve.MatchString(testo) {
		if trovati, err = perInizioCodice(tx, chi, testo, quanti); err != nil || len(trovati) > 0 {
			return trovati, err
		}
	}
	if len([]rune(testo)) <= trigramma {
		return nil, nil // of so little almost everything is a misspelling
	}
	return somiglianti(tx, chi, testo, quanti)
}

// paroleMax is how many words of a text are tried as cognome and nome.
const paroleMax = 5

// inizioBreve is what may be the beginning of a codice fiscale when no name
// begins so.
var inizioBreve = regexp.MustCompile(`^[A-Za-z]{4,6}$`)

// fine follows every continuation of a word, in the order of the index.
const fine = "ZZZZZZZZ"

func perInizioCodice(tx *gorm.DB, chi models.Chi, inizio string, quanti int) ([]Soggetto, error) {
	inizio = strings.ToUpper(inizio)
	return models.Tutte[Soggetto](tx, `SELECT * FROM soggetto WHERE ente_id IN ? AND codice_fiscale ~>=~ ? AND codice_fiscale ~<=~ ?
		ORDER BY codice_fiscale USING ~<~, id LIMIT ?`, chi.Enti(), inizio, inizio+fine, quanti)
}

// perInizioNome tries the words as the beginning of a cognome, then each way
// of cutting them into cognome and nome, or nome and cognome. Every try reads
// a few rows of an index in its order, for each ente.
func perInizioNome(tx *gorm.DB, chi models.Chi, parole []string, quanti int) ([]Soggetto, error) {
	intero := strings.Join(parole, " ")
	trovati, err := inOrdine(tx, chi, "cognome BETWEEN ? AND ?", quanti, intero, intero+fine)
	for i := 1; i < len(parole) && err == nil && len(trovati) < quanti; i++ {
		prima, poi := strings.Join(parole[:i], " "), strings.Join(parole[i:], " ")
		for _, nome := range [][2]string{{prima, poi}, {poi, prima}} {
			var altri []Soggetto
			if altri, err = inOrdine(tx, chi, "cognome = ? AND nome BETWEEN ? AND ?", quanti, nome[0], nome[1], nome[1]+fine); err != nil {
				break
			}
			trovati = aggiungi(trovati, altri, quanti)
		}
	}
	return trovati, err
}

// inOrdine reads the first soggetti of each ente that satisfy a condition on
// cognome and nome.
func inOrdine(tx *gorm.DB, chi models.Chi, condizione string, quanti int, args ...any) ([]Soggetto, error) {
	args = append(args, quanti, chi.Enti(), quanti)
	return models.Tutte[Soggetto](tx, `SELECT s.* FROM ente e CROSS JOIN LATERAL (SELECT * FROM soggetto WHERE ente_id = e.id AND `+condizione+`
		ORDER BY cognome, nome, codice LIMIT ?) s WHERE e.id IN ? ORDER BY s.cognome, s.nome, s.codice, s.id LIMIT ?`, args...)
}

// trigramma is how long a word must be for the index of names to find it
// inside another.
const trigramma = 3

// perParole finds who has every word at the beginning of one of the names or,
// failing that, anywhere.
func perParole(tx *gorm.DB, chi models.Chi, testo string, quanti int) ([]Soggetto, error) {
	return breve(tx, func(tx *gorm.DB) ([]Soggetto, error) {
		chiave, err := models.Una[struct{ K string }](tx, "", `SELECT trim(siss_chiave_ricerca(?)) AS k`, testo)
		parole := strings.Fields(chiave.K)
		if err != nil || !slices.ContainsFunc(parole, func(p string) bool { return len(p) >= trigramma }) {
			return nil, err
		}
		var where []string
		args := []any{chi.Enti()}
		for _, p := range parole {
			where, args = append(where, "ricerca LIKE ?"), append(args, "%"+p+"%")
		}
		for _, p := range parole {
			args = append(args, p+"%", "% "+p+"%")
		}
		inizi := strings.TrimSuffix(strings.Repeat("(ricerca LIKE ? OR ricerca LIKE ?)::int + ", len(parole)), " + ")
		return models.Tutte[Soggetto](tx, `SELECT * FROM (SELECT * FROM soggetto WHERE ente_id IN ? AND `+strings.Join(where, " AND ")+` LIMIT 200) s
			ORDER BY `+inizi+` DESC, cognome, nome, codice, id LIMIT ?`, append(args, quanti)...)
	})
}

// somiglianti finds the misspelled, the closest first.
func somiglianti(tx *gorm.DB, chi models.Chi, testo string, quanti int) ([]Soggetto, error) {
	return breve(tx, func(tx *gorm.DB) ([]Soggetto, error) {
		if err := tx.Exec(`SELECT set_config('pg_trgm.word_similarity_threshold', ?, true)`, sogliaSomiglianza).Error; err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		return models.Tutte[Soggetto](tx, `SELECT * FROM (SELECT * FROM soggetto WHERE ente_id IN ? AND siss_chiave_ricerca(?) <% ricerca LIMIT 500) s
			ORDER BY word_similarity(siss_chiave_ricerca(?), ricerca) DESC, similarity(siss_chiave_ricerca(?), ricerca) DESC, cognome, nome, codice, id LIMIT ?`,
			chi.Enti(), testo, testo, testo, quanti)
	})
}

// breve runs a query that finds nobody when it is too slow. Its rows are read
// through the index of names: with a LIMIT the planner would rather read the
// whole table in the hope of finding them soon.
func breve(tx *gorm.DB, cerca func(*gorm.DB) ([]Soggetto, error)) ([]Soggetto, error) {
	var out []Soggetto
	err := tx.Transaction(func(tx *gorm.DB) error {
		err := tx.Exec(`SELECT set_config('statement_timeout', ?, true), set_config('enable_seqscan', 'off', true)`, pazienza).Error
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		if out, err = cerca(tx); err != nil {
			return err
		}
		return errRipristina
	})
	var pg *pgconn.PgError
	switch {
	case errors.Is(err, errRipristina):
		return out, nil
	case errors.As(err, &pg) && pg.Code == "57014": // query_canceled
		return nil, nil
	}
	return nil, err
}

// errRipristina ends the savepoint of breve, and with it its settings.
var errRipristina = errors.New("search done")

// aggiungi appends those not there yet, up to quanti.
func aggiungi(trovati, altri []Soggetto, quanti int) []Soggetto {
	visti := map[string]bool{}
	for _, s := range trovati {
		visti[s.ID] = true
	}
	for _, s := range altri {
		if !visti[s.ID] && len(trovati) < quanti {
			visti[s.ID], trovati = true, append(trovati, s)
		}
	}
	return trovati
}
