package web

import (
	"html/template"
	"strconv"
	"strings"

	"siss/web/form"
)

// LinkContato is a link to a list with how many rows it has.
type LinkContato struct {
	Link
	Quanti int
}

func (l LinkContato) scrivi(b *form.Scritto) {
	b.Piu("\n"+`<li><a href="`, locale(l.URL), `"`)
	if l.Attivo {
		b.Piu(` aria-current="true"`)
	}
	b.Piu(`>`, l.Testo, ` <span class="conta">`, strconv.Itoa(l.Quanti), `</span></a></li>`)
}

// GruppoFiltri is a choice among lists, each with its count: one is Attivo.
type GruppoFiltri struct {
	Titolo string
	Voci   []LinkContato
}

// Scritto is the group as the page has it: the home page has a dozen links.
func (g GruppoFiltri) Scritto() template.HTML {
	var b form.Scritto
	b.Piu(`<nav class="gruppo-filtri" aria-label="`, g.Titolo, `"><span class="nome-gruppo" aria-hidden="true">`, g.Titolo, `</span><ul>`)
	for _, l := range g.Voci {
		l.scrivi(&b)
	}
	b.Piu("\n</ul></nav>\n")
	return b.HTML()
}

// ColonnaOrdinata heads a column by which the list can be put in order.
type ColonnaOrdinata struct {
	Testo string
	URL   string // "" when there is no such order
	Verso string // ascending or descending when the list is in this order, else ""
}

// Scritta is the head of the column as the page has it.
func (c ColonnaOrdinata) Scritta() template.HTML {
	var b form.Scritto
	b.Piu(`<th scope="col" role="columnheader"`)
	if c.Verso != "" {
		b.Piu(` aria-sort="`, c.Verso, `"`)
	}
	if c.URL == "" {
		b.Piu(`>`, c.Testo, `</th>`)
		return b.HTML()
	}
	b.Piu(`><a href="`, locale(c.URL), `">`, c.Testo)
	if c.Verso != "" {
		b.Piu(`<span class="verso verso-`, c.Verso, `" aria-hidden="true"></span>`)
	}
	b.Piu(`</a></th>`)
	return b.HTML()
}

// Termine is when a task falls due, in words that say as much as their colour.
type Termine struct {
	Testo string // "scaduto da 3 giorni", "" when there is no term
	Tono  Tono   // Neutro when there is time
	Data  string // gg/mm/aaaa
}

// Compito is one task of the home page.
type Compito struct {
	ID       string // posted as `compiti` when it is ticked
	Cosa     Link   // "Valutare la domanda 2024/13"
	Soggetto string
	Ufficio  string
	Eta      string // for how long it has waited: "12 giorni"
	Dal      string // gg/mm/aaaa hh:mm
	Termine  Termine
	PresoDa  string // "" when nobody has it
	Nota     string // a second line under PresoDa, "" for none
	Primo    *Pulsante
	Altri    []Pulsante // what else can be done, in a menu
}

// pesoRiga is how many bytes a row takes, or nearly.
const pesoRiga = 3 << 10

// Righe writes the rows of the table. The home page is asked for more than any
// other and is mostly its rows, which a template would take as long to write as
// the queries take to read: they are written here, every value through escape.
func (p HomePage) Righe() template.HTML {
	var b form.Scritto
	b.Grow(len(p.Compiti) * pesoRiga)
	for _, c := range p.Compiti {
		b.WriteByte('\n')
		c.scrivi(&b)
	}
	return b.HTML()
}

func (c Compito) scrivi(b *form.Scritto) {
	b.Piu(`<tr role="row"><td role="cell" class="spunta"><label class="visually-hidden" for="c-`, c.ID, `">Seleziona `, c.Cosa.Testo)
	if c.Soggetto != "" {
		b.Piu(`, `, c.Soggetto)
	}
	b.Piu(`</label><input type="checkbox" id="c-`, c.ID, `" name="compiti" value="`, c.ID, `" form="insieme"></td>`)
	b.Piu("\n"+`<td role="cell" data-colonna="Compito"><span class="valore"><a href="`, locale(c.Cosa.URL), `">`, c.Cosa.Testo, `</a></span></td>`)
	b.Piu("\n"+`<td role="cell" data-colonna="Soggetto"><span class="valore">`, c.Soggetto, `</span></td>`)
	b.Piu("\n"+`<td role="cell" data-colonna="Ufficio"><span class="valore">`, c.Ufficio, `</span></td>`)
	b.Piu("\n"+`<td role="cell" data-colonna="In attesa da"><span class="valore">`, c.Eta, `<span class="nota">dal `, c.Dal, `</span></span></td>`)
	b.Piu("\n" + `<td role="cell" data-colonna="Scadenza"><span class="valore">`)
	c.Termine.scrivi(b)
	b.Piu(`</span></td>` + "\n" + `<td role="cell" data-colonna="In carico a"><span class="valore">`)
	if c.PresoDa != "" {
		b.Piu("", c.PresoDa)
	} else {
		b.Piu(`<span class="nessuno">nessuno</span>`)
	}
	if c.Nota != "" {
		b.Piu(`<span class="nota">`, c.Nota, `</span>`)
	}
	b.Piu(`</span></td>` + "\n" + `<td role="cell" class="atti"><div>`)
	if c.Primo != nil {
		c.Primo.scrivi(b)
	}
	if len(c.Altri) > 0 {
		b.Piu(`<details class="altro"><summary class="btn btn-xs btn-outline-primary">Altro<span class="visually-hidden">: `, c.Cosa.Testo, `</span></summary><div class="tendina">`)
		for _, p := range c.Altri {
			p.scrivi(b)
		}
		b.Piu(`</div></details>`)
	}
	b.Piu(`</div></td></tr>`)
}

func (t Termine) scrivi(b *form.Scritto) {
	switch {
	case t.Testo == "":
		b.Piu(`<span class="nessuno">senza termine</span>`)
		return
	case t.Tono != "":
		b.Piu(`<span class="etichetta-stato tono-`, string(t.Tono), `">`, t.Testo, `</span>`)
	default:
		b.Piu("", t.Testo)
	}
	b.Piu(`<span class="nota">`, t.Data, `</span>`)
}

// Breve is a link or the form of an act, "" when the button opens something
// first or sends more.
func (p Pulsante) Breve() template.HTML {
	if !p.Link && (p.Conferma != "" || len(p.Voci) > 0 || len(p.Nascosti) > 0) {
		return ""
	}
	var b form.Scritto
	p.scrivi(&b)
	return b.HTML()
}

// scrivi writes a link or the form of an act, which is all that a task has.
func (p Pulsante) scrivi(b *form.Scritto) {
	classe := map[Tono]string{Principale: "btn-primary", Negativo: "btn-outline-danger"}[p.Tono]
	if classe == "" {
		classe = "btn-outline-primary"
	}
	if p.Link {
		b.Piu(`<a class="btn btn-xs `+classe+`" href="`, locale(p.URL), `">`, p.Testo)
	} else {
		b.Piu(`<form class="pulsante" method="post" action="`, locale(p.URL), `">`)
		if p.Atto != "" {
			b.Piu(`<input type="hidden" name="_atto" value="`, p.Atto, `">`)
		}
		b.Piu(`<button type="submit" class="btn btn-xs `+classe+`">`, p.Testo)
	}
	if p.Oggetto != "" {
		b.Piu(`<span class="visually-hidden">: `, p.Oggetto, `</span>`)
	}
	if p.Link {
		b.Piu(`</a>`)
	} else {
		b.Piu(`</button></form>`)
	}
}

// locale is an address of this site, or one that leads nowhere.
func locale(url string) string {
	if !strings.HasPrefix(url, "/") || strings.HasPrefix(url, "//") {
		return "#"
	}
	return url
}

// Insieme is the form by which the ticked tasks are acted upon together.
type Insieme struct {
	Azione    string // where it posts to
	Atto      string // hidden _atto
	Riassegna string // where it posts to, to be asked to whom the tasks are given
}

// Notifica is a notification as the pages show it.
type Notifica struct {
	ID       string
	Cosa     Link // opening it marks it as read
	Soggetto string
	Da       string // who did it, "" when time or the engine did
	Quando   string // gg/mm/aaaa hh:mm
	Letta    bool
	Atti     []Pulsante
}

// HomePage is the inbox: the first page after login.
type HomePage struct {
	Base
	Notifiche  []Notifica // the latest not read
	Tutte      *Link      // all of them, nil when there are none to read
	Viste      []LinkContato
	NuovaVista *Link // saves the filters as they are, nil when they are a view already
	Gestisci   *Link // the list of views, nil when there are none
	Filtri     []GruppoFiltri
	Altri      *form.Form // the other filters, sent by GET
	Uffici     *Link      // adds the choice of offices to them, nil when it is there
	Togli      *Link      // takes every filter away, nil when there is none
	Lista      string     // what the list holds: "Compiti dei miei uffici"
	Totale     int        // open tasks of the list in all, not only those shown
	Colonne    []ColonnaOrdinata
	Compiti    []Compito
	Insieme    Insieme
	Pager      Pager
	Vuoto      string // what to say when there are none, and what to do
	Azione     *Link  // what to do then, nil for nothing
}

// VociViste are the saved views.
func (p HomePage) VociViste() template.HTML {
	var b form.Scritto
	for _, l := range p.Viste {
		l.scrivi(&b)
	}
	return b.HTML()
}

func (HomePage) modello() string        { return "home" }
func (p HomePage) moduli() []*form.Form { return soloPieni(p.Altri) }

// LeggiTutte is the form that marks as read every notification up to Ultima:
// not those that come while the page is looked at.
type LeggiTutte struct {
	Azione string
	Atto   string
	Ultima string
}

// NotifichePage lists the notifications of who is logged in.
type NotifichePage struct {
	Base
	Filtri    []GruppoFiltri
	Altri     *form.Form // the other filters, sent by GET
	Notifiche []Notifica
	Tutte     *LeggiTutte // nil when all is read
	Pager     Pager
	Vuoto     string
}

func (NotifichePage) modello() string        { return "notifiche" }
func (p NotifichePage) moduli() []*form.Form { return soloPieni(p.Altri) }
