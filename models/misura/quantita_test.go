package misura

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseReadsPositiveQuantities(t *testing.T) {
	tests := map[string]struct {
		in   string
		want Quantita
		err  error
	}{
		"italian":                {"1,5", 150, nil},
		"machine":                {"1.50", 150, nil},
		"machine, one decimal":   {"1.5", 150, nil},
		"whole":                  {"2", 200, nil},
		"smallest":               {"0,01", 1, nil},
		"blanks around":          {" 2 ", 200, nil},
		"thousands and decimals": {"1.500,25", 150_025, nil},
		"largest":                {"99.999,99", quantitaMassima, nil},
		"largest, machine":       {"99999.99", quantitaMassima, nil},
		"too large":              {"100000", 0, ErrQuantitaGrande},
		"beyond int64":           {"99999999999999999999999", 0, ErrQuantitaGrande},
		"zero":                   {"0", 0, ErrQuantita},
		"zero with decimals":     {"0,00", 0, ErrQuantita},
		"negative":               {"-1", 0, ErrQuantita},
		"third decimal":          {"1,555", 0, ErrQuantita},
		"doubtful dot":           {"1.500", 0, ErrQuantita},
		"dot as first":           {".500,5", 0, ErrQuantita},
		"no decimals":            {"1,", 0, ErrQuantita},
		"no whole part":          {",5", 0, ErrQuantita},
		"two commas":             {"1,5,5", 0, ErrQuantita},
		"exponent":               {"1e2", 0, ErrQuantita},
		"empty":                  {"", 0, ErrQuantita},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(tt.in)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("Parse(%q) = %d, %v, want %d, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestQuantitaWritesTheShortestText(t *testing.T) {
	tests := map[Quantita][2]string{
		150:             {"1,5", "1.50"},
		200:             {"2", "2.00"},
		25:              {"0,25", "0.25"},
		1:               {"0,01", "0.01"},
		1_000:           {"10", "10.00"},
		quantitaMassima: {"99999,99", "99999.99"},
		0:               {"0", "0.00"},
		-150:            {"-1,5", "-1.50"}, // only as the difference of two
	}
	for q, want := range tests {
		testo, err := q.MarshalText()
		if q.String() != want[0] || string(testo) != want[1] || err != nil {
			t.Errorf("%d = %q, %q, %v, want %q", int64(q), q, testo, err, want)
		}
	}
}

func TestQuantitaKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Quantita(rapid.Int64Range(1, quantitaMassima).Draw(t, "q"))
		if got, err := Parse(q.String()); err != nil || got != q {
			t.Fatalf("Parse(%q) = %d, %v, want %d", q, got, err, q)
		}
		testo, err := q.MarshalText()
		var got Quantita
		if err != nil || got.UnmarshalText(testo) != nil || got != q {
			t.Fatalf("UnmarshalText(%q) = %d, want %d", testo, got, q)
		}
		if q.Rat().Cmp(big.NewRat(int64(q), 100)) != 0 {
			t.Fatalf("Rat() of %d = %s", q, q.Rat())
		}
		v, err := q.Value()
		if got = 0; err != nil || got.Scan(v) != nil || got != q {
			t.Fatalf("Scan(Value()) of %d = %d", q, got)
		}
	})
}

func TestScanReadsSumsAndRefusesTheRest(t *testing.T) {
	tests := map[string]struct {
		src  any
		want int64
		ok   bool
	}{
		"bigint":       {int64(90), 90, true},
		"sum as text":  {"90", 90, true},
		"sum as bytes": {[]byte("90"), 90, true},
		"null":         {nil, 0, false},
		"float":        {1.5, 0, false},
		"not a whole":  {"1.5", 0, false},
	}
	for name, tt := range tests {
		var q Quantita
		if err := q.Scan(tt.src); int64(q) != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Scan = %d, %v, want %d", name, q, err, tt.want)
		}
		var m Minuti
		if err := m.Scan(tt.src); int64(m) != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Scan of Minuti = %d, %v, want %d", name, m, err, tt.want)
		}
	}
}

func TestTestoExplainsAnExactNumber(t *testing.T) {
	for in, want := range map[string]string{"33/2": "16,5", "5/6": "0,83", "10": "10", "100": "100", "0": "0", "1/8": "0,13"} {
		r, ok := new(big.Rat).SetString(in)
		if !ok {
			t.Fatalf("test value %q", in)
		}
		if got := Testo(r); got != want {
			t.Errorf("Testo(%s) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "0", "1,5", "1.50", "2", "1.500", "1.500,5", "99.999,99", "\x00", "1,\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err == nil && (q < 1 || q > quantitaMassima) || err != nil && q != 0 {
			t.Fatalf("Parse(%q) = %d, %v", s, q, err)
		}
		if got, err2 := Parse(q.String()); err == nil && (err2 != nil || got != q) {
			t.Errorf("Parse(%q).String() = %q, which is %v, %v", s, q, got, err2)
		}
	})
}
