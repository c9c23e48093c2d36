package browser

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// bozze saves a draft of each kind in the database, as the forms would.
func bozze(t *testing.T, m *dbtest.Mondo) map[sigess.Natura]string {
	t.Helper()
	ids := map[sigess.Natura]string{sigess.Economico: uuid.NewString(), sigess.Prestazioni: uuid.NewString(), sigess.Struttura: uuid.NewString()}
	for azione, salva := range map[string]func(tx *gorm.DB, chi models.Chi) error{
		"salva-intervento-economico": func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaEconomico(tx, chi, ids[sigess.Economico], m.Economico("2024-01-05", 12300))
			return err
		},
		"salva-intervento-prestazioni": func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaPrestazioni(tx, chi, ids[sigess.Prestazioni], m.Prestazioni("2024-01-05"))
			return err
		},
		"salva-intervento-struttura": func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaStruttura(tx, chi, ids[sigess.Struttura], m.InStruttura("2024-01-05"))
			return err
		},
	} {
		compie(t, m, azione, salva)
	}
	return ids
}

// liquidaMese pays a month as the accounting office would, and returns the id of
// the run.
func liquidaMese(t *testing.T, m *dbtest.Mondo, mese string) string {
	t.Helper()
	id := uuid.NewString()
	err := m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Apri(tx, chi, id, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese(mese)}, time.Now()); err != nil {
			return err
		}
		if _, err := sigess.CalcolaPagina(tx, id, sigess.PaginaCalcolo{}, 100); err != nil {
			return err
		}
		if err := sigess.Quadra(tx, id, time.Now()); err != nil {
			return err
		}
		return sigess.Conferma(tx, chi, id, sigess.ModuloConferma{}, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Manuale §4, the list and the card of a contribution.
func TestTheCardOfAContribution(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "economico", true)
	ids := bozze(t, m)
	s.lavora("D'Arco Giovanna")
	s.vai("/interventi?natura=ECONOMICO")
	s.dimostra("Intervento economico", "ECO-02")
	for _, colonna := range []string{"Codice", "Cognome", "Nome", "Sesso", "Data di nascita", "Codice fiscale"} {
		s.vede(colonna)
	}
	s.foto("elenco")
	s.figura("interventi-elenco")
	s.scrive("soggetto", "bianchi")
	s.preme("Cerca")
	s.vede("nessuna pratica con questi filtri")
	s.preme("Togli i filtri")
	s.vede("ROSSI")
	s.preme("bozza")
	s.vede("Adesso si attende: Attivare l'intervento")
	s.invia("/attiva")
	s.vede("Intervento attivato con il numero 2024/1")
	s.dimostra("Dettagli", "ECO-06")
	for voce, id := range map[string]string{"Livello assistenza": "ECO-07", "Classificazione": "ECO-08", "Classificazione ISTAT": "ECO-09", "Data inizio": "ECO-10",
		"Motivo attivazione": "ECO-11", "Data fine": "ECO-12", "Motivo termine": "ECO-13", "Tipo intervento": "ECO-14", "Stato": "ECO-15", "Operatore responsabile": "ECO-16"} {
		s.dimostra(voce, id)
	}
	liquidaMese(t, m, "2024-01")
	s.vai("/interventi/" + ids[sigess.Economico])
	s.vede("gennaio 2024")
	s.vede("Definitiva")
	s.vede("Ufficio che paga")
	s.foto("attivo")
	s.esegue("Sospendi")
	s.aperto("/sospendi")
	s.riempie("/sospendi", "dal", "2024-02-01")
	s.riempie("/sospendi", "motivo", "ricovero in ospedale")
	s.invia("/sospendi")
	s.vede("Adesso si attende: Riprendere l'intervento sospeso: ricovero in ospedale")
	s.esegue("Riprendi")
	s.aperto("/riprendi")
	s.riempie("/riprendi", "dal", "2024-03-01")
	s.riempie("/riprendi", "motivo", "dimissione")
	s.invia("/riprendi")
	s.vede("Intervento ripreso dal 01/03/2024")
	s.esegue("Termina")
	s.aperto("/concludi")
	s.scrive("dataFine", "2024-03-31")
	s.riempie("/concludi", "motivo", "RINUNCIA")
	s.invia("/concludi")
	s.vede("leggere che cosa comporta il termine e confermare")
	s.foto("termine-da-confermare")
	s.scegli("conferma", "true")
	s.invia("/concludi")
	s.vede("L'intervento è concluso: ultimo giorno 31/03/2024, motivo: Rinuncia")
	s.vede("Elaborazione contabile di marzo 2024")
	s.foto("concluso")
	s.figuraParte("intervento-iter", "#iter")
}

// Manuale §5 and §6: the cards of the other two kinds, with the sidebar of fig. 22.
func TestTheCardsOfPrestazioniAndStruttura(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "schede", true)
	ids := bozze(t, m)
	s.lavora("D'Arco Giovanna")
	s.vai("/interventi?natura=PRESTAZIONI")
	s.dimostra("Interventi con prestazioni", "PRE-02")
	s.vai("/interventi/" + ids[sigess.Prestazioni])
	s.invia("/attiva")
	s.vede("Intervento 2024/1")
	for voce, id := range map[string][]string{"Data inizio": {"PRE-03"}, "Tipo intervento": {"PRE-04"}, "Ente erogatore": {"PRE-05"}, "Tariffario": {"PRE-06"}, "Stato": {"PRE-07"},
		"Operatore responsabile": {"PRE-08"}, "Piano di assistenza": {"PRE-10"}, "Quantità": {"PRE-11"}, "Quote utente": {"PRE-12"}} {
		s.dimostra(voce, id...)
	}
	s.vede("Registrare nel tabellone gli accessi di")
	s.foto("prestazioni")
	s.vai("/interventi/" + ids[sigess.Prestazioni] + "/stampa")
	s.vede("Assistenza domiciliare")
	s.foto("stampa")
}

// Fig. 22: the page of a stay.
func TestTheCardOfAStay(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "struttura", true)
	id := bozze(t, m)[sigess.Struttura]
	s.lavora("D'Arco Giovanna")
	s.vai("/interventi?natura=STRUTTURA")
	s.dimostra("Interventi in struttura", "STR-02")
	s.vai("/interventi/" + id)
	s.invia("/attiva")
	s.vede("Intervento 2024/1")
	for _, voce := range []string{"Intervento in struttura", "Dettagli", "Piano assistenza", "Quote utente", "Documenti", "Richieste"} {
		s.fai("sidebar "+voce, chromedp.WaitReady(fmt.Sprintf(`//nav[@aria-label="Cassetti"]//*[normalize-space(.)=%q]`, voce)))
	}
	s.copre("STR-03", "STR-14", "STR-15")
	s.dimostra("Piano di assistenza", "STR-12")
	s.dimostra("Quote utente", "STR-13")
	s.foto("struttura")
	s.figura("intervento")
	s.fai("open the drawer from the sidebar", clic(`nav.cassetti a[href="#richiesta"]`))
	s.vede("L'intervento non nasce da una domanda")
	s.esegue("Tabellone accessi")
	s.vede("Nominativo / Intervento")
	s.vai("/interventi/" + id + "/stampa")
	s.vede("L'operatore responsabile")
	s.foto("stampa")
	s.suCarta("stampa-intervento")
}
