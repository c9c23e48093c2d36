package servers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	temporalModule = "deploy/dev/temporal"
	temporalMain   = "go.temporal.io/server/cmd/server"
)

// BuildTemporal builds the Temporal server that the nested module under root pins
// and returns the path of the binary. A binary built from the same go.mod is left
// alone: the stamp beside it is the hash of that file. Callers at the same moment,
// in any process, wait for one build. Progress goes to stderr.
func BuildTemporal(ctx context.Context, root string) (string, error) {
	binary := filepath.Join(root, ".dev", "bin", "temporal-server")
	if err := os.MkdirAll(filepath.Dir(binary), 0o755); err != nil {
		return "", fmt.Errorf("temporal binary: %w", err)
	}
	module := filepath.Join(root, filepath.FromSlash(temporalModule))
	stamp, err := moduleStamp(module)
	if err != nil {
		return "", err
	}
	if current, err := upToDate(binary, stamp); err != nil || current {
		return binary, err
	}
	lock, err := os.OpenFile(binary+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return "", fmt.Errorf("temporal binary: %w", err)
	}
	defer lock.Close()
	err = poll(ctx, func() error { return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) })
	if err != nil {
		return "", fmt.Errorf("temporal binary: waiting for another build: %w", err)
	}
	// Whoever held the lock has built it.
	if current, err := upToDate(binary, stamp); err != nil || current {
		return binary, err
	}
	fmt.Fprintln(os.Stderr, "building the Temporal server, once: from nothing it takes 4 to 6 minutes on two cores")
	begin := time.Now()
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", binary, temporalMain)
	cmd.Dir, cmd.Stderr = module, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build of %s: %w", temporalMain, err)
	}
	if err := os.WriteFile(binary+".stamp", []byte(stamp+"\n"), 0o644); err != nil {
		return "", fmt.Errorf("temporal binary: %w", err)
	}
	fmt.Fprintf(os.Stderr, "built the Temporal server in %s\n", time.Since(begin).Round(time.Second))
	return binary, nil
}

// moduleStamp identifies what the nested module pins.
func moduleStamp(module string) (string, error) {
	text, err := os.ReadFile(filepath.Join(module, "go.mod"))
	if err != nil {
		return "", fmt.Errorf("temporal module: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// upToDate tells whether the binary exists and carries the stamp.
func upToDate(binary, stamp string) (bool, error) {
	for _, file := range []string{binary, binary + ".stamp"} {
		text, err := os.Stat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return false, nil
		case err != nil:
			return false, fmt.Errorf("temporal binary: %w", err)
		case text.IsDir():
			return false, fmt.Errorf("temporal binary: %s is a folder", file)
		}
	}
	found, err := os.ReadFile(binary + ".stamp")
	if err != nil {
		return false, fmt.Errorf("temporal binary: %w", err)
	}
	return strings.TrimSpace(string(found)) == stamp, nil
}
