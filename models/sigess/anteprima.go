package sigess

import (
	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
)

// How many months a preview looks at, and how far back it looks for arrears.
const (
	mesiAnteprima    = 12
	mesiArretratiMax = 60
)

// MesePrevisto is what is due for a month, by the same Calcola as a run.
type MesePrevisto struct {
	Mese     periodo.Mese
	Righe    []Riga
	Anomalie []string
}

// Totale is what the ente pays, IVA included.
func (m MesePrevisto) Totale() euro.Importo {
	return m.Imponibile() + m.IVA()
}

// Imponibile is what the ente pays, without IVA.
func (m MesePrevisto) Imponibile() (out euro.Importo) {
	for _, r := range m.Righe {
		out += r.Imponibile
	}
	return out
}

// IVA is the IVA that the ente pays.
func (m MesePrevisto) IVA() (out euro.Importo) {
	for _, r := range m.Righe {
		out += r.IVA
	}
	return out
}

// RegolePreviste is what rules of payment are going to pay.
type RegolePreviste struct {
	Mesi      []MesePrevisto // the next twelve months, or the first twelve of an intervento to come
	Arretrati []MesePrevisto // the months before, from data inizio, still to be paid
	Tronchi   bool           // there are more, too old to be looked at
}

// Caso is what Calcola is given for the form of an intervento economico: what
// a run would read from the draft that the form would save.
func (m ModuloEconomico) Caso() Caso {
	c := Caso{Natura: Economico, Span: periodo.Intervallo{Dal: m.Dettagli.DataInizio, Al: m.Dettagli.DataFine}}
	for n, r := range m.completo().Regole {
		c.Regole = append(c.Regole, r.regola(n+1))
	}
	return c
}

// Prevedi computes what the rules pay in the twelve months from today, or
// from the beginning when that is to come, and before.
func (c Caso) Prevedi(oggi periodo.Data) RegolePreviste {
	var out RegolePreviste
	primo := oggi.Mese()
	if primo.Prima(c.Span.Dal.Mese()) {
		primo = c.Span.Dal.Mese()
	}
	da := c.Span.Dal.Mese()
	if limite := primo.Piu(-mesiArretratiMax); da.Prima(limite) {
		da, out.Tronchi = limite, true
	}
	for m := da; m.Prima(primo); m = m.Piu(1) {
		out.Arretrati = append(out.Arretrati, c.mese(m))
	}
	for n := range mesiAnteprima {
		out.Mesi = append(out.Mesi, c.mese(primo.Piu(n)))
	}
	return out
}

func (c Caso) mese(m periodo.Mese) MesePrevisto {
	righe, anomalie := Calcola(c, m)
	return MesePrevisto{Mese: m, Righe: righe, Anomalie: anomalie}
}

// PianoPrevisto is what a month of a plan is expected to cost.
type PianoPrevisto struct {
	MesePrevisto
	Costo euro.Importo // without IVA, the person's share included
}

// Quota is the person's share. A month that the person pays wholly has no
// line: the share is what is missing.
func (p PianoPrevisto) Quota() euro.Importo { return p.Costo - p.Imponibile() }

// PrevediPiano computes, as a run would, what twelve months cost when what is
// planned is delivered: daily quantities each day, weekly ones once every seven
// days from the beginning, monthly ones on the first day.
func (c Caso) PrevediPiano(piano []ModuloPiano, oggi periodo.Data) []PianoPrevisto {
	primo := oggi.Mese()
	if primo.Prima(c.Span.Dal.Mese()) {
		primo = c.Span.Dal.Mese()
	}
	var out []PianoPrevisto
	for n := range mesiAnteprima {
		m := primo.Piu(n)
		c.Accessi = c.previsti(piano, m)
		intero := c
		intero.Quote = nil
		out = append(out, PianoPrevisto{MesePrevisto: c.mese(m), Costo: intero.mese(m).Imponibile()})
	}
	return out
}

// previsti are the accessi of a month in which the plan is delivered.
func (c Caso) previsti(piano []ModuloPiano, mese periodo.Mese) []Accesso {
	var out []Accesso
	for _, g := range c.coperti(mese, periodo.Data{}, periodo.Data{}) {
		for _, r := range piano {
			primo := mese.Inizio()
			if primo.Prima(c.Span.Dal) {
				primo = c.Span.Dal
			}
			cade := r.Periodicita == "GIORNO" || r.Periodicita == "SETTIMANA" && g.Meno(c.Span.Dal)%7 == 0 || r.Periodicita == "MESE" && g == primo
			if cade {
				out = append(out, Accesso{Data: g, Prestazione: r.Prestazione, Quantita: quantita(r.Quantita)})
			}
		}
	}
	return out
}

func quantita(q misura.Quantita) *misura.Quantita { return &q }
