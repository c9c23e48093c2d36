package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

func moduloFondo(g *gara) modelli.ModuloFondo {
	return modelli.ModuloFondo{EnteID: g.Distretto, Denominazione: "Fondo " + uuid.NewString(), Origine: "FNPS", Capofila: "Comune 1", Annualita: 2024, Importo: 100000, Vincolo: "contributi"}
}

func moduloCapitolo(fondo string) modelli.ModuloCapitolo {
	return modelli.ModuloCapitolo{FondoID: fondo, Codice: uuid.NewString(), Denominazione: "Contributi", Importo: 50000}
}

// moduloImpegno is an impegno of an office and of a tipo that nothing is paid of.
func (g *gara) moduloImpegno(capitolo string) modelli.ModuloImpegno {
	return modelli.ModuloImpegno{CapitoloID: capitolo, Anno: 2024, Importo: 1000, DatiImpegno: modelli.DatiImpegno{Numero: uuid.NewString()[:8], Oggetto: "contributi",
		DeterminaNumero: "7", DeterminaData: periodo.MustParse("2024-01-02"), CIG: "A1B2C3D4E5", CUP: "A1B2C3D4E5F6G7H", Scadenza: periodo.MustParse("2024-12-31")}}
}

// capitolo is one of a fondo of the district, impegno one of a capitolo.
func (g *gara) capitolo(t *testing.T) (fondo, capitolo string) {
	t.Helper()
	fondo, capitolo = uuid.NewString(), uuid.NewString()
	fa[sigess.Fondo](t, g.contabile, http.MethodPut, "/fondi/"+fondo, moduloFondo(g))
	fa[sigess.Capitolo](t, g.contabile, http.MethodPut, "/capitoli/"+capitolo, moduloCapitolo(fondo))
	return fondo, capitolo
}

func (g *gara) impegno(t *testing.T) (fondo, capitolo, impegno string) {
	t.Helper()
	fondo, capitolo = g.capitolo(t)
	impegno = uuid.NewString()
	fa[sigess.Impegno](t, g.contabile, http.MethodPut, "/impegni/"+impegno, g.moduloImpegno(capitolo))
	return fondo, capitolo, impegno
}

// bilancio are the acts on fondi and impegni.
func (g *gara) bilancio() map[string]func(*testing.T) caso {
	altrove := []int{http.StatusUnprocessableEntity}
	domani := map[string]string{"determinaData": domani.String()}
	return map[string]func(*testing.T) caso{
		"fondo-salvataggio": func(*testing.T) caso {
			return caso{chi: g.contabile, percorso: "/fondi/" + uuid.NewString(), corpo: moduloFondo(g), nuovo: true, esteri: map[string]string{"enteId": g.Altrove}, estraneo: altrove}
		},
		"capitolo-salvataggio": func(t *testing.T) caso {
			fondo, _ := g.capitolo(t)
			return caso{chi: g.contabile, percorso: "/capitoli/" + uuid.NewString(), corpo: moduloCapitolo(fondo), nuovo: true,
				esteri: map[string]string{"fondoId": uuid.NewString()}, estraneo: altrove}
		},
		"impegno-salvataggio": func(t *testing.T) caso {
			_, capitolo, impegno := g.impegno(t)
			altro := g.moduloImpegno(capitolo)
			return caso{chi: g.contabile, percorso: "/impegni/" + uuid.NewString(), corpo: g.moduloImpegno(capitolo), nuovo: true, futuri: domani,
				esteri: map[string]string{"capitoloId": uuid.NewString(), "uoId": g.UOAltrove}, estraneo: altrove,
				chiusa: &passo{"/impegni/" + impegno, altro}, chiuso: []int{http.StatusConflict}}
		},
		"impegno-correzione": func(t *testing.T) caso {
			_, capitolo, impegno := g.impegno(t)
			return caso{chi: g.contabile, percorso: "/impegni/" + impegno + "/dati", corpo: g.moduloImpegno(capitolo).DatiImpegno, futuri: domani,
				esteri: map[string]string{"uoId": g.UOAltrove}, estraneo: []int{http.StatusNotFound}}
		},
		"impegno-variazione": func(t *testing.T) caso {
			_, _, impegno := g.impegno(t)
			return caso{chi: g.contabile, percorso: "/impegni/" + impegno + "/variazioni", futuri: domani, estraneo: []int{http.StatusNotFound},
				corpo: modelli.ModuloVariazione{Importo: 500, DeterminaNumero: "8", DeterminaData: periodo.MustParse("2024-02-01"), Motivo: "proroga"}}
		},
		"intervento-collegamento": func(t *testing.T) caso {
			_, _, impegno := g.impegno(t)
			uno := 1
			corpo := modelli.ModuloCollegamento{ImpegnoID: impegno, Regola: &uno, Ordine: &uno}
			percorso := func() string {
				id, _ := attiva(t, g.ufficio, g.Economico("2024-01-10", 10000))
				return "/interventi/" + id + "/impegni"
			}
			collegato := percorso()
			compi(t, g.contabile, collegato, corpo)
			return caso{chi: g.contabile, percorso: percorso(), corpo: corpo, esteri: map[string]string{"impegnoId": uuid.NewString()}, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{collegato, corpo}, chiuso: []int{http.StatusConflict}}
		},
		"intervento-scollegamento": func(t *testing.T) caso {
			_, _, impegno := g.impegno(t)
			id, _ := attiva(t, g.ufficio, g.Economico("2024-01-10", 10000))
			legati := fa[sigess.ImpegniIntervento](t, g.contabile, http.MethodPost, "/interventi/"+id+"/impegni", modelli.ModuloCollegamento{ImpegnoID: impegno})
			return caso{chi: g.contabile, percorso: "/interventi/" + id + "/impegni/scollegamento",
				corpo: modelli.ModuloScollegamento{LegameID: legati.Collegamenti[0].ID}, estraneo: []int{http.StatusNotFound}}
		},
	}
}
