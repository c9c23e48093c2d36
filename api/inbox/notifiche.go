package inbox

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
	"siss/web/form"
)

// FiltroNotifiche chooses the notifications of a list.
type FiltroNotifiche struct {
	inbox.FiltroNotifiche
	Pagina int `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"100000"`
}

// Notifica is something that happened and that the operatore should know.
type Notifica struct {
	ID        string       `json:"id" format:"uuid" doc:"Identificativo"`
	Tipo      inbox.Avviso `json:"tipo" doc:"Che cosa è successo"`
	Testo     string       `json:"testo" doc:"Che cosa è successo, in parole"`
	Oggetto   string       `json:"oggetto" doc:"domanda, intervento o elaborazione"`
	OggettoID string       `json:"oggettoId" format:"uuid" doc:"Identificativo dell'oggetto"`
	Soggetto  string       `json:"soggetto,omitempty" doc:"Nominativo del soggetto"`
	Autore    string       `json:"autore,omitempty" doc:"Chi l'ha fatto; assente se il tempo o il sistema"`
	Creata    time.Time    `json:"creata" doc:"Quando è successo"`
	LettaIl   *time.Time   `json:"lettaIl,omitempty" doc:"Quando è stata letta"`
}

// Notifiche is a page of notifications.
type Notifiche struct {
	Notifiche []Notifica `json:"notifiche" doc:"Notifiche, prima quelle da leggere"`
	Totale    int        `json:"totale" doc:"Notifiche in tutto"`
	Pagina    int        `json:"pagina" doc:"Pagina"`
}

// ModuloLettura says up to which notification all are read.
type ModuloLettura struct {
	Ultima string `json:"ultima,omitempty" format:"uuid" doc:"Ultima notifica vista" widget:"hidden"`
}

// EsitoLettura says how many notifications were marked as read.
type EsitoLettura struct {
	Lette int `json:"lette" doc:"Notifiche segnate come lette"`
}

const etichettaNotifiche = "notifiche"

func (h *gestore) rotteNotifiche(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaNotifiche}
	}
	atti.Leggi(r, op("notifiche-elenco", "", "/notifiche", "Elenca le notifiche dell'operatore"), h.notifiche)
	una := op("notifica-lettura", http.MethodPost, "/notifiche/{id}/lettura", "Segna una notifica come letta")
	una.Stato = http.StatusOK
	atti.Registra(r, una, h.leggiNotifica)
	tutte := op("notifiche-lettura", http.MethodPost, "/notifiche/lettura", "Segna come lette tutte le notifiche, o quelle fino a una")
	tutte.Stato = http.StatusOK
	atti.Registra(r, tutte, h.leggiTutte)

	atti.Pagina(r, http.MethodGet, "/notifiche", h.paginaNotifiche)
	atti.Pagina(r, http.MethodGet, "/notifiche/:id", h.apriNotifica)
	atti.Modulo(r, "/notifiche/:id/lettura", h.leggiNotifica, atti.Opzioni[Notifica]{Pagina: h.notificheDopoRifiuto, Dopo: dopoLettura[Notifica], Avviso: "notifica letta"})
	atti.Modulo(r, "/notifiche/lettura", h.leggiTutte, atti.Opzioni[EsitoLettura]{Pagina: h.notificheDopoRifiuto, Dopo: dopoLettura[EsitoLettura], Avviso: "notifiche segnate come lette"})
}

func dopoLettura[R any](c *gin.Context, _ R) string {
	return auth.Ritorno(c.Request.URL.Query(), "/notifiche")
}

func (h *gestore) notifiche(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroNotifiche]) (Notifiche, error) {
	out := Notifiche{Pagina: max(in.Corpo.Pagina, 1)}
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) error {
		elenco, err := inbox.Notifiche(tx, chi, in.Corpo.FiltroNotifiche, pagina(in.Corpo.Pagina))
		out.Totale = elenco.Totale
		for _, n := range elenco.Elementi {
			k := notificaDi(n.Notifica)
			k.Soggetto, k.Autore = n.Nominativo(), n.Autore
			out.Notifiche = append(out.Notifiche, k)
		}
		return err
	})
	return out, err
}

func notificaDi(n inbox.Notifica) Notifica {
	return Notifica{ID: n.ID, Tipo: n.Tipo, Testo: n.Testo, Oggetto: n.Oggetto, OggettoID: n.OggettoID, Creata: n.Creata.UTC(), LettaIl: n.LettaIl}
}

func (h *gestore) leggiNotifica(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Notifica, error) {
	var out Notifica
	err := models.Atto(ctx, h.motore.DB, chi, "leggi-notifica", func(tx *gorm.DB) error {
		adesso := time.Now()
		n, err := inbox.Leggi(tx, chi, in.ID, adesso)
		out = notificaDi(n)
		if out.LettaIl == nil {
			out.LettaIl = &adesso
		}
		return err
	})
	return out, err
}

func (h *gestore) leggiTutte(ctx context.Context, chi models.Chi, in atti.Richiesta[ModuloLettura]) (EsitoLettura, error) {
	var out EsitoLettura
	err := models.Atto(ctx, h.motore.DB, chi, "leggi-notifiche", func(tx *gorm.DB) (err error) {
		out.Lette, err = inbox.LeggiTutte(tx, chi, in.Corpo.Ultima, time.Now())
		if models.KindOf(err) == models.NotFound {
			return models.Refuse("ultima", "la notifica non esiste o non è rivolta a chi è entrato")
		}
		return err
	})
	return out, err
}

// apriNotifica marks a notification as read and leads to what it is about
// (manuale §2, fig. 2).
func (h *gestore) apriNotifica(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c)
	if err != nil {
		return err
	}
	n, err := h.leggiNotifica(c.Request.Context(), chi, atti.Richiesta[struct{}]{ID: id})
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, caso(n.Oggetto, n.OggettoID))
	return nil
}

func (h *gestore) notificheDopoRifiuto(c *gin.Context, chi models.Chi, _ url.Values, problemi *models.Error) error {
	return h.mostraNotifiche(c, chi, FiltroNotifiche{}, problemi)
}

func (h *gestore) paginaNotifiche(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[FiltroNotifiche](c)
	if len(problemi) > 0 {
		c.Status(http.StatusUnprocessableEntity)
		return h.mostraNotifiche(c, chi, FiltroNotifiche{}, &models.Error{Messaggio: "l'indirizzo chiede filtri che non esistono: sono mostrate tutte le notifiche"})
	}
	return h.mostraNotifiche(c, chi, f, nil)
}

func (h *gestore) mostraNotifiche(c *gin.Context, chi models.Chi, f FiltroNotifiche, problemi *models.Error) error {
	p := web.NotifichePage{Base: baseInHome(c, chi, "Notifiche"), Vuoto: "nessuna notifica: quando una domanda o un compito arriva da altri, o cambia qualcosa che si segue, lo si legge qui"}
	p.Sezione = "/notifiche"
	if problemi != nil {
		p.Errore = problemi.Messaggio
	}
	qui := indirizzoNotifiche(f)
	err := models.Leggi(c.Request.Context(), h.motore.DB, chi, func(tx *gorm.DB) error {
		elenco, err := inbox.Notifiche(tx, chi, f.FiltroNotifiche, pagina(f.Pagina))
		if err != nil {
			return err
		}
		for _, n := range elenco.Elementi {
			p.Notifiche = append(p.Notifiche, rigaNotifica(n, qui))
		}
		p.Pager = web.Pagina("/notifiche", parametriNotifiche(f), f.Pagina, perPagina, elenco.Totale)
		conti, err := inbox.ContaNotifiche(tx, chi, f.Tipo)
		p.Filtri = statiNotifiche(f, conti)
		if p.NonLette > 0 {
			p.Tutte = &web.LeggiTutte{Azione: "/notifiche/lettura?" + url.Values{"ritorno": {qui}}.Encode(), Atto: uuid.NewString(), Ultima: conti.Ultima}
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Altri = form.Filtri[inbox.FiltroNotifiche](parametriNotifiche(f), nil, nil)
	for n := range p.Altri.Fields {
		if p.Altri.Fields[n].Name == "stato" {
			p.Altri.Fields[n].Type = "hidden"
		}
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

func parametriNotifiche(f FiltroNotifiche) url.Values {
	q := url.Values{}
	for nome, v := range map[string]string{"stato": f.Stato, "tipo": string(f.Tipo)} {
		if v != "" {
			q.Set(nome, v)
		}
	}
	return q
}

func indirizzoNotifiche(f FiltroNotifiche) string {
	q := parametriNotifiche(f)
	if f.Pagina > 1 {
		q.Set("pagina", fmt.Sprint(f.Pagina))
	}
	if len(q) == 0 {
		return "/notifiche"
	}
	return "/notifiche?" + q.Encode()
}

// statiNotifiche are all, those to read and those read, of the kind chosen.
func statiNotifiche(f FiltroNotifiche, conti inbox.ContiNotifiche) []web.GruppoFiltri {
	out := web.GruppoFiltri{Titolo: "Notifiche"}
	for _, s := range []struct {
		stato, testo string
		quante       int
	}{{"", "Tutte", conti.DaLeggere + conti.Lette}, {inbox.DaLeggere, "Da leggere", conti.DaLeggere}, {inbox.Lette, "Già lette", conti.Lette}} {
		g := f
		g.Stato, g.Pagina = s.stato, 0
		out.Voci = append(out.Voci, web.LinkContato{Link: web.Link{Testo: s.testo, URL: indirizzoNotifiche(g), Attivo: f.Stato == s.stato}, Quanti: s.quante})
	}
	return []web.GruppoFiltri{out}
}

// rigaNotifica is a notification as the pages show it; marking it as read leads
// back qui.
func rigaNotifica(n inbox.RigaNotifica, qui string) web.Notifica {
	out := web.Notifica{ID: n.ID, Cosa: web.Link{Testo: n.Testo, URL: "/notifiche/" + n.ID}, Soggetto: n.Nominativo(), Da: n.Autore,
		Quando: periodo.DataOra(n.Creata), Letta: n.LettaIl != nil}
	if !out.Letta {
		out.Atti = []web.Pulsante{{Testo: "Segna come letta", Oggetto: n.Testo, Atto: uuid.NewString(),
			URL: "/notifiche/" + n.ID + "/lettura?" + url.Values{"ritorno": {qui}}.Encode()}}
	}
	return out
}
