package sigess

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/euro"
	"siss/models/periodo"
)

// Impegno is money of a capitolo that an act binds to what it is for (domain
// b.10). It pays months of its year that begin before it expires: of the
// interventi of its tipi and of its office, and of those that it is tied to.
// Importo is what the act bound; variations are rows of their own.
type Impegno struct {
	ID              string
	EnteID          string
	CapitoloID      string
	Anno            int
	Numero          string
	Oggetto         string
	DeterminaNumero string
	DeterminaData   periodo.Data
	CIG             string `gorm:"column:cig"`
	CUP             string `gorm:"column:cup"`
	Importo         euro.Importo
	Scadenza        periodo.Data
	Intero          bool // pays a movimento whole or not at all
	Tipi            insiemeID
	UOID            *string `gorm:"column:uo_id"`
	CreatoIl        time.Time
	Versione        int
}

// TableName is the table of Impegno.
func (Impegno) TableName() string { return "impegno" }

// Estremi is how the impegno is named: "12/2026".
func (i Impegno) Estremi() string { return fmt.Sprintf("%s/%d", i.Numero, i.Anno) }

// paga tells whether the impegno pays a month: the month decides the year
// (domain c.9, 15).
func (i Impegno) paga(mese periodo.Mese) bool {
	return mese.Anno() == i.Anno && !mese.Inizio().Dopo(i.Scadenza)
}

// generale tells whether the impegno pays the interventi of a tipo in an office
// that are tied to none.
func (i Impegno) generale(tipoID, uoID string) bool {
	return (len(i.Tipi) > 0 || i.UOID != nil) && (len(i.Tipi) == 0 || slices.Contains(i.Tipi, tipoID)) && (i.UOID == nil || *i.UOID == uoID)
}

// insiemeID is a set of ids as PostgreSQL writes an array of them.
type insiemeID []string

// Scan reads an array of ids.
func (e *insiemeID) Scan(src any) error {
	testo, ok := src.(string)
	if !ok {
		return fmt.Errorf("array of ids: got %T", src)
	}
	*e = strings.FieldsFunc(strings.Trim(testo, "{}"), func(r rune) bool { return r == ',' })
	return nil
}

// Value writes an array of ids.
func (e insiemeID) Value() (driver.Value, error) { return elencoUUID(e), nil }

// DatiImpegno is what of an impegno may be corrected.
type DatiImpegno struct {
	Numero          string       `json:"numero" doc:"Numero" minLength:"1" maxLength:"20" help:"Quello della contabilità dell'ente"`
	Oggetto         string       `json:"oggetto" doc:"Oggetto" minLength:"1" maxLength:"200"`
	DeterminaNumero string       `json:"determinaNumero" doc:"Numero della determina" minLength:"1" maxLength:"40"`
	DeterminaData   periodo.Data `json:"determinaData" format:"date" doc:"Data della determina"`
	CIG             string       `json:"cig,omitempty" doc:"CIG" maxLength:"10" pattern:"^([A-Z0-9]{10})?$" help:"Dieci lettere e cifre, se c'è"`
	CUP             string       `json:"cup,omitempty" doc:"CUP" maxLength:"15" pattern:"^([A-Z0-9]{15})?$" help:"Quindici lettere e cifre, se c'è"`
	Scadenza        periodo.Data `json:"scadenza" format:"date" doc:"Scadenza" help:"Si usa per primo l'impegno che scade prima"`
	Intero          bool         `json:"intero,omitempty" doc:"Paga un movimento solo per intero" help:"Altrimenti la parte che manca la paga un altro impegno"`
	Tipi            []string     `json:"tipi,omitempty" format:"uuid" doc:"Tipi di intervento" opzioni:"tipiIntervento" maxItems:"200" help:"Nessun tipo e nessun ufficio: solo gli interventi a cui è collegato"`
	UOID            string       `json:"uoId,omitempty" format:"uuid" doc:"Ufficio" opzioni:"uffici" help:"Vuoto: di tutti gli uffici"`
	Versione        int          `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Check refuses an act to come.
func (m DatiImpegno) Check() map[string]string {
	problemi := map[string]string{}
	if m.DeterminaData.Dopo(periodo.Oggi()) {
		problemi["determinaData"] = "il giorno non è ancora venuto"
	}
	return problemi
}

// Dati is the form filled in with what is on record.
func (i Impegno) Dati() DatiImpegno {
	d := DatiImpegno{Numero: i.Numero, Oggetto: i.Oggetto, DeterminaNumero: i.DeterminaNumero, DeterminaData: i.DeterminaData, CIG: i.CIG, CUP: i.CUP,
		Scadenza: i.Scadenza, Intero: i.Intero, Tipi: i.Tipi, Versione: i.Versione}
	if i.UOID != nil {
		d.UOID = *i.UOID
	}
	return d
}

// ModuloImpegno is the form of a new Impegno.
type ModuloImpegno struct {
	CapitoloID string       `json:"capitoloId" format:"uuid" doc:"Capitolo" opzioni:"capitoli"`
	Anno       int          `json:"anno" doc:"Anno" minimum:"2000" maximum:"2200" help:"Paga i mesi di quest'anno"`
	Importo    euro.Importo `json:"importo" pattern:"^[0-9.]+(,[0-9]{1,2})?$" doc:"Importo"`
	DatiImpegno
}

// Check refuses an impegno without money and one that expired before its year.
func (m ModuloImpegno) Check() map[string]string {
	problemi := m.DatiImpegno.Check()
	if m.Importo <= 0 {
		problemi["importo"] = "l'importo deve essere maggiore di zero"
	}
	if !m.Scadenza.IsZero() && m.Scadenza.Anno() < m.Anno {
		problemi["scadenza"] = "la scadenza viene prima dell'anno che l'impegno paga"
	}
	return problemi
}

// SalvaImpegno takes an impegno from a capitolo. What is there already is not
// overwritten: the same form again is the same impegno.
func SalvaImpegno(tx *gorm.DB, chi models.Chi, id string, m ModuloImpegno, quando time.Time) (RigaImpegno, error) {
	c, err := models.Una[Capitolo](tx, "", `SELECT * FROM capitolo WHERE id = ? AND ente_id IN ?`, m.CapitoloID, chi.Enti())
	if models.KindOf(err) == models.NotFound {
		return RigaImpegno{}, models.Refuse("capitoloId", "il capitolo non esiste o non è visibile")
	} else if err != nil {
		return RigaImpegno{}, err
	}
	if err := Impegna(chi, c.EnteID); err != nil {
		return RigaImpegno{}, err
	}
	gia, err := models.Tutte[Impegno](tx, `SELECT * FROM impegno WHERE id = ?`, id)
	if err != nil {
		return RigaImpegno{}, err
	}
	if len(gia) > 0 {
		if gia[0].CapitoloID != c.ID || gia[0].Anno != m.Anno || gia[0].Importo != m.Importo || gia[0].Numero != m.Numero {
			return RigaImpegno{}, models.Errorf(models.Conflict, "l'impegno c'è già: correggerne i dati o registrare una variazione")
		}
		return ImpegnoVisibile(tx, chi, id)
	}
	uo, err := ambito(tx, c.EnteID, m.DatiImpegno)
	if err != nil {
		return RigaImpegno{}, err
	}
	err = esegui(tx, `INSERT INTO impegno (id, ente_id, capitolo_id, anno, numero, oggetto, determina_numero, determina_data, cig, cup, importo, scadenza,
			intero, tipi, uo_id, creato_il) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, c.EnteID, c.ID, m.Anno, m.Numero, m.Oggetto, m.DeterminaNumero,
		m.DeterminaData, m.CIG, m.CUP, m.Importo, m.Scadenza, m.Intero, elencoUUID(m.Tipi), uo, quando)
	if err := nonSalvato(err); err != nil {
		return RigaImpegno{}, err
	}
	return ImpegnoVisibile(tx, chi, id)
}

// nonSalvato says by which field an impegno was refused by the database.
func nonSalvato(err error) error {
	switch models.Vincolo(err) {
	case "impegno_ente_id_anno_numero_key":
		return models.Refuse("numero", "c'è già un impegno con questo numero nell'anno")
	case "impegno_check":
		return models.Refuse("scadenza", "la scadenza viene prima dell'anno che l'impegno paga")
	case "capitolo_capiente":
		return models.Refuse("importo", "il capitolo non basta: ridurre l'importo o aumentare lo stanziamento")
	case "impegno_capiente":
		return models.Refuse("importo", "una parte più grande dell'impegno è già usata o in elaborazioni provvisorie")
	}
	return err
}

// ambito checks for which tipi and for which office an impegno is.
func ambito(tx *gorm.DB, enteID string, m DatiImpegno) (*string, error) {
	for n, id := range m.Tipi {
		if _, err := models.Una[TipoIntervento](tx, "", `SELECT * FROM tipo_intervento WHERE id = ?`, id); models.KindOf(err) == models.NotFound {
			return nil, models.Refuse(fmt.Sprintf("tipi.%d", n), "scegliere i tipi di intervento dall'elenco")
		} else if err != nil {
			return nil, err
		}
	}
	if m.UOID == "" {
		return nil, nil
	}
	uffici, err := UfficiPagati(tx, enteID)
	if err == nil && !slices.ContainsFunc(uffici, func(u anagrafe.UO) bool { return u.ID == m.UOID }) {
		err = models.Refuse("uoId", "scegliere un ufficio degli enti per cui si paga")
	}
	return &m.UOID, err
}

// UfficiPagati lists the offices whose interventi an ente pays: its own, and
// those of the enti that it pays for.
func UfficiPagati(tx *gorm.DB, enteID string) ([]anagrafe.UO, error) {
	return models.Tutte[anagrafe.UO](tx, `SELECT u.* FROM uo u JOIN ente e ON e.id = u.ente_id WHERE e.id = ? OR e.pagatore_id = ? ORDER BY u.codice LIMIT 500`,
		enteID, enteID)
}

// CorreggiImpegno changes what of an impegno is not money, unless others have
// since the form was opened. What runs have used of it stays.
func CorreggiImpegno(tx *gorm.DB, chi models.Chi, id string, m DatiImpegno) (RigaImpegno, error) {
	i, err := bloccaImpegno(tx, chi, id)
	if err != nil {
		return RigaImpegno{}, err
	}
	fatto, err := models.Attuale(tx, "impegno", id, m.Versione, i.Versione, m, func(v models.Versione[Impegno]) (any, error) { return v.Riga.Dati(), nil })
	if err != nil {
		return RigaImpegno{}, err
	}
	if !fatto {
		uo, err := ambito(tx, i.EnteID, m)
		if err != nil {
			return RigaImpegno{}, err
		}
		err = nonSalvato(esegui(tx, `UPDATE impegno SET numero = ?, oggetto = ?, determina_numero = ?, determina_data = ?, cig = ?, cup = ?, scadenza = ?, intero = ?,
			tipi = ?, uo_id = ?, versione = versione + 1 WHERE id = ?`, m.Numero, m.Oggetto, m.DeterminaNumero, m.DeterminaData, m.CIG, m.CUP, m.Scadenza, m.Intero,
			elencoUUID(m.Tipi), uo, id))
		if err != nil {
			return RigaImpegno{}, err
		}
	}
	return ImpegnoVisibile(tx, chi, id)
}

// bloccaImpegno locks an impegno that who acts may change.
func bloccaImpegno(tx *gorm.DB, chi models.Chi, id string) (Impegno, error) {
	i, err := models.Una[Impegno](tx, "l'impegno non esiste o non è visibile", `SELECT * FROM impegno WHERE id = ? AND ente_id IN ? FOR NO KEY UPDATE`, id, chi.Enti())
	if err != nil {
		return i, err
	}
	return i, Impegna(chi, i.EnteID)
}

// ModuloVariazione varies the amount of an impegno.
type ModuloVariazione struct {
	Importo         euro.Importo `json:"importo" pattern:"^-?[0-9.]+(,[0-9]{1,2})?$" doc:"Importo" help:"In più; con il segno meno, in meno"`
	DeterminaNumero string       `json:"determinaNumero" doc:"Numero della determina" minLength:"1" maxLength:"40"`
	DeterminaData   periodo.Data `json:"determinaData" format:"date" doc:"Data della determina"`
	Motivo          string       `json:"motivo,omitempty" doc:"Motivo" maxLength:"500"`
}

// Check refuses nothing and an act to come.
func (m ModuloVariazione) Check() map[string]string {
	switch {
	case m.Importo == 0:
		return map[string]string{"importo": "indicare di quanto varia l'impegno"}
	case m.DeterminaData.Dopo(periodo.Oggi()):
		return map[string]string{"determinaData": "il giorno non è ancora venuto"}
	}
	return nil
}

// VariaImpegno adds a variation: never below what is used. attoID makes its id, so
// that repeating the act adds it once.
func VariaImpegno(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloVariazione, quando time.Time) (RigaImpegno, error) {
	i, err := bloccaImpegno(tx, chi, id)
	if err != nil {
		return RigaImpegno{}, err
	}
	err = nonSalvato(esegui(tx, `INSERT INTO variazione_impegno (id, ente_id, impegno_id, importo, determina_numero, determina_data, motivo, registrata_da, registrata_il)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`, attoID, i.EnteID, id, m.Importo, m.DeterminaNumero, m.DeterminaData, m.Motivo, chi.OperatoreID, quando))
	if err != nil {
		return RigaImpegno{}, err
	}
	return ImpegnoVisibile(tx, chi, id)
}
