package e2e

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"siss/deploy/dev/servers"
	"siss/models"
)

// propri are the servers that the tests kill: theirs alone, started once.
var propri struct {
	sync.Once
	postgres *servers.Postgres
	temporal *servers.Temporal
	err      error
}

func serverPropri(t *testing.T) (*servers.Postgres, *servers.Temporal) {
	t.Helper()
	propri.Do(func() {
		ctx := context.Background() // they outlive the first test that wants them
		propri.postgres, propri.err = servers.StartPostgres(ctx, servers.Options{Folder: filepath.Join(deposito, "postgres"), Throwaway: true})
		if propri.err == nil {
			propri.temporal, propri.err = servers.StartTemporal(ctx, servers.Options{Folder: filepath.Join(deposito, "temporal"), Throwaway: true})
		}
	})
	riesce(t, propri.err)
	return propri.postgres, propri.temporal
}

func spegniServer() error {
	var errs []error
	if propri.temporal != nil {
		errs = append(errs, propri.temporal.Stop())
	}
	if propri.postgres != nil {
		errs = append(errs, propri.postgres.Stop())
	}
	return errors.Join(errs...)
}

// bancoFragile is an installation whose servers may be killed too.
type bancoFragile struct {
	*banco
	pg     *servers.Postgres
	motore *servers.Temporal
}

func nuovoBancoFragile(t *testing.T) *bancoFragile {
	t.Helper()
	pg, motore := serverPropri(t)
	nome := "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	riesce(t, pg.CreateDatabase(t.Context(), nome))
	riesce(t, models.Migra(t.Context(), pg.URL(nome)))
	b := &bancoFragile{banco: preparaBanco(t, pg.URL(nome), motore.Address()), pg: pg, motore: motore}
	b.avvia(t)
	return b
}

// uccidiLavoro kills the worker as a crash would.
func (b *banco) uccidiLavoro(t testing.TB) {
	t.Helper()
	riesce(t, b.work.Kill())
}

// rimpiazza starts a worker in the place of the one that died.
func (b *banco) rimpiazza(t testing.TB) {
	t.Helper()
	b.work, b.lavoro = b.processo(t, "work")
}
