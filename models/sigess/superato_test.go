package sigess_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// superato opens a record, lets the colleague save it, then saves what was
// opened: it returns what the refusal tells.
func superato(t *testing.T, m *dbtest.Mondo, salva func(tx *gorm.DB, chi models.Chi, versione int, altrui bool) error) *models.Superato {
	t.Helper()
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, 0, false) }))
	riesce(t, m.Fai(t, m.Collega, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, 1, true) }))
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, 1, false) })
	e, ok := err.(*models.Error)
	if !ok || e.Kind != models.Conflict || e.Superato == nil || len(e.Superato.Salvati) != 1 || e.Superato.Salvati[0].Operatore != "Neri Paolo" {
		t.Fatalf("stale save: %v", err)
	}
	riesce(t, m.Fai(t, m.Collega, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, 1, true) })) // sent twice
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, 2, false) }))
	return e.Superato
}

// uguale compares the version seen, and the one saved, with what was written.
func uguale[M any](t *testing.T, s *models.Superato, visto, salvato M) {
	t.Helper()
	per := cmp.Exporter(func(reflect.Type) bool { return true })
	if diff := cmp.Diff(visto, s.Visto.(M), per); diff != "" {
		t.Errorf("seen (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(salvato, s.Salvati[0].Modulo.(M), per); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
}

func TestAStaleDraftOfADomandaTellsWhatTheOtherWrote(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := uuid.NewString()
	visto, altro := m.Domanda(sigess.Economico), m.Domanda(sigess.Struttura, sigess.Prestazioni)
	altro.Note, altro.Richieste[1].Note, altro.SeguitaDal = "altro", "urgente", "02/01/2024 10:00"
	s := superato(t, m, func(tx *gorm.DB, chi models.Chi, versione int, altrui bool) error {
		d := visto
		if altrui {
			d = altro
		}
		d.Versione = versione
		_, err := sigess.SalvaBozza(tx, chi, id, d)
		return err
	})
	visto.Versione, altro.Versione = 1, 2
	uguale(t, s, visto, altro)
	riesce(t, presenta(t, m, id))
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, id, visto)
		return err
	}), models.Conflict)
}

func TestAStaleDraftOfAnInterventoTellsWhatTheOtherWrote(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	t.Run("economico", func(t *testing.T) {
		id, visto, altro := uuid.NewString(), m.Economico("2024-01-05", 30000), m.Economico("2024-02-01", 40000)
		altro.Regole = append(altro.Regole, sigess.ModuloRegola{Frequenza: "UNA_TANTUM", Importo: 100, DataScadenza: altro.Dettagli.DataInizio})
		altro.Modalita = sigess.ModuloModalita{Titolo: "ASSISTITO", Metodo: "CASSA"}
		s := superato(t, m, func(tx *gorm.DB, chi models.Chi, versione int, altrui bool) error {
			f := visto
			if altrui {
				f = altro
			}
			f.Versione = versione
			_, err := sigess.SalvaEconomico(tx, chi, id, f)
			return err
		})
		for _, f := range []*sigess.ModuloEconomico{&visto, &altro} {
			for n := range f.Regole {
				f.Regole[n].CriterioRateo, f.Regole[n].Scadenza, f.Regole[n].Ancoraggio, f.Regole[n].InSospensione = "GIORNI_EFFETTIVI", "POSTICIPATA", "SOLARE", "NON_PAGARE"
			}
			f.Modalita.BeneficiarioID = m.Soggetto
		}
		visto.Versione, altro.Versione = 1, 2
		uguale(t, s, visto, altro)
	})
	t.Run("prestazioni", func(t *testing.T) {
		id, visto, altro := uuid.NewString(), m.Prestazioni("2024-01-05"), m.Prestazioni("2024-01-05")
		altro.Piano, altro.Quote = altro.Piano[:1], m.InStruttura("2024-01-05").Quote
		altro.Dettagli.OperatoreResponsabileID = m.Collega
		s := superato(t, m, func(tx *gorm.DB, chi models.Chi, versione int, altrui bool) error {
			f := visto
			if altrui {
				f = altro
			}
			f.Versione = versione
			_, err := sigess.SalvaPrestazioni(tx, chi, id, f)
			return err
		})
		conPredefiniti(visto.Piano, visto.Quote)
		conPredefiniti(altro.Piano, altro.Quote)
		visto.Versione, altro.Versione = 1, 2
		uguale(t, s, visto, altro)
	})
	t.Run("struttura", func(t *testing.T) {
		id, visto, altro := uuid.NewString(), m.InStruttura("2024-01-05"), m.InStruttura("2024-01-05")
		altro.Codice, altro.Quote, altro.Dettagli.UOID = "INS/1", nil, m.AltraUO
		s := superato(t, m, func(tx *gorm.DB, chi models.Chi, versione int, altrui bool) error {
			f := visto
			if altrui {
				f = altro
			}
			f.Versione = versione
			_, err := sigess.SalvaStruttura(tx, chi, id, f)
			return err
		})
		conPredefiniti(visto.Piano, visto.Quote)
		conPredefiniti(altro.Piano, altro.Quote)
		visto.Versione, altro.Versione = 1, 2
		uguale(t, s, visto, altro)
	})
}

func TestEverythingWrongWithADraftIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	f := m.Prestazioni("2024-01-05")
	f.Dettagli.UOID, f.Dettagli.OperatoreResponsabileID, f.Dettagli.RichiestaID = m.UOAltrove, m.Estraneo, uuid.NewString()
	f.Piano[0].Prestazione, f.Piano[1].Prestazione = "ALTRO", "NULLA"
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaPrestazioni(tx, chi, uuid.NewString(), f)
		return err
	})
	var campi []string
	for _, c := range err.(*models.Error).Campi {
		campi = append(campi, c.Nome)
	}
	want := []string{"dettagli.uoId", "dettagli.operatoreResponsabileId", "dettagli.richiestaId", "piano.0.prestazione", "piano.1.prestazione"}
	if diff := cmp.Diff(want, campi); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// conPredefiniti says what a form that leaves it out is saved with.
func conPredefiniti(piano []sigess.ModuloPiano, quote []sigess.ModuloQuota) {
	for n := range piano {
		piano[n].Politica = "LIBERO"
	}
	for n := range quote {
		quote[n].SenzaISEE, quote[n].Base, quote[n].CriterioRateo = "MASSIMA", "PARTE_SOCIALE", "GIORNI_EFFETTIVI"
	}
}
