package inbox_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/inbox"
	"siss/models/periodo"
)

// The sums that counts are read from agree with the tasks while several
// transactions open, take, move, close and give up at once, and they are
// gathered as they grow.
func TestTheSumsOfTasksAgreeWithTheTasksWhoeverWritesMeanwhile(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	const insieme, volte = 6, 120
	errori := make([]error, insieme)
	rinuncia := errors.New("given up")
	var gruppo sync.WaitGroup
	for n := range insieme {
		gruppo.Go(func() {
			r := rand.New(rand.NewPCG(uint64(n), 7))
			for k := range volte {
				err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
					err := muovi(tx, m, r, fmt.Sprintf("%d/%d", n, k))
					if err == nil && r.IntN(5) == 0 {
						return rinuncia
					}
					return err
				})
				if err != nil && !errors.Is(err, rinuncia) {
					errori[n] = err
					return
				}
			}
		})
	}
	gruppo.Wait()
	if err := errors.Join(errori...); err != nil {
		t.Fatal(err)
	}
	diversi, err := models.Tutte[struct{ UOID *string }](m.DB, `SELECT uo_id FROM (
			SELECT ente_id, uo_id, tipo, scade, aperti, presi FROM compito_conto
			UNION ALL SELECT ente_id, uo_id, tipo, scade, -count(*), -count(operatore_id) FROM compito WHERE chiuso_il IS NULL
				GROUP BY GROUPING SETS ((ente_id, uo_id, tipo, scade), (ente_id, tipo, scade), (ente_id, scade))) x
		GROUP BY ente_id, uo_id, tipo, scade HAVING sum(aperti) <> 0 OR sum(presi) <> 0`)
	if err != nil || len(diversi) > 0 {
		t.Errorf("%d sums are not those of the tasks (error %v)", len(diversi), err)
	}
	quante, err := models.Una[struct{ Righe, Chiavi, Compiti int }](m.DB, "", `SELECT count(*) AS righe, count(DISTINCT (ente_id, uo_id, tipo, scade)) AS chiavi,
		(SELECT count(*) FROM compito) AS compiti FROM compito_conto`)
	if err != nil || quante.Compiti < insieme*volte/5 || quante.Righe > 20*quante.Chiavi {
		t.Errorf("%+v (error %v): differences pile up, or too little was written", quante, err)
	}
}

// muovi does something to a task: a new one, or one that is there.
func muovi(tx *gorm.DB, m *dbtest.Mondo, r *rand.Rand, chiave string) error {
	const uno = `(SELECT id FROM compito WHERE chiuso_il IS NULL ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED)`
	switch r.IntN(6) {
	case 0:
		return tx.Exec(`UPDATE compito SET operatore_id = ? WHERE id = `+uno, m.Collega).Error
	case 1:
		return tx.Exec(`UPDATE compito SET operatore_id = NULL, preso_il = NULL, scade = scade + 1 WHERE id = ` + uno).Error
	case 2:
		return tx.Exec(`UPDATE compito SET chiuso_il = now(), uo_id = ? WHERE id = `+uno, m.AltraUO).Error
	}
	return inbox.Apri(tx, inbox.Compito{Chiave: chiave, EnteID: m.Comune, UOID: m.UO, Tipo: tipi[r.IntN(2)], Oggetto: "domanda", OggettoID: uuid.NewString(),
		WorkflowID: "domanda/x", Titolo: "Fare 2024/1: prova", Creato: adesso, Scade: periodo.Di(adesso).Piu(r.IntN(2))})
}
