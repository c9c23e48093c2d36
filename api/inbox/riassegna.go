package inbox

import (
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
	"siss/web/form"
)

// paginaRiassegna asks to whom a task is given.
func (h *gestore) paginaRiassegna(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	id, err := identificativo(c)
	if err != nil {
		return err
	}
	casa := ritorno(c, struct{}{})
	p := web.ModuloPage{Base: auth.Base(c, chi, "Riassegna il compito"), Atto: valori.Get(atti.CampoAtto), Invia: "Riassegna",
		Azione: "/compiti/" + id + "/riassegnazione?" + url.Values{"ritorno": {casa}}.Encode(), Annulla: &web.Link{Testo: "Annulla", URL: casa}}
	p.Sezione, p.Percorso = "/", []web.Link{{Testo: "Home", URL: casa}}
	err = models.Leggi(c.Request.Context(), h.motore.DB, chi, func(tx *gorm.DB) error {
		k, err := inbox.Visibile(tx, chi, id)
		if err != nil {
			return err
		}
		operatori, err := inbox.OperatoriAbilitati(tx, []string{k.EnteID}, periodo.Oggi())
		p.Introduzione = k.Titolo + ". " + soloIlCompito(k.Oggetto)
		var campi []models.Campo
		if problemi != nil {
			p.Errore, campi = problemi.Messaggio, problemi.Campi
		}
		p.Form = form.Riempi[ModuloRiassegnazione](valori, form.Opzioni{"operatori": opzioni(operatori)}, campi)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// soloIlCompito says what reassigning a task doesn't do.
func soloIlCompito(oggetto string) string {
	if oggetto != "domanda" {
		return "Chi lo riceve trova una notifica nella Home"
	}
	return "Chi lo riceve trova una notifica nella Home. Cambia solo chi ha il compito: la domanda resta assegnata a chi la segue, " +
		"e per affidarla a un altro c'è Assegna, nella pagina della domanda"
}

// identificativo is the UUID in the path of a page.
func identificativo(c *gin.Context) (string, error) {
	id := c.Param("id")
	if id == "" {
		return "", models.Errorf(models.NotFound, "a questo indirizzo non c'è nulla: tornare alla Home")
	}
	return id, nil
}
