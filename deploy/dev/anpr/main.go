// Command anpr stands for the national registry of the resident population on a
// developer's machine: it answers as the services C020, C021 and C030 do, about
// persons that do not exist. It listens on a loopback address only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"syscall"
	"time"

	"siss/deploy/dev/anpr/simulatore"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "anpr:", err)
		os.Exit(1)
	}
}

// run serves on the address of -addr until ctx ends.
func run(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("anpr", flag.ContinueOnError)
	addr := f.String("addr", "127.0.0.1:0", "loopback address to listen on")
	if err := f.Parse(args); err != nil {
		return err
	}
	if a, err := netip.ParseAddrPort(*addr); err != nil || !a.Addr().IsLoopback() {
		return errors.New("-addr must be a loopback address and a port")
	}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Printf("listening on %s\n", l.Addr())
	s := &http.Server{Handler: simulatore.Nuovo(), ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { s.Close() }) // nothing here is worth waiting for
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
