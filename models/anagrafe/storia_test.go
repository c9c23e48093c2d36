package anagrafe_test

import (
	"slices"
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

// storia reads the facts of a card as lines, the first one first.
func storia(t *testing.T, m *dbtest.Mondo, chi, id string, limite int) ([]string, int) {
	t.Helper()
	var out []string
	var totale int
	err := m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		fatti, n, err := anagrafe.StoriaSoggetto(tx, chi, id, limite)
		totale = n
		for _, f := range fatti {
			r := []string{f.Azione, f.Entita}
			for _, s := range []string{strings.Join(f.Campi(), "+"), f.Tipo, f.Luogo, f.Persona, f.Finalita, string(f.Esito), f.Al.String()} {
				if s != "" {
					r = append(r, s)
				}
			}
			if f.Nuovo {
				r = append(r, "nuovo")
			}
			if f.Inversa {
				r = append(r, "inversa")
			}
			out = append(out, strings.Join(r, " | "))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(out)
	return out, totale
}

func TestTheStoryOfACardTellsWhatHappenedAndNeverWhatWasWritten(t *testing.T) {
	t.Parallel()
	m := banco(t)
	eva := altro(t, m, "Eva")
	data := periodo.MustParse
	id, residenza, legame := uuid.NewString(), uuid.NewString(), uuid.NewString()
	modulo := anagrafe.ModuloSoggetto{EnteID: m.Comune, Cognome: "Mercuri", Nome: "Luca", Sesso: "M", DataNascita: data("1979-03-14"), Note: "diagnosi riservata"}
	passi := []func(tx *gorm.DB, chi models.Chi) error{
		func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.SalvaSoggetto(tx, chi, id, modulo)
			return err
		},
		func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.SalvaSoggetto(tx, chi, id, modulo)
			return err
		}, // nothing changed
		func(tx *gorm.DB, chi models.Chi) error {
			cambiato := modulo
			cambiato.Note, cambiato.Cognome = "altra diagnosi", "Mercurio"
			_, err := anagrafe.SalvaSoggetto(tx, chi, id, cambiato)
			return err
		},
		func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.SalvaResidenza(tx, chi, id, residenza, anagrafe.ModuloResidenza{Tipo: "DOMICILIO", Comune: "Roma", Indirizzo: "Via Roma 1", Dal: data("2020-01-01")})
			return err
		},
		func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.ChiudiResidenza(tx, chi, id, residenza, anagrafe.ModuloChiusura{Al: data("2021-01-01")})
			return err
		},
		func(tx *gorm.DB, chi models.Chi) error {
			_, err := anagrafe.SalvaRelazione(tx, chi, eva, legame, anagrafe.ModuloRelazione{AltroID: id, Tipo: "FIGLIO", Dal: data("2020-01-01")})
			return err
		},
	}
	for _, p := range passi {
		if err := m.Fai(t, m.Amministrativo, p); err != nil {
			t.Fatal(err)
		}
	}
	p := luca()
	p.Cognome = "MERCURIO"
	if _, err := importa(t, m, p, anagrafe.ModuloImportazione{ConsultazioneID: consultata(t, m, m.Amministrativo, p.CodiceFiscale), CodiceFiscale: p.CodiceFiscale, Aggiorna: true}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"prova | soggetto | nuovo",
		"prova | soggetto | cognome+note",
		"prova | residenza | DOMICILIO | Via Roma 1, Roma | nuovo",
		"prova | residenza | DOMICILIO | Via Roma 1, Roma | 2021-01-01",
		"prova | relazione | FIGLIO | ROSSI EVA | nuovo | inversa",
		"prova | soggetto | cittadinanza+codice_fiscale+luogo_nascita+luogo_nascita_codice+stato_civile",
		"prova | residenza | RESIDENZA | VIA DEI PINI 12, 00172 ROMA | nuovo",
	}
	got, totale := storia(t, m, m.Amministrativo, id, 100)
	// The consultation is of another clock: of the test, not of the database.
	i := slices.IndexFunc(got, func(r string) bool { return strings.Contains(r, "consultazione") })
	if i < 0 || got[i] != "consulta-anpr | consultazione_anpr | NUOVA_DOMANDA | AGGIORNATO | nuovo" {
		t.Fatalf("no consultation in %q", got)
	}
	got = slices.Delete(got, i, i+1)
	if diff := cmp.Diff(want, got); diff != "" || totale != len(want)+1 {
		t.Errorf("%d facts (-want +got):\n%s", totale, diff)
	}
	if got, totale := storia(t, m, m.Amministrativo, id, 2); len(got) != 2 || totale != len(want)+1 {
		t.Errorf("the first two: %d of %d", len(got), totale)
	}
	if got, totale := storia(t, m, m.Estraneo, id, 100); len(got)+totale != 0 {
		t.Errorf("a stranger reads %q", got)
	}
	if got, _ := storia(t, m, m.Amministrativo, m.Soggetto, 100); len(got) != 1 {
		t.Errorf("of the other: %q", got)
	}
}
