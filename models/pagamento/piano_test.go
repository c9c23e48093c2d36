package pagamento

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/euro"
)

// saldi are what a run leaves to recover: of each creditore what is taken back
// beyond what is paid.
func saldi(righe []Riga) map[string]euro.Importo {
	somme := map[string]euro.Importo{}
	for _, r := range righe {
		somme[r.Creditore] -= r.Importo
	}
	maps.DeleteFunc(somme, func(_ string, i euro.Importo) bool { return i <= 0 })
	return somme
}

// disposti plans rows of which blocchi are blocked.
func disposti(t interface{ Fatal(...any) }, raggruppa bool, righe []Riga, blocchi map[int]string) []Disposto {
	p := NuovoPiano(raggruppa, saldi(righe))
	for n, r := range righe {
		p.Conta(r, blocchi[n])
	}
	if err := p.Chiudi(); err != nil {
		t.Fatal(err)
	}
	var out []Disposto
	for n, r := range righe {
		out = append(out, p.Disponi(r, blocchi[n]))
	}
	return out
}

func con(importi ...euro.Importo) []Riga {
	var out []Riga
	for _, i := range importi {
		r := righeDiProva()[0]
		r.Creditore, r.Importo = "soggetto/1", i
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
			if diff := cmp.Diff(tt.want, disposti(t, tt.raggruppa, tt.righe, nil)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

// What the run has netted is netted whatever happened to a payee afterwards: what
// is left of a blocked payment is paid apart, and nothing is recovered twice.
func TestABlockedPaymentBearsTheDebtThatNoTransferCan(t *testing.T) {
	t.Parallel()
	got := disposti(t, true, con(8000, -1000, 300), map[int]string{0: Deceduto})
	want := []Disposto{{0, 7300, Deceduto}, {0, 0, Compensato}, {0, 0, Compensato}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

// The creditore of the run nets, not the codice fiscale: the same person may be
// paid as two, and then the debt of one is not taken from the other.
func TestOnlyTheSameCreditoreIsSetOff(t *testing.T) {
	t.Parallel()
	righe := con(8000, -1000)
	righe[1].Creditore = "soggetto/2"
	if diff := cmp.Diff([]Disposto{{1, 8000, ""}, {0, -1000, DaRecuperare}}, disposti(t, true, righe, nil)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

func TestRecuperiThatAreNotOfTheMovimentiAreRefused(t *testing.T) {
	t.Parallel()
	for nome, recuperi := range map[string]map[string]euro.Importo{
		"none":     nil,
		"too much": {"soggetto/1": 10646},
		"too few":  {"soggetto/1": 2644},
	} {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			p := NuovoPiano(true, recuperi)
			for _, r := range con(-10645, 8000) {
				p.Conta(r, "")
			}
			if err := p.Chiudi(); !errors.Is(err, errRecuperi) {
				t.Errorf("Chiudi() = %v, want %v", err, errRecuperi)
			}
		})
	}
}

// Σ of what is paid, paid apart and left to recover = Σ of the movimenti of each
// creditore; nothing negative is paid, and what is to recover is what the run says.
func TestAPlanNeitherMakesNorLosesMoney(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var righe []Riga
		blocchi := map[int]string{}
		for n := range rapid.IntRange(1, 30).Draw(t, "rows") {
			r := righeDiProva()[0]
			r.CodiceFiscale = fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "payee"))
			r.Creditore = "soggetto/" + fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "creditore"))
			r.Importo = euro.Importo(rapid.Int64Range(-5000, 5000).Draw(t, "cents"))
			righe = append(righe, r)
			blocchi[n] = rapid.SampledFrom([]string{"", "", Deceduto}).Draw(t, "blocked")
		}
		resto, recuperi := map[string]euro.Importo{}, saldi(righe)
		var pagate []Riga
		for n, d := range disposti(t, rapid.Bool().Draw(t, "grouped"), righe, blocchi) {
			resto[righe[n].Creditore] += righe[n].Importo - d.Netto
			if (d.Numero > 0) != (d.Motivo == "") || d.Numero > 0 && (d.Netto <= 0 || blocchi[n] != "") || d.Motivo == Compensato && d.Netto != 0 ||
				(d.Netto < 0) != (d.Motivo == DaRecuperare) {
				t.Fatalf("row of %s: %+v", righe[n].Importo, d)
			}
			if d.Motivo == DaRecuperare {
				recuperi[righe[n].Creditore] += d.Netto
			}
			if d.Numero > 0 {
				r := righe[n]
				r.Numero, r.Importo = d.Numero, d.Netto
				pagate = append(pagate, r)
			}
		}
		for chi, i := range resto {
			if i != 0 || recuperi[chi] != 0 {
				t.Fatalf("%s: %s are lost or made, %s are recovered otherwise than the run says", chi, i, recuperi[chi])
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
