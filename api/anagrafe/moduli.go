package anagrafe

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/web"
	"siss/web/form"
)

// nuovo is the form of a soggetto who is not in the registry yet.
func (h *gestore) nuovo(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	opzioni, err := h.opzioniEnti(c, chi)
	if err != nil {
		return err
	}
	if enti := opzioni["enti"]; len(enti) == 1 && valori.Get("enteId") == "" {
		valori.Set("enteId", enti[0].Valore)
	}
	p := web.ModuloPage{
		Base: base(c, chi, "Nuovo soggetto", casa, elencoSu), Azione: "/soggetti/nuovo", Atto: valori.Get(atti.CampoAtto),
		Introduzione: "Prima di inserire cercare il soggetto in anagrafe, per non registrarlo due volte",
		Annulla:      &web.Link{Testo: "Annulla", URL: "/soggetti"},
	}
	p.Form = form.Riempi[anagrafe.ModuloSoggetto](valori, opzioni, conProblemi(&p.Base, problemi))
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// modifica shows the data on record, to be changed.
func (h *gestore) modifica(c *gin.Context, chi models.Chi) error {
	var s anagrafe.Soggetto
	err := h.leggi(c, chi, func(tx *gorm.DB, id string) (err error) {
		s, err = anagrafe.SoggettoVisibile(tx, chi, id)
		return err
	})
	if err != nil {
		return err
	}
	valori := form.Encode(anagrafe.ModuloSoggetto{
		EnteID: s.EnteID, Cognome: s.Cognome, Nome: s.Nome, Sesso: s.Sesso, DataNascita: s.DataNascita, LuogoNascita: s.LuogoNascita,
		LuogoNascitaCodice: s.LuogoNascitaCodice, CodiceFiscale: s.CodiceFiscale,
		StatoCivile: s.StatoCivile, Cittadinanza: s.Cittadinanza, Telefono: s.Telefono, Email: s.Email, Note: s.Note,
	})
	valori.Set(atti.CampoAtto, uuid.NewString())
	return h.correggi(c, chi, valori, nil)
}

func (h *gestore) correggi(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	opzioni, err := h.opzioniEnti(c, chi)
	if err != nil {
		return err
	}
	scheda := "/soggetti/" + c.Param("id")
	p := web.ModuloPage{
		Base:   base(c, chi, "Modifica dei dati anagrafici", casa, elencoSu, web.Link{Testo: "Scheda", URL: scheda}),
		Azione: scheda + "/modifica", Atto: valori.Get(atti.CampoAtto), Annulla: &web.Link{Testo: "Annulla", URL: scheda},
	}
	p.Form = form.Riempi[anagrafe.ModuloSoggetto](valori, opzioni, conProblemi(&p.Base, problemi))
	return web.Render(c.Writer, c.Writer.Status(), p)
}

func (h *gestore) opzioniEnti(c *gin.Context, chi models.Chi) (form.Opzioni, error) {
	var out []form.Opzione
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		enti, err := anagrafe.Enti(tx, chi)
		for _, e := range enti {
			out = append(out, form.Opzione{Valore: e.ID, Testo: e.Denominazione})
		}
		return err
	})
	return form.Opzioni{"enti": out}, err
}

// scegliAltro is the search of the person to tie to the soggetto.
func (h *gestore) scegliAltro(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[Filtro](c)
	query := c.Request.URL.Query()
	query.Del("pagina")
	scheda := "/soggetti/" + c.Param("id")
	p := web.ElencoPage{
		Introduzione: "Cercare la persona da legare al soggetto e sceglierla dall'elenco", Azione: scheda + "/relazioni/nuova",
		Filtri:      form.Filtri[anagrafe.Ricerca](query, nil, problemi),
		Vuoto:       "nessuna persona trovata: provare con meno lettere, oppure inserirla prima in anagrafe",
		AzioneVuoto: &web.Link{Testo: "Nuovo soggetto", URL: nuovoDa(f.Ricerca)},
	}
	err := h.leggi(c, chi, func(tx *gorm.DB, id string) error {
		s, err := anagrafe.SoggettoVisibile(tx, chi, id)
		if err != nil {
			return err
		}
		p.Base = base(c, chi, "Aggiungi una persona", casa, elencoSu, web.Link{Testo: s.Nominativo(), URL: scheda})
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			return nil
		}
		var totale int
		p.Colonne, p.Righe, totale, err = trova(tx, chi, f.Ricerca, f.pagina(),
			func(a anagrafe.Soggetto) string { return scheda + "/relazioni?altroId=" + a.ID })
		p.Pager = web.Pagina(p.Azione, query, f.Pagina, perPagina, totale)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// moduloRelazione is the form that ties the chosen person to the soggetto.
func (h *gestore) moduloRelazione(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	scheda := "/soggetti/" + c.Param("id")
	p := web.ModuloPage{
		Azione: scheda + "/relazioni", Atto: valori.Get(atti.CampoAtto), Annulla: &web.Link{Testo: "Scegli un'altra persona", URL: scheda + "/relazioni/nuova"},
	}
	err := h.leggi(c, chi, func(tx *gorm.DB, id string) error {
		s, err := anagrafe.SoggettoVisibile(tx, chi, id)
		if err != nil {
			return err
		}
		p.Base = base(c, chi, "Nuova relazione", casa, elencoSu, web.Link{Testo: s.Nominativo(), URL: scheda})
		p.Introduzione = "Che cosa è la persona scelta per " + s.Nominativo()
		altro, err := anagrafe.SoggettoVisibile(tx, chi, idOVuoto(valori.Get("altroId")))
		var scelte []form.Opzione
		if err == nil {
			scelte = []form.Opzione{{Valore: altro.ID, Testo: altro.Nominativo()}}
		} else if models.KindOf(err) != models.NotFound {
			return err
		}
		p.Form = form.Riempi[anagrafe.ModuloRelazione](valori, form.Opzioni{"soggetti": scelte}, conProblemi(&p.Base, problemi))
		return nil
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// moduloFineIndirizzo is the form that ends an address.
func (h *gestore) moduloFineIndirizzo(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	return h.moduloFine(c, chi, valori, problemi, "Chiudi l'indirizzo", "residenza", func(tx *gorm.DB, id string) (string, error) {
		r, err := anagrafe.ResidenzaDi(tx, chi, id, idOVuoto(c.Param("residenzaId")))
		return parole[anagrafe.ModuloResidenza]("tipo")[r.Tipo] + ": " + r.Esteso() + ", dal " + r.Dal.Italiana(), err
	})
}

// moduloFineRelazione is the form that ends a relation.
func (h *gestore) moduloFineRelazione(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	return h.moduloFine(c, chi, valori, problemi, "Chiudi la relazione", "nucleo", func(tx *gorm.DB, id string) (string, error) {
		r, err := anagrafe.RelazioneDi(tx, chi, id, idOVuoto(c.Param("relazioneId")))
		return r.Relazione() + ": " + r.Cognome + " " + r.Nome + ", dal " + r.Dal.Italiana() + ". Si chiude anche sulla scheda dell'altra persona", err
	})
}

func (h *gestore) moduloFine(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error, titolo, cassetto string,
	cosa func(tx *gorm.DB, id string) (string, error)) error {
	scheda := "/soggetti/" + c.Param("id")
	p := web.ModuloPage{Azione: c.Request.URL.Path, Atto: valori.Get(atti.CampoAtto), Invia: "Chiudi", Annulla: &web.Link{Testo: "Annulla", URL: scheda + "#" + cassetto}}
	err := h.leggi(c, chi, func(tx *gorm.DB, id string) error {
		s, err := anagrafe.SoggettoVisibile(tx, chi, id)
		if err != nil {
			return err
		}
		p.Base = base(c, chi, titolo, casa, elencoSu, web.Link{Testo: s.Nominativo(), URL: scheda})
		p.Introduzione, err = cosa(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	p.Form = form.Riempi[anagrafe.ModuloChiusura](valori, nil, conProblemi(&p.Base, problemi))
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// leggi reads with the id of the path; what is no id is nobody's.
func (h *gestore) leggi(c *gin.Context, chi models.Chi, fai func(tx *gorm.DB, id string) error) error {
	return models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error { return fai(tx, idOVuoto(c.Param("id"))) })
}

// idOVuoto turns what is not a UUID into the UUID of nothing.
func idOVuoto(s string) string {
	u, err := uuid.Parse(s)
	if err != nil {
		return uuid.Nil.String()
	}
	return u.String()
}
