package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/inbox"
	"siss/models/pagamento"
	"siss/models/periodo"
)

// ModuloEsiti registers the outcomes of a file that was looked at.
type ModuloEsiti struct {
	FileID string `json:"fileId" format:"uuid" doc:"File degli esiti" widget:"hidden"`
}

// esitoPagamento is what became of a transfer.
type esitoPagamento struct {
	ID         string
	EnteID     string
	DistintaID string
	Numero     int
	FileID     string
	Stato      pagamento.StatoEsito
	Motivo     string
	Data       periodo.Data
}

// TableName is the table of esitoPagamento.
func (esitoPagamento) TableName() string { return "esito_pagamento" }

// RegistraEsiti writes what became of the transfers that a file tells of, and
// moves the run to where that leads. A file is registered once. What was refused is due again: its way of payment is suspended, its months are to
// be looked at and an office is asked to mend it (domain c.9, row 13).
func RegistraEsiti(tx *gorm.DB, chi models.Chi, id string, m ModuloEsiti, quando time.Time) error {
	e, err := contabile(tx, chi, id, Trasmessa, PagataParziale)
	if err != nil {
		return err
	}
	f, err := fileEsiti(tx, chi, id, m.FileID)
	if err != nil || f.RegistrataIl != nil {
		return err
	}
	a, err := leggiFileEsiti(tx, f)
	if err != nil {
		return err
	}
	pagati, _ := a.Conta(DaRegistrare, pagamento.Pagato)
	rifiutati, _ := a.Conta(DaRegistrare, pagamento.Rifiutato)
	if pagati+rifiutati == 0 {
		return models.Errorf(models.Conflict, "il file non contiene esiti nuovi di questa elaborazione: non c'è nulla da registrare")
	}
	if err := esegui(tx, `INSERT INTO registrazione_esiti (id, ente_id, pagati, rifiutati, registrata_da, registrata_il) VALUES (?, ?, ?, ?, ?, ?)`,
		f.ID, e.EnteID, pagati, rifiutati, chi.OperatoreID, quando); err != nil {
		return err
	}
	var righe []esitoPagamento
	for _, r := range a.Righe {
		if r.Cosa == DaRegistrare {
			righe = append(righe, esitoPagamento{ID: figlio(id, "esito", r.Numero), EnteID: e.EnteID, DistintaID: id, Numero: r.Numero, FileID: f.ID,
				Stato: r.Stato, Motivo: r.Motivo, Data: r.Data})
		}
	}
	if err := tx.CreateInBatches(righe, righeDistinta).Error; err != nil {
		return fmt.Errorf("esiti: %w", err)
	}
	if err := riapriRifiutati(tx, e, f.ID, quando); err != nil {
		return err
	}
	return pagata(tx, e, a.pagataIl(periodo.Di(quando)))
}

// pagata moves a run to where the outcomes of its transfers lead.
func pagata(tx *gorm.DB, e Elaborazione, giorno periodo.Data) error {
	conti, err := models.Una[struct{ Tutti, Pagati, Rifiutati int }](tx, "", `SELECT count(*) AS tutti, count(*) FILTER (WHERE o.stato = 'PAGATO') AS pagati,
			count(*) FILTER (WHERE o.stato = 'RIFIUTATO') AS rifiutati
		FROM (SELECT DISTINCT distinta_id, numero FROM disposizione WHERE distinta_id = ? AND numero IS NOT NULL) v
		LEFT JOIN esito_pagamento o ON o.distinta_id = v.distinta_id AND o.numero = v.numero`, e.ID)
	if err != nil {
		return err
	}
	stato, nota := Pagata, fmt.Sprintf("pagamenti eseguiti: %d su %d", conti.Pagati, conti.Tutti)
	if conti.Pagati < conti.Tutti {
		stato = PagataParziale
	}
	if conti.Rifiutati > 0 {
		nota += fmt.Sprintf(", rifiutati: %d", conti.Rifiutati)
	}
	return esegui(tx, `UPDATE elaborazione SET stato = ?, pagata_il = ?, nota = ?, versione = versione + 1 WHERE id = ?`, stato, giorno, nota, e.ID)
}

// riapriRifiutati suspends the ways of payment that a file says were refused,
// marks the months that the next run is to pay again and asks the offices.
func riapriRifiutati(tx *gorm.DB, e Elaborazione, fileID string, quando time.Time) error {
	const rifiutate = ` FROM esito_pagamento o JOIN disposizione v ON v.distinta_id = o.distinta_id AND v.numero = o.numero JOIN movimento m ON m.id = v.id
		WHERE o.file_id = ? AND o.stato = 'RIFIUTATO'`
	if err := esegui(tx, `INSERT INTO modalita_sospesa (id, ente_id, creditore, metodo, iban, esito_id, motivo, sospesa_il)
		SELECT DISTINCT ON (m.creditore, v.metodo, v.iban) gen_random_uuid(), v.ente_id, m.creditore, v.metodo, coalesce(v.iban, ''), o.id, o.motivo, ?`+rifiutate+`
		ORDER BY m.creditore, v.metodo, v.iban, o.numero ON CONFLICT DO NOTHING`, quando, fileID); err != nil {
		return err
	}
	if err := esegui(tx, `INSERT INTO mese_toccato (ente_id, intervento_id, mese, causa) SELECT DISTINCT m.ente_id, m.intervento_id, m.mese_competenza, 'RIFIUTO'`+rifiutate+`
		ON CONFLICT (intervento_id, mese, causa) DO UPDATE SET elaborazione_id = NULL`, fileID); err != nil {
		return err
	}
	return chiediRimessa(tx, e, fileID, quando)
}

// chiediRimessa asks, for each refused transfer, the office of what it paid to
// find out how it is to be paid; a transfer for interventi of more offices asks
// each of them.
func chiediRimessa(tx *gorm.DB, e Elaborazione, fileID string, quando time.Time) error {
	righe, err := models.Tutte[struct {
		Intervento
		Bonifico int
		Altri    int
	}](tx, `SELECT DISTINCT ON (o.numero, i.ente_id, i.uo_id) i.*, o.numero AS bonifico,
			count(*) OVER (PARTITION BY o.numero, i.ente_id, i.uo_id) - 1 AS altri
		FROM esito_pagamento o JOIN disposizione v ON v.distinta_id = o.distinta_id AND v.numero = o.numero JOIN movimento m ON m.id = v.id
		JOIN intervento i ON i.id = m.intervento_id WHERE o.file_id = ? AND o.stato = 'RIFIUTATO' ORDER BY o.numero, i.ente_id, i.uo_id, i.anno, i.numero`, fileID)
	if err != nil {
		return err
	}
	for _, r := range righe {
		titolo := "Pagamento rifiutato dalla banca: intervento " + r.Estremi()
		if r.Altri > 0 {
			titolo += fmt.Sprintf(" e altri movimenti: %d", r.Altri)
		}
		if err := inbox.Apri(tx, inbox.Compito{Chiave: fmt.Sprintf("%s/rimetti/%d/%s", WorkflowElaborazione(e.ID), r.Bonifico, r.UOID), EnteID: r.EnteID, UOID: r.UOID,
			Tipo: inbox.RimettiPagamento, Oggetto: "intervento", OggettoID: r.ID, WorkflowID: WorkflowElaborazione(e.ID), SoggettoID: &r.SoggettoID,
			Titolo: titolo, Creato: quando}); err != nil {
			return err
		}
	}
	return nil
}

// chiudiRimesse closes the tasks of what a run that becomes definitive pays again.
func chiudiRimesse(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	return esegui(tx, `UPDATE compito k SET chiuso_il = ? FROM movimento m JOIN movimento p ON p.id = m.riemette_id
		WHERE m.elaborazione_id = ? AND m.tipo = 'RIEMISSIONE' AND k.tipo = ? AND k.oggetto_id = m.intervento_id
			AND k.workflow_id = 'elaborazione/' || p.elaborazione_id AND k.chiuso_il IS NULL`, quando, e.ID, inbox.RimettiPagamento)
}

// senzaRifiutati refuses to say that all of a run was paid while something of it
// was refused and no confirmed run pays it again.
func senzaRifiutati(tx *gorm.DB, id string) error {
	restano, err := models.Tutte[struct{ ID string }](tx, `SELECT v.id FROM esito_pagamento o JOIN disposizione v ON v.distinta_id = o.distinta_id AND v.numero = o.numero
		WHERE o.distinta_id = ? AND o.stato = 'RIFIUTATO' AND NOT EXISTS (SELECT 1 FROM movimento r JOIN elaborazione y ON y.id = r.elaborazione_id
			WHERE r.riemette_id = v.id AND r.tipo = 'RIEMISSIONE' AND r.stato = 'DEFINITIVO' AND y.stato <> 'STORNATA') LIMIT 1`, id)
	if err != nil || len(restano) == 0 {
		return err
	}
	return models.Refuse("esito", "la banca ha rifiutato dei pagamenti che nessuna elaborazione ha ancora rimesso: non è tutto pagato")
}
