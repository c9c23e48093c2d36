package inbox

import (
	"net/http"
	"net/url"

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

// filtroHome chooses what the home page shows: both lists, or one of them.
type filtroHome struct {
	Lista  string `json:"lista,omitempty" doc:"Lista" enum:"miei,uffici" etichette:"I miei,Dei miei uffici"`
	Tipo   string `json:"tipo,omitempty" doc:"Tipo" enum:"AVVIA_ISTRUTTORIA,VALUTA_DOMANDA,PRENDI_VISIONE,COMUNICA_ESITO,CREA_INTERVENTO,CONFERMA_ELABORAZIONE" etichette:"Avviare l'istruttoria,Valutare la domanda,Prendere visione,Comunicare l'esito,Creare l'intervento,Confermare l'elaborazione"`
	Pagina int    `json:"pagina,omitempty" doc:"Pagina" minimum:"0" maximum:"100000"`
}

// query writes the filter as parameters, without the page.
func (f filtroHome) query() url.Values {
	q := url.Values{}
	for nome, v := range map[string]string{"lista": f.Lista, "tipo": f.Tipo} {
		if v != "" {
			q.Set(nome, v)
		}
	}
	return q
}

func (f filtroHome) indirizzo() string {
	if q := f.query(); len(q) > 0 {
		return "/?" + q.Encode()
	}
	return "/"
}

func (h *gestore) home(c *gin.Context, chi models.Chi) error {
	return h.mostra(c, chi, "")
}

// dopoRifiuto shows the home page again with why the act was refused.
func (h *gestore) dopoRifiuto(c *gin.Context, chi models.Chi, _ url.Values, problemi *models.Error) error {
	errore := ""
	if problemi != nil {
		errore = problemi.Messaggio
	}
	return h.mostra(c, chi, errore)
}

// ritorno brings back to the list from which the act was asked.
func ritorno(c *gin.Context, _ struct{}) string { return auth.Ritorno(c.Request.URL.Query(), "/") }

func (h *gestore) mostra(c *gin.Context, chi models.Chi, errore string) error {
	f, problemi := atti.Filtro[filtroHome](c)
	if len(problemi) > 0 || c.Request.Method != http.MethodGet {
		f = filtroHome{}
	}
	p := web.HomePage{Base: auth.Base(c, chi, "Home"), Filtri: filtri(f)}
	p.Sezione, p.Errore = "/", errore
	err := models.Leggi(c.Request.Context(), h.motore.DB, chi, func(tx *gorm.DB) (err error) {
		if f.Lista != "uffici" {
			if p.Miei, err = lista(tx, chi, f, "miei"); err != nil {
				return err
			}
		}
		if f.Lista != "miei" {
			p.Ufficio, err = lista(tx, chi, f, "uffici")
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// filtri are the quick filters: which list, and which kind of task.
func filtri(f filtroHome) []web.Link {
	out := []web.Link{{Testo: "Tutti", URL: "/", Attivo: f.Lista == "" && f.Tipo == ""}}
	modulo := form.Vuoto[filtroHome](nil)
	for _, nome := range []string{"lista", "tipo"} {
		campo, _ := modulo.Field(nome)
		for _, o := range campo.Options {
			if o.Valore == "" {
				continue
			}
			g, attivo := f, f.Lista == o.Valore || f.Tipo == o.Valore
			if nome == "lista" {
				g.Lista = o.Valore
			} else {
				g.Tipo = o.Valore
			}
			out = append(out, web.Link{Testo: o.Testo, URL: g.indirizzo(), Attivo: attivo})
		}
	}
	return out
}

// lista reads one of the two lists. Its pager leads to the page on which it is
// alone.
func lista(tx *gorm.DB, chi models.Chi, f filtroHome, quale string) (*web.ListaCompiti, error) {
	pagina := f.Pagina
	if f.Lista == "" {
		pagina = 1
	}
	letti, err := compiti(tx, chi, FiltroCompiti{Miei: quale == "miei", Tipo: f.Tipo, Pagina: pagina})
	if err != nil {
		return nil, err
	}
	sola := filtroHome{Lista: quale, Tipo: f.Tipo}
	l := &web.ListaCompiti{Totale: letti.Totale, Pager: web.Pagina("/", sola.query(), pagina, perPagina, letti.Totale)}
	for _, c := range letti.Compiti {
		l.Compiti = append(l.Compiti, riga(c, chi, f.indirizzo()))
	}
	l.Vuoto, l.Azione = vuoto(f, quale)
	return l, nil
}

func vuoto(f filtroHome, quale string) (string, *web.Link) {
	switch {
	case f.Tipo != "" || f.Pagina > 1:
		return "nessun compito con questi filtri: togliere i filtri per vedere gli altri", &web.Link{Testo: "Togli i filtri", URL: "/"}
	case quale == "miei":
		return "nessun compito in carico: prenderne uno tra quelli dell'ufficio, oppure inserire una nuova domanda cercando il soggetto",
			&web.Link{Testo: "Cerca il soggetto", URL: "/soggetti"}
	}
	return "nessun compito da prendere in carico negli uffici in cui si è abilitati", nil
}

// giorniInScadenza is how many days before its term a task is marked.
const giorniInScadenza = 7

func riga(c Compito, chi models.Chi, qui string) web.Compito {
	out := web.Compito{
		Cosa: web.Link{Testo: c.Titolo, URL: apri(c)}, Soggetto: c.Soggetto, Ufficio: c.Ufficio,
		Dal: periodo.DataOra(c.Creato), Entro: c.Scade.Italiana(), PresoDa: presoDa(c), Atti: pulsanti(c, chi, qui),
	}
	oggi := periodo.Oggi()
	switch {
	case c.Scade.IsZero():
	case c.Scade.Prima(oggi):
		out.Scadenza = web.Scaduto
	case !c.Scade.Dopo(oggi.Piu(giorniInScadenza)):
		out.Scadenza = web.InScadenza
	}
	return out
}

// presoDa names who has the task, or to whom it was given without his having
// taken it yet. A presa visione is never taken.
func presoDa(c Compito) string {
	if c.Operatore != "" && c.PresoIl == nil && c.Tipo != inbox.PrendiVisione {
		return c.Operatore + " (assegnato, da prendere in carico)"
	}
	return c.Operatore
}

// apri is where the task is done.
func apri(c Compito) string {
	switch {
	case c.Tipo == inbox.CreaIntervento:
		return "/interventi/nuovo?" + url.Values{"natura": {c.Natura}, "soggetto": {c.SoggettoID}, "richiesta": {c.RichiestaID}}.Encode()
	case c.Oggetto == "elaborazione":
		return "/elaborazioni/" + c.OggettoID
	case c.Oggetto == "intervento":
		return "/interventi/" + c.OggettoID
	}
	return "/domande/" + c.OggettoID
}

// pulsanti are the acts that the operatore may do on the task as it is.
func pulsanti(c Compito, chi models.Chi, qui string) []web.Pulsante {
	mio, libero := c.OperatoreID == chi.OperatoreID, c.OperatoreID == ""
	atto := func(testo, percorso string, tono web.Tono) web.Pulsante {
		return web.Pulsante{Testo: testo, Oggetto: c.Titolo, Atto: uuid.NewString(), Tono: tono,
			URL: "/compiti/" + c.ID + "/" + percorso + "?" + url.Values{"ritorno": {qui}}.Encode()}
	}
	out := []web.Pulsante{{Testo: "Apri", Oggetto: c.Titolo, URL: apri(c), Link: true}}
	switch {
	case c.Tipo == inbox.PrendiVisione && mio:
		out = append(out, atto("Presa visione", "completamento", web.Principale))
	case c.Tipo == inbox.PrendiVisione:
	case mio && c.PresoIl != nil:
		out = append(out, atto("Rilascia", "rilascio", ""))
	case mio:
		out = append(out, atto("Prendi in carico", "presa", web.Principale), atto("Rilascia", "rilascio", ""))
	case libero:
		out = append(out, atto("Prendi in carico", "presa", web.Principale))
	}
	return out
}
