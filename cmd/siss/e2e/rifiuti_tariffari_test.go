package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// bozzaTariffario is a price list to begin, under a code of its own.
func (g *gara) bozzaTariffario() modelli.ModuloTariffario {
	return modelli.ModuloTariffario{EnteID: g.Distretto, Codice: "N" + uuid.NewString()[:8], Denominazione: "Domiciliare", Natura: modelli.Prestazioni, Dal: periodo.MustParse("2024-01-01")}
}

func vocePropria() modelli.ModuloVoce {
	return modelli.ModuloVoce{Prestazione: "SAD", Denominazione: "Assistenza", Unita: "ORA", Tariffa: 21_6900, AliquotaIVA: 500, Dal: periodo.MustParse("2024-01-01")}
}

// tariffari are the acts on price lists.
func (g *gara) tariffari() map[string]func(*testing.T) caso {
	su := func(cosa string, corpo any, conVoce bool) func(*testing.T) caso {
		return func(t *testing.T) caso {
			bozza := "/tariffari/" + fa[sigess.Esito](t, g.contabile, http.MethodPost, "/tariffari", g.bozzaTariffario()).ID
			if conVoce {
				compi(t, g.contabile, bozza+"/voci", vocePropria())
			}
			return caso{chi: g.contabile, percorso: bozza + cosa, corpo: corpo, estraneo: []int{http.StatusNotFound}}
		}
	}
	return map[string]func(*testing.T) caso{
		"tariffario-nuovo": func(*testing.T) caso {
			return caso{chi: g.contabile, percorso: "/tariffari", corpo: g.bozzaTariffario(), estraneo: []int{http.StatusUnprocessableEntity}, esteri: map[string]string{"enteId": g.Altrove}}
		},
		"tariffario-voce":        su("/voci", vocePropria(), false),
		"tariffario-attivazione": su("/attivazione", nil, true),
	}
}
