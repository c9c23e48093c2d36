package sigess_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	act "siss/activities/sigess"
	"siss/models"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

var contabile *act.Contabile

func (p *prova) calcola() {
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, act.PaginaDi{ElaborazioneID: "e1"}).
		Return(sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 200}, nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, act.PaginaDi{ElaborazioneID: "e1", Pagina: sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 200}}).
		Return(sigess.PaginaCalcolo{Ultimo: "y", Esaminati: 250, Fine: true}, nil).Once().After(time.Minute)
	p.OnActivity(contabile.QuadraElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
}

func TestElaborazioneWaitsForAPersonThenWritesTheList(t *testing.T) {
	p := nuova(t, inizio)
	p.calcola()
	p.OnActivity(contabile.ConfermaElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.esegue(contabile.ProduciElenco, 2) // and that of the storno
	p.esegue(contabile.StornaElaborazione, 1)
	p.atto(73*time.Hour, flow.UpdateStorna, "a2")
	p.atto(time.Second, flow.UpdateConferma, "too early")
	p.atto(72*time.Hour, flow.UpdateConferma, "a1")
	p.ExecuteWorkflow(flow.Elaborazione, flow.InputElaborazione{ElaborazioneID: "e1", AttoID: "e1", OperatoreID: "operatore"})
	p.finita()
	p.rifiutato("too early", models.Conflict)
	p.riusciti("a1")
	p.AssertExpectations(t)
}

func TestElaborazioneAnnulledWritesNoList(t *testing.T) {
	p := nuova(t, inizio)
	p.calcola()
	p.OnActivity(contabile.ConfermaElaborazione, mock.Anything, mock.Anything).Return(rifiuto(models.Forbidden)).Once()
	p.OnActivity(contabile.AnnullaElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.atto(time.Hour, flow.UpdateConferma, "not his")
	p.atto(2*time.Hour, flow.UpdateAnnulla, "a1")
	p.ExecuteWorkflow(flow.Elaborazione, flow.InputElaborazione{ElaborazioneID: "e1", AttoID: "e1", OperatoreID: "operatore"})
	p.finita()
	p.rifiutato("not his", models.Forbidden)
	p.riusciti("a1")
	p.AssertNotCalled(t, "ProduciElenco")
}

func TestElaborazioneThatIsRefusedFails(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(rifiuto(models.Forbidden)).Once()
	p.ExecuteWorkflow(flow.Elaborazione, flow.InputElaborazione{ElaborazioneID: "e1"})
	if p.GetWorkflowError() == nil {
		t.Error("a refused run did not fail")
	}
}

// The schedule starts the month that has just ended, in Rome: the run of the
// first of November at half past midnight is October's.
func TestLiquidazioneMensileStartsTheMonthThatEnded(t *testing.T) {
	p := nuova(t, time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC))
	var avviate []flow.InputElaborazione
	p.RegisterWorkflowWithOptions(func(_ workflow.Context, in flow.InputElaborazione) error {
		avviate = append(avviate, in)
		return nil
	}, workflow.RegisterOptions{Name: flow.NomeElaborazione})
	p.ExecuteWorkflow(flow.LiquidazioneMensile, flow.InputLiquidazione{EnteID: "ente"})
	p.finita()
	if len(avviate) != 1 || avviate[0].Mese != "2026-10" || avviate[0].EnteID != "ente" || avviate[0].ElaborazioneID == "" {
		t.Errorf("started %+v", avviate)
	}
}

// The engine was down on the 28th and starts the run of January on the first of
// March: it is January's all the same.
func TestLiquidazioneMensileThatStartsLateIsOfItsMonth(t *testing.T) {
	p := nuova(t, time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC))
	err := p.SetTypedSearchAttributesOnStart(temporal.NewSearchAttributes(
		temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime").ValueSet(time.Date(2026, 2, 28, 4, 0, 0, 0, time.UTC))))
	if err != nil {
		t.Fatal(err)
	}
	var mesi []string
	p.RegisterWorkflowWithOptions(func(_ workflow.Context, in flow.InputElaborazione) error {
		mesi = append(mesi, in.Mese)
		return nil
	}, workflow.RegisterOptions{Name: flow.NomeElaborazione})
	p.ExecuteWorkflow(flow.LiquidazioneMensile, flow.InputLiquidazione{EnteID: "ente"})
	p.finita()
	if len(mesi) != 1 || mesi[0] != "2026-01" {
		t.Errorf("started %v, want January", mesi)
	}
}

func TestALongElaborazioneGoesOnInANewHistory(t *testing.T) {
	p := nuova(t, inizio)
	p.SetContinueAsNewSuggested(true)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, mock.Anything).Return(sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 200}, nil).Once()
	p.ExecuteWorkflow(flow.Elaborazione, flow.InputElaborazione{ElaborazioneID: "e1"})
	var seguito *workflow.ContinueAsNewError
	if err := p.GetWorkflowError(); !errors.As(err, &seguito) {
		t.Errorf("error = %v, want to continue as new", err)
	}
}
