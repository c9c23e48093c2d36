package web

import "siss/web/form"

// StampaPage is a page made for paper: on the screen it is a sheet under the
// program's header, printed it is the sheet alone, with the pages numbered.
// The browser's own print command does without JavaScript.
type StampaPage struct {
	Base
	Oggetto     string          // the heading of the sheet, Titolo when ""
	Ente        string          // who issues the sheet: "Comune 1", in bold at the top
	Ufficio     string          // its office, "" for none
	Sottotitolo string          // under the title: whose case it is
	Stato       Badge           // printed in words, the zero Badge for none
	Emissione   string          // "Stampato il 22/11/2026 10:31 da D'Arco Giovanna"
	Ritorno     *Link           // back to the card, nil for none
	Filtri      *FiltriCassetto // chooses what is on the sheet, nil for no choice
	Sezioni     []SezioneStampa
	Firme       []Firma
}

// SezioneStampa is a part of the sheet.
type SezioneStampa struct {
	Titolo   string
	Testo    string // a paragraph, "" for none
	Voci     []Voce // printed without links
	Tabelle  []Tabella
	Alberi   []Nodo // how some amounts are reached, all open
	Storia   *Cronologia
	APagina  bool // begins on a new page
	Compatta bool // many narrow columns: smaller letters
}

// Firma is a line to sign on.
type Firma struct {
	Ruolo string // "Il responsabile del procedimento"
	Nome  string // printed under the line, "" for none
}

func (StampaPage) modello() string { return "stampa" }

func (p StampaPage) moduli() []*form.Form {
	if p.Filtri == nil {
		return nil
	}
	return soloPieni(p.Filtri.Form)
}
