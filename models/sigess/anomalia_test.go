package sigess_test

import (
	"fmt"
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

// anomalie lists what a filter finds in a run: the number of the intervento, the
// kind, month, day and who has dealt with it.
func anomalie(t *testing.T, m *dbtest.Mondo, run string, f sigess.FiltroAnomalie) []string {
	t.Helper()
	elenco, err := sigess.ElencaAnomalie(m.DB, m.Chi(t, m.Contabile), run, f, models.Pagina{Limite: 50})
	riesce(t, err)
	var out []string
	for _, a := range elenco.Elementi {
		out = append(out, fmt.Sprintf("%s %s %s %s %s%s", a.Intervento, a.Tipo, a.Mese, a.Giorno, a.SistemataDa, a.Nota))
	}
	if elenco.Totale != len(out) {
		t.Errorf("%d of %d anomalie", len(out), elenco.Totale)
	}
	return out
}

// diOgniTipo makes a run with an anomalia of each kind, and returns it with a
// run that is definitive.
func diOgniTipo(t *testing.T, m *dbtest.Mondo) (run, prima string) {
	t.Helper()
	attiva(t, m, m.Economico("2024-01-01", 10000)) // 2024/1: settled, and as it was
	prima = elabora(t, m, "2024-01", 200)
	riesce(t, conferma(t, m, m.Contabile, prima))
	attiva(t, m, m.Economico("2024-01-01", 20000)) // 2024/2: in a provisional run
	elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01"), Tipi: []string{m.Tipo[sigess.Economico]}}, 200)
	prestazioni := attiva(t, m, m.Prestazioni("2024-01-01")) // 2024/3: no tariff
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-20", "ASS_DOM", 0, 60))
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE voce_tariffario SET al = '2024-01-10' WHERE prestazione = 'ASS_DOM'`).Error
	}))
	attiva(t, m, m.InStruttura("2024-01-05")) // 2024/4: no accessi
	return elabora(t, m, "2024-01", 200), prima
}

func TestEachAnomaliaSaysInFieldsWhatItIsAndIsFound(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run, _ := diOgniTipo(t, m)
	tutte := []string{"2024/2 IN_ALTRA_ELABORAZIONE 2024-01  ", "2024/3 TARIFFA_MANCANTE 2024-01 2024-01-20 ", "2024/4 NESSUN_ACCESSO 2024-01  "}
	for nome, tt := range map[string]struct {
		filtro sigess.FiltroAnomalie
		want   []string
	}{
		"all":        {sigess.FiltroAnomalie{}, tutte},
		"a kind":     {sigess.FiltroAnomalie{Tipo: "NESSUN_ACCESSO"}, tutte[2:]},
		"a number":   {sigess.FiltroAnomalie{Cerca: "2024/3"}, tutte[1:2]},
		"a name":     {sigess.FiltroAnomalie{Cerca: "rossi"}, tutte},
		"open":       {sigess.FiltroAnomalie{Stato: "DA_SISTEMARE"}, tutte},
		"dealt with": {sigess.FiltroAnomalie{Stato: "SISTEMATA"}, nil},
	} {
		if diff := cmp.Diff(tt.want, anomalie(t, m, run, tt.filtro)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", nome, diff)
		}
	}
}

func TestAnomalieAreMarkedAndUnmarkedWithoutChangingTheRun(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run, prima := diOgniTipo(t, m)
	riesce(t, conferma(t, m, m.Contabile, run))
	elenco, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), run)
	riesce(t, err)
	var ids []string
	for _, a := range elenco[:2] {
		ids = append(ids, a.ID)
	}
	sistema := func(chi, run, nota string, ids ...string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Sistema(tx, chi, run, sigess.ModuloSistemazione{Anomalie: ids, Nota: nota}, time.Now())
		})
	}
	rifiuta(t, sistema(m.Amministrativo, run, "", ids...), models.NotFound) // the comune does not see the run
	rifiuta(t, sistema(m.Estraneo, run, "", ids...), models.NotFound)
	rifiuta(t, sistema(m.Contabile, prima, "", ids...), models.Invalid) // of another run
	rifiuta(t, sistema(m.Contabile, run, "", ids[0], uuid.NewString()), models.Invalid)
	riesce(t, sistema(m.Contabile, run, "sentito l'ufficio", ids...))
	riesce(t, sistema(m.Contabile, run, "", ids...)) // twice is once, and the note stays
	if got := anomalie(t, m, run, sigess.FiltroAnomalie{Stato: "SISTEMATA"}); len(got) != 2 || got[0] != "2024/2 IN_ALTRA_ELABORAZIONE 2024-01  Conti Ugosentito l'ufficio" {
		t.Errorf("dealt with = %q", got)
	}
	conteggi, err := sigess.ContaAnomalie(m.DB, m.Chi(t, m.Contabile), run)
	riesce(t, err)
	if len(conteggi) != 3 || conteggi[0] != (sigess.ConteggioAnomalie{Tipo: sigess.InAltraElaborazione, Totale: 1, Sistemate: 1}) || conteggi[1].Sistemate != 0 {
		t.Errorf("counts = %+v", conteggi)
	}
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Riapri(tx, chi, run, sigess.ModuloRiapertura{Anomalie: ids[:1]})
	}))
	if got := anomalie(t, m, run, sigess.FiltroAnomalie{Stato: "DA_SISTEMARE"}); len(got) != 2 {
		t.Errorf("open again = %q", got)
	}
	if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(`UPDATE anomalia SET testo = 'x'`).Error }); err == nil {
		t.Error("an anomalia of a definitive run changed")
	}
	var eventi int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM evento WHERE entita = 'sistemazione' AND operatore_id = ?`, m.Contabile).Scan(&eventi).Error)
	if eventi != 3 {
		t.Errorf("%d rows of audit, want two marks and one taken away", eventi)
	}
}

// A later run that pays the month is said beside the anomalia of the first; a
// run that is annulled takes anomalie and marks away.
func TestAnAnomaliaTellsTheRunThatPaysSince(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	prima := elabora(t, m, "2024-01", 200)
	elenco, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), prima)
	riesce(t, err)
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Sistema(tx, chi, prima, sigess.ModuloSistemazione{Anomalie: []string{elenco[0].ID}}, time.Now())
	}))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	seconda := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01"), Tipi: []string{m.Tipo[sigess.Struttura]}}, 200)
	riesce(t, conferma(t, m, m.Contabile, seconda))
	e, err := sigess.ElaborazioneDi(m.DB, seconda)
	riesce(t, err)
	if elenco, err = sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), prima); err != nil || elenco[0].LiquidataCon != e.Estremi() {
		t.Errorf("paid by %q (%v), want %s", elenco[0].LiquidataCon, err, e.Estremi())
	}
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, prima, adesso) }))
	var restano int
	riesce(t, m.DB.Raw(`SELECT (SELECT count(*) FROM anomalia) + (SELECT count(*) FROM sistemazione)`).Scan(&restano).Error)
	if restano != 0 {
		t.Errorf("%d rows of an annulled run are left", restano)
	}
}

func TestTheLinesOfARunAreSoughtAndSummed(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 10000))
	prestazioni, struttura := attiva(t, m, m.Prestazioni("2024-01-01")), attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "ASS_DOM", 0, 600))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "PASTO", 200, 0))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	run := elabora(t, m, "2024-01", 200)
	for nome, tt := range map[string]struct {
		filtro sigess.FiltroMovimenti
		want   string
	}{
		"all":            {sigess.FiltroMovimenti{}, "4 383,65"},
		"a person":       {sigess.FiltroMovimenti{Cerca: "rossi"}, "4 383,65"},
		"who is paid":    {sigess.FiltroMovimenti{Cerca: "aurora coop"}, "2 242,05"},
		"a number":       {sigess.FiltroMovimenti{Cerca: "2024/1"}, "1 100,00"},
		"a tipo":         {sigess.FiltroMovimenti{TipoInterventoID: m.Tipo[sigess.Struttura]}, "1 41,60"},
		"a tipo and who": {sigess.FiltroMovimenti{TipoInterventoID: m.Tipo[sigess.Struttura], Cerca: "aurora"}, "0 0,00"},
	} {
		elenco, err := sigess.ElencaMovimenti(m.DB, m.Chi(t, m.Contabile), run, tt.filtro, models.Pagina{Limite: 10})
		riesce(t, err)
		if got := fmt.Sprint(elenco.Totale, " ", elenco.Somma.Totale); got != tt.want || len(elenco.Elementi) != elenco.Totale {
			t.Errorf("%s: %s, %d lines, want %s", nome, got, len(elenco.Elementi), tt.want)
		}
	}
	for nome, tt := range map[string]struct {
		leggi func(*gorm.DB, models.Chi, string) ([]sigess.Parziale, error)
		want  []string
	}{
		"by tipo": {sigess.PerTipo, []string{"Assistenza domiciliare 2 242,05", "Casa di riposo 1 41,60", "Contributo economico 1 100,00"}},
		"by who":  {sigess.PerBeneficiario, []string{"Persone 1 100,00", "Cooperativa Aurora 2 242,05", "Gestioni Sociali 1 41,60"}},
	} {
		parziali, err := tt.leggi(m.DB, m.Chi(t, m.Contabile), run)
		riesce(t, err)
		var got []string
		for _, p := range parziali {
			got = append(got, fmt.Sprintf("%s %d %s", p.Voce, p.Movimenti, p.Totale))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", nome, diff)
		}
	}
	if p, err := sigess.PerTipo(m.DB, m.Chi(t, m.Amministrativo), run); err != nil || len(p) != 0 {
		t.Errorf("the comune sees the totals of the district: %v %v", p, err)
	}
}

// Who works in the comune knows who pays, and what was paid once it is sure.
func TestAComuneReadsWhatItsDistrictPays(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 10000))
	comune, distretto := m.Chi(t, m.Amministrativo), m.Chi(t, m.Contabile)
	altri, err := sigess.PagatiDaAltri(m.DB, comune)
	riesce(t, err)
	if diff := cmp.Diff([]sigess.PagatoDaAltri{{Ente: "Comune 1", Pagatore: "SIGESS-Distretto 01"}}, altri); diff != "" {
		t.Errorf("who pays (-want +got):\n%s", diff)
	}
	if altri, err := sigess.PagatiDaAltri(m.DB, distretto); err != nil || len(altri) != 0 {
		t.Errorf("the district is paid by %v (%v)", altri, err)
	}
	run := elabora(t, m, "2024-01", 200)
	liquidati := func(chi models.Chi, f sigess.FiltroLiquidati) int {
		elenco, somma, err := sigess.Liquidati(m.DB, chi, f, models.Pagina{Limite: 10})
		riesce(t, err)
		if len(elenco.Elementi) != somma.Movimenti {
			t.Errorf("%d lines, %d summed", len(elenco.Elementi), somma.Movimenti)
		}
		return len(elenco.Elementi)
	}
	if n := liquidati(comune, sigess.FiltroLiquidati{}); n != 0 {
		t.Errorf("%d lines before the confirmation", n)
	}
	riesce(t, conferma(t, m, m.Contabile, run))
	for nome, tt := range map[string]struct {
		chi    models.Chi
		filtro sigess.FiltroLiquidati
		want   int
	}{
		"the comune":    {comune, sigess.FiltroLiquidati{}, 1},
		"the district":  {distretto, sigess.FiltroLiquidati{Cerca: "ROSSI"}, 1},
		"a stranger":    {m.Chi(t, m.Estraneo), sigess.FiltroLiquidati{}, 0},
		"another month": {comune, sigess.FiltroLiquidati{Mese: periodo.MustParseMese("2024-02")}, 0},
		"its month":     {comune, sigess.FiltroLiquidati{Mese: periodo.MustParseMese("2024-01"), TipoInterventoID: m.Tipo[sigess.Economico]}, 1},
	} {
		if got := liquidati(tt.chi, tt.filtro); got != tt.want {
			t.Errorf("%s reads %d lines, want %d", nome, got, tt.want)
		}
	}
	for _, f := range []sigess.FiltroElaborazioni{{Anno: 2024}, {Stato: "DEFINITIVA"}, {EnteID: m.Distretto}, {Anno: 2024, Stato: "DEFINITIVA", EnteID: m.Distretto}} {
		if e, err := sigess.ElencaElaborazioni(m.DB, distretto, f, models.Pagina{Limite: 5}); err != nil || e.Totale != 1 {
			t.Errorf("%+v finds %d runs (%v), want one", f, e.Totale, err)
		}
	}
	for _, f := range []sigess.FiltroElaborazioni{{Anno: 2023}, {Stato: "ANNULLATA"}, {EnteID: m.Comune}} {
		if e, err := sigess.ElencaElaborazioni(m.DB, distretto, f, models.Pagina{Limite: 5}); err != nil || e.Totale != 0 {
			t.Errorf("%+v finds %d runs (%v), want none", f, e.Totale, err)
		}
	}
}
