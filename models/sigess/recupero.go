package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// Recupero is what a run took back of who is paid beyond what it pays to the
// same (domain c.4): money that is to come in, never a negative payment.
type Recupero struct {
	ID             string
	EnteID         string
	ElaborazioneID string
	Creditore      string
	Beneficiario   string
	Importo        euro.Importo
	Recuperato     euro.Importo
	Stato          Stato
	Rate           *int
	PrimaRata      periodo.Mese
	Motivo         string
	CreatoIl       time.Time
}

// TableName is the table of Recupero.
func (Recupero) TableName() string { return "recupero" }

// Residuo is what is still to come in.
func (r Recupero) Residuo() euro.Importo { return r.Importo - r.Recuperato }

// RateDovute are the instalments of the whole, equal but the last, which is what is left.
func (r Recupero) RateDovute() []euro.Importo {
	if r.Rate == nil {
		return nil
	}
	out := make([]euro.Importo, *r.Rate)
	resto := r.Importo
	for n := range out {
		out[n] = r.Importo / euro.Importo(*r.Rate)
		if n == len(out)-1 {
			out[n] = resto
		}
		resto -= out[n]
	}
	return out
}

// alCreditore is what a movimento pays to who is paid.
const alCreditore = `CASE WHEN split_payment THEN imponibile ELSE totale END`

// aDebito are, of a run, those of whom more is taken back than is paid.
const aDebito = `SELECT creditore, max(beneficiario) AS beneficiario, -sum(` + alCreditore + `) AS importo FROM movimento
	WHERE elaborazione_id = ? GROUP BY creditore HAVING sum(` + alCreditore + `) < 0`

// apriRecuperi writes what a run that becomes definitive leaves to recover.
func apriRecuperi(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	debiti, err := models.Tutte[Recupero](tx, aDebito, e.ID)
	if err != nil {
		return err
	}
	for _, d := range debiti {
		if err := esegui(tx, `INSERT INTO recupero (id, ente_id, elaborazione_id, creditore, beneficiario, importo, creato_il) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (elaborazione_id, creditore) DO NOTHING`, figlio(e.ID, "recupero/"+d.Creditore, 0), e.EnteID, e.ID, d.Creditore, d.Beneficiario, d.Importo, quando); err != nil {
			return err
		}
	}
	return nil
}

// daRecuperare is what a confirmed run left to recover, by creditore.
func daRecuperare(tx *gorm.DB, elaborazioneID string) (map[string]euro.Importo, error) {
	righe, err := models.Tutte[Recupero](tx, `SELECT * FROM recupero WHERE elaborazione_id = ?`, elaborazioneID)
	out := map[string]euro.Importo{}
	for _, r := range righe {
		out[r.Creditore] = r.Importo
	}
	return out, err
}

// FiltroRecuperi chooses recuperi. Empty fields choose all.
type FiltroRecuperi struct {
	Stato string `json:"stato,omitempty" doc:"Stato" enum:"DA_RECUPERARE,RATEIZZATO,RECUPERATO,INESIGIBILE" etichette:"Da recuperare,Rateizzato,Recuperato,Inesigibile"`
	Cerca string `json:"cerca,omitempty" doc:"Nominativo o ente" maxLength:"100" help:"Anche solo una parte"`
}

// RigaRecupero is a recupero with the number of its run.
type RigaRecupero struct {
	Recupero
	Ente   string
	Anno   int
	Numero int
}

// Elaborazione is the number of the run, "2026/3".
func (r RigaRecupero) Elaborazione() string { return fmt.Sprintf("%d/%d", r.Anno, r.Numero) }

const daRecupero = ` FROM recupero r JOIN elaborazione e ON e.id = r.elaborazione_id JOIN ente t ON t.id = r.ente_id WHERE r.ente_id IN ?`

// ElencaRecuperi lists the recuperi of the enti of who asks, the latest first,
// and sums what is still to come in of those found.
func ElencaRecuperi(tx *gorm.DB, chi models.Chi, f FiltroRecuperi, p models.Pagina) (models.Elenco[RigaRecupero], euro.Importo, error) {
	var out models.Elenco[RigaRecupero]
	where, args := daRecupero, []any{chi.Enti()}
	if f.Stato != "" {
		where, args = where+" AND r.stato = ?", append(args, f.Stato)
	}
	if f.Cerca != "" {
		where, args = where+" AND siss_chiave_ricerca(r.beneficiario) LIKE '%' || siss_chiave_ricerca(?) || '%'", append(args, f.Cerca)
	}
	conto, err := models.Una[struct {
		Totale  int
		Residuo euro.Importo
	}](tx, "", `SELECT count(*) AS totale, coalesce(sum(r.importo - r.recuperato) FILTER (WHERE r.stato <> 'INESIGIBILE'), 0) AS residuo`+where, args...)
	if err != nil {
		return out, 0, err
	}
	out.Totale = conto.Totale
	out.Elementi, err = models.Tutte[RigaRecupero](tx, `SELECT r.*, t.denominazione AS ente, e.anno, e.numero`+where+`
		ORDER BY r.creato_il DESC, r.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, conto.Residuo, err
}

// RecuperoVisibile loads a recupero of the enti of who asks.
func RecuperoVisibile(tx *gorm.DB, chi models.Chi, id string) (RigaRecupero, error) {
	return models.Una[RigaRecupero](tx, "il recupero non esiste o non è visibile", `SELECT r.*, t.denominazione AS ente, e.anno, e.numero`+daRecupero+` AND r.id = ?`, chi.Enti(), id)
}

// Incasso is money that came in for a recupero. It is added, never changed.
type Incasso struct {
	ID         string
	Data       periodo.Data
	Importo    euro.Importo
	Nota       string
	Registrato string // by whom
}

// Incassi lists what came in, in order of date.
func Incassi(tx *gorm.DB, recuperoID string) ([]Incasso, error) {
	return models.Tutte[Incasso](tx, `SELECT i.*, o.cognome || ' ' || o.nome AS registrato FROM incasso_recupero i
		JOIN operatore o ON o.id = i.registrato_da WHERE i.recupero_id = ? ORDER BY i.data, i.registrato_il, i.id`, recuperoID)
}

// ModuloRate divides what is left in monthly instalments.
type ModuloRate struct {
	Rate      int          `json:"rate" doc:"Numero di rate" minimum:"2" maximum:"120"`
	PrimaRata periodo.Mese `json:"primaRata" format:"month" doc:"Prima rata nel mese"`
}

// ModuloIncasso says that money came in.
type ModuloIncasso struct {
	Data    periodo.Data `json:"data" format:"date" doc:"Incassato il"`
	Importo euro.Importo `json:"importo" pattern:"^[0-9.]+(,[0-9]{1,2})?$" doc:"Importo"`
	Nota    string       `json:"nota,omitempty" doc:"Nota" maxLength:"500" help:"Ad esempio il numero della reversale"`
}

// Check refuses nothing and a day to come.
func (m ModuloIncasso) Check() map[string]string {
	switch {
	case m.Importo <= 0:
		return map[string]string{"importo": "indicare quanto è stato incassato"}
	case m.Data.Dopo(periodo.Oggi()):
		return map[string]string{"data": "il giorno non è ancora venuto"}
	}
	return nil
}

// ModuloInesigibile gives a recupero up.
type ModuloInesigibile struct {
	Motivo string `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500" help:"Con il provvedimento, se c'è"`
}

// Incassabile refuses who may not divide a recupero or register what came in.
func Incassabile(chi models.Chi, r Recupero) error {
	if chi.Ha(r.EnteID, models.OperatoreAmministrativo, models.ResponsabileContabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "i recuperi spettano agli amministrativi e al responsabile contabile dell'ente che paga")
}

// Rinunciabile refuses who may not give a recupero up: only who answers for the
// accounts may.
func Rinunciabile(chi models.Chi, r Recupero) error {
	if chi.Ha(r.EnteID, models.ResponsabileContabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "rendere inesigibile un recupero spetta al responsabile contabile dell'ente che paga")
}

// bloccaRecupero locks a recupero of the enti of who acts.
func bloccaRecupero(tx *gorm.DB, chi models.Chi, id string, lecito func(models.Chi, Recupero) error) (Recupero, error) {
	r, err := models.Una[Recupero](tx, "il recupero non esiste o non è visibile", `SELECT * FROM recupero WHERE id = ? AND ente_id IN ? FOR UPDATE`, id, chi.Enti())
	if err != nil {
		return r, err
	}
	return r, lecito(chi, r)
}

// Rateizza divides what is left in instalments; done again, it replaces them.
func Rateizza(tx *gorm.DB, chi models.Chi, id string, m ModuloRate) error {
	r, err := bloccaRecupero(tx, chi, id, Incassabile)
	if err != nil {
		return err
	}
	if err := Ammesso(r.Stato, DaRecuperare, Rateizzato); err != nil {
		return err
	}
	return esegui(tx, `UPDATE recupero SET stato = 'RATEIZZATO', rate = ?, prima_rata = ?, versione = versione + 1 WHERE id = ?`, m.Rate, m.PrimaRata, id)
}

// Incassa adds what came in; when nothing is left the recupero is done. attoID
// makes its id, so that repeating the act adds it once.
func Incassa(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloIncasso, quando time.Time) error {
	r, err := bloccaRecupero(tx, chi, id, Incassabile)
	if err != nil {
		return err
	}
	gia, err := models.Tutte[struct{ ID string }](tx, `SELECT id FROM incasso_recupero WHERE id = ? AND recupero_id = ?`, attoID, id)
	if err != nil || len(gia) > 0 {
		return err
	}
	if err := Ammesso(r.Stato, DaRecuperare, Rateizzato); err != nil {
		return err
	}
	if m.Importo > r.Residuo() {
		return models.Refuse("importo", "restano da incassare "+r.Residuo().String()+" euro")
	}
	if err := esegui(tx, `INSERT INTO incasso_recupero (id, ente_id, recupero_id, data, importo, nota, registrato_da, registrato_il) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		attoID, r.EnteID, id, m.Data, m.Importo, m.Nota, chi.OperatoreID, quando); err != nil {
		return err
	}
	return esegui(tx, `UPDATE recupero SET recuperato = recuperato + ?, stato = CASE WHEN recuperato + ? = importo THEN 'RECUPERATO' ELSE stato END,
		versione = versione + 1 WHERE id = ?`, m.Importo, m.Importo, id)
}

// RendiInesigibile gives up what is left.
func RendiInesigibile(tx *gorm.DB, chi models.Chi, id string, m ModuloInesigibile) error {
	r, err := bloccaRecupero(tx, chi, id, Rinunciabile)
	if err != nil {
		return err
	}
	if r.Stato == Inesigibile && r.Motivo == m.Motivo {
		return nil
	}
	if err := Ammesso(r.Stato, DaRecuperare, Rateizzato); err != nil {
		return err
	}
	return esegui(tx, `UPDATE recupero SET stato = 'INESIGIBILE', motivo = ?, versione = versione + 1 WHERE id = ?`, m.Motivo, id)
}
