package moltitudine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"siss/models/dbtest"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// prova is a region small enough for a test.
var prova = Misura{Scala: 1.0 / 1000, Seme: 7, Oggi: periodo.MustParse("2026-11-22")}

func carica(t *testing.T, m Misura) *pgx.Conn {
	t.Helper()
	url := dbtest.URL(t)
	if err := m.Carica(t.Context(), url, t.Output()); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// elenco runs a query of one column.
func elenco[T any](t *testing.T, conn *pgx.Conn, sql string) []T {
	t.Helper()
	righe, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	out, err := pgx.CollectRows(righe, pgx.RowTo[T])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return out
}

func TestARegionHasWhatItsMeasureSays(t *testing.T) {
	t.Parallel()
	conn := carica(t, prova)
	for sql, want := range map[string]int64{
		"SELECT count(*) FROM compito WHERE chiuso_il IS NULL":                                                                 1000,
		"SELECT count(*) FROM intervento":                                                                                      100,
		"SELECT count(*) FROM ente WHERE tipo = 'MUNICIPIO'":                                                                   15,
		"SELECT count(*) FROM ente WHERE tipo = 'COMUNE'":                                                                      377,
		"SELECT count(DISTINCT natura) FROM intervento":                                                                        3,
		"SELECT count(*) FROM elaborazione WHERE stato = 'PROVVISORIA'":                                                        37,
		"SELECT count(*) FROM elaborazione WHERE documento_id IS NOT NULL":                                                     37,
		"SELECT count(*) FROM elaborazione e WHERE movimenti <> (SELECT count(*) FROM movimento WHERE elaborazione_id = e.id)": 0,
	} {
		if got := elenco[int64](t, conn, sql)[0]; got != want {
			t.Errorf("%s = %d, want %d", sql, got, want)
		}
	}
	if n := elenco[int64](t, conn, "SELECT count(*) FROM soggetto")[0]; n < 6000 || n > 6600 {
		t.Errorf("%d soggetti, want 6000 and one for each hamlet with a task", n)
	}
	for _, tabella := range []string{"residenza", "relazione", "domanda", "richiesta", "assegnazione", "accesso", "riga_piano", "regola_pagamento", "movimento", "evento"} {
		if n := elenco[int64](t, conn, "SELECT count(*) FROM "+tabella)[0]; n == 0 {
			t.Errorf("%s is empty", tabella)
		}
	}
	laziali(t, conn)
}

// laziali looks at codes and names.
func laziali(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	righe, err := conn.Query(t.Context(), "SELECT codice_fiscale, cognome, nome, sesso, data_nascita::text, luogo_nascita_codice FROM soggetto")
	if err != nil {
		t.Fatal(err)
	}
	cognomi := map[string]int{}
	quanti := 0
	for righe.Next() {
		var codice, cognome, nome, sesso, nata, luogo string
		if err := righe.Scan(&codice, &cognome, &nome, &sesso, &nata, &luogo); err != nil {
			t.Fatal(err)
		}
		quanti++
		cognomi[cognome]++
		d := periodo.MustParse(nata)
		cf, err := fiscale.ParseCodice(codice)
		if err != nil || len(fiscale.Confronta(cf, fiscale.Anagrafica{Cognome: cognome, Nome: nome, Sesso: sesso, Anno: d.Anno(),
			Mese: d.Mese().Numero(), Giorno: d.Giorno(), Luogo: luogo})) > 0 {
			t.Errorf("a codice fiscale is not that of its bearer: %v", err)
		}
	}
	if err := righe.Err(); err != nil {
		t.Fatal(err)
	}
	if primo := float64(cognomi["ROSSI"]) / float64(quanti); primo < 0.002 || primo > 0.008 {
		t.Errorf("%.2f%% are called Rossi, want about 0.4%%", primo*100)
	}
	if len(cognomi) < quanti/4 {
		t.Errorf("%d persons share %d cognomi, want a long tail", quanti, len(cognomi))
	}
}

// The triggers of the foreign keys and of the audit don't run while a region is loaded.
func TestRowsReferToRowsThatExist(t *testing.T) {
	t.Parallel()
	conn := carica(t, prova)
	for _, sql := range elenco[string](t, conn, `SELECT format('SELECT count(*) FROM %s a WHERE a.%I IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s b WHERE b.%I = a.%I)',
			f.conrelid::regclass, x.attname, f.confrelid::regclass, y.attname, x.attname)
		FROM pg_constraint f JOIN pg_attribute x ON x.attrelid = f.conrelid AND x.attnum = f.conkey[1]
		JOIN pg_attribute y ON y.attrelid = f.confrelid AND y.attnum = f.confkey[1] WHERE f.contype = 'f'`) {
		if n := elenco[int64](t, conn, sql)[0]; n != 0 {
			t.Errorf("%d rows: %s", n, sql)
		}
	}
	for cosa, sql := range map[string]string{
		"domande without richieste":              `SELECT count(*) FROM domanda d WHERE NOT EXISTS (SELECT 1 FROM richiesta r WHERE r.domanda_id = d.id)`,
		"cases of an ente for another's person":  `SELECT count(*) FROM domanda d JOIN soggetto s ON s.id = d.soggetto_id WHERE s.ente_id <> d.ente_id`,
		"tasks of an office of another ente":     `SELECT count(*) FROM compito c JOIN uo u ON u.id = c.uo_id WHERE u.ente_id <> c.ente_id`,
		"richieste and interventi that disagree": `SELECT count(*) FROM richiesta r JOIN intervento i ON i.id = r.intervento_id WHERE i.richiesta_id <> r.id OR i.tipo_intervento_id <> r.tipo_intervento_id`,
		"accessi outside their intervento":       `SELECT count(*) FROM accesso a JOIN intervento i ON i.id = a.intervento_id WHERE a.data < i.data_inizio OR a.data > i.data_fine`,
		"cases older than their persons":         `SELECT count(*) FROM domanda d JOIN soggetto s ON s.id = d.soggetto_id WHERE d.data_presentazione < s.data_nascita`,
		"tasks closed before they were opened":   `SELECT count(*) FROM compito WHERE chiuso_il::date < creato::date`,
	} {
		if n := elenco[int64](t, conn, sql)[0]; n != 0 {
			t.Errorf("%d %s", n, cosa)
		}
	}
}

func TestALoadLeavesTheSchemaAsItWas(t *testing.T) {
	t.Parallel()
	schema := func(conn *pgx.Conn) []string {
		return elenco[string](t, conn, `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL
			SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1`)
	}
	vuoto, err := pgx.Connect(t.Context(), dbtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { vuoto.Close(context.Background()) })
	if diff := cmp.Diff(schema(vuoto), schema(carica(t, prova))); diff != "" {
		t.Errorf("indexes and constraints (-empty +loaded):\n%s", diff)
	}
}

func TestTheSameMeasureMakesTheSameRows(t *testing.T) {
	t.Parallel()
	impronte := func() []string {
		conn := carica(t, prova)
		var out []string
		for tabella, colonne := range colonne {
			out = append(out, tabella+" "+elenco[string](t, conn, fmt.Sprintf(`SELECT coalesce(md5(string_agg(r, '' ORDER BY r)), '') FROM (SELECT ROW(%s)::text AS r FROM %s WHERE true) x`,
				strings.Join(colonne, ", "), tabella))[0])
		}
		slices.Sort(out)
		return out
	}
	prime := slices.DeleteFunc(impronte(), evento)
	seconde := slices.DeleteFunc(impronte(), evento)
	if diff := cmp.Diff(prime, seconde); diff != "" {
		t.Errorf("rows of two loads (-first +second):\n%s", diff)
	}
}

// evento has also what the load of the registries leaves, with its own time.
func evento(riga string) bool { return strings.HasPrefix(riga, "evento ") }

func TestEveryComuneOfTheListExists(t *testing.T) {
	t.Parallel()
	nomi := map[string]bool{}
	for _, c := range comuni {
		nomi[c.Denominazione] = true
	}
	for nome := range popolazione {
		if !nomi[nome] {
			t.Errorf("no comune of Lazio is called %s", nome)
		}
	}
}
