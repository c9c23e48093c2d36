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

// SalvaEconomico creates or replaces the draft of an intervento economico,
// unless others have changed it since the form was opened.
func SalvaEconomico(tx *gorm.DB, chi models.Chi, id string, m ModuloEconomico) (Intervento, error) {
	m = m.completo()
	var r rilievi
	i, _, err := dettagli(tx, chi, id, m.Dettagli, Economico, &r)
	if err != nil {
		return i, err
	}
	if err := r.nota(beneficiarioValido(tx, chi, i, m.Modalita.BeneficiarioID, "modalita.beneficiarioId")); err != nil {
		return i, err
	}
	if err := r.rifiuto(); err != nil {
		return i, err
	}
	if salvato, fatto, err := bozzaAperta(tx, i, m.Versione, m, EconomicoDi); err != nil || fatto {
		return salvato, err
	}
	if err := salvaRiga(tx, i); err != nil {
		return i, err
	}
	if err := salvaRegole(tx, i, m.Regole); err != nil {
		return i, err
	}
	err = esegui(tx, `INSERT INTO modalita_pagamento (id, ente_id, intervento_id, beneficiario_id, titolo, metodo, iban, intestatario)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, figlio(id, "modalita", 0), i.EnteID, id, m.Modalita.BeneficiarioID, m.Modalita.Titolo, m.Modalita.Metodo,
		m.Modalita.IBAN, m.Modalita.Intestatario)
	return i, err
}

func beneficiarioValido(tx *gorm.DB, chi models.Chi, i Intervento, id, campo string) error {
	b, err := anagrafe.SoggettoVisibile(tx, chi, id)
	if models.KindOf(err) == models.NotFound || err == nil && b.EnteID != i.EnteID {
		return models.Refuse(campo, "il beneficiario non è nell'anagrafe dell'ente")
	}
	return err
}

// SalvaPrestazioni creates or replaces the draft of an intervento con
// prestazioni, unless others have changed it since the form was opened.
func SalvaPrestazioni(tx *gorm.DB, chi models.Chi, id string, m ModuloPrestazioni) (Intervento, error) {
	m.Piano, m.Quote = pianoCompleto(m.Piano), quoteComplete(m.Quote)
	var r rilievi
	i, _, err := dettagli(tx, chi, id, m.Dettagli, Prestazioni, &r)
	if err != nil {
		return i, err
	}
	i.ErogatoreID, i.TariffarioID = &m.ErogatoreID, &m.TariffarioID
	if err := pianoValido(tx, i, erogatoreValido(tx, i), m.Piano, &r); err != nil {
		return i, err
	}
	if err := quoteValide(tx, i, m.Quote, &r); err != nil {
		return i, err
	}
	if err := r.rifiuto(); err != nil {
		return i, err
	}
	if salvato, fatto, err := bozzaAperta(tx, i, m.Versione, m, PrestazioniDi); err != nil || fatto {
		return salvato, err
	}
	if err := salvaRiga(tx, i); err != nil {
		return i, err
	}
	return i, salvaPiano(tx, i, m.Piano, m.Quote)
}

// SalvaStruttura creates or replaces the draft of an intervento in struttura,
// unless others have changed it since the form was opened. The structure must
// be in the ASSA register and selectable on data inizio.
func SalvaStruttura(tx *gorm.DB, chi models.Chi, id string, m ModuloStruttura) (Intervento, error) {
	m.Piano, m.Quote = pianoCompleto(m.Piano), quoteComplete(m.Quote)
	var r rilievi
	i, tipo, err := dettagli(tx, chi, id, m.Dettagli, Struttura, &r)
	if err != nil {
		return i, err
	}
	i.StrutturaID, i.TariffarioID, i.CodiceInserimento = &m.StrutturaID, &m.TariffarioID, m.Codice
	_, err = assa.SelezionabileIl(tx, m.StrutturaID, tipo.TipologiaStruttura, i.DataInizio)
	if err := pianoValido(tx, i, err, m.Piano, &r); err != nil {
		return i, err
	}
	if err := quoteValide(tx, i, m.Quote, &r); err != nil {
		return i, err
	}
	if err := r.rifiuto(); err != nil {
		return i, err
	}
	if salvato, fatto, err := bozzaAperta(tx, i, m.Versione, m, StrutturaDi); err != nil || fatto {
		return salvato, err
	}
	if err := salvaRiga(tx, i); err != nil {
		return i, err
	}
	return i, salvaPiano(tx, i, m.Piano, m.Quote)
}

// rilievi gathers what is wrong with the fields of a form, so that all of it
// is said at once.
type rilievi struct{ campi []models.Campo }

// nota keeps a refusal of fields and returns any other error.
func (r *rilievi) nota(err error) error {
	if e, ok := err.(*models.Error); ok && e.Kind == models.Invalid {
		r.campi = append(r.campi, e.Campi...)
		return nil
	}
	return err
}

// rifiuto is the refusal of all the fields noted, nil when all is well.
func (r *rilievi) rifiuto() error {
	if len(r.campi) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Messaggio: "correggere i campi indicati", Campi: r.campi}
}

// dettagli checks the shared drawer and makes the row from it. Without a
// soggetto that may be seen there is nothing else to check.
func dettagli(tx *gorm.DB, chi models.Chi, id string, m Dettagli, natura Natura, r *rilievi) (Intervento, TipoIntervento, error) {
	i := Intervento{ID: id, Natura: natura, SoggettoID: m.SoggettoID, UOID: m.UOID, TipoInterventoID: m.TipoInterventoID, DataInizio: m.DataInizio,
		DataFine: m.DataFine, MotivoAttivazione: m.MotivoAttivazione, MotivoTermine: m.MotivoTermine, OperatoreResponsabileID: m.OperatoreResponsabileID}
	s, err := anagrafe.SoggettoVisibile(tx, chi, m.SoggettoID)
	if models.KindOf(err) == models.NotFound {
		return i, TipoIntervento{}, models.Refuse("dettagli.soggettoId", "il soggetto non esiste o non è visibile")
	} else if err != nil {
		return i, TipoIntervento{}, err
	}
	i.EnteID = s.EnteID
	tipo, err := tipoValido(tx, m.TipoInterventoID, m.DataInizio)
	if models.KindOf(err) == models.NotFound || err == nil && tipo.Natura != natura {
		tipo, err = TipoIntervento{}, models.Refuse("dettagli.tipoInterventoId", "scegliere un tipo di intervento dall'elenco, valido alla data di inizio")
	}
	if err := r.nota(err); err != nil {
		return i, tipo, err
	}
	if m.DataInizio.Prima(s.DataNascita) {
		r.campi = append(r.campi, models.Campo{Nome: "dettagli.dataInizio", Messaggio: "la data precede la nascita del soggetto"})
	}
	if i.EntePagatoreID, err = anagrafe.PagatoreDi(tx, s.EnteID); err != nil {
		return i, tipo, err
	}
	if err := r.nota(uffici(tx, chi, i)); err != nil {
		return i, tipo, err
	}
	if m.RichiestaID == "" {
		return i, tipo, nil
	}
	return i, tipo, r.nota(daRichiesta(tx, &i, m))
}

// uffici checks the office and the responsible of an intervento.
func uffici(tx *gorm.DB, chi models.Chi, i Intervento) error {
	var r rilievi
	oggi := periodo.Oggi()
	uo, err := anagrafe.Ufficio(tx, chi, i.UOID, oggi)
	if models.KindOf(err) == models.NotFound || err == nil && uo.EnteID != i.EnteID {
		err = models.Refuse("dettagli.uoId", "scegliere un ufficio dell'ente del soggetto")
	}
	if err := r.nota(err); err != nil {
		return err
	}
	ok, err := anagrafe.Abilitato(tx, i.OperatoreResponsabileID, i.EnteID, oggi)
	if err == nil && !ok {
		err = models.Refuse("dettagli.operatoreResponsabileId", "l'operatore non ha un'abilitazione valida per questo ente")
	}
	if err := r.nota(err); err != nil {
		return err
	}
	return r.rifiuto()
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

// pianoValido checks that the price list is of who delivers and has the
// prestazioni of the plan. daChi is what is wrong with who delivers: then the
// rest, which follows from it, isn't looked at.
func pianoValido(tx *gorm.DB, i Intervento, daChi error, piano []ModuloPiano, r *rilievi) error {
	err := daChi
	if err == nil {
		err = tariffarioValido(tx, i)
	}
	if err != nil {
		return r.nota(err)
	}
	for n, p := range piano {
		_, err := voce(tx, *i.TariffarioID, p.Prestazione, i.DataInizio)
		if models.KindOf(err) == models.NotFound {
			err = models.Refuse(fmt.Sprintf("piano.%d.prestazione", n), "la prestazione non è nel tariffario alla data di inizio")
		}
		if err := r.nota(err); err != nil {
			return err
		}
	}
	return nil
}

var spazioFigli = uuid.MustParse("2f6b3a6e-5e1c-5d0e-9a35-8f2f0a7b1c03")

func figlio(id, tipo string, n int) string {
	return uuid.NewSHA1(spazioFigli, fmt.Appendf(nil, "%s/%s/%d", id, tipo, n)).String()
}

func salvaRiga(tx *gorm.DB, i Intervento) error {
	esito := tx.Exec(`INSERT INTO intervento AS x (id, ente_id, uo_id, ente_pagatore_id, natura, soggetto_id, domanda_id, richiesta_id,
			tipo_intervento_id, data_inizio, data_fine, motivo_attivazione, motivo_termine, operatore_responsabile_id, erogatore_id, struttura_id,
			tariffario_id, codice_inserimento)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET uo_id = excluded.uo_id, domanda_id = excluded.domanda_id, richiesta_id = excluded.richiesta_id,
			tipo_intervento_id = excluded.tipo_intervento_id, data_inizio = excluded.data_inizio, data_fine = excluded.data_fine,
			motivo_attivazione = excluded.motivo_attivazione, motivo_termine = excluded.motivo_termine,
			operatore_responsabile_id = excluded.operatore_responsabile_id, erogatore_id = excluded.erogatore_id, struttura_id = excluded.struttura_id,
			tariffario_id = excluded.tariffario_id, codice_inserimento = excluded.codice_inserimento, versione = x.versione + 1
		WHERE x.stato = 'BOZZA' AND x.ente_id = excluded.ente_id AND x.soggetto_id = excluded.soggetto_id AND x.natura = excluded.natura`,
		i.ID, i.EnteID, i.UOID, i.EntePagatoreID, i.Natura, i.SoggettoID, i.DomandaID, i.RichiestaID, i.TipoInterventoID, i.DataInizio,
		i.DataFine, i.MotivoAttivazione, i.MotivoTermine, i.OperatoreResponsabileID, i.ErogatoreID, i.StrutturaID, i.TariffarioID, i.CodiceInserimento)
	if esito.Error != nil {
		return fmt.Errorf("intervento: %w", esito.Error)
	}
	if esito.RowsAffected == 0 {
		return giaAttivato()
	}
	for _, tabella := range []string{"regola_pagamento", "modalita_pagamento", "riga_piano", "quota_utente"} {
		if err := esegui(tx, "DELETE FROM "+tabella+" WHERE intervento_id = ?", i.ID); err != nil {
			return err
		}
	}
	return nil
}

func giaAttivato() error {
	return models.Errorf(models.Conflict, "l'intervento è già stato attivato: non si può più modificare")
}

func salvaPiano(tx *gorm.DB, i Intervento, piano []ModuloPiano, quote []ModuloQuota) error {
	for n, r := range piano {
		if err := esegui(tx, `INSERT INTO riga_piano (id, ente_id, intervento_id, progressivo, prestazione, quantita, periodicita, politica)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, figlio(i.ID, "piano", n), i.EnteID, i.ID, n+1, r.Prestazione, r.Quantita, r.Periodicita, r.Politica); err != nil {
			return err
		}
	}
	return salvaQuote(tx, i, quote)
}
