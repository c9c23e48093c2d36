package dimostrazione

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"siss/models"
	"siss/models/periodo"
)

// primoEnte is the ente by which a database is known to hold the demo.
const primoEnte = "SIGESS_DIST01"

// ErrAltroSeme tells that the database holds the demo of another seed number.
var ErrAltroSeme = errors.New("the demo data of another seed number are in this database: use that number, or an empty database")

// Giorno is the day of the plan of a seed: that on which its load began, or
// today when it has not. The demo of another seed is an error.
func Giorno(ctx context.Context, db *gorm.DB, seme uint64) (periodo.Data, error) {
	righe, err := models.Tutte[struct {
		ID     string
		Quando time.Time
	}](db.WithContext(ctx), `SELECT e.id, v.quando FROM ente e JOIN evento v ON v.entita = 'ente' AND v.entita_id = e.id::text AND v.tipo = 'INSERT'
		WHERE e.codice = ?`, primoEnte)
	switch {
	case err != nil:
		return periodo.Data{}, fmt.Errorf("demo: %w", err)
	case len(righe) == 0:
		return periodo.Oggi(), nil
	case righe[0].ID != ID(seme, "ente/"+primoEnte):
		return periodo.Data{}, ErrAltroSeme
	}
	return periodo.Di(righe[0].Quando), nil
}

// Registri writes enti, offices, operatori, structures and price lists of the
// plan, all or none. Repeating it changes nothing.
func (p *Piano) Registri(ctx context.Context, db *gorm.DB) error {
	enti := make([]string, len(p.Enti))
	for n, e := range p.Enti {
		enti[n] = e.ID
	}
	err := models.Atto(ctx, db, models.Sistema(enti...), "carica-dimostrazione", func(tx *gorm.DB) error {
		for _, righe := range []any{p.Enti, p.Uffici, p.Operatori, p.Abilitazioni, p.Strutture, p.Provvedimenti, p.Erogatori, p.Tariffari, p.Voci} {
			if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(righe, 100).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("demo: registries: %w", err)
	}
	return nil
}

// fatti names what a database already holds of the plan, so that a load that
// was interrupted goes on where it stopped. An act of the last minute is left
// out: its workflow may not have learned of it, if the worker was killed, and
// sending it again waits until it has.
func (p *Piano) fatti(ctx context.Context, db *gorm.DB) (map[string]bool, error) {
	chiavi, err := models.Tutte[struct{ Chiave string }](db.WithContext(ctx), `SELECT 'soggetto/' || id AS chiave FROM soggetto
		UNION ALL SELECT 'residenza/' || id FROM residenza
		UNION ALL SELECT 'relazione/' || id FROM relazione
		UNION ALL SELECT 'domanda/' || id FROM domanda
		UNION ALL SELECT 'intervento/' || id FROM intervento
		UNION ALL SELECT 'accesso/' || intervento_id || '/' || data || '/' || prestazione FROM accesso
		UNION ALL SELECT 'atto/' || id FROM atto WHERE eseguito_il < now() - interval '1 minute'`)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	out := make(map[string]bool, len(chiavi))
	for _, c := range chiavi {
		out[c.Chiave] = true
	}
	return out, nil
}

// richieste gives the ids of the richieste of the domande, in their order.
func richieste(ctx context.Context, db *gorm.DB) (map[string][]string, error) {
	righe, err := models.Tutte[struct{ ID, DomandaID string }](db.WithContext(ctx), `SELECT id, domanda_id FROM richiesta ORDER BY domanda_id, progressivo`)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	out := map[string][]string{}
	for _, r := range righe {
		out[r.DomandaID] = append(out[r.DomandaID], r.ID)
	}
	return out, nil
}
