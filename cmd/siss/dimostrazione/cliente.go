package dimostrazione

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// cliente calls the JSON API in this process, as the operatori of the demo.
type cliente struct {
	api     http.Handler
	mutex   sync.Mutex
	gettoni map[string]string // by operatore
}

// How often a request is tried when the answer is that a server is not ready,
// and how long between two times.
const (
	tentativi = 10
	pausa     = 2 * time.Second
)

// chiedi sends a request as an operatore and decodes the answer into esito,
// unless that is nil. The same atto is the same act, so it may be repeated.
func (c *cliente) chiedi(ctx context.Context, operatore string, p passo, esito any) error {
	gettone, err := c.entra(ctx, operatore)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		r, err := c.invia(ctx, gettone, p)
		if err != nil {
			return err
		}
		if r.stato == http.StatusServiceUnavailable && n < tentativi {
			if err := attendi(ctx, pausa); err != nil {
				return err
			}
			continue
		}
		return r.leggi(p, esito)
	}
}

// entra logs an operatore in, once.
func (c *cliente) entra(ctx context.Context, operatore string) (string, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if g, ok := c.gettoni[operatore]; ok {
		return g, nil
	}
	p := passo{metodo: http.MethodPost, percorso: "/sessioni", corpo: map[string]string{"operatoreId": operatore}}
	r, err := c.invia(ctx, "", p)
	if err != nil {
		return "", err
	}
	var sessione struct{ Token string }
	if err := r.leggi(p, &sessione); err != nil {
		return "", err
	}
	c.gettoni[operatore] = sessione.Token
	return sessione.Token, nil
}

func (c *cliente) invia(ctx context.Context, gettone string, p passo) (*risposta, error) {
	var corpo bytes.Buffer
	if p.corpo != nil {
		if err := json.NewEncoder(&corpo).Encode(p.corpo); err != nil {
			return nil, fmt.Errorf("demo: body of %s: %w", p.percorso, err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, p.metodo, "/api/v1"+p.percorso, &corpo)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if p.corpo != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if gettone != "" {
		req.Header.Set("Authorization", "Bearer "+gettone)
	}
	if p.atto != "" {
		req.Header.Set("Idempotency-Key", p.atto)
	}
	r := &risposta{intestazioni: http.Header{}, stato: http.StatusOK}
	c.api.ServeHTTP(r, req)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return r, nil
}

// risposta is an http.ResponseWriter that keeps the answer.
type risposta struct {
	intestazioni http.Header
	stato        int
	corpo        bytes.Buffer
}

func (r *risposta) Header() http.Header { return r.intestazioni }

func (r *risposta) WriteHeader(stato int) { r.stato = stato }

func (r *risposta) Write(b []byte) (int, error) { return r.corpo.Write(b) }

// rifiuto is an answer that says no. The sentences of a refusal hold no values.
type rifiuto struct {
	stato int
	testo string
}

func (r *rifiuto) Error() string { return r.testo }

// leggi decodes the answer to p, or says how it was refused.
func (r *risposta) leggi(p passo, esito any) error {
	if r.stato >= http.StatusBadRequest {
		return r.rifiuto(p)
	}
	switch e := esito.(type) {
	case nil:
		return nil
	case *[]byte:
		*e = r.corpo.Bytes()
		return nil
	}
	if err := json.Unmarshal(r.corpo.Bytes(), esito); err != nil {
		return fmt.Errorf("demo: %s %s: %w", p.metodo, p.percorso, err)
	}
	return nil
}

func (r *risposta) rifiuto(p passo) error {
	var problema struct {
		Detail string
		Errors []struct{ Campo, Messaggio string }
	}
	testo := fmt.Sprintf("demo: %s %s: status %d", p.metodo, p.percorso, r.stato)
	if err := json.Unmarshal(r.corpo.Bytes(), &problema); err == nil {
		testo += ": " + problema.Detail
		for _, e := range problema.Errors {
			testo += "; " + e.Campo + ": " + e.Messaggio
		}
	}
	return &rifiuto{stato: r.stato, testo: testo}
}

func attendi(ctx context.Context, quanto time.Duration) error {
	t := time.NewTimer(quanto)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
