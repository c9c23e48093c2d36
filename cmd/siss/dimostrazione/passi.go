package dimostrazione

import (
	"fmt"
	"net/http"

	"siss/models/sigess"
)

// soggetti are entered in the order of their codici, each ente by itself.
func (c *Carico) soggetti() []corsia {
	var s serie
	for _, p := range c.Piano.Soggetti {
		s.aggiungi(p.Modulo.EnteID, passo{fatto: "soggetto/" + p.ID, operatore: p.Operatore, metodo: http.MethodPut, percorso: "/soggetti/" + p.ID, corpo: p.Modulo})
	}
	return s.tutte()
}

func (c *Carico) residenze() []corsia {
	var s serie
	for _, p := range c.Piano.Soggetti {
		s.aggiungi(p.ID, passo{fatto: "residenza/" + p.ResidenzaID, operatore: p.Operatore, metodo: http.MethodPut,
			percorso: "/soggetti/" + p.ID + "/residenze/" + p.ResidenzaID, corpo: p.Residenza})
	}
	for _, r := range c.Piano.Relazioni {
		s.aggiungi(r.SoggettoID, passo{fatto: "relazione/" + r.ID, operatore: r.Operatore, metodo: http.MethodPut,
			percorso: "/soggetti/" + r.SoggettoID + "/relazioni/" + r.ID, corpo: r.Modulo})
	}
	return s.tutte()
}

func (c *Carico) bozze() []corsia {
	var s serie
	for _, d := range c.Piano.Domande {
		s.aggiungi(d.ID, passo{fatto: "domanda/" + d.ID, operatore: d.Operatore, metodo: http.MethodPut, percorso: "/domande/" + d.ID, corpo: d.Modulo})
	}
	return s.tutte()
}

// atto is a request that changes a state. Its id follows from object and kind,
// so that repeating it is the same act.
func (c *Carico) atto(operatore, tipo, percorso string, corpo any) passo {
	id := c.Piano.id("atto/%s%s", percorso, tipo)
	if corpo == nil {
		corpo = struct{}{}
	}
	return passo{fatto: "atto/" + id, operatore: operatore, metodo: http.MethodPost, percorso: percorso + "/" + tipo, atto: id, corpo: corpo}
}

// presentazioni are made in the order of the numbers.
func (c *Carico) presentazioni() []corsia {
	var s serie
	for _, d := range c.Piano.Domande {
		if d.Stato != sigess.Bozza {
			s.aggiungi(d.Serie(), c.atto(d.Operatore, "presentazione", "/domande/"+d.ID, nil))
		}
	}
	return s.tutte()
}

func (c *Carico) istruttorie(richieste map[string][]string) []corsia {
	var s serie
	for _, d := range c.Piano.Domande {
		percorso := "/domande/" + d.ID
		if d.Avvio != nil {
			s.aggiungi(d.ID, c.atto(d.Operatore, "avvio", percorso, d.Avvio))
		}
		if d.Assegnazione != nil {
			s.aggiungi(d.ID, c.atto(d.Operatore, "assegnazioni", percorso, d.Assegnazione))
		}
		for n, e := range d.Esiti {
			s.aggiungi(d.ID, c.atto(d.Competente(), "esito", fmt.Sprintf("%s/richieste/%s", percorso, richieste[d.ID][n]), e))
		}
	}
	return s.tutte()
}

func (c *Carico) bozzeInterventi(richieste map[string][]string) []corsia {
	var s serie
	for _, i := range c.Piano.Interventi {
		if i.Domanda != nil {
			i.Dettagli().RichiestaID = richieste[i.Domanda.ID][0]
		}
		p := passo{fatto: "intervento/" + i.ID, operatore: i.Operatore, metodo: http.MethodPut}
		switch {
		case i.Economico != nil:
			p.percorso, p.corpo = "/interventi-economici/"+i.ID, i.Economico
		case i.Prestazioni != nil:
			p.percorso, p.corpo = "/interventi-con-prestazioni/"+i.ID, i.Prestazioni
		default:
			p.percorso, p.corpo = "/interventi-in-struttura/"+i.ID, i.Struttura
		}
		s.aggiungi(i.ID, p)
	}
	return s.tutte()
}

// attivazioni are made in the order of the numbers.
func (c *Carico) attivazioni() []corsia {
	var s serie
	for _, i := range c.Piano.Interventi {
		if !i.Bozza {
			s.aggiungi(i.Serie(), c.atto(i.Operatore, "attivazione", "/interventi/"+i.ID, nil))
		}
	}
	return s.tutte()
}

func (c *Carico) seguiti() []corsia {
	var s serie
	for _, i := range c.Piano.Interventi {
		if i.Sospensione != nil {
			s.aggiungi(i.ID, c.atto(i.Operatore, "sospensioni", "/interventi/"+i.ID, i.Sospensione))
		}
		if i.Termine != nil {
			s.aggiungi(i.ID, c.atto(i.Operatore, "termine", "/interventi/"+i.ID, i.Termine))
		}
	}
	for _, d := range c.Piano.Domande {
		if d.Comunicazione != nil {
			s.aggiungi(d.ID, c.atto(d.Competente(), "comunicazione", "/domande/"+d.ID, d.Comunicazione))
		}
	}
	return s.tutte()
}

func (c *Carico) accessi() []corsia {
	var s serie
	for _, i := range c.Piano.Interventi {
		for _, a := range i.Accessi {
			s.aggiungi(i.ID, passo{fatto: fmt.Sprintf("accesso/%s/%s/%s", i.ID, a.Data, a.Modulo.Prestazione), operatore: i.Operatore,
				metodo: http.MethodPut, percorso: fmt.Sprintf("/interventi/%s/accessi/%s", i.ID, a.Data), corpo: a.Modulo})
		}
	}
	return s.tutte()
}
