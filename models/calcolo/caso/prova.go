package caso

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// EsitoProva says how a case fared against what it expects.
type EsitoProva string

// How a case may fare.
const (
	Passa       EsitoProva = "PASSA"
	NonPassa    EsitoProva = "NON_PASSA"
	SenzaAtteso EsitoProva = "SENZA_ATTESO"
)

// Verifica is a case compared with its atteso. Differenze name what differs,
// with what was expected and what came.
type Verifica struct {
	ID         string     `json:"-"`
	Esito      EsitoProva `json:"esito"`
	Errore     string     `json:"errore,omitempty"`
	Differenze []string   `json:"differenze,omitempty"`
}

// Verifiche are the comparisons of a file, in its order.
type Verifiche []Verifica

// MarshalJSON writes {"<id>": <comparison>} in the order of the file.
func (v Verifiche) MarshalJSON() ([]byte, error) {
	return perID(v, func(x Verifica) (string, any) { return x.ID, x })
}

// Fallite are the ids of the cases that did not give what they expect.
func (v Verifiche) Fallite() []string {
	var out []string
	for _, x := range v {
		if x.Esito == NonPassa {
			out = append(out, x.ID)
		}
	}
	return out
}

// Prova compares each case with its atteso: the keys that it has must be equal,
// the others are not looked at, and {"errore": …} expects a refusal. A case
// without atteso proves nothing and does not fail.
func (e Esiti) Prova() (Verifiche, error) {
	var out Verifiche
	for _, x := range e {
		v, err := x.prova()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (e Esito) prova() (Verifica, error) {
	v := Verifica{ID: e.ID, Esito: Passa}
	if e.Errore != nil {
		v.Errore = e.Errore.Error()
	}
	atteso, detto := e.atteso.(membri)
	if !detto {
		v.Esito = SenzaAtteso
		return v, nil
	}
	_, rifiuto := atteso.valori["errore"]
	switch {
	case rifiuto && e.Errore == nil:
		v.Differenze = []string{"atteso un errore, ottenuto un risultato"}
	case !rifiuto && e.Errore != nil:
		v.Differenze = []string{"atteso un risultato, ottenuto un errore"}
	case !rifiuto:
		testo, err := json.Marshal(e.Risultato)
		if err != nil {
			return v, fmt.Errorf("prova: %w", err)
		}
		ottenuto, err := albero(testo)
		if err != nil {
			return v, fmt.Errorf("prova: %w", err)
		}
		v.Differenze = diverso("", atteso, ottenuto)
	}
	if len(v.Differenze) > 0 {
		v.Esito = NonPassa
	}
	return v, nil
}

// diverso lists the places in which what came is not what was expected.
func diverso(dove string, atteso, ottenuto any) []string {
	a, oggetti := atteso.(membri)
	o, anche := ottenuto.(membri)
	if oggetti && anche {
		var out []string
		for _, chiave := range slices.Sorted(maps.Keys(a.valori)) {
			out = append(out, diverso(unito(dove, chiave), a.valori[chiave], o.valori[chiave])...)
		}
		for _, chiave := range slices.Sorted(maps.Keys(o.valori)) {
			if _, presente := a.valori[chiave]; !presente && dove != "" {
				out = append(out, diverso(unito(dove, chiave), nil, o.valori[chiave])...)
			}
		}
		return out
	}
	la, liste := atteso.([]any)
	lo, pure := ottenuto.([]any)
	if liste && pure && len(la) == len(lo) {
		var out []string
		for n := range la {
			out = append(out, diverso(fmt.Sprintf("%s %d", dove, n+1), la[n], lo[n])...)
		}
		return out
	}
	if reflect.DeepEqual(atteso, ottenuto) {
		return nil
	}
	return []string{fmt.Sprintf("%s: atteso %s, ottenuto %s", dove, inParole(atteso), inParole(ottenuto))}
}

func unito(dove, chiave string) string {
	if dove == "" {
		return chiave
	}
	return dove + ", " + chiave
}

func inParole(v any) string {
	switch x := v.(type) {
	case nil:
		return "niente"
	case []any:
		return fmt.Sprintf("un elenco di %d", len(x))
	case membri:
		return "un oggetto"
	}
	return fmt.Sprint(v)
}
