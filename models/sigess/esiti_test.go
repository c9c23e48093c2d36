package sigess_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/pagamento"
	"siss/models/periodo"
	"siss/models/sigess"
)

// spedisci prepares the payments of a confirmed run and says that it was sent;
// codice is how its transfers are named.
func spedisci(t *testing.T, m *dbtest.Mondo, run string) (codice string) {
	t.Helper()
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	riesce(t, prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi()}))
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Allega(tx, run, uuid.NewString(), "e.xlsx", "x", []byte("x")); err != nil {
			return err
		}
		return sigess.Trasmetti(tx, chi, run, adesso)
	}))
	riesce(t, m.DB.Raw(`SELECT codice FROM distinta WHERE id = ?`, run).Scan(&codice).Error)
	return codice
}

// caricaEsiti uploads a file with the given lines after its heading.
func caricaEsiti(t *testing.T, m *dbtest.Mondo, run string, righe ...string) (f sigess.FileEsiti, err error) {
	t.Helper()
	testo := "identificativo;esito;motivo;data\n" + strings.Join(righe, "\n") + "\n"
	err = contabile(t, m, func(tx *gorm.DB, chi models.Chi) (err error) {
		f, err = sigess.CaricaEsiti(tx, chi, run, uuid.NewString(), []byte(testo), adesso)
		return err
	})
	return f, err
}

func registraEsiti(t *testing.T, m *dbtest.Mondo, run, file string) error {
	t.Helper()
	return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.RegistraEsiti(tx, chi, run, sigess.ModuloEsiti{FileID: file}, adesso)
	})
}

// esiti uploads a file and registers it.
func esiti(t *testing.T, m *dbtest.Mondo, run string, righe ...string) {
	t.Helper()
	f, err := caricaEsiti(t, m, run, righe...)
	riesce(t, err)
	riesce(t, registraEsiti(t, m, run, f.ID))
}

// rimesse are the open tasks about refused payments.
func rimesse(t *testing.T, m *dbtest.Mondo) []string {
	t.Helper()
	out := []string{}
	riesce(t, m.DB.Raw(`SELECT c.titolo || ' ' || u.codice FROM compito c JOIN uo u ON u.id = c.uo_id
		WHERE c.tipo = 'RIMETTI_PAGAMENTO' AND c.chiuso_il IS NULL ORDER BY 1`).Scan(&out).Error)
	return out
}

func TestAFileOfOutcomesIsLookedAtBeforeItIsRegistered(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	for range 4 {
		attiva(t, m, m.Economico("2024-01-01", 10000))
	}
	run := liquida(t, m, "2024-01")
	_, err := caricaEsiti(t, m, run, "SISS-2026-1-1;PAGATO;;")
	rifiuta(t, err, models.Conflict) // not sent
	codice := spedisci(t, m, run)
	_, err = caricaEsiti(t, m, run, codice+"-1;FORSE;;")
	rifiuta(t, err, models.Invalid)
	esiti(t, m, run, codice+"-1;PAGATO;;2024-02-05")
	f, err := caricaEsiti(t, m, run, codice+"-1;RIFIUTATO;conto chiuso;", codice+"-2;PAGATO;;2024-02-06", codice+"-3;RIFIUTATO;conto chiuso;", codice+"-9;PAGATO;;", "ALTRO-1;PAGATO;;")
	riesce(t, err)
	ancora, err := caricaEsiti(t, m, run, codice+"-1;RIFIUTATO;conto chiuso;", codice+"-2;PAGATO;;2024-02-06", codice+"-3;RIFIUTATO;conto chiuso;", codice+"-9;PAGATO;;", "ALTRO-1;PAGATO;;")
	if riesce(t, err); ancora.ID != f.ID {
		t.Errorf("the same file is another: %s, want %s", ancora.ID, f.ID)
	}
	a, err := sigess.LeggiFileEsiti(m.DB, m.Chi(t, m.Contabile), run, f.ID)
	riesce(t, err)
	var got []string
	for _, r := range a.Righe {
		got = append(got, fmt.Sprintf("%d %s %s %s", r.Numero, r.Stato, r.Importo, r.Cosa))
	}
	want := []string{"1 RIFIUTATO 100,00 DISCORDE", "2 PAGATO 100,00 DA_REGISTRARE", "3 RIFIUTATO 100,00 DA_REGISTRARE", "0 PAGATO 0,00 SCONOSCIUTO", "0 PAGATO 0,00 SCONOSCIUTO"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the file says (-want +got):\n%s", diff)
	}
	if n, somma := a.Conta(sigess.DaRegistrare, pagamento.Pagato); n != 1 || somma != 10000 {
		t.Errorf("paid: %d for %s", n, somma)
	}
	_, err = sigess.LeggiFileEsiti(m.DB, m.Chi(t, m.Estraneo), run, f.ID)
	rifiuta(t, err, models.NotFound)
	riesce(t, registraEsiti(t, m, run, f.ID))
	riesce(t, registraEsiti(t, m, run, f.ID)) // once
	e, err := sigess.ElaborazioneDi(m.DB, run)
	riesce(t, err)
	if e.Stato != sigess.PagataParziale || e.PagataIl.String() != "2024-02-06" || e.Nota != "pagamenti eseguiti: 2 su 4, rifiutati: 1" {
		t.Errorf("run = %s, %s, %q", e.Stato, e.PagataIl, e.Nota)
	}
	uguali(t, rimesse(t, m), "Pagamento rifiutato dalla banca: intervento 2024/3 SIGESS_COM1")
	vuoto, err := caricaEsiti(t, m, run, codice+"-2;PAGATO;;")
	riesce(t, err)
	rifiuta(t, registraEsiti(t, m, run, vuoto.ID), models.Conflict)
	for _, q := range []string{`UPDATE esito_pagamento SET stato = 'PAGATO', motivo = ''`, `DELETE FROM file_esiti`, `UPDATE registrazione_esiti SET pagati = 0`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("what a bank answered was overwritten: %s", q)
		}
	}
}

func TestARunWhoseTransfersAreAllPaidIsPaid(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 10000))
	run := liquida(t, m, "2024-01")
	codice := spedisci(t, m, run)
	esiti(t, m, run, codice+"-1;PAGATO;;2024-02-05")
	if got := stato(t, m, run); got != sigess.Pagata {
		t.Errorf("state = %s", got)
	}
	_, err := caricaEsiti(t, m, run, codice+"-1;PAGATO;;2024-02-05")
	rifiuta(t, err, models.Conflict)
}

// domain c.9, row 13: refused, another way of payment, paid again under the same
// key and with no new due.
func TestARefusedTransferIsPaidAgainOnceItsAccountIsChanged(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	gennaio := liquida(t, m, "2024-01")
	esiti(t, m, gennaio, spedisci(t, m, gennaio)+"-1;RIFIUTATO;conto chiuso;")
	paga := func() error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Paga(tx, chi, gennaio, sigess.ModuloPagamento{Esito: sigess.Pagata, Data: periodo.MustParse("2024-02-10")})
		})
	}
	rifiuta(t, paga(), models.Invalid)
	sospesa, err := sigess.ModalitaSospesaDi(m.DB, id)
	riesce(t, err)
	if sospesa == nil || sospesa.Motivo != "conto chiuso" {
		t.Fatalf("suspended = %+v", sospesa)
	}
	febbraio := liquida(t, m, "2024-02")
	uguali(t, differenze(t, m, febbraio))
	uguali(t, anomalie(t, m, febbraio, sigess.FiltroAnomalie{}), "2024/1 PAGAMENTO_RIFIUTATO 2024-01  ", "2024/1 PAGAMENTO_RIFIUTATO 2024-02  ")
	uguali(t, sblocchi(t, m)) // its task is that of the outcome
	nuova := sigess.ModuloNuovaModalita(m.Economico("2024-01-01", 1).Modalita)
	nuova.IBAN = "IT37Y0542811101000000123457"
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.CambiaModalita(tx, chi, id, nuova)
		return err
	}))
	marzo := liquida(t, m, "2024-03")
	uguali(t, differenze(t, m, marzo), "2024-01 Rimessa in pagamento 300,00", "2024-02 Pagamento 300,00", "2024-03 Pagamento 300,00")
	uguali(t, rimesse(t, m))
	codice := spedisci(t, m, marzo)
	quadrano(t, m, marzo)
	riesce(t, paga())
	esiti(t, m, marzo, codice+"-1;RIFIUTATO;conto bloccato;", codice+"-2;PAGATO;;", codice+"-3;PAGATO;;")
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.RiattivaModalita(tx, chi, id, adesso)
		return err
	}))
	// Refused again, it is paid a third time; what was paid is not.
	uguali(t, differenze(t, m, liquida(t, m, "2024-04")), "2024-01 Rimessa in pagamento 300,00", "2024-04 Pagamento 300,00")
	uguali(t, differenze(t, m, liquida(t, m, "2024-05")), "2024-05 Pagamento 300,00")
	_, e, err := sigess.EstrattoSoggetto(m.DB, m.Chi(t, m.Amministrativo), m.Soggetto, sigess.FiltroEstratto{Dal: mese("2024-01"), Al: mese("2024-05")})
	riesce(t, err)
	if e.Somma.Totale != 150000 {
		t.Errorf("the statement says %s, want 1.500,00", e.Somma.Totale)
	}
}

// A run that pays again what was refused and is taken back leaves it to be paid.
func TestTheStornoOfARimessaLeavesItToBePaid(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	gennaio := liquida(t, m, "2024-01")
	esiti(t, m, gennaio, spedisci(t, m, gennaio)+"-1;RIFIUTATO;conto chiuso;")
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.RiattivaModalita(tx, chi, id, adesso)
		return err
	}))
	febbraio := liquida(t, m, "2024-02")
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Storna(tx, chi, febbraio, uuid.NewString(), sigess.ModuloStorno{Motivo: "x"}, adesso)
	}))
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-01 Rimessa in pagamento 300,00", "2024-02 Pagamento 300,00")
}

// A calculation that is stopped stays so until it is resumed or given up.
func TestACalculationIsStoppedResumedAndGivenUp(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	id := uuid.NewString()
	fai := func(f func(tx *gorm.DB, chi models.Chi) error) error { return m.Fai(t, m.Contabile, f) }
	riesce(t, fai(func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Apri(tx, chi, id, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01")}, adesso)
	}))
	ferma := func() error {
		return fai(func(tx *gorm.DB, chi models.Chi) error { return sigess.Ferma(tx, chi, id, adesso) })
	}
	prosegui := func() error {
		return fai(func(tx *gorm.DB, chi models.Chi) error { return sigess.Prosegui(tx, chi, id) })
	}
	annulla := func(chi string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, id, adesso) })
	}
	rifiuta(t, prosegui(), models.Conflict)
	riesce(t, ferma())
	rifiuta(t, ferma(), models.Conflict)
	riesce(t, prosegui())
	riesce(t, ferma())
	rifiuta(t, annulla(m.Estraneo), models.NotFound)
	riesce(t, annulla(m.Contabile))
	if got := stato(t, m, id); got != sigess.Annullata {
		t.Errorf("state = %s", got)
	}
	rifiuta(t, ferma(), models.Conflict)
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 300,00")
}

// Who is paid changes between the run and its distinta: somebody has to look.
func TestAPaymentWhosePayeeChangedIsLeftOut(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 30000))
	attiva(t, m, m.Economico("2024-01-01", 20000))
	run := liquida(t, m, "2024-01")
	altro := uuid.NewString()
	riesce(t, scrivi(t, m, `INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita) SELECT ?, ente_id, 900, 'ALTRI', 'EVA', 'F', '1990-05-05' FROM soggetto WHERE id = ?`, altro, m.Soggetto))
	riesce(t, scrivi(t, m, `UPDATE modalita_pagamento SET beneficiario_id = ? WHERE intervento_id = ?`, altro, id))
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	riesce(t, prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi()}))
	uguali(t, disposte(t, m, run), "30000 BENEFICIARIO_CAMBIATO", "20000 1")
}
