package sigess

import (
	"fmt"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
)

// Fondo is money that an ente has for a year, with where it comes from (domain
// b.10). It is divided in capitoli.
type Fondo struct {
	ID            string
	EnteID        string
	Denominazione string
	Origine       string
	Capofila      string
	Annualita     int
	Importo       euro.Importo
	Vincolo       string
	Versione      int
}

// TableName is the table of Fondo.
func (Fondo) TableName() string { return "fondo" }

// Capitolo is a part of a fondo, from which impegni are taken.
type Capitolo struct {
	ID            string
	EnteID        string
	FondoID       string
	Codice        string
	Denominazione string
	Importo       euro.Importo
	Versione      int
}

// TableName is the table of Capitolo.
func (Capitolo) TableName() string { return "capitolo" }

// Nome is how lists name the capitolo: its code and what it is for.
func (c Capitolo) Nome() string { return c.Codice + " - " + c.Denominazione }

// ModuloFondo is the form of a Fondo.
type ModuloFondo struct {
	EnteID        string       `json:"enteId" format:"uuid" doc:"Ente che paga" opzioni:"enti"`
	Denominazione string       `json:"denominazione" doc:"Denominazione" minLength:"1" maxLength:"200"`
	Origine       string       `json:"origine" doc:"Origine" enum:"FNPS,FNA,DOPO_DI_NOI,POVERTA,PNRR,REGIONALE,COMUNALE,ALTRO" etichette:"Fondo nazionale politiche sociali (FNPS),Fondo non autosufficienze (FNA),Dopo di noi,Fondo povertà (QSFP),PNRR,Regionale,Comunale,Altro"`
	Capofila      string       `json:"capofila,omitempty" doc:"Ente capofila" maxLength:"200" help:"Solo se il fondo è gestito da un altro ente"`
	Annualita     int          `json:"annualita" doc:"Annualità" minimum:"2000" maximum:"2200"`
	Importo       euro.Importo `json:"importo" pattern:"^[0-9.]+(,[0-9]{1,2})?$" doc:"Importo"`
	Vincolo       string       `json:"vincolo,omitempty" doc:"Vincolo" maxLength:"500" help:"Per che cosa si può spendere"`
	Versione      int          `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Check refuses a fondo without money.
func (m ModuloFondo) Check() map[string]string { return positivo(m.Importo) }

func positivo(importo euro.Importo) map[string]string {
	if importo <= 0 {
		return map[string]string{"importo": "l'importo deve essere maggiore di zero"}
	}
	return nil
}

// Modulo is the form filled in with what is on record.
func (f Fondo) Modulo() ModuloFondo {
	return ModuloFondo{EnteID: f.EnteID, Denominazione: f.Denominazione, Origine: f.Origine, Capofila: f.Capofila, Annualita: f.Annualita,
		Importo: f.Importo, Vincolo: f.Vincolo, Versione: f.Versione}
}

// ModuloCapitolo is the form of a Capitolo.
type ModuloCapitolo struct {
	FondoID       string       `json:"fondoId" format:"uuid" doc:"Fondo" widget:"hidden"`
	Codice        string       `json:"codice" doc:"Codice" minLength:"1" maxLength:"40" help:"Come nel bilancio dell'ente"`
	Denominazione string       `json:"denominazione" doc:"Denominazione" minLength:"1" maxLength:"200"`
	Importo       euro.Importo `json:"importo" pattern:"^[0-9.]+(,[0-9]{1,2})?$" doc:"Stanziamento" help:"La parte del fondo che va al capitolo"`
	Versione      int          `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Check refuses a capitolo without money.
func (m ModuloCapitolo) Check() map[string]string { return positivo(m.Importo) }

// Modulo is the form filled in with what is on record.
func (c Capitolo) Modulo() ModuloCapitolo {
	return ModuloCapitolo{FondoID: c.FondoID, Codice: c.Codice, Denominazione: c.Denominazione, Importo: c.Importo, Versione: c.Versione}
}

// Impegna refuses who may not keep the fondi and the impegni of an ente
// (domain b.1).
func Impegna(chi models.Chi, enteID string) error {
	if chi.Ha(enteID, models.ResponsabileContabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "fondi e impegni spettano al responsabile contabile dell'ente che paga")
}

// SalvaFondo writes a fondo of an ente of who acts, unless others have changed it
// since the form was opened.
func SalvaFondo(tx *gorm.DB, chi models.Chi, id string, m ModuloFondo) (Fondo, error) {
	if !chi.InEnte(m.EnteID) {
		return Fondo{}, models.Refuse("enteId", "scegliere un ente dall'elenco")
	}
	if err := Impegna(chi, m.EnteID); err != nil {
		return Fondo{}, err
	}
	gia, err := models.Tutte[Fondo](tx, `SELECT * FROM fondo WHERE id = ? FOR UPDATE`, id)
	if err != nil {
		return Fondo{}, err
	}
	if len(gia) > 0 {
		if gia[0].EnteID != m.EnteID {
			return Fondo{}, altrui(chi, gia[0].EnteID, "il fondo", "enteId")
		}
		fatto, err := models.Attuale(tx, "fondo", id, m.Versione, gia[0].Versione, m, func(v models.Versione[Fondo]) (any, error) { return v.Riga.Modulo(), nil })
		if err != nil || fatto {
			return gia[0], err
		}
	}
	err = esegui(tx, `INSERT INTO fondo (id, ente_id, denominazione, origine, capofila, annualita, importo, vincolo) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET denominazione = excluded.denominazione, origine = excluded.origine, capofila = excluded.capofila,
			annualita = excluded.annualita, importo = excluded.importo, vincolo = excluded.vincolo, versione = fondo.versione + 1`,
		id, m.EnteID, m.Denominazione, m.Origine, m.Capofila, m.Annualita, m.Importo, m.Vincolo)
	switch models.Vincolo(err) {
	case "":
	case "fondo_ente_id_annualita_denominazione_key":
		return Fondo{}, models.Refuse("denominazione", "c'è già un fondo con questo nome nell'anno")
	case "fondo_capiente":
		return Fondo{}, models.Refuse("importo", "i capitoli del fondo valgono di più: ridurli prima")
	}
	if err != nil {
		return Fondo{}, err
	}
	return models.Una[Fondo](tx, "il fondo non esiste", `SELECT * FROM fondo WHERE id = ?`, id)
}

// altrui refuses a row that is of another ente or parent than the form says: who
// may not see it is told that it is not there.
func altrui(chi models.Chi, enteID, cosa, campo string) error {
	if !chi.InEnte(enteID) {
		return models.Errorf(models.NotFound, "%s non esiste o non è visibile", cosa)
	}
	return models.Refuse(campo, cosa+" è di un altro: non si sposta")
}

// SalvaCapitolo writes a capitolo of a fondo of the enti of who acts.
func SalvaCapitolo(tx *gorm.DB, chi models.Chi, id string, m ModuloCapitolo) (Capitolo, error) {
	f, err := models.Una[Fondo](tx, "", `SELECT * FROM fondo WHERE id = ? AND ente_id IN ?`, m.FondoID, chi.Enti())
	if models.KindOf(err) == models.NotFound {
		return Capitolo{}, models.Refuse("fondoId", "il fondo non esiste o non è visibile")
	} else if err != nil {
		return Capitolo{}, err
	}
	if err := Impegna(chi, f.EnteID); err != nil {
		return Capitolo{}, err
	}
	gia, err := models.Tutte[Capitolo](tx, `SELECT * FROM capitolo WHERE id = ? FOR UPDATE`, id)
	if err != nil {
		return Capitolo{}, err
	}
	if len(gia) > 0 {
		if gia[0].FondoID != m.FondoID {
			return Capitolo{}, altrui(chi, gia[0].EnteID, "il capitolo", "fondoId")
		}
		fatto, err := models.Attuale(tx, "capitolo", id, m.Versione, gia[0].Versione, m, func(v models.Versione[Capitolo]) (any, error) { return v.Riga.Modulo(), nil })
		if err != nil || fatto {
			return gia[0], err
		}
	}
	err = esegui(tx, `INSERT INTO capitolo (id, ente_id, fondo_id, codice, denominazione, importo) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET codice = excluded.codice, denominazione = excluded.denominazione, importo = excluded.importo,
			versione = capitolo.versione + 1`, id, f.EnteID, f.ID, m.Codice, m.Denominazione, m.Importo)
	switch models.Vincolo(err) {
	case "":
	case "capitolo_fondo_id_codice_key":
		return Capitolo{}, models.Refuse("codice", "il fondo ha già un capitolo con questo codice")
	case "fondo_capiente":
		return Capitolo{}, models.Refuse("importo", "il fondo non basta per tutti i suoi capitoli: ridurre lo stanziamento o aumentare il fondo")
	case "capitolo_capiente":
		return Capitolo{}, models.Refuse("importo", "gli impegni del capitolo valgono di più: ridurli prima")
	}
	if err != nil {
		return Capitolo{}, err
	}
	return models.Una[Capitolo](tx, "il capitolo non esiste", `SELECT * FROM capitolo WHERE id = ?`, id)
}

// FiltroFondi chooses fondi. Empty fields choose all.
type FiltroFondi struct {
	Anno    int    `json:"anno,omitempty" doc:"Annualità" minimum:"0" maximum:"2200"`
	Origine string `json:"origine,omitempty" doc:"Origine" enum:"FNPS,FNA,DOPO_DI_NOI,POVERTA,PNRR,REGIONALE,COMUNALE,ALTRO" etichette:"Fondo nazionale politiche sociali (FNPS),Fondo non autosufficienze (FNA),Dopo di noi,Fondo povertà (QSFP),PNRR,Regionale,Comunale,Altro"`
	Cerca   string `json:"cerca,omitempty" doc:"Denominazione" maxLength:"100" help:"Anche solo una parte"`
}

// Bilancio says how much of an amount is bound by impegni, and of these how much
// is used, provisionally used and left.
type Bilancio struct {
	Impegnato   euro.Importo
	Usato       euro.Importo
	Provvisorio euro.Importo
	Disponibile euro.Importo
}

// RigaFondo is a fondo with how it stands.
type RigaFondo struct {
	Fondo
	Bilancio
	Ente      string
	Ripartito euro.Importo // among its capitoli
}

// bilanci are the columns of a Bilancio over saldi s.
const bilanci = `coalesce(sum(s.assegnato), 0)::bigint AS impegnato, coalesce(sum(s.usato), 0)::bigint AS usato,
	coalesce(sum(s.provvisorio), 0)::bigint AS provvisorio, coalesce(sum(s.disponibile), 0)::bigint AS disponibile`

const rigaFondo = `SELECT f.*, t.denominazione AS ente, b.*, (SELECT coalesce(sum(c.importo), 0)::bigint FROM capitolo c WHERE c.fondo_id = f.id) AS ripartito
	FROM fondo f JOIN ente t ON t.id = f.ente_id CROSS JOIN LATERAL (SELECT ` + bilanci + ` FROM capitolo c JOIN impegno i ON i.capitolo_id = c.id
		JOIN saldo_impegno s ON s.id = i.id WHERE c.fondo_id = f.id) b `

// ElencaFondi lists the fondi of the enti of who asks, the latest year first.
func ElencaFondi(tx *gorm.DB, chi models.Chi, f FiltroFondi, p models.Pagina) (models.Elenco[RigaFondo], error) {
	var out models.Elenco[RigaFondo]
	where, args := "WHERE f.ente_id IN ?", []any{chi.Enti()}
	if f.Anno != 0 {
		where, args = where+" AND f.annualita = ?", append(args, f.Anno)
	}
	if f.Origine != "" {
		where, args = where+" AND f.origine = ?", append(args, f.Origine)
	}
	if f.Cerca != "" {
		where, args = where+" AND siss_chiave_ricerca(f.denominazione) LIKE '%' || siss_chiave_ricerca(?) || '%'", append(args, f.Cerca)
	}
	if err := tx.Raw(`SELECT count(*) FROM fondo f `+where, args...).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("fondi: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[RigaFondo](tx, rigaFondo+where+` ORDER BY f.annualita DESC, f.denominazione, f.id LIMIT ? OFFSET ?`,
		append(args, p.Limite, p.Salta)...)
	return out, err
}

// FondoVisibile loads a fondo of the enti of who asks.
func FondoVisibile(tx *gorm.DB, chi models.Chi, id string) (RigaFondo, error) {
	return models.Una[RigaFondo](tx, "il fondo non esiste o non è visibile", rigaFondo+`WHERE f.id = ? AND f.ente_id IN ?`, id, chi.Enti())
}

// RigaCapitolo is a capitolo with how it stands.
type RigaCapitolo struct {
	Capitolo
	Bilancio
}

// Capitoli lists the capitoli of a fondo that may be seen.
func Capitoli(tx *gorm.DB, fondoID string) ([]RigaCapitolo, error) {
	return models.Tutte[RigaCapitolo](tx, `SELECT c.*, b.* FROM capitolo c CROSS JOIN LATERAL (SELECT `+bilanci+` FROM impegno i
		JOIN saldo_impegno s ON s.id = i.id WHERE i.capitolo_id = c.id) b WHERE c.fondo_id = ? ORDER BY c.codice, c.id LIMIT 500`, fondoID)
}
