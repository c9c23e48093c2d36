package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxSegmenti bounds the depth of a posted name: no form nests deeper.
const maxSegmenti = 8

// nodo is the tree of posted values: "regole.0.importo" is three steps down.
// Rows are compacted in it once, so that decoding and rendering number them
// alike; only a form that is drawn again without decoding keeps its blank rows.
type nodo struct {
	valori []string
	figli  map[string]*nodo
}

// albero builds the tree of the values that belong to campi, without blank rows.
func albero(campi []campo, valori url.Values) *nodo {
	radice := conVuote(valori)
	radice.compatta(campi)
	return radice
}

// conVuote builds the tree with its blank rows. Names that begin with an
// underscore are orders to the page, not data.
func conVuote(valori url.Values) *nodo {
	radice := &nodo{}
	for nome, v := range valori {
		if strings.HasPrefix(nome, "_") || strings.Count(nome, ".") >= maxSegmenti {
			continue
		}
		n := radice
		for passo := range strings.SplitSeq(nome, ".") {
			n = n.crea(passo)
		}
		n.valori = v
	}
	return radice
}

func (n *nodo) crea(nome string) *nodo {
	if n.figli == nil {
		n.figli = map[string]*nodo{}
	}
	if n.figli[nome] == nil {
		n.figli[nome] = &nodo{}
	}
	return n.figli[nome]
}

// figlio returns the named child, an empty one when there is none.
func (n *nodo) figlio(nome string) *nodo {
	if f := n.figli[nome]; f != nil {
		return f
	}
	return &nodo{}
}

// testo returns the first value.
func (n *nodo) testo() string {
	if len(n.valori) == 0 {
		return ""
	}
	return n.valori[0]
}

// righe returns the numbered children in order of number.
func (n *nodo) righe() []*nodo {
	var indici []int
	for nome := range n.figli {
		if i, err := strconv.Atoi(nome); err == nil && i >= 0 && strconv.Itoa(i) == nome {
			indici = append(indici, i)
		}
	}
	slices.Sort(indici)
	out := make([]*nodo, len(indici))
	for k, i := range indici {
		out[k] = n.figli[strconv.Itoa(i)]
	}
	return out
}

// compatta drops wholly empty rows and numbers the others from zero.
func (n *nodo) compatta(campi []campo) {
	for _, c := range campi {
		f := n.figli[c.nome]
		switch {
		case f == nil:
		case c.specie == gruppo:
			f.compatta(c.campi)
		case c.specie == righe:
			piene := map[string]*nodo{}
			for _, r := range f.righe() {
				r.compatta(c.campi)
				if !r.vuoto(c.campi) {
					piene[strconv.Itoa(len(piene))] = r
				}
			}
			f.figli = piene
		}
	}
}

// vuoto tells whether no visible input of campi holds anything. A hidden
// input, such as the id of a row, does not keep the row alive.
func (n *nodo) vuoto(campi []campo) bool {
	for _, c := range campi {
		f := n.figli[c.nome]
		switch {
		case f == nil || c.widget == "hidden":
		case c.specie == gruppo:
			if !f.vuoto(c.campi) {
				return false
			}
		case c.specie == righe:
			if len(f.figli) > 0 {
				return false
			}
		case slices.ContainsFunc(f.valori, func(s string) bool { return strings.TrimSpace(s) != "" && s != falso }):
			return false
		}
	}
	return true
}
