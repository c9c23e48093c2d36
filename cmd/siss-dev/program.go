package main

import (
	"context"
	"crypto/rand"
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

	"siss/deploy/dev/servers"
)

// command is a child whose output is the terminal's. When ctx ends it is asked to
// stop, and killed half a minute later.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	return cmd
}

// program is siss itself, built and configured.
type program struct {
	binary string
	folder string // of its log
	env    []string
}

// build compiles a command into the state folder, without the commit: root may
// build in somebody else's clone, where git refuses to tell it.
func build(ctx context.Context, root, pkg string) (string, error) {
	binary := filepath.Join(stateFolder(root), "bin", filepath.Base(pkg))
	cmd := command(ctx, "go", "build", "-buildvcs=false", "-o", binary, pkg)
	cmd.Dir = root
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build of %s: %w", pkg, err)
	}
	return binary, nil
}

// step runs a subcommand to its end. What it prints is the developer's to read,
// its log goes to the log file.
func (p program) step(ctx context.Context, args ...string) error {
	if err := os.MkdirAll(p.folder, 0o755); err != nil {
		return fmt.Errorf("siss: %w", err)
	}
	path := filepath.Join(p.folder, "siss.log")
	log, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("siss: %w", err)
	}
	defer log.Close()
	cmd := command(ctx, p.binary, args...)
	cmd.Env, cmd.Stderr = p.env, log
	cmd.SysProcAttr.Setpgid = true // a Ctrl-C reaches it once, through ctx
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("siss %s: %w\n%s", strings.Join(args, " "), err, servers.Tail(path))
	}
	return nil
}

// start runs "siss all".
func (p program) start() (*servers.Process, error) {
	cmd := exec.Command(p.binary, "all")
	cmd.Env = p.env
	return servers.Start(cmd, p.folder)
}

// secret returns the key that encrypts what Temporal stores, made at the first
// start: with another key the histories could not be read any more.
func secret(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("encryption key: %w", err)
	}
	key := make([]byte, 32)
	rand.Read(key) // never fails: see its documentation
	if err := os.WriteFile(file, []byte(hex.EncodeToString(key)+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("encryption key: %w", err)
	}
	return hex.EncodeToString(key), nil
}
