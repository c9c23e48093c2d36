// Package sigess holds the activities of domande, interventi and elaborazioni.
// Each is one transaction in which the database knows for whom it acts.
package sigess

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
	"gorm.io/gorm"

	"siss/activities"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/atto"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Domande are the activities of the workflow of a domanda.
type Domande struct {
	DB  *gorm.DB
	Log *slog.Logger
}

// Passo is an act to carry out on a case: ids, the decision, and the time of
// the workflow.
type Passo struct {
	ID          string    `json:"id"`
	AttoID      string    `json:"attoId"`
	OperatoreID string    `json:"operatoreId"`
	RichiestaID string    `json:"richiestaId,omitempty"`
	Quando      time.Time `json:"quando"`
}

// PresentaDomanda numbers a draft and opens its first task.
func (a *Domande) PresentaDomanda(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "presenta-domanda", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		return sigess.Presenta(tx, chi, p.ID, p.Quando)
	})
}

// AvviaDomanda opens the istruttoria.
func (a *Domande) AvviaDomanda(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "avvia-domanda", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloAvvio) error {
		return sigess.Avvia(tx, chi, p.ID, m, p.Quando)
	})
}

// AssegnaDomanda moves a domanda and its open tasks to an office or operatore.
func (a *Domande) AssegnaDomanda(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "assegna-domanda", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloAssegnazione) error {
		return sigess.Assegna(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// RichiediIntegrazioni suspends the clock until the papers arrive.
func (a *Domande) RichiediIntegrazioni(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "richiedi-integrazioni", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloIntegrazioni) error {
		return sigess.RichiediIntegrazioni(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// RegistraIntegrazioni records that the papers arrived.
func (a *Domande) RegistraIntegrazioni(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "registra-integrazioni", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloArrivo) error {
		return sigess.RegistraIntegrazioni(tx, chi, p.ID, m, p.Quando)
	})
}

// PreavvisaRigetto suspends the clock until the preavviso di rigetto is answered.
func (a *Domande) PreavvisaRigetto(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "preavvisa-rigetto", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloPreavviso) error {
		return sigess.PreavvisaRigetto(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// RegistraOsservazioni records the answer to the preavviso.
func (a *Domande) RegistraOsservazioni(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "registra-osservazioni", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloArrivo) error {
		return sigess.RegistraOsservazioni(tx, chi, p.ID, m, p.Quando)
	})
}

// Ripresa says which domanda goes back to istruttoria, and when.
type Ripresa struct {
	DomandaID string    `json:"domandaId"`
	Quando    time.Time `json:"quando"`
}

// RiprendiTermini brings a domanda back to istruttoria when the days of its
// pause are over.
func (a *Domande) RiprendiTermini(ctx context.Context, in Ripresa) (sigess.Situazione, error) {
	var s sigess.Situazione
	err := models.Atto(ctx, a.DB, models.Sistema(), "riprendi-termini", func(tx *gorm.DB) error {
		err := sigess.RiprendiTermini(tx, in.DomandaID, in.Quando)
		if err != nil {
			return err
		}
		s, err = sigess.SituazioneDomanda(tx, in.DomandaID)
		return err
	})
	return s, esito(ctx, a.Log, err)
}

// DecidiRichiesta gives a richiesta its outcome.
func (a *Domande) DecidiRichiesta(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "decidi-richiesta", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloEsito) error {
		return sigess.Decidi(tx, chi, p.ID, p.RichiestaID, m, p.Quando)
	})
}

// ComunicaEsito records that the outcome was communicated.
func (a *Domande) ComunicaEsito(ctx context.Context, p Passo) (sigess.Situazione, error) {
	return compi(ctx, a, "comunica-esito", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloComunicazione) error {
		return sigess.Comunica(tx, chi, p.ID, m, p.Quando)
	})
}

// Attivazione tells a domanda which intervento was activated for a richiesta.
type Attivazione struct {
	DomandaID    string    `json:"domandaId"`
	RichiestaID  string    `json:"richiestaId"`
	InterventoID string    `json:"interventoId"`
	Quando       time.Time `json:"quando"`
}

// RegistraAttivazione ties an accepted richiesta to its intervento.
func (a *Domande) RegistraAttivazione(ctx context.Context, in Attivazione) (sigess.Situazione, error) {
	var s sigess.Situazione
	err := models.Atto(ctx, a.DB, models.Sistema(), "registra-attivazione", func(tx *gorm.DB) error {
		err := sigess.RegistraAttivazione(tx, in.DomandaID, in.RichiestaID, in.InterventoID, in.Quando)
		if err != nil {
			return err
		}
		s, err = sigess.SituazioneDomanda(tx, in.DomandaID)
		return err
	})
	return s, esito(ctx, a.Log, err)
}

// compi carries out a deposited act on a domanda, once.
func compi[M any](ctx context.Context, a *Domande, azione string, p Passo, fai func(*gorm.DB, models.Chi, M) error) (sigess.Situazione, error) {
	var s sigess.Situazione
	err := unaVolta(ctx, a.DB, azione, p, fai, func(tx *gorm.DB) (err error) {
		s, err = sigess.SituazioneDomanda(tx, p.ID)
		return err
	})
	return s, esito(ctx, a.Log, err)
}

// unaVolta runs a deposited act in one transaction, unless it was done before,
// then reads the state that the workflow must know.
func unaVolta[M any](ctx context.Context, db *gorm.DB, azione string, p Passo, fai func(*gorm.DB, models.Chi, M) error, poi func(*gorm.DB) error) error {
	chi, err := anagrafe.ChiE(ctx, db, p.OperatoreID, periodo.Di(p.Quando))
	if err != nil {
		return err
	}
	return models.Atto(ctx, db, chi, azione, func(tx *gorm.DB) error {
		var modulo M
		gia, err := atto.Esegui(tx, p.AttoID, p.Quando, &modulo)
		if err != nil {
			return err
		}
		if !gia {
			if err := fai(tx, chi, modulo); err != nil {
				return err
			}
		}
		return poi(tx)
	})
}

// esito logs a fault with ids only and turns the error into what the workflow sees.
func esito(ctx context.Context, log *slog.Logger, err error) error {
	if err != nil && models.KindOf(err) == "" {
		info := activity.GetInfo(ctx)
		log.ErrorContext(ctx, "activity failed", "activity", info.ActivityType.Name, "workflow", info.WorkflowExecution.ID,
			"attempt", info.Attempt, "code", models.Codice(err))
	}
	return activities.Final(err)
}
