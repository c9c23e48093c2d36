package sigess

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

const sezioneRecuperi = "/recuperi"

var versoRecuperi = web.Link{Testo: "Recuperi", URL: sezioneRecuperi}

func (s *sportello) pagineRecuperi(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, sezioneRecuperi, s.paginaRecuperi)
	atti.Pagina(r, http.MethodGet, sezioneRecuperi+"/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraRecupero(c, chi, ripresa{}) })
	recupero := scheda{sezioneRecuperi, s.mostraRecupero}
	attoDiScheda(r, recupero, "rateizza", s.rateizza, "recupero diviso in rate")
	attoDiScheda(r, recupero, "incassa", s.incassa, "incasso registrato")
	attoDiScheda(r, recupero, "inesigibile", s.rendiInesigibile, "recupero reso inesigibile")
}

// paginaRecuperi lists what is to come in to the enti of who looks.
func (s *sportello) paginaRecuperi(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroRecuperi](c)
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		p := web.ElencoPage{Azione: sezioneRecuperi, Filtri: form.Filtri[sigess.FiltroRecuperi](query, nil, problemi),
			Colonne: []web.Colonna{{Testo: "Chi deve restituire"}, {Testo: "Elaborazione"}, {Testo: "Aperto il"}, {Testo: "Stato"},
				{Testo: "Importo", Numero: true}, {Testo: "Resta", Numero: true}},
			Vuoto: "nessun recupero: nasce quando un'elaborazione confermata toglie a qualcuno più di quanto gli paga"}
		p.Base = base(c, chi, versoRecuperi.Testo, sezioneElaborazioni, versoElaborazioni)
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		elenco, residuo, err := sigess.ElencaRecuperi(tx, chi, f.FiltroRecuperi, f.limiti())
		for _, r := range elenco.Elementi {
			p.Righe = append(p.Righe, web.Riga{Celle: []web.Cella{{Testo: r.Beneficiario, Nota: r.Ente, URL: sezioneRecuperi + "/" + r.ID},
				web.Collegamento(r.Elaborazione(), sezioneElaborazioni+"/"+r.ElaborazioneID), web.Testo(periodo.DataOra(r.CreatoIl)), cellaStato(r.Stato),
				web.Testo(r.Importo.String()), web.Testo(r.Residuo().String())}})
		}
		if elenco.Totale > 0 {
			p.Introduzione = fmt.Sprintf("Restano da incassare %s euro", residuo)
		}
		p.Pager = web.Pagina(sezioneRecuperi, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

// mostraRecupero is the card: what it is, what came in, and what can be done.
func (s *sportello) mostraRecupero(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		re, err := sigess.RecuperoVisibile(tx, chi, id)
		if err != nil {
			return nil, err
		}
		incassi, err := sigess.Incassi(tx, id)
		if err != nil {
			return nil, err
		}
		p := web.SchedaPage{Sottotitolo: re.Ente, Stato: badge(re.Stato),
			Cassetti: []web.Cassetto{cassettoRecupero(chi, re, r), cassettoIncassi(incassi)}}
		if re.Stato == sigess.Rateizzato {
			p.Cassetti = append(p.Cassetti, cassettoRate(re))
		}
		p.Base = base(c, chi, "Recupero da "+re.Beneficiario, sezioneElaborazioni, versoElaborazioni, versoRecuperi)
		r.annota(&p.Base)
		return p, nil
	})
}

func cassettoRecupero(chi models.Chi, re sigess.RigaRecupero, r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{voce("Chi deve restituire", re.Beneficiario),
		{Etichetta: "Elaborazione", Valore: re.Elaborazione(), URL: sezioneElaborazioni + "/" + re.ElaborazioneID}, voce("Aperto il", periodo.DataOra(re.CreatoIl)),
		voce("Importo", re.Importo.String()), voce("Incassato", re.Recuperato.String()), voce("Resta", re.Residuo().String()), voce("Motivo", re.Motivo)}}
	aperto := re.Stato == sigess.DaRecuperare || re.Stato == sigess.Rateizzato
	if !aperto || sigess.Incassabile(chi, re.Recupero) != nil {
		return out
	}
	indirizzo := sezioneRecuperi + "/" + re.ID
	incasso := inRiga(r, "incassa", "Registra un incasso", indirizzo+"/incassa",
		modulo(r, "incassa", sigess.ModuloIncasso{Data: periodo.Oggi(), Importo: re.Residuo()}, nil))
	incasso.Invia = "Registra l'incasso"
	rate := inRiga(r, "rateizza", "Dividi in rate", indirizzo+"/rateizza", modulo(r, "rateizza", sigess.ModuloRate{Rate: 2, PrimaRata: periodo.Oggi().Mese().Piu(1)}, nil))
	rate.Invia = "Dividi in rate"
	out.Moduli = []web.ModuloInline{incasso, rate}
	if sigess.Rinunciabile(chi, re.Recupero) == nil {
		rinuncia := inRiga(r, "inesigibile", "Rendi inesigibile", indirizzo+"/inesigibile", modulo(r, "inesigibile", sigess.ModuloInesigibile{}, nil))
		rinuncia.Testo, rinuncia.Invia, rinuncia.Pericolo = "Quello che resta non si incassa più", "Rendi inesigibile", true
		out.Moduli = append(out.Moduli, rinuncia)
	}
	return out
}

func cassettoIncassi(incassi []sigess.Incasso) web.Cassetto {
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Incassato il"}, {Testo: "Importo", Numero: true}, {Testo: "Nota"}, {Testo: "Registrato da"}},
		Vuoto: "nessun incasso: si registra dal cassetto Dettagli"}
	var somma euro.Importo
	for _, i := range incassi {
		somma += i.Importo
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(i.Data.Italiana()), web.Testo(i.Importo.String()), web.Testo(i.Nota), web.Testo(i.Registrato)}})
	}
	if len(incassi) > 1 {
		t.Totali = &web.Riga{Celle: []web.Cella{web.Testo("Totale"), web.Testo(somma.String()), {}, {}}}
	}
	return web.Cassetto{ID: "incassi", Titolo: "Incassi", Tabelle: []web.Tabella{t}}
}

func cassettoRate(re sigess.RigaRecupero) web.Cassetto {
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Rata"}, {Testo: "Mese"}, {Testo: "Importo", Numero: true}}}
	for n, rata := range re.RateDovute() {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(intero(n + 1)), web.Testo(re.PrimaRata.Piu(n).Italiano()), web.Testo(rata.String())}})
	}
	return web.Cassetto{ID: "rate", Titolo: "Rate", Tabelle: []web.Tabella{t}}
}
