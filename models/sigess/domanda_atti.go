package sigess

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/termini"
)

// Situazione is what the workflow of a domanda needs to know after an act.
type Situazione struct {
	Stato     Stato            `json:"stato"`
	Richieste map[string]Stato `json:"richieste,omitempty"`
	// Comunicata tells that the outcome was communicated.
	Comunicata bool `json:"comunicata,omitempty"`
	// AttendeFino is the last day on which what makes the clock stand counts;
	// absent while the clock runs.
	AttendeFino periodo.Data `json:"attendeFino,omitzero"`
}

// SituazioneDomanda reads the present state of a domanda.
func SituazioneDomanda(tx *gorm.DB, id string) (Situazione, error) {
	d, err := models.Una[Domanda](tx, "la domanda non esiste", `SELECT * FROM domanda WHERE id = ?`, id)
	if err != nil {
		return Situazione{}, err
	}
	s := Situazione{Stato: d.Stato, Comunicata: !d.ComunicataIl.IsZero(), Richieste: map[string]Stato{}}
	pause, err := Pause(tx, id)
	if err != nil {
		return s, err
	}
	if p, ferma := inCorso(d, pause); ferma {
		s.AttendeFino = p.UltimoGiorno()
	}
	richieste, err := Richieste(tx, id)
	for _, r := range richieste {
		s.Richieste[r.ID] = r.Stato
	}
	return s, err
}

// WorkflowDomanda is the id of the workflow that owns a domanda.
func WorkflowDomanda(id string) string { return "domanda/" + id }

func bloccaDomanda(tx *gorm.DB, chi models.Chi, id string) (Domanda, error) {
	return models.Una[Domanda](tx, "la domanda non esiste o non è visibile",
		`SELECT * FROM domanda WHERE id = ? AND ente_id IN ? FOR UPDATE`, id, chi.Enti())
}

// Presenta gives a draft its number, anno/n of the ente, assigns it to its
// office and to who presents it, and opens the first task.
func Presenta(tx *gorm.DB, chi models.Chi, id string, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if d.Stato != Bozza {
		return models.Errorf(models.Conflict, "la domanda è già stata presentata con il numero %s", d.Estremi())
	}
	if d.DataPresentazione.Dopo(periodo.Di(quando)) {
		return models.Refuse("dataPresentazione", "la data di presentazione non può essere futura")
	}
	anno := d.DataPresentazione.Anno()
	numero, err := models.Numero(tx, d.EnteID, "DOMANDA", anno)
	if err != nil {
		return err
	}
	d.Anno, d.Numero = &anno, &numero
	d.ScadenzaIl = d.DataPresentazione.Piu(termini.GiorniOrdinari)
	if err := esegui(tx, `UPDATE domanda SET stato = 'PRESENTATA', anno = ?, numero = ?, presentata_il = ?, scadenza_il = ?,
		versione = versione + 1 WHERE id = ?`, anno, numero, quando, d.ScadenzaIl, id); err != nil {
		return err
	}
	dal := quando
	if d.SeguitaDal != nil {
		dal = *d.SeguitaDal
	}
	chiave := fmt.Appendf(nil, "%s/presenta", id)
	if err := apriAssegnazione(tx, chi, d, uuid.NewSHA1(spazioRichieste, chiave), d.UOID, "", dal, ""); err != nil {
		return err
	}
	if err := apriAssegnazione(tx, chi, d, uuid.NewSHA1(spazioRichieste, append(chiave, "/op"...)), d.UOID, chi.OperatoreID, dal, ""); err != nil {
		return err
	}
	return apriCompito(tx, d, inbox.AvviaIstruttoria, "Avviare l'istruttoria della domanda "+d.Estremi(), nil, quando)
}

func esegui(tx *gorm.DB, query string, args ...any) error {
	if err := tx.Exec(query, args...).Error; err != nil {
		return fmt.Errorf("sigess: %w", err)
	}
	return nil
}

// apriCompito opens a task of the domanda for who is competent for it now.
func apriCompito(tx *gorm.DB, d Domanda, tipo inbox.Tipo, titolo string, richiesta *string, quando time.Time) error {
	chiave := WorkflowDomanda(d.ID) + "/" + string(tipo)
	if richiesta != nil {
		chiave += "/" + *richiesta
	}
	return apriConChiave(tx, d, chiave, tipo, titolo, richiesta, quando)
}

// apriConChiave opens a task that the domanda may have had before, under a key
// of its own.
func apriConChiave(tx *gorm.DB, d Domanda, chiave string, tipo inbox.Tipo, titolo string, richiesta *string, quando time.Time) error {
	uo, operatore, err := Competente(tx, d.ID)
	if err != nil {
		return err
	}
	return inbox.Apri(tx, inbox.Compito{Chiave: chiave, EnteID: d.EnteID, UOID: uo, OperatoreID: operatore, Tipo: tipo,
		Oggetto: "domanda", OggettoID: d.ID, RichiestaID: richiesta, WorkflowID: WorkflowDomanda(d.ID), Titolo: titolo,
		SoggettoID: &d.SoggettoID, Creato: quando, Scade: d.ScadenzaIl})
}

// Competente returns the office and the operatore to whom a domanda is assigned
// now; no operatore means that it waits in the office's list.
func Competente(tx *gorm.DB, domandaID string) (uo string, operatore *string, err error) {
	aperte, err := models.Tutte[Assegnazione](tx, `SELECT tipo, uo_id, operatore_id FROM assegnazione
		WHERE domanda_id = ? AND data_fine IS NULL`, domandaID)
	for _, a := range aperte {
		if a.Tipo == "UO" {
			uo = a.UOID
		} else {
			operatore = a.OperatoreID
		}
	}
	return uo, operatore, err
}

// Tratta refuses who is not competent for a domanda: the assignee is, or who
// coordinates or is responsible for procedures in the ente, or anyone of the
// ente while it is nobody's.
func Tratta(tx *gorm.DB, chi models.Chi, d Domanda) error {
	if chi.Ha(d.EnteID, models.Coordinatore, models.Responsabile) {
		return nil
	}
	_, operatore, err := Competente(tx, d.ID)
	if err != nil {
		return err
	}
	if operatore != nil && *operatore != chi.OperatoreID {
		return models.Errorf(models.Forbidden, "la domanda è assegnata a un altro operatore: chiedere a chi l'ha in carico o al coordinatore")
	}
	return nil
}

// inStato refuses an act that does not belong to the state of the domanda.
func (d Domanda) inStato(ammessi ...Stato) error { return Ammesso(d.Stato, ammessi...) }

// Ammesso refuses with a sentence when the state is none of those in which an
// act may be done.
func Ammesso(stato Stato, ammessi ...Stato) error {
	for _, s := range ammessi {
		if s == stato {
			return nil
		}
	}
	return models.Errorf(models.Conflict, "non si può: lo stato è «%s»", stato.Nome())
}

// ModuloAvvio is the act Avvia istruttoria: the protocol starts the clock of
// L. 241/1990 and the procedure gets its responsible (artt. 4-5).
type ModuloAvvio struct {
	Protocollo     string       `json:"protocollo" doc:"Numero di protocollo" minLength:"1" maxLength:"50"`
	ProtocolloData periodo.Data `json:"protocolloData" format:"date" doc:"Data di protocollo"`
	ResponsabileID string       `json:"responsabileId" format:"uuid" doc:"Responsabile del procedimento" opzioni:"operatori"`
}

// Check refuses a protocol of tomorrow.
func (m ModuloAvvio) Check() map[string]string {
	if m.ProtocolloData.Dopo(periodo.Oggi()) {
		return map[string]string{"protocolloData": "la data di protocollo non può essere futura"}
	}
	return nil
}

// Avvia opens the istruttoria.
func Avvia(tx *gorm.DB, chi models.Chi, id string, m ModuloAvvio, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if err := d.inStato(Presentata); err != nil {
		return err
	}
	if err := Tratta(tx, chi, d); err != nil {
		return err
	}
	if m.ProtocolloData.Prima(d.DataPresentazione) {
		return models.Refuse("protocolloData", "la data di protocollo precede la presentazione")
	}
	if err := destinatario(tx, m.ResponsabileID, d.EnteID, "responsabileId", quando); err != nil {
		return err
	}
	d.AvvioIl = m.ProtocolloData
	conto, err := d.Conto(nil)
	if err != nil {
		return err
	}
	d.ScadenzaIl = conto.Scadenza
	if err := esegui(tx, `UPDATE domanda SET stato = 'IN_ISTRUTTORIA', protocollo = ?, protocollo_data = ?, responsabile_id = ?,
		avvio_il = ?, scadenza_il = ?, versione = versione + 1 WHERE id = ?`,
		m.Protocollo, m.ProtocolloData, m.ResponsabileID, d.AvvioIl, d.ScadenzaIl, id); err != nil {
		return err
	}
	if err := inbox.Chiudi(tx, id, quando, inbox.AvviaIstruttoria); err != nil {
		return err
	}
	return apriCompito(tx, d, inbox.ValutaDomanda, "Valutare la domanda "+d.Estremi(), nil, quando)
}

func destinatario(tx *gorm.DB, operatore, ente, campo string, quando time.Time) error {
	ok, err := anagrafe.Abilitato(tx, operatore, ente, periodo.Di(quando))
	if err != nil {
		return err
	}
	if !ok {
		return models.Refuse(campo, "l'operatore non ha un'abilitazione valida per questo ente")
	}
	return nil
}

// ModuloEsito is the field Stato of the drawer Richiesta (manuale §3).
type ModuloEsito struct {
	Esito  Stato  `json:"esito" doc:"Stato" enum:"ACCETTATA,RESPINTA" etichette:"Accettata,Respinta" widget:"radio"`
	Motivo string `json:"motivo,omitempty" doc:"Motivazione" maxLength:"2000" widget:"textarea" help:"Obbligatoria se respinta (L. 241/1990 art. 3)"`
}

// Check asks for the reasons of a refusal.
func (m ModuloEsito) Check() map[string]string {
	if m.Esito == Respinta && m.Motivo == "" {
		return map[string]string{"motivo": "indicare la motivazione del rigetto"}
	}
	return nil
}

// Decidi gives a richiesta its outcome. With the last one the domanda gets its
// own, and the tasks that follow are opened.
func Decidi(tx *gorm.DB, chi models.Chi, id, richiestaID string, m ModuloEsito, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if err := d.inStato(InIstruttoria); err != nil {
		return err
	}
	if err := Tratta(tx, chi, d); err != nil {
		return err
	}
	r, err := models.Una[Richiesta](tx, "la richiesta non esiste", `SELECT * FROM richiesta WHERE id = ? AND domanda_id = ?`, richiestaID, id)
	if err != nil {
		return err
	}
	if err := Ammesso(r.Stato, DaValutare); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE richiesta SET stato = ?, motivo = ?, decisa_il = ?, decisa_da = ? WHERE id = ?`,
		m.Esito, m.Motivo, quando, chi.OperatoreID, richiestaID); err != nil {
		return err
	}
	richieste, err := Richieste(tx, id)
	if err != nil {
		return err
	}
	stato := esitoComplessivo(richieste)
	if err := esegui(tx, `UPDATE domanda SET stato = ?, versione = versione + 1 WHERE id = ?`, stato, id); err != nil {
		return err
	}
	if stato == InIstruttoria {
		return nil
	}
	if err := avvisaEsito(tx, d, stato); err != nil {
		return err
	}
	return apriSeguito(tx, d, richieste, quando)
}

// esitoComplessivo is the state of a domanda that follows from its richieste.
func esitoComplessivo(richieste []RigaRichiesta) Stato {
	accettate, respinte := 0, 0
	for _, r := range richieste {
		switch r.Stato {
		case Accettata, Attivata:
			accettate++
		case Respinta:
			respinte++
		default:
			return InIstruttoria
		}
	}
	switch {
	case accettate == 0:
		return Respinta
	case respinte == 0:
		return Accolta
	default:
		return AccoltaParz
	}
}

func apriSeguito(tx *gorm.DB, d Domanda, richieste []RigaRichiesta, quando time.Time) error {
	if err := inbox.Chiudi(tx, d.ID, quando, inbox.ValutaDomanda, inbox.PrendiVisione); err != nil {
		return err
	}
	for _, r := range richieste {
		if r.Stato != Accettata {
			continue
		}
		titolo := fmt.Sprintf("Creare l'intervento della domanda %s: %s", d.Estremi(), r.Tipo)
		if err := apriCompito(tx, d, inbox.CreaIntervento, titolo, &r.ID, quando); err != nil {
			return err
		}
	}
	return apriCompito(tx, d, inbox.ComunicaEsito, "Comunicare l'esito della domanda "+d.Estremi(), nil, quando)
}

// ModuloComunicazione is the act that tells the citizen the outcome.
type ModuloComunicazione struct {
	Data  periodo.Data `json:"data" format:"date" doc:"Comunicata il"`
	Mezzo string       `json:"mezzo" doc:"Mezzo" enum:"PEC,POSTA,MANO,EMAIL" etichette:"PEC,Posta,A mano,E-mail"`
}

// Check refuses a communication of tomorrow.
func (m ModuloComunicazione) Check() map[string]string {
	if m.Data.Dopo(periodo.Oggi()) {
		return map[string]string{"data": "la data non può essere futura"}
	}
	return nil
}

// Comunica records that the outcome was communicated. A rejected domanda is
// then closed (manuale §3: "l'iter termina con la chiusura della pratica"), an
// accepted one as soon as all its interventi are active.
func Comunica(tx *gorm.DB, chi models.Chi, id string, m ModuloComunicazione, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if err := d.inStato(Accolta, AccoltaParz, Respinta); err != nil {
		return err
	}
	if err := Tratta(tx, chi, d); err != nil {
		return err
	}
	if !d.ComunicataIl.IsZero() {
		return models.Errorf(models.Conflict, "l'esito è già stato comunicato")
	}
	if m.Data.Prima(d.AvvioIl) {
		return models.Refuse("data", "la data precede l'avvio dell'istruttoria")
	}
	if err := esegui(tx, `UPDATE domanda SET comunicata_il = ?, comunicata_mezzo = ?, versione = versione + 1 WHERE id = ?`, m.Data, m.Mezzo, id); err != nil {
		return err
	}
	if err := inbox.Chiudi(tx, id, quando, inbox.ComunicaEsito); err != nil {
		return err
	}
	return chiudiSePossibile(tx, id, quando)
}

// RegistraAttivazione ties an accepted richiesta to the intervento that was
// activated for it. Repeating it is harmless.
func RegistraAttivazione(tx *gorm.DB, id, richiestaID, interventoID string, quando time.Time) error {
	if _, err := models.Una[Domanda](tx, "la domanda non esiste", `SELECT * FROM domanda WHERE id = ? FOR UPDATE`, id); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE richiesta SET stato = 'ATTIVATA', intervento_id = ? WHERE id = ? AND domanda_id = ? AND stato = 'ACCETTATA'`,
		interventoID, richiestaID, id); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE compito SET chiuso_il = ? WHERE oggetto_id = ? AND richiesta_id = ? AND tipo = 'CREA_INTERVENTO' AND chiuso_il IS NULL`,
		quando, id, richiestaID); err != nil {
		return err
	}
	return chiudiSePossibile(tx, id, quando)
}

func chiudiSePossibile(tx *gorm.DB, id string, quando time.Time) error {
	err := esegui(tx, `UPDATE domanda d SET stato = 'CHIUSA', versione = versione + 1 WHERE id = ? AND stato IN ('ACCOLTA', 'ACCOLTA_PARZ', 'RESPINTA')
		AND comunicata_il IS NOT NULL AND NOT EXISTS (SELECT 1 FROM richiesta r WHERE r.domanda_id = d.id AND r.stato IN ('DA_VALUTARE', 'ACCETTATA'))`, id)
	if err != nil {
		return err
	}
	return esegui(tx, `UPDATE compito SET chiuso_il = ? WHERE oggetto_id = ? AND chiuso_il IS NULL
		AND (SELECT stato FROM domanda WHERE id = ?) = 'CHIUSA'`, quando, id, id)
}
