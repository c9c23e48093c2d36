package form

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"siss/models"
)

const (
	messaggioEnum      = "scegliere una delle voci previste"
	messaggioCaratteri = "togliere i caratteri non ammessi"
)

var (
	uuidTesto  = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	emailTesto = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
)

// Valida checks a T against its tags, its Check method and those of its nested
// structs, all at once, so that a form is sent back one time. It first tidies
// T's strings in place: no blanks around, "\n" as the end of a line. Problems
// come in the order of the fields, at most one per path, that of the tags
// first, and never repeat a value. A Check meets fields that are missing or
// could not be read: they are zero, and it must not complain of others because
// of them.
func Valida[T any](t *T) []models.Campo {
	p := newProblemi()
	valida(t, p)
	return p.lista(descrivi(reflect.TypeFor[T]()))
}

func valida[T any](t *T, p *problemi) {
	campi := descrivi(reflect.TypeFor[T]())
	v := reflect.ValueOf(t).Elem()
	validaCampi(campi, v, "", p)
	controlla(campi, v, "", p)
}

func validaCampi(campi []campo, v reflect.Value, percorso string, p *problemi) {
	for _, c := range campi {
		c.valida(v.FieldByIndex(c.indice), unisci(percorso, c.nome), p)
	}
}

func (c *campo) valida(v reflect.Value, percorso string, p *problemi) {
	if c.puntatore {
		if v.IsNil() {
			if c.obbligatorio {
				p.aggiungi(percorso, c.manca())
			}
			return
		}
		if c.specie == scalare && !c.obbligatorio && !eIntero(c.tipo) && eZero(v.Elem()) {
			v.SetZero() // "" in a JSON body means absent, as in a form
			return
		}
		v = v.Elem()
	}
	switch c.specie {
	case scalare:
		c.validaScalare(v, percorso, c.obbligatorio, p)
	case gruppo:
		validaCampi(c.campi, v, percorso, p)
	case insieme, righe:
		c.validaLista(v, percorso, p)
	}
}

func (c *campo) validaLista(v reflect.Value, percorso string, p *problemi) {
	switch n := v.Len(); {
	case n == 0 && c.obbligatorio:
		p.aggiungi(percorso, c.manca())
	case c.minItems > n && (n > 0 || c.obbligatorio):
		p.aggiungi(percorso, fmt.Sprintf("indicare almeno %d voci", c.minItems))
	case c.maxItems >= 0 && n > c.maxItems:
		p.aggiungi(percorso, fmt.Sprintf("indicare al massimo %d voci", c.maxItems))
	}
	for i := range v.Len() {
		if riga := unisci(percorso, strconv.Itoa(i)); c.specie == righe {
			validaCampi(c.campi, v.Index(i), riga, p)
		} else {
			c.validaScalare(v.Index(i), riga, true, p)
		}
	}
}

func (c *campo) validaScalare(v reflect.Value, percorso string, serve bool, p *problemi) {
	if v.Kind() == reflect.String {
		if !ammessi(v.String(), c.widget == "textarea" || c.specie == insieme) {
			p.aggiungi(percorso, messaggioCaratteri)
			return
		}
		v.SetString(pulisci(v.String()))
	}
	if !eIntero(v.Type()) && eZero(v) {
		if serve {
			p.aggiungi(percorso, c.manca())
		}
		return
	}
	if m := c.difetto(v); m != "" {
		p.aggiungi(percorso, m)
	}
}

// difetto says what is wrong with a value that is there.
func (c *campo) difetto(v reflect.Value) string {
	testi := testiDi(v)
	s := testi[0]
	lunghezza := utf8.RuneCountInString(s)
	switch {
	case len(c.enum) > 0 && !slices.Contains(c.enum, s):
		return messaggioEnum
	case c.minLen >= 0 && lunghezza < c.minLen:
		return fmt.Sprintf("scrivere almeno %d caratteri", c.minLen)
	case c.maxLen >= 0 && lunghezza > c.maxLen:
		return fmt.Sprintf("scrivere al massimo %d caratteri", c.maxLen)
	case c.pattern != nil && !slices.ContainsFunc(testi, c.pattern.MatchString):
		return c.formaAttesa()
	case v.Kind() == reflect.String && !eTesto(v.Type()) && !formatoGiusto(c.formato, s):
		return messaggioFormato(c.formato)
	}
	return c.difettoLimiti(v)
}

func (c *campo) formaAttesa() string {
	if c.esempio != "" {
		return "scrivere il dato nella forma prevista, per esempio " + c.esempio
	}
	return "scrivere il dato nella forma prevista"
}

// difettoLimiti compares a whole number, or a value type that is one inside
// (cents, minutes), with minimum and maximum written as that type is written.
func (c *campo) difettoLimiti(v reflect.Value) string {
	if !eIntero(v.Type()) {
		return ""
	}
	if m, ok := c.limite(c.minimo); ok && v.Int() < m.Int() {
		return "indicare un valore non inferiore a " + italiano(m)
	}
	if m, ok := c.limite(c.massimo); ok && v.Int() > m.Int() {
		return "indicare un valore non superiore a " + italiano(m)
	}
	return ""
}

func (c *campo) limite(s string) (reflect.Value, bool) {
	m := reflect.New(c.tipo).Elem()
	return m, s != "" && leggi(s, m) == nil
}

// The sentences for a mandatory field left empty.
const (
	mancaRiga   = "aggiungere almeno una riga"
	mancaVoci   = "scegliere almeno una voce"
	mancaVoce   = "scegliere una voce"
	mancaValore = "compilare questo campo"
)

// Manca tells whether what is wrong with a field is only that it is empty.
func Manca(c models.Campo) bool {
	return slices.Contains([]string{mancaRiga, mancaVoci, mancaVoce, mancaValore}, c.Messaggio)
}

func (c *campo) manca() string {
	switch {
	case c.specie == righe:
		return mancaRiga
	case c.specie == insieme && (len(c.enum) > 0 || c.opzioni != ""):
		return mancaVoci
	case len(c.enum) > 0 || c.opzioni != "" || c.specie == logico:
		return mancaVoce
	}
	return mancaValore
}

// testiDi returns the machine text of a scalar and, when it differs, the
// Italian one: a pattern may be written for either.
func testiDi(v reflect.Value) []string {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if b, err := m.MarshalText(); err == nil {
			return []string{string(b), italiano(v)}
		}
	}
	return []string{italiano(v)}
}

// italiano is the text an operatore reads and types.
func italiano(v reflect.Value) string {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String()
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if b, err := m.MarshalText(); err == nil {
			return string(b)
		}
	}
	if eIntero(v.Type()) {
		return strconv.FormatInt(v.Int(), 10)
	}
	return v.String()
}

func eZero(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}

// ammessi refuses what no person types and no database column should hold.
func ammessi(s string, righe bool) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		if righe && (r == '\n' || r == '\r' || r == '\t') {
			return false
		}
		return unicode.IsControl(r) || r == utf8.RuneError
	})
}

func formatoGiusto(formato, s string) bool {
	var err error
	switch formato {
	case "uuid":
		return uuidTesto.MatchString(s)
	case "email":
		return emailTesto.MatchString(s)
	case "date":
		_, err = time.Parse(time.DateOnly, s)
	case "month":
		_, err = time.Parse("2006-01", s)
	}
	return err == nil
}

func messaggioFormato(formato string) string {
	switch formato {
	case "email":
		return "scrivere un indirizzo di posta elettronica, per esempio nome@dominio.it"
	case "date":
		return "scrivere la data nella forma gg/mm/aaaa"
	case "month":
		return "scrivere il mese nella forma mm/aaaa"
	}
	return messaggioEnum
}

// controlla runs the Check methods: the form's own, then the nested ones,
// whose paths are relative to them.
func controlla(campi []campo, v reflect.Value, percorso string, p *problemi) {
	if c, ok := v.Addr().Interface().(interface{ Check() map[string]string }); ok {
		for nome, messaggio := range c.Check() {
			p.aggiungi(unisci(percorso, nome), messaggio)
		}
	}
	for _, c := range campi {
		f := v.FieldByIndex(c.indice)
		qui := unisci(percorso, c.nome)
		switch {
		case c.specie == gruppo && c.puntatore && f.IsNil():
		case c.specie == gruppo:
			controlla(c.campi, reflect.Indirect(f), qui, p)
		case c.specie == righe:
			for i := range f.Len() {
				controlla(c.campi, f.Index(i), unisci(qui, strconv.Itoa(i)), p)
			}
		}
	}
}
