package sigess

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

const sezioneChiusure = "/chiusure"

// versoChiusure leads to the closings of a month.
func versoChiusure(mese periodo.Mese) web.Link {
	return web.Link{Testo: "Chiusura del mese", URL: sezioneChiusure + "?mese=" + mese.String()}
}

func (s *sportello) pagineChiusure(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, sezioneChiusure, s.paginaChiusure)
	atti.Modulo(r, sezioneChiusure, s.apriChiusura, atti.Opzioni[Esito]{Avviso: "chiusura del mese aperta",
		Dopo: func(_ *gin.Context, e Esito) string { return sezioneChiusure + "/" + e.ID },
		Pagina: func(c *gin.Context, chi models.Chi, _ url.Values, problemi *models.Error) error {
			return s.mostraChiusure(c, chi, problemi)
		}})
	atti.Pagina(r, http.MethodGet, sezioneChiusure+"/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraChiusura(c, chi, ripresa{}) })
	chiusura := scheda{sezioneChiusure, s.mostraChiusura}
	attoDiScheda(r, chiusura, "firma", s.firmaMese, "mese firmato: le sue caselle sono chiuse")
	attoDiScheda(r, chiusura, "riapri", s.chiediRiapertura, "riapertura chiesta: la decide un altro operatore")
	attoDiScheda(r, chiusura, "decidi", s.decidiRiapertura, "decisione registrata")
}

// paginaChiusure lists who delivers in a month; without a period, the last.
func (s *sportello) paginaChiusure(c *gin.Context, chi models.Chi) error {
	return s.mostraChiusure(c, chi, nil)
}

func (s *sportello) mostraChiusure(c *gin.Context, chi models.Chi, rifiuto *models.Error) error {
	chiesto, problemi := atti.Filtro[filtroChiusure](c)
	f := chiesto.completo()
	query := c.Request.URL.Query()
	if len(query["mese"]) == 0 {
		query.Set("mese", f.Mese.String())
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		p := web.ElencoPage{Azione: sezioneChiusure, Filtri: form.Filtri[sigess.FiltroChiusure](query, nil, problemi),
			Colonne:     []web.Colonna{{Testo: "Ente erogatore o struttura"}, {Testo: "Ente"}, {Testo: "Interventi", Numero: true}, {Testo: "Stato"}, {Testo: "Da firmare entro il"}, {Testo: "Firmato da"}},
			Vuoto:       "nessun ente erogatore e nessuna struttura in " + f.Mese.Italiano() + ": cambiare i filtri",
			AltoADestra: []web.Link{{Testo: "Tabellone di " + f.Mese.Italiano(), URL: sezioneTabellone + "?mese=" + f.Mese.String()}}}
		p.Base = base(c, chi, "Chiusura del mese", sezioneTabellone, web.Link{Testo: "Tabellone accessi", URL: sezioneTabellone})
		ripresa{problemi: rifiuto}.annota(&p.Base)
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		elenco, err := sigess.ElencaChiusure(tx, chi, f.FiltroChiusure, f.limiti())
		for _, r := range elenco.Elementi {
			p.Righe = append(p.Righe, rigaDiMese(chi, r))
		}
		p.Pager = web.Pagina(sezioneChiusure, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

func rigaDiMese(chi models.Chi, r sigess.RigaChiusura) web.Riga {
	presso, firma := web.Testo(r.Presso), web.Testo(r.FirmataDa)
	if r.Aperta() {
		presso = web.Collegamento(r.Presso, sezioneChiusure+"/"+r.ID)
	}
	if r.FirmataIl != nil {
		firma.Nota = periodo.DataOra(*r.FirmataIl)
	}
	stato := cellaStato(r.Stato)
	if r.Richiesta != "" {
		stato.Nota = "riapertura da decidere"
	}
	out := web.Riga{Celle: []web.Cella{presso, web.Testo(r.Ente), web.Testo(intero(r.Interventi)), stato, web.Testo(r.Scadenza.Italiana()), firma}}
	if !r.Aperta() && sigess.Amministra(chi, r.EnteID) == nil {
		out.Atti = []web.Pulsante{{Testo: "Apri la chiusura", Oggetto: r.Presso, URL: sezioneChiusure + "?mese=" + r.Mese.String(), Atto: uuid.NewString(),
			Nascosti: []web.Nascosto{{Nome: "enteId", Valore: r.EnteID}, {Nome: "pressoId", Valore: r.PressoID}, {Nome: "mese", Valore: r.Mese.String()}}}}
	}
	return out
}

// mostraChiusura is the card of a closing: what is missing, what can be done,
// and what was.
func (s *sportello) mostraChiusura(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		f, err := leggiFascicolo(tx, chi, id)
		if err != nil {
			return nil, err
		}
		stato, err := f.cassettoStato(tx, chi, r)
		if err != nil {
			return nil, err
		}
		p := web.SchedaPage{Sottotitolo: f.Presso + ", " + f.Ente, Stato: badge(f.Stato),
			Cassetti:    []web.Cassetto{stato, f.cassettoMancanti(), f.cassettoStoria()},
			AltoADestra: []web.Link{{Testo: "Tabellone di " + f.Mese.Italiano(), URL: f.griglia()}}}
		p.Base = base(c, chi, "Chiusura di "+f.Mese.Italiano(), sezioneTabellone, web.Link{Testo: "Tabellone accessi", URL: sezioneTabellone}, versoChiusure(f.Mese))
		r.annota(&p.Base)
		return p, nil
	})
}

// griglia is the month of who delivers in the tabellone.
func (f fascicoloMese) griglia() string {
	return sezioneTabellone + "?" + url.Values{"mese": {f.Mese.String()}, "pressoId": {f.PressoID}}.Encode()
}

func (f fascicoloMese) cassettoStato(tx *gorm.DB, chi models.Chi, r ripresa) (web.Cassetto, error) {
	out := web.Cassetto{ID: "stato", Titolo: "Stato del mese", Voci: []web.Voce{voce("Ente erogatore o struttura", f.Presso), voce("Ente", f.Ente),
		{Etichetta: "Stato", Valore: f.Stato.Nome(), Badge: tono(f.Stato)}, voce("Interventi", intero(f.Interventi)), voce("Caselle scritte", intero(f.caselle)),
		voce("Giornate senza accessi", intero(len(f.mancanze))), voce("Da firmare entro il", f.Scadenza.Italiana())}}
	if f.Stato != sigess.MeseChiuso {
		return f.firmabile(tx, chi, r, out)
	}
	out.Testo = fmt.Sprintf("Il mese è firmato da %s il %s: le sue caselle non cambiano. Per correggerlo va riaperto: lo chiede uno, lo concede un altro",
		f.FirmataDa, periodo.DataOra(*f.FirmataIl))
	if f.Richiesta != "" {
		return f.decidibile(chi, r, out), nil
	}
	if sigess.Riapribile(tx, chi, f.Chiusura(), periodo.Oggi()) == nil {
		m := inRiga(r, "riapri", "Chiedi la riapertura", f.indirizzo("riapri"), modulo(r, "riapri", sigess.ModuloRichiestaRiapertura{}, nil))
		m.Invia = "Chiedi la riapertura"
		out.Moduli = []web.ModuloInline{m}
	}
	return out, nil
}

// firmabile adds the form by which a month is signed, or why it is not there.
func (f fascicoloMese) firmabile(tx *gorm.DB, chi models.Chi, r ripresa, out web.Cassetto) (web.Cassetto, error) {
	if !f.Mese.Fine().Prima(periodo.Oggi()) {
		out.Testo = "Il mese non è ancora finito: si firma dal " + f.Mese.Fine().Piu(1).Italiana() + ". Intanto si completano le giornate mancanti"
		return out, nil
	}
	qualita, err := sigess.Firmabile(tx, chi, f.Chiusura(), periodo.Oggi())
	if e := atti.Rifiutato(err); e != nil && e.Kind == models.Forbidden {
		out.Testo = maiuscola(e.Messaggio)
		return out, nil
	} else if err != nil {
		return out, err
	}
	m := inRiga(r, "firma", "Firma il mese", f.indirizzo("firma"), modulo(r, "firma", sigess.ModuloFirma{Impronta: f.impronta}, nil))
	m.Testo = "Firmando, le caselle del mese si chiudono così come sono ora"
	if len(f.mancanze) > 0 {
		m.Testo += ". Restano " + giornate(len(f.mancanze)) + " senza accessi: controllarle prima, qui sotto"
	}
	m.Invia, m.Aperto = "Firma il mese", true
	out.Moduli = []web.ModuloInline{m}
	if qualita == sigess.FirmaAmministrativo {
		out.Testo = "Nessuno di " + f.Presso + " ha accesso al sistema: firma l'ufficio, che dichiara chi ha comunicato gli accessi"
	}
	return out, nil
}

// decidibile adds the form by which a request is decided, or who may.
func (f fascicoloMese) decidibile(chi models.Chi, r ripresa, out web.Cassetto) web.Cassetto {
	richiesta := f.riaperture[0]
	out.Testo = fmt.Sprintf("%s ha chiesto di riaprire il mese il %s: «%s»", richiesta.ChiestaDa, periodo.DataOra(richiesta.ChiestaIl), richiesta.Motivo)
	switch {
	case f.RichiestaDa == chi.OperatoreID:
		out.Testo += ". La decide un altro operatore dell'ente"
	case sigess.Amministra(chi, f.EnteID) == nil:
		m := inRiga(r, "decidi", "Decidi sulla riapertura", f.indirizzo("decidi"), modulo(r, "decidi", sigess.ModuloDecisione{}, nil))
		m.Invia, m.Aperto = "Registra la decisione", true
		out.Moduli = []web.ModuloInline{m}
	default:
		out.Testo += ". La decidono gli amministrativi dell'ente"
	}
	return out
}

func (f fascicoloMese) indirizzo(atto string) string {
	return sezioneChiusure + "/" + f.ID + "/" + atto
}

// giornate counts days in words.
func giornate(n int) string {
	if n == 1 {
		return "1 giornata"
	}
	return intero(n) + " giornate"
}

// mancanzeMostrate is how many missing days a page lists.
const mancanzeMostrate = 500

func (f fascicoloMese) cassettoMancanti() web.Cassetto {
	t := web.Tabella{Colonne: web.Colonne("Nominativo", "Intervento", "Prestazione", "Giorno"),
		Vuoto: "nessuna giornata manca: per ogni giorno previsto dai piani c'è un accesso"}
	out := web.Cassetto{ID: "mancanti", Titolo: "Giornate mancanti"}
	for _, m := range f.mancanze[:min(len(f.mancanze), mancanzeMostrate)] {
		giorno := m.Dal.Italiana()
		if m.Al != m.Dal {
			giorno = dalAl(m.Dal, m.Al)
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(nominativo(m.Cognome, m.Nome, m.DataNascita)), web.Collegamento(m.Estremi(), sezioneInterventi+"/"+m.ID),
			web.Testo(m.Denominazione), web.Collegamento(giorno, cella(m.ID, m.Dal.String(), f.griglia()))}})
	}
	if altre := len(f.mancanze) - mancanzeMostrate; altre > 0 {
		out.Testo = "Sono le prime " + intero(mancanzeMostrate) + ", e ne mancano altre " + intero(altre)
	} else if len(f.mancanze) > 0 {
		out.Testo = "Il piano le prevede e nel tabellone non c'è niente: scegliere il giorno per registrare l'accesso"
	}
	out.Tabelle = []web.Tabella{t}
	return out
}

func (f fascicoloMese) cassettoStoria() web.Cassetto {
	firme := web.Tabella{Titolo: "Firme", Colonne: []web.Colonna{{Testo: "Firmato il"}, {Testo: "Da"}, {Testo: "Come"}, {Testo: "Caselle", Numero: true}, {Testo: "Mancanti", Numero: true}, {Testo: "Impronta"}},
		Vuoto: "nessuna: il mese non è mai stato firmato"}
	for _, v := range f.firme {
		come := web.Testo("ente erogatore")
		if v.Qualita == sigess.FirmaAmministrativo {
			come = web.Cella{Testo: "ufficio, per l'ente erogatore", Nota: v.Dichiarazione}
		}
		firmato := web.Testo(periodo.DataOra(v.FirmataIl))
		if v.Sostituisce != nil {
			firmato.Nota = "al posto della precedente"
		}
		firme.Righe = append(firme.Righe, web.Riga{Celle: []web.Cella{firmato, web.Testo(v.FirmataDa), come,
			web.Testo(intero(v.Caselle)), web.Testo(intero(v.Mancanti)), web.Testo(v.Impronta[:12])}})
	}
	riaperture := web.Tabella{Titolo: "Riaperture", Colonne: web.Colonne("Chiesta il", "Da", "Motivo", "Esito", "Decisa da"), Vuoto: "nessuna è stata chiesta"}
	for _, v := range f.riaperture {
		esito := web.Stato("Da decidere", web.Attenzione)
		if v.Esito != "" {
			esito = cellaStato(v.Esito)
			esito.Nota = v.Nota
		}
		riaperture.Righe = append(riaperture.Righe, web.Riga{Celle: []web.Cella{web.Testo(periodo.DataOra(v.ChiestaIl)), web.Testo(v.ChiestaDa), web.Testo(v.Motivo),
			esito, {Testo: v.DecisaDa, Nota: istante(v.DecisaIl)}}})
	}
	return web.Cassetto{ID: "storia", Titolo: "Storia della chiusura", Breve: "Storia", Tabelle: []web.Tabella{firme, riaperture}}
}
