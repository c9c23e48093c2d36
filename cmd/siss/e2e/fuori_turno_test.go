package e2e

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// passo is an act with a valid form.
type passo struct {
	percorso string
	corpo    any
}

// passi are all the acts on a domanda.
func (b *banco) passi(t testing.TB, c *cliente, domanda string) map[string]passo {
	t.Helper()
	d := "/domande/" + domanda
	return map[string]passo{
		"presenta": {d + "/presentazione", nil},
		"avvia":    {d + "/avvio", b.avvio()},
		"assegna":  {d + "/assegnazioni", modelli.ModuloAssegnazione{OperatoreID: b.Collega}},
		"decidi":   {richieste(t, c, domanda)[0] + "/esito", accetta()},
		"comunica": {d + "/comunicazione", comunica()},
	}
}

func passiIntervento(id string) map[string]passo {
	i := "/interventi/" + id
	return map[string]passo{
		"attiva":   {i + "/attivazione", nil},
		"sospendi": {i + "/sospensioni", modelli.ModuloSospensione{Dal: periodo.MustParse("2024-03-01"), Motivo: "ricovero"}},
		"riprendi": {i + "/ripresa", modelli.ModuloRipresa{Dal: periodo.MustParse("2024-03-11"), Motivo: "dimissione"}},
		"cambia":   {i + "/regole", modelli.ModuloCambioRegola{Regola: 1, Dal: periodo.MustParse("2024-02-01"), Importo: 32000, Motivo: "delibera"}},
		"termina":  {i + "/termine", modelli.ModuloTermine{DataFine: periodo.MustParse("2024-03-20"), Motivo: "RINUNCIA"}},
	}
}

// rifiuta sends acts that must be refused with one of the statuses, and change nothing.
func (b *banco) rifiuta(t *testing.T, cosa string, c *cliente, passi map[string]passo, tranne []string, stati ...int) {
	t.Helper()
	for nome, p := range passi {
		if slices.Contains(tranne, nome) {
			continue
		}
		prima := improntaDi(t, b.DB)
		r, err := c.invia(t.Context(), http.MethodPost, p.percorso, uuid.NewString(), p.corpo)
		riesce(t, err)
		rifiutata(t, nome+" "+cosa, r, stati...)
		immutata(t, nome+" "+cosa, b.DB, prima)
	}
}

func TestActsOutOfTurnAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	c, contabile := b.entra(t, b.Amministrativo), b.entra(t, b.Contabile)
	for stato, ammessi := range map[modelli.Stato][]string{
		modelli.Bozza:         {"presenta"},
		modelli.Presentata:    {"avvia", "assegna"},
		modelli.InIstruttoria: {"assegna", "decidi"},
		modelli.Accolta:       {"assegna", "comunica"},
		modelli.Respinta:      {"assegna", "comunica"},
		modelli.Chiusa:        {},
	} {
		b.rifiuta(t, "a domanda "+string(stato), c, b.passi(t, c, b.domanda(t, c, stato)), ammessi, http.StatusConflict)
	}
	intervento := bozzaIntervento(t, c, b.Economico("2024-01-10", 10000))
	passi := passiIntervento(intervento)
	for _, giro := range []struct {
		stato   modelli.Stato
		ammessi []string
		poi     string
	}{
		{modelli.Bozza, []string{"attiva"}, "attiva"},
		{modelli.Attivo, []string{"sospendi", "cambia", "termina"}, "sospendi"},
		{modelli.Sospeso, []string{"sospendi", "riprendi", "cambia", "termina"}, "riprendi"},
		{modelli.Attivo, []string{"sospendi", "cambia", "termina"}, "termina"},
		{modelli.Concluso, nil, ""},
	} {
		b.rifiuta(t, "an intervento "+string(giro.stato), c, passi, giro.ammessi, http.StatusConflict)
		if giro.poi != "" {
			compi(t, c, passi[giro.poi].percorso, passi[giro.poi].corpo)
		}
	}
	corpi := map[string]any{"/conferma": modelli.ModuloConferma{}}
	for poi, stato := range map[string]modelli.Stato{"/annullamento": modelli.Annullata, "/conferma": modelli.Definitiva} {
		e := "/elaborazioni/" + elabora(t, contabile, modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-03")}).ID
		compi(t, contabile, e+poi, corpi[poi])
		attendi(t, pazienza, "list of the run", func() bool {
			r, err := contabile.invia(t.Context(), http.MethodGet, e+"/elenco", "", nil)
			riesce(t, err)
			return r.riuscita() || stato == modelli.Annullata
		})
		b.rifiuta(t, "a run "+string(stato), contabile, map[string]passo{"conferma": {e + "/conferma", modelli.ModuloConferma{}}, "annulla": {e + "/annullamento", nil}}, nil, http.StatusConflict)
	}
}

func TestStrangersAndColleaguesAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	riesce(t, models.Atto(t.Context(), b.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Create(&anagrafe.Abilitazione{ID: uuid.NewString(), EnteID: b.Distretto, UOID: b.Contabilita, OperatoreID: b.Collega,
			Ruolo: models.OperatoreAmministrativo, Dal: periodo.MustParse("2020-01-01")}).Error
	}))
	c, contabile := b.entra(t, b.Amministrativo), b.entra(t, b.Contabile)
	estraneo, collega := b.entra(t, b.Estraneo), b.entra(t, b.Collega)
	nessuno := &cliente{base: c.base, http: c.http}
	e := "/elaborazioni/" + elabora(t, contabile, modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-03")}).ID
	corse := map[string]passo{"conferma": {e + "/conferma", modelli.ModuloConferma{}}, "annulla": {e + "/annullamento", nil}}
	b.rifiuta(t, "by who may prepare a run only", collega, corse, nil, http.StatusForbidden)
	for stato, suo := range map[modelli.Stato]string{modelli.Bozza: "presenta", modelli.Presentata: "avvia", modelli.InIstruttoria: "decidi", modelli.Respinta: "comunica"} {
		passi := b.passi(t, c, b.domanda(t, c, stato))
		b.rifiuta(t, "by a stranger", estraneo, passi, nil, http.StatusNotFound)
		b.rifiuta(t, "by nobody", nessuno, passi, nil, http.StatusUnauthorized)
		if stato != modelli.Bozza {
			b.rifiuta(t, "by a colleague who is not competent", collega, map[string]passo{suo: passi[suo], "assegna": passi["assegna"]}, nil, http.StatusForbidden)
		}
	}
	passi := passiIntervento(bozzaIntervento(t, c, b.Economico("2024-01-10", 10000)))
	b.rifiuta(t, "by a stranger", estraneo, passi, nil, http.StatusNotFound)
	b.rifiuta(t, "by a stranger", estraneo, corse, nil, http.StatusNotFound)
	b.rifiuta(t, "by nobody", nessuno, corse, nil, http.StatusUnauthorized)
}
