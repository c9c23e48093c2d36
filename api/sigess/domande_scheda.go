package sigess

import (
	"fmt"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// cartellaDomanda is all that the card of a domanda shows.
type cartellaDomanda struct {
	sigess.DettaglioDomanda
	richieste    []sigess.RigaRichiesta
	assegnazioni []sigess.Assegnazione
	interventi   []sigess.RigaIntervento
	storia       []sigess.Evento
	operatori    []form.Opzione
	tratta       bool // who looks may act on it
	sua          bool // who looks made it
}

func leggiCartella(tx *gorm.DB, chi models.Chi, id string) (cartellaDomanda, error) {
	var d cartellaDomanda
	var err error
	if d.DettaglioDomanda, err = sigess.DettaglioDomandaDi(tx, chi, id); err != nil {
		return d, err
	}
	if d.richieste, err = sigess.Richieste(tx, id); err != nil {
		return d, err
	}
	if d.assegnazioni, err = sigess.Assegnazioni(tx, id); err != nil {
		return d, err
	}
	if d.interventi, err = sigess.InterventiDiDomanda(tx, chi, id); err != nil {
		return d, err
	}
	if d.storia, err = sigess.StoriaDomanda(tx, chi, id); err != nil {
		return d, err
	}
	if d.operatori, err = operatoriDi(tx, d.EnteID); err != nil {
		return d, err
	}
	err = sigess.Tratta(tx, chi, d.Domanda)
	d.tratta, d.sua = err == nil, d.CreataDa == chi.OperatoreID
	if models.KindOf(err) == models.Forbidden {
		err = nil
	}
	return d, err
}

// mostraDomanda is the card, with the form that comes back when one was posted.
func (s *sportello) mostraDomanda(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		d, err := leggiCartella(tx, chi, id)
		if err != nil {
			return nil, err
		}
		titolo, presentata := "Domanda "+d.Estremi(), "presentata il"
		if d.Stato == sigess.Bozza {
			titolo, presentata = "Domanda in bozza", "bozza, data di presentazione"
		}
		p := web.SchedaPage{Sottotitolo: fmt.Sprintf("%s, %s %s", d.nominativo(), presentata, d.DataPresentazione.Italiana()),
			Stato: badge(d.Stato), Comandi: d.comandi(), Cassetti: []web.Cassetto{d.cassettoDettagli(r), d.cassettoRichiesta(r),
				d.cassettoAssegnazioni(), d.cassettoInterventi(), d.cassettoComunicazione(r), storia(d.storia)}}
		p.Base = base(c, chi, titolo, sezioneDomande, versoDomande,
			web.Link{Testo: "Domande di " + d.nominativo(), URL: "/domande?soggettoId=" + d.SoggettoID})
		r.annota(&p.Base)
		return p, nil
	})
}

func (d cartellaDomanda) nominativo() string { return nominativo(d.Cognome, d.Nome, d.DataNascita) }

func (d cartellaDomanda) indirizzo() string { return sezioneDomande + "/" + d.ID }

func (d cartellaDomanda) comandi() []web.Link {
	var out []web.Link
	if d.Stato == sigess.Bozza {
		out = append(out, web.Link{Testo: "Modifica la bozza", URL: d.indirizzo() + "/modifica"})
		if d.sua {
			out = append(out, web.Link{Testo: "Scarta la bozza", URL: d.indirizzo() + "?apri=scarta#dettagli"})
		}
	} else if d.Stato != sigess.Chiusa && d.tratta {
		out = append(out, web.Link{Testo: "Assegna la domanda", URL: d.indirizzo() + "/assegna"})
	}
	return append(out, web.Link{Testo: "Scheda del soggetto", URL: "/soggetti/" + d.SoggettoID},
		web.Link{Testo: "Domande del soggetto", URL: "/domande?soggettoId=" + d.SoggettoID},
		web.Link{Testo: "Interventi del soggetto", URL: "/interventi?soggettoId=" + d.SoggettoID})
}

func (d cartellaDomanda) cassettoDettagli(r ripresa) web.Cassetto {
	parole := form.Predefinito(sigess.ModuloDomanda{Canale: d.Canale, Firmatario: sigess.ModuloFirmatario{Qualita: d.FirmatarioQualita}}, nil)
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{
		{Etichetta: "Soggetto", Valore: d.nominativo(), URL: "/soggetti/" + d.SoggettoID},
		voce("Codice fiscale", string(d.CodiceFiscale)), voce("Numero", d.Estremi()),
		voce("Data di presentazione", d.DataPresentazione.Italiana()), voce("Canale", scelta(parole, "canale")),
		voce("Firmatario", scelta(parole, "firmatario.qualita")), voce("Cognome e nome del firmatario", d.FirmatarioNominativo),
		voce("Ufficio", d.Ufficio), voce("Protocollo", d.Protocollo), voce("Data di protocollo", d.ProtocolloData.Italiana()),
		voce("Responsabile del procedimento", d.Responsabile), voce("Scadenza", d.ScadenzaIl.Italiana()), voce("Note", d.Note),
	}}
	switch {
	case d.Stato == sigess.Bozza:
		out.Testo = "La domanda è in bozza: presentarla per darle il numero e avviare il procedimento"
		out.Moduli = append(out.Moduli, inRiga(r, "presenta", "Presenta la domanda", d.indirizzo()+"/presenta", nil))
		if d.sua {
			out.Moduli = append(out.Moduli, moduloScarto(r, d.indirizzo()))
		}
	case d.Stato == sigess.Presentata && d.tratta:
		m := sigess.ModuloAvvio{ProtocolloData: periodo.Oggi()}
		out.Moduli = append(out.Moduli, inRiga(r, "avvia", "Avvia l'istruttoria", d.indirizzo()+"/avvia",
			modulo(r, "avvia", m, form.Opzioni{"operatori": d.operatori})))
	case d.Stato != sigess.Chiusa && !d.tratta:
		out.Testo = diAltri(d.DettaglioDomanda)
	}
	return out
}

// diAltri says who has a domanda that is not of who looks, and what to do.
func diAltri(d sigess.DettaglioDomanda) string {
	return "La domanda è assegnata a " + d.Assegnatario + ": per trattarla chiedere di riassegnarla a chi l'ha in carico o al coordinatore"
}

// cassettoRichiesta has the outcome in the field Stato (manuale §3).
func (d cartellaDomanda) cassettoRichiesta(r ripresa) web.Cassetto {
	t := web.Tabella{Titolo: "Richieste", Colonne: web.Colonne("N.", "Tipo di intervento richiesto", "Stato", "Motivazione", "Esito del", "Note")}
	out := web.Cassetto{ID: "richiesta", Titolo: "Richiesta"}
	for _, q := range d.richieste {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(fmt.Sprint(q.Progressivo)), web.Testo(q.Tipo), cellaStato(q.Stato),
			web.Testo(q.Motivo), web.Testo(istante(q.DecisaIl)), web.Testo(q.Note)}})
		if d.Stato == sigess.InIstruttoria && q.Stato == sigess.DaValutare && d.tratta {
			nome := "esito/" + q.ID
			m := inRiga(r, nome, fmt.Sprintf("Stato della richiesta %d: %s", q.Progressivo, q.Tipo), d.indirizzo()+"/richieste/"+q.ID+"/esito",
				modulo(r, nome, sigess.ModuloEsito{}, nil))
			m.Invia = "Salva"
			out.Moduli = append(out.Moduli, m)
		}
	}
	switch {
	case d.Stato == sigess.Presentata:
		out.Testo = "Lo stato si indica dopo l'avvio dell'istruttoria"
	case d.Stato == sigess.InIstruttoria && !d.tratta:
		out.Testo = "L'esito spetta all'operatore a cui la domanda è assegnata"
	}
	out.Tabelle = []web.Tabella{t}
	return out
}

// cassettoAssegnazioni has the two grids of fig. 10, then those that ended.
func (d cartellaDomanda) cassettoAssegnazioni() web.Cassetto {
	colonne := web.Colonne("Denominazione", "Data inizio")
	uo := web.Tabella{Titolo: "UO abilitate", Colonne: colonne, Vuoto: "nessuna, finché la domanda non è presentata"}
	operatori := web.Tabella{Titolo: "Operatori abilitati", Colonne: colonne, Vuoto: "nessuno: la domanda attende nell'elenco dell'ufficio"}
	chiuse := web.Tabella{Titolo: "Assegnazioni concluse", Colonne: web.Colonne("Denominazione", "Data inizio", "Data fine", "Motivo")}
	for _, a := range d.assegnazioni {
		celle := []web.Cella{web.Testo(a.Denominazione), web.Testo(periodo.DataOra(a.DataInizio))}
		switch {
		case a.DataFine != nil:
			chiuse.Righe = append(chiuse.Righe, web.Riga{Celle: append(celle, web.Testo(istante(a.DataFine)), web.Testo(a.Motivo))})
		case a.Tipo == "UO":
			celle[0].Nota = a.Motivo
			uo.Righe = append(uo.Righe, web.Riga{Celle: celle})
		default:
			celle[0].Nota = a.Motivo
			operatori.Righe = append(operatori.Righe, web.Riga{Celle: celle})
		}
	}
	out := web.Cassetto{ID: "assegnazioni", Titolo: "Assegnazioni", Tabelle: []web.Tabella{uo, operatori}}
	if len(chiuse.Righe) > 0 {
		out.Tabelle = append(out.Tabelle, chiuse)
	}
	if d.Stato != sigess.Bozza && d.Stato != sigess.Chiusa && d.tratta {
		out.Nuovo = &web.Link{Testo: "Aggiungi operatore abilitato o ufficio", URL: d.indirizzo() + "/assegna"}
	}
	return out
}

// cassettoInterventi leads to the interventi, and to the form of those that the
// accepted richieste still wait for.
func (d cartellaDomanda) cassettoInterventi() web.Cassetto {
	fatti := web.Tabella{Titolo: "Interventi della domanda", Colonne: web.Colonne("Intervento", "Tipo", "Data inizio", "Stato"),
		Vuoto: "nessuno: si creano dalle richieste accettate"}
	creati := map[string]bool{}
	for _, i := range d.interventi {
		creati[*i.RichiestaID] = true
		fatti.Righe = append(fatti.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(i.Estremi(), sezioneInterventi+"/"+i.ID),
			web.Testo(i.Tipo), web.Testo(i.DataInizio.Italiana()), cellaStato(i.Stato)}})
	}
	attesi := web.Tabella{Titolo: "Richieste accettate senza intervento", Colonne: web.Colonne("Tipo di intervento", "Natura")}
	for _, q := range d.richieste {
		if q.Stato != sigess.Accettata || creati[q.ID] {
			continue
		}
		attesi.Righe = append(attesi.Righe, web.Riga{Celle: []web.Cella{web.Testo(q.Tipo), web.Testo(q.Natura.Nome())}, Atti: []web.Pulsante{{
			Testo: "Crea intervento", Oggetto: q.Tipo, Link: true, Tono: web.Principale,
			URL: fmt.Sprintf("/interventi/nuovo?natura=%s&soggetto=%s&richiesta=%s", q.Natura, d.SoggettoID, q.ID)}}})
	}
	out := web.Cassetto{ID: "interventi", Titolo: "Interventi", Tabelle: []web.Tabella{fatti}}
	if len(attesi.Righe) > 0 {
		out.Tabelle = append(out.Tabelle, attesi)
	}
	return out
}

func (d cartellaDomanda) cassettoComunicazione(r ripresa) web.Cassetto {
	parole := form.Predefinito(sigess.ModuloComunicazione{Mezzo: d.ComunicataMezzo}, nil)
	out := web.Cassetto{ID: "comunicazione", Titolo: "Comunicazione", Voci: []web.Voce{
		voce("Comunicata il", d.ComunicataIl.Italiana()), voce("Mezzo", scelta(parole, "mezzo"))}}
	esito := d.Stato == sigess.Accolta || d.Stato == sigess.AccoltaParz || d.Stato == sigess.Respinta
	switch {
	case esito && d.ComunicataIl.IsZero() && d.tratta:
		m := modulo(r, "comunica", sigess.ModuloComunicazione{Data: periodo.Oggi()}, nil)
		out.Moduli = append(out.Moduli, inRiga(r, "comunica", "Registra la comunicazione dell'esito", d.indirizzo()+"/comunica", m))
	case !esito && d.ComunicataIl.IsZero():
		out.Testo = "Si registra quando tutte le richieste hanno un esito"
	}
	return out
}
