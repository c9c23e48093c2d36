package api

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

type formaCampione struct {
	Giorno  periodo.Data    `json:"giorno" format:"date" doc:"Giorno"`
	Importo euro.Importo    `json:"importo" doc:"Importo" minimum:"0.01"`
	Causale string          `json:"causale,omitempty" doc:"Causale" maxLength:"50"`
	Note    string          `json:"note,omitempty" doc:"Note" widget:"textarea"`
	Rate    int             `json:"rate" doc:"Rate" minimum:"1" maximum:"12"`
	Righe   []rigaCampione  `json:"righe,omitempty" doc:"Righe" maxItems:"3"`
	Tipi    []string        `json:"tipi,omitempty" doc:"Tipi" enum:"A,B" etichette:"Alfa,Beta"`
	Mese    *periodo.Mese   `json:"mese,omitempty" format:"month" doc:"Mese"`
	Scelta  *bool           `json:"scelta,omitempty" doc:"Scelta"`
	Interno dentroCampione  `json:"interno" doc:"Interno"`
	Altro   *dentroCampione `json:"altro,omitempty" doc:"Altro"`
}

type (
	rigaCampione struct {
		Nota string `json:"nota" doc:"Nota"`
	}
	dentroCampione struct {
		Via string `json:"via,omitempty" doc:"Via"`
	}
	filtroCampione struct {
		Testo string       `json:"testo,omitempty" doc:"Testo da cercare" maxLength:"80"`
		Dal   periodo.Data `json:"dal,omitzero" doc:"Dal giorno" format:"date"`
		Stati []string     `json:"stati,omitempty" doc:"Stati" enum:"A,B" etichette:"Alfa,Beta"`
	}
	esitoCampione struct {
		ID     string         `json:"id" format:"uuid" doc:"Identificativo"`
		Totale euro.Importo   `json:"totale" doc:"Totale"`
		Righe  []rigaCampione `json:"righe" doc:"Righe"`
		Pagina int            `json:"pagina" doc:"Pagina"`
	}
)

// campioni is a server with an operation of each shape.
func campioni(t *testing.T) *Server {
	t.Helper()
	s, _ := prova(t)
	atti.Registra(s.rotte, atti.Operazione{
		ID: "campione-apertura", Metodo: http.MethodPost, Percorso: "/campioni/{id}/righe/{mese}", Titolo: "Apre un campione", Etichetta: "campioni",
	}, func(context.Context, models.Chi, atti.Richiesta[formaCampione]) (esitoCampione, error) {
		return esitoCampione{}, nil
	})
	atti.Registra(s.rotte, atti.Operazione{
		ID: "campione-chiusura", Metodo: http.MethodPut, Percorso: "/campioni/{id}/chiusura", Titolo: "Chiude un campione", Etichetta: "campioni",
	}, func(context.Context, models.Chi, atti.Richiesta[struct{}]) (struct{}, error) { return struct{}{}, nil })
	atti.Leggi(s.rotte, atti.Operazione{ID: "campioni", Percorso: "/campioni", Titolo: "Elenca i campioni", Etichetta: "campioni"},
		func(context.Context, models.Chi, atti.Richiesta[filtroCampione]) (esitoCampione, error) {
			return esitoCampione{}, nil
		})
	atti.Scarica(s.rotte, atti.Operazione{ID: "campione-elenco", Percorso: "/campioni/{id}/elenco.xlsx", Titolo: "Scarica l'elenco", Etichetta: "campioni"},
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		func(context.Context, models.Chi, atti.Richiesta[struct{}]) (atti.Allegato, error) {
			return atti.Allegato{}, nil
		})
	return s
}

func TestOperationsOfEveryShapePassTheNationalRules(t *testing.T) {
	documento, err := campioni(t).OpenAPI()
	if err != nil {
		t.Fatalf("OpenAPI: %v", err)
	}
	for _, r := range lint(t, documento) {
		if r.Gravita <= 1 {
			t.Errorf("%s: %s at %v", r.Codice, r.Messaggio, r.Percorso)
		}
	}
}

func TestOperationSaysWhatTheDecoderHolds(t *testing.T) {
	dati, err := campioni(t).api.OpenAPI().MarshalJSON()
	if err != nil {
		t.Fatalf("OpenAPI: %v", err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct {
				Name, In string
				Required bool
			}
			RequestBody *struct{ Required bool }
			Responses   map[string]any
		}
		Components struct {
			Schemas map[string]struct {
				Required             []string
				AdditionalProperties any
				Properties           map[string]map[string]any
			}
		}
	}
	if err := json.Unmarshal(dati, &doc); err != nil {
		t.Fatalf("document: %v", err)
	}
	forma := doc.Components.Schemas["FormaCampione"]
	if diff := cmp.Diff([]string{"giorno", "importo", "rate", "interno"}, forma.Required); diff != "" {
		t.Errorf("required (-want +got):\n%s", diff)
	}
	for campo, want := range map[string]map[string]any{
		"giorno":  {"type": "string", "format": "date", "maxLength": 10.0},
		"importo": {"type": "string", "maxLength": 24.0},
		"causale": {"type": "string", "maxLength": 50.0},
		"note":    {"type": "string", "maxLength": 10000.0},
		"rate":    {"type": "integer", "format": "int64", "minimum": 1.0, "maximum": 12.0},
		"righe":   {"type": "array", "maxItems": 3.0},
		"tipi":    {"type": "array", "maxItems": 5000.0},
	} {
		got := map[string]any{}
		for k, v := range forma.Properties[campo] {
			if k != "description" && k != "examples" && k != "items" {
				got[k] = v
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", campo, diff)
		}
	}
	apre := doc.Paths["/campioni/{id}/righe/{mese}"]["post"]
	for _, stato := range []string{"201", "400", "401", "403", "404", "409", "413", "415", "422", "500", "503"} {
		if apre.Responses[stato] == nil {
			t.Errorf("no response %s", stato)
		}
	}
	chiude := doc.Paths["/campioni/{id}/chiusura"]["put"]
	if chiude.RequestBody != nil || chiude.Responses["204"] == nil || apre.RequestBody == nil || !apre.RequestBody.Required {
		t.Errorf("bodies: %+v, %+v", apre.RequestBody, chiude)
	}
}
