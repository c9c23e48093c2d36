package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"siss/api/atti"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/misura"
	"siss/models/periodo"
)

// Versione is the version of the contract, not of the program: it changes when
// an operation does.
const Versione = "1.0.0"

// configurazione is the OpenAPI document before any operation, with what the
// national guidelines ask of every API.
func configurazione() huma.Config {
	schemi := huma.NewMapRegistry("#/components/schemas/", nomina())
	for valore, schema := range valori {
		schemi.RegisterTypeAlias(valore, schema)
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:   "SISS - Sistema informativo dei servizi sociali",
				Version: Versione,
				Description: "Le operazioni degli operatori dei servizi sociali: domande, interventi, accessi, elaborazioni contabili. " +
					"Ogni operazione ha un modulo corrispondente nelle pagine, con gli stessi campi e le stesse regole. " +
					"Gli importi sono testi con due decimali dopo il punto, le date hanno la forma aaaa-mm-gg.",
				TermsOfService: "https://siss.example/termini",
				Contact:        &huma.Contact{Name: "Assistenza SISS", URL: "https://siss.example/assistenza", Email: "assistenza@siss.example"},
				Extensions: map[string]any{
					"x-summary": "Domande, interventi e liquidazioni dei servizi sociali",
					"x-api-id":  "urn:uuid:5d0f3c52-7d5b-4c3e-9a51-2f6c0f2f7b61",
				},
			},
			Servers: []*huma.Server{{
				URL:         "https://{host}" + percorsoAPI,
				Description: "Installazione dell'ente",
				Variables: map[string]*huma.ServerVariable{
					"host": {Default: "siss.example", Description: "Nome della macchina su cui l'ente ha installato SISS"},
				},
			}},
			Components: &huma.Components{
				Schemas: schemi,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"bearerAuth":     {Type: "http", Scheme: "bearer", Description: "Gettone di accesso di un operatore o di un servizio"},
					"sessioneCookie": {Type: "apiKey", In: "cookie", Name: atti.CookieSessione, Description: "Sessione aperta dalle pagine"},
				},
			},
			Security: []map[string][]string{{"bearerAuth": {}}, {"sessioneCookie": {}}},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
}

// nomina names schemas after their types; the second of two types with one
// name, met in another package, gets the package's name before its own.
func nomina() func(reflect.Type, string) string {
	presi := map[string]reflect.Type{}
	return func(t reflect.Type, hint string) string {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		nome := huma.DefaultSchemaNamer(t, maiuscole(hint))
		if t.Kind() != reflect.Struct || t.Name() == "" {
			return nome
		}
		if altro, ok := presi[nome]; ok && altro != t {
			pacchetto := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
			nome = maiuscole(pacchetto) + nome
		}
		presi[nome] = t
		return nome
	}
}

// maiuscole turns "domanda-presentazione" into "DomandaPresentazione".
func maiuscole(s string) string {
	var out strings.Builder
	for parte := range strings.SplitSeq(s, "-") {
		if parte != "" {
			out.WriteString(strings.ToUpper(parte[:1]) + parte[1:])
		}
	}
	return out.String()
}

// valori says how the value types look in JSON: they are all texts.
var valori = map[reflect.Type]reflect.Type{
	reflect.TypeFor[periodo.Data]():    reflect.TypeFor[schemaData](),
	reflect.TypeFor[periodo.Mese]():    reflect.TypeFor[schemaMese](),
	reflect.TypeFor[euro.Importo]():    reflect.TypeFor[schemaImporto](),
	reflect.TypeFor[euro.Tariffa]():    reflect.TypeFor[schemaTariffa](),
	reflect.TypeFor[euro.Aliquota]():   reflect.TypeFor[schemaAliquota](),
	reflect.TypeFor[misura.Quantita](): reflect.TypeFor[schemaQuantita](),
	reflect.TypeFor[misura.Minuti]():   reflect.TypeFor[schemaMinuti](),

	reflect.TypeFor[fiscale.Codice]():     reflect.TypeFor[schemaCodice](),
	reflect.TypeFor[fiscale.PartitaIVA](): reflect.TypeFor[schemaPartitaIVA](),
	reflect.TypeFor[fiscale.IBAN]():       reflect.TypeFor[schemaIBAN](),

	reflect.TypeFor[documento.Contenuto](): reflect.TypeFor[schemaContenuto](),
}

type (
	schemaData     struct{}
	schemaMese     struct{}
	schemaImporto  struct{}
	schemaTariffa  struct{}
	schemaAliquota struct{}
	schemaQuantita struct{}
	schemaMinuti   struct{}

	schemaCodice     struct{}
	schemaPartitaIVA struct{}
	schemaIBAN       struct{}
	schemaContenuto  struct{}
)

func (schemaData) Schema(huma.Registry) *huma.Schema {
	return testo(10, "Data", "date", "2026-01-31")
}

func (schemaMese) Schema(huma.Registry) *huma.Schema {
	return testo(7, "Mese, anno e numero", "", "2026-01")
}

func (schemaImporto) Schema(huma.Registry) *huma.Schema {
	return testo(24, "Importo in euro con due decimali", "", "1234.56")
}

func (schemaTariffa) Schema(huma.Registry) *huma.Schema {
	return testo(24, "Tariffa in euro, fino a quattro decimali", "", "21.6900")
}

func (schemaAliquota) Schema(huma.Registry) *huma.Schema {
	return testo(6, "Percentuale", "", "5.00")
}

func (schemaQuantita) Schema(huma.Registry) *huma.Schema {
	return testo(12, "Quantità, fino a due decimali", "", "1.50")
}

func (schemaMinuti) Schema(huma.Registry) *huma.Schema {
	return testo(6, "Durata in minuti", "", "90")
}

func (schemaCodice) Schema(huma.Registry) *huma.Schema {
	return testo(16, "Codice fiscale", "", "RSSMRA80A01H501U")
}

func (schemaPartitaIVA) Schema(huma.Registry) *huma.Schema {
	return testo(11, "Partita IVA", "", "12345678903")
}

func (schemaIBAN) Schema(huma.Registry) *huma.Schema {
	return testo(42, "IBAN, anche con gli spazi", "", "IT60X0542811101000000123456")
}

func (schemaContenuto) Schema(huma.Registry) *huma.Schema {
	s := testo(documento.Contenuto(nil).LunghezzaMassima(), "Contenuto del file in base64, fino a 10 MB", "", "JVBERi0xLjQK")
	s.ContentEncoding = "base64"
	return s
}

func testo(lunghezza int, descrizione, formato, esempio string) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Format: formato, MaxLength: &lunghezza, Description: descrizione, Examples: []any{esempio},
	}
}
