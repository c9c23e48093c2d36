package models_test

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"siss/models/dbtest"
)

// corseDiPrima are three runs of the same period, the first definitive, as they
// could be before; each pays a month of the same intervento.
var corseDiPrima = anomalieDiPrima[:strings.Index(anomalieDiPrima, "INSERT INTO elaborazione")] + `
INSERT INTO elaborazione (id, ente_id, anno, numero, dal, al, origine, stato)
  SELECT ('00000000-0000-0000-0000-00000000001' || n)::uuid, '00000000-0000-0000-0000-000000000001', 2024, n, '2024-01-01', '2024-03-31', 'PIANIFICATA', 'PROVVISORIA'
  FROM generate_series(1, 3) n;
INSERT INTO movimento (id, ente_id, elaborazione_id, intervento_id, mese_competenza, voce, estremi, tipo, imponibile, aliquota_iva, iva, totale, beneficiario, dettaglio)
  SELECT gen_random_uuid(), ente_id, id, '00000000-0000-0000-0000-000000000006', make_date(2024, numero, 1), 'regola 1', 'x', 'PAGAMENTO', 100, 0, 0, 100, 'x', '[]' FROM elaborazione;
UPDATE elaborazione SET stato = 'DEFINITIVA', confermata_il = now() WHERE numero = 1;
COMMIT;`

// The lines of definitive runs are settled, the others are not, and runs of the
// same period that were already being prepared may finish.
func TestTheLinesOfDefinitiveRunsAreSettled(t *testing.T) {
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
	if _, err := p.DownTo(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(corseDiPrima); err != nil {
		t.Fatal(err)
	}
	// Up, down again with the rows in it, and up once more.
	for n, versione := range []int64{14, 13, 14} {
		vai := p.UpTo
		if versione == 13 {
			vai = p.DownTo
		}
		if _, err := vai(t.Context(), versione); err != nil {
			t.Fatalf("step %d: %v", n, err)
		}
	}
	var got string
	if err := pool.QueryRow(`SELECT string_agg(e.numero || ' ' || m.stato || ' ' || e.esclusiva, ', ' ORDER BY e.numero)
		FROM movimento m JOIN elaborazione e ON e.id = m.elaborazione_id`).Scan(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("1 DEFINITIVO true, 2 PROVVISORIO true, 3 PROVVISORIO false", got); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
}
