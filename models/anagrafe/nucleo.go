package anagrafe

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Componente is a person of the nucleo or of the network of a soggetto. The
// relation was written on the card of one of the two and is read from both:
// when Inversa, Tipo is what the soggetto is to the other person.
type Componente struct {
	ID          string
	AltroID     string
	Cognome     string
	Nome        string
	DataNascita periodo.Data
	Tipo        string
	Inversa     bool
	Convivente  bool
	Dal         periodo.Data
	Al          periodo.Data
	AnprIl      *time.Time
}

// Relazione says in words what the other person is to the soggetto.
func (c Componente) Relazione() string {
	if c.Inversa {
		return paroleInverse[c.Tipo]
	}
	return paroleRelazione[c.Tipo]
}

var (
	paroleRelazione = map[string]string{"CONIUGE": "Coniuge", "UNITO_CIVILMENTE": "Unito/a civilmente", "CONVIVENTE": "Convivente", "FIGLIO": "Figlio/a",
		"GENITORE": "Genitore", "FRATELLO": "Fratello o sorella", "NONNO": "Nonno/a", "NIPOTE": "Nipote", "ALTRO_PARENTE": "Altro parente",
		"TUTORE": "Tutore", "AMMINISTRATORE_SOSTEGNO": "Amministratore di sostegno", "CAREGIVER": "Caregiver", "ALTRO": "Altro"}

	paroleInverse = map[string]string{"CONIUGE": "Coniuge", "UNITO_CIVILMENTE": "Unito/a civilmente", "CONVIVENTE": "Convivente", "FIGLIO": "Genitore",
		"GENITORE": "Figlio/a", "FRATELLO": "Fratello o sorella", "NONNO": "Nipote", "NIPOTE": "Nonno/a o zio/a", "ALTRO_PARENTE": "Altro parente",
		"TUTORE": "Persona sotto tutela", "AMMINISTRATORE_SOSTEGNO": "Beneficiario dell'amministrazione di sostegno", "CAREGIVER": "Persona assistita", "ALTRO": "Altro"}
)

// ModuloRelazione is the drawer Nucleo of the registry card.
type ModuloRelazione struct {
	AltroID    string       `json:"altroId" format:"uuid" doc:"Soggetto in relazione" opzioni:"soggetti"`
	Tipo       string       `json:"tipo" doc:"Relazione" enum:"CONIUGE,UNITO_CIVILMENTE,CONVIVENTE,FIGLIO,GENITORE,FRATELLO,NONNO,NIPOTE,ALTRO_PARENTE,TUTORE,AMMINISTRATORE_SOSTEGNO,CAREGIVER,ALTRO" etichette:"Coniuge,Unito/a civilmente,Convivente,Figlio/a,Genitore,Fratello o sorella,Nonno/a,Nipote,Altro parente,Tutore,Amministratore di sostegno,Caregiver,Altro"`
	Convivente bool         `json:"convivente,omitempty" doc:"Convivente: fa parte del nucleo"`
	Dal        periodo.Data `json:"dal" format:"date" doc:"Dal"`
}

// Check refuses a relation that begins in the future.
func (m ModuloRelazione) Check() map[string]string { return nonFuturo("dal", m.Dal) }

// SalvaRelazione ties another soggetto of the same ente to the soggetto. What
// the card of the other already says, seen from there, is not said twice.
func SalvaRelazione(tx *gorm.DB, chi models.Chi, soggettoID, id string, m ModuloRelazione) (Componente, error) {
	var c Componente
	s, err := SoggettoVisibile(tx, chi, soggettoID)
	if err != nil {
		return c, err
	}
	altro, err := SoggettoVisibile(tx, chi, m.AltroID)
	if err != nil || altro.EnteID != s.EnteID || altro.ID == s.ID {
		return c, models.Refuse("altroId", "scegliere un altro soggetto della stessa anagrafe")
	}
	c = Componente{ID: id, AltroID: altro.ID, Cognome: altro.Cognome, Nome: altro.Nome, DataNascita: altro.DataNascita,
		Tipo: m.Tipo, Convivente: m.Convivente, Dal: m.Dal}
	gia, err := models.Tutte[Componente](tx, `SELECT id FROM relazione WHERE soggetto_id = ? AND altro_id = ? AND tipo = ?
		AND (al IS NULL OR al >= ?) AND id <> ?`, altro.ID, s.ID, inverse[m.Tipo], m.Dal, id)
	if err != nil {
		return c, err
	}
	if len(gia) > 0 {
		return c, models.Refuse("tipo", giaPresente)
	}
	err = tx.Exec(`INSERT INTO relazione (id, ente_id, soggetto_id, altro_id, tipo, convivente, dal)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`, id, s.EnteID, s.ID, altro.ID, m.Tipo, m.Convivente, m.Dal).Error
	if models.Vincolo(err) != "" {
		return c, models.Refuse("tipo", giaPresente)
	} else if err != nil {
		return c, fmt.Errorf("relazione: %w", err)
	}
	return c, nil
}

const giaPresente = "la relazione è già presente"

// inversaSQL is what the soggetto of the row r is to the other, as inverse
// says; NULL when there is no word for it.
const inversaSQL = `CASE WHEN r.tipo IN ('TUTORE', 'AMMINISTRATORE_SOSTEGNO', 'CAREGIVER', 'ALTRO') THEN NULL
	WHEN r.tipo = 'FIGLIO' THEN 'GENITORE' WHEN r.tipo = 'GENITORE' THEN 'FIGLIO' WHEN r.tipo = 'NONNO' THEN 'NIPOTE' WHEN r.tipo = 'NIPOTE' THEN 'NONNO' ELSE r.tipo END`

// relazioni are those of the soggetto @id that the @enti of who asks may see,
// written on its card or on the other's; one written on both counts once.
const relazioni = `SELECT r.id, o.id AS altro_id, o.cognome, o.nome, o.data_nascita, r.tipo, r.altro_id = @id AS inversa, r.convivente, r.dal, r.al, r.anpr_il
	FROM relazione r JOIN soggetto o ON o.id = CASE WHEN r.soggetto_id = @id THEN r.altro_id ELSE r.soggetto_id END
	WHERE (r.soggetto_id = @id OR r.altro_id = @id) AND r.ente_id IN @enti
		AND NOT (r.altro_id = @id AND EXISTS (SELECT 1 FROM relazione d WHERE d.soggetto_id = @id AND d.altro_id = r.soggetto_id
			AND d.tipo = ` + inversaSQL + ` AND daterange(d.dal, d.al, '[]') && daterange(r.dal, r.al, '[]')))`

// Nucleo lists the relations of a soggetto: those in course first, and of
// these who lives with it.
func Nucleo(tx *gorm.DB, chi models.Chi, soggettoID string) ([]Componente, error) {
	return models.Tutte[Componente](tx, relazioni+` ORDER BY r.al IS NOT NULL, r.convivente DESC, o.data_nascita, r.id LIMIT 200`,
		map[string]any{"id": soggettoID, "enti": chi.Enti()})
}

// RelazioneDi loads one relation of a soggetto.
func RelazioneDi(tx *gorm.DB, chi models.Chi, soggettoID, id string) (Componente, error) {
	return models.Una[Componente](tx, "la relazione non esiste o non è visibile", relazioni+` AND r.id = @relazione`,
		map[string]any{"id": soggettoID, "enti": chi.Enti(), "relazione": id})
}

// ModuloChiusura says until when something held.
type ModuloChiusura struct {
	Al periodo.Data `json:"al" format:"date" doc:"Fino al" help:"Ultimo giorno compreso"`
}

// Check refuses an end in the future.
func (m ModuloChiusura) Check() map[string]string { return nonFuturo("al", m.Al) }

// chiudibile says whether what runs from a date and perhaps already ended may
// end on al; fatta is true when it ended on that very day.
func chiudibile(dal, finita, al periodo.Data) (fatta bool, err error) {
	switch {
	case finita == al:
		return true, nil
	case !finita.IsZero():
		return false, models.Errorf(models.Conflict, "è già stato chiuso con un'altra data: ricaricare la scheda")
	case al.Prima(dal):
		return false, models.Refuse("al", "la fine precede l'inizio")
	}
	return false, nil
}

// ChiudiRelazione ends a relation of the soggetto, on both cards. Repeating it
// with the same date changes nothing.
func ChiudiRelazione(tx *gorm.DB, chi models.Chi, soggettoID, id string, m ModuloChiusura) (Componente, error) {
	if err := unoAllaVolta(tx, id); err != nil {
		return Componente{}, err
	}
	c, err := RelazioneDi(tx, chi, soggettoID, id)
	if err != nil {
		return c, err
	}
	if fatta, err := chiudibile(c.Dal, c.Al, m.Al); err != nil || fatta {
		return c, err
	}
	// The same relation may also be written on the other card.
	err = tx.Exec(`UPDATE relazione SET al = @al WHERE al IS NULL AND dal <= @al AND id IN (SELECT d.id FROM relazione r JOIN relazione d
		ON d.id = r.id OR d.soggetto_id = r.altro_id AND d.altro_id = r.soggetto_id AND d.tipo = `+inversaSQL+` WHERE r.id = @id)`,
		map[string]any{"al": m.Al, "id": id}).Error
	if err != nil {
		return c, fmt.Errorf("relazione: %w", err)
	}
	c.Al = m.Al
	return c, nil
}
