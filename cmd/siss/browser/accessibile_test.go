package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// regoleWCAG are the tags of axe-core for WCAG 2.1 AA (EN 301 549).
// A run that was asked for again, since the answer was late, is the same run.
const regoleWCAG = `window.corsaAxe ??= axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}, resultTypes: ["violations"]})
	.then(r => JSON.stringify({prove: r.passes.length, barriere: r.violations.map(v => v.id + ": " + v.help + "\n" + v.nodes.map(n => "  " + n.html + "\n  " + n.failureSummary).join("\n"))}))`

// axe is the source of axe-core, which make assets fetches.
var axe = sync.OnceValues(func() (string, error) {
	testo, err := os.ReadFile(filepath.Join("..", "..", "..", "web", "axe", "axe.min.js"))
	return string(testo), err
})

// accessibile fails on every barrier that axe-core finds in the page as it is.
func (s *sessione) accessibile(dove string) {
	s.t.Helper()
	sorgente, err := axe()
	if err != nil {
		s.t.Fatalf("axe-core is missing: run make assets: %v", err)
	}
	s.fai("load axe", chromedp.Evaluate[chromedp.Void](sorgente+"; window.corsaAxe = null"))
	esito := chiedi(s, chromedp.Evaluate[string](regoleWCAG, chromedp.EvalAwaitPromise))
	var letto struct {
		Prove    int
		Barriere []string
	}
	if err := json.Unmarshal([]byte(esito), &letto); err != nil {
		s.t.Fatalf("axe: %v", err)
	}
	if letto.Prove == 0 {
		s.t.Errorf("%s: axe tried no rule", dove)
	}
	if len(letto.Barriere) > 0 {
		s.t.Errorf("%s has barriers:\n%s", dove, strings.Join(letto.Barriere, "\n"))
	}
	visite.provata(chiedi(s, chromedp.Location()))
}

// axe is worth what it finds: a page with a planted barrier must not pass.
func TestAxeFindsAPlantedBarrier(t *testing.T) {
	t.Parallel()
	ctx := cromo(t, true)
	s := &sessione{t: t, ctx: ctx, script: true}
	sorgente, err := axe()
	if err != nil {
		t.Fatal(err)
	}
	s.fai("open a page with barriers", chromedp.Navigate(`data:text/html,<html lang="it"><title>x</title><main><h1>x</h1><input name="q"><p style="color:%23ddd">chiaro</p></main>`),
		chromedp.Evaluate[chromedp.Void](sorgente+"; null"))
	esito := chiedi(s, chromedp.Evaluate[string](regoleWCAG, chromedp.EvalAwaitPromise))
	for _, regola := range []string{"label", "color-contrast"} {
		if !strings.Contains(esito, regola+":") {
			t.Errorf("axe does not find %s in %s", regola, esito)
		}
	}
}
