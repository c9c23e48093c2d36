package sigess

import (
	"go.temporal.io/sdk/workflow"

	"siss/activities"
	act "siss/activities/sigess"
	"siss/models/sigess"
	"siss/workflows"
)

// Intervento carries an intervento from its activation to its end (domain
// b.7). Its timer follows the dates: it starts on data inizio, enters and
// leaves suspensions, and ends the day after data fine.
func Intervento(ctx workflow.Context, in InputIntervento) error {
	i := &intervento{id: in.InterventoID, fase: sigess.Fase{Stato: sigess.Bozza}, mutex: workflow.NewMutex(ctx)}
	if err := i.ascolta(ctx); err != nil {
		return err
	}
	if arrivato, err := attendiPrimo(ctx, func() bool { return i.provato || i.mutex.IsLocked() }); !arrivato || err != nil {
		return err
	}
	for !i.finito() {
		if err := i.attendi(ctx); err != nil {
			return err
		}
	}
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
}

type intervento struct {
	id      string
	fase    sigess.Fase
	giro    int // grows with every act, so that the timer is set again
	provato bool
	mutex   workflow.Mutex
}

// finito holds once the intervento is over, or was never activated.
func (i *intervento) finito() bool {
	return i.fase.Stato == sigess.Concluso || i.provato && i.fase.Stato == sigess.Bozza
}

// attendi waits for an act, or for the day on which the state changes by itself.
func (i *intervento) attendi(ctx workflow.Context) error {
	giro := i.giro
	mosso := func() bool { return i.giro != giro || i.finito() }
	if i.fase.Prossima.IsZero() {
		return workflow.Await(ctx, mosso)
	}
	attesa := i.fase.Prossima.Inizio().Sub(workflow.Now(ctx))
	if ok, err := workflow.AwaitWithTimeout(ctx, attesa, mosso); ok || err != nil {
		return err
	}
	if err := i.mutex.Lock(ctx); err != nil {
		return err
	}
	defer i.mutex.Unlock()
	if mosso() {
		return nil
	}
	var interventi *act.Interventi
	return i.esegui(ctx, interventi.AggiornaIntervento, act.Passo{ID: i.id, Quando: workflow.Now(ctx)})
}

func (i *intervento) ascolta(ctx workflow.Context) error {
	var interventi *act.Interventi
	for _, a := range []struct {
		nome     string
		attivita any
		ammessi  []sigess.Stato
	}{
		{UpdateAttiva, interventi.AttivaIntervento, []sigess.Stato{sigess.Bozza}},
		{UpdateSospendi, interventi.SospendiIntervento, []sigess.Stato{sigess.DaAttivare, sigess.Attivo, sigess.Sospeso}},
		{UpdateRiprendi, interventi.RiprendiIntervento, []sigess.Stato{sigess.Sospeso}},
		{UpdateTermina, interventi.TerminaIntervento, []sigess.Stato{sigess.DaAttivare, sigess.Attivo, sigess.Sospeso}},
		{UpdateCambiaRegola, interventi.CambiaRegolaIntervento, []sigess.Stato{sigess.DaAttivare, sigess.Attivo, sigess.Sospeso}},
		{UpdateCambiaQuota, interventi.CambiaQuotaIntervento, []sigess.Stato{sigess.DaAttivare, sigess.Attivo, sigess.Sospeso}},
	} {
		valida := func(_ workflow.Context, _ Messaggio) error {
			if i.mutex.IsLocked() {
				return nil // the act under way changes the state: judge when its turn comes
			}
			return activities.Final(sigess.Ammesso(i.fase.Stato, a.ammessi...))
		}
		handler := func(ctx workflow.Context, m Messaggio) error { return i.compi(ctx, a.attivita, a.ammessi, m) }
		if err := workflow.SetUpdateHandlerWithOptions(ctx, a.nome, handler, workflow.UpdateHandlerOptions{Validator: valida}); err != nil {
			return err
		}
	}
	return nil
}

func (i *intervento) compi(ctx workflow.Context, attivita any, ammessi []sigess.Stato, m Messaggio) error {
	if err := i.mutex.Lock(ctx); err != nil {
		return err
	}
	defer i.mutex.Unlock()
	defer func() { i.provato = true }()
	if err := sigess.Ammesso(i.fase.Stato, ammessi...); err != nil {
		return activities.Final(err)
	}
	nuovo := i.fase.Stato == sigess.Bozza
	passo := act.Passo{ID: i.id, AttoID: m.AttoID, OperatoreID: m.OperatoreID, Quando: workflow.Now(ctx)}
	if err := i.esegui(ctx, attivita, passo); err != nil {
		return err
	}
	if nuovo && i.fase.DomandaID != "" {
		i.avvisa(ctx)
	}
	return nil
}

func (i *intervento) esegui(ctx workflow.Context, attivita any, passo act.Passo) error {
	var f sigess.Fase
	if err := workflow.ExecuteActivity(workflows.Breve(ctx), attivita, passo).Get(ctx, &f); err != nil {
		return err
	}
	i.fase = f
	i.giro++
	return nil
}

// avvisa tells the domanda that its richiesta has an intervento. A domanda
// whose workflow is gone cannot be told, and that is no reason to stop.
func (i *intervento) avvisa(ctx workflow.Context) {
	err := workflow.SignalExternalWorkflow(ctx, sigess.WorkflowDomanda(i.fase.DomandaID), "", SegnaleAttivata,
		Attivata{RichiestaID: i.fase.RichiestaID, InterventoID: i.id}).Get(ctx, nil)
	if err != nil {
		workflow.GetLogger(ctx).Error("domanda not told of the activation", "domanda", i.fase.DomandaID, "intervento", i.id)
	}
}
