package sigess

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Chiusura is the closing of a month of what an ente erogatore or a struttura
// delivers for an ente (domain b.8).
type Chiusura struct {
	ID          string
	EnteID      string
	UOID        string `gorm:"column:uo_id"`
	ErogatoreID *string
	StrutturaID *string
	PressoID    string `gorm:"->"` // whichever of the two
	Mese        periodo.Mese
	Scadenza    periodo.Data // by when it is to be signed
	Stato       Stato
	ApertaIl    time.Time
	Versione    int
}

// TableName is the table of Chiusura.
func (Chiusura) TableName() string { return "chiusura_mese" }

var spazioChiusure = uuid.MustParse("0c9b7f52-6a1d-5e84-9b37-2f4c8d1e6a07")

// IDChiusura is the id of a closing: it follows from what it closes, so that it
// is opened once.
func IDChiusura(enteID, pressoID string, mese periodo.Mese) string {
	return uuid.NewSHA1(spazioChiusure, []byte(enteID+"/"+pressoID+"/"+mese.String())).String()
}

// WorkflowChiusura is the id of the workflow that owns a closing.
func WorkflowChiusura(id string) string { return "chiusura/" + id }

// ModuloChiusura opens the closing of a month.
type ModuloChiusura struct {
	EnteID   string       `json:"enteId" format:"uuid" doc:"Ente di cui sono gli interventi"`
	PressoID string       `json:"pressoId" format:"uuid" doc:"Ente erogatore o struttura"`
	Mese     periodo.Mese `json:"mese" format:"month" doc:"Mese"`
}

// ID is the id of the closing that the form opens.
func (m ModuloChiusura) ID() string { return IDChiusura(m.EnteID, m.PressoID, m.Mese) }

// firmaDelMese joins to interventi i the closing k of a month, with its last
// signature. Its one argument is the month.
const firmaDelMese = ` JOIN LATERAL (SELECT c.id, c.stato, f.firmata_il, o.cognome || ' ' || o.nome AS firmata_da
		FROM chiusura_mese c LEFT JOIN firma_mese f ON f.chiusura_id = c.id AND NOT EXISTS (SELECT 1 FROM firma_mese p WHERE p.sostituisce = f.id)
		LEFT JOIN operatore o ON o.id = f.firmata_da
		WHERE c.ente_id = i.ente_id AND c.presso_id = coalesce(i.erogatore_id, i.struttura_id) AND c.mese = ?) k ON true `

// interventiDelMese are, among interventi i, those of a closing. Its arguments
// are the ente, who delivers, the last and the first day of the month.
const interventiDelMese = ` i.ente_id = ? AND coalesce(i.erogatore_id, i.struttura_id) = ? AND i.natura <> 'ECONOMICO' AND i.stato <> 'BOZZA'
	AND i.data_inizio <= ? AND (i.data_fine IS NULL OR i.data_fine >= ?)`

func (m ModuloChiusura) argomenti() []any {
	return []any{m.EnteID, m.PressoID, m.Mese.Fine(), m.Mese.Inizio()}
}

func (c Chiusura) modulo() ModuloChiusura {
	return ModuloChiusura{EnteID: c.EnteID, PressoID: c.PressoID, Mese: c.Mese}
}

// Amministra refuses who may not open a closing of an ente nor decide on one.
func Amministra(chi models.Chi, enteID string) error {
	if chi.Ha(enteID, models.OperatoreAmministrativo, models.Coordinatore, models.Responsabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "la chiusura del mese spetta agli amministrativi dell'ente")
}

// Apribile refuses a closing that could not be opened: by who may not, or of a
// month in which nothing is delivered.
func Apribile(tx *gorm.DB, chi models.Chi, m ModuloChiusura) error {
	if !chi.InEnte(m.EnteID) {
		return models.Refuse("enteId", "l'ente non è tra quelli abilitati")
	}
	if err := Amministra(chi, m.EnteID); err != nil {
		return err
	}
	_, err := ufficioDelMese(tx, m)
	return err
}

// ufficioDelMese is the office that follows most of the interventi of a closing,
// and who delivers them.
func ufficioDelMese(tx *gorm.DB, m ModuloChiusura) (Intervento, error) {
	return models.Una[Intervento](tx, "in quel mese non c'è niente da chiudere: scegliere un altro mese o un altro erogatore",
		`SELECT i.uo_id, i.erogatore_id, i.struttura_id FROM intervento i WHERE`+interventiDelMese+`
		GROUP BY i.uo_id, i.erogatore_id, i.struttura_id ORDER BY count(*) DESC, i.uo_id LIMIT 1`, m.argomenti()...)
}

// ApriChiusura opens the closing of a month. Opening it again does nothing.
func ApriChiusura(tx *gorm.DB, chi models.Chi, m ModuloChiusura, quando time.Time) error {
	if chi.OperatoreID != "" {
		if err := Apribile(tx, chi, m); err != nil {
			return err
		}
	}
	i, err := ufficioDelMese(tx, m)
	if err != nil {
		return err
	}
	return esegui(tx, `INSERT INTO chiusura_mese (id, ente_id, uo_id, erogatore_id, struttura_id, mese, scadenza, aperta_il)
		SELECT ?, id, ?, ?, ?, ?, ?::date + giorni_chiusura, ? FROM ente WHERE id = ? ON CONFLICT DO NOTHING`,
		m.ID(), i.UOID, i.ErogatoreID, i.StrutturaID, m.Mese, m.Mese.Fine(), quando, m.EnteID)
}

// DaChiudere lists the closings of a month that are to be opened, after the one
// of the last id: who delivers for an ente in the month. The order is that of
// ente and who delivers.
func DaChiudere(tx *gorm.DB, mese periodo.Mese, dopoEnte, dopoPresso string, limite int) ([]ModuloChiusura, error) {
	righe, err := models.Tutte[ModuloChiusura](tx, `SELECT DISTINCT i.ente_id, coalesce(i.erogatore_id, i.struttura_id) AS presso_id FROM intervento i
		WHERE i.natura <> 'ECONOMICO' AND i.stato <> 'BOZZA' AND i.data_inizio <= ? AND (i.data_fine IS NULL OR i.data_fine >= ?)
			AND (i.ente_id, coalesce(i.erogatore_id, i.struttura_id)) > (?::uuid, ?::uuid) ORDER BY 1, 2 LIMIT ?`,
		mese.Fine(), mese.Inizio(), dopoEnte, dopoPresso, limite)
	for n := range righe {
		righe[n].Mese = mese
	}
	return righe, err
}

// SituazioneChiusura is what the workflow of a closing must know of it.
type SituazioneChiusura struct {
	Stato Stato `json:"stato"`
	// Richiesta is the request to open it again that waits for a decision.
	Richiesta string       `json:"richiesta,omitempty"`
	Fine      periodo.Data `json:"fine"`
	Scadenza  periodo.Data `json:"scadenza"`
}

// SituazioneChiusuraDi reads where a closing stands.
func SituazioneChiusuraDi(tx *gorm.DB, id string) (SituazioneChiusura, error) {
	c, err := models.Una[struct {
		Chiusura
		Richiesta string
	}](tx, "la chiusura non esiste", `SELECT c.*, coalesce((SELECT r.id::text FROM richiesta_riapertura r WHERE r.chiusura_id = c.id
			AND NOT EXISTS (SELECT 1 FROM decisione_riapertura d WHERE d.richiesta_id = r.id) LIMIT 1), '') AS richiesta
		FROM chiusura_mese c WHERE c.id = ?`, id)
	return SituazioneChiusura{Stato: c.Stato, Richiesta: c.Richiesta, Fine: c.Mese.Fine(), Scadenza: c.Scadenza}, err
}

// annotaNonFirmati writes beside each month that a run pays, and whose closing
// was opened and is not signed, that it is not: it is paid all the same.
func annotaNonFirmati(tx *gorm.DB, e Elaborazione) error {
	mesi, err := models.Tutte[chiaveMese](tx, `SELECT DISTINCT m.mese_competenza AS mese FROM movimento m WHERE m.elaborazione_id = ?
		AND EXISTS (SELECT 1 FROM chiusura_mese c WHERE c.mese = m.mese_competenza AND c.stato <> 'CHIUSO') ORDER BY 1`, e.ID)
	if err != nil {
		return err
	}
	for _, k := range mesi {
		if err := esegui(tx, `INSERT INTO anomalia (id, ente_id, elaborazione_id, intervento_id, testo, tipo, mese)
			SELECT gen_random_uuid(), x.ente_id, x.elaborazione_id, x.intervento_id, ?, 'MESE_NON_FIRMATO', x.mese_competenza
			FROM (SELECT DISTINCT ente_id, elaborazione_id, intervento_id, mese_competenza FROM movimento WHERE elaborazione_id = ? AND mese_competenza = ?) x
			JOIN intervento i ON i.id = x.intervento_id JOIN chiusura_mese c ON c.ente_id = i.ente_id
				AND c.presso_id = coalesce(i.erogatore_id, i.struttura_id) AND c.mese = x.mese_competenza AND c.stato <> 'CHIUSO'
			ON CONFLICT DO NOTHING`, "il tabellone di "+k.Mese.Italiano()+" non è firmato", e.ID, k.Mese); err != nil {
			return err
		}
	}
	return nil
}
