package sigess_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"gorm.io/gorm"

	act "siss/activities/sigess"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// ascolto hears the heartbeats of activities, before the SDK thins them out.
type ascolto struct {
	interceptor.WorkerInterceptorBase
	battiti chan struct{}
}

type ascoltoAttivita struct {
	interceptor.ActivityInboundInterceptorBase
	battiti chan struct{}
}

type battito struct {
	interceptor.ActivityOutboundInterceptorBase
	battiti chan struct{}
}

func (a *ascolto) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	i := &ascoltoAttivita{battiti: a.battiti}
	i.Next = next
	return i
}

func (a *ascoltoAttivita) Init(o interceptor.ActivityOutboundInterceptor) error {
	b := &battito{battiti: a.battiti}
	b.Next = o
	return a.Next.Init(b)
}

func (b *battito) RecordHeartbeat(ctx context.Context, dettagli ...any) {
	b.battiti <- struct{}{}
	b.Next.RecordHeartbeat(ctx, dettagli...)
}

// A page waits for whoever holds the run, and is not taken for dead meanwhile.
func TestAPageThatWaitsForALockIsAlive(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run := uuid.NewString()
	if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Apri(tx, chi, run, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01")}, time.Now())
	}); err != nil {
		t.Fatal(err)
	}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(&act.Contabile{DB: m.DB, Log: slog.New(slog.DiscardHandler)})
	battiti := make(chan struct{}, 100)
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&ascolto{battiti: battiti}}})
	finita := make(chan error, 1)
	if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		if err := tx.Exec(`SELECT 1 FROM elaborazione WHERE id = ? FOR UPDATE`, run).Error; err != nil {
			return err
		}
		go func() {
			_, err := env.ExecuteActivity((&act.Contabile{}).CalcolaMovimenti, act.PaginaDi{ElaborazioneID: run})
			finita <- err
		}()
		for n := range 2 {
			select {
			case <-battiti:
			case err := <-finita:
				t.Errorf("the page did not wait: %v", err)
				return nil
			case <-time.After(20 * time.Second):
				t.Errorf("%d heartbeats in twenty seconds", n)
				return nil
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-finita; err != nil {
		t.Error(err)
	}
}
