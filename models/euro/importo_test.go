package euro

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseReadsItalianAndMachineAmounts(t *testing.T) {
	tests := map[string]struct {
		in   string
		want Importo
		err  error
	}{
		"manual's example":       {"100,00", 10_000, nil},
		"italian":                {"1.234,56", 123_456, nil},
		"one decimal":            {"1234,5", 123_450, nil},
		"whole":                  {"1234", 123_400, nil},
		"machine":                {"1234.56", 123_456, nil},
		"thousands":              {"1.234", 123_400, nil},
		"millions":               {"1.234.567,8", 123_456_780, nil},
		"ungrouped with comma":   {"1234567,89", 123_456_789, nil},
		"negative":               {"-1.234,56", -123_456, nil},
		"negative machine":       {"-0.05", -5, nil},
		"zero":                   {"0", 0, nil},
		"minus zero":             {"-0,00", 0, nil},
		"blanks around":          {" 12,00\t", 1_200, nil},
		"leading zeros":          {"007,10", 710, nil},
		"largest":                {"999.999.999.999,99", importoMassimo, nil},
		"smallest":               {"-999.999.999.999,99", -importoMassimo, nil},
		"too large":              {"1.000.000.000.000", 0, ErrImportoGrande},
		"beyond int64":           {"99999999999999999999999", 0, ErrImportoGrande},
		"third decimal":          {"1,234", 0, ErrImporto},
		"third decimal, machine": {"1234.567", 0, ErrImporto},
		"one machine decimal":    {"1234.5", 0, ErrImporto},
		"groups not of three":    {"12.34,56", 0, ErrImporto},
		"long first group":       {"1234.567,00", 0, ErrImporto},
		"zero as first group":    {"0.123", 0, ErrImporto},
		"both notations":         {"1,234.56", 0, ErrImporto},
		"dots twice, machine":    {"1.234.56", 0, ErrImporto},
		"two commas":             {"1,2,3", 0, ErrImporto},
		"no decimals":            {"12,", 0, ErrImporto},
		"no whole part":          {",50", 0, ErrImporto},
		"only a dot":             {".50", 0, ErrImporto},
		"plus":                   {"+5", 0, ErrImporto},
		"two signs":              {"--5", 0, ErrImporto},
		"sign inside":            {"1,-5", 0, ErrImporto},
		"blank inside":           {"1 234,00", 0, ErrImporto},
		"currency":               {"€ 5", 0, ErrImporto},
		"exponent":               {"1e3", 0, ErrImporto},
		"empty":                  {"", 0, ErrImporto},
		"only a sign":            {"-", 0, ErrImporto},
		"digits of other script": {"١٢", 0, ErrImporto},
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

func TestImportoWritesItalianAndMachineAmounts(t *testing.T) {
	tests := map[Importo][2]string{
		0:             {"0,00", "0.00"},
		5:             {"0,05", "0.05"},
		-5:            {"-0,05", "-0.05"},
		123_456:       {"1.234,56", "1234.56"},
		-123_456:      {"-1.234,56", "-1234.56"},
		99_999:        {"999,99", "999.99"},
		-99_999:       {"-999,99", "-999.99"},
		123_456_789:   {"1.234.567,89", "1234567.89"},
		math.MinInt64: {"-92.233.720.368.547.758,08", "-92233720368547758.08"},
	}
	for i, want := range tests {
		testo, err := i.MarshalText()
		if i.String() != want[0] || string(testo) != want[1] || err != nil {
			t.Errorf("%d = %q, %q, %v, want %q", int64(i), i, testo, err, want)
		}
	}
}

func TestArrotondaGoesHalfAwayFromZero(t *testing.T) {
	tests := map[string]Importo{
		"357.885":      35_789,
		"-357.885":     -35_789,
		"357.884999":   35_788,
		"-357.884999":  -35_788,
		"0.005":        1,
		"-0.005":       -1,
		"0.0049999":    0,
		"-0.0049999":   0,
		"2.675":        268, // a float would say 2,67
		"1.005":        101, // a float would say 1,00
		"100/3":        3_333,
		"200/3":        6_667,
		"-200/3":       -6_667,
		"0":            0,
		"1234567890.1": 123_456_789_010,
	}
	for in, want := range tests {
		r, ok := new(big.Rat).SetString(in)
		if !ok {
			t.Fatalf("test value %q", in)
		}
		prima := r.String()
		if got := Arrotonda(r); got != want {
			t.Errorf("Arrotonda(%s) = %v, want %v", in, got, want)
		}
		if r.String() != prima {
			t.Errorf("Arrotonda(%s) changed its argument", in)
		}
	}
}

func TestArrotondaPanicsRatherThanGiveAWrongAmount(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Arrotonda(new(big.Rat).SetInt64(math.MaxInt64))
}

func TestPercentualeRoundsOnce(t *testing.T) {
	tests := map[string]struct {
		importo  Importo
		aliquota Aliquota
		want     Importo
	}{
		"nothing":           {10_000, 0, 0},
		"all":               {10_001, 10_000, 10_001},
		"IVA 5 %":           {10_000, 500, 500},
		"IVA 5 % of 33,33":  {3_333, 500, 167},
		"half a cent up":    {10, 500, 1},
		"half a cent down":  {-10, 500, -1},
		"IVA 22 % of 12,25": {1_225, 2_200, 270},
	}
	for name, tt := range tests {
		if got := tt.importo.Percentuale(tt.aliquota); got != tt.want {
			t.Errorf("%s: %v.Percentuale(%v) = %v, want %v", name, tt.importo, tt.aliquota, got, tt.want)
		}
	}
}

func TestQuantityTimesTariffaIsExactBeforeTheOneRounding(t *testing.T) {
	tariffa, err := ParseTariffa("21,69")
	if err != nil {
		t.Fatal(err)
	}
	// 16,5 hours at 21,69 are 357,885 to the mill.
	r := new(big.Rat).Mul(tariffa.Rat(), big.NewRat(33, 2))
	if got, want := Arrotonda(r).String(), "357,89"; got != want {
		t.Errorf("16,5 x 21,69 = %s, want %s", got, want)
	}
}

func TestImportoKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := Importo(rapid.Int64Range(-importoMassimo, importoMassimo).Draw(t, "i"))
		if got, err := Parse(i.String()); err != nil || got != i {
			t.Fatalf("Parse(%q) = %d, %v, want %d", i, got, err, i)
		}
		testo, err := i.MarshalText()
		var got Importo
		if err != nil || got.UnmarshalText(testo) != nil || got != i {
			t.Fatalf("UnmarshalText(%q) = %d, want %d", testo, got, i)
		}
		if got := Arrotonda(i.Rat()); got != i {
			t.Fatalf("Arrotonda(%d cents) = %d", i, got)
		}
		a := Aliquota(rapid.Int32Range(0, aliquotaMassima).Draw(t, "a"))
		if (-i).Percentuale(a) != -i.Percentuale(a) {
			t.Fatalf("the storno of %v at %v is not its opposite", i, a)
		}
	})
}

func TestStornoOfARoundedAmountIsItsOpposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "num")
		den := rapid.Int64Range(1, 100_000).Draw(t, "den")
		r := big.NewRat(num, den)
		got := Arrotonda(r)
		if storno := Arrotonda(new(big.Rat).Neg(r)); storno != -got {
			t.Fatalf("Arrotonda(-%s) = %v, want %v", r, storno, -got)
		}
		errore := new(big.Rat).Sub(got.Rat(), r)
		if errore.Abs(errore).Cmp(big.NewRat(1, 200)) > 0 {
			t.Fatalf("Arrotonda(%s) = %v, more than half a cent away", r, got)
		}
	})
}

func TestImportoIsStoredInCents(t *testing.T) {
	if v, err := Importo(-5).Value(); v != int64(-5) || err != nil {
		t.Errorf("Value() = %v, %v, want -5", v, err)
	}
	tests := map[string]struct {
		src  any
		want Importo
		ok   bool
	}{
		"bigint":         {int64(123), 123, true},
		"sum as text":    {"-123", -123, true},
		"sum as bytes":   {[]byte("123"), 123, true},
		"null":           {nil, 0, false},
		"float":          {1.5, 0, false},
		"not a whole":    {"1.5", 0, false},
		"beyond 64 bits": {"99999999999999999999", 0, false},
	}
	for name, tt := range tests {
		var got Importo
		if err := got.Scan(tt.src); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Scan = %d, %v, want %d", name, got, err, tt.want)
		}
	}
}

func TestImportoTravelsInJSON(t *testing.T) {
	type riga struct {
		Importo Importo  `json:"importo"`
		Massimo *Importo `json:"massimo"`
	}
	var r riga
	if err := json.Unmarshal([]byte(`{"importo":"1.234,56","massimo":null}`), &r); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(r)
	if want := `{"importo":"1234.56","massimo":null}`; err != nil || string(out) != want {
		t.Errorf("Marshal = %s, %v, want %s", out, err, want)
	}
	if err := json.Unmarshal([]byte(`{"importo":""}`), &r); !errors.Is(err, ErrImporto) {
		t.Errorf("Unmarshal of empty = %v, want %v", err, ErrImporto)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "-", "0", "1.234,56", "1234.56", "-1.234.567,8", "1,234", ".5", "9223372036854775807", "1\x002", "€"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := Parse(s)
		if err != nil {
			if i != 0 {
				t.Errorf("Parse(%q) = %d with an error", s, i)
			}
			return
		}
		if got, err := Parse(i.String()); err != nil || got != i {
			t.Errorf("Parse(%q).String() = %q, which is %v, %v", s, i, got, err)
		}
	})
}
