package web

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// scrivi renders a page with a fixed hash in the URLs of static files.
func scrivi(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := esegui(&b, p); err != nil {
		t.Fatalf("esegui: %v", err)
	}
	return strings.ReplaceAll(b.String(), "/static/"+impronta+"/", "/static/IMPRONTA/")
}

func TestPagesAreWhatTheGoldenFilesSay(t *testing.T) {
	for nome, p := range pagine() {
		t.Run(nome, func(t *testing.T) {
			file := filepath.Join("testdata", nome+".html")
			got := scrivi(t, p)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v: run go test ./web -update and read the difference", err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s differs (-want +got):\n%s", file, diff)
			}
		})
	}
}

func TestRenderWritesTheWholePageOrNothing(t *testing.T) {
	w := httptest.NewRecorder()
	if err := Render(w, http.StatusNotFound, ErrorePage{Stato: 404}); err != nil {
		t.Fatal(err)
	}
	if w.Code != 404 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("status %d headers %v", w.Code, w.Header())
	}
	w = httptest.NewRecorder()
	p := TabellonePage{Righe: []RigaTabellone{{Celle: make([]CellaTabellone, 1)}}, Giorni: nil, Base: Base{Titolo: "x"}, Filtri: nil}
	if err := Render(w, http.StatusOK, paginaRotta{p}); err == nil || w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("broken page: err %v, %d bytes, headers %v, want an error and nothing sent", err, w.Body.Len(), w.Header())
	}
}

// paginaRotta asks for a template that reads fields it does not have.
type paginaRotta struct{ TabellonePage }

func (paginaRotta) modello() string { return "scheda" }

func TestEveryTemplateHasAGoldenPage(t *testing.T) {
	visti := map[string]bool{}
	for _, p := range pagine() {
		visti[p.modello()] = true
	}
	for nome := range modelli {
		if nome != "base" && !visti[nome] {
			t.Errorf("template %s is in no golden page", nome)
		}
	}
}

// A list may be empty and a case just born: each template is written both with
// all that it can show and with nothing.
func TestEveryTemplateIsWrittenFullAndEmpty(t *testing.T) {
	piene, vuote := map[string]bool{}, map[string]bool{}
	for nome, p := range pagine() {
		if strings.HasSuffix(nome, "-vuoto") || strings.HasSuffix(nome, "-vuota") {
			vuote[p.modello()] = true
		} else {
			piene[p.modello()] = true
		}
	}
	for nome := range modelli {
		if nome != "base" && (!piene[nome] || !vuote[nome]) {
			t.Errorf("template %s: full %v, empty %v, want both", nome, piene[nome], vuote[nome])
		}
	}
}

func TestStaticFilesAreKeptOnlyUnderTheirOwnHash(t *testing.T) {
	tests := map[string]struct {
		url    string
		stato  int
		tenuta string
	}{
		"this release":    {Asset("site.css"), 200, "public, max-age=31536000, immutable"},
		"another release": {"/static/000000000000/site.css", 200, "no-cache"},
		"no such file":    {Asset("altro.css"), 404, ""},
		"a folder":        {Asset(""), 404, ""},
		"outside":         {Asset("../web.go"), 404, ""},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL.Path = tt.url
			r.Header.Set("Accept-Encoding", "gzip")
			Static().ServeHTTP(w, r)
			if w.Code != tt.stato || w.Header().Get("Cache-Control") != tt.tenuta {
				t.Fatalf("GET %s = %d %q, want %d %q", tt.url, w.Code, w.Header().Get("Cache-Control"), tt.stato, tt.tenuta)
			}
			if tt.stato == 200 && (w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Content-Type") != "text/css; charset=utf-8") {
				t.Errorf("headers %v, want gzipped css", w.Header())
			}
		})
	}
}

func TestPagerCountsAsTheManualDoes(t *testing.T) {
	q := url.Values{"cognome": {"D'Arco"}, "pagina": {"9"}}
	tests := map[string]struct {
		got  Pager
		want Pager
		dice string
	}{
		"fig. 28":        {Pagina("/s", q, 2, 5, 20), Pager{6, 10, 20, "/s?cognome=D%27Arco&pagina=1", "/s?cognome=D%27Arco&pagina=3"}, "6 - 10 di 20 elementi"},
		"first":          {Pagina("/s", nil, 0, 5, 7), Pager{1, 5, 7, "", "/s?pagina=2"}, "1 - 5 di 7 elementi"},
		"last":           {Pagina("/s", nil, 2, 5, 7), Pager{6, 7, 7, "/s?pagina=1", ""}, "6 - 7 di 7 elementi"},
		"one":            {Pagina("/s", nil, 1, 5, 1), Pager{1, 1, 1, "", ""}, "1 elemento"},
		"none":           {Pagina("/s", nil, 1, 5, 0), Pager{}, ""},
		"past the end":   {Pagina("/s", nil, 9, 5, 7), Pager{0, 0, 7, "/s?pagina=1", ""}, ""},
		"past one empty": {Pagina("/s", nil, 3, 5, 0), Pager{0, 0, 0, "/s?pagina=1", ""}, ""},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" || tt.got.Testo() != tt.dice {
				t.Errorf("Pagina says %q, want %q; (-want +got):\n%s", tt.got.Testo(), tt.dice, diff)
			}
		})
	}
}
