package web

import (
	"net/http"

	"siss/web/form"
)

// Operatore is a demonstration operatore that one can log in as.
type Operatore struct {
	ID      string // posted as `operatore`
	Nome    string
	Ruolo   string
	Ufficio string
}

// AccessoPage is the login of a development installation.
type AccessoPage struct {
	Base
	Operatori []Operatore
	Ritorno   string // path to go back to after login, posted as `ritorno`; "" for Home
}

func (AccessoPage) modello() string      { return "accesso" }
func (AccessoPage) moduli() []*form.Form { return nil }

// Scadenza says whether a task is late.
type Scadenza string

// The three cases; the strings are the text of the badge.
const (
	InTempo    Scadenza = ""
	InScadenza Scadenza = "in scadenza"
	Scaduto    Scadenza = "scaduto"
)

// Tono is the colour of the badge.
func (s Scadenza) Tono() Tono {
	if s == Scaduto {
		return Negativo
	}
	return Attenzione
}

// ElencoPage is a list with its filters.
type ElencoPage struct {
	Base
	Introduzione string     // a line under the title, "" for none
	Azione       string     // path of the list, where the filters are sent by GET
	Filtri       *form.Form // nil for none
	Cerca        string     // text of the button, "Cerca" when ""
	Colonne      []Colonna
	Righe        []Riga
	Pager        Pager
	Nuovo        *Link      // the + at upper right, nil when nothing can be added
	AltoADestra  []Link     // more icons beside it
	Vuoto        string     // what to say when no row is found, and what to do
	AzioneVuoto  *Link      // what to do then, nil for nothing
	Avvertenza   string     // something to know about the rows, "" for nothing
	Altrove      []Pulsante // where else to look, under the rows
}

func (ElencoPage) modello() string        { return "elenco" }
func (p ElencoPage) moduli() []*form.Form { return soloPieni(p.Filtri) }

// Tabella is the list as a grid.
func (p ElencoPage) Tabella() Tabella {
	return Tabella{Titolo: p.Titolo, Colonne: p.Colonne, Righe: p.Righe, Vuoto: p.Pager.Vuoto(p.Vuoto)}
}

// ModuloPage is a form on a page of its own.
type ModuloPage struct {
	Base
	Passi        []Passo // progress bar, nil for none
	Introduzione string  // what the form is for, "" for none
	Form         *form.Form
	Azione       string // where it posts to
	Atto         string // hidden _atto: the identity of what is being made
	Invia        string // text of the button at lower right, "Salva" when ""
	Annulla      *Link  // way back without saving, nil for none
	Anteprima    *Anteprima
	Appunto      *Appunto // the draft left unsaved, filled in by Render
}

func (ModuloPage) modello() string        { return "modulo" }
func (p ModuloPage) moduli() []*form.Form { return soloPieni(p.Form) }

func (p ModuloPage) azioni() []string { return []string{p.Azione} }

func (p ModuloPage) annota(appunti map[string]Appunto) Page {
	if a, ok := appunti[p.Azione]; ok {
		p.Appunto = a.diModulo("", p.Form)
	}
	return p
}

// ErrorePage says what went wrong and what to do.
type ErrorePage struct {
	Base             // Titolo says what happened; when "" it is said by Stato
	Stato     int    // HTTP status
	Messaggio string // what to do
	Ritorno   *Link  // the case that the page was about, nil for none
	Richiesta string // id of the request, to be quoted to support
}

func (ErrorePage) modello() string      { return "errore" }
func (ErrorePage) moduli() []*form.Form { return nil }

func (p ErrorePage) comune() Base {
	if p.Titolo != "" {
		return p.Base
	}
	switch p.Stato {
	case http.StatusNotFound:
		p.Titolo = "Pagina non trovata"
	case http.StatusForbidden:
		p.Titolo = "Operazione non consentita"
	case http.StatusServiceUnavailable:
		p.Titolo = "Servizio momentaneamente non disponibile"
	default:
		p.Titolo = "Non è stato possibile completare la richiesta"
	}
	return p.Base
}

func soloPieni(moduli ...*form.Form) []*form.Form {
	var out []*form.Form
	for _, m := range moduli {
		if m != nil {
			out = append(out, m)
		}
	}
	return out
}
