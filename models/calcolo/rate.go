package calcolo

import "siss/models/periodo"

// rata is one instalment of a rule: its index from 0, counted from the one in
// which the span begins, and its parts, a month each, or the week that it is.
type rata struct {
	indice int
	parti  []periodo.Intervallo
}

func (t rata) dal() periodo.Data { return t.parti[0].Dal }
func (t rata) al() periodo.Data  { return t.parti[len(t.parti)-1].Al }

// rate returns the rate that are due in the month: with their last day, or the
// earlier end of the span, or when paid in advance with their first. A
// suspension moves nothing (domain c.2).
func (r Regola) rate(mese periodo.Mese, span periodo.Intervallo) []rata {
	var out []rata
	prima, ultima := r.indici(mese, span)
	for n := max(prima, 0); n <= ultima; n++ {
		t := r.rata(n, span)
		scade := t.al()
		if span.Al.Prima(scade) {
			scade = span.Al
		}
		if r.Anticipata {
			scade = t.dal()
			if scade.Prima(span.Dal) {
				scade = span.Dal
			}
		}
		if _, tocca := (periodo.Intervallo{Dal: t.dal(), Al: t.al()}).Interseca(span); tocca && scade.Mese() == mese {
			out = append(out, t)
		}
	}
	return out
}

// indici bounds the indices of the rate that have a day in the month.
func (r Regola) indici(mese periodo.Mese, span periodo.Intervallo) (prima, ultima int) {
	if r.Frequenza == Settimanale {
		return mese.Inizio().Meno(span.Dal)/7 - 1, mese.Fine().Meno(span.Dal) / 7
	}
	k := max(r.Frequenza.Mesi(), 1)
	n := distanza(r.origine(span).Mese(), mese) / k
	return n - 1, n
}

// rata is the instalment of an index: weeks and rate that begin with the rule
// are counted from its first day, never one from the other; the others are
// blocks of the calendar year.
func (r Regola) rata(indice int, span periodo.Intervallo) rata {
	inizio := r.origine(span)
	if r.Frequenza == Settimanale {
		dal := inizio.Piu(7 * indice)
		return rata{indice, []periodo.Intervallo{{Dal: dal, Al: dal.Piu(6)}}}
	}
	k := max(r.Frequenza.Mesi(), 1)
	t := rata{indice: indice}
	for n := indice * k; n < (indice+1)*k; n++ {
		t.parti = append(t.parti, periodo.Intervallo{Dal: traMesi(inizio, n), Al: traMesi(inizio, n+1).Piu(-1)})
	}
	return t
}

// origine is the day from which the rate are counted.
func (r Regola) origine(span periodo.Intervallo) periodo.Data {
	if r.DaInizio || r.Frequenza == Settimanale {
		return span.Dal
	}
	k := max(r.Frequenza.Mesi(), 1)
	m := span.Dal.Mese()
	return m.Piu(-((m.Numero() - 1) % k)).Inizio()
}

// traMesi is the same day n months later, or the last of a shorter month: from
// 31/01 to 29/02 and then to 31/03.
func traMesi(d periodo.Data, n int) periodo.Data {
	m := d.Mese().Piu(n)
	return m.Inizio().Piu(min(d.Giorno(), m.Giorni()) - 1)
}

// distanza counts the months from a to b.
func distanza(a, b periodo.Mese) int {
	return (b.Anno()-a.Anno())*12 + b.Numero() - a.Numero()
}
