package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
)

// tasti presses keys wherever the cursor is, as a keyboard does: what a page
// does of a key itself is then no longer typed.
func (s *sessione) tasti(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		s.fai("press "+k, chromedp.KeyEvent(k, func(p *input.DispatchKeyEventParams) {
			if p.Type == input.DispatchKeyEventTypeKeyDown {
				p.Type = input.DispatchKeyEventTypeRawKeyDown
			}
		}))
	}
}

// finche waits until an expression of the page is true.
func (s *sessione) finche(cosa, espressione string) {
	s.t.Helper()
	limite := time.Now().Add(attesa)
	for !chiedi(s, chromedp.Evaluate[bool]("!!("+espressione+")")) {
		if time.Now().After(limite) {
			s.t.Fatalf("%s: never %s\n%s", cosa, espressione, chiedi(s, chromedp.Evaluate[string]("document.querySelector('header').outerHTML.slice(-3000) + location.href")))
		}
	}
}

// entra logs in as an operatore of the list.
func (s *sessione) entra(nome string) {
	s.t.Helper()
	s.vai("/accesso")
	s.preme(nome)
	s.fai("enter as "+nome, chromedp.WaitReady(chromedp.CSS("header .utente")))
}

// indirizzo waits for a page whose path and query are these.
func (s *sessione) indirizzo(percorso string) {
	s.t.Helper()
	s.finche("arrive at "+percorso, fmt.Sprintf("document.readyState === 'complete' && location.pathname + location.search === %q", percorso))
}

const (
	aperti      = `document.querySelector("#cerca-ovunque").getAttribute("aria-expanded") === "true"`
	sulRiquadro = `document.activeElement.id === "cerca-ovunque"`
	scelto      = `document.getElementById(document.querySelector("#cerca-ovunque").getAttribute("aria-activedescendant"))?.matches("[aria-selected=true]")`
)

// The box of every page, with the keyboard alone (manuale §2, fig. 3).
func TestOneSearchesEverywhereWithTheKeyboard(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "cerca", true)
	s.entra("D'Arco Giovanna")
	s.vai("/strutture")
	s.tasti("/")
	s.finche("reach the box by /", sulRiquadro)
	s.tasti("r", "o", "s")
	s.finche("see the results", aperti+` && document.querySelectorAll("#suggerimenti [role=option]").length === 1`)
	s.finche("hear how many", `document.querySelector("#suggerimenti-detti").textContent.startsWith("1 risultato")`)
	s.foto("mentre-si-scrive")
	s.figura("cerca")
	s.tasti(kb.ArrowDown)
	s.finche("choose the first", scelto)
	s.accessibile("box with a choice")
	s.tasti(kb.Escape)
	s.finche("close the results", "!("+aperti+") && document.querySelector('#suggerimenti').hidden && "+sulRiquadro)
	s.tasti(kb.ArrowDown)
	s.finche("open them again", aperti+" && "+scelto)
	s.tasti(kb.ArrowUp, kb.ArrowUp)
	s.finche("go round", scelto)
	s.tasti(kb.Enter)
	s.indirizzo("/soggetti/" + m.Soggetto)
	s.vede("ROSSI MARIO (11/07/1986)")
	s.tasti("/", "z", "z", "z", "z")
	s.finche("hear that there is nothing", `document.querySelector("#suggerimenti-detti").textContent.startsWith("Nessun risultato")`)
	s.foto("nessun-risultato")
	s.tasti(kb.Enter)
	s.vede("Risultati per: zzzz")
	s.foto("pagina-dei-risultati")
	s.vai("/soggetti")
	s.fai("write in a field", chromedp.Click(chromedp.CSS(`main [name=cognome]`)))
	s.tasti("D", "/", "A")
	s.finche("/ is a letter there", `document.querySelector("main [name=cognome]").value === "D/A"`)
}

// Each function of the manual is reached from the box, and opens its mask with
// the filters and its button.
func TestFunctionsAreReachedFromTheBox(t *testing.T) {
	t.Parallel()
	s, _ := apri(t, "funzioni", true)
	s.entra("D'Arco Giovanna")
	for _, f := range []struct{ scritto, indirizzo, titolo, id string }{
		{"sogg", "/soggetti", "Soggetti", "ANA-05"},
		{"intervento eco", "/interventi?natura=ECONOMICO", "Intervent", "ECO-01"},
		{"con prest", "/interventi?natura=PRESTAZIONI", "Intervent", "PRE-01"},
		{"in struttura", "/interventi?natura=STRUTTURA", "Intervent", "STR-01"},
		{"consuntiv", "/tabellone", "Tabellone accessi", "TAB-03"},
		{"liquidazione", "/elaborazioni", "Elaborazion", "CON-02"},
	} {
		s.tasti("/")
		s.finche("reach the box by /", sulRiquadro)
		s.fai("type "+f.scritto, chromedp.SendKeys(chromedp.CSS("#cerca-ovunque"), f.scritto))
		s.finche("see "+f.scritto, aperti+fmt.Sprintf(` && document.querySelector("#suggerimenti [role=option]")?.getAttribute("href") === %q`, f.indirizzo))
		s.tasti(kb.ArrowDown, kb.Enter)
		s.indirizzo(f.indirizzo)
		s.finche("see the mask", fmt.Sprintf(`document.querySelector("h1").textContent.includes(%q) && document.querySelector("main form.filtri button[type=submit], main section.elenco")`, f.titolo))
		s.copre(f.id)
	}
	s.tasti("/", kb.ArrowDown)
	s.finche("see all functions", aperti+` && document.querySelectorAll("#suggerimenti [role=option]").length > 8`)
	s.foto("tutte-le-funzioni")
}

// Without JavaScript the same box leads to a page with the same results.
func TestOneSearchesEverywhereWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "cerca-senza-javascript", false)
	s.vai("/accesso")
	s.foto("accesso")
	s.preme("D'Arco Giovanna")
	s.vede("Compiti miei e dei miei uffici")
	cerca := func(testo string) {
		s.fai("look for "+testo, chromedp.SetValue(chromedp.CSS("#cerca-ovunque"), testo), clic(`.cerca-ovunque button`))
	}
	cerca("rosi mario")
	s.vede("Risultati per: rosi mario")
	s.fai("keep what was typed", chromedp.WaitReady(chromedp.CSS(`#cerca-ovunque[value="rosi mario"]`)))
	s.foto("risultati")
	s.preme("ROSSI MARIO")
	s.vede("Dati anagrafici")
	if !strings.Contains(s.pagina(), m.Soggetto) {
		t.Error("the result leads elsewhere")
	}
	cerca("Tabellone accessi")
	s.vede("Tabellone accessi")
	s.fai("reach the function", chromedp.WaitReady(chromedp.CSS(`main form.filtri`)))
	cerca("2024/1")
	s.vede("essuna domanda con questo numero")
	s.foto("nessun-risultato")
}

// Chapter 1 of the manual: who may enter, and where they arrive.
func TestOnlyWhoIsEnabledEnters(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "accesso", true)
	s.vai("/")
	s.dimostra("In esercizio si entra con SPID, TS-CNS o CIE", "ACC-01")
	s.foto("accesso")
	s.figura("accesso")
	s.preme("Verdi Ada")
	s.dimostra("Compiti miei e dei miei uffici", "ACC-03")
	s.finche("see the office", `document.querySelector("header .utente").innerText.includes("SIGESS_COM1_SSP - Servizio sociale")`)
	s.finche("be offered the board", `document.querySelector('.menu-largo a[href="/cruscotto"]') && document.querySelector('header a[href="/notifiche"]')`)
	s.fai("log out", clic(`header form[action="/esci"] button`))
	s.vede("scita eseguita")
	s.preme("D'Arco Giovanna")
	s.vede("Compiti miei e dei miei uffici")
	s.finche("not be offered the board", `!document.querySelector('a[href="/cruscotto"]') && document.querySelector('.menu-largo a[href="/tabellone"]')`)
	s.copre("ACC-04")
	altroUfficio(t, m)
	s.vai("/soggetti")
	s.fai("see the other offices", clic(".altri-uffici summary"), chromedp.WaitVisible(chromedp.CSS(".altri-uffici li")))
	s.foto("altri-uffici")
	scade(t, m)
	s.vai("/soggetti")
	s.dimostra("peratore senza abilitazioni valide", "ACC-02")
	s.foto("non-abilitato")
	if strings.Contains(s.pagina(), "D'Arco") {
		t.Error("who is not enabled is offered to enter")
	}
}

// altroUfficio lets the amministrativo work in a second office.
func altroUfficio(t *testing.T, m *dbtest.Mondo) {
	t.Helper()
	err := models.Atto(context.Background(), m.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Create(&anagrafe.Abilitazione{ID: uuid.NewString(), EnteID: m.Comune, UOID: m.AltraUO, OperatoreID: m.Amministrativo,
			Ruolo: models.AssistenteSociale, Dal: periodo.MustParse("2020-01-01")}).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

// scade ends yesterday the abilitazioni of the amministrativo.
func scade(t *testing.T, m *dbtest.Mondo) {
	t.Helper()
	err := models.Atto(context.Background(), m.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Exec(`UPDATE abilitazione SET al = ? WHERE operatore_id = ?`, periodo.Oggi().Piu(-1), m.Amministrativo).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Chapter 9 of the manual, and the manual itself.
func TestHelpAndSupportAreOnEveryPage(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "guida", true)
	s.entra("D'Arco Giovanna")
	s.vai("/soggetti/" + m.Soggetto)
	s.fai("ask for help", clic(`header a[target="guida"]`))
	guida, chiudi := s.altraScheda("/manuale/02-soggetti#la-scheda")
	guida.finche("see the part", `document.querySelector("h1").textContent === "2. Soggetti" && document.querySelector(":target")?.textContent === "La scheda"`)
	guida.finche("see its picture", `(document.querySelector(".manuale img").scrollIntoView(), document.querySelector(".manuale img").complete) && document.querySelector(".manuale img").naturalWidth > 0`)
	chiudi()
	s.vai("/manuale")
	s.foto("indice")
	s.fai("open a chapter", clic(`.manuale a[href="/manuale/01-home-e-compiti"]`))
	s.vede("Cerca in tutte le aree")
	s.fai("go to the next chapter", clic(`a[rel=next]`))
	s.indirizzo("/manuale/02-soggetti")
	s.vai("/manuale/06-elaborazione-contabile")
	s.finche("see all pictures", `[...document.images].map(i => (i.loading = "eager", i.complete)).every(c => c)`)
	s.foto("capitolo")
	s.vai("/assistenza")
	s.finche("see the mailbox", `document.querySelector('main a[href^="mailto:supporto.sigess@regione.lazio.it"]')`)
	s.copre("SUP-01")
	s.finche("see the video lessons first", `document.querySelector('main a[href^="mailto:"]').compareDocumentPosition(document.querySelector('main a[href^="https://www.regione.lazio.it/"]')) & Node.DOCUMENT_POSITION_PRECEDING`)
	s.copre("SUP-02")
	s.foto("assistenza")
	s.figura("assistenza")
	s.preme("Disattiva la scorciatoia /")
	s.vede("Attiva la scorciatoia /")
	s.vai("/soggetti")
	s.tasti("/")
	s.finche("leave / alone", "!("+sulRiquadro+")")
	s.vai("/domande/" + uuid.NewString())
	s.vede("Pagina non trovata")
	s.vede("Torna alla Home")
	s.foto("pagina-non-trovata")
	s.vai("/indirizzo-che-non-esiste")
	s.vede("Pagina non trovata")
	s.finche("keep the menu", `document.querySelector("header .utente") && document.querySelector('header a[href="/manuale/07-messaggi-e-problemi#la-pagina-di-un-errore"]')`)
}

// altraScheda is the window that a link has opened, and what closes it.
func (s *sessione) altraScheda(fine string) (altra *sessione, chiudi func()) {
	s.t.Helper()
	limite := time.Now().Add(attesa)
	for {
		aperte, err := chromedp.Targets(s.ctx)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, a := range aperte {
			if strings.HasSuffix(a.URL, fine) {
				ctx, chiudi := chromedp.NewContext(s.ctx, chromedp.WithTargetID(a.TargetID))
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
					s.t.Fatal(err)
				}
				copia := *s
				copia.ctx = ctx
				return &copia, chiudi
			}
		}
		if time.Now().After(limite) {
			s.t.Fatalf("no window ends with %s", fine)
		}
	}
}

// What was typed wrong is said at the top, and each line leads into its field;
// the progress bar of a form follows the cursor and leads back.
func TestErrorsAndStepsLeadToTheirFields(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "passi", true)
	s.entra("D'Arco Giovanna")
	s.vai("/soggetti/nuovo")
	s.preme("Salva")
	s.vede("orreggere i campi indicati")
	s.finche("be at the summary", `document.activeElement.id === "riepilogo"`)
	s.foto("errori")
	s.figura("errori")
	s.tasti(kb.Tab, kb.Enter)
	s.finche("be in the field", `document.activeElement.matches("[aria-invalid=true]") && document.querySelector("#riepilogo a").hash === "#" + document.activeElement.id`)

	s.vai("/interventi/nuovo/economico?soggetto=" + m.Soggetto)
	passo := func(n int, cosa string) {
		s.finche(cosa, fmt.Sprintf(`document.querySelector(".passi li:nth-child(%d)").matches(".corrente[aria-current=step]")`, n))
	}
	s.fai("go on to the payment", chromedp.Focus(chromedp.CSS(`[name="modalita.metodo"]`)))
	passo(4, "be at the last step")
	s.finche("call nothing done that is still to write", `!document.querySelector(".passi li:nth-child(3)").matches(".fatto")`)
	s.foto("ultimo-passo")
	s.fai("go back by the bar", clic(`.passi li:nth-child(3) a`))
	passo(3, "be at the third step")
	s.finche("be in its part", `document.activeElement.closest("#campo-regole") && document.activeElement.getBoundingClientRect().top >= document.querySelector(".passi").getBoundingClientRect().bottom - 5`)
	s.fai("go back with the keyboard", chromedp.Focus(chromedp.CSS(`.passi li:nth-child(2) a`)))
	s.tasti(kb.Enter)
	passo(2, "be at the second step")
}

// Whoever opens a row and comes back finds the list as it was left.
func TestBackKeepsTheListAsItWas(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "indietro", true)
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		for i := range 30 {
			if err := tx.Create(&anagrafe.Soggetto{ID: uuid.NewString(), EnteID: m.Comune, Codice: 100 + i, Cognome: "VERDI", Nome: fmt.Sprintf("N%02d", i), Sesso: "F",
				DataNascita: periodo.MustParse("1980-01-01"), CodiceFiscale: "", Versione: 1}).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.entra("D'Arco Giovanna")
	s.fai("narrow", chromedp.EmulateViewport(390, 900))
	s.vai("/soggetti?cognome=verdi&pagina=1")
	s.finche("see the list", `document.querySelectorAll("main .tabella tbody tr").length === 20`)
	s.fai("scroll", chromedp.Evaluate[chromedp.Void](`window.scrollTo(0, 1500)`))
	s.finche("be down", "Math.abs(window.scrollY - 1500) < 5")
	s.fai("open a row", chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("main .tabella a")].find(a => a.getBoundingClientRect().top > 100).click()`))
	s.vede("Dati anagrafici")
	s.fai("go back", chromedp.Evaluate[chromedp.Void]("history.back()"))
	s.indirizzo("/soggetti?cognome=verdi&pagina=1")
	s.finche("find the filter", `document.querySelector("main [name=cognome]").value === "verdi"`)
	s.finche("find the place", "Math.abs(window.scrollY - 1500) < 50")
}
