package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"gorm.io/gorm"

	"siss/api"
	"siss/models"
)

// chiusuraMax is how long requests under way may still last at shutdown.
const chiusuraMax = 15 * time.Second

// ruoli says what a process does.
type ruoli struct{ web, lavoro bool }

// app is a running process: what production starts, end-to-end tests start.
// The parts of a role that was not asked are nil.
type app struct {
	cfg      Config
	log      *slog.Logger
	db       *gorm.DB
	temporal client.Client
	ascolto  net.Listener
	http     *http.Server
	lavoro   sdkworker.Worker
}

func serve(ctx context.Context, cfg Config, args []string) error {
	return esegui(ctx, cfg, args, ruoli{web: true})
}

func all(ctx context.Context, cfg Config, args []string) error {
	return esegui(ctx, cfg, args, ruoli{web: true, lavoro: true})
}

func esegui(ctx context.Context, cfg Config, args []string, r ruoli) error {
	if err := noArguments(args); err != nil {
		return err
	}
	a, err := apri(ctx, cfg, r)
	if err != nil {
		return err
	}
	return errors.Join(a.Run(ctx), a.Close())
}

// apri connects and builds the parts; nothing runs yet, but the address is
// already bound. Close must be called unless there is an error.
func apri(ctx context.Context, cfg Config, r ruoli) (_ *app, err error) {
	a := &app{cfg: cfg, log: cfg.logger()}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if a.db, err = models.Open(ctx, cfg.DatabaseURL); err != nil {
		return nil, err
	}
	if a.temporal, err = cfg.temporal(a.log); err != nil {
		return nil, err
	}
	if r.lavoro {
		if err = a.apriLavoro(); err != nil {
			return nil, err
		}
	}
	if r.web {
		api.Memoria()
		if err = a.apriWeb(); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *app) apriWeb() error {
	h, err := api.New(api.Deps{
		DB: a.db, Temporal: a.temporal, Coda: a.cfg.Coda, Log: a.log, Anpr: a.cfg.servizioANPR(a.log), Sviluppo: a.cfg.DevLogin,
	})
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	a.http = &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second, // longer than a request may last
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	if a.ascolto, err = net.Listen("tcp", a.cfg.Addr); err != nil {
		return fmt.Errorf("SISS_ADDR: %w", err)
	}
	return nil
}

// Indirizzo is where the pages are, host:port; "" when they are not served.
func (a *app) Indirizzo() string {
	if a.ascolto == nil {
		return ""
	}
	return a.ascolto.Addr().String()
}

// Run works until ctx ends or a part fails, then stops: first no new requests,
// then, when those under way have had their answers, no new tasks, since an
// answer may wait for a task of this very process.
func (a *app) Run(ctx context.Context) error {
	vita, fallito := context.WithCancelCause(ctx)
	defer fallito(nil)
	fermaLavoro, lavoroFinito := a.avviaLavoro(vita, fallito)
	webFinito := a.avviaWeb(vita, fallito)
	<-webFinito
	close(fermaLavoro)
	<-lavoroFinito
	if ctx.Err() == nil {
		return context.Cause(vita)
	}
	a.log.Info("stopped")
	return nil
}

// avviaWeb serves until ctx ends; the channel closes when the last request
// under way is answered, at most chiusuraMax later.
func (a *app) avviaWeb(ctx context.Context, fallito context.CancelCauseFunc) <-chan struct{} {
	finito := make(chan struct{})
	if a.http == nil {
		context.AfterFunc(ctx, func() { close(finito) })
		return finito
	}
	a.log.Info("listening", "addr", a.Indirizzo())
	go func() {
		if err := a.http.Serve(a.ascolto); !errors.Is(err, http.ErrServerClosed) {
			fallito(fmt.Errorf("web: %w", err))
		}
	}()
	go func() {
		defer close(finito)
		<-ctx.Done()
		chiusura, fine := context.WithTimeout(context.WithoutCancel(ctx), chiusuraMax)
		defer fine()
		if err := a.http.Shutdown(chiusura); err != nil {
			a.log.Warn("requests cut at shutdown", "cause", err.Error())
		}
	}()
	return finito
}

// Close releases connections. It may be called on an app that never ran.
func (a *app) Close() error {
	var errs []error
	if a.ascolto != nil {
		// Run closed it already, in most cases.
		if err := a.ascolto.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	if a.http != nil {
		errs = append(errs, a.http.Close())
	}
	if a.temporal != nil {
		a.temporal.Close()
	}
	if a.db != nil {
		pool, err := a.db.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
