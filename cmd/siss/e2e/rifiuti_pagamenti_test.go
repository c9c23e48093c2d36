package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

func tesoreriaProva() modelli.ModuloTesoreria {
	return modelli.ModuloTesoreria{Intestazione: "Distretto di prova", CodiceFiscale: "80012345678", IBAN: "IT60X0542811101000000123456"}
}

// casiProva is a file with one case that pays nothing.
func (g *gara) casiProva() sigess.ModuloFileCasi {
	return sigess.ModuloFileCasi{ModuloCasi: modelli.ModuloCasi{EnteID: g.Distretto, Titolo: "Mese intero"},
		Contenuto: documento.Contenuto(`{"casi": [{"id": "uno"}]}`)}
}

// pagamenti are the acts on what a definitive run pays, and on the files of cases.
func (g *gara) pagamenti() map[string]func(*testing.T) caso {
	return map[string]func(*testing.T) caso{
		"elaborazione-pagamenti": func(t *testing.T) caso {
			di := func(mese string) string {
				m := periodo.MustParseMese(mese)
				return "/elaborazioni/" + elabora(t, g.contabile, modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: m, Al: m, Tipi: []string{g.Tipo[modelli.Economico]}}).ID
			}
			aperta, definitiva := di("2023-02"), di("2025-09")
			compi(t, g.contabile, definitiva+"/conferma", modelli.ModuloConferma{})
			g.ferme(t)
			con := modelli.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(1)}
			return caso{chi: g.contabile, percorso: definitiva + "/pagamenti", corpo: con, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{aperta + "/pagamenti", con}, chiuso: []int{http.StatusConflict}}
		},
		"tesoreria-salvataggio": func(*testing.T) caso {
			con := tesoreriaProva()
			con.Intestazione = "Distretto rinominato"
			return caso{chi: g.contabile, percorso: "/enti/" + g.Distretto + "/tesoreria", corpo: con, estraneo: []int{http.StatusNotFound}}
		},
		"tabella-isee-nuova": func(*testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/tabelle-isee", corpo: g.tabellaISEE(), estraneo: []int{http.StatusUnprocessableEntity},
				esteri: map[string]string{"enteId": g.Altrove}}
		},
		"casi-di-prova-nuovo": func(*testing.T) caso {
			return caso{chi: g.contabile, percorso: "/casi-di-prova", corpo: g.casiProva(), estraneo: []int{http.StatusUnprocessableEntity},
				esteri: map[string]string{"enteId": g.Altrove}, massimo: 2 << 20}
		},
		"casi-di-prova-ritiro": func(t *testing.T) caso {
			id := fa[sigess.FileCasi](t, g.contabile, http.MethodPost, "/casi-di-prova", g.casiProva()).ID
			return caso{chi: g.contabile, percorso: "/casi-di-prova/" + id + "/ritiro", estraneo: []int{http.StatusNotFound}}
		},
	}
}

// tabellaISEE is a table in two bands of the comune, of a new codice.
func (b *banco) tabellaISEE() modelli.ModuloTabellaISEE {
	finoA, esente, meta := euro.Importo(1000000), euro.Aliquota(0), euro.Aliquota(5000)
	return modelli.ModuloTabellaISEE{EnteID: b.Comune, Codice: uuid.NewString()[:8], Denominazione: "Fasce della mensa", Metodo: "FASCE",
		Dal: periodo.MustParse("2024-01-01"), Fasce: []modelli.FasciaISEE{{FinoA: &finoA, Percentuale: &esente}, {Percentuale: &meta}}}
}
