package sigess_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/mock"

	act "siss/activities/sigess"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

var interventi *act.Interventi

func fase(stato sigess.Stato, prossima string) sigess.Fase {
	f := sigess.Fase{Stato: stato}
	if prossima != "" {
		f.Prossima = periodo.MustParse(prossima)
	}
	return f
}

// The timer follows the dates: it begins on data inizio and ends at midnight of
// Rome after data fine.
func TestInterventoBeginsAndEndsByItsTimer(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(interventi.AttivaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.DaAttivare, "2026-12-01"), nil).Once()
	p.OnActivity(interventi.AggiornaIntervento, mock.Anything, act.Passo{ID: "i1", Quando: periodo.MustParse("2026-12-01").Inizio().UTC()}).
		Return(fase(sigess.Attivo, "2027-02-01"), nil).Once()
	p.OnActivity(interventi.AggiornaIntervento, mock.Anything, act.Passo{ID: "i1", Quando: periodo.MustParse("2027-02-01").Inizio().UTC()}).
		Return(fase(sigess.Concluso, ""), nil).Once()
	p.atto(0, flow.UpdateAttiva, "a1")
	p.ExecuteWorkflow(flow.Intervento, flow.InputIntervento{InterventoID: "i1"})
	p.finita()
	p.riusciti("a1")
	p.AssertExpectations(t)
}

func TestInterventoTellsItsDomandaAndFollowsSuspensions(t *testing.T) {
	p := nuova(t, inizio)
	attivo := fase(sigess.Attivo, "2027-01-01")
	attivo.DomandaID, attivo.RichiestaID = "d1", "r1"
	p.OnActivity(interventi.AttivaIntervento, mock.Anything, mock.Anything).Return(attivo, nil).Once()
	p.OnSignalExternalWorkflow(mock.Anything, "domanda/d1", "", flow.SegnaleAttivata, flow.Attivata{RichiestaID: "r1", InterventoID: "i1"}).Return(nil).Once()
	p.OnActivity(interventi.SospendiIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Sospeso, ""), nil).Once()
	p.OnActivity(interventi.RiprendiIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Attivo, ""), nil).Once()
	p.OnActivity(interventi.TerminaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Concluso, ""), nil).Once()
	p.atto(0, flow.UpdateAttiva, "a1")
	p.atto(time.Hour, flow.UpdateRiprendi, "not suspended")
	p.atto(2*time.Hour, flow.UpdateSospendi, "a2")
	p.atto(90*24*time.Hour, flow.UpdateRiprendi, "a3")
	p.atto(91*24*time.Hour, flow.UpdateTermina, "a4")
	p.ExecuteWorkflow(flow.Intervento, flow.InputIntervento{InterventoID: "i1"})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4")
	p.rifiutato("not suspended", models.Conflict)
	p.AssertExpectations(t)
}

func TestInterventoThatIsNotActivatedEndsAtOnce(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(interventi.AttivaIntervento, mock.Anything, mock.Anything).Return(sigess.Fase{}, rifiuto(models.Invalid)).Once()
	p.atto(0, flow.UpdateAttiva, "a1")
	p.ExecuteWorkflow(flow.Intervento, flow.InputIntervento{InterventoID: "i1"})
	p.finita()
	p.rifiutato("a1", models.Invalid)
}

// A rule and a share change while the intervento is active or suspended, and not
// once it is over.
func TestInterventoChangesARuleAndAShareWhileItLasts(t *testing.T) {
	p := nuova(t, inizio)
	p.OnActivity(interventi.AttivaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Attivo, ""), nil).Once()
	p.OnActivity(interventi.CambiaRegolaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Attivo, ""), nil).Once()
	p.OnActivity(interventi.SospendiIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Sospeso, ""), nil).Once()
	p.OnActivity(interventi.CambiaQuotaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Sospeso, ""), nil).Once()
	p.OnActivity(interventi.TerminaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Attivo, "2026-12-01"), nil).Once()
	p.OnActivity(interventi.AggiornaIntervento, mock.Anything, mock.Anything).Return(fase(sigess.Concluso, ""), nil).Once()
	p.atto(0, flow.UpdateAttiva, "a1")
	p.atto(time.Hour, flow.UpdateCambiaRegola, "a2")
	p.atto(2*time.Hour, flow.UpdateSospendi, "a3")
	p.atto(3*time.Hour, flow.UpdateCambiaQuota, "a4")
	p.atto(4*time.Hour, flow.UpdateTermina, "a5")
	p.ExecuteWorkflow(flow.Intervento, flow.InputIntervento{InterventoID: "i1"})
	p.finita()
	p.riusciti("a1", "a2", "a3", "a4", "a5")
	p.AssertExpectations(t)
}
