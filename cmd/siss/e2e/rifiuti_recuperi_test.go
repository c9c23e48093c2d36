package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// confermata is an act on a run that was confirmed and has its list, after other
// acts on it.
func (g *gara) confermata(cosa string, m modelli.ModuloElaborazione, corpo any, prima ...string) func(*testing.T) caso {
	return func(t *testing.T) caso {
		annullata, aperta := "/elaborazioni/"+elabora(t, g.contabile, m).ID, ""
		compi(t, g.contabile, annullata+"/annullamento", nil)
		aperta = "/elaborazioni/" + elabora(t, g.contabile, m).ID
		compi(t, g.contabile, aperta+"/conferma", modelli.ModuloConferma{})
		g.ferme(t)
		for _, atto := range prima {
			compi(t, g.contabile, aperta+atto, nil)
		}
		c := caso{chi: g.contabile, percorso: aperta + cosa, corpo: corpo, estraneo: []int{http.StatusNotFound}, poi: g.ferme,
			chiusa: &passo{annullata + cosa, corpo}, chiuso: []int{http.StatusConflict}}
		if _, ok := corpo.(modelli.ModuloPagamento); ok {
			c.futuri = map[string]string{"data": domani.String()}
		}
		return c
	}
}

// recupero is one of ten euro that a run of the district left.
func (g *gara) recupero(t *testing.T) string {
	t.Helper()
	id := uuid.NewString()
	riesce(t, models.Atto(t.Context(), g.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Exec(`INSERT INTO recupero (id, ente_id, elaborazione_id, creditore, beneficiario, importo, creato_il)
			SELECT ?, ente_id, id, ?, 'ROSSI MARIO', 1000, now() FROM elaborazione WHERE ente_id = ? ORDER BY id LIMIT 1`, id, "soggetto/"+id, g.Distretto).Error
	}))
	return id
}

func (g *gara) recuperi() map[string]func(*testing.T) caso {
	su := func(cosa string, corpo any, futuri map[string]string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			chiuso := "/recuperi/" + g.recupero(t)
			compi(t, g.contabile, chiuso+"/inesigibilita", modelli.ModuloInesigibile{Motivo: "irreperibile"})
			return caso{chi: g.contabile, percorso: "/recuperi/" + g.recupero(t) + cosa, corpo: corpo, futuri: futuri, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{chiuso + cosa, corpo}, chiuso: []int{http.StatusConflict}}
		}
	}
	return map[string]func(*testing.T) caso{
		"recupero-rateizzazione": su("/rateizzazione", modelli.ModuloRate{Rate: 2, PrimaRata: domani.Mese()}, nil),
		"recupero-incasso": su("/incassi", modelli.ModuloIncasso{Data: periodo.MustParse("2024-05-01"), Importo: 500, Nota: "nota"},
			map[string]string{"data": domani.String()}),
		"recupero-inesigibilita": su("/inesigibilita", modelli.ModuloInesigibile{Motivo: "fallito"}, nil),
	}
}
