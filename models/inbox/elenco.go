package inbox

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Riga is a task as the home page shows it. Natura is that of the intervento
// to create, "" for the other tasks; Chiave and WorkflowID are not read.
type Riga struct {
	Compito
	Ufficio     string
	Operatore   string
	Cognome     string
	Nome        string
	DataNascita periodo.Data
	Natura      string
}

// Nominativo is the person a task is about, or "".
func (r Riga) Nominativo() string {
	if r.Cognome == "" {
		return ""
	}
	return strings.TrimSpace(r.Cognome+" "+r.Nome) + " (" + r.DataNascita.Italiana() + ")"
}

// uuidi writes ids as an array of PostgreSQL.
func uuidi(ids []string) string { return "{" + strings.Join(ids, ",") + "}" }

// visione is what who asks may see, in the enti where an abilitazione is still
// valid: one's own tasks, those of one's offices, and those of the enti that
// one coordinates.
type visione struct {
	io         string
	enti       []string
	coordinati []string
	uffici     []string // those not wholly inside coordinati
}

func visioneDi(chi models.Chi) visione {
	v := visione{io: chi.OperatoreID, enti: chi.Enti(), coordinati: EntiCoordinati(chi)}
	for _, a := range chi.Ambiti {
		if a.UOID != "" && !slices.Contains(v.coordinati, a.EnteID) && !slices.Contains(v.uffici, a.UOID) {
			v.uffici = append(v.uffici, a.UOID)
		}
	}
	return v
}

// EntiCoordinati are the enti of which who asks is Coordinatore.
func EntiCoordinati(chi models.Chi) []string {
	var out []string
	for _, e := range chi.Enti() {
		if chi.Ha(e, models.Coordinatore) {
			out = append(out, e)
		}
	}
	return out
}

// ramo is a part of the tasks that may be seen, read by one index. Its
// condition is on tasks c; chiavi, when there are some, are the values of
// colonna, looked for one at a time.
type ramo struct {
	dove    condizioni
	colonna string
	chiavi  []string
}

// condizioni choose the tasks of the part, whatever their chiave.
func (r ramo) condizioni() condizioni {
	if r.colonna == "" {
		return r.dove
	}
	var c condizioni
	c.e("c."+r.colonna+" = ANY (?::uuid[])", uuidi(r.chiavi))
	c.e(r.dove.sql(), r.dove.args...)
	return c
}

// rami are the parts of a list, without a task in two of them.
func (v visione) rami(l Lista) []ramo {
	if l == Coordinati {
		return soloPieni(ramo{colonna: "ente_id", chiavi: v.coordinati})
	}
	miei, uffici, altri := ramo{}, ramo{colonna: "uo_id", chiavi: v.uffici}, ramo{colonna: "ente_id", chiavi: v.coordinati}
	miei.dove.e("c.operatore_id = ? AND c.ente_id = ANY (?::uuid[])", v.io, uuidi(v.enti))
	uffici.dove.e("c.ente_id = ANY (?::uuid[]) AND c.ente_id <> ALL (?::uuid[])", uuidi(v.enti), uuidi(v.coordinati))
	for _, r := range []*ramo{&uffici, &altri} {
		if l == Liberi {
			r.dove.e("c.operatore_id IS NULL")
		} else {
			r.dove.e("c.operatore_id IS DISTINCT FROM ?", v.io)
		}
	}
	switch l {
	case Miei:
		return []ramo{miei}
	case Uffici, Liberi:
		return soloPieni(uffici, altri)
	default:
		return append([]ramo{miei}, soloPieni(uffici, altri)...)
	}
}

// soloPieni leaves out the parts in which there is nothing to look for.
func soloPieni(rami ...ramo) []ramo {
	return slices.DeleteFunc(rami, func(r ramo) bool { return len(r.chiavi) == 0 })
}

// ordinamenti say how each order is written: the columns of tasks c (and of
// soggetti s) by which it goes, all in one direction.
var ordinamenti = map[Ordine][]string{
	PerScadenza: {"c.scade", "c.creato", "c.id"},
	PerEta:      {"c.creato", "c.id"},
	PerTipo:     {"c.tipo", "c.scade", "c.creato", "c.id"},
	PerSoggetto: {"s.cognome", "s.nome", "s.codice", "c.scade", "c.id"},
}

// ordine returns the columns of an order, named k1, k2 and so on, and the ORDER
// BY of those names. The youngest first is the latest created first.
func (o Ordine) ordine() (colonne []string, orderBy string) {
	nudo, giu := strings.CutPrefix(string(o), "-")
	if nudo == string(PerEta) {
		giu = !giu
	}
	scelte := ordinamenti[Ordine(nudo)]
	if scelte == nil {
		scelte = ordinamenti[PerScadenza]
	}
	var out []string
	for n, c := range scelte {
		nome := fmt.Sprintf("k%d", n+1)
		colonne = append(colonne, c+" AS "+nome)
		if giu {
			nome += " DESC"
		}
		out = append(out, nome)
	}
	return colonne, strings.Join(out, ", ")
}

// Elenca lists the open tasks of a page of a list. Of each part only the rows
// that the page may need are read, in order.
func Elenca(tx *gorm.DB, chi models.Chi, f Filtro, oggi periodo.Data, p models.Pagina) ([]Riga, error) {
	colonne, orderBy := f.Ordine.ordine()
	da := " FROM compito c"
	if strings.HasPrefix(colonne[0], "s.") {
		da += " LEFT JOIN soggetto s ON s.id = c.soggetto_id"
	}
	base := f.dove(chi, oggi)
	var parti []string
	var args []any
	for _, r := range visioneDi(chi).rami(f.Lista) {
		dove := " AND " + r.dove.sql() + " AND " + base.sql() + " ORDER BY " + orderBy + " LIMIT ?"
		parte := "SELECT c.id, " + strings.Join(colonne, ", ") + da + " WHERE c.chiuso_il IS NULL"
		if r.colonna == "" {
			parti = append(parti, "("+parte+dove+")")
		} else {
			parti = append(parti, "(SELECT x.* FROM unnest(?::uuid[]) AS voluto CROSS JOIN LATERAL ("+parte+" AND c."+r.colonna+" = voluto"+dove+") x)")
			args = append(args, uuidi(r.chiavi))
		}
		args = append(append(append(args, r.dove.args...), base.args...), p.Salta+p.Limite)
	}
	if len(parti) == 0 {
		return nil, nil
	}
	// Names by subquery and not by join: seven tables would take longer to plan
	// than to read.
	return models.Tutte[Riga](tx, `SELECT c.id, c.ente_id, c.uo_id, c.operatore_id, c.tipo, c.oggetto, c.oggetto_id, c.richiesta_id, c.titolo, c.soggetto_id, c.creato, c.scade, c.preso_il,
		(SELECT u.codice || ' - ' || u.denominazione FROM uo u WHERE u.id = c.uo_id) AS ufficio,
		coalesce((SELECT o.cognome || ' ' || o.nome FROM operatore o WHERE o.id = c.operatore_id), '') AS operatore,
		CASE WHEN c.tipo = 'CREA_INTERVENTO' THEN (SELECT t.natura FROM richiesta r JOIN tipo_intervento t ON t.id = r.tipo_intervento_id WHERE r.id = c.richiesta_id) ELSE '' END AS natura,
		coalesce(s.cognome, '') AS cognome, coalesce(s.nome, '') AS nome, s.data_nascita
		FROM (SELECT * FROM (`+strings.Join(parti, " UNION ALL ")+`) p ORDER BY `+orderBy+` LIMIT ? OFFSET ?) k
		JOIN compito c ON c.id = k.id LEFT JOIN soggetto s ON s.id = c.soggetto_id ORDER BY `+orderBy, append(args, p.Limite, p.Salta)...)
}

// Visibile loads an open task that who asks may see.
func Visibile(tx *gorm.DB, chi models.Chi, id string) (Compito, error) {
	c, err := Visibili(tx, chi, []string{id})
	if err == nil && (len(c) == 0 || c[0].ChiusoIl != nil) {
		err = models.Errorf(models.NotFound, "il compito non esiste, è stato chiuso o non è visibile")
	}
	if err != nil {
		return Compito{}, err
	}
	return c[0], nil
}

// Visibili loads the tasks with these ids that who asks may see, closed ones
// included.
func Visibili(tx *gorm.DB, chi models.Chi, ids []string) ([]Compito, error) {
	return models.Tutte[Compito](tx, `SELECT c.* FROM compito c WHERE c.id = ANY (?::uuid[]) AND c.ente_id = ANY (?::uuid[])
		AND (c.operatore_id = ? OR c.uo_id = ANY (?::uuid[]) OR c.ente_id = ANY (?::uuid[]))`,
		uuidi(ids), uuidi(chi.Enti()), chi.OperatoreID, uuidi(chi.UO()), uuidi(EntiCoordinati(chi)))
}
