package browser

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// lavora logs in as an operatore, or changes who is in.
func (s *sessione) lavora(nome string) {
	s.t.Helper()
	if s.passo > 0 {
		s.fai("log out", clic(`header form[action="/esci"] button`))
	} else {
		s.vai("/")
	}
	s.passo++
	s.preme(nome)
	s.vede("Compiti miei e dei miei uffici")
}

// esegue chooses a command of a card and runs it.
func (s *sessione) esegue(comando string) {
	s.t.Helper()
	s.fai("find the command "+comando, chromedp.WaitReady(fmt.Sprintf(`//select[@id="comando"]/option[starts-with(., %s)]`, xpath(comando))))
	s.scrive("comando", chiedi(s, chromedp.Evaluate[string](fmt.Sprintf(`[...document.querySelectorAll("#comando option")].find(o => o.textContent.startsWith(%q)).value`, comando))))
	s.preme("Esegui")
}

// aperto waits for the form that a command or a button of the card opens.
func (s *sessione) aperto(azione string) {
	s.t.Helper()
	s.fai("open the form "+azione, chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`details[open] > form[action$=%q]`, azione))))
}

// riempie types in a field of the form whose action ends so.
func (s *sessione) riempie(azione, campo, valore string) {
	s.t.Helper()
	s.fai("fill "+campo, chromedp.SetValue(chromedp.CSS(fmt.Sprintf(`form[action$=%q] [name=%q]`, azione, campo)), valore))
}

// assente fails when the page shows a text.
func (s *sessione) assente(testo string) {
	s.t.Helper()
	if strings.Contains(chiedi(s, chromedp.Evaluate[string](`document.body.innerText`)), testo) {
		s.t.Errorf("the page shows %q", testo)
	}
}

// Manuale §3, from the card of the soggetto to the presentation, then into
// other hands; the iter at each state.
func TestADomandaFromTheSoggettoIntoOtherHands(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "domanda", true)
	s.lavora("D'Arco Giovanna")
	s.vai("/soggetti/" + m.Soggetto)
	s.copre("DOM-01")
	s.esegue("Domande")
	s.dimostra("Domande di ROSSI MARIO", "DOM-02", "DOM-03")
	s.vede("nessuna pratica del soggetto: aggiungerne una con l'icona +")
	s.foto("elenco-vuoto")
	s.fai("press +", clic(`main .alto-a-destra .nuovo`))
	s.dimostra("Data di presentazione", "DOM-04", "DOM-05")
	s.dimostra("Firmatario", "DOM-06")
	s.dimostra("Tipo di intervento richiesto", "DOM-07")
	s.dimostra("contrassegnati dall'asterisco", "DOM-09")
	s.scrive("dataPresentazione", "2024-01-02")
	s.scrive("uoId", m.UO)
	s.scrive("richieste.0.tipoInterventoId", m.Tipo[sigess.Economico])
	s.preme("Salva bozza")
	s.vede("Adesso si attende: Presentare la domanda")
	s.invia("/presenta")
	s.vede("Adesso si attende: Avviare l'istruttoria")
	s.vede("Domanda presentata con il numero 2024/1")
	s.assegna(m)
}

// assegna passes the domanda on to another operatore, who gives it back to its
// office and then returns it (fig. 10).
func (s *sessione) assegna(m *dbtest.Mondo) {
	s.t.Helper()
	s.dimostra("UO abilitate", "DOM-13", "DOM-14")
	s.dimostra("Operatori abilitati", "DOM-15")
	s.apre("Apri: D'Arco Giovanna")
	s.dimostra("Assegnata da", "DOM-16")
	s.apre("Chiudi: l'assegnazione a D'Arco Giovanna")
	s.vede("non seguirà più la domanda")
	s.foto("assegnazioni")
	s.figuraParte("domanda-assegnazioni", "#assegnazioni")
	s.fai("press + of the drawer", clic(`#assegnazioni .nuovo`))
	s.vede("Assegna la domanda")
	s.scrive("operatoreId", m.Collega)
	s.scrive("motivo", "per competenza")
	s.foto("assegna")
	s.figura("domanda-assegna")
	s.invia("/assegna")
	s.dimostra("Domanda assegnata a Neri Paolo", "DOM-12", "DOM-18")
	s.vede("La domanda è assegnata a Neri Paolo: per trattarla")
	s.lavora("Neri Paolo")
	s.preme("Domanda 2024/1 assegnata")
	s.vede("Prendere visione dell'assegnazione")
	s.preme("Confermo la presa visione")
	s.vede("Presa visione dell'assegnazione")
	s.esegue("Assegna la domanda")
	s.scrive("operatoreId", m.Amministrativo)
	s.scrive("motivo", "assegnata per errore")
	s.invia("/assegna")
	s.dimostra("motivo: assegnata per errore", "DOM-17")
	s.apre("Assegnazioni concluse (2)")
	s.vede("per competenza")
}

// presentata presents a domanda for the nature, from the draft that its form
// would have saved.
func (s *sessione) presentata(m *dbtest.Mondo, nature ...sigess.Natura) {
	s.t.Helper()
	id := uuid.NewString()
	compie(s.t, m, "salva-domanda", func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, id, m.Domanda(nature...))
		return err
	})
	s.lavora("D'Arco Giovanna")
	s.vai("/domande")
	s.foto("elenco")
	s.preme("bozza")
	s.vede("Adesso si attende: Presentare la domanda")
	s.invia("/presenta")
	s.vede("Domanda presentata con il numero 2024/1")
}

// avvia opens the istruttoria of the domanda on the page.
func (s *sessione) avvia(m *dbtest.Mondo) {
	s.t.Helper()
	s.esegue("Avvia l'istruttoria")
	s.aperto("/avvia")
	s.scrive("protocollo", "123/2024")
	s.scrive("protocolloData", "2024-01-03")
	s.scrive("responsabileId", m.Coordinatore)
	s.invia("/avvia")
	s.vede("Istruttoria avviata")
}

// DOM-11: a rejection is confirmed, communicated, and closes the file.
func TestARejectedDomandaIsClosed(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "rigetto", true)
	s.presentata(m, sigess.Economico)
	s.avvia(m)
	s.vede("Dare l'esito a 1 richiesta su 1")
	s.esegue("Stato della richiesta 1")
	s.aperto("/esito")
	s.dimostra("Motivazione", "DOM-08", "DOM-10")
	s.scegli("esito", "RESPINTA")
	s.scrive("motivo", "reddito oltre la soglia")
	s.invia("/esito")
	s.vede("leggere che cosa comporta il rigetto e confermare")
	s.foto("rigetto-da-confermare")
	s.figuraParte("domanda-esito", "#richiesta")
	s.scegli("conferma", "true")
	s.invia("/esito")
	s.vede("Comunicare l'esito all'interessato")
	s.esegue("Comunica l'esito")
	s.aperto("/comunica")
	s.scrive("data", "2024-02-01")
	s.scrive("mezzo", "PEC")
	s.invia("/comunica")
	s.dimostra("La pratica è chiusa: domanda respinta; esito comunicato il 01/02/2024 (PEC)", "DOM-11")
	s.assente("Adesso si attende")
	s.foto("chiusa")
	s.figuraParte("domanda-iter", "#iter")
	s.preme("Stampa")
	s.vede("Il responsabile del procedimento")
	s.foto("stampa")
	s.suCarta("stampa-domanda")
	s.figura("domanda-stampa")
}

// suCarta prints the page as the browser would, and fails when the sheet isn't
// A4 or is a page of the program.
func (s *sessione) suCarta(nome string) {
	s.t.Helper()
	s.fai("as on paper", chromedp.EmulateViewport(688, 900), chromedp.Evaluate[chromedp.Void](
		`for (const foglio of document.styleSheets) for (const regola of foglio.cssRules) if (/\bprint\b/.test(regola.media?.mediaText)) regola.media.mediaText = "all"; null`))
	s.scriviFile(filepath.Join(radice(s.t), ".dev", "schermate", s.nome+"-"+nome+".png"), chiedi(s, chromedp.FullScreenshot(100)))
	s.fai("as on the screen", chromedp.EmulateViewport(1280, 900), chromedp.Reload())
	pdf := chiedi(s, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	s.scriviFile(filepath.Join(radice(s.t), ".dev", "schermate", s.nome+"-"+nome+".pdf"), pdf)
	if !strings.Contains(string(pdf[:min(len(pdf), 16)]), "%PDF") || !strings.Contains(string(pdf), "/MediaBox [0 0 594") && !strings.Contains(string(pdf), "/MediaBox [0 0 595") {
		s.t.Errorf("%s is not a sheet of A4", nome)
	}
}

// compie does an act in the database as D'Arco Giovanna, under its own name.
func compie(t *testing.T, m *dbtest.Mondo, azione string, fai func(tx *gorm.DB, chi models.Chi) error) {
	t.Helper()
	chi := m.Chi(t, m.Amministrativo)
	if err := models.Atto(t.Context(), m.DB, chi, azione, func(tx *gorm.DB) error { return fai(tx, chi) }); err != nil {
		t.Fatal(err)
	}
}

// DOM-19, DOM-20: from an accepted richiesta to the choice of fig. 11.
func TestAnAcceptedDomandaLeadsToItsIntervento(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "accolta", true)
	s.presentata(m, sigess.Economico, sigess.Struttura)
	s.avvia(m)
	s.vede("Dare l'esito a 2 richieste su 2")
	for n := range 2 {
		s.esegue(fmt.Sprintf("Stato della richiesta %d", n+1))
		s.aperto("/esito")
		s.fai("accept", chromedp.Click(chromedp.CSS(`details[open] [name=esito][value=ACCETTATA]`)), chromedp.Click(chromedp.CSS(`details[open] .azioni button`)))
		s.vede(fmt.Sprintf("Richiesta %d accettata", n+1))
	}
	s.vede("Creare l'intervento: Contributo economico")
	s.foto("accolta")
	s.figura("domanda")
	s.esegue("Crea intervento: Casa di riposo")
	s.dimostra("Nuovo intervento in struttura", "DOM-19")
	s.vai("/interventi/nuovo?soggetto=" + m.Soggetto)
	for _, natura := range []string{"Intervento economico", "Intervento con prestazioni", "Intervento in struttura"} {
		s.dimostra(natura, "DOM-20")
	}
	s.foto("tipologie")
}
