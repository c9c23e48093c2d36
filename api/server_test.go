package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/api/atti"
	"siss/models"
)

// prova is a server without areas, with a few handlers to provoke it.
func prova(t *testing.T) (*Server, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	s, err := nuovoServer(Deps{Log: log}, "/accesso",
		func(*http.Request) (models.Chi, error) { return models.Chi{OperatoreID: "op-1"}, nil },
		func(c *gin.Context, _ models.Chi, p atti.Problema) {
			if _, err := c.Writer.WriteString("ERRORE " + p.Dettaglio + " " + p.Istanza); err != nil {
				t.Error(err)
			}
		})
	if err != nil {
		t.Fatalf("nuovoServer: %v", err)
	}
	atti.Pagina(s.rotte, http.MethodGet, "/soggetti/:codice", func(c *gin.Context, _ models.Chi) error {
		c.String(http.StatusOK, "ciao")
		return nil
	})
	atti.Pagina(s.rotte, http.MethodPost, "/leggi", func(c *gin.Context, _ models.Chi) error {
		_, err := io.Copy(io.Discard, c.Request.Body)
		return err
	})
	for _, percorso := range []string{"/panico", "/api/v1/panico"} {
		s.motore.GET(percorso, func(*gin.Context) { panic("RSSMRA80A01H501U") })
	}
	return s, &out
}

func chiedi(s http.Handler, metodo, percorso, corpo string, intestazioni ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(metodo, percorso, strings.NewReader(corpo))
	for i := 0; i < len(intestazioni); i += 2 {
		req.Header.Set(intestazioni[i], intestazioni[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	s, _ := prova(t)
	for _, percorso := range []string{"/soggetti/1", "/nulla", "/panico", "/api/v1/nulla", "/api/v1/panico"} {
		h := chiedi(s, "GET", percorso, "").Header()
		for nome, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := h.Get(nome); got != want {
				t.Errorf("%s: %s = %q, want %q", percorso, nome, got, want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "font-src 'self' data:;") {
			t.Errorf("%s: policy %q", percorso, csp)
		}
		if uuid.Validate(h.Get("Request-Id")) != nil {
			t.Errorf("%s: request id %q", percorso, h.Get("Request-Id"))
		}
	}
}

func TestAccessLineHasThePatternAndNotTheAddress(t *testing.T) {
	s, out := prova(t)
	w := chiedi(s, "GET", "/soggetti/RSSMRA80A01H501U?cognome=Rossi", "")
	line := out.String()
	for _, want := range []string{"route=/soggetti/:codice", "status=200", "operatore=op-1", "method=GET", "request_id=" + w.Header().Get("Request-Id")} {
		if !strings.Contains(line, want) {
			t.Errorf("line lacks %s: %s", want, line)
		}
	}
	chiedi(s, "ROSSI", "/Rossi/RSSMRA80A01H501U", "")
	for _, forbidden := range []string{"RSSMRA", "Rossi", "ROSSI", "cognome"} {
		if strings.Contains(out.String(), forbidden) {
			t.Errorf("log holds %q: %s", forbidden, out)
		}
	}
}

func TestPanicIsA500WithTheNumberInTheLog(t *testing.T) {
	s, out := prova(t)
	page := chiedi(s, "GET", "/panico", "")
	if page.Code != 500 || !strings.HasPrefix(page.Body.String(), "ERRORE errore interno") {
		t.Errorf("page: %d %s", page.Code, page.Body)
	}
	problem := chiedi(s, "GET", "/api/v1/panico", "")
	if problem.Code != 500 || problem.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("problem: %d %s", problem.Code, problem.Body)
	}
	if log := out.String(); strings.Contains(log, "RSSMRA") || !strings.Contains(log, page.Header().Get("Request-Id")) || !strings.Contains(log, "server_test.go") {
		t.Errorf("log = %s", log)
	}
}

func TestWhatDoesNotExistIsAnsweredInTheCallersLanguage(t *testing.T) {
	s, _ := prova(t)
	tests := map[string]struct {
		metodo, percorso string
		stato            int
		codice           string
	}{
		"page":          {"GET", "/nulla", 404, ""},
		"operation":     {"GET", "/api/v1/nulla", 404, "not_found"},
		"page method":   {"DELETE", "/soggetti/1", 405, ""},
		"operation 405": {"DELETE", "/api/v1/status", 405, "method_not_allowed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := chiedi(s, tt.metodo, tt.percorso, "")
			if w.Code != tt.stato {
				t.Errorf("status %d, want %d", w.Code, tt.stato)
			}
			var p atti.Problema
			if err := json.Unmarshal(w.Body.Bytes(), &p); tt.codice != "" && (err != nil || p.Codice != tt.codice) {
				t.Errorf("problem %s (%v), want %s", w.Body, err, tt.codice)
			}
		})
	}
}

func TestAnotherSiteCannotAct(t *testing.T) {
	s, _ := prova(t)
	tests := map[string]struct {
		intestazioni []string
		stato        int
	}{
		"another site":     {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a sister host":    {[]string{"Sec-Fetch-Site", "same-site"}, 403},
		"an old browser":   {[]string{"Origin", "https://altro.example"}, 403},
		"our own page":     {[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		"not a browser":    {nil, 200},
		"our own, old one": {[]string{"Origin", "http://example.com"}, 200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if w := chiedi(s, "POST", "/leggi", "a=1", tt.intestazioni...); w.Code != tt.stato {
				t.Errorf("status %d, want %d", w.Code, tt.stato)
			}
		})
	}
	if w := chiedi(s, "GET", "/soggetti/1", "", "Sec-Fetch-Site", "cross-site"); w.Code != 200 {
		t.Errorf("a link from another site: %d", w.Code)
	}
}

func TestBodyOverTheLimitIsRefused(t *testing.T) {
	s, _ := prova(t)
	if w := chiedi(s, "POST", "/leggi", strings.Repeat("a", corpoMax)); w.Code != 200 {
		t.Errorf("1 MiB: %d", w.Code)
	}
	if w := chiedi(s, "POST", "/leggi", strings.Repeat("a", corpoMax+1)); w.Code != 413 {
		t.Errorf("1 MiB and a byte: %d", w.Code)
	}
}

func TestHealthTellsWhatDoesNotAnswer(t *testing.T) {
	guasto := errors.New("dial tcp 10.0.0.7:5432: password authentication failed")
	vivo := func(context.Context) error { return nil }
	tests := map[string]struct {
		database, temporal func(context.Context) error
		stato              int
		pronto             map[string]string
	}{
		"all well":      {vivo, vivo, 200, map[string]string{"database": "ok", "temporal": "ok"}},
		"database down": {func(context.Context) error { return guasto }, vivo, 503, map[string]string{"database": "unreachable", "temporal": "ok"}},
		"temporal mute": {vivo, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 503, map[string]string{"database": "ok", "temporal": "unreachable"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := spoglio(t, []servizio{{"database", tt.database}, {"temporal", tt.temporal}})
				if w := chiedi(s, "GET", percorsoVivo, ""); w.Code != 200 {
					t.Errorf("%s: %d", percorsoVivo, w.Code)
				}
				w := chiedi(s, "GET", percorsoPronto, "")
				var got map[string]string
				if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != tt.stato {
					t.Errorf("%s: %d (%v)", percorsoPronto, w.Code, err)
				}
				if diff := cmp.Diff(tt.pronto, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", percorsoPronto, diff)
				}
				status := chiedi(s, "GET", "/api/v1/status", "")
				if body := status.Body.String(); status.Code != tt.stato || strings.Contains(body, "10.0.0.7") || strings.Contains(body, "database") {
					t.Errorf("status: %d %s", status.Code, body)
				}
				if got := status.Header().Get("Retry-After"); (got != "") != (tt.stato == 503) {
					t.Errorf("Retry-After = %q", got)
				}
			})
		})
	}
}

// spoglio is a server that depends on the given services.
func spoglio(t *testing.T, servizi []servizio) *Server {
	t.Helper()
	s, err := costruisci(slog.New(slog.DiscardHandler), servizi, "/accesso", nil, nil)
	if err != nil {
		t.Fatalf("costruisci: %v", err)
	}
	return s
}

func TestContractIsServedInBothForms(t *testing.T) {
	s, _ := prova(t)
	for percorso, inizio := range map[string]string{"/api/v1/openapi.json": "{", "/api/v1/openapi.yaml": "components:"} {
		w := chiedi(s, "GET", percorso, "")
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), inizio) {
			t.Errorf("%s: %d %.60s", percorso, w.Code, w.Body)
		}
	}
}
