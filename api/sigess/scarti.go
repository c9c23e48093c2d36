package sigess

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/sigess"
	"siss/web"
)

// Scarto is what the act that throws a draft away answers.
type Scarto struct {
	SoggettoID string `json:"soggettoId,omitempty" format:"uuid" doc:"Soggetto della bozza; assente se era già stata scartata"`
}

// rotteScarti registers the acts that throw away a draft of a domanda or of an
// intervento.
func (s *sportello) rotteScarti(r *atti.Rotte) {
	op := func(id, percorso, titolo, etichetta string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: http.MethodPost, Percorso: percorso, Titolo: titolo, Etichetta: etichetta, Stato: http.StatusOK,
			Descrizione: titolo + ". Può farlo solo chi l'ha inserita, finché non ha un numero."}
	}
	atti.Registra(r, op("domanda-scarto", "/domande/{id}/scarto", "Scarta la bozza di una domanda", etichettaDomande), s.scartaDomanda)
	atti.Registra(r, op("intervento-scarto", "/interventi/{id}/scarto", "Scarta la bozza di un intervento", etichettaInterventi), s.scartaIntervento)
	paginaScarto(r, scheda{sezioneDomande, s.mostraDomanda}, s.scartaDomanda)
	paginaScarto(r, scheda{sezioneInterventi, s.mostraIntervento}, s.scartaIntervento)
}

// paginaScarto registers the form on the card; afterwards there is no card.
func paginaScarto(r *atti.Rotte, di scheda, esegui atti.Esegui[sigess.ModuloScarto, Scarto]) {
	percorso := di.sezione + "/:id/scarta"
	atti.Modulo(r, percorso, esegui, atti.Opzioni[Scarto]{Avviso: "bozza scartata",
		Dopo: func(_ *gin.Context, e Scarto) string {
			if e.SoggettoID == "" {
				return di.sezione
			}
			return di.sezione + "?soggettoId=" + e.SoggettoID
		},
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return di.mostra(c, chi, ripresa{modulo: "scarta", valori: valori, problemi: problemi})
		}})
	soloModulo(r, percorso, di.sezione)
}

func (s *sportello) scartaDomanda(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloScarto]) (Scarto, error) {
	return scrivi(ctx, s, chi, "scarta-domanda", func(tx *gorm.DB) (Scarto, error) {
		soggetto, err := sigess.ScartaDomanda(tx, chi, in.ID, in.Atto, in.Corpo, time.Now())
		return Scarto{soggetto}, err
	})
}

func (s *sportello) scartaIntervento(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloScarto]) (Scarto, error) {
	return scrivi(ctx, s, chi, "scarta-intervento", func(tx *gorm.DB) (Scarto, error) {
		soggetto, err := sigess.ScartaIntervento(tx, chi, in.ID, in.Atto, in.Corpo, time.Now())
		return Scarto{soggetto}, err
	})
}

// moduloScarto is the form on the card of a draft: that it opens before the
// button is there is its confirmation.
func moduloScarto(r ripresa, indirizzo string) web.ModuloInline {
	m := inRiga(r, "scarta", "Scarta la bozza", indirizzo+"/scarta", modulo(r, "scarta", sigess.ModuloScarto{}, nil))
	m.Testo = "La bozza è eliminata e non si può recuperare; resta registrato chi l'ha scartata e quando"
	m.Pericolo, m.Invia = true, "Scarta definitivamente"
	return m
}
