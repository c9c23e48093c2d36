package atti

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// documenta makes the OpenAPI operation. Every operation can meet 401, 403,
// 500 and 503; the rest follows from its path, its method and op.Errori.
func (r *Rotte) documenta(op Operazione, risposta reflect.Type, parametri []*huma.Param) *huma.Operation {
	doc := &huma.Operation{
		OperationID:   op.ID,
		Method:        op.Metodo,
		Path:          op.Percorso,
		Summary:       op.Titolo,
		Description:   op.Descrizione,
		Tags:          []string{op.Etichetta},
		DefaultStatus: statoDi(op, risposta),
		Parameters:    append(parametriPercorso(op.Percorso), parametri...),
		Responses:     map[string]*huma.Response{},
	}
	if doc.Description == "" {
		doc.Description = op.Titolo
	}
	if op.Pubblica {
		doc.Security = []map[string][]string{} // none: overrides the global one
	}
	r.etichetta(op.Etichetta)
	esito := &huma.Response{Description: descrizioni[doc.DefaultStatus]}
	if risposta.NumField() > 0 {
		esito.Content = map[string]*huma.MediaType{"application/json": {Schema: r.schema(risposta, op.ID+"-risposta")}}
	}
	doc.Responses[strconv.Itoa(doc.DefaultStatus)] = esito
	for _, stato := range statiErrore(op, len(doc.Parameters) > 0) {
		doc.Responses[strconv.Itoa(stato)] = r.rispostaErrore(stato)
	}
	return doc
}

func statoDi(op Operazione, risposta reflect.Type) int {
	switch {
	case op.Stato != 0:
		return op.Stato
	case risposta.NumField() == 0:
		return http.StatusNoContent
	case op.Metodo == http.MethodPost:
		return http.StatusCreated
	}
	return http.StatusOK
}

var descrizioni = map[int]string{
	http.StatusOK:        "Eseguito",
	http.StatusCreated:   "Creato",
	http.StatusAccepted:  "Preso in carico",
	http.StatusNoContent: "Eseguito, senza contenuto",
}

func statiErrore(op Operazione, conParametri bool) []int {
	stati := []int{http.StatusInternalServerError, http.StatusServiceUnavailable}
	if !op.Pubblica {
		stati = append(stati, http.StatusUnauthorized, http.StatusForbidden)
	}
	if percorsoParametro.MatchString(op.Percorso) {
		stati = append(stati, http.StatusNotFound)
	}
	if op.Metodo != http.MethodGet {
		stati = append(stati, http.StatusConflict)
	}
	if conParametri {
		stati = append(stati, http.StatusUnprocessableEntity)
	}
	return append(stati, op.Errori...)
}

// rispostaErrore documents a problem; 503 says when to try again.
func (r *Rotte) rispostaErrore(stato int) *huma.Response {
	out := &huma.Response{
		Description: titoli[stato],
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: r.schema(reflect.TypeFor[Problema](), "Problema")}},
	}
	if stato == http.StatusServiceUnavailable {
		out.Headers = map[string]*huma.Param{"Retry-After": {
			Description: "Secondi da attendere prima di riprovare",
			Schema:      &huma.Schema{Type: huma.TypeInteger, Format: "int32", Examples: []any{RiprovareDopo}},
		}}
	}
	return out
}

// documentaCorpo documents the body, when the form has fields, and the
// refusals that only a body can meet.
func (r *Rotte) documentaCorpo(doc *huma.Operation, corpo reflect.Type) {
	if corpo.NumField() == 0 {
		return
	}
	s := r.schema(corpo, doc.OperationID+"-richiesta")
	r.limita(s, map[string]bool{})
	doc.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: s}}}
	for _, stato := range []int{
		http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity,
	} {
		doc.Responses[strconv.Itoa(stato)] = r.rispostaErrore(stato)
	}
}

// limita writes into the schema of a body the limits that the decoder holds
// for every text and list whose field says no less.
func (r *Rotte) limita(s *huma.Schema, visti map[string]bool) {
	if s == nil || s.Ref != "" && visti[s.Ref] {
		return
	}
	if s.Ref != "" {
		visti[s.Ref] = true
		s = r.API.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	if s.Type == huma.TypeString && s.MaxLength == nil && len(s.Enum) == 0 {
		s.MaxLength = new(int)
		*s.MaxLength = lunghezzaMax
	}
	if s.Type == huma.TypeArray && s.MaxItems == nil {
		s.MaxItems = new(int)
		*s.MaxItems = elementiMax
	}
	r.limita(s.Items, visti)
	for _, p := range s.Properties {
		r.limita(p, visti)
	}
}

// schema is huma's, with lists that are never null and without the limits of
// a number on a value type, which in JSON is a text.
func (r *Rotte) schema(t reflect.Type, nome string) *huma.Schema {
	registro := r.API.OpenAPI().Components.Schemas
	s := registro.Schema(t, true, nome)
	for _, definito := range registro.Map() {
		for _, p := range definito.Properties {
			switch p.Type {
			case huma.TypeArray:
				p.Nullable = false
			case huma.TypeString:
				p.Minimum, p.Maximum = nil, nil
			}
		}
	}
	return s
}

func (r *Rotte) etichetta(nome string) {
	doc := r.API.OpenAPI()
	if !slices.ContainsFunc(doc.Tags, func(t *huma.Tag) bool { return t.Name == nome }) {
		doc.Tags = append(doc.Tags, &huma.Tag{Name: nome})
	}
}

var percorsoParametro = regexp.MustCompile(`\{([A-Za-z0-9]+)\}`)

func parametriPercorso(percorso string) []*huma.Param {
	var out []*huma.Param
	for _, m := range percorsoParametro.FindAllStringSubmatch(percorso, -1) {
		p := &huma.Param{Name: m[1], In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, MaxLength: new(int)}}
		if *p.Schema.MaxLength = 64; eUUID(m[1]) {
			p.Schema.Format, p.Description = "uuid", "Identificativo"
			*p.Schema.MaxLength = 36
		} else {
			p.Description = "Codice"
		}
		out = append(out, p)
	}
	return out
}

func parametriAtto(metodo string) []*huma.Param {
	if metodo == http.MethodGet {
		return nil
	}
	lunghezza := 36
	return []*huma.Param{{
		Name: IntestazioneAtto, In: "header",
		Description: "UUID dell'atto: ripetere la richiesta con lo stesso valore dà il primo esito, senza ripetere l'atto",
		Schema:      &huma.Schema{Type: huma.TypeString, Format: "uuid", MaxLength: &lunghezza},
	}}
}

// parametriQuery documents the fields of a filter as query parameters.
func (r *Rotte) parametriQuery(q reflect.Type) []*huma.Param {
	registro := r.API.OpenAPI().Components.Schemas
	var out []*huma.Param
	for _, c := range campiDi(q) {
		s := huma.SchemaFromField(registro, c.tipo, c.nome)
		p := &huma.Param{Name: c.nome, In: "query", Description: s.Description, Required: c.obbligatorio, Schema: s}
		if s.Description == "" {
			p.Description = c.nome
		}
		s.Description, s.Nullable = "", false
		r.limita(s, map[string]bool{})
		out = append(out, p)
	}
	return out
}
