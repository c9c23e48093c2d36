// Package inbox holds the tasks of the home page. A task row is written in the
// transaction of the change that causes it; taking, releasing and completing
// one belong to the workflow that owns it.
package inbox

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Tipo says what a task asks for. The strings are durable.
type Tipo string

// The tasks of the main job.
const (
	AvviaIstruttoria     Tipo = "AVVIA_ISTRUTTORIA"
	ValutaDomanda        Tipo = "VALUTA_DOMANDA"
	PrendiVisione        Tipo = "PRENDI_VISIONE"
	ComunicaEsito        Tipo = "COMUNICA_ESITO"
	CreaIntervento       Tipo = "CREA_INTERVENTO"
	ConfermaElaborazione Tipo = "CONFERMA_ELABORAZIONE"
)

// Compito is a task of an office, taken by an operatore or not yet. Titolo
// names the case by its number; the person is joined when the list is read.
type Compito struct {
	ID          string
	Chiave      string
	EnteID      string
	UOID        string `gorm:"column:uo_id"`
	OperatoreID *string
	Tipo        Tipo
	Oggetto     string // domanda, intervento or elaborazione
	OggettoID   string
	RichiestaID *string
	WorkflowID  string
	Titolo      string
	SoggettoID  *string
	Creato      time.Time
	Scade       periodo.Data
	PresoIl     *time.Time
	ChiusoIl    *time.Time
}

// TableName is the table of Compito.
func (Compito) TableName() string { return "compito" }

// spazio derives the id of a task from its key, so that opening it twice in a
// repeated activity writes one row.
var spazio = uuid.MustParse("6f1c1c0e-6c0b-5a39-9f51-3a5d6a6a8f01")

// Apri opens a task. Chiave is "<workflow id>/<what>": opening it again does nothing.
func Apri(tx *gorm.DB, c Compito) error {
	c.ID = uuid.NewSHA1(spazio, []byte(c.Chiave)).String()
	err := tx.Exec(`INSERT INTO compito (id, chiave, ente_id, uo_id, operatore_id, tipo, oggetto, oggetto_id, richiesta_id,
		workflow_id, titolo, soggetto_id, creato, scade) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (chiave) DO NOTHING`,
		c.ID, c.Chiave, c.EnteID, c.UOID, c.OperatoreID, c.Tipo, c.Oggetto, c.OggettoID, c.RichiestaID,
		c.WorkflowID, c.Titolo, c.SoggettoID, c.Creato, c.Scade).Error
	if err != nil {
		return fmt.Errorf("compito: %w", err)
	}
	return nil
}

// Chiudi closes the open tasks of an object, of the given tipi only.
func Chiudi(tx *gorm.DB, oggettoID string, quando time.Time, tipi ...Tipo) error {
	err := tx.Exec(`UPDATE compito SET chiuso_il = ? WHERE oggetto_id = ? AND tipo IN ? AND chiuso_il IS NULL`,
		quando, oggettoID, tipi).Error
	if err != nil {
		return fmt.Errorf("compito: %w", err)
	}
	return nil
}

// Prendi gives an open task to the operatore. Taking again one's own is
// harmless; taking another's is a conflict.
func Prendi(tx *gorm.DB, id, operatoreID string, quando time.Time) error {
	c, err := bloccato(tx, id)
	if err != nil {
		return err
	}
	switch {
	case c.PresoIl != nil && *c.OperatoreID == operatoreID:
		return nil
	case c.PresoIl != nil, c.OperatoreID != nil && *c.OperatoreID != operatoreID:
		return models.Errorf(models.Conflict, "il compito è già di un altro operatore")
	}
	return aggiorna(tx, `UPDATE compito SET operatore_id = ?, preso_il = ? WHERE id = ?`, operatoreID, quando, id)
}

// Rilascia puts a task back in its office's list. Only who has it may; what is
// already there stays there.
func Rilascia(tx *gorm.DB, id, operatoreID string) error {
	c, err := bloccato(tx, id)
	if err != nil {
		return err
	}
	if c.OperatoreID == nil {
		return nil
	}
	if *c.OperatoreID != operatoreID {
		return models.Errorf(models.Conflict, "il compito non è in carico a chi lo rilascia")
	}
	if c.Tipo == PrendiVisione {
		return models.Errorf(models.Conflict, "una presa visione è personale: confermarla invece di rilasciarla")
	}
	return aggiorna(tx, `UPDATE compito SET operatore_id = NULL, preso_il = NULL WHERE id = ?`, id)
}

// Completa closes a task that asks only to be read. The others close with the
// act that they ask for.
func Completa(tx *gorm.DB, id, operatoreID string, quando time.Time) error {
	c, err := bloccato(tx, id)
	if err != nil {
		return err
	}
	if c.Tipo != PrendiVisione {
		return models.Errorf(models.Conflict, "questo compito si chiude da solo quando si compie l'atto che chiede: aprirlo")
	}
	if c.OperatoreID == nil || *c.OperatoreID != operatoreID {
		return models.Errorf(models.Forbidden, "la presa visione spetta all'operatore a cui è rivolta")
	}
	return aggiorna(tx, `UPDATE compito SET chiuso_il = ? WHERE id = ?`, quando, id)
}

// Completato tells whether the operatore completed a task at that very time: a
// repeated activity finds it done.
func Completato(tx *gorm.DB, id, operatoreID string, quando time.Time) (bool, error) {
	righe, err := models.Tutte[Compito](tx, `SELECT * FROM compito WHERE id = ? AND operatore_id = ? AND tipo = ? AND chiuso_il = ?`,
		id, operatoreID, PrendiVisione, quando)
	return len(righe) == 1, err
}

func bloccato(tx *gorm.DB, id string) (Compito, error) {
	c, err := models.Una[Compito](tx, "il compito non esiste", `SELECT * FROM compito WHERE id = ? FOR UPDATE`, id)
	if err == nil && c.ChiusoIl != nil {
		return c, models.Errorf(models.Conflict, "il compito è già stato chiuso")
	}
	return c, err
}

func aggiorna(tx *gorm.DB, query string, args ...any) error {
	if err := tx.Exec(query, args...).Error; err != nil {
		return fmt.Errorf("compito: %w", err)
	}
	return nil
}

// Riga is a task as the home page shows it.
type Riga struct {
	Compito
	Ufficio     string
	Operatore   string
	Cognome     string
	Nome        string
	DataNascita periodo.Data
}

// Filtro chooses the tasks of a list: the operatore's own, or those of the
// offices that nobody else has.
type Filtro struct {
	Miei bool
	Tipo Tipo
}

// visibili is the condition on the tasks that who asks may see, in the enti where
// an abilitazione is still valid: one's own, and those of one's offices; who
// coordinates an ente sees the ente's.
func visibili(chi models.Chi) (string, []any) {
	var coordinati []string
	for _, a := range chi.Ambiti {
		if a.Ruolo == models.Coordinatore {
			coordinati = append(coordinati, a.EnteID)
		}
	}
	return `c.chiuso_il IS NULL AND c.ente_id IN ? AND (c.operatore_id = ? OR c.uo_id IN ? OR c.ente_id IN ?)`,
		[]any{chi.Enti(), chi.OperatoreID, chi.UO(), coordinati}
}

// Elenca lists open tasks, the first due first.
func Elenca(tx *gorm.DB, chi models.Chi, f Filtro, p models.Pagina) (models.Elenco[Riga], error) {
	var out models.Elenco[Riga]
	where, args := visibili(chi)
	if f.Miei {
		where, args = where+" AND c.operatore_id = ?", append(args, chi.OperatoreID)
	} else {
		where, args = where+" AND c.operatore_id IS DISTINCT FROM ?", append(args, chi.OperatoreID)
	}
	if f.Tipo != "" {
		where, args = where+" AND c.tipo = ?", append(args, f.Tipo)
	}
	if err := tx.Raw("SELECT count(*) FROM compito c WHERE "+where, args...).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("compiti: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[Riga](tx, `SELECT c.*, u.codice || ' - ' || u.denominazione AS ufficio,
		coalesce(o.cognome || ' ' || o.nome, '') AS operatore, coalesce(s.cognome, '') AS cognome, coalesce(s.nome, '') AS nome, s.data_nascita
		FROM compito c JOIN uo u ON u.id = c.uo_id LEFT JOIN operatore o ON o.id = c.operatore_id
		LEFT JOIN soggetto s ON s.id = c.soggetto_id
		WHERE `+where+` ORDER BY c.scade NULLS LAST, c.creato, c.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, err
}

// Visibile loads an open task that who asks may see.
func Visibile(tx *gorm.DB, chi models.Chi, id string) (Compito, error) {
	where, args := visibili(chi)
	return models.Una[Compito](tx, "il compito non esiste, è stato chiuso o non è visibile",
		"SELECT c.* FROM compito c WHERE "+where+" AND c.id = ?", append(args, id)...)
}

// Nominativo is the person a task is about, or "".
func (r Riga) Nominativo() string {
	if r.Cognome == "" {
		return ""
	}
	return strings.TrimSpace(r.Cognome+" "+r.Nome) + " (" + r.DataNascita.Italiana() + ")"
}
