package servers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

const (
	// lockWait bounds how long a start waits for the previous process of the same
	// folder to be gone: one that has just been killed, or the orphan of a killed parent.
	lockWait = 30 * time.Second
	// stopGrace is how long a process may take to stop before it is killed.
	stopGrace = 30 * time.Second
)

// Process is a running child that stops on a signal of its own and dies with the
// process that started it.
type Process struct {
	cmd  *exec.Cmd
	log  string
	stop syscall.Signal
	done chan struct{} // closed once the child has been reaped
}

// Start runs a program that stops on SIGTERM, such as siss. Its output is
// appended to a log in folder, which is made when missing and belongs to one
// process at a time.
func Start(cmd *exec.Cmd, folder string) (*Process, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("process folder: %w", err)
	}
	return launch(cmd, folder, filepath.Base(cmd.Path)+".log", syscall.SIGTERM)
}

// launch starts cmd in a process group of its own, so that a Ctrl-C in the
// terminal reaches only the parent, which then stops its children in order. The
// child receives the stop signal also when the parent dies, and it holds the lock
// of the folder until its last descendant has exited.
func launch(cmd *exec.Cmd, folder, log string, stop syscall.Signal) (*Process, error) {
	lock, err := lockFolder(folder)
	if err != nil {
		return nil, err
	}
	defer lock.Close() // the child has its own descriptor of the same lock
	p := &Process{cmd: cmd, log: filepath.Join(folder, log), stop: stop, done: make(chan struct{})}
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("process log: %w", err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.ExtraFiles = []*os.File{lock}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	cmd.SysProcAttr.Pdeathsig = stop

	started := make(chan error)
	go func() {
		// The kernel sends Pdeathsig when the thread that forked ends, not the
		// process: this goroutine keeps its thread for as long as the child lives.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		_ = cmd.Wait() // how the child ended is in its log
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name(), err)
	}
	return p, nil
}

// lockFolder takes the exclusive lock of a process's folder.
func lockFolder(folder string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("process folder: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	err = poll(ctx, func() error {
		return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("folder %s is in use by another running process: %w", folder, err), lock.Close())
	}
	return lock, nil
}

// Stop asks the process to end and waits until it has; past half a minute it is
// killed, which is an error. Stopping a process that has ended does nothing.
func (p *Process) Stop() error { return p.end(p.stop, stopGrace) }

// Kill ends the process with SIGKILL, as a crash would.
func (p *Process) Kill() error { return p.end(syscall.SIGKILL, stopGrace) }

// Done is closed when the process has ended, whoever ended it.
func (p *Process) Done() <-chan struct{} { return p.done }

// Log returns the path of the process's log.
func (p *Process) Log() string { return p.log }

// Ready calls check every 50 ms until it succeeds, the process ends or ctx does;
// a failure carries the end of the log.
func (p *Process) Ready(ctx context.Context, check func(context.Context) error) error {
	err := poll(ctx, func() error {
		if !p.running() {
			return errEnded
		}
		return check(ctx)
	})
	if err != nil {
		return fmt.Errorf("%s is not ready: %w\n%s", p.name(), err, Tail(p.log))
	}
	return nil
}

func (p *Process) name() string { return filepath.Base(p.cmd.Path) }

func (p *Process) running() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

func (p *Process) end(sig syscall.Signal, grace time.Duration) error {
	if !p.running() {
		return nil
	}
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name(), err)
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(grace):
	}
	err := fmt.Errorf("stop %s: still running after %s, killed", p.name(), grace)
	if killErr := p.cmd.Process.Kill(); killErr != nil && !errors.Is(killErr, os.ErrProcessDone) {
		return errors.Join(err, killErr)
	}
	<-p.done
	return err
}

// errEnded stops a poll at once: the child will never become ready.
var errEnded = errors.New("the process ended")

// poll calls f every 50 ms until it succeeds, fails with errEnded, or ctx ends;
// then the last failure is returned.
func poll(ctx context.Context, f func() error) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := f()
		if err == nil || errors.Is(err, errEnded) {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		}
	}
}

// Tail returns the last lines of a log, for an error message.
func Tail(log string) string {
	text, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-15):], []byte("\n")))
}
