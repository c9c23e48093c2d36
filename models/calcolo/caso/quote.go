package caso

import "siss/models/calcolo"

func leggiQuote(caso *oggetto, c *calcolo.Caso) {
	if !caso.ha("quote") {
		return
	}
	o := nuovoOggetto(caso.prendi("quote"), "quote", caso.err)
	q := calcolo.Quota{Dal: c.Intervento.Dal, SSN: o.percento("ssn_perc")}
	u := nuovoOggetto(o.prendi("utente"), "quota utente", caso.err)
	q.Metodo = parola(u, "metodo", calcolo.Esente, calcolo.QuotaPercentuale, calcolo.FissaMensile, calcolo.FissaGiornaliera, calcolo.Fasce, calcolo.Lineare)
	switch q.Metodo {
	case calcolo.QuotaPercentuale:
		q.Percento = u.percento("perc")
	case calcolo.FissaMensile, calcolo.FissaGiornaliera:
		q.Importo = u.importo("importo")
	case calcolo.Fasce:
		q.ISEE, q.Fasce = u.importoONullo("isee"), leggiFasce(u)
	case calcolo.Lineare:
		q.ISEE = u.importoONullo("isee")
		q.ISEEMinimo, q.ISEEMassimo = u.importo("isee_min"), u.importo("isee_max")
		q.PercentoMinimo, q.PercentoMassimo = u.percento("perc_min"), u.percento("perc_max")
		if q.ISEEMinimo >= q.ISEEMassimo {
			u.rifiuta("isee_max", "deve superare isee_min")
		}
		if q.PercentoMinimo > q.PercentoMassimo {
			u.rifiuta("perc_max", "non può essere sotto perc_min")
		}
	}
	u.finito()
	o.finito()
	c.Quote = []calcolo.Quota{q}
}

// leggiFasce reads bands that rise, of which the last, and only the last, is open.
func leggiFasce(u *oggetto) []calcolo.Fascia {
	fasce := u.oggetti("fasce", "fascia")
	if len(fasce) == 0 {
		u.rifiuta("fasce", "scrivere almeno una fascia")
	}
	var out []calcolo.Fascia
	for n, f := range fasce {
		fascia := calcolo.Fascia{FinoA: f.importoONullo("fino_a"), Percento: f.percento("perc")}
		f.finito()
		switch {
		case (fascia.FinoA == nil) != (n == len(fasce)-1):
			f.rifiuta("fino_a", "l'ultima fascia, e solo quella, è aperta")
		case n > 0 && fascia.FinoA != nil && out[n-1].FinoA != nil && *fascia.FinoA <= *out[n-1].FinoA:
			f.rifiuta("fino_a", "le fasce vanno in ordine crescente")
		}
		out = append(out, fascia)
	}
	return out
}
