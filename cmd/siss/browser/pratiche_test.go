package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// carica chooses a file.
func (s *sessione) carica(nome string, contenuto []byte) {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), nome)
	if err := os.WriteFile(file, contenuto, 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.fai("choose the file "+nome, chromedp.SetUploadFiles(chromedp.CSS("#campo-file"), []string{file}))
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
		`for (const foglio of document.styleSheets) for (const regola of foglio.cssRules) if (regola.media?.mediaText === "print") regola.media.mediaText = "all"; null`))
	s.scriviFile(filepath.Join(radice(s.t), ".dev", "schermate", s.nome+"-"+nome+".png"), chiedi(s, chromedp.FullScreenshot(100)))
	s.fai("as on the screen", chromedp.EmulateViewport(1280, 900), chromedp.Reload())
	pdf := chiedi(s, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	s.scriviFile(filepath.Join(radice(s.t), ".dev", "schermate", s.nome+"-"+nome+".pdf"), pdf)
	if !strings.Contains(string(pdf[:min(len(pdf), 16)]), "%PDF") || !strings.Contains(string(pdf), "/MediaBox [0 0 594") && !strings.Contains(string(pdf), "/MediaBox [0 0 595") {
		s.t.Errorf("%s is not a sheet of A4", nome)
	}
}

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

// compie does an act in the database as D'Arco Giovanna, under its own name.
func compie(t *testing.T, m *dbtest.Mondo, azione string, fai func(tx *gorm.DB, chi models.Chi) error) {
	t.Helper()
	chi := m.Chi(t, m.Amministrativo)
	if err := models.Atto(t.Context(), m.DB, chi, azione, func(tx *gorm.DB) error { return fai(tx, chi) }); err != nil {
		t.Fatal(err)
	}
}

// liquidaMese pays a month as the accounting office would.
func liquidaMese(t *testing.T, m *dbtest.Mondo, mese string) {
	t.Helper()
	err := m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		id := uuid.NewString()
		if err := sigess.Apri(tx, chi, id, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese(mese)}, time.Now()); err != nil {
			return err
		}
		if _, err := sigess.CalcolaPagina(tx, id, sigess.PaginaCalcolo{}, 100); err != nil {
			return err
		}
		if err := sigess.Quadra(tx, id, time.Now()); err != nil {
			return err
		}
		return sigess.Conferma(tx, chi, id, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
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

// STR-14, with JavaScript and without: a paper is added, downloaded, replaced
// and annulled.
func TestThePapersOfACase(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"documenti": true, "documenti-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			s, m := apri(t, nome, script)
			id := bozze(t, m)[sigess.Struttura]
			s.lavora("D'Arco Giovanna")
			s.vai("/interventi/" + id)
			s.fai("press + of the drawer", clic(`#documenti .nuovo`))
			s.aperto("/documenti")
			s.vede("PDF, JPEG, PNG, ODT o DOCX, fino a 10 MB")
			if script {
				s.carica("troppo.pdf", make([]byte, 10<<20+1))
				s.vede("il file supera 10 MB")
			}
			s.carica("programma.pdf", []byte("MZ"))
			s.scrive("tipo", "ISEE")
			s.riempie("/documenti", "titolo", "ISEE 2024")
			s.invia("/documenti")
			s.vede("il file non è leggibile come PDF")
			s.foto("rifiutato")
			s.carica("isee.pdf", pdf)
			s.invia("/documenti")
			s.dimostra("Documento aggiunto: ISEE 2024", "STR-14")
			s.figuraParte("documenti", "#documenti")
			s.scarica("ISEE 2024")
			s.preme("Sostituisci: ISEE 2024")
			s.aperto("/documenti")
			s.carica("isee-bis.pdf", pdf)
			s.scrive("tipo", "ISEE")
			s.invia("/documenti")
			s.vede("al posto di ISEE 2024")
			s.preme("Annulla: isee-bis.pdf")
			s.aperto("/annulla")
			s.vede("non si cancella")
			s.riempie("/annulla", "motivo", "di un'altra persona")
			s.invia("/documenti/annulla")
			s.vede("Documento annullato: isee-bis.pdf")
			s.foto("annullato")
		})
	}
}

var pdf = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")

// scarica follows the link of a file and compares the bytes.
func (s *sessione) scarica(titolo string) {
	s.t.Helper()
	ctx, fine := context.WithTimeout(s.ctx, attesa)
	defer fine()
	href := fmt.Sprintf(`[...document.querySelectorAll("#documenti a")].find(a => a.textContent === %q).href`, titolo)
	if !s.script { // no page's own script may run, the protocol's may
		if dove, err := chromedp.Run(ctx, chromedp.Evaluate[string](href)); err != nil || !strings.Contains(dove, "/documenti/") {
			s.t.Errorf("the file leads to %q, error %v", dove, err)
		}
		return
	}
	testo, err := chromedp.Run(ctx, chromedp.Evaluate[string](`fetch(`+href+`).then(async r => r.headers.get("Content-Disposition") + "|" + r.headers.get("X-Content-Type-Options") + "|" + await r.text())`, chromedp.EvalAwaitPromise))
	if want := "attachment; filename=isee.pdf|nosniff|" + string(pdf); err != nil || testo != want {
		s.t.Errorf("the file is %q, error %v, want %q", testo, err, want)
	}
}
