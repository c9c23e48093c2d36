package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/assa"
	"siss/models/periodo"
)

// Fase is what the workflow of an intervento needs to know after an act: the
// state, and the day on which it changes by itself (absent: never).
type Fase struct {
	Stato    Stato        `json:"stato"`
	Prossima periodo.Data `json:"prossima,omitempty"`
	// DomandaID and RichiestaID name the domanda that must learn of the activation.
	DomandaID   string `json:"domandaId,omitempty"`
	RichiestaID string `json:"richiestaId,omitempty"`
}

// WorkflowIntervento is the id of the workflow that owns an intervento.
func WorkflowIntervento(id string) string { return "intervento/" + id }

// Sospensione is a time in which an intervento is not delivered.
type Sospensione struct {
	ID            string
	InterventoID  string
	Dal           periodo.Data
	Al            periodo.Data
	Motivo        string
	MotivoRipresa string // "" until it is resumed by hand
}

// StatoAl is the state that an intervento has on a day, and the next day on
// which it changes by itself. It is a pure function of its dates.
func StatoAl(span periodo.Intervallo, sospensioni []Sospensione, oggi periodo.Data) (Stato, periodo.Data) {
	if oggi.Prima(span.Dal) {
		return DaAttivare, span.Dal
	}
	if !span.Al.IsZero() && oggi.Dopo(span.Al) {
		return Concluso, periodo.Data{}
	}
	stato, prossima := Attivo, periodo.Data{}
	anticipa := func(d periodo.Data) {
		if prossima.IsZero() || d.Prima(prossima) {
			prossima = d
		}
	}
	if !span.Al.IsZero() {
		anticipa(span.Al.Piu(1))
	}
	for _, s := range sospensioni {
		switch {
		case (periodo.Intervallo{Dal: s.Dal, Al: s.Al}).Contiene(oggi):
			stato = Sospeso
			if !s.Al.IsZero() {
				anticipa(s.Al.Piu(1))
			}
		case s.Dal.Dopo(oggi):
			anticipa(s.Dal)
		}
	}
	return stato, prossima
}

func bloccaIntervento(tx *gorm.DB, chi models.Chi, id string) (Intervento, error) {
	return models.Una[Intervento](tx, "l'intervento non esiste o non è visibile",
		`SELECT * FROM intervento WHERE id = ? AND ente_id IN ? FOR UPDATE`, id, chi.Enti())
}

// Sospensioni lists the suspensions of an intervento in order of date.
func Sospensioni(tx *gorm.DB, interventoID string) ([]Sospensione, error) {
	return models.Tutte[Sospensione](tx, `SELECT * FROM sospensione WHERE intervento_id = ? ORDER BY dal`, interventoID)
}

// Gestisce refuses who may not act on an intervento: its responsible may, and
// whoever works in one of the ente's offices as amministrativo or above.
func Gestisce(chi models.Chi, i Intervento) error {
	if i.OperatoreResponsabileID == chi.OperatoreID ||
		chi.Ha(i.EnteID, models.OperatoreAmministrativo, models.Coordinatore, models.Responsabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "l'intervento spetta all'operatore responsabile o agli amministrativi dell'ente")
}

// Attiva gives a draft its number and starts it: now, or on data inizio when
// that is to come. An intervento that was activated before keeps its number.
func Attiva(tx *gorm.DB, chi models.Chi, id string) error {
	i, err := bloccaIntervento(tx, chi, id)
	if err != nil {
		return err
	}
	if i.Stato != Bozza {
		return models.Errorf(models.Conflict, "l'intervento è già stato attivato con il numero %s", i.Estremi())
	}
	if err := Gestisce(chi, i); err != nil {
		return err
	}
	if err := attivabile(tx, i); err != nil {
		return err
	}
	if err := ProvaPrima(tx, i.EnteID, i.EntePagatoreID); err != nil {
		return err
	}
	anno := i.DataInizio.Anno()
	numero, err := models.Numero(tx, i.EnteID, "INTERVENTO", anno)
	if err != nil {
		return err
	}
	err = esegui(tx, `UPDATE intervento SET stato = 'DA_ATTIVARE', anno = ?, numero = ?, versione = versione + 1 WHERE id = ?`, anno, numero, id)
	if models.Vincolo(err) == "intervento_richiesta" {
		return models.Errorf(models.Conflict, "la richiesta ha già un intervento attivo")
	} else if err != nil {
		return err
	}
	return avvisaAttivato(tx, i, anno, numero)
}

// attivabile checks again, on the day of activation, what the draft relied on.
func attivabile(tx *gorm.DB, i Intervento) error {
	if i.RichiestaID != nil {
		r, err := models.Una[Richiesta](tx, "la richiesta non esiste", `SELECT * FROM richiesta WHERE id = ?`, *i.RichiestaID)
		if err != nil {
			return err
		}
		if r.Stato != Accettata {
			return models.Errorf(models.Conflict, "la richiesta non è accettata o ha già un intervento")
		}
	}
	switch i.Natura {
	case Prestazioni:
		return tariffarioValido(tx, i)
	case Struttura:
		if _, err := assa.SelezionabileIl(tx, *i.StrutturaID, "", i.DataInizio); err != nil {
			return err
		}
		return tariffarioValido(tx, i)
	default:
		_, err := models.Una[struct{ ID string }](tx, "mancano la regola o la modalità di pagamento", `SELECT m.id FROM modalita_pagamento m
			WHERE m.intervento_id = ? AND EXISTS (SELECT 1 FROM regola_pagamento r WHERE r.intervento_id = m.intervento_id)`, i.ID)
		if models.KindOf(err) == models.NotFound {
			return models.Errorf(models.Conflict, "mancano la regola o la modalità di pagamento")
		}
		return err
	}
}

func fase(i Intervento, stato Stato, prossima periodo.Data) Fase {
	f := Fase{Stato: stato, Prossima: prossima}
	if i.RichiestaID != nil {
		f.DomandaID, f.RichiestaID = *i.DomandaID, *i.RichiestaID
	}
	return f
}

// ModuloSospensione is the act Sospendi.
type ModuloSospensione struct {
	Dal    periodo.Data `json:"dal" format:"date" doc:"Sospeso dal"`
	Al     periodo.Data `json:"al,omitempty" format:"date" doc:"al" help:"Vuoto: fino alla ripresa"`
	Motivo string       `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500"`
}

// Check refuses a reversed period.
func (m ModuloSospensione) Check() map[string]string {
	if !m.Al.IsZero() && m.Al.Prima(m.Dal) {
		return map[string]string{"al": "la fine precede l'inizio"}
	}
	return nil
}

// Sospendi adds a suspension, past or to come. attoID makes its id. Accessi
// entered in those days refuse it: they would be left unpaid without a word.
func Sospendi(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloSospensione) error {
	i, err := bloccaAttivo(tx, chi, id, DaAttivare, Attivo, Sospeso)
	if err != nil {
		return err
	}
	if m.Dal.Prima(i.DataInizio) || !i.DataFine.IsZero() && m.Dal.Dopo(i.DataFine) {
		return models.Refuse("dal", "la sospensione comincia fuori dal periodo dell'intervento")
	}
	if err := liberi(tx, id, "dal", periodo.Intervallo{Dal: m.Dal, Al: m.Al}); err != nil {
		return err
	}
	if err := nonConteggiato(tx, id, periodo.Intervallo{Dal: m.Dal, Al: m.Al}); err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO sospensione (id, ente_id, intervento_id, dal, al, motivo) VALUES (?, ?, ?, ?, ?, ?)`,
		figlio(attoID, "sospensione", 0), i.EnteID, id, m.Dal, m.Al, m.Motivo).Error
	if models.Vincolo(err) != "" {
		return models.Errorf(models.Conflict, "l'intervento è già sospeso in quel periodo")
	} else if err != nil {
		return err
	}
	return avvisaSospeso(tx, i, m, attoID)
}

// liberi refuses days in which the tabellone has accessi.
func liberi(tx *gorm.DB, id, campo string, giorni periodo.Intervallo) error {
	accessi, err := models.Tutte[struct{ ID string }](tx, `SELECT max(id::text) AS id FROM accesso WHERE intervento_id = ?
		AND daterange(?::date, ?::date, '[]') @> data GROUP BY data, prestazione HAVING `+restaQualcosa+` LIMIT 1`, id, giorni.Dal, giorni.Al)
	if err != nil {
		return err
	}
	if len(accessi) > 0 {
		return models.Refuse(campo, "nel tabellone ci sono accessi in quei giorni: eliminarli prima")
	}
	return nil
}

// nonConteggiato refuses a change of the days of an intervento whose amount a
// run not yet definitive has computed from them: it would be confirmed as it was.
func nonConteggiato(tx *gorm.DB, id string, giorni periodo.Intervallo) error {
	runs, err := models.Tutte[Elaborazione](tx, `SELECT e.* FROM movimento m JOIN elaborazione e ON e.id = m.elaborazione_id
		JOIN intervento i ON i.id = m.intervento_id WHERE i.id = ? AND m.stato = 'PROVVISORIO' AND (i.natura = 'ECONOMICO'
			OR EXISTS (SELECT 1 FROM quota_utente q WHERE q.intervento_id = i.id AND q.metodo = 'FISSA_MENSILE'))
		AND daterange(m.mese_competenza, (m.mese_competenza + interval '1 month')::date) && daterange(?::date, ?::date, '[]') LIMIT 1`, id, giorni.Dal, giorni.Al)
	if err != nil {
		return err
	}
	if len(runs) > 0 {
		return models.Errorf(models.Conflict, "quei giorni sono nell'elaborazione provvisoria %s: confermarla o annullarla prima", runs[0].Estremi())
	}
	return nil
}

func bloccaAttivo(tx *gorm.DB, chi models.Chi, id string, ammessi ...Stato) (Intervento, error) {
	i, err := bloccaIntervento(tx, chi, id)
	if err != nil {
		return i, err
	}
	if err := Gestisce(chi, i); err != nil {
		return i, err
	}
	return i, Ammesso(i.Stato, ammessi...)
}

// ModuloRipresa is the act Riprendi.
type ModuloRipresa struct {
	Dal    periodo.Data `json:"dal" format:"date" doc:"Ripreso dal" help:"Primo giorno in cui l'intervento è di nuovo attivo"`
	Motivo string       `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500"`
}

// Riprendi ends the suspension in course the day before.
func Riprendi(tx *gorm.DB, chi models.Chi, id string, m ModuloRipresa, oggi periodo.Data) error {
	i, err := bloccaAttivo(tx, chi, id, Sospeso)
	if err != nil {
		return err
	}
	if err := nonConteggiato(tx, id, periodo.Intervallo{Dal: m.Dal}); err != nil {
		return err
	}
	esito := tx.Exec(`UPDATE sospensione SET al = ?::date - 1, motivo_ripresa = ? WHERE intervento_id = ? AND dal < ? AND (al IS NULL OR al >= ?)
		AND daterange(dal, al, '[]') @> ?::date`, m.Dal, m.Motivo, id, m.Dal, m.Dal.Piu(-1), oggi)
	if esito.Error != nil {
		return esito.Error
	}
	if esito.RowsAffected != 1 {
		return models.Refuse("dal", "la ripresa deve seguire l'inizio della sospensione e non superarne la fine")
	}
	return avvisaRipreso(tx, i, m.Dal)
}

// ModuloTermine is the act Concludi.
type ModuloTermine struct {
	DataFine periodo.Data `json:"dataFine" format:"date" doc:"Data fine" help:"Ultimo giorno di intervento"`
	Motivo   string       `json:"motivo" doc:"Motivo termine" enum:"DECESSO,RINUNCIA,TRASFERIMENTO,PERDITA_REQUISITI,RICOVERO,FINE_FONDI,OBIETTIVI_RAGGIUNTI,SCADENZA" etichette:"Decesso,Rinuncia,Trasferimento,Perdita dei requisiti,Ricovero definitivo,Fine fondi,Raggiungimento degli obiettivi,Scadenza naturale"`
}

// Termina sets the last day and its reason; a day that has passed ends the
// intervento at once. Accessi entered after it refuse it.
func Termina(tx *gorm.DB, chi models.Chi, id string, m ModuloTermine) error {
	i, err := bloccaAttivo(tx, chi, id, DaAttivare, Attivo, Sospeso)
	if err != nil {
		return err
	}
	if m.DataFine.Prima(i.DataInizio) {
		return models.Refuse("dataFine", "la data di fine precede quella di inizio")
	}
	if err := liberi(tx, id, "dataFine", periodo.Intervallo{Dal: m.DataFine.Piu(1)}); err != nil {
		return err
	}
	if err := nonConteggiato(tx, id, periodo.Intervallo{Dal: m.DataFine.Piu(1)}); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE intervento SET data_fine = ?, motivo_termine = ?, versione = versione + 1 WHERE id = ?`, m.DataFine, m.Motivo, id); err != nil {
		return err
	}
	return avvisaTermine(tx, i, m.DataFine)
}

// Aggiorna brings the state of an active intervento to what its dates say on
// the day. The timer of its workflow calls it; repeating it is harmless.
func Aggiorna(tx *gorm.DB, id string, oggi periodo.Data) (Fase, error) {
	i, err := models.Una[Intervento](tx, "l'intervento non esiste", `SELECT * FROM intervento WHERE id = ? FOR UPDATE`, id)
	if err != nil {
		return Fase{}, err
	}
	if i.Stato == Bozza || i.Stato == Concluso {
		return fase(i, i.Stato, periodo.Data{}), nil
	}
	sospensioni, err := Sospensioni(tx, id)
	if err != nil {
		return Fase{}, err
	}
	stato, prossima := StatoAl(periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}, sospensioni, oggi)
	if stato != i.Stato {
		err := esegui(tx, `UPDATE intervento SET stato = ?, motivo_termine = CASE WHEN ? = 'CONCLUSO' AND motivo_termine = '' THEN 'SCADENZA' ELSE motivo_termine END,
			versione = versione + 1 WHERE id = ?`, stato, stato, id)
		if err != nil {
			return Fase{}, err
		}
		if err := avvisaCambio(tx, i, stato, oggi); err != nil {
			return Fase{}, err
		}
	}
	return fase(i, stato, prossima), nil
}
