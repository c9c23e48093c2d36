package sigess

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

var versoDomande = web.Link{Testo: "Domande", URL: sezioneDomande}

func (s *sportello) pagineDomande(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, "/domande", s.paginaDomande)
	atti.Pagina(r, http.MethodGet, "/domande/nuova", s.nuovaDomanda)
	atti.Modulo(r, "/domande/nuova", s.creaDomanda, atti.Opzioni[Esito]{
		Pagina: s.moduloDomanda, Dopo: versoDomanda, Avviso: "bozza salvata: controllarla e presentare la domanda"})
	atti.Pagina(r, http.MethodGet, "/domande/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraDomanda(c, chi, chiesta(c)) })
	atti.Pagina(r, http.MethodGet, "/domande/:id/modifica", s.modificaDomanda)
	atti.Modulo(r, "/domande/:id/modifica", s.salvaDomanda, atti.Opzioni[Esito]{
		Pagina: s.moduloDomanda, Dopo: versoDomanda, Avviso: "bozza salvata"})
	atti.Modulo(r, "/domande/:id/assegna", s.assegna, atti.Opzioni[Esito]{
		Pagina: s.moduloAssegnazione, Dopo: versoDomanda, Avviso: "domanda assegnata", Mostra: true})
	domanda := scheda{sezioneDomande, s.mostraDomanda}
	attoDiScheda(r, domanda, "presenta", s.presenta, "domanda presentata")
	attoDiScheda(r, domanda, "avvia", s.avvia, "istruttoria avviata")
	attoDiScheda(r, domanda, moduloIntegrazioni, s.richiediIntegrazioni, "richiesta di integrazioni registrata: il termine è sospeso")
	attoDiScheda(r, domanda, moduloArrivo, s.registraIntegrazioni, "integrazioni registrate")
	attoDiScheda(r, domanda, moduloPreavviso, s.preavvisaRigetto, "preavviso di rigetto registrato: il termine è sospeso")
	attoDiScheda(r, domanda, moduloOsservazioni, s.registraOsservazioni, "osservazioni registrate")
	attoDiScheda(r, domanda, "comunica", s.comunica, "comunicazione dell'esito registrata")
	attoDiScheda(r, domanda, "restituisci", s.restituisci, "domanda restituita all'ufficio")
	atti.Modulo(r, "/domande/:id/richieste/:richiestaId/esito", s.decidiConfermando, atti.Opzioni[Esito]{
		Dopo: versoDomanda, Avviso: "esito della richiesta registrato",
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.mostraDomanda(c, chi, ripresa{modulo: "esito/" + c.Param("richiestaId"), valori: valori, problemi: problemi})
		}})
	soloModulo(r, "/domande/:id/richieste/:richiestaId/esito", sezioneDomande)
	atti.Pagina(r, http.MethodGet, "/domande/:id/stampa", s.stampaDomanda)
}

func versoDomanda(_ *gin.Context, e Esito) string { return sezioneDomande + "/" + e.ID }

// ordiniDomande are the columns by which the list can be sorted.
var ordiniDomande = map[string]string{"Numero": "numero", "Presentata il": "presentazione", "Soggetto": "soggetto", "Scadenza": "scadenza"}

// paginaDomande is the list, of one soggetto when the query names it.
func (s *sportello) paginaDomande(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroDomande](c)
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		opzioni, err := opzioniElenco(tx, chi, "")
		if err != nil {
			return nil, err
		}
		p := web.ElencoPage{Azione: sezioneDomande, Filtri: form.Filtri[sigess.FiltroDomande](query, opzioni, problemi),
			Piegati: []string{"anno", "numero", "uoId", "operatoreId", "dal", "al", "ordine"}}
		p.Base = base(c, chi, "Domande", sezioneDomande)
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		if err := dellaPersona(tx, chi, &p, f.SoggettoID, "Domande di ", "/domande/nuova?soggetto="); err != nil {
			return nil, err
		}
		conFiltri(&p, query, "soggettoId")
		enti, err := anagrafe.NomiEnti(tx, chi)
		if err != nil {
			return nil, err
		}
		p.Colonne = ordinate(sezioneDomande, query, "-presentazione",
			web.Colonne("Numero", "Presentata il", "Soggetto", "Codice fiscale", "Ufficio", "Operatore", "Scadenza", "Stato"), ordiniDomande)
		if enti != nil {
			p.Colonne = append(p.Colonne, web.Colonna{Testo: "Ente"})
		}
		elenco, err := sigess.ElencaDomande(tx, chi, f.FiltroDomande, f.limiti())
		for _, d := range elenco.Elementi {
			p.Righe = append(p.Righe, rigaPaginaDomanda(d, enti))
		}
		p.Pager = web.Pagina(sezioneDomande, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

// rigaPaginaDomanda is a line of the list; enti are named when not nil.
func rigaPaginaDomanda(d sigess.RigaDomanda, enti map[string]string) web.Riga {
	scade := web.Testo(d.ScadenzaIl.Italiana())
	if s := scadenza(d.ScadenzaIl, periodo.Oggi()); s != web.InTempo && d.Stato != sigess.Chiusa {
		scade.Nota = string(s)
	}
	celle := []web.Cella{
		{Testo: d.Estremi(), URL: sezioneDomande + "/" + d.ID, Nota: d.Tipi}, web.Testo(d.DataPresentazione.Italiana()),
		web.Testo(nominativo(d.Cognome, d.Nome, d.DataNascita)), web.Testo(string(d.CodiceFiscale)), web.Testo(d.InCarico),
		web.Testo(d.Assegnatario), scade, cellaStato(d.Stato),
	}
	if enti != nil {
		celle = append(celle, web.Testo(enti[d.EnteID]))
	}
	return web.Riga{Celle: celle}
}

// creaDomanda saves a new draft: the form's own identity is that of the domanda,
// so that sending it twice makes one.
func (s *sportello) creaDomanda(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloDomanda]) (Esito, error) {
	in.ID = in.Atto
	return s.salvaDomanda(ctx, chi, in)
}

// nuovaDomanda is the blank form of fig. 9, of the soggetto that the query names.
func (s *sportello) nuovaDomanda(c *gin.Context, chi models.Chi) error {
	soggetto := dallaQuery(c, "soggetto")
	if soggetto == "" {
		return scegliSoggetto(c, "scegliere il soggetto, poi aggiungere la domanda")
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		sog, err := anagrafe.SoggettoVisibile(tx, chi, soggetto)
		if err != nil {
			return nil, err
		}
		uffici, err := ufficiDi(tx, chi, sog.EnteID)
		m := sigess.ModuloDomanda{SoggettoID: sog.ID, UOID: ufficioProprio(chi, uffici), DataPresentazione: periodo.Oggi(), Canale: "SPORTELLO",
			Firmatario: sigess.ModuloFirmatario{Qualita: "INTERESSATO"}}
		if err != nil {
			return nil, err
		}
		return s.paginaModuloDomanda(c, tx, chi, sog, m, ripresa{})
	})
}

// scegliSoggetto sends to the search of the soggetto, saying why.
func scegliSoggetto(c *gin.Context, perche string) error {
	atti.Avvisa(c, perche)
	c.Redirect(http.StatusSeeOther, "/soggetti")
	return nil
}

func (s *sportello) modificaDomanda(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		m, err := sigess.ModuloDi(tx, chi, id)
		if err != nil {
			return nil, err
		}
		sog, err := anagrafe.SoggettoVisibile(tx, chi, m.SoggettoID)
		if err != nil {
			return nil, err
		}
		return s.paginaModuloDomanda(c, tx, chi, sog, m, ripresa{})
	})
}

// moduloDomanda shows the form again after a post.
func (s *sportello) moduloDomanda(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	m, _ := form.Decode[sigess.ModuloDomanda](valori) // only for the soggetto and the date: the problems are known
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		sog, err := soggettoDi(tx, chi, m.SoggettoID)
		if err != nil {
			return nil, err
		}
		return s.paginaModuloDomanda(c, tx, chi, sog, m, ripresa{modulo: moduloUnico, valori: valori, problemi: problemi})
	})
}

// moduloUnico names the form of a page that has one.
const moduloUnico = "modulo"

// soggettoDi loads the soggetto that a posted form names.
func soggettoDi(tx *gorm.DB, chi models.Chi, id string) (anagrafe.Soggetto, error) {
	if !eUUID(id) {
		return anagrafe.Soggetto{}, models.Errorf(models.NotFound, "il modulo non dice di quale soggetto è: tornare alla ricerca e sceglierlo")
	}
	return anagrafe.SoggettoVisibile(tx, chi, id)
}

func (s *sportello) paginaModuloDomanda(c *gin.Context, tx *gorm.DB, chi models.Chi, sog anagrafe.Soggetto, m sigess.ModuloDomanda, r ripresa) (web.Page, error) {
	data := m.DataPresentazione
	if data.IsZero() {
		data = periodo.Oggi()
	}
	opzioni, err := opzioniDomanda(tx, chi, sog.EnteID, data)
	if err != nil {
		return nil, err
	}
	ritorno := web.Link{Testo: "Domande di " + sog.Nominativo(), URL: "/domande?soggettoId=" + sog.ID}
	titolo, azione, annulla := "Nuova domanda", "/domande/nuova?soggetto="+sog.ID, ritorno.URL
	if id := c.Param("id"); id != "" {
		titolo, azione, annulla = "Modifica della domanda", sezioneDomande+"/"+id+"/modifica", sezioneDomande+"/"+id
	}
	p := web.ModuloPage{Introduzione: "Domanda di " + sog.Nominativo(), Form: modulo(r, moduloUnico, m, opzioni), Azione: azione,
		Atto: r.atto(moduloUnico), Invia: "Salva bozza", Annulla: &web.Link{Testo: "Annulla", URL: annulla}}
	daValutare(p.Form)
	p.Base = base(c, chi, titolo, sezioneDomande, versoDomande, ritorno)
	r.annota(&p.Base)
	return p, nil
}

// moduloAssegnazione is the + of the drawer Assegnazioni (fig. 10).
func (s *sportello) moduloAssegnazione(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		d, err := sigess.DettaglioDomandaDi(tx, chi, id)
		if err != nil {
			return nil, err
		}
		if err := sigess.Tratta(tx, chi, d.Domanda); models.KindOf(err) == models.Forbidden {
			return nil, models.Errorf(models.Forbidden, "%s", diAltri(d))
		} else if err != nil {
			return nil, err
		}
		uffici, err := sigess.UfficiAssegnabili(tx, d.EnteID, periodo.Oggi())
		if err != nil {
			return nil, err
		}
		operatori, err := operatoriDi(tx, d.EnteID)
		if err != nil {
			return nil, err
		}
		r := ripresa{modulo: moduloUnico, valori: valori, problemi: problemi}
		scheda := web.Link{Testo: "Domanda " + d.Estremi(), URL: sezioneDomande + "/" + d.ID}
		p := web.ModuloPage{Introduzione: "Chi riceve la domanda la trova tra i suoi compiti; le assegnazioni in corso si chiudono e restano nella storia",
			Form:   modulo(r, moduloUnico, sigess.ModuloAssegnazione{}, form.Opzioni{"uffici": opzioniDi(uffici, opzioneUO), "operatori": operatori}),
			Azione: scheda.URL + "/assegna", Atto: r.atto(moduloUnico), Annulla: &web.Link{Testo: "Annulla", URL: scheda.URL}}
		p.Base = base(c, chi, "Assegna la domanda", sezioneDomande, versoDomande, scheda)
		r.annota(&p.Base)
		return p, nil
	})
}
