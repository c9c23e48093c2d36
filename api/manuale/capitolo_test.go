package manuale

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"siss/docs"
)

var (
	riferimento = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	ancora      = regexp.MustCompile(` id="([^"]*)"`)
)

func TestEveryLinkAndPictureOfTheManualResolves(t *testing.T) {
	t.Parallel()
	pagine := map[string][]string{} // anchors of each page
	for _, c := range capitoli() {
		pagine[c.url()] = []string{""}
		for _, m := range ancora.FindAllStringSubmatch(string(c.testo), -1) {
			pagine[c.url()] = append(pagine[c.url()], m[1])
		}
	}
	if len(pagine) < 8 {
		t.Errorf("%d pages, want the index and seven chapters at least", len(pagine))
	}
	for _, c := range capitoli() {
		for _, m := range riferimento.FindAllStringSubmatch(string(c.testo), -1) {
			dove := m[1]
			if immagine, si := strings.CutPrefix(dove, percorsoImmagini); si {
				if _, err := fs.Stat(docs.File, "immagini/"+immagine); err != nil {
					t.Errorf("%s.md: %v", c.nome, err)
				}
				continue
			}
			pagina, a, _ := strings.Cut(dove, "#")
			if pagina == "" {
				pagina = c.url()
			}
			switch {
			case strings.HasPrefix(dove, "https://") || strings.HasPrefix(dove, "mailto:"):
			case pagine[pagina] == nil:
				t.Errorf("%s.md leads to %s, which is no chapter", c.nome, dove)
			case !slices.Contains(pagine[pagina], a):
				t.Errorf("%s.md leads to %s, which the chapter doesn't have", c.nome, dove)
			}
		}
		if strings.Contains(string(c.testo), "raw HTML omitted") || regexp.MustCompile(`<h[1456]`).MatchString(string(c.testo)) {
			t.Errorf("%s.md holds HTML, or headings other than one # and then ## and ###", c.nome)
		}
		if strings.Contains(string(c.testo), `alt=""`) {
			t.Errorf("%s.md has a picture without a description", c.nome)
		}
	}
}

// Whatever is written in a chapter, only text comes out.
func TestChapterIsTextWithItsAddresses(t *testing.T) {
	t.Parallel()
	sorgente := "# 9. Titolo **forte**\n\n<script>alert(1)</script>\n\n## L'elenco Excel, è così?\n\n[a](02-soggetti.md#cercare) [b](README.md) [c](#qui) [d](https://x.it) [e](javascript:alert(1)) [f](../glossario.md)\n\n" +
		"![Home](../immagini/home.png)\n\n## L'elenco Excel, è così?\n\n| Tasto | Fa |\n|---|---|\n| **a** | <b>b</b> |\n"
	c, err := componi("09-prova", []byte(sorgente))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="/manuale/02-soggetti#cercare"`, `href="/manuale"`, `href="#qui"`, `href="https://x.it"`, `<h2 id="lelenco-excel-è-così">`, `<h2 id="lelenco-excel-è-così-1">`,
		`<a href="/manuale/immagini/home.png"><img src="/manuale/immagini/home.png" alt="Home" loading="lazy" width="1280" height="`, `<table role="table" class="tabella">`, `<th scope="col">Tasto</th>`, `<td role="cell" data-colonna="Tasto"><strong>a</strong></td>`} {
		if !strings.Contains(string(c.testo), want) {
			t.Errorf("no %s in:\n%s", want, c.testo)
		}
	}
	if c.titolo != "9. Titolo forte" || len(c.parti) != 2 || c.parti[0].URL != "#lelenco-excel-è-così" || c.parti[0].Testo != "L'elenco Excel, è così?" || c.url() != "/manuale/09-prova" {
		t.Errorf("chapter %+v", c)
	}
	for _, vietato := range []string{"<script", "javascript:", "<h1", "<b>"} {
		if strings.Contains(string(c.testo), vietato) {
			t.Errorf("%s got in:\n%s", vietato, c.testo)
		}
	}
	senza, err := componi("x", []byte("![x](../immagini/nessuna.png)"))
	if err != nil || !strings.Contains(string(senza.testo), `alt="x"`) {
		t.Errorf("a picture not taken yet: %s, %v", senza.testo, err)
	}
}
