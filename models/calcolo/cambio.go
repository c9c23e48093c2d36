package calcolo

import "siss/models/periodo"

// Comincia tells whether a rata of the rule begins on the day: then another
// rule may go on from there, and neither pays a part of a rata of the other.
// Where rate follow the day of the month on which the rule began, a day that a
// shorter month moved is not one: from there they would go on otherwise.
func (r Regola) Comincia(giorno periodo.Data, intervento periodo.Intervallo) bool {
	if r.Frequenza == UnaTantum {
		return giorno == r.Scadenza
	}
	span, ok := r.span(intervento)
	switch {
	case !ok || !span.Contiene(giorno):
		return false
	case giorno == span.Dal || r.Frequenza == Giornaliera:
		return true
	case r.DaInizio && r.Frequenza.Mesi() > 0 && giorno.Giorno() != span.Dal.Giorno():
		return false
	}
	prima, ultima := r.indici(giorno.Mese(), span)
	for n := max(prima, 0); n <= ultima; n++ {
		if r.rata(n, span).dal() == giorno {
			return true
		}
	}
	return false
}

// Divisibile tells whether two rules may share a rata of this one, each for its
// own days: a month of the calendar, by days or by thirtieths, of which the
// parts sum to the whole however it is split (domain c.2).
func (r Regola) Divisibile() bool {
	return r.Frequenza == Mensile && !r.DaInizio && (r.Criterio == GiorniEffettivi || r.Criterio == Trentesimi)
}

// Riunita is the tree of a line that pays several parts of a month together.
func Riunita(parti []Spiegazione) Spiegazione {
	var passi []passo
	for _, s := range parti {
		passi = append(passi, passo{s, s.valore()})
	}
	return somma("parti del mese", Euro, passi...).Spiegazione
}
