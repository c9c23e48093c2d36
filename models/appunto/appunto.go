// Package appunto keeps what an operatore has typed in a form and not saved
// yet, so that it can be taken up again after a lost session or a closed
// window. It is scratch paper: of one operatore, of no legal meaning, deleted
// when the form is saved, when its author throws it away and after thirty
// days. What is in it is never logged.
package appunto

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
)

const (
	durata       = 30 * 24 * time.Hour // how long a draft is kept
	massimi      = 50                  // drafts of an operatore; the oldest go
	nomiMax      = 2_000               // values of a draft
	caratteriMax = 100_000             // characters of its names and values
	chiaveMax    = 500                 // characters of a key
	pulitiMax    = 100                 // expired drafts that one saving sweeps away
)

// Appunto is the draft of a form. Chiave is where the form is posted to, path
// and query.
type Appunto struct {
	Chiave    string
	AttoID    string     // the identity of the act that the form makes, "" when it has none
	Valori    url.Values `gorm:"-"`
	SalvatoIl time.Time
	Versione  string // of the record that the form was opened on, "" when it has none
}

// Salva keeps the draft of a form in place of the one before. Nobody but the
// same operatore will find it.
func Salva(tx *gorm.DB, chi models.Chi, a Appunto) error {
	valori := pulisci(a.Valori)
	if err := entroILimiti(a.Chiave, valori); err != nil {
		return err
	}
	testo, err := json.Marshal(valori)
	if err != nil {
		return fmt.Errorf("appunto: %w", err)
	}
	var atto *string
	if uuid.Validate(a.AttoID) == nil {
		atto = &a.AttoID
	}
	err = tx.Exec(`INSERT INTO appunto (operatore_id, chiave, valori, atto_id, salvato_il) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (operatore_id, chiave) DO UPDATE SET valori = excluded.valori, atto_id = excluded.atto_id, salvato_il = excluded.salvato_il`,
		chi.OperatoreID, a.Chiave, string(testo), atto, a.SalvatoIl).Error
	if err != nil {
		return fmt.Errorf("appunto: %w", err)
	}
	return sfoltisci(tx, chi, a.SalvatoIl)
}

// pulisci takes out of the values what no person types and no column can hold.
func pulisci(valori url.Values) url.Values {
	out := url.Values{}
	for nome, v := range valori {
		nome = leggibile(nome)
		for _, s := range v {
			out.Add(nome, leggibile(s))
		}
	}
	return out
}

func leggibile(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' || !unicode.IsControl(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
}

func entroILimiti(chiave string, valori url.Values) error {
	if chiave == "" || len(chiave) > chiaveMax {
		return models.Errorf(models.Invalid, "la bozza non dice di quale modulo è")
	}
	numero, caratteri := 0, 0
	for nome, v := range valori {
		for _, s := range v {
			numero++
			caratteri += len(nome) + len(s)
		}
	}
	if numero > nomiMax || caratteri > caratteriMax {
		return models.Errorf(models.Invalid, "il modulo è troppo lungo per conservarne la bozza: salvarlo")
	}
	return nil
}

// sfoltisci drops the oldest drafts of who acts, beyond the limit, and some of
// those of anybody that have expired.
func sfoltisci(tx *gorm.DB, chi models.Chi, adesso time.Time) error {
	err := tx.Exec(`DELETE FROM appunto WHERE operatore_id = ? AND chiave IN
		(SELECT chiave FROM appunto WHERE operatore_id = ? ORDER BY salvato_il DESC, chiave OFFSET ?)`, chi.OperatoreID, chi.OperatoreID, massimi).Error
	if err == nil {
		err = tx.Exec(`DELETE FROM appunto WHERE (operatore_id, chiave) IN (SELECT operatore_id, chiave FROM appunto
			WHERE salvato_il < ? ORDER BY salvato_il LIMIT ? FOR UPDATE SKIP LOCKED)`, adesso.Add(-durata), pulitiMax).Error
	}
	if err != nil {
		return fmt.Errorf("appunti: %w", err)
	}
	return nil
}

// Trova lists, without their values, the drafts of who asks for the forms with
// those keys.
func Trova(tx *gorm.DB, chi models.Chi, chiavi []string, adesso time.Time) ([]Appunto, error) {
	return models.Tutte[Appunto](tx, `SELECT chiave, coalesce(atto_id::text, '') AS atto_id, salvato_il,
		coalesce(valori->'versione'->>0, '') AS versione FROM appunto
		WHERE operatore_id = ? AND chiave IN ? AND salvato_il >= ? ORDER BY chiave`, chi.OperatoreID, chiavi, adesso.Add(-durata))
}

// Leggi loads a draft of who asks, to go on with it.
func Leggi(tx *gorm.DB, chi models.Chi, chiave string, adesso time.Time) (Appunto, error) {
	r, err := models.Una[struct {
		Appunto
		Testo []byte
	}](tx, "la bozza non c'è più: è stata salvata, scartata o è scaduta", `SELECT chiave, coalesce(atto_id::text, '') AS atto_id, salvato_il,
		coalesce(valori->'versione'->>0, '') AS versione, valori AS testo FROM appunto
		WHERE operatore_id = ? AND chiave = ? AND salvato_il >= ?`, chi.OperatoreID, chiave, adesso.Add(-durata))
	if err != nil {
		return r.Appunto, err
	}
	if err := json.Unmarshal(r.Testo, &r.Valori); err != nil {
		return r.Appunto, fmt.Errorf("appunto: %w", err)
	}
	return r.Appunto, nil
}

// Elimina throws away a draft of who acts. That there is none is no error.
func Elimina(tx *gorm.DB, chi models.Chi, chiave string) error {
	if err := tx.Exec(`DELETE FROM appunto WHERE operatore_id = ? AND chiave = ?`, chi.OperatoreID, chiave).Error; err != nil {
		return fmt.Errorf("appunto: %w", err)
	}
	return nil
}
