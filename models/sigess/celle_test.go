package sigess_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// cella is what is typed in a cell, over what it said.
func cella(id, data, prestazione, prima, valore string) sigess.ModuloCella {
	return sigess.ModuloCella{InterventoID: id, Data: periodo.MustParse(data), Prestazione: prestazione, Valore: valore, Prima: prima}
}

// scriveCelle sends a batch of cells and returns what became of each: "=" and
// its value when it was done, else the reason and its value.
func scriveCelle(t *testing.T, m *dbtest.Mondo, chi, atto string, celle ...sigess.ModuloCella) []string {
	t.Helper()
	var out []string
	riesce(t, m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		esiti, err := sigess.RegistraCelle(tx, chi, atto, sigess.ModuloCelle{Celle: celle}, time.Now())
		for _, e := range esiti {
			if e.Fatta {
				out = append(out, "="+e.Valore)
			} else {
				out = append(out, e.Motivo+" ["+e.Valore+"]")
			}
		}
		return err
	}))
	return out
}

func TestEachCellOfABatchIsJudgedByItself(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	modulo := m.Prestazioni("2024-01-05")
	modulo.Dettagli.DataFine = periodo.MustParse("2024-01-25")
	casa, villa, altra := attiva(t, m, modulo), attiva(t, m, m.InStruttura("2024-01-01")), attiva(t, m, m.InStruttura("2024-01-01"))
	contributo := attiva(t, m, m.Economico("2024-01-01", 10000))
	riesce(t, sospendi(t, m, casa, "2024-01-18", "2024-01-19"))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-08", "PASTO", 200, 0))
	got := scriveCelle(t, m, m.Amministrativo, uuid.NewString(),
		cella(casa, "2024-01-05", "ASS_DOM", "", "1:30"), cella(casa, "2024-01-06", "ASS_DOM", "", "90"), cella(casa, "2024-01-07", "PASTO", "", "1,5"),
		cella(casa, "2024-01-08", "PASTO", "2", ""), cella(casa, "2024-01-09", "PASTO", "", ""),
		cella(casa, "2024-01-04", "PASTO", "", "1"), cella(casa, "2024-01-18", "PASTO", "", "1"), cella(casa, "2024-01-10", "ASS_DOM", "", "1,5"),
		cella(casa, "2024-01-10", "PASTO", "", "1:30"), cella(casa, "2024-01-10", "FUORI_PIANO", "", "1"), cella(villa, "2024-01-10", "RETTA", "", "1"),
		cella(altra, "2024-01-10", "RETTA", "", "1"), cella(altra, "2024-01-11", "RETTA", "", "2"), cella(contributo, "2024-01-10", "X", "", "1"),
		cella(uuid.NewString(), "2024-01-10", "PASTO", "", "1"), cella(casa, "2024-01-05", "ASS_DOM", "1:30", "2:00"))
	want := []string{"=1:30", "=1:30", "=1,5", "=", "=",
		"il giorno è fuori dal periodo dell'intervento []", "quel giorno l'intervento è sospeso []",
		"durata non valida: scrivere ore e minuti, ad esempio 1:30 []",
		"quantità non valida: scrivere un numero maggiore di zero con al massimo due decimali, ad esempio 1,5 []",
		"la prestazione non è nel piano di assistenza []", "=1", "quel giorno la persona risulta presente in un'altra struttura []",
		"in un giorno c'è al massimo una presenza []", "un intervento economico non ha accessi []", "l'intervento non esiste o non è visibile []", "=2:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	var accessi []string
	riesce(t, m.DB.Raw(`SELECT data || ' ' || prestazione FROM accesso ORDER BY 1`).Scan(&accessi).Error)
	if diff := cmp.Diff([]string{"2024-01-05 ASS_DOM", "2024-01-06 ASS_DOM", "2024-01-07 PASTO", "2024-01-10 RETTA"}, accessi); diff != "" {
		t.Errorf("accessi (-want +got):\n%s", diff)
	}
	domani := periodo.Oggi().Piu(1).String()
	if got := scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(casa, domani, "PASTO", "", "1")); got[0] != "la data non può essere futura []" {
		t.Errorf("a day to come = %q", got)
	}
	if got := scriveCelle(t, m, m.Estraneo, uuid.NewString(), cella(casa, "2024-01-05", "ASS_DOM", "2:00", "1:00")); got[0] != "l'intervento non esiste o non è visibile []" {
		t.Errorf("of a stranger = %q", got)
	}
	run := elabora(t, m, "2024-01", 200)
	e, err := sigess.ElaborazioneDi(m.DB, run)
	riesce(t, err)
	if got := scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(casa, "2024-01-05", "ASS_DOM", "2:00", "1:00"), cella(casa, "2024-01-06", "ASS_DOM", "1:30", "")); got[0] != "il mese è chiuso: è nell'elaborazione contabile "+e.Estremi()+" [2:00]" || got[1] != strings.Replace(got[0], "2:00", "1:30", 1) {
		t.Errorf("in a closed month = %q", got)
	}
}

func TestACellChangedMeanwhileIsRefusedWithWhatItSaysNow(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Prestazioni("2024-01-05"))
	riesce(t, registra(t, m, m.Collega, id, "2024-01-05", "ASS_DOM", 0, 60))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-06", "ASS_DOM", 0, 60))
	got := scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(id, "2024-01-05", "ASS_DOM", "", "2:00"), cella(id, "2024-01-05", "ASS_DOM", "0:30", ""),
		cella(id, "2024-01-06", "ASS_DOM", "2:00", "3:00"), cella(id, "2024-01-07", "ASS_DOM", "1:00", "2:00"), cella(id, "2024-01-05", "ASS_DOM", "", "60"),
		cella(id, "2024-01-05", "ASS_DOM", "60", "2:00"))
	want := []string{"nel frattempo la casella è stata cambiata da Neri Paolo: ora mostra quel valore [1:00]",
		"nel frattempo la casella è stata cambiata da Neri Paolo: ora mostra quel valore [1:00]",
		"la casella è già stata cambiata in un'altra finestra: ora mostra quel valore [1:00]",
		"nel frattempo qualcuno ha svuotato la casella: scriverla di nuovo, se serve []",
		"=1:00", // it says already what was asked
		"=2:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// A batch sent twice is one, even when the cells were changed back in between;
// the identity of an act is not for another batch.
func TestABatchSentTwiceIsDoneOnceAndAnswersTheSame(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id, atto := attiva(t, m, m.Prestazioni("2024-01-05")), uuid.NewString()
	celle := []sigess.ModuloCella{cella(id, "2024-01-05", "ASS_DOM", "", "2:00"), cella(id, "2024-01-04", "ASS_DOM", "", "2:00")}
	prima := scriveCelle(t, m, m.Amministrativo, atto, celle...)
	if got := scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(id, "2024-01-05", "ASS_DOM", "2:00", "")); got[0] != "=" {
		t.Fatalf("undone = %q", got)
	}
	if diff := cmp.Diff(prima, scriveCelle(t, m, m.Amministrativo, atto, celle...)); diff != "" {
		t.Errorf("the second time answers otherwise (-first +second):\n%s", diff)
	}
	var quanti int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM accesso`).Scan(&quanti).Error)
	if quanti != 0 {
		t.Error("the second time was done again")
	}
	for chi, celle := range map[string][]sigess.ModuloCella{m.Amministrativo: celle[:1], m.Collega: celle} {
		rifiuta(t, m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.RegistraCelle(tx, chi, atto, sigess.ModuloCelle{Celle: celle}, time.Now())
			return err
		}), models.Conflict)
	}
}

// Twenty operatori write the same cells at once: of each cell one is told that
// it was done, the others that it changed, and nobody waits for ever.
func TestOfManyWhoWriteTheSameCellsOneIsDone(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	ids := []string{attiva(t, m, m.Prestazioni("2024-01-01")), attiva(t, m, m.Prestazioni("2024-01-01")), attiva(t, m, m.InStruttura("2024-01-01"))}
	const n = 20
	esiti := make([][]string, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			chi := []string{m.Amministrativo, m.Collega}[i%2]
			celle := []sigess.ModuloCella{cella(ids[0], "2024-01-05", "ASS_DOM", "", fmt.Sprint(i+1)), cella(ids[1], "2024-01-05", "ASS_DOM", "", fmt.Sprint(i+1)),
				cella(ids[2], "2024-01-05", "RETTA", "", fmt.Sprintf("0,%02d", i+1))}
			if i%3 == 0 {
				slices.Reverse(celle)
			}
			esiti[i] = scriveCelle(t, m, chi, uuid.NewString(), celle...)
		})
	}
	wg.Wait()
	fatte := 0
	for _, e := range esiti {
		for _, c := range e {
			if strings.HasPrefix(c, "=") {
				fatte++
			}
		}
	}
	if fatte != 3 {
		t.Errorf("%d cells done, want one for each: %q", fatte, esiti)
	}
}

// What the plan foresees: exact, additive over days, whole for a whole month.
func TestWhatThePlanForeseesIsExactAndAdditive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		mese := periodo.MustParseMese(fmt.Sprintf("%d-%02d", rapid.IntRange(2000, 2100).Draw(t, "anno"), rapid.IntRange(1, 12).Draw(t, "mese")))
		p := sigess.PianoRiga{Quantita: misura.Quantita(rapid.IntRange(1, 9_999_999).Draw(t, "quantita")),
			Periodicita: rapid.SampledFrom([]string{"GIORNO", "SETTIMANA", "MESE"}).Draw(t, "periodicita")}
		tutti := mese.Giorni()
		uno := rapid.IntRange(0, tutti).Draw(t, "giorni")
		due := rapid.IntRange(0, tutti-uno).Draw(t, "altri")
		somma := p.Previsto(uno, mese)
		somma.Add(somma, p.Previsto(due, mese))
		if somma.Cmp(p.Previsto(uno+due, mese)) != 0 {
			t.Fatalf("%d days and %d are not %d together", uno, due, uno+due)
		}
		if p.Previsto(0, mese).Sign() != 0 {
			t.Fatal("no day is worth something")
		}
		interi := map[string]int{"GIORNO": 1, "SETTIMANA": 7, "MESE": tutti}[p.Periodicita]
		if interi <= tutti && p.Previsto(interi, mese).Cmp(p.Quantita.Rat()) != 0 {
			t.Fatalf("a whole period is worth %s of %s", p.Previsto(interi, mese), p.Quantita)
		}
	})
}

func TestARowIsSummedByUnitAndSetAgainstItsPlan(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	modulo := m.Prestazioni("2024-01-05") // 4 hours a week, a meal a day
	id := attiva(t, m, modulo)
	riesce(t, sospendi(t, m, id, "2024-01-20", "2024-01-24"))
	for _, d := range []string{"2024-01-05", "2024-01-06"} {
		riesce(t, registra(t, m, m.Amministrativo, id, d, "ASS_DOM", 0, 400))
	}
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-05", "PASTO", 100, 0))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-31", "PASTO", 2150, 0))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-30", "ASS_DOM", 0, 60))
	febbraio, err := sigess.RigheTabellone(m.DB, m.Chi(t, m.Amministrativo), periodo.MustParseMese("2024-02"), []string{id})
	riesce(t, err)
	if n := len(febbraio[0].Precedenti); n != 2 || len(febbraio[0].Accessi) != 0 {
		t.Errorf("February brings %d accessi of the week before and %d of its own, want 2 and 0", n, len(febbraio[0].Accessi))
	}
	righe, err := sigess.RigheTabellone(m.DB, m.Chi(t, m.Amministrativo), periodo.MustParseMese("2024-01"), []string{id, uuid.NewString()})
	riesce(t, err)
	r := righe[0]
	var somme, confronti []string
	for _, s := range r.Somme() {
		somme = append(somme, s.Testo()+" "+s.Nome())
	}
	for _, c := range r.Confronti() {
		confronti = append(confronti, fmt.Sprintf("%s %s %s %s %d", c.Prestazione, c.Previsto, c.Testo(c.Previsto), c.Testo(c.Erogato), c.Differenza()))
	}
	if r.Coperti() != 22 || !slices.Equal(somme, []string{"14:20 ore", "22,5 pasti"}) {
		t.Errorf("%d days, %q", r.Coperti(), somme)
	}
	// 22 days: 4 hours × 22/7 are 12 hours and 34 minutes and 2/7.
	if diff := cmp.Diff([]string{"ASS_DOM 88/7 12:34 14:20 106", "PASTO 22/1 22 22,5 50"}, confronti); diff != "" {
		t.Errorf("against the plan (-want +got):\n%s", diff)
	}
}

func TestTheTabelloneIsFilteredAndItsQueriesDoNotGrow(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	var primo string
	for n := range 12 {
		id := attiva(t, m, m.Prestazioni("2024-01-05"))
		if n == 0 {
			primo = id
		}
	}
	attiva(t, m, m.InStruttura("2024-01-05"))
	attiva(t, m, m.Economico("2024-01-05", 10000))
	gennaio := periodo.MustParseMese("2024-01")
	for nome, tt := range map[string]struct {
		filtro sigess.FiltroTabellone
		want   int
	}{
		"all":                 {sigess.FiltroTabellone{}, 13},
		"a tipo":              {sigess.FiltroTabellone{TipoInterventoID: m.Tipo[sigess.Struttura]}, 1},
		"an erogatore":        {sigess.FiltroTabellone{PressoID: m.Erogatore}, 12},
		"a struttura":         {sigess.FiltroTabellone{PressoID: m.Struttura}, 1},
		"part of a name":      {sigess.FiltroTabellone{Nome: "ross mar"}, 13},
		"nobody":              {sigess.FiltroTabellone{Nome: "rossi luigi"}, 0},
		"a number":            {sigess.FiltroTabellone{Nome: "2024/1"}, 1},
		"a name and a number": {sigess.FiltroTabellone{Nome: "rossi 2024/2"}, 1},
		"what SQL would read": {sigess.FiltroTabellone{Nome: "%' OR 1=1"}, 0},
	} {
		tt.filtro.Mese = gennaio
		tab, err := sigess.Tabellone(m.DB, m.Chi(t, m.Amministrativo), tt.filtro, models.Pagina{Limite: 5})
		riesce(t, err)
		if tab.Totale != tt.want || len(tab.Elementi) != min(tt.want, 5) {
			t.Errorf("%s: %d rows of %d, want %d", nome, len(tab.Elementi), tab.Totale, tt.want)
		}
	}
	presso, err := sigess.PressoChi(m.DB, m.Chi(t, m.Amministrativo), gennaio)
	riesce(t, err)
	if len(presso) != 2 || presso[0].Denominazione != "Cooperativa Aurora" {
		t.Errorf("delivered by %v", presso)
	}
	riesce(t, registra(t, m, m.Amministrativo, primo, "2024-01-05", "PASTO", 100, 0))
	if una, tutte := contaQuery(t, m, 1), contaQuery(t, m, 200); una != tutte {
		t.Errorf("%d queries for a row, %d for all", una, tutte)
	}
}

// contaQuery counts the statements that a page of the tabellone runs.
func contaQuery(t *testing.T, m *dbtest.Mondo, righe int) int {
	t.Helper()
	n := 0
	db := m.DB.Session(&gorm.Session{NewDB: true})
	riesce(t, db.Callback().Query().Before("gorm:query").Register("conta", func(*gorm.DB) { n++ }))
	defer func() { riesce(t, db.Callback().Query().Remove("conta")) }()
	_, err := sigess.Tabellone(db, m.Chi(t, m.Amministrativo), sigess.FiltroTabellone{Mese: periodo.MustParseMese("2024-01")}, models.Pagina{Limite: righe})
	riesce(t, err)
	return n
}
