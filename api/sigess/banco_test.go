package sigess

import (
	"encoding/json"
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
	"github.com/google/uuid"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
)

// banco is a server with the area's routes over a paese; the bearer token is
// the id of who asks.
type banco struct {
	*paese
	t      *testing.T
	motore *motoreFinto
	http.Handler
}

func nuovoBanco(t *testing.T) *banco {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	p := nuovoPaese(t)
	g := gin.New()
	b := &banco{paese: p, t: t, motore: &motoreFinto{db: p.db}, Handler: g}
	chi := map[string]models.Chi{}
	for _, id := range []string{p.giovanna, p.paolo, p.anna, p.straniero} {
		chi[id] = p.chi(t, id)
	}
	Rotte(&atti.Rotte{
		Pagine: g, API: humagin.NewWithGroup(g, g.Group("/api/v1"), huma.Config{OpenAPI: &huma.OpenAPI{}}),
		Autentica: func(req *http.Request) (models.Chi, error) {
			c, ok := chi[strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")]
			if !ok {
				return c, models.Errorf(models.Unauthorized, "accedere per continuare")
			}
			return c, nil
		},
		Accesso:      "/accesso",
		PaginaErrore: func(c *gin.Context, _ models.Chi, p atti.Problema) { c.Writer.WriteString("ERRORE: " + p.Dettaglio) },
		Log:          slog.New(slog.NewTextHandler(testWriter{t}, nil)),
	}, procedure.Motore{DB: p.db, Temporal: b.motore, Coda: "prova"})
	return b
}

// testWriter sends the log of faults to the test's own.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// manda asks for something as an operatore. corpo is a form when it is
// url.Values, else JSON; nil for none.
func (b *banco) manda(operatore, metodo, percorso string, corpo any) *httptest.ResponseRecorder {
	b.t.Helper()
	var lettore io.Reader
	tipo := "application/json"
	switch v := corpo.(type) {
	case nil:
	case url.Values:
		lettore, tipo = strings.NewReader(v.Encode()), "application/x-www-form-urlencoded"
	default:
		dati, err := json.Marshal(corpo)
		if err != nil {
			b.t.Fatal(err)
		}
		lettore = strings.NewReader(string(dati))
	}
	req := httptest.NewRequest(metodo, percorso, lettore)
	req.Header.Set("Authorization", "Bearer "+operatore)
	req.Header.Set("Content-Type", tipo)
	w := httptest.NewRecorder()
	b.ServeHTTP(w, req)
	return w
}

// json asks an operation and decodes the answer, which must have the status.
func (b *banco) json(operatore, metodo, percorso string, corpo any, stato int) map[string]any {
	b.t.Helper()
	w := b.manda(operatore, metodo, "/api/v1"+percorso, corpo)
	if w.Code != stato {
		b.t.Fatalf("%s %s = %d, want %d: %s", metodo, percorso, w.Code, stato, w.Body)
	}
	out := map[string]any{}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			b.t.Fatalf("%s %s: %v", metodo, percorso, err)
		}
	}
	return out
}

type oggetto = map[string]any

// domanda presents a domanda of ROSSI MARIO for the tipi and returns its id.
func (b *banco) domanda(tipi ...string) string {
	b.t.Helper()
	id := uuid.NewString()
	b.json(b.giovanna, http.MethodPut, "/domande/"+id, b.modulo(tipi...), 200)
	b.json(b.giovanna, http.MethodPost, "/domande/"+id+"/presentazione", nil, 201)
	return id
}

func (b *banco) modulo(tipi ...string) oggetto {
	var richieste []oggetto
	for _, t := range tipi {
		richieste = append(richieste, oggetto{"tipoInterventoId": t})
	}
	return oggetto{"soggettoId": b.rossi, "uoId": b.ufficio, "dataPresentazione": "2024-10-21", "canale": "SPORTELLO",
		"firmatario": oggetto{"qualita": "INTERESSATO"}, "richieste": richieste}
}

// accolta brings a domanda to the acceptance of all its richieste, and returns
// their ids.
func (b *banco) accolta(tipi ...string) (domanda string, richieste []string) {
	b.t.Helper()
	id := b.domanda(tipi...)
	b.json(b.giovanna, http.MethodPost, "/domande/"+id+"/avvio",
		oggetto{"protocollo": "123/2024", "protocolloData": "2024-10-22", "responsabileId": b.giovanna}, 201)
	for _, r := range b.json(b.giovanna, http.MethodGet, "/domande/"+id, nil, 200)["richieste"].([]any) {
		rid := r.(oggetto)["id"].(string)
		b.json(b.giovanna, http.MethodPost, "/domande/"+id+"/richieste/"+rid+"/esito", oggetto{"esito": "ACCETTATA"}, 201)
		richieste = append(richieste, rid)
	}
	return id, richieste
}

func (b *banco) dettagli(tipo string) oggetto {
	return oggetto{"soggettoId": b.rossi, "uoId": b.ufficio, "tipoInterventoId": tipo, "dataInizio": "2024-08-01",
		"motivoAttivazione": "NUOVA", "operatoreResponsabileId": b.giovanna}
}

func (b *banco) economico() oggetto {
	return oggetto{"dettagli": b.dettagli(b.assegno), "regole": []oggetto{{"frequenza": "MENSILE", "importo": "300.00"}},
		"modalita": oggetto{"titolo": "ASSISTITO", "metodo": "BONIFICO", "iban": iban, "intestatario": "Mario Rossi"}}
}

func (b *banco) prestazioni() oggetto {
	return oggetto{"dettagli": b.dettagli(b.domiciliare), "erogatoreId": b.cooperativa, "tariffarioId": b.tariffarioDomiciliare,
		"piano": []oggetto{{"prestazione": "OSS", "quantita": "3.00", "periodicita": "SETTIMANA"}, {"prestazione": "PASTO", "quantita": "1", "periodicita": "GIORNO"}},
		"quote": []oggetto{{"metodo": "PERCENTUALE", "percentuale": "10.00", "dal": "2024-08-01"}}}
}

func (b *banco) struttura() oggetto {
	return oggetto{"dettagli": b.dettagli(b.notturna), "strutturaId": b.casa, "tariffarioId": b.tariffarioNotturna,
		"piano": []oggetto{{"prestazione": "NOTTE", "quantita": "30", "periodicita": "MESE"}}}
}

// attivo activates an intervento of the kind named by the path of its draft.
func (b *banco) attivo(percorso string, modulo oggetto) string {
	b.t.Helper()
	id := uuid.NewString()
	b.json(b.giovanna, http.MethodPut, percorso+id, modulo, 200)
	b.json(b.giovanna, http.MethodPost, "/interventi/"+id+"/attivazione", nil, 201)
	return id
}
