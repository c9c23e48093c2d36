package web

import "siss/web/form"

// Voce is a label with its value.
type Voce struct {
	Etichetta string
	Valore    string // "" is shown as a dash
	URL       string // makes the value a link
	Badge     Tono   // makes the value a badge, when not ""
}

// ModuloInline is an act in a drawer: a form that opens under its title, or a
// single button when there is nothing to fill in.
type ModuloInline struct {
	Titolo   string // "Assegna ad altro operatore"
	Testo    string // what the act does, "" when the title says it
	Azione   string // where it posts to
	Atto     string // hidden _atto: the identity of the act
	Form     *form.Form
	Invia    string     // text of the button, Titolo when ""
	File     *CampoFile // what is sent with the form, nil for nothing
	Pericolo bool       // cannot be undone: the button is red
	Aperto   bool       // shown open; a form with problems always is
	Appunto  *Appunto   // the draft left unsaved, filled in by Render
}

// CampoFile is the input of a file; a page has one at most.
type CampoFile struct {
	Nome      string // of the field: "contenuto"
	Etichetta string
	Aiuto     string
	Accetta   string // ".pdf,.jpg": what the browser offers
	Massimo   int    // bytes: the browser says at once that a file is too large
	Troppo    string // what it says
	Errore    string // "" when all is well
}

// Mostra tells whether the form is shown open.
func (m ModuloInline) Mostra() bool {
	return m.Aperto || m.Form != nil && len(m.Form.Problemi) > 0 || m.File != nil && m.File.Errore != ""
}

// Cassetto is a drawer of a card: "Dettagli", "Richiesta", "Assegnazioni".
type Cassetto struct {
	ID      string // anchor, unique in the page: "dettagli"
	Titolo  string
	Breve   string // in the sidebar, Titolo when ""
	Testo   string // a paragraph, "" for none
	Voci    []Voce
	Tabelle []Tabella
	Pager   Pager // under the tables; the zero Pager shows nothing
	Albero  *Nodo // how an amount is reached, nil for none
	Storia  *Cronologia
	Filtri  *FiltriCassetto
	Moduli  []ModuloInline
	Nuovo   *Link // the + at the upper right of the drawer, nil for none
}

// FiltriCassetto asks something of a drawer by GET: its rows or, with a Nome,
// what would follow from what is typed.
type FiltriCassetto struct {
	Azione string // path, with the anchor of the drawer
	Form   *form.Form
	Cerca  string // text of the button, "Cerca" when ""
	Nome   string // what is asked, read aloud; "" for a search among the rows
}

// SchedaPage is the card of a subject, domanda, intervento or elaborazione.
type SchedaPage struct {
	Base
	Sottotitolo string
	Stato       Badge
	Adesso      *Link  // what the case waits for now, nil for nothing
	Famiglia    string // heading of the sidebar (fig. 22): "Intervento in struttura", "" for none
	Comandi     []Link // commands of the list with Esegui: GET /esegui?comando=<URL>
	AltoADestra []Link // icons at upper right, Excel for one
	Cassetti    []Cassetto
	Aggiorna    int    // seconds after which the page looks again, 0 for never
	Avanzamento *int   // percent done of what is being computed, nil when nothing is
	Conteggio   string // the same in figures, "320 di 2.000 interventi", "" for none
	Annuncio    string // said by a screen reader when it changes while the page looks again
}

func (SchedaPage) modello() string { return "scheda" }

func (p SchedaPage) moduli() []*form.Form {
	var out []*form.Form
	for _, c := range p.Cassetti {
		if c.Filtri != nil {
			out = append(out, soloPieni(c.Filtri.Form)...)
		}
		for _, m := range c.Moduli {
			out = append(out, soloPieni(m.Form)...)
		}
	}
	return out
}

func (p SchedaPage) azioni() []string {
	var out []string
	for _, c := range p.Cassetti {
		for _, m := range c.Moduli {
			if m.Form != nil {
				out = append(out, m.Azione)
			}
		}
	}
	return out
}

func (p SchedaPage) annota(appunti map[string]Appunto) Page {
	for _, c := range p.Cassetti {
		for n, m := range c.Moduli {
			if a, ok := appunti[m.Azione]; ok && m.Form != nil {
				c.Moduli[n].Appunto = a.diModulo(m.Titolo, m.Form)
			}
		}
	}
	return p
}

// file is the input of a file on the page, nil when there is none.
func (p SchedaPage) file() *CampoFile {
	for _, c := range p.Cassetti {
		for _, m := range c.Moduli {
			if m.File != nil {
				return m.File
			}
		}
	}
	return nil
}
