package pagine

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"siss/cmd/siss/moltitudine"
	"siss/deploy/dev/servers"
	"siss/models"
	"siss/models/periodo"
)

var (
	scala = flag.Float64("scala", 1, "size of the region that the benchmark asks: 1 is the whole of it")
	solo  = flag.String("solo", "", "asks only the pages whose name matches this regular expression")
	seme  = flag.Uint64("seme", 1, "seed number of the region")
)

// comeInProduzione are the settings of the benchmark's server: the memory of a
// small server of production, and what makes loading fast without making reads so.
var comeInProduzione = []string{
	"shared_buffers=2GB", "effective_cache_size=6GB", "work_mem=16MB", "maintenance_work_mem=1GB", "random_page_cost=1.1",
	"max_wal_size=8GB", "checkpoint_timeout=30min", "wal_level=minimal", "max_wal_senders=0",
}

// regione returns the address of a database that holds the region, loaded now
// unless .dev/bench has one of the same measure and schema.
func regione(b *testing.B) string {
	b.Helper()
	radice, err := servers.Root()
	riesce(b, err)
	p, err := servers.StartPostgres(b.Context(), servers.Options{Folder: filepath.Join(radice, ".dev", "bench", "postgres"), Throwaway: true, Settings: comeInProduzione})
	riesce(b, err)
	b.Cleanup(func() { riesce(b, p.Stop()) })
	m := moltitudine.Misura{Scala: *scala, Seme: *seme, Oggi: periodo.Oggi()}
	nome := "moltitudine_" + strings.NewReplacer(".", "_", "-", "_", "+", "_").Replace(strconv.FormatFloat(m.Scala, 'g', -1, 64))
	c, err := pgx.Connect(b.Context(), p.URL("postgres"))
	riesce(b, err)
	defer c.Close(context.WithoutCancel(b.Context()))
	nuova := nome + "_nuova" // has the final name only when it is whole
	esegui(b, c, "DROP DATABASE IF EXISTS "+nuova+" WITH (FORCE)", "CREATE DATABASE "+nuova)
	riesce(b, models.Migra(b.Context(), p.URL(nuova)))
	impronta := fmt.Sprintf("moltitudine %d, seme %d, schema %s", moltitudine.Versione, m.Seme, schema(b, p.URL(nuova)))
	var trovata string
	err = c.QueryRow(b.Context(), `SELECT coalesce((SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1), '')`, nome).Scan(&trovata)
	riesce(b, err)
	if trovata == impronta {
		esegui(b, c, "DROP DATABASE "+nuova+" WITH (FORCE)")
		return p.URL(nome)
	}
	riesce(b, m.Carica(b.Context(), p.URL(nuova), os.Stdout))
	esegui(b, c, "DROP DATABASE IF EXISTS "+nome+" WITH (FORCE)", "ALTER DATABASE "+nuova+" RENAME TO "+nome,
		"COMMENT ON DATABASE "+nome+" IS '"+impronta+"'", "CHECKPOINT")
	return p.URL(nome)
}

func esegui(b *testing.B, c *pgx.Conn, comandi ...string) {
	b.Helper()
	for _, comando := range comandi {
		if _, err := c.Exec(b.Context(), comando); err != nil {
			b.Fatalf("%s: %v", comando, err)
		}
	}
}

// schema is a fingerprint of tables, indexes, constraints and functions.
func schema(b *testing.B, url string) string {
	b.Helper()
	c, err := pgx.Connect(b.Context(), url)
	riesce(b, err)
	defer c.Close(context.WithoutCancel(b.Context()))
	var out string
	err = c.QueryRow(b.Context(), `SELECT md5(string_agg(x, '/' ORDER BY x)) FROM (
		SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, generation_expression) FROM information_schema.columns WHERE table_schema = 'public'
		UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
		UNION ALL SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
		UNION ALL SELECT proname || coalesce(prosrc, '') FROM pg_proc WHERE pronamespace = 'public'::regnamespace) s (x)`).Scan(&out)
	riesce(b, err)
	return out
}
