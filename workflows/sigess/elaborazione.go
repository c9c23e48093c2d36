package sigess

import (
	"errors"
	"time"

	"github.com/google/uuid"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"siss/activities"
	act "siss/activities/sigess"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/workflows"
	"siss/workflows/inbox"
)

// Elaborazione carries a run of the accounting (domain b.11): it computes the
// movimenti page by page, waits for a person to confirm or annul, and when
// confirmed writes the Excel list.
func Elaborazione(ctx workflow.Context, in InputElaborazione) error {
	e := &elaborazione{id: in.ElaborazioneID, stato: sigess.InCalcolo, mutex: workflow.NewMutex(ctx)}
	if err := e.ascolta(ctx); err != nil {
		return err
	}
	if err := inbox.Installa(ctx); err != nil {
		return err
	}
	if err := e.calcola(ctx, in); err != nil {
		return err
	}
	if err := workflow.Await(ctx, func() bool { return e.stato != sigess.Provvisoria }); err != nil {
		return err
	}
	if e.stato == sigess.Definitiva {
		var contabile *act.Contabile
		passo := act.Passo{ID: e.id, Quando: workflow.Now(ctx)}
		if err := workflow.ExecuteActivity(workflows.Lunga(ctx), contabile.ProduciElenco, passo).Get(ctx, nil); err != nil {
			return err
		}
	}
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
}

type elaborazione struct {
	id    string
	stato sigess.Stato
	mutex workflow.Mutex
}

// calcola opens the run and computes it page by page; a long one goes on in a
// new history.
func (e *elaborazione) calcola(ctx workflow.Context, in InputElaborazione) error {
	var contabile *act.Contabile
	if in.Pagina == nil {
		apertura := act.Apertura{ElaborazioneID: e.id, AttoID: in.AttoID, OperatoreID: in.OperatoreID, EnteID: in.EnteID, Mese: in.Mese, Quando: workflow.Now(ctx)}
		if err := workflow.ExecuteActivity(workflows.Breve(ctx), contabile.ApriElaborazione, apertura).Get(ctx, nil); err != nil {
			return err
		}
		in.Pagina = &sigess.PaginaCalcolo{}
	}
	for !in.Pagina.Fine {
		pagina := act.PaginaDi{ElaborazioneID: e.id, Pagina: *in.Pagina}
		if err := workflow.ExecuteActivity(workflows.Lunga(ctx), contabile.CalcolaMovimenti, pagina).Get(ctx, in.Pagina); err != nil {
			return err
		}
		if !in.Pagina.Fine && workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			return workflow.NewContinueAsNewError(ctx, NomeElaborazione, in)
		}
	}
	if err := e.mutex.Lock(ctx); err != nil {
		return err
	}
	defer e.mutex.Unlock()
	passo := act.Passo{ID: e.id, Quando: workflow.Now(ctx)}
	if err := workflow.ExecuteActivity(workflows.Lunga(ctx), contabile.QuadraElaborazione, passo).Get(ctx, nil); err != nil {
		return err
	}
	e.stato = sigess.Provvisoria
	return nil
}

func (e *elaborazione) ascolta(ctx workflow.Context) error {
	var contabile *act.Contabile
	for _, a := range []struct {
		nome     string
		attivita any
		esito    sigess.Stato
	}{
		{UpdateConferma, contabile.ConfermaElaborazione, sigess.Definitiva},
		{UpdateAnnulla, contabile.AnnullaElaborazione, sigess.Annullata},
	} {
		valida := func(_ workflow.Context, _ Messaggio) error {
			if e.mutex.IsLocked() {
				return nil // the step under way changes the state: judge when its turn comes
			}
			return e.decidibile()
		}
		handler := func(ctx workflow.Context, m Messaggio) error { return e.decidi(ctx, a.attivita, a.esito, m) }
		if err := workflow.SetUpdateHandlerWithOptions(ctx, a.nome, handler, workflow.UpdateHandlerOptions{Validator: valida}); err != nil {
			return err
		}
	}
	return nil
}

func (e *elaborazione) decidibile() error {
	return activities.Final(sigess.Ammesso(e.stato, sigess.Provvisoria))
}

func (e *elaborazione) decidi(ctx workflow.Context, attivita any, esito sigess.Stato, m Messaggio) error {
	if err := e.mutex.Lock(ctx); err != nil {
		return err
	}
	defer e.mutex.Unlock()
	if err := e.decidibile(); err != nil {
		return err
	}
	passo := act.Passo{ID: e.id, AttoID: m.AttoID, OperatoreID: m.OperatoreID, Quando: workflow.Now(ctx)}
	if err := workflow.ExecuteActivity(workflows.Breve(ctx), attivita, passo).Get(ctx, nil); err != nil {
		return err
	}
	e.stato = esito
	return nil
}

var spazioLiquidazioni = uuid.MustParse("9a1f1f64-6a0b-5d39-8c52-6d1a7f0e2b05")

// oraPianificata is where a Schedule writes the time for which it starts a
// workflow, which may start days later when the engine was down.
var oraPianificata = temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime")

func pianificata(ctx workflow.Context) time.Time {
	if t, ok := workflow.GetTypedSearchAttributes(ctx).GetTime(oraPianificata); ok {
		return t
	}
	return workflow.Now(ctx)
}

// LiquidazioneMensile starts, on the day that an ente chose, the run of the
// month that has just ended: provisional, waiting for a person. The id follows
// from ente and month, so that a month is started once.
func LiquidazioneMensile(ctx workflow.Context, in InputLiquidazione) error {
	mese := periodo.Di(pianificata(ctx)).Mese().Piu(-1).String()
	id := uuid.NewSHA1(spazioLiquidazioni, []byte(in.EnteID+"/"+mese)).String()
	ctx = workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID: sigess.WorkflowElaborazione(id), ParentClosePolicy: enums.PARENT_CLOSE_POLICY_ABANDON,
		WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	})
	err := workflow.ExecuteChildWorkflow(ctx, NomeElaborazione, InputElaborazione{ElaborazioneID: id, EnteID: in.EnteID, Mese: mese}).
		GetChildWorkflowExecution().Get(ctx, nil)
	var gia *temporal.ChildWorkflowExecutionAlreadyStartedError
	if errors.As(err, &gia) {
		return nil
	}
	return err
}
