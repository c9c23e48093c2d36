package sigess

import (
	"fmt"
	"net/url"

	"siss/models/euro"
	"siss/models/sigess"
	"siss/web"
)

// colonneMovimenti are the six of fig. 33, in its order and words.
func colonneMovimenti() []web.Colonna {
	return []web.Colonna{{Testo: "Estremi movimento"}, {Testo: "Tipo movimento"}, {Testo: "Imponibile IVA", Numero: true},
		{Testo: "Aliquota IVA", Numero: true}, {Testo: "Importo IVA", Numero: true}, {Testo: "Importo totale", Numero: true}}
}

func rigaMovimento(m sigess.Movimento) web.Riga {
	return web.Riga{Celle: []web.Cella{web.Testo(m.Estremi), web.Testo(m.NomeTipo()), web.Testo(m.Imponibile.String()),
		web.Testo(m.AliquotaIVA.String()), web.Testo(m.IVA.String()), web.Collegamento(m.Totale.String(), versoMovimento(m.ID))}}
}

func totaliMovimenti(nome string, p sigess.Parziale) *web.Riga {
	return &web.Riga{Celle: []web.Cella{web.Testo(nome), {}, web.Testo(p.Imponibile.String()), {}, web.Testo(p.IVA.String()), web.Testo(p.Totale.String())}}
}

// cassettoMovimenti looks for lines among those of the run; below are the
// totals of what was found.
func (e registro) cassettoMovimenti() web.Cassetto {
	t := web.Tabella{Colonne: colonneMovimenti(), Vuoto: "nessun movimento: nel periodo non c'è nulla da pagare"}
	nome := "Totale dell'elaborazione"
	switch {
	case e.cercati:
		nome, t.Vuoto = "Totale dei movimenti trovati", "nessun movimento trovato: cambiare nome, numero o tipo di intervento"
	case e.Stato == sigess.Annullata:
		t.Vuoto = "nessun movimento: l'elaborazione è stata annullata"
	case e.Stato == sigess.InCalcolo:
		t.Vuoto = "nessun movimento finora: il calcolo è in corso"
	case e.Ripetuta:
		t.Vuoto = "nessuna differenza: quanto è dovuto nel periodo è già liquidato"
	}
	for _, m := range e.movimenti.Elementi {
		t.Righe = append(t.Righe, rigaMovimento(m))
	}
	if len(t.Righe) > 0 && e.Stato != sigess.InCalcolo {
		t.Totali = totaliMovimenti(nome, e.movimenti.Somma)
	}
	pager := web.Pagina(e.indirizzo(), e.ricerca(), e.filtro.numero(), e.filtro.perPagina(), e.movimenti.Totale)
	for _, url := range []*string{&pager.Precedente, &pager.Successiva} {
		if *url != "" {
			*url += "#movimenti"
		}
	}
	t.Vuoto = pager.Vuoto(t.Vuoto)
	out := web.Cassetto{ID: "movimenti", Titolo: "Movimenti", Tabelle: []web.Tabella{t}, Pager: pager}
	if e.cercati || e.Movimenti > 0 && e.Stato != sigess.InCalcolo {
		out.Filtri = &web.FiltriCassetto{Azione: e.indirizzo() + "#movimenti", Form: e.filtri}
	}
	return out
}

// ricerca are the parameters of what is looked for.
func (e registro) ricerca() url.Values {
	q := url.Values{}
	for nome, v := range map[string]string{"cerca": e.filtro.Cerca, "tipoInterventoId": e.filtro.TipoInterventoID} {
		if v != "" {
			q.Set(nome, v)
		}
	}
	return q
}

// cassettoAnomalie counts what could not be paid and leads to the work list.
func (e registro) cassettoAnomalie() web.Cassetto {
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Che cosa manca"}, {Testo: "Interventi", Numero: true}, {Testo: "Da sistemare", Numero: true}}, Vuoto: "nessuna anomalia"}
	restano := 0
	var bloccati euro.Importo
	for _, a := range e.anomalie {
		bloccati += a.Importo
		resta := a.Totale - a.Sistemate
		restano += resta
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(a.Tipo.Nome(), e.versoAnomalie("", a.Tipo)), web.Testo(intero(a.Totale)), web.Testo(intero(resta))}})
	}
	out := web.Cassetto{ID: "anomalie", Titolo: "Anomalie", Tabelle: []web.Tabella{t}}
	if len(e.anomalie) > 0 {
		out.Testo = "Questi interventi non sono nell'elaborazione: corretto quanto indicato, li prende la prossima"
		out.Voci = []web.Voce{{Etichetta: "Elenco di lavoro", Valore: fmt.Sprintf("Anomalie da sistemare: %s", intero(restano)), URL: e.versoAnomalie("", "")}}
	}
	if bloccati > 0 {
		out.Voci = append(out.Voci, voce("Dovuto e bloccato", bloccati.String()))
	}
	return out
}
