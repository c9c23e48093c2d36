package caso_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"siss/models/caso"
)

// numero is a calculator that takes a case with the key n only.
func numero(c caso.Caso) (int, error) {
	var n int
	if len(c.Campi) != 1 || json.Unmarshal(c.Campi["n"], &n) != nil {
		return 0, errors.New("serve n")
	}
	return n, nil
}

func stampa(t *testing.T, file string) (string, bool) {
	t.Helper()
	casi, err := caso.Leggi(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var out, stretto bytes.Buffer
	tutti, err := caso.Stampa(&out, casi, numero)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&stretto, out.Bytes()); err != nil {
		t.Fatal(err)
	}
	return stretto.String(), tutti
}

func TestResultsComeByIDInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	got, tutti := stampa(t, "\ufeff"+`{"casi": [{"id": "b", "n": 2, "atteso": [7]}, {"n": 1, "id": "a"}], "nota": ""}`)
	if want := `{"b":2,"a":1}`; got != want || !tutti {
		t.Errorf("results = %s, %v, want %s", got, tutti, want)
	}
	if got, tutti := stampa(t, `{"casi": []}`); got != "{}" || !tutti {
		t.Errorf("results of no case = %s, %v", got, tutti)
	}
}

func TestACaseThatIsNotRightIsAnErroreBesideTheOthers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ caso, id string }{
		"refused by the calculator": {`{"id": "x", "m": 1}`, "x"},
		"no id":                     {`{"n": 1}`, "caso 2"},
		"empty id":                  {`{"id": "", "n": 1}`, "caso 2"},
		"null id":                   {`{"id": null, "n": 1}`, "caso 2"},
		"a number as id":            {`{"id": 7, "n": 1}`, "caso 2"},
		"key twice":                 {`{"id": "x", "n": 1, "n": 1}`, "x"},
		"a number":                  {`7`, "caso 2"},
		"a list":                    {`[1]`, "caso 2"},
		"null":                      {`null`, "caso 2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, tutti := stampa(t, `{"casi": [{"id": "primo", "n": 1}, `+tt.caso+`, {"id": "ultimo", "n": 3}]}`)
			if !strings.HasPrefix(got, `{"primo":1,"`+tt.id+`":{"errore":"`) || !strings.HasSuffix(got, `"},"ultimo":3}`) || tutti {
				t.Errorf("results = %s, %v, want an errore for %s", got, tutti, tt.id)
			}
		})
	}
}

func TestCasesWithTheSameIDAreOneErrore(t *testing.T) {
	t.Parallel()
	got, tutti := stampa(t, `{"casi": [{"id": "x", "n": 1}, {"id": "y", "n": 2}, {"id": "x", "n": 3}]}`)
	if !strings.HasPrefix(got, `{"x":{"errore":"`) || !strings.HasSuffix(got, `,"y":2}`) || tutti {
		t.Errorf("results = %s, %v", got, tutti)
	}
}

func TestWhatIsNoFileOfCasesIsRefusedWhole(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"empty":           "",
		"no JSON":         "casi",
		"a list":          `[{"id": "x"}]`,
		"no casi":         `{}`,
		"Casi":            `{"Casi": []}`,
		"casi twice":      `{"casi": [], "casi": []}`,
		"null casi":       `{"casi": null}`,
		"an object":       `{"casi": {"id": "x"}}`,
		"cut":             `{"casi": [{"id": "x"}`,
		"more behind":     `{"casi": []} {}`,
		"nested too deep": `{"casi": ` + strings.Repeat("[", 100_000),
	} {
		if casi, err := caso.Leggi(strings.NewReader(file)); !errors.Is(err, caso.ErrFile) || casi != nil {
			t.Errorf("%s: Leggi = %v, %v, want %v", name, casi, err, caso.ErrFile)
		}
	}
}
