package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"siss/deploy/dev/servers"
)

// fakeEnv makes the test binary stand in for siss: it appends what it is asked to
// do to the named file. It stands in for the simulated ANPR too.
const fakeEnv = "SISS_DEV_TEST_FAKE"

func TestMain(m *testing.M) {
	if file := os.Getenv(fakeEnv); file != "" {
		if err := fakeSISS(file, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// fakeSISS counts the starts in the database, serves /readyz and, as siss does,
// ends well on SIGTERM.
func fakeSISS(file string, args []string) error {
	if args[0] == "-addr" {
		return fakeANPR(args[1])
	}
	log, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	fmt.Fprintln(log, strings.Join(args, " "))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	switch args[0] {
	case "migrate":
		return countStart(ctx, log)
	case "all":
		server := &http.Server{Addr: os.Getenv("SISS_ADDR"), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/readyz" || os.Getenv("SISS_DEV_LOGIN") != "true" || len(os.Getenv("SISS_CHIAVE")) != 64 ||
				!strings.HasPrefix(os.Getenv("SISS_ANPR_URL"), "http://127.0.0.1:") {
				http.NotFound(w, r)
			}
		})}
		context.AfterFunc(ctx, func() { server.Close() })
		err := server.ListenAndServe()
		fmt.Fprintln(log, "ended:", err)
	}
	return nil
}

// fakeANPR answers on an address until it is told to stop.
func fakeANPR(address string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: address, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func countStart(ctx context.Context, log io.Writer) error {
	conn, err := pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `CREATE SEQUENCE IF NOT EXISTS starts`); err != nil {
		return err
	}
	var n int
	if err := conn.QueryRow(ctx, `SELECT nextval('starts')`).Scan(&n); err != nil {
		return err
	}
	fmt.Fprintln(log, "start", n)
	return servers.EnsureNamespace(ctx, os.Getenv("TEMPORAL_ADDRESS"), os.Getenv("TEMPORAL_NAMESPACE"))
}

// ownServers hides the servers that the environment may name.
func ownServers(t *testing.T) {
	for _, name := range []string{"DATABASE_URL", "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "SISS_ADDR", "SISS_CHIAVE", "SISS_ANPR_URL"} {
		t.Setenv(name, "")
	}
}

func TestUpStartsInOrderAndKeepsTheDataForTheSecondStart(t *testing.T) {
	ownServers(t)
	state := t.TempDir()
	file := filepath.Join(state, "asked")
	t.Setenv(fakeEnv, file)
	var keys []string
	for range 2 {
		ctx, stop := context.WithCancel(t.Context())
		m := newMachine(state)
		out, in := io.Pipe()
		m.out = in
		ended := make(chan error, 1)
		go func() { ended <- errors.Join(m.run(ctx, binaries{os.Args[0], os.Args[0]}), in.Close()) }()
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatalf("no address: %v", errors.Join(err, <-ended))
		}
		url := strings.Fields(strings.TrimPrefix(line, "SISS is at "))[0]
		resp, err := http.Get(url + "readyz")
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("GET %sreadyz = %s, %v", url, resp.Status, err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("run = %v", err)
		}
		key, err := secret(filepath.Join(state, "chiave"))
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	if keys[0] != keys[1] || len(keys[0]) != 64 {
		t.Error("the second start has another key, or it is not 32 bytes in hex")
	}
	seed := "seed --demo --cartella " + state
	want := []string{
		"migrate", "start 1", seed, "all", "ended: http: Server closed",
		"migrate", "start 2", seed, "all", "ended: http: Server closed",
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(string(got)), "\n")); diff != "" {
		t.Errorf("siss was asked (-want +got):\n%s", diff)
	}
}

func TestUpReportsAStepThatFails(t *testing.T) {
	ownServers(t)
	t.Setenv("DATABASE_URL", "postgres://127.0.0.1:1/none")
	t.Setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
	t.Setenv("TEMPORAL_TLS", "true")
	t.Setenv("SISS_ANPR_URL", "http://127.0.0.1:1")
	t.Setenv(fakeEnv, filepath.Join(t.TempDir(), "asked"))
	err := newMachine(t.TempDir()).run(t.Context(), binaries{os.Args[0], os.Args[0]})
	if err == nil || !strings.Contains(err.Error(), "siss migrate") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("run = %v, want the failed step and its reason", err)
	}
}

// Not parallel: a child forked by another test holds a copy of the lock until its exec.
func TestOnlyOneUpInAClone(t *testing.T) {
	state := t.TempDir()
	first, err := alone(state)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := alone(state); err == nil {
		t.Errorf("a second one got the lock %v", second)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := alone(state)
	if err != nil {
		t.Fatalf("after the first one has ended: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestTestGivesServersToTheCommandAndPassesItsStatus(t *testing.T) {
	root := t.TempDir()
	seen := filepath.Join(t.TempDir(), "seen")
	script := `printf '%s %s' "$SISS_TEST_DATABASE_URL" "$SISS_TEST_TEMPORAL" >"$1"; exit 3`
	err := test(t.Context(), root, []string{"sh", "-c", script, "sh", seen})
	var status *exec.ExitError
	if !errors.As(err, &status) || status.ExitCode() != 3 {
		t.Errorf("test = %v, want exit status 3", err)
	}
	got, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	url, address, _ := strings.Cut(string(got), " ")
	if !strings.HasPrefix(url, "postgres://postgres@127.0.0.1:") || !strings.HasPrefix(address, "127.0.0.1:") {
		t.Errorf("the command saw %q", got)
	}
	if conn, err := pgx.Connect(t.Context(), url); err == nil {
		t.Error("the database is still there", conn.Close(t.Context()))
	}
	for _, log := range []string{"postgres.log", "temporal.log"} {
		if _, err := os.Stat(filepath.Join(stateFolder(root), "test", log)); err != nil {
			t.Errorf("the log of a failed run: %v", err)
		}
	}
}

func TestUsageIsRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"down"}, {"up", "now"}, {"test"}, {"test", "--"}, {"test", "go", "test"}} {
		if err := run(t.Context(), args); !errors.Is(err, errUsage) {
			t.Errorf("run(%q) = %v, want %v", args, err, errUsage)
		}
	}
}

func TestInstallScriptNeverStartsACluster(t *testing.T) {
	t.Parallel()
	if got := installScript([]string{"chromium"}); strings.Contains(got, "createcluster") {
		t.Errorf("without PostgreSQL:\n%s", got)
	}
	got := installScript([]string{"chromium", "postgresql"})
	before, _, found := strings.Cut(got, "apt-get install")
	if !found || !strings.Contains(before, "create_main_cluster = false") {
		t.Errorf("the script does not forbid the cluster before it installs:\n%s", got)
	}
	if out, err := exec.Command("sh", "-n", "-c", got).CombinedOutput(); err != nil {
		t.Errorf("sh refuses the script: %v\n%s", err, out)
	}
}

func TestEnsureInstallsNothingWhenNothingIsMissing(t *testing.T) {
	t.Parallel()
	here := need{"here", []string{"no-such-package"}, func() bool { return true }}
	if err := ensure(t.Context(), here); err != nil {
		t.Error(err)
	}
}
