package models

import "slices"

// Ruolo is what an abilitazione lets an operatore do in an office.
type Ruolo string

// The ruoli of domain b.1 that the main job needs. The strings are durable.
const (
	AmministratoreEnte      Ruolo = "AMMINISTRATORE_ENTE"
	OperatoreAmministrativo Ruolo = "OPERATORE_AMMINISTRATIVO"
	AssistenteSociale       Ruolo = "ASSISTENTE_SOCIALE"
	Coordinatore            Ruolo = "COORDINATORE"
	Responsabile            Ruolo = "RESPONSABILE_PROCEDIMENTO"
	ResponsabileContabile   Ruolo = "RESPONSABILE_CONTABILE"
)

// Ambito is one valid abilitazione: a ruolo in an UO of an ente.
type Ambito struct {
	EnteID  string
	UOID    string `gorm:"column:uo_id"`
	Ruolo   Ruolo
	Ufficio string // the UO as pages name it: "SIGESS_COM1 - Comune 1"
}

// Chi is who acts and for which offices. Ambiti holds only the abilitazioni
// valid today; the enti of a district's operatore include its comuni.
// The zero Chi is nobody: a transaction of the program itself uses Sistema.
type Chi struct {
	OperatoreID string
	Nome        string
	Ambiti      []Ambito
}

// Sistema acts when no person does: a timer, a schedule, a seed of registries.
// It names the enti that the process is for.
func Sistema(enti ...string) Chi {
	c := Chi{Nome: "sistema"}
	for _, e := range enti {
		c.Ambiti = append(c.Ambiti, Ambito{EnteID: e})
	}
	return c
}

// Enti lists the enti in scope, each once, in the order of the abilitazioni.
func (c Chi) Enti() []string {
	return raccogli(c.Ambiti, func(a Ambito) string { return a.EnteID })
}

// UO lists the offices in scope, each once.
func (c Chi) UO() []string {
	return raccogli(c.Ambiti, func(a Ambito) string { return a.UOID })
}

// Uffici names the offices in scope, each once.
func (c Chi) Uffici() []string {
	return raccogli(c.Ambiti, func(a Ambito) string { return a.Ufficio })
}

// Coordina tells whether who acts coordinates an ente.
func (c Chi) Coordina() bool {
	return slices.ContainsFunc(c.Ambiti, func(a Ambito) bool { return a.Ruolo == Coordinatore })
}

// Ha tells whether who acts holds one of the ruoli in the ente.
func (c Chi) Ha(ente string, ruoli ...Ruolo) bool {
	return slices.ContainsFunc(c.Ambiti, func(a Ambito) bool {
		return a.EnteID == ente && slices.Contains(ruoli, a.Ruolo)
	})
}

// InEnte tells whether who acts has any abilitazione in the ente.
func (c Chi) InEnte(ente string) bool { return slices.Contains(c.Enti(), ente) }

func raccogli(ambiti []Ambito, campo func(Ambito) string) []string {
	var out []string
	for _, a := range ambiti {
		if v := campo(a); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
