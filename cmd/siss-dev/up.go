package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"siss/deploy/dev/servers"
)

// readyWait bounds how long "siss all" may take to answer /readyz.
const readyWait = time.Minute

// machine is a running development installation.
type machine struct {
	state   string      // folder
	env     []string    // of siss
	running []servant   // in order of start
	out     io.Writer   // for the address, once the pages are there
	ended   chan string // names the first part that ended by itself
}

// servant is a part that was started and must be stopped.
type servant struct {
	name string
	stop func() error
}

// up starts everything and returns when ctx ends, or when a part does.
func up(ctx context.Context, root string) error {
	state := stateFolder(root)
	if err := os.MkdirAll(state, 0o755); err != nil {
		return fmt.Errorf("state folder: %w", err)
	}
	lock, err := alone(state)
	if err != nil {
		return err
	}
	defer lock.Close()
	if os.Getenv("DATABASE_URL") == "" {
		if err := ensure(ctx, postgresql); err != nil {
			return err
		}
	}
	say("fetching the interface kits, unless they are there")
	if err := assets(ctx, root); err != nil {
		return err
	}
	say("building siss and the ANPR that stands for the true one")
	var b binaries
	if b.siss, err = build(ctx, root, "./cmd/siss"); err != nil {
		return err
	}
	if b.anpr, err = build(ctx, root, "./deploy/dev/anpr"); err != nil {
		return err
	}
	return newMachine(state).run(ctx, b)
}

// binaries are the programs that were built.
type binaries struct{ siss, anpr string }

// alone makes sure that this is the only "up" of the clone.
func alone(state string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(state, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("state folder: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(errors.New("siss-dev is already running in this clone"), lock.Close())
	}
	return lock, nil
}

func newMachine(state string) *machine {
	return &machine{state: state, env: os.Environ(), out: os.Stdout, ended: make(chan string, 4)}
}

// run starts the servers and siss, waits, and stops what it has started, last
// first. Data stay. The end of ctx is no error, whatever it interrupts.
func (m *machine) run(ctx context.Context, b binaries) (err error) {
	defer func() {
		if ctx.Err() != nil {
			err = nil
		}
		err = errors.Join(err, m.stop())
	}()
	if err := m.startPostgres(ctx); err != nil {
		return err
	}
	if err := m.startTemporal(ctx); err != nil {
		return err
	}
	if err := m.startANPR(ctx, b.anpr); err != nil {
		return err
	}
	address, err := m.configure()
	if err != nil {
		return err
	}
	siss := program{binary: b.siss, folder: filepath.Join(m.state, "siss"), env: m.env}
	say("bringing the database schema up to date")
	if err := siss.step(ctx, "migrate"); err != nil {
		return err
	}
	say("loading the demo data, unless they are there: the first time it takes some minutes")
	if err := siss.step(ctx, "seed", "--demo", "--cartella", m.state); err != nil {
		return err
	}
	if err := m.startSISS(ctx, siss, address); err != nil {
		return err
	}
	fmt.Fprintf(m.out, "SISS is at http://%s/ (Ctrl-C stops it and keeps the data)\n", address)
	select {
	case <-ctx.Done():
		return nil
	case name := <-m.ended:
		return fmt.Errorf("%s has ended by itself: see its log in %s", name, m.state)
	}
}

func (m *machine) startPostgres(ctx context.Context) error {
	if os.Getenv("DATABASE_URL") != "" {
		say("using the database of DATABASE_URL")
		return nil
	}
	say("starting PostgreSQL")
	p, err := servers.StartPostgres(ctx, servers.Options{Folder: filepath.Join(m.state, "postgres")})
	if err != nil {
		return err
	}
	m.started("PostgreSQL", p.Stop, p.Done())
	if err := p.CreateDatabase(ctx, "siss"); err != nil {
		return err
	}
	m.setenv("DATABASE_URL", p.URL("siss"))
	return nil
}

// startTemporal leaves the namespace of a server that wants TLS or a key to
// whoever runs that server.
func (m *machine) startTemporal(ctx context.Context) error {
	namespace := os.Getenv("TEMPORAL_NAMESPACE")
	if namespace == "" {
		namespace = servers.DefaultNamespace
	}
	m.setenv("TEMPORAL_NAMESPACE", namespace)
	if address := os.Getenv("TEMPORAL_ADDRESS"); address != "" {
		say("using the Temporal server of TEMPORAL_ADDRESS")
		if os.Getenv("TEMPORAL_TLS") != "" || os.Getenv("TEMPORAL_API_KEY") != "" {
			return nil
		}
		return servers.EnsureNamespace(ctx, address, namespace)
	}
	say("starting the Temporal server")
	t, err := servers.StartTemporal(ctx, servers.Options{
		Folder: filepath.Join(m.state, "temporal"), Namespace: namespace,
	})
	if err != nil {
		return err
	}
	m.started("Temporal", t.Stop, t.Done())
	m.setenv("TEMPORAL_ADDRESS", t.Address())
	return nil
}

// startANPR starts the simulated registry of persons, unless the environment
// names another one.
func (m *machine) startANPR(ctx context.Context, binary string) error {
	if os.Getenv("SISS_ANPR_URL") != "" {
		say("using the ANPR of SISS_ANPR_URL")
		return nil
	}
	say("starting the simulated ANPR")
	port, err := servers.PortFrom(8090)
	if err != nil {
		return err
	}
	address := "127.0.0.1:" + strconv.Itoa(port)
	p, err := servers.Start(exec.Command(binary, "-addr", address), filepath.Join(m.state, "anpr"))
	if err != nil {
		return err
	}
	m.started("ANPR", p.Stop, p.Done())
	ctx, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	if err := p.Ready(ctx, answers("http://"+address+"/status")); err != nil {
		return err
	}
	say("the persons of the simulated ANPR are listed at http://%s/", address)
	m.setenv("SISS_ANPR_URL", "http://"+address)
	return nil
}

// answers makes the check that a GET has the answer 200.
func answers(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK {
			return errors.Join(errors.New(resp.Status), resp.Body.Close())
		}
		return resp.Body.Close()
	}
}

// configure completes the environment of siss and returns the address of the pages.
func (m *machine) configure() (string, error) {
	address := os.Getenv("SISS_ADDR")
	if address == "" {
		port, err := servers.PortFrom(8080)
		if err != nil {
			return "", err
		}
		address = "127.0.0.1:" + strconv.Itoa(port)
	}
	m.setenv("SISS_ADDR", address)
	m.setenv("SISS_DEV_LOGIN", "true")
	if os.Getenv("SISS_CHIAVE") == "" {
		key, err := secret(filepath.Join(m.state, "chiave"))
		if err != nil {
			return "", err
		}
		m.setenv("SISS_CHIAVE", key)
	}
	return address, nil
}

func (m *machine) startSISS(ctx context.Context, siss program, address string) error {
	say("starting siss")
	p, err := siss.start()
	if err != nil {
		return err
	}
	m.started("siss", p.Stop, p.Done())
	ctx, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	return p.Ready(ctx, answers("http://"+address+"/readyz"))
}

// setenv is for siss only. Of two values of a variable the last one counts.
func (m *machine) setenv(name, value string) { m.env = append(m.env, name+"="+value) }

// started remembers a part to stop and watches over it.
func (m *machine) started(name string, stop func() error, done <-chan struct{}) {
	m.running = append(m.running, servant{name, stop})
	go func() {
		<-done
		m.ended <- name
	}()
}

// stop ends the parts, last started first, all of them whatever happens.
func (m *machine) stop() error {
	var errs []error
	for _, s := range slices.Backward(m.running) {
		say("stopping %s", s.name)
		errs = append(errs, s.stop())
	}
	m.running = nil
	return errors.Join(errs...)
}
