package euro

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseAliquotaReadsPercentages(t *testing.T) {
	tests := map[string]struct {
		in   string
		want Aliquota
		err  error
	}{
		"whole":          {"5", 500, nil},
		"italian":        {"5,00", 500, nil},
		"machine":        {"5.00", 500, nil},
		"one decimal":    {"5,5", 550, nil},
		"machine, one":   {"5.5", 550, nil},
		"zero":           {"0,00", 0, nil},
		"all":            {"100", 10_000, nil},
		"over all":       {"100,01", 0, ErrAliquota},
		"thousands":      {"1.000", 0, ErrAliquota},
		"third decimal":  {"5,005", 0, ErrAliquota},
		"negative":       {"-5", 0, ErrAliquota},
		"per cent sign":  {"5%", 0, ErrAliquota},
		"empty":          {"", 0, ErrAliquota},
		"beyond 32 bits": {"42949673", 0, ErrAliquota},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseAliquota(tt.in)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ParseAliquota(%q) = %d, %v, want %d, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestAliquotaIsAFractionOfOne(t *testing.T) {
	if got := Aliquota(500).Rat(); got.Cmp(big.NewRat(1, 20)) != 0 {
		t.Errorf("Rat() of 5 %% = %s, want 1/20", got)
	}
}

func TestAliquotaKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Aliquota(rapid.Int32Range(0, aliquotaMassima).Draw(t, "a"))
		if got, err := ParseAliquota(in.String()); err != nil || got != in {
			t.Fatalf("ParseAliquota(%q) = %d, %v, want %d", in, got, err, in)
		}
		testo, err := in.MarshalText()
		var got Aliquota
		if err != nil || got.UnmarshalText(testo) != nil || got != in {
			t.Fatalf("UnmarshalText(%q) = %d, want %d", testo, got, in)
		}
		v, err := in.Value()
		if got = 0; err != nil || got.Scan(v) != nil || got != in {
			t.Fatalf("Scan(Value()) of %d = %d", in, got)
		}
	})
}

func TestAliquotaRefusesAColumnBeyondItsLimits(t *testing.T) {
	for _, src := range []any{int64(-1), int64(10_001), nil, "x"} {
		var a Aliquota
		if err := a.Scan(src); err == nil {
			t.Errorf("Scan(%v) = %d, want an error", src, a)
		}
	}
}

func FuzzParseAliquota(f *testing.F) {
	for _, s := range []string{"", "5", "5,00", "5.00", "100,01", "-0", "1.000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseAliquota(s)
		if err == nil && (v < 0 || v > aliquotaMassima) || err != nil && v != 0 {
			t.Fatalf("ParseAliquota(%q) = %d, %v", s, v, err)
		}
		if got, err2 := ParseAliquota(v.String()); err == nil && (err2 != nil || got != v) {
			t.Errorf("ParseAliquota(%q).String() = %q, which is %v, %v", s, v, got, err2)
		}
	})
}
