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
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/workflows"
	"siss/workflows/inbox"
)

// Elaborazione carries a run of the accounting (domain b.11): it computes the
// movimenti page by page, waits for a person to confirm, annul or have them
// computed again, and when confirmed writes the Excel list and follows the run
// until it is paid or taken back.
func Elaborazione(ctx workflow.Context, in InputElaborazione) error {
	e := &elaborazione{id: in.ElaborazioneID, stato: sigess.InCalcolo, fermo: in.Ferma, mutex: workflow.NewMutex(ctx)}
	if err := e.ascolta(ctx); err != nil {
		return err
	}
	if err := inbox.Installa(ctx); err != nil {
		return err
	}
	for e.stato == sigess.InCalcolo {
		if err := e.calcola(ctx, in); err != nil {
			return err
		}
		if err := workflow.Await(ctx, func() bool { return e.stato != sigess.Provvisoria }); err != nil {
			return err
		}
		in.Pagina = &sigess.PaginaCalcolo{} // computed again: it is open already
	}
	if e.stato == sigess.Definitiva {
		if err := e.segui(ctx); err != nil {
			return err
		}
	}
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
}

type elaborazione struct {
	id    string
	stato sigess.Stato
	mutex workflow.Mutex
	fermo bool // the calculation was stopped
	// storno is the id of the run that takes this back.
	storno string
}

// dopoLaConferma is the change by which a run is followed after its list is
// written: those that had ended by then stay ended.
const dopoLaConferma = "dopo-la-conferma"

// segui writes the list of a confirmed run and waits until it is paid or taken
// back; the run that takes it back has a list of its own.
func (e *elaborazione) segui(ctx workflow.Context) error {
	if err := e.elenca(ctx, e.id); err != nil {
		return err
	}
	if workflow.GetVersion(ctx, dopoLaConferma, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return nil
	}
	if err := workflow.Await(ctx, func() bool { return e.stato == sigess.Pagata || e.stato == sigess.Stornata }); err != nil {
		return err
	}
	if e.storno == "" {
		return nil
	}
	return e.elenca(ctx, e.storno)
}

func (e *elaborazione) elenca(ctx workflow.Context, id string) error {
	var contabile *act.Contabile
	passo := act.Passo{ID: id, Quando: workflow.Now(ctx)}
	return workflow.ExecuteActivity(workflows.Lunga(ctx), contabile.ProduciElenco, passo).Get(ctx, nil)
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
		if err := e.riparta(ctx); err != nil || e.stato != sigess.InCalcolo {
			return err
		}
		pagina := act.PaginaDi{ElaborazioneID: e.id, Pagina: *in.Pagina}
		if err := workflow.ExecuteActivity(workflows.Lunga(ctx), contabile.CalcolaMovimenti, pagina).Get(ctx, in.Pagina); err != nil {
			return err
		}
		if !in.Pagina.Fine && workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil {
				return err
			}
			if e.stato != sigess.InCalcolo {
				return nil
			}
			in.Ferma = e.fermo
			return workflow.NewContinueAsNewError(ctx, NomeElaborazione, in)
		}
	}
	return e.quadra(ctx, in)
}

// riparta waits while the calculation is stopped; it may be annulled meanwhile.
func (e *elaborazione) riparta(ctx workflow.Context) error {
	return workflow.Await(ctx, func() bool { return !e.fermo || e.stato != sigess.InCalcolo })
}

// quadra sums what was computed, unless somebody stops or annuls it first.
func (e *elaborazione) quadra(ctx workflow.Context, in InputElaborazione) error {
	if err := e.riparta(ctx); err != nil {
		return err
	}
	if err := e.mutex.Lock(ctx); err != nil {
		return err
	}
	if e.fermo && e.stato == sigess.InCalcolo { // stopped while an act was being carried out
		e.mutex.Unlock()
		return e.quadra(ctx, in)
	}
	defer e.mutex.Unlock()
	if e.stato != sigess.InCalcolo {
		return nil
	}
	var contabile *act.Contabile
	passo := act.Passo{ID: e.id, Quando: workflow.Now(ctx)}
	if err := workflow.ExecuteActivity(workflows.Lunga(ctx), contabile.QuadraElaborazione, passo).Get(ctx, nil); err != nil {
		return err
	}
	e.stato = sigess.Provvisoria
	if in.Simulazione {
		e.stato = sigess.Simulata
	}
	return nil
}

// annullaInCalcolo is the change by which a run is annulled while it is computed:
// it was refused before.
const annullaInCalcolo = "annulla-in-calcolo"

// comando is an act on a run: from which states, by which activity, to which,
// "" for the one that the activity answers.
// lungo is one that goes through all the lines, and says that it is alive.
type comando struct {
	nome     string
	attivita any
	ammessi  []sigess.Stato
	esito    sigess.Stato
	lungo    bool
}

func comandi() []comando {
	var contabile *act.Contabile
	return []comando{
		{UpdateConferma, contabile.ConfermaElaborazione, []sigess.Stato{sigess.Provvisoria}, sigess.Definitiva, true},
		{UpdateAnnulla, contabile.AnnullaElaborazione, []sigess.Stato{sigess.InCalcolo, sigess.Provvisoria}, sigess.Annullata, true},
		{UpdateRielabora, contabile.RielaboraElaborazione, []sigess.Stato{sigess.Provvisoria}, sigess.InCalcolo, true},
		{UpdateTrasmetti, contabile.TrasmettiElaborazione, []sigess.Stato{sigess.Definitiva}, sigess.Trasmessa, false},
		{UpdatePaga, contabile.PagaElaborazione, []sigess.Stato{sigess.Trasmessa, sigess.PagataParziale}, sigess.Pagata, false},
		{UpdatePrepara, contabile.PreparaPagamenti, []sigess.Stato{sigess.Definitiva, sigess.Trasmessa}, "", true},
		{UpdateEsiti, contabile.RegistraEsiti, []sigess.Stato{sigess.Trasmessa, sigess.PagataParziale}, "", true},
		{UpdateFerma, contabile.FermaCalcolo, []sigess.Stato{sigess.InCalcolo}, sigess.InCalcolo, false},
		{UpdateProsegui, contabile.ProseguiCalcolo, []sigess.Stato{sigess.InCalcolo}, sigess.InCalcolo, false},
		{UpdateStorna, contabile.StornaElaborazione, []sigess.Stato{sigess.Definitiva, sigess.Trasmessa}, sigess.Stornata, true},
	}
}

func (e *elaborazione) ascolta(ctx workflow.Context) error {
	for _, c := range comandi() {
		valida := func(_ workflow.Context, m Messaggio) error {
			if c.nome == UpdatePaga && m.Esito != sigess.Pagata && m.Esito != sigess.PagataParziale {
				return activities.Final(models.Refuse("esito", "dire se è stato pagato tutto o in parte"))
			}
			if e.mutex.IsLocked() {
				return nil // the step under way changes the state: judge when its turn comes
			}
			return e.ammette(c)
		}
		handler := func(ctx workflow.Context, m Messaggio) error { return e.decidi(ctx, c, m) }
		if err := workflow.SetUpdateHandlerWithOptions(ctx, c.nome, handler, workflow.UpdateHandlerOptions{Validator: valida}); err != nil {
			return err
		}
	}
	return nil
}

func (e *elaborazione) ammette(c comando) error {
	return activities.Final(sigess.Ammesso(e.stato, c.ammessi...))
}

func (e *elaborazione) decidi(ctx workflow.Context, c comando, m Messaggio) error {
	if err := e.mutex.Lock(ctx); err != nil {
		return err
	}
	defer e.mutex.Unlock()
	if err := e.ammette(c); err != nil {
		return err
	}
	if c.nome == UpdateAnnulla && e.stato == sigess.InCalcolo && workflow.GetVersion(ctx, annullaInCalcolo, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return activities.Final(sigess.Ammesso(e.stato, sigess.Provvisoria))
	}
	passo := act.Passo{ID: e.id, AttoID: m.AttoID, OperatoreID: m.OperatoreID, Quando: workflow.Now(ctx)}
	opzioni := workflows.Breve(ctx)
	if c.lungo {
		opzioni = workflows.Lunga(ctx)
	}
	passi := workflow.ExecuteActivity(opzioni, c.attivita, passo)
	if c.esito == "" {
		return passi.Get(ctx, &e.stato)
	}
	if err := passi.Get(ctx, nil); err != nil {
		return err
	}
	e.stato = c.esito
	switch c.nome {
	case UpdateFerma, UpdateProsegui:
		e.fermo = c.nome == UpdateFerma
	case UpdatePaga:
		e.stato = m.Esito
	case UpdateStorna:
		e.storno = m.AttoID
	}
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
