package auth

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"siss/api/atti"
	"siss/docs"
	"siss/models"
	"siss/models/periodo"
	"siss/web"
)

// nomi are the operators' words for the ruoli.
var nomi = map[models.Ruolo]string{
	models.AmministratoreEnte:      "Amministratore dell'ente",
	models.OperatoreAmministrativo: "Operatore amministrativo",
	models.AssistenteSociale:       "Assistente sociale",
	models.Coordinatore:            "Coordinatore",
	models.Responsabile:            "Responsabile del procedimento",
	models.ResponsabileContabile:   "Responsabile contabile",
}

// Base is the part of a page that depends on the session and on the address:
// who is logged in, with how many tasks, the notice of the act just done
// (taken, so once for each page), whether this is a demonstration and which
// chapter of the manual is about the page. The rest is added by the page.
func Base(c *gin.Context, chi models.Chi, titolo string) web.Base {
	s := sessioneDi(c.Request.Context())
	b := web.Base{Titolo: titolo, Avviso: atti.Avviso(c), Sviluppo: s.sviluppo, NumeroCompiti: s.attesa.Compiti, NonLette: s.attesa.NonLette, Casa: casa(c.Request)}
	if chi.OperatoreID != "" {
		b.Utente = utente(chi)
		b.Menu = web.MenuDi(chi.Coordina())
	}
	if capitolo, _ := docs.Capitolo(c.FullPath(), c.Query("natura")); capitolo != "" {
		b.Aiuto = docs.Indirizzo(capitolo)
	}
	b.Appunti = appunti(c, chi)
	return b
}

func utente(chi models.Chi) *web.Utente {
	u := &web.Utente{ID: chi.OperatoreID, Nome: chi.Nome, Ruolo: strings.Join(ruoli(chi), ", ")}
	if uffici := slices.Sorted(slices.Values(chi.Uffici())); len(uffici) > 0 {
		u.Ufficio, u.AltriUffici = uffici[0], uffici[1:]
	}
	return u
}

// appunti is how the page finds the drafts that who asks left unsaved.
func appunti(c *gin.Context, chi models.Chi) web.CercaAppunti {
	cerca := atti.Bozze(c, chi)
	if cerca == nil {
		return nil
	}
	return func(azioni []string) ([]web.Appunto, error) {
		trovati, err := cerca(azioni)
		var out []web.Appunto
		for _, a := range trovati {
			out = append(out, web.Appunto{Azione: a.Chiave, Del: periodo.DataOra(a.SalvatoIl), Versione: a.Versione, Ritorno: c.Request.URL.RequestURI()})
		}
		return out, err
	}
}

func ruoli(chi models.Chi) []string {
	var out []string
	for _, a := range chi.Ambiti {
		if nome := nomi[a.Ruolo]; nome != "" && !slices.Contains(out, nome) {
			out = append(out, nome)
		}
	}
	return out
}

// pratiche names the cases whose cards lie above other pages.
var pratiche = map[string]string{
	"domande": "Torna alla domanda", "interventi": "Torna all'intervento", "elaborazioni": "Torna all'elaborazione",
}

// pratica leads back to the card of the case that a path is about, nil when it
// is about none or is the card itself.
func pratica(percorso string) *web.Link {
	parti := strings.Split(percorso, "/")
	if len(parti) < 4 || pratiche[parti[1]] == "" || uuid.Validate(parti[2]) != nil {
		return nil
	}
	return &web.Link{Testo: pratiche[parti[1]], URL: strings.Join(parti[:3], "/")}
}

// PaginaErrore shows a problem as a page; the status is already set.
func (a *Accesso) PaginaErrore(c *gin.Context, chi models.Chi, p atti.Problema) {
	base := web.Base{Sviluppo: a.Sviluppo}
	if chi.OperatoreID != "" {
		base = Base(c, chi, "")
		base.Percorso = []web.Link{{Testo: "Home", URL: "/"}}
		base.Aiuto = docs.Indirizzo(docs.Problemi)
	}
	for _, e := range p.Errori {
		base.Campi = append(base.Campi, models.Campo{Nome: e.Campo, Messaggio: e.Messaggio})
	}
	pagina := web.ErrorePage{Base: base, Stato: p.Stato, Messaggio: p.Dettaglio, Ritorno: pratica(c.Request.URL.Path), Richiesta: strings.TrimPrefix(p.Istanza, "urn:uuid:")}
	if err := web.Render(c.Writer, p.Stato, pagina); err != nil {
		// The page of an error has no page of its own: plain text, and the log.
		atti.Segnala(c.Request.Context(), a.Log, atti.ProblemaDi(c.Request.Context(), err), err)
		c.String(p.Stato, p.Dettaglio)
	}
}
