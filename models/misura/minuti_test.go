package misura

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseMinutiReadsHoursAndMinutes(t *testing.T) {
	tests := map[string]struct {
		in   string
		want Minuti
		err  error
	}{
		"colon":             {"1:30", 90, nil},
		"two-digit hour":    {"01:30", 90, nil},
		"only minutes":      {"90", 90, nil},
		"with a mark":       {"90'", 90, nil},
		"letter h":          {"1h30", 90, nil},
		"capital h":         {"1H30", 90, nil},
		"hours alone":       {"2h", 120, nil},
		"less than an hour": {"0:45", 45, nil},
		"shortest":          {"1", 1, nil},
		"whole day":         {"24:00", 1440, nil},
		"day in minutes":    {"1440", 1440, nil},
		"zero":              {"0", 0, ErrMinutiLimiti},
		"zero with colon":   {"0:00", 0, ErrMinutiLimiti},
		"over a day":        {"1441", 0, ErrMinutiLimiti},
		"over a day, colon": {"24:01", 0, ErrMinutiLimiti},
		"many digits":       {"99999999999999999999", 0, ErrMinutiLimiti},
		"sixty minutes":     {"1:60", 0, ErrMinuti},
		"one-digit minutes": {"1:5", 0, ErrMinuti},
		"no hours":          {":30", 0, ErrMinuti},
		"no minutes":        {"1:", 0, ErrMinuti},
		"both marks":        {"1:30'", 0, ErrMinuti},
		"seconds":           {"1:30:00", 0, ErrMinuti},
		"decimal hours":     {"1,5", 0, ErrMinuti},
		"negative":          {"-90", 0, ErrMinuti},
		"empty":             {"", 0, ErrMinuti},
		"only a mark":       {"'", 0, ErrMinuti},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseMinuti(tt.in)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ParseMinuti(%q) = %d, %v, want %d, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestMinutiAreExactInHours(t *testing.T) {
	if got := Minuti(100).Ore(); got.Cmp(big.NewRat(5, 3)) != 0 {
		t.Errorf("Ore() of 100 minutes = %s, want 5/3", got)
	}
	for m, want := range map[Minuti]string{90: "1:30", 5: "0:05", 1440: "24:00", 6005: "100:05", -90: "-1:30"} {
		if got := m.String(); got != want {
			t.Errorf("String() of %d = %q, want %q", int(m), got, want)
		}
	}
}

func TestMinutiKeepTheirLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Minuti(rapid.IntRange(1, minutiMassimi).Draw(t, "m"))
		if got, err := ParseMinuti(m.String()); err != nil || got != m {
			t.Fatalf("ParseMinuti(%q) = %d, %v, want %d", m, got, err, m)
		}
		testo, err := m.MarshalText()
		var got Minuti
		if err != nil || got.UnmarshalText(testo) != nil || got != m {
			t.Fatalf("UnmarshalText(%q) = %d, want %d", testo, got, m)
		}
		v, err := m.Value()
		if got = 0; err != nil || got.Scan(v) != nil || got != m {
			t.Fatalf("Scan(Value()) of %d = %d", m, got)
		}
	})
}

func FuzzParseMinuti(f *testing.F) {
	for _, s := range []string{"", "1:30", "90'", "90", "1h30", "2h", "24:01", "1:60", "h", "İ:30", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMinuti(s)
		if err == nil && (m < 1 || m > minutiMassimi) || err != nil && m != 0 {
			t.Fatalf("ParseMinuti(%q) = %d, %v", s, m, err)
		}
		if got, err2 := ParseMinuti(m.String()); err == nil && (err2 != nil || got != m) {
			t.Errorf("ParseMinuti(%q).String() = %q, which is %v, %v", s, m, got, err2)
		}
	})
}
