package web

import (
	"html/template"

	"siss/web/form"
)

// ManualePage is a chapter of the operator's manual, or its index.
type ManualePage struct {
	Base
	Capitoli   []Link        // all of them, this one Attivo
	Parti      []Link        // the headings of this one
	Testo      template.HTML // made from the manual's own text, never from what somebody typed
	Precedente *Link
	Successivo *Link
}

func (ManualePage) modello() string      { return "manuale" }
func (ManualePage) moduli() []*form.Form { return nil }
