package sigess_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"go.temporal.io/sdk/workflow"

	act "siss/activities/sigess"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

var chiusure *act.Chiusure

// meseProva is the closing of January 2024, to be signed by the fifth of February.
var meseProva = flow.InputChiusura{ChiusuraID: "c1", EnteID: "ente", PressoID: "presso", Mese: "2024-01"}

func meseIn(stato sigess.Stato, richiesta string) sigess.SituazioneChiusura {
	return sigess.SituazioneChiusura{Stato: stato, Richiesta: richiesta, Fine: periodo.MustParse("2024-01-31"), Scadenza: periodo.MustParse("2024-02-05")}
}

// apre has the closing stand somewhere when the workflow begins.
func (p *prova) apre(s sigess.SituazioneChiusura) {
	p.OnActivity(chiusure.ApriChiusura, mock.Anything, mock.Anything).Return(s, nil).Once()
}

// promemoria notes when a month that is not signed is looked at.
func (p *prova) promemoria() *[]string {
	var visti []string
	p.OnActivity(chiusure.RicordaMese, mock.Anything, mock.Anything).Return(func(_ context.Context, in act.Richiamo) error {
		visti = append(visti, string('0'+rune(in.Promemoria))+" "+in.Quando.UTC().Format("2006-01-02 15:04"))
		return nil
	}).Maybe()
	return &visti
}

func (p *prova) ricordati(visti *[]string, want ...string) {
	p.t.Helper()
	if !slices.Equal(*visti, want) {
		p.t.Errorf("looked at %v, want %v", *visti, want)
	}
}

func TestAMonthIsLookedAtThreeTimesUntilItIsSigned(t *testing.T) {
	p := nuova(t, time.Date(2024, 1, 24, 4, 0, 0, 0, time.UTC))
	p.apre(meseIn(sigess.MeseAperto, ""))
	visti := p.promemoria()
	p.OnActivity(chiusure.FirmaMese, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseChiuso, ""), nil).Once()
	p.atto(24*time.Hour, flow.UpdateDecidiRiapertura, "nothing to decide")
	p.atto(20*24*time.Hour, flow.UpdateFirmaMese, "a1")
	p.ExecuteWorkflow(flow.Chiusura, meseProva)
	p.finita()
	p.rifiutato("nothing to decide", models.Conflict)
	p.riusciti("a1")
	p.ricordati(visti, "1 2024-01-28 06:00", "2 2024-02-01 06:00", "3 2024-02-05 06:00")
}

// Signed in time, it is not looked at again; opened when it is over, it is not
// asked for before its end.
func TestAMonthSignedInTimeIsNotAskedForAgain(t *testing.T) {
	p := nuova(t, time.Date(2024, 2, 1, 10, 0, 0, 0, time.UTC))
	p.apre(meseIn(sigess.MeseAperto, ""))
	visti := p.promemoria()
	p.OnActivity(chiusure.FirmaMese, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseAperto, ""), rifiuto(models.Forbidden)).Once()
	p.OnActivity(chiusure.FirmaMese, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseChiuso, ""), nil).Once()
	p.atto(time.Hour, flow.UpdateFirmaMese, "not his")
	p.atto(2*time.Hour, flow.UpdateFirmaMese, "a1")
	p.ExecuteWorkflow(flow.Chiusura, meseProva)
	p.finita()
	p.rifiutato("not his", models.Forbidden)
	p.riusciti("a1")
	p.ricordati(visti, "2 2024-02-01 10:00")
}

// A signed month is opened again in a run of its own, which ends when it is
// signed anew, or when the request is refused.
func TestASignedMonthGoesOnInAnotherRun(t *testing.T) {
	p := nuova(t, time.Date(2024, 2, 20, 10, 0, 0, 0, time.UTC))
	p.apre(meseIn(sigess.MeseChiuso, ""))
	visti := p.promemoria()
	p.OnActivity(chiusure.ChiediRiapertura, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseChiuso, "r1"), nil).Twice()
	p.OnActivity(chiusure.DecidiRiapertura, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseRiaperto, ""), nil).Once()
	p.OnActivity(chiusure.FirmaMese, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseChiuso, ""), nil).Once()
	p.atto(0, flow.UpdateChiediRiapertura, "asked")
	p.atto(time.Hour, flow.UpdateChiediRiapertura, "asked already")
	p.atto(2*time.Hour, flow.UpdateFirmaMese, "still closed")
	p.atto(3*time.Hour, flow.UpdateDecidiRiapertura, "granted")
	p.atto(50*time.Hour, flow.UpdateFirmaMese, "signed")
	p.ExecuteWorkflow(flow.Chiusura, meseProva)
	p.finita()
	p.riusciti("asked", "granted", "signed")
	p.rifiutato("asked already", models.Conflict)
	p.rifiutato("still closed", models.Conflict)
	p.ricordati(visti)
}

func TestARefusedRequestLeavesTheMonthSigned(t *testing.T) {
	p := nuova(t, time.Date(2024, 2, 20, 10, 0, 0, 0, time.UTC))
	p.apre(meseIn(sigess.MeseChiuso, "r1"))
	p.OnActivity(chiusure.DecidiRiapertura, mock.Anything, mock.Anything).Return(meseIn(sigess.MeseChiuso, ""), nil).Once()
	p.atto(time.Hour, flow.UpdateDecidiRiapertura, "refused")
	p.ExecuteWorkflow(flow.Chiusura, meseProva)
	p.finita()
	p.riusciti("refused")
}

// The schedule opens the closings of the month that is ending, a page for each
// history; one that a person opened before is left to itself.
func TestChiusureMensiliOpensAPageForEachHistory(t *testing.T) {
	p := nuova(t, time.Date(2024, 1, 24, 4, 0, 0, 0, time.UTC))
	p.OnActivity(chiusure.ElencaDaChiudere, mock.Anything, act.PaginaChiusure{Mese: "2024-01"}).
		Return(act.PaginaDaChiudere{DaChiudere: []act.DaChiudere{{ChiusuraID: "c1", EnteID: "e1", PressoID: "p1"}, {ChiusuraID: "c2", EnteID: "e2", PressoID: "p2"}}}, nil).Once()
	var aperte []flow.InputChiusura
	p.RegisterWorkflowWithOptions(func(_ workflow.Context, in flow.InputChiusura) error {
		aperte = append(aperte, in)
		return nil
	}, workflow.RegisterOptions{Name: flow.NomeChiusura})
	p.ExecuteWorkflow(flow.ChiusureMensili, flow.InputChiusure{})
	var seguito *workflow.ContinueAsNewError
	if err := p.GetWorkflowError(); !errors.As(err, &seguito) {
		t.Errorf("error = %v, want to continue as new", err)
	}
	if len(aperte) != 2 || aperte[1] != (flow.InputChiusura{ChiusuraID: "c2", EnteID: "e2", PressoID: "p2", Mese: "2024-01"}) {
		t.Errorf("opened %+v", aperte)
	}
}
