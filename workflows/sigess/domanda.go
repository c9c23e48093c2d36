// Package sigess holds the procedures of the cartella sociale as durable
// workflows: the domanda, the intervento, the elaborazione contabile. They hold
// clocks, order and the right to change a state; the data is in the database.
package sigess

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"siss/activities"
	act "siss/activities/sigess"
	"siss/models/sigess"
	"siss/workflows"
	"siss/workflows/inbox"
)

// SegnaleAttivata tells a domanda that an intervento was activated for one of
// its richieste. The string is durable.
const SegnaleAttivata = "intervento-attivato"

// Attivata is the message of SegnaleAttivata.
type Attivata struct {
	RichiestaID  string `json:"richiestaId"`
	InterventoID string `json:"interventoId"`
}

// Domanda carries a domanda from its presentation to its closing (domain b.5).
// It is started by the update presenta; when that is refused it ends at once.
func Domanda(ctx workflow.Context, in InputDomanda) error {
	d := &domanda{id: in.DomandaID, stato: sigess.Bozza, mutex: workflow.NewMutex(ctx)}
	if err := d.ascolta(ctx); err != nil {
		return err
	}
	if err := inbox.Installa(ctx); err != nil {
		return err
	}
	if arrivato, err := attendiPrimo(ctx, func() bool { return d.provata || d.mutex.IsLocked() }); !arrivato || err != nil {
		return err
	}
	attivate := workflow.GetSignalChannel(ctx, SegnaleAttivata)
	workflow.Go(ctx, func(ctx workflow.Context) {
		for {
			var a Attivata
			attivate.Receive(ctx, &a)
			d.inArrivo++
			d.registra(ctx, a)
			d.inArrivo--
		}
	})
	workflow.Go(ctx, d.sorveglia)
	return workflow.Await(ctx, func() bool {
		return d.finita() && d.inArrivo == 0 && workflow.AllHandlersFinished(ctx)
	})
}

// attesaPrimo is how long a workflow waits for the act that started it. The two
// travel together, but the act is lost when no worker takes it in time.
const attesaPrimo = time.Hour

// attendiPrimo waits for the first act; false means that it never came, and that
// the draft can be submitted again.
func attendiPrimo(ctx workflow.Context, arrivato func() bool) (bool, error) {
	return workflow.AwaitWithTimeout(ctx, attesaPrimo, arrivato)
}

type domanda struct {
	id       string
	stato    sigess.Stato
	sit      sigess.Situazione
	provata  bool
	inArrivo int
	mutex    workflow.Mutex
}

// finita holds once the domanda is closed, or was never presented.
func (d *domanda) finita() bool {
	return d.stato == sigess.Chiusa || d.provata && d.stato == sigess.Bozza
}

func (d *domanda) ascolta(ctx workflow.Context) error {
	var domande *act.Domande
	for _, a := range []struct {
		nome     string
		attivita any
		valida   func(Messaggio) error
	}{
		{UpdatePresenta, domande.PresentaDomanda, func(Messaggio) error { return sigess.Ammesso(d.stato, sigess.Bozza) }},
		{UpdateAvvia, domande.AvviaDomanda, func(Messaggio) error { return sigess.Ammesso(d.stato, sigess.Presentata) }},
		{UpdateAssegna, domande.AssegnaDomanda, func(Messaggio) error {
			return sigess.Ammesso(d.stato, sigess.Presentata, sigess.InIstruttoria, sigess.Sospesa, sigess.InPreavviso, sigess.Accolta, sigess.AccoltaParz, sigess.Respinta)
		}},
		{UpdateRichiediIntegrazioni, domande.RichiediIntegrazioni, func(Messaggio) error { return sigess.Ammesso(d.stato, sigess.InIstruttoria) }},
		{UpdateIntegrazioni, domande.RegistraIntegrazioni, d.inTrattazione},
		{UpdatePreavviso, domande.PreavvisaRigetto, func(Messaggio) error { return sigess.Ammesso(d.stato, sigess.InIstruttoria) }},
		{UpdateOsservazioni, domande.RegistraOsservazioni, d.inTrattazione},
		{UpdateDecidi, domande.DecidiRichiesta, d.decidibile},
		{UpdateComunica, domande.ComunicaEsito, func(Messaggio) error {
			return sigess.Ammesso(d.stato, sigess.Accolta, sigess.AccoltaParz, sigess.Respinta)
		}},
	} {
		valida := func(_ workflow.Context, m Messaggio) error {
			if d.mutex.IsLocked() {
				return nil // the act under way changes the state: judge when its turn comes
			}
			return activities.Final(a.valida(m))
		}
		handler := func(ctx workflow.Context, m Messaggio) error { return d.compi(ctx, a.attivita, a.valida, m) }
		if err := workflow.SetUpdateHandlerWithOptions(ctx, a.nome, handler, workflow.UpdateHandlerOptions{Validator: valida}); err != nil {
			return err
		}
	}
	return nil
}

// decidibile refuses an outcome for a richiesta that has one, or is not of this domanda.
func (d *domanda) decidibile(m Messaggio) error {
	if err := sigess.Ammesso(d.stato, sigess.InIstruttoria); err != nil {
		return err
	}
	return sigess.Ammesso(d.sit.Richieste[m.RichiestaID], sigess.DaValutare)
}

// compi carries out one act at a time: what was valid when the act arrived may
// not be so when its turn comes.
func (d *domanda) compi(ctx workflow.Context, attivita any, valida func(Messaggio) error, m Messaggio) error {
	if err := d.mutex.Lock(ctx); err != nil {
		return err
	}
	defer d.mutex.Unlock()
	defer func() { d.provata = true }()
	if err := valida(m); err != nil {
		return activities.Final(err)
	}
	passo := act.Passo{ID: d.id, AttoID: m.AttoID, OperatoreID: m.OperatoreID, RichiestaID: m.RichiestaID, Quando: workflow.Now(ctx)}
	return d.esegui(ctx, attivita, passo)
}

func (d *domanda) esegui(ctx workflow.Context, attivita, passo any) error {
	var s sigess.Situazione
	if err := workflow.ExecuteActivity(workflows.Breve(ctx), attivita, passo).Get(ctx, &s); err != nil {
		return err
	}
	d.sit, d.stato = s, s.Stato
	return nil
}

// registra ties a richiesta to the intervento that was activated for it.
func (d *domanda) registra(ctx workflow.Context, a Attivata) {
	if err := d.mutex.Lock(ctx); err != nil {
		return // the workflow is being cancelled
	}
	defer d.mutex.Unlock()
	var domande *act.Domande
	passo := act.Attivazione{DomandaID: d.id, RichiestaID: a.RichiestaID, InterventoID: a.InterventoID, Quando: workflow.Now(ctx)}
	if err := d.esegui(ctx, domande.RegistraAttivazione, passo); err != nil {
		workflow.GetLogger(ctx).Error("activation not recorded", "richiesta", a.RichiestaID, "intervento", a.InterventoID)
	}
}
