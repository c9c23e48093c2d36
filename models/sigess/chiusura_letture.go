package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// FiltroChiusure chooses the closings of a month. Empty fields choose all.
type FiltroChiusure struct {
	Mese  periodo.Mese `json:"mese,omitempty" format:"month" doc:"Periodo" help:"Ad esempio 03/2024"`
	Stato string       `json:"stato,omitempty" doc:"Stato" enum:"APERTO,CHIUSO,RIAPERTO" etichette:"Aperto,Chiuso,Riaperto"`
}

// RigaChiusura is a closing as the list shows it. Without an ApertaIl nobody has
// opened it yet.
type RigaChiusura struct {
	ID         string
	EnteID     string
	Ente       string
	PressoID   string
	Presso     string
	Mese       periodo.Mese
	Interventi int
	Stato      Stato
	Scadenza   periodo.Data
	ApertaIl   *time.Time
	FirmataDa  string
	FirmataIl  *time.Time
	// Richiesta is the request to open it again that waits for a decision, and
	// RichiestaDa who made it.
	Richiesta   string
	RichiestaDa string
}

// Chiusura is the closing of the row.
func (r RigaChiusura) Chiusura() Chiusura {
	return Chiusura{ID: r.ID, EnteID: r.EnteID, PressoID: r.PressoID, Mese: r.Mese, Stato: r.Stato, Scadenza: r.Scadenza}
}

// Aperta tells whether somebody has opened it.
func (r RigaChiusura) Aperta() bool { return r.ApertaIl != nil }

// chiuseCon joins to who delivers for an ente, x, the closing of a month with its
// last signature. Its first argument is the month.
const chiuseCon = ` JOIN ente e ON e.id = x.ente_id LEFT JOIN erogatore g ON g.id = x.presso_id LEFT JOIN struttura r ON r.id = x.presso_id
	LEFT JOIN chiusura_mese c ON c.ente_id = x.ente_id AND c.presso_id = x.presso_id AND c.mese = x.mese
	LEFT JOIN firma_mese f ON f.chiusura_id = c.id AND NOT EXISTS (SELECT 1 FROM firma_mese p WHERE p.sostituisce = f.id)
	LEFT JOIN operatore o ON o.id = f.firmata_da
	LEFT JOIN richiesta_riapertura q ON q.firma_id = f.id AND NOT EXISTS (SELECT 1 FROM decisione_riapertura d WHERE d.richiesta_id = q.id)`

const campiChiusura = `SELECT coalesce(c.id::text, '') AS id, x.ente_id, e.denominazione AS ente, x.presso_id, coalesce(g.denominazione, r.denominazione) AS presso,
	x.mese, x.interventi, coalesce(c.stato, 'APERTO') AS stato, c.scadenza, c.aperta_il, coalesce(o.cognome || ' ' || o.nome, '') AS firmata_da, f.firmata_il,
	coalesce(q.id::text, '') AS richiesta, coalesce(q.chiesta_da::text, '') AS richiesta_da`

// ElencaChiusure lists who delivers in a month for the enti of who asks, with
// the state of its closing, by name.
func ElencaChiusure(tx *gorm.DB, chi models.Chi, f FiltroChiusure, p models.Pagina) (models.Elenco[RigaChiusura], error) {
	var out models.Elenco[RigaChiusura]
	da := ` FROM (SELECT i.ente_id, coalesce(i.erogatore_id, i.struttura_id) AS presso_id, ?::date AS mese, count(*) AS interventi FROM intervento i
		WHERE i.ente_id IN ? AND i.natura <> 'ECONOMICO' AND i.stato <> 'BOZZA' AND i.data_inizio <= ? AND (i.data_fine IS NULL OR i.data_fine >= ?)
		GROUP BY 1, 2) x` + chiuseCon
	args := []any{f.Mese, chi.Enti(), f.Mese.Fine(), f.Mese.Inizio()}
	if f.Stato != "" {
		da, args = da+" WHERE coalesce(c.stato, 'APERTO') = ?", append(args, f.Stato)
	}
	if err := tx.Raw("SELECT count(*)"+da, args...).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("chiusure: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[RigaChiusura](tx, campiChiusura+da+` ORDER BY presso, ente, x.presso_id, x.ente_id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, err
}

// ChiusuraVisibile loads a closing of the enti of who asks.
func ChiusuraVisibile(tx *gorm.DB, chi models.Chi, id string) (RigaChiusura, error) {
	return models.Una[RigaChiusura](tx, "la chiusura non esiste o non è visibile: aprirla dall'elenco", campiChiusura+` FROM (SELECT k.ente_id, k.presso_id, k.mese,
			(SELECT count(*) FROM intervento i WHERE i.ente_id = k.ente_id AND coalesce(i.erogatore_id, i.struttura_id) = k.presso_id AND i.natura <> 'ECONOMICO'
				AND i.stato <> 'BOZZA' AND i.data_inizio < k.mese + interval '1 month' AND (i.data_fine IS NULL OR i.data_fine >= k.mese)) AS interventi
		FROM chiusura_mese k WHERE k.id = ? AND k.ente_id IN ?) x`+chiuseCon, id, chi.Enti())
}

// Firme lists the signatures of a closing, the latest first.
func Firme(tx *gorm.DB, id string) ([]Firma, error) {
	return models.Tutte[Firma](tx, `SELECT f.*, o.cognome || ' ' || o.nome AS firmata_da FROM firma_mese f JOIN operatore o ON o.id = f.firmata_da
		WHERE f.chiusura_id = ? ORDER BY f.firmata_il DESC, f.id`, id)
}

// Riapertura is a request to open a month again, with what was decided of it.
type Riapertura struct {
	ID        string
	FirmaID   string
	Motivo    string
	ChiestaDa string
	ChiestaIl time.Time
	Esito     Stato // "" while it waits
	Nota      string
	DecisaDa  string
	DecisaIl  *time.Time
}

// Riaperture lists the requests to open a month again, the latest first.
func Riaperture(tx *gorm.DB, id string) ([]Riapertura, error) {
	return models.Tutte[Riapertura](tx, `SELECT r.id, r.firma_id, r.motivo, a.cognome || ' ' || a.nome AS chiesta_da, r.chiesta_il,
			coalesce(d.esito, '') AS esito, coalesce(d.nota, '') AS nota, coalesce(o.cognome || ' ' || o.nome, '') AS decisa_da, d.decisa_il
		FROM richiesta_riapertura r JOIN operatore a ON a.id = r.chiesta_da LEFT JOIN decisione_riapertura d ON d.richiesta_id = r.id
		LEFT JOIN operatore o ON o.id = d.decisa_da WHERE r.chiusura_id = ? ORDER BY r.chiesta_il DESC, r.id`, id)
}
