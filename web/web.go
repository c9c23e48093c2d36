// Package web writes the pages of SISS: typed structs rendered by templates
// that are embedded and parsed once. It holds no handlers, asks no database
// and decides nothing; every page works without JavaScript.
package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"siss/web/form"
)

// Page is a page of this package: what Render can write.
type Page interface {
	// modello names the template of the page.
	modello() string
	// comune returns the part that every page has.
	comune() Base
	// moduli returns the forms on the page that can hold problems, in order.
	moduli() []*form.Form
}

//go:embed templates
var sorgenti embed.FS

// modelli holds one parsed template per page, by name.
var modelli = leggiModelli()

// vista is what templates see: the page, and what is worked out from it.
type vista struct {
	Base      Base
	P         Page
	Riepilogo []voceRiepilogo
	Menu      []Link
	Funzioni  []Link
}

// Render writes the page with the status. The page is executed whole before
// the first byte is sent, so an error leaves w untouched. A page is rendered
// once: its forms' ids are made unique here.
func Render(w http.ResponseWriter, status int, p Page) error {
	b := fogli.Get().(*bytes.Buffer)
	defer fogli.Put(b)
	b.Reset()
	if err := esegui(b, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("page %s: %w", p.modello(), err)
	}
	return nil
}

// fogli are the buffers of pages that were sent, for others to write on.
var fogli = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func esegui(b *bytes.Buffer, p Page) error {
	moduli := p.moduli()
	if len(moduli) > 1 {
		for i, m := range moduli {
			m.Prefissa(fmt.Sprintf("m%d-", i+1))
		}
	}
	p, err := conAppunti(p)
	if err != nil {
		return fmt.Errorf("page %s: %w", p.modello(), err)
	}
	v := vista{Base: p.comune(), P: p, Riepilogo: riepilogo(p), Menu: Menu, Funzioni: Funzioni}
	if v.Base.Menu != nil {
		v.Menu = v.Base.Menu
	}
	if err := modelli[p.modello()].ExecuteTemplate(b, "base", v); err != nil {
		return fmt.Errorf("page %s: %w", p.modello(), err)
	}
	return nil
}

// leggiModelli parses the shared parts once and every page on a copy of them.
func leggiModelli() map[string]*template.Template {
	funzioni := template.FuncMap{
		"cella": accoppia, "pagine": nominato,
		"piu": func(a, b int) int { return a + b },
	}
	comuni := template.New("comuni").Funcs(funzioni)
	for _, nome := range append(trova("templates/parti/*.html"), "templates/base.html") {
		template.Must(comuni.Parse(sorgente(nome)))
	}
	out := map[string]*template.Template{}
	for _, nome := range trova("templates/*.html") {
		t := template.Must(template.Must(comuni.Clone()).Parse(sorgente(nome)))
		out[strings.TrimSuffix(strings.TrimPrefix(nome, "templates/"), ".html")] = t
	}
	return out
}

// trova lists the templates of a pattern.
func trova(quali string) []string {
	nomi, err := fs.Glob(sorgenti, quali)
	if err != nil {
		panic(err)
	}
	return nomi
}

// sorgente reads a template and writes into it what is the same in every page:
// the address of a static file ({{asset "site.css"}}) and a drawing of the
// sprite ({{template "icona" "it-plus"}}), which a page has twenty of.
func sorgente(nome string) string {
	testo, err := fs.ReadFile(sorgenti, nome)
	if err != nil {
		panic(err)
	}
	disegnato := icone.ReplaceAllStringFunc(string(testo), func(x string) string {
		return strings.Replace(disegno(), "{{.}}", icone.FindStringSubmatch(x)[1], 1)
	})
	return asset.ReplaceAllStringFunc(disegnato, func(x string) string { return Asset(asset.FindStringSubmatch(x)[1]) })
}

// disegno is what the template of a drawing says.
var disegno = sync.OnceValue(func() string {
	testo, err := fs.ReadFile(sorgenti, "templates/parti/icone.html")
	if err != nil {
		panic(err)
	}
	_, dopo, _ := strings.Cut(string(testo), `{{define "icona"}}`)
	corpo, _, _ := strings.Cut(dopo, "{{end}}")
	return corpo
})

var (
	asset = regexp.MustCompile(`\{\{asset "([^"]+)"\}\}`)
	icone = regexp.MustCompile(`\{\{template "icona" "([^"]+)"\}\}`)
)
