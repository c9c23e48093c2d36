package termini_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/periodo"
	"siss/models/termini"
)

func g(s string) periodo.Data {
	if s == "" {
		return periodo.Data{}
	}
	return periodo.MustParse(s)
}

// proc is a procedimento of thirty days; "" leaves out what did not happen.
func proc(avvio, dal, al, ricevuto, osservazioni string) termini.Procedimento {
	p := termini.Procedimento{Avvio: g(avvio), Giorni: termini.GiorniOrdinari}
	if dal != "" {
		p.Sospensione = &periodo.Intervallo{Dal: g(dal), Al: g(al)}
	}
	if ricevuto != "" {
		p.Preavviso = &termini.Preavviso{Ricevuto: g(ricevuto), Osservazioni: g(osservazioni)}
	}
	return p
}

// slitta makes the deadline move from holidays, the patron's too.
func slitta(p termini.Procedimento, giorni int, patrono termini.Patrono) termini.Procedimento {
	p.Giorni, p.SlittaFestivi, p.Patrono = giorni, true, patrono
	return p
}

// L. 241/1990 art. 2 and 10-bis; the first five are the sums of domain b.6.
func TestTheDeadlineIsTheTermAndTheDaysInWhichItStood(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		p              termini.Procedimento
		want           string
		sospesi        int
		osservazioniIl string
	}{
		"the first day is not counted":            {proc("2024-03-04", "", "", "", ""), "2024-04-03", 0, ""},
		"papers asked for":                        {proc("2024-03-04", "2024-03-14", "2024-03-29", "", ""), "2024-04-18", 15, ""},
		"then a preavviso with osservazioni":      {proc("2024-03-04", "2024-03-14", "2024-03-29", "2024-04-10", "2024-04-18"), "2024-05-06", 33, "2024-04-20"},
		"then a preavviso without":                {proc("2024-03-04", "2024-03-14", "2024-03-29", "2024-04-10", ""), "2024-04-28", 25, "2024-04-20"},
		"osservazioni on the last day":            {proc("2024-03-04", "", "", "2024-03-10", "2024-03-20"), "2024-04-23", 20, "2024-03-20"},
		"osservazioni a day late":                 {proc("2024-03-04", "", "", "2024-03-10", "2024-03-21"), "2024-04-13", 10, "2024-03-20"},
		"osservazioni at once":                    {proc("2024-03-04", "", "", "2024-03-10", "2024-03-10"), "2024-04-13", 10, "2024-03-20"},
		"papers that never come":                  {proc("2024-03-04", "2024-03-14", "", "", ""), "2024-05-03", 30, ""},
		"papers on the thirtieth day":             {proc("2024-03-04", "2024-03-14", "2024-04-13", "", ""), "2024-05-03", 30, ""},
		"papers on the thirty-first":              {proc("2024-03-04", "2024-03-14", "2024-04-14", "", ""), "2024-05-03", 30, ""},
		"papers on the same day":                  {proc("2024-03-04", "2024-03-14", "2024-03-14", "", ""), "2024-04-03", 0, ""},
		"papers asked for on the first day":       {proc("2024-03-04", "2024-03-04", "2024-03-06", "", ""), "2024-04-05", 2, ""},
		"papers asked for on the last day":        {proc("2024-03-04", "2024-04-03", "2024-04-08", "", ""), "2024-04-08", 5, ""},
		"preavviso in the days that were added":   {proc("2024-03-04", "2024-03-14", "2024-03-29", "2024-04-18", ""), "2024-04-28", 25, "2024-04-28"},
		"preavviso on the day of the papers":      {proc("2024-03-04", "2024-03-14", "2024-03-29", "2024-03-29", ""), "2024-04-28", 25, "2024-04-08"},
		"preavviso thirty days after the request": {proc("2024-03-04", "2024-03-14", "", "2024-04-13", ""), "2024-05-13", 40, "2024-04-23"},
		"preavviso first, then papers":            {proc("2024-03-04", "2024-04-05", "2024-04-10", "2024-03-20", ""), "2024-04-18", 15, "2024-03-30"},
		"29 February is a day":                    {proc("2024-02-10", "", "", "", ""), "2024-03-11", 0, ""},
		"and is not in other years":               {proc("2023-02-10", "", "", "", ""), "2023-03-12", 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := termini.Calcola(tt.p)
			if err != nil {
				t.Fatal(err)
			}
			want := termini.Conto{Nominale: g(tt.want), Scadenza: g(tt.want), GiorniSospesi: tt.sospesi, Giorni: 30}
			if d := g(tt.osservazioniIl); !d.IsZero() {
				want.TermineOsservazioni = &d
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Calcola (-want +got):\n%s", diff)
			}
		})
	}
}

func TestADeadlineOnAHolidayMovesToTheNextDayThatIsNone(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		avvio   string
		giorni  int
		patrono termini.Patrono
		want    string
	}{
		"a working day stays":                       {"2024-03-04", 30, "", "2024-04-03"},
		"a Saturday stays":                          {"2024-03-04", 33, "", "2024-04-06"},
		"a Sunday":                                  {"2024-03-04", 34, "", "2024-04-08"},
		"Easter and its Monday":                     {"2024-03-01", 30, "", "2024-04-02"},
		"Christmas, Santo Stefano, a Sunday":        {"2026-11-25", 30, "", "2026-12-28"},
		"4 October before 2026":                     {"2025-09-04", 30, "", "2025-10-04"},
		"4 October from 2026, a Sunday":             {"2026-09-04", 30, "", "2026-10-05"},
		"4 October from 2026, a Monday":             {"2027-09-04", 30, "", "2027-10-05"},
		"the patron's day":                          {"2026-05-25", 30, "06-24", "2026-06-25"},
		"the patron of another comune":              {"2026-05-25", 30, "06-29", "2026-06-24"},
		"the patron's day after a Sunday":           {"2026-05-29", 30, "06-29", "2026-06-30"},
		"a patron of 29 February":                   {"2024-01-30", 30, "02-29", "2024-03-01"},
		"who has no feast in another year (27 Feb)": {"2023-01-28", 30, "02-29", "2023-02-27"},
		"over the end of the year":                  {"2023-12-01", 30, "", "2024-01-02"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := termini.Calcola(slitta(proc(tt.avvio, "", "", "", ""), tt.giorni, tt.patrono))
			if err != nil || got.Scadenza != g(tt.want) || got.Nominale != g(tt.avvio).Piu(tt.giorni) {
				t.Errorf("Calcola = %v, %v, %v, want %s", got.Nominale, got.Scadenza, err, tt.want)
			}
		})
	}
}

// The deadline in force is the one that moved, and the days are counted from the
// nominal one.
func TestPapersCanBeAskedForOnADayToWhichTheDeadlineMoved(t *testing.T) {
	t.Parallel()
	p := slitta(proc("2024-03-04", "2024-04-08", "2024-04-10", "", ""), 34, "")
	got, err := termini.Calcola(p)
	if err != nil || got.Nominale != g("2024-04-09") || got.Scadenza != g("2024-04-09") {
		t.Errorf("Calcola = %v, %v, want 2024-04-09", got, err)
	}
	p.SlittaFestivi = false
	if _, err := termini.Calcola(p); !errors.Is(err, termini.ErrSospTardi) {
		t.Errorf("Calcola without moving = %v, want %v", err, termini.ErrSospTardi)
	}
}

func TestCalcolaRefusesWhatCannotHaveHappened(t *testing.T) {
	t.Parallel()
	giorni := func(n int) termini.Procedimento {
		p := proc("2024-03-04", "", "", "", "")
		p.Giorni = n
		return p
	}
	tests := map[string]struct {
		p    termini.Procedimento
		want error
	}{
		"no start":                                   {proc("", "", "", "", ""), termini.ErrAvvio},
		"no days":                                    {giorni(0), termini.ErrGiorni},
		"negative days":                              {giorni(-30), termini.ErrGiorni},
		"more than the law allows":                   {giorni(181), termini.ErrGiorni},
		"more than an integer of days":               {giorni(1 << 40), termini.ErrGiorni},
		"the end of the calendar":                    {proc("2200-12-20", "", "", "", ""), termini.ErrCalendario},
		"reversed sospensione":                       {proc("2024-03-04", "2024-03-14", "2024-03-13", "", ""), termini.ErrRovesciata},
		"sospensione before the start":               {proc("2024-03-04", "2024-03-03", "2024-03-13", "", ""), termini.ErrSospPrima},
		"sospensione after the deadline":             {proc("2024-03-04", "2024-04-04", "", "", ""), termini.ErrSospTardi},
		"preavviso of no day":                        {termini.Procedimento{Avvio: g("2024-03-04"), Giorni: 30, Preavviso: &termini.Preavviso{}}, termini.ErrRicevuto},
		"preavviso before the start":                 {proc("2024-03-04", "", "", "2024-03-03", ""), termini.ErrPreavPrima},
		"preavviso after the deadline":               {proc("2024-03-04", "", "", "2024-04-04", ""), termini.ErrPreavTardi},
		"preavviso after the deadline that moved on": {proc("2024-03-04", "2024-03-14", "2024-03-29", "2024-04-19", ""), termini.ErrPreavTardi},
		"osservazioni before the preavviso":          {proc("2024-03-04", "", "", "2024-03-10", "2024-03-09"), termini.ErrOsservazioni},
		"preavviso while papers are awaited":         {proc("2024-03-04", "2024-03-14", "2024-03-29", "2024-03-28", ""), termini.ErrInsieme},
		"papers asked for during a preavviso":        {proc("2024-03-04", "2024-03-20", "2024-03-29", "2024-03-14", ""), termini.ErrInsieme},
		"sospensione after a preavviso's deadline":   {proc("2024-03-04", "2024-04-14", "2024-04-29", "2024-03-14", ""), termini.ErrSospTardi},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := termini.Calcola(tt.p); !errors.Is(err, tt.want) || got != (termini.Conto{}) {
				t.Errorf("Calcola = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestFraseIsTheSumInPlainItalian(t *testing.T) {
	t.Parallel()
	conta := func(p termini.Procedimento) termini.Conto {
		c, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	sospesa := conta(proc("2024-03-04", "2024-03-14", "2024-03-29", "", ""))
	tests := map[string]struct{ got, want string }{
		"plain":     {conta(proc("2024-03-04", "", "", "", "")).Frase(), "30 giorni, scade il 03/04/2024"},
		"suspended": {sospesa.Frase(), "30 giorni, 15 sospesi, scade il 18/04/2024"},
		"one day":   {conta(slitta(proc("2024-03-04", "2024-03-05", "2024-03-06", "", ""), 1, "")).Frase(), "1 giorno, 1 sospeso, scade il 06/03/2024"},
		"holiday":   {conta(slitta(proc("2024-03-04", "", "", "", ""), 34, "")).Frase(), "34 giorni, scade il 08/04/2024 (il 07/04/2024 è festivo)"},
		"last day":  {sospesa.FraseDi(g("2024-04-18")), "30 giorni, 15 sospesi, scade il 18/04/2024"},
		"passed":    {sospesa.FraseDi(g("2024-04-19")), "30 giorni, 15 sospesi, è scaduto il 18/04/2024"},
	}
	for name, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
}

func qualsiasi(t *rapid.T) termini.Procedimento {
	p := termini.Procedimento{
		Avvio:         g("1990-09-02").Piu(rapid.IntRange(0, 30_000).Draw(t, "avvio")),
		Giorni:        rapid.IntRange(1, termini.GiorniMassimi).Draw(t, "giorni"),
		SlittaFestivi: rapid.Bool().Draw(t, "slitta"),
	}
	if rapid.Bool().Draw(t, "ha patrono") {
		p.Patrono = termini.Patrono(g("2024-01-01").Piu(rapid.IntRange(0, 365).Draw(t, "patrono")).String()[5:])
	}
	return p
}

func TestAPauseMovesTheNominalDeadlineByItsDaysUpToThirty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := qualsiasi(t)
		senza, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		dal := p.Avvio.Piu(rapid.IntRange(0, p.Giorni).Draw(t, "dal"))
		giorni := rapid.IntRange(0, 90).Draw(t, "pausa")
		p.Sospensione = &periodo.Intervallo{Dal: dal, Al: dal.Piu(giorni)}
		con, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		want := min(giorni, termini.SospensioneMassima)
		if got := con.Nominale.Meno(senza.Nominale); got != want || con.GiorniSospesi != want {
			t.Fatalf("a pause of %d days moves the deadline by %d and counts %d, want %d", giorni, got, con.GiorniSospesi, want)
		}
	})
}

func TestTheOrderOfPauseAndPreavvisoDoesNotChangeTheSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := qualsiasi(t)
		p.Giorni = rapid.IntRange(45, termini.GiorniMassimi).Draw(t, "giorni lunghi")
		pausa := rapid.IntRange(0, 30).Draw(t, "pausa")
		risposta := rapid.IntRange(0, 10).Draw(t, "risposta")
		dopo := func(giorno, durata int) *periodo.Intervallo {
			return &periodo.Intervallo{Dal: p.Avvio.Piu(giorno), Al: p.Avvio.Piu(giorno + durata)}
		}
		preavviso := func(giorno int) *termini.Preavviso {
			return &termini.Preavviso{Ricevuto: p.Avvio.Piu(giorno), Osservazioni: p.Avvio.Piu(giorno + risposta)}
		}
		p.Sospensione, p.Preavviso = dopo(0, pausa), preavviso(pausa)
		prima, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		p.Sospensione, p.Preavviso = dopo(risposta+10, pausa), preavviso(0)
		poi, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		if want := pausa + risposta + 10; prima.Scadenza != poi.Scadenza || prima.GiorniSospesi != want || poi.GiorniSospesi != want {
			t.Fatalf("deadlines %s and %s, days %d and %d, want the same and %d", prima.Scadenza, poi.Scadenza, prima.GiorniSospesi, poi.GiorniSospesi, want)
		}
	})
}

func TestMovingNeverLandsOnAHolidayAndNeverGoesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := qualsiasi(t)
		c, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		if c.Nominale != p.Avvio.Piu(p.Giorni) {
			t.Fatalf("nominal deadline = %s", c.Nominale)
		}
		festa := func(d periodo.Data) bool { return periodo.Festivo(d) || d.String()[5:] == string(p.Patrono) }
		if !p.SlittaFestivi {
			if c.Scadenza != c.Nominale {
				t.Fatalf("%s moved to %s unasked", c.Nominale, c.Scadenza)
			}
			return
		}
		if festa(c.Scadenza) || c.Scadenza.Prima(c.Nominale) {
			t.Fatalf("%s moved to %s", c.Nominale, c.Scadenza)
		}
		for d := c.Nominale; d != c.Scadenza; d = d.Piu(1) {
			if !festa(d) {
				t.Fatalf("%s moved to %s over %s, which is no holiday", c.Nominale, c.Scadenza, d)
			}
		}
	})
}

func TestAnEventLaterNeverMakesTheDeadlineEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := qualsiasi(t)
		ricevuto := p.Avvio.Piu(rapid.IntRange(0, p.Giorni).Draw(t, "ricevuto"))
		p.Preavviso = &termini.Preavviso{Ricevuto: ricevuto}
		muto, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		attesa := rapid.IntRange(0, 40).Draw(t, "osservazioni")
		p.Preavviso.Osservazioni = ricevuto.Piu(attesa)
		con, err := termini.Calcola(p)
		if err != nil {
			t.Fatal(err)
		}
		want := attesa
		if attesa > termini.GiorniOsservazioni {
			want = 0
		}
		if got := con.GiorniSospesi - muto.GiorniSospesi; got != want || con.Scadenza.Prima(muto.Scadenza) {
			t.Fatalf("osservazioni after %d days add %d, want %d", attesa, got, want)
		}
	})
}
