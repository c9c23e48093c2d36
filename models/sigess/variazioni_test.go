package sigess_test

import (
	"fmt"
	"strings"
	"testing"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/sigess"
)

// variazioni is of each intervento that changed its number, the two amounts and
// the causes; and whether the parts sum to the whole.
func variazioni(t *testing.T, m *dbtest.Mondo, id string, invariate bool) []string {
	t.Helper()
	elenco, err := sigess.Variazioni(m.DB, m.Chi(t, m.Contabile), id, invariate, models.Pagina{Limite: 50})
	riesce(t, err)
	out := []string{}
	for _, r := range elenco.Elementi {
		cause, somma := []string{}, euro.Importo(0)
		for _, p := range r.Parti {
			cause, somma = append(cause, fmt.Sprintf("%s %s", p.Causa, p.Importo)), somma+p.Importo
		}
		if somma != r.Adesso-r.Prima {
			t.Errorf("intervento %s: the parts sum to %s, the difference is %s", r.Intervento, somma, r.Adesso-r.Prima)
		}
		out = append(out, fmt.Sprintf("%s: %s -> %s: %s", r.Intervento, r.Prima, r.Adesso, strings.Join(cause, ", ")))
	}
	return out
}

// Every intervento that is paid otherwise than the month before says why, and
// the causes sum to the difference of the runs, to the cent.
func TestARunSaysWhyItIsNotThatOfTheMonthBefore(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 10000))            // 2024/1 as it was
	finisce := attiva(t, m, m.Economico("2024-01-01", 20000)) // 2024/2
	sospeso := attiva(t, m, m.Economico("2024-01-01", 29000)) // 2024/3
	cambia := attiva(t, m, m.Economico("2024-01-01", 40000))  // 2024/4
	ore := attiva(t, m, m.Prestazioni("2024-01-01"))          // 2024/5
	notti := attiva(t, m, m.InStruttura("2024-01-05"))        // 2024/6
	for _, a := range []struct {
		id, giorno, prestazione string
		quantita, minuti        int
	}{{ore, "2024-01-02", "ASS_DOM", 0, 600}, {ore, "2024-02-02", "ASS_DOM", 0, 660}, {notti, "2024-01-05", "RETTA", 100, 0}, {notti, "2024-02-05", "RETTA", 100, 0}} {
		riesce(t, registra(t, m, m.Amministrativo, a.id, a.giorno, a.prestazione, a.quantita, a.minuti))
	}
	liquida(t, m, "2024-01")
	riesce(t, termina(t, m, finisce, "2024-01-31"))
	riesce(t, sospendi(t, m, sospeso, "2024-02-01", "2024-02-10"))
	for _, q := range []string{
		`UPDATE regola_pagamento SET al = '2024-01-31' WHERE intervento_id = '` + cambia + `'`,
		`INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo, dal)
			SELECT gen_random_uuid(), ente_id, intervento_id, 2, frequenza, 45000, criterio_rateo, '2024-02-01' FROM regola_pagamento WHERE intervento_id = '` + cambia + `'`,
		`UPDATE voce_tariffario SET al = '2024-01-31' WHERE prestazione = 'ASS_DOM'`,
		`INSERT INTO voce_tariffario (id, ente_id, tariffario_id, prestazione, denominazione, unita, tariffa, aliquota_iva, dal)
			SELECT gen_random_uuid(), ente_id, tariffario_id, prestazione, denominazione, unita, 223500, aliquota_iva, '2024-02-01' FROM voce_tariffario WHERE prestazione = 'ASS_DOM'`,
		`UPDATE quota_utente SET al = '2024-01-31' WHERE intervento_id = '` + notti + `'`,
		`INSERT INTO quota_utente (id, ente_id, intervento_id, progressivo, metodo, percentuale, dal)
			SELECT gen_random_uuid(), ente_id, intervento_id, 2, metodo, 5000, '2024-02-01' FROM quota_utente WHERE intervento_id = '` + notti + `'`,
	} {
		riesce(t, scrivi(t, m, q))
	}
	attiva(t, m, m.Economico("2024-02-01", 6000)) // 2024/7
	febbraio := elabora(t, m, "2024-02", 2)
	// 11 h × 21,69 + 5 % = 250,52 at the old price, 11 h × 22,35 + 5 % = 258,14.
	uguali(t, variazioni(t, m, febbraio, false),
		"2024/2: 200,00 -> 0,00: CESSATO -200,00",
		"2024/3: 290,00 -> 190,00: SOSPENSIONE -100,00",
		"2024/7: 0,00 -> 60,00: NUOVO 60,00",
		"2024/4: 400,00 -> 450,00: TARIFFA 50,00",
		"2024/5: 227,75 -> 258,14: PRESENZE 22,77, TARIFFA 7,62",
		"2024/6: 41,60 -> 32,00: ISEE -9,60")
	uguali(t, variazioni(t, m, febbraio, true), "2024/1: 100,00 -> 100,00: ")
	totali, err := sigess.PerCausa(m.DB, m.Chi(t, m.Contabile), febbraio)
	riesce(t, err)
	var somma euro.Importo
	for _, c := range totali {
		somma += c.Importo
	}
	e, err := sigess.ElaborazioneDi(m.DB, febbraio)
	riesce(t, err)
	if prima := euro.Importo(10000 + 20000 + 29000 + 40000 + 22775 + 4160); somma != e.Totale-prima {
		t.Errorf("the causes sum to %s, the runs differ by %s", somma, e.Totale-prima)
	}
}

func TestARectificationIsACauseOfItsOwn(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	liquida(t, m, "2024-01")
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = 32000 WHERE intervento_id = ?`, id))
	uguali(t, variazioni(t, m, elabora(t, m, "2024-02", 200), false), "2024/1: 300,00 -> 340,00: RETTIFICA_REGOLA 40,00")
}
