package servers

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func listen(t *testing.T, port int) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", loopback(port))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// query runs a statement that returns one text.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var got string
	if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return got
}

func TestPostgresKeepsItsDataThroughKillRestartAndANewStart(t *testing.T) {
	t.Parallel()
	// A folder closed to user postgres, as a clone in root's home is.
	folder := filepath.Join(t.TempDir(), "closed", "postgres")
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		t.Fatal(err)
	}
	p, err := StartPostgres(t.Context(), Options{Folder: folder, Throwaway: true, Settings: []string{"work_mem=5MB"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	if got := query(t, p.URL("postgres"), `SHOW work_mem`); got != "5MB" {
		t.Errorf("work_mem = %s, want the 5MB of the settings", got)
	}
	for range 2 { // the second time it exists
		if err := p.CreateDatabase(t.Context(), "siss"); err != nil {
			t.Fatal(err)
		}
	}
	url := p.URL("siss")
	query(t, url, `WITH made AS (SELECT pg_catalog.lo_from_bytea(4711, 'kept')) SELECT count(*)::text FROM made`)

	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	if p.proc.running() {
		t.Fatal("running after Kill")
	}
	for name, again := range map[string]func() error{
		"restart of a killed server":  func() error { return p.Restart(t.Context()) },
		"restart of a running server": func() error { return p.Restart(t.Context()) },
		"new start on the folder": func() error {
			if err := p.Stop(); err != nil {
				return err
			}
			p, err = StartPostgres(t.Context(), Options{Folder: folder, Throwaway: true})
			return err
		},
	} {
		if err := again(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.URL("siss") != url {
			t.Errorf("%s: URL %s, want %s", name, p.URL("siss"), url)
		}
		if got := query(t, url, `SELECT convert_from(lo_get(4711), 'UTF8')`); got != "kept" {
			t.Errorf("%s: row is %q, want kept", name, got)
		}
	}
}

func TestPostgresLogHoldsNoValues(t *testing.T) {
	t.Parallel()
	p, err := StartPostgres(t.Context(), Options{Folder: t.TempDir(), Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	conn, err := pgx.Connect(t.Context(), p.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `CREATE TABLE persona (nome text CHECK (nome <> 'ROSSI MARIA'))`); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `INSERT INTO persona VALUES ('ROSSI MARIA')`); err == nil {
		t.Fatal("the row was accepted, want a refusal")
	}
	log, err := os.ReadFile(p.Log())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "persona_nome_check") {
		t.Errorf("the log does not name the failed check:\n%s", log)
	}
	if strings.Contains(string(log), "ROSSI") {
		t.Errorf("the log holds the value:\n%s", log)
	}
}

func TestPostgresBinariesRefuseAClusterOfAnotherVersion(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if dir, err := postgresBinaries(data); err == nil {
		t.Errorf("binaries for a cluster of version 9: %s, want an error", dir)
	}
	if err := HavePostgres(); err != nil {
		t.Error(err)
	}
}
