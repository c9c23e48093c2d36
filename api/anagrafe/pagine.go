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
		Pagina: h.cardCon("residenze"), Dopo: versoCassetto[Residenza]("residenza"), Avviso: "indirizzo inserito",
	})
	atti.Modulo(r, "/soggetti/:id/residenze/:residenzaId/chiudi", h.chiudiResidenza, atti.Opzioni[Residenza]{
		Pagina: h.moduloFineIndirizzo, Dopo: versoCassetto[Residenza]("residenza"), Avviso: "indirizzo chiuso", Mostra: true,
	})
	atti.Modulo(r, "/soggetti/:id/contatti", h.salvaContatti, atti.Opzioni[Soggetto]{
		Pagina: h.cardCon("contatti"), Dopo: versoCassetto[Soggetto]("contatti"), Avviso: "contatti salvati",
	})
	atti.Pagina(r, http.MethodGet, "/soggetti/:id/relazioni/nuova", h.scegliAltro)
	atti.Modulo(r, "/soggetti/:id/relazioni", h.salvaRelazione, atti.Opzioni[Relazione]{
		Pagina: h.moduloRelazione, Dopo: versoCassetto[Relazione]("nucleo"), Avviso: "persona aggiunta al nucleo o alle relazioni", Mostra: true,
	})
	atti.Modulo(r, "/soggetti/:id/relazioni/:relazioneId/chiudi", h.chiudiRelazione, atti.Opzioni[Relazione]{
		Pagina: h.moduloFineRelazione, Dopo: versoCassetto[Relazione]("nucleo"), Avviso: "relazione chiusa sulle schede di tutti e due", Mostra: true,
	})
}

func versoScheda(_ *gin.Context, s Soggetto) string { return "/soggetti/" + s.ID }

func versoCassetto[R any](cassetto string) func(*gin.Context, R) string {
	return func(c *gin.Context, _ R) string { return "/soggetti/" + c.Param("id") + "#" + cassetto }
}

// elenco is the search mask and, once something is looked for, the list
// (manuale §2, figg. 3-5).
func (h *gestore) elenco(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[Filtro](c)
	query := c.Request.URL.Query()
	query.Del("pagina")
	p := web.ElencoPage{
		Base: base(c, chi, "Soggetti", casa), Azione: "/soggetti", Filtri: form.Filtri[anagrafe.Ricerca](query, nil, problemi),
		Introduzione: "Ricerca nell'anagrafe interna per nome e cognome, oppure per codice fiscale",
		Nuovo:        &web.Link{Testo: "Nuovo soggetto", URL: nuovoDa(f.Ricerca)}, Altrove: []web.Pulsante{versoANPR(f.Ricerca)},
	}
	switch {
	case len(problemi) > 0:
		p.Vuoto = "correggere i filtri e cercare di nuovo"
		return web.Render(c.Writer, http.StatusUnprocessableEntity, p)
	case f.Ricerca.Vuota():
		p.Vuoto = "scrivere cognome e nome, oppure il codice fiscale, e premere Cerca"
		return web.Render(c.Writer, http.StatusOK, p)
	}
	p.Vuoto = "nessun soggetto trovato: provare con meno lettere o con il solo codice fiscale, cercare in ANPR, oppure inserire il soggetto"
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		trovati, err := anagrafe.Cerca(tx, chi, f.Ricerca, f.pagina())
		if err != nil {
			return err
		}
		p.Colonne, p.Righe, err = righeDi(tx, chi, trovati.Elementi, schedaDi)
		p.Pager = web.Pagina("/soggetti", query, f.Pagina, perPagina, trovati.Totale)
		if trovati.Totale == 0 {
			p.Altrove[0].Tono = web.Principale
			p.Altrove = append(p.Altrove, web.Pulsante{Testo: p.Nuovo.Testo, URL: p.Nuovo.URL, Link: true})
		}
		if trovati.Parziale {
			p.Avvertenza = "ce ne sono altri: per trovarli aggiungere il cognome, il nome o il codice fiscale"
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

func schedaDi(s anagrafe.Soggetto) string { return "/soggetti/" + s.ID }

// versoANPR leads to the search in ANPR with the codice fiscale typed here,
// which travels in a form: no address has it.
func versoANPR(r anagrafe.Ricerca) web.Pulsante {
	p := web.Pulsante{Testo: "Cerca in ANPR", URL: ricercaANPR, Link: true}
	if r.CodiceFiscale != "" {
		p.Link, p.URL, p.Nascosti = false, ricercaANPR+"/nuova", []web.Nascosto{{Nome: "codiceFiscale", Valore: r.CodiceFiscale}}
	}
	return p
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

// trova reads a page of the search as columns and rows.
func trova(tx *gorm.DB, chi models.Chi, r anagrafe.Ricerca, p models.Pagina, dove func(anagrafe.Soggetto) string) (colonne []web.Colonna, righe []web.Riga, totale int, err error) {
	trovati, err := anagrafe.Cerca(tx, chi, r, p)
	if err != nil {
		return nil, nil, 0, err
	}
	colonne, righe, err = righeDi(tx, chi, trovati.Elementi, dove)
	return colonne, righe, trovati.Totale, err
}

// righeDi writes soggetti in the columns of figg. 12 and 21; who has more than
// one ente also reads of which each soggetto is.
func righeDi(tx *gorm.DB, chi models.Chi, soggetti []anagrafe.Soggetto, dove func(anagrafe.Soggetto) string) (colonne []web.Colonna, righe []web.Riga, err error) {
	colonne = web.Colonne("Codice", "Cognome", "Nome", "Sesso", "Data di nascita", "Codice fiscale")
	enti, err := anagrafe.NomiEnti(tx, chi)
	if err != nil {
		return nil, nil, err
	}
	if enti != nil {
		colonne = append(colonne, web.Colonna{Testo: "Ente"})
	}
	for _, s := range soggetti {
		celle := []web.Cella{
			web.Testo(strconv.Itoa(s.Codice)), web.Collegamento(s.Cognome, dove(s)), web.Testo(s.Nome), web.Testo(s.Sesso),
			web.Testo(s.DataNascita.Italiana()), web.Testo(string(s.CodiceFiscale)),
		}
		if enti != nil {
			celle = append(celle, web.Testo(enti[s.EnteID]))
		}
		righe = append(righe, web.Riga{Celle: celle})
	}
	return colonne, righe, nil
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
