package browser

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

var aggiorna = flag.Bool("update", false, "take the pictures of the operator's manual anew")

// variabile is what differs between two runs of the same steps: the day of
// today, its month, the hour, identifiers.
var variabile = regexp.MustCompile(`[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}|(?i)gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre`)

// testoFigura reads what the page says, but for the state of its draft, which
// comes some seconds after the last key, and for the weeks of the board, which
// differ with the day of the week.
const testoFigura = `(() => {
	const bozza = [...document.querySelectorAll(".stato-bozza, section[aria-labelledby=scadenze]")];
	bozza.forEach((n) => n.hidden = true);
	const testo = document.querySelector(%q).innerText;
	bozza.forEach((n) => n.hidden = false);
	return testo;
})()`

// figura is a picture of the operator's manual. Beside it lies the text that
// it shows, figures apart: when the page no longer says that, the picture is
// stale and the test fails until `make manuale` takes it anew.
func (s *sessione) figura(nome string) {
	s.t.Helper()
	s.figuraDi(nome, "main", func() []byte { return s.ritratto(larghezze[0]) })
}

// figuraParte is a picture of one part of the page: a drawer of a long card.
func (s *sessione) figuraParte(nome, sel string) {
	s.t.Helper()
	s.figuraDi(nome, sel, func() []byte { return chiedi(s, chromedp.Screenshot(chromedp.CSS(sel))) })
}

func (s *sessione) figuraDi(nome, sel string, scatta func() []byte) {
	s.t.Helper()
	s.fai("scroll to the top", chromedp.Evaluate[chromedp.Void](`if (document.activeElement.matches('main input, main select, main textarea, main button, main a')) document.activeElement.blur(); scrollTo(0, 0)`))
	testo := chiedi(s, chromedp.Evaluate[string](fmt.Sprintf(testoFigura, sel)))
	var righe []string
	for r := range strings.Lines(variabile.ReplaceAllString(testo, "#")) {
		if r = strings.TrimSpace(r); r != "" {
			righe = append(righe, r)
		}
	}
	mostrato := strings.Join(righe, "\n") + "\n"
	base := filepath.Join(radice(s.t), "docs", "immagini", nome)
	if *aggiorna {
		if !s.italiano() {
			s.t.Fatal("the manual's pictures show dates as gg/mm/aaaa: Chromium must speak Italian (apt-get install chromium-l10n)")
		}
		s.scriviFile(base+".png", scatta())
		s.scriviFile(base+".txt", []byte(mostrato))
		return
	}
	scritto, err := os.ReadFile(base + ".txt")
	if err != nil {
		s.t.Errorf("the manual has no picture %s: run make manuale and look at it", nome)
		return
	}
	if diff := cmp.Diff(string(scritto), mostrato); diff != "" {
		s.t.Errorf("the manual's picture %s is stale: run make manuale and look at it (-picture +page):\n%s", nome, diff)
	}
}

// italiano tells whether the browser's own parts, the fields of dates for one,
// are in Italian.
func (s *sessione) italiano() bool {
	s.t.Helper()
	return strings.HasPrefix(chiedi(s, chromedp.Evaluate[string](`new Intl.DateTimeFormat(navigator.language).format(new Date(2024, 11, 25))`)), "25")
}

func (s *sessione) scriviFile(nome string, dati []byte) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(nome), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(nome, dati, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// dimostra waits until the page shows a text: that is how the features with
// these ids (docs/copertura.md) are seen to be there.
func (s *sessione) dimostra(testo string, id ...string) {
	s.t.Helper()
	s.vede(testo)
	s.copre(id...)
}

// copre says that the step just made shows the features with these ids.
func (s *sessione) copre(id ...string) {
	s.t.Helper()
	coperte.mostra(s.t.Name(), id...)
}
