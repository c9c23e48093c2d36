package web

import "siss/web/form"

// Grafico is a plot drawn from the table of the same figures that stands below
// it: the first Etichette columns name each row, those of Serie are drawn.
type Grafico struct {
	Titolo  string   // the accessible name of the plot
	Serie   []string // headings of the columns to draw, in the order of the table
	Insieme bool     // the series are parts of a whole: stacked
	Salta   bool     // rows with nothing to draw are left out, which makes a long plot short
}

// Misura is a number of the board and the list that it counts.
type Misura struct {
	Quanti int
	URL    string // "" when there is no such list, or it is empty
	Cosa   string // what is counted, read aloud after the number
	Tono   Tono   // Negativo for what is late
	Vuota  bool   // no such number: a day that has passed
}

// RigaQuadro is a row of the board.
type RigaQuadro struct {
	Nome   string
	Misure []Misura
}

// Quadro is a table of the board with its plot.
type Quadro struct {
	ID      string
	Titolo  string
	Testo   string // what the figures mean, "" when it needn't be said
	Grafico *Grafico
	Prima   string   // heading of the first column
	Colonne []string // headings of the measures
	Righe   []RigaQuadro
	Totali  *RigaQuadro
	Vuoto   string
}

// CruscottoPage is the board of who coordinates.
type CruscottoPage struct {
	Base
	Sintesi []Misura // the numbers to look at first
	Quadri  []Quadro
}

func (CruscottoPage) modello() string      { return "cruscotto" }
func (CruscottoPage) moduli() []*form.Form { return nil }
