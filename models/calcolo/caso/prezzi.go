package caso

import (
	"slices"

	"siss/models/calcolo"
	"siss/models/periodo"
)

// conPrezzi is the case with the prices of a tariffario in the place of its own:
// of each prestazione that the tariffario has, and for a struttura of its retta.
// They are those that hold in the month; what the tariffario does not know keeps
// the price that the case says.
func conPrezzi(c calcolo.Caso, prezzi []calcolo.Tariffa) calcolo.Caso {
	mese := periodo.Intervallo{Dal: c.Mese.Inizio(), Al: c.Mese.Fine()}
	nel := func(prestazione string) []calcolo.Tariffa {
		var out []calcolo.Tariffa
		for _, p := range prezzi {
			if _, vale := mese.Interseca(periodo.Intervallo{Dal: p.Dal, Al: p.Al}); vale && (prestazione == "" || p.Prestazione == prestazione) {
				out = append(out, p)
			}
		}
		return out
	}
	if c.Natura == calcolo.Struttura && len(prezzi) > 0 {
		c.Rette = nil
		for _, p := range nel("") {
			c.Rette, c.IVA = append(c.Rette, calcolo.Retta{Dal: p.Dal, Al: p.Al, Importo: p.Importo}), p.IVA
		}
	}
	var tariffe []calcolo.Tariffa
	visti := map[string]bool{}
	for _, t := range c.Tariffe {
		switch {
		case !slices.ContainsFunc(prezzi, func(p calcolo.Tariffa) bool { return p.Prestazione == t.Prestazione }):
			tariffe = append(tariffe, t)
		case !visti[t.Prestazione]:
			tariffe = append(tariffe, nel(t.Prestazione)...)
		}
		visti[t.Prestazione] = true
	}
	c.Tariffe = tariffe
	return c
}
