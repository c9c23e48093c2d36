package sigess

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// ModuloCambioRegola is the act Cambia una regola di pagamento of an intervento
// that was activated: what is left out stays as it is.
type ModuloCambioRegola struct {
	Regola        int          `json:"regola" doc:"Regola" opzioni:"regole" minimum:"1" help:"Quella che cambia, con il suo periodo"`
	Dal           periodo.Data `json:"dal" format:"date" doc:"Dal" help:"Primo giorno del nuovo importo, anche passato: la prossima elaborazione conguaglia i mesi già pagati"`
	Importo       euro.Importo `json:"importo" doc:"Nuovo importo" help:"In euro, per ogni rata" example:"320.00"`
	CriterioRateo string       `json:"criterioRateo,omitempty" doc:"Mese incompleto" help:"Vuoto: come la regola che cambia" enum:"GIORNI_EFFETTIVI,TRENTESIMI,MEZZO_MESE,SOGLIA_15,NESSUNO" etichette:"A giorni effettivi,A trentesimi,A mezzi mesi,Intero da 15 giorni,Sempre intero"`
	Causale       string       `json:"causale,omitempty" doc:"Causale" maxLength:"140" help:"Vuota: come la regola che cambia; non scrivere dati sulla salute"`
	Motivo        string       `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500"`
}

// Check refuses what no rule may pay.
func (m ModuloCambioRegola) Check() map[string]string {
	if m.Importo <= 0 {
		return map[string]string{"importo": "l'importo deve essere maggiore di zero"}
	}
	return nil
}

// Registrazione says of a row of an intervento that was activated whose place it
// takes, when, why and by whom; nothing of a row of the draft.
type Registrazione struct {
	Progressivo  int
	AlPostoDi    *int // the number of the row whose place it takes
	Superata     *int // the number of the row that took its place from its first day on: it counts no more
	Motivo       string
	Autore       string
	RegistrataIl *time.Time
}

// RegolaRegistrata is a row of Regole di pagamento with its history.
type RegolaRegistrata struct {
	ModuloRegola
	Registrazione
}

// storicoSQL reads the rows of a table of an intervento with their history.
func storicoSQL(tabella, ordine string) string {
	return `SELECT r.*, p.progressivo AS al_posto_di, s.progressivo AS superata, coalesce(o.cognome || ' ' || o.nome, '') AS autore
		FROM ` + tabella + ` r LEFT JOIN ` + tabella + ` p ON p.id = r.sostituisce LEFT JOIN ` + tabella + ` s ON s.id = r.superata_da
		LEFT JOIN operatore o ON o.id = r.registrata_da WHERE r.intervento_id = ? ORDER BY ` + ordine
}

// CambiaRegola lets another amount begin on a day in the place of a rule: the
// rule is closed the day before or, replaced from its first day on, counts no
// more. What it paid stays; the next run pays the difference, a line for each
// month. attoID makes the id of the row that begins.
func CambiaRegola(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloCambioRegola, quando time.Time) error {
	i, err := bloccaAttivo(tx, chi, id, DaAttivare, Attivo, Sospeso)
	if err != nil {
		return err
	}
	if i.Natura != Economico {
		return models.Errorf(models.Conflict, "solo un intervento economico ha regole di pagamento")
	}
	regole, err := models.Tutte[struct {
		Regola
		ID string
	}](tx, `SELECT * FROM regola_pagamento WHERE intervento_id = ? AND superata_da IS NULL ORDER BY progressivo`, id)
	if err != nil {
		return err
	}
	var r Regola
	var vecchia string
	var altre []Regola
	for _, x := range regole {
		if x.Progressivo == m.Regola {
			r, vecchia = x.Regola, x.ID
		} else {
			altre = append(altre, x.Regola)
		}
	}
	if vecchia == "" {
		return models.Refuse("regola", "scegliere una regola dell'intervento che vale ancora")
	}
	span := periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}
	if err := r.cambiabile(m, span); err != nil {
		return err
	}
	if err := ProvaPrima(tx, i.EnteID, i.EntePagatoreID); err != nil {
		return err
	}
	nuova := r.cambiata(m)
	if err := nuova.causaleLibera(altre, span); err != nil {
		return err
	}
	return sostituisciRegola(tx, i, vecchia, figlio(attoID, "regola", 0), r, nuova, m, Registro{chi.OperatoreID, quando})
}

// Registro is by whom and when an act was done.
type Registro struct {
	OperatoreID string
	Quando      time.Time
}

// cambiabile refuses a change that the rule cannot bear, beside the field that
// says it: what is half in a rata cannot be parted, and a limit counts rate that
// would not be all alike.
func (r Regola) cambiabile(m ModuloCambioRegola, intervento periodo.Intervallo) error {
	vale, t := r.vale(intervento), r.traduci()
	criterio := r.CriterioRateo == Criterio(m.CriterioRateo) || m.CriterioRateo == ""
	switch {
	case r.Massimale != nil || r.NumeroRate != nil || r.ImportoTotale != nil:
		return models.Refuse("regola", "una regola con un massimale, un numero di rate o un importo totale non si cambia: vale fino a esaurirlo")
	case t.Frequenza == calcolo.UnaTantum && m.Dal != r.DataScadenza:
		return models.Refuse("dal", "la regola si paga una volta sola: indicare il giorno della sua scadenza, "+r.DataScadenza.Italiana())
	case t.Frequenza != calcolo.UnaTantum && !vale.Contiene(m.Dal):
		return models.Refuse("dal", "in quel giorno la regola non vale: "+parolePeriodo(vale))
	case !t.Comincia(m.Dal, intervento) && !t.Divisibile():
		return models.Refuse("dal", "in quel giorno è già cominciata una rata, che non si divide: indicare il primo giorno di una rata")
	case !t.Comincia(m.Dal, intervento) && !criterio:
		return models.Refuse("criterioRateo", "a mese cominciato il criterio resta quello della regola: cambiarlo dal primo giorno di un mese")
	case m.Importo == r.Importo && criterio && (m.Causale == "" || m.Causale == r.Causale):
		return models.Refuse("importo", "la regola paga già questo importo")
	}
	return nil
}

// vale is when the rule holds, within the period of its intervento.
func (r Regola) vale(intervento periodo.Intervallo) periodo.Intervallo {
	vale, _ := daQuando(r.Dal, r.Al, intervento.Dal).Interseca(intervento)
	return vale
}

func parolePeriodo(p periodo.Intervallo) string {
	if p.Al.IsZero() {
		return "vale dal " + p.Dal.Italiana()
	}
	return "vale dal " + p.Dal.Italiana() + " al " + p.Al.Italiana()
}

// cambiata is the rule that takes the place of r. It ends as r did, and pays on
// its line.
func (r Regola) cambiata(m ModuloCambioRegola) Regola {
	if r.Linea == nil {
		r.Linea = &m.Regola
	}
	if r.Frequenza != string(calcolo.UnaTantum) {
		r.Dal = m.Dal
	}
	r.Importo = m.Importo
	if m.CriterioRateo != "" {
		r.CriterioRateo = Criterio(m.CriterioRateo)
	}
	if m.Causale != "" {
		r.Causale = m.Causale
	}
	return r
}

// causaleLibera refuses the causale of another rule of the same days, which
// would be paid twice (domain b.7.1).
func (r Regola) causaleLibera(altre []Regola, intervento periodo.Intervallo) error {
	for _, a := range altre {
		_, insieme := daQuando(r.Dal, r.Al, intervento.Dal).Interseca(daQuando(a.Dal, a.Al, intervento.Dal))
		if insieme && r.Causale != "" && strings.EqualFold(a.Causale, r.Causale) && r.Frequenza != string(calcolo.UnaTantum) && a.Frequenza != string(calcolo.UnaTantum) {
			return models.Refuse("causale", "un'altra regola con la stessa causale vale negli stessi giorni")
		}
	}
	return nil
}

// sostituisciRegola writes a rule in the place of another.
func sostituisciRegola(tx *gorm.DB, i Intervento, vecchia, id string, prima, r Regola, m ModuloCambioRegola, chi Registro) error {
	intera := prima.Frequenza == string(calcolo.UnaTantum) || m.Dal == prima.vale(periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}).Dal
	if err := chiudi(tx, "regola_pagamento", vecchia, id, m.Dal, intera); err != nil {
		return err
	}
	if err := esegui(tx, `INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo, data_scadenza, dal, al,
			ancoraggio, scadenza, in_sospensione, aliquota_iva, causale, linea, sostituisce, motivo, registrata_da, registrata_il)
		SELECT ?, ?, ?, 1 + max(progressivo), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM regola_pagamento WHERE intervento_id = ?`, id, i.EnteID, i.ID,
		r.Frequenza, r.Importo, r.CriterioRateo, r.DataScadenza, r.Dal, r.Al, r.Ancoraggio, r.Scadenza, r.InSospensione, r.AliquotaIVA, r.Causale, r.Linea,
		vecchia, m.Motivo, chi.OperatoreID, chi.Quando, i.ID); err != nil {
		return err
	}
	return esegui(tx, `UPDATE intervento SET versione = versione + 1 WHERE id = ?`, i.ID)
}

// chiudi ends a row the day before another begins in its place or, when none of
// its days is left, says that it counts no more.
func chiudi(tx *gorm.DB, tabella, vecchia, nuova string, dal periodo.Data, intera bool) error {
	esito := tx.Exec(`UPDATE `+tabella+` SET al = CASE WHEN ? THEN al ELSE ?::date - 1 END, superata_da = CASE WHEN ? THEN ?::uuid END
		WHERE id = ? AND superata_da IS NULL`, intera, dal, intera, nuova, vecchia)
	if esito.Error == nil && esito.RowsAffected != 1 {
		return fmt.Errorf("%s %s: closed already", tabella, vecchia)
	}
	return esito.Error
}
