package e2e

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/api/inbox"
	"siss/api/sigess"
	compiti "siss/models/inbox"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// lista reads all the pages of a list of tasks and checks that their count is
// the one declared.
func lista(t *testing.T, c *cliente, quale string) map[string]inbox.Compito {
	t.Helper()
	out := map[string]inbox.Compito{}
	for pagina := 1; ; pagina++ {
		l := leggi[inbox.Compiti](t, c, "/compiti?pagina="+cifre(pagina)+quale)
		for _, k := range l.Compiti {
			out[k.ID] = k
		}
		if len(l.Compiti) == 0 {
			if len(out) != l.Totale {
				t.Errorf("%d tasks in the pages of %q, %d declared", len(out), quale, l.Totale)
			}
			return out
		}
	}
}

const (
	miei   = "&miei=true"
	uffici = ""
)

// conto is how many tasks are mine and how many of my offices.
func conto(t *testing.T, c *cliente) [2]int {
	t.Helper()
	return [2]int{len(lista(t, c, miei)), len(lista(t, c, uffici))}
}

// sportelli are who looks at the inbox: who presents, a colleague of the same
// office, and somebody of another ente.
type sportelli struct {
	*banco
	t                     *testing.T
	io, collega, estraneo *cliente
}

// atto sends an act on a task.
func (s sportelli) atto(c *cliente, id, cosa string) risposta {
	s.t.Helper()
	r, err := c.invia(s.t.Context(), http.MethodPost, "/compiti/"+id+"/"+cosa, uuid.NewString(), nil)
	riesce(s.t, err)
	return r
}

func (s sportelli) riuscito(c *cliente, id, cosa string) {
	s.t.Helper()
	if r := s.atto(c, id, cosa); !r.riuscita() {
		s.t.Fatalf("%s: status %d: %s", cosa, r.stato, r.corpo)
	}
}

// contati compares how many tasks each has, of his own and of his offices.
func (s sportelli) contati(quando string, miei, suoi [2]int) {
	s.t.Helper()
	got := [][2]int{conto(s.t, s.io), conto(s.t, s.collega), conto(s.t, s.estraneo)}
	if diff := cmp.Diff([][2]int{miei, suoi, {0, 0}}, got); diff != "" {
		s.t.Errorf("tasks (mine, of my offices) of who presents, colleague, stranger, %s (-want +got):\n%s", quando, diff)
	}
}

func TestTheInboxIsClaimedReleasedOpenedAndCompleted(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	s := sportelli{b, t, b.entra(t, b.Amministrativo), b.entra(t, b.Collega), b.entra(t, b.Estraneo)}
	io, collega := s.io, s.collega
	domanda := b.domanda(t, io, modelli.Presentata)
	s.contati("presented", [2]int{1, 0}, [2]int{0, 1})
	var k inbox.Compito
	for _, k = range lista(t, io, miei) {
	}
	if k.Tipo != compiti.AvviaIstruttoria || k.OggettoID != domanda || k.Operatore != "D'Arco Giovanna" || k.Soggetto != "ROSSI MARIO (11/07/1986)" ||
		k.Scade != periodo.MustParse("2024-02-01") || k.Creato.IsZero() || k.Ufficio != "SIGESS_COM1 - Comune 1" {
		t.Errorf("task = %+v, want what, who, since when, due when", k)
	}

	prima := improntaDi(t, b.DB)
	rifiutata(t, "a colleague takes my task", s.atto(collega, k.ID, "presa"), http.StatusConflict)
	rifiutata(t, "a colleague releases my task", s.atto(collega, k.ID, "rilascio"), http.StatusConflict)
	rifiutata(t, "a stranger takes my task", s.atto(s.estraneo, k.ID, "presa"), http.StatusNotFound)
	rifiutata(t, "a task to do is completed by hand", s.atto(io, k.ID, "completamento"), http.StatusConflict)
	immutata(t, "acts on tasks of others", b.DB, prima)

	s.riuscito(io, k.ID, "presa")
	s.contati("claimed", [2]int{1, 0}, [2]int{0, 1})
	s.riuscito(io, k.ID, "rilascio")
	s.contati("released", [2]int{0, 1}, [2]int{0, 1})
	s.riuscito(collega, k.ID, "presa")
	s.contati("claimed by the colleague", [2]int{0, 1}, [2]int{1, 0})
	s.riuscito(collega, k.ID, "rilascio")
	if d := leggi[sigess.SchedaDomanda](t, collega, "/domande/"+k.OggettoID); d.ID != domanda {
		t.Errorf("the task opens %s", d.ID)
	}
	compi(t, io, "/domande/"+domanda+"/avvio", b.avvio())
	s.contati("done: the next task is there", [2]int{1, 0}, [2]int{0, 1})

	compi(t, io, "/domande/"+domanda+"/assegnazioni", modelli.ModuloAssegnazione{OperatoreID: b.Collega, Motivo: "ferie"})
	s.contati("assigned: the task moves, with a notice", [2]int{0, 2}, [2]int{2, 0})
	for _, k := range lista(t, collega, miei+"&tipo=PRENDI_VISIONE") {
		rifiutata(t, "somebody else's notice", s.atto(io, k.ID, "completamento"), http.StatusForbidden)
		s.riuscito(collega, k.ID, "completamento")
		rifiutata(t, "the notice again", s.atto(collega, k.ID, "completamento"), http.StatusNotFound, http.StatusConflict)
	}
	s.contati("notice read", [2]int{0, 1}, [2]int{1, 0})
	for range 21 {
		b.domanda(t, io, modelli.Presentata)
	}
	s.contati("more than a page", [2]int{21, 1}, [2]int{1, 21})
	b.contate(t, map[string]int{"compito WHERE chiuso_il IS NULL": 22})
}

// Many tasks are taken and given to a colleague, each by its own workflow, and
// an impatient hand that sends it three times at once changes nothing more.
func TestManyTasksAreActedUponOnceThoughSentAtOnce(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	io, collega := b.entra(t, b.Amministrativo), b.entra(t, b.Collega)
	var ids []string
	for range 12 {
		b.domanda(t, io, modelli.Presentata)
	}
	for id := range lista(t, io, miei) {
		ids = append(ids, id)
	}
	insieme := func(c *cliente, m inbox.ModuloInsieme) inbox.EsitoInsieme {
		t.Helper()
		r := richiesta{c, http.MethodPost, "/compiti/insieme", uuid.NewString(), m}
		riuscite(t, m.Azione, r.insieme(t, 3))
		prima := improntaDi(t, b.DB)
		risposte := r.insieme(t, 1)
		riuscite(t, m.Azione, risposte)
		immutata(t, m.Azione+" again", b.DB, prima)
		var esito inbox.EsitoInsieme
		riesce(t, json.Unmarshal(risposte[0].corpo, &esito))
		return esito
	}
	if e := insieme(io, inbox.ModuloInsieme{Azione: "presa", Compiti: ids}); e.Fatti != 12 || e.NonFatti != 0 {
		t.Errorf("taken: %+v", e)
	}
	if e := insieme(io, inbox.ModuloInsieme{Azione: "riassegnazione", Compiti: ids, OperatoreID: b.Collega}); e.Fatti != 12 {
		t.Errorf("reassigned: %+v", e)
	}
	if got := conto(t, collega); got != [2]int{12, 0} {
		t.Errorf("tasks of who received them: %v", got)
	}
	if n := leggi[inbox.Notifiche](t, collega, "/notifiche?tipo=COMPITO_ASSEGNATO").Totale; n != 12 {
		t.Errorf("%d notifications, want one for each task", n)
	}
	if e := insieme(io, inbox.ModuloInsieme{Azione: "rilascio", Compiti: ids[:2]}); e.NonFatti != 2 || e.Esiti[0].Motivo != "il compito non è in carico a chi lo rilascia" {
		t.Errorf("released by who no longer has them: %+v", e)
	}
	if d := leggi[sigess.SchedaDomanda](t, io, "/domande/"+lista(t, collega, miei)[ids[0]].OggettoID); d.Stato != modelli.Presentata {
		t.Errorf("the domanda is %s", d.Stato)
	}
	b.contate(t, map[string]int{"compito WHERE chiuso_il IS NULL": 12, "assegnazione WHERE data_fine IS NOT NULL": 0})
}
