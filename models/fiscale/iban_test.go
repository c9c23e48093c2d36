package fiscale

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The accounts of this table are the examples that the public IBAN registry
// prints for each country, whole or spoilt on purpose.
func TestParseIBANChecksLengthDigitsAndCIN(t *testing.T) {
	tests := map[string]struct {
		in   string
		want IBAN
		err  error
	}{
		"Italy":                     {"IT60X0542811101000000123456", "IT60X0542811101000000123456", nil},
		"printed form":              {"IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456", nil},
		"small letters, tabs":       {"\tit60x0542811101000000123456\u00a0", "IT60X0542811101000000123456", nil},
		"San Marino":                {"SM86U0322509800000000270100", "SM86U0322509800000000270100", nil},
		"Germany":                   {"DE89370400440532013000", "DE89370400440532013000", nil},
		"United Kingdom":            {"GB29NWBK60161331926819", "GB29NWBK60161331926819", nil},
		"France":                    {"FR1420041010050500013M02606", "FR1420041010050500013M02606", nil},
		"Norway, the shortest":      {"NO9386011117947", "NO9386011117947", nil},
		"Malta, long":               {"MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S", nil},
		"Vatican":                   {"VA59001123000012345678", "VA59001123000012345678", nil},
		"digits swapped":            {"IT60X0542811101000000123465", "", ErrIBANControllo},
		"check digits wrong":        {"IT61X0542811101000000123456", "", ErrIBANControllo},
		"check digits out of range": {"IT99X0542811101000000123456", "", ErrIBANControllo},
		"one short":                 {"IT60X054281110100000012345", "", ErrIBAN},
		"one long":                  {"IT60X05428111010000001234567", "", ErrIBAN},
		"country without IBAN":      {"US60X0542811101000000123456", "", ErrIBANPaese},
		"hyphens":                   {"IT60-X0542811101000000123456", "", ErrIBAN},
		"letters as check digits":   {"ITAAX0542811101000000123456", "", ErrIBAN},
		"not ASCII":                 {"IT60X054281110100000012345６", "", ErrIBAN},
		"only a country":            {"IT", "", ErrIBAN},
		"empty":                     {"", "", ErrIBAN},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseIBAN(tt.in)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ParseIBAN(%q) = %q, %v, want %q, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestParseIBANRefusesAnItalianAccountWithTheWrongShape(t *testing.T) {
	tests := map[string]struct {
		bban string
		want error
	}{
		"right":         {"X0542811101000000123456", nil},
		"wrong CIN":     {"Y0542811101000000123456", ErrIBANCIN},
		"digit for CIN": {"10542811101000000123456", ErrIBAN},
		"letter in ABI": {"XA542811101000000123456", ErrIBAN},
		"letter in CAB": {"X054281110A000000123456", ErrIBAN},
	}
	for name, tt := range tests {
		if _, err := ParseIBAN(conControllo("IT", tt.bban)); !errors.Is(err, tt.want) {
			t.Errorf("%s: ParseIBAN = %v, want %v", name, err, tt.want)
		}
	}
}

func TestParseIBANAgreesWithTheVectors(t *testing.T) {
	attesi := map[string]error{"valid": nil, "valid_foreign": nil, "invalid_mod97": ErrIBANControllo,
		"invalid_cin": ErrIBANCIN, "invalid_length": ErrIBAN}
	for _, r := range righe(t, "payments/iban_vectors.csv") {
		want, ok := attesi[r["expected"]]
		if !ok {
			t.Fatalf("unknown verdict %q", r["expected"])
		}
		if _, err := ParseIBAN(r["iban"]); !errors.Is(err, want) {
			t.Errorf("ParseIBAN(%s) = %v, want %v", r["iban"], err, want)
		}
	}
}

// A digit for a letter may slip through both checks by chance, one digit for
// another or one letter for another never does.
func TestEveryMistakenCharacterOfAnItalianIBANIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		conto := rapid.StringMatching(`[0-9]{10}[0-9A-Z]{12}`).Draw(t, "conto")
		s := conControllo("IT", string(controllo(conto))+conto)
		i, err := ParseIBAN(s)
		if err != nil {
			t.Fatalf("ParseIBAN(%s): %v", s, err)
		}
		if got, err := ParseIBAN(strings.ToLower(i.Formattato())); err != nil || got != i {
			t.Fatalf("ParseIBAN(%q) = %s, %v, want %s", i.Formattato(), got, err, i)
		}
		b := []byte(s)
		p := rapid.IntRange(2, len(b)-1).Draw(t, "position")
		simili := "0123456789"
		if lettera(b[p]) {
			simili = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		}
		b[p] = rapid.SampledFrom([]byte(simili)).Draw(t, "character")
		if got, err := ParseIBAN(string(b)); (err == nil) != (string(b) == s) {
			t.Fatalf("ParseIBAN(%s) = %s, %v, spoilt from %s", b, got, err, s)
		}
	})
}

func TestFormattatoPartsGroupsOfFour(t *testing.T) {
	for in, want := range map[IBAN]string{
		"IT60X0542811101000000123456": "IT60 X054 2811 1010 0000 0123 456",
		"BE68539007547034":            "BE68 5390 0754 7034",
		"":                            "",
	} {
		if got := in.Formattato(); got != want {
			t.Errorf("Formattato() = %q, want %q", got, want)
		}
	}
}

func TestIBANAndPartitaIVAAreEmptyOrChecked(t *testing.T) {
	i, p := IBAN("x"), PartitaIVA("x")
	if i.UnmarshalText(nil) != nil || p.UnmarshalText(nil) != nil || i != "" || p != "" {
		t.Errorf("UnmarshalText of empty left %q and %q", i, p)
	}
	if err := i.UnmarshalText([]byte("IT00")); !errors.Is(err, ErrIBAN) {
		t.Errorf("UnmarshalText = %v, want %v", err, ErrIBAN)
	}
	if err := p.UnmarshalText([]byte("IT00")); !errors.Is(err, ErrPartitaIVA) {
		t.Errorf("UnmarshalText = %v, want %v", err, ErrPartitaIVA)
	}
	if err := i.Scan("IT60X0542811101000000123456"); err != nil {
		t.Errorf("Scan = %v", err)
	}
	if err := p.Scan("15234852315"); err != nil {
		t.Errorf("Scan = %v", err)
	}
	vi, err1 := i.Value()
	vp, err2 := p.Value()
	if vi != i.String() || vp != p.String() || err1 != nil || err2 != nil {
		t.Errorf("Value = %v, %v, %v, %v", vi, err1, vp, err2)
	}
	ti, err1 := i.MarshalText()
	tp, err2 := p.MarshalText()
	if string(ti) != i.String() || string(tp) != p.String() || err1 != nil || err2 != nil {
		t.Errorf("MarshalText = %s, %v, %s, %v", ti, err1, tp, err2)
	}
}

func TestParsePartitaIVAChecksTheLastDigit(t *testing.T) {
	tests := map[string]struct {
		in   string
		want PartitaIVA
		ok   bool
	}{
		"right":             {"15234852315", "15234852315", true},
		"country and blank": {" it15234852315 ", "15234852315", true},
		"wrong digit":       {"15234852317", "", false},
		"ten digits":        {"1523485231", "", false},
		"twelve digits":     {"152348523150", "", false},
		"letters":           {"1523485231A", "", false},
		"zeros":             {"00000000000", "", false},
		"empty":             {"", "", false},
	}
	for name, tt := range tests {
		if got, err := ParsePartitaIVA(tt.in); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: ParsePartitaIVA = %q, %v, want %q", name, got, err, tt.want)
		}
	}
}

// conControllo puts the country and the check digits that ISO 13616 asks for
// before an account.
func conControllo(paese, bban string) string {
	cifre := 98 - resto97(bban+paese+"00")
	return paese + string([]byte{byte('0' + cifre/10), byte('0' + cifre%10)}) + bban
}

func FuzzParseIBAN(f *testing.F) {
	for _, s := range []string{"", "IT", "IT60X0542811101000000123456", "IT60 X054 2811 1010 0000 0123 456", "DE89370400440532013000", "it99\x00", "６"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := ParseIBAN(s)
		if err != nil {
			if i != "" {
				t.Errorf("ParseIBAN(%q) = %q with an error", s, i)
			}
			return
		}
		if got, err := ParseIBAN(i.Formattato()); err != nil || got != i {
			t.Errorf("ParseIBAN(%q) = %q, %v, read from %q", i.Formattato(), got, err, s)
		}
	})
}

func FuzzParsePartitaIVA(f *testing.F) {
	for _, s := range []string{"", "15234852315", "IT15234852315", "ITIT15234852315", "00000000000", "1523485231\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePartitaIVA(s)
		if (err != nil) != (p == "") {
			t.Fatalf("ParsePartitaIVA(%q) = %q, %v", s, p, err)
		}
		if got, err2 := ParsePartitaIVA(p.String()); err == nil && (err2 != nil || got != p) {
			t.Errorf("ParsePartitaIVA(%q) = %q, %v", p, got, err2)
		}
	})
}
