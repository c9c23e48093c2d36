package moltitudine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/sigess"
)

// domanda is a domanda in the making.
type domanda struct {
	id            uid
	estremi       string // "2026/35"
	stato         sigess.Stato
	presentata    periodo.Data
	avviata       periodo.Data
	decisa        periodo.Data
	scade         periodo.Data
	soggetto      persona
	ufficio       *ufficio
	operatore     uid // to whom it is assigned, the zero uid when to the office
	autore        uid
	richieste     []richiesta
	compitiAperti int
}

// richiesta is a richiesta in the making.
type richiesta struct {
	id    uid
	tipo  sigess.TipoIntervento
	stato sigess.Stato
	caso  uid // the intervento that answers it
}

// accolta is a richiesta to which an intervento answers.
type accolta struct {
	*domanda
	*richiesta
}

// fasi are the open domande: how many in a hundred are in a state, and how long
// ago, in days, they were presented.
var fasi = []struct {
	stato         sigess.Stato
	parte, da, al int
}{{sigess.Presentata, 22, 0, 45}, {sigess.InIstruttoria, 50, 5, 95}, {sigess.Accolta, 19, 20, 130}, {sigess.AccoltaParz, 3, 20, 130}, {sigess.Respinta, 6, 20, 130}}

// Beside the open domande of an ente there are so many in a hundred closed, in
// the last years, and drafts.
const (
	chiuse     = 25
	bozze      = 3
	annoChiuse = 1200 // days
	procedura  = 30   // days of a procedure, L. 241/1990

	documentate = 30 // in a hundred have a paper
)

// domande fills the ente with open domande until its tasks are as many as they
// must be, then with closed ones and drafts.
func (l *lavoro) domande(ctx context.Context) error {
	if len(l.assistiti) == 0 {
		if l.compiti+l.casi == 0 {
			return nil
		}
		// A hamlet of a small scale: it has tasks, so it has a person.
		l.soggetti++
		if err := l.unoAlmeno(); err != nil {
			return err
		}
	}
	var tutte []*domanda
	for aperti := 0; aperti < l.compiti; {
		d := l.aperta(l.compiti - aperti)
		aperti += d.compitiAperti
		tutte = append(tutte, d)
	}
	aperte := len(tutte)
	for range aperte * chiuse / 100 {
		presentata := l.Oggi.Piu(-l.tra(60, annoChiuse))
		tutte = append(tutte, l.nuova(sigess.Chiusa, presentata))
	}
	for range aperte * bozze / 100 {
		tutte = append(tutte, l.nuova(sigess.Bozza, l.Oggi.Piu(-l.IntN(20))))
	}
	slices.SortStableFunc(tutte, func(a, b *domanda) int { return cmp.Compare(0, b.presentata.Meno(a.presentata)) })
	l.domandeIn = map[int]int{}
	for _, d := range tutte {
		l.scrivi(d)
		if err := l.seBasta(ctx); err != nil {
			return err
		}
	}
	return nil
}

// unoAlmeno adds to the registry the only person of the ente.
func (l *lavoro) unoAlmeno() error {
	p := l.persona(l.caso, l.anni())
	p.id = l.uid()
	creato := l.ora(l.Oggi.Piu(-2000))
	l.metti("soggetto", p.id, l.ente.id, l.soggetti, p.cognome, p.nome, p.sesso, colonna(p.nata), p.luogo, p.codice, string(p.codiceFiscale), "", "", creato)
	l.assistito(p, creato)
	return nil
}

// aperta invents an open domanda with at most so many tasks.
func (l *lavoro) aperta(resto int) *domanda {
	n := l.IntN(100)
	for _, f := range fasi {
		if n -= f.parte; n >= 0 {
			continue
		}
		d := l.nuova(f.stato, l.Oggi.Piu(-l.tra(f.da, f.al)))
		d.compitiAperti = min(resto, len(d.compiti()))
		return d
	}
	panic("multitude: the states don't make a hundred")
}

// nuova invents a domanda in a state.
func (l *lavoro) nuova(stato sigess.Stato, presentata periodo.Data) *domanda {
	d := &domanda{id: l.uid(), stato: stato, soggetto: scegli(l.caso, l.assistiti), ufficio: scegli(l.caso, l.uffici), autore: l.chiunque()}
	d.presentata = piuTarda(presentata, d.soggetto.nata.Piu(1))
	if l.percento(65) {
		d.operatore = scegli(l.caso, d.ufficio.operatori)
	}
	d.scade = d.presentata.Piu(procedura)
	if stato != sigess.Bozza && stato != sigess.Presentata {
		d.avviata = primaDi(d.presentata.Piu(l.tra(1, 10)), l.Oggi)
		d.scade = d.avviata.Piu(procedura)
	}
	if !d.avviata.IsZero() && stato != sigess.InIstruttoria {
		d.decisa = primaDi(d.avviata.Piu(l.tra(5, 40)), l.Oggi)
	}
	for range 1 + l.IntN(5)/4 {
		d.richieste = append(d.richieste, richiesta{id: l.uid(), tipo: l.tipo(), stato: sigess.DaValutare})
	}
	l.decidi(d)
	return d
}

func primaDi(x, y periodo.Data) periodo.Data {
	if y.Prima(x) {
		return y
	}
	return x
}

// tipo is a tipo of intervento that the district of the ente offers.
func (l *lavoro) tipo() sigess.TipoIntervento {
	return l.tipi[scegli(l.caso, l.distretto.offerta.codici)]
}

// decidi gives the richieste the outcomes that the state of the domanda says.
// A closed one is accepted as long as the ente still wants interventi.
func (l *lavoro) decidi(d *domanda) {
	if d.decisa.IsZero() {
		return
	}
	attive := d.stato == sigess.Chiusa && len(l.accolte) < l.casi*daDomanda/100
	for n := range d.richieste {
		r := &d.richieste[n]
		switch {
		case attive:
			r.stato, r.caso = sigess.Attivata, l.uid()
			l.accolte = append(l.accolte, accolta{d, r})
		case d.stato == sigess.Accolta, d.stato == sigess.AccoltaParz && n == 0:
			r.stato = sigess.Accettata
		default:
			r.stato = sigess.Respinta
		}
	}
	if d.stato == sigess.AccoltaParz && len(d.richieste) == 1 {
		d.richieste = append(d.richieste, richiesta{id: l.uid(), tipo: l.tipo(), stato: sigess.Respinta})
	}
}

// daFare is a task that the state of a domanda asks for.
type daFare struct {
	tipo      inbox.Tipo
	titolo    string
	richiesta *richiesta
}

// compiti are the open tasks of the domanda, the most urgent first.
func (d *domanda) compiti() []daFare {
	switch d.stato {
	case sigess.Presentata:
		return []daFare{{inbox.AvviaIstruttoria, "Avviare l'istruttoria della domanda ", nil}}
	case sigess.InIstruttoria:
		return []daFare{{inbox.ValutaDomanda, "Valutare la domanda ", nil}}
	case sigess.Accolta, sigess.AccoltaParz, sigess.Respinta:
		out := []daFare{{inbox.ComunicaEsito, "Comunicare l'esito della domanda ", nil}}
		for n := range d.richieste {
			if r := &d.richieste[n]; r.stato == sigess.Accettata {
				out = append(out, daFare{inbox.CreaIntervento, "Creare l'intervento della domanda ", r})
			}
		}
		return out
	}
	return nil
}

// scrivi writes the rows of a domanda.
func (l *lavoro) scrivi(d *domanda) {
	var anno, numero, operatore, protocollo, responsabile, presentata, scade, mezzo any = nil, nil, nil, "", nil, nil, nil, ""
	var comunicata periodo.Data
	creata := l.ora(d.presentata)
	d.estremi = "bozza"
	if d.stato != sigess.Bozza {
		y := d.presentata.Anno()
		l.domandeIn[y]++
		anno, numero, presentata, scade = y, l.domandeIn[y], creata.Add(20*time.Minute), colonna(d.scade)
		d.estremi = fmt.Sprintf("%d/%d", y, l.domandeIn[y])
	}
	if !d.avviata.IsZero() {
		protocollo, responsabile = fmt.Sprintf("%d-%06d", d.avviata.Anno(), l.IntN(1_000_000)), scegli(l.caso, l.responsabili)
	}
	if d.stato == sigess.Chiusa {
		comunicata, mezzo = primaDi(d.decisa.Piu(l.tra(1, 9)), l.Oggi), "PEC"
	}
	if d.operatore != (uid{}) {
		operatore = d.operatore
	}
	l.metti("domanda", d.id, l.ente.id, d.ufficio.id, anno, numero, d.soggetto.id, colonna(d.presentata), "SPORTELLO", "INTERESSATO", string(d.stato),
		protocollo, colonna(d.avviata), responsabile, colonna(d.avviata), scade, colonna(comunicata), mezzo, d.autore, creata, presentata)
	l.scriviRichieste(d)
	if d.stato != sigess.Bozza {
		l.metti("assegnazione", l.uid(), l.ente.id, d.id, "UO", d.ufficio.id, nil, presentata, d.autore)
		if operatore != nil {
			l.metti("assegnazione", l.uid(), l.ente.id, d.id, "OPERATORE", d.ufficio.id, operatore, presentata, d.autore)
		}
		l.scriviCompiti(d, operatore)
		l.avvisa(d, creata.Add(time.Hour))
	}
	if l.percento(documentate) {
		id := l.documento(l.caso, l.ente.id, "isee.pdf", "application/pdf")
		l.metti("allegato", id, l.ente.id, d.id, "Attestazione ISEE", "ISEE", len("isee.pdf"), d.autore, creata.Add(10*time.Minute))
	}
	l.storia(d, creata, comunicata)
}

func (l *lavoro) scriviRichieste(d *domanda) {
	for n, r := range d.richieste {
		var decisa, da, caso, motivo any = nil, nil, nil, ""
		if r.stato != sigess.DaValutare {
			decisa, da = l.ora(d.decisa), d.autore
		}
		if r.stato == sigess.Respinta {
			motivo = "Requisiti economici superiori alla soglia del regolamento"
		}
		if r.stato == sigess.Attivata {
			caso = r.caso
		}
		l.metti("richiesta", r.id, l.ente.id, d.id, n+1, r.tipo.ID, string(r.stato), motivo, decisa, da, caso)
	}
}

// scriviCompiti writes the open tasks and those that earlier acts have closed.
func (l *lavoro) scriviCompiti(d *domanda, operatore any) {
	workflow := sigess.WorkflowDomanda(d.id.String())
	compito := func(f daFare, creato periodo.Data, chiuso any) {
		chiave, titolo := workflow+"/"+string(f.tipo), f.titolo+d.estremi
		var richiesta, preso any
		if f.richiesta != nil {
			richiesta = f.richiesta.id
			chiave, titolo = chiave+"/"+f.richiesta.id.String(), titolo+": "+f.richiesta.tipo.Denominazione
		}
		quando := l.ora(creato)
		if operatore != nil && l.percento(50) {
			preso = quando.Add(time.Hour)
		}
		l.metti("compito", l.uid(), chiave, l.ente.id, d.ufficio.id, operatore, string(f.tipo), "domanda", d.id, richiesta, workflow, titolo,
			d.soggetto.id, quando, colonna(d.scade), preso, chiuso)
	}
	if !d.avviata.IsZero() {
		compito(daFare{inbox.AvviaIstruttoria, "Avviare l'istruttoria della domanda ", nil}, d.presentata, l.ora(d.avviata))
	}
	if d.stato == sigess.Chiusa {
		compito(daFare{inbox.ValutaDomanda, "Valutare la domanda ", nil}, d.avviata, l.ora(d.decisa))
	}
	dal := d.presentata
	for _, x := range []periodo.Data{d.avviata, d.decisa} {
		if !x.IsZero() {
			dal = x
		}
	}
	for _, f := range d.compiti()[:d.compitiAperti] {
		compito(f, dal, nil)
	}
}

// nonLetti in a hundred notifications wait to be read.
const nonLetti = 30

// avvisa tells the operatore to whom the domanda is assigned, and who entered
// it of the outcome.
func (l *lavoro) avvisa(d *domanda, creata time.Time) {
	notifica := func(tipo inbox.Avviso, a, da uid, testo string, quando time.Time) {
		if a == da || a == (uid{}) {
			return
		}
		var letta any
		if !l.percento(nonLetti) {
			letta = quando.Add(time.Hour)
		}
		var autore any
		if da != (uid{}) {
			autore = da
		}
		l.metti("notifica", l.uid(), fmt.Sprintf("domanda/%s/%s", d.id, tipo), a, l.ente.id, autore, string(tipo), testo+d.estremi, "domanda", d.id, d.soggetto.id, quando, letta)
	}
	notifica(inbox.DomandaAssegnata, d.operatore, d.autore, "È stata assegnata la domanda ", creata)
	if !d.decisa.IsZero() {
		notifica(inbox.DomandaEsito, d.autore, d.operatore, "Ha un esito la domanda ", l.ora(d.decisa))
	}
}

// storia writes what was done on the domanda.
func (l *lavoro) storia(d *domanda, creata time.Time, comunicata periodo.Data) {
	uo := d.ufficio.id.String()
	soggetto := fmt.Sprintf(`"uo_id":"%s","soggetto_id":"%s"`, uo, d.soggetto.id)
	passo := func(quando time.Time, azione, tipo string, stato sigess.Stato) {
		l.evento(quando, d.autore, azione, uo, "domanda", d.id, tipo, string(stato), soggetto)
	}
	passo(creata, "salva-domanda", "INSERT", sigess.Bozza)
	if d.stato == sigess.Bozza {
		return
	}
	passo(creata.Add(20*time.Minute), "presenta-domanda", "UPDATE", sigess.Presentata)
	if d.avviata.IsZero() {
		return
	}
	passo(l.ora(d.avviata), "avvia-domanda", "UPDATE", sigess.InIstruttoria)
	if d.decisa.IsZero() {
		return
	}
	esito := d.stato
	if esito == sigess.Chiusa {
		esito = sigess.Accolta
		if d.richieste[0].stato == sigess.Respinta {
			esito = sigess.Respinta
		}
	}
	passo(l.ora(d.decisa), "decidi-richiesta", "UPDATE", esito)
	if !comunicata.IsZero() {
		passo(l.ora(comunicata), "comunica-esito", "UPDATE", sigess.Chiusa)
	}
}
