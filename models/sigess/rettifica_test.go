package sigess_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// righeCelle are the rows of the cells, "data prestazione quantity" with what each corrects.
func righeCelle(t *testing.T, m *dbtest.Mondo) []string {
	t.Helper()
	out := []string{}
	riesce(t, m.DB.Raw(`SELECT a.data || ' ' || a.prestazione || ' ' || coalesce(a.quantita, a.minuti) || ' ' || a.progressivo || coalesce(' di ' || p.progressivo, '')
		FROM accesso a LEFT JOIN accesso p ON p.id = a.rettifica_di ORDER BY a.data, a.prestazione, a.progressivo`).Scan(&out).Error)
	return out
}

// domain b.8 and c.3: what was paid stays as it was; who types the new quantity
// writes a row of the difference, and the next run adjusts.
func TestWhatWasPaidIsCorrectedByARowMore(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	casa := attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-02", "ASS_DOM", 0, 990))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 375,78")
	// 16,5 h paid 357,89; 1,5 h found later: 32,53 and its IVA, not 32,54.
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(casa, "2024-01-02", "ASS_DOM", "16:30", "18:00")), "=18:00")
	uguali(t, righeCelle(t, m), "2024-01-02 ASS_DOM 990 0", "2024-01-02 ASS_DOM 90 1 di 0")
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Conguaglio a credito 34,16")
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-02", "ASS_DOM", 0, 1080)) // as it is: no row
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Elimina(tx, chi, casa, periodo.MustParse("2024-01-02"), "ASS_DOM")
	}))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-03", "PASTO", 200, 0))
	uguali(t, righeCelle(t, m), "2024-01-02 ASS_DOM 990 0", "2024-01-02 ASS_DOM 90 1 di 0", "2024-01-02 ASS_DOM -1080 2 di 1", "2024-01-03 PASTO 200 0")
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-01 Pagamento 14,30", "2024-01 Conguaglio a debito -409,94")
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(casa, "2024-01-02", "ASS_DOM", "", "1:00"), cella(casa, "2024-01-03", "PASTO", "2", "1")), "=1:00", "=1")
	uguali(t, righeCelle(t, m), "2024-01-02 ASS_DOM 990 0", "2024-01-02 ASS_DOM 90 1 di 0", "2024-01-02 ASS_DOM -1080 2 di 1", "2024-01-02 ASS_DOM 60 3 di 2",
		"2024-01-03 PASTO 200 0", "2024-01-03 PASTO -100 1 di 0")
	var detto []string
	rettifiche, err := sigess.Rettifiche(m.DB, m.Chi(t, m.Amministrativo), casa, periodo.MustParse("2024-01-02"))
	riesce(t, err)
	for _, r := range rettifiche {
		detto = append(detto, r.Testo()+" "+r.Operatore)
	}
	uguali(t, detto, "16:30 D'Arco Giovanna", "18:00 D'Arco Giovanna", "0:00 D'Arco Giovanna", "1:00 D'Arco Giovanna")
}

// No path changes the rows that were paid, nor writes a correction that is not
// of the last of them; a month of a run not yet definitive is closed to all.
func TestNoPathChangesWhatWasPaid(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	const rettifica = `INSERT INTO accesso (id, ente_id, intervento_id, data, prestazione, quantita, inserito_da, progressivo, rettifica_di)
		SELECT gen_random_uuid(), ente_id, intervento_id, data, %s, inserito_da, %s FROM accesso WHERE progressivo = 0`
	rifiutata := func(q, vincolo string) {
		t.Helper()
		if err := scrivi(t, m, q); models.Vincolo(err) != vincolo {
			t.Errorf("%s: %v, want %s", q, err, vincolo)
		}
	}
	rifiutata(fmt.Sprintf(rettifica, "prestazione, -50", "1, id"), "accesso_rettifica")
	run := elabora(t, m, "2024-01", 200)
	for _, q := range []string{fmt.Sprintf(rettifica, "prestazione, -50", "1, id"), `UPDATE accesso SET quantita = 50`, `DELETE FROM accesso`} {
		rifiutata(q, "accesso_mese_chiuso")
	}
	riesce(t, conferma(t, m, m.Contabile, run))
	prima := casellario(t, m)
	for _, q := range []string{`UPDATE accesso SET quantita = 50`, `UPDATE accesso SET inserito_il = now()`, `DELETE FROM accesso`,
		`MERGE INTO accesso a USING (SELECT 1) x ON true WHEN MATCHED THEN UPDATE SET quantita = 50`,
		`INSERT INTO accesso AS a (id, ente_id, intervento_id, data, prestazione, quantita, inserito_da) SELECT id, ente_id, intervento_id, data, prestazione, 50, inserito_da FROM accesso
			ON CONFLICT (intervento_id, data, prestazione, progressivo) DO UPDATE SET quantita = excluded.quantita`} {
		rifiutata(q, "accesso_liquidato")
	}
	rifiutata(fmt.Sprintf(rettifica, "prestazione, -150", "1, id"), "accesso_rettifica")
	rifiutata(fmt.Sprintf(rettifica, "prestazione, 50", "2, id"), "accesso_rettifica")
	rifiutata(fmt.Sprintf(rettifica, "'ALTRA', 50", "1, id"), "accesso_rettifica")
	rifiutata(fmt.Sprintf(rettifica, "prestazione, 0", "1, id"), "accesso_quantita_check")
	rifiutata(fmt.Sprintf(rettifica, "prestazione, 50", "1, NULL::uuid"), "accesso_rettifica_check")
	for _, q := range []string{`TRUNCATE accesso`, `TRUNCATE mese_elaborato`, `DELETE FROM mese_elaborato`, `UPDATE accesso SET data = '2024-02-05'`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("what was paid let through: %s", q)
		}
	}
	err := copia(t, m, strings.Join([]string{uuid.NewString(), m.Comune, struttura, "2024-01-05", "RETTA", "50", m.Amministrativo}, "\t")+"\n")
	if models.Vincolo(err) != "accesso_cella" {
		t.Errorf("COPY over a cell that was paid: %v", err)
	}
	if dopo := casellario(t, m); dopo != prima {
		t.Errorf("cells changed:\n%s\n%s", prima, dopo)
	}
	id := apriMese(t, m, m.Struttura)
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	rifiutata(fmt.Sprintf(rettifica, "prestazione, -50", "1, id"), "accesso_mese_firmato")
	rifiuta(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 50, 0), models.Conflict)
}

// A day taken away by a correction is free: a suspension may hold it, another
// struttura may have the person.
func TestACorrectionToNothingLeavesTheDayFree(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	liquida(t, m, "2024-01")
	rifiuta(t, sospendi(t, m, struttura, "2024-01-05", "2024-01-06"), models.Invalid)
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(struttura, "2024-01-05", "RETTA", "1", "")), "=")
	altra := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, altra, "2024-01-05", "RETTA", 100, 0))
	riesce(t, sospendi(t, m, struttura, "2024-01-05", "2024-01-06"))
	righe, err := sigess.RigheTabellone(m.DB, m.Chi(t, m.Amministrativo), mese("2024-01"), []string{struttura})
	riesce(t, err)
	if len(righe[0].Accessi) != 0 || !righe[0].Liquidata {
		t.Errorf("row = %+v", righe[0])
	}
}

// Paid late and corrected, or right at first: the sum is the same.
func TestCorrectionsPayWhatPayingRightAtFirstWouldHave(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	casa := attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-01", "ASS_DOM", 0, 7))
	liquida(t, m, "2024-01")
	mese := 2
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 2).Draw(r, "corrections") {
			giorno := fmt.Sprintf("2024-01-%02d", rapid.IntRange(1, 4).Draw(r, "day"))
			if minuti := rapid.IntRange(0, 1440).Draw(r, "minutes"); minuti > 0 {
				riesce(t, registra(t, m, m.Amministrativo, casa, giorno, "ASS_DOM", 0, minuti))
			} else {
				riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
					return sigess.Elimina(tx, chi, casa, periodo.MustParse(giorno), "ASS_DOM")
				}))
			}
		}
		if mese > 24 {
			return
		}
		liquida(t, m, fmt.Sprintf("%d-%02d", 2024+(mese-1)/12, (mese-1)%12+1))
		mese++
		var got struct{ Pagato, Dovuto int64 }
		// 21,69 an hour, and 5 % of IVA: each rounded once, half up.
		riesce(t, m.DB.Raw(`SELECT (SELECT coalesce(sum(totale), 0) FROM movimento WHERE stato = 'DEFINITIVO') AS pagato,
			(SELECT x + round(x * 0.05) FROM (SELECT round(coalesce(sum(minuti), 0) * 2169 / 60.0) AS x FROM accesso) y)::bigint AS dovuto`).Scan(&got).Error)
		if got.Pagato != got.Dovuto {
			r.Fatalf("paid %d, due %d", got.Pagato, got.Dovuto)
		}
	})
}
