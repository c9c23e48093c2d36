package browser

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// tanti makes n interventi with prestazioni, each with accessi on half the days
// of January 2024.
func tanti(t *testing.T, m *dbtest.Mondo, n int) {
	t.Helper()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		for _, q := range []string{
			`INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita)
				SELECT gen_random_uuid(), @comune, 1000 + n, 'COGNOME ' || lpad(n::text, 3, '0'), 'ANNA', 'F', '1950-01-01' FROM generate_series(1, @n) n`,
			`INSERT INTO intervento (id, ente_id, uo_id, ente_pagatore_id, anno, numero, natura, soggetto_id, tipo_intervento_id, data_inizio,
					motivo_attivazione, stato, operatore_responsabile_id, erogatore_id, tariffario_id)
				SELECT gen_random_uuid(), @comune, @uo, @distretto, 2023, codice, 'PRESTAZIONI', id, @tipo, '2023-06-01', 'NUOVA', 'ATTIVO', @chi, @erogatore, @tariffario
				FROM soggetto WHERE codice > 1000`,
			`INSERT INTO riga_piano (id, ente_id, intervento_id, progressivo, prestazione, quantita, periodicita)
				SELECT gen_random_uuid(), ente_id, id, 1, 'ASS_DOM', 400, 'SETTIMANA' FROM intervento UNION ALL
				SELECT gen_random_uuid(), ente_id, id, 2, 'PASTO', 100, 'GIORNO' FROM intervento WHERE ente_id = @comune`,
			`INSERT INTO accesso (id, ente_id, intervento_id, data, prestazione, minuti, inserito_da)
				SELECT gen_random_uuid(), ente_id, id, d::date, 'ASS_DOM', 90, @chi FROM intervento, generate_series('2024-01-01'::date, '2024-01-31', '2 days') d`,
		} {
			argomenti := map[string]any{"comune": m.Comune, "uo": m.UO, "distretto": m.Distretto, "tipo": m.Tipo[sigess.Prestazioni], "chi": m.Amministrativo,
				"erogatore": m.Erogatore, "tariffario": m.Tariffario[sigess.Prestazioni], "n": n}
			if err := tx.Exec(q, argomenti).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// corsa moves by keys a hundred times, each with its layout, and says how many
// milliseconds it took.
const corsa = `(() => {
	const g = document.getElementById("griglia");
	g.querySelector("td[tabindex='0'], th[tabindex='0']").focus();
	const inizio = performance.now();
	for (let n = 0; n < 100; n++) {
		const key = n % 20 < 10 ? "ArrowRight" : n % 40 < 20 ? "ArrowDown" : "ArrowLeft";
		document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: n % 3 ? key : "ArrowDown", bubbles: true, cancelable: true}));
		document.activeElement.getBoundingClientRect();
	}
	return performance.now() - inizio;
})()`

// The grid of 200 rows and 31 days is moved through as that of ten is.
func TestTheTabelloneOfTwoHundredRowsIsAsQuickAsThatOfTen(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tabellone-grande", true)
	tanti(t, m, 200)
	s.vai("/")
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	tempi := map[int]float64{}
	for _, righe := range []int{10, 200} {
		s.vai(fmt.Sprintf("/tabellone?mese=2024-01&righe=%d", righe))
		s.fai("grid", chromedp.WaitReady(chromedp.CSS("#griglia[role=grid]")))
		if n := chiedi(s, chromedp.Evaluate[int](`document.querySelectorAll("#griglia tbody tr").length`)); n != righe {
			t.Fatalf("%d rows, want %d", n, righe)
		}
		tempi[righe] = 1e9
		for range 3 {
			tempi[righe] = min(tempi[righe], chiedi(s, chromedp.Evaluate[float64](corsa)))
		}
		t.Logf("%d rows: 100 moves in %.0f ms", righe, tempi[righe])
	}
	if tempi[200] > 2000 {
		t.Errorf("100 moves on 200 rows take %.0f ms (%.0f on ten): a move must take less than 20 ms", tempi[200], tempi[10])
	}
	s.premi(kb.End, chromedp.ModifierCtrl)
	if got := s.dove(); got != "199 31" {
		t.Errorf("Ctrl and End lead to %s, want the last day of the last row", got)
	}
	s.tasti(kb.PageUp, kb.Home)
	s.digita("2:00")
	inizio := time.Now()
	s.premi(kb.Enter)
	s.stato("Una casella salvata")
	t.Logf("a cell is saved in %v", time.Since(inizio))
	s.dimostra("1 - 200 di 200 elementi", "TAB-11")
	s.vai("/tabellone?mese=2024-01&righe=10&pagina=3")
	s.dimostra("21 - 30 di 200 elementi", "TAB-11")
	s.preme("Successiva")
	s.vede("31 - 40 di 200 elementi")
	s.scrive("nome", "cognome 12")
	s.invia("/tabellone")
	s.vede("1 - 10 di 12 elementi")
}

// dove is the row and the column of the cell with the focus.
func (s *sessione) dove() string {
	s.t.Helper()
	return chiedi(s, chromedp.Evaluate[string](`document.activeElement.parentElement.sectionRowIndex + " " + document.activeElement.cellIndex`))
}
