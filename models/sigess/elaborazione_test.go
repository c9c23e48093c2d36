package sigess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// elabora opens a run of a month and computes it in pages of n interventi,
// each page twice as a repeated activity does.
func elabora(t *testing.T, m *dbtest.Mondo, mese string, n int) string {
	t.Helper()
	return elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese(mese)}, n)
}

func elaboraPeriodo(t *testing.T, m *dbtest.Mondo, modulo sigess.ModuloElaborazione, n int) string {
	t.Helper()
	id := uuid.NewString()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Apri(tx, chi, id, modulo, adesso) }))
	var p sigess.PaginaCalcolo
	for !p.Fine {
		prossima := p
		for range 2 {
			riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) (err error) {
				prossima, err = sigess.CalcolaPagina(tx, id, p, n)
				return err
			}))
		}
		p = prossima
	}
	for range 2 {
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return sigess.Quadra(tx, id, adesso) }))
	}
	return id
}

func conferma(t *testing.T, m *dbtest.Mondo, chi, id string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Conferma(tx, chi, id, sigess.ModuloConferma{}, adesso)
	})
}

// righe is the six columns of fig. 33 for each movimento.
func righe(t *testing.T, m *dbtest.Mondo, id string) [][]string {
	t.Helper()
	elenco, err := sigess.ElencaMovimenti(m.DB, m.Chi(t, m.Contabile), id, sigess.FiltroMovimenti{}, models.Pagina{Limite: 100})
	riesce(t, err)
	var out [][]string
	for _, v := range elenco.Elementi {
		out = append(out, []string{v.Estremi, v.NomeTipo(), v.Imponibile.String(), v.AliquotaIVA.String(), v.IVA.String(), v.Totale.String()})
	}
	return out
}

// manuale §8, fig. 33: the words, the columns and the order.
func TestElaborazioneWordsEachMovimentoAsTheManual(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2023-09-01", 10000))
	prestazioni, struttura := attiva(t, m, m.Prestazioni("2024-01-01")), attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "ASS_DOM", 0, 990))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "PASTO", 200, 0))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0))
	want := [][]string{
		{"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/1 del 01/09/2023", "Pagamento", "100,00", "0,00", "0,00", "100,00"},
		{"SIGESS-Distretto 01 paga Cooperativa Aurora con causale - Intervento 2024/1 del 01/01/2024", "Pagamento", "13,00", "10,00", "1,30", "14,30"},
		{"SIGESS-Distretto 01 paga Cooperativa Aurora con causale - Intervento 2024/1 del 01/01/2024", "Pagamento", "357,89", "5,00", "17,89", "375,78"},
		{"SIGESS-Distretto 01 paga Gestioni Sociali con causale - Intervento 2024/2 del 05/01/2024", "Pagamento", "83,20", "0,00", "0,00", "83,20"},
	}
	id := elabora(t, m, "2024-01", 1)
	if diff := cmp.Diff(want, righe(t, m, id)); diff != "" {
		t.Errorf("movimenti (-want +got):\n%s", diff)
	}
	e, err := sigess.ElaborazioneDi(m.DB, id)
	riesce(t, err)
	if e.Stato != sigess.Provvisoria || e.Movimenti != 4 || e.Totale != 57328 || e.IVA != 1919 || e.QuotaUtente != 4480 {
		t.Errorf("run = %+v", e)
	}
}

func TestAMonthIsPaidOnceAndItsCellsAreClosed(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2023-09-01", 10000))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	prima := elabora(t, m, "2024-01", 200)
	rifiuta(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0), models.Conflict)
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Elimina(tx, chi, struttura, periodo.MustParse("2024-01-05"), "RETTA")
	}), models.Conflict)
	seconda := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2023-12"), Al: periodo.MustParseMese("2024-01"),
		Tipi: []string{m.Tipo[sigess.Economico], m.Tipo[sigess.Struttura]}}, 200)
	if got := righe(t, m, seconda); len(got) != 1 { // December
		t.Errorf("a second run pays again: %v", got)
	}
	anomalie, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), seconda)
	riesce(t, err)
	if len(anomalie) != 2 || anomalie[0].Testo != "gennaio 2024 è già nell'elaborazione provvisoria 2024/1" {
		t.Errorf("anomalies = %v, want the two interventi of the provisional run", anomalie)
	}
	terza := elabora(t, m, "2024-02", 200)
	rifiuta(t, conferma(t, m, m.Amministrativo, prima), models.NotFound)
	riesce(t, conferma(t, m, m.Contabile, prima))
	rifiuta(t, conferma(t, m, m.Contabile, prima), models.Conflict)
	rifiuta(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, prima, adesso) }), models.Conflict)
	for _, q := range []string{`UPDATE movimento SET totale = totale`,
		`UPDATE movimento SET elaborazione_id = (SELECT id FROM elaborazione WHERE stato = 'DEFINITIVA') WHERE elaborazione_id = '` + terza + `'`, `DELETE FROM movimento`, `DELETE FROM mese_elaborato`,
		`UPDATE elaborazione SET totale = 1 WHERE stato = 'DEFINITIVA'`, `DELETE FROM elaborazione`} {
		if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(q).Error }); err == nil {
			t.Errorf("a definitive run let through: %s", q)
		}
	}
}

func TestARunSaysWhyAnInterventoIsNotInIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2023-09-01", 10000))
	attiva(t, m, m.InStruttura("2024-01-05"))
	prima := elabora(t, m, "2024-01", 200)
	riesce(t, conferma(t, m, m.Contabile, prima))
	var testi []string
	for _, id := range []string{prima, elabora(t, m, "2024-01", 200)} {
		anomalie, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), id)
		riesce(t, err)
		for _, a := range anomalie {
			testi = append(testi, a.Intervento+": "+a.Testo)
		}
	}
	want := []string{"2024/1: nessun accesso nel tabellone di gennaio 2024", "2024/1: nessun accesso nel tabellone di gennaio 2024"}
	if diff := cmp.Diff(want, testi); diff != "" {
		t.Errorf("anomalies (-want +got):\n%s", diff)
	}
}

func TestAnAnnulledRunGivesItsMonthsBack(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	prima := elabora(t, m, "2024-01", 200)
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, prima, adesso) }))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0))
	if got := righe(t, m, elabora(t, m, "2024-01", 200)); len(got) != 1 || got[0][5] != "83,20" {
		t.Errorf("lines after annulling = %v", got)
	}
}

func TestAnInterventoWithoutATariffIsLeftForALaterRun(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	prestazioni := attiva(t, m, m.Prestazioni("2024-01-01"))
	attiva(t, m, m.Economico("2024-01-01", 10000))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-20", "ASS_DOM", 0, 60))
	chiudi := func(al string) {
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
			return tx.Exec(`UPDATE voce_tariffario SET al = nullif(?, '')::date WHERE prestazione = 'ASS_DOM'`, al).Error
		}))
	}
	chiudi("2024-01-10")
	prima := elabora(t, m, "2024-01", 200)
	if got := righe(t, m, prima); len(got) != 1 {
		t.Errorf("lines = %v, want the economico alone", got)
	}
	riesce(t, conferma(t, m, m.Contabile, prima))
	chiudi("")
	if got := righe(t, m, elabora(t, m, "2024-01", 200)); len(got) != 1 || got[0][2] != "21,69" {
		t.Errorf("lines of the later run = %v", got)
	}
}
