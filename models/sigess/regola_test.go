package sigess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// conRegole is the form of an intervento with other rules.
func conRegole(m *dbtest.Mondo, dal, al string, regole ...sigess.ModuloRegola) sigess.ModuloEconomico {
	f := m.Economico(dal, 1)
	if al != "" {
		f.Dettagli.DataFine = periodo.MustParse(al)
	}
	f.Regole = regole
	return f
}

func importo(i euro.Importo) *euro.Importo { return &i }
func numero(n int) *int                    { return &n }

// domain c.2, c.5: rules of every kind are saved by the form and paid by the runs
// in the months in which the spec says, month by month.
func TestTheRunsPayEveryKindOfRuleInItsMonths(t *testing.T) {
	t.Parallel()
	data := periodo.MustParse
	tests := map[string]struct {
		dal, al string
		regola  sigess.ModuloRegola
		want    []string // from the month of data inizio to December, 0 for nothing
	}{
		"quarterly in arrears, 450,00 from 10/02 to 31/08": {"2024-02-10", "2024-08-31", sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 45000},
			[]string{"0,00", "253,45", "0,00", "0,00", "450,00", "0,00", "300,00"}},
		"quarterly in advance": {"2024-02-10", "2024-08-31", sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 45000, Scadenza: "ANTICIPATA"},
			[]string{"253,45", "0,00", "450,00", "0,00", "0,00", "300,00", "0,00"}},
		"every two months from the 31st": {"2024-01-31", "2024-12-31", sigess.ModuloRegola{Frequenza: "BIMESTRALE", Importo: 20000, Ancoraggio: "DA_INIZIO"},
			[]string{"0,00", "0,00", "200,00", "0,00", "200,00", "0,00", "200,00", "0,00", "200,00", "0,00", "200,00", "103,23"}},
		"four months": {"2024-01-01", "2024-12-31", sigess.ModuloRegola{Frequenza: "QUADRIMESTRALE", Importo: 40000},
			[]string{"0,00", "0,00", "0,00", "400,00", "0,00", "0,00", "0,00", "400,00", "0,00", "0,00", "0,00", "400,00"}},
		"half a year in advance": {"2024-01-01", "2024-12-31", sigess.ModuloRegola{Frequenza: "SEMESTRALE", Importo: 60000, Scadenza: "ANTICIPATA"},
			[]string{"600,00", "0,00", "0,00", "0,00", "0,00", "0,00", "600,00"}},
		"yearly, from 01/03": {"2024-03-01", "", sigess.ModuloRegola{Frequenza: "ANNUALE", Importo: 120000},
			[]string{"0,00", "0,00", "0,00", "0,00", "0,00", "0,00", "0,00", "0,00", "0,00", "1.000,00"}},
		"weekly from 01/08": {"2024-08-01", "2024-09-30", sigess.ModuloRegola{Frequenza: "SETTIMANALE", Importo: 5000},
			[]string{"200,00", "235,71"}},
		"daily": {"2024-02-10", "2024-03-05", sigess.ModuloRegola{Frequenza: "GIORNALIERA", Importo: 1000},
			[]string{"200,00", "50,00"}},
		"cap of 1.000,00": {"2024-01-01", "", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 30000, Massimale: importo(100000)},
			[]string{"300,00", "300,00", "300,00", "100,00", "0,00"}},
		"1.000,00 in 12 rate": {"2024-01-01", "", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 8333, ImportoTotale: importo(100000), NumeroRate: numero(12)},
			[]string{"83,33", "83,33", "83,33", "83,33", "83,33", "83,33", "83,33", "83,33", "83,33", "83,33", "83,33", "83,37"}},
		"three rate and no more": {"2024-01-01", "", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 10000, NumeroRate: numero(3)},
			[]string{"100,00", "100,00", "100,00", "0,00"}},
		"with IVA": {"2024-01-01", "2024-01-31", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 10000, AliquotaIVA: 2200}, []string{"122,00"}},
		"una tantum": {"2024-05-01", "", sigess.ModuloRegola{Frequenza: "UNA_TANTUM", Importo: 50000, DataScadenza: data("2024-06-15")},
			[]string{"0,00", "500,00", "0,00"}},
	}
	m := dbtest.Nuovo(t, dbtest.Open(t))
	ids := map[string]string{}
	for nome, tt := range tests {
		ids[nome] = attiva(t, m, conRegole(m, tt.dal, tt.al, tt.regola))
	}
	pagati := map[string]euro.Importo{}
	for mese := periodo.MustParseMese("2024-01"); mese.Anno() == 2024; mese = mese.Piu(1) {
		liquida(t, m, mese.String())
	}
	type riga struct {
		InterventoID string
		Mese         periodo.Mese
		Totale       euro.Importo
	}
	scritte, err := models.Tutte[riga](m.DB, `SELECT intervento_id, mese_competenza AS mese, sum(totale) AS totale FROM movimento GROUP BY 1, 2`)
	riesce(t, err)
	for _, r := range scritte {
		pagati[r.InterventoID+r.Mese.String()] = r.Totale
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			previsti := conRegole(m, tt.dal, tt.al, tt.regola).Caso().Prevedi(data(tt.dal)).Mesi
			mese := data(tt.dal).Mese()
			for n, want := range tt.want {
				if got := pagati[ids[nome]+mese.String()]; got.String() != want || previsti[n].Totale() != got {
					t.Errorf("%s: paid %s, foreseen %s, want %s", mese, got, previsti[n].Totale(), want)
				}
				mese = mese.Piu(1)
			}
		})
	}
}

// What a form says is what is read again, and what the audit tells of it.
func TestTheConditionsOfARuleAreReadAgain(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	f := conRegole(m, "2024-01-01", "", sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 8333, Scadenza: "ANTICIPATA", Ancoraggio: "DA_INIZIO",
		NumeroRate: numero(12), ImportoTotale: importo(100000), Massimale: importo(90000), InSospensione: "PAGARE", AliquotaIVA: 400, Causale: "affitto"},
		sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 100})
	id := uuid.NewString()
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, id, f) }))
	i, err := sigess.InterventoVisibile(m.DB, m.Chi(t, m.Amministrativo), id)
	riesce(t, err)
	c, err := sigess.CassettiDi(m.DB, i)
	riesce(t, err)
	want := []sigess.ModuloRegola{{Frequenza: "TRIMESTRALE", Importo: 8333, CriterioRateo: "GIORNI_EFFETTIVI", Scadenza: "ANTICIPATA", Ancoraggio: "DA_INIZIO",
		NumeroRate: numero(12), ImportoTotale: importo(100000), Massimale: importo(90000), InSospensione: "PAGARE", AliquotaIVA: 400, Causale: "affitto"},
		{Frequenza: "MENSILE", Importo: 100, CriterioRateo: "GIORNI_EFFETTIVI", Scadenza: "POSTICIPATA", Ancoraggio: "SOLARE", InSospensione: "NON_PAGARE"}}
	if diff := cmp.Diff(want, c.Regole); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

// A suspension, and an end that comes earlier, change what a rata of more months
// is worth, in the month in which it was due; a cap, in all later ones.
func TestAFactOfAMonthIsAdjustedInTheMonthThatPaysIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	posticipata := attiva(t, m, conRegole(m, "2024-01-01", "", sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 9100 * 3}))
	anticipata := attiva(t, m, conRegole(m, "2024-01-01", "", sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 9000, Scadenza: "ANTICIPATA", CriterioRateo: "TRENTESIMI"}))
	massimale := attiva(t, m, conRegole(m, "2024-01-01", "", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 31000, Massimale: importo(80000)}))
	for _, mese := range []string{"2024-01", "2024-02", "2024-03", "2024-04"} {
		liquida(t, m, mese)
	}
	riesce(t, sospendi(t, m, posticipata, "2024-01-01", "2024-01-31"))
	riesce(t, sospendi(t, m, massimale, "2024-01-01", "2024-01-31"))
	riesce(t, termina(t, m, anticipata, "2024-05-15"))
	id := elabora(t, m, "2024-05", 200)
	uguali(t, differenze(t, m, id), "2024-03 Conguaglio a debito -91,00", "2024-04 Conguaglio a debito -45,00",
		"2024-01 Conguaglio a debito -310,00", "2024-03 Conguaglio a credito 130,00", "2024-04 Pagamento 180,00")
}

// The causale of a rule is in how the accounting list names the payment.
func TestTheCausaleOfARuleIsInTheAccountingList(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, conRegole(m, "2024-01-01", "", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 100, Causale: "contributo affitto"}))
	got := righe(t, m, elabora(t, m, "2024-01", 10))[0][0]
	if want := "SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2024/1 del 01/01/2024, contributo affitto"; got != want {
		t.Errorf("estremi = %q, want %q", got, want)
	}
}

func TestTheFormRefusesRulesThatCannotBe(t *testing.T) {
	t.Parallel()
	dueAffitti := []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 100, Causale: "Affitto", Al: periodo.MustParse("2024-06-30")},
		{Frequenza: "TRIMESTRALE", Importo: 100, Causale: "affitto", Dal: periodo.MustParse("2024-06-30")}}
	tests := map[string]struct {
		regole []sigess.ModuloRegola
		campo  string // "" for none
	}{
		"a total in rate worth what it makes":     {[]sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 8333, ImportoTotale: importo(100000), NumeroRate: numero(12)}}, ""},
		"a total in rate worth something else":    {[]sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 9000, ImportoTotale: importo(100000), NumeroRate: numero(12)}}, "regole.0.importo"},
		"a total less than a rata":                {[]sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 9000, ImportoTotale: importo(100)}}, "regole.0.importoTotale"},
		"a total of days":                         {[]sigess.ModuloRegola{{Frequenza: "GIORNALIERA", Importo: 100, ImportoTotale: importo(1000)}}, "regole.0.importoTotale"},
		"a number of una tantum":                  {[]sigess.ModuloRegola{{Frequenza: "UNA_TANTUM", Importo: 100, DataScadenza: periodo.MustParse("2024-02-01"), NumeroRate: numero(2)}}, "regole.0.numeroRate"},
		"a cap of nothing":                        {[]sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 100, Massimale: importo(0)}}, "regole.0.massimale"},
		"a day that is no una tantum's":           {[]sigess.ModuloRegola{{Frequenza: "ANNUALE", Importo: 100, DataScadenza: periodo.MustParse("2024-02-01")}}, "regole.0.dataScadenza"},
		"the same causale twice in the same days": {dueAffitti, "regole.1.causale"},
		"no causale twice":                        {[]sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 100}, {Frequenza: "MENSILE", Importo: 100}}, ""},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			f := sigess.ModuloEconomico{Dettagli: sigess.Dettagli{DataInizio: periodo.MustParse("2024-01-01"), MotivoAttivazione: "NUOVA"}, Regole: tt.regole}
			problemi := f.Check()
			if _, detto := problemi[tt.campo]; detto != (tt.campo != "") || len(problemi) > 1 {
				t.Errorf("problems = %v, want one of %q", problemi, tt.campo)
			}
		})
	}
}

// regolaQualunque draws a rule as the form could have it.
func regolaQualunque(t *rapid.T) sigess.Regola {
	r := sigess.Regola{Progressivo: 1, Importo: euro.Importo(rapid.IntRange(1, 100_000).Draw(t, "importo")),
		Frequenza:     rapid.SampledFrom([]string{"GIORNALIERA", "SETTIMANALE", "MENSILE", "BIMESTRALE", "TRIMESTRALE", "QUADRIMESTRALE", "SEMESTRALE", "ANNUALE"}).Draw(t, "frequenza"),
		CriterioRateo: rapid.SampledFrom([]sigess.Criterio{sigess.Nessuno, sigess.GiorniEffettivi, sigess.Trentesimi, sigess.MezzoMese, sigess.Soglia15}).Draw(t, "criterio"),
		Scadenza:      rapid.SampledFrom([]string{"POSTICIPATA", "ANTICIPATA"}).Draw(t, "scadenza"),
		Ancoraggio:    rapid.SampledFrom([]string{"SOLARE", "DA_INIZIO"}).Draw(t, "ancoraggio"),
		InSospensione: rapid.SampledFrom([]string{"NON_PAGARE", "PAGARE"}).Draw(t, "sospensione")}
	if rapid.Bool().Draw(t, "con massimale") {
		r.Massimale = importo(euro.Importo(rapid.IntRange(1, 500_000).Draw(t, "massimale")))
	}
	return r
}

// somma is what the rules of a case pay in the months between two.
func somma(t *rapid.T, c sigess.Caso, da, a periodo.Mese) (out euro.Importo) {
	for m := da; !a.Prima(m); m = m.Piu(1) {
		righe, difetti := sigess.Calcola(c, m)
		if len(difetti) > 0 {
			t.Fatal(difetti)
		}
		for _, r := range righe {
			out += r.Totale
		}
	}
	return out
}

// A rule that is closed at the end of any month and opened again the day after
// pays what it would have paid; with rate of more months one rata may be cut in
// two, which are rounded each. No more than its cap is paid, nothing when the
// intervento is not there, and in advance as much as in arrears, but for the cents
// of weeks that are summed by other months.
func TestSplittingAPeriodAtAnyMonthNeverChangesTheSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		inizio := periodo.MustParse("2023-01-01").Piu(rapid.IntRange(0, 400).Draw(t, "inizio"))
		fine := inizio.Piu(rapid.IntRange(0, 700).Draw(t, "durata"))
		r := regolaQualunque(t)
		c := sigess.Caso{Natura: sigess.Economico, Span: periodo.Intervallo{Dal: inizio, Al: fine}, Regole: []sigess.Regola{r}}
		if rapid.Bool().Draw(t, "sospeso") {
			dal := inizio.Piu(rapid.IntRange(0, 300).Draw(t, "sospeso dal"))
			c.Sospensioni = []periodo.Intervallo{{Dal: dal, Al: dal.Piu(rapid.IntRange(0, 60).Draw(t, "giorni"))}}
		}
		primo, ultimo := inizio.Mese(), fine.Mese()
		tutto := somma(t, c, primo, ultimo)
		if m := r.Massimale; m != nil && tutto > *m {
			t.Fatalf("paid %s beyond the cap %s", tutto, *m)
		}
		if fuori := somma(t, c, primo.Piu(-14), primo.Piu(-1)) + somma(t, c, ultimo.Piu(1), ultimo.Piu(14)); fuori != 0 {
			t.Fatalf("%s due when the intervento is not there", fuori)
		}
		var arrotondati euro.Importo // the weeks of a month are one line: in advance they are of other months
		if r.Frequenza == "SETTIMANALE" {
			arrotondati = euro.Importo(fine.Meno(inizio)/28 + 2)
		}
		for _, scadenza := range []string{"POSTICIPATA", "ANTICIPATA"} {
			c.Regole[0].Scadenza = scadenza
			if got := somma(t, c, primo, ultimo); max(got-tutto, tutto-got) > arrotondati && r.Massimale == nil {
				t.Fatalf("%s pays %s in all, %s pays %s", scadenza, got, r.Scadenza, tutto)
			}
		}
		if r.Massimale != nil || r.Ancoraggio != sigess.Solare || r.Frequenza == "SETTIMANALE" {
			return
		}
		taglio := primo.Piu(rapid.IntRange(1, 24).Draw(t, "taglio")).Inizio()
		prima, dopo := r, r
		prima.Al, dopo.Dal, dopo.Progressivo = taglio.Piu(-1), taglio, 2
		c.Regole = []sigess.Regola{prima, dopo}
		var centesimo euro.Importo
		if calcolo.Frequenza(r.Frequenza).Mesi() > 1 {
			centesimo = 1
		}
		if diviso := somma(t, c, primo, ultimo); diviso < tutto-centesimo || diviso > tutto+centesimo {
			t.Fatalf("split at %s the sum is %s, whole %s", taglio, diviso, tutto)
		}
	})
}

// What a rule that is deleted by hand paid is looked at again.
func TestARuleTakenAwayIsTakenBackWhereItPaid(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, conRegole(m, "2024-01-01", "", sigess.ModuloRegola{Frequenza: "MENSILE", Importo: 100},
		sigess.ModuloRegola{Frequenza: "TRIMESTRALE", Importo: 9000, Dal: periodo.MustParse("2024-01-01"), Al: periodo.MustParse("2024-03-31")}))
	for _, mese := range []string{"2024-01", "2024-02", "2024-03"} {
		liquida(t, m, mese)
	}
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`DELETE FROM regola_pagamento WHERE intervento_id = ? AND progressivo = 2`, id).Error
	}))
	uguali(t, differenze(t, m, elabora(t, m, "2024-04", 200)), "2024-03 Conguaglio a debito -90,00", "2024-04 Pagamento 1,00")
}
