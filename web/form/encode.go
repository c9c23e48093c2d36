package form

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

// Encode writes a value as a browser would post it.
func Encode[T any](valore T) url.Values {
	out := url.Values{}
	codifica(descrivi(reflect.TypeFor[T]()), reflect.ValueOf(valore), "", false, out)
	return out
}

// EncodePieni is Encode without what is zero: the form as Predefinito shows it.
func EncodePieni[T any](valore T) url.Values {
	out := url.Values{}
	codifica(descrivi(reflect.TypeFor[T]()), reflect.ValueOf(valore), "", true, out)
	return out
}

// codifica writes v under percorso; with soloPieni zero values are left out,
// otherwise only absent ones: nil, empty text, zero of an optional field.
func codifica(campi []campo, v reflect.Value, percorso string, soloPieni bool, out url.Values) {
	for _, c := range campi {
		f, qui := v.FieldByIndex(c.indice), unisci(percorso, c.nome)
		if c.puntatore {
			if f.IsNil() {
				continue
			}
			f = f.Elem()
		}
		switch c.specie {
		case scalare:
			assente := eZero(f) && (soloPieni || !eIntero(c.tipo) || !c.obbligatorio && !c.puntatore)
			if !assente {
				out.Set(qui, italiano(f))
			}
		case logico:
			if f.Bool() || c.puntatore {
				out.Set(qui, strconv.FormatBool(f.Bool()))
			}
		case insieme:
			c.codificaInsieme(f, qui, out)
		case gruppo:
			codifica(c.campi, f, qui, soloPieni, out)
		case righe:
			for i := range f.Len() {
				codifica(c.campi, f.Index(i), unisci(qui, strconv.Itoa(i)), soloPieni, out)
			}
		}
	}
}

func (c *campo) codificaInsieme(v reflect.Value, percorso string, out url.Values) {
	for i := range v.Len() {
		out.Add(percorso, italiano(v.Index(i)))
	}
	if len(c.enum) == 0 && c.opzioni == "" && v.Len() > 0 {
		out[percorso] = []string{strings.Join(out[percorso], "\n")}
	}
}
