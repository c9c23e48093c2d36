package sigess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/sigess"
)

// avvisi are the notifications of an operatore in words, the latest first.
func avvisi(t *testing.T, m *dbtest.Mondo, operatore string) []string {
	t.Helper()
	elenco, err := inbox.Notifiche(m.DB, m.Chi(t, operatore), inbox.FiltroNotifiche{}, models.Pagina{Limite: 100})
	riesce(t, err)
	var out []string
	for _, n := range elenco.Elementi {
		out = append(out, n.Testo+" / "+n.Autore+" / "+n.Nominativo())
	}
	return out
}

func vedeAvvisi(t *testing.T, m *dbtest.Mondo, operatore string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, avvisi(t, m, operatore)); diff != "" {
		t.Errorf("notifications (-want +got):\n%s", diff)
	}
}

// manuale §2, fig. 2: who receives a domanda that another entered finds the
// notification; who entered it learns how it ended.
func TestADomandaIsToldToWhoReceivesItAndToWhoEnteredIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id, atto := bozza(t, m, sigess.Economico), uuid.NewString()
	riesce(t, presenta(t, m, id))
	riesce(t, avvia(t, m, m.Amministrativo, id))
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Assegna(tx, chi, id, atto, sigess.ModuloAssegnazione{OperatoreID: m.Collega}, adesso)
	}))
	vedeAvvisi(t, m, m.Collega, "Domanda 2024/1 assegnata / D'Arco Giovanna / ROSSI MARIO (11/07/1986)")
	riesce(t, decidi(t, m, m.Collega, id, 0, sigess.Respinta))
	vedeAvvisi(t, m, m.Amministrativo, "Domanda 2024/1 respinta / Neri Paolo / ROSSI MARIO (11/07/1986)")
	vedeAvvisi(t, m, m.Coordinatore)
}

func TestAnInterventoIsToldToItsResponsible(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-05", 10000)) // by its responsible: nothing to tell
	modulo := m.Economico("2024-02-01", 10000)
	modulo.Dettagli.OperatoreResponsabileID = m.Collega
	id := attiva(t, m, modulo)
	scatta := func(giorno string) {
		t.Helper()
		for range 2 {
			riesce(t, models.Atto(t.Context(), m.DB, models.Sistema(), "aggiorna-intervento", func(tx *gorm.DB) error {
				_, err := sigess.Aggiorna(tx, id, periodo.MustParse(giorno))
				return err
			}))
		}
	}
	vedeAvvisi(t, m, m.Collega, "Intervento 2024/2 attivato dal 01/02/2024 / D'Arco Giovanna / ROSSI MARIO (11/07/1986)")
	scatta("2024-02-01")
	riesce(t, sospendi(t, m, id, "2024-02-10", "2024-02-12"))
	scatta("2024-02-10")
	scatta("2024-02-13")
	riesce(t, sospendi(t, m, id, "2024-02-20", ""))
	riesce(t, riprendi(t, m, id, "2024-02-25", "2024-02-21"))
	riesce(t, termina(t, m, id, "2024-03-31"))
	riesce(t, termina(t, m, id, "2024-03-31"))
	scatta("2024-04-01")
	io, soggetto := " / D'Arco Giovanna", " / ROSSI MARIO (11/07/1986)"
	vedeAvvisi(t, m, m.Collega,
		"Intervento 2024/2 concluso / "+soggetto, "Intervento 2024/2 concluso: ultimo giorno 31/03/2024"+io+soggetto,
		"Intervento 2024/2 di nuovo attivo dal 25/02/2024"+io+soggetto, "Intervento 2024/2 sospeso dal 20/02/2024"+io+soggetto,
		"Intervento 2024/2 di nuovo attivo / "+soggetto, "Intervento 2024/2 sospeso da oggi / "+soggetto,
		"Intervento 2024/2 sospeso dal 10/02/2024 al 12/02/2024"+io+soggetto, "Intervento 2024/2 attivo da oggi / "+soggetto,
		"Intervento 2024/2 attivato dal 01/02/2024"+io+soggetto)
	vedeAvvisi(t, m, m.Amministrativo)
}

func TestARunIsToldToWhoAskedForIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-05", 10000))
	id := uuid.NewString()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Apri(tx, chi, id, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01")}, adesso)
	}))
	for range 2 {
		riesce(t, models.Atto(t.Context(), m.DB, models.Sistema(), "quadra-elaborazione", func(tx *gorm.DB) error { return sigess.Quadra(tx, id, adesso) }))
	}
	riesce(t, conferma(t, m, m.Contabile, id)) // his own act is not told
	vedeAvvisi(t, m, m.Contabile, "Elaborazione contabile 2024/1 pronta: controllarla /  / ")
}
