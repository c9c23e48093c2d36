package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/calcolo"
	"siss/models/periodo"
)

// FiltroEstratto is the period of a statement, by month of competence. Empty
// months are those of the current year so far.
type FiltroEstratto struct {
	Dal periodo.Mese `json:"dal,omitempty" format:"month" doc:"Dal mese"`
	Al  periodo.Mese `json:"al,omitempty" format:"month" doc:"Al mese"`
}

// Periodo fills in the months that were not asked for.
func (f FiltroEstratto) Periodo(oggi periodo.Data) FiltroEstratto {
	if f.Al.IsZero() {
		f.Al = oggi.Mese()
	}
	if f.Dal.IsZero() {
		f.Dal = f.Al.Piu(1 - f.Al.Numero())
	}
	return f
}

// Check refuses a reversed period.
func (f FiltroEstratto) Check() map[string]string {
	if !f.Dal.IsZero() && !f.Al.IsZero() && f.Al.Prima(f.Dal) {
		return map[string]string{"al": "la fine precede l'inizio"}
	}
	return nil
}

// RigaEstratto is a line of a definitive run in a statement.
type RigaEstratto struct {
	Movimento
	Anno           int
	Numero         int
	Pagatore       string
	ConfermataIl   time.Time
	Intervento     string
	TipoIntervento string
	Cognome        string
	Nome           string
	Conservato     string `gorm:"column:albero"`
}

// Albero is the tree of the line; false for a line of before trees were kept.
func (r RigaEstratto) Albero() (calcolo.Spiegazione, bool, error) { return albero(r.ID, r.Conservato) }

// Estratto is what definitive runs paid in a period, with the sum of all.
type Estratto struct {
	Righe []RigaEstratto
	Somma Parziale
}

// righeEstratto is how many lines a statement holds.
const righeEstratto = 2000

const daEstratto = ` FROM intervento i JOIN movimento m ON m.intervento_id = i.id JOIN elaborazione e ON e.id = m.elaborazione_id
	WHERE i.ente_id IN ? AND e.confermata_il IS NOT NULL AND m.riemette_id IS NULL AND m.mese_competenza BETWEEN ? AND ? AND `

func estratto(tx *gorm.DB, chi models.Chi, f FiltroEstratto, di, id string) (Estratto, error) {
	var out Estratto
	args := []any{chi.Enti(), f.Dal, f.Al, id}
	var err error
	if out.Somma, err = models.Una[Parziale](tx, "", `SELECT `+somme+daEstratto+di, args...); err != nil {
		return out, err
	}
	out.Righe, err = models.Tutte[RigaEstratto](tx, `SELECT m.*, e.anno, e.numero, e.confermata_il, i.anno || '/' || i.numero AS intervento,
			(SELECT denominazione FROM ente WHERE id = e.ente_id) AS pagatore,
			(SELECT denominazione FROM tipo_intervento WHERE id = i.tipo_intervento_id) AS tipo_intervento,
			(SELECT cognome FROM soggetto WHERE id = i.soggetto_id) AS cognome,
			coalesce((SELECT albero::text FROM spiegazione WHERE movimento_id = m.id), '') AS albero, (SELECT nome FROM soggetto WHERE id = i.soggetto_id) AS nome`+daEstratto+di+`
		ORDER BY m.mese_competenza, e.confermata_il, m.progressivo, m.id LIMIT ?`, append(args, righeEstratto)...)
	return out, err
}

// EstrattoSoggetto is what was paid for a person, by the interventi of the enti
// of who asks.
func EstrattoSoggetto(tx *gorm.DB, chi models.Chi, id string, f FiltroEstratto) (anagrafe.Soggetto, Estratto, error) {
	s, err := anagrafe.SoggettoVisibile(tx, chi, id)
	if err != nil {
		return s, Estratto{}, err
	}
	e, err := estratto(tx, chi, f, `i.soggetto_id = ?`, id)
	return s, e, err
}

// EstrattoErogatore is what was paid to an ente erogatore for the interventi of
// the enti of who asks.
func EstrattoErogatore(tx *gorm.DB, chi models.Chi, id string, f FiltroEstratto) (Erogatore, Estratto, error) {
	g, err := models.Una[Erogatore](tx, "l'ente erogatore non esiste o non è visibile", `SELECT * FROM erogatore g WHERE id = ?
		AND (ente_id IN ? OR ente_id IN (SELECT pagatore_id FROM ente WHERE id IN ?))`, id, chi.Enti(), chi.Enti())
	if err != nil {
		return g, Estratto{}, err
	}
	e, err := estratto(tx, chi, f, `i.erogatore_id = ?`, id)
	return g, e, err
}
