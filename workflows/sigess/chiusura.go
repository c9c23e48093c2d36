package sigess

import (
	"errors"
	"time"

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

// Chiusura carries the closing of a month of who delivers for an ente (domain
// b.8): it asks for the missing days and for the signature in time, and ends
// with it. Asked later to open the month again, it goes on in a run of its own
// until the month is signed anew, or the request is refused.
func Chiusura(ctx workflow.Context, in InputChiusura) error {
	c := &chiusura{id: in.ChiusuraID, mutex: workflow.NewMutex(ctx)}
	if err := c.ascolta(ctx); err != nil {
		return err
	}
	if err := inbox.Installa(ctx); err != nil {
		return err
	}
	var chiusure *act.Chiusure
	apertura := act.AperturaChiusura{ChiusuraID: in.ChiusuraID, AttoID: in.AttoID, OperatoreID: in.OperatoreID, EnteID: in.EnteID,
		PressoID: in.PressoID, Mese: in.Mese, Quando: workflow.Now(ctx)}
	if err := workflow.ExecuteActivity(workflows.Breve(ctx), chiusure.ApriChiusura, apertura).Get(ctx, &c.situazione); err != nil {
		return err
	}
	c.pronta = true
	if err := c.ricorda(ctx); err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool {
		return c.situazione.Stato == sigess.MeseChiuso && c.situazione.Richiesta == "" && workflow.AllHandlersFinished(ctx)
	})
}

type chiusura struct {
	id string
	// pronta is whether the situation was read: acts that come before wait.
	pronta     bool
	situazione sigess.SituazioneChiusura
	mutex      workflow.Mutex
}

// oraPromemoria is the hour of Rome at which missing days are asked for.
const oraPromemoria = 7 * time.Hour

// ricorda looks at a month never signed, at its three times; of a month that is
// over already, the first has no sense any more.
func (c *chiusura) ricorda(ctx workflow.Context) error {
	for p := sigess.PrimaDellaFine; p <= sigess.AllaScadenza && c.situazione.Stato == sigess.MeseAperto; p++ {
		adesso := workflow.Now(ctx)
		if p == sigess.PrimaDellaFine && periodo.Di(adesso).Dopo(c.situazione.Fine) {
			continue
		}
		attesa := c.situazione.Giorno(p).Inizio().Add(oraPromemoria).Sub(adesso)
		firmata, err := workflow.AwaitWithTimeout(ctx, max(attesa, 0), func() bool { return c.situazione.Stato != sigess.MeseAperto })
		if err != nil || firmata {
			return err
		}
		if err := c.promemoria(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *chiusura) promemoria(ctx workflow.Context, p sigess.Promemoria) error {
	if err := c.mutex.Lock(ctx); err != nil {
		return err
	}
	defer c.mutex.Unlock()
	var chiusure *act.Chiusure
	richiamo := act.Richiamo{ChiusuraID: c.id, Promemoria: p, Quando: workflow.Now(ctx)}
	return workflow.ExecuteActivity(workflows.Breve(ctx), chiusure.RicordaMese, richiamo).Get(ctx, nil)
}

// attoMese is an act on a closing: from which states, whether a request to open
// it again must wait for a decision, and by which activity.
type attoMese struct {
	nome     string
	attivita any
	ammessi  []sigess.Stato
	chiesta  bool
}

func attiMese() []attoMese {
	var chiusure *act.Chiusure
	return []attoMese{
		{UpdateFirmaMese, chiusure.FirmaMese, []sigess.Stato{sigess.MeseAperto, sigess.MeseRiaperto}, false},
		{UpdateChiediRiapertura, chiusure.ChiediRiapertura, []sigess.Stato{sigess.MeseChiuso}, false},
		{UpdateDecidiRiapertura, chiusure.DecidiRiapertura, []sigess.Stato{sigess.MeseChiuso}, true},
	}
}

func (c *chiusura) ascolta(ctx workflow.Context) error {
	for _, a := range attiMese() {
		valida := func(_ workflow.Context, _ Messaggio) error {
			if !c.pronta || c.mutex.IsLocked() {
				return nil // judged when its turn comes
			}
			return c.ammette(a)
		}
		handler := func(ctx workflow.Context, m Messaggio) error { return c.compi(ctx, a, m) }
		if err := workflow.SetUpdateHandlerWithOptions(ctx, a.nome, handler, workflow.UpdateHandlerOptions{Validator: valida}); err != nil {
			return err
		}
	}
	return nil
}

func (c *chiusura) ammette(a attoMese) error {
	if err := sigess.Ammesso(c.situazione.Stato, a.ammessi...); err != nil {
		return activities.Final(err)
	}
	switch {
	case a.chiesta && c.situazione.Richiesta == "":
		return activities.Final(models.Errorf(models.Conflict, "nessuna riapertura è da decidere: ricaricare la pagina"))
	case !a.chiesta && c.situazione.Richiesta != "":
		return activities.Final(models.Errorf(models.Conflict, "la riapertura è già stata chiesta: aspettare che sia decisa"))
	}
	return nil
}

func (c *chiusura) compi(ctx workflow.Context, a attoMese, m Messaggio) error {
	if err := workflow.Await(ctx, func() bool { return c.pronta }); err != nil {
		return err
	}
	if err := c.mutex.Lock(ctx); err != nil {
		return err
	}
	defer c.mutex.Unlock()
	if err := c.ammette(a); err != nil {
		return err
	}
	passo := act.Passo{ID: c.id, AttoID: m.AttoID, OperatoreID: m.OperatoreID, Quando: workflow.Now(ctx)}
	var dopo sigess.SituazioneChiusura
	if err := workflow.ExecuteActivity(workflows.Breve(ctx), a.attivita, passo).Get(ctx, &dopo); err != nil {
		return err
	}
	c.situazione = dopo // whole: what is absent in it is no more
	return nil
}

// ChiusureMensili opens, some days before a month ends, its closing for each
// ente and who delivers for it, a page after another.
func ChiusureMensili(ctx workflow.Context, in InputChiusure) error {
	if in.Mese == "" {
		in.Mese = periodo.Di(pianificata(ctx)).Mese().String()
	}
	var chiusure *act.Chiusure
	var pagina act.PaginaDaChiudere
	if err := workflow.ExecuteActivity(workflows.Breve(ctx), chiusure.ElencaDaChiudere,
		act.PaginaChiusure{Mese: in.Mese, DopoEnte: in.DopoEnte, DopoPresso: in.DopoPresso}).Get(ctx, &pagina); err != nil {
		return err
	}
	var figlie []workflow.ChildWorkflowFuture
	for _, d := range pagina.DaChiudere {
		ctx := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID: sigess.WorkflowChiusura(d.ChiusuraID), ParentClosePolicy: enums.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		})
		figlie = append(figlie, workflow.ExecuteChildWorkflow(ctx, NomeChiusura, InputChiusura{ChiusuraID: d.ChiusuraID, EnteID: d.EnteID, PressoID: d.PressoID, Mese: in.Mese}))
	}
	for _, f := range figlie {
		err := f.GetChildWorkflowExecution().Get(ctx, nil)
		var gia *temporal.ChildWorkflowExecutionAlreadyStartedError
		if err != nil && !errors.As(err, &gia) {
			return err
		}
	}
	if pagina.Fine {
		return nil
	}
	ultima := pagina.DaChiudere[len(pagina.DaChiudere)-1]
	return workflow.NewContinueAsNewError(ctx, NomeChiusure, InputChiusure{Mese: in.Mese, DopoEnte: ultima.EnteID, DopoPresso: ultima.PressoID})
}
