// Command siss-dev runs SISS on a developer's machine and runs its tests: it
// installs and builds what is missing, starts PostgreSQL, the Temporal server and
// a simulated ANPR with all state in .dev/, and stops everything in order. It
// holds nothing that an installation needs.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"siss/deploy/dev/servers"
)

const help = `siss-dev - development of SISS

  siss-dev up                 installs, builds and starts everything; Ctrl-C stops it
  siss-dev test -- command    runs the command with servers of its own, thrown away after
  siss-dev assets             fetches the interface kits that the program embeds
  siss-dev tools              installs what "make check" needs

Environment: DATABASE_URL, TEMPORAL_ADDRESS and SISS_ANPR_URL make "up" use those
servers instead of its own; SISS_ADDR and SISS_CHIAVE are passed on.
`

func main() {
	// Children started from here are told when this very thread ends: it must
	// last as long as the process.
	runtime.LockOSThread()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second signal ends the process, and its children, at once
	err := run(ctx, os.Args[1:])
	var status *exec.ExitError
	switch {
	case err == nil:
	case errors.Is(err, errUsage):
		fmt.Fprint(os.Stderr, help)
		os.Exit(2)
	case errors.As(err, &status) && status.ExitCode() > 0:
		say("%s", err)
		os.Exit(status.ExitCode())
	default:
		say("%s", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("wrong usage")

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	root, err := servers.Root()
	if err != nil {
		return err
	}
	switch cmd := args[0]; {
	case cmd == "up" && len(args) == 1:
		return up(ctx, root)
	case cmd == "test" && len(args) > 2 && args[1] == "--":
		return test(ctx, root, args[2:])
	case cmd == "assets" && len(args) == 1:
		return assets(ctx, root)
	case cmd == "tools" && len(args) == 1:
		return ensure(ctx, postgresql, npm, compiler, browser, xmllint, spreadsheet)
	default:
		return errUsage
	}
}

// say prints one line of progress.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "siss-dev: "+format+"\n", args...)
}

// stateFolder keeps all that development leaves behind.
func stateFolder(root string) string { return filepath.Join(root, ".dev") }
