package web

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"siss/web/form"
)

// Giorno heads a column of the tabellone.
type Giorno struct {
	Numero  string // "01"
	Sigla   string // "Gi"
	Esteso  string // "giovedì 1 agosto 2024", read aloud
	Data    string // "2024-08-01", part of the addresses of its cells
	Festivo bool   // weekend or holiday: shaded
	Futuro  bool   // still to come: nothing can be entered
}

// StatoCella says why a cell cannot be written.
type StatoCella string

// The states; the strings are read aloud.
const (
	Libera  StatoCella = ""
	Fuori   StatoCella = "fuori periodo"
	Sospeso StatoCella = "sospeso"
)

// Classe is the style of the state, and what the grid's script reads.
func (s StatoCella) Classe() string {
	switch s {
	case Fuori:
		return "f"
	case Sospeso:
		return "s"
	}
	return ""
}

// Blocco is what closes the month of a row; the strings are read on it.
type Blocco string

// What may close a month.
const (
	Sbloccata          Blocco = ""
	BloccoFirma        Blocco = "Firmato"
	BloccoElaborazione Blocco = "Chiuso"
)

// CellaTabellone is one day of one intervento, of the prestazione that the row
// is entering.
type CellaTabellone struct {
	Testo       string // quantity delivered, "" for none
	Altre       string // the day's other prestazioni, "PASTO=1;OSS=1:30", "" for none
	QuanteAltre int    // how many they are
	Data        string // "2024-08-01" when the cell can be opened, else ""
	Stato       StatoCella
}

// PrestazioneRiga is a prestazione of a row's plan with its month.
type PrestazioneRiga struct {
	Codice     string
	Testo      string // "Assistenza di base"
	Unita      string // ORA, ACCESSO, PASTO, GIORNATA
	Previsto   string // "17:43"
	Differenza string // "5:13 in meno"
	Tono       Tono
}

// RigaTabellone is the month of one intervento.
type RigaTabellone struct {
	ID         string // of the intervento
	Nominativo string // "ROSSI MARIO (11/07/1986)"
	Intervento Link   // "2024/13"
	Nota       string // tipo di intervento and who delivers it
	// Prestazioni are those of the plan; the first is being entered.
	Prestazioni []PrestazioneRiga
	Perche      string // why no cell of the row can be written, "" when it can
	Blocco      Blocco // what closes the month
	Liquidata   bool   // a definitive run paid the month: what changes is adjusted
	Chiusura    *Link  // where a signed month is opened again, nil when it is not signed
	Celle       []CellaTabellone
	Precedenti  string // the week before the month, "2024-07-26=OSS=1:30;…", "" for nothing
	Totale      string // "12:30 ore, 8 pasti"
}

// Prestazione is the one being entered; the zero one when the plan is empty.
func (r RigaTabellone) Prestazione() PrestazioneRiga {
	if len(r.Prestazioni) == 0 {
		return PrestazioneRiga{}
	}
	return r.Prestazioni[0]
}

// Caselle writes the cells of the row. A page has thousands of them, which a
// template would take as long to write as the queries take to read: they are
// written here, every value through the template's own escaper.
func (r RigaTabellone) Caselle() template.HTML {
	var b strings.Builder
	id := template.HTMLEscapeString(url.PathEscape(r.ID))
	for _, c := range r.Celle {
		b.WriteString("<td")
		if c.Stato != Libera {
			b.WriteString(` class="` + c.Stato.Classe() + `"`)
		}
		if c.Altre != "" {
			b.WriteString(` data-a="` + template.HTMLEscapeString(c.Altre) + `"`)
		}
		b.WriteByte('>')
		switch {
		case c.Data != "":
			b.WriteString(`<a href="/tabellone/` + id + `/` + template.HTMLEscapeString(url.PathEscape(c.Data)) + `">` + c.contenuto("+") + `</a>`)
		case c.Stato != Libera:
			b.WriteString(`<span class="visually-hidden">` + template.HTMLEscapeString(string(c.Stato)) + `</span>`)
		default:
			b.WriteString(c.contenuto(""))
		}
		b.WriteString("</td>")
	}
	return template.HTML(b.String())
}

// contenuto is the quantity and how many other prestazioni the day has, or what
// stands for nothing.
func (c CellaTabellone) contenuto(vuota string) string {
	if c.QuanteAltre > 0 {
		return template.HTMLEscapeString(c.Testo) + "<sup>+" + strconv.Itoa(c.QuanteAltre) + "</sup>"
	}
	if c.Testo == "" {
		return vuota
	}
	return template.HTMLEscapeString(c.Testo)
}

// TotaleGiorni is a row of the foot: one unit, summed day by day over the rows.
type TotaleGiorni struct {
	Unita  string // as in PrestazioneRiga
	Nome   string // "Totale ore"
	Celle  []string
	Totale string
}

// TabellonePage is the monthly grid of accesses.
type TabellonePage struct {
	Base
	Azione     string     // path of the page, where the filters are sent by GET
	Filtri     *form.Form // period, tipo di intervento, who delivers, name
	Mese       string     // "Agosto 2024"
	Precedente *Link      // month before, nil for none
	Successivo *Link      // month after, nil for none
	Giorni     []Giorno
	Righe      []RigaTabellone
	Totali     []TotaleGiorni
	Pager      Pager
	Vuoto      string // what to say when there are no rows, and what to do
	Invio      string // path of the operation that writes cells
	// AltoADestra are the links at upper right.
	AltoADestra []Link
}

func (TabellonePage) modello() string        { return "tabellone" }
func (p TabellonePage) moduli() []*form.Form { return soloPieni(p.Filtri) }
