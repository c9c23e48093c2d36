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
		Base: base(c, chi, "Soggetti", casa), Azione: "/soggetti", Filtri: form.Filtri[anagrafe.Ricerca](query, nil, problemi),
		Nuovo: &web.Link{Testo: "Nuovo soggetto", URL: nuovoDa(f.Ricerca)},
	}
	p.Vuoto, p.AzioneVuoto = vuoto(f.Ricerca, p.Nuovo)
	if len(problemi) > 0 {
		p.Vuoto = "correggere i filtri e cercare di nuovo"
		return web.Render(c.Writer, http.StatusUnprocessableEntity, p)
	}
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		var totale int
		var err error
		p.Colonne, p.Righe, totale, err = trova(tx, chi, f.Ricerca, f.pagina(), schedaDi)
		p.Pager = web.Pagina("/soggetti", query, f.Pagina, perPagina, totale)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

func schedaDi(s anagrafe.Soggetto) string { return "/soggetti/" + s.ID }

// vuoto says what to do when nobody is found.
func vuoto(r anagrafe.Ricerca, nuovo *web.Link) (string, *web.Link) {
	if r == (anagrafe.Ricerca{}) {
		return "nell'anagrafe non c'è ancora nessuno: inserire il primo soggetto", nuovo
	}
	return "nessun soggetto trovato: provare con meno lettere o con il solo codice fiscale, oppure inserire il soggetto", nuovo
}

// nuovoDa is the address of the form of a new soggetto, begun with what was
// looked for.
func nuovoDa(r anagrafe.Ricerca) string {
	if q := daCercato(r); len(q) > 0 {
		return "/soggetti/nuovo?" + q.Encode()
	}
	return "/soggetti/nuovo"
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

// trova reads a page of the search as columns, those of figg. 12 and 21, and
// rows; who has more than one ente also reads of which each soggetto is.
func trova(tx *gorm.DB, chi models.Chi, r anagrafe.Ricerca, p models.Pagina, dove func(anagrafe.Soggetto) string) (colonne []web.Colonna, righe []web.Riga, totale int, err error) {
	colonne = web.Colonne("Codice", "Cognome", "Nome", "Sesso", "Data di nascita", "Codice fiscale")
	enti, err := anagrafe.NomiEnti(tx, chi)
	if err != nil {
		return nil, nil, 0, err
	}
	if enti != nil {
		colonne = append(colonne, web.Colonna{Testo: "Ente"})
	}
	trovati, err := anagrafe.Cerca(tx, chi, r, p)
	for _, s := range trovati.Elementi {
		celle := []web.Cella{
			web.Testo(strconv.Itoa(s.Codice)), web.Collegamento(s.Cognome, dove(s)), web.Testo(s.Nome), web.Testo(s.Sesso),
			web.Testo(s.DataNascita.Italiana()), web.Testo(string(s.CodiceFiscale)),
		}
		if enti != nil {
			celle = append(celle, web.Testo(enti[s.EnteID]))
		}
		righe = append(righe, web.Riga{Celle: celle})
	}
	return colonne, righe, trovati.Totale, err
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
