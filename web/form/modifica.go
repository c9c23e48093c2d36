package form

import (
	"net/url"
	"slices"
	"strings"
)

// The orders that the buttons of a form post beside its data. Each asks for
// the form to be shown again, and nothing to be checked or saved.
const (
	ordineAggiungi = "_aggiungi" // one more row: path of the list
	ordineTogli    = "_togli"    // one row less: path of the row
	ordinePrendi   = "_prendi"   // the value that somebody else saved: path of the field
	// OrdineAggiorna asks for the choices that follow other choices, and for
	// what is worked out from the form; its value is where the focus goes then.
	OrdineAggiorna = "_aggiorna"
)

// Left by Modifica for who builds the form.
const (
	segnoRidisegna = "_ridisegna" // blank rows stay, choices no longer offered go
	segnoFuoco     = "_fuoco"     // path of what takes the focus
)

// Fuoco is where the focus goes in a form shown again by Modifica, "" when
// nobody says.
func Fuoco(valori url.Values) string { return valori.Get(segnoFuoco) }

// Ridisegnato tells whether the form is only shown again.
func Ridisegnato(valori url.Values) bool { return valori.Get(segnoRidisegna) != "" }

// Modifica carries out the order of a button. It returns true when one was
// pressed: the handler then shows the form again with Riempi and the returned
// values, without decoding or saving.
func Modifica(valori url.Values) (url.Values, bool) {
	riga, campo := valori.Get(ordineTogli), valori.Get(ordinePrendi)
	switch {
	case riga != "":
		return togliRiga(valori, riga), true
	case campo != "":
		return prendi(valori, campo), true
	case valori.Get(ordineAggiungi) == "" && valori.Get(OrdineAggiorna) == "":
		return valori, false
	}
	out := Ridisegna(valori)
	if dove := valori.Get(OrdineAggiorna); dove != "" {
		out.Set(segnoFuoco, dove)
	}
	return out, true
}

// Ridisegna marks values as those of a form that is only shown again: its
// blank rows stay where they are.
func Ridisegna(valori url.Values) url.Values {
	out := clona(valori)
	out.Set(segnoRidisegna, "1")
	return out
}

func clona(valori url.Values) url.Values {
	out := url.Values{}
	for nome, v := range valori {
		out[nome] = slices.Clone(v)
	}
	return out
}

func togliRiga(valori url.Values, riga string) url.Values {
	out := Ridisegna(valori)
	for nome := range valori {
		if nome == ordineTogli || nome == riga || strings.HasPrefix(nome, riga+".") {
			out.Del(nome)
		}
	}
	out.Set(segnoFuoco, riga[:max(strings.LastIndexByte(riga, '.'), 0)])
	return out
}
