package api

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"
)

func TestPagesAndJSONAreCompressedUnlessSmall(t *testing.T) {
	s, _ := prova(t)
	for percorso, risposta := range map[string]struct{ tipo, corpo string }{
		"/pagina":  {"text/html; charset=utf-8", strings.Repeat("<p>ROSSI MARIO</p>", 200)},
		"/json":    {"application/json", strings.Repeat(" ", 2000) + "{}"},
		"/piccola": {"text/html; charset=utf-8", "<p>ciao</p>"},
		"/foglio":  {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", strings.Repeat("x", 5000)},
	} {
		s.motore.GET(percorso, func(c *gin.Context) { c.Data(http.StatusOK, risposta.tipo, []byte(risposta.corpo)) })
		compressa := percorso == "/pagina" || percorso == "/json"
		w := chiedi(s, "GET", percorso, "", "Accept-Encoding", "gzip, deflate, br, zstd")
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != compressa {
			t.Errorf("%s: compressed = %v, want %v", percorso, got, compressa)
		}
		if compressa {
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			letto, err := io.ReadAll(z)
			if err != nil || string(letto) != risposta.corpo || w.Header().Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: %d bytes, %v, Vary %q", percorso, len(letto), err, w.Header().Get("Vary"))
			}
		}
		if w := chiedi(s, "GET", percorso, ""); w.Header().Get("Content-Encoding") != "" || w.Body.String() != risposta.corpo {
			t.Errorf("%s compressed for who doesn't ask", percorso)
		}
	}
}

// What a page holds must not be told by its compressed size: each page has an
// addition of its own.
func TestCompressedSizeIsBlurred(t *testing.T) {
	s, _ := prova(t)
	s.motore.GET("/cercato", func(c *gin.Context) {
		c.Data(http.StatusOK, "text/html", []byte(strings.Repeat("<p>ROSSI MARIO</p>", 200)+c.Query("q")))
	})
	aggiunte := map[int]bool{}
	for i := range 40 {
		w := chiedi(s, "GET", fmt.Sprintf("/cercato?q=%d", i), "", "Accept-Encoding", "gzip")
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if len(z.Comment) < 1 || len(z.Comment) > imprecisione {
			t.Fatalf("%d bytes added", len(z.Comment))
		}
		aggiunte[len(z.Comment)] = true
	}
	if len(aggiunte) < 10 {
		t.Errorf("only %d different additions in 40 pages", len(aggiunte))
	}
}
