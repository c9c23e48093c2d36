package web

// Nodo is a step of how an amount is reached: its words, where they lead, and
// the steps that it is made of. On a card each folds under its words.
type Nodo struct {
	Testo  string
	Valore string // in bold after the words
	Nota   string // a smaller line: the rule that asks for it
	URL    string // makes Testo a link, "" for none; not when it has Figli
	Aperto bool   // shown open
	Figli  []Nodo
}
