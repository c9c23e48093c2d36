package sigess

import (
	"go.temporal.io/sdk/workflow"

	act "siss/activities/sigess"
	"siss/models/periodo"
	"siss/models/sigess"
)

// inTrattazione refuses what arrives for a domanda that does not await its
// outcome. What arrives when its days are over is recorded too.
func (d *domanda) inTrattazione(Messaggio) error {
	return sigess.Ammesso(d.stato, sigess.InIstruttoria, sigess.Sospesa, sigess.InPreavviso)
}

// sorveglia brings a domanda back to istruttoria when the clock has stood for
// as long as it may (L. 241/1990 artt. 2 c. 7 and 10-bis). It decides nothing: a term that
// passes is no outcome. A history that never stood has no command of it, so that
// those recorded before replay as they are.
func (d *domanda) sorveglia(ctx workflow.Context) {
	for {
		if err := workflow.Await(ctx, func() bool { return !d.sit.AttendeFino.IsZero() }); err != nil {
			return // the workflow is being cancelled
		}
		fino := d.sit.AttendeFino
		workflow.GetVersion(ctx, versioneTermini, workflow.DefaultVersion, 1)
		mossa, err := workflow.AwaitWithTimeout(ctx, fino.Piu(1).Inizio().Sub(workflow.Now(ctx)), func() bool { return d.sit.AttendeFino != fino })
		if err != nil {
			return
		}
		if !mossa && d.riprendi(ctx, fino) != nil {
			return
		}
	}
}

// versioneTermini is the change by which the clock of a domanda may stand. The
// string is durable.
const versioneTermini = "termini"

// riprendi carries out the end of a pause, unless an act was quicker. It fails
// when the database refuses: then the pause waits for an act.
func (d *domanda) riprendi(ctx workflow.Context, fino periodo.Data) error {
	if err := d.mutex.Lock(ctx); err != nil {
		return err // the workflow is being cancelled
	}
	defer d.mutex.Unlock()
	if d.sit.AttendeFino != fino {
		return nil
	}
	var domande *act.Domande
	err := d.esegui(ctx, domande.RiprendiTermini, act.Ripresa{DomandaID: d.id, Quando: workflow.Now(ctx)})
	if err != nil {
		workflow.GetLogger(ctx).Error("the term was not resumed", "domanda", d.id)
	}
	return err
}
