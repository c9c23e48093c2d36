package sigess_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/documento"
	"siss/models/periodo"
	"siss/models/sigess"
)

// tesoreriaDiProva is a complete form.
func tesoreriaDiProva() sigess.ModuloTesoreria {
	return sigess.ModuloTesoreria{Intestazione: "Distretto 01", CodiceFiscale: "00123456789", IBAN: "IT60X0542811101000000123456", ABI: "05428",
		CodiceIPA: "UF1A2B", CodiceSIOPE: "000123456", TramiteEnte: "A2A-12345678", TramiteBanca: "A2A-87654321", EnteInBanca: "777", CGU: "1040202999"}
}

func salvaTesoreria(t *testing.T, m *dbtest.Mondo, chi string, modulo sigess.ModuloTesoreria) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaTesoreria(tx, chi, m.Distretto, modulo)
		return err
	})
}

func prepara(t *testing.T, m *dbtest.Mondo, chi, run string, modulo sigess.ModuloDistinta) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return sigess.PreparaDistinta(tx, chi, run, modulo, adesso) })
}

// daPagare is a confirmed run of two contributions to one person, one paid at
// the counter, and home care of a cooperative.
func daPagare(t *testing.T, m *dbtest.Mondo, prima func()) string {
	t.Helper()
	attiva(t, m, m.Economico("2023-09-01", 10000))
	attiva(t, m, m.Economico("2023-10-01", 5050))
	cassa := m.Economico("2023-11-01", 4000)
	cassa.Modalita = sigess.ModuloModalita{Titolo: "ASSISTITO", Metodo: "CASSA"}
	attiva(t, m, cassa)
	prestazioni := attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-01-02", "PASTO", 200, 0))
	run := elabora(t, m, "2024-01", 200)
	riesce(t, conferma(t, m, m.Contabile, run))
	prima()
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	return run
}

// fileDi are the files of a run by kind, with how many payments and how much.
func fileDi(t *testing.T, m *dbtest.Mondo, chi, run string) map[string][2]int64 {
	t.Helper()
	righe, err := sigess.FileElaborazione(m.DB, m.Chi(t, chi), run)
	riesce(t, err)
	out := map[string][2]int64{}
	for _, r := range righe {
		out[r.Tipo] = [2]int64{int64(r.Pagamenti), int64(r.Totale)}
	}
	return out
}

func scarica(t *testing.T, m *dbtest.Mondo, chi, run, tipo string) (documento.Documento, error) {
	t.Helper()
	return sigess.ScaricaFile(m.DB, m.Chi(t, chi), run, tipo)
}

// domain c.10: files of a definitive run, made once, the same bytes for ever.
func TestAPaymentFileIsMadeOnceAndIsTheSameForEver(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run := daPagare(t, m, func() {})
	mandato := 41
	modulo := sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(2), Raggruppata: true, Mandato: &mandato}
	rifiuta(t, prepara(t, m, m.Amministrativo, run, modulo), models.NotFound)
	riesce(t, prepara(t, m, m.Contabile, run, modulo))
	want := map[string][2]int64{"PAIN_09": {2, 16480}, "PAIN_03": {2, 16480}, "OPI": {2, 19050}, "CSV": {3, 20480}}
	if diff := cmp.Diff(want, fileDi(t, m, m.Contabile, run)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	prima, err := scarica(t, m, m.Contabile, run, sigess.FilePain09)
	riesce(t, err)
	if somma := sha256.Sum256(prima.Contenuto); !bytes.Equal(somma[:], prima.SHA256) || !bytes.Contains(prima.Contenuto, []byte("<Ustrd>Intervento 2023/1 01/2024, Intervento 2023/2 01/2024</Ustrd>")) {
		t.Errorf("%s:\n%s", prima.Nome, prima.Contenuto)
	}
	altra := tesoreriaDiProva()
	altra.Intestazione = "Altra intestazione"
	riesce(t, salvaTesoreria(t, m, m.Contabile, altra))
	riesce(t, prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(9)}))
	if dopo, err := scarica(t, m, m.Contabile, run, sigess.FilePain09); err != nil || !bytes.Equal(prima.Contenuto, dopo.Contenuto) {
		t.Errorf("asked again, the file is another (%v)", err)
	}
	for _, q := range []string{`UPDATE distinta SET codice = 'x'`, `DELETE FROM disposizione`, `DELETE FROM file_distinta`, `TRUNCATE disposizione CASCADE`} {
		if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(q).Error }); err == nil {
			t.Errorf("what is ordered let through: %s", q)
		}
	}
	for _, chi := range []string{m.Amministrativo, m.Estraneo} {
		if _, err := scarica(t, m, chi, run, sigess.FileCSV); models.KindOf(err) != models.NotFound || len(fileDi(t, m, chi, run)) > 0 {
			t.Errorf("who is of another ente sees the files (%v)", err)
		}
	}
}

func TestTwoWhoPrepareAtOnceGetTheSameFiles(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run := daPagare(t, m, func() {})
	esiti := make(chan error, 4)
	for n := range cap(esiti) {
		go func() {
			esiti <- prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(n)})
		}()
	}
	for range cap(esiti) {
		riesce(t, <-esiti)
	}
	if got := fileDi(t, m, m.Contabile, run); len(got) != 3 {
		t.Errorf("files = %v, want one of each kind", got)
	}
}

// domain c.9, rows 11 and 12: what must not be paid by itself is left out, and
// the list says why.
func TestAPaymentToTheDeadOrToAnAccountThatChangedIsLeftOut(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	run := daPagare(t, m, func() {
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
			return tx.Exec(`UPDATE erogatore SET iban = 'IT41B0100003245000000000001'`).Error
		}))
		riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
			return tx.Exec(`UPDATE modalita_pagamento SET beneficiario_id = beneficiario_id, iban = 'IT41B0100003245000000000001'
				WHERE intervento_id = (SELECT id FROM intervento WHERE anno = 2023 AND numero = 2)`).Error
		}))
	})
	riesce(t, prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi()}))
	want := map[string][2]int64{"PAIN_09": {1, 10000}, "PAIN_03": {1, 10000}, "CSV": {2, 14000}}
	if diff := cmp.Diff(want, fileDi(t, m, m.Contabile, run)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	esclusi, err := sigess.Esclusi(m.DB, m.Chi(t, m.Contabile), run, models.Pagina{Limite: 10})
	riesce(t, err)
	var got []string
	for _, e := range esclusi.Elementi {
		got = append(got, e.Intervento+" "+e.Netto.String()+" "+e.Motivo+" "+e.InParole())
	}
	const perche = " IBAN_CAMBIATO l'IBAN è cambiato dopo l'elaborazione: verificare quale è giusto e pagare a parte"
	if diff := cmp.Diff([]string{"2023/2 50,50" + perche, "2024/1 14,30" + perche}, got); diff != "" || esclusi.Totale != 2 {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if altri, err := sigess.Esclusi(m.DB, m.Chi(t, m.Estraneo), run, models.Pagina{Limite: 10}); err != nil || altri.Totale != 0 {
		t.Errorf("a stranger sees %d of them (%v)", altri.Totale, err)
	}

	morto := dbtest.Nuovo(t, dbtest.Open(t))
	run = daPagare(t, morto, func() {
		riesce(t, morto.Fai(t, morto.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
			return tx.Exec(`UPDATE soggetto SET data_decesso = '2024-02-01' WHERE id = ?`, morto.Soggetto).Error
		}))
	})
	riesce(t, prepara(t, morto, morto.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi()}))
	csvDi, err := scarica(t, morto, morto.Contabile, run, sigess.FileCSV)
	riesce(t, err)
	lettore := csv.NewReader(strings.NewReader(string(csvDi.Contenuto)))
	lettore.Comma = ';'
	righe, err := lettore.ReadAll()
	if err != nil || len(righe) != 3 || righe[1][2] != "Cooperativa Aurora" {
		t.Errorf("csv = %v (%v), want the cooperative alone", righe, err)
	}
}

func TestADistintaIsRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2023-09-01", 10000))
	run := elabora(t, m, "2024-01", 200)
	domani := sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(1)}
	rifiuta(t, prepara(t, m, m.Contabile, run, domani), models.Conflict) // provisional
	riesce(t, conferma(t, m, m.Contabile, run))
	rifiuta(t, prepara(t, m, m.Contabile, run, domani), models.Conflict) // no account
	senzaOPI := tesoreriaDiProva()
	senzaOPI.ABI, senzaOPI.CodiceIPA, senzaOPI.CodiceSIOPE, senzaOPI.TramiteEnte, senzaOPI.TramiteBanca, senzaOPI.EnteInBanca, senzaOPI.CGU = "", "", "", "", "", "", ""
	riesce(t, salvaTesoreria(t, m, m.Contabile, senzaOPI))
	mandato := 7
	con := domani
	con.Mandato = &mandato
	rifiuta(t, prepara(t, m, m.Contabile, run, con), models.Invalid) // no codes of SIOPE+
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	riesce(t, prepara(t, m, m.Contabile, run, con))
	seconda := elabora(t, m, "2024-02", 200)
	riesce(t, conferma(t, m, m.Contabile, seconda))
	rifiuta(t, prepara(t, m, m.Contabile, seconda, con), models.Invalid) // the mandate has that number
	riesce(t, prepara(t, m, m.Contabile, seconda, domani))
}

func TestADistintaIsForADayThatABankTakes(t *testing.T) {
	t.Parallel()
	for giorni, ok := range map[int]bool{-1: false, 0: true, 90: true, 91: false} {
		if got := (sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(giorni)}).Check(); (len(got) == 0) != ok {
			t.Errorf("in %d days: %v", giorni, got)
		}
	}
}

func TestTesoreriaIsOfWhoKeepsTheAccounts(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	rifiuta(t, salvaTesoreria(t, m, m.Estraneo, tesoreriaDiProva()), models.NotFound)
	rifiuta(t, salvaTesoreria(t, m, m.Amministrativo, tesoreriaDiProva()), models.NotFound)
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	letta, err := sigess.TesoreriaDi(m.DB, m.Chi(t, m.Contabile), m.Distretto)
	riesce(t, err)
	want := tesoreriaDiProva()
	want.Versione = 1
	if diff := cmp.Diff(want, letta.Modulo()); diff != "" {
		t.Errorf("on record (-want +got):\n%s", diff)
	}
	nuova := want
	nuova.CUC = "SIA00001"
	riesce(t, salvaTesoreria(t, m, m.Contabile, nuova))
	nuova.CUC = "SIA00002"
	rifiuta(t, salvaTesoreria(t, m, m.Contabile, nuova), models.Conflict) // opened on a version that is gone
	for campo, cambia := range map[string]func(*sigess.ModuloTesoreria){
		"iban": func(t *sigess.ModuloTesoreria) { t.IBAN = "DE89370400440532013000" },
		"cgu":  func(t *sigess.ModuloTesoreria) { t.CGU = "" },
	} {
		modulo := tesoreriaDiProva()
		cambia(&modulo)
		if problemi := modulo.Check(); len(problemi) != 1 || problemi[campo] == "" {
			t.Errorf("%s: %v", campo, problemi)
		}
	}
}
