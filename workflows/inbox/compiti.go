// Package inbox lets the tasks of a workflow be taken, released and completed.
// Every workflow that opens tasks installs these updates.
package inbox

import (
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	act "siss/activities/inbox"
	"siss/models"
	"siss/workflows"
)

// Installa sets the three updates on tasks. The database decides whether the
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
		handler := func(ctx workflow.Context, m Messaggio) error {
			passo := act.Passo{CompitoID: m.CompitoID, OperatoreID: m.OperatoreID, Quando: workflow.Now(ctx)}
			return workflow.ExecuteActivity(workflows.Breve(ctx), u.attivita, passo).Get(ctx, nil)
		}
		err := workflow.SetUpdateHandlerWithOptions(ctx, u.nome, handler, workflow.UpdateHandlerOptions{Validator: valido})
		if err != nil {
			return err
		}
	}
	return nil
}

func valido(_ workflow.Context, m Messaggio) error {
	if m.CompitoID == "" || m.OperatoreID == "" {
		return temporal.NewNonRetryableApplicationError("manca il compito o l'operatore", string(models.Invalid), nil)
	}
	return nil
}
