package sigess

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/misura"
	"siss/models/periodo"
)

// Accesso is what was delivered on a day (manuale §7): minutes for what is
// paid by the hour, else units; a presence is one unit.
type Accesso struct {
	ID           string
	EnteID       string
	InterventoID string
	Data         periodo.Data
	Prestazione  string
	Quantita     *misura.Quantita
	Minuti       *misura.Minuti
}

// TableName is the table of Accesso.
func (Accesso) TableName() string { return "accesso" }

// Testo is the quantity as the cell shows it.
func (a Accesso) Testo() string {
	if a.Minuti != nil {
		return a.Minuti.String()
	}
	return a.Quantita.String()
}

// ModuloAccesso is what is typed in a cell (fig. 29).
type ModuloAccesso struct {
	Prestazione string           `json:"prestazione" doc:"Prestazione" opzioni:"prestazioni" minLength:"1" maxLength:"20"`
	Quantita    *misura.Quantita `json:"quantita,omitempty" doc:"Quantità" help:"Accessi, pasti o giornate" example:"1.00"`
	Minuti      *misura.Minuti   `json:"minuti,omitempty" doc:"Tempo" help:"Per le prestazioni a ore: 1:30 o 90'" example:"90"`
}

// Check asks for one of the two quantities.
func (m ModuloAccesso) Check() map[string]string {
	if (m.Quantita == nil) == (m.Minuti == nil) {
		return map[string]string{"quantita": "indicare la quantità oppure il tempo, secondo la prestazione"}
	}
	return nil
}

// Registra enters what was delivered on a day, or changes it. A day to come,
// outside the intervento, in a suspension or in an elaborated month, and a
// prestazione that is not in the plan, are refused.
func Registra(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data, m ModuloAccesso) (Accesso, error) {
	i, err := accessibile(tx, chi, interventoID, data)
	if err != nil {
		return Accesso{}, err
	}
	if err := prestazioneAmmessa(tx, i, data, m); err != nil {
		return Accesso{}, err
	}
	if i.Natura == Struttura {
		if err := unaPresenza(tx, i, data); err != nil {
			return Accesso{}, err
		}
	}
	id := uuid.NewSHA1(spazioFigli, fmt.Appendf(nil, "%s/%s/%s", interventoID, data, m.Prestazione)).String()
	err = tx.Exec(`INSERT INTO accesso (id, ente_id, intervento_id, data, prestazione, quantita, minuti, inserito_da) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (intervento_id, data, prestazione) DO UPDATE SET quantita = excluded.quantita, minuti = excluded.minuti,
			inserito_da = excluded.inserito_da, inserito_il = now()`,
		id, i.EnteID, i.ID, data, m.Prestazione, m.Quantita, m.Minuti, chi.OperatoreID).Error
	if err != nil {
		return Accesso{}, cellaRifiutata(err)
	}
	return Accesso{ID: id, EnteID: i.EnteID, InterventoID: i.ID, Data: data, Prestazione: m.Prestazione, Quantita: m.Quantita, Minuti: m.Minuti}, nil
}

// Elimina takes a prestazione away from a day. Taking away what is not there
// is harmless.
func Elimina(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data, prestazione string) error {
	i, err := accessibile(tx, chi, interventoID, data)
	if err != nil {
		return err
	}
	err = tx.Exec(`DELETE FROM accesso WHERE intervento_id = ? AND data = ? AND prestazione = ?`, i.ID, data, prestazione).Error
	if err != nil {
		return cellaRifiutata(err)
	}
	return nil
}

func accessibile(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data) (Intervento, error) {
	i, err := InterventoVisibile(tx, chi, interventoID)
	if err != nil {
		return i, err
	}
	if err := Gestisce(chi, i); err != nil {
		return i, err
	}
	if i.Natura == Economico {
		return i, models.Errorf(models.Conflict, "un intervento economico non ha accessi")
	}
	if i.Stato == Bozza {
		return i, models.Errorf(models.Conflict, "l'intervento non è ancora attivo")
	}
	if data.Dopo(periodo.Oggi()) {
		return i, models.Refuse("data", "la data non può essere futura")
	}
	return i, nil
}

func prestazioneAmmessa(tx *gorm.DB, i Intervento, data periodo.Data, m ModuloAccesso) error {
	nelPiano, err := models.Tutte[struct{ ID string }](tx, `SELECT id FROM riga_piano WHERE intervento_id = ? AND prestazione = ?`, i.ID, m.Prestazione)
	if err != nil {
		return err
	}
	if len(nelPiano) == 0 {
		return models.Refuse("prestazione", "la prestazione non è nel piano di assistenza")
	}
	v, err := voce(tx, *i.TariffarioID, m.Prestazione, data)
	if models.KindOf(err) == models.NotFound {
		return models.Refuse("prestazione", "la prestazione non ha una tariffa in quella data")
	} else if err != nil {
		return err
	}
	switch {
	case v.Unita == "ORA" && m.Minuti == nil:
		return models.Refuse("minuti", "la prestazione è a ore: indicare il tempo")
	case v.Unita != "ORA" && m.Quantita == nil:
		return models.Refuse("quantita", "la prestazione è a quantità: indicare la quantità")
	case m.Quantita != nil && *m.Quantita <= 0:
		return models.Refuse("quantita", "la quantità deve essere maggiore di zero: per toglierla usare Elimina")
	case v.Unita == "GIORNATA" && *m.Quantita > 100:
		return models.Refuse("quantita", "in un giorno c'è al massimo una presenza")
	}
	return nil
}

// unaPresenza refuses a second structure on the same day (domain b.8). The lock
// makes two entries for one person wait for each other.
func unaPresenza(tx *gorm.DB, i Intervento, data periodo.Data) error {
	if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, i.SoggettoID).Error; err != nil {
		return fmt.Errorf("accesso: %w", err)
	}
	altre, err := models.Tutte[struct{ ID string }](tx, `SELECT a.id FROM accesso a JOIN intervento i ON i.id = a.intervento_id
		WHERE i.soggetto_id = ? AND i.natura = 'STRUTTURA' AND i.id <> ? AND a.data = ?`, i.SoggettoID, i.ID, data)
	if err != nil {
		return err
	}
	if len(altre) > 0 {
		return models.Refuse("data", "quel giorno la persona risulta presente in un'altra struttura")
	}
	return nil
}

func cellaRifiutata(err error) error {
	switch models.Vincolo(err) {
	case "accesso_mese_chiuso":
		return models.Errorf(models.Conflict, "il mese è chiuso: è già in un'elaborazione contabile")
	case "accesso_fuori_intervento":
		return models.Refuse("data", "la data è fuori dall'intervento o in una sospensione")
	default:
		return fmt.Errorf("accesso: %w", err)
	}
}

// FiltroTabellone is the mask of fig. 26.
type FiltroTabellone struct {
	Mese             periodo.Mese `json:"mese,omitempty" format:"month" doc:"Periodo"`
	TipoInterventoID string       `json:"tipoInterventoId,omitempty" format:"uuid" doc:"Tipo di intervento" opzioni:"tipiIntervento"`
}

// RigaTabellone is a row of fig. 28: an intervento, with its month.
type RigaTabellone struct {
	RigaIntervento
	Accessi     []Accesso     `gorm:"-"`
	Sospensioni []Sospensione `gorm:"-"`
	// ChiusaDa is the number of the elaborazione that holds the month, or "".
	ChiusaDa string
}

// Tabellone lists the interventi with accessi that touch the month, one row
// each, by name as in fig. 28.
func Tabellone(tx *gorm.DB, chi models.Chi, f FiltroTabellone, p models.Pagina) (models.Elenco[RigaTabellone], error) {
	var out models.Elenco[RigaTabellone]
	where := ` WHERE i.ente_id IN ? AND i.natura <> 'ECONOMICO' AND i.stato <> 'BOZZA' AND i.data_inizio <= ? AND (i.data_fine IS NULL OR i.data_fine >= ?)`
	args := []any{chi.Enti(), f.Mese.Fine(), f.Mese.Inizio()}
	if f.TipoInterventoID != "" {
		where, args = where+" AND i.tipo_intervento_id = ?", append(args, f.TipoInterventoID)
	}
	if err := tx.Raw("SELECT count(*) FROM intervento i"+where, args...).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("tabellone: %w", err)
	}
	righe, err := models.Tutte[RigaTabellone](tx, `SELECT x.*, coalesce((SELECT e.anno || '/' || e.numero FROM mese_elaborato m JOIN elaborazione e ON e.id = m.elaborazione_id
			WHERE m.intervento_id = x.id AND m.mese = ?), '') AS chiusa_da
		FROM (`+rigaIntervento+where+`) x ORDER BY x.cognome, x.nome, x.data_nascita, x.data_inizio, x.numero, x.id LIMIT ? OFFSET ?`,
		append(append([]any{f.Mese.Inizio()}, args...), p.Limite, p.Salta)...)
	if err != nil {
		return out, err
	}
	out.Elementi = righe
	return out, riempi(tx, righe, f.Mese)
}

func riempi(tx *gorm.DB, righe []RigaTabellone, mese periodo.Mese) error {
	ids := make([]string, len(righe))
	posto := map[string]int{}
	for n, r := range righe {
		ids[n], posto[r.ID] = r.ID, n
	}
	accessi, err := models.Tutte[Accesso](tx, `SELECT * FROM accesso WHERE intervento_id IN ? AND data BETWEEN ? AND ? ORDER BY data, prestazione`,
		ids, mese.Inizio(), mese.Fine())
	if err != nil {
		return err
	}
	for _, a := range accessi {
		n := posto[a.InterventoID]
		righe[n].Accessi = append(righe[n].Accessi, a)
	}
	sospensioni, err := models.Tutte[Sospensione](tx, `SELECT * FROM sospensione WHERE intervento_id IN ? ORDER BY dal`, ids)
	for _, s := range sospensioni {
		n := posto[s.InterventoID]
		righe[n].Sospensioni = append(righe[n].Sospensioni, s)
	}
	return err
}

// Cella is one day of an intervento, with what may be entered there.
type Cella struct {
	Intervento  RigaIntervento
	Accessi     []Accesso
	Prestazioni []Voce
}

// CellaDi loads a day of the tabellone.
func CellaDi(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data) (Cella, error) {
	var c Cella
	var err error
	if c.Intervento, err = RigaDi(tx, chi, interventoID); err != nil {
		return c, err
	}
	if c.Accessi, err = models.Tutte[Accesso](tx, `SELECT * FROM accesso WHERE intervento_id = ? AND data = ? ORDER BY prestazione`, interventoID, data); err != nil {
		return c, err
	}
	c.Prestazioni, err = models.Tutte[Voce](tx, `SELECT v.* FROM riga_piano r JOIN intervento i ON i.id = r.intervento_id
		JOIN voce_tariffario v ON v.tariffario_id = i.tariffario_id AND v.prestazione = r.prestazione
		WHERE r.intervento_id = ? AND v.dal <= ? AND (v.al IS NULL OR v.al >= ?) ORDER BY r.progressivo`, interventoID, data, data)
	return c, err
}

// RigaDi loads one intervento as the lists show it.
func RigaDi(tx *gorm.DB, chi models.Chi, id string) (RigaIntervento, error) {
	return models.Una[RigaIntervento](tx, "l'intervento non esiste o non è visibile",
		rigaIntervento+` WHERE i.id = ? AND i.ente_id IN ?`, id, chi.Enti())
}
