package anagrafe

import (
	"fmt"
	"strings"

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
	Telefono           string         `json:"telefono,omitempty" doc:"Telefono" maxLength:"30"`
	Email              string         `json:"email,omitempty" format:"email" doc:"E-mail" maxLength:"200"`
	Note               string         `json:"note,omitempty" doc:"Note" maxLength:"2000" widget:"textarea"`
	Versione           int            `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Modulo is the form that shows the soggetto, to be changed.
func (s Soggetto) Modulo() ModuloSoggetto {
	return ModuloSoggetto{EnteID: s.EnteID, Cognome: s.Cognome, Nome: s.Nome, Sesso: s.Sesso, DataNascita: s.DataNascita, LuogoNascita: s.LuogoNascita,
		LuogoNascitaCodice: s.LuogoNascitaCodice, CodiceFiscale: s.CodiceFiscale, Telefono: s.Telefono, Email: s.Email, Note: s.Note, Versione: s.Versione}
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
		return creaSoggetto(tx, id, m)
	case err != nil:
		return Soggetto{}, err
	case !chi.InEnte(vecchio.EnteID):
		return Soggetto{}, models.Errorf(models.NotFound, "il soggetto non esiste o non è visibile")
	case vecchio.EnteID != m.EnteID:
		return Soggetto{}, models.Refuse("enteId", "l'ente di un soggetto non si cambia")
	}
	fatto, err := models.Attuale(tx, "soggetto", id, m.Versione, vecchio.Versione, m,
		func(v models.Versione[Soggetto]) (any, error) { return v.Riga.Modulo(), nil })
	if err != nil || fatto {
		return vecchio, err
	}
	err = tx.Exec(`UPDATE soggetto SET cognome = ?, nome = ?, sesso = ?, data_nascita = ?, luogo_nascita = ?,
		luogo_nascita_codice = ?, codice_fiscale = ?, telefono = ?, email = ?, note = ?, versione = versione + 1 WHERE id = ?`,
		m.Cognome, m.Nome, m.Sesso, m.DataNascita, m.LuogoNascita, m.LuogoNascitaCodice, m.CodiceFiscale, m.Telefono, m.Email, m.Note, id).Error
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

func creaSoggetto(tx *gorm.DB, id string, m ModuloSoggetto) (Soggetto, error) {
	codice, err := models.Numero(tx, m.EnteID, "SOGGETTO", 0)
	if err != nil {
		return Soggetto{}, err
	}
	s := Soggetto{ID: id, EnteID: m.EnteID, Codice: codice, Cognome: m.Cognome, Nome: m.Nome, Sesso: m.Sesso,
		DataNascita: m.DataNascita, LuogoNascita: m.LuogoNascita, LuogoNascitaCodice: m.LuogoNascitaCodice,
		CodiceFiscale: m.CodiceFiscale, Telefono: m.Telefono, Email: m.Email, Note: m.Note, Versione: 1}
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

// SoggettoVisibile loads a soggetto of the enti of who asks.
func SoggettoVisibile(tx *gorm.DB, chi models.Chi, id string) (Soggetto, error) {
	return models.Una[Soggetto](tx, "il soggetto non esiste o non è visibile",
		`SELECT * FROM soggetto WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}

// Ricerca is the search mask of the manual (§2, fig. 4): nome and cognome, or
// codice fiscale, or the codice of the lists.
type Ricerca struct {
	Cognome       string `json:"cognome,omitempty" doc:"Cognome" maxLength:"100" query:"cognome"`
	Nome          string `json:"nome,omitempty" doc:"Nome" maxLength:"100" query:"nome"`
	CodiceFiscale string `json:"codiceFiscale,omitempty" doc:"Codice fiscale" maxLength:"16" query:"codiceFiscale" help:"Anche solo l'inizio"`
	Codice        string `json:"codice,omitempty" doc:"Codice" maxLength:"9" pattern:"^[0-9]*$" query:"codice"`
}

// sogliaSomiglianza is how alike a typed name must be to one on record: with
// PostgreSQL's own 0.6 "bianki" would not find BIANCHI.
const sogliaSomiglianza = "0.5"

// condizioni are the part of a search that looks at the names.
type condizioni struct {
	where            []string
	ordine           string // "" without names, else ends with a comma
	args, ordineArgs []any
}

// nomi compares each name typed with its own field: with one of the two the
// field only says who comes first, with both it must be alike in each. What
// is sought in ricerca, cognome and nome together, has the index.
func (r Ricerca) nomi() condizioni {
	var c condizioni
	scritti := []struct{ campo, testo string }{{"siss_chiave_ricerca(cognome)", strings.TrimSpace(r.Cognome)}, {"siss_chiave_ricerca(nome)", strings.TrimSpace(r.Nome)}}
	var vicinanza []string
	for _, t := range scritti {
		if t.testo == "" {
			continue
		}
		campi := []string{"ricerca"}
		if scritti[0].testo != "" && scritti[1].testo != "" {
			campi = append(campi, t.campo)
		}
		for _, campo := range campi {
			c.where = append(c.where, "("+campo+" LIKE '%' || siss_chiave_ricerca(?) || '%' OR siss_chiave_ricerca(?) <% "+campo+")")
			c.args = append(c.args, t.testo, t.testo)
		}
		// Below the threshold the likeness is chance and orders nothing.
		vicinanza = append(vicinanza, "CASE WHEN siss_chiave_ricerca(?) <% "+t.campo+" THEN word_similarity(siss_chiave_ricerca(?), "+t.campo+
			") + similarity(siss_chiave_ricerca(?), "+t.campo+") ELSE 0 END")
		c.ordineArgs = append(c.ordineArgs, t.testo, t.testo, t.testo)
	}
	if len(c.where) > 0 {
		c.ordine = strings.Join(vicinanza, " + ") + " DESC, word_similarity(siss_chiave_ricerca(?), ricerca) DESC, "
		c.ordineArgs = append(c.ordineArgs, strings.TrimSpace(r.Cognome+" "+r.Nome))
	}
	return c
}

// Cerca lists soggetti by code, by the beginning of the codice fiscale, or by
// name: whole, partial or misspelled (trigram similarity, accents ignored), the
// closest first. Without filters it lists the whole registry by name.
func Cerca(tx *gorm.DB, chi models.Chi, r Ricerca, p models.Pagina) (models.Elenco[Soggetto], error) {
	var out models.Elenco[Soggetto]
	where := []string{"ente_id IN ?"}
	args := []any{chi.Enti()}
	ordine := "cognome, nome, data_nascita, codice, id"
	perNome := r.nomi()
	if r.Codice != "" {
		where, args = append(where, "codice::text = ?"), append(args, strings.TrimLeft(r.Codice, "0"))
	}
	if cf := strings.ToUpper(strings.Join(strings.Fields(r.CodiceFiscale), "")); cf != "" {
		where, args = append(where, "starts_with(codice_fiscale, ?)"), append(args, cf)
	}
	if len(perNome.where) > 0 {
		if err := tx.Exec(`SELECT set_config('pg_trgm.word_similarity_threshold', ?, true)`, sogliaSomiglianza).Error; err != nil {
			return out, fmt.Errorf("search: %w", err)
		}
		where, args = append(where, perNome.where...), append(args, perNome.args...)
		ordine = perNome.ordine + ordine
	}
	filtro := " FROM soggetto WHERE " + strings.Join(where, " AND ")
	if err := tx.Raw("SELECT count(*)"+filtro, args...).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("search: %w", err)
	}
	args = append(append(args, perNome.ordineArgs...), p.Limite, p.Salta)
	var err error
	out.Elementi, err = models.Tutte[Soggetto](tx, "SELECT *"+filtro+" ORDER BY "+ordine+" LIMIT ? OFFSET ?", args...)
	return out, err
}
