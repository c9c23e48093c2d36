package territorio_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/territorio"
)

func TestLazioHas378ComuniEachInOneOf37Distretti(t *testing.T) {
	distretti := map[string]int{}
	for _, d := range territorio.Distretti() {
		if d.Codice == "" || d.Denominazione == "" || d.Capofila == "" {
			t.Errorf("distretto with an empty field: %+v", d)
		}
		distretti[d.Codice] = 0
	}
	if len(distretti) != 37 {
		t.Errorf("%d distretti, want 37", len(distretti))
	}
	province := map[string]int{}
	istat, catastali := map[string]bool{}, map[string]bool{}
	for _, c := range territorio.Comuni() {
		if _, noto := distretti[c.DistrettoCodice]; !noto {
			t.Errorf("%s is in no distretto", c.Denominazione)
		}
		if !regexp.MustCompile(`^[0-9]{6}$`).MatchString(c.CodiceIstat) || !regexp.MustCompile(`^[A-Z][0-9]{3}$`).MatchString(c.CodiceCatastale) {
			t.Errorf("%s has malformed codes", c.Denominazione)
		}
		if istat[c.CodiceIstat] || catastali[c.CodiceCatastale] {
			t.Errorf("%s is twice in the table, or its codes are", c.Denominazione)
		}
		istat[c.CodiceIstat], catastali[c.CodiceCatastale] = true, true
		distretti[c.DistrettoCodice]++
		province[c.Provincia]++
	}
	for codice, n := range distretti {
		if n == 0 {
			t.Errorf("distretto %s has no comuni", codice)
		}
	}
	if diff := cmp.Diff(map[string]int{"RM": 121, "FR": 91, "RI": 73, "VT": 60, "LT": 33}, province); diff != "" {
		t.Errorf("comuni by provincia (-want +got):\n%s", diff)
	}
}

func TestComuniEqualTheReferenceData(t *testing.T) {
	distretti := map[string]string{}
	for _, r := range riferimento(t, "distretti/lazio_comuni_distretto.csv") {
		distretti[r["codice_istat"]] = r["codice_distretto"]
	}
	maiuscolo := map[string]string{}
	for _, r := range riferimento(t, "comuni/lazio_comuni.csv") {
		maiuscolo[r["codice_istat"]] = r["denominazione"]
	}
	want := map[string]territorio.Comune{}
	for _, r := range riferimento(t, "comuni_lazio.csv") {
		istat := r["codice_istat"]
		want[istat] = territorio.Comune{CodiceIstat: istat, CodiceCatastale: r["codice_catastale"], Denominazione: r["nome"],
			Provincia: r["sigla_provincia"], DistrettoCodice: distretti[istat]}
	}
	got := map[string]territorio.Comune{}
	for _, c := range territorio.Comuni() {
		got[c.CodiceIstat] = c
		if strings.ToUpper(c.Denominazione) != maiuscolo[c.CodiceIstat] {
			t.Errorf("%s is called otherwise in the archive of the comuni", c.Denominazione)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comuni (-want +got):\n%s", diff)
	}
}

func TestDistrettiEqualTheReferenceData(t *testing.T) {
	var want []territorio.Distretto
	for _, r := range riferimento(t, "distretti/lazio_distretti.csv") {
		want = append(want, territorio.Distretto{Codice: r["codice_distretto"], Denominazione: r["denominazione"], Capofila: r["capofila"]})
	}
	if diff := cmp.Diff(want, territorio.Distretti()); diff != "" {
		t.Errorf("distretti (-want +got):\n%s", diff)
	}
}

func TestCaricaIsRepeatableAndMendsWhatDiffers(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t)
	if err := territorio.Carica(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(`UPDATE comune SET denominazione = 'Altrove' WHERE codice_istat = '058091'`).Error; err != nil {
		t.Fatal(err)
	}
	if err := territorio.Carica(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	comuni, err := models.Tutte[territorio.Comune](db, `SELECT * FROM comune`)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]territorio.Comune{}
	for _, c := range comuni {
		got[c.CodiceIstat] = c
	}
	want := map[string]territorio.Comune{}
	for _, c := range territorio.Comuni() {
		want[c.CodiceIstat] = c
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comuni in the database (-want +got):\n%s", diff)
	}
	if roma := got["058091"]; roma.CodiceCatastale != "H501" || roma.Denominazione != "Roma" {
		t.Errorf("Roma = %+v", roma)
	}
}

// riferimento reads a file of the reference data, which a clone that stands
// alone doesn't have.
func riferimento(t *testing.T, nome string) []map[string]string {
	t.Helper()
	percorso := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(nome))
	f, err := os.Open(percorso)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("reference data are not present in this clone: %s", percorso)
	} else if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	righe, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, riga := range righe[1:] {
		m := map[string]string{}
		for i, colonna := range righe[0] {
			m[strings.TrimPrefix(colonna, "\ufeff")] = riga[i]
		}
		out = append(out, m)
	}
	return out
}
