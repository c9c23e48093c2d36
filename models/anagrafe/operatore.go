package anagrafe

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Operatore is a person who works in the system, known by codice fiscale.
type Operatore struct {
	ID            string
	CodiceFiscale string
	Cognome       string
	Nome          string
	Email         string
	Profilo       string
	Dal           periodo.Data
	Al            periodo.Data
}

// TableName is the table of Operatore.
func (Operatore) TableName() string { return "operatore" }

// Nominativo is how the manual writes an operatore (fig. 10): "D'Arco Giovanna".
func (o Operatore) Nominativo() string { return o.Cognome + " " + o.Nome }

// Abilitazione lets an operatore act in an office in a ruolo, between two dates.
type Abilitazione struct {
	ID          string
	EnteID      string
	UOID        string `gorm:"column:uo_id"`
	OperatoreID string
	Ruolo       models.Ruolo
	Dal         periodo.Data
	Al          periodo.Data
}

// TableName is the table of Abilitazione.
func (Abilitazione) TableName() string { return "abilitazione" }

// Abilitato tells whether the operatore has on that day an abilitazione valid
// for the ente: in one of its offices or, for the district, in the district's.
func Abilitato(tx *gorm.DB, operatoreID, enteID string, oggi periodo.Data) (bool, error) {
	var n int64
	err := tx.Raw(abilitati+` AND a.operatore_id = ?`, enteID, enteID, oggi, oggi, oggi, oggi, operatoreID).Find(&n).Error
	if err != nil {
		return false, fmt.Errorf("abilitazione: %w", err)
	}
	return n > 0, nil
}

const abilitati = `SELECT count(*) FROM abilitazione a JOIN operatore o ON o.id = a.operatore_id
	WHERE (a.ente_id = ? OR a.ente_id = (SELECT padre_id FROM ente WHERE id = ?))
	AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?) AND o.dal <= ? AND (o.al IS NULL OR o.al >= ?)`

// Abilitati lists the operatori who may receive a case of the ente today.
func Abilitati(tx *gorm.DB, enteID string, oggi periodo.Data) ([]Operatore, error) {
	return models.Tutte[Operatore](tx, `SELECT o.* FROM operatore o
		WHERE o.dal <= ? AND (o.al IS NULL OR o.al >= ?) AND EXISTS (SELECT 1 FROM abilitazione a
			WHERE a.operatore_id = o.id AND (a.ente_id = ? OR a.ente_id = (SELECT padre_id FROM ente WHERE id = ?))
			AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?))
		ORDER BY o.cognome, o.nome, o.id`, oggi, oggi, enteID, enteID, oggi, oggi)
}

// UfficioDi returns the office of the ente (or of its district) in which the
// operatore has a valid abilitazione, so that a task sent to a person has one.
func UfficioDi(tx *gorm.DB, operatoreID, enteID string, oggi periodo.Data) (UO, error) {
	return models.Una[UO](tx, "l'operatore non ha un'abilitazione valida per questo ente", `SELECT u.* FROM uo u
		JOIN abilitazione a ON a.uo_id = u.id
		WHERE a.operatore_id = ? AND (a.ente_id = ? OR a.ente_id = (SELECT padre_id FROM ente WHERE id = ?))
			AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?)
		ORDER BY (a.ente_id = ?) DESC, u.codice LIMIT 1`, operatoreID, enteID, enteID, oggi, oggi, enteID)
}

// ChiE returns who an operatore is today: the valid abilitazioni, those in a
// district's offices extended to its comuni. Without any, entry is refused.
func ChiE(ctx context.Context, db *gorm.DB, operatoreID string, oggi periodo.Data) (models.Chi, error) {
	return chiE(db.WithContext(ctx), oggi, "?", operatoreID)
}

// chiE loads, in one statement, the operatore whose id is an expression of SQL.
func chiE(tx *gorm.DB, oggi periodo.Data, id string, args ...any) (models.Chi, error) {
	righe, err := models.Tutte[struct {
		OperatoreID, Cognome, Nome string
		models.Ambito
	}](tx, `SELECT o.id AS operatore_id, o.cognome, o.nome, coalesce(f.id, a.ente_id) AS ente_id, a.uo_id AS uo_id, a.ruolo,
			u.codice || ' - ' || u.denominazione AS ufficio
		FROM operatore o LEFT JOIN (abilitazione a JOIN uo u ON u.id = a.uo_id JOIN ente e ON e.id = a.ente_id
				LEFT JOIN ente f ON f.id = e.id OR f.padre_id = e.id)
			ON a.operatore_id = o.id AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?)
		WHERE o.id = (`+id+`) AND o.dal <= ? AND (o.al IS NULL OR o.al >= ?)
		ORDER BY a.ruolo, u.codice, (f.id = a.ente_id) DESC, f.codice`, slices.Concat([]any{oggi, oggi}, args, []any{oggi, oggi})...)
	switch {
	case err != nil:
		return models.Chi{}, err
	case len(righe) == 0:
		return models.Chi{}, models.Errorf(models.Unauthorized, "operatore non abilitato")
	case righe[0].EnteID == "":
		return models.Chi{}, models.Errorf(models.Unauthorized, "operatore senza abilitazioni valide: rivolgersi all'amministratore dell'ente")
	}
	chi := models.Chi{OperatoreID: righe[0].OperatoreID, Nome: Operatore{Cognome: righe[0].Cognome, Nome: righe[0].Nome}.Nominativo()}
	for _, r := range righe {
		chi.Ambiti = append(chi.Ambiti, r.Ambito)
	}
	return chi, nil
}

// OperatoreDimostrativo is a line of the development login.
type OperatoreDimostrativo struct {
	ID         string
	Nominativo string
	Ruolo      string
	Ufficio    string
}

// PerAccesso lists the operatori with a valid abilitazione, for the login of
// a development machine.
func PerAccesso(ctx context.Context, db *gorm.DB, oggi periodo.Data) ([]OperatoreDimostrativo, error) {
	return models.Tutte[OperatoreDimostrativo](db.WithContext(ctx), `SELECT o.id, o.cognome || ' ' || o.nome AS nominativo,
		a.ruolo, u.codice || ' - ' || u.denominazione AS ufficio
		FROM operatore o JOIN abilitazione a ON a.operatore_id = o.id JOIN uo u ON u.id = a.uo_id
		WHERE a.dal <= ? AND (a.al IS NULL OR a.al >= ?) AND o.dal <= ? AND (o.al IS NULL OR o.al >= ?)
		ORDER BY u.codice, o.cognome, o.nome, a.ruolo LIMIT 200`, oggi, oggi, oggi, oggi)
}

// durataSessione is how long a login lasts.
const durataSessione = 10 * time.Hour

// ApriSessione logs an operatore in and returns the token, which only the
// browser keeps: the database has its SHA-256.
func ApriSessione(ctx context.Context, db *gorm.DB, operatoreID string, adesso time.Time) (string, error) {
	if _, err := ChiE(ctx, db, operatoreID, periodo.Di(adesso)); err != nil {
		return "", err
	}
	segreto := make([]byte, 32)
	if _, err := rand.Read(segreto); err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(segreto)
	impronta := sha256.Sum256([]byte(token))
	err := db.WithContext(ctx).Exec(`INSERT INTO sessione (operatore_id, impronta, creata, scade) VALUES (?, ?, ?, ?)`,
		operatoreID, impronta[:], adesso, adesso.Add(durataSessione)).Error
	if err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	return token, nil
}

// DaSessione returns who holds the token, with the abilitazioni of today.
func DaSessione(ctx context.Context, db *gorm.DB, token string, adesso time.Time) (models.Chi, error) {
	const valida = `SELECT operatore_id FROM sessione WHERE impronta = ? AND scade > ?`
	impronta := sha256.Sum256([]byte(token))
	tx := db.WithContext(ctx)
	chi, err := chiE(tx, periodo.Di(adesso), valida, impronta[:], adesso)
	if models.KindOf(err) != models.Unauthorized {
		return chi, err
	}
	aperte, errSessione := models.Tutte[string](tx, valida, impronta[:], adesso)
	switch {
	case errSessione != nil:
		return models.Chi{}, errSessione
	case len(aperte) == 0:
		return models.Chi{}, models.Errorf(models.Unauthorized, "accesso scaduto: entrare di nuovo")
	}
	return models.Chi{}, err
}

// ChiudiSessione logs out; an unknown token is no error.
func ChiudiSessione(ctx context.Context, db *gorm.DB, token string) error {
	impronta := sha256.Sum256([]byte(token))
	if err := db.WithContext(ctx).Exec(`DELETE FROM sessione WHERE impronta = ?`, impronta[:]).Error; err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}
