package web

import "siss/web/form"

// RigaAnomalia is a line of the work list of the anomalies of a run.
type RigaAnomalia struct {
	ID         string // posted as `anomalie` when it is ticked
	Tipo       string // "Nessun accesso"
	Intervento Link
	Persona    string // "ROSSI MARIO (11/07/1986)"
	Cosa       string // what the run says
	Fare       string // what to do, in words
	Rimedio    Link   // opens the page where it is done
	Stato      Badge
	Segnata    string // "D'Arco Giovanna, 22/11/2026 10:31", "" when it is not
	Nota       string
	Scelta     bool
}

// AnomaliePage is the work list of what a run could not pay: each line says
// what to do and where, and several are marked at once.
type AnomaliePage struct {
	Base
	Introduzione string
	Stati        []Link // with their counts: one Attivo
	Tipi         []Link // with their counts: one Attivo
	Azione       string // path of the list, where the filters are sent by GET
	Filtri       *form.Form
	Righe        []RigaAnomalia
	Pager        Pager
	Vuoto        string
	Sistema      string // where the ticked lines are posted to be marked, "" when who looks may not
	Riapri       string // and to lose the mark
	Nota         string // as it was typed, when the form comes back
}

func (AnomaliePage) modello() string        { return "anomalie" }
func (p AnomaliePage) moduli() []*form.Form { return soloPieni(p.Filtri) }
