package e2e

import (
	"errors"
	"net/http"
	"syscall"
	"testing"

	"github.com/google/uuid"
	commonpb "go.temporal.io/api/common/v1"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	updatepb "go.temporal.io/api/update/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"siss/api/sigess"
	"siss/deploy/dev/servers"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// What the database says is done, and the pages show, may be acted upon at
// once: also in the moment in which the workflow has not heard of it yet. The
// worker is stopped between the commit of a step and its report; the next act,
// of somebody else, is sent in between.
func TestWhatIsSeenDoneCanBeActedUponAtOnce(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	riesce(t, b.DB.Exec(freno).Error)
	riesce(t, b.DB.Exec(frenoCorse("UPDATE OF stato")).Error)
	c, altro, contabile := b.entra(t, b.Amministrativo), b.entra(t, b.Coordinatore), b.entra(t, b.Contabile)
	m := &momento{banco: b, temporal: b.temporalDi(t)}
	t.Run("a domanda just presented", func(t *testing.T) {
		d := "/domande/" + bozza(t, c, b.Domanda(modelli.Economico))
		m.prova(t, richiesta{c, http.MethodPost, d + "/presentazione", uuid.NewString(), nil}, d[len(d)-36:],
			func() bool { return leggi[sigess.SchedaDomanda](t, c, d).Stato == modelli.Presentata },
			richiesta{altro, http.MethodPost, d + "/avvio", uuid.NewString(), b.avvio()}, modelli.WorkflowDomanda(d[len(d)-36:]))
	})
	t.Run("an intervento just activated", func(t *testing.T) {
		i := "/interventi/" + bozzaIntervento(t, c, b.Economico("2024-01-10", 10000))
		termina := passiIntervento(i[len(i)-36:])["termina"]
		m.prova(t, richiesta{c, http.MethodPost, i + "/attivazione", uuid.NewString(), nil}, i[len(i)-36:],
			func() bool { return leggi[sigess.SchedaIntervento](t, c, i).Stato == modelli.Attivo },
			richiesta{altro, http.MethodPost, termina.percorso, uuid.NewString(), termina.corpo}, modelli.WorkflowIntervento(i[len(i)-36:]))
	})
	t.Run("a run just provisional", func(t *testing.T) {
		id := uuid.NewString() // of the run is that of the act
		corpo := modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-02")}
		m.prova(t, richiesta{contabile, http.MethodPost, "/elaborazioni", id, corpo}, b.Distretto,
			func() bool {
				return leggi[sigess.Elaborazione](t, contabile, "/elaborazioni/"+id).Stato == modelli.Provvisoria
			},
			richiesta{contabile, http.MethodPost, "/elaborazioni/" + id + "/conferma", uuid.NewString(), modelli.ModuloConferma{}}, modelli.WorkflowElaborazione(id))
	})
}

type momento struct {
	*banco
	temporal client.Client
}

// prova sends an act, stops the worker when the act is committed, which visto
// tells, sends the next act and, when its workflow has been told, lets the
// worker go on: both must succeed.
func (m *momento) prova(t *testing.T, prima richiesta, serratura string, visto func() bool, poi richiesta, workflow string) {
	t.Helper()
	commit := m.blocca(t, bloccaCommit, []string{serratura})
	esiti := make(chan []risposta, 2)
	go func() { esiti <- prima.insieme(t, 1) }()
	m.fermi(t, 1)
	riesce(t, m.lavoro.Signal(syscall.SIGSTOP))
	t.Cleanup(func() { riesce(t, m.lavoro.Signal(syscall.SIGCONT)) })
	commit.lascia(t)
	attendi(t, pazienza, "commit", visto)
	go func() { esiti <- poi.insieme(t, 1) }()
	attendi(t, pazienza, "next act at Temporal", func() bool { return m.giunto(t, workflow, poi.atto) })
	riesce(t, m.lavoro.Signal(syscall.SIGCONT))
	for range 2 {
		for _, r := range <-esiti {
			if !r.riuscita() {
				t.Errorf("status %d: %s", r.stato, r.corpo)
			}
		}
	}
}

// giunto tells whether an act has reached the server.
func (m *momento) giunto(t *testing.T, workflow, atto string) bool {
	t.Helper()
	_, err := m.temporal.WorkflowService().PollWorkflowExecutionUpdate(t.Context(), &workflowservice.PollWorkflowExecutionUpdateRequest{
		Namespace:  servers.DefaultNamespace,
		UpdateRef:  &updatepb.UpdateRef{WorkflowExecution: &commonpb.WorkflowExecution{WorkflowId: workflow}, UpdateId: atto},
		WaitPolicy: &updatepb.WaitPolicy{LifecycleStage: enums.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ADMITTED},
	})
	var assente *serviceerror.NotFound
	if err != nil && !errors.As(err, &assente) {
		t.Fatal(err)
	}
	return err == nil
}
