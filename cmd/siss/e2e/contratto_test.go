package e2e

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// schema is what the tests need of a JSON schema of the contract.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Format     string            `json:"format"`
	Pattern    string            `json:"pattern"`
	Enum       []any             `json:"enum"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
	Required   []string          `json:"required"`
}

// formato tells whether a plain word cannot be a value.
func (s schema) formato() bool {
	return s.Type != "string" || s.Format != "" || s.Pattern != "" || len(s.Enum) > 0
}

type parametro struct {
	Name, In string
	Required bool
	Schema   schema
}

// voceContratto is an operation of the contract.
type voceContratto struct {
	id, metodo, percorso string
	parametri            []parametro
	corpo                *schema
	pubblica             bool
}

// contratto is what GET /api/v1/openapi.json promises.
type contratto struct {
	voci   []voceContratto
	schemi map[string]schema
}

func leggiContratto(t *testing.T, c *cliente) contratto {
	t.Helper()
	doc := leggi[struct {
		Paths map[string]map[string]struct {
			OperationID string      `json:"operationId"`
			Parameters  []parametro `json:"parameters"`
			Security    *[]any      `json:"security"`
			RequestBody *struct {
				Content map[string]struct{ Schema schema } `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct{ Schemas map[string]schema } `json:"components"`
	}](t, c, "/openapi.json")
	out := contratto{schemi: doc.Components.Schemas}
	for percorso, metodi := range doc.Paths {
		for metodo, op := range metodi {
			v := voceContratto{id: op.OperationID, metodo: strings.ToUpper(metodo), percorso: percorso, parametri: op.Parameters,
				pubblica: op.Security != nil && len(*op.Security) == 0}
			if op.RequestBody != nil {
				s := op.RequestBody.Content["application/json"].Schema
				v.corpo = &s
			}
			out.voci = append(out.voci, v)
		}
	}
	slices.SortFunc(out.voci, func(a, b voceContratto) int { return strings.Compare(a.id, b.id) })
	if len(out.voci) < 40 {
		t.Fatalf("%d operations in the contract", len(out.voci))
	}
	return out
}

// al returns the schema of the field at a path of the body.
func (c contratto) al(s schema, percorso []string) schema {
	if s.Ref != "" {
		s = c.schemi[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	if len(percorso) == 0 {
		return s
	}
	if s.Items != nil {
		return c.al(*s.Items, percorso[1:])
	}
	return c.al(s.Properties[percorso[0]], percorso[1:])
}

// albero turns a form into what its JSON holds.
func albero(t *testing.T, modulo any) map[string]any {
	t.Helper()
	dati, err := json.Marshal(modulo)
	riesce(t, err)
	var out map[string]any
	riesce(t, json.Unmarshal(dati, &out))
	return out
}

// foglie lists the paths of the single values below v.
func foglie(v any, qui []string) [][]string {
	var out [][]string
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			out = append(out, foglie(e, append(slices.Clip(qui), k))...)
		}
	case []any:
		for i, e := range v {
			out = append(out, foglie(e, append(slices.Clip(qui), strconv.Itoa(i)))...)
		}
	default:
		out = append(out, qui)
	}
	return out
}

// nodi lists the paths of all values below v, whole objects and lists included.
func nodi(v any, qui []string) [][]string {
	var out [][]string
	if len(qui) > 0 {
		out = append(out, qui)
	}
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			out = append(out, nodi(e, append(slices.Clip(qui), k))...)
		}
	case []any:
		for i, e := range v {
			out = append(out, nodi(e, append(slices.Clip(qui), strconv.Itoa(i)))...)
		}
	}
	return out
}

// con returns a copy of v with another value at the path; a nil value takes the
// field away.
func con(v any, percorso []string, valore any) any {
	if len(percorso) == 0 {
		return valore
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = e
		}
		if out[percorso[0]] = con(v[percorso[0]], percorso[1:], valore); out[percorso[0]] == nil {
			delete(out, percorso[0])
		}
		return out
	case []any:
		i, err := strconv.Atoi(percorso[0])
		if err != nil {
			return v
		}
		out := slices.Clone(v)
		out[i] = con(v[i], percorso[1:], valore)
		return out
	}
	return valore
}

// scrivi writes the body of a wrong input.
func scrivi(t *testing.T, v any) []byte {
	t.Helper()
	dati, err := json.Marshal(v)
	riesce(t, err)
	return dati
}
