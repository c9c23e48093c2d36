package dimostrazione_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/cmd/siss/catalogo"
	"siss/cmd/siss/dimostrazione"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/assa"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/territorio"
)

func TestRegistriAreWrittenOnceAndOfOneSeedOnly(t *testing.T) {
	t.Parallel()
	db := conTerritorio(t)
	p := piano(1)
	var prima map[string]int
	for range 2 {
		if err := p.Registri(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		dopo := quanti(t, db)
		if prima == nil {
			prima = dopo
		}
		if diff := cmp.Diff(prima, dopo); diff != "" {
			t.Errorf("rows after the second time (-want +got):\n%s", diff)
		}
	}
	if prima["struttura"] != 20 || prima["ente"] != 7 {
		t.Errorf("rows: %v", prima)
	}
	if g, err := dimostrazione.Giorno(t.Context(), db, 1); err != nil || g != periodo.Oggi() {
		t.Errorf("Giorno of the seed that is there = %s, %v", g, err)
	}
	if _, err := dimostrazione.Giorno(t.Context(), db, 2); !errors.Is(err, dimostrazione.ErrAltroSeme) {
		t.Errorf("Giorno of another seed: %v", err)
	}
}

func TestRegistriLetOperatoriInButForTheExpiredOne(t *testing.T) {
	t.Parallel()
	db := conTerritorio(t)
	p := dimostrazione.Nuovo(1, periodo.Oggi(), catalogo.Tipi())
	if err := p.Registri(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	ruoli := map[models.Ruolo]bool{}
	var respinti int
	for _, o := range p.Operatori {
		chi, err := anagrafe.ChiE(t.Context(), db, o.ID, periodo.Oggi())
		if models.KindOf(err) == models.Unauthorized {
			respinti++
		} else if err != nil {
			t.Fatal(err)
		}
		for _, a := range chi.Ambiti {
			ruoli[a.Ruolo] = true
		}
	}
	if respinti != 1 {
		t.Errorf("%d operatori cannot enter, want 1", respinti)
	}
	if len(ruoli) != 6 {
		t.Errorf("ruoli of the demo: %v, want all six", ruoli)
	}
}

// Of two structures of a tipologia only the one in order may be chosen.
func TestStruttureThatAreStoppedCannotBeChosen(t *testing.T) {
	t.Parallel()
	db := conTerritorio(t)
	p := dimostrazione.Nuovo(1, periodo.Oggi(), catalogo.Tipi())
	if err := p.Registri(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	scelte, err := assa.Selezionabili(db, periodo.Oggi(), "")
	if err != nil {
		t.Fatal(err)
	}
	visti := map[string]bool{}
	for _, s := range scelte {
		if visti[s.Tipologia] {
			t.Errorf("two structures may be chosen as %s", s.Tipologia)
		}
		visti[s.Tipologia] = true
	}
	if len(scelte) != 14 {
		t.Errorf("%d structures may be chosen, want 14", len(scelte))
	}
}

func conTerritorio(t *testing.T) *gorm.DB {
	t.Helper()
	db := dbtest.Open(t)
	if err := territorio.Carica(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := catalogo.Carica(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

func quanti(t *testing.T, db *gorm.DB) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, tabella := range []string{"ente", "uo", "operatore", "abilitazione", "struttura", "provvedimento", "erogatore", "tariffario", "voce_tariffario", "evento"} {
		var n int
		if err := db.Raw("SELECT count(*) FROM " + tabella).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		out[tabella] = n
	}
	return out
}
