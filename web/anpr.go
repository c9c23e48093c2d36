package web

import "siss/web/form"

// Nascosto is a hidden field: what a form sends without anybody typing it.
type Nascosto struct{ Nome, Valore string }

// Gruppo is a titled list of labels with their values.
type Gruppo struct {
	Titolo string
	Voci   []Voce
}

// AnprPage is the search in ANPR and, once it found somebody, the data to be
// consulted (manuale §2, fig. 6).
type AnprPage struct {
	Base
	Introduzione string
	Form         *form.Form // nil when ANPR cannot be asked, or when its answer is shown
	Azione       string
	Atto         string
	Esito        string // what the search came to, when it found nobody
	Altrimenti   *Link  // what to do without ANPR
	AltoADestra  []Link
	Dati         *DatiANPR
}

// DatiANPR is the person that ANPR answered about.
type DatiANPR struct {
	Nominativo string
	Stato      Badge  // "Deceduto il ..."
	Avvertenza string // what to know before importing, "" for nothing
	Scheda     *Link  // the person's card, when it is in the registry
	Gruppi     []Gruppo
	Differenze *Tabella // what the registry says otherwise, nil when the person is not in it
	Famiglia   []FamiliareANPR
	Azione     string // where the import is posted
	Nascosti   []Nascosto
	Importa    string // text of the button, "" when nothing may be imported
	Nuova      Link   // another search
}

// FamiliareANPR is a person of the famiglia anagrafica, who may be imported too.
type FamiliareANPR struct {
	Campo      string // prefix of the fields: "familiari.0"
	ID         string // of the box, unique in the page
	Nominativo string
	Dettaglio  string // codice fiscale and date of birth
	Codice     string // posted when the box is ticked
	Relazioni  []form.Opzione
	Relazione  string // the one chosen
	Scheda     *Link  // the person's card, when it is in the registry
}

func (AnprPage) modello() string        { return "anpr" }
func (p AnprPage) moduli() []*form.Form { return soloPieni(p.Form) }
