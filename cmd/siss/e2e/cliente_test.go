package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"siss/api/atti"
	"siss/api/auth"
)

// api is where the JSON operations are.
const api = "/api/v1"

// cliente is an operatore's program.
type cliente struct {
	base    string // of the JSON operations
	gettone string
	http    *http.Client
}

// risposta is an answer read whole.
type risposta struct {
	stato        int
	corpo        []byte
	intestazioni http.Header
}

func (r risposta) riuscita() bool { return r.stato >= 200 && r.stato < 300 }

// problema reads a refusal.
func (r risposta) problema() (p atti.Problema, err error) {
	if tipo := r.intestazioni.Get("Content-Type"); tipo != "application/problem+json" {
		return p, fmt.Errorf("status %d of type %q, want a problem: %.300s", r.stato, tipo, r.corpo)
	}
	return p, json.Unmarshal(r.corpo, &p)
}

// entra logs in as an operatore.
func (b *banco) entra(t testing.TB, operatore string) *cliente {
	t.Helper()
	c := &cliente{base: "http://" + b.indirizzo + api, http: &http.Client{Timeout: 45 * time.Second}}
	c.gettone = fa[auth.Sessione](t, c, http.MethodPost, "/sessioni", auth.ModuloSessione{OperatoreID: operatore}).Token
	return c
}

// invia sends a request. The body is a form, or bytes as they are; atto is the
// Idempotency-Key, none when "".
func (c *cliente) invia(ctx context.Context, metodo, percorso, atto string, corpo any) (risposta, error) {
	var dati []byte
	switch corpo := corpo.(type) {
	case nil:
	case []byte:
		dati = corpo
	default:
		var err error
		if dati, err = json.Marshal(corpo); err != nil {
			return risposta{}, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, metodo, c.base+percorso, bytes.NewReader(dati))
	if err != nil {
		return risposta{}, err
	}
	if len(dati) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.gettone != "" {
		req.Header.Set("Authorization", "Bearer "+c.gettone)
	}
	if atto != "" {
		req.Header.Set(atti.IntestazioneAtto, atto)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return risposta{}, err
	}
	defer resp.Body.Close()
	testo, err := io.ReadAll(resp.Body)
	return risposta{stato: resp.StatusCode, corpo: testo, intestazioni: resp.Header}, err
}

// fa sends an act of its own id that must succeed.
func fa[R any](t testing.TB, c *cliente, metodo, percorso string, corpo any) R {
	t.Helper()
	r, err := c.invia(t.Context(), metodo, percorso, uuid.NewString(), corpo)
	riesce(t, err)
	return letta[R](t, metodo+" "+percorso, r)
}

// leggi sends a read that must succeed.
func leggi[R any](t testing.TB, c *cliente, percorso string) R {
	t.Helper()
	r, err := c.invia(t.Context(), http.MethodGet, percorso, "", nil)
	riesce(t, err)
	return letta[R](t, "GET "+percorso, r)
}

func letta[R any](t testing.TB, cosa string, r risposta) (out R) {
	t.Helper()
	if !r.riuscita() {
		t.Fatalf("%s: status %d: %s", cosa, r.stato, r.corpo)
	}
	if r.stato != http.StatusNoContent {
		if err := json.Unmarshal(r.corpo, &out); err != nil {
			t.Fatalf("%s: %v in %.500s", cosa, err, r.corpo)
		}
	}
	return out
}

// rifiutata checks that an answer is a refusal with one of the statuses and a
// sentence that an operatore can read.
func rifiutata(t testing.TB, cosa string, r risposta, stati ...int) atti.Problema {
	t.Helper()
	p, err := r.problema()
	if err != nil {
		t.Errorf("%s: %v", cosa, err)
		return p
	}
	atteso := false
	for _, s := range stati {
		atteso = atteso || r.stato == s
	}
	switch {
	case !atteso || p.Stato != r.stato:
		t.Errorf("%s: status %d (%s), want %v", cosa, r.stato, p.Dettaglio, stati)
	case len(p.Dettaglio) < 10 || strings.HasSuffix(p.Dettaglio, "."):
		t.Errorf("%s: refused with %q, want a sentence without full stop", cosa, p.Dettaglio)
	}
	return p
}
