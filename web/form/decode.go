package form

import (
	"encoding"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"siss/models"
)

// The posted texts of a bool.
const (
	vero  = "true"
	falso = "false"
)

var errIntero = errors.New("scrivere un numero intero")

// Decode reads posted values into a T and applies every check of Valida. The
// T holds whatever could be read, also when there are problems. Names that are
// not fields of T are ignored, wholly empty rows dropped.
func Decode[T any](valori url.Values) (T, []models.Campo) {
	var t T
	campi := descrivi(reflect.TypeFor[T]())
	p := newProblemi()
	decodifica(campi, albero(campi, valori), reflect.ValueOf(&t).Elem(), "", p)
	valida(&t, p)
	return t, p.lista(campi)
}

func decodifica(campi []campo, n *nodo, v reflect.Value, percorso string, p *problemi) {
	for _, c := range campi {
		c.decodifica(n.figlio(c.nome), v.FieldByIndex(c.indice), unisci(percorso, c.nome), p)
	}
}

func (c *campo) decodifica(n *nodo, v reflect.Value, percorso string, p *problemi) {
	switch c.specie {
	case scalare:
		c.decodificaScalare(n.testo(), v, percorso, p)
	case logico:
		c.decodificaLogico(n.testo(), v, percorso, p)
	case insieme:
		for _, s := range c.valoriDi(n) {
			e := reflect.New(c.tipo).Elem()
			if err := leggi(s, e); err != nil {
				p.aggiungi(unisci(percorso, strconv.Itoa(v.Len())), messaggioDi(err, s, c.tipo))
			}
			v.Set(reflect.Append(v, e))
		}
	case gruppo:
		if c.puntatore {
			if n.vuoto(c.campi) {
				return
			}
			v.Set(reflect.New(c.tipo))
			v = v.Elem()
		}
		decodifica(c.campi, n, v, percorso, p)
	case righe:
		for i, r := range n.righe() {
			v.Set(reflect.Append(v, reflect.Zero(c.tipo)))
			decodifica(c.campi, r, v.Index(i), unisci(percorso, strconv.Itoa(i)), p)
		}
	}
}

// decodificaScalare refuses here a mandatory number left blank: once decoded
// it could not be told from a zero.
func (c *campo) decodificaScalare(s string, v reflect.Value, percorso string, p *problemi) {
	s = pulisci(s)
	if s == "" {
		if c.obbligatorio {
			p.aggiungi(percorso, c.manca())
		}
		return
	}
	if c.puntatore {
		v.Set(reflect.New(c.tipo))
		v = v.Elem()
	}
	if c.formato == "month" && eTesto(c.tipo) {
		s = meseISO(s)
	}
	if err := leggi(s, v); err != nil {
		p.aggiungi(percorso, messaggioDi(err, s, c.tipo))
	}
}

func (c *campo) decodificaLogico(s string, v reflect.Value, percorso string, p *problemi) {
	s = strings.TrimSpace(s)
	si := s == vero || s == "on" || s == "1"
	switch {
	case s == "" && c.puntatore:
		if c.obbligatorio {
			p.aggiungi(percorso, c.manca())
		}
		return
	case !si && s != "" && s != falso && s != "0":
		p.aggiungi(percorso, messaggioEnum)
		return
	case c.puntatore:
		v.Set(reflect.New(c.tipo))
		v = v.Elem()
	}
	v.SetBool(si)
}

// valoriDi returns the posted values of an insieme: one per checkbox, or one
// per line of a textarea when there is nothing to choose from.
func (c *campo) valoriDi(n *nodo) []string {
	var out []string
	for _, s := range n.valori {
		righe := []string{s}
		if len(c.enum) == 0 && c.opzioni == "" {
			righe = strings.Split(s, "\n")
		}
		for _, r := range righe {
			if r = pulisci(r); r != "" && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// leggi sets a settable scalar from its text.
func leggi(s string, v reflect.Value) error {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(s))
	}
	if v.Kind() == reflect.String {
		v.SetString(s)
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v.OverflowInt(n) {
		return errIntero
	}
	v.SetInt(n)
	return nil
}

// messaggioDi keeps the sentence of our own value types, which is written for
// an operatore, and replaces any other; never a sentence that holds the value.
func messaggioDi(err error, valore string, t reflect.Type) string {
	nostro := errors.Is(err, errIntero) || strings.HasPrefix(t.PkgPath(), "siss/")
	if !nostro || strings.Contains(err.Error(), valore) && len(valore) > 2 {
		return "valore non valido"
	}
	return err.Error()
}

// pulisci trims and gives every line one kind of end.
func pulisci(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
}

// meseISO turns "3/2024" into "2024-03": browsers without a month picker show
// a text box, where people write a month the Italian way.
func meseISO(s string) string {
	m, a, ok := strings.Cut(s, "/")
	if !ok || len(m) > 2 || len(a) != 4 {
		return s
	}
	return a + "-" + strings.Repeat("0", 2-len(m)) + m
}
