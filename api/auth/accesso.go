package auth

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
)

// Rotte registers login, logout and who is logged in.
func Rotte(r *atti.Rotte, a *Accesso) {
	atti.PaginaPubblica(r, http.MethodGet, Percorso, a.mostra)
	atti.PaginaPubblica(r, http.MethodPost, Percorso, a.entra)
	atti.PaginaPubblica(r, http.MethodPost, "/esci", a.esci)
	a.sessioni(r)
}

// mostra is the login page. Who comes here with a session that no longer
// holds reads why.
func (a *Accesso) mostra(c *gin.Context) error {
	errore := ""
	if gettone(c.Request) != "" {
		_, err := a.Autentica(c.Request)
		if e := atti.Rifiutato(err); e != nil {
			errore = e.Messaggio
		} else if err != nil {
			return err
		}
	}
	return a.pagina(c, http.StatusOK, c.Query("ritorno"), errore)
}

func (a *Accesso) pagina(c *gin.Context, stato int, ritorno, errore string) error {
	base := web.Base{Titolo: "Accesso", Avviso: atti.Avviso(c), Errore: errore, Sviluppo: a.Sviluppo}
	if !a.Sviluppo {
		return web.Render(c.Writer, stato, soloGateway(base))
	}
	p := web.AccessoPage{Base: base}
	if Locale(ritorno) {
		p.Ritorno = ritorno
	}
	operatori, err := anagrafe.PerAccesso(c.Request.Context(), a.DB, periodo.Oggi())
	if err != nil {
		return err
	}
	for _, o := range operatori {
		p.Operatori = append(p.Operatori, web.Operatore{ID: o.ID, Nome: o.Nominativo, Ruolo: nomi[models.Ruolo(o.Ruolo)], Ufficio: o.Ufficio})
	}
	return web.Render(c.Writer, stato, p)
}

const soloDalGateway = "l'accesso con SPID, CIE o TS-CNS avviene dal servizio di identità dell'ente: entrare da lì"

func soloGateway(base web.Base) web.SchedaPage {
	return web.SchedaPage{Base: base, Cassetti: []web.Cassetto{{
		ID: "identita", Titolo: "SPID, CIE o TS-CNS",
		Testo: "L'accesso con SPID, CIE e TS-CNS è fornito dal servizio di identità dell'ente, che apre questa applicazione dopo aver riconosciuto l'operatore. " +
			"Chi non riesce a entrare chieda all'amministratore del proprio ente se è abilitato",
	}}}
}

// entra logs in as the chosen operatore, on a development machine only.
func (a *Accesso) entra(c *gin.Context) error {
	if !a.Sviluppo {
		return models.Errorf(models.Forbidden, soloDalGateway)
	}
	if err := c.Request.ParseForm(); err != nil {
		return atti.Rifiuta(http.StatusBadRequest, "malformed", "il modulo non è arrivato intero: ricaricare la pagina e inviarlo di nuovo")
	}
	operatore, ritorno := c.Request.PostForm.Get("operatore"), c.Request.PostForm.Get("ritorno")
	if uuid.Validate(operatore) != nil {
		return a.pagina(c, http.StatusUnprocessableEntity, ritorno, "scegliere un operatore dall'elenco")
	}
	token, err := anagrafe.ApriSessione(c.Request.Context(), a.DB, operatore, time.Now())
	if e := atti.Rifiutato(err); e != nil && e.Kind == models.Unauthorized {
		return a.pagina(c, http.StatusUnprocessableEntity, ritorno, e.Messaggio)
	} else if err != nil {
		return err
	}
	http.SetCookie(c.Writer, biscotto(c.Request, token))
	dimenticaCasa(c)
	if !Locale(ritorno) {
		ritorno = "/"
	}
	if ritorno == "/" {
		if v, ok, err := inbox.VistaPredefinita(a.DB.WithContext(c.Request.Context()), operatore); err != nil {
			return err
		} else if ok {
			ritorno = v.Filtro.Indirizzo()
		}
	}
	c.Redirect(http.StatusSeeOther, ritorno)
	return nil
}

// esci ends the session and goes back to the login. Without a session it only
// goes there.
func (a *Accesso) esci(c *gin.Context) error {
	if g := gettone(c.Request); g != "" {
		if err := anagrafe.ChiudiSessione(c.Request.Context(), a.DB, g); err != nil {
			return err
		}
	}
	http.SetCookie(c.Writer, biscotto(c.Request, ""))
	dimenticaCasa(c)
	atti.Avvisa(c, "uscita eseguita")
	c.Redirect(http.StatusSeeOther, Percorso)
	return nil
}
