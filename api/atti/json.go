package atti

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"siss/models"
	"siss/web/form"
)

// Operazione describes a JSON operation.
type Operazione struct {
	ID          string // operationId, unique: "presenta-domanda"
	Metodo      string // http.MethodPost
	Percorso    string // kebab-case under /api/v1, parameters in braces: "/domande/{id}/presentazione"
	Titolo      string // one line
	Descrizione string // sentences; Titolo when empty
	Etichetta   string // tag under which it is listed
	Stato       int    // status of success; default 201 for POST, 204 without an answer, else 200
	Errori      []int  // further statuses besides those every operation has
	Corpo       int64  // size limit of the body, in bytes; the server's own when 0
	Pubblica    bool   // answers to nobody in particular: no authentication
}

// IntestazioneAtto is the request header with the id of the act.
const IntestazioneAtto = "Idempotency-Key"

// Registra adds the JSON operation of an act: body F, answer R. The body is
// documented by huma and checked by web/form, as the HTML form is.
func Registra[F, R any](r *Rotte, op Operazione, esegui Esegui[F, R]) {
	doc := r.documenta(op, reflect.TypeFor[R](), parametriAtto(op.Metodo))
	r.documentaCorpo(doc, reflect.TypeFor[F]())
	handle(r, doc, op, func(c *gin.Context) (Richiesta[F], error) { return richiestaJSON[F](c) }, esegui, rispondi[R])
}

// Leggi adds the JSON operation of a read: the fields of Q, a form struct, are
// the query parameters.
func Leggi[Q, R any](r *Rotte, op Operazione, leggi Esegui[Q, R]) {
	op.Metodo = http.MethodGet
	doc := r.documenta(op, reflect.TypeFor[R](), r.parametriQuery(reflect.TypeFor[Q]()))
	handle(r, doc, op, func(c *gin.Context) (Richiesta[Q], error) { return richiestaQuery[Q](c) }, leggi, rispondi[R])
}

// handle mounts the documented operation: authenticate, decode, do, answer.
func handle[F, R any](r *Rotte, doc *huma.Operation, op Operazione, decodifica func(*gin.Context) (Richiesta[F], error),
	esegui Esegui[F, R], rispondi func(*gin.Context, int, R) error) {
	r.API.OpenAPI().AddOperation(doc)
	r.API.Adapter().Handle(doc, func(h huma.Context) {
		c := humagin.Unwrap(h)
		if err := func() error {
			var chi models.Chi
			if !op.Pubblica {
				var err error
				if chi, err = r.entra(c); err != nil {
					return err
				}
			}
			arrivato := func() context.CancelFunc { return func() {} }
			if op.Corpo > 0 {
				arrivato = allarga(c, op.Corpo)
			}
			in, err := decodifica(c)
			defer arrivato()()
			if err != nil {
				return err
			}
			esito, err := esegui(c.Request.Context(), chi, in)
			if err != nil {
				return err
			}
			return rispondi(c, doc.DefaultStatus, esito)
		}(); err != nil {
			r.RispondiProblema(c, err)
		}
	})
}

func richiestaJSON[F any](c *gin.Context) (Richiesta[F], error) {
	corpo, problemi, err := leggiCorpo[F](c.Request)
	if err != nil {
		return Richiesta[F]{}, err
	}
	problemi = unisci(problemi, form.Valida(&corpo))
	return richiesta(c, corpo, problemi, IntestazioneAtto, c.GetHeader(IntestazioneAtto))
}

func richiestaQuery[Q any](c *gin.Context) (Richiesta[Q], error) {
	q, problemi := Filtro[Q](c)
	noti := campiDi(reflect.TypeFor[Q]())
	for nome := range c.Request.URL.Query() {
		if !slices.ContainsFunc(noti, func(k campo) bool { return k.nome == nome }) {
			problemi = append(problemi, models.Campo{Nome: nomeSicuro(nome), Messaggio: "parametro sconosciuto"})
		}
	}
	return richiesta(c, q, problemi, "", "")
}

// Filtro decodes and checks the query parameters of a list, for a page as for
// a JSON read.
func Filtro[Q any](c *gin.Context) (Q, []models.Campo) {
	var zero Q
	valori, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return zero, []models.Campo{{Nome: "query", Messaggio: "i parametri non sono scritti come in un indirizzo"}}
	}
	return decodificaModulo[Q](valori)
}

// decodificaModulo decodes and checks posted values, of a form or of a query.
func decodificaModulo[F any](valori url.Values) (F, []models.Campo) {
	puliti, problemi := caratteri(valori)
	f, difetti := form.Decode[F](puliti)
	return f, unisci(problemi, difetti)
}

// richiesta completes the decoded body with path and act, or refuses all the
// problems together.
func richiesta[F any](c *gin.Context, corpo F, problemi []models.Campo, nomeAtto, atto string) (Richiesta[F], error) {
	id, sub, percorso := parametri(c)
	atto, sullAtto := idAtto(nomeAtto, atto)
	problemi = slices.Concat(percorso, sullAtto, problemi)
	if len(problemi) > 0 {
		return Richiesta[F]{Corpo: corpo, ID: id, Sub: sub, Atto: atto}, invalido(problemi)
	}
	return Richiesta[F]{Corpo: corpo, ID: id, Sub: sub, Atto: atto}, nil
}

func invalido(problemi []models.Campo) *models.Error {
	return &models.Error{Kind: models.Invalid, Messaggio: "correggere i campi indicati", Campi: problemi}
}

func rispondi[R any](c *gin.Context, stato int, esito R) error {
	if stato == http.StatusNoContent {
		c.Status(stato)
		c.Writer.WriteHeaderNow()
		return nil
	}
	v := reflect.ValueOf(&esito).Elem()
	elenchiVuoti(v)
	dati, err := json.Marshal(esito)
	if err != nil {
		return err
	}
	c.Data(stato, "application/json", dati)
	return nil
}

// elenchiVuoti turns nil slices into empty ones: the contract says a list is
// never null.
func elenchiVuoti(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			elenchiVuoti(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				elenchiVuoti(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			elenchiVuoti(v.Index(i))
		}
	}
}

// RispondiProblema answers err as application/problem+json and logs a fault.
func (r *Rotte) RispondiProblema(c *gin.Context, err error) {
	ctx := c.Request.Context()
	p := ProblemaDi(ctx, err)
	Segnala(ctx, r.Log, p, err)
	for i, e := range p.Errori {
		if _, nelPercorso := c.Params.Get(e.Campo); nelPercorso || c.Request.Method == http.MethodGet {
			p.Errori[i].Puntatore = "" // a parameter, not a place in a body
		}
	}
	ScriviProblema(c.Writer, p)
}

// ScriviProblema writes p as application/problem+json.
func ScriviProblema(w http.ResponseWriter, p Problema) {
	dati, err := json.Marshal(p)
	if err != nil {
		panic(errors.Join(errors.New("atti: a problem that is not JSON"), err))
	}
	retryAfter(w.Header(), p.Stato)
	if p.Stato == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="siss"`)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Stato)
	// A client that left cannot be told anything more.
	_, _ = w.Write(dati)
}
