package calcolo

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"siss/models/misura"
	"siss/models/periodo"
)

// Presenza is what a day with a code is worth: after Franchigia days of absence
// in a row, when it is not 0, a day is worth Oltre. Absences of whatever code
// that has a Franchigia follow each other (domain c.7).
type Presenza struct {
	Nome       string // in the words of the explanation, "" in a Struttura
	Percento   Percento
	Franchigia int
	Oltre      Percento
}

// vale is what the nth day of absence in a row is worth.
func (p Presenza) vale(fila int) Percento {
	if p.Franchigia > 0 && fila > p.Franchigia {
		return p.Oltre
	}
	return p.Percento
}

// dice says why a day is worth what it is.
func (p Presenza) dice(fila int) (nome, regola string) {
	nome = strings.ToLower(p.Nome)
	switch {
	case p.Franchigia == 0:
		return nome, "ogni presenza vale la sua parte di retta"
	case fila > p.Franchigia:
		return nome + " oltre la franchigia", fmt.Sprintf("dopo %d giorni di assenza di fila vale la percentuale oltre la franchigia", p.Franchigia)
	}
	return nome + " entro la franchigia", fmt.Sprintf("nei primi %d giorni di assenza di fila vale la percentuale del suo tipo", p.Franchigia)
}

// assenze counts the days of absence in a row of each prestazione, as accessi
// pass in order of date.
type assenze map[string]fila

type fila struct {
	ultima periodo.Data
	giorni int
}

// passa counts an accesso and returns which day of absence in a row it is, 0
// when it is a presence.
func (s assenze) passa(a Accesso, p Presenza) int {
	if p.Franchigia == 0 {
		delete(s, a.Prestazione)
		return 0
	}
	f := s[a.Prestazione]
	if f.ultima.IsZero() || f.ultima.Piu(1) != a.Data {
		f.giorni = 0
	}
	s[a.Prestazione] = fila{a.Data, f.giorni + 1}
	return f.giorni + 1
}

// frazione is what was delivered at a price for a part of it.
type frazione struct {
	nome, regola string
	percento     Percento
	dal          periodo.Data // from when the price holds
	voce         string
	unita        []passo
}

func (p frazione) quanta() *big.Rat { return somma("giornate", Unita, p.unita...).val }

// passo is what the frazione counts for.
func (p frazione) passo() passo {
	return prodotto(p.nome, Unita, somma("giornate", Unita, p.unita...), dato("quota di retta", Percentuale, p.percento.Rat(), p.voce, p.dal)).
		per(p.regola, fonteStruttura)
}

// pagaParte counts units of a day that are paid for a part of the price.
func (k consuntivo) pagaParte(periodoQuota, prezzo int, g periodo.Data, unita passo, p frazione) {
	c := chiave{periodoQuota, prezzo}
	k.segna(periodoQuota, g)
	n := slices.IndexFunc(k.parti[c], func(x frazione) bool { return x.nome == p.nome && x.percento == p.percento })
	if n < 0 {
		n = len(k.parti[c])
		k.parti[c] = append(k.parti[c], p)
	}
	k.parti[c][n].unita = append(k.parti[c][n].unita, unita)
}

// tutte are the units of a line: those paid in full, then what the parts count for.
func (k consuntivo) tutte(c chiave) []passo {
	out := slices.Clone(k.unita[c])
	for _, p := range k.parti[c] {
		out = append(out, p.passo())
	}
	return out
}

// formula is the quantity of a line in short, "" when all is paid in full:
// "(27 + 4 × 50,00 %)".
func (k consuntivo) formula(c chiave) string {
	if len(k.parti[c]) == 0 {
		return ""
	}
	var addendi []string
	if len(k.unita[c]) > 0 {
		addendi = append(addendi, misura.Testo(somma("quantità", Unita, k.unita[c]...).val))
	}
	for _, p := range k.parti[c] {
		addendi = append(addendi, misura.Testo(p.quanta())+" × "+p.percento.String()+" %")
	}
	return "(" + strings.Join(addendi, " + ") + ")"
}
