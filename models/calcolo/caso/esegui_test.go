package caso_test

import (
	"encoding/json"
	"os"
	"path/filepath"
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

func TestTheSharedCasesGiveWhatTheyExpect(t *testing.T) {
	t.Parallel()
	dati := condivisi(t, "calcola.json")
	want := attesi(t, dati)
	if len(want) < 60 {
		t.Fatalf("only %d cases", len(want))
	}
	if diff := cmp.Diff(want, ottenuti(t, dati)); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}
