package inbox

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Avviso says what a Notifica tells. The strings are durable.
type Avviso string

// The notifications of the main job.
const (
	DomandaAssegnata       Avviso = "DOMANDA_ASSEGNATA"
	DomandaEsito           Avviso = "DOMANDA_ESITO"
	CompitoAssegnato       Avviso = "COMPITO_ASSEGNATO"
	CompitoTolto           Avviso = "COMPITO_TOLTO"
	InterventoAttivato     Avviso = "INTERVENTO_ATTIVATO"
	InterventoSospeso      Avviso = "INTERVENTO_SOSPESO"
	InterventoTerminato    Avviso = "INTERVENTO_TERMINATO"
	ElaborazionePronta     Avviso = "ELABORAZIONE_PRONTA"
	ElaborazioneDefinitiva Avviso = "ELABORAZIONE_DEFINITIVA"
)

// Notifica tells an operatore what another did, or the engine. Testo names the
// case by its number and no person: the soggetto is joined when it is read.
type Notifica struct {
	ID          string
	Chiave      string
	OperatoreID string
	EnteID      string
	AutoreID    *string
	Tipo        Avviso
	Testo       string
	Oggetto     string // domanda, intervento, elaborazione or chiusura
	OggettoID   string
	SoggettoID  *string
	Creata      time.Time
	LettaIl     *time.Time
}

// TableName is the table of Notifica.
func (Notifica) TableName() string { return "notifica" }

var spazioNotifiche = uuid.MustParse("2b5d9f0c-1d8e-5b44-9c0e-7a6f3e1d9b03")

// Avvisa writes a notification in the transaction of the act that causes it.
// Nobody is told what he did himself. Writing the same Chiave again does nothing.
func Avvisa(tx *gorm.DB, n Notifica) error {
	err := tx.Exec(`INSERT INTO notifica (id, chiave, operatore_id, ente_id, autore_id, tipo, testo, oggetto, oggetto_id, soggetto_id)
		SELECT ?, ?, x.operatore, ?, siss_operatore(), ?, ?, ?, ?, ?::uuid FROM (SELECT ?::uuid AS operatore) x
		WHERE x.operatore IS DISTINCT FROM siss_operatore() ON CONFLICT (chiave) DO NOTHING`,
		uuid.NewSHA1(spazioNotifiche, []byte(n.Chiave)).String(), n.Chiave, n.EnteID, n.Tipo, n.Testo, n.Oggetto, n.OggettoID, n.SoggettoID, n.OperatoreID).Error
	if err != nil {
		return fmt.Errorf("notifica: %w", err)
	}
	return nil
}

// notificato tells whether a notification was written.
func notificato(tx *gorm.DB, chiave string) (bool, error) {
	righe, err := models.Tutte[Notifica](tx, `SELECT id FROM notifica WHERE chiave = ?`, chiave)
	return len(righe) > 0, err
}

// RigaNotifica is a notification with the names that a page shows.
type RigaNotifica struct {
	Notifica
	Autore      string // "" when time or the engine did it
	Cognome     string
	Nome        string
	DataNascita periodo.Data
}

// Nominativo is the person a notification is about, or "".
func (n RigaNotifica) Nominativo() string {
	return Riga{Cognome: n.Cognome, Nome: n.Nome, DataNascita: n.DataNascita}.Nominativo()
}

// FiltroNotifiche chooses among the notifications of who asks.
type FiltroNotifiche struct {
	Stato string `json:"stato,omitempty" doc:"Stato" enum:"da-leggere,lette" etichette:"Da leggere,Già lette"`
	Tipo  Avviso `json:"tipo,omitempty" doc:"Tipo" enum:"DOMANDA_ASSEGNATA,DOMANDA_ESITO,COMPITO_ASSEGNATO,COMPITO_TOLTO,INTERVENTO_ATTIVATO,INTERVENTO_SOSPESO,INTERVENTO_TERMINATO,ELABORAZIONE_PRONTA,ELABORAZIONE_DEFINITIVA" etichette:"Domanda assegnata,Esito di una domanda,Compito assegnato,Compito passato ad altri,Intervento attivato,Intervento sospeso,Intervento concluso,Elaborazione pronta,Elaborazione definitiva"`
}

// FiltroNotifiche.Stato.
const (
	DaLeggere = "da-leggere"
	Lette     = "lette"
)

// mie is the condition on notifications n that who asks may see: one's own, of
// the enti where an abilitazione is still valid.
func mie(chi models.Chi) condizioni {
	var c condizioni
	c.e("n.operatore_id = ? AND n.ente_id = ANY (?::uuid[])", chi.OperatoreID, uuidi(chi.Enti()))
	return c
}

// Notifiche lists the notifications of who asks, those not read first, then the
// latest.
func Notifiche(tx *gorm.DB, chi models.Chi, f FiltroNotifiche, p models.Pagina) (models.Elenco[RigaNotifica], error) {
	var out models.Elenco[RigaNotifica]
	c := mie(chi)
	switch f.Stato {
	case DaLeggere:
		c.e("n.letta_il IS NULL")
	case Lette:
		c.e("n.letta_il IS NOT NULL")
	}
	if f.Tipo != "" {
		c.e("n.tipo = ?", f.Tipo)
	}
	if err := tx.Raw("SELECT count(*) FROM notifica n WHERE "+c.sql(), c.args...).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("notifiche: %w", err)
	}
	if out.Totale == 0 {
		return out, nil
	}
	var err error
	out.Elementi, err = righeNotifiche(tx, chi, c, "n.letta_il IS NOT NULL, n.creata DESC, n.id", p)
	return out, err
}

// NonLette lists the latest notifications that who asks has not read yet.
func NonLette(tx *gorm.DB, chi models.Chi, quante int) ([]RigaNotifica, error) {
	c := mie(chi)
	c.e("n.letta_il IS NULL")
	return righeNotifiche(tx, chi, c, "n.creata DESC, n.id", models.Pagina{Limite: quante})
}

// righeNotifiche chooses before it looks for names.
func righeNotifiche(tx *gorm.DB, chi models.Chi, c condizioni, ordine string, p models.Pagina) ([]RigaNotifica, error) {
	return models.Tutte[RigaNotifica](tx, `SELECT n.*, coalesce(o.cognome || ' ' || o.nome, '') AS autore,
		coalesce(s.cognome, '') AS cognome, coalesce(s.nome, '') AS nome, s.data_nascita
		FROM (SELECT * FROM notifica n WHERE `+c.sql()+` ORDER BY `+ordine+` LIMIT ? OFFSET ?) n
		LEFT JOIN operatore o ON o.id = n.autore_id LEFT JOIN soggetto s ON s.id = n.soggetto_id AND s.ente_id = ANY (?::uuid[])
		ORDER BY `+ordine, slices.Concat(c.args, []any{p.Limite, p.Salta, uuidi(chi.Enti())})...)
}

// ContiNotifiche counts the notifications of who asks. Ultima is the id of the
// latest, "" when there is none.
type ContiNotifiche struct {
	DaLeggere, Lette int
	Ultima           string
}

// ContaNotifiche counts those of a kind, of all when it is "".
func ContaNotifiche(tx *gorm.DB, chi models.Chi, tipo Avviso) (ContiNotifiche, error) {
	c := mie(chi)
	return models.Una[ContiNotifiche](tx, "", `SELECT count(*) FILTER (WHERE n.letta_il IS NULL AND (? = '' OR n.tipo = ?)) AS da_leggere,
		count(*) FILTER (WHERE n.letta_il IS NOT NULL AND (? = '' OR n.tipo = ?)) AS lette,
		coalesce((array_agg(n.id ORDER BY n.creata DESC, n.id))[1]::text, '') AS ultima FROM notifica n WHERE `+c.sql(),
		append([]any{tipo, tipo, tipo, tipo}, c.args...)...)
}

// NotificaDi loads a notification of who asks.
func NotificaDi(tx *gorm.DB, chi models.Chi, id string) (Notifica, error) {
	c := mie(chi)
	return models.Una[Notifica](tx, "la notifica non esiste o non è rivolta a chi è entrato", "SELECT n.* FROM notifica n WHERE n.id = ? AND "+c.sql(),
		append([]any{id}, c.args...)...)
}

// Leggi marks a notification as read. Reading it again changes nothing.
func Leggi(tx *gorm.DB, chi models.Chi, id string, quando time.Time) (Notifica, error) {
	n, err := NotificaDi(tx, chi, id)
	if err != nil || n.LettaIl != nil {
		return n, err
	}
	return n, aggiorna(tx, `UPDATE notifica SET letta_il = ? WHERE id = ? AND letta_il IS NULL`, quando, id)
}

// LeggiTutte marks as read what who asks had before him: the notifications as
// old as the one named, or all when ultima is "". It returns how many.
func LeggiTutte(tx *gorm.DB, chi models.Chi, ultima string, quando time.Time) (int, error) {
	c := mie(chi)
	c.e("n.letta_il IS NULL")
	if ultima != "" {
		n, err := NotificaDi(tx, chi, ultima)
		if err != nil {
			return 0, err
		}
		c.e("n.creata <= ?", n.Creata)
	}
	esito := tx.Exec("UPDATE notifica n SET letta_il = ? WHERE "+c.sql(), append([]any{quando}, c.args...)...)
	if esito.Error != nil {
		return 0, fmt.Errorf("notifiche: %w", esito.Error)
	}
	return int(esito.RowsAffected), nil
}

// leggiDi marks as read what an operatore was told of a case, of one kind: who
// takes note of the task has read the notification too.
func leggiDi(tx *gorm.DB, operatoreID, oggettoID string, tipo Avviso, quando time.Time) error {
	return aggiorna(tx, `UPDATE notifica SET letta_il = ? WHERE operatore_id = ? AND oggetto_id = ? AND tipo = ? AND letta_il IS NULL`,
		quando, operatoreID, oggettoID, tipo)
}
