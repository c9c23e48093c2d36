package sigess_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/documento"
	"siss/models/sigess"
)

func TestADraftIsThrownAwayByWhoMadeItAndTheAuditKeepsIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	scarti := map[string]func(tx *gorm.DB, chi models.Chi, id, atto string) (string, error){
		"domanda": func(tx *gorm.DB, chi models.Chi, id, atto string) (string, error) {
			return sigess.ScartaDomanda(tx, chi, id, atto, sigess.ModuloScarto{Motivo: "doppione"}, adesso)
		},
		"intervento": func(tx *gorm.DB, chi models.Chi, id, atto string) (string, error) {
			return sigess.ScartaIntervento(tx, chi, id, atto, sigess.ModuloScarto{Motivo: "doppione"}, adesso)
		},
	}
	crea := map[string]func() string{
		"domanda": func() string { return bozza(t, m, sigess.Economico, sigess.Struttura) },
		"intervento": func() string {
			id := uuid.NewString()
			riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, id, m.InStruttura("2024-01-05")) }))
			return id
		},
	}
	for entita, scarta := range scarti {
		id, atto := crea[entita](), uuid.NewString()
		fai := func(operatore, atto string) (soggetto string, err error) {
			err = m.Fai(t, operatore, func(tx *gorm.DB, chi models.Chi) (err error) {
				soggetto, err = scarta(tx, chi, id, atto)
				return err
			})
			return soggetto, err
		}
		_, err := fai(m.Collega, uuid.NewString())
		rifiuta(t, err, models.Forbidden)
		_, err = fai(m.Estraneo, uuid.NewString())
		rifiuta(t, err, models.NotFound)
		if soggetto, err := fai(m.Amministrativo, atto); err != nil || soggetto != m.Soggetto {
			t.Fatalf("%s: thrown away: %q %v", entita, soggetto, err)
		}
		if _, err := fai(m.Amministrativo, atto); err != nil {
			t.Errorf("%s: the same act again: %v", entita, err)
		}
		_, err = fai(m.Amministrativo, uuid.NewString())
		rifiuta(t, err, models.NotFound)
		var tolti, figli, motivi int
		riesce(t, m.DB.Raw(`SELECT count(*) FROM evento WHERE entita = ? AND entita_id = ? AND tipo = 'DELETE' AND operatore_id = ?`, entita, id, m.Amministrativo).Scan(&tolti).Error)
		riesce(t, m.DB.Raw(`SELECT (SELECT count(*) FROM richiesta WHERE domanda_id = ?) + (SELECT count(*) FROM riga_piano WHERE intervento_id = ?)`, id, id).Scan(&figli).Error)
		riesce(t, m.DB.Raw(`SELECT count(*) FROM atto WHERE id = ? AND dati->>'motivo' = 'doppione' AND eseguito_il IS NOT NULL`, atto).Scan(&motivi).Error)
		if tolti != 1 || figli != 0 || motivi != 1 {
			t.Errorf("%s: %d audit rows, %d children left, %d reasons kept", entita, tolti, figli, motivi)
		}
	}
}

func TestWhatHasANumberIsNotThrownAway(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	domanda := bozza(t, m, sigess.Economico)
	riesce(t, presenta(t, m, domanda))
	intervento := attiva(t, m, m.Economico("2024-01-05", 100))
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.ScartaDomanda(tx, chi, domanda, uuid.NewString(), sigess.ModuloScarto{}, adesso)
		return err
	}), models.Conflict)
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.ScartaIntervento(tx, chi, intervento, uuid.NewString(), sigess.ModuloScarto{}, adesso)
		return err
	}), models.Conflict)
}

// Papers are never deleted: a draft that has one stays.
func TestADraftWithPapersIsNotThrownAway(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	domanda := bozza(t, m, sigess.Economico)
	carta := uuid.NewString()
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if err := documento.Salva(tx, carta, m.Comune, "isee.pdf", "application/pdf", []byte("%PDF-1.7")); err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO allegato (id, ente_id, domanda_id, titolo, tipo, dimensione, caricato_da, caricato_il)
			VALUES (?, ?, ?, 'ISEE', 'ISEE', 8, ?, ?)`, carta, m.Comune, domanda, m.Amministrativo, adesso).Error
	}))
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.ScartaDomanda(tx, chi, domanda, uuid.NewString(), sigess.ModuloScarto{}, adesso)
		return err
	}), models.Conflict)
}
