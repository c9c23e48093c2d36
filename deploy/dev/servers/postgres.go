package servers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgresReady leaves time for the recovery that follows a crash.
const postgresReady = time.Minute

// Postgres is a PostgreSQL cluster of its own: superuser postgres without a
// password, UTF-8, time zone UTC, no Unix socket.
type Postgres struct {
	opt  Options
	bin  string // folder of initdb and postgres
	port int
	proc *Process
}

// StartPostgres creates the cluster in opt.Folder when there is none, starts it
// and waits until it answers; ctx bounds the start only. PostgreSQL refuses to
// run as root: then it runs as user postgres, who comes with Debian's package.
func StartPostgres(ctx context.Context, opt Options) (*Postgres, error) {
	folder, err := filepath.Abs(opt.Folder)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	opt.Folder = folder
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	p := &Postgres{opt: opt}
	if p.bin, err = postgresBinaries(p.data()); err != nil {
		return nil, err
	}
	if err := p.initdb(ctx); err != nil {
		return nil, err
	}
	if err := p.start(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

// URL returns the connection string of a database of the cluster, as superuser.
func (p *Postgres) URL(db string) string {
	return fmt.Sprintf("postgres://postgres@%s/%s?sslmode=disable", loopback(p.port), db)
}

// Log returns the path of the server's log.
func (p *Postgres) Log() string { return p.proc.Log() }

// Done is closed when the server process has ended, whoever ended it. A restart
// replaces it.
func (p *Postgres) Done() <-chan struct{} { return p.proc.Done() }

// Stop ends the sessions, writes a checkpoint and waits for the server to be
// gone. Stopping a stopped server does nothing.
func (p *Postgres) Stop() error { return p.proc.Stop() }

// Kill ends the server as a crash would, with SIGKILL.
func (p *Postgres) Kill() error { return p.proc.Kill() }

// Restart stops the server if it is running and starts it again on the same
// folder and port.
func (p *Postgres) Restart(ctx context.Context) error {
	if err := p.Stop(); err != nil {
		return err
	}
	return p.start(ctx)
}

// CreateDatabase creates a database unless it exists.
func (p *Postgres) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, p.URL("postgres"))
	if err != nil {
		return fmt.Errorf("database %s: %w", name, err)
	}
	defer conn.Close(ctx)
	var exists bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&exists)
	if err != nil {
		return fmt.Errorf("database %s: %w", name, err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+pgx.Identifier{name}.Sanitize()); err != nil {
		return fmt.Errorf("database %s: %w", name, err)
	}
	return nil
}

func (p *Postgres) data() string { return filepath.Join(p.opt.Folder, "data") }

// initdb makes the cluster under another name and renames it, so that an
// interrupted one is never taken for a cluster.
func (p *Postgres) initdb(ctx context.Context) error {
	_, err := os.Stat(p.data())
	if err == nil {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("postgres: %w", err)
	}
	attempt := p.data() + ".new"
	if err := os.RemoveAll(attempt); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if err := os.Mkdir(attempt, 0o700); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	attr, err := unprivileged(attempt)
	if err != nil {
		return err
	}
	if attr.Credential != nil {
		if err := os.Chown(attempt, int(attr.Credential.Uid), int(attr.Credential.Gid)); err != nil {
			return fmt.Errorf("postgres: %w", err)
		}
	}
	args := []string{
		"-D", attempt, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
	}
	if p.opt.Throwaway {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, "initdb"), args...)
	cmd.SysProcAttr, cmd.Env, cmd.Dir = attr, postgresEnv(), "/"
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	if err := os.Rename(attempt, p.data()); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

func (p *Postgres) start(ctx context.Context) error {
	if p.port == 0 {
		ports, err := folderPorts(p.opt.Folder, 1)
		if err != nil {
			return err
		}
		p.port = ports[0]
	}
	attr, err := unprivileged(p.data())
	if err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(p.bin, "postgres"), p.args()...)
	cmd.SysProcAttr, cmd.Env, cmd.Dir = attr, postgresEnv(), "/"
	if p.proc, err = launch(cmd, p.opt.Folder, "postgres.log", syscall.SIGINT); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, postgresReady)
	defer cancel()
	err = p.proc.Ready(ctx, func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, p.URL("postgres"))
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	})
	if err != nil {
		return errors.Join(err, p.Stop())
	}
	return nil
}

// args returns the server's settings. Statements, their parameters and the
// details of failed rows hold personal data and stay out of the log.
func (p *Postgres) args() []string {
	settings := []string{
		"listen_addresses=127.0.0.1",
		"port=" + strconv.Itoa(p.port),
		"unix_socket_directories=",
		"max_connections=200",
		"timezone=UTC",
		"log_timezone=UTC",
		"log_error_verbosity=terse",
		"log_min_error_statement=panic",
	}
	if p.opt.Throwaway {
		// Not synchronous_commit=off: that would lose commits when the server is killed.
		settings = append(settings, "fsync=off", "full_page_writes=off")
	}
	args := []string{"-D", p.data()}
	for _, s := range append(settings, p.opt.Settings...) {
		args = append(args, "-c", s)
	}
	return args
}

// postgresEnv leaves out the caller's environment: PGDATA, PGPORT and their like
// would point the server elsewhere.
func postgresEnv() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8"}
}
