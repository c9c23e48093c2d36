package sigess

import (
	"math/big"
	"slices"

	"siss/models/calcolo"
	"siss/models/misura"
	"siss/models/periodo"
)

// The units in which a prestazione is counted; the strings are durable.
const (
	UnitaOra      = "ORA"
	UnitaAccesso  = "ACCESSO"
	UnitaPasto    = "PASTO"
	UnitaGiornata = "GIORNATA"
)

// Unita lists the units in the order in which totals are written.
func Unita() []string { return []string{UnitaOra, UnitaAccesso, UnitaPasto, UnitaGiornata} }

// PianoRiga is a prestazione of a Piano di assistenza, with the words and the
// unit of its price list.
type PianoRiga struct {
	InterventoID  string
	Prestazione   string
	Denominazione string
	Unita         string
	Quantita      misura.Quantita
	Periodicita   string
	Politica      string
}

// Previsto is the quantity, in units, that the plan foresees for a month in
// which the intervento is delivered on so many days: exact. A week is worth its
// seventh for each day, a month the part of its days.
func (p PianoRiga) Previsto(coperti int, mese periodo.Mese) *big.Rat {
	giorni := big.NewRat(int64(coperti), 1)
	switch p.Periodicita {
	case "SETTIMANA":
		giorni.Quo(giorni, big.NewRat(7, 1))
	case "MESE":
		giorni.Quo(giorni, big.NewRat(int64(mese.Giorni()), 1))
	}
	return giorni.Mul(giorni, p.Quantita.Rat())
}

// Limite is what the plan foresees for a month as an operatore reads it, rounded.
func (p PianoRiga) Limite(coperti int, mese periodo.Mese) *big.Rat {
	per := int64(100)
	if p.Unita == UnitaOra {
		per = 60
	}
	return big.NewRat(Confronto{PianoRiga: p}.inteso(p.Previsto(coperti, mese)), per)
}

// pianoCompleto fills in what may be left out of the rows of a plan: what is
// delivered beyond it is paid.
func pianoCompleto(piano []ModuloPiano) []ModuloPiano {
	var out []ModuloPiano
	for _, r := range piano {
		if r.Politica == "" {
			r.Politica = string(calcolo.Libero)
		}
		out = append(out, r)
	}
	return out
}

// limiti gives the calculator the plan of a month, where it limits or warns.
func (c Caso) limiti(mese periodo.Mese) []calcolo.RigaPiano {
	var out []calcolo.RigaPiano
	coperti := len(c.coperti(mese, periodo.Data{}, periodo.Data{}))
	for _, p := range c.Piano {
		out = append(out, calcolo.RigaPiano{Prestazione: p.Prestazione, Massimo: p.Limite(coperti, mese), Politica: calcolo.Politica(p.Politica)})
	}
	return out
}

// oltreIlPiano says of a line how much was delivered beyond the plan, paid or not.
func (c Caso) oltreIlPiano(r calcolo.Risultato, righe []calcolo.Riga) []Passaggio {
	var out []Passaggio
	for _, p := range c.Piano {
		n := slices.IndexFunc(righe, func(x calcolo.Riga) bool { return c.Voci[x.Indice].Prestazione == p.Prestazione })
		if n < 0 {
			continue
		}
		nome := c.Voci[righe[n].Indice].Denominazione + ", oltre il piano"
		if e := r.Eccedenze[p.Prestazione]; e != nil {
			out = append(out, Passaggio{Voce: nome, Formula: misura.Testo(e) + " non pagate"})
		}
		if e := r.OltrePiano[p.Prestazione]; e != nil {
			out = append(out, Passaggio{Voce: nome, Formula: misura.Testo(e) + " pagate"})
		}
	}
	return out
}

// Confronto is what the plan foresees of a prestazione for a month and what was
// delivered, exact, in units.
type Confronto struct {
	PianoRiga
	Previsto *big.Rat
	Erogato  *big.Rat
}

// Differenza is what was delivered beyond the plan, negative when it is less,
// rounded as it is written: to the minute, or to hundredths of a unit.
func (c Confronto) Differenza() int64 {
	return c.inteso(c.Erogato) - c.inteso(c.Previsto)
}

// Testo writes a quantity in units of the prestazione: "17:43" or "4,43".
func (c Confronto) Testo(unita *big.Rat) string {
	return Somma{Unita: c.Unita, Valore: c.inteso(unita)}.Testo()
}

// inteso rounds units to what a cell counts in, half away from zero.
func (c Confronto) inteso(unita *big.Rat) int64 {
	per := int64(100)
	if c.Unita == UnitaOra {
		per = 60
	}
	r := new(big.Rat).Mul(unita, big.NewRat(per, 1))
	doppio := new(big.Int).Lsh(r.Num(), 1)
	return doppio.Add(doppio, r.Denom()).Div(doppio, new(big.Int).Lsh(r.Denom(), 1)).Int64()
}

// Somma is a total in one unit: minutes for ORA, else hundredths.
type Somma struct {
	Unita  string
	Valore int64
}

// Testo writes the total, "12:30" or "8", without its unit.
func (s Somma) Testo() string {
	if s.Unita == UnitaOra {
		return misura.Minuti(s.Valore).String()
	}
	return misura.Quantita(s.Valore).String()
}

// Nome names the unit of the total: "ore", "accesso" when it is one.
func (s Somma) Nome() string {
	nomi := map[string][2]string{
		UnitaOra: {"ore", "ore"}, UnitaAccesso: {"accesso", "accessi"}, UnitaPasto: {"pasto", "pasti"}, UnitaGiornata: {"giornata", "giornate"}}[s.Unita]
	if s.Valore == 100 {
		return nomi[0]
	}
	return nomi[1]
}

// Conta is an accesso of the row in its unit; what is timed is in hours
// whatever the plan says.
func (r RigaTabellone) Conta(a Accesso) Somma {
	if a.Minuti != nil {
		return Somma{UnitaOra, int64(*a.Minuti)}
	}
	unita := UnitaAccesso
	if n := slices.IndexFunc(r.Piano, func(p PianoRiga) bool { return p.Prestazione == a.Prestazione }); n >= 0 && r.Piano[n].Unita != UnitaOra {
		unita = r.Piano[n].Unita
	}
	return Somma{unita, int64(*a.Quantita)}
}

// Somme adds the month of the row, by unit, in the order of Unita.
func (r RigaTabellone) Somme() []Somma {
	somme := map[string]int64{}
	for _, a := range r.Accessi {
		s := r.Conta(a)
		somme[s.Unita] += s.Valore
	}
	var out []Somma
	for _, u := range Unita() {
		if somme[u] != 0 {
			out = append(out, Somma{u, somme[u]})
		}
	}
	return out
}
