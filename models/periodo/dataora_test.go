package periodo

import (
	"errors"
	"testing"
	"time"
)

func TestParseDataOraReadsTheClockOfRome(t *testing.T) {
	tests := map[string]struct {
		in, want string
		err      error
	}{
		"the manual's timestamp": {"21/10/2024 18:32", "2024-10-21T16:32:00Z", nil},
		"winter":                 {" 21/01/2024 00:00 ", "2024-01-20T23:00:00Z", nil},
		"hour that clocks skip":  {"31/03/2024 02:30", "", ErrDataOra},
		"hour 24":                {"21/10/2024 24:00", "", ErrDataOra},
		"minute 60":              {"21/10/2024 18:60", "", ErrDataOra},
		"no such day":            {"31/04/2024 18:32", "", ErrInesistente},
		"day alone":              {"21/10/2024", "", ErrDataOra},
		"seconds":                {"21/10/2024 18:32:00", "", ErrDataOra},
		"one-digit hour":         {"21/10/2024 8:32", "", ErrDataOra},
		"sign":                   {"21/10/2024 +8:32", "", ErrDataOra},
		"empty":                  {"", "", ErrDataOra},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseDataOra(tt.in)
			if !errors.Is(err, tt.err) {
				t.Fatalf("ParseDataOra(%q) = %v, want %v", tt.in, err, tt.err)
			}
			if err == nil && got.UTC().Format(time.RFC3339) != tt.want {
				t.Errorf("ParseDataOra(%q) = %v, want %s", tt.in, got.UTC(), tt.want)
			}
		})
	}
}

func FuzzParseDataOra(f *testing.F) {
	for _, s := range []string{"", "21/10/2024 18:32", "2024-10-21 18:32", "31/03/2024 02:30", "27/10/2024 02:30", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseDataOra(s)
		if (err != nil) != v.IsZero() {
			t.Fatalf("ParseDataOra(%q) = %v, %v", s, v, err)
		}
		if got, err2 := ParseDataOra(DataOra(v)); err == nil && (err2 != nil || !got.Equal(v)) {
			t.Errorf("ParseDataOra(%q) = %v, written and read again %v, %v", s, v, got, err2)
		}
	})
}
