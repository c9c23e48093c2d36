package atti

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// con is the right body with one field replaced.
func con(campo, valore string) string {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(giusto), &m); err != nil {
		panic(err)
	}
	m[campo] = json.RawMessage(valore)
	out, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return string(out)
}

// corpiSbagliati are the bodies that must be refused, and the fields to blame.
var corpiSbagliati = map[string]struct {
	tipo, corpo string
	stato       int
	campi       []string
}{
	"no body":              {"application/json", "", 400, []string{"corpo"}},
	"not JSON":             {"application/json", "{", 400, []string{"corpo"}},
	"two documents":        {"application/json", giusto + giusto, 400, []string{"corpo"}},
	"too deep":             {"application/json", strings.Repeat("[", 40) + strings.Repeat("]", 40), 400, []string{"corpo"}},
	"no content type":      {"", giusto, 415, []string{"Content-Type"}},
	"form content type":    {"application/x-www-form-urlencoded", giusto, 415, []string{"Content-Type"}},
	"latin charset":        {"application/json; charset=latin1", giusto, 415, []string{"Content-Type"}},
	"too large":            {"application/json", `{"titolo":"` + strings.Repeat("a", 1<<20) + `"}`, 413, []string{"corpo"}},
	"a list":               {"application/json", "[]", 422, []string{"corpo"}},
	"nothing given":        {"application/json", "{}", 422, []string{"rate", "titolo", "giorno"}},
	"null for mandatory":   {"application/json", con("giorno", "null"), 422, []string{"giorno"}},
	"unknown field":        {"application/json", con("segretissimo", "1"), 422, []string{"segretissimo"}},
	"unknown nested field": {"application/json", con("regole", `[{"importo":"1","zeta":"segretissimo"}]`), 422, []string{"regole.0.zeta"}},
	"name that is a value": {"application/json", con("segretissimo nome", "1"), 422, []string{"?"}},
	"wrong case":           {"application/json", con("Titolo", `"x"`), 422, []string{"Titolo"}},
	"repeated field":       {"application/json", `{"titolo":"a","titolo":"b"}`, 422, []string{"titolo"}},
	"number for text":      {"application/json", con("titolo", "12345"), 422, []string{"titolo"}},
	"text for number":      {"application/json", con("rate", `"segretissimo"`), 422, []string{"rate"}},
	"fraction":             {"application/json", con("rate", "1.5"), 422, []string{"rate"}},
	"overflow":             {"application/json", con("rate", "99999999999999999999"), 422, []string{"rate"}},
	"text for bool":        {"application/json", con("urgente", `"segretissimo"`), 422, []string{"urgente"}},
	"object for list":      {"application/json", con("regole", "{}"), 422, []string{"regole"}},
	"text for object":      {"application/json", con("sede", `"segretissimo"`), 422, []string{"sede"}},
	"null row":             {"application/json", con("regole", "[null]"), 422, []string{"regole.0"}},
	"impossible date":      {"application/json", con("giorno", `"2026-02-30"`), 422, []string{"giorno"}},
	"date as number":       {"application/json", con("giorno", "20260230"), 422, []string{"giorno"}},
	"optional date":        {"application/json", con("fine", `"segretissimo"`), 422, []string{"fine"}},
	"amount in a row":      {"application/json", con("regole", `[{"importo":"1"},{"importo":"segretissimo"}]`), 422, []string{"regole.1.importo"}},
	"amount missing":       {"application/json", con("regole", `[{"nota":"n"}]`), 422, []string{"regole.0.importo"}},
	"amount empty":         {"application/json", con("regole", `[{"importo":""}]`), 422, []string{"regole.0.importo"}},
	"not in the list":      {"application/json", con("tipi", `["segretissimo"]`), 422, []string{"tipi.0"}},
	"too long for field":   {"application/json", con("titolo", `"`+strings.Repeat("a", 21)+`"`), 422, []string{"titolo"}},
	"too long for any":     {"application/json", con("sede", `{"via":"`+strings.Repeat("a", 10_001)+`"}`), 422, []string{"sede.via"}},
	"invalid UTF-8":        {"application/json", "{\"titolo\":\"a\xff\"}", 422, []string{"titolo"}},
	"invalid UTF-8 nested": {"application/json", "{\"regole\":[{\"nota\":\"\xc3\x28\"}]}", 422, []string{"regole.0.nota"}},
	"invalid UTF-8 name":   {"application/json", "{\"ti\xfftolo\":1}", 422, []string{"corpo"}},
	"lone surrogate":       {"application/json", con("titolo", `"\ud800"`), 422, []string{"titolo"}},
	"NUL":                  {"application/json", con("titolo", `"segretissimo\u0000"`), 422, []string{"titolo"}},
}

func TestJSONRefusesWithTheFieldAndNeverTheValue(t *testing.T) {
	for name, tt := range corpiSbagliati {
		t.Run(name, func(t *testing.T) {
			b := nuovoBanco(t)
			w := b.chiedi("POST", "/api/v1/prove/"+unID, tt.tipo, tt.corpo)
			if w.Code != tt.stato {
				t.Fatalf("status %d, want %d: %s", w.Code, tt.stato, w.Body)
			}
			p := problemaDi(t, w)
			var campi []string
			for _, e := range p.Errori {
				campi = append(campi, e.Campo)
				if e.Messaggio == "" || strings.HasSuffix(e.Messaggio, ".") {
					t.Errorf("message of %s: %q", e.Campo, e.Messaggio)
				}
			}
			if diff := cmp.Diff(tt.campi, campi); diff != "" {
				t.Errorf("fields (-want +got):\n%s\n%s", diff, w.Body)
			}
			if s := w.Body.String(); strings.Contains(s, `"segretissimo`) && name != "unknown field" || strings.Contains(s, "20260230") {
				t.Errorf("the answer repeats a value: %s", s)
			}
			if len(b.chiamate) != 0 {
				t.Error("the act was done")
			}
		})
	}
}
