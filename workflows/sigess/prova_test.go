package sigess_test

import (
	"errors"
	"testing"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	sdkworker "go.temporal.io/sdk/worker"

	"siss/activities"
	inboxact "siss/activities/inbox"
	act "siss/activities/sigess"
	"siss/models"
	flow "siss/workflows/sigess"
)

// prova is a workflow test: a clock that skips, activities that are faked, and
// the outcome of each update by its id.
type prova struct {
	*testsuite.TestWorkflowEnvironment
	t      *testing.T
	esiti  map[string]error
	arrivi []string
}

func nuova(t *testing.T, inizio time.Time) *prova {
	var suite testsuite.WorkflowTestSuite
	p := &prova{TestWorkflowEnvironment: suite.NewTestWorkflowEnvironment(), t: t, esiti: map[string]error{}}
	p.SetStartTime(inizio)
	p.SetWorkerOptions(sdkworker.Options{DeadlockDetectionTimeout: time.Minute}) // a machine busy with other tests is no deadlock
	p.RegisterActivity(&act.Domande{})
	p.RegisterActivity(&act.Interventi{})
	p.RegisterActivity(&act.Contabile{})
	p.RegisterActivity(&act.Chiusure{})
	p.RegisterActivity(&inboxact.Compiti{})
	return p
}

// manda sends an act after a delay; its outcome is in esiti under its id.
func (p *prova) manda(dopo time.Duration, update, id string, m any) {
	p.RegisterDelayedCallback(func() {
		p.UpdateWorkflow(update, id, &testsuite.TestUpdateCallback{
			OnAccept:   func() { p.arrivi = append(p.arrivi, id) },
			OnReject:   func(err error) { p.esiti[id] = err },
			OnComplete: func(_ any, err error) { p.esiti[id] = err },
		}, m)
	}, dopo)
}

func (p *prova) atto(dopo time.Duration, update, id string) {
	p.manda(dopo, update, id, flow.Messaggio{AttoID: id, OperatoreID: "operatore", RichiestaID: "r1"})
}

// riusciti checks that the acts were done.
func (p *prova) riusciti(ids ...string) {
	p.t.Helper()
	for _, id := range ids {
		if err, ok := p.esiti[id]; !ok || err != nil {
			p.t.Errorf("act %s: done %v, error %v", id, ok, err)
		}
	}
}

// rifiutato checks that an act was refused with the kind.
func (p *prova) rifiutato(id string, kind models.Kind) {
	p.t.Helper()
	var app *temporal.ApplicationError
	if err := p.esiti[id]; !errors.As(err, &app) || app.Type() != string(kind) {
		p.t.Errorf("act %s: %v, want a refusal %s", id, err, kind)
	}
}

func (p *prova) finita() {
	p.t.Helper()
	if !p.IsWorkflowCompleted() || p.GetWorkflowError() != nil {
		p.t.Errorf("workflow completed %v, error %v", p.IsWorkflowCompleted(), p.GetWorkflowError())
	}
}

// rifiuto is how an activity refuses.
func rifiuto(kind models.Kind) error {
	return activities.Final(models.Errorf(kind, "rifiutato"))
}
