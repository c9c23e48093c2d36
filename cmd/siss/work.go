package main

import (
	"context"
	"fmt"

	"siss/worker"
)

func work(ctx context.Context, cfg Config, args []string) error {
	return esegui(ctx, cfg, args, ruoli{lavoro: true})
}

func (a *app) apriLavoro() error {
	a.lavoro = worker.New(worker.Deps{Client: a.temporal, DB: a.db, Coda: a.cfg.Coda, Log: a.log})
	return nil
}

// avviaLavoro polls for tasks until the first channel is closed; the second
// closes when the tasks under way are done. A worker that Temporal refuses
// for good fails the process, which whoever runs it starts again.
func (a *app) avviaLavoro(ctx context.Context, fallito context.CancelCauseFunc) (chan<- any, <-chan struct{}) {
	ferma, finito := make(chan any), make(chan struct{})
	if a.lavoro == nil {
		close(finito)
		return ferma, finito
	}
	go func() {
		defer close(finito)
		if err := worker.Pianifica(ctx, a.temporal, a.db, a.cfg.Coda); err != nil {
			fallito(fmt.Errorf("schedules: %w", err))
			return
		}
		a.log.Info("working", "task_queue", a.cfg.Coda)
		if err := a.lavoro.Run(ferma); err != nil {
			fallito(fmt.Errorf("worker: %w", err))
		}
	}()
	return ferma, finito
}
