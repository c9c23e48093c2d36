package main

import (
	"strings"
	"testing"

	"siss/models/dbtest"
)

func TestSeedOptions(t *testing.T) {
	tests := map[string]struct {
		args []string
		want opzioniSeed
		ok   bool
	}{
		"registries":       {nil, opzioniSeed{seme: 1}, true},
		"demo":             {[]string{"--demo"}, opzioniSeed{demo: true, seme: 1}, true},
		"all":              {[]string{"--demo", "--seme", "7", "--cartella", "x"}, opzioniSeed{demo: true, seme: 7, cartella: "x"}, true},
		"seed but no demo": {[]string{"--seme", "7"}, opzioniSeed{}, false},
		"no number":        {[]string{"--demo", "--seme", "segreto"}, opzioniSeed{}, false},
		"a word too many":  {[]string{"--demo", "segreto"}, opzioniSeed{}, false},
		"unknown":          {[]string{"--segreto"}, opzioniSeed{}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := leggiOpzioniSeed(tt.args)
			if (err == nil) != tt.ok {
				t.Fatalf("leggiOpzioniSeed(%q): %v", tt.args, err)
			}
			if err == nil && got != tt.want {
				t.Errorf("leggiOpzioniSeed(%q) = %+v, want %+v", tt.args, got, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "segreto") {
				t.Errorf("the error repeats a value: %v", err)
			}
		})
	}
}

func TestSeedLoadsTheRegistriesWithoutTemporal(t *testing.T) {
	cfg, err := loadConfig(ambiente("DATABASE_URL", dbtest.URL(t), "TEMPORAL_ADDRESS", "127.0.0.1:1"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := seed(t.Context(), cfg, nil); err != nil {
			t.Fatal(err)
		}
	}
}
