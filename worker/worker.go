// Package worker ties workflows and activities to a task queue. It is the only
// package that imports them all.
package worker

import (
	"log/slog"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"gorm.io/gorm"

	inboxact "siss/activities/inbox"
	sigessact "siss/activities/sigess"
	sigessflow "siss/workflows/sigess"
)

// Deps is what the workers need from the process that runs them. Coda is the
// task queue.
type Deps struct {
	Client client.Client
	DB     *gorm.DB
	Coda   string
	Log    *slog.Logger
}

// attivitaInsieme is how many activities one worker runs at once: fewer than
// the connections that it may open to the database.
const attivitaInsieme = 30

// New makes a worker with every workflow and activity.
func New(d Deps) worker.Worker {
	w := worker.New(d.Client, d.Coda, worker.Options{
		MaxConcurrentActivityExecutionSize: attivitaInsieme,
		DisableRegistrationAliasing:        true,
	})
	Register(w, d)
	return w
}

// Registro is where names are registered: a worker, or a replayer in tests.
type Registro interface {
	RegisterWorkflowWithOptions(w any, options workflow.RegisterOptions)
	RegisterActivityWithOptions(a any, options activity.RegisterOptions)
}

// Register registers every workflow and activity under its durable name.
func Register(r Registro, d Deps) {
	RegisterWorkflows(r)
	for _, a := range []any{
		&inboxact.Compiti{DB: d.DB},
		&sigessact.Domande{DB: d.DB, Log: d.Log},
		&sigessact.Interventi{DB: d.DB, Log: d.Log},
		&sigessact.Contabile{DB: d.DB, Log: d.Log},
		&sigessact.Chiusure{DB: d.DB, Log: d.Log},
	} {
		r.RegisterActivityWithOptions(a, activity.RegisterOptions{})
	}
}

// RegisterWorkflows registers the workflows alone, as a replay needs.
func RegisterWorkflows(r interface {
	RegisterWorkflowWithOptions(w any, options workflow.RegisterOptions)
}) {
	for nome, w := range map[string]any{
		sigessflow.NomeDomanda:      sigessflow.Domanda,
		sigessflow.NomeIntervento:   sigessflow.Intervento,
		sigessflow.NomeElaborazione: sigessflow.Elaborazione,
		sigessflow.NomeLiquidazione: sigessflow.LiquidazioneMensile,
		sigessflow.NomeChiusura:     sigessflow.Chiusura,
		sigessflow.NomeChiusure:     sigessflow.ChiusureMensili,
	} {
		r.RegisterWorkflowWithOptions(w, workflow.RegisterOptions{Name: nome})
	}
}
