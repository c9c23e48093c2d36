package worker

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"gorm.io/gorm"

	"siss/deploy/dev/servers"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/worker/cifra"
)

// ufficio is a Mondo whose district is elaborated by a schedule, and a real
// Temporal server. The worker is not started.
type ufficio struct {
	*dbtest.Mondo
	t        *testing.T
	temporal client.Client
	coda     string
}

func apriUfficio(t *testing.T) *ufficio {
	t.Helper()
	indirizzo := os.Getenv("SISS_TEST_TEMPORAL")
	if indirizzo == "" {
		t.Fatal("SISS_TEST_TEMPORAL is not set: run the tests with make test, which starts the servers")
	}
	codec, err := cifra.New([]byte(strings.Repeat("k", cifra.LunghezzaChiave)))
	if err != nil {
		t.Fatal(err)
	}
	dati, errori := codec.Convertitori()
	c, err := client.Dial(client.Options{HostPort: indirizzo, Namespace: servers.DefaultNamespace, Logger: muto, DataConverter: dati, FailureConverter: errori})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	u := &ufficio{Mondo: dbtest.Nuovo(t, dbtest.Open(t)), t: t, temporal: c, coda: "schedules-" + uuid.NewString()}
	t.Cleanup(u.togli)
	return u
}

// togli leaves no schedule behind: the server is shared by all tests.
func (u *ufficio) togli() {
	for _, s := range []client.ScheduleHandle{u.pianificazione(), u.chiusure()} {
		var assente *serviceerror.NotFound
		if err := s.Delete(context.WithoutCancel(u.t.Context())); err != nil && !errors.As(err, &assente) {
			u.t.Error(err)
		}
	}
}

func (u *ufficio) chiusure() client.ScheduleHandle {
	return u.temporal.ScheduleClient().GetHandle(u.t.Context(), IDChiusure(u.coda))
}

func (u *ufficio) pianificazione() client.ScheduleHandle {
	return u.temporal.ScheduleClient().GetHandle(u.t.Context(), IDPianificazione(u.Distretto))
}

// giorno sets the day of the district; 0 means none.
func (u *ufficio) giorno(giorno int) {
	u.t.Helper()
	err := models.Atto(u.t.Context(), u.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Exec(`UPDATE ente SET giorno_elaborazione = nullif(?, 0) WHERE id = ?`, giorno, u.Distretto).Error
	})
	if err != nil {
		u.t.Fatal(err)
	}
}

// pianifica runs Pianifica as several workers that start together do.
func (u *ufficio) pianifica(insieme int) {
	u.t.Helper()
	var gruppo sync.WaitGroup
	for range insieme {
		gruppo.Go(func() {
			if err := Pianifica(u.t.Context(), u.temporal, u.DB, u.coda); err != nil {
				u.t.Errorf("Pianifica: %v", err)
			}
		})
	}
	gruppo.Wait()
}

// scatta returns when the schedule fires, as "day hour zone".
func (u *ufficio) scatta() (giorno, ora int, zona string) {
	u.t.Helper()
	d, err := u.pianificazione().Describe(u.t.Context())
	if err != nil {
		u.t.Fatal(err)
	}
	spec := d.Schedule.Spec
	if len(spec.Calendars) != 1 || len(spec.Calendars[0].DayOfMonth) != 1 || len(spec.Calendars[0].Hour) != 1 {
		u.t.Fatalf("schedule = %+v, want one day and one hour", spec)
	}
	return spec.Calendars[0].DayOfMonth[0].Start, spec.Calendars[0].Hour[0].Start, spec.TimeZoneName
}

func TestPianificaKeepsOneScheduleForEachEnteOnItsDay(t *testing.T) {
	t.Parallel()
	u := apriUfficio(t)
	for _, passo := range []struct{ giorno, insieme int }{{5, 1}, {5, 2}, {12, 4}} {
		u.giorno(passo.giorno)
		u.pianifica(passo.insieme)
		if g, ora, zona := u.scatta(); g != passo.giorno || ora != oraElaborazione || zona != "Europe/Rome" {
			t.Errorf("fires on day %d at %d of %s, want day %d at %d of Europe/Rome", g, ora, zona, passo.giorno, oraElaborazione)
		}
	}
}

func TestPianificaKeepsOneScheduleOfTheClosings(t *testing.T) {
	t.Parallel()
	u := apriUfficio(t)
	u.pianifica(3)
	d, err := u.chiusure().Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Schedule.Spec.Calendars; len(c) != 1 || c[0].DayOfMonth[0].Start != giornoChiusure || c[0].Hour[0].Start != oraElaborazione {
		t.Errorf("fires at %+v", c)
	}
}

func TestAnEnteWithoutADayHasNoSchedule(t *testing.T) {
	t.Parallel()
	u := apriUfficio(t)
	u.giorno(5)
	u.pianifica(1)
	u.giorno(0)
	u.pianifica(2)
	var assente *serviceerror.NotFound
	if _, err := u.pianificazione().Describe(u.t.Context()); !errors.As(err, &assente) {
		t.Errorf("describing the schedule of an ente without a day: %v, want not found", err)
	}
}

func TestTheScheduleStartsAProvisionalRunOfTheMonthThatEndedOnce(t *testing.T) {
	t.Parallel()
	u := apriUfficio(t)
	u.giorno(5)
	u.pianifica(1)
	w := New(Deps{Client: u.temporal, DB: u.DB, Coda: u.coda, Log: slog.New(slog.DiscardHandler)})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	scatti := func() int {
		d, err := u.pianificazione().Describe(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return d.Info.NumActions - len(d.Info.RunningWorkflows)
	}
	for n := range 2 {
		if err := u.pianificazione().Trigger(t.Context(), client.ScheduleTriggerOptions{}); err != nil {
			t.Fatal(err)
		}
		attendi(t, time.Minute, "the schedule to have run", func() bool { return scatti() == n+1 })
	}
	var corse []sigess.Elaborazione
	attendi(t, time.Minute, "a provisional run", func() bool {
		var err error
		corse, err = models.Tutte[sigess.Elaborazione](u.DB, `SELECT * FROM elaborazione`)
		if err != nil {
			t.Fatal(err)
		}
		return len(corse) > 0 && corse[0].Stato == sigess.Provvisoria
	})
	mese := periodo.Oggi().Mese().Piu(-1)
	e := corse[0]
	if len(corse) != 1 || e.EnteID != u.Distretto || e.Origine != "PIANIFICATA" || e.Dal != mese.Inizio() || e.Al != mese.Fine() {
		t.Errorf("runs = %+v, want one of %s for the district", corse, mese)
	}
	var compiti int
	if err := u.DB.Raw(`SELECT count(*) FROM compito WHERE tipo = 'CONFERMA_ELABORAZIONE' AND chiuso_il IS NULL`).Scan(&compiti).Error; err != nil {
		t.Fatal(err)
	}
	if compiti != 1 {
		t.Errorf("%d tasks ask for the confirmation, want 1", compiti)
	}
}

// A time that has passed is caught up: the run is of the month before that time,
// not before today.
func TestAScheduleThatStartsLateRunsTheMonthOfItsTime(t *testing.T) {
	t.Parallel()
	u := apriUfficio(t)
	u.giorno(28)
	u.pianifica(1)
	w := New(Deps{Client: u.temporal, DB: u.DB, Coda: u.coda, Log: slog.New(slog.DiscardHandler)})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	giorno := periodo.MustParse("2024-02-28")
	err := u.pianificazione().Backfill(t.Context(), client.ScheduleBackfillOptions{Backfill: []client.ScheduleBackfill{
		{Start: giorno.Inizio(), End: giorno.Piu(1).Inizio()}}})
	if err != nil {
		t.Fatal(err)
	}
	var corse []sigess.Elaborazione
	attendi(t, time.Minute, "a run", func() bool {
		if corse, err = models.Tutte[sigess.Elaborazione](u.DB, `SELECT * FROM elaborazione WHERE stato = 'PROVVISORIA'`); err != nil {
			t.Fatal(err)
		}
		return len(corse) > 0
	})
	if corse[0].Dal.String() != "2024-01-01" {
		t.Errorf("run from %s, want January 2024", corse[0].Dal)
	}
}

// attendi polls until the condition holds.
func attendi(t *testing.T, limite time.Duration, cosa string, vale func() bool) {
	t.Helper()
	passo := time.NewTicker(50 * time.Millisecond)
	defer passo.Stop()
	fine := time.After(limite)
	for !vale() {
		select {
		case <-passo.C:
		case <-fine:
			t.Fatalf("no %s after %s", cosa, limite)
		}
	}
}
