// Package form derives from one tagged struct the inputs of a page, their
// decoding and the checks that pages and JSON share. It reads the tags that
// the OpenAPI schema is made from, plus help, widget, etichette and opzioni.
// It knows nothing of pages: package web writes the markup.
//
// Field kinds: string, integers, bool, value types with UnmarshalText,
// pointers to those, nested structs (a fieldset), slices of structs (rows) and
// slices of scalars (checkboxes, or a value per line). A field is mandatory
// unless its json tag says omitempty or omitzero.
package form

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"siss/models"
)

// Opzione is one choice of a select, radio or checkbox group.
type Opzione struct {
	Valore string // what is posted
	Testo  string // what the operatore reads
}

// Opzioni holds the choices known only at run time, by the name in the tag
// `opzioni:"nome"` of the field.
type Opzioni map[string][]Opzione

// Form is what a template needs to write the inputs of one struct.
type Form struct {
	Fields   []Field        // in the order of the page, hidden ones included
	Problemi []models.Campo // every problem, also those that no field shows
	Novita   []Novita       // what others saved while the form was open
}

// Field is one input, or a group of them. Templates switch on Type.
type Field struct {
	Name         string    // name of the input: its JSON path, "regole.0.importo"
	ID           string    // id of the input, unique in the page
	Label        string    // Italian label, without asterisk
	Type         string    // text, email, date, month, textarea, hidden, select, radio, checkbox, checkboxes, group, rows, letto
	Value        string    // what the input shows, as typed when it came from a post
	Values       []string  // chosen values of checkboxes
	Options      []Opzione // of select, radio, checkboxes; an empty first choice is included
	Required     bool      // marked with an asterisk
	Help         string    // a line under the label, "" when there is none
	Error        string    // what to correct, "" when all is well
	InputMode    string    // decimal, numeric or ""
	MaxLength    int       // in characters; 0 when there is no limit
	Autocomplete string    // always "off": the person on the form is not who types
	Literal      bool      // a code: no spelling check, no automatic capitals
	Autofocus    bool      // first input of a row just added; a list that has just lost a row
	Fields       []Field   // of a group
	Rows         []Row     // of rows
	CanAdd       bool      // of rows: fewer than maxItems
	Segue        []string  // paths of the fields that decide its choices or its value
	Aggiorna     string    // what follows this field, as "#id,#id" of their Blocco; "" when nothing does
	Novita       *Novita   // what somebody else saved meanwhile, nil when nobody did

	dopo, cassetto string // tags of the same name
}

// Row is one entry of a list that can grow.
type Row struct {
	Name     string // path of the row, posted by its _togli button: "regole.1"
	ID       string // id of the fieldset
	Numero   int    // from 1
	Fields   []Field
	Unica    bool // the only row of a mandatory list: it cannot be removed
	Aggiunta bool // just added by _aggiungi
}

// Nuovo shows a value that exists: zero amounts are shown as 0,00.
func Nuovo[T any](valore T, opzioni Opzioni) *Form {
	return costruisci(descrivi(reflect.TypeFor[T]()), Encode(valore), opzioni, nil)
}

// Predefinito shows a value to begin with: what is zero in it is left blank.
func Predefinito[T any](valore T, opzioni Opzioni) *Form {
	return costruisci(descrivi(reflect.TypeFor[T]()), EncodePieni(valore), opzioni, nil)
}

// Vuoto shows blank inputs.
func Vuoto[T any](opzioni Opzioni) *Form {
	return costruisci(descrivi(reflect.TypeFor[T]()), nil, opzioni, nil)
}

// Riempi shows again what was posted, to the letter, with the problems found.
// After Modifica it carries out what was asked for.
func Riempi[T any](valori url.Values, opzioni Opzioni, problemi []models.Campo) *Form {
	return costruisci(descrivi(reflect.TypeFor[T]()), valori, opzioni, problemi)
}

// Filtri shows the filters of a list with what was asked. Leaving a choice
// blank asks for all; a mandatory one always has a value and no blank choice.
func Filtri[T any](valori url.Values, opzioni Opzioni, problemi []models.Campo) *Form {
	f := Riempi[T](valori, opzioni, problemi)
	for i := range f.Fields {
		c := &f.Fields[i]
		switch {
		case c.Type != "select":
		case c.Required:
			c.Required, c.Options = false, c.Options[1:]
		default:
			c.Options[0].Testo = "Tutti"
		}
	}
	return f
}

// HasRequired tells whether any field wears the asterisk.
func (f *Form) HasRequired() bool { return conAsterisco(f.Fields) }

func conAsterisco(fields []Field) bool {
	for _, f := range fields {
		if f.Required && f.Type != "hidden" || conAsterisco(f.Fields) {
			return true
		}
		for _, r := range f.Rows {
			if conAsterisco(r.Fields) {
				return true
			}
		}
	}
	return false
}

// Prefissa puts p before every id, for pages with more than one form.
func (f *Form) Prefissa(p string) {
	prefissa(f.Fields, p)
	f.collega()
}

func prefissa(fields []Field, p string) {
	for i := range fields {
		fields[i].ID = p + fields[i].ID
		prefissa(fields[i].Fields, p)
		for j := range fields[i].Rows {
			fields[i].Rows[j].ID = p + fields[i].Rows[j].ID
			prefissa(fields[i].Rows[j].Fields, p)
		}
	}
}

// Field finds the field of a problem: that of the path itself or, when it has
// none of its own (one of several checkboxes), the nearest around it.
func (f *Form) Field(percorso string) (Field, bool) {
	for percorso != "" {
		if t, ok := trova(f.Fields, percorso); ok {
			return t, true
		}
		percorso = percorso[:max(strings.LastIndexByte(percorso, '.'), 0)]
	}
	return Field{}, false
}

func trova(fields []Field, percorso string) (Field, bool) {
	for _, f := range fields {
		if f.Name == percorso {
			return f, true
		}
		if t, ok := trova(f.Fields, percorso); ok {
			return t, true
		}
		for _, r := range f.Rows {
			if t, ok := trova(r.Fields, percorso); ok {
				return t, true
			}
		}
	}
	return Field{}, false
}

// Target is the id that a link to the field should lead to: the first choice
// of a group of choices, else the input or fieldset itself.
func (f Field) Target() string {
	if (f.Type == "radio" || f.Type == "checkboxes") && len(f.Options) > 0 {
		return f.ID + "-0"
	}
	return f.ID
}

// DescribedBy lists the ids of help, error and news, for aria-describedby.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Novita != nil {
		ids = append(ids, f.ID+"-novita")
	}
	if f.Help != "" {
		ids = append(ids, f.ID+"-aiuto")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-errore")
	}
	return strings.Join(ids, " ")
}

// Chosen tells whether a choice is selected.
func (f Field) Chosen(valore string) bool {
	if f.Type != "checkboxes" {
		return f.Value == valore
	}
	for _, v := range f.Values {
		if v == valore {
			return true
		}
	}
	return false
}

// Wide tells whether the field takes the whole width of the form's grid.
func (f Field) Wide() bool {
	switch f.Type {
	case "textarea", "group", "rows", "checkboxes":
		return true
	}
	return false
}

// idDi is the id of a path.
func idDi(percorso string) string {
	return "campo-" + strings.ReplaceAll(percorso, ".", "-")
}

// LabelOf names the field of a problem with the groups and rows it is in:
// "Regole di pagamento, riga 2, Importo".
func (f *Form) LabelOf(percorso string) string {
	campo, ok := f.Field(percorso)
	if !ok {
		return ""
	}
	return strings.Join(etichette(f.Fields, campo.Name), ", ")
}

func etichette(fields []Field, percorso string) []string {
	for _, f := range fields {
		if f.Name == percorso {
			return []string{f.Label}
		}
		for _, r := range f.Rows {
			if strings.HasPrefix(percorso, r.Name+".") {
				return append([]string{f.Label, "riga " + strconv.Itoa(r.Numero)}, etichette(r.Fields, percorso)...)
			}
		}
		if dentro := etichette(f.Fields, percorso); dentro != nil {
			return append([]string{f.Label}, dentro...)
		}
	}
	return nil
}
