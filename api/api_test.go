package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/api/apitest"
	"siss/web"
)

func TestEveryEntryOfTheMenuIsServedToWhoIsLoggedInOnly(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	for _, l := range slices.Concat(web.Menu, web.Funzioni) {
		if w := b.Pagina(token, l.URL); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "D&#39;Arco Giovanna") {
			t.Errorf("%s (%s): %d", l.Testo, l.URL, w.Code)
		}
		if w := b.Pagina("", l.URL); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/accesso?ritorno=") {
			t.Errorf("%s to nobody: %d %s", l.URL, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestStaticFilesAreServedToAnybodyAndKept(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	w := b.Pagina("", web.Asset("site.css"))
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := b.Pagina("", "/static/x/../../api.go"); w.Code != http.StatusNotFound {
		t.Errorf("a file outside: %d", w.Code)
	}
}

func TestErrorPageSaysWhoIsLoggedInAndTheNumberOfTheRequest(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	w := b.Pagina(b.Entra(t, b.Amministrativo), "/soggetti/"+uuid.NewString())
	page := w.Body.String()
	for _, want := range []string{"Pagina non trovata", "il soggetto non esiste o non è visibile", "D&#39;Arco Giovanna", w.Header().Get("Request-Id"), `href="/"`} {
		if !strings.Contains(page, want) {
			t.Errorf("error page without %q", want)
		}
	}
}
