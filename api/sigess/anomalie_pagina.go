package sigess

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

func (s *sportello) pagineAnomalie(r *atti.Rotte) {
	elenco := "/elaborazioni/:id/anomalie"
	atti.Pagina(r, http.MethodGet, elenco, func(c *gin.Context, chi models.Chi) error { return s.paginaAnomalie(c, chi, ripresa{}) })
	opzioni := atti.Opzioni[ConteggioAnomalie]{Avviso: "anomalie aggiornate",
		Dopo: func(c *gin.Context, _ ConteggioAnomalie) string {
			return versoAnomalie(c.Param("id"), c.Request.URL.Query())
		},
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.paginaAnomalie(c, chi, ripresa{modulo: moduloUnico, valori: valori, problemi: scegliere(problemi)})
		}}
	atti.Modulo(r, elenco+"/sistemazione", s.sistemaAnomalie, opzioni)
	atti.Modulo(r, elenco+"/riapertura", s.riapriAnomalie, opzioni)
	for _, atto := range []string{"/sistemazione", "/riapertura"} {
		atti.Pagina(r, http.MethodGet, elenco+atto, func(c *gin.Context, _ models.Chi) error {
			c.Redirect(http.StatusSeeOther, versoAnomalie(c.Param("id"), c.Request.URL.Query()))
			return nil
		})
	}
}

// scegliere says of a form without a tick what to do.
func scegliere(problemi *models.Error) *models.Error {
	if problemi == nil {
		return nil
	}
	e := *problemi
	e.Campi = slices.Clone(e.Campi)
	for n, c := range e.Campi {
		if c.Nome == "anomalie" {
			e.Campi[n].Messaggio = "scegliere almeno un'anomalia"
		}
	}
	return &e
}

// versoAnomalie is the work list of a run, with its filters.
func versoAnomalie(id string, q url.Values) string {
	percorso := sezioneElaborazioni + "/" + id + "/anomalie"
	if len(q) == 0 {
		return percorso
	}
	return percorso + "?" + q.Encode()
}

func (e registro) versoAnomalie(stato string, tipo sigess.TipoAnomalia) string {
	q := url.Values{}
	if stato != "" {
		q.Set("stato", stato)
	}
	if tipo != "" {
		q.Set("tipo", string(tipo))
	}
	return versoAnomalie(e.ID, q)
}

// mascheraAnomalie is the box of the work list; the two choices are links.
type mascheraAnomalie struct {
	Stato string `json:"stato,omitempty" widget:"hidden"`
	Tipo  string `json:"tipo,omitempty" widget:"hidden"`
	Cerca string `json:"cerca,omitempty" doc:"Nominativo o numero" maxLength:"100" help:"Anche solo una parte, o un numero come 2024/13"`
}

// paginaAnomalie is the work list of what a run could not pay.
func (s *sportello) paginaAnomalie(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	f, problemi := atti.Filtro[filtroAnomalie](c)
	if len(problemi) > 0 {
		f = filtroAnomalie{}
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		e, err := sigess.ElaborazioneVisibile(tx, chi, id)
		if err != nil {
			return nil, err
		}
		conteggi, err := sigess.ContaAnomalie(tx, chi, id)
		if err != nil {
			return nil, err
		}
		elenco, err := sigess.ElencaAnomalie(tx, chi, id, f.FiltroAnomalie, f.limiti())
		if err != nil {
			return nil, err
		}
		query := f.query()
		p := web.AnomaliePage{Introduzione: "Interventi che non sono in questa elaborazione: corretto quanto indicato, li prende la prossima",
			Azione: versoAnomalie(id, nil), Filtri: form.Filtri[mascheraAnomalie](query, nil, nil), Vuoto: "nessuna anomalia"}
		if f.FiltroAnomalie != (sigess.FiltroAnomalie{}) {
			p.Vuoto = "nessuna anomalia con questi filtri: cambiarli"
		}
		p.Base = base(c, chi, "Anomalie dell'elaborazione "+e.Estremi(), sezioneElaborazioni, versoElaborazioni,
			web.Link{Testo: "Elaborazione " + e.Estremi(), URL: sezioneElaborazioni + "/" + id})
		r.annota(&p.Base)
		p.Stati, p.Tipi = f.schede(id, conteggi)
		if sigess.Elabora(chi, e.EnteID) == nil {
			p.Sistema, p.Riapri, p.Nota = f.verso(id, "/sistemazione"), f.verso(id, "/riapertura"), r.valori.Get("nota")
		}
		for _, a := range elenco.Elementi {
			p.Righe = append(p.Righe, rigaAnomalia(a, slices.Contains(r.valori["anomalie"], a.ID)))
		}
		p.Pager = web.Pagina(versoAnomalie(id, nil), query, f.numero(), f.perPagina(), elenco.Totale)
		return p, nil
	})
}

// query are the filters as an address has them.
func (f filtroAnomalie) query() url.Values {
	q := url.Values{}
	for nome, v := range map[string]string{"stato": f.Stato, "tipo": f.Tipo, "cerca": f.Cerca} {
		if v != "" {
			q.Set(nome, v)
		}
	}
	return q
}

// verso is where the form posts to: the list to come back to is in the address.
func (f filtroAnomalie) verso(id, atto string) string {
	q := f.query()
	if f.numero() > 1 {
		q.Set("pagina", fmt.Sprint(f.numero()))
	}
	percorso := versoAnomalie(id, nil) + atto
	if len(q) == 0 {
		return percorso
	}
	return percorso + "?" + q.Encode()
}

// schede are the links that choose a state or a kind, with how many there are.
func (f filtroAnomalie) schede(id string, conteggi []sigess.ConteggioAnomalie) (stati, tipi []web.Link) {
	var tutte, sistemate int
	for _, t := range conteggi {
		tutte += t.Totale
		sistemate += t.Sistemate
	}
	link := func(testo string, n int, campo, valore, attuale string) web.Link {
		q := f.query()
		q.Del(campo)
		if valore != "" {
			q.Set(campo, valore)
		}
		return web.Link{Testo: fmt.Sprintf("%s (%s)", testo, intero(n)), URL: versoAnomalie(id, q), Attivo: valore == attuale}
	}
	stati = []web.Link{link("Tutte", tutte, "stato", "", f.Stato), link("Da sistemare", tutte-sistemate, "stato", "DA_SISTEMARE", f.Stato),
		link("Sistemate", sistemate, "stato", "SISTEMATA", f.Stato)}
	if len(conteggi) > 1 {
		tipi = append(tipi, link("Ogni anomalia", tutte, "tipo", "", f.Tipo))
		for _, t := range conteggi {
			tipi = append(tipi, link(t.Tipo.Nome(), t.Totale, "tipo", string(t.Tipo), f.Tipo))
		}
	}
	return stati, tipi
}

func rigaAnomalia(a sigess.Anomalia, scelta bool) web.RigaAnomalia {
	out := web.RigaAnomalia{ID: a.ID, Tipo: a.Tipo.Nome(), Intervento: web.Link{Testo: a.Intervento, URL: sezioneInterventi + "/" + a.InterventoID},
		Persona: nominativo(a.Cognome, a.Nome, a.DataNascita) + ", " + a.TipoIntervento, Cosa: a.Testo, Scelta: scelta,
		Stato: web.Badge{Testo: "Da sistemare", Tono: web.Attenzione}, Nota: a.Nota}
	out.Fare, out.Rimedio = rimedio(a)
	if a.SistemataIl != nil {
		out.Stato = web.Badge{Testo: "Sistemata", Tono: web.Positivo}
		out.Segnata = a.SistemataDa + ", " + periodo.DataOra(*a.SistemataIl)
	}
	if a.LiquidataCon != "" && a.Tipo != sigess.GiaLiquidato && a.Tipo != sigess.MeseNonFirmato {
		out.Fare = "Intanto il mese è stato pagato con l'elaborazione " + a.LiquidataCon + ": non resta nulla da fare"
	}
	return out
}

// rimedio says what to do about an anomalia, and opens the page where it is done.
func rimedio(a sigess.Anomalia) (fare string, dove web.Link) {
	altra := web.Link{Testo: "Apri l'elaborazione"}
	if a.AltraID != nil {
		altra.URL = sezioneElaborazioni + "/" + *a.AltraID
	}
	switch a.Tipo {
	case sigess.TariffaMancante:
		return "Far aggiungere al tariffario la tariffa valida in quel giorno, oppure correggere l'accesso se è sbagliato; poi elaborare di nuovo il mese",
			web.Link{Testo: "Apri il giorno", URL: sezioneTabellone + "/" + a.InterventoID + "/" + a.Giorno.String()}
	case sigess.NessunAccesso:
		q := url.Values{"mese": {a.Mese.String()}, "nome": {a.Intervento}}
		return "Registrare nel tabellone gli accessi del mese; se non è stato erogato nulla, registrare la sospensione o la fine dell'intervento",
			web.Link{Testo: "Apri il tabellone", URL: sezioneTabellone + "?" + q.Encode()}
	case sigess.ISEEMancante:
		return "Serve un'attestazione ISEE valida per quel mese: la quota vuole che senza non si paghi; poi elaborare di nuovo il mese",
			web.Link{Testo: "Apri l'intervento", URL: sezioneInterventi + "/" + a.InterventoID + "#quote"}
	case sigess.IBANNonValido:
		return "Indicare nell'intervento, o per l'ente che riceve, un IBAN valido: la prossima elaborazione paga quanto è rimasto bloccato",
			web.Link{Testo: "Apri l'intervento", URL: sezioneInterventi + "/" + a.InterventoID}
	case sigess.BeneficiarioDeceduto:
		return "Indicare a chi pagare, con il documento degli eredi: la prossima elaborazione paga quanto è rimasto bloccato",
			web.Link{Testo: "Apri l'intervento", URL: sezioneInterventi + "/" + a.InterventoID}
	case sigess.ImpegnoInsufficiente:
		return "Aumentare l'impegno con una variazione, oppure collegarne un altro all'intervento: la prossima elaborazione paga quanto è rimasto bloccato",
			web.Link{Testo: "Apri gli impegni", URL: sezioneInterventi + "/" + a.InterventoID + "#impegni"}
	case sigess.MeseNonFirmato:
		return "Il mese è pagato lo stesso: firmarlo, o farlo firmare a chi eroga, dalla Chiusura del mese", versoChiusure(a.Mese)
	case sigess.GiaLiquidato:
		return "Non c'è nulla da fare: il mese è già stato pagato", altra
	}
	return "Confermare o annullare l'altra elaborazione; se si annulla, elaborare di nuovo il mese", altra
}
