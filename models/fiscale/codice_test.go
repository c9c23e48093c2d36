package fiscale

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// righe reads a table of the data folder that lies beside the repository, one
// map per row by the names of the first.
func righe(t *testing.T, nome string) []map[string]string {
	t.Helper()
	radice, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(radice, "go.mod")); err == nil {
			break
		}
		if radice == filepath.Dir(radice) {
			t.Fatal("no go.mod above the test's folder")
		}
		radice = filepath.Dir(radice)
	}
	dati := filepath.Join(radice, "..", "shared", "data")
	if _, err := os.Stat(dati); errors.Is(err, os.ErrNotExist) {
		t.Skipf("../shared not present in this clone: %s", nome)
	}
	f, err := os.Open(filepath.Join(dati, nome))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tutte, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, campi := range tutte[1:] {
		riga := make(map[string]string)
		for i, c := range campi {
			riga[tutte[0][i]] = c
		}
		out = append(out, riga)
	}
	if len(out) == 0 {
		t.Fatalf("%s holds no rows", nome)
	}
	return out
}

// The first code is the specimen of an invented person that public forms and
// manuals print; the wrong ones are it, spoilt.
func TestParseCodiceAppliesTheRulesOfTheDecree(t *testing.T) {
	tests := map[string]struct {
		in, want string
		err      error
	}{
		"specimen":                {"RSSMRA85T10A562S", "RSSMRA85T10A562S", nil},
		"small letters, blanks":   {" rssmra85t10a562s\n", "RSSMRA85T10A562S", nil},
		"omocodia of one digit":   {"RSSMRA85T10A56NH", "RSSMRA85T10A56NH", nil},
		"provisional":             {"37707037315", "37707037315", nil},
		"wrong check character":   {"RSSMRA85T10A562T", "", ErrControllo},
		"one letter off":          {"RSSMRO85T10A562S", "", ErrControllo},
		"month not in the list":   {"RSSMRA85F10A562S", "", ErrCodice},
		"omocodia letter unknown": {"RSSMRA85T10A56AS", "", ErrCodice},
		"digit among the names":   {"R5SMRA85T10A562S", "", ErrCodice},
		"digit as place letter":   {"RSSMRA85T101562S", "", ErrCodice},
		"digit as check":          {"RSSMRA85T10A5621", "", ErrCodice},
		"fifteen characters":      {"RSSMRA85T10A562", "", ErrCodice},
		"seventeen characters":    {"RSSMRA85T10A562SS", "", ErrCodice},
		"blank inside":            {"RSSMRA 85T10A562", "", ErrCodice},
		"letter of two bytes":     {"RSSMRÀ85T10A562", "", ErrCodice},
		"long s for S":            {"RſSMRA85T10A562", "", ErrCodice},
		"provisional, wrong":      {"37707037310", "", ErrProvvisorio},
		"eleven zeros":            {"00000000000", "", ErrProvvisorio},
		"empty":                   {"", "", ErrCodice},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseCodice(tt.in)
			if got != Codice(tt.want) || !errors.Is(err, tt.err) {
				t.Errorf("ParseCodice(%q) = %q, %v, want %q, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestParseCodiceRefusesDatesThatNoCenturyHas(t *testing.T) {
	tests := map[string]bool{
		"85A01": true, "85A31": true, "85A41": true, "85A71": true,
		"85A00": false, "85A32": false, "85A40": false, "85A72": false, "85A99": false,
		"85B28": true, "85B29": false, "84B29": true, "00B29": true, "84B69": true, "84B70": false,
		"85D30": true, "85D31": false, "85D71": false,
	}
	for nascita, ok := range tests {
		base := "RSSMRA" + nascita + "H501"
		_, err := ParseCodice(base + string(controllo(base)))
		if ok && err != nil || !ok && !errors.Is(err, ErrCodiceData) {
			t.Errorf("ParseCodice with birth %s = %v, want valid: %v", nascita, err, ok)
		}
	}
}

func TestParseCodiceAgreesWithPublicCodes(t *testing.T) {
	for _, r := range righe(t, "codice-fiscale/cf_public_codes.csv") {
		_, err := ParseCodice(r["code"])
		if got, want := err == nil, r["check_char_ok"] == "true"; got != want {
			t.Errorf("ParseCodice(%s) = %v, want valid: %v", r["code"], err, want)
		}
	}
}

func TestParseCodiceChecksProvisionalCodes(t *testing.T) {
	for _, r := range righe(t, "codice-fiscale/cf_numeric11_vectors.csv") {
		want := r["valid_check_digit"] == "true"
		c, err := ParseCodice(r["code"])
		if (err == nil) != want || c.Provvisorio() != want {
			t.Errorf("ParseCodice(%s) = %q, %v, want valid: %v", r["code"], c, err, want)
		}
		if _, err := ParsePartitaIVA(r["code"]); (err == nil) != want {
			t.Errorf("ParsePartitaIVA(%s) = %v, want valid: %v", r["code"], err, want)
		}
	}
}

func TestBaseUndoesOmocodia(t *testing.T) {
	for _, r := range righe(t, "codice-fiscale/cf_omocodia_vectors.csv") {
		for _, in := range []string{r["base_cf"], r["omocodia_cf"]} {
			c, err := ParseCodice(in)
			if err != nil {
				t.Errorf("ParseCodice(%s): %v", in, err)
			}
			if got := c.Base(); string(got) != r["base_cf"] {
				t.Errorf("Base of %s = %s, want %s", in, got, r["base_cf"])
			}
		}
	}
}

func TestBaseLeavesAloneWhatIsNoCodeOfAPerson(t *testing.T) {
	for _, c := range []Codice{"", "37707037315", "ABC", "àààààààà", "----------------"} {
		if got := c.Base(); got != c {
			t.Errorf("Base of %q = %q", c, got)
		}
	}
}

func TestEveryOmocodiaOfACodeIsAcceptedAndUndone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := qualsiasiAnagrafica(t)
		c, err := Genera(a)
		if err != nil {
			t.Fatalf("Genera: %v", err)
		}
		b := []byte(c[:15])
		for _, p := range posizioniCifra {
			if rapid.Bool().Draw(t, "letter") {
				b[p] = cifreCodice[b[p]-'0']
			}
		}
		omocodo := Codice(string(b) + string(controllo(string(b))))
		letto, err := ParseCodice(strings.ToLower(omocodo.String()))
		if err != nil || letto != omocodo || letto.Base() != c {
			t.Fatalf("ParseCodice(%s) = %s, %v with base %s, want base %s", omocodo, letto, err, letto.Base(), c)
		}
		if d := Confronta(omocodo, a); d != nil {
			t.Fatalf("Confronta(%s) = %v, want none", omocodo, d)
		}
	})
}

func TestCodesAreEmptyOrCheckedInText(t *testing.T) {
	c := Codice("RSSMRA85T10A562S")
	if err := c.UnmarshalText([]byte("RSSMRA85T10A562T")); !errors.Is(err, ErrControllo) || c != "RSSMRA85T10A562S" {
		t.Errorf("UnmarshalText of a wrong code = %v, left %q", err, c)
	}
	if err := c.UnmarshalText([]byte(" ")); err != nil || c != "" {
		t.Errorf("UnmarshalText of blanks = %v, left %q", err, c)
	}
	if err := c.UnmarshalText([]byte("rssmra85t10a562s")); err != nil || c != "RSSMRA85T10A562S" {
		t.Errorf("UnmarshalText = %v, left %q", err, c)
	}
	if testo, err := c.MarshalText(); err != nil || string(testo) != c.String() {
		t.Errorf("MarshalText = %q, %v, want %q", testo, err, c)
	}
}

func TestCodesAreStoredAsTextOrNull(t *testing.T) {
	if v, err := Codice("").Value(); v != nil || err != nil {
		t.Errorf("Value() of absent = %v, %v, want nil", v, err)
	}
	if v, err := Codice("37707037315").Value(); v != "37707037315" || err != nil {
		t.Errorf("Value() = %v, %v", v, err)
	}
	tests := map[string]struct {
		src  any
		want Codice
		ok   bool
	}{
		"text":   {"RSSMRA85T10A562S", "RSSMRA85T10A562S", true},
		"padded": {"37707037315     ", "37707037315", true},
		"bytes":  {[]byte("37707037315"), "37707037315", true},
		"null":   {nil, "", true},
		"number": {int64(37707037315), "", false},
	}
	for name, tt := range tests {
		var got Codice
		if err := got.Scan(tt.src); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Scan = %q, %v, want %q", name, got, err, tt.want)
		}
	}
}

func TestRefusalsNeverEchoWhatWasTyped(t *testing.T) {
	for _, in := range []string{"RSSMRA85T10A562T", "QQQQQQ", "37707037310"} {
		_, err1 := ParseCodice(in)
		_, err2 := ParseIBAN(in)
		_, err3 := ParsePartitaIVA(in)
		for _, err := range []error{err1, err2, err3} {
			if err == nil || strings.Contains(err.Error(), in) || strings.HasSuffix(err.Error(), ".") {
				t.Errorf("refusal of %q = %v", in, err)
			}
		}
	}
}

func FuzzParseCodice(f *testing.F) {
	for _, s := range []string{"", "RSSMRA85T10A562S", "RSSMRA85T10A56NH", "37707037315", "00000000000", "rssmra85t10a562s", "RSSMRÀ85T10A562", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		Codice(s).Base() // must not panic on what was never parsed
		Confronta(Codice(s), Anagrafica{Cognome: s, Nome: s, Sesso: s, Anno: 1985, Luogo: s})
		c, err := ParseCodice(s)
		if err != nil {
			if c != "" {
				t.Errorf("ParseCodice(%q) = %q with an error", s, c)
			}
			return
		}
		for _, in := range []Codice{c, c.Base()} {
			if got, err := ParseCodice(in.String()); err != nil || got != in {
				t.Errorf("ParseCodice(%q) = %q, %v, read from %q", in, got, err, s)
			}
		}
	})
}
