package calcolo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"siss/models/periodo"
)

// The operations and the measures as a kept tree names them, by their place.
// The places are durable: rows are only added.
var (
	operazioni = []Operazione{Dato, Somma, Differenza, Prodotto, Rapporto, Minimo, Massimo, Arrotonda, Soglia, Entro, Vedi}
	misure     = []Misura{NessunaMisura, Euro, Percentuale, Giorni, Unita}
)

// Compatta writes the tree as it is kept with its line, {"a": node, "t": texts}.
// A node is a list without the zeros at its end:
//
//	input: [0, nome, misura, valore, origine, data, riferimento, regola, fonte, chiave]
//	other: [operazione, nome, misura, [figli], regola, fonte, chiave, decimali, origine, data, riferimento]
//
// A text is a number: its place among parole, or -1 for the first of t. What
// follows from the inputs is not written: Decompatta computes it again.
func (s Spiegazione) Compatta() ([]byte, error) {
	c := compattatore{posti: map[string]int{}}
	albero, err := c.nodo(s)
	if err != nil {
		return nil, err
	}
	testo, err := json.Marshal(struct {
		Albero []any    `json:"a"`
		Testi  []string `json:"t,omitempty"`
	}{albero, c.testi})
	if err != nil {
		return nil, fmt.Errorf("spiegazione: %w", err)
	}
	return testo, nil
}

type compattatore struct {
	testi []string
	posti map[string]int
}

func (c *compattatore) nodo(s Spiegazione) ([]any, error) {
	op, misura := slices.Index(operazioni, s.Operazione), slices.Index(misure, s.Misura)
	if op < 0 || misura < 0 {
		return nil, ErrSpiegazione
	}
	origine, data, rif := c.testo(s.Origine), giorno(s.Data), c.testo(s.Riferimento)
	regola, fonte, chiave := c.testo(s.Regola), c.testo(s.Fonte), c.testo(s.Chiave)
	out := []any{op, c.testo(s.Nome), misura}
	if s.Operazione == Dato {
		v, ok := new(big.Rat).SetString(s.Valore)
		if !ok {
			return nil, ErrSpiegazione
		}
		return senzaZeri(append(out, figura(v), origine, data, rif, regola, fonte, chiave)), nil
	}
	figli := []any{}
	for _, f := range s.Figli {
		figlio, err := c.nodo(f)
		if err != nil {
			return nil, err
		}
		figli = append(figli, figlio)
	}
	return senzaZeri(append(out, figli, regola, fonte, chiave, s.Decimali, origine, data, rif)), nil
}

// testo is the number of a text: the longest lived ones are in parole, the
// others travel with the tree, once each.
func (c *compattatore) testo(t string) int {
	if n, nota := posti[t]; nota {
		return n
	}
	if n, gia := c.posti[t]; gia {
		return n
	}
	c.testi = append(c.testi, t)
	c.posti[t] = -len(c.testi)
	return -len(c.testi)
}

// figura writes a whole value as a number, a fraction as "387/2".
func figura(v *big.Rat) any {
	if v.IsInt() {
		return json.Number(v.RatString())
	}
	return v.RatString()
}

// giorno writes a day as 20240301, 0 for none.
func giorno(d periodo.Data) int {
	if d.IsZero() {
		return 0
	}
	return (d.Anno()*100+d.Mese().Numero())*100 + d.Giorno()
}

func senzaZeri(nodo []any) []any {
	for len(nodo) > 1 && nodo[len(nodo)-1] == 0 {
		nodo = nodo[:len(nodo)-1]
	}
	return nodo
}

// Decompatta reads a tree that Compatta wrote, with the value of every node
// computed again from the inputs.
func Decompatta(testo []byte) (Spiegazione, error) {
	var file struct {
		Albero []any    `json:"a"`
		Testi  []string `json:"t"`
	}
	d := json.NewDecoder(bytes.NewReader(testo))
	d.UseNumber()
	if err := d.Decode(&file); err != nil || len(file.Albero) == 0 {
		return Spiegazione{}, ErrSpiegazione
	}
	l := lettore{file.Testi, valutatore{}}
	s, _, err := l.nodo(file.Albero)
	return s, err
}

type lettore struct {
	testi  []string
	valori valutatore
}

func (l lettore) nodo(campi []any) (Spiegazione, *big.Rat, error) {
	c := &campiNodo{campi: campi, testi: l.testi}
	s := Spiegazione{Operazione: uno(c, operazioni, c.intero()), Nome: c.testo(), Misura: uno(c, misure, c.intero())}
	var v *big.Rat
	if s.Operazione == Dato {
		v = c.figura()
		s.Origine, s.Data, s.Riferimento = c.testo(), c.giorno(), c.testo()
		s.Regola, s.Fonte, s.Chiave = c.testo(), c.testo(), c.testo()
	} else {
		figli := c.figli()
		s.Regola, s.Fonte, s.Chiave, s.Decimali = c.testo(), c.testo(), c.testo(), c.intero()
		s.Origine, s.Data, s.Riferimento = c.testo(), c.giorno(), c.testo()
		var valori []*big.Rat
		for _, f := range figli {
			figlio, valore, err := l.nodo(f)
			if err != nil {
				return s, nil, err
			}
			s.Figli, valori = append(s.Figli, figlio), append(valori, valore)
		}
		if s.Operazione == Vedi {
			v = l.valori[s.Chiave]
		} else {
			v = opera(s, valori)
		}
	}
	if v == nil || c.errato || len(c.campi) > 0 {
		return s, nil, ErrSpiegazione
	}
	s.Valore = v.RatString()
	if s.Chiave != "" {
		l.valori[s.Chiave] = v
	}
	return s, v, nil
}

// campiNodo takes the fields of a node one after the other; those that are not
// there are zeros.
type campiNodo struct {
	campi  []any
	testi  []string
	errato bool
}

func (c *campiNodo) prossimo() any {
	if len(c.campi) == 0 {
		return json.Number("0")
	}
	v := c.campi[0]
	c.campi = c.campi[1:]
	return v
}

func (c *campiNodo) intero() int {
	s, _ := c.prossimo().(json.Number) // anything else is an empty text, refused below
	n, err := strconv.Atoi(string(s))
	c.errato = c.errato || err != nil
	return n
}

func (c *campiNodo) testo() string {
	n := c.intero()
	if n < 0 {
		return uno(c, c.testi, -n-1)
	}
	return uno(c, parole, n)
}

// uno is the nth of a list.
func uno[T any](c *campiNodo, lista []T, n int) T {
	if n < 0 || n >= len(lista) {
		c.errato = true
		var niente T
		return niente
	}
	return lista[n]
}

func (c *campiNodo) figura() *big.Rat {
	var testo string
	switch v := c.prossimo().(type) {
	case json.Number:
		testo = string(v)
	case string:
		testo = v
	}
	v, ok := new(big.Rat).SetString(testo)
	if !ok || len(testo) > cifreFigura {
		c.errato = true
		return new(big.Rat)
	}
	return v
}

// cifreFigura bounds what a figure may be written with, and so what reading it costs.
const cifreFigura = 200

func (c *campiNodo) giorno() periodo.Data {
	n := c.intero()
	if n == 0 {
		return periodo.Data{}
	}
	d, err := periodo.Parse(fmt.Sprintf("%04d-%02d-%02d", n/10000, n/100%100, n%100))
	c.errato = c.errato || err != nil
	return d
}

func (c *campiNodo) figli() [][]any {
	lista, ok := c.prossimo().([]any)
	c.errato = c.errato || !ok
	var out [][]any
	for _, x := range lista {
		f, ok := x.([]any)
		c.errato = c.errato || !ok
		out = append(out, f)
	}
	return out
}
