package form

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// specie is how a struct field becomes inputs.
type specie int

const (
	scalare specie = iota // one text: string, number, value type
	logico                // bool: a checkbox; *bool: sì/no
	insieme               // slice of scalars: checkboxes, or one value per line
	gruppo                // nested struct: a fieldset
	righe                 // slice of structs: rows that can be added and removed
)

// campo is what the tags of one struct field say.
type campo struct {
	indice       []int // for reflect.Value.FieldByIndex
	nome         string
	specie       specie
	puntatore    bool
	tipo         reflect.Type // without pointer; of the items for a slice
	obbligatorio bool

	etichetta, aiuto, esempio string
	formato, widget, opzioni  string
	dopo, cassetto            string   // where the field is shown, when not in the order of the struct
	segue                     []string // paths of the fields that decide its choices
	enum, etichette           []string
	pattern                   *regexp.Regexp
	minLen, maxLen            int // runes; -1 when absent
	minItems, maxItems        int // -1 when absent
	minimo, massimo           string
	campi                     []campo // of a gruppo or of each of the righe
}

var (
	tipoTesto    = reflect.TypeFor[encoding.TextUnmarshaler]()
	descrizioni  sync.Map // reflect.Type -> []campo
	nomeDiCampo  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	widgetAmmess = []string{"", "textarea", "hidden", "radio", "checkbox"}
)

// descrivi reads the tags of T's fields once. It panics on tags that cannot
// be right: a form is written by a programmer and executed by a test.
func descrivi(t reflect.Type) []campo {
	if d, ok := descrizioni.Load(t); ok {
		return d.([]campo)
	}
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("form: %s is not a struct", t))
	}
	d := leggiCampi(t, nil, nil)
	descrizioni.Store(t, d)
	return d
}

func leggiCampi(t reflect.Type, base []int, dentro []reflect.Type) []campo {
	if slices.Contains(dentro, t) {
		panic(fmt.Sprintf("form: %s contains itself", t))
	}
	dentro = append(slices.Clone(dentro), t)
	var out []campo
	for i := range t.NumField() {
		f := t.Field(i)
		nome, opzioni, _ := strings.Cut(f.Tag.Get("json"), ",")
		indice := append(slices.Clone(base), i)
		switch {
		case f.Anonymous && nome == "" && f.Type.Kind() == reflect.Struct:
			out = append(out, leggiCampi(f.Type, indice, dentro)...)
		case !f.IsExported() || nome == "-":
		default:
			out = append(out, leggiCampo(t, f, nome, opzioni, indice, dentro))
		}
	}
	return out
}

func leggiCampo(t reflect.Type, f reflect.StructField, nome, opzioni string, indice []int, dentro []reflect.Type) campo {
	male := func(perche string) { panic(fmt.Sprintf("form: %s.%s: %s", t, f.Name, perche)) }
	if !nomeDiCampo.MatchString(nome) {
		male("needs a json name of letters and digits")
	}
	c := campo{
		indice: indice, nome: nome, tipo: f.Type,
		obbligatorio: !slices.ContainsFunc(strings.Split(opzioni, ","), func(o string) bool { return o == "omitempty" || o == "omitzero" }),
		etichetta:    f.Tag.Get("doc"), aiuto: f.Tag.Get("help"), esempio: f.Tag.Get("example"),
		formato: f.Tag.Get("format"), widget: f.Tag.Get("widget"), opzioni: f.Tag.Get("opzioni"),
		minimo: f.Tag.Get("minimum"), massimo: f.Tag.Get("maximum"),
		dopo: f.Tag.Get("dopo"), cassetto: f.Tag.Get("cassetto"),
	}
	if s := f.Tag.Get("segue"); s != "" {
		c.segue = strings.Split(s, ",")
	}
	if c.etichetta == "" && c.widget != "hidden" {
		male("needs a label in the tag doc")
	}
	if !slices.Contains(widgetAmmess, c.widget) {
		male("unknown widget " + c.widget)
	}
	c.minLen, c.maxLen = intero(f, "minLength", male), intero(f, "maxLength", male)
	c.minItems, c.maxItems = intero(f, "minItems", male), intero(f, "maxItems", male)
	if p := f.Tag.Get("pattern"); p != "" {
		c.pattern = regexp.MustCompile(p)
	}
	if e := f.Tag.Get("enum"); e != "" {
		c.enum, c.etichette = strings.Split(e, ","), strings.Split(e, ",")
	}
	if e := f.Tag.Get("etichette"); e != "" {
		c.etichette = strings.Split(e, ",")
	}
	if len(c.enum) != len(c.etichette) {
		male("enum and etichette have different lengths")
	}
	c.classifica(dentro, male)
	return c
}

func intero(f reflect.StructField, tag string, male func(string)) int {
	s := f.Tag.Get(tag)
	if s == "" {
		return -1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		male(tag + " is not a number")
	}
	return n
}

// classifica sets specie, puntatore, tipo and campi from the Go type.
func (c *campo) classifica(dentro []reflect.Type, male func(string)) {
	if c.tipo.Kind() == reflect.Pointer {
		c.puntatore, c.tipo = true, c.tipo.Elem()
	}
	switch {
	case eScalare(c.tipo):
		c.specie = scalare
	case c.tipo.Kind() == reflect.Bool:
		c.specie = logico
	case c.tipo.Kind() == reflect.Struct:
		c.specie, c.campi = gruppo, leggiCampi(c.tipo, nil, dentro)
	case c.tipo.Kind() == reflect.Slice && !c.puntatore && eScalare(c.tipo.Elem()):
		c.specie, c.tipo = insieme, c.tipo.Elem()
	case c.tipo.Kind() == reflect.Slice && !c.puntatore && c.tipo.Elem().Kind() == reflect.Struct:
		c.specie, c.tipo = righe, c.tipo.Elem()
		c.campi = leggiCampi(c.tipo, nil, dentro)
	default:
		male("type " + c.tipo.String() + " cannot be a field of a form")
	}
}

func eTesto(t reflect.Type) bool { return reflect.PointerTo(t).Implements(tipoTesto) }

func eIntero(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return true
	}
	return false
}

func eScalare(t reflect.Type) bool {
	return eTesto(t) || t.Kind() == reflect.String || eIntero(t)
}

// unisci joins a path and a name.
func unisci(percorso, nome string) string {
	if percorso == "" {
		return nome
	}
	return percorso + "." + nome
}
