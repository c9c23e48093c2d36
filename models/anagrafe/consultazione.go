package anagrafe

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// ModuloConsultazione is the ANPR search: the codice fiscale is what is looked
// for; the rest says for whom and why, which the law wants recorded.
type ModuloConsultazione struct {
	CodiceFiscale fiscale.Codice `json:"codiceFiscale" doc:"Codice fiscale" maxLength:"16" help:"Sedici caratteri"`
	Finalita      string         `json:"finalita" doc:"Finalità della consultazione" enum:"NUOVA_DOMANDA,ISTRUTTORIA,INTERVENTO,AGGIORNAMENTO,VERIFICA_RESIDENZA" etichette:"Inserimento per una nuova domanda,Istruttoria di una domanda,Gestione di un intervento,Aggiornamento dell'anagrafe,Verifica della residenza"`
	Pratica       string         `json:"pratica" doc:"Pratica" minLength:"1" maxLength:"100" help:"Numero della domanda, dell'intervento o del protocollo; «sportello» se non c'è ancora. Non scrivere dati personali"`
	EnteID        string         `json:"enteId,omitempty" format:"uuid" doc:"Ente" opzioni:"enti" help:"L'anagrafe in cui importare"`
}

// Check refuses a provisional codice, which is not ANPR's.
func (m ModuloConsultazione) Check() map[string]string {
	if m.CodiceFiscale.Provvisorio() {
		return map[string]string{"codiceFiscale": "in ANPR si cerca con il codice fiscale definitivo, di sedici caratteri"}
	}
	return nil
}

// EsitoConsultazione is how a consultation of ANPR ended. The strings are
// durable.
type EsitoConsultazione string

// The outcomes. Richiesta is one whose answer nobody has read.
const (
	Richiesta      EsitoConsultazione = "RICHIESTA"
	Trovato        EsitoConsultazione = "TROVATO"
	Deceduto       EsitoConsultazione = "DECEDUTO"
	NonTrovato     EsitoConsultazione = "NON_TROVATO"
	NonDisponibile EsitoConsultazione = "NON_DISPONIBILE"
	Importato      EsitoConsultazione = "IMPORTATO"
	Aggiornato     EsitoConsultazione = "AGGIORNATO"
)

var nomiEsiti = map[EsitoConsultazione]string{Richiesta: "Senza risposta", Trovato: "Consultato", Deceduto: "Persona deceduta",
	NonTrovato: "Non trovato", NonDisponibile: "ANPR non disponibile", Importato: "Importato", Aggiornato: "Aggiornato"}

// Nome is how an operatore reads it.
func (e EsitoConsultazione) Nome() string { return nomiEsiti[e] }

// Consultazione is the trace of a consultation of ANPR: it holds nothing of
// what was read. SoggettoID is the person, once it is in the registry.
type Consultazione struct {
	ID             string
	EnteID         string
	OperatoreID    string
	Quando         time.Time
	Finalita       string
	Pratica        string
	Impronta       []byte
	SoggettoID     *string
	Esito          EsitoConsultazione
	OperazioneAnpr string
}

// TableName is the table of Consultazione.
func (Consultazione) TableName() string { return "consultazione_anpr" }

// riguarda tells whether the consultation was about a codice fiscale, which it
// does not hold.
func (c Consultazione) riguarda(cf fiscale.Codice) bool {
	return slices.Equal(c.Impronta, impronta(c.ID, cf))
}

func impronta(id string, cf fiscale.Codice) []byte {
	somma := sha256.Sum256([]byte(id + "/" + string(cf)))
	return somma[:]
}

// consultano are the ruoli that may consult ANPR: those who deal with persons.
var consultano = []models.Ruolo{models.OperatoreAmministrativo, models.AssistenteSociale, models.Coordinatore, models.Responsabile, models.AmministratoreEnte}

// Consulta tells whether who asks may consult ANPR for the ente.
func Consulta(chi models.Chi, enteID string) bool { return chi.Ha(enteID, consultano...) }

// ApriConsultazione records that ANPR is about to be asked, before it is: no
// consultation is without a trace. Repeating it with the same id is the same
// consultation, about the same person only.
func ApriConsultazione(tx *gorm.DB, chi models.Chi, id string, m ModuloConsultazione, quando time.Time) (Consultazione, error) {
	if enti := chi.Enti(); m.EnteID == "" && len(enti) == 1 {
		m.EnteID = enti[0]
	}
	switch {
	case m.EnteID == "":
		return Consultazione{}, models.Refuse("enteId", "indicare l'ente per cui si consulta")
	case !chi.InEnte(m.EnteID):
		return Consultazione{}, models.Refuse("enteId", "l'ente non è tra quelli abilitati")
	case !Consulta(chi, m.EnteID):
		return Consultazione{}, models.Errorf(models.Forbidden, "la consultazione di ANPR spetta a chi tratta domande e interventi: chiedere a un operatore abilitato")
	}
	c := Consultazione{ID: id, EnteID: m.EnteID, OperatoreID: chi.OperatoreID, Quando: quando, Finalita: m.Finalita,
		Pratica: strings.Join(strings.Fields(m.Pratica), " "), Impronta: impronta(id, m.CodiceFiscale), Esito: Richiesta}
	if err := unoAllaVolta(tx, id); err != nil {
		return c, err
	}
	prima, err := models.Tutte[Consultazione](tx, `SELECT * FROM consultazione_anpr WHERE id = ?`, id)
	if err != nil {
		return c, err
	}
	if len(prima) > 0 {
		if p := prima[0]; p.OperatoreID != chi.OperatoreID || p.EnteID != m.EnteID || p.Finalita != m.Finalita || !p.riguarda(m.CodiceFiscale) {
			return c, models.Errorf(models.Conflict, "questa consultazione è già stata fatta con altri dati: aprire di nuovo la ricerca in ANPR")
		}
		return prima[0], nil
	}
	if err := tx.Create(&c).Error; err != nil {
		return c, fmt.Errorf("consultazione: %w", err)
	}
	return c, nil
}

// ConcludiConsultazione records how a consultation ended. One that led to an
// import stays so.
func ConcludiConsultazione(tx *gorm.DB, chi models.Chi, id string, esito EsitoConsultazione, soggettoID, operazione string) error {
	err := tx.Exec(`UPDATE consultazione_anpr SET esito = ?, soggetto_id = coalesce(nullif(?, '')::uuid, soggetto_id), operazione_anpr = ?
		WHERE id = ? AND operatore_id = ? AND esito NOT IN ('IMPORTATO', 'AGGIORNATO')`, esito, soggettoID, operazione, id, chi.OperatoreID).Error
	if err != nil {
		return fmt.Errorf("consultazione: %w", err)
	}
	return nil
}

// durataConsultazione is how long what was consulted may be imported.
const durataConsultazione = 12 * time.Hour

// ConsultazioneMia loads and locks a consultation that who asks has made of
// that person, and that found one.
func ConsultazioneMia(tx *gorm.DB, chi models.Chi, id string, cf fiscale.Codice, adesso time.Time) (Consultazione, error) {
	c, err := models.Una[Consultazione](tx, "la consultazione non esiste: cercare di nuovo in ANPR",
		`SELECT * FROM consultazione_anpr WHERE id = ? AND operatore_id = ? AND ente_id IN ? FOR UPDATE`, id, chi.OperatoreID, chi.Enti())
	switch {
	case err != nil:
		return c, err
	case !c.riguarda(cf):
		return c, models.Refuse("codiceFiscale", "la consultazione riguarda un'altra persona: cercare di nuovo in ANPR")
	case c.Quando.Add(durataConsultazione).Before(adesso):
		return c, models.Errorf(models.Conflict, "la consultazione è scaduta: cercare di nuovo in ANPR")
	case c.Esito == NonTrovato || c.Esito == NonDisponibile || c.Esito == Richiesta:
		return c, models.Errorf(models.Conflict, "la consultazione non ha trovato nessuno: cercare di nuovo in ANPR")
	}
	return c, nil
}

// FiltroConsultazioni chooses consultations. Empty fields choose all.
type FiltroConsultazioni struct {
	Dal periodo.Data `json:"dal,omitzero" format:"date" doc:"Dal"`
	Al  periodo.Data `json:"al,omitzero" format:"date" doc:"Al"`
}

// RigaConsultazione is a line of the register of consultations.
type RigaConsultazione struct {
	Consultazione
	Operatore string
	Cognome   string // of the person, when it is in the registry
	Nome      string
}

// ElencaConsultazioni lists the consultations of who asks, and all those of
// the enti that who asks coordinates or administers, the latest first.
func ElencaConsultazioni(tx *gorm.DB, chi models.Chi, f FiltroConsultazioni, p models.Pagina) (models.Elenco[RigaConsultazione], error) {
	vigilati := []string{}
	for _, e := range chi.Enti() {
		if chi.Ha(e, models.Coordinatore, models.AmministratoreEnte) {
			vigilati = append(vigilati, e)
		}
	}
	where := []string{"c.ente_id IN ?", "(c.operatore_id = ? OR c.ente_id = ANY(?::uuid[]))"}
	args := []any{chi.Enti(), chi.OperatoreID, "{" + strings.Join(vigilati, ",") + "}"}
	if !f.Dal.IsZero() {
		where, args = append(where, "c.quando >= ?"), append(args, f.Dal.Inizio())
	}
	if !f.Al.IsZero() {
		where, args = append(where, "c.quando < ?"), append(args, f.Al.Piu(1).Inizio())
	}
	var out models.Elenco[RigaConsultazione]
	filtro := " FROM consultazione_anpr c JOIN operatore o ON o.id = c.operatore_id LEFT JOIN soggetto s ON s.id = c.soggetto_id WHERE " + strings.Join(where, " AND ")
	if err := tx.Raw("SELECT count(*)"+filtro, args...).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("consultazioni: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[RigaConsultazione](tx, `SELECT c.*, o.cognome || ' ' || o.nome AS operatore, coalesce(s.cognome, '') AS cognome,
		coalesce(s.nome, '') AS nome`+filtro+` ORDER BY c.quando DESC, c.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, err
}
