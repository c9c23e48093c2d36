// Command siss is the whole program: pages and API, workers, migrations.
// Configuration is read from the environment, in this package only.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/caarlos0/env/v11"

	"siss/api"
	"siss/models"
)

const help = `siss - information system of the social services

Usage: siss <command>

  serve     pages and API
  work      workers: workflows, activities, schedules
  all       both in one process, for a single machine
  migrate   brings the database schema to this version
  seed      loads the registries; "siss seed --demo" invents an office to try
  openapi   prints the contract of the API as YAML
  calcola   prints what the cases of a file give; "siss calcola --spiega FILE" also how,
            "siss calcola --prova FILE" whether it is what they expect
  termini   "siss termini FILE" counts the days of a case file (L. 241/1990)
  version   prints the version of the program
  help      prints this text

Environment:

  DATABASE_URL            PostgreSQL 15 or later (mandatory)
  SISS_CHIAVE             32 bytes in hex, encrypts what Temporal stores (mandatory)
  SISS_CHIAVI_PRECEDENTI  keys replaced by SISS_CHIAVE, comma separated
  TEMPORAL_ADDRESS        127.0.0.1:7233
  TEMPORAL_NAMESPACE      siss
  TEMPORAL_TLS            false
  TEMPORAL_API_KEY        for Temporal Cloud, implies TLS
  SISS_ADDR               127.0.0.1:8080
  SISS_DEV_LOGIN          false; true lets anyone in, on a loopback address only
  SISS_LOG                json, or text
  SISS_CODA               siss, the Temporal task queue
  SISS_ANPR_URL           the services of ANPR; without it ANPR is not asked

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.
`

// Exit codes.
const (
	ok = iota
	failed
	misused
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	// A second signal ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], env.ToMap(os.Environ()), os.Stdout, os.Stderr))
}

// command is a subcommand that needs the configuration.
type command func(ctx context.Context, cfg Config, args []string) error

var commands = map[string]command{
	"serve":   serve,
	"work":    work,
	"all":     all,
	"migrate": migrate,
	"seed":    seed,
}

// run is main without the process, and returns its exit code.
func run(ctx context.Context, args []string, environ map[string]string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, help)
		return misused
	}
	switch args[0] {
	case "help", "-h", "--help":
		fmt.Fprint(stdout, help)
		return ok
	case "version":
		fmt.Fprintln(stdout, version())
		return ok
	case "openapi":
		return report(stderr, openapi(stdout))
	case "calcola":
		return calcola(args[1:], stdout, stderr)
	}
	if calcola, pure := calcolatori[args[0]]; pure {
		return report(stderr, valuta(args[1:], stdout, calcola))
	}
	do, known := commands[args[0]]
	if !known {
		fmt.Fprintf(stderr, "siss: no such command\n\n%s", help)
		return misused
	}
	cfg, err := loadConfig(environ)
	if err != nil {
		fmt.Fprintln(stderr, "siss:", err)
		return misused
	}
	return report(stderr, do(ctx, cfg, args[1:]))
}

func report(stderr io.Writer, err error) int {
	if err != nil {
		fmt.Fprintln(stderr, "siss:", err)
		return failed
	}
	return ok
}

func migrate(ctx context.Context, cfg Config, args []string) error {
	if err := noArguments(args); err != nil {
		return err
	}
	return models.Migra(ctx, cfg.DatabaseURL)
}

func noArguments(args []string) error {
	if len(args) > 0 {
		return errors.New("this command takes no arguments")
	}
	return nil
}

// openapi needs no server of any kind: the contract is in the program.
func openapi(stdout io.Writer) error {
	s, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	contratto, err := s.OpenAPI()
	if err != nil {
		return err
	}
	_, err = stdout.Write(contratto)
	return err
}

// version names the contract and the commit that was built.
func version() string {
	commit := "unknown commit"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	return fmt.Sprintf("siss, API %s, %s", api.Versione, commit)
}
