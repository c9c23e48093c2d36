package sigess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/euro"
	"siss/models/sigess"
)

// domain c.9, 14: an impegno of 5.000 of which 4.700 are used lacks 57,89 for a
// movimento of 357,89; the next takes what is left over, if it may.
func TestAnAmountIsTakenFromImpegniInOrder(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		importo euro.Importo
		da      []sigess.Capiente
		quote   []sigess.QuotaImpegno
		manca   euro.Importo
	}{
		"one that is not enough":              {35789, []sigess.Capiente{{"a", 30000, false}}, nil, 5789},
		"the next takes the rest":             {35789, []sigess.Capiente{{"a", 30000, false}, {"b", 100000, false}}, []sigess.QuotaImpegno{{"a", 30000}, {"b", 5789}}, 0},
		"exactly enough":                      {35789, []sigess.Capiente{{"a", 35789, false}, {"b", 1, false}}, []sigess.QuotaImpegno{{"a", 35789}}, 0},
		"nothing left":                        {100, []sigess.Capiente{{"a", 0, false}}, nil, 100},
		"none":                                {100, nil, nil, 100},
		"one that pays only whole":            {35789, []sigess.Capiente{{"a", 30000, true}}, nil, 5789},
		"one that pays only whole pays all":   {300, []sigess.Capiente{{"a", 100, false}, {"b", 500, true}}, []sigess.QuotaImpegno{{"b", 300}}, 0},
		"one that pays only whole is no rest": {300, []sigess.Capiente{{"a", 100, false}, {"b", 250, true}}, nil, 50},
	}
	for nome, test := range tests {
		quote, manca := sigess.Ripartisci(test.importo, test.da)
		if diff := cmp.Diff(test.quote, quote); diff != "" || manca != test.manca {
			t.Errorf("%s: missing %s, want %s; shares (-want +got):\n%s", nome, manca, test.manca, diff)
		}
	}
}

func TestSharesOfImpegniSumAndNeverExceed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		importo := euro.Importo(rapid.Int64Range(1, 1_000_000).Draw(t, "importo"))
		var da []sigess.Capiente
		for n, resta := range rapid.SliceOfN(rapid.Int64Range(0, 600_000), 0, 6).Draw(t, "resta") {
			da = append(da, sigess.Capiente{ImpegnoID: string(rune('a' + n)), Resta: euro.Importo(resta), Intero: rapid.Bool().Draw(t, "intero")})
		}
		quote, manca := sigess.Ripartisci(importo, da)
		if (manca == 0) == (len(quote) == 0) {
			t.Fatalf("%d shares and %s missing", len(quote), manca)
		}
		var somma, divisibili euro.Importo
		resta := map[string]sigess.Capiente{}
		for _, c := range da {
			resta[c.ImpegnoID] = c
			if !c.Intero {
				divisibili += c.Resta
			}
		}
		for _, q := range quote {
			somma += q.Importo
			if c := resta[q.ImpegnoID]; q.Importo <= 0 || q.Importo > c.Resta || c.Intero && q.Importo != importo {
				t.Fatalf("share %+v of %+v", q, c)
			}
			delete(resta, q.ImpegnoID) // each once
		}
		if manca == 0 && somma != importo {
			t.Fatalf("the shares of %s sum to %s", importo, somma)
		}
		if manca > 0 {
			// What is said to be missing is enough, and a cent less is not.
			for altro, basta := range map[euro.Importo]bool{manca: true, manca - 1: false} {
				_, ancora := sigess.Ripartisci(importo, append(da[:len(da):len(da)], sigess.Capiente{ImpegnoID: "altro", Resta: altro}))
				aumentato := ancora == 0
				for n := range da {
					if da[n].Resta > 0 && da[n].Intero {
						piu := append([]sigess.Capiente{}, da...)
						piu[n].Resta += altro
						_, ancora := sigess.Ripartisci(importo, piu)
						aumentato = aumentato || ancora == 0
					}
				}
				if aumentato != basta {
					t.Fatalf("%s more is enough: %v, with %s missing", altro, aumentato, manca)
				}
			}
		}
		// What is taken back is what was given.
		resa := sigess.Rendi(-importo, quote)
		for n := range resa {
			if resa[n].ImpegnoID != quote[len(quote)-1-n].ImpegnoID || resa[n].Importo != -quote[len(quote)-1-n].Importo {
				t.Fatalf("given back %+v of %+v", resa, quote)
			}
		}
		if len(resa) != len(quote) {
			t.Fatalf("%d given back of %d", len(resa), len(quote))
		}
	})
}
