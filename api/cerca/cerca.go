// Package cerca answers for the box "Cerca in tutte le aree": the functions by
// name and what each area finds, while one types and as a page. It knows no
// area: each says itself where to look, and only for what may be seen.
package cerca

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/web"
)

// Fonte is where an area looks for one kind of things.
type Fonte struct {
	ID     string // unique: "soggetti"
	Titolo string // "Soggetti"
	Vuoto  string // what the page says when nothing is found, and what to do; "" leaves the kind out

	// Numerata tells that its things are found by their number alone.
	Numerata bool

	// Cerca finds at most quanti things that chi may see. The link leads to
	// the whole list, nil when there is none to look at.
	Cerca func(tx *gorm.DB, chi models.Chi, t Testo, quanti int) ([]web.Trovato, *web.Link, error)
}

// How many of each kind are found while one types, and on the page.
const (
	suggeriti   = 6
	nellaPagina = 20
)

// Filtro is what is typed in the box.
type Filtro struct {
	Q string `json:"q,omitempty" doc:"Testo" maxLength:"100"`
}

type gestore struct {
	db    *gorm.DB
	fonti []Fonte
}

// Rotte registers the page of results and the list under the box.
func Rotte(r *atti.Rotte, db *gorm.DB, fonti ...Fonte) {
	h := &gestore{db: db, fonti: fonti}
	atti.Pagina(r, http.MethodGet, "/cerca", h.pagina)
	atti.Pagina(r, http.MethodGet, "/cerca/suggerimenti", h.suggerisci)
}

// pagina lists what the box finds; the name of a function leads to it.
func (h *gestore) pagina(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[Filtro](c)
	t := leggi(f.Q)
	if url := funzioneEsatta(chi, t.Scritto); url != "" {
		c.Redirect(http.StatusSeeOther, url)
		return nil
	}
	p := web.CercaPage{Base: auth.Base(c, chi, "Cerca in tutte le aree")}
	p.Percorso, p.Cercato = []web.Link{{Testo: "Home", URL: "/"}}, c.Query("q")
	if len(problemi) > 0 {
		p.Errore, p.Cercato = "il testo cercato non è valido: scriverlo di nuovo", ""
		return web.Render(c.Writer, http.StatusUnprocessableEntity, p)
	}
	gruppi, err := h.trova(c, chi, t, nellaPagina)
	if err != nil {
		return err
	}
	p.Gruppi = gruppi
	return web.Render(c.Writer, http.StatusOK, p)
}

// suggerisci is the list under the box, without a page around it.
func (h *gestore) suggerisci(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[Filtro](c)
	if len(problemi) > 0 {
		return web.Render(c.Writer, http.StatusUnprocessableEntity, web.Suggerimenti{})
	}
	gruppi, err := h.trova(c, chi, leggi(f.Q), suggeriti)
	if err != nil {
		return err
	}
	var pieni []web.GruppoTrovati
	for _, g := range gruppi {
		if len(g.Trovati) > 0 {
			pieni = append(pieni, g)
		}
	}
	return web.Render(c.Writer, http.StatusOK, web.Suggerimenti{Gruppi: pieni})
}

// trova looks everywhere. Without a text there are only the functions, all.
func (h *gestore) trova(c *gin.Context, chi models.Chi, t Testo, quanti int) ([]web.GruppoTrovati, error) {
	out := []web.GruppoTrovati{{ID: "funzioni", Titolo: "Funzioni", Trovati: funzioniPer(chi, t.Scritto),
		Vuoto: "nessuna funzione con questo nome: usare il menu in alto"}}
	if t.Scritto == "" {
		return out, nil
	}
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		for _, fonte := range h.fonti {
			trovati, altri, err := fonte.Cerca(tx, chi, t, quanti)
			if err != nil {
				return err
			}
			out = append(out, web.GruppoTrovati{ID: fonte.ID, Titolo: fonte.Titolo, Trovati: trovati, Vuoto: vuoto(fonte, t), Altri: altri})
		}
		return nil
	})
	return out, err
}

// vuoto leaves out, for a text that is the number of a case, what numbers
// don't name, and the other way round.
func vuoto(f Fonte, t Testo) string {
	if f.Numerata != (t.Numero > 0) {
		return ""
	}
	return f.Vuoto
}

// Nota joins what tells a thing from another: the empty parts are left out.
func Nota(parti ...string) string {
	var piene []string
	for _, p := range parti {
		if p != "" {
			piene = append(piene, p)
		}
	}
	return strings.Join(piene, " · ")
}
