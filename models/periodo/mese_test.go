package periodo

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseMeseReadsBothFormsAndRefusesTheRest(t *testing.T) {
	tests := map[string]struct {
		in   string
		want string
		err  error
	}{
		"machine":       {"2024-03", "2024-03", nil},
		"italian":       {"03/2024", "2024-03", nil},
		"blanks around": {" 2024-03 ", "2024-03", nil},
		"month zero":    {"2024-00", "", ErrMese},
		"month 13":      {"13/2024", "", ErrMese},
		"too early":     {"1849-12", "", ErrAnno},
		"too late":      {"2201-01", "", ErrAnno},
		"a day":         {"2024-03-01", "", ErrMese},
		"empty":         {"", "", ErrMese},
		"letters":       {"marzo24", "", ErrMese},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseMese(tt.in)
			if got.String() != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ParseMese(%q) = %q, %v, want %q, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestMeseKnowsItsDays(t *testing.T) {
	tests := map[string]struct {
		giorni         int
		fine, italiano string
	}{
		"2024-02": {29, "2024-02-29", "febbraio 2024"},
		"2023-02": {28, "2023-02-28", "febbraio 2023"},
		"1900-02": {28, "1900-02-28", "febbraio 1900"},
		"2024-03": {31, "2024-03-31", "marzo 2024"},
		"2024-12": {31, "2024-12-31", "dicembre 2024"},
	}
	for in, tt := range tests {
		m := MustParseMese(in)
		date := m.Date()
		if m.Giorni() != tt.giorni || m.Fine().String() != tt.fine || m.Italiano() != tt.italiano {
			t.Errorf("%s = %d days to %s, %q, want %v", in, m.Giorni(), m.Fine(), m.Italiano(), tt)
		}
		if len(date) != tt.giorni || date[0] != m.Inizio() || date[len(date)-1] != m.Fine() {
			t.Errorf("%s.Date() = %v", in, date)
		}
	}
}

func TestPiuCountsMonthsAndStopsAtTheLimits(t *testing.T) {
	tests := map[string]struct {
		n    int
		want string
	}{
		"none":      {0, "2024-12"},
		"next year": {1, "2025-01"},
		"back":      {-12, "2023-12"},
		"far ahead": {1 << 62, "2200-12"},
		"far back":  {-1 << 62, "1850-01"},
	}
	for name, tt := range tests {
		if got := MustParseMese("2024-12").Piu(tt.n); got.String() != tt.want {
			t.Errorf("%s: Piu(%d) = %s, want %s", name, tt.n, got, tt.want)
		}
	}
}

func TestAbsentMeseIsEmptyEverywhere(t *testing.T) {
	var m Mese
	if m.String()+m.Italiano() != "" || !m.Inizio().IsZero() || !m.Fine().IsZero() || m.Giorni() != 0 || m.Date() != nil || !m.Piu(1).IsZero() {
		t.Error("an absent Mese has content")
	}
	if n := MustParseMese("2024-01"); m.Prima(n) || n.Prima(m) {
		t.Error("an absent Mese has an order")
	}
	if err := json.Unmarshal([]byte(`""`), &m); err != nil || !m.IsZero() {
		t.Errorf("Unmarshal of empty = %v, %v", m, err)
	}
}

func TestMeseIsStoredAsItsFirstDay(t *testing.T) {
	m := MustParseMese("2024-03")
	if v, err := m.Value(); v != "2024-03-01" || err != nil {
		t.Errorf("Value() = %v, %v, want 2024-03-01", v, err)
	}
	if v, err := (Mese{}).Value(); v != nil || err != nil {
		t.Errorf("Value() of absent = %v, %v, want nil", v, err)
	}
	tests := map[string]struct {
		src  any
		want string
		ok   bool
	}{
		"null":        {nil, "", true},
		"first day":   {time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "2024-03", true},
		"text":        {"2024-03-01", "2024-03", true},
		"another day": {"2024-03-02", "", false},
		"number":      {int64(1), "", false},
	}
	for name, tt := range tests {
		var got Mese
		if err := got.Scan(tt.src); got.String() != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Scan = %q, %v, want %q", name, got, err, tt.want)
		}
	}
}

func TestMeseKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := qualsiasiData(t, "m").Mese(), rapid.IntRange(-500, 500).Draw(t, "n")
		if got, err := ParseMese(m.String()); err != nil || !got.Equal(m) {
			t.Fatalf("ParseMese(%v) = %v, %v", m, got, err)
		}
		p := m.Piu(n)
		if p != MustParseMese("1850-01") && p != MustParseMese("2200-12") && p.Piu(-n) != m {
			t.Fatalf("%v.Piu(%d).Piu(%d) = %v", m, n, -n, p.Piu(-n))
		}
		if m.Prima(p) != m.Inizio().Prima(p.Inizio()) {
			t.Fatalf("%v.Prima(%v) = %v", m, p, m.Prima(p))
		}
		if m != MustParseMese("2200-12") && m.Fine().Piu(1) != m.Piu(1).Inizio() {
			t.Fatalf("the day after %v is not the first of %v", m.Fine(), m.Piu(1))
		}
		if m.Anno() != m.Inizio().Anno() || m.Numero() < 1 || m.Numero() > 12 {
			t.Fatalf("%v has year %d and number %d", m, m.Anno(), m.Numero())
		}
	})
}

func FuzzParseMese(f *testing.F) {
	for _, s := range []string{"", "2024-03", "03/2024", "2024-13", "2024/03", "\xff024-03"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMese(s)
		if (err != nil) != m.IsZero() {
			t.Fatalf("ParseMese(%q) = %v, %v", s, m, err)
		}
		if got, err2 := ParseMese(m.String()); err == nil && (err2 != nil || got != m) {
			t.Errorf("ParseMese(%q).String() = %q, which is %v, %v", s, m, got, err2)
		}
	})
}
