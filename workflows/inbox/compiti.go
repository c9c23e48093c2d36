// Package inbox lets the tasks of a workflow be taken, released, completed and
// reassigned. Every workflow that opens tasks installs these updates.
package inbox

import (
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	act "siss/activities/inbox"
	"siss/models"
	"siss/workflows"
)

// Installa sets the four updates on tasks. The database decides whether the
// operatore may.
func Installa(ctx workflow.Context) error {
	var compiti *act.Compiti
	for _, u := range []struct {
		nome     string
		attivita any
	}{
		{UpdatePrendi, compiti.PrendiCompito},
		{UpdateRilascia, compiti.RilasciaCompito},
		{UpdateCompleta, compiti.CompletaCompito},
	} {
		err := installa(ctx, u.nome, u.attivita, valido, func(_ Messaggio, p act.Passo) any { return p })
		if err != nil {
			return err
		}
	}
	return installa(ctx, UpdateRiassegna, compiti.RiassegnaCompito, riassegnabile, func(m Riassegna, p act.Passo) any {
		return act.Riassegnazione{Passo: p, NuovoID: m.NuovoID, AttoID: m.AttoID}
	})
}

// messaggio is what the updates on tasks receive.
type messaggio interface{ compito() Messaggio }

func (m Messaggio) compito() Messaggio { return m }

// installa sets an update: its activity gets what argomento makes of the message.
func installa[M messaggio](ctx workflow.Context, nome string, attivita any, valido func(workflow.Context, M) error, argomento func(M, act.Passo) any) error {
	handler := func(ctx workflow.Context, m M) error {
		passo := act.Passo{CompitoID: m.compito().CompitoID, OperatoreID: m.compito().OperatoreID, Quando: workflow.Now(ctx)}
		return workflow.ExecuteActivity(workflows.Breve(ctx), attivita, argomento(m, passo)).Get(ctx, nil)
	}
	return workflow.SetUpdateHandlerWithOptions(ctx, nome, handler, workflow.UpdateHandlerOptions{Validator: valido})
}

func valido(_ workflow.Context, m Messaggio) error {
	if m.CompitoID == "" || m.OperatoreID == "" {
		return manca("manca il compito o l'operatore")
	}
	return nil
}

func riassegnabile(ctx workflow.Context, m Riassegna) error {
	if m.NuovoID == "" || m.AttoID == "" {
		return manca("manca l'operatore a cui riassegnare il compito")
	}
	return valido(ctx, m.Messaggio)
}

func manca(testo string) error {
	return temporal.NewNonRetryableApplicationError(testo, string(models.Invalid), nil)
}
