package dimostrazione

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"siss/models/periodo"
	"siss/models/sigess"
)

// Domanda is a domanda of the demo with the acts that bring it to Stato. Esiti
// are in the order of its richieste; the acts after the assignment, if there is
// one, are done by who received it.
type Domanda struct {
	ID            string
	Operatore     string // who presents it
	Modulo        sigess.ModuloDomanda
	Avvio         *sigess.ModuloAvvio
	Assegnazione  *sigess.ModuloAssegnazione
	Esiti         []sigess.ModuloEsito
	Comunicazione *sigess.ModuloComunicazione
	Stato         sigess.Stato // in which the demo leaves it

	comune *comune
}

// Competente is who does the acts after the assignment.
func (d *Domanda) Competente() string {
	if d.Assegnazione != nil {
		return d.Assegnazione.OperatoreID
	}
	return d.Operatore
}

// Serie is the series that numbers the domanda: ente and year.
func (d *Domanda) Serie() string {
	return fmt.Sprintf("%s/%d", d.comune.ente, d.Modulo.DataPresentazione.Anno())
}

// How the interventi of the demo came about, and how their domande ended:
// those of the latest interventi still wait for the communication.
const (
	senzaDomanda       = 60
	accolteConSeguito  = 60
	accolteInParte     = 30
	chiuseConDueEsitiN = 5 // of the closed ones, one in so many was accepted in part
)

// senzaIntervento are the domande that led to no intervento, by state.
var senzaIntervento = []struct {
	stato  sigess.Stato
	quante int
	da, al int // presented so many days ago
}{
	{sigess.Bozza, 40, 0, 20},
	{sigess.Presentata, 50, 1, 12},
	{sigess.InIstruttoria, 70, 5, 50},
	{sigess.Respinta, 30, 20, 90},
	{sigess.Chiusa, 40, 60, 700},
	{sigess.Accolta, 30, 15, 60},
}

// pesi says how many of them, in a hundred, each comune has.
var pesi = []int{34, 21, 16, 15, 14}

func (a *autore) domande() {
	r := a.caso("domande")
	a.domandeDegliInterventi(r)
	for _, g := range senzaIntervento {
		for range g.quante {
			a.domandaSola(r, g.stato, a.Oggi.Piu(-tra(r, g.da, g.al)))
		}
	}
	slices.SortStableFunc(a.Domande, func(x, y *Domanda) int { return x.Modulo.DataPresentazione.Meno(y.Modulo.DataPresentazione) })
	for n, d := range a.Domande {
		d.ID = a.id("domanda/%d", n)
	}
}

// domandeDegliInterventi gives most interventi the domanda they come from.
func (a *autore) domandeDegliInterventi(r *rand.Rand) {
	var con []*Intervento
	scelti := r.Perm(len(a.Interventi))
	senza := 0
	for _, n := range scelti {
		i := a.Interventi[n]
		if senza < senzaDomanda && !i.Bozza && !i.figura10 && i.tipo.Codice != tipoFigura33 {
			senza++
			i.Dettagli().MotivoAttivazione = scegli(r, []string{"CONTINUITA", "CONTINUITA", "URGENZA", "PROVVEDIMENTO_AG"})
			continue
		}
		con = append(con, i)
	}
	// The latest first, drafts before all.
	slices.SortStableFunc(con, func(x, y *Intervento) int {
		if x.Bozza != y.Bozza {
			if x.Bozza {
				return -1
			}
			return 1
		}
		return y.Dettagli().DataInizio.Meno(x.Dettagli().DataInizio)
	})
	for n, i := range con {
		stato := sigess.Chiusa
		switch {
		case n < accolteConSeguito:
			stato = sigess.Accolta
		case n < accolteConSeguito+accolteInParte:
			stato = sigess.AccoltaParz
		}
		a.Domande = append(a.Domande, a.domandaDi(r, i, stato))
	}
}

// domandaDi makes the domanda of an intervento, accepted.
func (a *autore) domandaDi(r *rand.Rand, i *Intervento, stato sigess.Stato) *Domanda {
	presentata := i.Dettagli().DataInizio.Piu(-tra(r, 8, 35))
	if presentata.Dopo(a.Oggi.Piu(-8)) {
		presentata = a.Oggi.Piu(-tra(r, 8, 20))
	}
	d := a.nuovaDomanda(r, i.comune, i.soggetto, presentata)
	d.Modulo.Richieste = []sigess.ModuloRichiesta{{TipoInterventoID: i.tipo.ID}}
	if i.figura10 {
		a.figura10(d)
	}
	a.avvia(r, d)
	d.Esiti = []sigess.ModuloEsito{{Esito: sigess.Accettata}}
	if stato == sigess.AccoltaParz || stato == sigess.Chiusa && r.IntN(chiuseConDueEsitiN) == 0 {
		d.Modulo.Richieste = append(d.Modulo.Richieste, a.richiesta(r))
		d.Esiti = append(d.Esiti, rigetto(r))
	}
	if !i.figura10 && percento(r, 40) {
		a.assegna(d)
	}
	if stato == sigess.Chiusa {
		a.comunica(r, d)
	}
	d.Stato = stato
	i.Domanda = d
	return d
}

// domandaSola makes a domanda that leads, so far, to no intervento.
func (a *autore) domandaSola(r *rand.Rand, stato sigess.Stato, presentata periodo.Data) {
	c := a.pesca(r)
	d := a.nuovaDomanda(r, c, scegli(r, c.soggetti), presentata)
	d.Stato = stato
	d.Modulo.Richieste = []sigess.ModuloRichiesta{a.richiesta(r)}
	if percento(r, 25) {
		d.Modulo.Richieste = append(d.Modulo.Richieste, a.richiesta(r))
	}
	a.Domande = append(a.Domande, d)
	if stato == sigess.Bozza {
		d.Modulo.SeguitaDal = ""
		return
	}
	if stato == sigess.Presentata {
		return
	}
	a.avvia(r, d)
	if percento(r, 40) {
		a.assegna(d)
	}
	switch stato {
	case sigess.InIstruttoria:
		if len(d.Modulo.Richieste) > 1 && percento(r, 50) {
			d.Esiti = []sigess.ModuloEsito{{Esito: sigess.Accettata}} // the other waits
		}
	case sigess.Accolta:
		for range d.Modulo.Richieste {
			d.Esiti = append(d.Esiti, sigess.ModuloEsito{Esito: sigess.Accettata})
		}
	default:
		for range d.Modulo.Richieste {
			d.Esiti = append(d.Esiti, rigetto(r))
		}
	}
	if stato == sigess.Chiusa {
		a.comunica(r, d)
	}
}

// pesca chooses a comune by its weight.
func (a *autore) pesca(r *rand.Rand) *comune {
	n := r.IntN(100)
	for k, peso := range pesi {
		if n -= peso; n < 0 {
			return a.comuni[k]
		}
	}
	panic("demo: the weights of the comuni do not sum to a hundred")
}

func (a *autore) nuovaDomanda(r *rand.Rand, c *comune, s *Soggetto, presentata periodo.Data) *Domanda {
	d := &Domanda{comune: c, Operatore: c.amministrativi[0]}
	if percento(r, 35) {
		d.Operatore = scegli(r, c.amministrativi)
	}
	d.Modulo = sigess.ModuloDomanda{SoggettoID: s.ID, UOID: c.uo, DataPresentazione: presentata,
		Canale:     scegli(r, []string{"SPORTELLO", "SPORTELLO", "SPORTELLO", "PEC", "ONLINE", "POSTA", "UFFICIO"}),
		SeguitaDal: fmt.Sprintf("%s %02d:%02d", presentata.Italiana(), tra(r, 8, 17), r.IntN(60))}
	switch {
	case s.genitore != nil:
		d.Modulo.Firmatario = sigess.ModuloFirmatario{Qualita: "GENITORE", Nominativo: s.genitore.nominativo()}
	case percento(r, 12):
		d.Modulo.Firmatario = sigess.ModuloFirmatario{Qualita: scegli(r, []string{"FIGLIO", "ALTRO_FAMILIARE", "AMMINISTRATORE_SOSTEGNO", "DELEGATO"}),
			Nominativo: scegli(r, cognomi) + " " + nomeProprio(r, scegli(r, []string{"F", "M"}))}
	default:
		d.Modulo.Firmatario.Qualita = "INTERESSATO"
	}
	return d
}

func (a *autore) richiesta(r *rand.Rand) sigess.ModuloRichiesta {
	natura := scegli(r, []sigess.Natura{sigess.Economico, sigess.Economico, sigess.Prestazioni, sigess.Struttura})
	return sigess.ModuloRichiesta{TipoInterventoID: a.tipi[scegli(r, casuali[natura]).codice].ID}
}

func rigetto(r *rand.Rand) sigess.ModuloEsito {
	return sigess.ModuloEsito{Esito: sigess.Respinta, Motivo: scegli(r, motiviRigetto)}
}

func (a *autore) avvia(r *rand.Rand, d *Domanda) {
	data := d.Modulo.DataPresentazione.Piu(r.IntN(3))
	d.Avvio = &sigess.ModuloAvvio{Protocollo: fmt.Sprintf("%05d/%d", tra(r, 100, 48000), data.Anno()), ProtocolloData: data,
		ResponsabileID: scegli(r, []string{d.comune.coordinatore, d.comune.distretto.responsabile})}
}

func (a *autore) assegna(d *Domanda) {
	d.Assegnazione = &sigess.ModuloAssegnazione{UOID: d.comune.servizioSociale, OperatoreID: d.comune.assistente,
		Motivo: "Valutazione del servizio sociale professionale"}
}

func (a *autore) comunica(r *rand.Rand, d *Domanda) {
	data := d.Avvio.ProtocolloData.Piu(tra(r, 5, 28))
	if data.Dopo(a.Oggi) {
		data = a.Oggi
	}
	d.Comunicazione = &sigess.ModuloComunicazione{Data: data, Mezzo: scegli(r, []string{"PEC", "POSTA", "MANO", "EMAIL"})}
}
