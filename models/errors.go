package models

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what a refusal means to who asked; api turns it into a status.
type Kind string

// The kinds of refusal. The strings are durable: they travel in workflow
// histories as the type of an application error.
const (
	Invalid      Kind = "invalid"      // a value that must be corrected (422)
	Conflict     Kind = "conflict"     // right in itself, not in this state (409)
	NotFound     Kind = "not_found"    // no such row, or not for this operatore (404)
	Forbidden    Kind = "forbidden"    // the operatore may not do this (403)
	Unauthorized Kind = "unauthorized" // nobody is logged in (401)
	Unavailable  Kind = "unavailable"  // try again shortly (503)
)

// Campo ties a sentence to a field of the form, by its JSON path
// ("regole.0.importo").
type Campo struct {
	Nome      string `json:"nome"`
	Messaggio string `json:"messaggio"`
}

// Error is a refusal that an operatore may read: an Italian sentence that says
// what to do and never repeats a value that was typed.
type Error struct {
	Kind      Kind
	Messaggio string
	Campi     []Campo
	Superato  *Superato // of a Conflict: what others saved meanwhile, nil for any other
}

// Superato is what became of a record while a form of it was open. It stays in
// the process that made it: it holds what the record says.
type Superato struct {
	Visto   any           // the form as it was opened
	Salvati []Salvataggio // what was saved since, in order
}

// Salvataggio is one saving of a record: who, when, and the form as it was
// then, of the same type as Superato.Visto.
type Salvataggio struct {
	Operatore string
	Quando    time.Time
	Modulo    any
}

// Error returns the sentence.
func (e *Error) Error() string { return e.Messaggio }

// Errorf makes a refusal of the given kind.
func Errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Messaggio: fmt.Sprintf(format, args...)}
}

// Refuse makes an Invalid refusal of one field.
func Refuse(campo, messaggio string) *Error {
	return &Error{Kind: Invalid, Messaggio: "correggere i campi indicati", Campi: []Campo{{campo, messaggio}}}
}

// KindOf returns the kind of the refusal in err's chain, or "" when err is
// a fault of the program or of a server.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
