package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"gorm.io/gorm"

	"siss/models/anagrafe"
	sigessflow "siss/workflows/sigess"
)

// oraElaborazione is the hour of Rome at which a monthly run starts.
const oraElaborazione = 5

// recupero is how late a run may still start after the engine was down.
const recupero = 3 * 24 * time.Hour

// Pianifica makes one Schedule for each ente with a day of elaborazione, brings
// those that exist to the day configured now, and removes that of an ente
// without one. Several workers may do it at once; a change of day takes effect
// when a worker starts.
func Pianifica(ctx context.Context, c client.Client, db *gorm.DB, coda string) error {
	enti, err := anagrafe.DaPianificare(ctx, db)
	if err != nil {
		return err
	}
	for _, e := range enti {
		fai := pianifica
		if e.GiornoElaborazione == nil {
			fai = togli
		}
		if err := fai(ctx, c, coda, e); err != nil {
			return fmt.Errorf("schedule of ente %s: %w", e.ID, err)
		}
	}
	if err := pianificaChiusure(ctx, c, coda); err != nil {
		return fmt.Errorf("schedule of the closings: %w", err)
	}
	return nil
}

// IDChiusure is the id of the Schedule that opens the closings of every month,
// for the workers of a task queue.
func IDChiusure(coda string) string { return "chiusure/" + coda }

// giornoChiusure is the day of the month on which its closings are opened: none
// ends before some days later.
const giornoChiusure = 24

func pianificaChiusure(ctx context.Context, c client.Client, coda string) error {
	return metti(ctx, c, IDChiusure(coda), mensile(giornoChiusure), &client.ScheduleWorkflowAction{
		ID: IDChiusure(coda), Workflow: sigessflow.NomeChiusure, TaskQueue: coda, Args: []any{sigessflow.InputChiusure{}},
	})
}

// IDPianificazione is the id of the Schedule of an ente.
func IDPianificazione(enteID string) string { return "liquidazione/" + enteID }

func togli(ctx context.Context, c client.Client, _ string, e anagrafe.Ente) error {
	err := c.ScheduleClient().GetHandle(ctx, IDPianificazione(e.ID)).Delete(ctx)
	var assente *serviceerror.NotFound
	if errors.As(err, &assente) {
		return nil
	}
	return err
}

func pianifica(ctx context.Context, c client.Client, coda string, e anagrafe.Ente) error {
	id := IDPianificazione(e.ID)
	return metti(ctx, c, id, mensile(*e.GiornoElaborazione), &client.ScheduleWorkflowAction{
		ID: id, Workflow: sigessflow.NomeLiquidazione, TaskQueue: coda,
		Args: []any{sigessflow.InputLiquidazione{EnteID: e.ID}},
	})
}

// mensile is a day of every month, in the early morning of Rome.
func mensile(giorno int) client.ScheduleSpec {
	return client.ScheduleSpec{
		TimeZoneName: "Europe/Rome",
		Calendars: []client.ScheduleCalendarSpec{{
			DayOfMonth: []client.ScheduleRange{{Start: giorno}},
			Hour:       []client.ScheduleRange{{Start: oraElaborazione}},
		}},
	}
}

// metti makes a Schedule, or brings the one that exists to what it is now.
func metti(ctx context.Context, c client.Client, id string, spec client.ScheduleSpec, azione *client.ScheduleWorkflowAction) error {
	_, err := c.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID: id, Spec: spec, Action: azione, Overlap: enums.SCHEDULE_OVERLAP_POLICY_SKIP, CatchupWindow: recupero,
	})
	var gia *serviceerror.WorkflowExecutionAlreadyStarted
	if err == nil || !errors.Is(err, temporal.ErrScheduleAlreadyRunning) && !errors.As(err, &gia) {
		return err
	}
	return c.ScheduleClient().GetHandle(ctx, id).Update(ctx, client.ScheduleUpdateOptions{
		DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			s := in.Description.Schedule
			s.Spec = &spec
			s.Action = azione
			return &client.ScheduleUpdate{Schedule: &s}, nil
		},
	})
}
