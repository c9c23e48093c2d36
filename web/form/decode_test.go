package form

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/misura"
	"siss/models/periodo"
)

type voce struct {
	ID        string        `json:"id,omitempty" widget:"hidden"`
	Importo   euro.Importo  `json:"importo" doc:"Importo" minimum:"0.01" maximum:"1000.00"`
	Frequenza string        `json:"frequenza" enum:"M,U" etichette:"Mensile,Una tantum" doc:"Frequenza"`
	Dal       *periodo.Data `json:"dal,omitempty" format:"date" doc:"Dal"`
}

func (v voce) Check() map[string]string {
	if v.Frequenza == "U" && v.Dal == nil {
		return map[string]string{"dal": "indicare la data della rata unica"}
	}
	return nil
}

type Comune struct {
	Note string `json:"note,omitempty" widget:"textarea" maxLength:"20" doc:"Note"`
}

type modulo struct {
	ID       string         `json:"id" format:"uuid" widget:"hidden"`
	Cognome  string         `json:"cognome" minLength:"2" maxLength:"10" doc:"Cognome"`
	Codice   fiscale.Codice `json:"codice,omitempty" doc:"Codice fiscale"`
	Inizio   periodo.Data   `json:"inizio" format:"date" doc:"Inizio"`
	Fine     *periodo.Data  `json:"fine,omitempty" format:"date" doc:"Fine"`
	Mese     periodo.Mese   `json:"mese,omitzero" format:"month" doc:"Mese"`
	Quota    euro.Importo   `json:"quota" doc:"Quota"`
	Durata   misura.Minuti  `json:"durata,omitempty" doc:"Durata"`
	Persone  int            `json:"persone" minimum:"1" maximum:"9" doc:"Persone"`
	Email    string         `json:"email,omitempty" format:"email" doc:"Posta elettronica"`
	Cap      string         `json:"cap,omitempty" pattern:"^[0-9]{5}$" example:"00185" doc:"CAP"`
	Delega   bool           `json:"delega,omitempty" doc:"Delega"`
	Consenso *bool          `json:"consenso" doc:"Consenso"`
	Tipi     []string       `json:"tipi" enum:"A,B,C" doc:"Tipi" maxItems:"2"`
	Ufficio  string         `json:"ufficio,omitempty" opzioni:"uffici" doc:"Ufficio"`
	Altri    []string       `json:"altri,omitempty" doc:"Altri nomi"`
	Luogo    struct {
		Comune string `json:"comune" doc:"Comune"`
	} `json:"luogo" doc:"Luogo"`
	Recapito *recapito `json:"recapito,omitempty" doc:"Recapito"`
	Voci     []voce    `json:"voci" doc:"Voci" maxItems:"3"`
	Comune
}

type recapito struct {
	Via string `json:"via" doc:"Via"`
}

func (m *modulo) Check() map[string]string {
	if m.Fine != nil && m.Fine.Prima(m.Inizio) {
		return map[string]string{"fine": "indicare una data non precedente all'inizio"}
	}
	return nil
}

// buono is a post without problems.
func buono(cambi ...string) url.Values {
	v := url.Values{
		"id": {"5b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d12"}, "cognome": {" Rossi "}, "inizio": {"2024-01-05"}, "quota": {"1.234,56"},
		"persone": {"3"}, "consenso": {"false"}, "tipi": {"A", "C"}, "luogo.comune": {"Roma"},
		"voci.0.importo": {"100,00"}, "voci.0.frequenza": {"M"}, "_atto": {"x"}, "ignoto": {"y"},
	}
	for i := 0; i < len(cambi); i += 2 {
		v.Set(cambi[i], cambi[i+1])
	}
	return v
}

func TestDecodeReadsEveryKindOfField(t *testing.T) {
	post := buono("fine", "31/12/2024", "mese", "3/2024", "durata", "1:30", "delega", "true", "altri", "Mario\r\n\r\n Maria ", "note", "prima\r\nseconda",
		"recapito.via", "via Roma 1", "codice", "", "ufficio", "u1")
	got, problemi := Decode[modulo](post)
	if len(problemi) > 0 {
		t.Fatalf("Decode = %v, want no problem", problemi)
	}
	fine, no := periodo.MustParse("2024-12-31"), false
	want := modulo{
		ID: "5b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d12", Cognome: "Rossi", Inizio: periodo.MustParse("2024-01-05"), Fine: &fine,
		Mese: periodo.MustParseMese("2024-03"), Quota: 123456, Durata: 90, Persone: 3, Delega: true, Consenso: &no, Tipi: []string{"A", "C"},
		Ufficio: "u1", Altri: []string{"Mario", "Maria"}, Recapito: &recapito{"via Roma 1"}, Voci: []voce{{Importo: 10000, Frequenza: "M"}},
		Comune: Comune{Note: "prima\nseconda"},
	}
	want.Luogo.Comune = "Roma"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Decode = %+v, want %+v", got, want)
	}
}

func TestEachProblemHasItsPathAndSaysWhatToDo(t *testing.T) {
	tests := map[string]struct {
		nome, valore string
		want         models.Campo
	}{
		"blank text":             {"cognome", "  ", models.Campo{Nome: "cognome", Messaggio: "compilare questo campo"}},
		"too short":              {"cognome", "R", models.Campo{Nome: "cognome", Messaggio: "scrivere almeno 2 caratteri"}},
		"too long":               {"cognome", "RossiRossiRossi", models.Campo{Nome: "cognome", Messaggio: "scrivere al massimo 10 caratteri"}},
		"NUL":                    {"cognome", "Ro\x00ssi", models.Campo{Nome: "cognome", Messaggio: messaggioCaratteri}},
		"invalid UTF-8":          {"cognome", "Ro\xffssi", models.Campo{Nome: "cognome", Messaggio: messaggioCaratteri}},
		"replacement character":  {"note", "Ro\uFFFDssi", models.Campo{Nome: "note", Messaggio: messaggioCaratteri}},
		"new line in one line":   {"cognome", "Ro\nssi", models.Campo{Nome: "cognome", Messaggio: messaggioCaratteri}},
		"bell in text area":      {"note", "a\ab", models.Campo{Nome: "note", Messaggio: messaggioCaratteri}},
		"missing date":           {"inizio", "", models.Campo{Nome: "inizio", Messaggio: "compilare questo campo"}},
		"missing amount":         {"quota", "", models.Campo{Nome: "quota", Messaggio: "compilare questo campo"}},
		"missing integer":        {"persone", "", models.Campo{Nome: "persone", Messaggio: "compilare questo campo"}},
		"not an integer":         {"persone", "tre", models.Campo{Nome: "persone", Messaggio: "scrivere un numero intero"}},
		"integer too big":        {"persone", "99999999999999999999", models.Campo{Nome: "persone", Messaggio: "scrivere un numero intero"}},
		"under the minimum":      {"persone", "0", models.Campo{Nome: "persone", Messaggio: "indicare un valore non inferiore a 1"}},
		"over the maximum":       {"persone", "10", models.Campo{Nome: "persone", Messaggio: "indicare un valore non superiore a 9"}},
		"amount under minimum":   {"voci.0.importo", "0", models.Campo{Nome: "voci.0.importo", Messaggio: "indicare un valore non inferiore a 0,01"}},
		"amount over maximum":    {"voci.0.importo", "1.000,01", models.Campo{Nome: "voci.0.importo", Messaggio: "indicare un valore non superiore a 1.000,00"}},
		"email":                  {"email", "abc", models.Campo{Nome: "email", Messaggio: messaggioFormato("email")}},
		"uuid":                   {"id", "1", models.Campo{Nome: "id", Messaggio: messaggioEnum}},
		"pattern with example":   {"cap", "185", models.Campo{Nome: "cap", Messaggio: "scrivere il dato nella forma prevista, per esempio 00185"}},
		"choice missing":         {"voci.0.frequenza", "", models.Campo{Nome: "voci.0.frequenza", Messaggio: "scegliere una voce"}},
		"choice not offered":     {"voci.0.frequenza", "X", models.Campo{Nome: "voci.0.frequenza", Messaggio: messaggioEnum}},
		"one of several":         {"tipi", "X", models.Campo{Nome: "tipi.0", Messaggio: messaggioEnum}},
		"none of several":        {"tipi", "", models.Campo{Nome: "tipi", Messaggio: "scegliere almeno una voce"}},
		"yes or no missing":      {"consenso", "", models.Campo{Nome: "consenso", Messaggio: "scegliere una voce"}},
		"yes or no wrong":        {"consenso", "forse", models.Campo{Nome: "consenso", Messaggio: messaggioEnum}},
		"checkbox wrong":         {"delega", "forse", models.Campo{Nome: "delega", Messaggio: messaggioEnum}},
		"inside a group":         {"luogo.comune", "", models.Campo{Nome: "luogo.comune", Messaggio: "compilare questo campo"}},
		"control in a free list": {"altri", "Ma\x00rio", models.Campo{Nome: "altri.0", Messaggio: messaggioCaratteri}},
		"rule across fields":     {"fine", "2023-01-01", models.Campo{Nome: "fine", Messaggio: "indicare una data non precedente all'inizio"}},
		"rule inside a row":      {"voci.0.frequenza", "U", models.Campo{Nome: "voci.0.dal", Messaggio: "indicare la data della rata unica"}},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			_, got := Decode[modulo](buono(tt.nome, tt.valore))
			if diff := cmp.Diff([]models.Campo{tt.want}, got); diff != "" {
				t.Errorf("Decode(%s) problems (-want +got):\n%s", tt.nome, diff)
			}
		})
	}
}

// A rule across fields is told together with what is wrong with single fields.
func TestAllProblemsAreSaidAtOnce(t *testing.T) {
	_, got := Decode[modulo](buono("cognome", "", "fine", "2023-01-01", "voci.0.frequenza", "U", "voci.0.importo", "abc"))
	var nomi []string
	for _, c := range got {
		nomi = append(nomi, c.Nome)
	}
	if diff := cmp.Diff([]string{"cognome", "fine", "voci.0.importo", "voci.0.dal"}, nomi); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestValueTypesExplainThemselves(t *testing.T) {
	for nome, valore := range map[string]string{"inizio": "32/13/2024", "quota": "abcdef", "durata": "molto", "codice": "RSSMRA", "mese": "marzo"} {
		_, got := Decode[modulo](buono(nome, valore))
		if len(got) != 1 || got[0].Nome != nome || got[0].Messaggio == "" || strings.Contains(got[0].Messaggio, valore) {
			t.Errorf("Decode(%s=%q) = %v, want one sentence at %s without the value", nome, valore, got, nome)
		}
	}
}

func TestProblemsComeInTheOrderOfThePage(t *testing.T) {
	_, got := Decode[modulo](url.Values{"voci.0.frequenza": {"X"}, "voci.1.importo": {"1"}, "note": {"\x00"}, "recapito.via": {"\x00"}})
	var nomi []string
	for _, c := range got {
		nomi = append(nomi, c.Nome)
	}
	want := []string{"id", "cognome", "inizio", "quota", "persone", "consenso", "tipi", "luogo.comune", "recapito.via",
		"voci.0.importo", "voci.0.frequenza", "voci.1.frequenza", "note"}
	if diff := cmp.Diff(want, nomi); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestValidaSaysOfJSONWhatDecodeSaysOfAPost(t *testing.T) {
	var m modulo
	body := `{"id":"5b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d12","cognome":"R","inizio":"2024-01-05","fine":"","quota":"1.00","persone":1,
		"consenso":true,"tipi":["A"],"luogo":{"comune":" Roma "},"voci":[{"importo":"5000.00","frequenza":"M"}],"note":"a\r\nb"}`
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatal(err)
	}
	want := []models.Campo{{Nome: "cognome", Messaggio: "scrivere almeno 2 caratteri"}, {Nome: "voci.0.importo", Messaggio: "indicare un valore non superiore a 1.000,00"}}
	if diff := cmp.Diff(want, Valida(&m)); diff != "" {
		t.Errorf("Valida (-want +got):\n%s", diff)
	}
	if m.Luogo.Comune != "Roma" || m.Note != "a\nb" || m.Fine != nil {
		t.Errorf("Valida left %q %q %v, want tidy strings and no empty date", m.Luogo.Comune, m.Note, m.Fine)
	}
}

func TestTheSchemaAsksForTheSameFields(t *testing.T) {
	registro := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	schema := huma.SchemaFromType(registro, reflect.TypeFor[modulo]())
	var want []string
	for _, c := range descrivi(reflect.TypeFor[modulo]()) {
		if schema.Properties[c.nome] == nil {
			t.Errorf("%s is not in the schema", c.nome)
		}
		if c.obbligatorio {
			want = append(want, c.nome)
		}
	}
	if diff := cmp.Diff(want, schema.Required); diff != "" {
		t.Errorf("mandatory fields (-form +schema):\n%s", diff)
	}
}

func TestEncodeAndDecodeAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		si := rapid.Bool().Draw(t, "consenso")
		want := modulo{
			ID: "5b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d12", Cognome: rapid.StringMatching(`[A-Za-z'àèìòù]{2,10}`).Draw(t, "cognome"),
			Inizio: periodo.MustParse("2000-01-01").Piu(rapid.IntRange(0, 20000).Draw(t, "inizio")),
			Quota:  euro.Importo(rapid.Int64Range(0, 1e9).Draw(t, "quota")), Durata: misura.Minuti(rapid.IntRange(1, 1440).Draw(t, "durata")),
			Persone: rapid.IntRange(1, 9).Draw(t, "persone"), Consenso: &si, Delega: rapid.Bool().Draw(t, "delega"), Tipi: []string{"B"},
		}
		want.Luogo.Comune = "Roma"
		for range rapid.IntRange(1, 3).Draw(t, "voci") {
			want.Voci = append(want.Voci, voce{Importo: euro.Importo(rapid.Int64Range(1, 100000).Draw(t, "importo")), Frequenza: "M"})
		}
		got, problemi := Decode[modulo](Encode(want))
		if len(problemi) > 0 || !reflect.DeepEqual(got, want) {
			t.Fatalf("Decode(Encode(%+v)) = %+v, %v", want, got, problemi)
		}
	})
}
