package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"siss/deploy/dev/servers"
)

// test runs a command with SISS_TEST_DATABASE_URL (superuser, database postgres)
// and SISS_TEST_TEMPORAL (host:port, with the namespace siss) naming servers of
// its own on free ports, which are stopped and thrown away after. The error is
// the command's. When it fails, the logs of the servers are kept.
func test(ctx context.Context, root string, args []string) (err error) {
	if err := ensure(ctx, postgresql); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "siss-test-")
	if err != nil {
		return fmt.Errorf("test servers: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	m := newMachine(folder)
	defer func() {
		err = errors.Join(err, m.stop())
		if err != nil && ctx.Err() == nil {
			err = errors.Join(err, keepLogs(folder, filepath.Join(stateFolder(root), "test")))
		}
	}()
	if err := m.startTestServers(ctx); err != nil {
		return err
	}
	begin := time.Now()
	cmd := command(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Stdin = m.env, os.Stdin
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	say("%s: done in %s", args[0], time.Since(begin).Round(time.Second))
	select {
	case name := <-m.ended:
		return fmt.Errorf("%s has ended by itself during the tests", name)
	default:
		return nil
	}
}

func (m *machine) startTestServers(ctx context.Context) error {
	say("starting PostgreSQL and the Temporal server for the tests")
	p, err := servers.StartPostgres(ctx, servers.Options{Folder: filepath.Join(m.state, "postgres"), Throwaway: true})
	if err != nil {
		return err
	}
	m.started("PostgreSQL", p.Stop, p.Done())
	t, err := servers.StartTemporal(ctx, servers.Options{Folder: filepath.Join(m.state, "temporal"), Throwaway: true})
	if err != nil {
		return err
	}
	m.started("Temporal", t.Stop, t.Done())
	m.setenv("SISS_TEST_DATABASE_URL", p.URL("postgres"))
	m.setenv("SISS_TEST_TEMPORAL", t.Address())
	return nil
}

// keepLogs copies the logs of the servers to a folder that outlives them.
func keepLogs(from, to string) error {
	logs, err := filepath.Glob(filepath.Join(from, "*", "*.log"))
	if err != nil {
		return fmt.Errorf("server logs: %w", err)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("server logs: %w", err)
	}
	for _, log := range logs {
		text, err := os.ReadFile(log)
		if err != nil {
			return fmt.Errorf("server logs: %w", err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(log)), text, 0o600); err != nil {
			return fmt.Errorf("server logs: %w", err)
		}
	}
	say("the logs of the servers are in %s", to)
	return nil
}
