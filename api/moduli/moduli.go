// Package moduli keeps the drafts of forms while they are typed: a page sends
// what is in a form every few seconds, and its operatore finds it there again
// after a lost session. The drafts are shown and taken up by api/atti, which
// every form goes through.
package moduli

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/appunto"
	"siss/models/periodo"
	"siss/web"
)

// What the page posts beside the values of the form.
const (
	campoChiave    = "_chiave"    // where the form is posted to
	campoOperatore = "_operatore" // for whom the page was made
)

// Rotte registers the pages that keep drafts.
func Rotte(r *atti.Rotte, db *gorm.DB) {
	h := &gestore{db}
	atti.Pagina(r, http.MethodPost, "/moduli/salvati", h.salva)
	atti.Pagina(r, http.MethodPost, "/moduli/scartati", h.scarta)
	atti.Pagina(r, http.MethodGet, "/moduli/rientro", h.rientro)
}

type gestore struct{ db *gorm.DB }

// Salvato is what the page is told of a draft that was kept.
type Salvato struct {
	Alle string `json:"alle"` // "10:31"
}

// salva keeps the draft of a form. The page says for whom it was made: a
// colleague who has logged in from the same browser must not find it, nor go
// on with it unawares.
func (h *gestore) salva(c *gin.Context, chi models.Chi) error {
	valori, err := postati(c)
	if err != nil {
		return err
	}
	if di := valori.Get(campoOperatore); di != "" && di != chi.OperatoreID {
		return models.Errorf(models.Conflict, "con questo browser è entrato un altro operatore (%s): uscire e rientrare con il proprio nome", chi.Nome)
	}
	chiave := valori.Get(campoChiave)
	if !auth.Locale(chiave) {
		return models.Errorf(models.Invalid, "la bozza non dice di quale modulo è")
	}
	a := appunto.Appunto{Chiave: chiave, AttoID: valori.Get(atti.CampoAtto), Valori: url.Values{}, SalvatoIl: time.Now()}
	for nome, v := range valori {
		if !strings.HasPrefix(nome, "_") {
			a.Valori[nome] = v
		}
	}
	err = models.Atto(c.Request.Context(), h.db, chi, "salva-appunto", func(tx *gorm.DB) error { return appunto.Salva(tx, chi, a) })
	if err != nil {
		return err
	}
	_, ora, _ := strings.Cut(periodo.DataOra(a.SalvatoIl), " ")
	c.JSON(http.StatusOK, Salvato{Alle: ora})
	return nil
}

// scarta throws a draft away and goes back to the page that offered it.
func (h *gestore) scarta(c *gin.Context, chi models.Chi) error {
	valori, err := postati(c)
	if err != nil {
		return err
	}
	err = models.Atto(c.Request.Context(), h.db, chi, "scarta-appunto", func(tx *gorm.DB) error {
		return appunto.Elimina(tx, chi, valori.Get("chiave"))
	})
	if err != nil {
		return err
	}
	atti.Avvisa(c, "bozza non salvata scartata")
	c.Redirect(http.StatusSeeOther, auth.Ritorno(valori, "/"))
	return nil
}

// rientro is where who logged in again from a form ends up: the form is in the
// other window.
func (h *gestore) rientro(c *gin.Context, chi models.Chi) error {
	p := web.SchedaPage{Cassetti: []web.Cassetto{{ID: "rientro", Titolo: "Torna al modulo",
		Testo: "Chiudere questa scheda del browser e tornare a quella del modulo: quello che è scritto è ancora lì, e la bozza riprende a salvarsi da sola"}}}
	p.Base = auth.Base(c, chi, "Accesso eseguito")
	p.Percorso = []web.Link{{Testo: "Home", URL: "/"}}
	return web.Render(c.Writer, http.StatusOK, p)
}

func postati(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, atti.Rifiuta(http.StatusBadRequest, "malformed", "il modulo non è arrivato intero: ricaricare la pagina e inviarlo di nuovo")
	}
	return c.Request.PostForm, nil
}
