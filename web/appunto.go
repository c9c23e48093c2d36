package web

import "siss/web/form"

// Appunto is a draft that the operatore left unsaved: what was typed in a form.
type Appunto struct {
	Azione   string // where the form posts to
	Modulo   string // title of the form, "" when it is the only one of the page
	Del      string // when it was kept: "22/11/2026 10:31"
	Versione string // of the record that the form was opened on, "" when it has none
	Superato bool   // the record has changed since
	Ritorno  string // the page to come back to once it is thrown away
}

// CercaAppunti finds the drafts of the forms that post to those addresses.
type CercaAppunti func(azioni []string) ([]Appunto, error)

// conModuli is a page whose forms may have been left unsaved.
type conModuli interface {
	Page
	// azioni lists where the forms post to.
	azioni() []string
	// annota returns the page with the drafts found, by Azione.
	annota(appunti map[string]Appunto) Page
}

// conAppunti offers, on the page, the drafts that were left unsaved: every
// form of a page gets them here.
func conAppunti(p Page) (Page, error) {
	m, ok := p.(conModuli)
	cerca := p.comune().Appunti
	if !ok || cerca == nil || len(m.azioni()) == 0 {
		return p, nil
	}
	trovati, err := cerca(m.azioni())
	if err != nil || len(trovati) == 0 {
		return p, err
	}
	perAzione := map[string]Appunto{}
	for _, a := range trovati {
		perAzione[a.Azione] = a
	}
	return m.annota(perAzione), nil
}

// diModulo is the draft as it is offered beside its form.
func (a Appunto) diModulo(titolo string, f *form.Form) *Appunto {
	a.Modulo = titolo
	if f != nil && a.Versione != "" {
		campo, ok := f.Field("versione")
		a.Superato = ok && campo.Value != a.Versione
	}
	return &a
}
