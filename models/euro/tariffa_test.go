package euro

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseTariffaReadsFourDecimals(t *testing.T) {
	tests := map[string]struct {
		in   string
		want Tariffa
		err  error
	}{
		"two decimals":           {"21,69", 216_900, nil},
		"four decimals":          {"21,6955", 216_955, nil},
		"three decimals":         {"21,695", 216_950, nil},
		"one decimal":            {"21,5", 215_000, nil},
		"whole":                  {"21", 210_000, nil},
		"machine, four":          {"21.6900", 216_900, nil},
		"machine, two":           {"21.69", 216_900, nil},
		"three after a dot":      {"1.234", 12_340_000, nil},
		"thousands and decimals": {"1.234,5678", 12_345_678, nil},
		"zero":                   {"0", 0, nil},
		"largest":                {"9.999.999,9999", tariffaMassima, nil},
		"too large":              {"10.000.000", 0, ErrTariffaGrande},
		"fifth decimal":          {"21,69555", 0, ErrTariffa},
		"fifth decimal, machine": {"21.69555", 0, ErrTariffa},
		"one machine decimal":    {"21.5", 0, ErrTariffa},
		"negative":               {"-1", 0, ErrTariffa},
		"four digits then dot":   {"1234.567", 0, ErrTariffa},
		"empty":                  {"", 0, ErrTariffa},
		"letters":                {"gratis", 0, ErrTariffa},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseTariffa(tt.in)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ParseTariffa(%q) = %d, %v, want %d, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestTariffaWritesTwoToFourDecimals(t *testing.T) {
	tests := map[Tariffa][2]string{
		0:          {"0,00", "0.0000"},
		1:          {"0,0001", "0.0001"},
		216_900:    {"21,69", "21.6900"},
		216_950:    {"21,695", "21.6950"},
		210_000:    {"21,00", "21.0000"},
		12_345_678: {"1.234,5678", "1234.5678"},
	}
	for in, want := range tests {
		testo, err := in.MarshalText()
		if in.String() != want[0] || string(testo) != want[1] || err != nil {
			t.Errorf("%d = %q, %q, %v, want %q", int64(in), in, testo, err, want)
		}
	}
}

func TestTariffaKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Tariffa(rapid.Int64Range(0, tariffaMassima).Draw(t, "t"))
		if got, err := ParseTariffa(in.String()); err != nil || got != in {
			t.Fatalf("ParseTariffa(%q) = %d, %v, want %d", in, got, err, in)
		}
		testo, err := in.MarshalText()
		var got Tariffa
		if err != nil || got.UnmarshalText(testo) != nil || got != in {
			t.Fatalf("UnmarshalText(%q) = %d, want %d", testo, got, in)
		}
		if got := new(big.Rat).Mul(in.Rat(), big.NewRat(10_000, 1)); got.Cmp(new(big.Rat).SetInt64(int64(in))) != 0 {
			t.Fatalf("Rat() of %d = %s", in, in.Rat())
		}
		v, err := in.Value()
		if got = 0; err != nil || got.Scan(v) != nil || got != in {
			t.Fatalf("Scan(Value()) of %d = %d", in, got)
		}
	})
}

func FuzzParseTariffa(f *testing.F) {
	for _, s := range []string{"", "21,69", "21.6900", "1.234", "-1", "0,00001", "9999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseTariffa(s)
		if err == nil && (v < 0 || v > tariffaMassima) || err != nil && v != 0 {
			t.Fatalf("ParseTariffa(%q) = %d, %v", s, v, err)
		}
		if got, err2 := ParseTariffa(v.String()); err == nil && (err2 != nil || got != v) {
			t.Errorf("ParseTariffa(%q).String() = %q, which is %v, %v", s, v, got, err2)
		}
	})
}
