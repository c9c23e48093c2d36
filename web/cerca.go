package web

import (
	"fmt"

	"siss/web/form"
)

// Trovato is something that "Cerca in tutte le aree" found.
type Trovato struct {
	Testo string // "ROSSI MARIO (11/07/1986)"
	Nota  string // what tells it from another of the same name, "" for none
	URL   string
}

// GruppoTrovati is what was found of one kind.
type GruppoTrovati struct {
	ID      string // unique in the page: "soggetti"
	Titolo  string // "Soggetti"
	Trovati []Trovato
	Vuoto   string // what the page says when nothing was found, and what to do; "" leaves the group out
	Altri   *Link  // where the rest is, nil when there is no more
}

// CercaPage is the page of results of "Cerca in tutte le aree".
type CercaPage struct {
	Base
	Gruppi []GruppoTrovati
}

func (CercaPage) modello() string      { return "cerca" }
func (CercaPage) moduli() []*form.Form { return nil }

// Suggerimenti is the list under the box while one types: no page, only the
// piece that is put there. Groups in which nothing was found are left out.
type Suggerimenti struct {
	Gruppi []GruppoTrovati
}

func (Suggerimenti) modello() string      { return "suggerimenti" }
func (Suggerimenti) comune() Base         { return Base{} }
func (Suggerimenti) moduli() []*form.Form { return nil }

// Detto is how many there are, as it is read aloud.
func (s Suggerimenti) Detto() string {
	n := 0
	for _, g := range s.Gruppi {
		n += len(g.Trovati)
	}
	switch n {
	case 0:
		return "Nessun risultato: provare con meno lettere, o premere Invio per la ricerca completa"
	case 1:
		return "1 risultato: freccia in giù per sceglierlo, Invio per aprirlo"
	}
	return fmt.Sprintf("%d risultati: frecce per scegliere, Invio per aprire", n)
}
