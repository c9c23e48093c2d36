package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"siss/api/apitest"
	"siss/docs"
)

// Every page has its chapter, and its part when one is named: whoever adds a
// page says in docs where the manual is about it.
func TestEveryPageHasItsChapter(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	senza := []string{"/accesso", "/healthz", "/readyz"} // nobody is logged in there
	parti := map[string]string{docs.Problemi: "the page of an error"}
	for _, r := range b.Server.Rotte() {
		percorso := r.Path
		if r.Method != http.MethodGet || slices.Contains(senza, percorso) || strings.HasPrefix(percorso, "/api/") || strings.HasPrefix(percorso, "/static/") {
			continue
		}
		for _, natura := range []string{"", "ECONOMICO", "PRESTAZIONI", "STRUTTURA"} {
			capitolo, c := docs.Capitolo(percorso, natura)
			if !c {
				t.Errorf("the manual is not about %s: say in docs.Capitolo which chapter is", percorso)
			}
			parti[capitolo] = percorso
		}
	}
	for capitolo, percorso := range parti {
		if capitolo == "" {
			continue
		}
		nome, ancora, conAncora := strings.Cut(capitolo, "#")
		w := b.Pagina(token, docs.Indirizzo(nome))
		if w.Code != http.StatusOK || conAncora && !strings.Contains(w.Body.String(), `id="`+ancora+`"`) {
			t.Errorf("the help of %s leads to %s, which the manual doesn't have", percorso, capitolo)
		}
	}
}

func TestHelpOpensTheChapterOfThePage(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	for percorso, want := range map[string]string{
		"/": "/manuale/01-home-e-compiti", "/soggetti/" + b.Soggetto: "/manuale/02-soggetti#la-scheda", "/domande/nuova?soggetto=" + b.Soggetto: "/manuale/03-domande#inserire",
		"/interventi?natura=PRESTAZIONI": "/manuale/04-interventi#con-prestazioni", "/elaborazioni": "/manuale/06-elaborazione-contabile",
		"/manuale": "/manuale", "/soggetti/" + b.Altrove: "/manuale/" + docs.Problemi,
	} {
		if pagina := b.Pagina(token, percorso).Body.String(); !strings.Contains(pagina, `<a href="`+want+`" target="guida">`) {
			t.Errorf("the help of %s doesn't lead to %s", percorso, want)
		}
	}
}
