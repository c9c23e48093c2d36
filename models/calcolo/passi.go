package calcolo

import "strings"

// Passo is a node of the tree in words: what it is, how it is reached and how
// much it is. Figli explain it in turn.
type Passo struct {
	Nome        string
	Formula     string // "rata circa 193,5484 €, arrotondato"; where an input comes from
	Valore      string // "193,55 €"
	Regola      string // the rule that asks for it and where it is written
	Riferimento string // the row that an input is of, "movimento/<id>"
	Figli       []Passo
}

// Passi tells the tree in plain Italian, from the amount down to its inputs. A
// sum of one thing is told as that thing.
func (s Spiegazione) Passi() Passo {
	if s.Operazione == Somma && len(s.Figli) == 1 && s.Figli[0].Operazione != Dato {
		p := s.Figli[0].Passi()
		p.Nome = iniziale(s.Nome)
		return p
	}
	p := Passo{Nome: iniziale(s.Nome), Valore: s.valoreTesto(), Riferimento: s.Riferimento}
	if s.Regola != "" {
		p.Regola = strings.Join(nonVuoti(s.Regola, s.Fonte), "; ")
	}
	switch s.Operazione {
	case Dato:
		p.Formula = s.provenienza()
	case Vedi:
		p.Formula = "calcolato sopra"
	default:
		p.Formula = s.formula()
	}
	for _, f := range s.Figli {
		p.Figli = append(p.Figli, f.Passi())
	}
	return p
}

// provenienza says where an input comes from and of which day it is.
func (s Spiegazione) provenienza() string {
	out := s.Origine
	if !s.Data.IsZero() {
		out = strings.TrimSpace(out + " del " + s.Data.Italiana())
	}
	return out
}
