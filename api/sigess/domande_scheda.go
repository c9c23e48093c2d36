package sigess

import (
	"context"
	"fmt"
	"net/url"
	"path"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/documento"
	"siss/models/inbox"
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
	documenti    []documento.Riga
	pause        []sigess.Pausa
	eventi       []sigess.Evento
	compiti      []sigess.CompitoAperto
	operatori    []form.Opzione
	ipotesi      url.Values // what is supposed of its clock
	tratta       bool       // who looks may act on it
	dirige       bool       // who looks may make its clock stand
	chi          string     // id of who looks
}

func leggiCartella(tx *gorm.DB, chi models.Chi, id string) (cartellaDomanda, error) {
	d := cartellaDomanda{chi: chi.OperatoreID}
	var err error
	if d.DettaglioDomanda, err = sigess.DettaglioDomandaDi(tx, chi, id); err != nil {
		return d, err
	}
	for _, leggi := range []func() error{
		func() error { d.richieste, err = sigess.Richieste(tx, id); return err },
		func() error { d.assegnazioni, err = sigess.Assegnazioni(tx, id); return err },
		func() error { d.interventi, err = sigess.InterventiDiDomanda(tx, chi, id); return err },
		func() error { d.documenti, err = documento.Elenca(tx, chi, documento.Domanda, id); return err },
		func() error { d.pause, err = sigess.Pause(tx, id); return err },
		func() error { d.eventi, err = sigess.EventiDomanda(tx, chi, id); return err },
		func() error { d.compiti, err = sigess.CompitiDelCaso(tx, chi, id); return err },
		func() error { d.operatori, err = operatoriDi(tx, d.EnteID); return err },
	} {
		if err := leggi(); err != nil {
			return d, err
		}
	}
	d.dirige = sigess.Dirige(chi, d.Domanda) == nil
	err = sigess.Tratta(tx, chi, d.Domanda)
	d.tratta = err == nil
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
		d.ipotesi = url.Values{campoArrivo: c.QueryArray(campoArrivo)}
		iter := d.iter(periodo.Oggi())
		fascicolo := fascicolo{indirizzo: d.indirizzo(), righe: d.documenti, puo: d.tratta}
		p := web.SchedaPage{Sottotitolo: d.sottotitolo(), Stato: badge(d.Stato), Adesso: adesso(iter), Famiglia: "Domanda", Comandi: d.comandi(),
			AltoADestra: []web.Link{{Testo: "Stampa", URL: d.indirizzo() + "/stampa", Icona: web.IconaStampa}},
			Cassetti: []web.Cassetto{d.cassettoDettagli(r), d.cassettoRichiesta(r), d.cassettoTermini(r), d.cassettoAssegnazioni(r), d.cassettoInterventi(),
				d.cassettoComunicazione(r), fascicolo.cassetto(r), d.cassettoIter(r, iter)}}
		p.Base = base(c, chi, d.titolo(), sezioneDomande, versoDomande,
			web.Link{Testo: "Domande di " + d.nominativo(), URL: "/domande?soggettoId=" + d.SoggettoID})
		r.annota(&p.Base)
		return p, nil
	})
}

func (d cartellaDomanda) titolo() string {
	if d.Stato == sigess.Bozza {
		return "Domanda in bozza"
	}
	return "Domanda " + d.Estremi()
}

func (d cartellaDomanda) sottotitolo() string {
	presentata := "presentata il"
	if d.Stato == sigess.Bozza {
		presentata = "bozza, data di presentazione"
	}
	return fmt.Sprintf("%s, %s %s", d.nominativo(), presentata, d.DataPresentazione.Italiana())
}

func (d cartellaDomanda) nominativo() string { return nominativo(d.Cognome, d.Nome, d.DataNascita) }

func (d cartellaDomanda) indirizzo() string { return sezioneDomande + "/" + d.ID }

// aperta tells whether it was presented and is not over.
func (d cartellaDomanda) aperta() bool { return d.Stato != sigess.Bozza && d.Stato != sigess.Chiusa }

// conEsito tells whether every richiesta has its outcome.
func (d cartellaDomanda) conEsito() bool {
	return d.Stato == sigess.Accolta || d.Stato == sigess.AccoltaParz || d.Stato == sigess.Respinta
}

// creazione is where the intervento of an accepted richiesta is created.
func (d cartellaDomanda) creazione(r sigess.RigaRichiesta) string {
	return fmt.Sprintf("/interventi/nuovo?natura=%s&soggetto=%s&richiesta=%s", r.Natura, d.SoggettoID, r.ID)
}

func (d cartellaDomanda) comandi() []web.Link {
	var out []web.Link
	comando := func(testo, dove string) { out = append(out, web.Link{Testo: testo, URL: d.indirizzo() + dove}) }
	switch {
	case d.Stato == sigess.Bozza:
		comando("Modifica la bozza", "/modifica")
		if d.CreataDa == d.chi {
			comando("Scarta la bozza", "?apri=scarta#dettagli")
		}
	case d.aperta() && d.tratta:
		if d.Stato == sigess.Presentata {
			comando("Avvia l'istruttoria", "?apri=avvia#dettagli")
		}
		for _, q := range d.richieste {
			if d.Stato == sigess.InIstruttoria && q.Stato == sigess.DaValutare {
				comando(fmt.Sprintf("Stato della richiesta %d", q.Progressivo), "?apri=esito/"+q.ID+"#richiesta")
			}
		}
		comando("Assegna la domanda", "/assegna")
		if d.conEsito() && d.ComunicataIl.IsZero() {
			comando("Comunica l'esito", "?apri=comunica#comunicazione")
		}
	}
	for _, m := range d.moduliTermini(ripresa{}) {
		comando(m.Titolo, "?apri="+path.Base(m.Azione)+"#termini")
	}
	if d.tratta {
		for _, q := range d.senzaIntervento() {
			out = append(out, web.Link{Testo: "Crea intervento: " + q.Tipo, URL: d.creazione(q)})
		}
		comando("Aggiungi documento", "?apri="+moduloCarica+"#documenti")
	}
	comando("Stampa la domanda", "/stampa")
	return append(out, web.Link{Testo: "Scheda del soggetto", URL: "/soggetti/" + d.SoggettoID},
		web.Link{Testo: "Domande del soggetto", URL: "/domande?soggettoId=" + d.SoggettoID},
		web.Link{Testo: "Interventi del soggetto", URL: "/interventi?soggettoId=" + d.SoggettoID})
}

// senzaIntervento are the accepted richieste for which there is not even a draft.
func (d cartellaDomanda) senzaIntervento() []sigess.RigaRichiesta {
	creati := map[string]bool{}
	for _, i := range d.interventi {
		creati[*i.RichiestaID] = true
	}
	var out []sigess.RigaRichiesta
	for _, q := range d.richieste {
		if q.Stato == sigess.Accettata && !creati[q.ID] {
			out = append(out, q)
		}
	}
	return out
}

func (d cartellaDomanda) vociDettagli() []web.Voce {
	parole := form.Predefinito(sigess.ModuloDomanda{Canale: d.Canale, Firmatario: sigess.ModuloFirmatario{Qualita: d.FirmatarioQualita}}, nil)
	return []web.Voce{
		{Etichetta: "Soggetto", Valore: d.nominativo(), URL: "/soggetti/" + d.SoggettoID},
		voce("Codice fiscale", string(d.CodiceFiscale)), voce("Numero", d.Estremi()),
		voce("Data di presentazione", d.DataPresentazione.Italiana()), voce("Canale", scelta(parole, "canale")),
		voce("Firmatario", scelta(parole, "firmatario.qualita")), voce("Cognome e nome del firmatario", d.FirmatarioNominativo),
		voce("Ufficio", d.Ufficio), voce("Protocollo", d.Protocollo), voce("Data di protocollo", d.ProtocolloData.Italiana()),
		voce("Responsabile del procedimento", d.Responsabile), voce("Scadenza", d.ScadenzaIl.Italiana()),
		voce("Termine del procedimento", d.termine()), voce("Note", d.Note),
	}
}

func (d cartellaDomanda) cassettoDettagli(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: d.vociDettagli()}
	switch {
	case d.Stato == sigess.Bozza:
		out.Testo = "La domanda è in bozza: presentarla per darle il numero e avviare il procedimento"
		out.Moduli = append(out.Moduli, inRiga(r, "presenta", "Presenta la domanda", d.indirizzo()+"/presenta", nil))
		if d.CreataDa == d.chi {
			out.Moduli = append(out.Moduli, moduloScarto(r, d.indirizzo()))
		}
	case d.Stato == sigess.Presentata && d.tratta:
		m := sigess.ModuloAvvio{ProtocolloData: periodo.Oggi()}
		out.Moduli = append(out.Moduli, inRiga(r, "avvia", "Avvia l'istruttoria", d.indirizzo()+"/avvia",
			modulo(r, "avvia", m, form.Opzioni{"operatori": d.operatori})))
	case d.aperta() && !d.tratta:
		out.Testo = diAltri(d.DettaglioDomanda)
	}
	return out
}

// diAltri says who has a domanda that is not of who looks, and what to do.
func diAltri(d sigess.DettaglioDomanda) string {
	return "La domanda è assegnata a " + d.Assegnatario + ": per trattarla chiedere di riassegnarla a chi l'ha in carico o al coordinatore"
}

// moduloEsito is the form of a page: a rejection is confirmed.
type moduloEsito struct {
	sigess.ModuloEsito
	Conferma bool `json:"conferma,omitempty" doc:"Confermo il rigetto" help:"Solo per respingere: la richiesta non avrà un intervento, l'esito non si cambia più e, se nessuna richiesta è accettata, la pratica si chiude con la comunicazione"`
}

// Check holds the rules of the outcome, and asks for the confirmation.
func (m moduloEsito) Check() map[string]string {
	problemi := map[string]string{}
	for campo, testo := range m.ModuloEsito.Check() {
		problemi[campo] = testo
	}
	if m.Esito == sigess.Respinta && !m.Conferma {
		problemi["conferma"] = "leggere che cosa comporta il rigetto e confermare"
	}
	return problemi
}

func (s *sportello) decidiConfermando(ctx context.Context, chi models.Chi, in atti.Richiesta[moduloEsito]) (Esito, error) {
	return s.decidi(ctx, chi, atti.Richiesta[sigess.ModuloEsito]{Corpo: in.Corpo.ModuloEsito, ID: in.ID, Sub: in.Sub, Atto: in.Atto})
}

func (d cartellaDomanda) tabellaRichieste() web.Tabella {
	interventi := map[string]string{}
	for _, i := range d.interventi {
		interventi[i.ID] = i.Estremi()
	}
	t := web.Tabella{Titolo: "Richieste", Colonne: web.Colonne("N.", "Tipo di intervento richiesto", "Stato", "Motivazione", "Esito del", "Note", "Intervento")}
	for _, q := range d.richieste {
		riga := web.Riga{Celle: []web.Cella{web.Testo(fmt.Sprint(q.Progressivo)), {Testo: q.Tipo, Nota: q.Natura.Nome()}, cellaStato(q.Stato),
			web.Testo(q.Motivo), {Testo: istante(q.DecisaIl), Nota: q.Decisore}, web.Testo(q.Note), {}}}
		if q.InterventoID != nil {
			riga.Celle[6] = web.Collegamento(interventi[*q.InterventoID], sezioneInterventi+"/"+*q.InterventoID)
		}
		t.Righe = append(t.Righe, riga)
	}
	return t
}

// cassettoRichiesta has the outcome in the field Stato (manuale §3).
func (d cartellaDomanda) cassettoRichiesta(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "richiesta", Titolo: "Richiesta", Tabelle: []web.Tabella{d.tabellaRichieste()}}
	for _, q := range d.richieste {
		if d.Stato == sigess.InIstruttoria && q.Stato == sigess.DaValutare && d.tratta {
			nome := "esito/" + q.ID
			m := inRiga(r, nome, fmt.Sprintf("Stato della richiesta %d: %s", q.Progressivo, q.Tipo), d.indirizzo()+"/richieste/"+q.ID+"/esito",
				modulo(r, nome, moduloEsito{}, nil))
			m.Invia = "Salva"
			out.Moduli = append(out.Moduli, m)
		}
	}
	switch {
	case d.Stato == sigess.Presentata:
		out.Testo = "Lo stato si indica dopo l'avvio dell'istruttoria"
	case d.Stato == sigess.Sospesa || d.Stato == sigess.InPreavviso:
		out.Testo = "Lo stato si indica quando la domanda torna in istruttoria"
	case d.Stato == sigess.InIstruttoria && !d.tratta:
		out.Testo = "L'esito spetta all'operatore a cui la domanda è assegnata"
	}
	return out
}

// cassettoInterventi leads to the interventi, and to the form of those that the
// accepted richieste still wait for.
func (d cartellaDomanda) cassettoInterventi() web.Cassetto {
	fatti := web.Tabella{Titolo: "Interventi della domanda", Colonne: web.Colonne("Intervento", "Tipo", "Data inizio", "Stato"),
		Vuoto: "nessuno: si creano dalle richieste accettate"}
	for _, i := range d.interventi {
		fatti.Righe = append(fatti.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(i.Estremi(), sezioneInterventi+"/"+i.ID),
			web.Testo(i.Tipo), web.Testo(i.DataInizio.Italiana()), cellaStato(i.Stato)}})
	}
	attesi := web.Tabella{Titolo: "Richieste accettate senza intervento", Colonne: web.Colonne("Tipo di intervento", "Natura")}
	for _, q := range d.senzaIntervento() {
		attesi.Righe = append(attesi.Righe, web.Riga{Celle: []web.Cella{web.Testo(q.Tipo), web.Testo(q.Natura.Nome())}, Atti: []web.Pulsante{{
			Testo: "Crea intervento", Oggetto: q.Tipo, Link: true, Tono: web.Principale, URL: d.creazione(q)}}})
	}
	out := web.Cassetto{ID: "interventi", Titolo: "Interventi", Tabelle: []web.Tabella{fatti}}
	if len(attesi.Righe) > 0 {
		out.Tabelle = append(out.Tabelle, attesi)
	}
	return out
}

func (d cartellaDomanda) vociComunicazione() []web.Voce {
	parole := form.Predefinito(sigess.ModuloComunicazione{Mezzo: d.ComunicataMezzo}, nil)
	return []web.Voce{voce("Comunicata il", d.ComunicataIl.Italiana()), voce("Mezzo", scelta(parole, "mezzo"))}
}

func (d cartellaDomanda) cassettoComunicazione(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "comunicazione", Titolo: "Comunicazione", Voci: d.vociComunicazione()}
	switch {
	case d.conEsito() && d.ComunicataIl.IsZero() && d.tratta:
		m := modulo(r, "comunica", sigess.ModuloComunicazione{Data: periodo.Oggi()}, nil)
		out.Moduli = append(out.Moduli, inRiga(r, "comunica", "Registra la comunicazione dell'esito", d.indirizzo()+"/comunica", m))
	case !d.conEsito() && d.ComunicataIl.IsZero():
		out.Testo = "Si registra quando tutte le richieste hanno un esito"
	}
	return out
}

// cassettoIter is the story, with the notice that who looks may confirm.
func (d cartellaDomanda) cassettoIter(r ripresa, iter web.Cronologia) web.Cassetto {
	out := web.Cassetto{ID: "iter", Titolo: "Iter", Storia: &iter}
	for _, c := range d.compiti {
		if c.Tipo == inbox.PrendiVisione && c.OperatoreID != nil && *c.OperatoreID == d.chi {
			out.Moduli = append(out.Moduli, inRiga(r, "visione/"+c.ID, "Confermo la presa visione", "/compiti/"+c.ID+"/completamento?ritorno="+d.indirizzo(), nil))
		}
	}
	return out
}
