package sigess

import (
	"cmp"
	"fmt"
	"slices"

	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// giorniInScadenza is how many days before its term a task is marked.
const giorniInScadenza = 7

func scadenza(entro, oggi periodo.Data) web.Scadenza {
	switch {
	case entro.IsZero():
		return web.InTempo
	case entro.Prima(oggi):
		return web.Scaduto
	case !entro.Dopo(oggi.Piu(giorniInScadenza)):
		return web.InScadenza
	}
	return web.InTempo
}

// iter is the story of a domanda: what it waits for on the day, how it ended,
// what has happened.
func (d cartellaDomanda) iter(oggi periodo.Data) web.Cronologia {
	n := narratore{richieste: map[string]sigess.RigaRichiesta{}, assegnazioni: map[string]sigess.Assegnazione{}, interventi: map[string]string{},
		responsabile: d.Responsabile}
	for _, r := range d.richieste {
		n.richieste[r.ID] = r
	}
	for _, a := range d.assegnazioni {
		n.assegnazioni[a.ID] = a
	}
	for _, i := range d.interventi {
		n.interventi[i.ID] = i.Estremi()
	}
	return web.Cronologia{Attese: d.attese(oggi), Conclusione: d.conclusione(), Momenti: n.racconta(d.eventi)}
}

// attese are the open tasks, and what the state asks for when it has no task:
// a domanda that is open always waits for something.
func (d cartellaDomanda) attese(oggi periodo.Data) []web.Attesa {
	if d.Stato == sigess.Bozza {
		return []web.Attesa{{Cosa: d.passo("Presentare la domanda", "#dettagli"), Chi: d.autore() + ", o un altro operatore dell'ente",
			Dal: periodo.Di(d.CreataIl).Italiana(), Dopo: "la domanda riceve il numero e attende l'avvio dell'istruttoria"}}
	}
	var out []web.Attesa
	fatti := map[string]bool{}
	for _, c := range d.compiti {
		a := d.attesa(c)
		a.Dal, a.Entro, a.Scadenza = periodo.Di(c.Creato).Italiana(), c.Scade.Italiana(), scadenza(c.Scade, oggi)
		a.Chi = chiPuo(c)
		out = append(out, a)
		fatti[chiave(c.Tipo, c.RichiestaID)] = true
	}
	// A notice asks for nothing: what is to be done comes first.
	slices.SortStableFunc(out, func(a, b web.Attesa) int { return cmp.Compare(avviso(a), avviso(b)) })
	for _, c := range d.dovuti() {
		if !fatti[chiave(c.Tipo, c.RichiestaID)] {
			a := d.attesa(c)
			a.Entro, a.Scadenza, a.Chi = d.ScadenzaIl.Italiana(), scadenza(d.ScadenzaIl, oggi), chiPuo(c)
			out = append(out, a)
		}
	}
	return out
}

const prenderVisione = "Prendere visione dell'assegnazione"

// avviso is 1 for an expectation that is only a notice.
func avviso(a web.Attesa) int {
	if a.Cosa.Testo == prenderVisione {
		return 1
	}
	return 0
}

func chiave(tipo inbox.Tipo, richiesta *string) string {
	if richiesta == nil {
		return string(tipo)
	}
	return string(tipo) + "/" + *richiesta
}

// chiPuo says who can do a task.
func chiPuo(c sigess.CompitoAperto) string {
	switch {
	case c.Operatore == "":
		return "un operatore dell'ufficio " + c.Ufficio + ": non è ancora di nessuno"
	case c.Tipo == inbox.PrendiVisione:
		return c.Operatore
	case c.PresoIl != nil:
		return c.Operatore + ", che l'ha in carico"
	}
	return c.Operatore
}

// autore is who began the case, as the audit tells.
func (d cartellaDomanda) autore() string {
	if len(d.eventi) > 0 && d.eventi[0].Operatore != "" {
		return d.eventi[0].Operatore
	}
	return "chi l'ha inserita"
}

// passo is an act with the place of the card where it is done, for who may.
func (d cartellaDomanda) passo(testo, dove string) web.Link {
	if !d.tratta {
		return web.Link{Testo: testo}
	}
	return web.Link{Testo: testo, URL: d.indirizzo() + dove}
}

// dovuti are the tasks that the state asks for, of who is competent.
func (d cartellaDomanda) dovuti() []sigess.CompitoAperto {
	var out []sigess.CompitoAperto
	serve := func(tipo inbox.Tipo, richiesta *string) {
		c := sigess.CompitoAperto{Ufficio: d.Ufficio, Operatore: d.Assegnatario}
		c.Tipo, c.RichiestaID = tipo, richiesta
		out = append(out, c)
	}
	switch d.Stato {
	case sigess.Presentata:
		serve(inbox.AvviaIstruttoria, nil)
	case sigess.InIstruttoria:
		serve(inbox.ValutaDomanda, nil)
	case sigess.Sospesa:
		serve(inbox.AttendiIntegrazioni, nil)
	case sigess.InPreavviso:
		serve(inbox.AttendiOsservazioni, nil)
	case sigess.Accolta, sigess.AccoltaParz, sigess.Respinta:
		for _, r := range d.richieste {
			if r.Stato == sigess.Accettata {
				serve(inbox.CreaIntervento, &r.ID)
			}
		}
		if d.ComunicataIl.IsZero() {
			serve(inbox.ComunicaEsito, nil)
		}
	}
	return out
}

// attesa is what a task asks for, where it is done and what happens then.
func (d cartellaDomanda) attesa(c sigess.CompitoAperto) web.Attesa {
	switch c.Tipo {
	case inbox.AvviaIstruttoria:
		return web.Attesa{Cosa: d.passo("Avviare l'istruttoria", "?apri=avvia#dettagli"), Dopo: "ogni richiesta attende il suo esito"}
	case inbox.ValutaDomanda:
		return web.Attesa{Cosa: d.passo("Dare l'esito "+d.daValutare(), "#richiesta"),
			Dopo: "con l'ultimo esito la domanda è accolta o respinta; per le richieste accettate si crea l'intervento"}
	case inbox.AttendiIntegrazioni:
		return web.Attesa{Cosa: d.passo("Registrare le integrazioni quando arrivano", "?apri="+moduloArrivo+"#termini"),
			Dopo: "la domanda torna in istruttoria; dopo l'ultimo giorno ci torna da sola, e il termine riprende"}
	case inbox.AttendiOsservazioni:
		return web.Attesa{Cosa: d.passo("Registrare le osservazioni al preavviso se arrivano", "?apri="+moduloOsservazioni+"#termini"),
			Dopo: "la domanda torna in istruttoria; dopo l'ultimo giorno ci torna da sola, e il termine riprende"}
	case inbox.PrendiVisione:
		return web.Attesa{Cosa: web.Link{Testo: prenderVisione, URL: d.indirizzo() + "#iter"}, Dopo: "nulla cambia: chi l'ha ricevuta conferma di averla vista"}
	case inbox.CreaIntervento:
		return d.attesaIntervento(c)
	case inbox.ComunicaEsito:
		dopo := "la pratica si chiude quando anche gli interventi sono attivi"
		if !slices.ContainsFunc(d.richieste, func(r sigess.RigaRichiesta) bool { return r.Stato == sigess.Accettata }) {
			dopo = "la pratica si chiude"
		}
		return web.Attesa{Cosa: d.passo("Comunicare l'esito all'interessato", "?apri=comunica#comunicazione"), Dopo: dopo}
	}
	return web.Attesa{Cosa: web.Link{Testo: c.Titolo, URL: d.indirizzo()}}
}

func (d cartellaDomanda) daValutare() string {
	n := 0
	for _, r := range d.richieste {
		if r.Stato == sigess.DaValutare {
			n++
		}
	}
	if n == 1 {
		return fmt.Sprintf("a 1 richiesta su %d", len(d.richieste))
	}
	return fmt.Sprintf("a %d richieste su %d", n, len(d.richieste))
}

// attesaIntervento waits for the intervento of an accepted richiesta: to be
// created, or activated when its draft is there.
func (d cartellaDomanda) attesaIntervento(c sigess.CompitoAperto) web.Attesa {
	dopo := "la richiesta diventa attivata"
	if !d.ComunicataIl.IsZero() {
		dopo += " e, con l'ultima, la pratica si chiude"
	}
	for _, i := range d.interventi {
		if i.RichiestaID != nil && *i.RichiestaID == *c.RichiestaID && i.Stato == sigess.Bozza {
			return web.Attesa{Cosa: web.Link{Testo: "Attivare l'intervento in bozza: " + i.Tipo, URL: sezioneInterventi + "/" + i.ID}, Dopo: dopo}
		}
	}
	for _, r := range d.richieste {
		if r.ID == *c.RichiestaID {
			return web.Attesa{Cosa: web.Link{Testo: "Creare l'intervento: " + r.Tipo, URL: d.creazione(r)}, Dopo: dopo}
		}
	}
	return web.Attesa{Cosa: web.Link{Testo: c.Titolo}, Dopo: dopo}
}

// conclusione says how a domanda that is over ended.
func (d cartellaDomanda) conclusione() string {
	if d.Stato != sigess.Chiusa {
		return ""
	}
	accettate := 0
	for _, r := range d.richieste {
		if r.Stato != sigess.Respinta {
			accettate++
		}
	}
	come := "domanda accolta, gli interventi sono attivi"
	switch {
	case accettate == 0:
		come = "domanda respinta"
	case accettate < len(d.richieste):
		come = "domanda accolta in parte, gli interventi sono attivi"
	}
	mezzo := scelta(form.Predefinito(sigess.ModuloComunicazione{Mezzo: d.ComunicataMezzo}, nil), "mezzo")
	return fmt.Sprintf("La pratica è chiusa: %s; esito comunicato il %s (%s)", come, d.ComunicataIl.Italiana(), mezzo)
}
