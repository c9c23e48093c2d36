package pagine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"siss/cmd/siss/moltitudine"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
)

// What is asked about: Latina, the largest comune after Roma, whose district is
// small enough for an index to be worth while.
const (
	comuneDiProva    = "COM059011"
	distrettoDiProva = "DIST24"
)

// regioneDiProva is enough for Latina to have each kind of row. Its day is
// fixed, so that its rows are always the same.
var regioneDiProva = moltitudine.Misura{Scala: 1.0 / 150, Seme: 1, Oggi: periodo.MustParse("2026-11-20")}

// piccole are the tables that may be read from end to end, with why. Any other
// is taken for large.
var piccole = map[string]string{
	"comune":              "378 in Lazio",
	"distretto":           "37 in Lazio",
	"ente":                "some hundreds: one for each comune, Municipio and district",
	"uo":                  "a few for each ente",
	"operatore":           "some thousands",
	"abilitazione":        "one or two for each operatore",
	"tipo_intervento":     "the regional catalogue",
	"struttura":           "some hundreds",
	"provvedimento":       "a few for each struttura",
	"erogatore":           "a few for each ente",
	"tariffario":          "a few for each erogatore and struttura",
	"voce_tariffario":     "a few for each tariffario",
	"elaborazione":        "one a month for each ente that pays",
	"distinta":            "one for each elaborazione",
	"file_distinta":       "four at most for each elaborazione",
	"tesoreria":           "one for each ente that pays",
	"soglia_conferma":     "one for each ruolo of an ente that pays",
	"tabella_isee":        "a few for each ente",
	"fondo":               "some tens a year for each ente that pays",
	"capitolo":            "a few for each fondo",
	"impegno":             "a few for each capitolo",
	"uso_impegno":         "one for each elaborazione and impegno",
	"file_esiti":          "one or two for each distinta",
	"registrazione_esiti": "one for each file of esiti",
}

// chi are who asks for the pages: of the largest ente and of its district.
var chi = []struct{ nome, ruolo, ente string }{
	{"operatore amministrativo", "OPERATORE_AMMINISTRATIVO", comuneDiProva},
	{"assistente sociale", "ASSISTENTE_SOCIALE", comuneDiProva},
	{"coordinatore", "COORDINATORE", comuneDiProva},
	{"responsabile del procedimento", "RESPONSABILE_PROCEDIMENTO", comuneDiProva},
	{"operatore amministrativo del distretto", "OPERATORE_AMMINISTRATIVO", distrettoDiProva},
	{"coordinatore del distretto", "COORDINATORE", distrettoDiProva},
	{"responsabile contabile", "RESPONSABILE_CONTABILE", distrettoDiProva},
}

func TestNoPageReadsALargeTableFromEndToEnd(t *testing.T) {
	t.Parallel()
	url := dbtest.URL(t)
	riesce(t, regioneDiProva.Carica(t.Context(), url, io.Discard))
	e := &esame{registratore: nuovoRegistratore(t, url), viste: map[string]bool{}}
	conn, err := pgx.Connect(t.Context(), url)
	riesce(t, err)
	t.Cleanup(func() { riesce(t, conn.Close(context.Background())) })
	// What is asked is whether an index can serve each condition, not whether it
	// is worth while on a small table.
	_, err = conn.Exec(t.Context(), "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off")
	riesce(t, err)
	e.conn = conn
	ente, err := models.Una[struct{ ID string }](e.db, "", `SELECT id FROM ente WHERE codice = ?`, comuneDiProva)
	riesce(t, err)
	bozze(t, conn, ente.ID)
	scrivanie(t, conn, ente.ID)
	distinte(t, conn, ente.ID)
	firme(t, conn)
	riempi := segnaposti(t, e.db, ente.ID)
	for _, rotta := range e.rotte(t) {
		e.rotta(t, rotta, indirizzi(rotta, riempi))
	}
	t.Logf("%d statements", len(e.viste))
}

// esame looks at the statements of the pages.
type esame struct {
	*registratore
	conn  *pgx.Conn
	viste map[string]bool // statements looked at
}

// rotte lists the GET routes, and fails for those that nobody said how to ask.
func (e *esame) rotte(t *testing.T) []string {
	t.Helper()
	var out []string
	esistono := map[string]bool{}
	for _, r := range e.server.Rotte() {
		if r.Method != http.MethodGet {
			continue
		}
		esistono[r.Path] = true
		switch _, esente := senzaEsempio[r.Path]; {
		case len(esempi[r.Path]) > 0:
			out = append(out, r.Path)
		case !esente:
			t.Errorf("GET %s: no address at which to ask it: add it to esempi, or to senzaEsempio when it reads nothing of an ente", r.Path)
		}
	}
	for r := range esempi {
		if !esistono[r] {
			t.Errorf("GET %s: in esempi but not a route", r)
		}
	}
	slices.Sort(out)
	return out
}

// rotta asks a route as everyone and looks at the statements not seen before.
func (e *esame) rotta(t *testing.T, rotta string, indirizzi []string) {
	t.Helper()
	for _, indirizzo := range indirizzi {
		var stati []int
		mostrata := false
		for _, c := range chi {
			w, viste := e.chiedi(t, e.operatore(t, c.ruolo, c.ente), indirizzo)
			stati = append(stati, w.Code)
			mostrata = mostrata || w.Code == http.StatusOK || w.Code == http.StatusSeeOther
			if w.Code >= http.StatusInternalServerError {
				t.Errorf("GET %s as %s: %d", rotta, c.nome, w.Code)
			}
			for _, i := range viste {
				if !i.diTransazione() && !e.viste[i.sql] {
					e.viste[i.sql] = true
					e.esamina(t, rotta, c.nome, i)
				}
			}
		}
		if !mostrata {
			t.Errorf("GET %s: nobody is shown %s: %v", rotta, indirizzo, stati)
		}
	}
}

func (e *esame) operatore(t *testing.T, ruolo, ente string) string {
	t.Helper()
	o, err := models.Una[struct{ OperatoreID string }](e.db, "nobody has this ruolo", `SELECT a.operatore_id FROM abilitazione a JOIN ente e ON e.id = a.ente_id
		WHERE a.ruolo = ? AND e.codice = ? ORDER BY a.id LIMIT 1`, ruolo, ente)
	riesce(t, err)
	return o.OperatoreID
}

// nodo is a step of a plan, as EXPLAIN writes it.
type nodo struct {
	Tipo       string `json:"Node Type"`
	Tabella    string `json:"Relation Name"`
	Condizione string `json:"Index Cond"`
	Filtro     string `json:"Filter"`
	Ruolo      string `json:"Parent Relationship"`
	Figli      []nodo `json:"Plans"`
}

// esamina looks at the plan of a statement.
func (e *esame) esamina(t *testing.T, rotta, chi string, i istruzione) {
	t.Helper()
	var testo string
	if err := e.conn.QueryRow(t.Context(), "EXPLAIN (FORMAT JSON) "+i.sql, i.args...).Scan(&testo); err != nil {
		t.Errorf("GET %s as %s: %v\n%s", rotta, chi, err, i.sql)
		return
	}
	var piani []struct{ Plan nodo }
	riesce(t, json.Unmarshal([]byte(testo), &piani))
	for _, difetto := range piani[0].Plan.difetti(false) {
		t.Errorf("GET %s as %s: %s\n%s", rotta, chi, difetto, i.sql)
	}
}

// diUnCaso are the columns that choose the rows of one case, person, act or month
// of who delivers: those are few by nature, and need no LIMIT.
var diUnCaso = []string{"id", "domanda_id", "intervento_id", "soggetto_id", "altro_id", "richiesta_id", "oggetto_id", "impronta", "entita_id", "chiave",
	"movimento_id", "recupero_id", "chiusura_id", "firma_id", "creditore", "impegno_id", "sostituisce", "presso_id", "COALESCE(erogatore_id, struttura_id)"}

// difetti lists what is wrong in a plan: a large table read without an index,
// by an index without a condition, or as a list that may grow without bound.
// limitato tells that something above bounds the rows: a LIMIT or a total.
func (n nodo) difetti(limitato bool) []string {
	var out []string
	limitato = limitato || n.Tipo == "Limit" || n.Tipo == "Aggregate" || n.Ruolo == "InitPlan" || n.Ruolo == "SubPlan"
	condizione := n.condizione()
	if _, piccola := piccole[n.Tabella]; n.Tabella != "" && !piccola && n.Tipo != "ModifyTable" {
		switch {
		case n.Tipo == "Seq Scan":
			out = append(out, fmt.Sprintf("reads %s from end to end: no index serves %s", n.Tabella, n.Filtro))
		case condizione == "":
			out = append(out, fmt.Sprintf("reads the whole of an index of %s: none serves %s", n.Tabella, n.Filtro))
		case !limitato && !slices.ContainsFunc(diUnCaso, func(c string) bool { return sceglie(condizione+n.Filtro, c) }):
			out = append(out, fmt.Sprintf("lists %s without a LIMIT, by %s", n.Tabella, condizione))
		}
	}
	for _, f := range n.Figli {
		out = append(out, f.difetti(limitato)...)
	}
	return out
}

// condizione is what an index is asked for, by the node or, for a bitmap, below it.
func (n nodo) condizione() string {
	out := n.Condizione
	if strings.HasPrefix(n.Tipo, "Bitmap") {
		for _, f := range n.Figli {
			out += f.condizione()
		}
	}
	return out
}

// sceglie tells whether a condition wants one or some values of a column.
func sceglie(condizione, colonna string) bool {
	for _, c := range []string{colonna, "(" + colonna + ")::text"} {
		if strings.Contains(condizione, "("+c+" = ") {
			return true
		}
	}
	return false
}
