package sigess_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// spiegati asks that every line of every run has its tree, that its total
// follows from the tree alone, and that the tree names no person. It returns how
// many lines it asked.
func spiegati(t *testing.T, m *dbtest.Mondo) int {
	t.Helper()
	var righe []struct {
		sigess.Movimento
		Albero string
	}
	riesce(t, m.DB.Raw(`SELECT m.*, coalesce(s.albero::text, '') AS albero FROM movimento m LEFT JOIN spiegazione s ON s.movimento_id = m.id`).Scan(&righe).Error)
	for _, r := range righe {
		s, err := calcolo.Decompatta([]byte(r.Albero))
		riesce(t, err)
		if got, err := s.Importo(); got != r.Totale || err != nil {
			t.Errorf("%s of %s: the tree gives %s, %v, want %s\n%s", r.Tipo, r.MeseCompetenza, got, err, r.Totale, strings.Join(s.Frasi(), "\n"))
		}
		for _, nome := range []string{"ROSSI", "MARIO", "Aurora", "Gestioni", "IT60", "RSS"} {
			if strings.Contains(r.Albero, nome) {
				t.Errorf("the tree of %s names %s", r.ID, nome)
			}
		}
	}
	return len(righe)
}

// tutto is a run of each kind of intervento, confirmed, and one of the month
// after that mends it.
func tutto(t *testing.T, m *dbtest.Mondo) (prima, dopo string) {
	t.Helper()
	economico := attiva(t, m, m.Economico("2023-09-12", 30000))
	prestazioni, struttura := attiva(t, m, m.Prestazioni("2024-01-01")), attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "ASS_DOM", 0, 990))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "PASTO", 200, 0))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	prima = liquida(t, m, "2024-01")
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, economico))
	riesce(t, scrivi(t, m, `UPDATE voce_tariffario SET tariffa = 223500 WHERE prestazione = 'ASS_DOM'`))
	riesce(t, scrivi(t, m, `INSERT INTO sospensione (id, ente_id, intervento_id, dal, al, motivo) SELECT gen_random_uuid(), ente_id, id, '2024-01-05', '2024-01-05', 'RICOVERO'
		FROM intervento WHERE id = ?`, struttura))
	return prima, elabora(t, m, "2024-02", 1)
}

func TestEveryLineOfARunIsExplained(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	prima, dopo := tutto(t, m)
	elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-03"), Simulazione: true}, 200)
	riesce(t, conferma(t, m, m.Contabile, dopo))
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Storna(tx, chi, prima, uuid.NewString(), sigess.ModuloStorno{Motivo: "capitolo errato"}, adesso)
	}))
	elabora(t, m, "2024-04", 200)
	if n := spiegati(t, m); n < 12 {
		t.Errorf("only %d lines", n)
	}
}

// rif are the rows that a tree names.
func rif(s calcolo.Spiegazione) []string {
	var out []string
	if s.Riferimento != "" {
		out = append(out, s.Riferimento)
	}
	for _, f := range s.Figli {
		out = append(out, rif(f)...)
	}
	return out
}

func TestAnExplanationNamesTheRowsItIsMadeOfAndWhatWasSettled(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tutto(t, m)
	var righe []struct{ Tipo, Natura, Albero string }
	riesce(t, m.DB.Raw(`SELECT m.tipo, i.natura, s.albero FROM movimento m JOIN spiegazione s ON s.movimento_id = m.id JOIN intervento i ON i.id = m.intervento_id`).Scan(&righe).Error)
	want := map[string][]string{"ECONOMICO PAGAMENTO": {"regola_pagamento"}, "PRESTAZIONI PAGAMENTO": {"voce_tariffario"}, "STRUTTURA PAGAMENTO": {"voce_tariffario", "quota_utente"},
		"ECONOMICO CONGUAGLIO": {"regola_pagamento", "movimento"}, "PRESTAZIONI CONGUAGLIO": {"voce_tariffario", "movimento"}, "STRUTTURA CONGUAGLIO": {"movimento"}}
	visti := map[string]bool{}
	for _, r := range righe {
		s, err := calcolo.Decompatta([]byte(r.Albero))
		riesce(t, err)
		nomi := map[string]bool{}
		for _, x := range rif(s) {
			tabella, id, _ := strings.Cut(x, "/")
			nomi[tabella] = true
			var n int
			riesce(t, m.DB.Raw(`SELECT count(*) FROM `+tabella+` WHERE id = ?`, id).Scan(&n).Error)
			if n != 1 {
				t.Errorf("%s is no row", x)
			}
		}
		k := r.Natura + " " + r.Tipo
		visti[k] = true
		for _, tabella := range want[k] {
			if !nomi[tabella] {
				t.Errorf("%s names %v, want a %s", k, nomi, tabella)
			}
		}
	}
	for k := range want {
		if !visti[k] {
			t.Errorf("no line is %s", k)
		}
	}
}

func TestAnExplanationGoesWithItsLineAndStaysWithADefinitiveOne(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elabora(t, m, "2024-01", 200)
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, id))
	if err := scrivi(t, m, `UPDATE spiegazione SET albero = '{}'`); err == nil {
		t.Error("a tree changed")
	}
	rielabora(t, m, run)
	if n := spiegati(t, m); n != 1 {
		t.Errorf("%d lines after computing again, want 1", n)
	}
	var orfane int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM spiegazione`).Scan(&orfane).Error)
	if orfane != 1 {
		t.Errorf("%d trees for one line", orfane)
	}
	riesce(t, conferma(t, m, m.Contabile, run))
	for _, q := range []string{`UPDATE spiegazione SET albero = '{}'`, `DELETE FROM spiegazione`, `TRUNCATE spiegazione`,
		`WITH x AS (DELETE FROM spiegazione RETURNING *) INSERT INTO spiegazione SELECT movimento_id, '{}' FROM x`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("a definitive run let through: %s", q)
		}
	}
	annullata := elabora(t, m, "2024-02", 200)
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, annullata, adesso) }))
	if n := spiegati(t, m); n != 1 {
		t.Errorf("%d lines after annulling, want 1", n)
	}
}

// Who sees neither the run nor the intervento does not see how it was reached.
func TestAMovimentoIsSeenByWhoPaysAndOnceConfirmedByWhoseCaseItIs(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elabora(t, m, "2024-01", 200)
	var id string
	riesce(t, m.DB.Raw(`SELECT id FROM movimento`).Scan(&id).Error)
	legge := func(chi string) error {
		_, err := sigess.MovimentoDi(m.DB, m.Chi(t, chi), id)
		return err
	}
	riesce(t, legge(m.Contabile))
	rifiuta(t, legge(m.Amministrativo), models.NotFound)
	riesce(t, conferma(t, m, m.Contabile, run))
	riesce(t, legge(m.Amministrativo))
}
