package web

// Momento is one line of a story: something that happened.
type Momento struct {
	Quando string // "22/11/2026 10:31", or "22/11/2026" when only the day is known
	Testo  string // a sentence that an operatore understands
	Chi    string // who did it, "" when time or the system did
	Nota   string // a second line, "" for none
	Stato  Badge  // the state it led to, the zero Badge for none
	URL    string // where to look, "" for nowhere
}

// Attesa is something that a case waits for now.
type Attesa struct {
	Cosa     Link     // what has to be done; URL "" when nothing can be opened
	Chi      string   // who can do it: "D'Arco Giovanna" or "ufficio SIGESS_COM1 - Comune 1"
	Dal      string   // since when it waits, gg/mm/aaaa
	Entro    string   // when it falls due, gg/mm/aaaa; "" when there is no term
	Scadenza Scadenza // whether it is late
	Dopo     string   // what happens then, "" when it needn't be said
}

// Cronologia is the story of a case or of a person: what it waits for first,
// then what has happened, the latest first.
type Cronologia struct {
	Attese      []Attesa
	Conclusione string // how it ended, "" while it goes on
	Momenti     []Momento
	Vuoto       string // what to say when nothing has happened yet
}
