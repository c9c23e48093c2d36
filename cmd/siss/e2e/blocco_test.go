package e2e

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
)

// blocco holds locks of the database from a connection of its own, so that an
// activity stops in the middle of its transaction until it is let go.
type blocco struct{ conn *pgx.Conn }

func (b *banco) blocca(t *testing.T, sql string, args ...any) *blocco {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.url)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), "BEGIN")
	riesce(t, err)
	_, err = conn.Exec(t.Context(), sql, args...)
	riesce(t, err)
	out := &blocco{conn}
	t.Cleanup(func() { out.lascia(t) })
	return out
}

// lascia gives the locks back. Once given back, or when the server died with
// them, it does nothing.
func (b *blocco) lascia(t *testing.T) {
	t.Helper()
	if b.conn.IsClosed() {
		return
	}
	err := b.conn.Close(context.WithoutCancel(t.Context()))
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Logf("locks given back: %v", err) // the server may have been killed
	}
}

// fermi waits until n transactions stand still before a lock.
func (b *banco) fermi(t *testing.T, n int) {
	t.Helper()
	attendi(t, pazienza, cifre(n)+" transactions before a lock", func() bool {
		var got int
		riesce(t, b.DB.Raw(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&got).Error)
		return got == n
	})
}

// freno makes the COMMIT of an act wait while somebody holds the advisory lock
// of its object: so a worker can die between the commit and its report.
const freno = `CREATE FUNCTION prova_freno() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.oggetto_id::text, 0));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER prova_freno AFTER UPDATE ON atto DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION prova_freno()`

// frenoCorse does the same to the steps of a run that are an evento ("INSERT OR
// UPDATE", "UPDATE OF stato"), while somebody holds the lock of the ente that pays.
func frenoCorse(evento string) string {
	return `CREATE FUNCTION prova_freno_corse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.ente_id::text, 0));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER prova_freno_corse AFTER ` + evento + ` ON elaborazione DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION prova_freno_corse()`
}

// bloccaCommit holds what the two wait for.
const bloccaCommit = `SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM unnest($1::text[]) id`
