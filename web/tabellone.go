package web

import (
	"strings"

	"siss/web/form"
)

// Giorno heads a column of the tabellone.
type Giorno struct {
	Numero  string // "01"
	Sigla   string // "Gi"
	Esteso  string // "giovedì 1 agosto 2024", read aloud
	Festivo bool   // weekend or holiday: shaded
}

// StatoCella says why a cell cannot be written.
type StatoCella string

// The states; the strings are read aloud.
const (
	Libera  StatoCella = ""
	Fuori   StatoCella = "fuori dal periodo dell'intervento"
	Sospeso StatoCella = "intervento sospeso"
	Chiuso  StatoCella = "mese chiuso"
)

// Classe is the style of the state.
func (s StatoCella) Classe() string {
	switch s {
	case Fuori:
		return "fuori"
	case Sospeso:
		return "sospeso"
	case Chiuso:
		return "chiuso"
	}
	return ""
}

// CellaTabellone is one day of one intervento.
type CellaTabellone struct {
	Testo string // quantity delivered, "" for none
	URL   string // form of the day, "" when it cannot be opened
	Stato StatoCella
}

// RigaTabellone is the month of one intervento.
type RigaTabellone struct {
	Nominativo string // "ROSSI MARIO (11/07/1986)"
	Intervento Link   // "2024/13"
	Nota       string // prestazione or struttura, "" for none
	Celle      []CellaTabellone
	Totale     string
}

// Descrizione is what the i-th cell says to who does not see the grid.
func (r RigaTabellone) Descrizione(giorni []Giorno, i int) string {
	c := r.Celle[i]
	parti := []string{r.Nominativo, "intervento " + r.Intervento.Testo}
	if i < len(giorni) {
		parti = append(parti, giorni[i].Esteso)
	}
	switch {
	case c.Testo != "":
		parti = append(parti, c.Testo)
	case c.Stato == Libera:
		parti = append(parti, "nessun accesso")
	}
	if c.Stato != Libera {
		parti = append(parti, string(c.Stato))
	}
	return strings.Join(parti, ", ")
}

// TabellonePage is the monthly grid of accesses.
type TabellonePage struct {
	Base
	Azione     string     // path of the page, where the filters are sent by GET
	Filtri     *form.Form // period and tipo di intervento
	Mese       string     // "Agosto 2024"
	Precedente *Link      // month before, nil for none
	Successivo *Link      // month after, nil for none
	Giorni     []Giorno
	Righe      []RigaTabellone
	Pager      Pager
	Vuoto      string // what to say when there are no rows, and what to do
}

func (TabellonePage) modello() string        { return "tabellone" }
func (p TabellonePage) moduli() []*form.Form { return soloPieni(p.Filtri) }

// festivo tells whether the i-th column is shaded.
func festivo(giorni []Giorno, i int) bool { return i < len(giorni) && giorni[i].Festivo }
