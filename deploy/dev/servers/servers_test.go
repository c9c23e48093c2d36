package servers

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// orphanEnv makes the test binary start a cluster in the named folder, print its
// port's address and wait to be killed: see TestServersDieWithTheirParent.
const orphanEnv = "SERVERS_TEST_ORPHAN"

func TestMain(m *testing.M) {
	if folder := os.Getenv(orphanEnv); folder != "" {
		p, err := StartPostgres(context.Background(), Options{Folder: folder, Throwaway: true})
		if err != nil {
			println(err.Error())
			os.Exit(1)
		}
		println(p.URL("postgres"))
		select {}
	}
	os.Exit(m.Run())
}

func TestServersDieWithTheirParent(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), orphanEnv+"="+folder)
	out, err := parent.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres://") {
		t.Fatalf("parent said %q, %v", line, err)
	}
	if err := parent.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed

	// The lock is free only when the orphan's last process is gone.
	lock, err := lockFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := StartPostgres(t.Context(), Options{Folder: folder, Throwaway: true})
	if err != nil {
		t.Fatalf("start after the orphan: %v", err)
	}
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
}

func TestFolderPortsAreRememberedUntilSomebodyTakesOne(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	first, err := folderPorts(folder, 3)
	if err != nil {
		t.Fatal(err)
	}
	again, err := folderPorts(folder, 3)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(first, again) {
		t.Errorf("second start: ports %v, want %v", again, first)
	}
	thief := listen(t, first[1])
	moved, err := folderPorts(folder, 3)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(moved, first[1]) {
		t.Errorf("ports %v hold the taken %d", moved, first[1])
	}
	next, err := PortFrom(first[1])
	if err != nil {
		t.Fatal(err)
	}
	if next <= first[1] {
		t.Errorf("PortFrom(%d) = %d, want a later one", first[1], next)
	}
	if err := thief.Close(); err != nil {
		t.Error(err)
	}
}

func TestReadyReportsTheLogOfAProcessThatEnds(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	p, err := Start(exec.Command("sh", "-c", "echo the reason; exit 3"), folder)
	if err != nil {
		t.Fatal(err)
	}
	err = p.Ready(t.Context(), func(context.Context) error { return os.ErrNotExist })
	if err == nil || !strings.Contains(err.Error(), "the reason") {
		t.Errorf("Ready of an ended process: %v, want its log", err)
	}
	if err := p.Stop(); err != nil {
		t.Errorf("stopping an ended process: %v", err)
	}
}

func TestEndKillsAProcessDeafToItsSignal(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	p, err := Start(exec.Command("sh", "-c", `trap "" TERM; echo deaf; while :; do sleep 1; done`), folder)
	if err != nil {
		t.Fatal(err)
	}
	err = p.Ready(t.Context(), func(context.Context) error {
		if Tail(p.Log()) != "deaf" {
			return os.ErrNotExist
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.end(syscall.SIGTERM, 100*time.Millisecond); err == nil {
		t.Error("end of a deaf process: no error, want one that says it was killed")
	}
	if p.running() {
		t.Error("the process is still running")
	}
}

func TestRootIsWhereTheModuleIs(t *testing.T) {
	t.Parallel()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "deploy", "dev", "servers", "servers.go")); err != nil {
		t.Error(err)
	}
}

func TestTemporalBinaryIsRebuiltWhenTheModuleChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary := filepath.Join(dir, "temporal-server")
	check := func(what string, want bool) {
		t.Helper()
		stamp, err := moduleStamp(dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := upToDate(binary, stamp)
		if err != nil || got != want {
			t.Errorf("%s: up to date = %v, %v, want %v", what, got, err, want)
		}
	}
	write("go.mod", "module a\n")
	check("nothing built", false)
	write("temporal-server", "")
	check("no stamp", false)
	stamp, err := moduleStamp(dir)
	if err != nil {
		t.Fatal(err)
	}
	write("temporal-server.stamp", stamp+"\n")
	check("stamped", true)
	write("go.mod", "module b\n")
	check("module changed", false)
}
