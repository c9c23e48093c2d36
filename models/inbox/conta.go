package inbox

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Conteggi are how many open tasks each choice of Lista and Scadenza would list
// with the rest of the filter as it is. All come from one reading.
type Conteggi struct {
	filtro Filtro
	gruppi []gruppo
}

// gruppo counts the tasks of a part whose terms and, where Tipo says one, kinds
// are alike: all, those that somebody has, those of the enti that one
// coordinates. Doppi are tasks of one's own that the group of their office
// counts too.
type gruppo struct {
	Posto      int
	Mio        bool
	Tipo       Tipo
	Entro      Scadenza // the nearest of the terms that comprise it
	Quanti     int
	Presi      int
	Coordinati int
	Doppi      int
}

// di is how many of the group a list holds.
func (g gruppo) di(l Lista) int {
	switch {
	case l == Coordinati:
		return g.Coordinati
	case l == Miei && !g.Mio:
		return 0
	case l == Miei:
		return g.Quanti
	case l == Uffici && g.Mio:
		return -g.Doppi
	case l == Liberi && g.Mio:
		return 0
	case l == Liberi:
		return g.Quanti - g.Presi
	}
	return g.Quanti - g.Doppi
}

// oltre is the term of the tasks that fall due after every other.
const oltre Scadenza = "oltre"

// entro is the SQL of gruppo.Entro, of tasks c.
func entro(oggi periodo.Data) string {
	return fmt.Sprintf("CASE WHEN c.scade IS NULL THEN '%s' WHEN c.scade < '%s' THEN '%s' WHEN c.scade = '%s' THEN '%s' WHEN c.scade <= '%s' THEN '%s' WHEN c.scade <= '%s' THEN '%s' ELSE '%s' END",
		SenzaTermine, oggi, Scaduti, oggi, Oggi, FineSettimana(oggi), Settimana, oggi.Piu(giorniMese), Mese, oltre)
}

// comprende tells whether a term comprises a group: the week holds the day, the
// month both; "" is any.
func (s Scadenza) comprende(g Scadenza) bool {
	switch s {
	case "":
		return true
	case Settimana:
		return g == Oggi || g == Settimana
	case Mese:
		return g == Oggi || g == Settimana || g == Mese
	}
	return s == g
}

func (c Conteggi) quanti(l Lista, s Scadenza) int {
	n := 0
	for _, g := range c.gruppi {
		if s.comprende(g.Entro) {
			n += g.di(l)
		}
	}
	return n
}

// Totale counts the list itself.
func (c Conteggi) Totale() int { return c.quanti(c.filtro.Lista, c.filtro.Scadenza) }

// Lista counts another list.
func (c Conteggi) Lista(l Lista) int { return c.quanti(l, c.filtro.Scadenza) }

// Scadenza counts another term, "" for any.
func (c Conteggi) Scadenza(s Scadenza) int { return c.quanti(c.filtro.Lista, s) }

// Conta counts what a filter lists and what its neighbours would and, in the
// same statement, what each of some views lists.
func Conta(tx *gorm.DB, chi models.Chi, f Filtro, viste []Vista, oggi periodo.Data) (Conteggi, error) {
	tutte := f
	tutte.Scadenza = ""
	gruppi, err := conta(tx, chi, append([]Filtro{tutte}, filtriDi(viste)...), oggi)
	if err != nil {
		return Conteggi{}, err
	}
	sommaViste(viste, gruppi)
	return Conteggi{filtro: f, gruppi: gruppi[tutte.base()]}, nil
}

// base is what of a filter the database is asked for: two filters of one base
// are counted by the same groups, which tell lists and terms apart.
func (f Filtro) base() Filtro {
	f.Lista, f.Ordine = "", ""
	if f.sommabile() { // else a term leaves fewer tasks to count
		f.Scadenza = ""
	}
	return f
}

// conta counts, in one statement, the groups of the base of each filter.
func conta(tx *gorm.DB, chi models.Chi, filtri []Filtro, oggi periodo.Data) (map[Filtro][]gruppo, error) {
	r := lettura{visione: visioneDi(chi), chi: chi, oggi: oggi}
	basi := map[Filtro][]int{}
	for _, f := range filtri {
		if f = f.base(); basi[f] == nil {
			basi[f] = r.conta(f)
		}
	}
	gruppi, err := models.Tutte[gruppo](tx, strings.Join(r.parti, " UNION ALL "), r.args...)
	out := map[Filtro][]gruppo{}
	for f, posti := range basi {
		for _, g := range gruppi {
			if slices.Contains(posti, g.Posto) && (f.Tipo == "" || g.Tipo == "" || g.Tipo == f.Tipo) {
				out[f] = append(out[f], g)
			}
		}
	}
	return out, err
}

// lettura is a statement that counts for several filters: the union of its
// parti. What several filters share is counted once, at its posto.
type lettura struct {
	visione
	chi   models.Chi
	oggi  periodo.Data
	posti []contato
	parti []string
	args  []any
}

// contato is what a posto counts.
type contato struct {
	base       Filtro
	coordinati bool
}

// conta has a base counted, and says at which posti.
func (r *lettura) conta(f Filtro) []int {
	if !f.sommabile() {
		return []int{r.posto(contato{base: f}, r.contoIntero)}
	}
	ogniTipo := f
	ogniTipo.Tipo = "" // an office has few sums, and each tells its kind
	return []int{r.posto(contato{base: ogniTipo}, r.sommaPropri), r.posto(contato{base: f, coordinati: true}, r.sommaCoordinati)}
}

// posto is where something is counted, by scrivi if nobody asked for it before.
func (r *lettura) posto(c contato, scrivi func(f Filtro, dove condizioni)) int {
	n := slices.Index(r.posti, c)
	if n < 0 {
		n = len(r.posti)
		r.posti = append(r.posti, c)
		scrivi(c.base, c.base.dove(r.chi, r.oggi))
	}
	return n
}

// parte adds a part: cosa are its counts and its FROM, raggruppa what groups
// them besides the term.
func (r *lettura) parte(tipo, cosa string, args ...any) {
	raggruppa := " GROUP BY 3"
	if tipo == "c.tipo" {
		raggruppa = " GROUP BY 2, 3"
	}
	r.parti = append(r.parti, fmt.Sprintf("SELECT %d AS posto, %s AS tipo, %s AS entro, %s", len(r.posti)-1, tipo, entro(r.oggi), cosa)+raggruppa)
	r.args = append(r.args, args...)
}

// contoIntero counts task by task what base chooses.
func (r *lettura) contoIntero(_ Filtro, base condizioni) {
	for _, ramo := range r.rami(Tutti) {
		coordinati, dove := "0", ramo.condizioni()
		var args []any
		switch ramo.colonna {
		case "":
			coordinati = "count(*) FILTER (WHERE c.ente_id = ANY (?::uuid[]))"
			args = append(args, uuidi(r.coordinati))
		case "ente_id":
			coordinati = "count(*)"
		}
		r.parte("''", fmt.Sprintf("%t AS mio, count(*) AS quanti, count(c.operatore_id) AS presi, %s AS coordinati, 0 AS doppi FROM compito c WHERE c.chiuso_il IS NULL AND %s AND %s",
			ramo.colonna == "", coordinati, dove.sql(), base.sql()), slices.Concat(args, dove.args, base.args)...)
	}
}

// sommabile tells whether the sums that the database keeps, by office, kind and
// term, answer the filter.
func (f Filtro) sommabile() bool {
	return f.Eta == "" && f.Operatore == "" && f.Dal.IsZero() && f.Al.IsZero() && strings.TrimSpace(f.Testo) == ""
}

// somme reads the sums that the database keeps of every office and ente.
const somme = "false AS mio, coalesce(sum(c.aperti), 0) AS quanti, coalesce(sum(c.presi), 0) AS presi, %s AS coordinati, 0 AS doppi FROM compito_conto c WHERE %s AND %s"

// sommaPropri counts by kind: one's own tasks, which are few and may be of
// anybody's office, one by one; those of one's offices by their sums. Both come
// from the same snapshot.
func (r *lettura) sommaPropri(_ Filtro, base condizioni) {
	var uffici condizioni
	uffici.e("c.uo_id = ANY (?::uuid[]) AND c.ente_id = ANY (?::uuid[]) AND c.ente_id <> ALL (?::uuid[])", uuidi(r.uffici), uuidi(r.enti), uuidi(r.coordinati))
	r.parte("c.tipo", fmt.Sprintf("true AS mio, count(*) AS quanti, count(*) AS presi, 0 AS coordinati, count(*) FILTER (WHERE (%s OR c.ente_id = ANY (?::uuid[]))) AS doppi FROM compito c "+
		"WHERE c.chiuso_il IS NULL AND c.operatore_id = ? AND c.ente_id = ANY (?::uuid[]) AND %s", uffici.sql(), base.sql()),
		slices.Concat(uffici.args, []any{uuidi(r.coordinati), r.io, uuidi(r.enti)}, base.args)...)
	if len(r.uffici) > 0 {
		r.parte("c.tipo", fmt.Sprintf(somme, "0", uffici.sql(), base.sql()), slices.Concat(uffici.args, base.args)...)
	}
}

// sommaCoordinati counts the tasks of the enti that one coordinates by the
// largest sums there are.
func (r *lettura) sommaCoordinati(f Filtro, base condizioni) {
	if len(r.coordinati) == 0 {
		return
	}
	var dove condizioni
	dove.e("c.ente_id = ANY (?::uuid[])", uuidi(r.coordinati))
	switch {
	case f.Ufficio != "":
	case f.Tipo != "":
		dove.e("c.uo_id IS NULL")
	default:
		dove.e("c.uo_id IS NULL AND c.tipo IS NULL")
	}
	r.parte("''", fmt.Sprintf(somme, "coalesce(sum(c.aperti), 0)", dove.sql(), base.sql()), slices.Concat(dove.args, base.args)...)
}

// Attesa is what the header of every page counts for who asks: open tasks of
// one's own, and notifications not read yet.
type Attesa struct {
	Compiti  int
	NonLette int
}

// AttesaDi counts both in one statement.
func AttesaDi(tx *gorm.DB, chi models.Chi) (Attesa, error) {
	return models.Una[Attesa](tx, "", `SELECT
		(SELECT count(*) FROM compito WHERE operatore_id = ? AND ente_id = ANY (?::uuid[]) AND chiuso_il IS NULL) AS compiti,
		(SELECT count(*) FROM notifica WHERE operatore_id = ? AND ente_id = ANY (?::uuid[]) AND letta_il IS NULL) AS non_lette`,
		chi.OperatoreID, uuidi(chi.Enti()), chi.OperatoreID, uuidi(chi.Enti()))
}
