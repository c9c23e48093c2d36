package sigess

import (
	"context"
	"log/slog"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Interventi are the activities of the workflow of an intervento.
type Interventi struct {
	DB  *gorm.DB
	Log *slog.Logger
}

// AttivaIntervento numbers a draft and starts it, if its impegni can pay it.
func (a *Interventi) AttivaIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	return muta(ctx, a, "attiva-intervento", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		if err := sigess.Attiva(tx, chi, p.ID); err != nil {
			return err
		}
		return sigess.VerificaCapienza(tx, p.ID, periodo.Di(p.Quando))
	})
}

// SospendiIntervento adds a suspension.
func (a *Interventi) SospendiIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	return muta(ctx, a, "sospendi-intervento", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloSospensione) error {
		return sigess.Sospendi(tx, chi, p.ID, p.AttoID, m)
	})
}

// RiprendiIntervento ends the suspension in course.
func (a *Interventi) RiprendiIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	return muta(ctx, a, "riprendi-intervento", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloRipresa) error {
		return sigess.Riprendi(tx, chi, p.ID, m, periodo.Di(p.Quando))
	})
}

// TerminaIntervento sets the last day.
func (a *Interventi) TerminaIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	return muta(ctx, a, "termina-intervento", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloTermine) error {
		return sigess.Termina(tx, chi, p.ID, m)
	})
}

// CambiaRegolaIntervento lets another amount begin in the place of a rule of payment.
func (a *Interventi) CambiaRegolaIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	return muta(ctx, a, "cambia-regola-pagamento", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloCambioRegola) error {
		return sigess.CambiaRegola(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// CambiaQuotaIntervento lets another share of the person begin.
func (a *Interventi) CambiaQuotaIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	return muta(ctx, a, "cambia-quota-utente", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloNuovaQuota) error {
		return sigess.CambiaQuota(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// AggiornaIntervento brings the state to what the dates say on the day of
// Quando. The timer of the workflow calls it.
func (a *Interventi) AggiornaIntervento(ctx context.Context, p Passo) (sigess.Fase, error) {
	var f sigess.Fase
	err := models.Atto(ctx, a.DB, models.Sistema(), "aggiorna-intervento", func(tx *gorm.DB) (err error) {
		f, err = sigess.Aggiorna(tx, p.ID, periodo.Di(p.Quando))
		return err
	})
	return f, esito(ctx, a.Log, err)
}

// muta carries out a deposited act on an intervento, once, and brings its state
// up to date.
func muta[M any](ctx context.Context, a *Interventi, azione string, p Passo, fai func(*gorm.DB, models.Chi, M) error) (sigess.Fase, error) {
	var f sigess.Fase
	err := unaVolta(ctx, a.DB, azione, p, fai, func(tx *gorm.DB) (err error) {
		f, err = sigess.Aggiorna(tx, p.ID, periodo.Di(p.Quando))
		return err
	})
	return f, esito(ctx, a.Log, err)
}
