package moltitudine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"
)

// indici are the commands that build again what smonta dropped, the longest to
// build first.
type indici struct{ crea []string }

// daSmontare lists the indexes of the filled tables that no foreign key needs:
// how to drop and how to build each. A key that others refer to stays.
const daSmontare = `SELECT
	CASE WHEN c.oid IS NULL THEN 'DROP INDEX ' || x.indexrelid::regclass
		ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', x.indrelid::regclass, c.conname) END,
	CASE WHEN c.oid IS NULL THEN pg_get_indexdef(x.indexrelid)
		ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', x.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) END
	FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
	LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('u', 'x')
	WHERE x.indrelid = ANY ($1::regclass[]) AND NOT x.indisprimary
		AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = x.indexrelid AND f.contype = 'f')
	ORDER BY m.amname IN ('gin', 'gist') DESC, x.indrelid::regclass::text = 'soggetto' DESC, i.relname`

// smonta drops the secondary indexes of the tables that are filled.
func smonta(ctx context.Context, url string) (*indici, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	righe, err := conn.Query(ctx, daSmontare, slices.Sorted(maps.Keys(colonne)))
	if err != nil {
		return nil, err
	}
	coppie, err := pgx.CollectRows(righe, func(r pgx.CollectableRow) (out [2]string, err error) {
		err = r.Scan(&out[0], &out[1])
		return out, err
	})
	if err != nil {
		return nil, err
	}
	x := &indici{}
	for _, c := range coppie {
		if _, err := conn.Exec(ctx, c[0]); err != nil {
			return nil, fmt.Errorf("%s: %w", c[0], err)
		}
		x.crea = append(x.crea, c[1])
	}
	return x, nil
}

// costruttori is how many indexes are built at once.
const costruttori = 2

// rimonta builds the indexes again.
func (x *indici) rimonta(ctx context.Context, url string) error {
	ctx, fallito := context.WithCancelCause(ctx)
	defer fallito(nil)
	coda := make(chan string)
	var gruppo sync.WaitGroup
	for range costruttori {
		gruppo.Go(func() {
			if err := costruisci(ctx, url, coda); err != nil {
				fallito(err)
			}
		})
	}
	for _, comando := range x.crea {
		select {
		case coda <- comando:
		case <-ctx.Done():
		}
	}
	close(coda)
	gruppo.Wait()
	return context.Cause(ctx)
}

func costruisci(ctx context.Context, url string, coda <-chan string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for comando := range coda {
		if _, err := conn.Exec(ctx, comando); err != nil {
			return fmt.Errorf("%s: %w", comando, err)
		}
	}
	return nil
}
