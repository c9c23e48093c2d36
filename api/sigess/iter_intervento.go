package sigess

import (
	"fmt"
	"slices"

	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
)

// iter is the story of an intervento: what it waits for on the day, how it
// ended, what has happened and what was paid.
func (i cartellaIntervento) iter(oggi periodo.Data) web.Cronologia {
	var pagati []compiuto
	for _, l := range i.liquidazioni {
		if l.ConfermataIl == nil {
			continue
		}
		m := web.Momento{Testo: fmt.Sprintf("Liquidato %s: %s euro", l.Mese.Italiano(), l.Totale), Nota: "elaborazione contabile " + l.Estremi()}
		if l.Visibile {
			m.URL = sezioneElaborazioni + "/" + l.ElaborazioneID
		}
		pagati = append(pagati, compiuto{quando: *l.ConfermataIl, detto: &m})
	}
	return web.Cronologia{Attese: i.attese(oggi), Conclusione: i.conclusione(), Momenti: narratore{}.racconta(i.eventi, pagati...)}
}

// attese are what the dates, the state and the accounting ask for: an
// intervento that is not over always waits for something.
func (i cartellaIntervento) attese(oggi periodo.Data) []web.Attesa {
	if i.Stato == sigess.Bozza {
		return []web.Attesa{{Cosa: i.passo("Attivare l'intervento", "#dettagli"), Chi: i.autore() + ", l'operatore responsabile o un amministrativo dell'ente",
			Dal: i.iniziato(), Dopo: "l'intervento riceve il numero e comincia il " + i.DataInizio.Italiana()}}
	}
	var out []web.Attesa
	switch i.Stato {
	case sigess.DaAttivare:
		out = append(out, daSolo("Inizio dell'intervento", i.DataInizio, "l'intervento diventa attivo"))
	case sigess.Sospeso:
		out = append(out, i.attesaRipresa(oggi))
	}
	out = append(out, i.attesePagamento(oggi)...)
	if i.Stato == sigess.Concluso {
		return out
	}
	for _, s := range i.Sospensioni {
		if s.Dal.Dopo(oggi) {
			out = append(out, daSolo("Sospensione "+dalAl(s.Dal, s.Al)+": "+s.Motivo, s.Dal, "l'intervento non è erogato finché dura"))
		}
	}
	if i.DataFine.IsZero() {
		return append(out, web.Attesa{Cosa: i.passo("Terminare l'intervento, quando non serve più", "?apri=concludi#dettagli"), Chi: i.responsabili(),
			Dal: i.DataInizio.Italiana(), Dopo: "non c'è una data di fine: fino ad allora continua"})
	}
	return append(out, daSolo("Fine dell'intervento", i.DataFine, "il giorno dopo l'intervento è concluso"))
}

// daSolo is something that a day brings without anybody.
func daSolo(cosa string, giorno periodo.Data, dopo string) web.Attesa {
	return web.Attesa{Cosa: web.Link{Testo: cosa}, Chi: "nessuno: avviene da solo", Entro: giorno.Italiana(), Dopo: dopo}
}

func (i cartellaIntervento) autore() string {
	if len(i.eventi) > 0 && i.eventi[0].Operatore != "" {
		return i.eventi[0].Operatore
	}
	return "chi l'ha inserito"
}

func (i cartellaIntervento) iniziato() string {
	if len(i.eventi) > 0 {
		return periodo.Di(i.eventi[0].Quando).Italiana()
	}
	return ""
}

func (i cartellaIntervento) responsabili() string {
	return i.Responsabile + ", operatore responsabile, o un amministrativo dell'ente"
}

func (i cartellaIntervento) passo(testo, dove string) web.Link {
	if !i.gestisce {
		return web.Link{Testo: testo}
	}
	return web.Link{Testo: testo, URL: i.indirizzo() + dove}
}

// attesaRipresa waits for the end of the suspension in course.
func (i cartellaIntervento) attesaRipresa(oggi periodo.Data) web.Attesa {
	for _, s := range i.Sospensioni {
		if !(periodo.Intervallo{Dal: s.Dal, Al: s.Al}).Contiene(oggi) {
			continue
		}
		if !s.Al.IsZero() {
			a := daSolo("Ripresa dell'intervento sospeso: "+s.Motivo, s.Al.Piu(1), "l'intervento torna attivo")
			a.Dal = s.Dal.Italiana()
			return a
		}
		return web.Attesa{Cosa: i.passo("Riprendere l'intervento sospeso: "+s.Motivo, "?apri=riprendi#sospensioni"), Chi: i.responsabili(), Dal: s.Dal.Italiana(),
			Dopo: "l'intervento torna attivo"}
	}
	return web.Attesa{Cosa: i.passo("Riprendere l'intervento", "?apri=riprendi#sospensioni"), Chi: i.responsabili()}
}

// attesePagamento are the cells to fill in, the run to confirm and the run to come.
func (i cartellaIntervento) attesePagamento(oggi periodo.Data) []web.Attesa {
	var out []web.Attesa
	arretrati, prossimo := sigess.DaLiquidare(i.Intervento, i.Cassetti, i.elaborati, i.conAccessi, oggi)
	if i.Natura != sigess.Economico && i.Stato == sigess.Attivo {
		mese := oggi.Mese()
		out = append(out, web.Attesa{Cosa: web.Link{Testo: "Registrare nel tabellone gli accessi di " + mese.Italiano(), URL: i.tabellone(mese)},
			Chi: i.responsabili(), Dal: ultima(mese.Inizio(), i.DataInizio).Italiana(), Dopo: "si paga quello che il tabellone contiene"})
	}
	for _, l := range i.liquidazioni {
		if l.Stato == sigess.Provvisoria {
			a := web.Attesa{Cosa: web.Link{Testo: fmt.Sprintf("Confermare l'elaborazione contabile %s, che paga %s", l.Estremi(), l.Mese.Italiano())},
				Chi: i.chiPaga(), Dopo: "il pagamento di " + l.Totale.String() + " euro è definitivo"}
			if l.Visibile {
				a.Cosa.URL = sezioneElaborazioni + "/" + l.ElaborazioneID
			}
			out = append(out, a)
		}
	}
	if prossimo.IsZero() {
		return out
	}
	a := web.Attesa{Cosa: web.Link{Testo: "Elaborazione contabile di " + prossimo.Italiano()}, Chi: i.chiPaga(), Dal: prossimo.Fine().Piu(1).Italiana(),
		Dopo: "il pagamento compare in Liquidazioni"}
	if n := len(arretrati); n > 1 {
		a.Cosa.Testo = fmt.Sprintf("Elaborazione contabile di %d mesi, da %s a %s", n, arretrati[0].Italiano(), arretrati[n-1].Italiano())
	}
	if giorno := i.pagatore.Giorno; giorno != nil {
		if parte := prossimo.Piu(1).Inizio().Piu(*giorno - 1); !parte.Prima(oggi) {
			a.Dopo = "parte da sola il " + parte.Italiana() + "; " + a.Dopo
		}
	}
	return append(out, a)
}

func ultima(a, b periodo.Data) periodo.Data {
	if a.Prima(b) {
		return b
	}
	return a
}

// chiPaga is the office whose runs pay the intervento.
func (i cartellaIntervento) chiPaga() string {
	if i.pagatore.Ufficio == "" {
		return i.pagatore.Ente + ", ente pagatore"
	}
	return "ufficio " + i.pagatore.Ufficio + " di " + i.pagatore.Ente + ", ente pagatore"
}

func (i cartellaIntervento) conclusione() string {
	if i.Stato != sigess.Concluso {
		return ""
	}
	out := fmt.Sprintf("L'intervento è concluso: ultimo giorno %s, motivo: %s", i.DataFine.Italiana(), motivoTermine(i.MotivoTermine))
	if !slices.ContainsFunc(i.liquidazioni, func(l sigess.Liquidazione) bool { return l.Stato.Confermata() }) {
		out += "; nulla è stato liquidato"
	}
	return out
}
