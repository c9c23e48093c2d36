package moltitudine

import (
	"context"
	"fmt"
	"time"

	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// daDomanda in a hundred interventi answer a richiesta; the others were begun
// by the office.
const daDomanda = 85

// intervento is an intervento in the making.
type intervento struct {
	id           uid
	numero       string // "2026/35"
	tipo         sigess.TipoIntervento
	soggetto     persona
	richiesta    *accolta
	stato        sigess.Stato
	dal, al      periodo.Data
	sospeso      periodo.Data
	ufficio      *ufficio
	responsabile uid
	listino      listino
}

// pagabile is an intervento that the run of the last month pays.
type pagabile struct {
	id                   uid
	ente                 *ente
	numero, beneficiario string
	iban                 string
	dal                  periodo.Data
	economico            bool // paid to the person
	voci                 []importo
}

// importo is what a voce comes to in the month.
type importo struct {
	voce       string
	imponibile euro.Importo
	aliquota   euro.Aliquota
}

// mese is the last complete month: that of the accessi and of the runs.
func (m Misura) mese() periodo.Mese { return m.Oggi.Mese().Piu(-1) }

// interventi writes those that answer a richiesta, then others until the ente
// has as many as it must.
func (l *lavoro) interventi(ctx context.Context) error {
	var pagabili []pagabile
	for n := range l.casi {
		i := &intervento{stato: sigess.Attivo}
		if n < len(l.accolte) {
			a := l.accolte[n]
			i.id, i.richiesta, i.tipo, i.soggetto, i.ufficio = a.caso, &a, a.richiesta.tipo, a.domanda.soggetto, a.domanda.ufficio
			i.dal = primaDi(a.decisa.Piu(l.tra(1, 40)), l.Oggi.Piu(-1))
		} else {
			i.id, i.tipo, i.soggetto, i.ufficio = l.uid(), l.tipo(), scegli(l.caso, l.assistiti), scegli(l.caso, l.uffici)
			i.dal = piuTarda(l.Oggi.Piu(-l.tra(5, annoChiuse)), i.soggetto.nata.Piu(1))
		}
		l.sorte(i)
		if p := l.scriviIntervento(i); len(p.voci) > 0 {
			pagabili = append(pagabili, p)
		}
		if err := l.seBasta(ctx); err != nil {
			return err
		}
	}
	l.distretto.consegna(pagabili)
	return nil
}

// sorte says what becomes of an intervento.
func (l *lavoro) sorte(i *intervento) {
	i.responsabile = scegli(l.caso, i.ufficio.operatori)
	switch n := l.IntN(100); {
	case n < 12 && i.dal.Meno(l.Oggi) < -60:
		i.stato, i.al = sigess.Concluso, l.giorno(i.dal.Piu(30), l.Oggi.Piu(-1))
	case n < 15:
		i.stato, i.sospeso = sigess.Sospeso, primaDi(i.dal.Piu(l.tra(1, 200)), l.Oggi.Piu(-1))
	case n < 18 && i.richiesta == nil:
		i.stato = sigess.Bozza
	case n < 40:
		i.al = l.Oggi.Piu(l.tra(20, 400))
	}
}

// scriviIntervento writes the rows of an intervento and returns what the month
// pays for it.
func (l *lavoro) scriviIntervento(i *intervento) pagabile {
	var anno, numero, domanda, richiesta, erogatore, struttura, tariffario any
	motivo, termine := "", ""
	i.numero = "bozza"
	if i.stato != sigess.Bozza {
		y := i.dal.Anno()
		l.numeri[y]++
		anno, numero, i.numero = y, l.numeri[y], fmt.Sprintf("%d/%d", y, l.numeri[y])
	}
	if i.richiesta != nil {
		domanda, richiesta = i.richiesta.domanda.id, i.richiesta.richiesta.id
	} else {
		motivo = "NUOVA"
	}
	if i.stato == sigess.Concluso {
		termine = "RINUNCIA"
	}
	switch i.tipo.Natura {
	case sigess.Prestazioni:
		i.listino = l.distretto.offerta.listini[i.tipo.Codice]
		erogatore, tariffario = i.listino.di, i.listino.id
	case sigess.Struttura:
		i.listino = scegli(l.caso, l.distretto.offerta.strutture[i.tipo.Codice])
		struttura, tariffario = i.listino.di, i.listino.id
	}
	creato := l.ora(i.dal)
	l.metti("intervento", i.id, l.ente.id, i.ufficio.id, l.distretto.id, anno, numero, string(i.tipo.Natura), i.soggetto.id, domanda, richiesta, i.tipo.ID,
		colonna(i.dal), colonna(i.al), motivo, termine, string(i.stato), i.responsabile, erogatore, struttura, tariffario, creato)
	if i.stato == sigess.Sospeso {
		l.metti("sospensione", l.uid(), l.ente.id, i.id, colonna(i.sospeso), nil, "Ricovero ospedaliero")
	}
	l.vicende(i, creato)
	p := pagabile{id: i.id, ente: l.ente, numero: i.numero, dal: i.dal, beneficiario: i.listino.pagato, iban: i.listino.iban}
	if i.tipo.Natura == sigess.Economico {
		p.economico = true
		p.beneficiario, p.iban, p.voci = i.soggetto.nominativo(), scegli(l.caso, l.distretto.offerta.conti), l.economico(i)
		l.metti("modalita_pagamento", l.uid(), l.ente.id, i.id, i.soggetto.id, "ASSISTITO", "BONIFICO", p.iban, i.soggetto.cognome+" "+i.soggetto.nome)
	} else {
		p.voci = l.consuntivo(i)
	}
	if i.stato == sigess.Bozza {
		p.voci = nil
	}
	return p
}

// economico writes the rule of payment and returns what it pays.
func (l *lavoro) economico(i *intervento) []importo {
	rata := euro.Importo(l.tra(10, 80) * 1000)
	l.metti("regola_pagamento", l.uid(), l.ente.id, i.id, 1, "MENSILE", int64(rata), string(sigess.Nessuno))
	if !l.aperto(i, l.mese().Fine()) {
		return nil
	}
	return []importo{{"regola 1", rata, 0}}
}

// aperto tells whether the intervento is in force on a day.
func (l *lavoro) aperto(i *intervento, g periodo.Data) bool {
	return !g.Prima(i.dal) && !g.Dopo(i.al) && (i.sospeso.IsZero() || g.Prima(i.sospeso))
}

// consuntivo writes the plan and the accessi of the month and returns what they
// come to.
func (l *lavoro) consuntivo(i *intervento) []importo {
	prezzi := i.listino.prestazioni
	if i.tipo.Natura == sigess.Prestazioni {
		prezzi = prezzi[:l.tra(1, min(2, len(prezzi)))]
	}
	var out []importo
	for n, p := range prezzi {
		quantita, periodicita := 200, "SETTIMANA"
		if p.unita == "GIORNATA" {
			quantita, periodicita = 100, "GIORNO"
		}
		l.metti("riga_piano", l.uid(), l.ente.id, i.id, n+1, p.codice, quantita, periodicita)
		if i.stato == sigess.Bozza {
			continue
		}
		if importo := l.accessi(i, p, n); importo > 0 {
			out = append(out, importoDi(p, importo))
		}
	}
	if i.tipo.Natura == sigess.Struttura && l.percento(50) {
		l.metti("quota_utente", l.uid(), l.ente.id, i.id, 1, "PERCENTUALE", l.tra(1, 8)*500, colonna(i.dal))
	}
	return out
}

func importoDi(p prezzo, netto euro.Importo) importo { return importo{p.codice, netto, p.aliquota} }

// accessi writes what was delivered in the month of a prestazione and returns
// its price.
func (l *lavoro) accessi(i *intervento, p prezzo, n int) euro.Importo {
	const centesimi = 100 // ten-thousandths of a euro in a cent
	unita := 0            // hundredths of the unit
	for _, g := range l.mese().Date() {
		libero := periodo.Festivo(g) || g.Settimana() == time.Saturday
		ogni := 1 + (g.Giorno()+n)%2*100 // every second day
		if p.unita == "GIORNATA" {
			libero, ogni = false, 1
		}
		if libero || ogni > 1 || !l.aperto(i, g) || l.percento(6) {
			continue
		}
		var quantita, minuti any = 100, nil
		if p.unita == "ORA" {
			m := scegli(l.caso, []int{60, 60, 90, 120})
			quantita, minuti = nil, m
			unita += m * 100 / 60
		} else {
			unita += 100
		}
		l.metti("accesso", l.uid(), l.ente.id, i.id, colonna(g), p.codice, quantita, minuti, i.responsabile, l.ora(primaDi(g, l.Oggi)))
	}
	return euro.Importo(int64(unita) * int64(p.tariffa) / 100 / centesimi)
}

// vicende writes what was done on the intervento.
func (l *lavoro) vicende(i *intervento, creato time.Time) {
	uo := i.ufficio.id.String()
	soggetto := fmt.Sprintf(`"uo_id":"%s","soggetto_id":"%s"`, uo, i.soggetto.id)
	passo := func(quando time.Time, azione, tipo string, stato sigess.Stato) {
		l.evento(quando, i.responsabile, azione, uo, "intervento", i.id, tipo, string(stato), soggetto)
	}
	salva := map[sigess.Natura]string{sigess.Economico: "salva-intervento-economico", sigess.Prestazioni: "salva-intervento-prestazioni",
		sigess.Struttura: "salva-intervento-struttura"}
	passo(creato, salva[i.tipo.Natura], "INSERT", sigess.Bozza)
	if i.stato == sigess.Bozza {
		return
	}
	passo(creato.Add(time.Hour), "attiva-intervento", "UPDATE", sigess.Attivo)
	if i.richiesta != nil {
		l.evento(creato.Add(time.Hour), i.responsabile, "registra-attivazione", "", "richiesta", i.richiesta.richiesta.id, "UPDATE", string(sigess.Attivata),
			fmt.Sprintf(`"domanda_id":"%s"`, i.richiesta.domanda.id))
	}
	switch i.stato {
	case sigess.Sospeso:
		passo(l.ora(i.sospeso), "sospendi-intervento", "UPDATE", sigess.Sospeso)
	case sigess.Concluso:
		passo(l.ora(i.al), "termina-intervento", "UPDATE", sigess.Concluso)
	}
}
