package sigess

import (
	"siss/models"
	"siss/models/termini"
)

// procedimento is what counts for the clock of L. 241/1990 (domain b.6), which
// runs from the protocol. The deadline is the nominal one: an office that ends
// before a holiday is never late.
func (d Domanda) procedimento() termini.Procedimento {
	return termini.Procedimento{Avvio: d.AvvioIl, Giorni: termini.GiorniOrdinari}
}

// Conto counts the days of a domanda whose istruttoria was opened.
func (d Domanda) Conto() (termini.Conto, error) {
	c, err := termini.Calcola(d.procedimento())
	if err != nil {
		return c, models.Errorf(models.Conflict, "%s", err)
	}
	return c, nil
}
