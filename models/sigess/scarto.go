package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/atto"
)

// ModuloScarto is the act Scarta la bozza.
type ModuloScarto struct {
	Motivo string `json:"motivo,omitempty" doc:"Motivo" maxLength:"500" help:"Facoltativo"`
}

// ScartaDomanda deletes a draft that was never presented, for who made it. The
// audit keeps what it said, the act who threw it away and why. attoID is the
// identity of the act: repeating it is harmless. It returns the soggetto, ""
// on a repeat.
func ScartaDomanda(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloScarto, quando time.Time) (string, error) {
	if fatto, err := atto.Eseguito(tx, attoID); err != nil || fatto {
		return "", err
	}
	d, err := bloccaDomanda(tx, chi, id)
	switch {
	case err != nil:
		return "", err
	case d.Stato != Bozza:
		return "", models.Errorf(models.Conflict, "la domanda è già stata presentata: non si può più scartare")
	case d.CreataDa != chi.OperatoreID:
		return "", models.Errorf(models.Forbidden, "la bozza può scartarla solo chi l'ha inserita")
	}
	if err := senzaDocumenti(tx, id); err != nil {
		return "", err
	}
	if err := registraScarto(tx, chi, attoID, d.EnteID, "scarta-domanda", id, m, quando); err != nil {
		return "", err
	}
	if err := esegui(tx, `DELETE FROM richiesta WHERE domanda_id = ?`, id); err != nil {
		return "", err
	}
	return d.SoggettoID, elimina(tx, "domanda", id)
}

// ScartaIntervento deletes a draft that was never activated, as ScartaDomanda.
func ScartaIntervento(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloScarto, quando time.Time) (string, error) {
	if fatto, err := atto.Eseguito(tx, attoID); err != nil || fatto {
		return "", err
	}
	i, err := bloccaIntervento(tx, chi, id)
	if err != nil {
		return "", err
	}
	if i.Stato != Bozza {
		return "", models.Errorf(models.Conflict, "l'intervento è già stato attivato: non si può più scartare")
	}
	if sua, err := InseritoDa(tx, chi, i); err != nil {
		return "", err
	} else if !sua {
		return "", models.Errorf(models.Forbidden, "la bozza può scartarla solo chi l'ha inserita")
	}
	if err := senzaDocumenti(tx, id); err != nil {
		return "", err
	}
	if err := registraScarto(tx, chi, attoID, i.EnteID, "scarta-intervento", id, m, quando); err != nil {
		return "", err
	}
	for _, tabella := range []string{"regola_pagamento", "modalita_pagamento", "riga_piano", "quota_utente", "impegno_intervento"} {
		if err := esegui(tx, "DELETE FROM "+tabella+" WHERE intervento_id = ?", id); err != nil {
			return "", err
		}
	}
	return i.SoggettoID, elimina(tx, "intervento", id)
}

// InseritoDa tells whether who asks made the intervento: the audit knows.
func InseritoDa(tx *gorm.DB, chi models.Chi, i Intervento) (bool, error) {
	primo, err := models.Tutte[struct{ OperatoreID string }](tx, `SELECT coalesce(operatore_id::text, '') AS operatore_id FROM evento
		WHERE entita = 'intervento' AND entita_id = ? AND tipo = 'INSERT' ORDER BY id LIMIT 1`, i.ID)
	return len(primo) == 1 && primo[0].OperatoreID == chi.OperatoreID, err
}

// senzaDocumenti refuses to throw away a draft that has papers: these are never
// deleted.
func senzaDocumenti(tx *gorm.DB, pratica string) error {
	var n int
	if err := tx.Raw(`SELECT count(*) FROM allegato WHERE domanda_id = ? OR intervento_id = ?`, pratica, pratica).Find(&n).Error; err != nil {
		return fmt.Errorf("documenti: %w", err)
	}
	if n > 0 {
		return models.Errorf(models.Conflict, "la bozza ha documenti, che non si cancellano: non si può scartare")
	}
	return nil
}

func registraScarto(tx *gorm.DB, chi models.Chi, attoID, enteID, tipo, id string, m ModuloScarto, quando time.Time) error {
	if err := atto.Deposita(tx, chi, attoID, enteID, tipo, id, m); err != nil {
		return err
	}
	_, err := atto.Esegui(tx, attoID, quando, &m)
	return err
}

// elimina deletes a row on which nothing else depends.
func elimina(tx *gorm.DB, tabella, id string) error {
	err := tx.Exec("DELETE FROM "+tabella+" WHERE id = ?", id).Error
	if models.Vincolo(err) != "" {
		return models.Errorf(models.Conflict, "alla bozza sono allegati documenti, che si conservano: non si può più scartare")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", tabella, err)
	}
	return nil
}
