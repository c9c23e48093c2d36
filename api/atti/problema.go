package atti

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"siss/models"
)

// Problema is the body of every refusal of the API, after RFC 9457, and what
// an error page shows.
type Problema struct {
	Tipo      string        `json:"type" format:"uri" doc:"URI del tipo di problema" example:"https://siss.example/problemi/invalid"`
	Titolo    string        `json:"title" doc:"Titolo del tipo di problema" example:"Dati da correggere"`
	Stato     int           `json:"status" format:"int32" minimum:"100" maximum:"599" doc:"Codice di stato HTTP" example:"422"`
	Dettaglio string        `json:"detail" doc:"Che cosa è successo e che cosa fare" example:"correggere i campi indicati"`
	Istanza   string        `json:"instance" format:"uri" doc:"Identificativo della richiesta, da citare all'assistenza" example:"urn:uuid:6f1c1f0e-0f57-4f0a-9f0e-2f8b8a2f9c11"`
	Codice    string        `json:"code" doc:"Codice stabile del problema" example:"invalid"`
	Errori    []CampoErrato `json:"errors,omitempty" doc:"Campi da correggere"`
}

// CampoErrato ties a sentence to a field. Puntatore is a JSON pointer in the
// body, absent for a parameter.
type CampoErrato struct {
	Campo     string `json:"campo" doc:"Nome del campo o del parametro" example:"regole.0.importo"`
	Puntatore string `json:"puntatore,omitempty" doc:"Puntatore JSON nel corpo (RFC 6901)" example:"/regole/0/importo"`
	Messaggio string `json:"messaggio" doc:"Che cosa correggere" example:"importo non valido"`
}

// RiprovareDopo is the Retry-After of a 503, in seconds.
const RiprovareDopo = 5

// rifiuto is a refusal that HTTP itself makes, before any rule of the domain.
type rifiuto struct {
	stato     int
	codice    string
	dettaglio string
	campi     []models.Campo
}

func (r *rifiuto) Error() string { return r.dettaglio }

// Rifiuta makes a refusal with a status of HTTP that has no models.Kind: 400,
// 405, 413, 415.
func Rifiuta(stato int, codice, dettaglio string, campi ...models.Campo) error {
	return &rifiuto{stato: stato, codice: codice, dettaglio: dettaglio, campi: campi}
}

var titoli = map[int]string{
	http.StatusBadRequest:            "Richiesta non leggibile",
	http.StatusUnauthorized:          "Accesso richiesto",
	http.StatusForbidden:             "Operazione non consentita",
	http.StatusNotFound:              "Non trovato",
	http.StatusMethodNotAllowed:      "Metodo non ammesso",
	http.StatusConflict:              "Operazione non possibile in questo stato",
	http.StatusRequestEntityTooLarge: "Richiesta troppo grande",
	http.StatusUnsupportedMediaType:  "Tipo di contenuto non ammesso",
	http.StatusUnprocessableEntity:   "Dati da correggere",
	http.StatusInternalServerError:   "Errore interno",
	http.StatusServiceUnavailable:    "Servizio momentaneamente non disponibile",
}

var stati = map[models.Kind]int{
	models.Invalid:      http.StatusUnprocessableEntity,
	models.Conflict:     http.StatusConflict,
	models.NotFound:     http.StatusNotFound,
	models.Forbidden:    http.StatusForbidden,
	models.Unauthorized: http.StatusUnauthorized,
	models.Unavailable:  http.StatusServiceUnavailable,
}

// ProblemaDi is the one mapping from an error to what is answered: a refusal of
// the models, the same refusal come back from a workflow, a server that does
// not answer (503), and everything else (500, without a word of the cause).
func ProblemaDi(ctx context.Context, err error) Problema {
	var r *rifiuto
	if !errors.As(err, &r) {
		r = traduci(err)
	}
	p := Problema{
		Tipo:      "https://siss.example/problemi/" + r.codice,
		Titolo:    titoli[r.stato],
		Stato:     r.stato,
		Dettaglio: r.dettaglio,
		Istanza:   "urn:uuid:" + RichiestaID(ctx),
		Codice:    r.codice,
	}
	for _, c := range r.campi {
		p.Errori = append(p.Errori, CampoErrato{Campo: c.Nome, Puntatore: puntatore(c.Nome), Messaggio: c.Messaggio})
	}
	return p
}

// Rifiutato returns the refusal in err as a *models.Error, whether it was made
// here or in a workflow; nil when err is a fault.
func Rifiutato(err error) *models.Error {
	var e *models.Error
	if errors.As(err, &e) {
		return e
	}
	if e := daTemporal(err); e != nil {
		return e
	}
	if indisponibile(err) {
		return models.Errorf(models.Unavailable, "il servizio non risponde: riprovare tra poco")
	}
	return nil
}

func traduci(err error) *rifiuto {
	if e := Rifiutato(err); e != nil {
		if stato, ok := stati[e.Kind]; ok {
			return &rifiuto{stato, string(e.Kind), e.Messaggio, e.Campi}
		}
	}
	var grande *http.MaxBytesError
	if errors.As(err, &grande) {
		return troppoGrande(grande.Limit)
	}
	return &rifiuto{http.StatusInternalServerError, "internal", "errore interno: riprovare e, se si ripete, citare il numero della richiesta all'assistenza", nil}
}

func troppoGrande(limite int64) *rifiuto {
	return &rifiuto{http.StatusRequestEntityTooLarge, "too_large", fmt.Sprintf("la richiesta supera la dimensione massima di %d MiB", limite>>20),
		[]models.Campo{{Nome: campoCorpo, Messaggio: "ridurre la dimensione"}}}
}

// daTemporal finds in the chain the application error typed by a models.Kind;
// its details are the fields.
func daTemporal(err error) *models.Error {
	for err != nil {
		var app *temporal.ApplicationError
		if !errors.As(err, &app) {
			break
		}
		if _, ok := stati[models.Kind(app.Type())]; ok {
			e := &models.Error{Kind: models.Kind(app.Type()), Messaggio: app.Message()}
			if app.HasDetails() {
				if derr := app.Details(&e.Campi); derr != nil {
					e.Campi = nil // the sentence alone is still a refusal
				}
			}
			return e
		}
		err = errors.Unwrap(app)
	}
	return conclusa(err)
}

// conclusa reads an act sent to a workflow that is closed or was never begun.
func conclusa(err error) *models.Error {
	var nf *serviceerror.NotFound
	if errors.As(err, &nf) {
		return models.Errorf(models.Conflict, "la procedura non è aperta: ricaricare la pagina per vedere a che punto è")
	}
	return nil
}

func indisponibile(err error) bool {
	var (
		unavailable *serviceerror.Unavailable
		deadline    *serviceerror.DeadlineExceeded
		canceled    *serviceerror.Canceled
		exhausted   *serviceerror.ResourceExhausted
		update      *client.WorkflowUpdateServiceTimeoutOrCanceledError
		connect     *pgconn.ConnectError
		network     net.Error
		pg          *pgconn.PgError
	)
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, driver.ErrBadConn),
		errors.As(err, &unavailable), errors.As(err, &deadline), errors.As(err, &canceled),
		errors.As(err, &exhausted), errors.As(err, &update), errors.As(err, &connect), errors.As(err, &network):
		return true
	case errors.As(err, &pg):
		// Connection lost, resources, server stopping, and the loser of two
		// transactions that crossed: the same request may succeed shortly.
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "53") || strings.HasPrefix(pg.Code, "57P") ||
			pg.Code == "40001" || pg.Code == "40P01"
	}
	return false
}

// puntatore turns a dotted path into a JSON pointer; "" for what is not in the
// body (parameters, headers, the body as a whole).
func puntatore(nome string) string {
	if nome == "" || nome == campoCorpo || strings.Contains(nome, "-") || strings.HasPrefix(nome, "_") {
		return ""
	}
	return "/" + strings.ReplaceAll(nome, ".", "/")
}

// Segnala writes a fault in the log with its cause. A refusal is not a fault:
// the access line tells it. A statement's own message may quote a value, so of
// a database error only the code and the constraint are written.
func Segnala(ctx context.Context, log *slog.Logger, p Problema, err error) {
	if p.Stato < http.StatusInternalServerError {
		return
	}
	level := slog.LevelError
	if p.Stato == http.StatusServiceUnavailable {
		level = slog.LevelWarn
	}
	log.LogAttrs(ctx, level, "request failed",
		slog.String("request_id", RichiestaID(ctx)), slog.Int("status", p.Stato), slog.String("cause", causa(err)))
}

func causa(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return fmt.Sprintf("postgres %s table=%s constraint=%s", pg.Code, pg.TableName, pg.ConstraintName)
	}
	return err.Error()
}

type chiave struct{}

// ConRichiesta returns a context that knows the id of the request.
func ConRichiesta(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, chiave{}, id)
}

// RichiestaID is the id of the request, a UUID; the nil UUID outside of one.
func RichiestaID(ctx context.Context) string {
	if id, ok := ctx.Value(chiave{}).(string); ok {
		return id
	}
	return "00000000-0000-0000-0000-000000000000"
}

func retryAfter(h http.Header, stato int) {
	if stato == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(RiprovareDopo))
	}
}
