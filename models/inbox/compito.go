// Package inbox holds the tasks of the home page. A task row is written in the
// transaction of the change that causes it; taking, releasing and completing
// one belong to the workflow that owns it.
package inbox

import (
	"fmt"
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
	AttendiIntegrazioni  Tipo = "ATTENDI_INTEGRAZIONI"
	AttendiOsservazioni  Tipo = "ATTENDI_OSSERVAZIONI"
	PrendiVisione        Tipo = "PRENDI_VISIONE"
	ComunicaEsito        Tipo = "COMUNICA_ESITO"
	CreaIntervento       Tipo = "CREA_INTERVENTO"
	ConfermaElaborazione Tipo = "CONFERMA_ELABORAZIONE"
	SbloccaPagamento     Tipo = "SBLOCCA_PAGAMENTO"
	RimettiPagamento     Tipo = "RIMETTI_PAGAMENTO"
	CompletaMese         Tipo = "COMPLETA_MESE"
	FirmaMese            Tipo = "FIRMA_MESE"
	RiapriMese           Tipo = "RIAPRI_MESE"
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
	Oggetto     string // domanda, intervento, elaborazione or chiusura
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
	if err := leggiDi(tx, operatoreID, c.OggettoID, DomandaAssegnata, quando); err != nil {
		return err
	}
	return aggiorna(tx, `UPDATE compito SET chiuso_il = ? WHERE id = ?`, quando, id)
}

// Riassegna gives an open task to another operatore of the ente, who finds a
// notice of it, as does who had it. Who has the task may, or who coordinates
// the ente. The assegnazioni of its case stay as they are. attoID tells this
// act from the others: repeating it is harmless.
func Riassegna(tx *gorm.DB, chi models.Chi, id, nuovoID, attoID string, quando time.Time) error {
	chiave := "compito/" + id + "/riassegnato/" + attoID
	if fatto, err := notificato(tx, chiave); err != nil || fatto {
		return err
	}
	c, err := bloccato(tx, id)
	if err != nil {
		return err
	}
	if c.OperatoreID != nil && *c.OperatoreID == nuovoID {
		return nil
	}
	if err := riassegnabile(tx, chi, c, nuovoID, periodo.Di(quando)); err != nil {
		return err
	}
	if err := aggiorna(tx, `UPDATE compito SET operatore_id = ?, preso_il = NULL WHERE id = ?`, nuovoID, id); err != nil {
		return err
	}
	n := Notifica{Chiave: chiave, OperatoreID: nuovoID, EnteID: c.EnteID, Tipo: CompitoAssegnato, Testo: "Compito assegnato: " + c.Titolo,
		Oggetto: c.Oggetto, OggettoID: c.OggettoID, SoggettoID: c.SoggettoID}
	if err := Avvisa(tx, n); err != nil || c.OperatoreID == nil {
		return err
	}
	n.Chiave, n.OperatoreID, n.Tipo, n.Testo = chiave+"/tolto", *c.OperatoreID, CompitoTolto, "Compito passato a un altro operatore: "+c.Titolo
	return Avvisa(tx, n)
}

func riassegnabile(tx *gorm.DB, chi models.Chi, c Compito, nuovoID string, oggi periodo.Data) error {
	if c.Tipo == PrendiVisione {
		return models.Errorf(models.Conflict, "una presa visione è personale: non si riassegna")
	}
	mio := c.OperatoreID != nil && *c.OperatoreID == chi.OperatoreID && chi.InEnte(c.EnteID)
	if !mio && !chi.Ha(c.EnteID, models.Coordinatore) {
		return models.Errorf(models.Forbidden, "riassegnare spetta a chi ha il compito o a chi coordina l'ente")
	}
	abilitati, err := models.Tutte[struct{ ID string }](tx, `SELECT a.id FROM compito c JOIN ente e ON e.id = c.ente_id
		JOIN abilitazione a ON a.uo_id = c.uo_id OR a.ente_id = c.ente_id OR a.ente_id = e.padre_id JOIN operatore o ON o.id = a.operatore_id
		WHERE c.id = ? AND o.id = ? AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?) AND o.dal <= ? AND (o.al IS NULL OR o.al >= ?)
			AND (c.tipo <> 'CONFERMA_ELABORAZIONE' OR a.ruolo = 'RESPONSABILE_CONTABILE') LIMIT 1`, c.ID, nuovoID, oggi, oggi, oggi, oggi)
	if err != nil {
		return err
	}
	if len(abilitati) == 0 {
		return models.Refuse("operatoreId", "l'operatore non ha un'abilitazione valida per questo compito: sceglierne un altro")
	}
	return nil
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
