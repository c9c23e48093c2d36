package form

import (
	"slices"
	"strconv"
	"strings"

	"siss/models"
)

// problemi collects at most one sentence per path: the first wins.
type problemi struct {
	messaggi map[string]string
}

func newProblemi() *problemi { return &problemi{messaggi: map[string]string{}} }

func (p *problemi) aggiungi(percorso, messaggio string) {
	if _, gia := p.messaggi[percorso]; !gia {
		p.messaggi[percorso] = messaggio
	}
}

// lista returns the problems in the order of the fields on the page.
func (p *problemi) lista(campi []campo) []models.Campo {
	var out []models.Campo
	for nome, messaggio := range p.messaggi {
		out = append(out, models.Campo{Nome: nome, Messaggio: messaggio})
	}
	slices.SortFunc(out, func(a, b models.Campo) int {
		if n := slices.Compare(posizione(campi, a.Nome), posizione(campi, b.Nome)); n != 0 {
			return n
		}
		return strings.Compare(a.Nome, b.Nome)
	})
	return out
}

// posizione is the place of a path on the page: the index of the field at each
// step, of the row inside a list. A name that is no field comes last.
func posizione(campi []campo, percorso string) []int {
	var out []int
	for passo := range strings.SplitSeq(percorso, ".") {
		if n, err := strconv.Atoi(passo); err == nil {
			out = append(out, n)
			continue
		}
		i := slices.IndexFunc(campi, func(c campo) bool { return c.nome == passo })
		if i < 0 {
			return append(out, len(campi))
		}
		out = append(out, i)
		campi = campi[i].campi
	}
	return out
}
