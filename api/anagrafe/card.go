package anagrafe

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/anagrafe"
	"siss/web"
	"siss/web/form"
)

// tornato is a form of the card that comes back after a post: which one, what
// was typed, and why it was refused. The zero tornato is a card just asked for.
type tornato struct {
	modulo   string
	valori   url.Values
	problemi *models.Error
}

// card is the card of a soggetto (manuale §3, fig. 7).
func (h *gestore) card(c *gin.Context, chi models.Chi) error {
	return h.mostraCard(c, chi, tornato{})
}

// cardCon shows the card with one of its forms as it was posted.
func (h *gestore) cardCon(modulo string) func(*gin.Context, models.Chi, url.Values, *models.Error) error {
	return func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
		return h.mostraCard(c, chi, tornato{modulo: modulo, valori: valori, problemi: problemi})
	}
}

// inRiga is a form of the card, posted under the card's own path.
func inRiga[F any](t tornato, nome, titolo, su string, predefinito F) web.ModuloInline {
	m := web.ModuloInline{Titolo: titolo, Azione: su + "/" + nome, Invia: "Salva"}
	if t.modulo != nome {
		m.Atto, m.Form = uuid.NewString(), form.Predefinito(predefinito, nil)
		return m
	}
	var campi []models.Campo
	if t.problemi != nil {
		campi = t.problemi.Campi
	}
	m.Atto, m.Form, m.Aperto = t.valori.Get(atti.CampoAtto), form.Riempi[F](t.valori, nil, campi), true
	return m
}

// carta is what the card shows.
type carta struct {
	soggetto  anagrafe.Soggetto
	ente      anagrafe.Ente
	indirizzi []anagrafe.Residenza
	nucleo    []anagrafe.Componente
	aree      []web.Cassetto
	storia    Storia
}

func (h *gestore) leggiCarta(tx *gorm.DB, chi models.Chi, id string, pagina int) (c carta, err error) {
	if c.soggetto, err = anagrafe.SoggettoVisibile(tx, chi, id); err != nil {
		return c, err
	}
	if c.ente, err = anagrafe.EnteVisibile(tx, chi, c.soggetto.EnteID); err != nil {
		return c, err
	}
	if c.indirizzi, err = anagrafe.Residenze(tx, chi, id); err != nil {
		return c, err
	}
	if c.nucleo, err = anagrafe.Nucleo(tx, chi, id); err != nil {
		return c, err
	}
	for _, a := range h.aree {
		cassetti, err := a.Cassetti(tx, chi, id)
		if err != nil {
			return c, err
		}
		c.aree = append(c.aree, cassetti...)
	}
	c.storia, err = h.leggiStoria(tx, chi, id, pagina)
	return c, err
}

func (h *gestore) mostraCard(c *gin.Context, chi models.Chi, t tornato) error {
	f, _ := atti.Filtro[FiltroStoria](c) // a wrong page is the first one
	var k carta
	err := h.leggi(c, chi, func(tx *gorm.DB, id string) (err error) {
		k, err = h.leggiCarta(tx, chi, id, f.Pagina)
		return err
	})
	if err != nil {
		return err
	}
	su := "/soggetti/" + k.soggetto.ID
	p := web.SchedaPage{
		Base: base(c, chi, k.soggetto.Nominativo(), casa, elencoSu), Comandi: comandi(k.soggetto.ID),
		Sottotitolo: "Codice " + strconv.Itoa(k.soggetto.Codice) + " dell'anagrafe di " + k.ente.Denominazione,
		AltoADestra: []web.Link{{Testo: "Modifica i dati anagrafici", URL: su + "/modifica", Icona: web.IconaModifica}},
		Cassetti: append([]web.Cassetto{
			datiAnagrafici(k.soggetto), cassettoContatti(su, k.soggetto, t), cassettoResidenza(su, k.indirizzi, t), cassettoNucleo(su, k.nucleo),
		}, k.aree...),
	}
	p.Cassetti = append(p.Cassetti, cassettoStoria(k.soggetto.ID, k.storia))
	if morto := k.soggetto.DataDecesso; !morto.IsZero() {
		p.Stato = web.Badge{Testo: "Deceduto/a il " + morto.Italiana(), Tono: web.Negativo}
	}
	conProblemi(&p.Base, t.problemi)
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// comandi is the list with Esegui of fig. 7.
func comandi(id string) []web.Link {
	q := "?soggettoId=" + id
	nuovo := func(natura string) string { return "/interventi/nuovo?natura=" + natura + "&soggetto=" + id }
	return []web.Link{
		{Testo: "Domande", URL: "/domande" + q},
		{Testo: "Nuova domanda", URL: "/domande/nuova?soggetto=" + id},
		{Testo: "Interventi", URL: "/interventi" + q},
		{Testo: "Nuovo intervento economico", URL: nuovo("ECONOMICO")},
		{Testo: "Nuovo intervento con prestazioni", URL: nuovo("PRESTAZIONI")},
		{Testo: "Nuovo intervento in struttura", URL: nuovo("STRUTTURA")},
		{Testo: "Verifica i dati in ANPR", URL: ricercaANPR + "?soggetto=" + id},
	}
}

// esegui goes to the command chosen in a list.
func esegui(c *gin.Context, _ models.Chi) error {
	comando := c.Query("comando")
	if !auth.Locale(comando) {
		return models.Errorf(models.NotFound, "il comando non esiste: tornare indietro e sceglierne uno dall'elenco")
	}
	c.Redirect(http.StatusSeeOther, comando)
	return nil
}
