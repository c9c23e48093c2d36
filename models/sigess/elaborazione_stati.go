package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
)

// The tipi of elaborazione. The strings are durable.
const (
	tipoOrdinaria   = "ORDINARIA"
	tipoSimulazione = "SIMULAZIONE"
)

// Simulazione tells whether a run is only tried.
func (e Elaborazione) Simulazione() bool { return e.Tipo == tipoSimulazione }

// svuota takes away all that a run not yet definitive wrote: its months open
// again, its marks and tasks are given back.
func svuota(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	if err := ritiraSblocco(tx, e, quando); err != nil {
		return err
	}
	if _, err := leggiCapienze(tx, e.EnteID, true); err != nil {
		return err
	}
	if err := esegui(tx, ripulisci, e.ID); err != nil {
		return err
	}
	for _, tabella := range []string{"utilizzo", "uso_impegno", "movimento", "anomalia", "mese_elaborato", "variazione"} {
		if err := esegui(tx, "DELETE FROM "+tabella+" WHERE elaborazione_id = ?", e.ID); err != nil {
			return err
		}
	}
	if err := esegui(tx, `UPDATE mese_toccato SET elaborazione_id = NULL WHERE elaborazione_id = ?`, e.ID); err != nil {
		return err
	}
	return inbox.Chiudi(tx, e.ID, quando, inbox.ConfermaElaborazione)
}

// Rielabora throws the lines of a provisional run away, so that it is computed
// again from the data of now.
func Rielabora(tx *gorm.DB, chi models.Chi, id string, quando time.Time) error {
	e, err := daDecidere(tx, chi, id, prepara, Provvisoria)
	if err != nil {
		return err
	}
	if err := svuota(tx, e, quando); err != nil {
		return err
	}
	return esegui(tx, `UPDATE elaborazione e SET stato = 'IN_CALCOLO', esaminati = 0, movimenti = 0, imponibile = 0, iva = 0, totale = 0, quota_utente = 0,
		da_recuperare = 0, versione = versione + 1, da_esaminare = (SELECT count(*) FROM intervento i, (SELECT e.ente_id AS ente, e.dal, e.al, e.tipi) x WHERE `+daLiquidare+`)
		WHERE id = ?`, id)
}

// Trasmetti says that a definitive run was sent to who pays it.
func Trasmetti(tx *gorm.DB, chi models.Chi, id string, quando time.Time) error {
	e, err := contabile(tx, chi, id, Definitiva)
	if err != nil {
		return err
	}
	if e.DocumentoID == nil {
		return models.Errorf(models.Conflict, "l'elenco Excel è in preparazione: aspettare che sia pronto")
	}
	return esegui(tx, `UPDATE elaborazione SET stato = 'TRASMESSA', trasmessa_da = ?, trasmessa_il = ?, versione = versione + 1 WHERE id = ?`, chi.OperatoreID, quando, id)
}

// ModuloPagamento says how the payment of a run went.
type ModuloPagamento struct {
	Esito Stato        `json:"esito" doc:"Esito" enum:"PAGATA,PAGATA_PARZIALE" etichette:"Tutto pagato,Pagato in parte"`
	Data  periodo.Data `json:"data" format:"date" doc:"Pagata il"`
	Nota  string       `json:"nota,omitempty" doc:"Nota" maxLength:"500" help:"Che cosa non è stato pagato, e perché"`
}

// Check wants to know what was not paid, and refuses a day to come.
func (m ModuloPagamento) Check() map[string]string {
	switch {
	case m.Data.Dopo(periodo.Oggi()):
		return map[string]string{"data": "il giorno non è ancora venuto"}
	case m.Esito == PagataParziale && m.Nota == "":
		return map[string]string{"nota": "dire che cosa non è stato pagato"}
	}
	return nil
}

// Paga registers how the payment of a run that was sent went.
func Paga(tx *gorm.DB, chi models.Chi, id string, m ModuloPagamento) error {
	if _, err := contabile(tx, chi, id, Trasmessa, PagataParziale); err != nil {
		return err
	}
	if m.Esito == Pagata {
		if err := senzaRifiutati(tx, id); err != nil {
			return err
		}
	}
	return esegui(tx, `UPDATE elaborazione SET stato = ?, pagata_il = ?, nota = ?, versione = versione + 1 WHERE id = ?`, m.Esito, m.Data, m.Nota, id)
}

// ModuloStorno takes a run back.
type ModuloStorno struct {
	Motivo string `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500"`
}

// Storna takes back a run that was confirmed and not paid: a new run, definitive
// at once, has the opposite of each of its lines and names it. Nothing is
// deleted; the months are due again, and the next run looks at them. nuovaID is
// the id of the new run.
func Storna(tx *gorm.DB, chi models.Chi, id, nuovaID string, m ModuloStorno, quando time.Time) error {
	e, err := contabile(tx, chi, id, Definitiva, Trasmessa)
	if err != nil {
		return err
	}
	if e.Tipo != tipoOrdinaria {
		return models.Errorf(models.Conflict, "uno storno non si storna: elaborare di nuovo il periodo")
	}
	if err := ritiraRecuperi(tx, e); err != nil {
		return err
	}
	if _, err := leggiCapienze(tx, e.EnteID, true); err != nil {
		return err
	}
	anno := periodo.Di(quando).Anno()
	numero, err := models.Numero(tx, e.EnteID, "ELABORAZIONE", anno)
	if err != nil {
		return err
	}
	for _, passo := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO elaborazione (id, ente_id, uo_id, anno, numero, dal, al, tipi, origine, stato, tipo, storno_di, esclusiva, creata_da, creata_il,
				movimenti, imponibile, iva, totale, quota_utente, nota)
			SELECT ?, ente_id, uo_id, ?, ?, dal, al, tipi, 'OPERATORE', 'IN_CALCOLO', 'STORNO', id, false, ?, ?, movimenti, -imponibile, -iva, -totale, -quota_utente, ?
			FROM elaborazione WHERE id = ?`, []any{nuovaID, anno, numero, chi.OperatoreID, quando, m.Motivo, id}},
		{`INSERT INTO movimento (id, ente_id, elaborazione_id, progressivo, intervento_id, mese_competenza, voce, estremi, tipo, imponibile, aliquota_iva, iva, totale,
				quota_utente, natura_iva, split_payment, quota_ssn, beneficiario, creditore, iban, dettaglio, stato, riemette_id)
			SELECT gen_random_uuid(), ente_id, ?, progressivo, intervento_id, mese_competenza, voce, estremi, 'STORNO', -imponibile, aliquota_iva, -iva, -totale,
				-quota_utente, natura_iva, split_payment, -quota_ssn, beneficiario, creditore, iban, jsonb_build_array(jsonb_build_object('voce', 'storno', 'formula', 'dell''elaborazione ' || ?, 'importo', to_char(-imponibile / 100.0, 'FM99999999999990.00'))), 'DEFINITIVO', riemette_id
			FROM movimento WHERE elaborazione_id = ?`, []any{nuovaID, e.Estremi(), id}},
		{`INSERT INTO utilizzo (movimento_id, impegno_id, ente_id, elaborazione_id, importo) SELECT n.id, u.impegno_id, u.ente_id, n.elaborazione_id, -u.importo
			FROM utilizzo u JOIN movimento m ON m.id = u.movimento_id JOIN movimento n ON n.elaborazione_id = ? AND n.intervento_id = m.intervento_id
				AND n.mese_competenza = m.mese_competenza AND n.voce = m.voce AND n.riemette_id IS NOT DISTINCT FROM m.riemette_id WHERE u.elaborazione_id = ?`, []any{nuovaID, id}},
		{spiegaStorno, []any{id, nuovaID}},
		{`INSERT INTO mese_toccato (ente_id, intervento_id, mese, causa) SELECT DISTINCT ente_id, intervento_id, mese_competenza, 'STORNO' FROM movimento WHERE elaborazione_id = ?
			ON CONFLICT (intervento_id, mese, causa) DO UPDATE SET elaborazione_id = NULL`, []any{id}},
		{`UPDATE elaborazione SET stato = 'DEFINITIVA', confermata_da = ?, confermata_il = ? WHERE id = ?`, []any{chi.OperatoreID, quando, nuovaID}},
		{`UPDATE elaborazione SET stato = 'STORNATA', versione = versione + 1 WHERE id = ?`, []any{id}},
	} {
		if err := esegui(tx, passo.sql, passo.args...); models.Vincolo(err) == "impegno_capiente" {
			return models.Errorf(models.Conflict, "quello che l'elaborazione ha reso agli impegni è già stato usato: aumentarli prima di stornarla")
		} else if err != nil {
			return err
		}
	}
	return ritiraSblocco(tx, e, quando)
}

// ritiraRecuperi closes what a run that is taken back left to recover, unless
// money came in for it.
func ritiraRecuperi(tx *gorm.DB, e Elaborazione) error {
	incassati, err := models.Tutte[Recupero](tx, `SELECT * FROM recupero WHERE elaborazione_id = ? AND recuperato > 0 LIMIT 1`, e.ID)
	if err != nil {
		return err
	}
	if len(incassati) > 0 {
		return models.Errorf(models.Conflict, "un recupero di questa elaborazione è già in parte incassato: non si può stornare")
	}
	return esegui(tx, `UPDATE recupero SET stato = 'INESIGIBILE', motivo = 'elaborazione stornata', versione = versione + 1
		WHERE elaborazione_id = ? AND stato <> 'INESIGIBILE'`, e.ID)
}
