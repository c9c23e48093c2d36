package sigess_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// prevista is of each year what an intervento is foreseen to cost, what is left of
// its impegni and what they lack, on a day.
func prevista(t *testing.T, m *dbtest.Mondo, id, oggi string) []string {
	t.Helper()
	out := []string{}
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		i, err := sigess.InterventoVisibile(tx, chi, id)
		if err != nil {
			return err
		}
		anni, err := sigess.CapienzaDi(tx, i, periodo.MustParse(oggi))
		for _, a := range anni {
			out = append(out, strings.Join([]string{a.Previsto.String(), a.Disponibile.String(), a.Mancano.String()}, " "))
		}
		return err
	}))
	return out
}

// domain b.7: what is left to pay until the end of the year, by the calculator of
// the runs, against what is left of the impegni.
func TestAnInterventoIsForeseenUntilTheEndOfTheYear(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-11", 31000))
	uguali(t, prevista(t, m, id, "2024-03-15")) // nobody has impegni
	i := diTipo(t, m, "12", "2024-12-31", 362000)
	uguali(t, prevista(t, m, id, "2024-03-15"), "3.620,00 3.620,00 0,00") // 210,00 of January and eleven months
	liquida(t, m, "2024-01")
	elabora(t, m, "2024-02", 200)
	uguali(t, prevista(t, m, id, "2024-03-15"), "3.100,00 3.100,00 0,00")
	riesce(t, varia(t, m, i, -100001))
	uguali(t, prevista(t, m, id, "2024-03-15"), "3.100,00 2.099,99 1.000,01")
	// The month decides the year: those of 2025 have no impegno.
	uguali(t, prevista(t, m, id, "2025-03-15"), "3.100,00 2.099,99 1.000,01", "3.720,00 0,00 3.720,00")
}

// What is planned to be delivered is foreseen; a draft that its impegni cannot pay
// is not granted.
func TestADraftThatItsImpegniCannotPayIsNotGranted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	_, capitolo := conCapitolo(t, m)
	i := impegno(t, m, moduloImpegno(capitolo, "12", 10000))
	id := uuid.NewString()
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, id, m.InStruttura("2024-12-02")) }))
	concede := func() error {
		return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
			return sigess.VerificaCapienza(tx, id, periodo.MustParse("2024-11-28"))
		})
	}
	riesce(t, concede()) // nothing is tied to it
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Collega(tx, chi, id, uuid.NewString(), sigess.ModuloCollegamento{ImpegnoID: i})
	}), models.Forbidden)
	riesce(t, collega(t, m, id, i, nil, nil))
	prima := prevista(t, m, id, "2024-11-28")
	if len(prima) != 1 || strings.HasSuffix(prima[0], " 0,00") {
		t.Fatalf("foreseen = %v", prima)
	}
	rifiuta(t, concede(), models.Conflict)
	riesce(t, varia(t, m, i, 1_000_000))
	riesce(t, concede())
	// A draft thrown away takes its ties with it.
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.ScartaIntervento(tx, chi, id, uuid.NewString(), sigess.ModuloScarto{Motivo: "doppione"}, adesso)
		return err
	}))
}
