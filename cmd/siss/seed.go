package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"siss/api"
	"siss/cmd/siss/catalogo"
	"siss/cmd/siss/dimostrazione"
	"siss/models/territorio"
)

// opzioniSeed are the flags of "siss seed".
type opzioniSeed struct {
	demo     bool
	seme     uint64
	cartella string
}

func leggiOpzioniSeed(args []string) (opzioniSeed, error) {
	var o opzioniSeed
	f := flag.NewFlagSet("seed", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.BoolVar(&o.demo, "demo", false, "")
	f.Uint64Var(&o.seme, "seme", 1, "")
	f.StringVar(&o.cartella, "cartella", "", "")
	if err := f.Parse(args); err != nil || f.NArg() > 0 || !o.demo && len(args) > 0 {
		return o, errors.New("usage: siss seed [--demo [--seme NUMBER] [--cartella FOLDER]]")
	}
	return o, nil
}

// seed loads the registries that every installation needs: the territory and
// the catalogue of the tipi di intervento. With --demo it adds an invented
// office, once; it may be stopped and started again.
func seed(ctx context.Context, cfg Config, args []string) error {
	o, err := leggiOpzioniSeed(args)
	if err != nil {
		return err
	}
	a, err := apri(ctx, cfg, ruoli{lavoro: o.demo})
	if err != nil {
		return err
	}
	return errors.Join(a.seed(ctx, o), a.Close())
}

func (a *app) seed(ctx context.Context, o opzioniSeed) error {
	if err := territorio.Carica(ctx, a.db); err != nil {
		return err
	}
	if err := catalogo.Carica(ctx, a.db); err != nil {
		return err
	}
	fmt.Printf("registries: %d comuni, %d districts, %d tipi di intervento\n",
		len(territorio.Comuni()), len(territorio.Distretti()), len(catalogo.Tipi()))
	if !o.demo {
		return nil
	}
	giorno, err := dimostrazione.Giorno(ctx, a.db, o.seme)
	if err != nil {
		return err
	}
	c := &dimostrazione.Carico{Piano: dimostrazione.Nuovo(o.seme, giorno, catalogo.Tipi()), DB: a.db, Out: os.Stdout}
	completo, err := c.Completo(ctx)
	if err != nil {
		return err
	}
	if completo {
		fmt.Println("demo: already there")
		return nil
	}
	return a.dimostra(ctx, c, o.cartella)
}

// dimostra loads the demo through the JSON API and workers of this process and
// leaves the Excel list in the folder, unless that is "".
func (a *app) dimostra(ctx context.Context, c *dimostrazione.Carico, cartella string) error {
	h, err := api.New(api.Deps{
		DB: a.db, Temporal: a.temporal, Coda: a.cfg.Coda, Log: slog.New(soloAvvisi{a.log.Handler()}),
		Sviluppo: true, // the API listens on no address
	})
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	c.API = h
	vita, fallito := context.WithCancelCause(ctx)
	defer fallito(nil)
	ferma, finito := a.avviaLavoro(vita, fallito)
	r, err := c.Esegui(vita)
	if err != nil && vita.Err() != nil {
		err = context.Cause(vita) // the worker's, when it is the one that failed
	}
	close(ferma)
	<-finito
	if err != nil {
		return err
	}
	if cartella != "" {
		if err := os.WriteFile(filepath.Join(cartella, r.Nome), r.Elenco, 0o644); err != nil {
			return fmt.Errorf("seed: %w", err)
		}
	}
	fmt.Printf("demo: %s: %d movimenti, totale %s\n", r.Nome, r.Movimenti, r.Totale)
	return nil
}

// soloAvvisi logs warnings and faults, not every request.
type soloAvvisi struct{ slog.Handler }

// Enabled tells whether a record of the level is logged.
func (h soloAvvisi) Enabled(ctx context.Context, livello slog.Level) bool {
	return livello >= slog.LevelWarn && h.Handler.Enabled(ctx, livello)
}
