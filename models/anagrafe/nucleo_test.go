package anagrafe_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
)

func contains(testo, parte string) bool { return strings.Contains(testo, parte) }

// altro enters another person.
func altro(t *testing.T, m *dbtest.Mondo, nome string) string {
	t.Helper()
	id := uuid.NewString()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := anagrafe.SalvaSoggetto(tx, chi, id, anagrafe.ModuloSoggetto{EnteID: m.Comune, Cognome: "Rossi", Nome: nome, Sesso: "F", DataNascita: periodo.MustParse("1990-01-01")})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func relazione(t *testing.T, m *dbtest.Mondo, di, id, con, tipo, dal string) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := anagrafe.SalvaRelazione(tx, chi, di, id, anagrafe.ModuloRelazione{AltroID: con, Tipo: tipo, Convivente: true, Dal: periodo.MustParse(dal)})
		return err
	})
}

func TestARelationIsReadFromBothCardsAndWrittenOnce(t *testing.T) {
	t.Parallel()
	m := banco(t)
	eva := altro(t, m, "Eva")
	for tipo, want := range map[string][2]string{
		"FIGLIO": {"Figlio/a", "Genitore"}, "NONNO": {"Nonno/a", "Nipote"}, "TUTORE": {"Tutore", "Persona sotto tutela"}, "CONVIVENTE": {"Convivente", "Convivente"},
	} {
		id := uuid.NewString()
		if err := relazione(t, m, m.Soggetto, id, eva, tipo, "2010-01-01"); err != nil {
			t.Fatal(err)
		}
		trova := func(di string) string {
			_, _, nucleo := scheda(t, m, di)
			for _, c := range nucleo {
				if c.ID == id {
					return c.Relazione()
				}
			}
			return ""
		}
		if got := [2]string{trova(m.Soggetto), trova(eva)}; got != want {
			t.Errorf("%s: %v, want %v", tipo, got, want)
		}
	}
	for name, tt := range map[string][4]string{
		"the same again": {m.Soggetto, eva, "FIGLIO", "2012-01-01"}, "the same seen from there": {eva, m.Soggetto, "GENITORE", "2012-01-01"},
		"symmetric": {eva, m.Soggetto, "CONVIVENTE", "2012-01-01"}, "with itself": {eva, eva, "ALTRO", "2012-01-01"},
	} {
		if err := relazione(t, m, tt[0], uuid.NewString(), tt[1], tt[2], tt[3]); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := relazione(t, m, eva, uuid.NewString(), m.Soggetto, "TUTORE", "2012-01-01"); err != nil {
		t.Errorf("a tutor of one's tutor: %v", err)
	}
}

func TestARelationEndsOnBothCards(t *testing.T) {
	t.Parallel()
	m := banco(t)
	eva := altro(t, m, "Eva")
	id := uuid.NewString()
	if err := relazione(t, m, m.Soggetto, id, eva, "CONIUGE", "2010-01-01"); err != nil {
		t.Fatal(err)
	}
	// Written on the other card too, as it was before relations were read from both.
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return tx.Exec(`INSERT INTO relazione (id, ente_id, soggetto_id, altro_id, tipo, convivente, dal) VALUES (gen_random_uuid(), ?, ?, ?, 'CONIUGE', true, '2010-01-01')`, m.Comune, eva, m.Soggetto).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	chiudi := func(chi, di, id, al string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.ChiudiRelazione(tx, chi, di, id, anagrafe.ModuloChiusura{Al: periodo.MustParse(al)})
			return err
		})
	}
	for name, tt := range map[string]struct {
		err  error
		kind models.Kind
	}{
		"before it began": {chiudi(m.Amministrativo, m.Soggetto, id, "2009-12-31"), models.Invalid},
		"a stranger":      {chiudi(m.Estraneo, m.Soggetto, id, "2020-01-01"), models.NotFound},
		"nobody's":        {chiudi(m.Amministrativo, m.Soggetto, uuid.NewString(), "2020-01-01"), models.NotFound},
	} {
		if models.KindOf(tt.err) != tt.kind {
			t.Errorf("%s: %v", name, tt.err)
		}
	}
	for range 2 {
		if err := chiudi(m.Amministrativo, m.Soggetto, id, "2020-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	if err := chiudi(m.Amministrativo, m.Soggetto, id, "2021-01-01"); models.KindOf(err) != models.Conflict {
		t.Errorf("with another date: %v", err)
	}
	for _, di := range []string{m.Soggetto, eva} {
		_, _, nucleo := scheda(t, m, di)
		var got []string
		for _, c := range nucleo {
			got = append(got, c.Relazione()+" "+c.Al.String())
		}
		if diff := cmp.Diff([]string{"Coniuge 2020-01-01"}, got); diff != "" {
			t.Errorf("nucleo (-want +got):\n%s", diff)
		}
	}
	if err := relazione(t, m, eva, uuid.NewString(), m.Soggetto, "CONIUGE", "2022-01-01"); err != nil {
		t.Errorf("married again: %v", err)
	}
}

func TestAnAddressEndsByHand(t *testing.T) {
	t.Parallel()
	m := banco(t)
	id := uuid.NewString()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := anagrafe.SalvaResidenza(tx, chi, m.Soggetto, id, anagrafe.ModuloResidenza{Tipo: "DOMICILIO", Comune: "Roma", Indirizzo: "Via Roma 1", Dal: periodo.MustParse("2020-01-01")})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	chiudi := func(chi, al string) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.ChiudiResidenza(tx, chi, m.Soggetto, id, anagrafe.ModuloChiusura{Al: periodo.MustParse(al)})
			return err
		})
	}
	if err := chiudi(m.Amministrativo, "2019-12-31"); models.KindOf(err) != models.Invalid {
		t.Errorf("before it began: %v", err)
	}
	if err := chiudi(m.Estraneo, "2021-12-31"); models.KindOf(err) != models.NotFound {
		t.Errorf("a stranger: %v", err)
	}
	for range 2 {
		if err := chiudi(m.Amministrativo, "2021-12-31"); err != nil {
			t.Fatal(err)
		}
	}
	if err := chiudi(m.Amministrativo, "2022-12-31"); models.KindOf(err) != models.Conflict {
		t.Errorf("with another date: %v", err)
	}
	if got := (anagrafe.ModuloChiusura{Al: periodo.Oggi().Piu(1)}).Check(); got["al"] == "" {
		t.Error("an end in the future is accepted")
	}
}

func TestRelazioneTraReadsBothFromTheIntestatario(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		persona, altro anagrafe.Legame
		want           string
	}{
		{"1", "2", "CONIUGE"}, {"1", "3", "FIGLIO"}, {"1", "6", "GENITORE"}, {"1", "12", "ALTRO_PARENTE"}, {"1", "99", "ALTRO"}, {"1", "26", "TUTORE"},
		{"2", "1", "CONIUGE"}, {"3", "1", "GENITORE"}, {"6", "1", "FIGLIO"}, {"4", "1", "NONNO"}, {"7", "1", "NIPOTE"}, {"26", "1", "ALTRO"}, {"99", "1", "ALTRO"},
		{"3", "3", "FRATELLO"}, {"3", "2", "GENITORE"}, {"2", "3", "FIGLIO"}, {"28", "3", "FIGLIO"}, {"2", "6", "ALTRO_PARENTE"}, {"25", "3", "ALTRO"}, {"", "", "ALTRO"},
	} {
		if got := anagrafe.RelazioneTra(tt.persona, tt.altro); got != tt.want {
			t.Errorf("RelazioneTra(%s, %s) = %s, want %s", tt.persona, tt.altro, got, tt.want)
		}
	}
	if anagrafe.StatoCivileANPR("2") != "CONIUGATO" || anagrafe.StatoCivileANPR("77") != "" {
		t.Error("stato civile")
	}
}
