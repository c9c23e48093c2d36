package sigess

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/inbox"
	"siss/models/periodo"
)

// ModuloAssegnazione is the + of the drawer Assegnazioni: an office, an
// operatore, or both. The office that has the domanda already, alone, takes it
// back from the operatore.
type ModuloAssegnazione struct {
	UOID        string `json:"uoId,omitempty" format:"uuid" doc:"Ufficio" opzioni:"uffici"`
	OperatoreID string `json:"operatoreId,omitempty" format:"uuid" doc:"Operatore" opzioni:"operatori"`
	Motivo      string `json:"motivo,omitempty" doc:"Motivo" maxLength:"500"`
}

// Check asks for at least one of the two.
func (m ModuloAssegnazione) Check() map[string]string {
	if m.UOID == "" && m.OperatoreID == "" {
		return map[string]string{"operatoreId": "indicare un operatore o un ufficio"}
	}
	return nil
}

// Assegna closes the open assignments and opens new ones, and moves the open
// tasks along. The new operatore finds a notice in the home page. attoID
// makes the ids of the new rows.
func Assegna(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloAssegnazione, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if err := d.inStato(Presentata, InIstruttoria, Sospesa, InPreavviso, Accolta, AccoltaParz, Respinta); err != nil {
		return err
	}
	if err := Tratta(tx, chi, d); err != nil {
		return err
	}
	uo, operatore, err := Competente(tx, id)
	if err != nil {
		return err
	}
	if m.UOID != "" && m.UOID != uo {
		if uo, err = cambiaUfficio(tx, chi, d, attoID, m, quando); err != nil {
			return err
		}
	} else if valore(operatore) == m.OperatoreID || m.OperatoreID == "" && m.UOID == "" {
		return models.Errorf(models.Conflict, "la domanda è già assegnata così")
	}
	if operatore != nil && *operatore != m.OperatoreID {
		if err := esegui(tx, `UPDATE assegnazione SET data_fine = ? WHERE domanda_id = ? AND tipo = 'OPERATORE' AND data_fine IS NULL`, quando, id); err != nil {
			return err
		}
	}
	nuovo := (*string)(nil)
	if m.OperatoreID != "" {
		nuovo = &m.OperatoreID
		if operatore == nil || *operatore != m.OperatoreID {
			if err := riceve(tx, chi, d, attoID, uo, m, quando); err != nil {
				return err
			}
		}
	}
	if err := esegui(tx, `UPDATE domanda SET versione = versione + 1 WHERE id = ?`, id); err != nil {
		return err
	}
	return esegui(tx, `UPDATE compito SET uo_id = ?, operatore_id = ?, preso_il = NULL WHERE oggetto_id = ? AND chiuso_il IS NULL AND tipo <> 'PRENDI_VISIONE'`,
		uo, nuovo, id)
}

func valore(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func cambiaUfficio(tx *gorm.DB, chi models.Chi, d Domanda, attoID string, m ModuloAssegnazione, quando time.Time) (string, error) {
	_, err := models.Una[anagrafe.UO](tx, "", `SELECT * FROM uo WHERE id = ? AND dal <= ? AND (al IS NULL OR al >= ?)
		AND (ente_id = ? OR ente_id = (SELECT padre_id FROM ente WHERE id = ?))`, m.UOID, periodo.Di(quando), periodo.Di(quando), d.EnteID, d.EnteID)
	if models.KindOf(err) == models.NotFound {
		return "", models.Refuse("uoId", "l'ufficio non esiste o non è dell'ente della domanda")
	} else if err != nil {
		return "", err
	}
	if err := esegui(tx, `UPDATE assegnazione SET data_fine = ? WHERE domanda_id = ? AND tipo = 'UO' AND data_fine IS NULL`, quando, d.ID); err != nil {
		return "", err
	}
	return m.UOID, apriAssegnazione(tx, chi, d, uuid.NewSHA1(spazioRichieste, []byte(attoID+"/uo")), m.UOID, "", quando, m.Motivo)
}

func riceve(tx *gorm.DB, chi models.Chi, d Domanda, attoID, uo string, m ModuloAssegnazione, quando time.Time) error {
	if err := destinatario(tx, m.OperatoreID, d.EnteID, "operatoreId", quando); err != nil {
		return err
	}
	if err := apriAssegnazione(tx, chi, d, uuid.NewSHA1(spazioRichieste, []byte(attoID+"/op")), uo, m.OperatoreID, quando, m.Motivo); err != nil {
		return err
	}
	if m.OperatoreID == chi.OperatoreID {
		return nil
	}
	if err := avvisaAssegnata(tx, d, m.OperatoreID, attoID); err != nil {
		return err
	}
	ufficio, err := anagrafe.UfficioDi(tx, m.OperatoreID, d.EnteID, periodo.Di(quando))
	if err != nil {
		return err
	}
	return inbox.Apri(tx, inbox.Compito{Chiave: WorkflowDomanda(d.ID) + "/assegnata/" + attoID, EnteID: d.EnteID, UOID: ufficio.ID,
		OperatoreID: &m.OperatoreID, Tipo: inbox.PrendiVisione, Oggetto: "domanda", OggettoID: d.ID, WorkflowID: WorkflowDomanda(d.ID),
		Titolo: "Domanda " + d.Estremi() + " assegnata: prenderne visione", SoggettoID: &d.SoggettoID, Creato: quando, Scade: d.ScadenzaIl})
}

func apriAssegnazione(tx *gorm.DB, chi models.Chi, d Domanda, id uuid.UUID, uo, operatore string, dal time.Time, motivo string) error {
	tipo, op := "UO", (*string)(nil)
	if operatore != "" {
		tipo, op = "OPERATORE", &operatore
	}
	return esegui(tx, `INSERT INTO assegnazione (id, ente_id, domanda_id, tipo, uo_id, operatore_id, data_inizio, motivo, assegnata_da)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, id.String(), d.EnteID, d.ID, tipo, uo, op, dal, motivo, chi.OperatoreID)
}
