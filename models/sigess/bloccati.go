package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/inbox"
	"siss/models/periodo"
)

// impedimento says why what is due for a month cannot be paid to who should have
// it, nil when it can. What is taken back needs nobody to be paid.
func (i daPagare) impedimento(mese periodo.Mese, righe []daRegolare) *difetto {
	var dovuto euro.Importo
	for _, r := range righe {
		dovuto += r.Totale
	}
	if dovuto <= 0 {
		return nil
	}
	d := &difetto{Mese: mese, Importo: &dovuto}
	quanto := fmt.Sprintf("%s: %s euro dovuti e bloccati, ", mese.Italiano(), dovuto)
	if !i.Deceduto.IsZero() && i.Deceduto.Prima(mese.Inizio()) {
		d.Tipo, d.Testo = BeneficiarioDeceduto, quanto+"chi deve ricevere è deceduto il "+i.Deceduto.Italiana()
		return d
	}
	if i.Sospeso {
		d.Tipo, d.Testo = PagamentoRifiutato, quanto+"la banca ha rifiutato di pagare in questo modo: cambiare la modalità di pagamento o riattivarla"
		return d
	}
	if i.Metodo != "BONIFICO" {
		return nil
	}
	if _, err := fiscale.ParseIBAN(string(i.IBAN)); err != nil {
		d.Tipo, d.Testo = IBANNonValido, quanto+"manca un IBAN valido di chi deve ricevere"
		return d
	}
	return nil
}

// chiediSblocco asks the office of each intervento that a run could not pay to
// mend it: the task of an earlier run gives way to this. What a bank refused has
// the task of its outcome already.
func chiediSblocco(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	interventi, err := models.Tutte[Intervento](tx, `SELECT i.* FROM intervento i
		WHERE i.id IN (SELECT intervento_id FROM anomalia WHERE elaborazione_id = ? AND importo IS NOT NULL AND tipo NOT IN (?, ?)) ORDER BY i.id`, e.ID, PagamentoRifiutato, ImpegnoInsufficiente)
	if err != nil {
		return err
	}
	for _, i := range interventi {
		if err := inbox.Chiudi(tx, i.ID, quando, inbox.SbloccaPagamento); err != nil {
			return err
		}
		err := inbox.Apri(tx, inbox.Compito{Chiave: fmt.Sprintf("%s/sblocca/%s/%d", WorkflowElaborazione(e.ID), i.ID, e.Versione), EnteID: i.EnteID, UOID: i.UOID,
			Tipo: inbox.SbloccaPagamento, Oggetto: "intervento", OggettoID: i.ID, WorkflowID: WorkflowElaborazione(e.ID), SoggettoID: &i.SoggettoID,
			Titolo: "Sbloccare il pagamento dell'intervento " + i.Estremi(), Creato: quando})
		if err != nil {
			return err
		}
	}
	if err := chiediCapienza(tx, e, quando); err != nil {
		return err
	}
	return chiudiCapienza(tx, e, quando)
}

// ritiraSblocco closes the tasks that a run opened.
func ritiraSblocco(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	return esegui(tx, `UPDATE compito SET chiuso_il = ? WHERE workflow_id = ? AND tipo = ? AND chiuso_il IS NULL`,
		quando, WorkflowElaborazione(e.ID), inbox.SbloccaPagamento)
}

// riprendiBloccati marks what a definitive run left out, so that the next looks
// at it again: what is blocked, and what another run held that may be annulled.
// What was blocked before and the run pays asks for nothing any more.
func riprendiBloccati(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	if err := esegui(tx, `INSERT INTO mese_toccato (ente_id, intervento_id, mese, causa)
		SELECT DISTINCT ente_id, intervento_id, mese, 'BLOCCO' FROM anomalia WHERE elaborazione_id = ? AND (importo IS NOT NULL OR tipo = 'IN_ALTRA_ELABORAZIONE')
		ON CONFLICT DO NOTHING`, e.ID); err != nil {
		return err
	}
	return esegui(tx, `UPDATE compito SET chiuso_il = ? WHERE tipo = ? AND chiuso_il IS NULL
		AND oggetto_id IN (SELECT intervento_id FROM movimento WHERE elaborazione_id = ?)
		AND oggetto_id NOT IN (SELECT intervento_id FROM anomalia WHERE elaborazione_id = ? AND importo IS NOT NULL AND tipo <> ?)`,
		quando, inbox.SbloccaPagamento, e.ID, e.ID, ImpegnoInsufficiente)
}
