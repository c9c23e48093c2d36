package inbox_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
	"siss/models/periodo"
)

func TestAViewIsItsOperatoresAlone(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	salva := func(chi, id string, v inbox.ModuloVista) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			_, err := inbox.SalvaVista(tx, chi, id, v)
			return err
		})
	}
	prima, seconda := uuid.NewString(), uuid.NewString()
	urgenti := inbox.ModuloVista{Nome: "Urgenti", Predefinita: true, Filtro: inbox.Filtro{Lista: inbox.Miei, Scadenza: inbox.Scaduti, Dal: periodo.MustParse("2024-01-02"), Ordine: "scadenza"}}
	for range 2 { // saved again, it is the same
		if err := salva(m.Amministrativo, prima, urgenti); err != nil {
			t.Fatal(err)
		}
	}
	rifiuta(t, salva(m.Amministrativo, seconda, inbox.ModuloVista{Nome: "URGENTI"}), models.Invalid)
	rifiuta(t, salva(m.Collega, prima, inbox.ModuloVista{Nome: "Sua"}), models.NotFound)
	if err := salva(m.Amministrativo, seconda, inbox.ModuloVista{Nome: "Altra", Predefinita: true}); err != nil {
		t.Fatal(err)
	}
	viste, err := inbox.Viste(m.DB, m.Chi(t, m.Amministrativo))
	if err != nil {
		t.Fatal(err)
	}
	urgenti.Filtro.Ordine = "" // the usual order says nothing
	want := []inbox.Vista{{ID: seconda, Nome: "Altra", Predefinita: true}, {ID: prima, Nome: "Urgenti", Filtro: urgenti.Filtro}}
	for n := range viste {
		viste[n].Creata = time.Time{}
	}
	if diff := cmp.Diff(want, viste); diff != "" {
		t.Errorf("views (-want +got):\n%s", diff)
	}
	if v, ok, err := inbox.VistaPredefinita(m.DB, m.Amministrativo); !ok || err != nil || v.ID != seconda {
		t.Errorf("default view %+v, %v, %v", v, ok, err)
	}
	if _, ok, err := inbox.VistaPredefinita(m.DB, m.Collega); ok || err != nil {
		t.Errorf("a colleague has a default view: %v, %v", ok, err)
	}
	rifiuta(t, m.Fai(t, m.Collega, func(tx *gorm.DB, chi models.Chi) error { return inbox.EliminaVista(tx, chi, prima) }), models.NotFound)
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return inbox.EliminaVista(tx, chi, prima) }); err != nil {
		t.Fatal(err)
	}
}

func TestViewsAreAsManyAsTheHomePageCanCount(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	var ultimo error
	for n := range 13 {
		ultimo = m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			_, err := inbox.SalvaVista(tx, chi, uuid.NewString(), inbox.ModuloVista{Nome: string(rune('a' + n))})
			return err
		})
		if n < 12 && ultimo != nil {
			t.Fatal(ultimo)
		}
	}
	rifiuta(t, ultimo, models.Conflict)
}

// Every number of the board is that of the list to which it leads.
func TestTheBoardAgreesWithTheLists(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	mescola(t, m, 300)
	chi, oggi := m.Chi(t, m.Coordinatore), periodo.Di(adesso)
	q, err := inbox.QuadroDi(m.DB, chi, oggi)
	if err != nil {
		t.Fatal(err)
	}
	uguali := func(cosa string, n int, f inbox.Filtro) {
		t.Helper()
		f.Lista = inbox.Coordinati
		if got := len(elenca(t, m, m.Coordinatore, f)); got != n {
			t.Errorf("%s: %d on the board, %d in the list", cosa, n, got)
		}
	}
	misure := func(cosa string, x inbox.Misure, f inbox.Filtro) {
		t.Helper()
		uguali(cosa, x.Totale, f)
		for n, fascia := range inbox.Fasce {
			g := f
			g.Eta = fascia.Eta
			uguali(cosa+" "+fascia.Nome, x.Fasce[n], g)
		}
		f.Scadenza = inbox.Scaduti
		uguali(cosa+" late", x.Scaduti, f)
	}
	misure("all", q.Tutti, inbox.Filtro{})
	casi := map[string]bool{}
	for _, r := range elenca(t, m, m.Coordinatore, inbox.Filtro{Lista: inbox.Coordinati}) {
		casi[r.OggettoID] = true
	}
	if q.Casi != len(casi) || q.Tutti.Totale == 0 {
		t.Errorf("%d cases on the board, %d in the list", q.Casi, len(casi))
	}
	for _, u := range q.Uffici {
		misure(u.Nome, u.Misure, inbox.Filtro{Ufficio: u.ID})
	}
	chiHa := map[string]bool{}
	for _, o := range q.Operatori {
		chiHa[o.Nome] = true
		id := o.ID
		if id == "" {
			id = inbox.Nessuno
		}
		misure("operatore "+o.Nome, o.Misure, inbox.Filtro{Operatore: id})
	}
	for _, nome := range []string{"", "D'Arco Giovanna", "Neri Paolo", "Verdi Ada", "Conti Ugo"} {
		if !chiHa[nome] {
			t.Errorf("operatore %q is not on the board", nome)
		}
	}
	for _, k := range q.Tipi {
		misure(string(k.Tipo), k.Misure, inbox.Filtro{Tipo: k.Tipo})
	}
	if len(q.Giorni) != 33 || q.Giorni[0].Giorno != oggi || q.Al.Settimana() != time.Sunday {
		t.Errorf("%d days from %s to %s", len(q.Giorni), q.Dal, q.Al)
	}
	for _, g := range q.Giorni {
		uguali(g.Giorno.String(), g.Quanti, inbox.Filtro{Dal: g.Giorno, Al: g.Giorno})
	}
	_, err = inbox.QuadroDi(m.DB, m.Chi(t, m.Amministrativo), oggi)
	rifiuta(t, err, models.Forbidden)
}

func TestChoicesAreThoseOfTheEntiInScope(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	nomi := func(scelte []inbox.Scelta) (out []string) {
		for _, s := range scelte {
			out = append(out, s.Nome)
		}
		return out
	}
	for operatore, want := range map[string][2][]string{
		m.Amministrativo: {{"SIGESS_COM1 - Comune 1"}, {"Conti Ugo", "D'Arco Giovanna", "Neri Paolo", "Verdi Ada"}},
		m.Coordinatore: {{"SIGESS_COM1 - Comune 1", "SIGESS_COM1_SSP - Servizio sociale", "SIGESS_DIST01_CONT - Contabilità"},
			{"Conti Ugo", "D'Arco Giovanna", "Neri Paolo", "Verdi Ada"}},
		m.Estraneo: {{"SIGESS_COM9 - Comune 9"}, {"Altri Ivo"}},
	} {
		chi := m.Chi(t, operatore)
		uffici, daFiltrare, err := inbox.Filtranti(m.DB, chi, inbox.Filtro{}, periodo.Di(adesso))
		if err != nil {
			t.Fatal(err)
		}
		operatori, err := inbox.OperatoriAbilitati(m.DB, chi.Enti(), periodo.Di(adesso))
		if err != nil {
			t.Fatal(err)
		}
		if chi.Coordina() != (len(daFiltrare) > 0) || chi.Coordina() && !slices.Equal(operatori, daFiltrare) {
			t.Errorf("%v filter by %v, want %v", chi.Uffici(), nomi(daFiltrare), want[1])
		}
		_, dUfficio, err := inbox.Filtranti(m.DB, chi, inbox.Filtro{Ufficio: m.UO, Operatore: m.Contabile}, periodo.Di(adesso))
		dentro := map[string][]string{m.Coordinatore: {"Conti Ugo", "D'Arco Giovanna", "Neri Paolo"}}[operatore]
		if err != nil || !slices.Equal(nomi(dUfficio), dentro) {
			t.Errorf("of an office %v, want %v (error %v)", nomi(dUfficio), dentro, err)
		}
		if diff := cmp.Diff(want, [2][]string{nomi(uffici), nomi(operatori)}); diff != "" {
			t.Errorf("choices (-want +got):\n%s", diff)
		}
	}
}
