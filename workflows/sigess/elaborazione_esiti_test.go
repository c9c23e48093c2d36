package sigess_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/mock"

	act "siss/activities/sigess"
	"siss/models"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// The outcomes of a bank lead where they say, and the run is followed until all
// is paid.
func TestElaborazioneGoesWhereItsOutcomesLead(t *testing.T) {
	p := nuova(t, inizio)
	p.calcola()
	p.esegue(contabile.ConfermaElaborazione, 1)
	p.esegue(contabile.ProduciElenco, 1)
	p.esegue(contabile.TrasmettiElaborazione, 1)
	p.OnActivity(contabile.RegistraEsiti, mock.Anything, mock.Anything).Return(sigess.PagataParziale, nil).Once()
	p.OnActivity(contabile.RegistraEsiti, mock.Anything, mock.Anything).Return(sigess.Stato(""), rifiuto(models.Conflict)).Once()
	p.OnActivity(contabile.RegistraEsiti, mock.Anything, mock.Anything).Return(sigess.Pagata, nil).Once()
	p.atto(2*time.Hour, flow.UpdateConferma, "a1")
	p.atto(3*time.Hour, flow.UpdateEsiti, "not sent")
	p.atto(4*time.Hour, flow.UpdateTrasmetti, "a2")
	p.atto(5*time.Hour, flow.UpdateEsiti, "a3")
	p.atto(6*time.Hour, flow.UpdateStorna, "paid in part")
	p.atto(7*time.Hour, flow.UpdateEsiti, "nothing new")
	p.atto(8*time.Hour, flow.UpdateEsiti, "a4")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4")
	p.rifiutato("not sent", models.Conflict)
	p.rifiutato("paid in part", models.Conflict)
	p.rifiutato("nothing new", models.Conflict)
	p.AssertExpectations(t)
}

// A calculation that is stopped computes no other page until it is resumed.
func TestElaborazioneIsStoppedBetweenTwoPagesAndResumed(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, act.PaginaDi{ElaborazioneID: "e1"}).
		Return(sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 200}, nil).Once().After(time.Minute)
	var ripresa time.Time
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, act.PaginaDi{ElaborazioneID: "e1", Pagina: sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 200}}).
		Return(sigess.PaginaCalcolo{Ultimo: "y", Esaminati: 250, Fine: true}, nil).Once().Run(func(mock.Arguments) { ripresa = p.Now() })
	p.esegue(contabile.FermaCalcolo, 1)
	p.esegue(contabile.ProseguiCalcolo, 1)
	p.esegue(contabile.QuadraElaborazione, 1)
	p.esegue(contabile.AnnullaElaborazione, 1)
	p.atto(time.Second, flow.UpdateFerma, "a1")
	p.atto(time.Hour, flow.UpdateProsegui, "a2")
	p.atto(2*time.Hour, flow.UpdateFerma, "too late")
	p.atto(3*time.Hour, flow.UpdateAnnulla, "a3")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "a2", "a3")
	p.rifiutato("too late", models.Conflict)
	if ripresa.Before(inizio.Add(time.Hour)) {
		t.Errorf("the second page was computed at %s, before the calculation was resumed", ripresa)
	}
	p.AssertExpectations(t)
}

// Stopped while its last page is computed, a run is not summed until it is resumed.
func TestElaborazioneStoppedInItsLastPageIsNotSummed(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, mock.Anything).Return(sigess.PaginaCalcolo{Fine: true}, nil).Once().After(time.Minute)
	p.esegue(contabile.FermaCalcolo, 1)
	p.esegue(contabile.AnnullaElaborazione, 1)
	p.atto(time.Second, flow.UpdateFerma, "a1")
	p.atto(time.Hour, flow.UpdateConferma, "not summed")
	p.atto(2*time.Hour, flow.UpdateAnnulla, "a2")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1", "a2")
	p.rifiutato("not summed", models.Conflict)
	p.AssertExpectations(t)
}

func TestElaborazioneGivenUpWhileItIsComputedEnds(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(contabile.ApriElaborazione, mock.Anything, mock.Anything).Return(nil).Once()
	p.OnActivity(contabile.CalcolaMovimenti, mock.Anything, mock.Anything).Return(sigess.PaginaCalcolo{Ultimo: "x", Esaminati: 200}, nil).Once().After(time.Minute)
	p.esegue(contabile.AnnullaElaborazione, 1)
	p.atto(time.Second, flow.UpdateAnnulla, "a1")
	p.elabora(flow.InputElaborazione{})
	p.finita()
	p.riusciti("a1")
	p.AssertNotCalled(t, "QuadraElaborazione")
	p.AssertExpectations(t)
}
