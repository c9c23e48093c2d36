package models

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models/periodo"
)

// Versione is a row of a table as the audit remembers it: as it was seen, or
// as one saving left it.
type Versione[T any] struct {
	Riga      T
	Operatore string    // who saved it, "" for the one that was seen
	Quando    time.Time // when

	figli string // the audit rows that hold its children: DELETE of what was seen, INSERT of what was saved
	da, a int64  // audit rows of the saving, the ends excluded
}

// versioniMassime bounds how many savings a refusal tells.
const versioniMassime = 50

// Attuale refuses to save a form that was opened on a version of the record
// older than the one that is there, and tells who saved what since. vista is
// the version that the form was opened on: 0 is a caller that does not say,
// and is not checked. modulo makes the form of a version, of the type that
// scritto has; a form that says what is on record already, sent twice, is
// not refused but is true: there is nothing left to do. The row is locked.
func Attuale[T any](tx *gorm.DB, tabella, id string, vista, attuale int, scritto any, modulo func(Versione[T]) (any, error)) (bool, error) {
	if vista == 0 || vista == attuale {
		return false, nil
	}
	versioni, err := versioni[T](tx, tabella, id, vista)
	if err != nil {
		return false, err
	}
	if len(versioni) < 2 || vista > attuale {
		return false, Errorf(Conflict, "i dati sono cambiati da quando sono stati aperti: aprirli di nuovo")
	}
	s, err := superato(versioni, modulo)
	if err != nil || len(s.Salvati) == 0 {
		return false, err
	}
	ultimo := s.Salvati[len(s.Salvati)-1]
	if uguali, err := stessoModulo(scritto, ultimo.Modulo); err != nil || uguali {
		return uguali, err
	}
	giorno, ora, _ := strings.Cut(periodo.DataOra(ultimo.Quando), " ")
	return false, &Error{Kind: Conflict, Superato: &s,
		Messaggio: fmt.Sprintf("%s ha modificato questi dati il %s alle %s: controllare che cosa è cambiato e salvare di nuovo", ultimo.Operatore, giorno, ora)}
}

// superato collects the savings that changed what the form holds: a record may
// have other forms, whose savings lose nothing of this one.
func superato[T any](versioni []Versione[T], modulo func(Versione[T]) (any, error)) (Superato, error) {
	var s Superato
	var prima any
	for n, v := range versioni {
		m, err := modulo(v)
		if err != nil {
			return s, err
		}
		if n == 0 {
			s.Visto = m
		} else if uguali, err := stessoModulo(prima, m); err != nil {
			return s, err
		} else if !uguali {
			s.Salvati = append(s.Salvati, Salvataggio{Operatore: v.Operatore, Quando: v.Quando, Modulo: m})
		}
		prima = m
	}
	return s, nil
}

// stessoModulo tells whether two forms say the same, whatever the version that
// they were opened on.
func stessoModulo(a, b any) (bool, error) {
	var testi [2]string
	for n, m := range []any{a, b} {
		testo, err := json.Marshal(m)
		if err != nil {
			return false, fmt.Errorf("version: %w", err)
		}
		var campi map[string]any
		if err := json.Unmarshal(testo, &campi); err != nil {
			return false, fmt.Errorf("version: %w", err)
		}
		delete(campi, "versione")
		if testo, err = json.Marshal(campi); err != nil {
			return false, fmt.Errorf("version: %w", err)
		}
		testi[n] = string(testo)
	}
	return testi[0] == testi[1], nil
}

// versioni reads from the audit a row at version vista, then as each later
// saving left it, in order.
func versioni[T any](tx *gorm.DB, tabella, id string, vista int) ([]Versione[T], error) {
	type letta struct {
		Riga         T `gorm:"embedded"`
		EventoID     int64
		EventoQuando time.Time
		EventoAutore string
	}
	righe, err := Tutte[letta](tx, `SELECT x.*, v.id AS evento_id, v.quando AS evento_quando, coalesce(o.cognome || ' ' || o.nome, 'il sistema') AS evento_autore
		FROM evento v LEFT JOIN operatore o ON o.id = v.operatore_id CROSS JOIN LATERAL jsonb_populate_record(NULL::`+tabella+`, v.dopo) x
		WHERE v.entita = ? AND v.entita_id = ? AND v.tipo = 'UPDATE' AND (v.prima->>'versione')::int >= ? ORDER BY v.id LIMIT ?`,
		tabella, id, vista, versioniMassime)
	if err != nil || len(righe) == 0 {
		return nil, err
	}
	prima, err := Una[letta](tx, "", `SELECT x.* FROM evento v CROSS JOIN LATERAL jsonb_populate_record(NULL::`+tabella+`, v.prima) x WHERE v.id = ?`, righe[0].EventoID)
	if err != nil {
		return nil, err
	}
	fine := func(n int) int64 {
		if n+1 < len(righe) {
			return righe[n+1].EventoID
		}
		return 1<<63 - 1
	}
	out := []Versione[T]{{Riga: prima.Riga, figli: "DELETE", da: righe[0].EventoID, a: fine(0)}}
	for n, r := range righe {
		out = append(out, Versione[T]{Riga: r.Riga, Operatore: r.EventoAutore, Quando: r.EventoQuando, figli: "INSERT", da: r.EventoID, a: fine(n)})
	}
	return out, nil
}

// Figli reads from the audit the rows of another table that belong to a
// version: those among ids, which each saving deletes and inserts anew right
// after it has changed the row.
func Figli[F, T any](tx *gorm.DB, v Versione[T], tabella string, ids []string) ([]F, error) {
	return Tutte[F](tx, `SELECT x.* FROM evento v CROSS JOIN LATERAL jsonb_populate_record(NULL::`+tabella+`, coalesce(v.dopo, v.prima)) x
		WHERE v.entita = ? AND v.entita_id IN ? AND v.tipo = ? AND v.id > ? AND v.id < ? ORDER BY v.id`, tabella, ids, v.figli, v.da, v.a)
}
