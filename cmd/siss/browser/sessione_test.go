package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"go.temporal.io/sdk/client"

	"siss/api"
	"siss/api/anpr"
	"siss/deploy/dev/anpr/simulatore"
	"siss/models/dbtest"
	"siss/worker"
)

// attesa is how long a page may take to show what a step waits for.
const attesa = 15 * time.Second

// sessione is a browser in front of a running SISS.
type sessione struct {
	t     *testing.T
	ctx   context.Context
	url   string
	passo int
	nome  string

	script bool // pages run with JavaScript
}

// apri starts SISS on a Mondo of its own and a browser in front of it. With
// script false, pages run without JavaScript.
func apri(t *testing.T, nome string, script bool) (*sessione, *dbtest.Mondo) {
	t.Helper()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	temporal := os.Getenv("SISS_TEST_TEMPORAL")
	if temporal == "" {
		t.Fatal("SISS_TEST_TEMPORAL is not set: run the tests with make test, which starts the servers")
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	c, err := client.Dial(client.Options{HostPort: temporal, Namespace: "siss", Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	coda := "browser-" + uuid.NewString()
	w := worker.New(worker.Deps{Client: c, DB: m.DB, Coda: coda, Log: log})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	servizio, err := api.New(api.Deps{DB: m.DB, Temporal: c, Coda: coda, Log: log, Anpr: anprDiProva(t, log), Sviluppo: true})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(visite.serve(servizio))
	t.Cleanup(server.Close)
	return &sessione{t: t, ctx: cromo(t, script), url: server.URL, nome: nome, script: script}, m
}

// anprDiProva is a client of a simulated ANPR.
func anprDiProva(t *testing.T, log *slog.Logger) anpr.Servizio {
	t.Helper()
	s := httptest.NewServer(simulatore.Nuovo())
	t.Cleanup(s.Close)
	return anpr.Nuovo(s.URL, anpr.Attesa, log)
}

func cromo(t *testing.T, script bool) context.Context {
	t.Helper()
	opzioni := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Env("LANGUAGE=it", "LANG=it_IT.UTF-8"), chromedp.Flag("lang", "it-IT"),
		chromedp.Flag("force-prefers-reduced-motion", true), // a page that still scrolls moves away from under a click
		chromedp.Flag("blink-settings", fmt.Sprintf("scriptEnabled=%v", script)))
	alloc, fine := chromedp.NewExecAllocator(context.Background(), opzioni...)
	t.Cleanup(fine)
	ctx, chiudi := chromedp.NewContext(alloc)
	t.Cleanup(chiudi)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// fai runs browser actions within the time that a page may take.
func (s *sessione) fai(cosa string, azioni ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	ctx, fine := context.WithTimeout(s.ctx, attesa)
	defer fine()
	err := chromedp.Do(ctx, azioni...)
	for err != nil && strings.Contains(err.Error(), "Could not find node") && ctx.Err() == nil {
		err = chromedp.Do(ctx, azioni...) // the page changed between finding the element and pressing it
	}
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", cosa, err, s.pagina())
	}
}

// pagina is the body of the page, for the message of a failure.
func (s *sessione) pagina() string {
	ctx, fine := context.WithTimeout(s.ctx, 2*time.Second)
	defer fine()
	html, err := chromedp.Run(ctx, chromedp.OuterHTML(chromedp.CSS("main")))
	if err != nil {
		return err.Error()
	}
	return html
}

func (s *sessione) vai(percorso string) {
	s.t.Helper()
	s.fai("go to "+percorso, chromedp.Navigate(s.url+percorso))
}

// vede waits until the page shows a text.
func (s *sessione) vede(testo string) {
	s.t.Helper()
	s.fai("see "+testo, chromedp.WaitReady(fmt.Sprintf(`//body[contains(normalize-space(.), %s)]`, xpath(testo))))
}

// scrive types in the field with that name, in the form whose action ends so.
func (s *sessione) scrive(campo, valore string) {
	s.t.Helper()
	sel := chromedp.CSS(fmt.Sprintf(`main [name=%q]:not([type=hidden])`, campo))
	s.finche("be still", `document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling") === null`) // or the field may give way to another
	s.fai("fill "+campo, chromedp.WaitReady(sel), chromedp.SetValue(sel, valore))
}

// scegli picks a radio button or a checkbox.
func (s *sessione) scegli(campo, valore string) {
	s.t.Helper()
	s.fai("choose "+campo, chromedp.Click(chromedp.CSS(fmt.Sprintf(`main [name=%q][value=%q]`, campo, valore))))
}

// preme clicks the first visible button or link of the page's body with that text.
func (s *sessione) preme(testo string) {
	s.t.Helper()
	x := xpath(testo)
	s.fai("press "+testo, chromedp.Click(fmt.Sprintf(
		`(//main//button[not(@aria-hidden)][contains(normalize-space(.), %[1]s) or contains(@aria-label, %[1]s)] | //main//a[contains(normalize-space(.), %[1]s) or contains(@aria-label, %[1]s)])[1]`, x)))
}

// clic presses an element outside the page's body.
func clic(sel string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.CSS(sel)) }

// finoA loads the page again until it shows a text, as an operatore without
// JavaScript would.
func (s *sessione) finoA(testo string) {
	s.t.Helper()
	limite := time.Now().Add(attesa)
	for !strings.Contains(s.pagina(), testo) {
		if time.Now().After(limite) {
			s.t.Fatalf("the page never shows %s:\n%s", testo, s.pagina())
		}
		if strings.Contains(s.pagina(), `aria-busy="true"`) {
			continue // a form is on its way: a reload would stop it
		}
		ctx, fine := context.WithTimeout(s.ctx, attesa)
		err := chromedp.Do(ctx, chromedp.Reload())
		fine()
		if err != nil {
			s.t.Logf("reload: %v", err) // the page was refreshing itself: look again
		}
	}
}

// apre opens a folded part of the page.
func (s *sessione) apre(testo string) {
	s.t.Helper()
	s.fai("open "+testo, chromedp.Click(fmt.Sprintf(`//main//summary[contains(normalize-space(.), %s)]`, xpath(testo))))
}

// invia presses the submit button of the form whose action ends with a path.
func (s *sessione) invia(azione string) {
	s.t.Helper()
	s.fai("submit "+azione, chromedp.Click(chromedp.CSS(fmt.Sprintf(`main form[action$=%q] button[type=submit]:not([name]):not([aria-hidden])`, azione))))
}

// larghezze are the windows in which every page is looked at, in pixels.
var larghezze = []int64{1280, 768, 390}

// foto saves the page at each width and fails when the page is wider than its
// window, since nothing should need to be scrolled sideways, or when axe finds
// a barrier.
func (s *sessione) foto(nome string) {
	s.t.Helper()
	s.passo++
	for _, larghezza := range larghezze {
		s.fai("picture "+nome, chromedp.EmulateViewport(larghezza, 900))
		immagine := s.ritratto(larghezza)
		if larga := chiedi(s, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`)); larga > larghezza {
			s.t.Errorf("%s is %d px wide in a window of %d", nome, larga, larghezza)
		}
		if s.script && larghezza != 768 {
			s.accessibile(fmt.Sprintf("%s at %d px", nome, larghezza))
		}
		file := filepath.Join(radice(s.t), ".dev", "schermate", fmt.Sprintf("%s-%02d-%s-%d.png", s.nome, s.passo, nome, larghezza))
		s.scriviFile(file, immagine)
	}
	s.fai("widen", chromedp.EmulateViewport(1280, 900))
}

// ritratto is the picture of the whole page, in a window as high as the page:
// what sticks to the edge of the window then lies where it belongs.
func (s *sessione) ritratto(larghezza int64) []byte {
	s.t.Helper()
	corpo := chiedi(s, chromedp.Dimensions(chromedp.CSS("body")))
	s.fai("make room for the picture", chromedp.EmulateViewport(larghezza, max(900, corpo.Height)))
	immagine := chiedi(s, chromedp.FullScreenshot(100))
	s.fai("shrink again", chromedp.EmulateViewport(larghezza, 900))
	return immagine
}

// chiedi runs an action that only looks. Chromium now and then never answers a
// request for a picture: it is asked again.
func chiedi[T any](s *sessione, azione chromedp.Action[T]) T {
	s.t.Helper()
	var ultimo error
	for range 5 {
		ctx, fine := context.WithTimeout(s.ctx, attesa/5)
		risposta, err := chromedp.Run(ctx, azione)
		fine()
		if err == nil {
			return risposta
		}
		ultimo = err
	}
	s.t.Fatal(ultimo)
	panic("unreachable")
}

// xpath quotes a text for an XPath expression.
func xpath(s string) string {
	if !strings.Contains(s, `"`) {
		return `"` + s + `"`
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// radice is the folder of the repository.
func radice(t *testing.T) string {
	t.Helper()
	cartella, err := os.Getwd()
	for err == nil {
		if _, e := os.Stat(filepath.Join(cartella, "go.mod")); e == nil {
			return cartella
		}
		if cartella == filepath.Dir(cartella) {
			break
		}
		cartella = filepath.Dir(cartella)
	}
	t.Fatalf("no go.mod above the test: %v", err)
	return ""
}
