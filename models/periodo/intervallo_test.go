package periodo

import (
	"testing"

	"pgregory.net/rapid"
)

func intervallo(t *testing.T, dal, al string) Intervallo {
	t.Helper()
	var i Intervallo
	if err := i.Dal.UnmarshalText([]byte(dal)); err != nil {
		t.Fatal(err)
	}
	if err := i.Al.UnmarshalText([]byte(al)); err != nil {
		t.Fatal(err)
	}
	return i
}

func TestIntervalloIncludesBothEnds(t *testing.T) {
	tests := map[string]struct {
		dal, al, d string
		contiene   bool
		giorni     int
	}{
		"first day":    {"2024-03-01", "2024-03-31", "2024-03-01", true, 31},
		"last day":     {"2024-03-01", "2024-03-31", "2024-03-31", true, 31},
		"day before":   {"2024-03-01", "2024-03-31", "2024-02-29", false, 31},
		"day after":    {"2024-03-01", "2024-03-31", "2024-04-01", false, 31},
		"one day":      {"2024-03-01", "2024-03-01", "2024-03-01", true, 1},
		"open":         {"2024-03-01", "", "2190-01-01", true, 0},
		"absent day":   {"2024-03-01", "", "", false, 0},
		"turned round": {"2024-03-02", "2024-03-01", "2024-03-01", false, 0},
		"no beginning": {"", "2024-03-01", "2024-03-01", false, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			i, d := intervallo(t, tt.dal, tt.al), intervallo(t, tt.d, "").Dal
			if got := i.Contiene(d); got != tt.contiene {
				t.Errorf("Contiene(%v) = %v, want %v", d, got, tt.contiene)
			}
			if got := i.Giorni(); got != tt.giorni {
				t.Errorf("Giorni() = %d, want %d", got, tt.giorni)
			}
		})
	}
}

func TestIntersecaGivesTheSharedDays(t *testing.T) {
	tests := map[string]struct {
		a, b, want [2]string
		ok         bool
	}{
		"overlap":      {[2]string{"2024-01-01", "2024-03-31"}, [2]string{"2024-03-01", "2024-06-30"}, [2]string{"2024-03-01", "2024-03-31"}, true},
		"within":       {[2]string{"2024-01-01", ""}, [2]string{"2024-03-01", "2024-03-31"}, [2]string{"2024-03-01", "2024-03-31"}, true},
		"both open":    {[2]string{"2024-01-01", ""}, [2]string{"2024-03-01", ""}, [2]string{"2024-03-01", ""}, true},
		"touching":     {[2]string{"2024-01-01", "2024-03-01"}, [2]string{"2024-03-01", ""}, [2]string{"2024-03-01", "2024-03-01"}, true},
		"apart":        {[2]string{"2024-01-01", "2024-02-29"}, [2]string{"2024-03-01", ""}, [2]string{}, false},
		"turned round": {[2]string{"2024-02-01", "2024-01-01"}, [2]string{"2023-01-01", ""}, [2]string{}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a, b := intervallo(t, tt.a[0], tt.a[1]), intervallo(t, tt.b[0], tt.b[1])
			want := intervallo(t, tt.want[0], tt.want[1])
			if got, ok := a.Interseca(b); got != want || ok != tt.ok {
				t.Errorf("Interseca = %v, %v, want %v, %v", got, ok, want, tt.ok)
			}
		})
	}
}

func TestIntersecaAgreesWithContiene(t *testing.T) {
	genera := func(t *rapid.T, nome string) Intervallo {
		dal := MustParse("2024-01-01").Piu(rapid.IntRange(0, 60).Draw(t, nome+" dal"))
		if rapid.Bool().Draw(t, nome+" open") {
			return Intervallo{Dal: dal}
		}
		return Intervallo{Dal: dal, Al: dal.Piu(rapid.IntRange(-3, 30).Draw(t, nome+" giorni"))}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := genera(t, "a"), genera(t, "b")
		d := MustParse("2024-01-01").Piu(rapid.IntRange(-5, 100).Draw(t, "d"))
		c, ok := a.Interseca(b)
		if got, want := c.Contiene(d), a.Contiene(d) && b.Contiene(d); got != want {
			t.Fatalf("%v in %v and %v: intersection says %v", d, a, b, got)
		}
		if c2, ok2 := b.Interseca(a); c2 != c || ok2 != ok || ok != c.Valido() {
			t.Fatalf("Interseca of %v and %v depends on the order", a, b)
		}
	})
}

func TestFestivoKnowsTheNationalHolidays(t *testing.T) {
	tests := map[string]bool{
		"2024-01-01": true, "2024-01-06": true, "2024-04-25": true, "2024-05-01": true,
		"2024-08-15": true, "2024-11-01": true, "2024-12-25": true, "2024-12-26": true,
		"2025-06-02": true, "2025-12-08": true,
		"2024-04-01": true,  // Easter Monday
		"2025-04-21": true,  // Easter Monday
		"2026-04-06": true,  // Easter Monday
		"2024-03-31": true,  // Easter
		"2024-03-03": true,  // a Sunday
		"2024-03-02": false, // a Saturday
		"2024-04-02": false,
		"2024-12-24": false,
		"2024-06-29": false, // patron of Rome, not national
		"2024-10-04": false, // before L. 151/2025
		"2027-10-04": true,
		"2028-10-04": true,
	}
	for in, want := range tests {
		if got := Festivo(MustParse(in)); got != want {
			t.Errorf("Festivo(%s) = %v, want %v", in, got, want)
		}
	}
	if Festivo(Data{}) {
		t.Error("an absent Data is Festivo")
	}
}

func TestPasquaFallsWhereTheChurchSays(t *testing.T) {
	for _, want := range []string{"1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21",
		"2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"} {
		d := MustParse(want)
		if got := pasqua(d.Anno()); got != d {
			t.Errorf("pasqua(%d) = %v, want %v", d.Anno(), got, d)
		}
	}
	for anno := annoMinimo; anno <= annoMassimo; anno++ {
		if d := pasqua(anno); d.Sigla() != "Do" || d.Prima(Data{int16(anno), 3, 22}) || d.Dopo(Data{int16(anno), 4, 25}) {
			t.Errorf("pasqua(%d) = %v", anno, d)
		}
	}
}
