package sigess_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

func sospendi(t *testing.T, m *dbtest.Mondo, id, dal, al string) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		s := span(dal, al)
		return sigess.Sospendi(tx, chi, id, uuid.NewString(), sigess.ModuloSospensione{Dal: s.Dal, Al: s.Al, Motivo: "ricovero"})
	})
}

func termina(t *testing.T, m *dbtest.Mondo, id, fine string) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Termina(tx, chi, id, sigess.ModuloTermine{DataFine: periodo.MustParse(fine), Motivo: "DECESSO"})
	})
}

// riprendi resumes as on a day.
func riprendi(t *testing.T, m *dbtest.Mondo, id, dal, oggi string) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if _, err := sigess.Aggiorna(tx, id, periodo.MustParse(oggi)); err != nil {
			return err
		}
		return sigess.Riprendi(tx, chi, id, sigess.ModuloRipresa{Dal: periodo.MustParse(dal)}, periodo.MustParse(oggi))
	})
}

func TestASuspensionOverAccessiIsRefused(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-10", "RETTA", 100, 0))
	rifiuta(t, sospendi(t, m, id, "2024-01-08", "2024-01-12"), models.Invalid)
	rifiuta(t, sospendi(t, m, id, "2024-01-10", ""), models.Invalid)
	riesce(t, sospendi(t, m, id, "2024-01-11", ""))
	if got := righe(t, m, elabora(t, m, "2024-01", 200)); len(got) != 1 {
		t.Errorf("lines = %v, want the day that was entered", got)
	}
}

func TestADayOfAProvisionalRunDoesNotChange(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id, altro := attiva(t, m, m.Economico("2023-09-01", 10000)), attiva(t, m, m.Economico("2023-09-01", 20000))
	riesce(t, sospendi(t, m, altro, "2024-01-20", ""))
	run := elabora(t, m, "2024-01", 200)
	rifiuta(t, sospendi(t, m, id, "2024-01-31", ""), models.Conflict)
	rifiuta(t, termina(t, m, id, "2024-01-30"), models.Conflict)
	rifiuta(t, riprendi(t, m, altro, "2024-01-25", "2024-01-26"), models.Conflict)
	riesce(t, sospendi(t, m, id, "2024-02-01", "2024-02-10"))
	riesce(t, termina(t, m, id, "2024-02-20"))
	riesce(t, conferma(t, m, m.Contabile, run))
	riesce(t, riprendi(t, m, altro, "2024-01-25", "2024-01-26"))
}

func TestResumingEndsTheSuspensionInCourseAndNoOther(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 10000))
	riesce(t, sospendi(t, m, id, "2024-01-05", "2024-01-10"))
	riesce(t, sospendi(t, m, id, "2024-01-20", ""))
	for _, dal := range []string{"2024-01-08", "2024-01-11"} {
		rifiuta(t, riprendi(t, m, id, dal, "2024-01-25"), models.Invalid)
	}
	riesce(t, riprendi(t, m, id, "2024-01-24", "2024-01-25"))
	sospensioni, err := sigess.Sospensioni(m.DB, id)
	riesce(t, err)
	if len(sospensioni) != 2 || sospensioni[0].Al.String() != "2024-01-10" || sospensioni[1].Al.String() != "2024-01-23" {
		t.Errorf("suspensions = %+v", sospensioni)
	}
}

// A page that is repeated finds its lines written and adds none, even when a
// price changed in between.
func TestARepeatedPageAddsNoLine(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-10", "RETTA", 100, 0))
	run := uuid.NewString()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Apri(tx, chi, run, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01")}, adesso)
	}))
	for _, aliquota := range []euro.Aliquota{0, 500} {
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
			if err := tx.Exec(`UPDATE voce_tariffario SET aliquota_iva = ? WHERE prestazione = 'RETTA'`, aliquota).Error; err != nil {
				return err
			}
			_, err := sigess.CalcolaPagina(tx, run, sigess.PaginaCalcolo{}, 200)
			return err
		}))
	}
	if got := righe(t, m, run); len(got) != 1 {
		t.Errorf("lines = %v, want one", got)
	}
}

// Two runs at once: what the other holds is said, in calculation too.
func TestAMonthHeldByARunInCalculationIsAnAnomaly(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2023-09-01", 10000))
	run := uuid.NewString()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Apri(tx, chi, run, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01")}, adesso); err != nil {
			return err
		}
		_, err := sigess.CalcolaPagina(tx, run, sigess.PaginaCalcolo{}, 200)
		return err
	}))
	seconda := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese("2024-01"), Tipi: []string{m.Tipo[sigess.Economico]}}, 200)
	anomalie, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), seconda)
	riesce(t, err)
	if len(anomalie) != 1 || len(righe(t, m, seconda)) != 0 {
		t.Errorf("anomalies = %v, lines = %v", anomalie, righe(t, m, seconda))
	}
}

func TestUnaTantumIsDueWithinTheIntervento(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	modulo := m.Economico("2024-01-01", 50000)
	modulo.Dettagli.DataFine = periodo.MustParse("2024-03-31")
	for scadenza, buona := range map[string]bool{"2023-12-31": false, "2024-01-01": true, "2024-03-31": true, "2024-04-01": false} {
		modulo.Regole[0].Frequenza, modulo.Regole[0].DataScadenza = "UNA_TANTUM", periodo.MustParse(scadenza)
		if _, rifiutata := modulo.Check()["regole.0.dataScadenza"]; rifiutata == buona {
			t.Errorf("due on %s: refused %v", scadenza, rifiutata)
		}
	}
	modulo.Regole[0].DataScadenza = periodo.MustParse("2024-03-20")
	id := attiva(t, m, modulo)
	riesce(t, termina(t, m, id, "2024-03-10"))
	if got := righe(t, m, elabora(t, m, "2024-03", 200)); len(got) != 0 {
		t.Errorf("lines = %v after an end before the due date", got)
	}
}

// An operatore of the district sees many enti: what an intervento names must be
// of its own ente or of the district.
func TestAnInterventoNamesNothingOfAnotherEnteOfTheDistrict(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	vicino, erogatore, soggetto := uuid.NewString(), uuid.NewString(), uuid.NewString()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		sempre := periodo.MustParse("2020-01-01")
		if err := tx.Create(&anagrafe.Ente{ID: vicino, Codice: "SIGESS_C2", Denominazione: "Comune 2", Tipo: "COMUNE", PadreID: &m.Distretto, Dal: sempre}).Error; err != nil {
			return err
		}
		if err := tx.Create(&sigess.Erogatore{ID: erogatore, EnteID: vicino, Denominazione: "Altra", PartitaIVA: "00000000018",
			IBAN: "IT60X0542811101000000123456", Dal: sempre}).Error; err != nil {
			return err
		}
		return tx.Create(&anagrafe.Soggetto{ID: soggetto, EnteID: vicino, Codice: 1, Cognome: "GIALLI", Nome: "EVA", Sesso: "F",
			DataNascita: periodo.MustParse("1980-01-01"), Versione: 1}).Error
	}))
	prestazioni, economico := m.Prestazioni("2024-01-05"), m.Economico("2024-01-05", 10000)
	prestazioni.ErogatoreID = erogatore
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE tariffario SET erogatore_id = NULL`).Error
	}))
	economico.Modalita.Titolo, economico.Modalita.BeneficiarioID = "TUTORE", soggetto
	for _, modulo := range []any{prestazioni, economico} {
		rifiuta(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, uuid.NewString(), modulo) }), models.Invalid)
	}
}
