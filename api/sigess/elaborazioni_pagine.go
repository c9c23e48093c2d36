package sigess

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

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

var versoElaborazioni = web.Link{Testo: "Elaborazione contabile", URL: sezioneElaborazioni}

func (s *sportello) pagineElaborazioni(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, "/elaborazioni", s.paginaElaborazioni)
	atti.Modulo(r, "/elaborazioni/nuova", s.elabora, atti.Opzioni[Esito]{
		Pagina: s.nuovaElaborazione, Dopo: versoElaborazione, Avviso: "elaborazione avviata", Mostra: true})
	atti.Pagina(r, http.MethodGet, "/elaborazioni/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraElaborazione(c, chi, ripresa{}) })
	atti.Pagina(r, http.MethodGet, "/elaborazioni/:id/elenco", s.scaricaElenco)
	elaborazione := scheda{sezioneElaborazioni, s.mostraElaborazione}
	atti.Pagina(r, http.MethodGet, "/elaborazioni/pagati", s.paginaLiquidati)
	atti.Pagina(r, http.MethodGet, "/elaborazioni/:id/stampa", s.stampaElaborazione)
	s.pagineAnomalie(r)
	attoDiScheda(r, elaborazione, "conferma", s.conferma, "elaborazione confermata: l'elenco Excel è pronto tra poco")
	attoDiScheda(r, elaborazione, "annulla", s.annulla, "elaborazione annullata: i mesi sono di nuovo aperti")
	attoDiScheda(r, elaborazione, "rielabora", s.rielabora, "ricalcolo avviato")
	attoDiScheda(r, elaborazione, "ferma", s.ferma, "il calcolo si ferma dopo gli interventi in corso")
	attoDiScheda(r, elaborazione, "prosegui", s.prosegui, "il calcolo prosegue")
	attoDiScheda(r, elaborazione, "trasmetti", s.trasmetti, "elaborazione trasmessa")
	attoDiScheda(r, elaborazione, "paga", s.paga, "esito del pagamento registrato")
	attoDiScheda(r, elaborazione, "storna", s.storna, "elaborazione stornata: i mesi sono di nuovo dovuti")
}

func versoElaborazione(_ *gin.Context, e Esito) string { return sezioneElaborazioni + "/" + e.ID }

// paginaElaborazioni is the list; the + puts in creation mode (fig. 31).
func (s *sportello) paginaElaborazioni(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroElaborazioni](c)
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		p := web.ElencoPage{Azione: sezioneElaborazioni, Colonne: []web.Colonna{{Testo: "Numero"}, {Testo: "Ente che paga"}, {Testo: "Periodo"},
			{Testo: "Creata il"}, {Testo: "Stato"}, {Testo: "Movimenti", Numero: true}, {Testo: "Importo totale", Numero: true}},
			AltoADestra: []web.Link{versoLiquidati, versoRecuperi, versoFondi, versoTariffari, versoTabelleISEE, versoCasi}}
		p.Base = base(c, chi, "Elaborazione contabile", sezioneElaborazioni)
		enti, err := anagrafe.Enti(tx, chi)
		if err != nil {
			return nil, err
		}
		if pagano := paganti(enti); len(pagano) > 0 || len(query) > 0 {
			p.Filtri = form.Filtri[sigess.FiltroElaborazioni](query, form.Opzioni{"enti": opzioniDi(pagano, opzioneEnte)}, problemi)
		}
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		if err := s.chiPaga(tx, chi, enti, f.FiltroElaborazioni, &p); err != nil {
			return nil, err
		}
		elenco, err := sigess.ElencaElaborazioni(tx, chi, f.FiltroElaborazioni, f.limiti())
		for _, e := range elenco.Elementi {
			p.Righe = append(p.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(e.Estremi(), sezioneElaborazioni+"/"+e.ID), web.Testo(e.Ente),
				web.Testo(e.Periodo()), web.Testo(periodo.DataOra(e.CreataIl)), cellaStato(e.Stato), web.Testo(intero(e.Movimenti)), web.Testo(e.Totale.String())}})
		}
		p.Pager = web.Pagina(sezioneElaborazioni, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

// chiPaga says who prepares the runs: who looks, or an ente that pays for it and
// whose runs are not here.
func (s *sportello) chiPaga(tx *gorm.DB, chi models.Chi, enti []anagrafe.Ente, f sigess.FiltroElaborazioni, p *web.ElencoPage) error {
	p.Vuoto = "nessuna elaborazione: la prepara un operatore amministrativo dell'ente che paga"
	if slices.ContainsFunc(paganti(enti), func(e anagrafe.Ente) bool { return sigess.Elabora(chi, e.ID) == nil }) {
		p.Nuovo = &web.Link{Testo: "Nuova elaborazione contabile", URL: "/elaborazioni/nuova"}
		p.Vuoto, p.AzioneVuoto = "nessuna elaborazione: crearne una con l'icona +", p.Nuovo
	}
	if f != (sigess.FiltroElaborazioni{}) {
		p.Vuoto, p.AzioneVuoto = "nessuna elaborazione con questi filtri: cambiarli", &web.Link{Testo: "Tutte le elaborazioni", URL: sezioneElaborazioni}
	}
	altri, err := sigess.PagatiDaAltri(tx, chi)
	var frasi []string
	for _, a := range altri {
		frasi = append(frasi, "Per "+a.Ente+" paga "+a.Pagatore)
	}
	if len(frasi) > 0 {
		if p.AzioneVuoto == nil {
			p.AzioneVuoto = &versoLiquidati
		}
		p.Introduzione = strings.Join(frasi, ". ") + ": le sue elaborazioni le prepara e le conferma il suo ufficio, e qui non compaiono. " +
			"Quello che è stato pagato per i vostri interventi è in Movimenti liquidati, con il numero dell'elaborazione"
	}
	return err
}

// paganti are the enti that pay their own cases.
func paganti(enti []anagrafe.Ente) []anagrafe.Ente {
	var out []anagrafe.Ente
	for _, e := range enti {
		if e.PagatoreID == nil {
			out = append(out, e)
		}
	}
	return out
}

func opzioneEnte(e anagrafe.Ente) form.Opzione {
	return form.Opzione{Valore: e.ID, Testo: e.Denominazione}
}

// entiPaganti are the enti of who asks that pay their own cases and whose runs
// may be prepared.
func entiPaganti(tx *gorm.DB, chi models.Chi) ([]form.Opzione, error) {
	enti, err := anagrafe.Enti(tx, chi)
	return elaborabili(chi, paganti(enti)), err
}

// elaborabili are the enti whose runs who asks may prepare.
func elaborabili(chi models.Chi, enti []anagrafe.Ente) []form.Opzione {
	var out []form.Opzione
	for _, e := range enti {
		if sigess.Elabora(chi, e.ID) == nil {
			out = append(out, opzioneEnte(e))
		}
	}
	return out
}

// nuovaElaborazione is the mask of fig. 32, with the button Elabora.
func (s *sportello) nuovaElaborazione(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	r := ripresa{modulo: moduloUnico, valori: valori, problemi: problemi}
	if c.Request.Method == http.MethodGet {
		r = ripresa{}
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		enti, err := entiPaganti(tx, chi)
		if err != nil {
			return nil, err
		}
		if len(enti) == 0 {
			return nil, models.Errorf(models.Forbidden, "l'elaborazione spetta agli amministrativi dell'ente che paga")
		}
		tipi, err := tipiDi(tx, "", periodo.Oggi())
		if err != nil {
			return nil, err
		}
		m := sigess.ModuloElaborazione{EnteID: unica(enti), Dal: periodo.Oggi().Mese().Piu(-1)}
		p := web.ModuloPage{Introduzione: "Scegliere il periodo e i tipi di intervento da liquidare", Azione: "/elaborazioni/nuova",
			Form: modulo(r, moduloUnico, m, form.Opzioni{"enti": enti, "tipiIntervento": tipi}), Atto: r.atto(moduloUnico), Invia: "Elabora",
			Annulla: &web.Link{Testo: "Annulla", URL: sezioneElaborazioni}}
		p.Base = base(c, chi, "Nuova elaborazione contabile", sezioneElaborazioni, versoElaborazioni)
		r.annota(&p.Base)
		return p, nil
	})
}

func (s *sportello) scaricaElenco(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	a, err := s.elenco(c.Request.Context(), chi, atti.Richiesta[struct{}]{ID: id})
	if err != nil {
		return err
	}
	return atti.InviaAllegato(c, a)
}
