package sigess_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// The months to pay follow from the rules and the dates of a contribution, and
// from the tabellone for the others.
func TestTheMonthsToPayFollowFromRulesAndTabellone(t *testing.T) {
	t.Parallel()
	oggi := periodo.MustParse("2024-06-15")
	mesi := func(testi ...string) []periodo.Mese {
		var out []periodo.Mese
		for _, m := range testi {
			out = append(out, periodo.MustParseMese(m))
		}
		return out
	}
	mensile := sigess.Cassetti{Regole: []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 10000, CriterioRateo: "NESSUNO"}}}
	tests := map[string]struct {
		natura                sigess.Natura
		stato                 sigess.Stato
		dal, al               string
		c                     sigess.Cassetti
		elaborati, conAccessi []periodo.Mese
		arretrati             []periodo.Mese
		prossimo              string
	}{
		"a draft":                      {sigess.Economico, sigess.Bozza, "2024-01-05", "", mensile, nil, nil, nil, ""},
		"nothing paid yet":             {sigess.Economico, sigess.Attivo, "2024-04-05", "", mensile, nil, nil, mesi("2024-04", "2024-05"), "2024-04"},
		"paid up":                      {sigess.Economico, sigess.Attivo, "2024-04-05", "", mensile, mesi("2024-04", "2024-05"), nil, nil, "2024-06"},
		"a gap":                        {sigess.Economico, sigess.Attivo, "2024-03-05", "", mensile, mesi("2024-03", "2024-05"), nil, mesi("2024-04"), "2024-04"},
		"over and paid":                {sigess.Economico, sigess.Concluso, "2024-03-05", "2024-05-31", mensile, mesi("2024-03", "2024-04", "2024-05"), nil, nil, ""},
		"to come":                      {sigess.Economico, sigess.DaAttivare, "2024-09-01", "", mensile, nil, nil, nil, "2024-09"},
		"suspended for a month":        {sigess.Economico, sigess.Attivo, "2024-04-01", "", sigess.Cassetti{Regole: mensile.Regole, Sospensioni: []sigess.Sospensione{{Dal: periodo.MustParse("2024-04-01"), Al: periodo.MustParse("2024-04-30")}}}, nil, nil, mesi("2024-05"), "2024-05"},
		"una tantum":                   {sigess.Economico, sigess.Attivo, "2024-01-01", "", sigess.Cassetti{Regole: []sigess.ModuloRegola{{Frequenza: "UNA_TANTUM", Importo: 5000, DataScadenza: periodo.MustParse("2024-08-01")}}}, nil, nil, nil, "2024-08"},
		"tabellone, nothing delivered": {sigess.Prestazioni, sigess.Attivo, "2024-04-01", "", sigess.Cassetti{}, nil, nil, nil, "2024-06"},
		"tabellone, delivered":         {sigess.Struttura, sigess.Attivo, "2024-04-01", "", sigess.Cassetti{}, nil, mesi("2024-05"), mesi("2024-05"), "2024-05"},
		"over, delivered":              {sigess.Struttura, sigess.Concluso, "2024-04-01", "2024-05-10", sigess.Cassetti{}, mesi("2024-04"), mesi("2024-04", "2024-05"), mesi("2024-05"), "2024-05"},
	}
	for nome, tt := range tests {
		i := sigess.Intervento{Natura: tt.natura, Stato: tt.stato, DataInizio: periodo.MustParse(tt.dal)}
		if tt.al != "" {
			i.DataFine = periodo.MustParse(tt.al)
		}
		arretrati, prossimo := sigess.DaLiquidare(i, tt.c, tt.elaborati, tt.conAccessi, oggi)
		if diff := cmp.Diff(tt.arretrati, arretrati); diff != "" || prossimo.String() != tt.prossimo {
			t.Errorf("%s: next %q, want %q (-want +got):\n%s", nome, prossimo, tt.prossimo, diff)
		}
	}
	arretrati, _ := sigess.DaLiquidare(sigess.Intervento{Natura: sigess.Economico, Stato: sigess.Attivo, DataInizio: periodo.MustParse("1990-01-01")}, mensile, nil, nil, oggi)
	if len(arretrati) != 60 {
		t.Errorf("a card looks %d months back, want 60", len(arretrati))
	}
}

// The story has the rows of the case and of what belongs to it, with the act
// that each is of, for who may see the case.
func TestTheStoryOfACaseIsReadByWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := uuid.NewString()
	for _, atto := range []func(tx *gorm.DB, chi models.Chi) error{
		func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.SalvaBozza(tx, chi, id, m.Domanda(sigess.Economico))
			return err
		},
		func(tx *gorm.DB, chi models.Chi) error { return sigess.Presenta(tx, chi, id, adesso) },
	} {
		if err := m.Fai(t, m.Amministrativo, atto); err != nil {
			t.Fatal(err)
		}
	}
	eventi, err := sigess.EventiDomanda(m.DB, m.Chi(t, m.Collega), id)
	if err != nil {
		t.Fatal(err)
	}
	atti, tabelle := map[int64]bool{}, map[string]int{}
	for _, e := range eventi {
		if e.Transazione == nil {
			t.Fatal("a row of the audit doesn't say of which act it is")
		}
		atti[*e.Transazione] = true
		tabelle[e.Entita]++
	}
	if diff := cmp.Diff(map[string]int{"domanda": 2, "richiesta": 1, "assegnazione": 2, "compito": 1}, tabelle); diff != "" || len(atti) != 2 {
		t.Errorf("%d acts (-want +got):\n%s", len(atti), diff)
	}
	ultimo := eventi[1]
	for _, e := range eventi {
		if e.Entita == "domanda" {
			ultimo = e
		}
	}
	if ultimo.Prima.Stato != sigess.Bozza || ultimo.Dopo.Stato != sigess.Presentata || ultimo.Dopo.Numero == nil || *ultimo.Dopo.Numero != 1 || ultimo.Operatore != "D'Arco Giovanna" {
		t.Errorf("last change: %+v", ultimo)
	}
	compiti, err := sigess.CompitiDelCaso(m.DB, m.Chi(t, m.Collega), id)
	if err != nil || len(compiti) != 1 || compiti[0].Operatore != "D'Arco Giovanna" || compiti[0].Ufficio != "SIGESS_COM1 - Comune 1" {
		t.Errorf("open tasks: %+v, %v", compiti, err)
	}
	estraneo := m.Chi(t, m.Estraneo)
	if eventi, err := sigess.EventiDomanda(m.DB, estraneo, id); err != nil || len(eventi) != 0 {
		t.Errorf("a stranger reads %d rows, error %v", len(eventi), err)
	}
	if compiti, err := sigess.CompitiDelCaso(m.DB, estraneo, id); err != nil || len(compiti) != 0 {
		t.Errorf("a stranger reads %d tasks, error %v", len(compiti), err)
	}
}

// Fig. 10, the second blank column: the domanda goes back to its office.
func TestAnOperatoreGivesADomandaBackToItsOffice(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := uuid.NewString()
	fai := func(chi string, m sigess.ModuloAssegnazione, w *dbtest.Mondo, quando time.Time) error {
		return w.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Assegna(tx, chi, id, uuid.NewString(), m, quando)
		})
	}
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if _, err := sigess.SalvaBozza(tx, chi, id, m.Domanda(sigess.Economico)); err != nil {
			return err
		}
		return sigess.Presenta(tx, chi, id, adesso)
	}); err != nil {
		t.Fatal(err)
	}
	if err := fai(m.Collega, sigess.ModuloAssegnazione{UOID: m.UO}, m, adesso.Add(time.Hour)); models.KindOf(err) != models.Forbidden {
		t.Errorf("given back by who hasn't got it: %v", err)
	}
	if err := fai(m.Amministrativo, sigess.ModuloAssegnazione{UOID: m.UO}, m, adesso.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	uo, operatore, err := sigess.Competente(m.DB, id)
	if err != nil || uo != m.UO || operatore != nil {
		t.Errorf("after giving it back: office %s, operatore %v, error %v", uo, operatore, err)
	}
	compiti, err := sigess.CompitiDelCaso(m.DB, m.Chi(t, m.Collega), id)
	if err != nil || len(compiti) != 1 || compiti[0].OperatoreID != nil {
		t.Errorf("its task is not in the office's list: %+v, %v", compiti, err)
	}
	if err := fai(m.Collega, sigess.ModuloAssegnazione{UOID: m.UO}, m, adesso.Add(2*time.Hour)); models.KindOf(err) != models.Conflict {
		t.Errorf("given back twice: %v", err)
	}
}
