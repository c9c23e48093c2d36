package manuale_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"siss/api/apitest"
	"siss/api/atti"
)

func TestManualIsReadByWhoIsLoggedIn(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Estraneo)
	for percorso, want := range map[string][]string{
		"/manuale":                        {"<h1>Manuale dell&#39;operatore</h1>", `href="/manuale/03-domande"`, `rel="next"`, `aria-current="page">Manuale`},
		"/manuale/02-soggetti":            {"<h1>2. Soggetti</h1>", `<a href="#cercare">Cercare</a>`, `rel="prev"`, `rel="next"`, `id="cercare"`, `src="/manuale/immagini/soggetto.png"`},
		"/manuale/07-messaggi-e-problemi": {`data-colonna="Che cosa fare"`},
	} {
		w := b.Pagina(token, percorso)
		for _, testo := range want {
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), testo) {
				t.Errorf("%s: %d, without %s", percorso, w.Code, testo)
			}
		}
		if w := b.Pagina("", percorso); w.Code != http.StatusSeeOther {
			t.Errorf("%s to nobody: %d", percorso, w.Code)
		}
	}
	for _, percorso := range []string{"/manuale/README", "/manuale/99-altro", "/manuale/immagini/altro.png", "/manuale/immagini/..%2fdocs.go"} {
		if w := b.Pagina(token, percorso); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", percorso, w.Code)
		}
	}
}

func TestPictureIsKeptAndAskedForAgain(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	w := b.Pagina(token, "/manuale/immagini/home.png")
	h := w.Header()
	if w.Code != http.StatusOK || h.Get("Content-Type") != "image/png" || h.Get("Cache-Control") != "private, max-age=3600" || !strings.HasPrefix(w.Body.String(), "\x89PNG") {
		t.Errorf("%d %v", w.Code, h)
	}
	req := httptest.NewRequest(http.MethodGet, "/manuale/immagini/home.png", nil)
	req.AddCookie(&http.Cookie{Name: atti.CookieSessione, Value: token})
	req.Header.Set("If-None-Match", h.Get("ETag"))
	if w := b.Manda(req); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("the same picture again: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := b.Pagina("", "/manuale/immagini/home.png"); w.Code != http.StatusSeeOther {
		t.Errorf("to nobody: %d", w.Code)
	}
}

// Manuale §9: the mailbox, after the video lessons.
func TestSupportPageNamesTheMailboxAfterTheVideoLessons(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	_, corpo, _ := strings.Cut(b.Pagina(b.Entra(t, b.Amministrativo), "/assistenza").Body.String(), "<main")
	ultimo := -1
	for _, want := range []string{`href="/manuale"`, "https://www.regione.lazio.it/cittadini/sociale-famiglie/servizi-socio-assistenziali/SIGeSS",
		"mailto:supporto.sigess@regione.lazio.it", "Versione del programma", ">Scorciatoie da tastiera</h2>", ">/<"} {
		i := strings.Index(corpo, want)
		if i <= ultimo {
			t.Errorf("%s at %d, want it after %d", want, i, ultimo)
		}
		ultimo = i
	}
}
