package web

import "siss/web/form"

// Anteprima is a panel in a form with what follows from it: worked out anew
// while one types or, without JavaScript, when one asks.
type Anteprima struct {
	Titolo  string
	Dopo    string   // path of the field that it stands under
	URL     string   // where the form is sent while it is typed
	Detto   string   // the outcome in a sentence, read aloud when it changes
	Note    []string // what is missing, and how it is worked out
	Tabella *Tabella // nil when there is nothing to show yet
	Fuoco   bool     // it has just been asked for: it takes the focus
}

// AnteprimaPage is only what changes in the panel: no page, but the piece that
// is put there.
type AnteprimaPage struct{ Anteprima }

func (AnteprimaPage) modello() string      { return "anteprima" }
func (AnteprimaPage) comune() Base         { return Base{} }
func (AnteprimaPage) moduli() []*form.Form { return nil }
