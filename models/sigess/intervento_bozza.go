package sigess

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/assa"
	"siss/models/periodo"
)

// SalvaEconomico creates or replaces the draft of an intervento economico.
func SalvaEconomico(tx *gorm.DB, chi models.Chi, id string, m ModuloEconomico) (Intervento, error) {
	i, _, err := dettagli(tx, chi, id, m.Dettagli, Economico)
	if err != nil {
		return i, err
	}
	beneficiario := m.Modalita.BeneficiarioID
	if beneficiario == "" {
		beneficiario = i.SoggettoID
	} else if b, err := anagrafe.SoggettoVisibile(tx, chi, beneficiario); models.KindOf(err) == models.NotFound || err == nil && b.EnteID != i.EnteID {
		return i, models.Refuse("modalita.beneficiarioId", "il beneficiario non è nell'anagrafe dell'ente")
	} else if err != nil {
		return i, err
	}
	if err := salvaRiga(tx, i); err != nil {
		return i, err
	}
	for n, r := range m.Regole {
		criterio := r.CriterioRateo
		if criterio == "" {
			criterio = string(GiorniEffettivi)
		}
		err := esegui(tx, `INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo, data_scadenza, dal, al)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, figlio(id, "regola", n), i.EnteID, id, n+1, r.Frequenza, r.Importo, criterio, r.DataScadenza, r.Dal, r.Al)
		if err != nil {
			return i, err
		}
	}
	err = esegui(tx, `INSERT INTO modalita_pagamento (id, ente_id, intervento_id, beneficiario_id, titolo, metodo, iban, intestatario)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, figlio(id, "modalita", 0), i.EnteID, id, beneficiario, m.Modalita.Titolo, m.Modalita.Metodo,
		m.Modalita.IBAN, m.Modalita.Intestatario)
	return i, err
}

// SalvaPrestazioni creates or replaces the draft of an intervento con prestazioni.
func SalvaPrestazioni(tx *gorm.DB, chi models.Chi, id string, m ModuloPrestazioni) (Intervento, error) {
	i, _, err := dettagli(tx, chi, id, m.Dettagli, Prestazioni)
	if err != nil {
		return i, err
	}
	i.ErogatoreID, i.TariffarioID = &m.ErogatoreID, &m.TariffarioID
	if err := erogatoreValido(tx, i); err != nil {
		return i, err
	}
	if err := tariffarioValido(tx, i); err != nil {
		return i, err
	}
	if err := salvaRiga(tx, i); err != nil {
		return i, err
	}
	return i, salvaPiano(tx, i, m.Piano, m.Quote)
}

// SalvaStruttura creates or replaces the draft of an intervento in struttura.
// The structure must be in the ASSA register and selectable on data inizio.
func SalvaStruttura(tx *gorm.DB, chi models.Chi, id string, m ModuloStruttura) (Intervento, error) {
	i, tipo, err := dettagli(tx, chi, id, m.Dettagli, Struttura)
	if err != nil {
		return i, err
	}
	if _, err := assa.SelezionabileIl(tx, m.StrutturaID, tipo.TipologiaStruttura, i.DataInizio); err != nil {
		return i, err
	}
	i.StrutturaID, i.TariffarioID = &m.StrutturaID, &m.TariffarioID
	if err := tariffarioValido(tx, i); err != nil {
		return i, err
	}
	if err := salvaRiga(tx, i); err != nil {
		return i, err
	}
	return i, salvaPiano(tx, i, m.Piano, m.Quote)
}

// dettagli checks the shared drawer and makes the row from it.
func dettagli(tx *gorm.DB, chi models.Chi, id string, m Dettagli, natura Natura) (Intervento, TipoIntervento, error) {
	i := Intervento{ID: id, Natura: natura, SoggettoID: m.SoggettoID, TipoInterventoID: m.TipoInterventoID, DataInizio: m.DataInizio,
		DataFine: m.DataFine, MotivoAttivazione: m.MotivoAttivazione, OperatoreResponsabileID: m.OperatoreResponsabileID}
	oggi := periodo.Oggi()
	s, err := anagrafe.SoggettoVisibile(tx, chi, m.SoggettoID)
	if models.KindOf(err) == models.NotFound {
		return i, TipoIntervento{}, models.Refuse("dettagli.soggettoId", "il soggetto non esiste o non è visibile")
	} else if err != nil {
		return i, TipoIntervento{}, err
	}
	uo, err := anagrafe.Ufficio(tx, chi, m.UOID, oggi)
	if models.KindOf(err) == models.NotFound || err == nil && uo.EnteID != s.EnteID {
		return i, TipoIntervento{}, models.Refuse("dettagli.uoId", "scegliere un ufficio dell'ente del soggetto")
	} else if err != nil {
		return i, TipoIntervento{}, err
	}
	tipo, err := tipoValido(tx, m.TipoInterventoID, m.DataInizio)
	if models.KindOf(err) == models.NotFound || err == nil && tipo.Natura != natura {
		return i, tipo, models.Refuse("dettagli.tipoInterventoId", "scegliere un tipo di intervento dall'elenco, valido alla data di inizio")
	} else if err != nil {
		return i, tipo, err
	}
	if m.DataInizio.Prima(s.DataNascita) {
		return i, tipo, models.Refuse("dettagli.dataInizio", "la data precede la nascita del soggetto")
	}
	ok, err := anagrafe.Abilitato(tx, m.OperatoreResponsabileID, s.EnteID, oggi)
	if err != nil {
		return i, tipo, err
	}
	if !ok {
		return i, tipo, models.Refuse("dettagli.operatoreResponsabileId", "l'operatore non ha un'abilitazione valida per questo ente")
	}
	i.EnteID, i.UOID = s.EnteID, uo.ID
	if i.EntePagatoreID, err = anagrafe.PagatoreDi(tx, s.EnteID); err != nil {
		return i, tipo, err
	}
	if m.RichiestaID != "" {
		err = daRichiesta(tx, &i, m)
	}
	return i, tipo, err
}

// daRichiesta ties the intervento to an accepted richiesta of the same person
// and tipo.
func daRichiesta(tx *gorm.DB, i *Intervento, m Dettagli) error {
	campo := "dettagli.richiestaId"
	r, err := models.Una[struct {
		Richiesta
		SoggettoID        string
		DataPresentazione periodo.Data
	}](tx, "", `SELECT r.*, d.soggetto_id, d.data_presentazione FROM richiesta r JOIN domanda d ON d.id = r.domanda_id
		WHERE r.id = ? AND r.ente_id = ?`, m.RichiestaID, i.EnteID)
	switch {
	case models.KindOf(err) == models.NotFound || err == nil && r.SoggettoID != i.SoggettoID:
		return models.Refuse(campo, "scegliere una richiesta del soggetto")
	case err != nil:
		return err
	case r.Stato != Accettata:
		return models.Refuse(campo, "la richiesta non è accettata o ha già un intervento")
	case r.TipoInterventoID != i.TipoInterventoID:
		return models.Refuse("dettagli.tipoInterventoId", "il tipo deve essere quello della richiesta")
	case i.DataInizio.Prima(r.DataPresentazione) && i.MotivoAttivazione == "":
		return models.Refuse("dettagli.motivoAttivazione", "l'intervento comincia prima della domanda: indicare il motivo")
	}
	i.RichiestaID, i.DomandaID = &r.ID, &r.DomandaID
	return nil
}

var spazioFigli = uuid.MustParse("2f6b3a6e-5e1c-5d0e-9a35-8f2f0a7b1c03")

func figlio(id, tipo string, n int) string {
	return uuid.NewSHA1(spazioFigli, fmt.Appendf(nil, "%s/%s/%d", id, tipo, n)).String()
}

func salvaRiga(tx *gorm.DB, i Intervento) error {
	esito := tx.Exec(`INSERT INTO intervento AS x (id, ente_id, uo_id, ente_pagatore_id, natura, soggetto_id, domanda_id, richiesta_id,
			tipo_intervento_id, data_inizio, data_fine, motivo_attivazione, operatore_responsabile_id, erogatore_id, struttura_id, tariffario_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET uo_id = excluded.uo_id, domanda_id = excluded.domanda_id, richiesta_id = excluded.richiesta_id,
			tipo_intervento_id = excluded.tipo_intervento_id, data_inizio = excluded.data_inizio, data_fine = excluded.data_fine,
			motivo_attivazione = excluded.motivo_attivazione, operatore_responsabile_id = excluded.operatore_responsabile_id,
			erogatore_id = excluded.erogatore_id, struttura_id = excluded.struttura_id, tariffario_id = excluded.tariffario_id, versione = x.versione + 1
		WHERE x.stato = 'BOZZA' AND x.ente_id = excluded.ente_id AND x.soggetto_id = excluded.soggetto_id AND x.natura = excluded.natura`,
		i.ID, i.EnteID, i.UOID, i.EntePagatoreID, i.Natura, i.SoggettoID, i.DomandaID, i.RichiestaID, i.TipoInterventoID, i.DataInizio,
		i.DataFine, i.MotivoAttivazione, i.OperatoreResponsabileID, i.ErogatoreID, i.StrutturaID, i.TariffarioID)
	if esito.Error != nil {
		return fmt.Errorf("intervento: %w", esito.Error)
	}
	if esito.RowsAffected == 0 {
		return models.Errorf(models.Conflict, "l'intervento è già stato attivato: non si può più modificare")
	}
	for _, tabella := range []string{"regola_pagamento", "modalita_pagamento", "riga_piano", "quota_utente"} {
		if err := esegui(tx, "DELETE FROM "+tabella+" WHERE intervento_id = ?", i.ID); err != nil {
			return err
		}
	}
	return nil
}

func salvaPiano(tx *gorm.DB, i Intervento, piano []ModuloPiano, quote []ModuloQuota) error {
	for n, r := range piano {
		if _, err := voce(tx, *i.TariffarioID, r.Prestazione, i.DataInizio); models.KindOf(err) == models.NotFound {
			return models.Refuse(fmt.Sprintf("piano.%d.prestazione", n), "la prestazione non è nel tariffario alla data di inizio")
		} else if err != nil {
			return err
		}
		if err := esegui(tx, `INSERT INTO riga_piano (id, ente_id, intervento_id, progressivo, prestazione, quantita, periodicita)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, figlio(i.ID, "piano", n), i.EnteID, i.ID, n+1, r.Prestazione, r.Quantita, r.Periodicita); err != nil {
			return err
		}
	}
	for n, q := range quote {
		if err := esegui(tx, `INSERT INTO quota_utente (id, ente_id, intervento_id, progressivo, metodo, percentuale, importo, dal, al)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, figlio(i.ID, "quota", n), i.EnteID, i.ID, n+1, q.Metodo, q.Percentuale, q.Importo, q.Dal, q.Al); err != nil {
			return err
		}
	}
	return nil
}
