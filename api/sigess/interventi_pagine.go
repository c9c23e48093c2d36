package sigess

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

var versoInterventi = web.Link{Testo: "Interventi", URL: sezioneInterventi}

// funzioni are the names of the manual for the lists of the three kinds.
var funzioni = map[string]string{
	"":                         "Interventi",
	string(sigess.Economico):   "Intervento economico",
	string(sigess.Prestazioni): "Interventi con prestazioni",
	string(sigess.Struttura):   "Interventi in struttura",
}

func (s *sportello) pagineInterventi(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, "/interventi", s.paginaInterventi)
	atti.Pagina(r, http.MethodGet, "/interventi/nuovo", s.nuovoIntervento)
	atti.Pagina(r, http.MethodGet, "/interventi/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraIntervento(c, chi, chiesta(c)) })
	atti.Pagina(r, http.MethodGet, "/interventi/:id/modifica", s.modificaIntervento)
	pagineBozza(s, r, bozzaEconomico(s))
	pagineBozza(s, r, bozzaPrestazioni(s))
	pagineBozza(s, r, bozzaStruttura(s))
	atti.Pagina(r, http.MethodGet, "/interventi/:id/stampa", s.stampaIntervento)
	intervento := scheda{sezioneInterventi, s.mostraIntervento}
	attoDiScheda(r, intervento, "attiva", s.attiva, "intervento attivato")
	attoDiScheda(r, intervento, "sospendi", s.sospendi, "sospensione registrata")
	attoDiScheda(r, intervento, "riprendi", s.riprendi, "intervento ripreso")
	attoDiScheda(r, intervento, "concludi", s.terminaConfermando, "termine dell'intervento registrato")
}

func versoIntervento(_ *gin.Context, e Esito) string { return sezioneInterventi + "/" + e.ID }

// ordiniInterventi are the columns by which the list can be sorted.
var ordiniInterventi = map[string]string{"Codice": "codice", "Cognome": "cognome", "Data di nascita": "nascita", "Codice fiscale": "codiceFiscale",
	"Intervento": "numero", "Data inizio": "inizio"}

// paginaInterventi is the list of a natura, with the columns of figg. 12 and 21.
func (s *sportello) paginaInterventi(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroInterventi](c)
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		opzioni, err := opzioniElenco(tx, chi, sigess.Natura(f.Natura))
		if err != nil {
			return nil, err
		}
		p := web.ElencoPage{Azione: sezioneInterventi, Filtri: form.Filtri[sigess.FiltroInterventi](query, opzioni, problemi),
			Piegati: []string{"anno", "numero", "uoId", "responsabileId", "dal", "al", "ordine"}}
		p.Base = base(c, chi, funzioni[f.Natura], sezioneInterventi)
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Titolo, p.Vuoto = funzioni[""], "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		nuovo := "/interventi/nuovo?natura=" + f.Natura + "&soggetto="
		if err := dellaPersona(tx, chi, &p, f.SoggettoID, p.Titolo+": ", nuovo); err != nil {
			return nil, err
		}
		conFiltri(&p, query, "soggettoId", "natura")
		enti, err := anagrafe.NomiEnti(tx, chi)
		if err != nil {
			return nil, err
		}
		p.Colonne = ordinate(sezioneInterventi, query, "-inizio", append([]web.Colonna{{Testo: "Codice", Numero: true}},
			web.Colonne("Cognome", "Nome", "Sesso", "Data di nascita", "Codice fiscale", "Intervento", "Data inizio", "Stato")...), ordiniInterventi)
		if enti != nil {
			p.Colonne = append(p.Colonne, web.Colonna{Testo: "Ente"})
		}
		elenco, err := sigess.ElencaInterventi(tx, chi, f.FiltroInterventi, f.limiti())
		for _, i := range elenco.Elementi {
			p.Righe = append(p.Righe, rigaPaginaIntervento(i, enti))
		}
		p.Pager = web.Pagina(sezioneInterventi, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

// rigaPaginaIntervento is a line of the list; enti are named when not nil.
func rigaPaginaIntervento(i sigess.RigaIntervento, enti map[string]string) web.Riga {
	celle := []web.Cella{
		web.Testo(fmt.Sprint(i.Codice)), web.Testo(i.Cognome), web.Testo(i.Nome), web.Testo(i.Sesso), web.Testo(i.DataNascita.Italiana()),
		web.Testo(string(i.CodiceFiscale)), {Testo: i.Estremi(), URL: sezioneInterventi + "/" + i.ID, Nota: i.Tipo}, web.Testo(i.DataInizio.Italiana()), cellaStato(i.Stato),
	}
	if enti != nil {
		celle = append(celle, web.Testo(enti[i.EnteID]))
	}
	return web.Riga{Celle: celle}
}

// percorsi are the last part of the paths of the forms of the three kinds.
var percorsi = map[sigess.Natura]string{sigess.Economico: "economico", sigess.Prestazioni: "prestazioni", sigess.Struttura: "struttura"}

// nuovoIntervento leads to the form of the natura; without a natura it is
// chosen here (fig. 11), without a soggetto in the registry.
func (s *sportello) nuovoIntervento(c *gin.Context, chi models.Chi) error {
	soggetto, richiesta := dallaQuery(c, "soggetto"), dallaQuery(c, "richiesta")
	if soggetto == "" && richiesta == "" {
		return scegliSoggetto(c, "scegliere il soggetto, poi aggiungere l'intervento")
	}
	natura := sigess.Natura(c.Query("natura"))
	if richiesta != "" {
		r, err := leggi(c.Request.Context(), s, chi, func(tx *gorm.DB) (sigess.RichiestaAccolta, error) {
			return sigess.RichiestaAccoltaDi(tx, chi, richiesta)
		})
		if err != nil {
			return err
		}
		soggetto, natura = r.SoggettoID, r.Natura
	}
	query := url.Values{"soggetto": {soggetto}}
	if richiesta != "" {
		query.Set("richiesta", richiesta)
	}
	if percorso, ok := percorsi[natura]; ok {
		c.Redirect(http.StatusSeeOther, "/interventi/nuovo/"+percorso+"?"+query.Encode())
		return nil
	}
	return s.scegliNatura(c, chi, soggetto, query)
}

func (s *sportello) scegliNatura(c *gin.Context, chi models.Chi, soggetto string, query url.Values) error {
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		sog, err := soggettoDi(tx, chi, soggetto)
		if err != nil {
			return nil, err
		}
		p := web.ElencoPage{Introduzione: "Scegliere la tipologia dell'intervento per " + sog.Nominativo(), Colonne: web.Colonne("Tipologia", "Comprende")}
		for _, n := range []struct {
			natura sigess.Natura
			testo  string
		}{
			{sigess.Economico, "Tutti i contributi che possono essere erogati all'utente"},
			{sigess.Prestazioni, "Le prestazioni di un ente erogatore, secondo il piano di assistenza e il tariffario"},
			{sigess.Struttura, "L'inserimento in una struttura del registro ASSA"},
		} {
			p.Righe = append(p.Righe, web.Riga{Celle: []web.Cella{
				web.Collegamento(n.natura.Nome(), "/interventi/nuovo/"+percorsi[n.natura]+"?"+query.Encode()), web.Testo(n.testo)}})
		}
		p.Base = base(c, chi, "Nuovo intervento", sezioneInterventi, versoInterventi,
			web.Link{Testo: sog.Nominativo(), URL: "/soggetti/" + sog.ID})
		return p, nil
	})
}

// modificaIntervento leads to the form of the draft's natura.
func (s *sportello) modificaIntervento(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	i, err := leggi(c.Request.Context(), s, chi, func(tx *gorm.DB) (sigess.Intervento, error) { return sigess.InterventoVisibile(tx, chi, id) })
	if err == nil {
		c.Redirect(http.StatusSeeOther, sezioneInterventi+"/"+id+"/modifica/"+percorsi[i.Natura])
	}
	return err
}
