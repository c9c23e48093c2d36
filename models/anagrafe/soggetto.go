package anagrafe

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// Soggetto is a person in the registry of an ente (domain b.2). Codice is the
// number that the manual's lists show first (figg. 12, 21).
type Soggetto struct {
	ID                 string
	EnteID             string
	Codice             int
	Cognome            string
	Nome               string
	Sesso              string
	DataNascita        periodo.Data
	LuogoNascita       string
	LuogoNascitaCodice string
	CodiceFiscale      fiscale.Codice
	Telefono           string
	Email              string
	Note               string
	StatoCivile        string
	Cittadinanza       string
	DataDecesso        periodo.Data // as ANPR says, zero when it does not
	IDANPR             string       `gorm:"column:id_anpr"`
	AnprIl             *time.Time   // when ANPR last said who it is; nil when it never did
	Versione           int
}

// TableName is the table of Soggetto.
func (Soggetto) TableName() string { return "soggetto" }

// Nominativo is how the manual writes a person (figg. 28, 33):
// "ROSSI MARIO (11/07/1986)".
func (s Soggetto) Nominativo() string {
	return s.Cognome + " " + s.Nome + " (" + s.DataNascita.Italiana() + ")"
}

// ModuloSoggetto is the registry card (manuale §2, fig. 6).
type ModuloSoggetto struct {
	EnteID             string         `json:"enteId" format:"uuid" doc:"Ente" opzioni:"enti"`
	Cognome            string         `json:"cognome" doc:"Cognome" minLength:"1" maxLength:"100"`
	Nome               string         `json:"nome" doc:"Nome" minLength:"1" maxLength:"100"`
	Sesso              string         `json:"sesso" doc:"Sesso" enum:"M,F" etichette:"Maschio,Femmina"`
	DataNascita        periodo.Data   `json:"dataNascita" format:"date" doc:"Data di nascita"`
	LuogoNascita       string         `json:"luogoNascita,omitempty" doc:"Luogo di nascita" maxLength:"100" help:"Comune o Stato estero"`
	LuogoNascitaCodice string         `json:"luogoNascitaCodice,omitempty" doc:"Codice catastale del luogo" pattern:"^([A-Z][0-9]{3})?$" maxLength:"4" help:"Quattro caratteri, ad esempio H501 per Roma"`
	CodiceFiscale      fiscale.Codice `json:"codiceFiscale,omitempty" doc:"Codice fiscale" maxLength:"16" help:"Sedici caratteri, o undici cifre se provvisorio"`
	StatoCivile        string         `json:"statoCivile,omitempty" doc:"Stato civile" enum:"CELIBE_NUBILE,CONIUGATO,UNITO_CIVILMENTE,VEDOVO,DIVORZIATO,LIBERO_DECESSO,LIBERO_SCIOGLIMENTO,NON_NOTO" etichette:"Celibe o nubile,Coniugato/a,Unito/a civilmente,Vedovo/a,Divorziato/a,Stato libero per decesso della parte unita civilmente,Stato libero per scioglimento dell'unione,Non noto"`
	Cittadinanza       string         `json:"cittadinanza,omitempty" doc:"Cittadinanza" maxLength:"100" help:"Lo Stato, ad esempio Italia"`
	Telefono           string         `json:"telefono,omitempty" doc:"Telefono" maxLength:"30"`
	Email              string         `json:"email,omitempty" format:"email" doc:"E-mail" maxLength:"200"`
	Note               string         `json:"note,omitempty" doc:"Note" maxLength:"2000" widget:"textarea"`
	Versione           int            `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Modulo is the form that shows the soggetto, to be changed.
func (s Soggetto) Modulo() ModuloSoggetto {
	return ModuloSoggetto{EnteID: s.EnteID, Cognome: s.Cognome, Nome: s.Nome, Sesso: s.Sesso, DataNascita: s.DataNascita, LuogoNascita: s.LuogoNascita,
		LuogoNascitaCodice: s.LuogoNascitaCodice, CodiceFiscale: s.CodiceFiscale, StatoCivile: s.StatoCivile, Cittadinanza: s.Cittadinanza,
		Telefono: s.Telefono, Email: s.Email, Note: s.Note, Versione: s.Versione}
}

// Check compares the data with the codice fiscale, omocodia included.
func (m ModuloSoggetto) Check() map[string]string {
	problemi := map[string]string{}
	oggi := periodo.Oggi()
	if m.DataNascita.Dopo(oggi) {
		problemi["dataNascita"] = "la data di nascita non può essere futura"
	}
	if m.CodiceFiscale == "" || m.CodiceFiscale.Provvisorio() || m.DataNascita.IsZero() {
		return problemi
	}
	persona := fiscale.Anagrafica{Cognome: m.Cognome, Nome: m.Nome, Sesso: m.Sesso,
		Anno: m.DataNascita.Anno(), Mese: int(m.DataNascita.Mese().Numero()), Giorno: m.DataNascita.Giorno(), Luogo: m.LuogoNascitaCodice}
	for _, d := range fiscale.Confronta(m.CodiceFiscale, persona) {
		if d.Campo == "luogoNascita" {
			if m.LuogoNascitaCodice == "" {
				continue
			}
			d.Campo = "luogoNascitaCodice"
		}
		problemi[d.Campo] = d.Messaggio
	}
	return problemi
}

// normalizza writes names as the registry does, in capitals and single spaces.
func (m *ModuloSoggetto) normalizza() {
	m.Cognome = strings.ToUpper(strings.Join(strings.Fields(m.Cognome), " "))
	m.Nome = strings.ToUpper(strings.Join(strings.Fields(m.Nome), " "))
	m.LuogoNascita = strings.ToUpper(strings.TrimSpace(m.LuogoNascita))
	m.Cittadinanza = strings.ToUpper(strings.Join(strings.Fields(m.Cittadinanza), " "))
}

// SalvaSoggetto creates the soggetto with that id or changes it, unless others
// have changed it since the form was opened. The codice
// comes from the ente's gap-free series; a second soggetto of the ente with the
// same codice fiscale is refused.
func SalvaSoggetto(tx *gorm.DB, chi models.Chi, id string, m ModuloSoggetto) (Soggetto, error) {
	m.normalizza()
	if !chi.InEnte(m.EnteID) {
		return Soggetto{}, models.Refuse("enteId", "l'ente non è tra quelli abilitati")
	}
	if m.Cognome == "" {
		return Soggetto{}, models.Refuse("cognome", "campo obbligatorio")
	}
	if m.Nome == "" {
		return Soggetto{}, models.Refuse("nome", "campo obbligatorio")
	}
	if err := unoAllaVolta(tx, id); err != nil {
		return Soggetto{}, err
	}
	vecchio, err := models.Una[Soggetto](tx, "", `SELECT * FROM soggetto WHERE id = ? FOR UPDATE`, id)
	switch {
	case models.KindOf(err) == models.NotFound:
		return creaSoggetto(tx, m.nuovo(id))
	case err != nil:
		return Soggetto{}, err
	case !chi.InEnte(vecchio.EnteID):
		return Soggetto{}, models.Errorf(models.NotFound, soggettoAssente)
	case vecchio.EnteID != m.EnteID:
		return Soggetto{}, models.Refuse("enteId", "l'ente di un soggetto non si cambia")
	}
	fatto, err := models.Attuale(tx, "soggetto", id, m.Versione, vecchio.Versione, m,
		func(v models.Versione[Soggetto]) (any, error) { return v.Riga.Modulo(), nil })
	if err != nil || fatto {
		return vecchio, err
	}
	err = tx.Exec(`UPDATE soggetto SET cognome = ?, nome = ?, sesso = ?, data_nascita = ?, luogo_nascita = ?,
		luogo_nascita_codice = ?, codice_fiscale = ?, stato_civile = ?, cittadinanza = ?, telefono = ?, email = ?, note = ?, versione = versione + 1 WHERE id = ?`,
		m.Cognome, m.Nome, m.Sesso, m.DataNascita, m.LuogoNascita, m.LuogoNascitaCodice, m.CodiceFiscale, m.StatoCivile, m.Cittadinanza,
		m.Telefono, m.Email, m.Note, id).Error
	if err != nil {
		return Soggetto{}, doppione(err)
	}
	return models.Una[Soggetto](tx, "", `SELECT * FROM soggetto WHERE id = ?`, id)
}

// unoAllaVolta lets one transaction at a time write the row with that id, so
// that the second of two clicks finds what the first inserted.
func unoAllaVolta(tx *gorm.DB, id string) error {
	if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, id).Error; err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	return nil
}

// nuovo is the soggetto that the form describes, without its codice.
func (m ModuloSoggetto) nuovo(id string) Soggetto {
	return Soggetto{ID: id, EnteID: m.EnteID, Cognome: m.Cognome, Nome: m.Nome, Sesso: m.Sesso,
		DataNascita: m.DataNascita, LuogoNascita: m.LuogoNascita, LuogoNascitaCodice: m.LuogoNascitaCodice,
		CodiceFiscale: m.CodiceFiscale, StatoCivile: m.StatoCivile, Cittadinanza: m.Cittadinanza,
		Telefono: m.Telefono, Email: m.Email, Note: m.Note, Versione: 1}
}

func creaSoggetto(tx *gorm.DB, s Soggetto) (Soggetto, error) {
	var err error
	if s.Codice, err = models.Numero(tx, s.EnteID, "SOGGETTO", 0); err != nil {
		return Soggetto{}, err
	}
	if err := tx.Create(&s).Error; err != nil {
		return Soggetto{}, doppione(err)
	}
	return s, nil
}

func doppione(err error) error {
	if models.Vincolo(err) == "soggetto_codice_fiscale" {
		return &models.Error{Kind: models.Conflict, Messaggio: "nell'anagrafe c'è già un soggetto con questo codice fiscale",
			Campi: []models.Campo{{Nome: "codiceFiscale", Messaggio: "già presente in anagrafe: cercarlo per codice fiscale"}}}
	}
	return fmt.Errorf("soggetto: %w", err)
}

const soggettoAssente = "il soggetto non esiste o non è visibile"

// SoggettoVisibile loads a soggetto of the enti of who asks.
func SoggettoVisibile(tx *gorm.DB, chi models.Chi, id string) (Soggetto, error) {
	return models.Una[Soggetto](tx, soggettoAssente,
		`SELECT * FROM soggetto WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}
