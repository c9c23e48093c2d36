package web

import (
	"fmt"
	"net/url"
	"strconv"
)

// Colonna heads a column.
type Colonna struct {
	Testo  string
	Numero bool   // right-aligned figures
	URL    string // sorts the list by this column, "" when it cannot
	Ordine Ordine // how the list is sorted by it now
}

// Ordine is the direction in which a list is sorted; the strings are those of
// aria-sort.
type Ordine string

// The three directions.
const (
	NonOrdinata Ordine = ""
	Crescente   Ordine = "ascending"
	Decrescente Ordine = "descending"
)

// Colonne makes columns of text from their headings.
func Colonne(testi ...string) []Colonna {
	out := make([]Colonna, len(testi))
	for i, t := range testi {
		out[i].Testo = t
	}
	return out
}

// Cella is one cell of a table. The zero Cella is empty.
type Cella struct {
	Testo string // already Italian: 22/11/2026, 1.234,56
	Nota  string // a second, smaller line
	URL   string // makes Testo a link
	Badge Tono   // makes Testo a badge, when not ""
	Barra *Barra // drawn under the note, which says the same; nil for none
}

// Barra draws how much of a whole is used, and how much provisionally, in hundredths.
type Barra struct{ Usato, Provvisorio int }

// Testo makes a cell of text.
func Testo(s string) Cella { return Cella{Testo: s} }

// Collegamento makes a cell that is a link.
func Collegamento(s, url string) Cella { return Cella{Testo: s, URL: url} }

// Stato makes a cell that is a badge.
func Stato(s string, tono Tono) Cella { return Cella{Testo: s, Badge: tono} }

// Riga is one row: its cells, in the order of the columns, and what can be done on it.
type Riga struct {
	Celle []Cella
	Atti  []Pulsante // a last column appears when any row has some
}

// Tabella is a grid with a caption.
type Tabella struct {
	Titolo  string // the caption
	Colonne []Colonna
	Righe   []Riga
	Totali  *Riga // last row, in bold; nil for none
	// Distinti names the acts of the rows when each has a column of its own
	// (fig. 10): a row has them in this order, a zero Pulsante where it has none.
	Distinti  []string
	Ripiegata bool   // folded under its caption
	Vuoto     string // what to say when there are no rows, and what to do
}

// ConAtti tells whether any row has acts.
func (t Tabella) ConAtti() bool {
	for _, r := range t.Righe {
		if len(r.Atti) > 0 {
			return true
		}
	}
	return false
}

// cellaInColonna is a cell with the heading it stands under, which narrow
// screens show beside it.
type cellaInColonna struct {
	Cella
	Colonna Colonna
}

func accoppia(colonne []Colonna, i int, c Cella) cellaInColonna {
	if i >= len(colonne) {
		return cellaInColonna{Cella: c}
	}
	return cellaInColonna{Cella: c, Colonna: colonne[i]}
}

// Pager says which rows of how many are shown and leads to the others.
type Pager struct {
	Da, A, Totale int    // first and last row shown, from 1; rows in all
	Precedente    string // URL of the page before, "" on the first
	Successiva    string // URL of the page after, "" on the last
}

// Oltre tells whether the page asked for is past the last; Precedente then
// leads to the first.
func (p Pager) Oltre() bool { return p.Totale > 0 && p.Da == 0 }

// Vuoto is what to say when there are no rows: the sentence of who calls, or
// that it is the page which isn't there.
func (p Pager) Vuoto(frase string) string {
	if p.Oltre() {
		return "questa pagina non esiste: tornare alla prima"
	}
	return frase
}

// Azione is what to do when there are no rows.
func (p Pager) Azione(altrimenti *Link) *Link {
	if p.Oltre() {
		return &Link{Testo: "Torna alla prima pagina", URL: p.Precedente}
	}
	return altrimenti
}

// Testo is the counter of the manual: "6 - 10 di 20 elementi"; "" when there
// is nothing to count.
func (p Pager) Testo() string {
	switch {
	case p.Oltre():
		return ""
	case p.Totale == 1:
		return "1 elemento"
	case p.Totale == 0:
		return ""
	}
	return fmt.Sprintf("%d - %d di %d elementi", p.Da, p.A, p.Totale)
}

// pagerConNome is a pager told apart from the others on the page.
type pagerConNome struct {
	Pager
	Nome string
}

func nominato(p Pager, nome string) pagerConNome { return pagerConNome{p, nome} }

// Pagina makes the pager of a list whose page number is the parameter
// `pagina`, from 1; the other parameters are kept.
func Pagina(percorso string, parametri url.Values, pagina, perPagina, totale int) Pager {
	pagina = max(pagina, 1)
	p := Pager{Da: (pagina-1)*perPagina + 1, A: min(pagina*perPagina, totale), Totale: totale}
	if totale == 0 || p.Da > totale {
		p.Da, p.A, pagina = 0, 0, min(pagina, 2) // the only way from there is to the first
	}
	vai := func(n int) string {
		q := url.Values{}
		for nome, v := range parametri {
			q[nome] = v
		}
		q.Set("pagina", strconv.Itoa(n))
		return percorso + "?" + q.Encode()
	}
	if pagina > 1 {
		p.Precedente = vai(pagina - 1)
	}
	if p.A > 0 && p.A < totale {
		p.Successiva = vai(pagina + 1)
	}
	return p
}
