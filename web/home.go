package web

import "siss/web/form"

// LinkContato is a link to a list with how many rows it has.
type LinkContato struct {
	Link
	Quanti int
}

// GruppoFiltri is a choice among lists, each with its count: one is Attivo.
type GruppoFiltri struct {
	Titolo string
	Voci   []LinkContato
}

// ColonnaOrdinata heads a column by which the list can be put in order.
type ColonnaOrdinata struct {
	Testo string
	URL   string // "" when there is no such order
	Verso string // ascending or descending when the list is in this order, else ""
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

// Insieme is the form by which the ticked tasks are acted upon together.
type Insieme struct {
	Azione    string         // where it posts to
	Atto      string         // hidden _atto
	Operatori []form.Opzione // to whom tasks can be reassigned, none when they cannot
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
