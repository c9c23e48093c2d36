package atti

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// prova is a form with one field of each kind.
type prova struct {
	Titolo  string        `json:"titolo" doc:"Titolo" maxLength:"20"`
	Giorno  periodo.Data  `json:"giorno" doc:"Giorno" format:"date"`
	Fine    *periodo.Data `json:"fine,omitempty" doc:"Fine" format:"date"`
	Rate    int           `json:"rate" doc:"Rate" minimum:"1" maximum:"12"`
	Urgente bool          `json:"urgente,omitempty" doc:"Urgente"`
	Tipi    []string      `json:"tipi,omitempty" doc:"Tipi" enum:"A,B" etichette:"Alfa,Beta"`
	Regole  []regola      `json:"regole,omitempty" doc:"Regole"`
	Sede    sede          `json:"sede,omitempty" doc:"Sede"`
}

type regola struct {
	Importo euro.Importo `json:"importo" doc:"Importo"`
	Nota    string       `json:"nota,omitempty" doc:"Nota"`
}

type sede struct {
	Via string `json:"via,omitempty" doc:"Via"`
}

type esitoProva struct {
	Titolo string   `json:"titolo"`
	ID     string   `json:"id"`
	Atto   string   `json:"atto"`
	Righe  []string `json:"righe"`
}

type filtro struct {
	Testo string   `json:"testo,omitempty" doc:"Testo" maxLength:"10"`
	Stati []string `json:"stati,omitempty" doc:"Stati" enum:"A,B" etichette:"Alfa,Beta"`
}

// banco is a server with one act, both ways; risposta is what the act answers.
type banco struct {
	http.Handler
	r        *Rotte
	log      bytes.Buffer
	chiamate []Richiesta[prova]
	risposta error
}

const gettone = "buono"

func nuovoBanco(t *testing.T) *banco {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	motore := gin.New()
	b := &banco{Handler: motore}
	motore.Use(func(c *gin.Context) {
		c.Set(ChiaveCorpo, c.Request.Body)
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<20)
		c.Next()
	})
	b.r = &Rotte{
		Pagine: motore, API: humagin.NewWithGroup(motore, motore.Group("/api/v1"), huma.Config{OpenAPI: &huma.OpenAPI{}}),
		Autentica: func(req *http.Request) (models.Chi, error) {
			if req.Header.Get("Authorization") != "Bearer "+gettone {
				return models.Chi{}, models.Errorf(models.Unauthorized, "accedere per continuare")
			}
			return models.Chi{OperatoreID: "op-1"}, nil
		},
		Accesso: "/accesso",
		PaginaErrore: func(c *gin.Context, _ models.Chi, p Problema) {
			c.Writer.WriteString("ERRORE " + p.Dettaglio)
		},
		Log: slog.New(slog.NewTextHandler(&b.log, nil)),
	}
	b.rotte()
	return b
}

func (b *banco) rotte() {
	esegui := func(_ context.Context, chi models.Chi, in Richiesta[prova]) (esitoProva, error) {
		b.chiamate = append(b.chiamate, in)
		return esitoProva{Titolo: in.Corpo.Titolo, ID: in.ID, Atto: in.Atto}, b.risposta
	}
	Registra(b.r, Operazione{ID: "prova", Metodo: http.MethodPost, Percorso: "/prove/{id}", Titolo: "Prova", Etichetta: "prove"}, esegui)
	Registra(b.r, Operazione{ID: "vuota", Metodo: http.MethodPost, Percorso: "/vuote/{id}/{mese}", Titolo: "Vuota", Etichetta: "prove"},
		func(_ context.Context, _ models.Chi, in Richiesta[struct{}]) (struct{}, error) {
			return struct{}{}, b.risposta
		})
	Leggi(b.r, Operazione{ID: "prove", Percorso: "/prove", Titolo: "Prove", Etichetta: "prove"},
		func(_ context.Context, _ models.Chi, in Richiesta[filtro]) (esitoProva, error) {
			return esitoProva{Titolo: in.Corpo.Testo, Righe: in.Corpo.Stati}, b.risposta
		})
	Scarica(b.r, Operazione{ID: "file", Percorso: "/file", Titolo: "File", Etichetta: "prove"}, "text/plain",
		func(context.Context, models.Chi, Richiesta[struct{}]) (Allegato, error) {
			return Allegato{Nome: "città.txt", Tipo: "text/plain", Dati: []byte("abc"),
				SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}, b.risposta
		})
	Modulo(b.r, "/prove/:id/modulo", esegui, Opzioni[esitoProva]{
		Pagina: func(c *gin.Context, _ models.Chi, valori url.Values, problemi *models.Error) error {
			_, err := c.Writer.WriteString("MODULO " + valori.Encode())
			if problemi != nil {
				c.Writer.WriteString(" PROBLEMA " + problemi.Messaggio)
			}
			return err
		},
		Dopo:   func(_ *gin.Context, e esitoProva) string { return "/prove/" + e.ID },
		Avviso: "fatto, è andata",
		Mostra: true,
	})
}

func (b *banco) chiedi(metodo, percorso, tipo, corpo string, altre ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(metodo, percorso, strings.NewReader(corpo))
	req.Header.Set("Authorization", "Bearer "+gettone)
	if tipo != "" {
		req.Header.Set("Content-Type", tipo)
	}
	for i := 0; i < len(altre); i += 2 {
		req.Header.Set(altre[i], altre[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, req)
	return w
}

const (
	unID   = "6f1c1f0e-0f57-4f0a-9f0e-2f8b8a2f9c11"
	giusto = `{"titolo":"Uno","giorno":"2026-01-31","rate":3,"regole":[{"importo":"100.00"},{"importo":"0.50","nota":"n"}]}`
)

func problemaDi(t *testing.T, w *httptest.ResponseRecorder) Problema {
	t.Helper()
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Fatalf("Content-Type = %q, body %s", ct, w.Body)
	}
	var p Problema
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("problem: %v", err)
	}
	if p.Stato != w.Code || p.Titolo == "" || p.Dettaglio == "" || p.Codice == "" || !strings.HasPrefix(p.Istanza, "urn:uuid:") {
		t.Errorf("problem is incomplete: %+v", p)
	}
	return p
}

func TestJSONActDecodesEveryKindAndAnswers(t *testing.T) {
	b := nuovoBanco(t)
	w := b.chiedi("POST", "/api/v1/prove/"+unID, "application/json; charset=UTF-8",
		`{"titolo":" Uno ","giorno":"2026-01-31","fine":null,"rate":3,"urgente":true,"tipi":["A"],"regole":[{"importo":"1.234,56"}],"sede":{"via":"Roma"}}`,
		IntestazioneAtto, unID)
	if w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	want := Richiesta[prova]{ID: unID, Atto: unID, Corpo: prova{
		Titolo: "Uno", Giorno: periodo.MustParse("2026-01-31"), Rate: 3, Urgente: true, Tipi: []string{"A"},
		Regole: []regola{{Importo: 123456}}, Sede: sede{Via: "Roma"},
	}}
	if diff := cmp.Diff(want, b.chiamate[0], cmp.Comparer(func(a, b periodo.Data) bool { return a == b })); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if got, want := w.Body.String(), `{"titolo":"Uno","id":"`+unID+`","atto":"`+unID+`","righe":[]}`; got != want {
		t.Errorf("body = %s, want %s", got, want)
	}
}

func TestPointersLeadIntoTheBody(t *testing.T) {
	b := nuovoBanco(t)
	p := problemaDi(t, b.chiedi("POST", "/api/v1/prove/"+unID, "application/json", `{"titolo":"a","giorno":"2026-01-01","rate":1,"regole":[{}]}`))
	want := []CampoErrato{{Campo: "regole.0.importo", Puntatore: "/regole/0/importo", Messaggio: "compilare questo campo"}}
	if diff := cmp.Diff(want, p.Errori); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestPathAndActIdsAreChecked(t *testing.T) {
	b := nuovoBanco(t)
	for name, tt := range map[string]struct{ percorso, atto, campo string }{
		"path":   {"/api/v1/prove/35", "", "id"},
		"act":    {"/api/v1/prove/" + unID, "35", IntestazioneAtto},
		"sub":    {"/api/v1/vuote/" + unID + "/%00", "", "mese"},
		"badsub": {"/api/v1/vuote/" + unID + "/%ff", "", "mese"},
	} {
		t.Run(name, func(t *testing.T) {
			corpo := giusto
			if strings.Contains(tt.percorso, "vuote") {
				corpo = ""
			}
			w := b.chiedi("POST", tt.percorso, "application/json", corpo, IntestazioneAtto, tt.atto)
			if p := problemaDi(t, w); w.Code != 422 || len(p.Errori) != 1 || p.Errori[0].Campo != tt.campo || p.Errori[0].Puntatore != "" {
				t.Errorf("status %d, errors %+v, want 422 for %s", w.Code, p.Errori, tt.campo)
			}
		})
	}
}

func TestActWithoutIdGetsAFreshOne(t *testing.T) {
	b := nuovoBanco(t)
	for range 2 {
		b.chiedi("POST", "/api/v1/prove/"+unID, "application/json", giusto)
	}
	if len(b.chiamate) != 2 || uuid.Validate(b.chiamate[0].Atto) != nil || b.chiamate[0].Atto == b.chiamate[1].Atto {
		t.Errorf("acts = %+v", b.chiamate)
	}
}

func TestActWithoutBodyOrAnswer(t *testing.T) {
	b := nuovoBanco(t)
	for _, corpo := range []string{"", "{}"} {
		if w := b.chiedi("POST", "/api/v1/vuote/"+unID+"/2026-01", "application/json", corpo); w.Code != 204 || w.Body.Len() != 0 {
			t.Errorf("body %q: status %d %s", corpo, w.Code, w.Body)
		}
	}
	if w := b.chiedi("POST", "/api/v1/vuote/"+unID+"/2026-01", "application/json", `{"x":1}`); w.Code != 422 {
		t.Errorf("status %d, want 422", w.Code)
	}
}

func TestNobodyIsRefusedBothWays(t *testing.T) {
	b := nuovoBanco(t)
	w := b.chiedi("POST", "/api/v1/prove/"+unID, "application/json", giusto, "Authorization", "")
	if p := problemaDi(t, w); w.Code != 401 || p.Codice != "unauthorized" || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("JSON: %d %+v", w.Code, p)
	}
	w = b.chiedi("GET", "/prove/"+unID+"/modulo?x=1", "", "", "Authorization", "")
	if got := w.Header().Get("Location"); w.Code != 303 || got != "/accesso?ritorno="+url.QueryEscape("/prove/"+unID+"/modulo?x=1") {
		t.Errorf("page: %d %q", w.Code, got)
	}
	w = b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, "", "Authorization", "")
	if got := w.Header().Get("Location"); w.Code != 303 || got != "/accesso" {
		t.Errorf("form: %d %q", w.Code, got)
	}
	if len(b.chiamate) != 0 {
		t.Error("the act was done")
	}
}

func TestReadTakesTheQueryAsAForm(t *testing.T) {
	b := nuovoBanco(t)
	w := b.chiedi("GET", "/api/v1/prove?testo=ab&stati=A&stati=B", "", "")
	if want := `{"titolo":"ab","id":"","atto":"","righe":["A","B"]}`; w.Code != 200 || w.Body.String() != want {
		t.Errorf("%d %s, want %s", w.Code, w.Body, want)
	}
	for query, campo := range map[string]string{
		"testo=" + strings.Repeat("a", 11): "testo",
		"stati=segreto":                    "stati.0",
		"altro=1":                          "altro",
		"testo=%00":                        "testo",
		"testo=%ff":                        "testo",
		"testo=%zz":                        "query",
	} {
		w := b.chiedi("GET", "/api/v1/prove?"+query, "", "")
		if p := problemaDi(t, w); w.Code != 422 || len(p.Errori) != 1 || p.Errori[0].Campo != campo {
			t.Errorf("%s: %d %+v, want 422 for %s", query, w.Code, p.Errori, campo)
		}
	}
}

func TestDownloadCarriesNameAndDigest(t *testing.T) {
	w := nuovoBanco(t).chiedi("GET", "/api/v1/file", "", "")
	got := []string{w.Body.String(), w.Header().Get("Content-Type"), w.Header().Get("Repr-Digest"), w.Header().Get("Content-Disposition")}
	want := []string{"abc", "text/plain", "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:", "attachment; filename*=utf-8''citt%C3%A0.txt"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("download (-want +got):\n%s", diff)
	}
}

func TestFaultSaysNothingOfItsCause(t *testing.T) {
	b := nuovoBanco(t)
	b.risposta = errors.New("connection string postgres://segreto")
	for _, w := range []*httptest.ResponseRecorder{
		b.chiedi("POST", "/api/v1/prove/"+unID, "application/json", giusto),
		b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, moduloGiusto),
	} {
		body, err := io.ReadAll(w.Body)
		if err != nil || w.Code != 500 || strings.Contains(string(body), "segreto") {
			t.Errorf("%d %s", w.Code, body)
		}
	}
	if !strings.Contains(b.log.String(), "segreto") {
		t.Error("the cause is not in the log")
	}
}
