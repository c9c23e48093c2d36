package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"siss/api/inbox"
	compiti "siss/models/inbox"
	modelli "siss/models/sigess"
)

// compito returns the id of an open task of a kind, of a new domanda.
func (g *gara) compito(t *testing.T, c *cliente, tipo string) string {
	t.Helper()
	d := g.domanda(t, g.ufficio, modelli.Presentata)
	compi(t, g.ufficio, "/domande/"+d+"/assegnazioni", modelli.ModuloAssegnazione{OperatoreID: g.Collega})
	for _, k := range leggi[inbox.Compiti](t, c, "/compiti?miei=true&tipo="+tipo).Compiti {
		if k.OggettoID == d {
			return k.ID
		}
	}
	t.Fatalf("no task %s for the new domanda", tipo)
	return ""
}

func (g *gara) compitiAperti() map[string]func(*testing.T) caso {
	di := func(tipo, cosa string, corpo any, esteri map[string]string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			letto := g.compito(t, g.collega, "PRENDI_VISIONE")
			fa[struct{}](t, g.collega, http.MethodPost, "/compiti/"+letto+"/completamento", nil)
			return caso{chi: g.collega, percorso: "/compiti/" + g.compito(t, g.collega, tipo) + "/" + cosa, corpo: corpo, esteri: esteri, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{"/compiti/" + letto + "/" + cosa, corpo}, chiuso: []int{http.StatusNotFound, http.StatusConflict}}
		}
	}
	return map[string]func(*testing.T) caso{
		"compito-completamento": di("PRENDI_VISIONE", "completamento", nil, nil),
		"compito-presa":         di("AVVIA_ISTRUTTORIA", "presa", nil, nil),
		"compito-rilascio":      di("AVVIA_ISTRUTTORIA", "rilascio", nil, nil),
		"compito-riassegnazione": di("AVVIA_ISTRUTTORIA", "riassegnazione", inbox.ModuloRiassegnazione{OperatoreID: g.Amministrativo},
			map[string]string{"operatoreId": g.Estraneo}),
		"compiti-insieme": func(t *testing.T) caso { // what may not be done on one of them is said of it, and is no refusal
			return caso{chi: g.collega, percorso: "/compiti/insieme", corpo: inbox.ModuloInsieme{Azione: "riassegnazione",
				Compiti: []string{g.compito(t, g.collega, "AVVIA_ISTRUTTORIA")}, OperatoreID: g.Amministrativo}}
		},
	}
}

func (g *gara) viste() map[string]func(*testing.T) caso {
	vista := compiti.ModuloVista{Nome: "Prima", Predefinita: true, Filtro: compiti.Filtro{Lista: compiti.Uffici, Tipo: compiti.ValutaDomanda, Scadenza: compiti.Mese,
		Eta: "8-15", Dal: domani, Al: domani.Piu(3), Ufficio: g.UO, Operatore: compiti.Nessuno, Testo: "rossi", Ordine: "-eta"}}
	salvata := func(t *testing.T, nome string) string {
		v := vista
		v.Nome = nome
		percorso := "/viste/" + uuid.NewString()
		fa[inbox.Vista](t, g.ufficio, http.MethodPut, percorso, v)
		return percorso
	}
	return map[string]func(*testing.T) caso{
		"vista-salvataggio": func(t *testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/viste/" + uuid.NewString(), corpo: vista, nuovo: true,
				altrove: &passo{salvata(t, "Seconda"), vista}, estraneo: []int{http.StatusNotFound}}
		},
		"vista-eliminazione": func(t *testing.T) caso {
			return caso{chi: g.ufficio, percorso: salvata(t, "Terza"), estraneo: []int{http.StatusNotFound}}
		},
	}
}

func (g *gara) notifiche() map[string]func(*testing.T) caso {
	arrivata := func(t *testing.T) string {
		g.compito(t, g.collega, "PRENDI_VISIONE")
		return leggi[inbox.Notifiche](t, g.collega, "/notifiche?stato=da-leggere").Notifiche[0].ID
	}
	return map[string]func(*testing.T) caso{
		"notifica-lettura": func(t *testing.T) caso {
			return caso{chi: g.collega, percorso: "/notifiche/" + arrivata(t) + "/lettura", estraneo: []int{http.StatusNotFound}}
		},
		"notifiche-lettura": func(t *testing.T) caso {
			return caso{chi: g.collega, percorso: "/notifiche/lettura", corpo: inbox.ModuloLettura{Ultima: arrivata(t)},
				estraneo: []int{http.StatusUnprocessableEntity}, esteri: map[string]string{"ultima": uuid.NewString()}}
		},
	}
}
