package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// deposito holds what the tests of a run share: the binary and the servers
// that are theirs to kill.
var deposito string

func TestMain(m *testing.M) {
	os.Exit(prova(m))
}

func prova(m *testing.M) int {
	var err error
	if deposito, err = os.MkdirTemp("", "siss-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	esito := m.Run()
	if err := spegniServer(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		esito = 1
	}
	if err := os.RemoveAll(deposito); err != nil {
		fmt.Fprintln(os.Stderr, err)
		esito = 1
	}
	return esito
}

// siss builds the binary once and returns its path.
var siss = sync.OnceValues(func() (string, error) {
	file := filepath.Join(deposito, "siss")
	args := []string{"build", "-buildvcs=false", "-o", file}
	if corse {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "siss/cmd/siss")...)
	if testo, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build of siss: %w\n%s", err, testo)
	}
	return file, nil
})

// attendi polls until the condition holds.
func attendi(t testing.TB, limite time.Duration, cosa string, vale func() bool) {
	t.Helper()
	passo := time.NewTicker(20 * time.Millisecond)
	defer passo.Stop()
	fine := time.After(limite)
	for !vale() {
		select {
		case <-passo.C:
		case <-fine:
			t.Fatalf("no %s after %s", cosa, limite)
		}
	}
}

// riesce stops the test on a fault.
func riesce(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
