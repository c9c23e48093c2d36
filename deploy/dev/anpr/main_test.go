package main

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestItListensOnALoopbackAddressUntilItIsStopped(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:80", "localhost", ""} {
		if err := run(t.Context(), []string{"-addr", addr}); err == nil {
			t.Errorf("it listens on %q", addr)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, ferma := context.WithCancel(t.Context())
	finito := make(chan error, 1)
	go func() { finito <- run(ctx, []string{"-addr", addr}) }()
	limite := time.Now().Add(10 * time.Second)
	for {
		resp, err := http.Get("http://" + addr + "/status")
		if err == nil {
			if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
				t.Errorf("status %s, %v", resp.Status, err)
			}
			break
		}
		if time.Now().After(limite) {
			t.Fatal(err)
		}
	}
	ferma()
	if err := <-finito; err != nil {
		t.Errorf("run = %v", err)
	}
}
