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

// ferma is a domanda whose clock stands until the end of a day.
func ferma(fino string) sigess.Situazione {
	s := situazione(sigess.Sospesa, sigess.DaValutare)
	s.AttendeFino = periodo.MustParse(fino)
	return s
}

// avviata presents a domanda and opens its istruttoria in the first hour.
func avviata(t *testing.T) *prova {
	p := nuova(t, inizio)
	p.OnActivity(domande.PresentaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.Presentata, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.AvviaDomanda, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.atto(0, flow.UpdatePresenta, "a1")
	p.atto(time.Hour, flow.UpdateAvvia, "a2")
	return p
}

// respingi ends a domanda, after a delay.
func (p *prova) respingi(dopo time.Duration) {
	p.OnActivity(domande.DecidiRichiesta, mock.Anything, mock.Anything).Return(situazione(sigess.Respinta, sigess.Respinta), nil).Once()
	p.OnActivity(domande.ComunicaEsito, mock.Anything, mock.Anything).Return(situazione(sigess.Chiusa, sigess.Respinta), nil).Once()
	p.atto(dopo, flow.UpdateDecidi, "esito")
	p.atto(dopo+time.Hour, flow.UpdateComunica, "comunicata")
}

const giorno = 24 * time.Hour

// L. 241/1990 art. 2 c. 7: the clock runs again by itself after thirty days, in
// Rome, and nothing is decided.
func TestTheClockRunsAgainByItselfWhenNoPapersCome(t *testing.T) {
	p := avviata(t)
	p.OnActivity(domande.RichiediIntegrazioni, mock.Anything, mock.Anything).Return(ferma("2026-12-02"), nil).Once()
	p.OnActivity(domande.RiprendiTermini, mock.Anything, act.Ripresa{DomandaID: "d1", Quando: time.Date(2026, 12, 2, 23, 0, 0, 0, time.UTC)}).
		Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.atto(2*time.Hour, flow.UpdateRichiediIntegrazioni, "chieste")
	p.atto(3*time.Hour, flow.UpdateRichiediIntegrazioni, "twice")
	p.atto(4*time.Hour, flow.UpdateDecidi, "while it stands")
	p.respingi(40 * giorno)
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("a1", "a2", "chieste", "esito", "comunicata")
	p.rifiutato("twice", models.Conflict)
	p.rifiutato("while it stands", models.Conflict)
	p.AssertExpectations(t)
}

func TestPapersThatComeInTimeEndThePause(t *testing.T) {
	p := avviata(t)
	p.OnActivity(domande.RichiediIntegrazioni, mock.Anything, mock.Anything).Return(ferma("2026-12-02"), nil).Once()
	p.OnActivity(domande.RegistraIntegrazioni, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.atto(2*time.Hour, flow.UpdateRichiediIntegrazioni, "chieste")
	p.atto(15*giorno, flow.UpdateIntegrazioni, "arrivate")
	p.respingi(40 * giorno)
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("chieste", "arrivate", "esito", "comunicata")
	p.AssertExpectations(t)
	p.AssertNotCalled(t, "RiprendiTermini", mock.Anything, mock.Anything)
}

// A pause that was over when it was recorded ends at once.
func TestAPauseRecordedWhenItIsOverEndsAtOnce(t *testing.T) {
	p := avviata(t)
	p.OnActivity(domande.RichiediIntegrazioni, mock.Anything, mock.Anything).Return(ferma("2026-11-01"), nil).Once()
	p.OnActivity(domande.RiprendiTermini, mock.Anything, act.Ripresa{DomandaID: "d1", Quando: inizio.Add(2 * time.Hour)}).
		Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.atto(2*time.Hour, flow.UpdateRichiediIntegrazioni, "chieste")
	p.respingi(3 * time.Hour)
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("chieste", "esito")
	p.AssertExpectations(t)
}

// When the database refuses to resume, the pause waits for an act and the
// workflow does not turn in vain.
func TestAResumptionThatIsRefusedWaitsForAnAct(t *testing.T) {
	p := avviata(t)
	p.OnActivity(domande.RichiediIntegrazioni, mock.Anything, mock.Anything).Return(ferma("2026-12-02"), nil).Once()
	p.OnActivity(domande.RiprendiTermini, mock.Anything, mock.Anything).Return(sigess.Situazione{}, rifiuto(models.NotFound)).Once()
	p.OnActivity(domande.RegistraIntegrazioni, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.atto(2*time.Hour, flow.UpdateRichiediIntegrazioni, "chieste")
	p.atto(35*giorno, flow.UpdateIntegrazioni, "arrivate")
	p.respingi(40 * giorno)
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("chieste", "arrivate", "esito")
	p.AssertExpectations(t)
}

// L. 241/1990 art. 10-bis: ten days to answer a preavviso.
func TestTheClockRunsAgainByItselfWhenAPreavvisoIsNotAnswered(t *testing.T) {
	p := avviata(t)
	preavviso := ferma("2026-11-12")
	preavviso.Stato = sigess.InPreavviso
	p.OnActivity(domande.PreavvisaRigetto, mock.Anything, mock.Anything).Return(preavviso, nil).Once()
	p.OnActivity(domande.AssegnaDomanda, mock.Anything, mock.Anything).Return(preavviso, nil).Once()
	p.OnActivity(domande.RiprendiTermini, mock.Anything, act.Ripresa{DomandaID: "d1", Quando: time.Date(2026, 11, 12, 23, 0, 0, 0, time.UTC)}).
		Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.OnActivity(domande.RegistraOsservazioni, mock.Anything, mock.Anything).Return(situazione(sigess.InIstruttoria, sigess.DaValutare), nil).Once()
	p.atto(2*time.Hour, flow.UpdatePreavviso, "preavviso")
	p.atto(3*time.Hour, flow.UpdateRichiediIntegrazioni, "papers while it stands")
	p.atto(4*time.Hour, flow.UpdateDecidi, "while it stands")
	p.atto(5*time.Hour, flow.UpdateAssegna, "assegnata")
	p.atto(12*giorno, flow.UpdateOsservazioni, "late")
	p.respingi(13 * giorno)
	p.atto(13*giorno+30*time.Minute, flow.UpdateOsservazioni, "after the outcome")
	p.ExecuteWorkflow(flow.Domanda, flow.InputDomanda{DomandaID: "d1"})
	p.finita()
	p.riusciti("preavviso", "assegnata", "late", "esito", "comunicata")
	for _, id := range []string{"papers while it stands", "while it stands", "after the outcome"} {
		p.rifiutato(id, models.Conflict)
	}
	p.AssertExpectations(t)
}
