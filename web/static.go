package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed all:static
var statici embed.FS

// impronta is the hash of all static files: it is part of their URL, so that
// a new release is fetched anew and an old one may be kept for ever.
var impronta = calcolaImpronta()

// compressi holds the files worth sending gzipped, made when first asked for.
var compressi = sync.OnceValue(comprimi)

// Asset returns the URL of a static file, "site.css" or "vendor/htmx/htmx.min.js".
func Asset(nome string) string { return "/static/" + impronta + "/" + nome }

// Static serves the files of Asset under /static/. A URL of another release
// gets today's file, not to be kept.
func Static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		segno, nome, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
		dati, err := fs.ReadFile(statici, path.Join("static", nome))
		if err != nil || nome == "" {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", mime.TypeByExtension(path.Ext(nome)))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		if segno == impronta {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if corto, ok := compressi()[nome]; ok {
			h.Set("Vary", "Accept-Encoding")
			if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				h.Set("Content-Encoding", "gzip")
				dati = corto
			}
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(dati))
	})
}

// calcolaImpronta hashes the embedded files. What is inside the program and
// cannot be read was built wrong, hence the panics.
func calcolaImpronta() string {
	somma := sha256.New()
	perOgniStatico(func(nome string, dati []byte) {
		fmt.Fprintf(somma, "%s %d\n", nome, len(dati))
		somma.Write(dati)
	})
	return hex.EncodeToString(somma.Sum(nil))[:12]
}

// comprimi gzips the files that shrink.
func comprimi() map[string][]byte {
	out := map[string][]byte{}
	perOgniStatico(func(nome string, dati []byte) {
		switch path.Ext(nome) {
		case ".css", ".js", ".svg":
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			if _, err := z.Write(dati); err != nil {
				panic(err)
			}
			if err := z.Close(); err != nil {
				panic(err)
			}
			out[nome] = b.Bytes()
		}
	})
	return out
}

func perOgniStatico(f func(nome string, dati []byte)) {
	err := fs.WalkDir(statici, "static", func(nome string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		dati, err := fs.ReadFile(statici, nome)
		if err == nil {
			f(strings.TrimPrefix(nome, "static/"), dati)
		}
		return err
	})
	if err != nil {
		panic(err)
	}
}
