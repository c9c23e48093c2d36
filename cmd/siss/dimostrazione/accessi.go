package dimostrazione

import (
	"math/rand/v2"
	"slices"
	"time"

	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Accesso is a cell of the tabellone.
type Accesso struct {
	Data   periodo.Data
	Modulo sigess.ModuloAccesso
}

// mesiConsuntivati is how many complete months have accessi.
const mesiConsuntivati = 2

// soloFeriali are the structures of the day, closed on holidays.
var soloFeriali = []string{"STR-04", "STR-10", "STR-11"}

// accessi fills the tabellone of an intervento for the last complete months.
func (a *autore) accessi(r *rand.Rand, i *Intervento) {
	if i.Bozza || i.Economico != nil {
		return
	}
	giorni := ritmo(r, i)
	for n := mesiConsuntivati; n >= 1; n-- {
		for _, g := range a.Oggi.Mese().Piu(-n).Date() {
			if !i.aperto(g) || !giorni[g.Settimana()] {
				continue
			}
			i.Accessi = append(i.Accessi, cella(r, i, g)...)
		}
	}
}

// aperto tells whether the intervento is in force on a day.
func (i *Intervento) aperto(g periodo.Data) bool {
	d := i.Dettagli()
	fine := d.DataFine
	if i.Termine != nil {
		fine = i.Termine.DataFine
	}
	if !(periodo.Intervallo{Dal: d.DataInizio, Al: fine}).Contiene(g) {
		return false
	}
	s := i.Sospensione
	return s == nil || !(periodo.Intervallo{Dal: s.Dal, Al: s.Al}).Contiene(g)
}

// ritmo chooses the days of the week on which an intervento is delivered.
func ritmo(r *rand.Rand, i *Intervento) map[time.Weekday]bool {
	giorni := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	switch {
	case i.Struttura == nil:
		r.Shuffle(len(giorni), func(x, y int) { giorni[x], giorni[y] = giorni[y], giorni[x] })
		giorni = giorni[:tra(r, 1, 3)]
	case !i.soloFeriale():
		giorni = append(giorni, time.Saturday, time.Sunday)
	}
	out := map[time.Weekday]bool{}
	for _, g := range giorni {
		out[g] = true
	}
	return out
}

func (i *Intervento) soloFeriale() bool { return slices.Contains(soloFeriali, i.tipo.Codice) }

// cella invents what was delivered on a day.
func cella(r *rand.Rand, i *Intervento, g periodo.Data) []Accesso {
	if i.Struttura != nil {
		if periodo.Festivo(g) && i.soloFeriale() || percento(r, 4) {
			return nil // closed, or absent
		}
		return []Accesso{unita(g, retta, 100)}
	}
	if periodo.Festivo(g) || percento(r, 5) {
		return nil
	}
	var out []Accesso
	for n, p := range i.Prestazioni.Piano {
		switch p.Prestazione {
		case "SAD-ORA", "EDU-ORA", "AEC-ORA":
			minuti := misura.Minuti(scegli(r, []int{60, 60, 90, 120, 75}))
			out = append(out, Accesso{Data: g, Modulo: sigess.ModuloAccesso{Prestazione: p.Prestazione, Minuti: &minuti}})
		case "TRASP":
			out = append(out, unita(g, p.Prestazione, misura.Quantita(tra(r, 1, 2)*100)))
		default:
			if n == 0 || percento(r, 50) {
				out = append(out, unita(g, p.Prestazione, 100))
			}
		}
	}
	return out
}

func unita(g periodo.Data, prestazione string, q misura.Quantita) Accesso {
	return Accesso{Data: g, Modulo: sigess.ModuloAccesso{Prestazione: prestazione, Quantita: &q}}
}
