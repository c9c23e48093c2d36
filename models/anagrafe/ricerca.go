package anagrafe

import (
	"fmt"
	"regexp"
	"strings"

	"gorm.io/gorm"

	"siss/models"
)

// Ricerca is the search mask of the manual (§2, fig. 4): nome and cognome, or
// codice fiscale, or the codice of the lists.
type Ricerca struct {
	Cognome       string `json:"cognome,omitempty" doc:"Cognome" maxLength:"100" query:"cognome"`
	Nome          string `json:"nome,omitempty" doc:"Nome" maxLength:"100" query:"nome"`
	CodiceFiscale string `json:"codiceFiscale,omitempty" doc:"Codice fiscale" maxLength:"16" query:"codiceFiscale" help:"Anche solo l'inizio"`
	Codice        string `json:"codice,omitempty" doc:"Codice" maxLength:"9" pattern:"^[0-9]*$" query:"codice"`
}

// Vuota tells whether nothing is looked for.
func (r Ricerca) Vuota() bool {
	return strings.TrimSpace(r.Cognome+r.Nome+r.CodiceFiscale+r.Codice) == ""
}

var (
	soloCifre    = regexp.MustCompile(`^[0-9]{1,9}$`)
	inizioCodice = regexp.MustCompile(`(?i)^([A-Z]{6}[0-9][A-Z0-9]{0,9}|[A-Z0-9]{16}|[0-9]{11})$`)
)

// RicercaLibera reads one text typed in a box as the search mask would: the
// codice of the lists, a codice fiscale whole or begun as far as the first
// figure of the year, or a name.
func RicercaLibera(testo string) Ricerca {
	testo = strings.Join(strings.Fields(testo), " ")
	switch {
	case soloCifre.MatchString(testo):
		return Ricerca{Codice: testo}
	case inizioCodice.MatchString(testo):
		return Ricerca{CodiceFiscale: testo}
	default:
		return Ricerca{Cognome: testo}
	}
}

// Trovati is a page of what a search finds. Parziale says that there were more
// than can be put in order: the list and its count are of the first ones.
type Trovati struct {
	models.Elenco[Soggetto]
	Parziale bool
}

// bastano is how many persons make it useless to look for names that are only
// like the one typed: as many as a page shows.
const bastano = 20

// Cerca lists soggetti of the enti of who asks by codice, by the beginning of
// the codice fiscale, or by name. A name is sought first as the beginning of
// cognome and nome, then word by word in any order, then inside the words or
// misspelled; each of these follows when those before found less than a page.
// Without filters it lists the whole registry by name. Whatever the size of
// the registry the work is bounded: a count walks an index, and only a bounded
// number of candidates is put in order.
func Cerca(tx *gorm.DB, chi models.Chi, r Ricerca, p models.Pagina) (Trovati, error) {
	var out Trovati
	fasi, err := preparate(tx, r)
	if err != nil {
		return out, err
	}
	for _, f := range fasi {
		trovati, totale, parziale, err := f.leggi(tx, chi, models.Pagina{Limite: p.Limite - len(out.Elementi), Salta: max(p.Salta-out.Totale, 0)})
		if err != nil {
			return out, fmt.Errorf("search: %w", err)
		}
		out.Elementi = append(out.Elementi, trovati...)
		out.Totale += totale
		out.Parziale = out.Parziale || parziale
		if out.Totale >= bastano {
			break
		}
	}
	return out, nil
}

// Suggerisci lists the first persons that a text typed in one box may mean, at
// most limite, the closest first; nothing is counted, so that it can follow
// who types. Names only like the one typed come when there is no other.
func Suggerisci(tx *gorm.DB, chi models.Chi, testo string, limite int) ([]Soggetto, error) {
	r := RicercaLibera(testo)
	if r.Vuota() {
		return nil, nil
	}
	fasi, err := preparate(tx, r)
	if err != nil {
		return nil, err
	}
	var out []Soggetto
	for _, f := range fasi {
		if f.simili && len(out) > 0 || len(out) >= limite {
			break
		}
		trovati, err := f.primi(tx, chi, limite-len(out))
		if err != nil {
			return nil, fmt.Errorf("suggestions: %w", err)
		}
		out = append(out, trovati...)
	}
	return out, nil
}

// preparate makes the steps of a search and readies the transaction for them.
func preparate(tx *gorm.DB, r Ricerca) ([]fase, error) {
	// The names as the indexes have them: small letters, no accents, single
	// blanks. Parallel scans would choose other candidates at each page.
	var n nomi
	err := tx.Raw(`SELECT trim(siss_chiave_ricerca(?)) AS cognome, trim(siss_chiave_ricerca(?)) AS nome,
		set_config('pg_trgm.word_similarity_threshold', ?, true), set_config('max_parallel_workers_per_gather', '0', true)`,
		r.Cognome, r.Nome, sogliaSomiglianza).Find(&n).Error
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	cf := strings.ToUpper(strings.Join(strings.Fields(r.CodiceFiscale), ""))
	codice := strings.TrimSpace(r.Codice)
	switch {
	case codice != "" || cf != "":
		return []fase{perCodice(codice, cf, n)}, nil
	case n == (nomi{}) && !r.Vuota():
		return nil, nil // signs only: nobody is called so
	default:
		return perNome(n), nil
	}
}
