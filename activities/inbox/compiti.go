// Package inbox holds the activities that take, release, complete and reassign
// tasks.
package inbox

import (
	"context"
	"time"

	"gorm.io/gorm"

	"siss/activities"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/inbox"
	"siss/models/periodo"
)

// Compiti are the activities on tasks that every workflow shares.
type Compiti struct {
	DB *gorm.DB
}

// Passo is an act on a task.
type Passo struct {
	CompitoID   string    `json:"compitoId"`
	OperatoreID string    `json:"operatoreId"`
	Quando      time.Time `json:"quando"`
}

// PrendiCompito gives a task of one's offices to the operatore.
func (a *Compiti) PrendiCompito(ctx context.Context, p Passo) error {
	return a.compi(ctx, "prendi-compito", p, func(tx *gorm.DB) error { return inbox.Prendi(tx, p.CompitoID, p.OperatoreID, p.Quando) })
}

// RilasciaCompito puts a task back in its office's list.
func (a *Compiti) RilasciaCompito(ctx context.Context, p Passo) error {
	return a.compi(ctx, "rilascia-compito", p, func(tx *gorm.DB) error { return inbox.Rilascia(tx, p.CompitoID, p.OperatoreID) })
}

// CompletaCompito closes a task that asks only to be read.
func (a *Compiti) CompletaCompito(ctx context.Context, p Passo) error {
	return a.compi(ctx, "completa-compito", p, func(tx *gorm.DB) error {
		return inbox.Completa(tx, p.CompitoID, p.OperatoreID, p.Quando)
	})
}

// Riassegnazione gives a task to another operatore. AttoID tells this act from
// the others on the task.
type Riassegnazione struct {
	Passo
	NuovoID string `json:"nuovoId"`
	AttoID  string `json:"attoId"`
}

// RiassegnaCompito gives a task to another operatore and tells who receives it
// and who had it. Done once, it may no longer be visible to who did it, and
// running it again finds it done.
func (a *Compiti) RiassegnaCompito(ctx context.Context, in Riassegnazione) error {
	chi, err := anagrafe.ChiE(ctx, a.DB, in.OperatoreID, periodo.Di(in.Quando))
	if err != nil {
		return activities.Final(err)
	}
	return activities.Final(models.Atto(ctx, a.DB, chi, "riassegna-compito", func(tx *gorm.DB) error {
		return inbox.Riassegna(tx, chi, in.CompitoID, in.NuovoID, in.AttoID, in.Quando)
	}))
}

func (a *Compiti) compi(ctx context.Context, azione string, p Passo, fai func(*gorm.DB) error) error {
	chi, err := anagrafe.ChiE(ctx, a.DB, p.OperatoreID, periodo.Di(p.Quando))
	if err != nil {
		return activities.Final(err)
	}
	return activities.Final(models.Atto(ctx, a.DB, chi, azione, func(tx *gorm.DB) error {
		if gia, err := inbox.Completato(tx, p.CompitoID, p.OperatoreID, p.Quando); err != nil || gia {
			return err
		}
		if _, err := inbox.Visibile(tx, chi, p.CompitoID); err != nil {
			return err
		}
		return fai(tx)
	}))
}
