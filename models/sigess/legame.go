package sigess

import (
	"gorm.io/gorm"

	"siss/models"
)

// Legame ties an intervento, or one of its rules of payment, to an impegno.
type Legame struct {
	ID           string
	EnteID       string
	InterventoID string
	ImpegnoID    string
	Regola       *int // number of the rule, nil for the whole intervento
	Ordine       *int // of use, nil for after the others, by expiry
}

// TableName is the table of Legame.
func (Legame) TableName() string { return "impegno_intervento" }

// ultimoPosto is after any order that may be given.
const ultimoPosto = 100

func (l Legame) posto() int {
	if l.Ordine == nil {
		return ultimoPosto
	}
	return *l.Ordine
}

// ModuloCollegamento ties an intervento to an impegno.
type ModuloCollegamento struct {
	ImpegnoID string `json:"impegnoId" format:"uuid" doc:"Impegno" opzioni:"impegni"`
	Regola    *int   `json:"regola,omitempty" doc:"Solo per la regola di pagamento" minimum:"1" maximum:"20" help:"Il numero della regola; vuoto: tutto l'intervento"`
	Ordine    *int   `json:"ordine,omitempty" doc:"Ordine d'uso" minimum:"1" maximum:"99" help:"Vuoto: si usa per primo quello che scade prima"`
}

// ModuloScollegamento unties an intervento from an impegno.
type ModuloScollegamento struct {
	LegameID string `json:"legameId" format:"uuid" doc:"Collegamento" opzioni:"legami"`
}

// Collega ties an intervento to an impegno of the ente that pays it. attoID makes
// the id of the tie, so that repeating the act ties it once.
func Collega(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloCollegamento) error {
	i, err := daCollegare(tx, chi, id)
	if err != nil {
		return err
	}
	gia, err := models.Tutte[Legame](tx, `SELECT * FROM impegno_intervento WHERE id = ? AND intervento_id = ?`, attoID, id)
	if err != nil || len(gia) > 0 {
		return err
	}
	g, err := models.Una[Impegno](tx, "", `SELECT * FROM impegno WHERE id = ? AND ente_id = ?`, m.ImpegnoID, i.EntePagatoreID)
	if models.KindOf(err) == models.NotFound {
		return models.Refuse("impegnoId", "scegliere un impegno dell'ente che paga l'intervento")
	} else if err != nil {
		return err
	}
	if m.Regola != nil {
		regole, err := models.Tutte[struct{ Linea int }](tx, `SELECT coalesce(linea, progressivo) AS linea FROM regola_pagamento
			WHERE intervento_id = ? AND progressivo = ?`, id, *m.Regola)
		if err != nil {
			return err
		}
		if len(regole) == 0 {
			return models.Refuse("regola", "l'intervento non ha una regola di pagamento con questo numero")
		}
		m.Regola = &regole[0].Linea // a rule that took the place of another is paid on its line
	}
	err = esegui(tx, `INSERT INTO impegno_intervento (id, ente_id, intervento_id, impegno_id, regola, ordine) VALUES (?, ?, ?, ?, ?, ?)`,
		attoID, i.EnteID, id, g.ID, m.Regola, m.Ordine)
	if models.Vincolo(err) == "impegno_intervento_intervento_id_impegno_id_regola_key" {
		return models.Errorf(models.Conflict, "l'intervento è già collegato all'impegno %s", g.Estremi())
	}
	return err
}

// Scollega unties an intervento from an impegno: what runs have used of it stays.
func Scollega(tx *gorm.DB, chi models.Chi, id string, m ModuloScollegamento) error {
	if _, err := daCollegare(tx, chi, id); err != nil {
		return err
	}
	return esegui(tx, `DELETE FROM impegno_intervento WHERE id = ? AND intervento_id = ?`, m.LegameID, id)
}

// daCollegare locks an intervento of the enti of who keeps the impegni of the
// ente that pays it.
func daCollegare(tx *gorm.DB, chi models.Chi, id string) (Intervento, error) {
	i, err := bloccaIntervento(tx, chi, id)
	if err != nil {
		return i, err
	}
	return i, Impegna(chi, i.EntePagatoreID)
}
