package catalogo_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/cmd/siss/catalogo"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Manual, fig. 22: the select begins with these.
func TestStruttureBeginAsInTheManual(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t)
	if err := catalogo.Carica(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	tipi, err := sigess.Tipi(db, sigess.Struttura, periodo.MustParse("2024-08-01"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tipo := range tipi[:5] {
		got = append(got, tipo.Denominazione)
	}
	want := []string{"Accoglienza Notturna", "Alloggi per accoglienza di emergenza", "Altre strutture di accoglienza MSNA",
		"Asilo nido, nido aziendale e micro-nido", "CAS Centri Accoglienza Straordinaria"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("first tipi in struttura (-want +got):\n%s", diff)
	}
}

func TestCaricaWritesOnceAndMendsWhatDiffers(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t)
	conta := func(query string) int {
		t.Helper()
		var n int
		if err := db.Raw(query).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 {
		if err := catalogo.Carica(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	if n, want := conta(`SELECT count(*) FROM tipo_intervento`), len(catalogo.Tipi()); n != want {
		t.Errorf("%d tipi, want %d", n, want)
	}
	if n, want := conta(`SELECT count(*) FROM evento`), len(catalogo.Tipi()); n != want {
		t.Errorf("%d changes recorded by two loads, want %d", n, want)
	}
}

func TestEveryTipoIsWordedAndStruttureNameTheirTipologia(t *testing.T) {
	var codici []string
	for _, tipo := range catalogo.Tipi() {
		codici = append(codici, tipo.Codice)
		if tipo.Denominazione == "" || tipo.LivelloAssistenza == "" || tipo.Classificazione == "" || tipo.ClassificazioneIstat == "" {
			t.Errorf("%s has an empty field", tipo.Codice)
		}
		if (tipo.Natura == sigess.Struttura) != (tipo.TipologiaStruttura != "") {
			t.Errorf("%s: tipologia of structures %q", tipo.Codice, tipo.TipologiaStruttura)
		}
	}
	if slices.Sort(codici); len(slices.Compact(codici)) != len(catalogo.Tipi()) {
		t.Error("a code is used twice")
	}
}
