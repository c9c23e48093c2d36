package sigess

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/inbox"
	"siss/models/periodo"
)

// Elaborazione is a monthly accounting run of an ente that pays (manuale §8).
type Elaborazione struct {
	ID           string
	EnteID       string
	UOID         *string `gorm:"column:uo_id"`
	Anno         int
	Numero       int
	Dal          periodo.Data
	Al           periodo.Data
	Origine      string
	Stato        Stato
	Esaminati    int
	DaEsaminare  int
	Movimenti    int
	Imponibile   euro.Importo
	IVA          euro.Importo `gorm:"column:iva"`
	Totale       euro.Importo
	QuotaUtente  euro.Importo
	DaRecuperare euro.Importo
	CreataDa     *string
	CreataIl     time.Time
	ConfermataDa *string
	ConfermataIl *time.Time
	DocumentoID  *string
	Tipo         string // ORDINARIA, STORNO or SIMULAZIONE
	StornoDi     *string
	TrasmessaIl  *time.Time
	PagataIl     periodo.Data
	Nota         string
	FermataIl    *time.Time // when its calculation was stopped, nil while it goes on
	Versione     int
}

// TableName is the table of Elaborazione.
func (Elaborazione) TableName() string { return "elaborazione" }

// Estremi is the number of the run, "2026/3".
func (e Elaborazione) Estremi() string { return fmt.Sprintf("%d/%d", e.Anno, e.Numero) }

// Periodo is the run's period in words: "ottobre 2026", or two months.
func (e Elaborazione) Periodo() string {
	if e.Dal.Mese() == e.Al.Mese() {
		return e.Dal.Mese().Italiano()
	}
	return e.Dal.Mese().Italiano() + " - " + e.Al.Mese().Italiano()
}

// WorkflowElaborazione is the id of the workflow that owns a run.
func WorkflowElaborazione(id string) string { return "elaborazione/" + id }

// ModuloElaborazione is the mask of fig. 32: period and tipi of intervento.
type ModuloElaborazione struct {
	EnteID string       `json:"enteId" format:"uuid" doc:"Ente che paga" opzioni:"enti"`
	Dal    periodo.Mese `json:"dal" format:"month" doc:"Periodo dal mese"`
	Al     periodo.Mese `json:"al,omitempty" format:"month" doc:"al mese" help:"Vuoto: un solo mese"`
	Tipi   []string     `json:"tipi,omitempty" format:"uuid" doc:"Tipi di intervento" opzioni:"tipiIntervento" maxItems:"200" help:"Nessuno: tutti"`
	// Simulazione tries the run: it closes no month and is never confirmed.
	Simulazione bool `json:"simulazione,omitempty" doc:"Solo una prova" help:"Calcola senza chiudere i mesi; non si conferma"`
}

// mesiMassimi is how many months a run may span.
const mesiMassimi = 12

// Check refuses months that have not ended, whose cells a run would close, and a reversed or too long period.
func (m ModuloElaborazione) Check() map[string]string {
	ultimo := m.Ultimo()
	switch {
	case m.Dal.IsZero():
	case !ultimo.Fine().Prima(periodo.Oggi()) && m.Al.IsZero():
		return map[string]string{"dal": "il mese non è ancora finito: si elabora dal primo giorno del mese dopo"}
	case !ultimo.Fine().Prima(periodo.Oggi()):
		return map[string]string{"al": "il mese non è ancora finito: si elabora dal primo giorno del mese dopo"}
	case ultimo.Prima(m.Dal):
		return map[string]string{"al": "la fine precede l'inizio"}
	case m.Dal.Piu(mesiMassimi - 1).Prima(ultimo):
		return map[string]string{"al": "il periodo è troppo lungo: al massimo dodici mesi"}
	}
	return nil
}

// Ultimo is the last month of the period.
func (m ModuloElaborazione) Ultimo() periodo.Mese {
	if m.Al.IsZero() {
		return m.Dal
	}
	return m.Al
}

func (m ModuloElaborazione) tipo() string {
	if m.Simulazione {
		return tipoSimulazione
	}
	return tipoOrdinaria
}

// Elabora refuses who may not prepare a run of the ente.
func Elabora(chi models.Chi, enteID string) error {
	if chi.Ha(enteID, models.OperatoreAmministrativo, models.Coordinatore, models.ResponsabileContabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "l'elaborazione spetta agli amministrativi dell'ente che paga")
}

// Preparabile refuses a run that could not be opened: by who may not, without an
// office that confirms it, of tipi that do not exist, beside one of the same.
func Preparabile(tx *gorm.DB, chi models.Chi, id string, m ModuloElaborazione, oggi periodo.Data) error {
	if err := Elabora(chi, m.EnteID); err != nil {
		return err
	}
	if _, err := ufficioContabile(tx, m.EnteID, oggi); models.KindOf(err) == models.NotFound {
		return models.Refuse("enteId", err.Error())
	} else if err != nil {
		return err
	}
	for n, id := range m.Tipi {
		if _, err := models.Una[TipoIntervento](tx, "", `SELECT * FROM tipo_intervento WHERE id = ?`, id); models.KindOf(err) == models.NotFound {
			return models.Refuse(fmt.Sprintf("tipi.%d", n), "scegliere i tipi di intervento dall'elenco")
		} else if err != nil {
			return err
		}
	}
	return unica(tx, id, m)
}

// unica refuses a run while another of the same ente, period and tipi is not
// definitive.
func unica(tx *gorm.DB, id string, m ModuloElaborazione) error {
	if m.Simulazione {
		return nil
	}
	altre, err := models.Tutte[Elaborazione](tx, `SELECT * FROM elaborazione WHERE ente_id = ? AND dal = ? AND al = ? AND tipi = ?::uuid[]
		AND esclusiva AND stato IN ('IN_CALCOLO', 'PROVVISORIA') AND id <> ? LIMIT 1`, m.EnteID, m.Dal.Inizio(), m.Ultimo().Fine(), elencoUUID(m.Tipi), id)
	if err != nil || len(altre) == 0 {
		return err
	}
	return models.Errorf(models.Conflict, "c'è già l'elaborazione %s dello stesso periodo e degli stessi tipi, non ancora definitiva: confermarla o annullarla prima",
		altre[0].Estremi())
}

// Apri creates a run in calculation, with its number. Opening it again does
// nothing. Without an operatore the origine is PIANIFICATA: a schedule did.
func Apri(tx *gorm.DB, chi models.Chi, id string, m ModuloElaborazione, quando time.Time) error {
	origine, autore := "PIANIFICATA", (*string)(nil)
	if chi.OperatoreID != "" {
		origine, autore = "OPERATORE", &chi.OperatoreID
		if err := Preparabile(tx, chi, id, m, periodo.Di(quando)); err != nil {
			return err
		}
	}
	gia, err := models.Tutte[Elaborazione](tx, `SELECT * FROM elaborazione WHERE id = ?`, id)
	if err != nil || len(gia) > 0 {
		return err
	}
	uo, err := ufficioContabile(tx, m.EnteID, periodo.Di(quando))
	if err != nil {
		return err
	}
	anno := periodo.Di(quando).Anno()
	numero, err := models.Numero(tx, m.EnteID, "ELABORAZIONE", anno)
	if err != nil {
		return err
	}
	err = esegui(tx, `INSERT INTO elaborazione (id, ente_id, uo_id, anno, numero, dal, al, tipi, origine, stato, creata_da, creata_il, tipo, esclusiva, da_esaminare)
		SELECT x.id, x.ente, ?, ?, ?, x.dal, x.al, x.tipi, ?, 'IN_CALCOLO', ?, ?, ?, ?,
			(SELECT count(*) FROM intervento i WHERE `+daLiquidare+`)
		FROM (SELECT ?::uuid AS id, ?::uuid AS ente, ?::date AS dal, ?::date AS al, ?::uuid[] AS tipi) x`,
		uo, anno, numero, origine, autore, quando, m.tipo(), !m.Simulazione, id, m.EnteID, m.Dal.Inizio(), m.Ultimo().Fine(), elencoUUID(m.Tipi))
	if models.Vincolo(err) == "elaborazione_in_corso" {
		return models.Errorf(models.Conflict, "un'altra elaborazione dello stesso periodo e degli stessi tipi è stata avviata in questo momento: aspettarla")
	}
	return err
}

// daLiquidare holds for the interventi i that a run x looks at.
const daLiquidare = `i.ente_pagatore_id = x.ente AND i.stato <> 'BOZZA' AND (x.tipi = '{}' OR i.tipo_intervento_id = ANY (x.tipi))
	AND (i.data_inizio <= x.al AND (i.data_fine IS NULL OR i.data_fine >= x.dal)
		OR EXISTS (SELECT 1 FROM mese_toccato k WHERE k.intervento_id = i.id AND k.ente_id = x.ente AND k.mese < x.dal))`

// elencoUUID writes ids as PostgreSQL does, in order and each once: the same
// tipi are the same text however they were chosen.
func elencoUUID(ids []string) string {
	return "{" + strings.Join(slices.Compact(slices.Sorted(slices.Values(ids))), ",") + "}"
}

func ufficioContabile(tx *gorm.DB, enteID string, oggi periodo.Data) (string, error) {
	u, err := models.Una[anagrafe.UO](tx, "l'ente non ha un ufficio che possa confermare l'elaborazione", `SELECT * FROM uo WHERE ente_id = ?
		AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY tipo = 'CONTABILE' DESC, tipo = 'AMMINISTRATIVO' DESC, codice LIMIT 1`, enteID, oggi, oggi)
	return u.ID, err
}

// Quadra takes what a run pays from the impegni, numbers its movimenti in the
// order of fig. 33 (start of the intervento, name), sums them, makes the run
// provisional and asks the accounting office to confirm it. Repeating it is
// harmless.
func Quadra(tx *gorm.DB, id string, quando time.Time) error {
	e, err := bloccaElaborazione(tx, id)
	if err != nil {
		return err
	}
	if e.Stato != InCalcolo {
		return nil
	}
	if err := impegna(tx, e); err != nil {
		return err
	}
	if err := confrontaCessati(tx, e); err != nil {
		return err
	}
	if err := annotaNonFirmati(tx, e); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE movimento m SET progressivo = x.n FROM (SELECT v.id, row_number() OVER (ORDER BY i.data_inizio, s.cognome, s.nome,
			s.data_nascita, i.anno, i.numero, v.mese_competenza, v.voce, v.id) AS n
		FROM movimento v JOIN intervento i ON i.id = v.intervento_id JOIN soggetto s ON s.id = i.soggetto_id WHERE v.elaborazione_id = ?) x
		WHERE m.id = x.id`, id); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE elaborazione e SET stato = CASE tipo WHEN 'SIMULAZIONE' THEN 'SIMULATA' ELSE 'PROVVISORIA' END, versione = versione + 1, esaminati = da_esaminare, movimenti = x.n,
			imponibile = x.imponibile, iva = x.iva, totale = x.totale, quota_utente = x.quota, da_recuperare = (SELECT coalesce(sum(importo), 0) FROM (`+aDebito+`) d)
		FROM (SELECT count(*) AS n, coalesce(sum(imponibile), 0) AS imponibile, coalesce(sum(iva), 0) AS iva,
			coalesce(sum(totale), 0) AS totale, coalesce(sum(quota_utente), 0) AS quota FROM movimento WHERE elaborazione_id = ?) x
		WHERE e.id = ?`, id, id, id); err != nil {
		return err
	}
	if err := avvisaRichiedente(tx, e, inbox.ElaborazionePronta, "pronta: controllarla"); err != nil || e.Tipo == tipoSimulazione {
		return err
	}
	if err := chiediSblocco(tx, e, quando); err != nil {
		return err
	}
	chiave := WorkflowElaborazione(id) + "/conferma"
	if e.Versione > 1 { // computed again: the task of before is closed
		chiave += fmt.Sprintf("/%d", e.Versione)
	}
	return inbox.Apri(tx, inbox.Compito{Chiave: chiave, EnteID: e.EnteID, UOID: *e.UOID, Tipo: inbox.ConfermaElaborazione,
		Oggetto: "elaborazione", OggettoID: id, WorkflowID: WorkflowElaborazione(id),
		Titolo: "Confermare l'elaborazione contabile " + e.Estremi() + " (" + e.Periodo() + ")", Creato: quando, Scade: periodo.Di(quando).Piu(giorniConferma)})
}

// giorniConferma is how long a provisional run may wait before it shows as late.
const giorniConferma = 10

// bloccaElaborazione locks a run, and the runs of its ente to whoever would go on
// with them: each writes of the interventi and impegni of the ente in an order of
// its own, and two at once would wait for each other.
func bloccaElaborazione(tx *gorm.DB, id string) (Elaborazione, error) {
	if err := esegui(tx, `SELECT FROM ente WHERE id = (SELECT ente_id FROM elaborazione WHERE id = ?) FOR NO KEY UPDATE`, id); err != nil {
		return Elaborazione{}, err
	}
	return models.Una[Elaborazione](tx, "l'elaborazione non esiste", `SELECT * FROM elaborazione WHERE id = ? FOR UPDATE`, id)
}

// daDecidere locks a run of the enti of who acts, and refuses who may not
// decide on it and one in another state.
func daDecidere(tx *gorm.DB, chi models.Chi, id string, lecito func(*gorm.DB, models.Chi, Elaborazione) error, ammessi ...Stato) (Elaborazione, error) {
	e, err := bloccaElaborazione(tx, id)
	if err != nil {
		return e, err
	}
	if !chi.InEnte(e.EnteID) {
		return e, models.Errorf(models.NotFound, "l'elaborazione non esiste o non è visibile")
	}
	if err := lecito(tx, chi, e); err != nil {
		return e, err
	}
	return e, Ammesso(e.Stato, ammessi...)
}

// contabile refuses who may not decide on a run by its ruolo.
func contabile(tx *gorm.DB, chi models.Chi, id string, ammessi ...Stato) (Elaborazione, error) {
	return daDecidere(tx, chi, id, func(_ *gorm.DB, chi models.Chi, e Elaborazione) error { return decide(chi, e) }, ammessi...)
}

func decide(chi models.Chi, e Elaborazione) error {
	if Contabile(chi, e) {
		return nil
	}
	return models.Errorf(models.Forbidden, "la conferma spetta al responsabile contabile dell'ente")
}

// Conferma makes a provisional run definitive: its rows never change again, are
// settled, and the months that it looked at are no longer to be looked at. It is
// refused when the rows are not those that were shown, or no longer what the
// data say.
func Conferma(tx *gorm.DB, chi models.Chi, id string, m ModuloConferma, quando time.Time) error {
	e, err := daDecidere(tx, chi, id, Approva, Provvisoria)
	if err != nil {
		return err
	}
	if err := immutata(tx, e, m); err != nil {
		return err
	}
	if err := avvisaRichiedente(tx, e, inbox.ElaborazioneDefinitiva, "definitiva: l'elenco è da scaricare"); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE movimento SET stato = 'DEFINITIVO' WHERE elaborazione_id = ?`, id); err != nil {
		return err
	}
	if err := esegui(tx, `DELETE FROM mese_toccato WHERE elaborazione_id = ?`, id); err != nil {
		return err
	}
	if err := apriRecuperi(tx, e, quando); err != nil {
		return err
	}
	if err := riprendiBloccati(tx, e, quando); err != nil {
		return err
	}
	if err := chiudiRimesse(tx, e, quando); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE elaborazione SET stato = 'DEFINITIVA', confermata_da = ?, confermata_il = ?, versione = versione + 1 WHERE id = ?`,
		chi.OperatoreID, quando, id); err != nil {
		return err
	}
	if err := chiudiCapienza(tx, e, quando); err != nil {
		return err
	}
	return inbox.Chiudi(tx, id, quando, inbox.ConfermaElaborazione)
}

// Annulla gives up a run that is being computed or is provisional: its rows go,
// its months open again.
func Annulla(tx *gorm.DB, chi models.Chi, id string, quando time.Time) error {
	e, err := daDecidere(tx, chi, id, annulla, InCalcolo, Provvisoria)
	if err != nil {
		return err
	}
	if err := svuota(tx, e, quando); err != nil {
		return err
	}
	return esegui(tx, `UPDATE elaborazione SET stato = 'ANNULLATA', movimenti = 0, imponibile = 0, iva = 0, totale = 0,
		quota_utente = 0, da_recuperare = 0, fermata_da = NULL, fermata_il = NULL, versione = versione + 1 WHERE id = ?`, id)
}

// Allega stores the Excel list of a definitive run. The first file stays.
func Allega(tx *gorm.DB, id, documentoID, nome, mime string, contenuto []byte) error {
	e, err := bloccaElaborazione(tx, id)
	if err != nil {
		return err
	}
	if e.DocumentoID != nil {
		return nil
	}
	if !e.Stato.Confermata() {
		return Ammesso(e.Stato, Definitiva)
	}
	if err := documento.Salva(tx, documentoID, e.EnteID, nome, mime, contenuto); err != nil {
		return err
	}
	return esegui(tx, `UPDATE elaborazione SET documento_id = ?, versione = versione WHERE id = ?`, documentoID, id)
}

// DaPagare is what leaves the ente: the lines, and what is to be recovered of
// those who are paid less than is taken back of them.
func (e Elaborazione) DaPagare() euro.Importo { return e.Totale + e.DaRecuperare }

// ElaborazioneDi loads a run for the workflow that owns it.
func ElaborazioneDi(tx *gorm.DB, id string) (Elaborazione, error) {
	return models.Una[Elaborazione](tx, "l'elaborazione non esiste", `SELECT * FROM elaborazione WHERE id = ?`, id)
}

// ElaborazioneVisibile loads a run of the enti of who asks.
func ElaborazioneVisibile(tx *gorm.DB, chi models.Chi, id string) (Elaborazione, error) {
	return models.Una[Elaborazione](tx, "l'elaborazione non esiste o non è visibile",
		`SELECT * FROM elaborazione WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}
