package calcolo

import (
	"math/big"

	"siss/models/periodo"
)

// Operazione is how the value of a node follows from its children. The strings
// are durable: an explanation is kept with the line that it explains.
type Operazione string

// The operations. What each gives is in Ricalcola.
const (
	Dato       Operazione = "DATO"
	Somma      Operazione = "SOMMA"
	Differenza Operazione = "DIFFERENZA"
	Prodotto   Operazione = "PRODOTTO"
	Rapporto   Operazione = "RAPPORTO"
	Minimo     Operazione = "MINIMO"
	Massimo    Operazione = "MASSIMO"
	Arrotonda  Operazione = "ARROTONDA"
	Soglia     Operazione = "SOGLIA"
	Entro      Operazione = "ENTRO"
	Vedi       Operazione = "VEDI"
)

// Misura is what a value counts, so that it is written as it should.
type Misura string

// The measures. NessunaMisura is a bare number, Euro money, Parti a fraction of
// one, Unita units of a prestazione.
const (
	NessunaMisura Misura = ""
	Euro          Misura = "EURO"
	Percentuale   Misura = "PERCENTO"
	Giorni        Misura = "GIORNI"
	Unita         Misura = "UNITA"
)

// Spiegazione is a node of the tree that explains an amount: what it is, the
// rule and its source, the operation on the children. A Dato is an input and
// says where it comes from and of which day it is. Valore is exact ("387/2"),
// so that Ricalcola can compute the amount again from the inputs alone.
type Spiegazione struct {
	Nome       string       `json:"nome"`
	Chiave     string       `json:"chiave,omitempty"` // what a Vedi elsewhere in the tree names
	Operazione Operazione   `json:"operazione"`
	Valore     string       `json:"valore"`
	Misura     Misura       `json:"misura,omitempty"`
	Decimali   int          `json:"decimali,omitempty"` // of Arrotonda
	Regola     string       `json:"regola,omitempty"`
	Fonte      string       `json:"fonte,omitempty"`
	Origine    string       `json:"origine,omitempty"`
	Data       periodo.Data `json:"data,omitzero"`
	// Riferimento names the row that an input is of, "voce_tariffario/<id>".
	Riferimento string        `json:"riferimento,omitempty"`
	Figli       []Spiegazione `json:"figli,omitempty"`
}

// passo is a node while it is computed, with its value.
type passo struct {
	Spiegazione
	val *big.Rat
}

func nodo(op Operazione, nome string, m Misura, val *big.Rat, figli ...passo) passo {
	s := Spiegazione{Nome: nome, Operazione: op, Valore: val.RatString(), Misura: m}
	for _, f := range figli {
		s.Figli = append(s.Figli, f.Spiegazione)
	}
	return passo{s, val}
}

// dato is an input and where it comes from.
func dato(nome string, m Misura, val *big.Rat, origine string, data periodo.Data) passo {
	p := nodo(Dato, nome, m, val)
	p.Origine, p.Data = origine, data
	return p
}

// intero is an input that was counted.
func intero(nome string, m Misura, n int, origine string) passo {
	return dato(nome, m, big.NewRat(int64(n), 1), origine, periodo.Data{})
}

// per says which rule makes the node and where the rule is written.
func (p passo) per(regola, fonte string) passo {
	p.Regola, p.Fonte = regola, fonte
	return p
}

// detto lets Vedi nodes of the same tree name this one.
func (p passo) detto(chiave string) passo {
	p.Chiave = chiave
	return p
}

// vedi repeats the value of a node that comes before, without its tree.
func vedi(p passo) passo {
	out := nodo(Vedi, p.Nome, p.Misura, p.val)
	out.Chiave = p.Chiave
	return out
}

func somma(nome string, m Misura, figli ...passo) passo {
	v := new(big.Rat)
	for _, f := range figli {
		v.Add(v, f.val)
	}
	return nodo(Somma, nome, m, v, figli...)
}

func differenza(nome string, m Misura, da, meno passo) passo {
	return nodo(Differenza, nome, m, new(big.Rat).Sub(da.val, meno.val), da, meno)
}

func prodotto(nome string, m Misura, figli ...passo) passo {
	v := big.NewRat(1, 1)
	for _, f := range figli {
		v.Mul(v, f.val)
	}
	return nodo(Prodotto, nome, m, v, figli...)
}

// rapporto divides: sotto is never zero where it is used.
func rapporto(nome string, m Misura, sopra, sotto passo) passo {
	return nodo(Rapporto, nome, m, new(big.Rat).Quo(sopra.val, sotto.val), sopra, sotto)
}

func minimo(nome string, m Misura, a, b passo) passo {
	v := a.val
	if b.val.Cmp(v) < 0 {
		v = b.val
	}
	return nodo(Minimo, nome, m, v, a, b)
}

func massimo(nome string, m Misura, a, b passo) passo {
	v := a.val
	if b.val.Cmp(v) > 0 {
		v = b.val
	}
	return nodo(Massimo, nome, m, v, a, b)
}

// soglia is si when a reaches limite, else no.
func soglia(nome string, m Misura, a, limite, si, no passo) passo {
	v := no.val
	if a.val.Cmp(limite.val) >= 0 {
		v = si.val
	}
	return nodo(Soglia, nome, m, v, a, limite, si, no)
}

// entro is si when a is limite at most, else no.
func entro(nome string, m Misura, a, limite, si, no passo) passo {
	v := no.val
	if a.val.Cmp(limite.val) <= 0 {
		v = si.val
	}
	return nodo(Entro, nome, m, v, a, limite, si, no)
}

// arrotonda rounds to so many decimals, half away from zero (domain c.1).
func arrotonda(nome string, m Misura, decimali int, p passo) passo {
	scala := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimali)), nil)
	num := new(big.Int).Mul(p.val.Num(), scala)
	num.Abs(num).Lsh(num, 1).Add(num, p.val.Denom())
	num.Quo(num, new(big.Int).Lsh(p.val.Denom(), 1))
	if p.val.Sign() < 0 {
		num.Neg(num)
	}
	out := nodo(Arrotonda, nome, m, new(big.Rat).SetFrac(num, scala), p)
	out.Decimali = decimali
	return out
}

// opposto is the tree of an amount taken back.
func opposto(nome string, s Spiegazione) Spiegazione {
	v := s.valore()
	return nodo(Prodotto, nome, s.Misura, v.Neg(v), passo{s, nil}, intero("segno", NessunaMisura, -1, "storno")).Spiegazione
}
