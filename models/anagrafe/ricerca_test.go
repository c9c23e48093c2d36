package anagrafe_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
)

// folla puts n persons called as given, "%d" being their number, in an ente.
func folla(t *testing.T, m *dbtest.Mondo, ente string, n int, cognome, nome, codice string) {
	t.Helper()
	err := models.Atto(t.Context(), m.DB, models.Sistema(ente), "prova", func(tx *gorm.DB) error {
		return tx.Exec(`INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita, codice_fiscale)
			SELECT gen_random_uuid(), ?, (SELECT coalesce(max(codice), 0) FROM soggetto WHERE ente_id = ?) + g, replace(?, '%d', lpad(g::text, 4, '0')),
				replace(?, '%d', lpad(g::text, 4, '0')), 'M', '1980-01-01', nullif(replace(?, '%d', lpad(g::text, 4, '0')), '')
			FROM generate_series(1, ?) g`, ente, ente, cognome, nome, codice, n).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

// cerca reads a page of a search as who works in the ente.
func cerca(t *testing.T, m *dbtest.Mondo, r anagrafe.Ricerca, p models.Pagina, enti ...string) anagrafe.Trovati {
	t.Helper()
	chi := models.Sistema(enti...)
	var out anagrafe.Trovati
	err := models.Leggi(t.Context(), m.DB, chi, func(tx *gorm.DB) (err error) {
		out, err = anagrafe.Cerca(tx, chi, r, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func nominativi(soggetti []anagrafe.Soggetto) []string {
	var out []string
	for _, s := range soggetti {
		out = append(out, s.Cognome+" "+s.Nome)
	}
	return out
}

func TestALongListIsPagedInOrderAndItsCountAgrees(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	folla(t, m, m.Comune, 700, "Grandi %d", "Ugo", "GRNGUO80A%dZ12")
	folla(t, m, m.Altrove, 700, "Grandi %d", "Ugo", "GRNGUO80A%dZ12")
	for name, r := range map[string]anagrafe.Ricerca{"name": {Cognome: "grandi"}, "code": {CodiceFiscale: "GRN"}} {
		visti := map[string]bool{}
		prima := ""
		for salta := 0; salta < 1400; salta += 200 {
			got := cerca(t, m, r, models.Pagina{Limite: 200, Salta: salta}, m.Comune, m.Altrove)
			if got.Totale != 1400 || got.Parziale || len(got.Elementi) != 200 {
				t.Fatalf("%s from %d: %d of %d, partial = %v", name, salta, len(got.Elementi), got.Totale, got.Parziale)
			}
			for _, s := range got.Elementi {
				if visti[s.ID] || s.Cognome < prima {
					t.Fatalf("%s: %s is out of place", name, s.Cognome)
				}
				visti[s.ID], prima = true, s.Cognome
			}
		}
		if got := cerca(t, m, r, models.Pagina{Limite: 20, Salta: 1400}, m.Comune, m.Altrove); len(got.Elementi) != 0 || got.Totale != 1400 {
			t.Errorf("%s: a page after the last has %d of %d", name, len(got.Elementi), got.Totale)
		}
		if got := cerca(t, m, r, models.Pagina{Limite: 20}, m.Comune); got.Totale != 700 {
			t.Errorf("%s: one ente sees %d", name, got.Totale)
		}
	}
}

// Who has the first name typed may be any number: the first ones are put in
// order, and the list says that there are more.
func TestCandidatesAreBoundedAndTheCountIsOfThoseListed(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	folla(t, m, m.Comune, 400, "Z%d", "Anselmo", "")
	got := cerca(t, m, anagrafe.Ricerca{Nome: "anselmo"}, models.Pagina{Limite: 20, Salta: 280}, m.Comune)
	if !got.Parziale || got.Totale != 300 || len(got.Elementi) != 20 {
		t.Errorf("%d of %d, partial = %v", len(got.Elementi), got.Totale, got.Parziale)
	}
	if got := cerca(t, m, anagrafe.Ricerca{Nome: "anselmo", Cognome: "z0007"}, models.Pagina{Limite: 20}, m.Comune); got.Totale == 0 || got.Elementi[0].Cognome != "Z0007" {
		t.Errorf("both names: %+v", got)
	}
}

func TestWhoIsCalledSoComesBeforeWhoIsCalledAlike(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	for _, p := range [][2]string{{"DE ROSSI", "UGO"}, {"ROSSI", "ANNA"}, {"ROSSINI", "ADA"}, {"ROSATI", "LIA"}, {"BRUNI", "ROSSANA"}} {
		folla(t, m, m.Comune, 1, p[0], p[1], "")
	}
	for testo, want := range map[string][]string{
		"rossi":      {"ROSSI ANNA", "ROSSI MARIO", "ROSSINI ADA", "DE ROSSI UGO", "ROSATI LIA", "BRUNI ROSSANA"},
		"rossi m":    {"ROSSI MARIO", "ROSSI ANNA", "DE ROSSI UGO", "ROSSINI ADA", "BRUNI ROSSANA"},
		"mario ros":  {"ROSSI MARIO"},
		"ros":        {"ROSATI LIA", "ROSSI ANNA", "ROSSI MARIO", "ROSSINI ADA", "DE ROSSI UGO", "BRUNI ROSSANA"},
		"-":          nil,
		"Ш":          nil,
		"%":          nil,
		"rossi_":     {"ROSSI ANNA", "ROSSI MARIO", "ROSSINI ADA", "DE ROSSI UGO", "ROSATI LIA", "BRUNI ROSSANA"},
		"rossi ugo%": {"DE ROSSI UGO", "ROSSI ANNA", "ROSSI MARIO", "ROSSINI ADA"},
	} {
		got := nominativi(cerca(t, m, anagrafe.Ricerca{Cognome: testo}, models.Pagina{Limite: 20}, m.Comune).Elementi)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", testo, diff)
		}
	}
}

func TestSuggerisciFollowsWhoTypes(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	for _, p := range [][2]string{{"DE ROSSI", "UGO"}, {"ROSSI", "ANNA"}, {"BRUNI", "ROSSANA"}} {
		folla(t, m, m.Comune, 1, p[0], p[1], "")
	}
	for testo, want := range map[string][]string{
		"": nil, " ": nil, "r": {"ROSSI ANNA", "ROSSI MARIO", "DE ROSSI UGO"}, "ross": {"ROSSI ANNA", "ROSSI MARIO", "DE ROSSI UGO"},
		"mario": {"ROSSI MARIO"}, "rosti": {"ROSSI ANNA", "ROSSI MARIO", "DE ROSSI UGO"}, "RSSMRA8": {"ROSSI MARIO"}, "rssmra86l11h501e": {"ROSSI MARIO"},
		"1": {"ROSSI MARIO"}, "3": {"ROSSI ANNA"}, "99": nil, "zzz": nil, "'": nil,
	} {
		for chi, voglio := range map[string][]string{m.Comune: want, m.Altrove: nil} {
			var got []anagrafe.Soggetto
			di := models.Sistema(chi)
			err := models.Leggi(t.Context(), m.DB, di, func(tx *gorm.DB) (err error) {
				got, err = anagrafe.Suggerisci(tx, di, testo, 3)
				return err
			})
			if diff := cmp.Diff(voglio, nominativi(got)); err != nil || diff != "" {
				t.Errorf("%q: %v (-want +got):\n%s", testo, err, diff)
			}
		}
	}
	if got := fmt.Sprint(anagrafe.Ricerca{Nome: " "}.Vuota(), anagrafe.Ricerca{Codice: "1"}.Vuota()); got != "true false" {
		t.Errorf("Vuota: %s", got)
	}
}
