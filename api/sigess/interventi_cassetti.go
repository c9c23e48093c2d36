package sigess

import (
	"fmt"

	"siss/models/euro"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// cassettoRichiesta is the richiesta that the intervento answers (ECO-17,
// STR-15), with its domanda.
func (i cartellaIntervento) cassettoRichiesta(titolo string) web.Cassetto {
	out := web.Cassetto{ID: "richiesta", Titolo: titolo}
	if i.richiesta == nil {
		motivo := form.Predefinito(sigess.Dettagli{MotivoAttivazione: i.MotivoAttivazione}, nil)
		out.Testo = "L'intervento non nasce da una domanda"
		out.Voci = []web.Voce{voce("Motivo attivazione", scelta(motivo, "motivoAttivazione"))}
		return out
	}
	out.Tabelle = []web.Tabella{i.tabellaRichiesta()}
	return out
}

func (i cartellaIntervento) tabellaRichiesta() web.Tabella {
	q := i.richiesta
	return web.Tabella{Titolo: "Richieste", Colonne: web.Colonne("Domanda", "Data di presentazione", "N.", "Tipo di intervento richiesto", "Stato", "Esito del", "Motivazione", "Note"),
		Righe: []web.Riga{{Celle: []web.Cella{{Testo: i.EstremiDomanda(), URL: sezioneDomande + "/" + *i.DomandaID, Nota: q.DomandaStato.Nome()},
			web.Testo(q.DataPresentazione.Italiana()), web.Testo(fmt.Sprint(q.Progressivo)), web.Testo(q.Tipo), cellaStato(q.Stato),
			{Testo: istante(q.DecisaIl), Nota: q.Decisore}, web.Testo(q.Motivo), web.Testo(q.Note)}}}}
}

// cassettoLiquidazioni is what was paid of the intervento, and what a run is
// about to pay.
func (i cartellaIntervento) cassettoLiquidazioni() web.Cassetto {
	return web.Cassetto{ID: "liquidazioni", Titolo: "Liquidazioni", Testo: "Chi paga: " + i.chiPaga(), Tabelle: []web.Tabella{i.tabellaLiquidazioni()}}
}

func (i cartellaIntervento) tabellaLiquidazioni() web.Tabella {
	t := web.Tabella{Titolo: "Mesi liquidati", Vuoto: "nulla è stato liquidato: un mese si paga con l'elaborazione contabile, quando è finito", Colonne: []web.Colonna{{Testo: "Mese"}, {Testo: "Elaborazione"}, {Testo: "Stato"},
		{Testo: "Pagato a"}, {Testo: "Imponibile IVA", Numero: true}, {Testo: "Importo IVA", Numero: true}, {Testo: "Importo totale", Numero: true}, {Testo: "Quota utente", Numero: true}}}
	var totale, quota euro.Importo
	for _, l := range i.liquidazioni {
		elaborazione := web.Cella{Testo: l.Estremi(), Nota: istante(l.ConfermataIl)}
		if l.Visibile {
			elaborazione.URL = sezioneElaborazioni + "/" + l.ElaborazioneID
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(l.Mese.Italiano()), elaborazione, cellaStato(l.Stato), web.Testo(l.Beneficiario),
			web.Testo(l.Imponibile.String()), web.Testo(l.IVA.String()), web.Testo(l.Totale.String()), web.Testo(l.QuotaUtente.String())}})
		if l.Stato.Confermata() {
			totale, quota = totale+l.Totale, quota+l.QuotaUtente
		}
	}
	if len(t.Righe) > 1 {
		t.Totali = &web.Riga{Celle: []web.Cella{web.Testo("Totale definitivo"), {}, {}, {}, {}, {}, web.Testo(totale.String()), web.Testo(quota.String())}}
	}
	return t
}

func (i cartellaIntervento) cassettoModalita(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "modalita", Titolo: "Modalità di pagamento"}
	m := i.Modalita
	if m == nil {
		out.Testo = "Manca: aggiungerla modificando la bozza"
		return out
	}
	parole := form.Nuovo(m.ModuloModalita, nil)
	out.Voci = []web.Voce{{Etichetta: "Beneficiario del pagamento", Valore: m.Beneficiario, URL: "/soggetti/" + m.BeneficiarioID},
		voce("A titolo di", scelta(parole, "titolo")), voce("Metodo", scelta(parole, "metodo")), voce("IBAN", m.IBAN.Formattato()),
		voce("Intestatario del conto", m.Intestatario)}
	return i.conSospensione(out, r)
}

func (i cartellaIntervento) cassettoPiano() web.Cassetto {
	parole := form.Nuovo(sigess.ModuloPrestazioni{Piano: i.Cassetti.ModuliPiano()}, nil)
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Prestazione"}, {Testo: "Unità"}, {Testo: "Quantità", Numero: true}, {Testo: "Periodicità"}, {Testo: "Oltre il piano"}},
		Vuoto: "nessuna prestazione: aggiungerla modificando la bozza"}
	for n, r := range i.Piano {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(r.Denominazione), web.Testo(unita(r.Unita)), web.Testo(r.Quantita.String()),
			web.Testo(scelta(parole, fmt.Sprintf("piano.%d.periodicita", n))),
			web.Testo(scelta(parole, fmt.Sprintf("piano.%d.politica", n)))}})
	}
	return web.Cassetto{ID: "piano", Titolo: "Piano di assistenza", Breve: "Piano assistenza", Tabelle: []web.Tabella{t}}
}

func percentuale(a *euro.Aliquota) string {
	if a == nil {
		return ""
	}
	return a.String() + " %"
}

func importo(i *euro.Importo) string {
	if i == nil {
		return ""
	}
	return i.String()
}
