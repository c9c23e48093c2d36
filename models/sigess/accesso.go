package sigess

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

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
	TipoPresenza TipoPresenza `gorm:"default:PRESENTE"` // Presente where there is none to say
	InseritoDa   string
	InseritoIl   time.Time
	// Progressivo counts the corrections of a cell that was paid, each of which
	// names the row before: 0 is the cell itself.
	Progressivo int
	RettificaDi *string
}

// TableName is the table of Accesso.
func (Accesso) TableName() string { return "accesso" }

// Testo is the quantity as the cell shows it, or the letter of a tipo di presenza
// that is not Presente.
func (a Accesso) Testo() string {
	if a.TipoPresenza.voce().tipo != Presente {
		return a.TipoPresenza.Lettera()
	}
	if a.Minuti != nil {
		return a.Minuti.String()
	}
	return a.Quantita.String()
}

// uguale tells whether both say the same quantity.
func (a Accesso) uguale(b Accesso) bool {
	if a.TipoPresenza != b.TipoPresenza {
		return false
	}
	if a.Minuti != nil && b.Minuti != nil {
		return *a.Minuti == *b.Minuti
	}
	return a.Quantita != nil && b.Quantita != nil && *a.Quantita == *b.Quantita
}

// ModuloAccesso is what is typed in a cell (fig. 29).
type ModuloAccesso struct {
	Prestazione string           `json:"prestazione" doc:"Prestazione" opzioni:"prestazioni" minLength:"1" maxLength:"20"`
	Quantita    *misura.Quantita `json:"quantita,omitempty" doc:"Quantità" help:"Accessi, pasti o giornate" example:"1.00"`
	Minuti      *misura.Minuti   `json:"minuti,omitempty" doc:"Tempo" help:"Per le prestazioni a ore: 1:30 o 90'" example:"90"`
	// TipoPresenza is Presente when it is left out.
	TipoPresenza TipoPresenza `json:"tipoPresenza,omitempty" doc:"Tipo di presenza" help:"Solo per le giornate in struttura; quanto si paga lo dice il tariffario" enum:"PRESENTE,MEZZA_GIORNATA,ASSENTE_GIUSTIFICATO,ASSENTE_INGIUSTIFICATO,RICOVERO,RIENTRO_FAMIGLIA,VACANZA" etichette:"Presente,Mezza giornata,Assente giustificato,Assente ingiustificato,Ricovero ospedaliero,Rientro in famiglia,Vacanza o soggiorno"`
}

// Check asks for one of the two quantities.
func (m ModuloAccesso) Check() map[string]string {
	if (m.Quantita == nil) == (m.Minuti == nil) {
		return map[string]string{"quantita": "indicare la quantità oppure il tempo, secondo la prestazione"}
	}
	return nil
}

// Registra enters what was delivered on a day, or changes it. A day to come,
// outside the intervento, in a suspension, in a signed month or in one that a
// provisional run holds, and a prestazione that is not in the plan, are refused.
func Registra(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data, m ModuloAccesso) (Accesso, error) {
	f, err := apriFoglio(tx, chi, data.Mese(), []string{interventoID})
	if err != nil {
		return Accesso{}, err
	}
	a, err := f.ammette(interventoID, data, m)
	if err != nil {
		return Accesso{}, err
	}
	scritti, tolti := f.diventa(chiaveCella{interventoID, data, m.Prestazione}, &a)
	return a, scriviAccessi(tx, scritti, tolti)
}

// Elimina takes a prestazione away from a day. Taking away what is not there
// is harmless.
func Elimina(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data, prestazione string) error {
	f, err := apriFoglio(tx, chi, data.Mese(), []string{interventoID})
	if err != nil {
		return err
	}
	if _, err := f.accessibile(interventoID, data); err != nil {
		return err
	}
	k := chiaveCella{interventoID, data, prestazione}
	if _, presente := f.accessi[k]; !presente {
		return nil
	}
	if err := f.aperto(interventoID); err != nil {
		return err
	}
	scritti, tolti := f.diventa(k, nil)
	return scriviAccessi(tx, scritti, tolti)
}

// nuovoAccesso is the row of a cell; the id follows from its place, so that
// writing it again changes it.
func nuovoAccesso(chi models.Chi, i Intervento, data periodo.Data, m ModuloAccesso) Accesso {
	id := uuid.NewSHA1(spazioFigli, fmt.Appendf(nil, "%s/%s/%s", i.ID, data, m.Prestazione)).String()
	return Accesso{ID: id, EnteID: i.EnteID, InterventoID: i.ID, Data: data, Prestazione: m.Prestazione,
		Quantita: m.Quantita, Minuti: m.Minuti, TipoPresenza: m.TipoPresenza.voce().tipo, InseritoDa: chi.OperatoreID}
}

// scriviAccessi writes the rows of some cells and takes away others, all of
// which a foglio has let through.
func scriviAccessi(tx *gorm.DB, scritti []Accesso, tolti []string) error {
	if len(scritti) > 0 {
		adesso := time.Now()
		for n := range scritti {
			scritti[n].InseritoIl = adesso
		}
		sopra := clause.OnConflict{Columns: []clause.Column{{Name: "intervento_id"}, {Name: "data"}, {Name: "prestazione"}, {Name: "progressivo"}},
			DoUpdates: clause.AssignmentColumns([]string{"quantita", "minuti", "tipo_presenza", "inserito_da", "inserito_il"})}
		if err := tx.Clauses(sopra).CreateInBatches(scritti, 500).Error; err != nil {
			return cellaRifiutata(err)
		}
	}
	if len(tolti) == 0 {
		return nil
	}
	if err := tx.Exec(`DELETE FROM accesso WHERE id IN ?`, tolti).Error; err != nil {
		return cellaRifiutata(err)
	}
	return nil
}

// cellaRifiutata is what the guard of the table refuses, should a foglio ever
// let it through.
func cellaRifiutata(err error) error {
	switch models.Vincolo(err) {
	case "accesso_mese_chiuso":
		return models.Errorf(models.Conflict, "il mese è chiuso: è già in un'elaborazione contabile")
	case "accesso_mese_firmato":
		return models.Errorf(models.Conflict, "il mese è firmato: chiederne la riapertura da «Chiusura del mese»")
	case "accesso_liquidato":
		return models.Errorf(models.Conflict, "il mese è stato liquidato in questo momento: ripetere, e la differenza andrà a conguaglio")
	case "accesso_fuori_intervento":
		return models.Refuse("data", "la data è fuori dall'intervento o in una sospensione")
	default:
		return fmt.Errorf("accesso: %w", err)
	}
}
