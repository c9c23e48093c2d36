package sigess_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// recuperi is of each recupero of the district who, how much, how much came in
// and the state.
func recuperi(t *testing.T, m *dbtest.Mondo) (out []string, ids []string) {
	t.Helper()
	elenco, _, err := sigess.ElencaRecuperi(m.DB, m.Chi(t, m.Contabile), sigess.FiltroRecuperi{}, models.Pagina{Limite: 10})
	riesce(t, err)
	for _, r := range elenco.Elementi {
		out, ids = append(out, fmt.Sprintf("%s %s %s %s", r.Beneficiario, r.Importo, r.Recuperato, r.Stato)), append(ids, r.ID)
	}
	return out, ids
}

// conDebito takes 106,45 back of a person to whom 80,00 are paid (domain c.4).
func conDebito(t *testing.T, m *dbtest.Mondo) (run string) {
	t.Helper()
	finisce := attiva(t, m, m.Economico("2024-01-01", 33000)) // 33000 × 21/31 = 223,55: 106,45 less
	liquida(t, m, "2024-01")
	attiva(t, m, m.Economico("2024-02-01", 8000))
	riesce(t, termina(t, m, finisce, "2024-01-21"))
	run = elabora(t, m, "2024-02", 200)
	uguali(t, differenze(t, m, run), "2024-01 Conguaglio a debito -106,45", "2024-02 Pagamento 80,00")
	return run
}

// domain c.4: what is taken back is netted against the payments to the same, and
// what is left is a recupero.
func TestWhatIsTakenBackIsNettedAndTheRestIsRecovered(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run := conDebito(t, m)
	e, err := sigess.ElaborazioneDi(m.DB, run)
	riesce(t, err)
	if e.Totale != -2645 || e.DaRecuperare != 2645 || e.DaPagare() != 0 {
		t.Errorf("total %s, to recover %s, to pay %s, want -26,45, 26,45 and 0,00", e.Totale, e.DaRecuperare, e.DaPagare())
	}
	got, _ := recuperi(t, m)
	uguali(t, append([]string{}, got...))
	riesce(t, conferma(t, m, m.Contabile, run))
	got, _ = recuperi(t, m)
	uguali(t, got, "ROSSI MARIO (11/07/1986) 26,45 0,00 DA_RECUPERARE")
}

func TestARecuperoIsDividedComesInOrIsGivenUp(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	riesce(t, conferma(t, m, m.Contabile, conDebito(t, m)))
	_, ids := recuperi(t, m)
	incassa := func(chi, atto string, importo euro.Importo) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Incassa(tx, chi, ids[0], atto, sigess.ModuloIncasso{Data: periodo.MustParse("2024-03-01"), Importo: importo}, adesso)
		})
	}
	rinuncia := func(motivo string) error {
		return m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.RendiInesigibile(tx, chi, ids[0], sigess.ModuloInesigibile{Motivo: motivo})
		})
	}
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Rateizza(tx, chi, ids[0], sigess.ModuloRate{Rate: 2, PrimaRata: periodo.MustParseMese("2024-03")})
	}))
	rifiuta(t, incassa(m.Amministrativo, uuid.NewString(), 100), models.NotFound) // the comune does not pay
	atto := uuid.NewString()
	for range 2 { // twice is once
		riesce(t, incassa(m.Contabile, atto, 1323))
	}
	rifiuta(t, incassa(m.Contabile, uuid.NewString(), 1323), models.Invalid)
	got, _ := recuperi(t, m)
	uguali(t, got, "ROSSI MARIO (11/07/1986) 26,45 13,23 RATEIZZATO")
	riesce(t, incassa(m.Contabile, uuid.NewString(), 1322))
	got, _ = recuperi(t, m)
	uguali(t, got, "ROSSI MARIO (11/07/1986) 26,45 26,45 RECUPERATO")
	rifiuta(t, rinuncia("irreperibile"), models.Conflict)
	if err := scrivi(t, m, `UPDATE incasso_recupero SET importo = 1`); err == nil {
		t.Error("what came in was changed")
	}
}

func TestARecuperoGivenUpSaysWhy(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	riesce(t, conferma(t, m, m.Contabile, conDebito(t, m)))
	_, ids := recuperi(t, m)
	for range 2 {
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.RendiInesigibile(tx, chi, ids[0], sigess.ModuloInesigibile{Motivo: "irreperibile"})
		}))
	}
	got, _ := recuperi(t, m)
	uguali(t, got, "ROSSI MARIO (11/07/1986) 26,45 0,00 INESIGIBILE")
}
