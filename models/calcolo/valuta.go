package calcolo

import (
	"errors"
	"fmt"
	"math/big"

	"siss/models/euro"
)

// ErrSpiegazione refuses a tree from which no amount follows, or one that says
// an amount that does not follow.
var ErrSpiegazione = errors.New("la spiegazione non porta all'importo che dichiara")

// Ricalcola computes the value of s from its inputs alone, with nothing of the
// calculator, and refuses a tree in which any node says another value.
func (s Spiegazione) Ricalcola() (*big.Rat, error) {
	return valutatore{}.valuta(s)
}

// Importo is Ricalcola for a tree that ends in whole cents.
func (s Spiegazione) Importo() (euro.Importo, error) {
	v, err := s.Ricalcola()
	if err != nil {
		return 0, err
	}
	centesimi := new(big.Rat).Mul(v, big.NewRat(100, 1))
	if !centesimi.IsInt() || !centesimi.Num().IsInt64() {
		return 0, ErrSpiegazione
	}
	return euro.Importo(centesimi.Num().Int64()), nil
}

// valutatore holds the values that a Vedi may name.
type valutatore map[string]*big.Rat

func (v valutatore) valuta(s Spiegazione) (*big.Rat, error) {
	detto, ok := new(big.Rat).SetString(s.Valore)
	if !ok {
		return nil, ErrSpiegazione
	}
	figli := make([]*big.Rat, len(s.Figli))
	for n, f := range s.Figli {
		var err error
		if figli[n], err = v.valuta(f); err != nil {
			return nil, err
		}
	}
	valore := detto
	switch {
	case s.Operazione == Vedi:
		valore = v[s.Chiave]
	case s.Operazione != Dato:
		valore = opera(s, figli)
	}
	if valore == nil || valore.Cmp(detto) != 0 {
		return nil, fmt.Errorf("%w: %s", ErrSpiegazione, s.Operazione)
	}
	if s.Chiave != "" {
		v[s.Chiave] = valore
	}
	return valore, nil
}

// opera applies an operation to the values of the children; nil when it cannot.
func opera(s Spiegazione, f []*big.Rat) *big.Rat {
	arita := map[Operazione]int{Differenza: 2, Rapporto: 2, Minimo: 2, Massimo: 2, Arrotonda: 1, Soglia: 4, Entro: 4}
	if n, fissa := arita[s.Operazione]; fissa && len(f) != n {
		return nil
	}
	out := new(big.Rat)
	switch s.Operazione {
	case Somma:
		for _, x := range f {
			out.Add(out, x)
		}
	case Prodotto:
		out.SetInt64(1)
		for _, x := range f {
			out.Mul(out, x)
		}
	case Differenza:
		out.Sub(f[0], f[1])
	case Rapporto:
		if f[1].Sign() == 0 {
			return nil
		}
		out.Quo(f[0], f[1])
	case Minimo:
		return scegli(f[0].Cmp(f[1]) <= 0, f[0], f[1])
	case Massimo:
		return scegli(f[0].Cmp(f[1]) >= 0, f[0], f[1])
	case Soglia:
		return scegli(f[0].Cmp(f[1]) >= 0, f[2], f[3])
	case Entro:
		return scegli(f[0].Cmp(f[1]) <= 0, f[2], f[3])
	case Arrotonda:
		if s.Decimali < 0 || s.Decimali > 9 {
			return nil
		}
		if _, ok := out.SetString(f[0].FloatString(s.Decimali)); !ok {
			return nil
		}
	default:
		return nil
	}
	return out
}

func scegli(prima bool, a, b *big.Rat) *big.Rat {
	if prima {
		return a
	}
	return b
}
