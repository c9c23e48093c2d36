package atti

import (
	"encoding/base64"
	"errors"
	"mime"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"siss/models"
	"siss/web/form"
)

// CampoAtto is the hidden field of every form with the id of the act.
const CampoAtto = "_atto"

// Opzioni says how a form is shown again and where it leads.
type Opzioni[R any] struct {
	// Pagina renders the page of the form with what was typed and, after a
	// refusal, what to correct. It must not set the status, which is set.
	// problemi is nil when a row was added or taken away.
	Pagina func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error

	// Dopo is where the browser goes after success (303).
	Dopo func(c *gin.Context, esito R) string

	// Avviso is the sentence the next page shows; "" for none.
	Avviso string

	// Esito, when it is there, shows the outcome itself instead of leading
	// elsewhere: an act repeated by reloading the page is the same act.
	Esito func(c *gin.Context, chi models.Chi, esito R) error

	// Mostra registers also GET, with the values of the query and no problem.
	Mostra bool
}

// Pagina adds a page that only who is logged in can ask. An address whose
// parameters are not what their names promise (see parametri) does not exist.
func Pagina(r *Rotte, metodo, percorso string, mostra func(c *gin.Context, chi models.Chi) error) {
	r.Pagine.Handle(metodo, percorso, func(c *gin.Context) {
		chi, err := r.entra(c)
		r.conBozze(c)
		if _, _, problemi := parametri(c); err == nil && len(problemi) > 0 {
			err = models.Errorf(models.NotFound, "a questo indirizzo non c'è nulla: tornare alla pagina iniziale")
		}
		if err == nil {
			err = mostra(c, chi)
		}
		if err != nil {
			r.rispondiPagina(c, chi, err)
		}
	})
}

// PaginaPubblica adds a page for nobody in particular, such as the login.
func PaginaPubblica(r *Rotte, metodo, percorso string, mostra func(c *gin.Context) error) {
	r.Pagine.Handle(metodo, percorso, func(c *gin.Context) {
		if err := mostra(c); err != nil {
			r.rispondiPagina(c, models.Chi{}, err)
		}
	})
}

// Modulo adds the POST of a form: decode and check F, do the act, redirect. A
// refusal shows the page again with what was typed; a button that adds or
// takes away a row shows it with that row; one that takes up the draft left
// unsaved shows it with that. The draft goes when the act is done.
func Modulo[F, R any](r *Rotte, percorso string, esegui Esegui[F, R], op Opzioni[R]) {
	if op.Mostra {
		Pagina(r, http.MethodGet, percorso, func(c *gin.Context, chi models.Chi) error {
			valori, _ := caratteri(c.Request.URL.Query())
			return op.Pagina(c, chi, conAtto(valori), nil)
		})
	}
	Pagina(r, http.MethodPost, percorso, func(c *gin.Context, chi models.Chi) error {
		valori, err := postati(c.Request)
		if err != nil {
			return err
		}
		if valori.Has(campoRiprendi) {
			if valori, err = r.bozza(c, chi); err != nil {
				return err
			}
			return op.Pagina(c, chi, conAtto(valori), nil)
		}
		if modificati, righe := form.Modifica(valori); righe {
			puliti, _ := caratteri(modificati)
			return op.Pagina(c, chi, conAtto(puliti), nil)
		}
		esito, err := invia(c, chi, valori, esegui)
		if err != nil {
			return ripresenta(r, c, chi, valori, err, op.Pagina)
		}
		r.eliminaBozza(c, chi)
		if op.Esito != nil {
			return op.Esito(c, chi, esito)
		}
		if op.Avviso != "" {
			Avvisa(c, op.Avviso)
		}
		c.Redirect(http.StatusSeeOther, op.Dopo(c, esito))
		return nil
	})
}

func invia[F, R any](c *gin.Context, chi models.Chi, valori url.Values, esegui Esegui[F, R]) (R, error) {
	corpo, problemi := decodificaModulo[F](valori)
	in, err := richiesta(c, corpo, problemi, CampoAtto, valori.Get(CampoAtto))
	if err != nil {
		var zero R
		return zero, err
	}
	return esegui(c.Request.Context(), chi, in)
}

// ripresenta shows the form again when correcting or repeating it can help.
func ripresenta(r *Rotte, c *gin.Context, chi models.Chi, valori url.Values, err error,
	pagina func(*gin.Context, models.Chi, url.Values, *models.Error) error) error {
	e := Rifiutato(err)
	if e == nil {
		return err
	}
	switch e.Kind {
	case models.Invalid, models.Conflict, models.Unavailable:
	default:
		return err
	}
	ctx := c.Request.Context()
	p := ProblemaDi(ctx, err)
	Segnala(ctx, r.Log, p, err)
	puliti, _ := caratteri(valori)
	if e.Superato != nil {
		puliti = form.Concilia(puliti, e.Superato)
	}
	retryAfter(c.Writer.Header(), p.Stato)
	c.Status(p.Stato)
	return pagina(c, chi, conAtto(puliti), e)
}

// conAtto makes sure that the page shown carries the id of an act, the same
// when the page comes back: a repeat is then the same act.
func conAtto(valori url.Values) url.Values {
	if uuid.Validate(valori.Get(CampoAtto)) != nil {
		valori.Set(CampoAtto, uuid.NewString())
	}
	return valori
}

// postati reads the body of a form, url-encoded or multipart.
func postati(req *http.Request) (url.Values, error) {
	tipo, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	switch {
	case err == nil && tipo == "application/x-www-form-urlencoded":
		err = req.ParseForm()
	case err == nil && tipo == "multipart/form-data":
		err = req.ParseMultipartForm(1 << 20)
	default:
		return nil, Rifiuta(http.StatusUnsupportedMediaType, "unsupported_media_type", "inviare il modulo dalla sua pagina")
	}
	var grande *http.MaxBytesError
	switch {
	case errors.As(err, &grande):
		return nil, grande
	case err != nil:
		return nil, Rifiuta(http.StatusBadRequest, "malformed", "il modulo non è arrivato intero: ricaricare la pagina e inviarlo di nuovo")
	}
	return req.PostForm, nil
}

// rispondiPagina answers a refusal or a fault with its page; nobody is sent to
// the login and, after reading a page, brought back. A script, which could do
// nothing with a page, is told the status and the problem.
func (r *Rotte) rispondiPagina(c *gin.Context, chi models.Chi, err error) {
	ctx := c.Request.Context()
	p := ProblemaDi(ctx, err)
	Segnala(ctx, r.Log, p, err)
	switch {
	case c.Writer.Written():
		return // half a page went out: nothing can be added to it
	case c.GetHeader("HX-Request") != "" || c.GetHeader("Accept") == "application/json":
		ScriviProblema(c.Writer, p)
	case p.Stato == http.StatusUnauthorized:
		dove := r.Accesso
		if c.Request.Method == http.MethodGet {
			dove += "?" + url.Values{"ritorno": {c.Request.URL.RequestURI()}}.Encode()
		}
		c.Redirect(http.StatusSeeOther, dove)
	default:
		r.MostraProblema(c, chi, p)
	}
}

// MostraProblema answers with the page of a problem.
func (r *Rotte) MostraProblema(c *gin.Context, chi models.Chi, p Problema) {
	retryAfter(c.Writer.Header(), p.Stato)
	c.Status(p.Stato)
	r.PaginaErrore(c, chi, p)
}

const cookieAvviso = "siss_avviso"

// Avvisa leaves a sentence for the next page shown to this browser.
func Avvisa(c *gin.Context, testo string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: cookieAvviso, Value: base64.RawURLEncoding.EncodeToString([]byte(testo)),
		Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.Request.TLS != nil,
	})
}

// Avviso takes the sentence left by Avvisa, once; "" when there is none. It is
// not signed: show it only as text.
func Avviso(c *gin.Context) string {
	k, err := c.Request.Cookie(cookieAvviso)
	if err != nil {
		return ""
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: cookieAvviso, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	testo, err := base64.RawURLEncoding.DecodeString(k.Value)
	if err != nil || len(testo) > 500 {
		return ""
	}
	return string(testo)
}
