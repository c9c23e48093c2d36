package browser

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/deploy/dev/anpr/simulatore"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Chapter 2 of the manual, as D'Arco Giovanna goes through it: who is not in
// the registry is imported from ANPR, and a domanda begins from its card. The
// pages work without JavaScript: both ways.
func TestAPersonIsFoundInANPRAndAsksForSomething(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"soggetto": true, "soggetto-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			numerato(t, m)
			s.vai("/")
			s.preme("D'Arco Giovanna")
			s.vede("compito in carico")
			s.cercaSenzaTrovare()
			s.importaDaANPR()
			s.dallaScheda()
		})
	}
}

// numerato makes the registry go on from the soggetto that the Mondo has.
func numerato(t *testing.T, m *dbtest.Mondo) {
	t.Helper()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		_, err := models.Numero(tx, m.Comune, "SOGGETTO", 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// cercaSenzaTrovare looks in the internal registry (figg. 3-5).
func (s *sessione) cercaSenzaTrovare() {
	s.t.Helper()
	cerca := chromedp.CSS(`#cerca-ovunque`)
	s.fai("ask for the function", chromedp.SetValue(cerca, "Soggetto"), chromedp.Submit(cerca))
	s.dimostra("Ricerca nell'anagrafe interna", "ANA-04", "ANA-05")
	s.foto("maschera")
	s.figura("soggetto-maschera")
	s.scrive("cognome", "Rosi")
	s.scrive("nome", "Mario")
	s.invia("/soggetti")
	s.dimostra("RSSMRA86L11H501E", "ANA-06", "ANA-07")
	for _, colonna := range []string{"Codice", "Cognome", "Nome", "Sesso", "Data di nascita", "Codice fiscale"} {
		s.vede(colonna)
	}
	s.copre("ANA-13")
	s.figura("soggetto-ricerca")
	s.vai("/soggetti")
	s.scrive("codiceFiscale", simulatore.Capofamiglia)
	s.invia("/soggetti")
	s.vede("essun soggetto trovato")
	s.foto("nessuno")
	s.preme("Cerca in ANPR")
	s.dimostra("Finalità della consultazione", "ANA-08")
}

// importaDaANPR consults the data of fig. 6 and imports them.
func (s *sessione) importaDaANPR() {
	s.t.Helper()
	s.invia("/soggetti/anpr")
	s.vede("orreggere i campi indicati")
	s.foto("anpr-errori")
	s.scrive("codiceFiscale", simulatore.Guasto)
	s.scrive("finalita", "NUOVA_DOMANDA")
	s.scrive("pratica", "sportello")
	s.figura("anpr-ricerca")
	s.invia("/soggetti/anpr")
	s.vede("ANPR non risponde")
	s.foto("anpr-guasto")
	s.scrive("codiceFiscale", "VRDGNN50A41H501H")
	s.invia("/soggetti/anpr")
	s.vede("n ANPR non risulta nessuno")
	s.foto("anpr-nessuno")
	s.scrive("codiceFiscale", simulatore.Deceduto)
	s.invia("/soggetti/anpr")
	s.vede("a persona risulta deceduta")
	s.foto("anpr-deceduto")
	s.preme("Nuova ricerca")
	s.scrive("codiceFiscale", simulatore.Capofamiglia)
	s.scrive("finalita", "NUOVA_DOMANDA")
	s.scrive("pratica", "sportello")
	s.invia("/soggetti/anpr")
	s.vede("MERCURI LUCA (14/03/1979)")
	s.dimostra("VIA DEI PINI 12 interno 4", "ANA-09", "ANA-10")
	s.fai("choose the daughter", chromedp.Click(chromedp.CSS(`#familiare-1`)))
	s.foto("anpr-dati")
	s.figura("anpr-dati")
	s.preme("Importa dati Soggetto")
	s.dimostra("ati importati da ANPR", "ANA-11")
	s.vede("da ANPR, ")
	s.foto("scheda-importata")
	s.figura("soggetto")
	s.vai("/soggetti")
	s.scrive("cognome", "mercuri")
	s.invia("/soggetti")
	s.dimostra("SOFIA", "ANA-12")
	s.vai("/soggetti/anpr/consultazioni")
	s.vede("Importato")
	s.foto("registro-consultazioni")
	s.vai("/soggetti?cognome=mercuri&nome=luca")
	s.preme("MERCURI")
	s.vede("Dati anagrafici")
}

// dallaScheda begins a domanda from the card (figg. 7-8).
func (s *sessione) dallaScheda() {
	s.t.Helper()
	s.preme("Esegui") // Domande is the first command
	s.dimostra("Domande di MERCURI LUCA", "DOM-01", "DOM-02", "DOM-03")
	s.fai("press +", clic(`main .alto-a-destra a.nuovo`))
	s.dimostra("Data di presentazione", "DOM-04")
}

// The rest of the card: addresses and relations are closed by hand, contacts
// change, and the story tells all of it.
func TestTheCardOfAPersonIsKeptUpToDate(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "scheda-soggetto", true)
	numerato(t, m)
	s.vai("/")
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	s.vai("/soggetti/" + m.Soggetto)
	s.vede("Inserito in anagrafe")
	s.foto("scheda-nuova")
	s.apre("Aggiungi un indirizzo")
	s.scrive("tipo", "RESIDENZA")
	s.scrive("comune", "Roma")
	s.scrive("indirizzo", "Via Roma 1")
	s.scrive("dal", "2015-02-01")
	s.invia("/residenze")
	s.vede("ndirizzo inserito")
	s.vai("/soggetti/" + m.Soggetto) // the page before is still scrolling to its drawer
	s.apre("Modifica i contatti")
	s.scrive("telefono", "06 9900 0001")
	s.scrive("email", "mario")
	s.invia("/contatti")
	s.vede("orreggere i campi indicati")
	s.foto("contatti-errori")
	s.scrive("email", "mario.rossi@example.org")
	s.invia("/contatti")
	s.vede("ontatti salvati")
	s.aggiornaDaANPR(m)
	s.chiudeUnLegame(m)
	pagato(t, m)
	s.vai("/soggetti/" + m.Soggetto)
	s.vede("Liquidati 123,00 euro per gennaio 2024")
	s.fai("open the domanda", clic(`#domande td a`))
	s.vede("Domanda 2024/1")
	s.fai("back to the card", clic(`main a[href="/soggetti/`+m.Soggetto+`"]`))
	s.dimostra("Dati anagrafici", "ANA-03")
	s.foto("scheda-piena")
	s.figura("soggetto-storia")
	s.fai("close an address", clic(`#residenza a[href$="/chiudi"]`))
	s.vede("Ultimo giorno compreso")
	s.scrive("al", "2023-12-31")
	s.foto("chiudi-indirizzo")
	s.invia("/chiudi")
	s.vede("ndirizzo chiuso")
	s.vede("Residenza fino al 31/12/2023")
}

// aggiornaDaANPR sees what ANPR has otherwise, and takes it.
func (s *sessione) aggiornaDaANPR(m *dbtest.Mondo) {
	s.t.Helper()
	s.vai("/soggetti/" + m.Soggetto)
	s.scrive("comando", "/soggetti/anpr?soggetto="+m.Soggetto)
	s.preme("Esegui")
	s.vede("Finalità della consultazione")
	s.invia("/soggetti/anpr")
	s.vede("Differenze con l'anagrafe")
	s.foto("anpr-differenze")
	s.figura("anpr-differenze")
	s.preme("Aggiorna dati Soggetto")
	s.vede("ati aggiornati con quelli di ANPR")
}

// chiudeUnLegame ties another person to the soggetto and ends the tie.
func (s *sessione) chiudeUnLegame(m *dbtest.Mondo) {
	s.t.Helper()
	s.vai("/soggetti/nuovo")
	s.scrive("cognome", "Bianchi")
	s.scrive("nome", "Maria")
	s.scrive("sesso", "F")
	s.scrive("dataNascita", "1988-05-05")
	s.preme("Salva")
	s.vede("BIANCHI MARIA (05/05/1988)")
	s.vai("/soggetti/" + m.Soggetto + "/relazioni/nuova?cognome=nessuno")
	s.foto("relazione-nessuno")
	s.vai("/soggetti/" + m.Soggetto + "/relazioni/nuova?cognome=bianchi")
	s.foto("relazione-con-chi")
	s.preme("BIANCHI")
	s.vede("Che cosa è la persona scelta")
	s.foto("relazione-nuova")
	s.scrive("tipo", "CONIUGE")
	s.scrive("dal", "2016-06-01")
	s.preme("Salva")
	s.vede("ersona aggiunta")
	s.vai("/soggetti/" + m.Soggetto)
	s.preme("BIANCHI MARIA")
	s.vede("Coniuge")
	s.fai("close the relation", clic(`#nucleo a[href$="/chiudi"]`))
	s.vede("Si chiude anche sulla scheda dell'altra persona")
	s.scrive("al", "2022-01-31")
	s.foto("chiudi-relazione")
	s.invia("/chiudi")
	s.vede("elazione chiusa")
}

// pagato gives the soggetto cases to tell of: a domanda that was accepted, an
// intervento, a month that was paid.
func pagato(t *testing.T, m *dbtest.Mondo) {
	t.Helper()
	quando := time.Date(2024, 2, 5, 9, 30, 0, 0, time.UTC)
	domanda, intervento, corsa := uuid.NewString(), uuid.NewString(), uuid.NewString()
	for _, passo := range []struct {
		chi string
		fai func(tx *gorm.DB, chi models.Chi) error
	}{
		{m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaBozza(tx, chi, domanda, m.Domanda(sigess.Economico))
			return err
		}},
		{m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.Presenta(tx, chi, domanda, quando) }},
		{m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Avvia(tx, chi, domanda, sigess.ModuloAvvio{Protocollo: "77", ProtocolloData: periodo.MustParse("2024-01-03"), ResponsabileID: m.Coordinatore}, quando)
		}},
		{m.Coordinatore, func(tx *gorm.DB, chi models.Chi) error {
			richieste, err := sigess.Richieste(tx, domanda)
			if err != nil {
				return err
			}
			return sigess.Decidi(tx, chi, domanda, richieste[0].ID, sigess.ModuloEsito{Esito: sigess.Accettata}, quando)
		}},
		{m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaEconomico(tx, chi, intervento, m.Economico("2024-01-01", 12300))
			return err
		}},
		{m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.Attiva(tx, chi, intervento) }},
		{m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
			_, err := sigess.Aggiorna(tx, intervento, periodo.Di(quando))
			return err
		}},
		{m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Apri(tx, chi, corsa, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01")}, quando)
		}},
		{m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
			_, err := sigess.CalcolaPagina(tx, corsa, sigess.PaginaCalcolo{}, 100)
			return err
		}},
		{m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return sigess.Quadra(tx, corsa, quando) }},
		{m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Conferma(tx, chi, corsa, sigess.ModuloConferma{}, quando)
		}},
	} {
		if err := m.Fai(t, passo.chi, passo.fai); err != nil {
			t.Fatal(err)
		}
	}
}
