package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var chiave = strings.Repeat("0f", 32)

func ambiente(altre ...string) map[string]string {
	out := map[string]string{"DATABASE_URL": "postgres://u:segreto@db/siss", "SISS_CHIAVE": chiave}
	for i := 0; i < len(altre); i += 2 {
		out[altre[i]] = altre[i+1]
	}
	return out
}

func TestConfigHasDefaultsForAllButDatabaseAndKey(t *testing.T) {
	got, err := loadConfig(ambiente())
	want := Config{
		DatabaseURL: "postgres://u:segreto@db/siss", ChiaveHex: chiave,
		TemporalAddress: "127.0.0.1:7233", TemporalNamespace: "siss", Addr: "127.0.0.1:8080", Log: "json", Coda: "siss",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("loadConfig: %v (-want +got):\n%s", err, diff)
	}
}

func TestConfigTellsEveryProblemAndNoValue(t *testing.T) {
	tests := map[string]struct {
		ambiente map[string]string
		dice     []string
	}{
		"nothing":          {map[string]string{}, []string{"DATABASE_URL", "SISS_CHIAVE"}},
		"short key":        {ambiente("SISS_CHIAVE", "segreto"), []string{"SISS_CHIAVE"}},
		"short old key":    {ambiente("SISS_CHIAVI_PRECEDENTI", chiave+",segreto"), []string{"SISS_CHIAVI_PRECEDENTI"}},
		"address":          {ambiente("SISS_ADDR", "segreto"), []string{"SISS_ADDR"}},
		"temporal":         {ambiente("TEMPORAL_ADDRESS", "segreto"), []string{"TEMPORAL_ADDRESS"}},
		"log":              {ambiente("SISS_LOG", "segreto"), []string{"SISS_LOG"}},
		"anpr":             {ambiente("SISS_ANPR_URL", "segreto"), []string{"SISS_ANPR_URL"}},
		"dev login open":   {ambiente("SISS_DEV_LOGIN", "true", "SISS_ADDR", "0.0.0.0:8080"), []string{"SISS_DEV_LOGIN"}},
		"dev login any":    {ambiente("SISS_DEV_LOGIN", "true", "SISS_ADDR", ":8080"), []string{"SISS_DEV_LOGIN"}},
		"dev login name":   {ambiente("SISS_DEV_LOGIN", "true", "SISS_ADDR", "siss.example:8080"), []string{"SISS_DEV_LOGIN"}},
		"several together": {ambiente("SISS_LOG", "segreto", "SISS_ADDR", "segreto"), []string{"SISS_LOG", "SISS_ADDR"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := loadConfig(tt.ambiente)
			if err == nil {
				t.Fatal("loadConfig succeeded")
			}
			for _, s := range tt.dice {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("error does not name %s: %v", s, err)
				}
			}
			if strings.Contains(err.Error(), "segreto") {
				t.Errorf("error repeats a value: %v", err)
			}
		})
	}
}

func TestDevLoginIsAllowedOnLoopback(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:0", "localhost:8080", "[::1]:8080", "127.0.0.53:1"} {
		if _, err := loadConfig(ambiente("SISS_DEV_LOGIN", "true", "SISS_ADDR", addr)); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestRunReturnsTheExitCodeOfWhatHappened(t *testing.T) {
	const caso = `{"casi": [{"id": "A", "avvio": "2024-03-04", "giorni": 30, "sospensione": {"dal": "%s", "al": null}, "slitta_festivi": false, "patrono": null}]}`
	buoni, cattivi := fileCasi(t, caso, "2024-03-19"), fileCasi(t, caso, "2024-03-03")
	tests := map[string]struct {
		args     []string
		ambiente map[string]string
		codice   int
		scrive   string // on standard output
		dice     string // on standard error
	}{
		"no command":       {nil, ambiente(), misused, "", "Usage"},
		"unknown command":  {[]string{"orders"}, ambiente(), misused, "", "no such command"},
		"help":             {[]string{"help"}, nil, ok, "Usage", ""},
		"version":          {[]string{"version"}, nil, ok, "siss, API ", ""},
		"openapi":          {[]string{"openapi"}, nil, ok, "openapi: 3.1.0", ""},
		"termini":          {[]string{"termini", buoni}, nil, ok, `"scadenza": "2024-05-03"`, ""},
		"termini refused":  {[]string{"termini", cattivi}, nil, failed, `"errore": "la sospensione`, "could not be evaluated"},
		"termini of what":  {[]string{"termini"}, nil, failed, "", "one case file"},
		"termini nowhere":  {[]string{"termini", buoni + ".txt"}, nil, failed, "", "cannot be opened"},
		"termini of text":  {[]string{"termini", "config_test.go"}, nil, failed, "", "non è leggibile"},
		"no configuration": {[]string{"serve"}, map[string]string{}, misused, "", "DATABASE_URL is missing"},
		"arguments":        {[]string{"serve", "now"}, ambiente(), failed, "", "no arguments"},
		"no database":      {[]string{"work"}, ambiente("DATABASE_URL", "postgres://127.0.0.1:1/x?connect_timeout=1"), failed, "", "siss: "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			if got := run(t.Context(), tt.args, maps.Clone(tt.ambiente), &stdout, &stderr); got != tt.codice {
				t.Errorf("exit code %d, want %d: %s", got, tt.codice, stderr.String())
			}
			if !strings.Contains(stdout.String(), tt.scrive) || !strings.Contains(stderr.String(), tt.dice) {
				t.Errorf("stdout %.300q, stderr %.300q", stdout.String(), stderr.String())
			}
		})
	}
}

func TestANPRIsAskedOnlyWhereItHasAnAddress(t *testing.T) {
	for url, attivo := range map[string]bool{"": false, "https://anpr.example/rest": true} {
		cfg, err := loadConfig(ambiente("SISS_ANPR_URL", url))
		if err != nil {
			t.Fatal(err)
		}
		if s := cfg.servizioANPR(cfg.logger()); (s != nil) != attivo {
			t.Errorf("%q: %v", url, s)
		}
	}
}

// fileCasi writes a case file whose sospensione begins on a given day.
func fileCasi(t *testing.T, caso, dal string) string {
	t.Helper()
	nome := filepath.Join(t.TempDir(), "casi.json")
	if err := os.WriteFile(nome, fmt.Appendf(nil, caso, dal), 0o600); err != nil {
		t.Fatal(err)
	}
	return nome
}
