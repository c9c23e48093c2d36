package sigess_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// conCapitolo is a fondo of the district of a million euro, all in one capitolo.
func conCapitolo(t *testing.T, m *dbtest.Mondo) (fondo, capitolo string) {
	t.Helper()
	fondo, capitolo = uuid.NewString(), uuid.NewString()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		if _, err := sigess.SalvaFondo(tx, chi, fondo, sigess.ModuloFondo{EnteID: m.Distretto, Denominazione: "Fondo sociale " + fondo[:8], Origine: "FNPS", Annualita: 2024, Importo: 100_000_000}); err != nil {
			return err
		}
		_, err := sigess.SalvaCapitolo(tx, chi, capitolo, sigess.ModuloCapitolo{FondoID: fondo, Codice: "1200", Denominazione: "Contributi", Importo: 100_000_000})
		return err
	}))
	return fondo, capitolo
}

// moduloImpegno is an impegno of 2024 that pays nothing until it is tied.
func moduloImpegno(capitolo, numero string, importo euro.Importo) sigess.ModuloImpegno {
	return sigess.ModuloImpegno{CapitoloID: capitolo, Anno: 2024, Importo: importo, DatiImpegno: sigess.DatiImpegno{Numero: numero, Oggetto: "contributi",
		DeterminaNumero: "7", DeterminaData: periodo.MustParse("2024-01-02"), Scadenza: periodo.MustParse("2024-12-31")}}
}

func impegno(t *testing.T, m *dbtest.Mondo, modulo sigess.ModuloImpegno) string {
	t.Helper()
	id := uuid.NewString()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaImpegno(tx, chi, id, modulo, adesso)
		return err
	}))
	return id
}

// diTipo is an impegno for all the contributions.
func diTipo(t *testing.T, m *dbtest.Mondo, numero, scadenza string, importo euro.Importo) string {
	t.Helper()
	_, capitolo := conCapitolo(t, m)
	modulo := moduloImpegno(capitolo, numero, importo)
	modulo.Tipi, modulo.Scadenza = []string{m.Tipo[sigess.Economico]}, periodo.MustParse(scadenza)
	return impegno(t, m, modulo)
}

func varia(t *testing.T, m *dbtest.Mondo, id string, importo euro.Importo) error {
	t.Helper()
	return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.VariaImpegno(tx, chi, id, uuid.NewString(), sigess.ModuloVariazione{Importo: importo, DeterminaNumero: "8", DeterminaData: periodo.MustParse("2024-02-01")}, adesso)
		return err
	})
}

func collega(t *testing.T, m *dbtest.Mondo, intervento, impegno string, regola, ordine *int) error {
	t.Helper()
	return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Collega(tx, chi, intervento, uuid.NewString(), sigess.ModuloCollegamento{ImpegnoID: impegno, Regola: regola, Ordine: ordine})
	})
}

// saldo is of an impegno what is used, provisionally used and left.
func saldo(t *testing.T, m *dbtest.Mondo, id string) string {
	t.Helper()
	i, err := sigess.ImpegnoVisibile(m.DB, m.Chi(t, m.Contabile), id)
	riesce(t, err)
	return fmt.Sprintf("%s %s %s", i.Usato, i.Provvisorio, i.Disponibile)
}

func saldi(t *testing.T, m *dbtest.Mondo, id, want string) {
	t.Helper()
	if got := saldo(t, m, id); got != want {
		t.Errorf("used, provisional, left = %s, want %s", got, want)
	}
}

// mancanti is of each month that impegni cannot pay what is said.
func mancanti(t *testing.T, m *dbtest.Mondo, run string) []string {
	t.Helper()
	elenco, err := sigess.ElencaAnomalie(m.DB, m.Chi(t, m.Contabile), run, sigess.FiltroAnomalie{Tipo: "IMPEGNO_INSUFFICIENTE"}, models.Pagina{Limite: 100})
	riesce(t, err)
	out := []string{}
	for _, a := range elenco.Elementi {
		out = append(out, a.Intervento+" "+a.Testo)
	}
	return out
}

func annulla(t *testing.T, m *dbtest.Mondo, run string) {
	t.Helper()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, run, adesso) }))
}

// domain b.10 and c.9, 14: what does not fit is blocked and said, the rest goes on,
// and the line joins when the impegno is enough.
func TestALineOverTheImpegnoIsBlockedAndPaidOnceItIsEnough(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	i := diTipo(t, m, "12", "2024-12-31", 50000)
	attiva(t, m, m.Economico("2024-01-01", 30000))
	attiva(t, m, m.Economico("2024-01-01", 25789))
	attiva(t, m, m.Economico("2024-01-01", 15000)) // what is left is enough for the smaller
	gennaio, anno := elabora(t, m, "2024-01", 1), fmt.Sprint(periodo.Di(adesso).Anno())
	uguali(t, differenze(t, m, gennaio), "2024-01 Pagamento 300,00", "2024-01 Pagamento 150,00")
	uguali(t, mancanti(t, m, gennaio), "2024/2 gennaio 2024: 257,89 euro dovuti e bloccati, all'impegno 12/2024 mancano 57,89 euro")
	saldi(t, m, i, "0,00 450,00 50,00")
	uguali(t, sblocchi(t, m), "Aumentare gli impegni: l'elaborazione "+anno+"/1 ha 257,89 euro bloccati 1 "+ufficioContabile(t, m))
	riesce(t, conferma(t, m, m.Contabile, gennaio))
	saldi(t, m, i, "450,00 0,00 50,00")
	riesce(t, varia(t, m, i, 20789))
	febbraio := elabora(t, m, "2024-02", 200)
	uguali(t, differenze(t, m, febbraio), "2024-01 Pagamento 257,89") // the oldest month first
	uguali(t, mancanti(t, m, febbraio), "2024/1 febbraio 2024: 300,00 euro dovuti e bloccati, all'impegno 12/2024 mancano 300,00 euro",
		"2024/2 febbraio 2024: 257,89 euro dovuti e bloccati, all'impegno 12/2024 mancano 257,89 euro",
		"2024/3 febbraio 2024: 150,00 euro dovuti e bloccati, all'impegno 12/2024 mancano 150,00 euro")
	riesce(t, conferma(t, m, m.Contabile, febbraio))
	uguali(t, sblocchi(t, m), "Aumentare gli impegni: l'elaborazione "+anno+"/2 ha 707,89 euro bloccati 2 "+ufficioContabile(t, m))
	riesce(t, varia(t, m, i, 1_000_000))
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-02 Pagamento 300,00", "2024-03 Pagamento 300,00", "2024-02 Pagamento 257,89",
		"2024-03 Pagamento 257,89", "2024-02 Pagamento 150,00", "2024-03 Pagamento 150,00")
	uguali(t, sblocchi(t, m))
}

func ufficioContabile(t *testing.T, m *dbtest.Mondo) string {
	t.Helper()
	var codice string
	riesce(t, m.DB.Raw(`SELECT codice FROM uo WHERE id = ?`, m.Contabilita).Scan(&codice).Error)
	return codice
}

// An ente that has no impegni pays as it did, and so an intervento that has none.
func TestWithoutImpegniNothingIsBlocked(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 300,00")
	_, capitolo := conCapitolo(t, m)
	i := impegno(t, m, moduloImpegno(capitolo, "1", 100)) // tied to nothing
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-02 Pagamento 300,00")
	saldi(t, m, i, "0,00 0,00 1,00")
}

// domain b.10 and c.9, 15: the earliest expiry first, the month decides the year,
// and a movimento is divided, to the cent.
func TestAMovimentoIsDividedOverImpegniByExpiry(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tardi, presto := diTipo(t, m, "2", "2024-12-31", 100000), diTipo(t, m, "9", "2024-06-30", 20001)
	attiva(t, m, m.Economico("2024-01-01", 30000))
	gennaio := liquida(t, m, "2024-01")
	saldi(t, m, presto, "200,01 0,00 0,00")
	saldi(t, m, tardi, "99,99 0,00 900,01")
	usi, err := sigess.UsiDi(m.DB, m.Chi(t, m.Contabile), gennaio)
	riesce(t, err)
	if len(usi) != 2 || usi[0].ID != presto || usi[0].Preso != 20001 || usi[1].Preso != 9999 {
		t.Errorf("the run takes %+v", usi)
	}
	utilizzi, err := sigess.Utilizzi(m.DB, m.Chi(t, m.Contabile), presto, models.Pagina{Limite: 10})
	riesce(t, err)
	if utilizzi.Totale != 1 || utilizzi.Elementi[0].Importo != 20001 || utilizzi.Elementi[0].Totale != 30000 || utilizzi.Elementi[0].Intervento != "2024/1" {
		t.Errorf("uses = %+v", utilizzi)
	}
	modulo := sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-12"), Al: mese("2025-01")}
	run := elaboraPeriodo(t, m, modulo, 200)
	uguali(t, differenze(t, m, run), "2024-12 Pagamento 300,00")
	uguali(t, mancanti(t, m, run), "2024/1 gennaio 2025: 300,00 euro dovuti e bloccati, nessun impegno del 2025 paga il mese: mancano 300,00 euro")
}

// domain b.7.1: the impegno of a rule comes before those of its intervento, and
// these, in the order that was given, before those of its tipo.
func TestTheImpegnoOfARuleOverridesTheOthers(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	generale := diTipo(t, m, "1", "2024-03-31", 100000)
	_, capitolo := conCapitolo(t, m)
	primo, secondo, regola := impegno(t, m, moduloImpegno(capitolo, "2", 5000)), impegno(t, m, moduloImpegno(capitolo, "3", 50000)), impegno(t, m, moduloImpegno(capitolo, "4", 10000))
	modulo := m.Economico("2024-01-01", 10000)
	modulo.Regole = append(modulo.Regole, modulo.Regole[0])
	modulo.Regole[1].Importo = 7000
	id := attiva(t, m, modulo)
	uno, due := 1, 2
	riesce(t, collega(t, m, id, secondo, nil, nil))
	riesce(t, collega(t, m, id, primo, nil, &uno))
	riesce(t, collega(t, m, id, regola, &due, nil))
	rifiuta(t, collega(t, m, id, regola, &due, nil), models.Conflict)
	tre := 3
	rifiuta(t, collega(t, m, id, regola, &tre, nil), models.Invalid)
	liquida(t, m, "2024-01")
	saldi(t, m, generale, "0,00 0,00 1.000,00")
	saldi(t, m, primo, "50,00 0,00 0,00")
	saldi(t, m, secondo, "50,00 0,00 450,00")
	saldi(t, m, regola, "70,00 0,00 30,00")
	// A month is blocked whole, and takes nothing.
	febbraio := elabora(t, m, "2024-02", 200)
	uguali(t, mancanti(t, m, febbraio), "2024/1 febbraio 2024: 170,00 euro dovuti e bloccati, all'impegno 4/2024 mancano 40,00 euro")
	saldi(t, m, secondo, "50,00 0,00 450,00")
}

// What is taken back gives back to the impegni that had paid; a storno gives back all.
func TestConguagliAndStorniGiveBack(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tardi, presto := diTipo(t, m, "2", "2024-12-31", 100000), diTipo(t, m, "9", "2024-06-30", 20000)
	id := attiva(t, m, m.Economico("2024-01-01", 31000))
	liquida(t, m, "2024-01")
	riesce(t, sospendi(t, m, id, "2024-01-01", "2024-01-20"))
	riesce(t, termina(t, m, id, "2024-01-31"))
	febbraio := elabora(t, m, "2024-02", 200)
	uguali(t, differenze(t, m, febbraio), "2024-01 Conguaglio a debito -200,00")
	saldi(t, m, tardi, "110,00 0,00 890,00") // not before it is confirmed
	riesce(t, conferma(t, m, m.Contabile, febbraio))
	saldi(t, m, tardi, "0,00 0,00 1.000,00") // the last used first
	saldi(t, m, presto, "110,00 0,00 90,00")
	storna := func(run string) error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Storna(tx, chi, run, uuid.NewString(), sigess.ModuloStorno{Motivo: "errore"}, adesso)
		})
	}
	riesce(t, varia(t, m, tardi, -100000+1))
	rifiuta(t, storna(febbraio), models.Conflict) // what it gave back is not there any more
	riesce(t, varia(t, m, tardi, 100000))
	riesce(t, storna(febbraio))
	saldi(t, m, tardi, "110,00 0,00 890,01")
	saldi(t, m, presto, "200,00 0,00 0,00")
}

// A run annulled or computed again takes what a first would have.
func TestARunComputedAgainTakesTheSame(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	i := diTipo(t, m, "12", "2024-12-31", 35000)
	attiva(t, m, m.Economico("2024-01-01", 30000))
	attiva(t, m, m.Economico("2024-01-02", 30000))
	prima := elabora(t, m, "2024-01", 1)
	righe, manca := differenze(t, m, prima), mancanti(t, m, prima)
	impronta, err := sigess.Impronta(m.DB, prima)
	riesce(t, err)
	rielabora(t, m, prima)
	uguali(t, differenze(t, m, prima), righe...)
	uguali(t, mancanti(t, m, prima), manca...)
	if dopo, err := sigess.Impronta(m.DB, prima); err != nil || dopo != impronta {
		t.Errorf("the lines computed again differ (%v)", err)
	}
	saldi(t, m, i, "0,00 300,00 50,00")
	annulla(t, m, prima)
	saldi(t, m, i, "0,00 0,00 350,00")
	uguali(t, sblocchi(t, m))
	uguali(t, differenze(t, m, elabora(t, m, "2024-01", 200)), righe...)
}

// c.9, 19: a simulation takes nothing.
func TestASimulationTakesNothing(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	i := diTipo(t, m, "12", "2024-12-31", 100)
	attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01"), Simulazione: true}, 200)
	uguali(t, differenze(t, m, run), "2024-01 Pagamento 300,00")
	saldi(t, m, i, "0,00 0,00 1,00")
}

// Whatever two runs do at the same time, an impegno is never overspent.
func TestRunsAtOnceNeverOverspend(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	i := diTipo(t, m, "12", "2024-12-31", 100000)
	for n := range 6 {
		attiva(t, m, m.Economico("2024-01-01", euro.Importo(10000+n)))
	}
	var insieme sync.WaitGroup
	errori := make(chan error, 100)
	for n := range 6 {
		insieme.Go(func() {
			run := uuid.NewString()
			fai := func(fn func(tx *gorm.DB) error) {
				if err := models.Atto(context.Background(), m.DB, models.Sistema(), "prova", fn); err != nil {
					errori <- err
				}
			}
			modulo := sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01").Piu(n)}
			fai(func(tx *gorm.DB) error { return sigess.Apri(tx, models.Sistema(m.Distretto), run, modulo, adesso) })
			fai(func(tx *gorm.DB) error {
				_, err := sigess.CalcolaPagina(tx, run, sigess.PaginaCalcolo{}, 200)
				return err
			})
			fai(func(tx *gorm.DB) error { return sigess.Quadra(tx, run, adesso) })
		})
	}
	insieme.Wait()
	close(errori)
	for err := range errori {
		t.Error(err)
	}
	var preso, pagato, bloccati int64
	riesce(t, m.DB.Raw(`SELECT sum(importo) FROM utilizzo`).Scan(&preso).Error)
	riesce(t, m.DB.Raw(`SELECT sum(totale) FROM movimento`).Scan(&pagato).Error)
	riesce(t, m.DB.Raw(`SELECT count(*) FROM anomalia WHERE tipo = 'IMPEGNO_INSUFFICIENTE'`).Scan(&bloccati).Error)
	if preso != pagato || preso > 100000 || bloccati != 36-9 {
		t.Errorf("taken %d of 100000 for %d paid, %d months blocked, want 27", preso, pagato, bloccati)
	}
	if got := saldo(t, m, i); !strings.HasPrefix(got, "0,00 900,") {
		t.Errorf("used, provisional, left = %s", got)
	}
}

// The database refuses by itself what would exceed.
func TestTheDatabaseRefusesWhatExceeds(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	i := diTipo(t, m, "12", "2024-12-31", 30000)
	attiva(t, m, m.Economico("2024-01-01", 30000))
	run := elabora(t, m, "2024-01", 200)
	saldi(t, m, i, "0,00 300,00 0,00")
	rifiuta(t, varia(t, m, i, -1), models.Invalid)
	for nome, q := range map[string]string{
		"utilizzo_quote": `INSERT INTO utilizzo (movimento_id, impegno_id, ente_id, elaborazione_id, importo) SELECT m.id, g.id, m.ente_id, m.elaborazione_id, 1
			FROM movimento m, impegno g WHERE m.elaborazione_id = ? AND NOT EXISTS (SELECT 1 FROM utilizzo u WHERE u.impegno_id = g.id)`,
		"impegno_capiente": `UPDATE uso_impegno SET importo = importo + 1 WHERE elaborazione_id = ?`,
		"":                 `UPDATE utilizzo SET importo = 1 WHERE elaborazione_id = ?`,
	} {
		if nome == "utilizzo_quote" {
			diTipo(t, m, "13", "2024-12-31", 30000)
		}
		if err := scrivi(t, m, q, run); err == nil || models.Vincolo(err) != nome {
			t.Errorf("%s: %v", nome, err)
		}
	}
	for _, q := range []string{`UPDATE impegno SET importo = 1`, `DELETE FROM variazione_impegno`, `UPDATE variazione_impegno SET importo = 1`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("let through: %s", q)
		}
	}
	riesce(t, conferma(t, m, m.Contabile, run))
	if err := scrivi(t, m, `DELETE FROM utilizzo`); err == nil {
		t.Error("what a confirmed run used was taken away")
	}
}
