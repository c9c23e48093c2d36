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

// gruppo counts the tasks of a part whose terms are alike: all, those that
// somebody has, those of the enti that one coordinates. Doppi are tasks of one's
// own that the group of their office counts too.
type gruppo struct {
	Posto      int
	Mio        bool
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
	v := visioneDi(chi)
	var basi []Filtro
	var parti []string
	var args []any
	for _, f := range filtri {
		f = f.base()
		if slices.Contains(basi, f) {
			continue
		}
		testi, suoi := v.conto(f, f.dove(chi, oggi), fmt.Sprintf("SELECT %d AS posto, %s AS entro, ", len(basi), entro(oggi)))
		basi, parti, args = append(basi, f), append(parti, testi...), append(args, suoi...)
	}
	gruppi, err := models.Tutte[gruppo](tx, strings.Join(parti, " UNION ALL "), args...)
	out := map[Filtro][]gruppo{}
	for _, g := range gruppi {
		out[basi[g.Posto]] = append(out[basi[g.Posto]], g)
	}
	return out, err
}

// conto are the statements, to be united, that count by term what base chooses.
func (v visione) conto(f Filtro, base condizioni, voci string) ([]string, []any) {
	if f.sommabile() {
		return v.somma(f, base, voci)
	}
	var parti []string
	var args []any
	for _, r := range v.rami(Tutti) {
		coordinati := "0"
		switch r.colonna {
		case "":
			coordinati = "count(*) FILTER (WHERE c.ente_id = ANY (?::uuid[]))"
			args = append(args, uuidi(v.coordinati))
		case "ente_id":
			coordinati = "count(*)"
		}
		dove := r.condizioni()
		parti = append(parti, fmt.Sprintf("%s%t AS mio, count(*) AS quanti, count(c.operatore_id) AS presi, %s AS coordinati, 0 AS doppi FROM compito c WHERE c.chiuso_il IS NULL AND %s AND %s GROUP BY 2",
			voci, r.colonna == "", coordinati, dove.sql(), base.sql()))
		args = append(append(args, dove.args...), base.args...)
	}
	return parti, args
}

// sommabile tells whether the sums that the database keeps, by office, kind and
// term, answer the filter.
func (f Filtro) sommabile() bool {
	return f.Eta == "" && f.Operatore == "" && f.Dal.IsZero() && f.Al.IsZero() && strings.TrimSpace(f.Testo) == ""
}

// somma counts by the sums that the database keeps of every office and ente;
// one's own tasks, which are few and may be of anybody's office, it counts one
// by one. Both come from the same snapshot.
func (v visione) somma(f Filtro, base condizioni, voci string) ([]string, []any) {
	var uffici, coordinati, doppi condizioni
	uffici.e("c.uo_id = ANY (?::uuid[]) AND c.ente_id = ANY (?::uuid[]) AND c.ente_id <> ALL (?::uuid[])", uuidi(v.uffici), uuidi(v.enti), uuidi(v.coordinati))
	coordinati.e("c.ente_id = ANY (?::uuid[])", uuidi(v.coordinati))
	doppi.e("("+uffici.sql()+" OR "+coordinati.sql()+")", slices.Concat(uffici.args, coordinati.args)...)
	switch { // the largest sum there is
	case f.Ufficio != "":
	case f.Tipo != "":
		coordinati.e("c.uo_id IS NULL")
	default:
		coordinati.e("c.uo_id IS NULL AND c.tipo IS NULL")
	}
	const somme = "false AS mio, coalesce(sum(c.aperti), 0) AS quanti, coalesce(sum(c.presi), 0) AS presi, %s AS coordinati, 0 AS doppi FROM compito_conto c WHERE %s AND %s GROUP BY 2"
	parti := []string{fmt.Sprintf("%strue AS mio, count(*) AS quanti, count(*) AS presi, 0 AS coordinati, count(*) FILTER (WHERE %s) AS doppi FROM compito c "+
		"WHERE c.chiuso_il IS NULL AND c.operatore_id = ? AND c.ente_id = ANY (?::uuid[]) AND %s GROUP BY 2", voci, doppi.sql(), base.sql())}
	args := slices.Concat(doppi.args, []any{v.io, uuidi(v.enti)}, base.args)
	if len(v.uffici) > 0 {
		parti = append(parti, voci+fmt.Sprintf(somme, "0", uffici.sql(), base.sql()))
		args = slices.Concat(args, uffici.args, base.args)
	}
	if len(v.coordinati) > 0 {
		parti = append(parti, voci+fmt.Sprintf(somme, "coalesce(sum(c.aperti), 0)", coordinati.sql(), base.sql()))
		args = slices.Concat(args, coordinati.args, base.args)
	}
	return parti, args
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
