package e2e

import (
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"siss/models"
)

// impronta is a checksum of each table, sessions apart: what changes between
// two of them is what was written.
type impronta map[string]string

// improntaDi takes the checksum of every table of the database, rows in order.
func improntaDi(t testing.TB, db *gorm.DB) impronta {
	t.Helper()
	tabelle, err := models.Tutte[struct{ Nome string }](db, `SELECT table_name AS nome FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'sessione'`)
	riesce(t, err)
	var query []string
	for _, tab := range tabelle {
		query = append(query, fmt.Sprintf(`SELECT '%[1]s' AS tabella, count(*) || ' rows ' || coalesce(md5(string_agg(x::text, E'\n' ORDER BY x::text)), '') AS somma FROM %[1]q x`, tab.Nome))
	}
	righe, err := models.Tutte[struct{ Tabella, Somma string }](db, strings.Join(query, " UNION ALL "))
	riesce(t, err)
	out := impronta{}
	for _, r := range righe {
		out[r.Tabella] = r.Somma
	}
	if len(out) < 30 {
		t.Fatalf("checksum of %d tables only", len(out))
	}
	return out
}

// diversa names the tables that differ, with their rows.
func (i impronta) diversa(da impronta) []string {
	var out []string
	for tab, somma := range i {
		if da[tab] != somma {
			out = append(out, fmt.Sprintf("%s: %.20s, then %.20s", tab, somma, da[tab]))
		}
	}
	return out
}

// immutata fails when anything was written since prima.
func immutata(t testing.TB, cosa string, db *gorm.DB, prima impronta) {
	t.Helper()
	if d := prima.diversa(improntaDi(t, db)); len(d) > 0 {
		t.Errorf("%s: refused, yet it changed %s", cosa, strings.Join(d, "; "))
	}
}
