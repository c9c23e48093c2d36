package sigess

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

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
	attoDiScheda(r, elaborazione, "conferma", s.conferma, "elaborazione confermata: l'elenco Excel è pronto tra poco")
	attoDiScheda(r, elaborazione, "annulla", s.annulla, "elaborazione annullata: i mesi sono di nuovo aperti")
}

func versoElaborazione(_ *gin.Context, e Esito) string { return sezioneElaborazioni + "/" + e.ID }

// paginaElaborazioni is the list; the + puts in creation mode (fig. 31).
func (s *sportello) paginaElaborazioni(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[pagina](c)
	if len(problemi) > 0 {
		f = pagina{}
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		p := web.ElencoPage{Colonne: []web.Colonna{{Testo: "Numero"}, {Testo: "Ente che paga"}, {Testo: "Periodo"}, {Testo: "Creata il"}, {Testo: "Stato"},
			{Testo: "Movimenti", Numero: true}, {Testo: "Importo totale", Numero: true}}}
		p.Base = base(c, chi, "Elaborazione contabile", sezioneElaborazioni)
		enti, err := entiPaganti(tx, chi)
		if err != nil {
			return nil, err
		}
		p.Vuoto = "nessuna elaborazione: la prepara un operatore amministrativo dell'ente che paga"
		if len(enti) > 0 {
			p.Nuovo = &web.Link{Testo: "Nuova elaborazione contabile", URL: "/elaborazioni/nuova"}
			p.Vuoto, p.AzioneVuoto = "nessuna elaborazione: crearne una con l'icona +", p.Nuovo
		}
		elenco, err := sigess.ElencaElaborazioni(tx, chi, f.limiti())
		for _, e := range elenco.Elementi {
			p.Righe = append(p.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(e.Estremi(), sezioneElaborazioni+"/"+e.ID), web.Testo(e.Ente),
				web.Testo(e.Periodo()), web.Testo(periodo.DataOra(e.CreataIl)), cellaStato(e.Stato), web.Testo(fmt.Sprint(e.Movimenti)), web.Testo(e.Totale.String())}})
		}
		p.Pager = web.Pagina(sezioneElaborazioni, c.Request.URL.Query(), f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

// entiPaganti are the enti of who asks that pay their own cases and whose runs
// may be prepared.
func entiPaganti(tx *gorm.DB, chi models.Chi) ([]form.Opzione, error) {
	enti, err := anagrafe.Enti(tx, chi)
	var out []form.Opzione
	for _, e := range enti {
		if e.PagatoreID == nil && sigess.Elabora(chi, e.ID) == nil {
			out = append(out, form.Opzione{Valore: e.ID, Testo: e.Denominazione})
		}
	}
	return out, err
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

// registro is all that the card of a run shows.
type registro struct {
	sigess.DettaglioElaborazione
	tipi      []sigess.TipoIntervento
	movimenti models.Elenco[sigess.Movimento]
	anomalie  []sigess.Anomalia
	pagina    pagina
	contabile bool // who looks may confirm or annul it
}

// righeMovimenti is how many lines of a run the card shows at a time.
const righeMovimenti = 50

// mostraElaborazione is the card. A run asked for a moment ago may have no row
// yet: the page says so and looks again by itself.
func (s *sportello) mostraElaborazione(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	f, problemi := atti.Filtro[pagina](c)
	if len(problemi) > 0 {
		f = pagina{}
	}
	f.Righe = righeMovimenti
	err = s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		e, err := leggiRegistro(tx, chi, id, f)
		if err != nil {
			return nil, err
		}
		return e.scheda(c, chi, r), nil
	})
	if models.KindOf(err) != models.NotFound {
		return err
	}
	attesa, errAttesa := s.inPreparazione(c.Request.Context(), chi, id)
	if errAttesa != nil || !attesa {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), paginaPreparazione(c, chi))
}

func (s *sportello) inPreparazione(ctx context.Context, chi models.Chi, id string) (bool, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (bool, error) { return sigess.InPreparazione(tx, chi, id, time.Now()) })
}

// attesaPagina is after how many seconds a page that waits looks again.
const attesaPagina = 2

func paginaPreparazione(c *gin.Context, chi models.Chi) web.Page {
	p := web.SchedaPage{Stato: web.Badge{Testo: "In preparazione", Tono: web.Principale}, Aggiorna: attesaPagina,
		Cassetti: []web.Cassetto{{ID: "preparazione", Titolo: "In preparazione",
			Testo: "L'elaborazione è stata chiesta e sta per cominciare: la pagina si aggiorna da sola. Se non compare entro qualche minuto, crearne un'altra"}}}
	p.Base = base(c, chi, "Elaborazione contabile", sezioneElaborazioni, versoElaborazioni)
	return p
}

func leggiRegistro(tx *gorm.DB, chi models.Chi, id string, p pagina) (registro, error) {
	e := registro{pagina: p}
	var err error
	if e.DettaglioElaborazione, err = sigess.DettaglioElaborazioneDi(tx, chi, id); err != nil {
		return e, err
	}
	if e.tipi, err = sigess.TipiElaborati(tx, id); err != nil {
		return e, err
	}
	if e.movimenti, err = sigess.ElencaMovimenti(tx, chi, id, p.limiti()); err != nil {
		return e, err
	}
	e.anomalie, err = sigess.Anomalie(tx, chi, id)
	e.contabile = sigess.Contabile(chi, e.Elaborazione)
	return e, err
}

func (e registro) indirizzo() string { return sezioneElaborazioni + "/" + e.ID }

func (e registro) scheda(c *gin.Context, chi models.Chi, r ripresa) web.Page {
	p := web.SchedaPage{Sottotitolo: e.Ente + ", " + e.Periodo(), Stato: badge(e.Stato),
		Cassetti: []web.Cassetto{e.cassettoDettagli(r), e.cassettoMovimenti(), e.cassettoAnomalie()}}
	switch {
	case e.Stato == sigess.InCalcolo:
		fatto := 0
		if e.DaEsaminare > 0 {
			fatto = e.Esaminati * 100 / e.DaEsaminare
		}
		p.Aggiorna, p.Avanzamento = attesaPagina, &fatto
	case e.Stato == sigess.Definitiva && e.DocumentoID == nil:
		p.Aggiorna = attesaPagina
	case e.DocumentoID != nil:
		p.AltoADestra = []web.Link{{Testo: "Scarica l'elenco Excel", URL: e.indirizzo() + "/elenco", Icona: web.IconaExcel}}
	}
	p.Base = base(c, chi, "Elaborazione "+e.Estremi(), sezioneElaborazioni, versoElaborazioni)
	r.annota(&p.Base)
	return p
}

func (e registro) cassettoDettagli(r ripresa) web.Cassetto {
	tipi := make([]string, len(e.tipi))
	for n, t := range e.tipi {
		tipi[n] = t.Denominazione
	}
	if len(tipi) == 0 {
		tipi = []string{"tutti"}
	}
	autore := e.Autore
	if e.Origine == "PIANIFICATA" {
		autore = "automatica, nel giorno stabilito dall'ente"
	}
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{
		voce("Ente che paga", e.Ente), voce("Periodo", e.Periodo()), voce("Tipi di intervento", strings.Join(tipi, ", ")),
		voce("Creata il", periodo.DataOra(e.CreataIl)), voce("Creata da", autore),
		voce("Interventi esaminati", fmt.Sprintf("%d di %d", e.Esaminati, e.DaEsaminare)), voce("Movimenti", fmt.Sprint(e.Movimenti)),
		voce("Importo totale", e.Totale.String()), voce("A carico degli utenti", e.QuotaUtente.String()),
		voce("Confermata il", istante(e.ConfermataIl)), voce("Confermata da", e.Confermata),
	}}
	switch {
	case e.Stato == sigess.Provvisoria && e.contabile:
		conferma := inRiga(r, "conferma", "Conferma l'elaborazione", e.indirizzo()+"/conferma", form.Vuoto[struct{}](nil))
		conferma.Testo, conferma.Invia = "Dopo la conferma i movimenti non cambiano più e si produce l'elenco Excel", "Conferma"
		annulla := inRiga(r, "annulla", "Annulla l'elaborazione", e.indirizzo()+"/annulla", form.Vuoto[struct{}](nil))
		annulla.Testo, annulla.Invia, annulla.Pericolo = "I movimenti si eliminano e i mesi tornano aperti nel tabellone", "Annulla l'elaborazione", true
		out.Moduli = []web.ModuloInline{conferma, annulla}
	case e.Stato == sigess.Provvisoria:
		out.Testo = "L'elaborazione attende la conferma del responsabile contabile dell'ente"
	case e.Stato == sigess.Definitiva && e.DocumentoID == nil:
		out.Testo = "L'elenco Excel è in preparazione: la pagina si aggiorna da sola"
	}
	return out
}

// cassettoMovimenti has the six columns of fig. 33 and, below, the totals of
// the whole run.
func (e registro) cassettoMovimenti() web.Cassetto {
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Estremi movimento"}, {Testo: "Tipo movimento"}, {Testo: "Imponibile IVA", Numero: true},
		{Testo: "Aliquota IVA", Numero: true}, {Testo: "Importo IVA", Numero: true}, {Testo: "Importo totale", Numero: true}},
		Vuoto: "nessun movimento: nel periodo non c'è nulla da pagare"}
	if e.Stato == sigess.Annullata {
		t.Vuoto = "nessun movimento: l'elaborazione è stata annullata"
	}
	for _, m := range e.movimenti.Elementi {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(m.Estremi), web.Testo(sigess.Pagamento), web.Testo(m.Imponibile.String()),
			web.Testo(m.AliquotaIVA.String()), web.Testo(m.IVA.String()), web.Testo(m.Totale.String())}})
	}
	if len(t.Righe) > 0 && e.Stato != sigess.InCalcolo {
		t.Totali = &web.Riga{Celle: []web.Cella{web.Testo("Totale dell'elaborazione"), {}, web.Testo(e.Imponibile.String()), {},
			web.Testo(e.IVA.String()), web.Testo(e.Totale.String())}}
	}
	pager := web.Pagina(e.indirizzo(), nil, e.pagina.numero(), e.pagina.perPagina(), e.movimenti.Totale)
	t.Vuoto = pager.Vuoto(t.Vuoto)
	out := web.Cassetto{ID: "movimenti", Titolo: "Movimenti", Tabelle: []web.Tabella{t}}
	if pager.Precedente == "" && pager.Successiva == "" {
		return out
	}
	out.Testo = pager.Testo()
	for _, v := range []struct {
		nome, testo string
		url         *string
	}{{"Pagina precedente", "Precedente", &pager.Precedente}, {"Pagina successiva", "Successiva", &pager.Successiva}} {
		if *v.url != "" {
			*v.url += "#movimenti"
			out.Voci = append(out.Voci, web.Voce{Etichetta: v.nome, Valore: v.testo, URL: *v.url})
		}
	}
	out.Pager = pager
	return out
}

func (e registro) cassettoAnomalie() web.Cassetto {
	t := web.Tabella{Colonne: web.Colonne("Intervento", "Che cosa manca"), Vuoto: "nessuna anomalia"}
	for _, a := range e.anomalie {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(a.Intervento, sezioneInterventi+"/"+a.InterventoID), web.Testo(a.Testo)}})
	}
	out := web.Cassetto{ID: "anomalie", Titolo: "Anomalie", Tabelle: []web.Tabella{t}}
	if len(e.anomalie) > 0 {
		out.Testo = "Questi interventi non sono nell'elaborazione: corretto quanto indicato, li prende la prossima"
	}
	return out
}
