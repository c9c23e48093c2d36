package models_test

import (
	"database/sql"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"siss/models/dbtest"
)

// anomalieDiPrima are an ente with two runs, the first definitive, and the
// anomalie of every kind as they were when only their sentence told them.
const anomalieDiPrima = `BEGIN;
SET LOCAL siss.azione = 'prova';
INSERT INTO ente (id, codice, denominazione, tipo, dal) VALUES ('00000000-0000-0000-0000-000000000001', 'E', 'E', 'COMUNE', '2020-01-01');
INSERT INTO uo (id, ente_id, codice, denominazione, tipo, dal) VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'U', 'U', 'CONTABILE', '2020-01-01');
INSERT INTO operatore (id, codice_fiscale, cognome, nome, profilo, dal) VALUES ('00000000-0000-0000-0000-000000000003', 'X', 'X', 'X', 'X', '2020-01-01');
INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita) VALUES ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000001', 1, 'A', 'B', 'M', '1950-01-01');
INSERT INTO tipo_intervento (id, codice, denominazione, natura, livello_assistenza, classificazione, classificazione_istat, dal)
  VALUES ('00000000-0000-0000-0000-000000000005', 'T', 'T', 'ECONOMICO', '', '', '', '2020-01-01');
INSERT INTO intervento (id, ente_id, uo_id, ente_pagatore_id, anno, numero, natura, soggetto_id, tipo_intervento_id, data_inizio, stato, operatore_responsabile_id)
  VALUES ('00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 2024, 1, 'ECONOMICO',
    '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000005', '2024-01-01', 'ATTIVO', '00000000-0000-0000-0000-000000000003');
INSERT INTO elaborazione (id, ente_id, anno, numero, dal, al, origine, stato) VALUES
  ('00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000001', 2024, 3, '2024-01-01', '2024-01-31', 'PIANIFICATA', 'PROVVISORIA'),
  ('00000000-0000-0000-0000-000000000008', '00000000-0000-0000-0000-000000000001', 2024, 12, '2024-01-01', '2024-01-31', 'PIANIFICATA', 'PROVVISORIA');
INSERT INTO anomalia (id, ente_id, elaborazione_id, intervento_id, testo)
  SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', e::uuid, '00000000-0000-0000-0000-000000000006', t FROM (VALUES
    ('00000000-0000-0000-0000-000000000007', 'manca la tariffa per un accesso del 05/02/2024'),
    ('00000000-0000-0000-0000-000000000007', 'nessun accesso nel tabellone di marzo 2024'),
    ('00000000-0000-0000-0000-000000000008', 'gennaio 2024 è già liquidato con l''elaborazione 2024/3'),
    ('00000000-0000-0000-0000-000000000008', 'dicembre 2023 è già nell''elaborazione provvisoria 2024/3')) v (e, t);
UPDATE elaborazione SET stato = 'DEFINITIVA', confermata_il = now() WHERE numero = 3;
COMMIT;`

// The sentence of an anomalia written before tells its kind, month, day and the
// other run, of definitive runs too.
func TestTheAnomalieWrittenBeforeSayInFieldsWhatTheirSentenceSays(t *testing.T) {
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
	if _, err := p.DownTo(t.Context(), 6); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(anomalieDiPrima); err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	rows, err := pool.Query(`SELECT a.tipo, to_char(a.mese, 'YYYY-MM'), coalesce(a.giorno::text, ''), coalesce(e.numero, 0)
		FROM anomalia a LEFT JOIN elaborazione e ON e.id = a.altra_id ORDER BY 1, 2`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var tipo, mese, giorno string
		var altra int
		if err := rows.Scan(&tipo, &mese, &giorno, &altra); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %s %s %d", tipo, mese, giorno, altra))
	}
	want := []string{"GIA_LIQUIDATO 2024-01  3", "IN_ALTRA_ELABORAZIONE 2023-12  3", "NESSUN_ACCESSO 2024-03  0", "TARIFFA_MANCANTE 2024-02 2024-02-05 0"}
	if diff := cmp.Diff(want, got); diff != "" || rows.Err() != nil {
		t.Errorf("%v (-want +got):\n%s", rows.Err(), diff)
	}
}
