package servers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"text/template"
	"time"
)

// temporalReady leaves time for a server whose ports have changed, which first
// waits for its former self in vain.
const temporalReady = 2 * time.Minute

// Temporal is the official Temporal server, all roles in one process, with its
// state in one SQLite file.
type Temporal struct {
	opt    Options
	root   string // of the repository, for the configuration
	binary string
	ports  []int
	proc   *Process
}

// StartTemporal builds the server binary when it is missing, starts it in
// opt.Folder and waits until workflows can be started in the namespace; ctx
// bounds build and start.
func StartTemporal(ctx context.Context, opt Options) (*Temporal, error) {
	folder, err := filepath.Abs(opt.Folder)
	if err != nil {
		return nil, fmt.Errorf("temporal: %w", err)
	}
	opt.Folder = folder
	if opt.Namespace == "" {
		opt.Namespace = DefaultNamespace
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("temporal: %w", err)
	}
	t := &Temporal{opt: opt}
	if t.root, err = Root(); err != nil {
		return nil, err
	}
	if t.binary, err = BuildTemporal(ctx, t.root); err != nil {
		return nil, err
	}
	if err := t.start(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// Address returns host:port of the frontend.
func (t *Temporal) Address() string { return loopback(t.ports[0]) }

// Log returns the path of the server's log.
func (t *Temporal) Log() string { return t.proc.Log() }

// Done is closed when the server process has ended, whoever ended it. A restart
// replaces it.
func (t *Temporal) Done() <-chan struct{} { return t.proc.Done() }

// Stop asks the server to end and waits for it to be gone. Stopping a stopped
// server does nothing.
func (t *Temporal) Stop() error { return t.proc.Stop() }

// Kill ends the server as a crash would, with SIGKILL.
func (t *Temporal) Kill() error { return t.proc.Kill() }

// Restart stops the server if it is running and starts it again on the same
// folder and ports.
func (t *Temporal) Restart(ctx context.Context) error {
	if err := t.Stop(); err != nil {
		return err
	}
	return t.start(ctx)
}

func (t *Temporal) start(ctx context.Context) error {
	if err := t.dropHalfMade(); err != nil {
		return err
	}
	if t.ports == nil {
		ports, err := folderPorts(t.opt.Folder, temporalPorts)
		if err != nil {
			return err
		}
		t.ports = ports
	}
	if err := t.configure(); err != nil {
		return err
	}
	cmd := exec.Command(t.binary, "--config-file", t.config(), "--allow-no-auth", "start")
	cmd.Dir, cmd.Env = t.opt.Folder, temporalEnv()
	var err error
	if t.proc, err = launch(cmd, t.opt.Folder, "temporal.log", syscall.SIGTERM); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, temporalReady)
	defer cancel()
	err = t.proc.Ready(ctx, func(ctx context.Context) error {
		return EnsureNamespace(ctx, t.Address(), t.opt.Namespace)
	})
	if err == nil {
		err = os.WriteFile(t.madeMark(), nil, 0o600)
	}
	if err != nil {
		return errors.Join(err, t.Stop())
	}
	return nil
}

// dropHalfMade removes a database whose very first start never became ready: the
// server creates its schema statement by statement and would take a part for the whole.
func (t *Temporal) dropHalfMade() error {
	_, err := os.Stat(t.madeMark())
	if err == nil {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("temporal: %w", err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		err := os.Remove(filepath.Join(t.opt.Folder, "temporal.db"+suffix))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("temporal: %w", err)
		}
	}
	return nil
}

func (t *Temporal) madeMark() string { return filepath.Join(t.opt.Folder, "made") }

func (t *Temporal) config() string { return filepath.Join(t.opt.Folder, "server.yaml") }

// temporalPorts is how many ports one server needs: see configure.
const temporalPorts = 9

// temporalService is one role of the server in the configuration.
type temporalService struct {
	Name             string
	GRPC, Membership int
	HTTP             int // frontend only
}

// configure writes the server's configuration from the template of the repository.
func (t *Temporal) configure() error {
	source := filepath.Join(t.root, filepath.FromSlash(temporalModule), "config")
	tmpl, err := template.ParseFiles(filepath.Join(source, "server.yaml.tmpl"))
	if err != nil {
		return fmt.Errorf("temporal configuration: %w", err)
	}
	synchronous := "full"
	if t.opt.Throwaway {
		synchronous = "off" // what was written is with the kernel and survives SIGKILL
	}
	p := t.ports
	var text strings.Builder
	err = tmpl.Execute(&text, struct {
		Stores                                           []string
		Synchronous, Address, HTTPAddress, DynamicConfig string
		Services                                         []temporalService
	}{
		Stores:        []string{"main", "visibility"},
		Synchronous:   synchronous,
		Address:       t.Address(),
		HTTPAddress:   loopback(p[2]),
		DynamicConfig: filepath.Join(source, "dynamic.yaml"),
		Services: []temporalService{
			{Name: "frontend", GRPC: p[0], Membership: p[1], HTTP: p[2]},
			{Name: "history", GRPC: p[3], Membership: p[4]},
			{Name: "matching", GRPC: p[5], Membership: p[6]},
			{Name: "worker", GRPC: p[7], Membership: p[8]},
		},
	})
	if err != nil {
		return fmt.Errorf("temporal configuration: %w", err)
	}
	if err := os.WriteFile(t.config(), []byte(text.String()), 0o600); err != nil {
		return fmt.Errorf("temporal configuration: %w", err)
	}
	return nil
}

// temporalEnv leaves out the TEMPORAL_ variables: they are for clients, and some
// would override the configuration file.
func temporalEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "TEMPORAL_") {
			env = append(env, kv)
		}
	}
	return env
}
