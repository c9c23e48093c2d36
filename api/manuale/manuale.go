// Package manuale shows the operator's manual that the program carries, and the
// page of support. Neither asks the database for anything but who is there.
package manuale

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"siss/api/atti"
	"siss/api/auth"
	"siss/docs"
	"siss/models"
	"siss/web"
)

const (
	percorso         = "/manuale"
	percorsoImmagini = "/manuale/immagini/"
)

var casa = web.Link{Testo: "Home", URL: "/"}

// capitoli are made when the first is asked for.
var capitoli = sync.OnceValue(leggi)

// Rotte registers the pages of the manual and of support.
func Rotte(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, percorso, func(c *gin.Context, chi models.Chi) error { return mostra(c, chi, "") })
	atti.Pagina(r, http.MethodGet, percorso+"/:capitolo", func(c *gin.Context, chi models.Chi) error { return mostra(c, chi, c.Param("capitolo")) })
	atti.Pagina(r, http.MethodGet, percorsoImmagini+":immagine", immagine)
	atti.Pagina(r, http.MethodGet, "/assistenza", assistenza)
}

func mostra(c *gin.Context, chi models.Chi, nome string) error {
	tutti := capitoli()
	i := slices.IndexFunc(tutti, func(k capitolo) bool { return k.nome == nome })
	if i < 0 {
		return models.Errorf(models.NotFound, "il manuale non ha questo capitolo: sceglierlo dall'indice")
	}
	k := tutti[i]
	p := web.ManualePage{Base: auth.Base(c, chi, k.titolo), Parti: k.parti, Testo: k.testo}
	p.Percorso, p.Sezione = []web.Link{casa}, "/assistenza"
	if i > 0 {
		p.Percorso = append(p.Percorso, web.Link{Testo: tutti[0].titolo, URL: percorso})
		p.Precedente = verso(tutti[i-1])
	}
	if i+1 < len(tutti) {
		p.Successivo = verso(tutti[i+1])
	}
	for n, altro := range tutti {
		l := *verso(altro)
		l.Attivo = n == i
		p.Capitoli = append(p.Capitoli, l)
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

func verso(k capitolo) *web.Link { return &web.Link{Testo: k.titolo, URL: k.url()} }

// immagine serves a picture of the manual. It is of the release, so the browser
// keeps it a while, for the one who is logged in, and then asks whether it is
// still the same.
func immagine(c *gin.Context, _ models.Chi) error {
	dati, err := docs.File.ReadFile(path.Join("immagini", c.Param("immagine")))
	if err != nil {
		return models.Errorf(models.NotFound, "il manuale non ha questa immagine")
	}
	somma := sha256.Sum256(dati)
	h := c.Writer.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("ETag", `"`+hex.EncodeToString(somma[:8])+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(dati))
	return nil
}
