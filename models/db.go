package models

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver that goose uses
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// connessioni is how many connections one process opens at most: web and
// workers of one machine together stay under PostgreSQL's default of 100.
const connessioni = 40

// Open connects to PostgreSQL. Statements are never logged, since their
// parameters are personal data.
func Open(ctx context.Context, url string) (*gorm.DB, error) {
	db, err := gorm.Open(postgres.Open(url), &gorm.Config{
		Logger:                 logger.Discard,
		TranslateError:         false,
		SkipDefaultTransaction: true,
	})
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	pool.SetMaxOpenConns(connessioni)
	pool.SetMaxIdleConns(connessioni / 2)
	if err := pool.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return db, nil
}

// Migra brings the schema to the newest version, under an advisory lock, so
// that several processes may start at once.
func Migra(ctx context.Context, url string) error {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer pool.Close()
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, pool, dir, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Atto runs fn in one transaction in which the database knows who acts, for
// which offices and what for. Every row that fn changes is recorded in the
// audit by the database itself, which refuses changes made in any other way.
// azione is the durable name of the act ("presenta-domanda").
func Atto(ctx context.Context, db *gorm.DB, chi Chi, azione string, fn func(tx *gorm.DB) error) error {
	return db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := ambienta(tx, chi, azione); err != nil {
			return err
		}
		return fn(tx)
	})
}

// Leggi runs fn in a read-only transaction in which the database knows who
// reads and for which offices.
func Leggi(ctx context.Context, db *gorm.DB, chi Chi, fn func(tx *gorm.DB) error) error {
	return db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := ambienta(tx, chi, ""); err != nil {
			return err
		}
		return fn(tx)
	}, &sql.TxOptions{ReadOnly: true})
}

// LeggiSpesso is Leggi for a page that is asked for all day long with statements
// whose plan is the same whatever is asked: PostgreSQL plans each once for a
// connection, where it would otherwise weigh it anew at every reading.
func LeggiSpesso(ctx context.Context, db *gorm.DB, chi Chi, fn func(tx *gorm.DB) error) error {
	return db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := ambienta(tx, chi, "", pianiFissi); err != nil {
			return err
		}
		return fn(tx)
	}, &sql.TxOptions{ReadOnly: true})
}

const pianiFissi = `, set_config('plan_cache_mode', 'force_generic_plan', true)`

func ambienta(tx *gorm.DB, chi Chi, azione string, altro ...string) error {
	err := tx.Exec(`SELECT set_config('siss.operatore', ?, true), set_config('siss.enti', ?, true),
		set_config('siss.uo', ?, true), set_config('siss.azione', ?, true)`+strings.Join(altro, ""),
		chi.OperatoreID, elenco(chi.Enti()), elenco(chi.UO()), azione).Error
	if err != nil {
		return fmt.Errorf("transaction: %w", err)
	}
	return nil
}

func elenco(ids []string) string { return "{" + strings.Join(ids, ",") + "}" }

// Vincolo returns the name of the constraint that err says was violated, or "".
func Vincolo(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && strings.HasPrefix(pg.Code, "23") {
		return pg.ConstraintName
	}
	return ""
}

// Una loads one row by a query that says who may see it, or refuses with
// NotFound and the given sentence.
func Una[T any](tx *gorm.DB, assente, query string, args ...any) (T, error) {
	var rows []T
	var zero T
	if err := tx.Raw(query, args...).Find(&rows).Error; err != nil {
		return zero, fmt.Errorf("query: %w", err)
	}
	if len(rows) == 0 {
		return zero, Errorf(NotFound, "%s", assente)
	}
	return rows[0], nil
}

// Tutte loads every row of a query, nil when there is none. Find, here as
// everywhere, and not Scan, which writes every statement out with its values for
// a log that is never kept.
func Tutte[T any](tx *gorm.DB, query string, args ...any) ([]T, error) {
	var rows []T
	if err := tx.Raw(query, args...).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows, nil
}

// Numero takes the next number of a series of an ente in a year. The counter
// stays locked until the transaction ends, so that there are no gaps.
func Numero(tx *gorm.DB, ente, serie string, anno int) (int, error) {
	var n int
	err := tx.Raw(`INSERT INTO contatore AS c (ente_id, serie, anno, ultimo) VALUES (?, ?, ?, 1)
		ON CONFLICT (ente_id, serie, anno) DO UPDATE SET ultimo = c.ultimo + 1 RETURNING ultimo`,
		ente, serie, anno).Find(&n).Error
	if err != nil {
		return 0, fmt.Errorf("number of %s: %w", serie, err)
	}
	return n, nil
}

// Pagina is a slice of a list: Limite rows from the row after Salta.
type Pagina struct {
	Limite int
	Salta  int
}

// Elenco is one page of a list with the count of all.
type Elenco[T any] struct {
	Elementi []T
	Totale   int
}

// Codice names a fault without its text, which may hold values: the SQLSTATE of
// PostgreSQL, or the type of the innermost error.
func Codice(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return "sqlstate " + pg.Code
	}
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return fmt.Sprintf("%T", err)
}
