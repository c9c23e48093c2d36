// Package dbtest gives each test a PostgreSQL database of its own, cloned from
// a template that is migrated once for each test binary. The server is named by
// SISS_TEST_DATABASE_URL; without one the test fails, it never skips.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
)

var modello struct {
	sync.Once
	nome string
	err  error
}

// Open returns an empty migrated database, dropped when the test ends.
func Open(t testing.TB) *gorm.DB {
	t.Helper()
	db, err := models.Open(context.Background(), URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return db
}

// URL makes an empty migrated database and returns its address.
func URL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("SISS_TEST_DATABASE_URL")
	if server == "" {
		t.Fatal("SISS_TEST_DATABASE_URL is not set: run the tests with make test, which starts the servers")
	}
	modello.Do(func() { modello.nome, modello.err = creaModello(server) })
	if modello.err != nil {
		t.Fatal(modello.err)
	}
	nome := "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := esegui(server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", nome, modello.nome)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := esegui(server, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", nome)); err != nil {
			t.Error(err)
		}
	})
	return indirizzo(server, nome)
}

func creaModello(server string) (string, error) {
	nome := "m_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := esegui(server, "CREATE DATABASE "+nome); err != nil {
		return "", err
	}
	return nome, models.Migra(context.Background(), indirizzo(server, nome))
}

func esegui(server, comando string) error {
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return fmt.Errorf("test database: %w", err)
	}
	defer pool.Close()
	if _, err := pool.Exec(comando); err != nil {
		return fmt.Errorf("test database: %w", err)
	}
	return nil
}

func indirizzo(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(fmt.Sprintf("SISS_TEST_DATABASE_URL: %v", err))
	}
	u.Path = "/" + database
	return u.String()
}
