package sigess_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/mock"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"

	act "siss/activities/sigess"
	"siss/models"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

func (p *prova) esegue(attivita any, volte int) {
	p.OnActivity(attivita, mock.Anything, mock.Anything).Return(nil).Times(volte)
}

func (p *prova) elabora(in flow.InputElaborazione) {
	in.ElaborazioneID, in.AttoID, in.OperatoreID = "e1", "e1", "operatore"
	p.ExecuteWorkflow(flow.Elaborazione, in)
}

// paga says how the payment went.
func (p *prova) paga(dopo time.Duration, id string, esito sigess.Stato) {
	p.manda(dopo, flow.UpdatePaga, id, flow.Messaggio{AttoID: id, OperatoreID: "operatore", Esito: esito})
}

func TestElaborazioneIsFollowedUntilItIsPaid(t *testing.T) {
	p := nuova(t, inizio)
	p.calcola()
	p.esegue(contabile.ConfermaElaborazione, 1)
	p.esegue(contabile.ProduciElenco, 1)
	p.esegue(contabile.TrasmettiElaborazione, 1)
	p.esegue(contabile.PagaElaborazione, 2)
	p.atto(time.Hour, flow.UpdateTrasmetti, "too early")
	p.atto(2*time.Hour, flow.UpdateConferma, "a1")
	p.paga(3*time.Hour, "not sent", sigess.Pagata)
	p.atto(4*time.Hour, flow.UpdateTrasmetti, "a2")
	p.paga(5*time.Hour, "no outcome", "")
	p.paga(6*time.Hour, "a3", sigess.PagataParziale)
	p.atto(7*time.Hour, flow.UpdateStorna, "paid")
	p.paga(8*time.Hour, "a4", sigess.Pagata)
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4")
	p.rifiutato("too early", models.Conflict)
	p.rifiutato("not sent", models.Conflict)
	p.rifiutato("no outcome", models.Invalid)
	p.rifiutato("paid", models.Conflict)
	p.AssertExpectations(t)
}

func TestElaborazioneTakenBackWritesTheListOfTheOther(t *testing.T) {
	p := nuova(t, inizio)
	p.calcola()
	p.esegue(contabile.ConfermaElaborazione, 1)
	p.esegue(contabile.StornaElaborazione, 1)
	var elenchi []string
	p.OnActivity(contabile.ProduciElenco, mock.Anything, mock.Anything).Return(nil).Run(func(a mock.Arguments) {
		elenchi = append(elenchi, a.Get(1).(act.Passo).ID)
	})
	p.atto(2*time.Hour, flow.UpdateConferma, "a1")
	p.atto(3*time.Hour, flow.UpdateStorna, "storno")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "storno")
	if len(elenchi) != 2 || elenchi[0] != "e1" || elenchi[1] != "storno" {
		t.Errorf("lists of %v, want of the run and of its storno", elenchi)
	}
}

func TestElaborazioneIsComputedAgainWithoutBeingOpenedAgain(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, act.PaginaDi{ElaborazioneID: "e1"}).
		Return(sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 20, Fine: true}, nil).Twice()
	p.esegue(contabile.QuadraElaborazione, 2)
	p.esegue(contabile.RielaboraElaborazione, 1)
	p.esegue(contabile.AnnullaElaborazione, 1)
	p.atto(time.Hour, flow.UpdateRielabora, "a1")
	p.atto(2*time.Hour, flow.UpdateAnnulla, "a2")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "a2")
	p.AssertExpectations(t)
}

func TestASimulationEndsWhenItIsComputed(t *testing.T) {
	p := nuova(t, inizio)
	p.calcola()
	p.elabora(flow.InputElaborazione{Simulazione: true})
	p.finita()
	p.AssertExpectations(t)
}

// An activity that goes through all the lines of a run may take minutes: were it
// given up after seconds, a large run would be tried again for ever.
func TestActsOnAllTheLinesOfARunAreGivenTime(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil)
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, mock.Anything).Return(sigess.PaginaCalcolo{Fine: true}, nil)
	p.esegue(contabile.QuadraElaborazione, 2)
	p.esegue(contabile.RielaboraElaborazione, 1)
	p.esegue(contabile.AnnullaElaborazione, 1)
	brevi := map[string]bool{}
	p.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
		if info.HeartbeatTimeout == 0 {
			brevi[info.ActivityType.Name] = true
		}
	})
	p.atto(time.Hour, flow.UpdateRielabora, "a1")
	p.atto(2*time.Hour, flow.UpdateAnnulla, "a2")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "a2")
	if diff := cmp.Diff(map[string]bool{"ApriElaborazione": true}, brevi); diff != "" {
		t.Errorf("activities that are given seconds (-want +got):\n%s", diff)
	}
}
