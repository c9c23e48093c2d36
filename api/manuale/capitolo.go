package manuale

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"image/png"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tabelle "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"siss/docs"
	"siss/web"
)

// capitolo is a chapter, ready to be shown.
type capitolo struct {
	nome   string // of its file, without ".md"; "" is the index
	titolo string
	parti  []web.Link // its headings, as links to them
	testo  template.HTML
}

// url is the page of the chapter.
func (c capitolo) url() string {
	if c.nome == "" {
		return percorso
	}
	return docs.Indirizzo(c.nome)
}

// leggi makes the chapters of the manual, the index first. What lies inside
// the program and cannot be read was built wrong, hence the panics.
func leggi() []capitolo {
	file, err := fs.Glob(docs.File, "manuale/*.md")
	if err != nil {
		panic(err)
	}
	var out []capitolo
	for _, f := range file {
		sorgente, err := docs.File.ReadFile(f)
		if err != nil {
			panic(err)
		}
		c, err := componi(strings.TrimSuffix(path.Base(f), ".md"), sorgente)
		if err != nil {
			panic(err)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b capitolo) int { return cmp.Compare(a.nome, b.nome) })
	return out
}

// componi turns the Markdown of a chapter into what its page holds. HTML
// written in the text is left out, and so are addresses that are no address.
func componi(nome string, sorgente []byte) (capitolo, error) {
	md := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	documento := md.Parser().Parse(text.NewReader(sorgente), parser.WithContext(parser.NewContext(parser.WithIDs(ancore{}))))
	c := capitolo{nome: nome, titolo: nome}
	if nome == "README" {
		c.nome = ""
	}
	if titolo, ok := documento.FirstChild().(*ast.Heading); ok && titolo.Level == 1 {
		c.titolo = testoDi(titolo, sorgente)
		documento.RemoveChild(documento, titolo) // the page has its own h1
	}
	err := ast.Walk(documento, func(n ast.Node, entra bool) (ast.WalkStatus, error) {
		if !entra {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			id, _ := n.AttributeString("id") // always there: WithAutoHeadingID
			if n.Level == 2 {
				c.parti = append(c.parti, web.Link{Testo: testoDi(n, sorgente), URL: fmt.Sprintf("#%s", id)})
			}
		case *ast.Link:
			n.Destination = []byte(indirizzo(string(n.Destination)))
		case *ast.Image:
			return ast.WalkSkipChildren, figura(n)
		case *tabelle.Table:
			inColonna(n, sorgente)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return capitolo{}, fmt.Errorf("%s.md: %w", nome, err)
	}
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, sorgente, documento); err != nil {
		return capitolo{}, fmt.Errorf("%s.md: %w", nome, err)
	}
	c.testo = template.HTML(b.String()) // goldmark escapes the text and leaves raw HTML out
	return c, nil
}

// indirizzo is where a link of the manual leads in the program.
func indirizzo(dove string) string {
	file, ancora, conAncora := strings.Cut(dove, "#")
	nome, capitolo := strings.CutSuffix(file, ".md")
	switch {
	case !capitolo || strings.Contains(file, "/"):
		return dove
	case nome == "README":
		dove = percorso
	default:
		dove = docs.Indirizzo(nome)
	}
	if conAncora {
		dove += "#" + ancora
	}
	return dove
}

// figura shows a picture in the width of the page, with its size, so that the
// text below does not jump when it arrives, and as a link to itself in full. A
// picture not taken yet is only its description; a test tells which it is.
func figura(n *ast.Image) error {
	nome := path.Base(string(n.Destination))
	n.Destination = []byte(percorsoImmagini + nome)
	n.SetAttributeString("loading", []byte("lazy"))
	dati, err := docs.File.ReadFile("immagini/" + nome)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	misure, err := png.DecodeConfig(bytes.NewReader(dati))
	if err != nil {
		return fmt.Errorf("%s: %w", nome, err)
	}
	n.SetAttributeString("width", []byte(strconv.Itoa(misure.Width)))
	n.SetAttributeString("height", []byte(strconv.Itoa(misure.Height)))
	intera := ast.NewLink()
	intera.Destination = n.Destination
	genitore := n.Parent()
	genitore.ReplaceChild(genitore, n, intera)
	intera.AppendChild(intera, n)
	return nil
}

// inColonna writes beside each cell the heading of its column, which narrow
// screens show in its place.
func inColonna(t *tabelle.Table, sorgente []byte) {
	ruolo := func(n ast.Node, nome string) { n.SetAttributeString("role", []byte(nome)) }
	ruolo(t, "table")
	t.SetAttributeString("class", []byte("tabella"))
	var colonne []string
	for riga := t.FirstChild(); riga != nil; riga = riga.NextSibling() {
		_, testata := riga.(*tabelle.TableHeader)
		if testata {
			ruolo(riga, "rowgroup")
		} else {
			ruolo(riga, "row")
		}
		i := 0
		for cella := riga.FirstChild(); cella != nil; cella = cella.NextSibling() {
			if testata {
				colonne = append(colonne, testoDi(cella, sorgente))
				cella.SetAttributeString("scope", []byte("col"))
			} else {
				ruolo(cella, "cell")
				cella.SetAttributeString("data-colonna", []byte(colonne[min(i, len(colonne)-1)]))
			}
			i++
		}
	}
}

// testoDi is the text of a node, without its marks.
func testoDi(n ast.Node, sorgente []byte) string {
	var b strings.Builder
	for figlio := n.FirstChild(); figlio != nil; figlio = figlio.NextSibling() {
		if t, ok := figlio.(*ast.Text); ok {
			b.Write(t.Value(sorgente))
		} else {
			b.WriteString(testoDi(figlio, sorgente))
		}
	}
	return b.String()
}

// ancore makes the ids of headings as the forges that show Markdown do, so
// that a link to a part works in both places: small letters, accents kept,
// punctuation dropped, hyphens for blanks.
type ancore map[string]int

func (a ancore) Generate(testo []byte, _ ast.NodeKind) []byte {
	id := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, strings.TrimSpace(string(testo)))
	n := a[id]
	a[id]++
	if n > 0 {
		id += "-" + strconv.Itoa(n)
	}
	return []byte(id)
}

func (a ancore) Put([]byte) {}
