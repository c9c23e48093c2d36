package caso_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models/calcolo/caso"
)

// condivisi reads a file of the shared cases, which lie beside the repository.
func condivisi(t *testing.T, nome string) []byte {
	t.Helper()
	dati, err := os.ReadFile(filepath.Join("../../../../shared/data/casi", nome))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the shared cases are not beside the repository:", err)
	}
	return dati
}

// attesi are the results that a file expects of its cases, by id.
func attesi(t *testing.T, dati []byte) map[string]any {
	t.Helper()
	var file struct {
		Casi []struct {
			ID     string `json:"id"`
			Atteso any    `json:"atteso"`
		} `json:"casi"`
	}
	if err := json.Unmarshal(dati, &file); err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	for _, c := range file.Casi {
		out[c.ID] = c.Atteso
	}
	return out
}

// ottenuti are the results as they are written, by id; of an error only that it is one.
func ottenuti(t *testing.T, dati []byte) map[string]any {
	t.Helper()
	esiti, err := caso.Esegui(dati)
	if err != nil {
		t.Fatal(err)
	}
	testo, err := json.Marshal(esiti)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(testo, &out); err != nil {
		t.Fatal(err)
	}
	for id, v := range out {
		if frase, errore := v.(map[string]any)["errore"].(string); errore {
			out[id] = map[string]any{"errore": frase != ""}
		}
	}
	return out
}

// confronta asks that every case of a file gives what the file expects.
func confronta(t *testing.T, dati []byte, almeno int) {
	t.Helper()
	want := attesi(t, dati)
	if len(want) < almeno {
		t.Fatalf("only %d cases", len(want))
	}
	if diff := cmp.Diff(want, ottenuti(t, dati)); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestTheSharedCasesGiveWhatTheyExpect(t *testing.T) {
	t.Parallel()
	confronta(t, condivisi(t, "calcola.json"), 60)
}

// The cases of testdata are made at random; what they expect was computed by a
// second program, written from the description of the format alone.
func TestTheCasesOfASecondCalculatorGiveWhatTheyExpect(t *testing.T) {
	t.Parallel()
	dati, err := os.ReadFile("testdata/casi.json")
	if err != nil {
		t.Fatal(err)
	}
	confronta(t, dati, 60)
}

func TestMinutesBeyondAPlanAreWrittenToHundredths(t *testing.T) {
	t.Parallel()
	c := strings.Replace(prestazioni, `"minuti":50`, `"minuti":80`, 1)
	esiti, err := caso.Esegui([]byte(`{"casi":[` + c + `]}`))
	if err != nil || esiti.Falliti() > 0 {
		t.Fatal(esiti, err)
	}
	// 1,5 and 4/3 of an hour of which 2 are payable: 5/6 are beyond.
	if diff := cmp.Diff(map[string]string{"SAD": "0.83"}, esiti[0].Risultato.Eccedenze); diff != "" {
		t.Error(diff)
	}
}
