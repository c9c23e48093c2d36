// Package apitest serves the small world of dbtest to the tests of handlers:
// the whole server, a database of its own and a Temporal client that carries
// nothing out but remembers what it was asked.
package apitest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"siss/api"
	"siss/api/anpr"
	"siss/api/atti"
	"siss/models/anagrafe"
	"siss/models/dbtest"
)

// Banco is a served Mondo.
type Banco struct {
	*dbtest.Mondo
	Temporal *Temporal
	Anpr     anpr.Servizio // of the servers built after it is set; nil for none
	Server   *api.Server
}

// Nuovo serves a new Mondo, with the login of a development machine.
func Nuovo(t testing.TB) *Banco {
	t.Helper()
	b := &Banco{Mondo: dbtest.Nuovo(t, dbtest.Open(t)), Temporal: &Temporal{}}
	b.Server = b.Servi(t, true)
	return b
}

// Servi builds another server on the same database.
func (b *Banco) Servi(t testing.TB, sviluppo bool) *api.Server {
	t.Helper()
	s, err := api.New(api.Deps{DB: b.DB, Temporal: b.Temporal, Coda: "prova", Log: slog.New(slog.DiscardHandler), Anpr: b.Anpr, Sviluppo: sviluppo})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Entra opens a session of the operatore and returns its token.
func (b *Banco) Entra(t testing.TB, operatore string) string {
	t.Helper()
	token, err := anagrafe.ApriSessione(context.Background(), b.DB, operatore, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// JSON asks an operation of /api/v1 with the token of a session, "" for
// nobody, and a body, "" for none.
func (b *Banco) JSON(token, metodo, percorso, corpo string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(metodo, "/api/v1"+percorso, strings.NewReader(corpo))
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return b.Manda(req)
}

// Pagina asks a page with the cookie of a session.
func (b *Banco) Pagina(token, percorso string) *httptest.ResponseRecorder {
	return b.Manda(conCookie(httptest.NewRequest(http.MethodGet, percorso, nil), token))
}

// Invia posts a form with the cookie of a session.
func (b *Banco) Invia(token, percorso string, valori url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, percorso, strings.NewReader(valori.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.Manda(conCookie(req, token))
}

// Manda serves a request.
func (b *Banco) Manda(req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.Server.ServeHTTP(w, req)
	return w
}

func conCookie(req *http.Request, token string) *http.Request {
	if token != "" {
		req.AddCookie(&http.Cookie{Name: atti.CookieSessione, Value: token})
	}
	return req
}

// Temporal remembers the updates it was sent and answers each with Esito, or
// with what EsitoDi says of its workflow.
type Temporal struct {
	client.Client
	Aggiornamenti []client.UpdateWorkflowOptions
	Esito         error
	EsitoDi       map[string]error

	mutex sync.Mutex
}

// UpdateWorkflow remembers the update.
func (f *Temporal) UpdateWorkflow(_ context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.Aggiornamenti = append(f.Aggiornamenti, o)
	if esito, suo := f.EsitoDi[o.WorkflowID]; suo {
		return maniglia{esito: esito}, nil
	}
	return maniglia{esito: f.Esito}, nil
}

type maniglia struct {
	client.WorkflowUpdateHandle
	esito error
}

func (m maniglia) Get(context.Context, any) error { return m.esito }
