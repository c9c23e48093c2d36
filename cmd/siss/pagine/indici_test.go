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
	"comune":          "378 in Lazio",
	"distretto":       "37 in Lazio",
	"ente":            "some hundreds: one for each comune, Municipio and district",
	"uo":              "a few for each ente",
	"operatore":       "some thousands",
	"abilitazione":    "one or two for each operatore",
	"tipo_intervento": "the regional catalogue",
	"struttura":       "some hundreds",
	"provvedimento":   "a few for each struttura",
	"erogatore":       "a few for each ente",
	"tariffario":      "a few for each erogatore and struttura",
	"voce_tariffario": "a few for each tariffario",
	"elaborazione":    "one a month for each ente that pays",
	"distinta":        "one for each elaborazione",
	"file_distinta":   "four at most for each elaborazione",
	"tesoreria":       "one for each ente that pays",
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
	riempi := segnaposti(t, e.db, ente.ID)
	for _, rotta := range e.rotte(t) {
		e.rotta(t, rotta, indirizzi(rotta, riempi))
	}
	t.Logf("%d statements", len(e.viste))
}

// bozze turns one intervento of each natura of the ente back into a draft.
func bozze(t *testing.T, conn *pgx.Conn, ente string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), `SET session_replication_role = replica`)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `UPDATE intervento SET stato = 'BOZZA', anno = NULL, numero = NULL WHERE id IN (SELECT DISTINCT ON (natura) id
		FROM intervento WHERE ente_id = $1 AND stato = 'ATTIVO' ORDER BY natura, id DESC)`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `SET session_replication_role = DEFAULT`)
	riesce(t, err)
}

// scrivanie gives every operatore of the ente and of its district two saved
// views, one of which looks for a text, and a notification of a domanda; the
// ente has a file of casi di prova.
func scrivanie(t *testing.T, conn *pgx.Conn, ente string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), `SET session_replication_role = replica`)
	riesce(t, err)
	const chi = `SELECT DISTINCT a.operatore_id FROM abilitazione a JOIN ente e ON e.id = $1 AND a.ente_id IN (e.id, e.padre_id)`
	_, err = conn.Exec(t.Context(), `INSERT INTO vista (id, operatore_id, nome, filtro) SELECT gen_random_uuid(), x.operatore_id, f.nome, f.filtro::jsonb
		FROM (`+chi+`) x, (VALUES ('Urgenti', '{"lista": "miei", "scadenza": "scaduti"}'), ('Rossi', '{"testo": "rossi"}')) f (nome, filtro)`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `INSERT INTO notifica (id, chiave, operatore_id, ente_id, tipo, testo, oggetto, oggetto_id, soggetto_id)
		SELECT gen_random_uuid(), 'prova/' || x.operatore_id, x.operatore_id, d.ente_id, 'DOMANDA_ESITO', 'Domanda accolta', 'domanda', d.id, d.soggetto_id
		FROM (`+chi+`) x, (SELECT * FROM domanda WHERE ente_id = $1 AND stato <> 'BOZZA' ORDER BY id LIMIT 1) d`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `INSERT INTO casi_di_prova (id, ente_id, titolo, contenuto, casi, caricato_da, caricato_il)
		SELECT gen_random_uuid(), $1, 'Contributi', '{"casi": [{"id": "vuoto"}]}', 1, (SELECT min(x.operatore_id::text)::uuid FROM (`+chi+`) x), now()`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `SET session_replication_role = DEFAULT`)
	riesce(t, err)
}

// distinte prepares the payments of the definitive runs that pay the ente: one
// transfer for each movimento, of which one in ten is left out, and a file.
func distinte(t *testing.T, conn *pgx.Conn, ente string) {
	t.Helper()
	for _, sql := range []string{`SET session_replication_role = replica`,
		`INSERT INTO distinta (id, ente_id, codice, esecuzione, raggruppata, iban, preparata_da, preparata_il)
			SELECT e.id, e.ente_id, 'SISS-' || e.anno || '-' || e.numero, e.al, false, 'IT60X0542811101000000123456', e.confermata_da, e.confermata_il
			FROM elaborazione e JOIN ente x ON x.pagatore_id = e.ente_id WHERE x.id = '` + ente + `' AND e.stato = 'DEFINITIVA'`,
		`INSERT INTO disposizione (id, ente_id, distinta_id, progressivo, numero, netto, motivo, beneficiario, codice_fiscale, metodo, iban, causale, commerciale)
			SELECT m.id, m.ente_id, d.id, m.progressivo, CASE WHEN m.progressivo % 10 > 0 THEN m.progressivo END, m.totale,
				CASE WHEN m.progressivo % 10 > 0 THEN '' ELSE 'IBAN_CAMBIATO' END, m.beneficiario, '', 'BONIFICO', coalesce(m.iban, ''), 'Intervento', false
			FROM distinta d JOIN movimento m ON m.elaborazione_id = d.id`,
		`INSERT INTO documento (id, ente_id, nome, mime, sha256, contenuto) SELECT gen_random_uuid(), ente_id, codice, 'text/csv', sha256('x'), 'x' FROM distinta`,
		`INSERT INTO file_distinta (id, ente_id, distinta_id, tipo, pagamenti, totale) SELECT f.id, d.ente_id, d.id, 'CSV', 1, 1
			FROM distinta d JOIN documento f ON f.ente_id = d.ente_id AND f.nome = d.codice`,
		`INSERT INTO documento (id, ente_id, nome, mime, sha256, contenuto) SELECT gen_random_uuid(), ente_id, codice || '-esiti', 'text/csv', sha256('x'),
			convert_to('identificativo;esito;motivo' || chr(10) || codice || '-1;PAGATO;' || chr(10) || codice || '-2;RIFIUTATO;conto chiuso' || chr(10), 'UTF8') FROM distinta`,
		`INSERT INTO file_esiti (id, ente_id, distinta_id, impronta, caricato_da, caricato_il) SELECT f.id, d.ente_id, d.id, encode(f.sha256, 'hex'), d.preparata_da, d.preparata_il
			FROM distinta d JOIN documento f ON f.ente_id = d.ente_id AND f.nome = d.codice || '-esiti'`,
		`ANALYZE`, `SET session_replication_role = DEFAULT`} {
		_, err := conn.Exec(t.Context(), sql)
		riesce(t, err)
	}
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

// diUnCaso are the columns that choose the rows of one case, person or act:
// those are few by nature, and need no LIMIT.
var diUnCaso = []string{"id", "domanda_id", "intervento_id", "soggetto_id", "altro_id", "richiesta_id", "oggetto_id", "impronta", "entita_id", "chiave"}

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
