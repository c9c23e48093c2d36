package sigess_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

func TestTheStoryOfTheCasesOfAPersonTellsEachPassageOnce(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	d := bozza(t, m, sigess.Economico)
	bozza(t, m, sigess.Economico) // a draft is no fact
	riesce(t, presenta(t, m, d))
	riesce(t, avvia(t, m, m.Amministrativo, d))
	riesce(t, decidi(t, m, m.Coordinatore, d, 0, sigess.Accettata))
	i := attiva(t, m, m.Economico("2024-01-01", 10000))
	elaborata := elabora(t, m, "2024-01", 10)
	leggi := func(chi string, limite int) ([]string, int) {
		var out []string
		var totale int
		riesce(t, m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			fatti, n, err := sigess.StoriaCartella(tx, chi, m.Soggetto, limite)
			totale = n
			for _, f := range fatti {
				out = append(out, strings.TrimSpace(strings.Join([]string{f.Cosa, f.Estremi(), string(f.Da), string(f.Stato), f.Operatore, f.Mese.String(), f.Importo.String()}, " ")))
			}
			return err
		}))
		return out, totale
	}
	if got, _ := leggi(m.Amministrativo, 100); slices.ContainsFunc(got, func(r string) bool { return strings.HasPrefix(r, "pagamento") }) {
		t.Errorf("a provisional run is told: %q", got)
	}
	riesce(t, conferma(t, m, m.Contabile, elaborata))
	riesce(t, termina(t, m, i, "2024-03-31"))
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		_, err := sigess.Aggiorna(tx, i, span("2024-04-01", "").Dal)
		return err
	}))
	got, totale := leggi(m.Amministrativo, 100)
	slices.Sort(got)
	want := []string{
		"domanda 2024/1 BOZZA PRESENTATA D'Arco Giovanna  0,00",
		"domanda 2024/1 IN_ISTRUTTORIA ACCOLTA Verdi Ada  0,00",
		"domanda 2024/1 PRESENTATA IN_ISTRUTTORIA D'Arco Giovanna  0,00",
		"intervento 2024/1 ATTIVO CONCLUSO D'Arco Giovanna  0,00",
		"intervento 2024/1 BOZZA DA_ATTIVARE D'Arco Giovanna  0,00",
		"intervento 2024/1 DA_ATTIVARE ATTIVO D'Arco Giovanna  0,00",
		"pagamento 2024/1   Conti Ugo 2024-01 100,00",
		"richiesta 2024/1 DA_VALUTARE ACCETTATA Verdi Ada  0,00",
	}
	if diff := cmp.Diff(want, got); diff != "" || totale != len(want) {
		t.Errorf("%d facts (-want +got):\n%s", totale, diff)
	}
	if got, totale := leggi(m.Amministrativo, 3); len(got) != 3 || totale != len(want) {
		t.Errorf("the first three: %d of %d", len(got), totale)
	}
	if got, totale := leggi(m.Estraneo, 100); len(got)+totale != 0 {
		t.Errorf("a stranger reads %q", got)
	}
}
