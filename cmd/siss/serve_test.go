package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
)

// soloWeb is a running app with the given pages and no other part.
func soloWeb(t *testing.T, h http.HandlerFunc) *app {
	t.Helper()
	ascolto, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a := &app{log: slog.New(slog.DiscardHandler), ascolto: ascolto, http: &http.Server{Handler: h}}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return a
}

func TestShutdownWaitsForTheRequestUnderWay(t *testing.T) {
	arrivata, rispondi := make(chan struct{}), make(chan struct{})
	a := soloWeb(t, func(w http.ResponseWriter, _ *http.Request) {
		close(arrivata)
		<-rispondi
		io.WriteString(w, "fatto")
	})
	ctx, spegni := context.WithCancel(t.Context())
	finito := make(chan error, 1)
	go func() { finito <- a.Run(ctx) }()
	risposta := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + a.Indirizzo())
		if err != nil {
			risposta <- err.Error()
			return
		}
		defer resp.Body.Close()
		corpo, err := io.ReadAll(resp.Body)
		risposta <- string(corpo) + errText(err)
	}()
	<-arrivata
	spegni()
	select {
	case err := <-finito:
		t.Fatalf("Run returned %v with a request under way", err)
	default:
	}
	close(rispondi)
	if got := <-risposta; got != "fatto" {
		t.Errorf("the request under way got %q", got)
	}
	if err := <-finito; err != nil {
		t.Errorf("Run = %v", err)
	}
	if _, err := http.Get("http://" + a.Indirizzo()); err == nil {
		t.Error("a new request was answered after shutdown")
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestRunFailsWhenThePagesCannotBeServed(t *testing.T) {
	a := soloWeb(t, func(http.ResponseWriter, *http.Request) {})
	if err := a.ascolto.Close(); err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Run = %v, want the closed listener", err)
	}
}
