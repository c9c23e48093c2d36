package sigess

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

func (s *sportello) pagineEstratti(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, "/soggetti/:id/estratto", func(c *gin.Context, chi models.Chi) error {
		return s.paginaEstratto(c, chi, estrattoSoggetto)
	})
	atti.Pagina(r, http.MethodGet, "/erogatori/:id/estratto", func(c *gin.Context, chi models.Chi) error {
		return s.paginaEstratto(c, chi, estrattoErogatore)
	})
}

// intestatario is whom a statement is of.
type intestatario struct {
	nome      string
	voci      []web.Voce
	indirizzo string // of the statement
	ritorno   web.Link
	persona   bool
}

// diChi reads a statement and whom it is of.
type diChi func(tx *gorm.DB, chi models.Chi, id string, f sigess.FiltroEstratto) (intestatario, sigess.Estratto, error)

func estrattoSoggetto(tx *gorm.DB, chi models.Chi, id string, f sigess.FiltroEstratto) (intestatario, sigess.Estratto, error) {
	s, e, err := sigess.EstrattoSoggetto(tx, chi, id, f)
	scheda := "/soggetti/" + s.ID
	return intestatario{nome: s.Nominativo(), voci: []web.Voce{voce("Persona", s.Nominativo()), voce("Codice fiscale", string(s.CodiceFiscale))},
		indirizzo: scheda + "/estratto", ritorno: web.Link{Testo: "Torna al soggetto", URL: scheda}, persona: true}, e, err
}

func estrattoErogatore(tx *gorm.DB, chi models.Chi, id string, f sigess.FiltroEstratto) (intestatario, sigess.Estratto, error) {
	g, e, err := sigess.EstrattoErogatore(tx, chi, id, f)
	return intestatario{nome: g.Denominazione, voci: []web.Voce{voce("Ente erogatore", g.Denominazione), voce("Partita IVA", string(g.PartitaIVA))},
		indirizzo: "/erogatori/" + g.ID + "/estratto", ritorno: web.Link{Testo: "Torna ai movimenti liquidati", URL: versoLiquidati.URL}}, e, err
}

// paginaEstratto is what was paid in a period, on paper, each amount with how it
// was reached.
func (s *sportello) paginaEstratto(c *gin.Context, chi models.Chi, leggi diChi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	f, problemi := atti.Filtro[sigess.FiltroEstratto](c)
	if len(problemi) > 0 {
		c.Status(http.StatusUnprocessableEntity)
		f = sigess.FiltroEstratto{}
	}
	f = f.Periodo(periodo.Oggi())
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		di, e, err := leggi(tx, chi, id, f)
		if err != nil {
			return nil, err
		}
		valori := form.Encode(f)
		if len(problemi) > 0 {
			valori = c.Request.URL.Query()
		}
		p := web.StampaPage{Oggetto: "Estratto dei pagamenti", Sottotitolo: di.nome + ", " + mesiDi(f), Ritorno: &di.ritorno,
			Emissione: emissione(chi),
			Filtri:    &web.FiltriCassetto{Azione: di.indirizzo, Form: form.Filtri[sigess.FiltroEstratto](valori, nil, problemi), Cerca: "Mostra"}}
		sezione, err := di.movimenti(e)
		p.Sezioni = []web.SezioneStampa{{Titolo: "Di chi è", Voci: append(di.voci, voce("Periodo", mesiDi(f)), voce("Importo totale", e.Somma.Totale.String()),
			voce("A carico degli utenti", e.Somma.QuotaUtente.String()))}, sezione}
		p.Base = base(c, chi, "Estratto dei pagamenti", sezioneElaborazioni, versoElaborazioni)
		if err != nil || !di.persona || len(e.Righe) == 0 {
			return p, err
		}
		passi, err := alberi(e)
		p.Sezioni = append(p.Sezioni, web.SezioneStampa{Titolo: "Come si arriva agli importi", Alberi: passi})
		return p, err
	})
}

func mesiDi(f sigess.FiltroEstratto) string {
	if f.Dal == f.Al {
		return f.Dal.Italiano()
	}
	return "da " + f.Dal.Italiano() + " a " + f.Al.Italiano()
}

func (di intestatario) movimenti(e sigess.Estratto) (web.SezioneStampa, error) {
	out := web.SezioneStampa{Titolo: "Movimenti", Compatta: true}
	t := web.Tabella{Vuoto: "nessun movimento: nel periodo non è stato pagato nulla con un'elaborazione confermata",
		Colonne: []web.Colonna{{Testo: "Mese di competenza"}, {Testo: "Intervento"}, {Testo: "Come si calcola"}, {Testo: "Pagato da"}, {Testo: "Imponibile IVA", Numero: true},
			{Testo: "Importo IVA", Numero: true}, {Testo: "Importo totale", Numero: true}, {Testo: "Quota utente", Numero: true}}}
	for _, r := range e.Righe {
		spiegazione, err := r.Spiegazione()
		if err != nil {
			return out, err
		}
		intervento := web.Cella{Testo: r.Intervento, Nota: r.TipoIntervento}
		if !di.persona {
			intervento.Nota = r.Cognome + " " + r.Nome + ", " + r.TipoIntervento
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{{Testo: r.MeseCompetenza.Italiano()}, intervento, web.Testo(spiegazione),
			{Testo: r.Pagatore, Nota: fmt.Sprintf("elaborazione %d/%d, confermata il %s", r.Anno, r.Numero, periodo.Di(r.ConfermataIl).Italiana())},
			web.Testo(r.Imponibile.String()), web.Testo(r.IVA.String()), web.Testo(r.Totale.String()), web.Testo(r.QuotaUtente.String())}})
	}
	if len(t.Righe) > 0 {
		t.Totali = &web.Riga{Celle: []web.Cella{web.Testo("Totale"), {}, {}, {}, web.Testo(e.Somma.Imponibile.String()), web.Testo(e.Somma.IVA.String()),
			web.Testo(e.Somma.Totale.String()), web.Testo(e.Somma.QuotaUtente.String())}}
	}
	if e.Somma.Movimenti > len(t.Righe) {
		out.Testo = fmt.Sprintf("Sono stampati i primi %s di %s movimenti: scegliere un periodo più breve", intero(len(t.Righe)), intero(e.Somma.Movimenti))
	}
	out.Tabelle = []web.Tabella{t}
	return out, nil
}
