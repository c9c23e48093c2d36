package periodo

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseReadsBothFormsAndRefusesTheRest(t *testing.T) {
	tests := map[string]struct {
		in   string
		want string
		err  error
	}{
		"iso":                    {"2024-03-01", "2024-03-01", nil},
		"italian":                {"01/03/2024", "2024-03-01", nil},
		"blanks around":          {" 01/03/2024\n", "2024-03-01", nil},
		"leap day":               {"29/02/2024", "2024-02-29", nil},
		"leap century":           {"29/02/2000", "2000-02-29", nil},
		"first allowed":          {"1850-01-01", "1850-01-01", nil},
		"last allowed":           {"2200-12-31", "2200-12-31", nil},
		"not a leap year":        {"29/02/2023", "", ErrInesistente},
		"not a leap century":     {"29/02/1900", "", ErrInesistente},
		"31 April":               {"31/04/2024", "", ErrInesistente},
		"day zero":               {"00/04/2024", "", ErrInesistente},
		"month thirteen":         {"2024-13-01", "", ErrInesistente},
		"american order":         {"12/31/2024", "", ErrInesistente},
		"too early":              {"31/12/1849", "", ErrAnno},
		"too late":               {"2201-01-01", "", ErrAnno},
		"empty":                  {"", "", ErrData},
		"one-digit day":          {"1/3/2024", "", ErrData},
		"dots":                   {"01.03.2024", "", ErrData},
		"mixed separators":       {"01/03-2024", "", ErrData},
		"sign":                   {"2024-+3-01", "", ErrData},
		"digits of other script": {"٢٠٢٤٠", "", ErrData},
		"time of day":            {"2024-03-01T00:00:00Z", "", ErrData},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(tt.in)
			if got.String() != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("Parse(%q) = %q, %v, want %q, %v", tt.in, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestDataShowsItselfAsTheOperatoreReadsIt(t *testing.T) {
	d := MustParse("22/11/2026")
	if got, want := d.Italiana(), "22/11/2026"; got != want {
		t.Errorf("Italiana() = %q, want %q", got, want)
	}
	if got := []any{d.Anno(), d.Mese(), d.Giorno(), d.Settimana()}; got[0] != 2026 || got[1] != MustParseMese("2026-11") || got[2] != 22 || got[3] != time.Sunday {
		t.Errorf("parts = %v, want 2026, 2026-11, 22, Sunday", got)
	}
	sigle := ""
	for g := range 7 {
		sigle += MustParse("2026-11-23").Piu(g).Sigla()
	}
	if want := "LuMaMeGiVeSaDo"; sigle != want {
		t.Errorf("Sigla() from a Monday = %q, want %q", sigle, want)
	}
}

func TestAbsentDataIsEmptyEverywhere(t *testing.T) {
	var d Data
	if d.String()+d.Italiana()+d.Sigla()+DataOra(time.Time{}) != "" {
		t.Error("texts of an absent Data are not empty")
	}
	if v, err := d.Value(); v != nil || err != nil {
		t.Errorf("Value() = %v, %v, want nil, nil", v, err)
	}
	if !d.Inizio().IsZero() || !d.Piu(3).IsZero() || !Di(time.Time{}).IsZero() || d.Meno(MustParse("2024-01-01")) != 0 {
		t.Error("arithmetic on an absent Data does not stay absent")
	}
	e := MustParse("2024-01-01")
	if d.Prima(e) || d.Dopo(e) || e.Prima(d) || e.Dopo(d) {
		t.Error("an absent Data has an order")
	}
}

func TestDiTakesTheDayOfRome(t *testing.T) {
	tests := map[string]struct{ in, want, ora string }{
		"winter, an hour ahead":     {"2024-01-31T23:30:00Z", "2024-02-01", "01/02/2024 00:30"},
		"summer, two hours ahead":   {"2024-07-31T22:00:00Z", "2024-08-01", "01/08/2024 00:00"},
		"summer, still the day":     {"2024-07-31T21:59:59Z", "2024-07-31", "31/07/2024 23:59"},
		"the manual's timestamp":    {"2024-10-21T16:32:00Z", "2024-10-21", "21/10/2024 18:32"},
		"the hour that comes twice": {"2024-10-27T01:30:00Z", "2024-10-27", "27/10/2024 02:30"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in, err := time.Parse(time.RFC3339, tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := Di(in); got.String() != tt.want {
				t.Errorf("Di(%s) = %s, want %s", tt.in, got, tt.want)
			}
			if got := DataOra(in); got != tt.ora {
				t.Errorf("DataOra(%s) = %q, want %q", tt.in, got, tt.ora)
			}
		})
	}
	if got, want := MustParse("2024-07-01").Inizio().UTC().Format(time.RFC3339), "2024-06-30T22:00:00Z"; got != want {
		t.Errorf("Inizio() = %s, want %s", got, want)
	}
}

func TestOggiIsNotAbsent(t *testing.T) {
	if Oggi().IsZero() {
		t.Error("Oggi() is absent")
	}
}

func TestPiuStopsAtTheLimits(t *testing.T) {
	d := MustParse("2024-02-28")
	tests := map[string]struct {
		giorni int
		want   string
	}{
		"leap day":       {1, "2024-02-29"},
		"over the month": {2, "2024-03-01"},
		"back":           {-59, "2023-12-31"},
		"far ahead":      {1 << 40, "2200-12-31"},
		"far back":       {-1 << 40, "1850-01-01"},
	}
	for name, tt := range tests {
		if got := d.Piu(tt.giorni); got.String() != tt.want {
			t.Errorf("%s: Piu(%d) = %s, want %s", name, tt.giorni, got, tt.want)
		}
	}
}

func TestDataIsStoredAsDate(t *testing.T) {
	tests := map[string]struct {
		src  any
		want string
		ok   bool
	}{
		"null":               {nil, "", true},
		"midnight UTC":       {time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "2024-03-01", true},
		"day as it stands":   {time.Date(2024, 3, 1, 23, 30, 0, 0, time.UTC), "2024-03-01", true},
		"text":               {"2024-03-01", "2024-03-01", true},
		"bytes":              {[]byte("2024-03-01"), "2024-03-01", true},
		"year out of limits": {time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), "", false},
		"infinity":           {"infinity", "", false},
		"number":             {int64(3), "", false},
	}
	for name, tt := range tests {
		var d Data
		if err := d.Scan(tt.src); d.String() != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Scan = %q, %v, want %q", name, d, err, tt.want)
		}
	}
}

func TestDataTravelsInJSON(t *testing.T) {
	type riga struct {
		Dal Data         `json:"dal"`
		Per map[Data]int `json:"per"`
	}
	in := `{"dal":"","per":{"2024-03-01":2}}`
	var r riga
	if err := json.Unmarshal([]byte(in), &r); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(r)
	if err != nil || string(out) != in {
		t.Errorf("json round trip = %s, %v, want %s", out, err, in)
	}
	if err := json.Unmarshal([]byte(`{"dal":"2024-02-30"}`), &r); !errors.Is(err, ErrInesistente) {
		t.Errorf("Unmarshal of 30 February = %v, want %v", err, ErrInesistente)
	}
}

func TestMustParsePanicsOnWhatParseRefuses(t *testing.T) {
	for name, f := range map[string]func(){
		"Data": func() { MustParse("domani") },
		"Mese": func() { MustParseMese("domani") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func qualsiasiData(t *rapid.T, nome string) Data {
	return MustParse("1850-01-01").Piu(rapid.IntRange(0, 128_199).Draw(t, nome))
}

func TestDataKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := qualsiasiData(t, "d"), qualsiasiData(t, "e")
		for _, testo := range []string{d.String(), d.Italiana()} {
			if got, err := Parse(testo); err != nil || got != d {
				t.Fatalf("Parse(%q) = %v, %v, want %v", testo, got, err, d)
			}
		}
		if got := d.Piu(e.Meno(d)); got != e {
			t.Fatalf("%v.Piu(%v.Meno(%v)) = %v", d, e, d, got)
		}
		if d.Meno(e) != -e.Meno(d) || d.Prima(e) != (d.Meno(e) < 0) || d.Dopo(e) != e.Prima(d) || d.Equal(e) != (d.Meno(e) == 0) {
			t.Fatalf("order and distance of %v and %v disagree", d, e)
		}
		if got := Di(d.Inizio()); got != d {
			t.Fatalf("Di(%v.Inizio()) = %v", d, got)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "2024-03-01", "01/03/2024", "29/02/2023", "00/00/0000", "2024-3-1", "٠١/٠٣/٢٠٢٤", "\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			if !d.IsZero() {
				t.Errorf("Parse(%q) = %v with an error", s, d)
			}
			return
		}
		if got, err := Parse(d.String()); err != nil || got != d || d.IsZero() {
			t.Errorf("Parse(%q).String() = %q, which is %v, %v", s, d, got, err)
		}
	})
}
