package calcolo

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"siss/models/euro"
)

// Frasi tells the tree in plain Italian, from the amount down to its inputs: a
// sentence for each operation, with the rule that asks for it. What was said is
// not said again.
func (s Spiegazione) Frasi() []string {
	var out []string
	dette := map[string]bool{}
	s.racconta(func(frase string) {
		if !dette[frase] {
			dette[frase] = true
			out = append(out, frase)
		}
	})
	return out
}

func (s Spiegazione) racconta(di func(string)) {
	if !s.taciuta() {
		frase := iniziale(s.Nome) + ": " + s.formula() + " = " + s.valoreTesto()
		if s.Regola != "" {
			frase += " (" + strings.Join(nonVuoti(s.Regola, s.Fonte), "; ") + ")"
		}
		di(frase)
	}
	for _, f := range s.Figli {
		f.racconta(di)
	}
}

// taciuta tells whether the node has no sentence: an input, a value already
// told, a sum of one thing that is told by itself.
func (s Spiegazione) taciuta() bool {
	switch s.Operazione {
	case Dato, Vedi:
		return true
	case Somma:
		return len(s.Figli) == 1 && s.Figli[0].Operazione != Dato
	}
	return false
}

func (s Spiegazione) formula() string {
	nomi := make([]string, len(s.Figli))
	for n, f := range s.Figli {
		nomi[n] = f.citata(n == 0 || s.Figli[n-1].Origine != f.Origine)
	}
	switch s.Operazione {
	case Somma:
		if len(nomi) == 0 {
			return "nessun addendo"
		}
		return strings.Join(nomi, " + ")
	case Differenza:
		return strings.Join(nomi, " − ")
	case Prodotto:
		return strings.Join(nomi, " × ")
	case Rapporto:
		return strings.Join(nomi, " / ")
	case Minimo:
		return "il minore tra " + strings.Join(nomi, " e ")
	case Massimo:
		return "il maggiore tra " + strings.Join(nomi, " e ")
	case Arrotonda:
		return strings.Join(nomi, "") + ", arrotondato"
	case Soglia:
		return scelta(nomi, "se %s raggiunge %s, %s, altrimenti %s")
	case Entro:
		return scelta(nomi, "se %s non supera %s, %s, altrimenti %s")
	}
	return ""
}

func scelta(nomi []string, frase string) string {
	if len(nomi) != 4 {
		return ""
	}
	return fmt.Sprintf(frase, nomi[0], nomi[1], nomi[2], nomi[3])
}

// citata is the node as the sentence of its parent says it; an input says of
// which day it is and, where it was not just said, where it comes from.
func (s Spiegazione) citata(conOrigine bool) string {
	testo := s.Nome + " " + s.valoreTesto()
	if s.Operazione != Dato {
		return testo
	}
	if !s.Data.IsZero() {
		testo += " del " + s.Data.Italiana()
	}
	if conOrigine && s.Origine != "" {
		testo += " [" + s.Origine + "]"
	}
	return testo
}

// valoreTesto writes the value as its measure is written. What does not end
// within four decimals is rounded and says so.
func (s Spiegazione) valoreTesto() string {
	v, ok := new(big.Rat).SetString(s.Valore)
	if !ok {
		return "?"
	}
	switch s.Misura {
	case Euro:
		if c := new(big.Rat).Mul(v, big.NewRat(100, 1)); c.IsInt() && c.Num().IsInt64() {
			return euro.Importo(c.Num().Int64()).String() + " €"
		}
		return decimali(v) + " €"
	case Percentuale:
		return decimali(new(big.Rat).Mul(v, big.NewRat(100, 1))) + " %"
	case Giorni:
		if v.Cmp(big.NewRat(1, 1)) == 0 {
			return "1 giorno"
		}
		return v.RatString() + " giorni"
	case Unita:
		return decimali(v)
	default:
		return v.RatString()
	}
}

// decimali writes up to four decimals, and says where there would be more.
func decimali(v *big.Rat) string {
	const quanti = 4
	testo := v.FloatString(quanti)
	esatto, ok := new(big.Rat).SetString(testo)
	testo = strings.Replace(strings.TrimRight(strings.TrimRight(testo, "0"), "."), ".", ",", 1)
	if !ok || esatto.Cmp(v) != 0 {
		testo = "circa " + testo
	}
	return testo
}

func iniziale(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
