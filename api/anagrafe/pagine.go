package anagrafe

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/anagrafe"
	"siss/web"
	"siss/web/form"
)

var (
	casa     = web.Link{Testo: "Home", URL: "/"}
	elencoSu = web.Link{Testo: "Soggetti", URL: "/soggetti"}
)

func (h *gestore) pagine(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, "/soggetti", h.elenco)
	atti.Modulo(r, "/soggetti/nuovo", h.salva, atti.Opzioni[Soggetto]{
		Pagina: h.nuovo, Dopo: versoScheda, Avviso: "soggetto inserito in anagrafe", Mostra: true,
	})
	atti.Pagina(r, http.MethodGet, "/soggetti/:id", h.card)
	atti.Pagina(r, http.MethodGet, "/soggetti/:id/modifica", h.modifica)
	atti.Modulo(r, "/soggetti/:id/modifica", h.salva, atti.Opzioni[Soggetto]{
		Pagina: h.correggi, Dopo: versoScheda, Avviso: "dati anagrafici salvati",
	})
	atti.Modulo(r, "/soggetti/:id/residenze", h.salvaResidenza, atti.Opzioni[Residenza]{
		Pagina: h.cardConResidenza, Dopo: versoCassetto[Residenza]("residenza"), Avviso: "indirizzo inserito",
	})
	atti.Pagina(r, http.MethodGet, "/soggetti/:id/relazioni/nuova", h.scegliAltro)
	atti.Modulo(r, "/soggetti/:id/relazioni", h.salvaRelazione, atti.Opzioni[Relazione]{
		Pagina: h.moduloRelazione, Dopo: versoCassetto[Relazione]("nucleo"), Avviso: "persona aggiunta al nucleo o alle relazioni", Mostra: true,
	})
}

func versoScheda(_ *gin.Context, s Soggetto) string { return "/soggetti/" + s.ID }

func versoCassetto[R any](cassetto string) func(*gin.Context, R) string {
	return func(c *gin.Context, _ R) string { return "/soggetti/" + c.Param("id") + "#" + cassetto }
}

// elenco is the search mask and the list (manuale §2, figg. 4-5).
func (h *gestore) elenco(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[Filtro](c)
	query := c.Request.URL.Query()
	query.Del("pagina")
	p := web.ElencoPage{
		Base: base(c, chi, "Soggetti", casa), Azione: "/soggetti", Filtri: form.Riempi[anagrafe.Ricerca](query, nil, problemi),
		Colonne: colonneSoggetti(), Nuovo: &web.Link{Testo: "Nuovo soggetto", URL: "/soggetti/nuovo?" + daCercato(f.Ricerca).Encode()},
	}
	p.Vuoto, p.AzioneVuoto = vuoto(f.Ricerca, p.Nuovo)
	if len(problemi) > 0 {
		p.Vuoto = "correggere i filtri e cercare di nuovo"
		return web.Render(c.Writer, http.StatusUnprocessableEntity, p)
	}
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		trovati, err := anagrafe.Cerca(tx, chi, f.Ricerca, f.pagina())
		p.Righe = righe(trovati.Elementi, func(s anagrafe.Soggetto) string { return "/soggetti/" + s.ID })
		p.Pager = web.Pagina("/soggetti", query, f.Pagina, perPagina, trovati.Totale)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

// vuoto says what to do when nobody is found.
func vuoto(r anagrafe.Ricerca, nuovo *web.Link) (string, *web.Link) {
	if r == (anagrafe.Ricerca{}) {
		return "nell'anagrafe non c'è ancora nessuno: inserire il primo soggetto", nuovo
	}
	return "nessun soggetto trovato: provare con meno lettere o con il solo codice fiscale, oppure inserire il soggetto", nuovo
}

// daCercato begins the form of a new soggetto with what was looked for.
func daCercato(r anagrafe.Ricerca) url.Values {
	q := url.Values{}
	for nome, v := range map[string]string{"cognome": r.Cognome, "nome": r.Nome, "codiceFiscale": r.CodiceFiscale} {
		if v != "" {
			q.Set(nome, v)
		}
	}
	return q
}

// colonneSoggetti are those of figg. 12 and 21.
func colonneSoggetti() []web.Colonna {
	return web.Colonne("Codice", "Cognome", "Nome", "Sesso", "Data di nascita", "Codice fiscale")
}

func righe(soggetti []anagrafe.Soggetto, dove func(anagrafe.Soggetto) string) []web.Riga {
	var out []web.Riga
	for _, s := range soggetti {
		out = append(out, web.Riga{Celle: []web.Cella{
			web.Testo(strconv.Itoa(s.Codice)), web.Collegamento(s.Cognome, dove(s)), web.Testo(s.Nome), web.Testo(s.Sesso),
			web.Testo(s.DataNascita.Italiana()), web.Testo(string(s.CodiceFiscale)),
		}})
	}
	return out
}

func base(c *gin.Context, chi models.Chi, titolo string, percorso ...web.Link) web.Base {
	b := auth.Base(c, chi, titolo)
	b.Sezione, b.Percorso = "/soggetti", percorso
	return b
}

// conProblemi adds to a page why its form was refused.
func conProblemi(b *web.Base, problemi *models.Error) []models.Campo {
	if problemi == nil {
		return nil
	}
	b.Errore = problemi.Messaggio
	return problemi.Campi
}
