package auth

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"siss/api/atti"
	"siss/models"
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

// Base is the part of a page that depends on the session: who is logged in,
// the notice of the act just done (taken, so once for each page) and whether
// this is a demonstration. The rest is added by the page.
func Base(c *gin.Context, chi models.Chi, titolo string) web.Base {
	b := web.Base{Titolo: titolo, Avviso: atti.Avviso(c), Sviluppo: sessioneDi(c.Request.Context()).sviluppo}
	if chi.OperatoreID != "" {
		b.Utente = &web.Utente{Nome: chi.Nome, Ruolo: strings.Join(ruoli(chi), ", ")}
	}
	return b
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

// PaginaErrore shows a problem as a page; the status is already set.
func (a *Accesso) PaginaErrore(c *gin.Context, chi models.Chi, p atti.Problema) {
	base := web.Base{Sviluppo: a.Sviluppo}
	if chi.OperatoreID != "" {
		base = Base(c, chi, "")
		base.Percorso = []web.Link{{Testo: "Home", URL: "/"}}
	}
	for _, e := range p.Errori {
		base.Campi = append(base.Campi, models.Campo{Nome: e.Campo, Messaggio: e.Messaggio})
	}
	pagina := web.ErrorePage{Base: base, Stato: p.Stato, Messaggio: p.Dettaglio, Richiesta: strings.TrimPrefix(p.Istanza, "urn:uuid:")}
	if err := web.Render(c.Writer, p.Stato, pagina); err != nil {
		// The page of an error has no page of its own: plain text, and the log.
		atti.Segnala(c.Request.Context(), a.Log, atti.ProblemaDi(c.Request.Context(), err), err)
		c.String(p.Stato, p.Dettaglio)
	}
}
