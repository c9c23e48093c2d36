package anagrafe

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// ModuloImportazione is what "Importa dati Soggetto" sends: which consultation,
// about whom, and who of the famiglia is to be imported too.
type ModuloImportazione struct {
	ConsultazioneID string            `json:"consultazioneId" format:"uuid" widget:"hidden" doc:"Consultazione di ANPR"`
	CodiceFiscale   fiscale.Codice    `json:"codiceFiscale" widget:"hidden" maxLength:"16" doc:"Codice fiscale consultato"`
	Aggiorna        bool              `json:"aggiorna,omitempty" doc:"Aggiorna il soggetto che è già in anagrafe"`
	Familiari       []ModuloFamiliare `json:"familiari,omitempty" doc:"Persone della famiglia anagrafica da importare" maxItems:"50"`
}

// ModuloFamiliare is a person of the famiglia: without the codice fiscale,
// which its box gives, it is left out.
type ModuloFamiliare struct {
	CodiceFiscale fiscale.Codice `json:"codiceFiscale,omitempty" doc:"Codice fiscale" maxLength:"16"`
	Tipo          string         `json:"tipo" doc:"Relazione" enum:"CONIUGE,UNITO_CIVILMENTE,CONVIVENTE,FIGLIO,GENITORE,FRATELLO,NONNO,NIPOTE,ALTRO_PARENTE,TUTORE,AMMINISTRATORE_SOSTEGNO,CAREGIVER,ALTRO" etichette:"Coniuge,Unito/a civilmente,Convivente,Figlio/a,Genitore,Fratello o sorella,Nonno/a,Nipote,Altro parente,Tutore,Amministratore di sostegno,Caregiver,Altro"`
}

// Presente finds the person in the registry of the ente: by codice fiscale or,
// when whoever entered it did not know the code, by cognome, nome and date of
// birth. The zero Soggetto is nobody.
func Presente(tx *gorm.DB, enteID string, g Generalita) (Soggetto, error) {
	righe, err := models.Tutte[Soggetto](tx, `SELECT * FROM soggetto WHERE ente_id = ? AND codice_fiscale = ?`, enteID, g.CodiceFiscale)
	if err != nil || len(righe) == 1 {
		return primo(righe), err
	}
	righe, err = models.Tutte[Soggetto](tx, `SELECT * FROM soggetto WHERE ente_id = ? AND ricerca = siss_chiave_ricerca(?) AND data_nascita = ? AND sesso = ?
		AND (codice_fiscale IS NULL OR length(codice_fiscale) = 11) LIMIT 2`, enteID, g.Cognome+" "+g.Nome, g.DataNascita, g.Sesso)
	if len(righe) > 1 {
		return Soggetto{}, err // nobody knows which
	}
	return primo(righe), err
}

// Differenza is a datum that the registry and ANPR give differently.
type Differenza struct{ Campo, InAnagrafe, InANPR string }

// Differenze compares a soggetto and the address where it lives with what ANPR
// says. What ANPR does not say is no difference.
func Differenze(s Soggetto, ora Residenza, p Persona, parole func(campo, valore string) string) []Differenza {
	var out []Differenza
	confronta := func(campo, qui, la string) {
		if la != "" && !strings.EqualFold(strings.Join(strings.Fields(qui), " "), la) {
			out = append(out, Differenza{campo, qui, la})
		}
	}
	confronta("Codice fiscale", string(s.CodiceFiscale), string(p.CodiceFiscale))
	confronta("Cognome", s.Cognome, p.Cognome)
	confronta("Nome", s.Nome, p.Nome)
	confronta("Sesso", parole("sesso", s.Sesso), parole("sesso", p.Sesso))
	confronta("Data di nascita", s.DataNascita.Italiana(), p.DataNascita.Italiana())
	confronta("Luogo di nascita", s.LuogoNascita, p.LuogoNascita)
	confronta("Codice catastale del luogo", s.LuogoNascitaCodice, p.LuogoNascitaCodice)
	confronta("Stato civile", parole("statoCivile", s.StatoCivile), parole("statoCivile", p.StatoCivile))
	confronta("Cittadinanza", s.Cittadinanza, p.Cittadinanza)
	confronta("Data del decesso", s.DataDecesso.Italiana(), p.DataDecesso.Italiana())
	if p.Residenza.Indirizzo != "" && !stessoIndirizzo(ora, p.Residenza) {
		out = append(out, Differenza{"Residenza", ora.Esteso(), p.Residenza.Esteso()})
	}
	return out
}

// Esteso is an address on one line.
func (r Residenza) Esteso() string {
	return strings.TrimSpace(strings.Trim(r.Indirizzo+", "+strings.TrimSpace(r.CAP+" "+r.Comune), ", "))
}

// ResidenzaAttuale is where a soggetto lives; the zero Residenza when nobody
// knows.
func ResidenzaAttuale(tx *gorm.DB, chi models.Chi, soggettoID string) (Residenza, error) {
	righe, err := models.Tutte[Residenza](tx, `SELECT * FROM residenza WHERE soggetto_id = ? AND tipo = 'RESIDENZA' AND al IS NULL AND ente_id IN ?`,
		soggettoID, chi.Enti())
	return primo(righe), err
}

// Importazione is what an import did. Ripetuta says that it was done before:
// two clicks are one import.
type Importazione struct {
	SoggettoID string
	Aggiornato bool // it was in the registry already
	Familiari  int  // imported or tied
	Ripetuta   bool
}

// Importa puts a person that ANPR was asked about in the registry, with where
// it lives and those of its famiglia who were chosen, in one act. Who is there
// already is changed only when that is asked for; who has died enters no more.
func Importa(tx *gorm.DB, chi models.Chi, attoID string, m ModuloImportazione, p Persona, quando time.Time) (Importazione, error) {
	c, err := ConsultazioneMia(tx, chi, m.ConsultazioneID, m.CodiceFiscale, quando)
	if err != nil {
		return Importazione{}, err
	}
	if c.Esito == Importato || c.Esito == Aggiornato {
		return Importazione{SoggettoID: *c.SoggettoID, Aggiornato: c.Esito == Aggiornato, Ripetuta: true}, nil
	}
	if err := unoAllaVolta(tx, c.EnteID+"/"+string(p.CodiceFiscale)); err != nil {
		return Importazione{}, err
	}
	s, err := Presente(tx, c.EnteID, p.Generalita)
	if err != nil {
		return Importazione{}, err
	}
	out := Importazione{Aggiornato: s.ID != ""}
	switch {
	case s.ID != "" && !m.Aggiorna:
		return out, models.Errorf(models.Conflict, "la persona è già in anagrafe con il codice %d: aprire la sua scheda, oppure aggiornarne i dati", s.Codice)
	case s.ID != "":
		s, err = aggiornaDaANPR(tx, s, p, quando)
	case !p.DataDecesso.IsZero():
		return out, models.Errorf(models.Conflict, "la persona risulta deceduta: non si importa in anagrafe")
	default:
		s, err = creaDaANPR(tx, c.EnteID, attoID, p, quando)
	}
	if err != nil {
		return out, err
	}
	out.SoggettoID = s.ID
	if err := importaResidenza(tx, s, derivato(attoID, "residenza"), p.Residenza, quando); err != nil {
		return out, err
	}
	if out.Familiari, err = importaFamiliari(tx, s, attoID, m.Familiari, p.Famiglia, quando); err != nil {
		return out, err
	}
	esito := Importato
	if out.Aggiornato {
		esito = Aggiornato
	}
	if err := tx.Exec(`UPDATE consultazione_anpr SET esito = ?, soggetto_id = ? WHERE id = ?`, esito, s.ID, c.ID).Error; err != nil {
		return out, fmt.Errorf("consultazione: %w", err)
	}
	return out, nil
}

// derivato is the id of a row that an act makes besides its first one.
func derivato(attoID, cosa string) string {
	return uuid.NewSHA1(uuid.MustParse(attoID), []byte(cosa)).String()
}

// creaDaANPR enters a person as ANPR knows it.
func creaDaANPR(tx *gorm.DB, enteID, id string, p Persona, quando time.Time) (Soggetto, error) {
	m := ModuloSoggetto{EnteID: enteID, Cognome: p.Cognome, Nome: p.Nome, Sesso: p.Sesso, DataNascita: p.DataNascita, LuogoNascita: p.LuogoNascita,
		LuogoNascitaCodice: p.LuogoNascitaCodice, CodiceFiscale: p.CodiceFiscale, StatoCivile: p.StatoCivile, Cittadinanza: p.Cittadinanza}
	m.normalizza()
	s := m.nuovo(id)
	s.IDANPR, s.AnprIl = p.IDANPR, &quando
	return creaSoggetto(tx, s)
}

// aggiornaDaANPR writes on a soggetto what ANPR says; what it does not say and
// what the office alone knows stay.
func aggiornaDaANPR(tx *gorm.DB, s Soggetto, p Persona, quando time.Time) (Soggetto, error) {
	m := ModuloSoggetto{Cognome: p.Cognome, Nome: p.Nome, LuogoNascita: p.LuogoNascita, Cittadinanza: p.Cittadinanza}
	m.normalizza()
	err := tx.Exec(`UPDATE soggetto SET cognome = ?, nome = ?, sesso = ?, data_nascita = ?, codice_fiscale = ?,
		luogo_nascita = coalesce(nullif(?, ''), luogo_nascita), luogo_nascita_codice = coalesce(nullif(?, ''), luogo_nascita_codice),
		stato_civile = coalesce(nullif(?, ''), stato_civile), cittadinanza = coalesce(nullif(?, ''), cittadinanza),
		data_decesso = ?, id_anpr = ?, anpr_il = ?, versione = versione + 1 WHERE id = ?`,
		m.Cognome, m.Nome, p.Sesso, p.DataNascita, p.CodiceFiscale, m.LuogoNascita, p.LuogoNascitaCodice, p.StatoCivile, m.Cittadinanza,
		p.DataDecesso, p.IDANPR, quando, s.ID).Error
	if err != nil {
		return s, doppione(err)
	}
	return models.Una[Soggetto](tx, soggettoAssente, `SELECT * FROM soggetto WHERE id = ?`, s.ID)
}

// importaFamiliari enters those who were chosen, unless they are there already,
// and ties them to the soggetto.
func importaFamiliari(tx *gorm.DB, s Soggetto, attoID string, scelti []ModuloFamiliare, famiglia []Familiare, quando time.Time) (int, error) {
	perCodice := map[fiscale.Codice]Familiare{}
	for _, f := range famiglia {
		perCodice[f.CodiceFiscale] = f
	}
	n := 0
	legati := map[fiscale.Codice]bool{}
	for i, m := range scelti {
		if m.CodiceFiscale == "" || legati[m.CodiceFiscale] {
			continue
		}
		f, ok := perCodice[m.CodiceFiscale]
		if !ok {
			return n, models.Refuse(fmt.Sprintf("familiari.%d.codiceFiscale", i), "la persona non fa parte della famiglia anagrafica: cercare di nuovo in ANPR")
		}
		legati[m.CodiceFiscale] = true
		altro, err := Presente(tx, s.EnteID, f.Generalita)
		if err == nil && altro.ID == "" {
			altro, err = creaDaANPR(tx, s.EnteID, derivato(attoID, string(f.CodiceFiscale)), Persona{Generalita: f.Generalita}, quando)
		}
		if err != nil {
			return n, err
		}
		if err := lega(tx, s, altro, derivato(attoID, "relazione/"+string(f.CodiceFiscale)), m.Tipo, f.Dal, quando); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// lega records that ANPR has the two persons in one family. A relation in
// course between them, of whatever kind, is only confirmed: the office chose
// its word.
func lega(tx *gorm.DB, s, altro Soggetto, id, tipo string, dal periodo.Data, quando time.Time) error {
	if altro.ID == s.ID {
		return nil
	}
	r := tx.Exec(`UPDATE relazione SET anpr_il = ?, convivente = true WHERE al IS NULL
		AND (soggetto_id = ? AND altro_id = ? OR soggetto_id = ? AND altro_id = ?)`, quando, s.ID, altro.ID, altro.ID, s.ID)
	if r.Error != nil {
		return fmt.Errorf("relazione: %w", r.Error)
	}
	if r.RowsAffected > 0 {
		return nil
	}
	if dal.IsZero() {
		dal = periodo.Di(quando)
	}
	// One that has ended stays: what ANPR says holds from the day after.
	err := tx.Exec(`INSERT INTO relazione (id, ente_id, soggetto_id, altro_id, tipo, convivente, dal, anpr_il)
		SELECT ?, ?, ?, ?, ?, true, greatest(?::date, (SELECT max(al) + 1 FROM relazione WHERE soggetto_id = ? AND altro_id = ? AND tipo = ?)), ?`,
		id, s.EnteID, s.ID, altro.ID, tipo, dal, s.ID, altro.ID, tipo, quando).Error
	if err != nil {
		return fmt.Errorf("relazione: %w", err)
	}
	return nil
}
