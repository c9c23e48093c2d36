package inbox_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/fiscale"
	"siss/models/inbox"
	"siss/models/periodo"
)

var tipi = []inbox.Tipo{inbox.AvviaIstruttoria, inbox.ValutaDomanda, inbox.PrendiVisione, inbox.ComunicaEsito, inbox.CreaIntervento, inbox.ConfermaElaborazione}

// mescola opens tasks of every kind, office, holder, age and term, some closed,
// and lists them all as they are.
func mescola(t *testing.T, m *dbtest.Mondo, quanti int) []inbox.Compito {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	oggi := periodo.Di(adesso)
	bianchi := anagrafe.Soggetto{ID: uuid.NewString(), EnteID: m.Comune, Codice: 2, Cognome: "BIANCHI", Nome: "LÀURA", Sesso: "F",
		DataNascita: periodo.MustParse("1950-02-03"), CodiceFiscale: fiscale.Codice("BNCLRA50B43H501Z"), Versione: 1}
	uffici := map[string]string{m.UO: m.Comune, m.AltraUO: m.Comune, m.Contabilita: m.Distretto, m.UOAltrove: m.Altrove}
	chi := []*string{nil, nil, &m.Amministrativo, &m.Collega, &m.Coordinatore, &m.Contabile, &m.Estraneo}
	soggetti := []*string{nil, &m.Soggetto, &bianchi.ID}
	var out []inbox.Compito
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		if err := tx.Create(&bianchi).Error; err != nil {
			return err
		}
		for n := range quanti {
			uo := []string{m.UO, m.UO, m.AltraUO, m.Contabilita, m.UOAltrove}[r.IntN(5)]
			c := inbox.Compito{Chiave: fmt.Sprint("domanda/", n), EnteID: uffici[uo], UOID: uo, OperatoreID: chi[r.IntN(len(chi))], Tipo: tipi[r.IntN(len(tipi))],
				Oggetto: "domanda", OggettoID: uuid.NewString(), WorkflowID: "domanda/x", Titolo: fmt.Sprintf("Fare 2024/%d: prova", n), SoggettoID: soggetti[r.IntN(3)],
				Creato: adesso.Add(-time.Duration(r.IntN(90*24)) * time.Hour)}
			if uo == m.Contabilita && r.IntN(2) == 0 { // the district's office works for its comune
				c.EnteID = m.Comune
			}
			if k := r.IntN(10); k > 0 {
				c.Scade = oggi.Piu([]int{-40, -1, 0, 0, 1, 3, 9, 30, 31}[k-1])
			}
			if err := inbox.Apri(tx, c); err != nil {
				return err
			}
		}
		if err := tx.Exec(`UPDATE compito SET chiuso_il = now() WHERE estremi LIKE '%7'`).Error; err != nil {
			return err
		}
		return tx.Raw(`SELECT * FROM compito WHERE chiuso_il IS NULL`).Scan(&out).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// aVista tells what the rules say in words: who sees a task, and in which list.
func aVista(m *dbtest.Mondo, chi models.Chi, c inbox.Compito, l inbox.Lista) bool {
	mio := c.OperatoreID != nil && *c.OperatoreID == chi.OperatoreID
	coordinato := chi.Ha(c.EnteID, models.Coordinatore)
	if !chi.InEnte(c.EnteID) || !mio && !slices.Contains(chi.UO(), c.UOID) && !coordinato {
		return false
	}
	switch l {
	case inbox.Miei:
		return mio
	case inbox.Uffici:
		return !mio
	case inbox.Liberi:
		return c.OperatoreID == nil
	case inbox.Coordinati:
		return coordinato
	}
	return true
}

func dentro(c inbox.Compito, f inbox.Filtro, oggi periodo.Data) bool {
	giorni := oggi.Meno(periodo.Di(c.Creato))
	for _, fascia := range inbox.Fasce {
		if fascia.Eta == f.Eta && (giorni < fascia.Da || fascia.A >= 0 && giorni > fascia.A) {
			return false
		}
	}
	manca := c.Scade.Meno(oggi)
	switch s := f.Scadenza; {
	case s == "":
	case s == inbox.SenzaTermine:
		if !c.Scade.IsZero() {
			return false
		}
	case c.Scade.IsZero(),
		s == inbox.Scaduti && manca >= 0, s == inbox.Oggi && manca != 0,
		s == inbox.Settimana && (manca < 0 || manca > 4), // the day is a Wednesday
		s == inbox.Mese && (manca < 0 || manca > 30):
		return false
	}
	return (f.Tipo == "" || f.Tipo == c.Tipo) && (f.Ufficio == "" || f.Ufficio == c.UOID) &&
		(f.Operatore != inbox.Nessuno || c.OperatoreID == nil) && (f.Operatore == "" || f.Operatore == inbox.Nessuno || c.OperatoreID != nil && *c.OperatoreID == f.Operatore) &&
		(f.Dal.IsZero() || !c.Scade.IsZero() && !c.Scade.Prima(f.Dal)) && (f.Al.IsZero() || !c.Scade.IsZero() && !c.Scade.Dopo(f.Al))
}

// The lists, their counts and those of the neighbouring choices agree with the
// rules and with each other, whatever is asked.
func TestListsAndCountsAgreeWithTheRulesOfVisibility(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tutti := mescola(t, m, 400)
	r := rand.New(rand.NewPCG(3, 4))
	oggi := periodo.Di(adesso)
	caso := func(tra ...string) string { return tra[r.IntN(len(tra))] }
	visti := 0
	for range 150 {
		chi := m.Chi(t, caso(m.Amministrativo, m.Collega, m.Coordinatore, m.Contabile, m.Estraneo))
		f := inbox.Filtro{Lista: inbox.Lista(caso("", "tutti", "miei", "uffici", "liberi", "coordinati")), Tipo: inbox.Tipo(caso("", "", "VALUTA_DOMANDA", "PRENDI_VISIONE")),
			Scadenza: inbox.Scadenza(caso("", "", "scaduti", "oggi", "settimana", "mese", "senza")), Eta: inbox.Eta(caso("", "", "", "0-7", "8-15", "31-60", "61-")),
			Ufficio: caso("", "", "", m.UO, m.Contabilita), Operatore: caso("", "", "", inbox.Nessuno, m.Collega),
			Ordine: inbox.Ordine(caso("", "scadenza", "-scadenza", "eta", "-eta", "soggetto", "-soggetto", "tipo", "-tipo"))}
		if r.IntN(5) == 0 {
			f.Dal, f.Al = oggi.Piu(-3), oggi.Piu(8)
		}
		var want []string
		for _, c := range tutti {
			if aVista(m, chi, c, f.Lista) && dentro(c, f, oggi) {
				want = append(want, c.ID)
			}
		}
		visti += len(want)
		got := elenca(t, m, chi.OperatoreID, f)
		controlla(t, f, want, got)
		vicini(t, m, chi, f, oggi)
	}
	if visti < 1000 {
		t.Errorf("only %d tasks were seen: the filters choose too little", visti)
	}
}

// controlla compares a list with what it should hold, and looks at its order.
func controlla(t *testing.T, f inbox.Filtro, want []string, got []inbox.Riga) {
	t.Helper()
	var ids []string
	for _, c := range got {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	slices.Sort(want)
	if !slices.Equal(ids, want) {
		t.Errorf("%+v lists %d tasks, want %d", f, len(ids), len(want))
	}
	ordine := func(a, b inbox.Riga) int {
		switch f.Ordine {
		case "eta", "-eta":
			return b.Creato.Compare(a.Creato)
		case "tipo", "-tipo":
			return cmp.Compare(a.Tipo, b.Tipo)
		case "soggetto", "-soggetto":
			return cmp.Compare(ultimo(a.Cognome), ultimo(b.Cognome))
		}
		return cmp.Compare(ultimo(a.Scade.String()), ultimo(b.Scade.String()))
	}
	if len(f.Ordine) > 0 && f.Ordine[0] == '-' {
		slices.Reverse(got)
	}
	if !slices.IsSortedFunc(got, ordine) {
		t.Errorf("%+v is not in order", f)
	}
}

// ultimo puts what is absent after all the rest.
func ultimo(s string) string {
	if s == "" {
		return "~"
	}
	return s
}

// vicini compares the count beside each choice with what choosing it counts.
func vicini(t *testing.T, m *dbtest.Mondo, chi models.Chi, f inbox.Filtro, oggi periodo.Data) {
	t.Helper()
	conti, err := inbox.Conta(m.DB, chi, f, nil, oggi)
	if err != nil {
		t.Fatal(err)
	}
	totale := func(f inbox.Filtro) int {
		c, err := inbox.Conta(m.DB, chi, f, nil, oggi)
		if err != nil {
			t.Fatal(err)
		}
		return c.Totale()
	}
	viste := []inbox.Vista{{Filtro: f}, {Filtro: inbox.Filtro{Testo: "rossi"}}}
	if err := inbox.ContaViste(m.DB, chi, viste, oggi); err != nil || viste[0].Quanti != conti.Totale() || viste[1].Quanti != totale(inbox.Filtro{Testo: "rossi"}) {
		t.Errorf("%+v: its view counts %d, want %d (error %v)", f, viste[0].Quanti, conti.Totale(), err)
	}
	insieme := []inbox.Vista{{Filtro: f}}
	if c, err := inbox.Conta(m.DB, chi, f, insieme, oggi); err != nil || c.Totale() != conti.Totale() || insieme[0].Quanti != conti.Totale() {
		t.Errorf("%+v: counted with a view %d and %d, want %d (error %v)", f, c.Totale(), insieme[0].Quanti, conti.Totale(), err)
	}
	for _, l := range []inbox.Lista{inbox.Tutti, inbox.Miei, inbox.Uffici, inbox.Liberi, inbox.Coordinati} {
		g := f
		g.Lista = l
		if a, b := conti.Lista(l), totale(g); a != b {
			t.Errorf("%+v: %d beside list %s, which counts %d", f, a, l, b)
		}
	}
	for _, s := range []inbox.Scadenza{"", inbox.Scaduti, inbox.Oggi, inbox.Settimana, inbox.Mese, inbox.SenzaTermine} {
		g := f
		g.Scadenza = s
		if a, b := conti.Scadenza(s), totale(g); a != b {
			t.Errorf("%+v: %d beside term %s, which counts %d", f, a, s, b)
		}
	}
}

func TestTasksAreFoundByNameOrNumber(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tutti := mescola(t, m, 120)
	for testo, tocca := range map[string]func(inbox.Compito) bool{
		"rossi":         func(c inbox.Compito) bool { return c.SoggettoID != nil && *c.SoggettoID == m.Soggetto },
		"Laura bianchi": func(c inbox.Compito) bool { return c.SoggettoID != nil && *c.SoggettoID != m.Soggetto },
		"2024/12":       func(c inbox.Compito) bool { return c.Titolo == "Fare 2024/12: prova" },
		" 12 ":          func(c inbox.Compito) bool { return c.Titolo == "Fare 2024/12: prova" },
		"2023/12":       func(inbox.Compito) bool { return false },
		"nessuno così":  func(inbox.Compito) bool { return false },
	} {
		chi := m.Chi(t, m.Coordinatore)
		var want []string
		for _, c := range tutti {
			if aVista(m, chi, c, inbox.Tutti) && tocca(c) {
				want = append(want, c.ID)
			}
		}
		f := inbox.Filtro{Testo: testo}
		controlla(t, f, want, elenca(t, m, m.Coordinatore, f))
	}
}

// A list read page by page holds each task once, in order.
func TestPagesFollowEachOther(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	mescola(t, m, 150)
	chi, oggi := m.Chi(t, m.Coordinatore), periodo.Di(adesso)
	for _, o := range []inbox.Ordine{"", "-eta", "soggetto", "-tipo"} {
		f := inbox.Filtro{Ordine: o}
		tutte := elenca(t, m, m.Coordinatore, f)
		var pagine []string
		for salta := 0; salta < len(tutte)+7; salta += 7 {
			righe, err := inbox.Elenca(m.DB, chi, f, oggi, models.Pagina{Limite: 7, Salta: salta})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range righe {
				pagine = append(pagine, r.ID)
			}
		}
		for n, r := range tutte {
			if n >= len(pagine) || pagine[n] != r.ID {
				t.Fatalf("order %q: the pages hold %d tasks, differ from the whole at %d", o, len(pagine), n)
			}
		}
	}
}

func TestAgeAndTermFollowTheDaysOfRome(t *testing.T) {
	t.Parallel()
	domenica := periodo.MustParse("2024-03-31") // the clocks change
	for giorno, want := range map[string]string{"2024-03-25": "2024-03-31", "2024-03-30": "2024-03-31", "2024-03-31": "2024-03-31", "2024-04-01": "2024-04-07"} {
		f := inbox.FineSettimana(periodo.MustParse(giorno))
		if f.String() != want {
			t.Errorf("the week of %s ends on %s, want %s", giorno, f, want)
		}
	}
	if got := inbox.FineSettimana(domenica); got != domenica {
		t.Errorf("a Sunday ends its week: got %s", got)
	}
}
