package pagamento

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/euro"
)

// disposti plans rows of which none is blocked.
func disposti(raggruppa bool, righe []Riga) []Disposto {
	p := NuovoPiano(raggruppa)
	for _, r := range righe {
		p.Conta(r, "")
	}
	p.Chiudi()
	var out []Disposto
	for _, r := range righe {
		out = append(out, p.Disponi(r, ""))
	}
	return out
}

func con(importi ...euro.Importo) []Riga {
	var out []Riga
	for _, i := range importi {
		r := righeDiProva()[0]
		r.Importo = i
		out = append(out, r)
	}
	return out
}

func TestWhatIsOwedBackIsTakenFromWhatTheSamePayeeReceives(t *testing.T) {
	t.Parallel()
	altra := righeDiProva()[1]
	tests := map[string]struct {
		raggruppa bool
		righe     []Riga
		want      []Disposto
	}{
		"domain c.4":             {true, con(-10645, 8000), []Disposto{{0, -2645, DaRecuperare}, {0, 0, Compensato}}},
		"a debt smaller":         {true, con(8000, -1000), []Disposto{{1, 7000, ""}, {0, 0, Compensato}}},
		"a debt over two":        {false, con(1000, 2000, -2500), []Disposto{{0, 0, Compensato}, {1, 500, ""}, {0, 0, Compensato}}},
		"a debt of another":      {true, append(con(-500), altra), []Disposto{{0, -500, DaRecuperare}, {1, 25050, ""}}},
		"one transfer for each":  {true, append(con(100, 200), altra, altra), []Disposto{{1, 100, ""}, {1, 200, ""}, {2, 25050, ""}, {2, 25050, ""}}},
		"one for each movimento": {false, append(con(100, 200), altra), []Disposto{{1, 100, ""}, {2, 200, ""}, {3, 25050, ""}}},
		"too much for one":       {true, con(importoMassimo, 1), []Disposto{{1, importoMassimo, ""}, {2, 1, ""}}},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, disposti(tt.raggruppa, tt.righe)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func TestABlockedPaymentSetsOffNothing(t *testing.T) {
	t.Parallel()
	p := NuovoPiano(true)
	pagare, dare := con(8000)[0], con(-1000)[0]
	p.Conta(pagare, Deceduto)
	p.Conta(dare, "")
	p.Chiudi()
	got := []Disposto{p.Disponi(pagare, Deceduto), p.Disponi(dare, "")}
	want := []Disposto{{0, 8000, Deceduto}, {0, -1000, DaRecuperare}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

// Σ of what is paid and of what is left over = Σ of the movimenti; nothing
// negative is paid, and nobody receives more than is due.
func TestAPlanNeitherMakesNorLosesMoney(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var righe []Riga
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			r := righeDiProva()[0]
			r.CodiceFiscale = fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "payee"))
			r.Importo = euro.Importo(rapid.Int64Range(-5000, 5000).Draw(t, "cents"))
			righe = append(righe, r)
		}
		dovuto, pagato := map[string]euro.Importo{}, map[string]euro.Importo{}
		var resto euro.Importo
		var pagate []Riga
		for n, d := range disposti(rapid.Bool().Draw(t, "grouped"), righe) {
			chi := righe[n].CodiceFiscale
			dovuto[chi] += righe[n].Importo
			resto += righe[n].Importo - d.Netto
			if (d.Numero > 0) != (d.Motivo == "") || d.Numero > 0 && d.Netto <= 0 {
				t.Fatalf("row of %s: %+v", righe[n].Importo, d)
			}
			if d.Numero > 0 {
				pagato[chi] += d.Netto
				r := righe[n]
				r.Numero, r.Importo = d.Numero, d.Netto
				pagate = append(pagate, r)
			}
		}
		if resto != 0 {
			t.Fatalf("%s are lost or made", resto)
		}
		for chi, p := range pagato {
			if p != dovuto[chi] {
				t.Fatalf("payee %s receives %s of %s", chi, p, dovuto[chi])
			}
		}
		slices.SortStableFunc(pagate, func(a, b Riga) int { return a.Numero - b.Numero })
		ultimo := 0
		for d, err := range disposizioni(di(pagate)) {
			if err != nil || d.Numero != ultimo+1 {
				t.Fatalf("transfer %d after %d: %v", d.Numero, ultimo, err)
			}
			ultimo = d.Numero
		}
	})
}
