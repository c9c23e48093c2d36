package inbox

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Conteggi are how many open tasks each choice of Lista and Scadenza would list
// with the rest of the filter as it is. All come from one reading.
type Conteggi struct {
	filtro Filtro
	oggi   periodo.Data
	gruppi []gruppo
}

// gruppo counts the tasks of a part that fall due on the same day: all, those
// that somebody has, those of the enti that one coordinates. The day is what
// the indexes are ordered by, which makes it the cheapest way to tell them apart.
type gruppo struct {
	Mio        bool
	Scade      periodo.Data
	Quanti     int
	Presi      int
	Coordinati int
}

// di is how many of the group a list holds.
func (g gruppo) di(l Lista) int {
	switch {
	case l == Coordinati:
		return g.Coordinati
	case l == Miei && !g.Mio, (l == Uffici || l == Liberi) && g.Mio:
		return 0
	case l == Liberi:
		return g.Quanti - g.Presi
	}
	return g.Quanti
}

// comprende tells whether a term is of this kind; "" is of any.
func (s Scadenza) comprende(scade, oggi periodo.Data) bool {
	manca := scade.Meno(oggi)
	switch s {
	case "":
		return true
	case SenzaTermine:
		return scade.IsZero()
	case Scaduti:
		return !scade.IsZero() && manca < 0
	case Oggi:
		return scade == oggi
	case Settimana:
		return !scade.IsZero() && manca >= 0 && !scade.Dopo(FineSettimana(oggi))
	default:
		return !scade.IsZero() && manca >= 0 && manca <= giorniMese
	}
}

func (c Conteggi) quanti(l Lista, s Scadenza) int {
	n := 0
	for _, g := range c.gruppi {
		if s.comprende(g.Scade, c.oggi) {
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

// Conta counts what a filter lists and what its neighbours would.
func Conta(tx *gorm.DB, chi models.Chi, f Filtro, oggi periodo.Data) (Conteggi, error) {
	tutte := f
	tutte.Scadenza = ""
	base, v := tutte.dove(chi, oggi), visioneDi(chi)
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
		parti = append(parti, fmt.Sprintf(`SELECT %t AS mio, c.scade, count(*) AS quanti, count(c.operatore_id) AS presi, %s AS coordinati
			FROM compito c WHERE c.chiuso_il IS NULL AND %s AND %s GROUP BY c.scade`, r.colonna == "", coordinati, dove.sql(), base.sql()))
		args = append(append(args, dove.args...), base.args...)
	}
	gruppi, err := models.Tutte[gruppo](tx, strings.Join(parti, " UNION ALL "), args...)
	return Conteggi{filtro: f, oggi: oggi, gruppi: gruppi}, err
}

// colonneVisibili are what counts look at: the indexes carry them.
const colonneVisibili = "c.ente_id, c.uo_id, c.operatore_id, c.tipo, c.scade, c.creato"

// visibili are the open tasks that may be seen and satisfy a condition, each
// once: mio those of who asks, coordinato those of the enti that one coordinates.
func (v visione) visibili(base condizioni) (string, []any) {
	var parti []string
	var args []any
	for _, r := range v.rami(Tutti) {
		dove := r.condizioni()
		coordinato := "false"
		switch r.colonna {
		case "":
			coordinato = "c.ente_id = ANY (?::uuid[])"
			args = append(args, uuidi(v.coordinati))
		case "ente_id":
			coordinato = "true"
		}
		parti = append(parti, fmt.Sprintf("SELECT %t AS mio, %s AS coordinato, %s FROM compito c WHERE c.chiuso_il IS NULL AND %s AND %s",
			r.colonna == "", coordinato, colonneVisibili, dove.sql(), base.sql()))
		args = append(append(args, dove.args...), base.args...)
	}
	return strings.Join(parti, " UNION ALL "), args
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
