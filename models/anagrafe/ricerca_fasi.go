package anagrafe

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
)

const (
	// sogliaSomiglianza is how alike a typed name must be to one on record: with
	// PostgreSQL's own 0.6 "bianki" would not find BIANCHI.
	sogliaSomiglianza = "0.5"

	// ordinabili is how many rows found by an index are put in the order of
	// lists; more than these come in the index's own.
	ordinabili = 1000

	// candidati is how many rows are compared with the names typed.
	candidati = 300

	// trigramma is the length of the shortest text that the index of the words
	// can look for anywhere.
	trigramma = 3
)

// ordineElenchi is the order of every list of soggetti.
const ordineElenchi = "cognome, nome, data_nascita, codice, id"

// The orders in which indexes give the rows of an ente.
const (
	indiceNomi   = "ricerca USING ~<~, data_nascita, codice"
	indiceCodici = "codice_fiscale USING ~<~, codice"
)

// ultimo follows every character of a name or of a code, so that what begins
// with t lies between t and t+ultimo, whatever the collation.
const ultimo = "\U0010FFFF"

// fase is a step of a search: a condition on the rows, and how they are put
// in order. Those of a step with rango are candidates, which are a bounded
// number; those of the others are found and counted by an index.
type fase struct {
	dove      string
	args      []any
	indice    string
	rango     string
	rangoArgs []any
	simili    bool // the names found are only like the one typed
}

// perCodice is the search by the codes; a name typed besides must be like.
func perCodice(codice, cf string, n nomi) fase {
	f := fase{indice: indiceCodici}
	var dove []string
	if codice != "" {
		dove, f.args = append(dove, "codice = ?::int"), append(f.args, codice)
	}
	if cf != "" {
		dove, f.args = append(dove, "codice_fiscale ~>=~ ? AND codice_fiscale ~<~ ?"), append(f.args, cf, cf+ultimo)
	}
	if n != (nomi{}) {
		s := n.simili()
		dove, f.args = append(dove, s.dove), append(f.args, s.args...)
	}
	f.dove = strings.Join(dove, " AND ")
	return f
}

// perNome are the steps of a search by name, the surest first.
func perNome(n nomi) []fase {
	var fasi []fase
	if n == (nomi{}) || n.Cognome != "" {
		fasi = append(fasi, n.inizio())
	}
	if n != (nomi{}) {
		fasi = append(fasi, n.parole().senza(fasi...))
	}
	if n.cercabili() {
		s := n.simili()
		s.simili = true
		fasi = append(fasi, s.senza(fasi...))
	}
	return fasi
}

// senza leaves out what the steps before find.
func (f fase) senza(prima ...fase) fase {
	for _, p := range prima {
		f.dove, f.args = f.dove+" AND NOT ("+p.dove+")", slices.Concat(f.args, p.args)
	}
	return f
}

// nomi are the names typed, as the indexes have them.
type nomi struct{ Cognome, Nome string }

// campo is a name typed and the field it is compared with: as an expression on
// the row, and as the column of a candidate in which it is kept.
type campo struct{ espressione, colonna, testo string }

// chiavi are the columns that candidates have besides those of the row.
const chiavi = "siss_chiave_ricerca(cognome) AS chiave_cognome, siss_chiave_ricerca(nome) AS chiave_nome"

func (n nomi) campi() []campo {
	var out []campo
	for _, c := range []campo{{"siss_chiave_ricerca(cognome)", "chiave_cognome", n.Cognome}, {"siss_chiave_ricerca(nome)", "chiave_nome", n.Nome}} {
		if c.testo != "" {
			out = append(out, c)
		}
	}
	return out
}

// cercabili tells whether the names are long enough to look for what is like
// them.
func (n nomi) cercabili() bool {
	campi := n.campi()
	corto := func(c campo) bool { return len([]rune(c.testo)) < trigramma }
	return len(campi) > 0 && !slices.ContainsFunc(campi, corto)
}

// inizio finds who is called so from the first letter on: the whole cognome
// when a nome follows, else what begins it.
func (n nomi) inizio() fase {
	testo := strings.TrimSpace(n.Cognome + " " + n.Nome)
	if testo == "" {
		return fase{dove: "TRUE", indice: indiceNomi}
	}
	return fase{dove: "ricerca ~>=~ ? AND ricerca ~<~ ?", args: []any{testo, testo + ultimo}, indice: indiceNomi}
}

// parole finds who has every word, or one that begins with it, in any place;
// with both names typed, each in its own field.
func (n nomi) parole() fase {
	var f fase
	var dove, rango []string
	campi := n.campi()
	for _, c := range campi {
		dove = append(dove, parolePresenti("ricerca", c.testo, &f.args)...)
		if len(campi) > 1 {
			dove = append(dove, parolePresenti(c.espressione, c.testo, &f.args)...)
		}
		rango = append(rango, "CASE WHEN "+c.colonna+" = ? THEN 0 WHEN ' ' || "+c.colonna+" || ' ' LIKE ? THEN 1 WHEN ' ' || "+c.colonna+" LIKE ? THEN 2 ELSE 3 END")
		f.rangoArgs = append(f.rangoArgs, c.testo, "% "+c.testo+" %", "% "+c.testo+"%")
	}
	f.dove, f.rango = strings.Join(dove, " AND "), strings.Join(rango, " + ")
	return f
}

func parolePresenti(campo, testo string, args *[]any) []string {
	var out []string
	for _, parola := range strings.Fields(testo) {
		out = append(out, "(' ' || "+campo+") LIKE ?")
		*args = append(*args, "% "+parola+"%")
	}
	return out
}

// simili compares each name typed with its own field: with one of the two the
// field only says who comes first, with both it must be alike in each. What
// is sought in the words, cognome and nome together, has the index.
func (n nomi) simili() fase {
	var f fase
	var dove, rango []string
	campi := n.campi()
	for _, c := range campi {
		dove = append(dove, "((' ' || ricerca) LIKE ? OR ? <% (' ' || ricerca))")
		f.args = append(f.args, "%"+c.testo+"%", c.testo)
		if len(campi) > 1 {
			dove = append(dove, "("+c.espressione+" LIKE ? OR ? <% "+c.espressione+")")
			f.args = append(f.args, "%"+c.testo+"%", c.testo)
		}
		// Below the threshold the likeness is chance and orders nothing.
		rango = append(rango, "CASE WHEN ? <% "+c.colonna+" THEN word_similarity(?, "+c.colonna+") + similarity(?, "+c.colonna+") ELSE 0 END")
		f.rangoArgs = append(f.rangoArgs, c.testo, c.testo, c.testo)
	}
	f.dove = strings.Join(dove, " AND ")
	f.rango = strings.Join(rango, " + ") + " DESC, word_similarity(?, ricerca) DESC"
	f.rangoArgs = append(f.rangoArgs, strings.TrimSpace(n.Cognome+" "+n.Nome))
	return f
}

// leggi reads a page of the step and counts it; parziale says that the count
// is of the candidates only.
func (f fase) leggi(tx *gorm.DB, chi models.Chi, p models.Pagina) (righe []Soggetto, totale int, parziale bool, err error) {
	if f.rango != "" {
		return f.candidate(tx, chi, p)
	}
	args := append([]any{chi.Enti()}, f.args...)
	if err := tx.Raw("SELECT count(*) FROM soggetto WHERE ente_id IN ? AND "+f.dove, args...).Find(&totale).Error; err != nil {
		return nil, 0, false, err
	}
	switch {
	case p.Limite <= 0 || p.Salta >= totale:
	case totale > ordinabili:
		righe, err = f.daIndice(tx, chi, p)
	default:
		righe, err = models.Tutte[Soggetto](tx, "SELECT * FROM soggetto WHERE ente_id IN ? AND "+f.dove+" ORDER BY "+ordineElenchi+" LIMIT ? OFFSET ?",
			append(args, p.Limite, p.Salta)...)
	}
	return righe, totale, false, err
}

// daIndice reads each ente in the order of the index as far as the page, and
// merges them: nothing else is read.
func (f fase) daIndice(tx *gorm.DB, chi models.Chi, p models.Pagina) ([]Soggetto, error) {
	args := slices.Concat(f.args, []any{p.Limite + p.Salta, chi.Enti(), p.Limite, p.Salta})
	return models.Tutte[Soggetto](tx, `SELECT s.* FROM ente e CROSS JOIN LATERAL (SELECT * FROM soggetto WHERE ente_id = e.id AND `+f.dove+`
		ORDER BY `+f.indice+` LIMIT ?) s WHERE e.id IN ? ORDER BY `+f.indice+`, id LIMIT ? OFFSET ?`, args...)
}

// candidate puts the candidates in order and reads a page of them.
func (f fase) candidate(tx *gorm.DB, chi models.Chi, p models.Pagina) ([]Soggetto, int, bool, error) {
	args := slices.Concat([]any{chi.Enti()}, f.args, []any{candidati + 1}, f.rangoArgs)
	ids, err := models.Tutte[string](tx, "SELECT id FROM "+f.scelte()+" ORDER BY "+f.rango+", "+ordineElenchi, args...)
	if err != nil {
		return nil, 0, false, err
	}
	parziale := len(ids) > candidati
	ids = ids[:min(len(ids), candidati)]
	pagina := ids[min(p.Salta, len(ids)):min(p.Salta+max(p.Limite, 0), len(ids))]
	if len(pagina) == 0 {
		return nil, len(ids), parziale, nil
	}
	righe, err := models.Tutte[Soggetto](tx, `SELECT * FROM soggetto WHERE id IN ?`, pagina)
	slices.SortFunc(righe, func(a, b Soggetto) int { return slices.Index(pagina, a.ID) - slices.Index(pagina, b.ID) })
	return righe, len(ids), parziale, err
}

func (f fase) scelte() string {
	return "(SELECT *, " + chiavi + " FROM soggetto WHERE ente_id IN ? AND " + f.dove + " LIMIT ?) c"
}

// primi reads the first rows of the step and counts nothing.
func (f fase) primi(tx *gorm.DB, chi models.Chi, limite int) ([]Soggetto, error) {
	if f.rango == "" {
		return f.daIndice(tx, chi, models.Pagina{Limite: limite})
	}
	args := slices.Concat([]any{chi.Enti()}, f.args, []any{candidati}, f.rangoArgs, []any{limite})
	return models.Tutte[Soggetto](tx, "SELECT * FROM "+f.scelte()+" ORDER BY "+f.rango+", "+ordineElenchi+" LIMIT ?", args...)
}
