package models_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/pressly/goose/v3"

	"siss/models/dbtest"
)

func TestMigrationsGoDownToNothingAndUpAgain(t *testing.T) {
	t.Parallel()
	pool, err := sql.Open("pgx", dbtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, pool, os.DirFS("migrations"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	var restano int
	err = pool.QueryRow(`SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version')
		+ (SELECT count(*) FROM pg_proc WHERE proname LIKE 'siss%')`).Scan(&restano)
	if err != nil || restano != 0 {
		t.Errorf("%d tables and functions are left (%v)", restano, err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}
