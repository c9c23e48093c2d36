package anagrafe_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

func TestAConsultationIsTracedWithoutWhatWasRead(t *testing.T) {
	t.Parallel()
	m := banco(t)
	id := consultata(t, m, m.Amministrativo, "MRCLCU79C14H501H")
	var riga string
	if err := m.DB.Raw(`SELECT to_jsonb(c)::text || (SELECT string_agg(to_jsonb(v)::text, ' ') FROM evento v WHERE v.entita = 'consultazione_anpr')
		FROM consultazione_anpr c WHERE id = ?`, id).Scan(&riga).Error; err != nil {
		t.Fatal(err)
	}
	for _, dato := range []string{"MRCLCU79C14H501H", "MERCURI"} {
		if contains(riga, dato) {
			t.Errorf("%s is in the trace: %s", dato, riga)
		}
	}
	for _, dato := range []string{m.Amministrativo, "NUOVA_DOMANDA", "sportello", "TROVATO", "58"} {
		if !contains(riga, dato) {
			t.Errorf("%s is not in the trace: %s", dato, riga)
		}
	}
	for _, comando := range []string{`DELETE FROM consultazione_anpr`, `TRUNCATE consultazione_anpr`, `UPDATE consultazione_anpr SET pratica = 'altra'`,
		`UPDATE consultazione_anpr SET quando = now()`, `UPDATE consultazione_anpr SET impronta = sha256('x')`} {
		err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(comando).Error })
		if err == nil {
			t.Errorf("%s is allowed", comando)
		}
	}
}

func TestOneConsultationIsAboutOnePersonAndOneCase(t *testing.T) {
	t.Parallel()
	m := banco(t)
	id := uuid.NewString()
	buona := anagrafe.ModuloConsultazione{CodiceFiscale: "MRCLCU79C14H501H", Finalita: "ISTRUTTORIA", Pratica: "2024/13"}
	apri := func(chi string, m2 anagrafe.ModuloConsultazione) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.ApriConsultazione(tx, chi, id, m2, adesso)
			return err
		})
	}
	for range 2 {
		if err := apri(m.Amministrativo, buona); err != nil {
			t.Fatal(err)
		}
	}
	altra, altroScopo, altrove := buona, buona, buona
	altra.CodiceFiscale, altroScopo.Finalita, altrove.EnteID = "RSSMRA86L11H501E", "INTERVENTO", m.Altrove
	for name, tt := range map[string]struct {
		chi  string
		m    anagrafe.ModuloConsultazione
		kind models.Kind
	}{
		"another person": {m.Amministrativo, altra, models.Conflict}, "another purpose": {m.Amministrativo, altroScopo, models.Conflict},
		"a colleague": {m.Collega, buona, models.Conflict}, "another ente": {m.Amministrativo, altrove, models.Invalid},
		"no ente among many": {m.Contabile, buona, models.Invalid},
	} {
		if err := apri(tt.chi, tt.m); models.KindOf(err) != tt.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	contabile := m.Chi(t, m.Contabile)
	contabile.Ambiti = contabile.Ambiti[:0]
	contabile.Ambiti = append(contabile.Ambiti, models.Ambito{EnteID: m.Comune, UOID: m.Contabilita, Ruolo: models.ResponsabileContabile})
	err := models.Atto(t.Context(), m.DB, contabile, "prova", func(tx *gorm.DB) error {
		_, err := anagrafe.ApriConsultazione(tx, contabile, uuid.NewString(), buona, adesso)
		return err
	})
	if models.KindOf(err) != models.Forbidden {
		t.Errorf("who only pays: %v", err)
	}
	if got := (anagrafe.ModuloConsultazione{CodiceFiscale: "12345678903"}).Check(); got["codiceFiscale"] == "" {
		t.Error("a provisional code is accepted")
	}
}

func TestTheRegisterIsReadByWhoMadeItAndByWhoCoordinates(t *testing.T) {
	t.Parallel()
	m := banco(t)
	consultata(t, m, m.Amministrativo, "MRCLCU79C14H501H")
	consultata(t, m, m.Collega, "RSSMRA86L11H501E")
	oggi := periodo.Di(adesso)
	for name, tt := range map[string]struct {
		chi  string
		f    anagrafe.FiltroConsultazioni
		want int
	}{
		"one's own": {m.Amministrativo, anagrafe.FiltroConsultazioni{}, 1}, "the coordinator's": {m.Coordinatore, anagrafe.FiltroConsultazioni{}, 2},
		"nobody's elsewhere": {m.Estraneo, anagrafe.FiltroConsultazioni{}, 0}, "of the day": {m.Coordinatore, anagrafe.FiltroConsultazioni{Dal: oggi, Al: oggi}, 2},
		"of the day before": {m.Coordinatore, anagrafe.FiltroConsultazioni{Al: oggi.Piu(-1)}, 0}, "of the day after": {m.Coordinatore, anagrafe.FiltroConsultazioni{Dal: oggi.Piu(1)}, 0},
	} {
		err := m.Fai(t, tt.chi, func(tx *gorm.DB, chi models.Chi) error {
			got, err := anagrafe.ElencaConsultazioni(tx, chi, tt.f, models.Pagina{Limite: 10})
			if got.Totale != tt.want || len(got.Elementi) != tt.want {
				t.Errorf("%s: %d of %d, want %d", name, len(got.Elementi), got.Totale, tt.want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
