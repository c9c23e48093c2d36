package calcolo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// conservata is a tree after it was kept and read again.
func conservata(t rapid.TB, s calcolo.Spiegazione) calcolo.Spiegazione {
	t.Helper()
	testo, err := s.Compatta()
	if err != nil {
		t.Fatal(err)
	}
	letta, err := calcolo.Decompatta(testo)
	if err != nil {
		t.Fatalf("%v: %s", err, testo)
	}
	return letta
}

func TestAKeptTreeIsReadAgainAsItWasAndGivesItsAmount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range []calcolo.Caso{unEconomico(t), unConsuntivo(t)} {
			r, err := calcolo.Calcola(c)
			if err != nil {
				t.Fatal(err)
			}
			chiedi := func(s calcolo.Spiegazione, want euro.Importo) {
				t.Helper()
				letta := conservata(t, s)
				if !reflect.DeepEqual(s, letta) { // a hundred times as fast as cmp
					t.Errorf("kept (-want +got):\n%s", cmp.Diff(s, letta))
				}
				if got, err := letta.Importo(); got != want || err != nil {
					t.Errorf("amount = %s, %v, want %s", got, err, want)
				}
			}
			for _, x := range r.Righe {
				chiedi(x.Spiegazione, x.Totale)
				chiedi(x.Storna().Spiegazione, -x.Totale)
			}
			for _, x := range r.Movimenti() {
				chiedi(x.Spiegazione, x.Totale)
			}
		}
	})
}

// domain c.3: what is due now, what was settled and by which lines, the difference.
func TestTheTreeOfAConguaglioNamesWhatWasSettled(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, err := calcolo.Calcola(unEconomico(t))
		if err != nil {
			t.Fatal(err)
		}
		importi := rapid.SliceOfN(rapid.Int64Range(-100_000, 100_000), 1, 3).Draw(t, "regolati")
		var regolati []calcolo.Regolato
		var gia euro.Importo
		for _, i := range importi {
			regolati, gia = append(regolati, calcolo.Regolato{Corsa: "2024/1", Rif: "movimento/x", Mese: periodo.MustParseMese("2024-01"), Importo: euro.Importo(i)}), gia+euro.Importo(i)
		}
		for _, x := range append(r.Righe, calcolo.Riga{}) {
			if got, err := conservata(t, x.Spiegazione.Conguagliata(regolati)).Importo(); got != x.Totale-gia || err != nil {
				t.Errorf("conguaglio = %s, %v, want %s", got, err, x.Totale-gia)
			}
		}
	})
	r := calcola(t, economico("2024-03", span("2024-01-01", ""), mensile(320_00, calcolo.GiorniEffettivi)))
	s := r.Righe[0].Spiegazione.Conguagliata([]calcolo.Regolato{{Corsa: "2024/3", Rif: "movimento/x", Mese: periodo.MustParseMese("2024-03"), Importo: 300_00}})
	want := []string{
		"Conguaglio: dovuto con i dati di oggi 320,00 € − già liquidato 300,00 € = 20,00 € (si paga la differenza tra quanto è dovuto e quanto è già liquidato per il mese; regole di calcolo c.3)",
		"Già liquidato: liquidato con l'elaborazione 2024/3 300,00 € del 01/03/2024 [movimento] = 300,00 €",
	}
	var got []string
	for _, f := range s.Frasi() {
		if strings.HasPrefix(f, "Conguaglio") || strings.HasPrefix(f, "Già") {
			got = append(got, f)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}

func TestAnInputNamesItsRow(t *testing.T) {
	t.Parallel()
	r := calcola(t, economico("2024-03", span("2024-01-01", ""), mensile(320_00, calcolo.GiorniEffettivi)))
	s := r.Righe[0].Spiegazione.Citata(func(d calcolo.Spiegazione) string {
		if d.Origine == "regola 1" {
			return "regola_pagamento/7"
		}
		return ""
	})
	if got := s.Figli[0].Figli[0].Riferimento; got != "regola_pagamento/7" {
		t.Errorf("row = %q", got)
	}
	if diff := cmp.Diff(s, conservata(t, s)); diff != "" {
		t.Error(diff)
	}
	if r.Righe[0].Spiegazione.Figli[0].Figli[0].Riferimento != "" {
		t.Error("the tree that was asked changed")
	}
}

// A million lines are foreseen in a run: a tree is no longer than its line.
func TestAKeptTreeIsShort(t *testing.T) {
	t.Parallel()
	r := calcola(t, economico("2024-03", span("2024-03-12", ""), mensile(300_00, calcolo.GiorniEffettivi)))
	testo, err := r.Righe[0].Spiegazione.Compatta()
	if err != nil || len(testo) > 120 {
		t.Errorf("%d bytes, %v: %s", len(testo), err, testo)
	}
}

// The trees of testdata were kept by earlier versions: each is a line of bytes,
// a tab, its amount and its sentences. Lines are only added.
func TestTreesKeptByEarlierVersionsAreStillRead(t *testing.T) {
	t.Parallel()
	dati, err := os.ReadFile(filepath.Join("testdata", "spiegazioni.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for n, riga := range strings.Split(strings.TrimSpace(string(dati)), "\n") {
		testo, importo, _ := strings.Cut(riga, "\t")
		s, err := calcolo.Decompatta([]byte(testo))
		if err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		got, err := s.Importo()
		frasi, errFrasi := json.Marshal(s.Frasi())
		if err != nil || errFrasi != nil || got.String()+" "+string(frasi) != importo {
			t.Errorf("line %d = %s %s, %v, want %s", n+1, got, frasi, err, importo)
		}
	}
}

func TestATamperedKeptTreeIsRefused(t *testing.T) {
	t.Parallel()
	for name, testo := range map[string]string{
		"empty": ``, "no tree": `{}`, "a number": `{"a":7}`, "unknown operation": `{"a":[99,1]}`, "unknown word": `{"a":[0,99999,1,3]}`,
		"text that is not there": `{"a":[0,-1,1,3]}`, "figure that is no number": `{"a":[0,1,1,"x"]}`, "impossible day": `{"a":[0,1,1,3,0,20240231]}`,
		"more fields": `{"a":[0,1,1,3,0,0,0,0,0,0,0,0,1]}`, "child that is no node": `{"a":[1,1,1,[7]]}`, "sees what is not": `{"a":[10,1,1,[],0,0,9]}`,
		"divides by nothing": `{"a":[4,1,1,[[0,1,1,1],[0,1]]]}`, "a child too few": `{"a":[2,1,1,[[0,1,1,1]]]}`,
	} {
		if s, err := calcolo.Decompatta([]byte(testo)); err == nil {
			t.Errorf("%s: read as %+v", name, s)
		}
	}
}
