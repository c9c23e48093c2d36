package sigess_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"

	inboxact "siss/activities/inbox"
	act "siss/activities/sigess"
	"siss/models"
	"siss/models/sigess"
	inboxflow "siss/workflows/inbox"
	flow "siss/workflows/sigess"
)

var inizio = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func situazione(stato, richiesta sigess.Stato) sigess.Situazione {
	return sigess.Situazione{Stato: stato, Richieste: map[string]sigess.Stato{"r1": richiesta}}
}

var domande *act.Domande

func TestDomandaAcceptedIsClosedWhenItsInterventoIsActive(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(domande.PresentaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.Presentata, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.AvviaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.AssegnaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.DecidiRichiesta, mock.Anything, mock.Anything).Return(situazione(sigess.Accolta, sigess.Accettata), nil).Once()
	p.OnActivity(domande.ComunicaEsito, mock.Anything, mock.Anything).Return(situazione(sigess.Accolta, sigess.Accettata), nil).Once()
	p.OnActivity(domande.RegistraAttivazione, mock.Anything, act.Attivazione{DomandaID: "d1", RichiestaID: "r1", InterventoID: "i1", Quando: inizio.Add(6 * time.Hour)}).
		Return(situazione(sigess.Chiusa, sigess.Attivata), nil).Once()
	p.atto(0, flow.UpdatePresenta, "a1")
	p.atto(time.Hour, flow.UpdateAvvia, "a2")
	p.atto(2*time.Hour, flow.UpdateAssegna, "a3")
	p.atto(3*time.Hour, flow.UpdateDecidi, "a4")
	p.atto(4*time.Hour, flow.UpdateComunica, "a5")
	p.RegisterDelayedCallback(func() {
		p.SignalWorkflow(flow.SegnaleAttivata, flow.Attivata{RichiestaID: "r1", InterventoID: "i1"})
	}, 6*time.Hour)
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4", "a5")
	p.AssertExpectations(t)
}

func TestDomandaRefusesWrongStatesBeforeTheyReachTheDatabase(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(domande.PresentaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.Presentata, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.AvviaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.DecidiRichiesta, mock.Anything, mock.Anything).Return(situazione(sigess.Respinta, sigess.Respinta), nil).Once()
	p.OnActivity(domande.ComunicaEsito, mock.Anything, mock.Anything).Return(situazione(sigess.Chiusa, sigess.Respinta), nil).Once()
	p.atto(0, flow.UpdatePresenta, "a1")
	p.atto(time.Minute, flow.UpdatePresenta, "twice")
	p.atto(2*time.Minute, flow.UpdateDecidi, "early")
	p.atto(3*time.Minute, flow.UpdateAvvia, "a2")
	p.atto(4*time.Minute, flow.UpdateComunica, "before the outcome")
	p.atto(5*time.Minute, flow.UpdateDecidi, "a3")
	p.atto(6*time.Minute, flow.UpdateDecidi, "decided")
	p.atto(7*time.Minute, flow.UpdateComunica, "a4")
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4")
	for _, id := range []string{"twice", "early", "before the outcome", "decided"} {
		p.rifiutato(id, models.Conflict)
	}
	p.AssertExpectations(t)
}

func TestDomandaThatIsNotPresentedEndsAtOnce(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(domande.PresentaDomanda, mock.Anything, mock.Anything).Return(sigess.Situazione{}, rifiuto(models.Forbidden)).Once()
	p.atto(0, flow.UpdatePresenta, "a1")
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.rifiutato("a1", models.Forbidden)
}

// The act that starts a workflow is lost when no worker takes it in time.
func TestAWorkflowWhoseFirstActNeverComesEnds(t *testing.T) {
	for nome, esegui := range map[string]func(*prova){
		"domanda":    func(p *prova) { p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"}) },
		"intervento": func(p *prova) { p.ExecuteWorkflow(flow.Intervento, flow.InputIntervento{InterventoID: "i1"}) },
	} {
		t.Run(nome, func(t *testing.T) {
			p := nuova(t, inizio)
			esegui(p)
			p.finita()
			if got := p.Now().Sub(inizio); got != time.Hour {
				t.Errorf("it ended after %s, want an hour", got)
			}
		})
	}
}

// Two acts that arrive together are carried out one after the other, and the
// second is judged by the state that the first left.
func TestDomandaCarriesOutOneActAtATime(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(domande.PresentaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.Presentata, sigess.DaValutare), nil).Once()
	insieme := 0
	p.OnActivity(domande.AvviaDomanda, mock.Anything, mock.Anything).Return(func(context.Context, act.Passo) (sigess.Situazione, error) {
		insieme++
		return situazione(sigess.InIstruttoria, sigess.DaValutare), nil
	}).After(time.Minute)
	p.OnActivity(domande.DecidiRichiesta, mock.Anything, mock.Anything).Return(situazione(sigess.Respinta, sigess.Respinta), nil).Once()
	p.OnActivity(domande.ComunicaEsito, mock.Anything, mock.Anything).Return(situazione(sigess.Chiusa, sigess.Respinta), nil).Once()
	p.atto(0, flow.UpdatePresenta, "a1")
	p.atto(time.Hour, flow.UpdateAvvia, "a2")
	p.atto(time.Hour+time.Second, flow.UpdateAvvia, "meanwhile")
	p.atto(2*time.Hour, flow.UpdateDecidi, "a3")
	p.atto(3*time.Hour, flow.UpdateComunica, "a4")
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4")
	p.rifiutato("meanwhile", models.Conflict)
	if insieme != 1 {
		t.Errorf("the istruttoria was opened %d times", insieme)
	}
}

func TestTasksAreTakenThroughTheWorkflowThatOwnsThem(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(domande.PresentaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.Presentata, sigess.DaValutare), nil).Once()
	p.OnActivity("PrendiCompito", mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity("RilasciaCompito", mock.Anything, mock.Anything).Return(rifiuto(models.Conflict)).Once()
	p.OnActivity("RiassegnaCompito", mock.Anything, inboxact.Riassegnazione{NuovoID: "altro", AttoID: "a9",
		Passo: inboxact.Passo{CompitoID: "c1", OperatoreID: "operatore", Quando: inizio.Add(4 * time.Minute)}}).Return(nil).Once()
	p.atto(0, flow.UpdatePresenta, "a1")
	m := inboxflow.Messaggio{CompitoID: "c1", OperatoreID: "operatore"}
	p.manda(time.Minute, inboxflow.UpdatePrendi, "taken", m)
	p.manda(2*time.Minute, inboxflow.UpdateRilascia, "released", m)
	p.manda(3*time.Minute, inboxflow.UpdateCompleta, "nobody's", inboxflow.Messaggio{CompitoID: "c1"})
	p.manda(4*time.Minute, inboxflow.UpdateRiassegna, "reassigned", inboxflow.Riassegna{Messaggio: m, NuovoID: "altro", AttoID: "a9"})
	p.manda(5*time.Minute, inboxflow.UpdateRiassegna, "to nobody", inboxflow.Riassegna{Messaggio: m, AttoID: "a9"})
	p.manda(6*time.Minute, inboxflow.UpdateRiassegna, "by nobody", inboxflow.Riassegna{NuovoID: "altro", AttoID: "a9"})
	p.RegisterDelayedCallback(p.CancelWorkflow, time.Hour)
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.riusciti("a1", "taken", "reassigned")
	p.rifiutato("to nobody", models.Invalid)
	p.rifiutato("by nobody", models.Invalid)
	p.rifiutato("released", models.Conflict)
	p.rifiutato("nobody's", models.Invalid)
}
