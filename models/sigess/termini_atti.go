package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
)

// inTrattazione are the states of a domanda that awaits its outcome.
var inTrattazione = []Stato{InIstruttoria, Sospesa, InPreavviso}

// ModuloIntegrazioni is the act Richiedi integrazioni: what is missing, asked of
// the citizen once only (L. 241/1990 artt. 2 c. 7 and 6 c. 1 b).
type ModuloIntegrazioni struct {
	Dal    periodo.Data `json:"dal" format:"date" doc:"Richieste il" help:"Da questo giorno il termine è sospeso"`
	Motivo string       `json:"motivo" doc:"Documenti o chiarimenti richiesti" minLength:"1" maxLength:"2000" widget:"textarea" help:"Non si chiede ciò che l'amministrazione ha già o può avere da altre amministrazioni (art. 18)"`
}

// Check refuses a request of tomorrow.
func (m ModuloIntegrazioni) Check() map[string]string { return nonFutura("dal", m.Dal) }

// ModuloPreavviso is the act Preavviso di rigetto: why the domanda cannot be
// accepted, told before it is refused (L. 241/1990 art. 10-bis).
type ModuloPreavviso struct {
	Dal    periodo.Data `json:"dal" format:"date" doc:"Ricevuto dall'interessato il" help:"Da questo giorno ha dieci giorni per rispondere e il termine è sospeso"`
	Motivo string       `json:"motivo" doc:"Motivi che ostano all'accoglimento" minLength:"1" maxLength:"2000" widget:"textarea" help:"Il rigetto non può averne altri, se non nati dalle osservazioni"`
}

// Check refuses a preavviso received tomorrow.
func (m ModuloPreavviso) Check() map[string]string { return nonFutura("dal", m.Dal) }

// ModuloArrivo is what arrived of what was awaited.
type ModuloArrivo struct {
	Al       periodo.Data `json:"al" format:"date" doc:"Arrivate il" help:"Il giorno in cui l'ufficio le ha ricevute"`
	Risposta string       `json:"risposta,omitempty" doc:"Che cosa è arrivato" maxLength:"2000" widget:"textarea"`
}

// Check refuses an arrival of tomorrow.
func (m ModuloArrivo) Check() map[string]string { return nonFutura("al", m.Al) }

func nonFutura(campo string, d periodo.Data) map[string]string {
	if d.Dopo(periodo.Oggi()) {
		return map[string]string{campo: "la data non può essere futura"}
	}
	return nil
}

// RichiediIntegrazioni suspends the clock until the papers arrive, for thirty
// days at most. attoID makes the id of the row.
func RichiediIntegrazioni(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloIntegrazioni, quando time.Time) error {
	return ferma(tx, chi, id, Pausa{ID: attoID, Tipo: Integrazioni, Dal: m.Dal, Motivo: m.Motivo}, quando)
}

// RegistraIntegrazioni records that the papers arrived. Those that arrive when
// the thirty days are over are recorded too, and do not move the clock.
func RegistraIntegrazioni(tx *gorm.DB, chi models.Chi, id string, m ModuloArrivo, quando time.Time) error {
	return arriva(tx, chi, id, Integrazioni, m, quando)
}

// PreavvisaRigetto suspends the clock for the ten days of the answer and, when
// it comes in time, for ten more. attoID makes the id of the row.
func PreavvisaRigetto(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloPreavviso, quando time.Time) error {
	return ferma(tx, chi, id, Pausa{ID: attoID, Tipo: Preavviso, Dal: m.Dal, Motivo: m.Motivo}, quando)
}

// RegistraOsservazioni records the answer to the preavviso. One that is late is
// recorded too, and does not move the clock.
func RegistraOsservazioni(tx *gorm.DB, chi models.Chi, id string, m ModuloArrivo, quando time.Time) error {
	return arriva(tx, chi, id, Preavviso, m, quando)
}

// Dirige refuses who may not make the clock of a domanda stand: its
// responsabile del procedimento may, or who coordinates or is responsible for
// procedures in the ente (domain b.5).
func Dirige(chi models.Chi, d Domanda) error {
	if d.ResponsabileID != nil && *d.ResponsabileID == chi.OperatoreID || chi.Ha(d.EnteID, models.Coordinatore, models.Responsabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "spetta al responsabile del procedimento o a chi coordina l'ente")
}

// parolePausa are what a kind of pause says and the task that it opens.
var parolePausa = map[TipoPausa]struct {
	compito inbox.Tipo
	titolo  string
	gia     string // it cannot be done twice
	nessuna string // nothing is awaited
	avute   string // it arrived before
}{
	Integrazioni: {inbox.AttendiIntegrazioni, "Registrare le integrazioni della domanda ",
		"le integrazioni sono già state chieste: si chiedono una volta sola (L. 241/1990 art. 2 c. 7)",
		"le integrazioni non sono state chieste", "le integrazioni sono già state registrate"},
	Preavviso: {inbox.AttendiOsservazioni, "Registrare le osservazioni della domanda ", "il preavviso di rigetto è già stato mandato",
		"il preavviso di rigetto non è stato mandato", "le osservazioni sono già state registrate"},
}

// ferma makes the clock stand.
func ferma(tx *gorm.DB, chi models.Chi, id string, p Pausa, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if err := d.inStato(InIstruttoria); err != nil {
		return err
	}
	if err := Dirige(chi, d); err != nil {
		return err
	}
	pause, err := Pause(tx, id)
	if err != nil {
		return err
	}
	if _, gia := pausaDi(pause, p.Tipo); gia {
		return models.Errorf(models.Conflict, "%s", parolePausa[p.Tipo].gia)
	}
	if d.ScadenzaIl, err = d.scadenzaCon(append(pause, p), "dal"); err != nil {
		return err
	}
	if err := esegui(tx, `INSERT INTO pausa (id, ente_id, domanda_id, tipo, dal, motivo, disposta_da, disposta_il) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, d.EnteID, id, p.Tipo, p.Dal, p.Motivo, chi.OperatoreID, quando); err != nil {
		return err
	}
	if err := spostaTermine(tx, d, p.Tipo.stato()); err != nil {
		return err
	}
	if err := inbox.Chiudi(tx, id, quando, inbox.ValutaDomanda); err != nil {
		return err
	}
	parole := parolePausa[p.Tipo]
	attesa := d
	attesa.ScadenzaIl = p.UltimoGiorno()
	return apriCompito(tx, attesa, parole.compito, parole.titolo+d.Estremi(), nil, quando)
}

// scadenzaCon is the deadline with the given pauses; what cannot have happened
// is a problem of the field.
func (d Domanda) scadenzaCon(pause []Pausa, campo string) (periodo.Data, error) {
	conto, err := d.Conto(pause)
	if err != nil {
		return periodo.Data{}, models.Refuse(campo, err.Error())
	}
	return conto.Scadenza, nil
}

func pausaDi(pause []Pausa, tipo TipoPausa) (Pausa, bool) {
	for _, p := range pause {
		if p.Tipo == tipo {
			return p, true
		}
	}
	return Pausa{}, false
}

// spostaTermine writes the state and the deadline, of the open tasks too.
func spostaTermine(tx *gorm.DB, d Domanda, stato Stato) error {
	if err := esegui(tx, `UPDATE domanda SET stato = ?, scadenza_il = ?, versione = versione + 1 WHERE id = ?`, stato, d.ScadenzaIl, d.ID); err != nil {
		return err
	}
	return esegui(tx, `UPDATE compito SET scade = ? WHERE oggetto_id = ? AND chiuso_il IS NULL AND scade <> ? AND tipo NOT LIKE 'ATTENDI%'`,
		d.ScadenzaIl, d.ID, d.ScadenzaIl)
}

// arriva records what was awaited. The domanda goes back to istruttoria unless
// the days were over before.
func arriva(tx *gorm.DB, chi models.Chi, id string, tipo TipoPausa, m ModuloArrivo, quando time.Time) error {
	d, err := bloccaDomanda(tx, chi, id)
	if err != nil {
		return err
	}
	if err := d.inStato(inTrattazione...); err != nil {
		return err
	}
	if Dirige(chi, d) != nil {
		if err := Tratta(tx, chi, d); err != nil {
			return err
		}
	}
	pause, err := Pause(tx, id)
	if err != nil {
		return err
	}
	p, c := pausaDi(pause, tipo)
	switch {
	case !c:
		return models.Errorf(models.Conflict, "%s", parolePausa[tipo].nessuna)
	case !p.Al.IsZero():
		return models.Errorf(models.Conflict, "%s", parolePausa[tipo].avute)
	}
	for n := range pause {
		if pause[n].Tipo == tipo {
			pause[n].Al = m.Al
		}
	}
	if d.ScadenzaIl, err = d.scadenzaCon(pause, "al"); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE pausa SET al = ?, risposta = ?, ripresa_il = coalesce(ripresa_il, ?) WHERE id = ?`, m.Al, m.Risposta, quando, p.ID); err != nil {
		return err
	}
	if d.Stato != tipo.stato() {
		return spostaTermine(tx, d, d.Stato)
	}
	return riprendi(tx, d, p, quando)
}

// riprendi brings a domanda back to istruttoria.
func riprendi(tx *gorm.DB, d Domanda, p Pausa, quando time.Time) error {
	if err := spostaTermine(tx, d, InIstruttoria); err != nil {
		return err
	}
	if err := inbox.Chiudi(tx, d.ID, quando, parolePausa[p.Tipo].compito); err != nil {
		return err
	}
	chiave := WorkflowDomanda(d.ID) + "/" + string(inbox.ValutaDomanda) + "/" + p.ID
	return apriConChiave(tx, d, chiave, inbox.ValutaDomanda, "Valutare la domanda "+d.Estremi(), nil, quando)
}

// RiprendiTermini brings a domanda back to istruttoria when the days of its
// pause are over and nothing arrived. It decides nothing: silence is neither an
// acceptance nor a refusal (L. 241/1990 art. 20 c. 4). Repeating it is harmless.
func RiprendiTermini(tx *gorm.DB, id string, quando time.Time) error {
	d, err := models.Una[Domanda](tx, "la domanda non esiste", `SELECT * FROM domanda WHERE id = ? FOR UPDATE`, id)
	if err != nil {
		return err
	}
	pause, err := Pause(tx, id)
	if err != nil {
		return err
	}
	p, ferma := inCorso(d, pause)
	if !ferma || !periodo.Di(quando).Dopo(p.UltimoGiorno()) {
		return nil
	}
	if err := esegui(tx, `UPDATE pausa SET ripresa_il = ? WHERE id = ? AND ripresa_il IS NULL`, quando, p.ID); err != nil {
		return err
	}
	return riprendi(tx, d, p, quando)
}

// inCorso is the pause in which the clock stands now.
func inCorso(d Domanda, pause []Pausa) (Pausa, bool) {
	for _, p := range pause {
		if p.Tipo.stato() == d.Stato && p.RipresaIl == nil {
			return p, true
		}
	}
	return Pausa{}, false
}
