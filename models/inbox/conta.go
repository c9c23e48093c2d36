package inbox

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Conteggi are how many open tasks each choice of Lista, Scadenza and Tipo
// would list with the rest of the filter as it is. All come from one reading.
type Conteggi struct {
	filtro Filtro
	gruppi []gruppo
}

// gruppo counts the tasks that the choices do not tell apart.
type gruppo struct {
	Mio        bool
	Libero     bool
	Coordinato bool
	Tipo       Tipo
	Termine    string
	Quanti     int
}

// termini are the terms that exclude each other, of which the Scadenze are made.
var termini = map[Scadenza][]string{
	Scaduti: {"scaduto"}, Oggi: {"oggi"}, Settimana: {"oggi", "settimana"}, Mese: {"oggi", "settimana", "mese"}, SenzaTermine: {"senza"},
}

func (g gruppo) in(f Filtro) bool {
	switch f.Lista {
	case Miei:
		if !g.Mio {
			return false
		}
	case Uffici:
		if g.Mio {
			return false
		}
	case Liberi:
		if g.Mio || !g.Libero {
			return false
		}
	case Coordinati:
		if !g.Coordinato {
			return false
		}
	}
	if f.Tipo != "" && f.Tipo != g.Tipo {
		return false
	}
	if f.Scadenza == "" {
		return true
	}
	for _, t := range termini[f.Scadenza] {
		if t == g.Termine {
			return true
		}
	}
	return false
}

func (c Conteggi) quanti(f Filtro) int {
	n := 0
	for _, g := range c.gruppi {
		if g.in(f) {
			n += g.Quanti
		}
	}
	return n
}

// Totale counts the list itself.
func (c Conteggi) Totale() int { return c.quanti(c.filtro) }

// Lista counts another list.
func (c Conteggi) Lista(l Lista) int {
	f := c.filtro
	f.Lista = l
	return c.quanti(f)
}

// Scadenza counts another term, "" for any.
func (c Conteggi) Scadenza(s Scadenza) int {
	f := c.filtro
	f.Scadenza = s
	return c.quanti(f)
}

// Tipo counts another kind of task, "" for any.
func (c Conteggi) Tipo(t Tipo) int {
	f := c.filtro
	f.Tipo = t
	return c.quanti(f)
}

// Conta counts what a filter lists and what its neighbours would.
func Conta(tx *gorm.DB, chi models.Chi, f Filtro, oggi periodo.Data) (Conteggi, error) {
	nudo := f
	nudo.Tipo, nudo.Scadenza = "", ""
	query, args := visioneDi(chi).visibili(nudo.dove(chi, oggi))
	settimana, mese := FineSettimana(oggi), oggi.Piu(giorniMese)
	gruppi, err := models.Tutte[gruppo](tx, `SELECT c.mio, c.operatore_id IS NULL AS libero, c.coordinato, c.tipo,
		CASE WHEN c.scade IS NULL THEN 'senza' WHEN c.scade < ?::date THEN 'scaduto' WHEN c.scade = ?::date THEN 'oggi'
			WHEN c.scade <= ?::date THEN 'settimana' WHEN c.scade <= ?::date THEN 'mese' ELSE 'oltre' END AS termine, count(*) AS quanti
		FROM (`+query+`) c GROUP BY 1, 2, 3, 4, 5`, append([]any{oggi, oggi, settimana, mese}, args...)...)
	return Conteggi{filtro: f, gruppi: gruppi}, err
}

// colonneVisibili are what counts look at: the indexes carry them.
const colonneVisibili = "c.ente_id, c.uo_id, c.operatore_id, c.tipo, c.scade, c.creato"

// visibili are the open tasks that may be seen and satisfy a condition, each
// once: mio those of who asks, coordinato those of the enti that one coordinates.
func (v visione) visibili(base condizioni) (string, []any) {
	var parti []string
	var args []any
	for _, r := range v.rami(Tutti) {
		dove := r.dove
		if r.colonna != "" {
			dove = condizioni{}
			dove.e("c."+r.colonna+" = ANY (?::uuid[])", uuidi(r.chiavi))
			dove.e(r.dove.sql(), r.dove.args...)
		}
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
