package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// mese opens the closing of a month in which a new intervento in struttura begins.
func (g *gara) mese(t *testing.T, m modelli.ModuloStruttura, mese string) string {
	t.Helper()
	attiva(t, g.ufficio, m)
	id := fa[sigess.Esito](t, g.ufficio, http.MethodPost, "/chiusure",
		modelli.ModuloChiusura{EnteID: g.Comune, PressoID: m.StrutturaID, Mese: periodo.MustParseMese(mese)}).ID
	g.sollecitata(t, mese)
	return id
}

// sollecitata waits for the reminders of a month that is over: to sign it, and to
// write the days that it lacks.
func (g *gara) sollecitata(t *testing.T, mese string) {
	t.Helper()
	attendi(t, pazienza, "the reminders of a month that is over", func() bool {
		var senza int
		riesce(t, g.DB.Raw(`SELECT count(*) FROM chiusura_mese c WHERE mese = ? AND (SELECT count(*) FROM compito k WHERE k.oggetto_id = c.id) < 2`,
			periodo.MustParseMese(mese)).Scan(&senza).Error)
		return senza == 0
	})
}

// meseProva is a month of the struttura that no other case closes.
func (g *gara) meseProva(t *testing.T) string {
	t.Helper()
	g.mesi++
	dal := periodo.MustParseMese("2021-01").Piu(g.mesi)
	return g.mese(t, g.InStruttura(dal.Inizio().String()), dal.String())
}

func (g *gara) chiusure() map[string]func(*testing.T) caso {
	firma := modelli.ModuloFirma{Dichiarazione: "riepilogo del gestore"}
	chiedi := modelli.ModuloRichiestaRiapertura{Motivo: "manca un giorno"}
	decidi := modelli.ModuloDecisione{Esito: modelli.Negata, Nota: "già pagato"}
	return map[string]func(*testing.T) caso{
		"chiusura-apertura": func(t *testing.T) caso {
			attiva(t, g.ufficio, g.InStruttura("2020-03-01"))
			modulo := modelli.ModuloChiusura{EnteID: g.Comune, PressoID: g.Struttura, Mese: periodo.MustParseMese("2020-03")}
			altra := modulo
			altra.PressoID = uuid.NewString()
			return caso{chi: g.ufficio, percorso: "/chiusure", corpo: modulo, esteri: map[string]string{"enteId": g.Altrove}, estraneo: []int{http.StatusUnprocessableEntity},
				chiusa: &passo{"/chiusure", altra}, chiuso: []int{http.StatusNotFound}, poi: func(t *testing.T) { g.sollecitata(t, "2020-03") }}
		},
		"chiusura-firma": func(t *testing.T) caso {
			chiusa := "/chiusure/" + g.meseProva(t) + "/firma"
			compi(t, g.ufficio, chiusa, firma)
			return caso{chi: g.ufficio, percorso: "/chiusure/" + g.meseProva(t) + "/firma", corpo: firma, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{chiusa, firma}, chiuso: []int{http.StatusConflict}}
		},
		"chiusura-riapertura": func(t *testing.T) caso {
			aperta, chiusa := "/chiusure/"+g.meseProva(t), "/chiusure/"+g.meseProva(t)
			compi(t, g.ufficio, aperta+"/firma", firma)
			return caso{chi: g.ufficio, percorso: aperta + "/riaperture", corpo: chiedi, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{chiusa + "/riaperture", chiedi}, chiuso: []int{http.StatusConflict}}
		},
		"chiusura-decisione": func(t *testing.T) caso {
			chiesta, chiusa := "/chiusure/"+g.meseProva(t), "/chiusure/"+g.meseProva(t)
			compi(t, g.ufficio, chiesta+"/firma", firma)
			compi(t, g.ufficio, chiesta+"/riaperture", chiedi)
			return caso{chi: g.entra(t, g.Collega), percorso: chiesta + "/decisione", corpo: decidi, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{chiusa + "/decisione", decidi}, chiuso: []int{http.StatusConflict}}
		},
	}
}
