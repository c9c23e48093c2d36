package inbox

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Misure count open tasks: by band of age in the order of Fasce, in all, those
// past their term.
type Misure struct {
	Fasce   [5]int
	Totale  int
	Scaduti int
}

func (m *Misure) somma(v voceQuadro) {
	m.Fasce[v.Fascia] += v.Quanti
	m.Totale += v.Quanti
	if v.Scaduto {
		m.Scaduti += v.Quanti
	}
}

// MisureUfficio are the tasks of an office, and of how many cases they are.
type MisureUfficio struct {
	ID, Nome string
	Casi     int
	Misure
}

// MisureOperatore is what an operatore has in hand; ID is "" for what nobody has.
type MisureOperatore struct {
	ID, Nome   string
	Domande    int // assigned and not closed
	Interventi int // of which he is responsible, not ended
	Misure
}

// MisureTipo are the tasks of a kind: why their cases wait.
type MisureTipo struct {
	Tipo Tipo
	Misure
}

// GiornoScadenze is how many tasks fall due on a day.
type GiornoScadenze struct {
	Giorno periodo.Data
	Quanti int
}

// Quadro is the board of who coordinates: what is open in his enti. All the
// counts of tasks come from one statement, so that they agree.
type Quadro struct {
	Tutti     Misure
	Casi      int
	Uffici    []MisureUfficio
	Operatori []MisureOperatore
	Tipi      []MisureTipo
	Dal, Al   periodo.Data // the days of Giorni, each there, from today
	Giorni    []GiornoScadenze
}

// settimaneQuadro are the weeks of the board after the one in course.
const settimaneQuadro = 4

// voceQuadro is a line of the statement that counts.
type voceQuadro struct {
	Specie      string
	UOID        string `gorm:"column:uo_id"`
	OperatoreID string
	Tipo        Tipo
	Fascia      int
	Scaduto     bool
	Scade       periodo.Data
	Quanti      int
}

// QuadroDi counts what is open in the enti that who asks coordinates, and
// refuses who coordinates none.
func QuadroDi(tx *gorm.DB, chi models.Chi, oggi periodo.Data) (Quadro, error) {
	enti := EntiCoordinati(chi)
	if len(enti) == 0 {
		return Quadro{}, models.Errorf(models.Forbidden, "il cruscotto è di chi coordina un ente: chiedere l'abilitazione all'amministratore dell'ente")
	}
	q := Quadro{Dal: oggi, Al: FineSettimana(oggi).Piu(7 * settimaneQuadro)}
	voci, err := vociQuadro(tx, enti, q)
	if err != nil {
		return q, err
	}
	uffici, operatori, tipi, giorni := map[string]*MisureUfficio{}, map[string]*MisureOperatore{}, map[Tipo]*MisureTipo{}, map[periodo.Data]int{}
	for _, v := range voci {
		switch v.Specie {
		case "casi":
			di(uffici, v.UOID).Casi = v.Quanti
		case "tutti":
			q.Casi = v.Quanti
		case "giorno":
			giorni[v.Scade] = v.Quanti
		default:
			q.Tutti.somma(v)
			di(uffici, v.UOID).somma(v)
			di(operatori, v.OperatoreID).somma(v)
			di(tipi, v.Tipo).somma(v)
		}
	}
	for g := q.Dal; !g.Dopo(q.Al); g = g.Piu(1) {
		q.Giorni = append(q.Giorni, GiornoScadenze{g, giorni[g]})
	}
	for t, m := range tipi {
		m.Tipo = t
		q.Tipi = append(q.Tipi, *m)
	}
	slices.SortFunc(q.Tipi, func(a, b MisureTipo) int { return cmp.Compare(a.Tipo, b.Tipo) })
	if q.Uffici, err = nominaUffici(tx, uffici); err != nil {
		return q, err
	}
	q.Operatori, err = nominaOperatori(tx, enti, operatori, oggi)
	return q, err
}

// di is the entry of a key, made when it is not there.
func di[K comparable, V any](m map[K]*V, k K) *V {
	if m[k] == nil {
		m[k] = new(V)
	}
	return m[k]
}

func vociQuadro(tx *gorm.DB, enti []string, q Quadro) ([]voceQuadro, error) {
	const aperti = " FROM compito c WHERE c.chiuso_il IS NULL AND c.ente_id = ANY (?::uuid[])"
	var args []any
	for _, f := range Fasce[:len(Fasce)-1] {
		args = append(args, finoA(q.Dal, f.A+1))
	}
	args = append(args, q.Dal, uuidi(enti), uuidi(enti), uuidi(enti), uuidi(enti), q.Dal, q.Al)
	return models.Tutte[voceQuadro](tx, `SELECT 'gruppo' AS specie, uo_id::text, coalesce(operatore_id::text, '') AS operatore_id, tipo, fascia, scaduto, NULL::date AS scade, quanti
		FROM (SELECT c.uo_id, c.operatore_id, c.tipo,
			CASE WHEN c.creato >= ? THEN 0 WHEN c.creato >= ? THEN 1 WHEN c.creato >= ? THEN 2 WHEN c.creato >= ? THEN 3 ELSE 4 END AS fascia,
			coalesce(c.scade < ?::date, false) AS scaduto, count(*) AS quanti`+aperti+` GROUP BY 1, 2, 3, 4, 5) g
		UNION ALL SELECT 'casi', x.uo_id::text, '', '', 0, false, NULL, count(*) FROM (SELECT DISTINCT c.uo_id, c.oggetto_id`+aperti+`) x GROUP BY x.uo_id
		UNION ALL SELECT 'tutti', '', '', '', 0, false, NULL, count(*) FROM (SELECT DISTINCT c.oggetto_id`+aperti+`) x
		UNION ALL SELECT 'giorno', '', '', '', 0, false, c.scade, count(*)`+aperti+` AND c.scade BETWEEN ? AND ? GROUP BY c.scade`, args...)
}

func nominaUffici(tx *gorm.DB, misure map[string]*MisureUfficio) ([]MisureUfficio, error) {
	nomi, err := models.Tutte[struct{ ID, Nome string }](tx, `SELECT id, codice || ' - ' || denominazione AS nome FROM uo WHERE id = ANY (?::uuid[]) ORDER BY codice`,
		uuidi(chiavi(misure)))
	var out []MisureUfficio
	for _, n := range nomi {
		m := misure[n.ID]
		m.ID, m.Nome = n.ID, n.Nome
		out = append(out, *m)
	}
	return out, err
}

func chiavi[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		if k != "" {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// nominaOperatori completes what each has in hand with domande and interventi.
// Who may receive tasks is there with nothing too. What nobody has comes first,
// then who has most.
func nominaOperatori(tx *gorm.DB, enti []string, misure map[string]*MisureOperatore, oggi periodo.Data) ([]MisureOperatore, error) {
	carichi, err := models.Tutte[struct {
		ID                  string
		Domande, Interventi int
	}](tx, `SELECT x.id, sum(x.domande) AS domande, sum(x.interventi) AS interventi FROM (
			SELECT a.operatore_id::text AS id, count(*) AS domande, 0 AS interventi FROM domanda d
				JOIN assegnazione a ON a.domanda_id = d.id AND a.tipo = 'OPERATORE' AND a.data_fine IS NULL
				WHERE d.ente_id = ANY (?::uuid[]) AND d.stato NOT IN ('BOZZA', 'CHIUSA') GROUP BY 1
			UNION ALL SELECT operatore_responsabile_id::text, 0, count(*) FROM intervento
				WHERE ente_id = ANY (?::uuid[]) AND stato IN ('DA_ATTIVARE', 'ATTIVO', 'SOSPESO') GROUP BY 1) x GROUP BY 1`, uuidi(enti), uuidi(enti))
	if err != nil {
		return nil, err
	}
	for _, c := range carichi {
		m := di(misure, c.ID)
		m.Domande, m.Interventi = c.Domande, c.Interventi
	}
	nomi, err := models.Tutte[struct{ ID, Nome string }](tx, `SELECT o.id, o.cognome || ' ' || o.nome AS nome FROM operatore o
		WHERE o.id = ANY (?::uuid[]) OR o.id IN (`+ricevono+`) ORDER BY o.cognome, o.nome, o.id`,
		append([]any{uuidi(chiavi(misure))}, argsRicevono(enti, oggi)...)...)
	if err != nil {
		return nil, err
	}
	var out []MisureOperatore
	if m := misure[""]; m != nil {
		out = append(out, *m)
	}
	for _, n := range nomi {
		m := di(misure, n.ID)
		m.ID, m.Nome = n.ID, n.Nome
		out = append(out, *m)
	}
	slices.SortStableFunc(out, func(a, b MisureOperatore) int {
		if a.ID == "" || b.ID == "" {
			return cmp.Compare(a.ID, b.ID)
		}
		return cmp.Compare(b.Totale, a.Totale)
	})
	return out, nil
}

// ricevono selects the operatori who may receive tasks of some enti on a day.
const ricevono = `SELECT a.operatore_id FROM abilitazione a JOIN operatore p ON p.id = a.operatore_id
	WHERE (a.ente_id = ANY (?::uuid[]) OR a.ente_id IN (SELECT padre_id FROM ente WHERE id = ANY (?::uuid[])))
		AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?) AND p.dal <= ? AND (p.al IS NULL OR p.al >= ?)`

func argsRicevono(enti []string, oggi periodo.Data) []any {
	return []any{uuidi(enti), uuidi(enti), oggi, oggi, oggi, oggi}
}

// Scelta is an office or an operatore by which a list can be filtered, or to
// whom a task can be given.
type Scelta struct {
	ID   string
	Nome string
}

// OperatoriAbilitati are those who may receive tasks of the enti.
func OperatoriAbilitati(tx *gorm.DB, enti []string, oggi periodo.Data) ([]Scelta, error) {
	return models.Tutte[Scelta](tx, `SELECT o.id, o.cognome || ' ' || o.nome AS nome FROM operatore o WHERE o.id IN (`+ricevono+`) ORDER BY 2, 1`,
		argsRicevono(enti, oggi)...)
}

// Filtranti are the offices and the operatori by which who asks can filter a
// list: one's own offices and, of who coordinates an ente, all of the ente, with
// the operatori of the office that the filter names or, when it names none, of
// the ente, unless they are more than tanti or the enti several. The operatore
// already chosen is among them.
func Filtranti(tx *gorm.DB, chi models.Chi, f Filtro, oggi periodo.Data) (uffici, operatori []Scelta, err error) {
	coordinati := EntiCoordinati(chi)
	if len(coordinati) == 0 {
		return ufficiPropri(chi), nil, nil
	}
	parti := []string{`SELECT false AS persona, u.id, u.codice || ' - ' || u.denominazione AS nome FROM uo u
		WHERE u.dal <= ? AND (u.al IS NULL OR u.al >= ?) AND (u.id = ANY (?::uuid[])
			OR u.ente_id IN (SELECT unnest(ARRAY[id, padre_id]) FROM ente WHERE id = ANY (?::uuid[])))`}
	args := []any{oggi, oggi, uuidi(chi.UO()), uuidi(coordinati)}
	if f.Ufficio != "" || len(coordinati) == 1 {
		dove, suoi, limite := `a.ente_id IN (SELECT unnest(ARRAY[id, padre_id]) FROM ente WHERE id = ANY (?::uuid[]))`, []any{uuidi(coordinati)}, tanti+1
		if f.Ufficio != "" {
			dove, suoi, limite = dove+` AND a.uo_id = ?`, append(suoi, f.Ufficio), abilitatiMassimi
		}
		parti = append(parti, `SELECT true, o.id, o.cognome || ' ' || o.nome FROM (
				SELECT a.operatore_id FROM abilitazione a WHERE `+dove+` AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?) LIMIT ?) x
			JOIN operatore o ON o.id = x.operatore_id WHERE o.dal <= ? AND (o.al IS NULL OR o.al >= ?)`)
		args = slices.Concat(args, suoi, []any{oggi, oggi, limite, oggi, oggi})
	}
	if f.Operatore != "" && f.Operatore != Nessuno {
		parti = append(parti, `SELECT true, o.id, o.cognome || ' ' || o.nome FROM operatore o WHERE o.id = ? AND o.id IN (`+ricevono+`)`)
		args = slices.Concat(args, []any{f.Operatore}, argsRicevono(coordinati, oggi))
	}
	righe, err := models.Tutte[struct {
		Persona bool
		Scelta
	}](tx, strings.Join(parti, " UNION ")+" ORDER BY 3, 2", args...)
	for _, r := range righe {
		if r.Persona {
			operatori = append(operatori, r.Scelta)
		} else {
			uffici = append(uffici, r.Scelta)
		}
	}
	if f.Ufficio == "" && len(operatori) > tanti {
		operatori = slices.DeleteFunc(operatori, func(s Scelta) bool { return s.ID != f.Operatore })
	}
	return uffici, operatori, err
}

// ufficiPropri are the offices in which who asks is abilitato.
func ufficiPropri(chi models.Chi) []Scelta {
	var out []Scelta
	for _, a := range chi.Ambiti {
		if s := (Scelta{ID: a.UOID, Nome: a.Ufficio}); s.ID != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Scelta) int { return cmp.Or(cmp.Compare(a.Nome, b.Nome), cmp.Compare(a.ID, b.ID)) })
	return out
}

// tanti names are too many to choose from; an office has fewer than abilitatiMassimi.
const (
	tanti            = 60
	abilitatiMassimi = 1000
)
