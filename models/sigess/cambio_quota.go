package sigess

import (
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// ModuloNuovaQuota is the act Registra un nuovo ISEE o cambia la quota utente of
// an intervento that was activated: all the fields of a share, and why.
type ModuloNuovaQuota struct {
	ModuloQuota
	Motivo string `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500" example:"Nuova DSU"`
}

// Check holds the rules across the fields of the form.
func (m ModuloNuovaQuota) Check() map[string]string {
	p := map[string]string{}
	m.problemi(func(nome string) string { return nome }, p)
	return p
}

// NuovaQuotaDa is what the form of a new share begins with: the share that holds
// on the day or, without one, the last; of an ISEE the value is to be typed.
func NuovaQuotaDa(quote []ModuloQuota, oggi periodo.Data) ModuloNuovaQuota {
	var out ModuloNuovaQuota
	for _, q := range quote {
		if !q.Dal.Dopo(oggi) || out.Metodo == "" {
			out.ModuloQuota = q.completa()
		}
	}
	out.Dal, out.Al = oggi, periodo.Data{}
	return out
}

// QuotaRegistrata is a row of Quote utente with its history.
type QuotaRegistrata struct {
	ModuloQuota
	Registrazione
}

// quoteInLinea are the shares with the number of the line that each is paid on:
// that of the one whose place it took or, of a draft, its place by date.
const quoteInLinea = `SELECT *, coalesce(linea, row_number() OVER (PARTITION BY intervento_id, linea IS NULL ORDER BY dal, progressivo))::int AS posto FROM quota_utente`

// CambiaQuota lets another share begin on a day: the one that holds then is
// closed the day before or, replaced from its first day on, counts no more. What
// runs have asked stays; the next run pays the difference, a line for each month.
// attoID makes the id of the row that begins.
func CambiaQuota(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloNuovaQuota, quando time.Time) error {
	i, err := bloccaAttivo(tx, chi, id, DaAttivare, Attivo, Sospeso)
	if err != nil {
		return err
	}
	if i.Natura == Economico {
		return models.Errorf(models.Conflict, "un intervento economico non ha quote utente")
	}
	if !(periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}).Contiene(m.Dal) {
		return models.Refuse("dal", "la quota comincia fuori dal periodo dell'intervento")
	}
	quote, err := models.Tutte[quotaInLinea](tx, `SELECT * FROM (`+quoteInLinea+` WHERE intervento_id = ?) q WHERE superata_da IS NULL ORDER BY dal`, id)
	if err != nil {
		return err
	}
	prima, nuova, err := nuovaQuota(quote, m.ModuloQuota)
	if err != nil {
		return err
	}
	if err := tabellaDal(tx, i, nuova, prima); err != nil {
		return err
	}
	return sostituisciQuota(tx, i, prima, nuova, figlio(attoID, "quota", 0), m.Motivo, Registro{chi.OperatoreID, quando})
}

type quotaInLinea struct {
	ModuloQuota
	ID    string
	Posto int
}

// nuovaQuota is the share that begins and the one whose place it takes, nil when
// none holds on that day. It ends with that one, so that no day is left without
// a share by mistake, nor has two.
func nuovaQuota(quote []quotaInLinea, m ModuloQuota) (*quotaInLinea, ModuloQuota, error) {
	m = m.completa()
	n := slices.IndexFunc(quote, func(q quotaInLinea) bool { return (periodo.Intervallo{Dal: q.Dal, Al: q.Al}).Contiene(m.Dal) })
	var prima *quotaInLinea
	if n >= 0 {
		prima = &quote[n]
		if m.Al.IsZero() {
			m.Al = prima.Al
		}
		if !m.Al.IsZero() && (prima.Al.IsZero() || m.Al.Prima(prima.Al)) {
			return nil, m, models.Refuse("al", "lasciare vuoto: finisce come la quota di cui prende il posto. Se poi il soggetto non paga più, registrare da quel giorno il metodo Esente")
		}
		vecchia := prima.ModuloQuota.completa()
		vecchia.Dal, vecchia.Al = m.Dal, m.Al
		if reflect.DeepEqual(vecchia, m) {
			return nil, m, models.Refuse("metodo", "la quota è già questa: cambiare l'ISEE o le condizioni")
		}
	}
	for k, q := range quote {
		if _, si := (periodo.Intervallo{Dal: m.Dal, Al: m.Al}).Interseca(periodo.Intervallo{Dal: q.Dal, Al: q.Al}); si && k != n {
			return nil, m, models.Refuse("al", "dal "+q.Dal.Italiana()+" vale un'altra quota: indicare un giorno che la precede")
		}
	}
	return prima, m, nil
}

// tabellaDal refuses a table that is not of the ente, not of the method, or not
// in force on the first day of the share, unless it is that of the share before.
func tabellaDal(tx *gorm.DB, i Intervento, q ModuloQuota, prima *quotaInLinea) error {
	if q.TabellaISEEID == "" || prima != nil && prima.TabellaISEEID == q.TabellaISEEID && prima.Metodo == q.Metodo {
		return nil
	}
	tabelle, err := TabelleISEEPer(tx, i.EnteID, q.Dal)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(tabelle, func(t TabellaISEE) bool { return t.ID == q.TabellaISEEID && t.Metodo == q.Metodo }) {
		return models.Refuse("tabellaIseeId", "scegliere una tabella ISEE del metodo scelto, valida al primo giorno della quota")
	}
	return nil
}

// sostituisciQuota writes a share in the place of another, or where there was none.
func sostituisciQuota(tx *gorm.DB, i Intervento, prima *quotaInLinea, q ModuloQuota, id, motivo string, chi Registro) error {
	linea, vecchia := 0, ""
	if prima != nil {
		linea, vecchia = prima.Posto, prima.ID
		if err := chiudi(tx, "quota_utente", prima.ID, id, q.Dal, !prima.Dal.Prima(q.Dal)); err != nil {
			return err
		}
	}
	if err := esegui(tx, `INSERT INTO quota_utente (id, ente_id, intervento_id, progressivo, metodo, percentuale, importo, dal, al, tabella_isee_id, isee, tipo_isee,
			data_dsu, senza_isee, base, minimo, massimo, criterio_rateo, reddito, franchigia, indennita, salvaguardia, residenziale, linea, sostituisce, motivo,
			registrata_da, registrata_il)
		SELECT ?, ?, ?, 1 + coalesce(max(progressivo), 0), ?, ?, ?, ?, ?, nullif(?, '')::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, '')::uuid, ?, ?, ?
		FROM quota_utente WHERE intervento_id = ?`, id, i.EnteID, i.ID, q.Metodo, q.Percentuale, q.Importo, q.Dal, q.Al, q.TabellaISEEID, q.ISEE, q.TipoISEE,
		q.DataDSU, q.SenzaISEE, q.Base, q.Minimo, q.Massimo, q.CriterioRateo, q.Reddito, q.Franchigia, q.Indennita, q.Salvaguardia, q.Residenziale, linea, vecchia,
		motivo, chi.OperatoreID, chi.Quando, i.ID); err != nil {
		return err
	}
	return esegui(tx, `UPDATE intervento SET versione = versione + 1 WHERE id = ?`, i.ID)
}
