package sigess

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
)

// ModuloSoglia is a row of the thresholds of an ente.
type ModuloSoglia struct {
	Ruolo models.Ruolo  `json:"ruolo" doc:"Chi conferma" enum:"RESPONSABILE_CONTABILE,COORDINATORE,OPERATORE_AMMINISTRATIVO,RESPONSABILE_PROCEDIMENTO,AMMINISTRATORE_ENTE" etichette:"Responsabile contabile,Coordinatore,Operatore amministrativo,Responsabile del procedimento,Amministratore dell'ente"`
	FinoA *euro.Importo `json:"finoA,omitempty" doc:"Fino a" help:"In euro. Vuoto: qualunque importo" example:"500.00"`
}

// ModuloRegoleConferma says who confirms the runs of an ente, up to how much, and
// whether four eyes are wanted. Lette is the hash of the rules that the form was
// opened on, "" for a caller that does not say.
type ModuloRegoleConferma struct {
	QuattroOcchi bool           `json:"quattroOcchi,omitempty" doc:"Chi ha preparato l'elaborazione, o ne ha cambiato i dati, non può confermarla"`
	Soglie       []ModuloSoglia `json:"soglie,omitempty" doc:"Chi conferma e fino a quanto" maxItems:"5"`
	Lette        string         `json:"lette,omitempty" doc:"Impronta delle regole lette: se nel frattempo sono cambiate il salvataggio è rifiutato, senza non si controlla" maxLength:"64" widget:"hidden"`
}

// Check refuses a ruolo said twice, and rules by which nobody could confirm a
// large run.
func (m ModuloRegoleConferma) Check() map[string]string {
	problemi, visti, senzaLimite := map[string]string{}, map[models.Ruolo]bool{}, false
	for n, s := range m.Soglie {
		if visti[s.Ruolo] {
			problemi[fmt.Sprintf("soglie.%d.ruolo", n)] = "questo ruolo è già in un'altra riga"
		}
		visti[s.Ruolo] = true
		if s.FinoA != nil && *s.FinoA <= 0 {
			problemi[fmt.Sprintf("soglie.%d.finoA", n)] = "indicare un importo maggiore di zero, o lasciare vuoto per qualunque importo"
		}
		senzaLimite = senzaLimite || s.FinoA == nil
	}
	if len(m.Soglie) > 0 && !senzaLimite {
		problemi["soglie.0.finoA"] = "almeno un ruolo deve poter confermare qualunque importo: lasciarne vuoto uno"
	}
	return problemi
}

// RegoleConferma are the rules by which the runs of an ente are confirmed.
func RegoleConferma(tx *gorm.DB, chi models.Chi, enteID string) (ModuloRegoleConferma, error) {
	if err := AmministraTesoreria(chi, enteID); err != nil {
		return ModuloRegoleConferma{}, err
	}
	return regoleConferma(tx, enteID, "")
}

func regoleConferma(tx *gorm.DB, enteID, blocca string) (ModuloRegoleConferma, error) {
	var m ModuloRegoleConferma
	e, err := models.Una[struct{ QuattroOcchi bool }](tx, "l'ente non esiste", `SELECT quattro_occhi FROM ente WHERE id = ?`+blocca, enteID)
	if err != nil {
		return m, err
	}
	m.QuattroOcchi = e.QuattroOcchi
	if m.Soglie, err = models.Tutte[ModuloSoglia](tx, `SELECT ruolo, fino_a FROM soglia_conferma WHERE ente_id = ? ORDER BY fino_a, ruolo`, enteID); err != nil {
		return m, err
	}
	m.Lette, err = m.impronta()
	return m, err
}

// impronta tells rules from others, in whatever order they are said.
func (m ModuloRegoleConferma) impronta() (string, error) {
	limiti := map[models.Ruolo]*euro.Importo{}
	for _, s := range m.Soglie {
		limiti[s.Ruolo] = s.FinoA
	}
	testo, err := json.Marshal([]any{m.QuattroOcchi, limiti})
	if err != nil {
		return "", fmt.Errorf("rules of confirmation: %w", err)
	}
	somma := sha256.Sum256(testo)
	return hex.EncodeToString(somma[:]), nil
}

// SalvaRegoleConferma writes the rules by which the runs of an ente are
// confirmed, unless others changed them since the form was opened.
func SalvaRegoleConferma(tx *gorm.DB, chi models.Chi, enteID string, m ModuloRegoleConferma) (ModuloRegoleConferma, error) {
	if err := AmministraTesoreria(chi, enteID); err != nil {
		return m, err
	}
	ora, err := regoleConferma(tx, enteID, " FOR UPDATE")
	if err != nil {
		return m, err
	}
	nuova, err := m.impronta()
	switch {
	case err != nil:
		return m, err
	case nuova == ora.Lette:
		return ora, nil
	case m.Lette != "" && m.Lette != ora.Lette:
		return m, models.Errorf(models.Conflict, "le regole sono state cambiate da altri mentre si compilava: ricaricare la pagina e ricontrollarle")
	}
	if err := esegui(tx, `UPDATE ente SET quattro_occhi = ? WHERE id = ?`, m.QuattroOcchi, enteID); err != nil {
		return m, err
	}
	if err := esegui(tx, `DELETE FROM soglia_conferma WHERE ente_id = ?`, enteID); err != nil {
		return m, err
	}
	for _, s := range m.Soglie {
		if err := esegui(tx, `INSERT INTO soglia_conferma (id, ente_id, ruolo, fino_a) VALUES (?, ?, ?, ?)`,
			figlio(enteID, "soglia/"+string(s.Ruolo), 0), enteID, s.Ruolo, s.FinoA); err != nil {
			return m, err
		}
	}
	return regoleConferma(tx, enteID, "")
}
