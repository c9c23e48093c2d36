package web

import (
	"html/template"
	"slices"
	"strconv"

	"siss/models"
	"siss/web/form"
)

// Link is a link, or an icon that leads somewhere.
type Link struct {
	Testo  string // what is read; the accessible name when only the icon is seen
	URL    string
	Icona  Icona // "" for text alone
	Attivo bool  // the current one of a group: marked with aria-current
}

// Icona is a drawing of the bootstrap-italia sprite.
type Icona string

// The icons that pages use.
const (
	IconaNuovo    Icona = "it-plus"
	IconaExcel    Icona = "it-file-xlsx"
	IconaScarica  Icona = "it-download"
	IconaModifica Icona = "it-pencil"
	IconaElimina  Icona = "it-delete"
	IconaStampa   Icona = "it-print"
	IconaAggiorna Icona = "it-refresh"
	IconaAiuto    Icona = "it-help-circle"
)

// Utente is who is logged in, as the header shows it.
type Utente struct {
	ID          string // of the operatore: a page's scripts say for whom it was made
	Nome        string // "D'Arco Giovanna"
	Ruolo       string // "Assistente sociale"
	Ufficio     string // "SIGESS_COM1 - Comune 1", "" for none
	AltriUffici []string
}

// Base is what every page has.
type Base struct {
	Titolo        string         // the h1 and, with the program's name, the title of the window
	Percorso      []Link         // breadcrumbs from Home, the page itself excluded; empty on Home
	Sezione       string         // URL of the entry of Menu to mark as current, "" for none
	Menu          []Link         // main navigation of who is logged in, nil for the one that everybody has
	Cercato       string         // what "Cerca in tutte le aree" looked for, kept in its box
	Utente        *Utente        // nil when nobody is logged in: no menu, no search, no logout
	Avviso        string         // success of the act just done, "" when there is none
	Errore        string         // why the act was refused, "" when it was not
	Campi         []models.Campo // fields to correct besides those already in the page's forms
	Sviluppo      bool           // demonstration environment: a banner says so
	NumeroCompiti int            // open tasks, shown beside Home
	NonLette      int            // notifications not read yet, shown beside the bell
	Casa          string         // where Home leads: the inbox as it was last seen, "" for the whole inbox
	Aiuto         string         // path of the chapter of the manual about the page, "" for its index
	Appunti       CercaAppunti   // finds the drafts of the page's forms, nil when none can be there
}

func (b Base) comune() Base { return b }

// Menu is the main navigation that everybody has.
var Menu = []Link{
	{Testo: "Home", URL: "/"},
	{Testo: "Soggetti", URL: "/soggetti"},
	{Testo: "Domande", URL: "/domande"},
	{Testo: "Interventi", URL: "/interventi"},
	{Testo: "Tabellone accessi", URL: "/tabellone"},
	{Testo: "Elaborazione contabile", URL: "/elaborazioni"},
	{Testo: "Fondi e impegni", URL: "/fondi"},
	{Testo: "Strutture", URL: "/strutture"},
	{Testo: "Assistenza", URL: "/assistenza"},
}

// Cruscotto is the board of who coordinates an ente.
var Cruscotto = Link{Testo: "Cruscotto", URL: "/cruscotto"}

// MenuDi is the main navigation of an operatore: whoever coordinates an ente
// also has the board, after Home.
func MenuDi(coordina bool) []Link {
	if !coordina {
		return Menu
	}
	return slices.Insert(slices.Clone(Menu), 1, Cruscotto)
}

// Funzioni is what "Cerca in tutte le aree" offers by name; /cerca sends who
// typed one of these names to its URL.
var Funzioni = []Link{
	{Testo: "Soggetto", URL: "/soggetti"},
	{Testo: "Nuovo soggetto", URL: "/soggetti/nuovo"},
	{Testo: "Ricerca in ANPR", URL: "/soggetti/anpr"},
	{Testo: "Domande", URL: "/domande"},
	{Testo: "Intervento economico", URL: "/interventi?natura=ECONOMICO"},
	{Testo: "Interventi con prestazioni", URL: "/interventi?natura=PRESTAZIONI"},
	{Testo: "Interventi in struttura", URL: "/interventi?natura=STRUTTURA"},
	{Testo: "Tabellone accessi", URL: "/tabellone"},
	{Testo: "Elaborazione contabile", URL: "/elaborazioni"},
	{Testo: "Fondi e impegni", URL: "/fondi"},
	{Testo: "Strutture", URL: "/strutture"},
	{Testo: "Assistenza", URL: "/assistenza"},
	{Testo: "Manuale dell'operatore", URL: "/manuale"},
}

// Passo is one step of a progress bar.
type Passo struct {
	Testo    string
	URL      string // "" when the step cannot be reached from here
	Fatto    bool
	Corrente bool
}

// Tono is the colour of a badge or button. It never says what its text does not.
type Tono string

// The tones.
const (
	Neutro     Tono = "secondary"
	Principale Tono = "primary"
	Positivo   Tono = "success"
	Attenzione Tono = "warning"
	Negativo   Tono = "danger"
)

// Badge is a short state in colour.
type Badge struct {
	Testo string // "" shows nothing
	Tono  Tono   // Neutro when ""
}

// Pulsante is an act on one row: a small POST form with one button.
type Pulsante struct {
	Testo    string // "Prendi in carico"
	Oggetto  string // what it acts on, read aloud after Testo: "domanda 2024/13"
	URL      string // where it posts to, or leads to when Link
	Atto     string // hidden _atto: the identity of the act, so that a double click is one
	Tono     Tono   // Principale, Negativo; Neutro (outlined) when ""
	Conferma string // when not "", the button opens a detail with this question and the real button
	Link     bool   // a link, not a POST
	Voci     []Voce // when there are some, the button opens them and does nothing else
	Nascosti []Nascosto
}

// VociMenu writes the main navigation, which every page has twice.
func (v vista) VociMenu() template.HTML {
	var b form.Scritto
	for _, l := range v.Menu {
		b.Piu(`<li><a href="`, locale(l.URL), `"`)
		if l.URL == v.Base.Sezione {
			b.Piu(` aria-current="true"`)
		}
		b.Piu(`>`, l.Testo)
		if n := strconv.Itoa(v.Base.NumeroCompiti); l.URL == "/" && v.Base.NumeroCompiti != 0 {
			b.Piu(` <span class="conta">`, n, `<span class="visually-hidden"> compiti aperti</span></span>`)
		}
		b.Piu("</a></li>\n")
	}
	return b.HTML()
}

// ElencoFunzioni writes what the box of every page knows without asking.
func (v vista) ElencoFunzioni() template.HTML {
	var b form.Scritto
	for _, f := range v.Funzioni {
		b.Piu(`<option value="`, f.Testo, `"></option>`)
	}
	return b.HTML()
}
