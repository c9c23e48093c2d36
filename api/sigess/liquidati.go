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

var versoLiquidati = web.Link{Testo: "Movimenti liquidati", URL: "/elaborazioni/pagati"}

// filtroLiquidati is what the list of what was settled is asked with.
type filtroLiquidati struct {
	sigess.FiltroLiquidati
	pagina
}

// paginaLiquidati lists what the definitive runs pay for the interventi of who
// looks, whoever pays: so a comune whose district pays knows what was paid.
func (s *sportello) paginaLiquidati(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroLiquidati](c)
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		tipi, err := tipiDi(tx, "", periodo.Oggi())
		if err != nil {
			return nil, err
		}
		p := web.ElencoPage{Azione: versoLiquidati.URL, Filtri: form.Filtri[sigess.FiltroLiquidati](query, form.Opzioni{"tipiIntervento": tipi}, problemi),
			Colonne: []web.Colonna{{Testo: "Estremi movimento"}, {Testo: "Competenza"}, {Testo: "Elaborazione"}, {Testo: "Imponibile IVA", Numero: true},
				{Testo: "Importo IVA", Numero: true}, {Testo: "Importo totale", Numero: true}},
			Vuoto: "nessun movimento: compaiono quando l'elaborazione è confermata"}
		p.Base = base(c, chi, versoLiquidati.Testo, sezioneElaborazioni, versoElaborazioni)
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		elenco, somma, err := sigess.Liquidati(tx, chi, f.FiltroLiquidati, f.limiti())
		for _, l := range elenco.Elementi {
			p.Righe = append(p.Righe, rigaLiquidato(chi, l))
		}
		if elenco.Totale > 0 {
			quanti := "Un movimento"
			if somma.Movimenti > 1 {
				quanti = intero(somma.Movimenti) + " movimenti"
			}
			p.Introduzione = fmt.Sprintf("%s di elaborazioni definitive, %s euro in tutto", quanti, somma.Totale)
			if somma.QuotaUtente > 0 {
				p.Introduzione += fmt.Sprintf("; altri %s a carico degli utenti", somma.QuotaUtente)
			}
		}
		p.Pager = web.Pagina(versoLiquidati.URL, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

// rigaLiquidato leads to the intervento and, for who sees the runs of who pays,
// to the run.
func rigaLiquidato(chi models.Chi, l sigess.Liquidato) web.Riga {
	run := web.Cella{Testo: fmt.Sprintf("%d/%d", l.Anno, l.Numero), Nota: l.Pagatore + ", confermata il " + periodo.DataOra(l.ConfermataIl)}
	if chi.InEnte(l.EnteID) {
		run.URL = sezioneElaborazioni + "/" + l.ElaborazioneID
	}
	return web.Riga{Celle: []web.Cella{web.Collegamento(l.Estremi, sezioneInterventi+"/"+l.InterventoID), web.Testo(l.MeseCompetenza.Italiano()), run,
		web.Testo(l.Imponibile.String()), web.Testo(l.IVA.String()), web.Collegamento(l.Totale.String(), versoMovimento(l.ID))}}
}
