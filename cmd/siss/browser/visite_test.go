package browser

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"siss/api"
)

// TestMain looks, after all tests of the package have passed, at what they left
// undone. Of a part of them, chosen with -run or -skip, it asks nothing.
func TestMain(m *testing.M) {
	codice := m.Run()
	if codice == 0 && tutte() {
		testo, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "copertura.md"))
		righe, _ := tabellaCopertura(string(testo))
		mancano := slices.Concat(visite.mancanti(), coperte.mancanti(righe))
		if err != nil {
			mancano = append(mancano, err.Error())
		}
		for _, m := range mancano {
			fmt.Fprintln(os.Stderr, m)
			codice = 1
		}
	}
	os.Exit(codice)
}

// tutte tells whether every test was asked for.
func tutte() bool {
	return !slices.ContainsFunc([]string{"test.run", "test.skip", "test.list", "test.fuzz"}, func(nome string) bool { return flag.Lookup(nome).Value.String() != "" })
}

// visite are those of all the tests of this run.
var visite registroVisite

// registroVisite notes which routes of pages the browser was answered by, and
// on which of them axe looked at the page.
type registroVisite struct {
	mutex    sync.Mutex
	rotte    []string        // patterns of the GET routes of pages
	risposte map[string]bool // by pattern: whether the answer was a whole page
	provate  map[string]bool
}

// serve lets a server answer and notes what it answers to.
func (r *registroVisite) serve(server *api.Server) http.Handler {
	r.impara(server.Rotte())
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		x := &esitoVisto{ResponseWriter: w, stato: http.StatusOK}
		server.ServeHTTP(x, req)
		if req.Method == http.MethodGet && x.stato < http.StatusBadRequest {
			r.risponde(req.URL.Path, x.stato == http.StatusOK && req.Header.Get("HX-Request") == "" && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"))
		}
	})
}

// esitoVisto remembers the status of an answer.
type esitoVisto struct {
	http.ResponseWriter
	stato int
}

func (x *esitoVisto) WriteHeader(stato int) {
	x.stato = stato
	x.ResponseWriter.WriteHeader(stato)
}

func (x *esitoVisto) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// impara takes the routes that an operatore can open: neither the JSON
// operations nor the files of the program nor the checks of its health.
func (r *registroVisite) impara(rotte gin.RoutesInfo) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.rotte != nil {
		return
	}
	r.risposte, r.provate = map[string]bool{}, map[string]bool{}
	for _, x := range rotte {
		altro := strings.HasPrefix(x.Path, "/api/v1/") || strings.HasPrefix(x.Path, "/static/") || x.Path == "/healthz" || x.Path == "/readyz"
		if x.Method == http.MethodGet && !altro {
			r.rotte = append(r.rotte, x.Path)
		}
	}
	slices.Sort(r.rotte)
}

func (r *registroVisite) risponde(percorso string, intera bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if rotta := r.rotta(percorso); rotta != "" {
		r.risposte[rotta] = r.risposte[rotta] || intera
	}
}

// provata notes that axe looked at the page with that address.
func (r *registroVisite) provata(indirizzo string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if u, err := url.Parse(indirizzo); err == nil {
		r.provate[r.rotta(u.Path)] = true
	}
}

// rotta is the pattern of a path, "" when no page has it: that with the fewest
// parameters, as the router chooses.
func (r *registroVisite) rotta(percorso string) string {
	parti := strings.Split(percorso, "/")
	scelta, meno := "", len(parti)
	for _, rotta := range r.rotte {
		attese := strings.Split(rotta, "/")
		if len(attese) != len(parti) {
			continue
		}
		parametri := 0
		for n, attesa := range attese {
			if strings.HasPrefix(attesa, ":") {
				parametri++
			} else if attesa != parti[n] {
				parametri = len(parti)
			}
		}
		if parametri < meno {
			scelta, meno = rotta, parametri
		}
	}
	return scelta
}

// mancanti says of each route that the browser was never answered by, or whose
// whole pages axe never looked at.
func (r *registroVisite) mancanti() []string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var out []string
	for _, rotta := range r.rotte {
		intera, risposta := r.risposte[rotta]
		switch {
		case !risposta:
			out = append(out, "GET "+rotta+": no test opens it in the browser")
		case intera && !r.provate[rotta]:
			out = append(out, "GET "+rotta+": no test takes a picture of it, with axe")
		}
	}
	return out
}

func TestAPageThatNoTestOpensIsToldOf(t *testing.T) {
	t.Parallel()
	var r registroVisite
	r.impara(gin.RoutesInfo{{Method: "GET", Path: "/a"}, {Method: "GET", Path: "/a/:id"}, {Method: "GET", Path: "/a/nuovo"}, {Method: "GET", Path: "/a/:id/file"},
		{Method: "POST", Path: "/a/:id/fai"}, {Method: "GET", Path: "/api/v1/a"}, {Method: "GET", Path: "/b"}})
	r.risponde("/a", true)
	r.provata("http://127.0.0.1:1/a?pagina=2")
	r.risponde("/a/nuovo", true)
	r.risponde("/a/12/file", false)
	want := []string{"GET /a/:id: no test opens it in the browser", "GET /a/nuovo: no test takes a picture of it, with axe", "GET /b: no test opens it in the browser"}
	if got := r.mancanti(); !slices.Equal(got, want) {
		t.Errorf("missing %q, want %q", got, want)
	}
}
