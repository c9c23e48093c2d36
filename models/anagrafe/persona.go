package anagrafe

import (
	"slices"

	"siss/models/fiscale"
	"siss/models/periodo"
)

// Persona is what ANPR says of a person. It is shown and, when the operatore
// imports it, becomes a soggetto; nothing else keeps it.
type Persona struct {
	Generalita
	IDANPR       string
	StatoCivile  string // of the column stato_civile; "" when ANPR does not say
	Cittadinanza string // "ITALIA"; several are joined by ", "
	DataDecesso  periodo.Data
	Residenza    Residenza   // without Dal, and all empty, when ANPR does not say
	Famiglia     []Familiare // the others of the famiglia anagrafica
}

// Generalita is who a person is.
type Generalita struct {
	CodiceFiscale      fiscale.Codice
	Cognome            string
	Nome               string
	Sesso              string
	DataNascita        periodo.Data
	LuogoNascita       string
	LuogoNascitaCodice string
}

// Nominativo is how the manual writes a person.
func (g Generalita) Nominativo() string {
	return Soggetto{Cognome: g.Cognome, Nome: g.Nome, DataNascita: g.DataNascita}.Nominativo()
}

// Familiare is another person of the famiglia anagrafica: what it is to the
// person consulted, and since when.
type Familiare struct {
	Generalita
	Tipo string // of the column tipo of relazione
	Dal  periodo.Data
}

// statiCivili are the civil states by their code in the table "Stato civile"
// of ANPR.
var statiCivili = map[string]string{
	"1": "CELIBE_NUBILE", "2": "CONIUGATO", "3": "VEDOVO", "4": "DIVORZIATO", "6": "UNITO_CIVILMENTE",
	"7": "LIBERO_DECESSO", "8": "LIBERO_SCIOGLIMENTO", "9": "NON_NOTO",
}

// StatoCivileANPR is the stato civile with that code of ANPR, "" when unknown.
func StatoCivileANPR(codice string) string { return statiCivili[codice] }

// Legame is what a person is to the intestatario of its scheda di famiglia:
// a code of the table "Relazione di parentela / Famiglia" of ANPR.
type Legame string

const intestatario Legame = "1"

var legami = map[Legame]string{
	"2": "CONIUGE", "28": "UNITO_CIVILMENTE", "3": "FIGLIO", "80": "FIGLIO", "6": "GENITORE", "9": "FRATELLO", "19": "FRATELLO",
	"7": "NONNO", "4": "NIPOTE", "10": "NIPOTE", "81": "NIPOTE", "23": "CONVIVENTE", "26": "TUTORE",
	"24": "ALTRO", "25": "ALTRO", "99": "ALTRO", "": "ALTRO",
}

// RelazioneTra says what the other is to the person, from what both are to the
// intestatario of their famiglia: ALTRO_PARENTE when that does not tell, and
// the operatore must.
func RelazioneTra(persona, altro Legame) string {
	verso := func(l Legame) string {
		if tipo, ok := legami[l]; ok {
			return tipo
		}
		return "ALTRO_PARENTE"
	}
	switch {
	case persona == intestatario:
		return verso(altro)
	case altro == intestatario:
		tipo := verso(persona)
		if i, ok := inverse[tipo]; ok {
			return i
		}
		return "ALTRO"
	case verso(persona) == "FIGLIO" && verso(altro) == "FIGLIO":
		return "FRATELLO"
	case verso(persona) == "FIGLIO" && slices.Contains([]string{"CONIUGE", "UNITO_CIVILMENTE"}, verso(altro)):
		return "GENITORE"
	case verso(altro) == "FIGLIO" && slices.Contains([]string{"CONIUGE", "UNITO_CIVILMENTE"}, verso(persona)):
		return "FIGLIO"
	case verso(persona) == "ALTRO" || verso(altro) == "ALTRO":
		return "ALTRO"
	default:
		return "ALTRO_PARENTE"
	}
}

// inverse says what a person is to the other when the other is that to it. A
// relation of care has no word of its own for who is cared for.
var inverse = map[string]string{
	"CONIUGE": "CONIUGE", "UNITO_CIVILMENTE": "UNITO_CIVILMENTE", "CONVIVENTE": "CONVIVENTE", "FIGLIO": "GENITORE", "GENITORE": "FIGLIO",
	"FRATELLO": "FRATELLO", "NONNO": "NIPOTE", "NIPOTE": "NONNO", "ALTRO_PARENTE": "ALTRO_PARENTE",
}
