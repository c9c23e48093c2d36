// Package caso reads the case files of the pure calculators, {"casi": [...]},
// and prints their results. It knows the file and no subject: what a case means
// is said by the calculator. No sentence of it echoes what the file holds.
package caso

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Refusals of a file and of a case, in words for the office.
var (
	ErrFile    = errors.New(`il file non è leggibile: scrivere un oggetto JSON {"casi": [...]}`)
	ErrOggetto = errors.New("serve un oggetto JSON: scrivere le chiavi fra parentesi graffe, ciascuna una volta sola")
	ErrID      = errors.New(`scrivere in "id" un testo diverso per ogni caso`)
)

// Caso is one case of a file: its keys but id and atteso, which only comparisons
// look at. Err says why it cannot be evaluated at all.
type Caso struct {
	ID     string
	Campi  map[string]json.RawMessage
	Testo  json.RawMessage // the whole case, as the file has it
	Atteso json.RawMessage // nil when it expects nothing
	Err    error
}

// Leggi reads a file. A case that is not right carries its Err, so that the
// others are evaluated; one without id goes by its place, "caso 3". Cases with
// the same id are one result, hence one error.
func Leggi(r io.Reader) ([]Caso, error) {
	testo, err := io.ReadAll(r)
	if err != nil {
		return nil, ErrFile
	}
	file, err := Oggetto(bytes.TrimPrefix(testo, []byte("\ufeff")))
	var voci []json.RawMessage
	if err != nil || json.Unmarshal(file["casi"], &voci) != nil || voci == nil {
		return nil, ErrFile
	}
	letti := make([]Caso, len(voci))
	quanti := map[string]int{}
	for n, voce := range voci {
		letti[n] = leggi(voce)
		quanti[letti[n].ID]++
	}
	var casi []Caso
	scritti := map[string]bool{}
	for n, c := range letti {
		switch {
		case c.ID == "":
			c.ID = libero(n+1, quanti)
		case scritti[c.ID]:
			continue
		case quanti[c.ID] > 1:
			c.Err = ErrID
		}
		scritti[c.ID], casi = true, append(casi, c)
	}
	return casi, nil
}

// leggi splits one case; without an id it has none.
func leggi(voce json.RawMessage) Caso {
	c := Caso{Testo: voce}
	c.Campi, c.Err = Oggetto(voce)
	if json.Unmarshal(c.Campi["id"], &c.ID) != nil || c.ID == "" {
		c.ID, c.Err = "", cmp.Or(c.Err, ErrID)
	}
	c.Atteso = c.Campi["atteso"]
	delete(c.Campi, "id")
	delete(c.Campi, "atteso")
	return c
}

// libero names a case without an id by its place.
func libero(n int, quanti map[string]int) string {
	nome := fmt.Sprintf("caso %d", n)
	for quanti[nome] > 0 {
		nome += " senza id"
	}
	return nome
}

// Oggetto splits a JSON object by its keys as they are written: encoding/json
// alone would take "Dal" for "dal". With a key twice it returns both what it
// found and an error.
func Oggetto(testo []byte) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(testo))
	if t, err := d.Token(); err != nil || t != json.Delim('{') || !json.Valid(testo) {
		return nil, ErrOggetto
	}
	campi, volte := map[string]json.RawMessage{}, 0
	for ; d.More(); volte++ {
		chiave, err := d.Token()
		nome, _ := chiave.(string) // in an object that is valid
		var valore json.RawMessage
		if err != nil || d.Decode(&valore) != nil {
			return nil, ErrOggetto
		}
		campi[nome] = valore
	}
	if volte > len(campi) {
		return campi, ErrOggetto
	}
	return campi, nil
}

// Stampa evaluates the cases and writes one JSON object: the result of each by
// its id, in the order of the file. What cannot be evaluated is {"errore":
// sentence}, and then tutti is false.
func Stampa[R any](w io.Writer, casi []Caso, valuta func(Caso) (R, error)) (tutti bool, err error) {
	out := bytes.NewBufferString("{")
	tutti = true
	for i, c := range casi {
		var risultato any
		errore := c.Err
		if errore == nil {
			risultato, errore = valuta(c)
		}
		if errore != nil {
			tutti, risultato = false, map[string]string{"errore": errore.Error()}
		}
		testo, err := json.Marshal(map[string]any{c.ID: risultato})
		if err != nil {
			return false, fmt.Errorf("case %d: %w", i+1, err)
		}
		fmt.Fprintf(out, "%.*s%s", min(i, 1), ",", testo[1:len(testo)-1])
	}
	out.WriteString("}\n")
	var bella bytes.Buffer
	if err := json.Indent(&bella, out.Bytes(), "", " "); err != nil {
		return false, err
	}
	_, err = bella.WriteTo(w)
	return tutti, err
}
