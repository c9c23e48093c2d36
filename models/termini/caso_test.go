package termini_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models/caso"
	"siss/models/termini"
)

// concorda evaluates a case file and compares every key with its "atteso".
func concorda(t *testing.T, testo []byte) {
	t.Helper()
	var attesi struct {
		Casi []struct {
			ID     string         `json:"id"`
			Atteso map[string]any `json:"atteso"`
		} `json:"casi"`
	}
	if err := json.Unmarshal(testo, &attesi); err != nil {
		t.Fatal(err)
	}
	casi, err := caso.Leggi(bytes.NewReader(testo))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := caso.Stampa(&out, casi, termini.Valuta); err != nil {
		t.Fatal(err)
	}
	var risultati map[string]map[string]any
	if err := json.Unmarshal(out.Bytes(), &risultati); err != nil {
		t.Fatal(err)
	}
	if len(attesi.Casi) == 0 || len(risultati) != len(attesi.Casi) {
		t.Fatalf("%d results of %d cases", len(risultati), len(attesi.Casi))
	}
	for _, c := range attesi.Casi {
		got := risultati[c.ID]
		if _, errore := c.Atteso["errore"]; errore {
			if s, testo := got["errore"].(string); !testo || s == "" || len(got) != 1 {
				t.Errorf("%s = %v, want an errore", c.ID, got)
			}
			continue
		}
		if diff := cmp.Diff(c.Atteso, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.ID, diff)
		}
	}
}

func TestTheCasesOfTheProjectAgreeInEveryKey(t *testing.T) {
	t.Parallel()
	testo, err := os.ReadFile("testdata/casi.json")
	if err != nil {
		t.Fatal(err)
	}
	concorda(t, testo)
}

func TestTheCasesOfTheReferenceDataAgreeInEveryKey(t *testing.T) {
	t.Parallel()
	dati := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(dati); errors.Is(err, os.ErrNotExist) {
		if os.Getenv("CI") == "true" {
			t.Fatal("../shared not present in this clone")
		}
		t.Skip("../shared not present in this clone")
	}
	testo, err := os.ReadFile(filepath.Join(dati, "casi", "termini.json"))
	if err != nil {
		t.Fatal(err)
	}
	concorda(t, testo)
}

const buono = `{"id": "T", "avvio": "2024-03-04", "giorni": 30, "sospensione": {"dal": "2024-03-14", "al": "2024-03-29"},` +
	` "preavviso": {"ricevuto": "2024-04-10", "osservazioni": "2024-04-18"}, "slitta_festivi": true, "patrono": "06-24"}`

// valuta reads a file of one case and returns its result.
func valuta(t *testing.T, testo string) (termini.Conto, error) {
	t.Helper()
	casi, err := caso.Leggi(strings.NewReader(`{"casi": [` + testo + `]}`))
	if err != nil || len(casi) != 1 {
		t.Fatalf("Leggi = %d cases, %v", len(casi), err)
	}
	if casi[0].Err != nil {
		return termini.Conto{}, casi[0].Err
	}
	return termini.Valuta(casi[0])
}

// storti are changes to the good case that make it wrong.
var storti = map[string]struct {
	vecchio, nuovo string
	want           error
}{
	"impossible date":             {`"2024-03-04"`, `"2024-02-30"`, termini.ErrData},
	"29 February of no leap year": {`"2024-03-04"`, `"2023-02-29"`, termini.ErrData},
	"Italian date":                {`"2024-03-04"`, `"04/03/2024"`, termini.ErrData},
	"date with blanks":            {`"2024-03-04"`, `" 2024-03-04"`, termini.ErrData},
	"date with an hour":           {`"2024-03-04"`, `"2024-03-04T00:00:00Z"`, termini.ErrData},
	"short date":                  {`"2024-03-04"`, `"2024-3-4"`, termini.ErrData},
	"empty date":                  {`"2024-03-04"`, `""`, termini.ErrData},
	"a year too far":              {`"2024-03-04"`, `"9999-03-04"`, termini.ErrData},
	"a number for a date":         {`"2024-03-04"`, `20240304`, termini.ErrData},
	"null for the start":          {`"2024-03-04"`, `null`, termini.ErrData},
	"a word for the days":         {`30`, `"30"`, termini.ErrNumero},
	"decimal days":                {`30`, `30.5`, termini.ErrNumero},
	"decimal point":               {`30`, `30.0`, termini.ErrNumero},
	"exponent":                    {`30`, `3e1`, termini.ErrNumero},
	"null days":                   {`30`, `null`, termini.ErrNumero},
	"true days":                   {`30`, `true`, termini.ErrNumero},
	"days beyond any integer":     {`30`, `99999999999999999999`, termini.ErrNumero},
	"negative days":               {`30`, `-30`, termini.ErrGiorni},
	"no days":                     {`30`, `0`, termini.ErrGiorni},
	"too many days":               {`30`, `3000`, termini.ErrGiorni},
	"a word for slitta_festivi":   {`true`, `"true"`, termini.ErrSlitta},
	"a number for slitta_festivi": {`true`, `1`, termini.ErrSlitta},
	"null slitta_festivi":         {`true`, `null`, termini.ErrSlitta},
	"patron of 30 February":       {`"06-24"`, `"02-30"`, termini.ErrPatrono},
	"patron of month 13":          {`"06-24"`, `"13-01"`, termini.ErrPatrono},
	"patron of day 0":             {`"06-24"`, `"06-00"`, termini.ErrPatrono},
	"patron with a year":          {`"06-24"`, `"2024-06-24"`, termini.ErrPatrono},
	"short patron":                {`"06-24"`, `"6-24"`, termini.ErrPatrono},
	"patron with a blank":         {`"06-24"`, `"06-24 "`, termini.ErrPatrono},
	"empty patron":                {`"06-24"`, `""`, termini.ErrPatrono},
	"a saint's name":              {`"06-24"`, `"San Giovanni"`, termini.ErrPatrono},
	"a number for the patron":     {`"06-24"`, `624`, termini.ErrPatrono},
	"no start":                    {`"avvio": "2024-03-04", `, ``, termini.ErrChiavi},
	"no days key":                 {`"giorni": 30, `, ``, termini.ErrChiavi},
	"no slitta_festivi":           {`"slitta_festivi": true, `, ``, termini.ErrChiavi},
	"no patron key":               {`, "patrono": "06-24"`, ``, termini.ErrChiavi},
	"unknown key":                 {`"giorni"`, `"note": "", "giorni"`, termini.ErrChiavi},
	"key of another case":         {`"giorni"`, `"Giorni"`, termini.ErrChiavi},
	"key twice":                   {`"giorni"`, `"giorni": 60, "giorni"`, caso.ErrOggetto},
	"sospensione as a list":       {`{"dal": "2024-03-14", "al": "2024-03-29"}`, `["2024-03-14", "2024-03-29"]`, termini.ErrSospensione},
	"sospensione as a word":       {`{"dal": "2024-03-14", "al": "2024-03-29"}`, `"2024-03-14"`, termini.ErrSospensione},
	"sospensione as false":        {`{"dal": "2024-03-14", "al": "2024-03-29"}`, `false`, termini.ErrSospensione},
	"empty sospensione":           {`{"dal": "2024-03-14", "al": "2024-03-29"}`, `{}`, termini.ErrSospensione},
	"sospensione without end":     {`, "al": "2024-03-29"`, ``, termini.ErrSospensione},
	"sospensione of no beginning": {`"dal": "2024-03-14"`, `"dal": null`, termini.ErrData},
	"sospensione with more":       {`"dal"`, `"motivo": "", "dal"`, termini.ErrSospensione},
	"sospensione with dal twice":  {`"dal"`, `"dal": null, "dal"`, termini.ErrSospensione},
	"impossible end":              {`"2024-03-29"`, `"2024-03-32"`, termini.ErrData},
	"reversed sospensione":        {`"2024-03-29"`, `"2024-03-13"`, termini.ErrRovesciata},
	"preavviso late by then":      {`"2024-03-14", "al": "2024-03-29"`, `"2024-05-05", "al": null`, termini.ErrPreavTardi},
	"late preavviso":              {`"2024-04-10"`, `"2024-04-19"`, termini.ErrOsservazioni},
	"overlapping preavviso":       {`"2024-03-29"`, `"2024-04-12"`, termini.ErrInsieme},
	"preavviso never received":    {`"2024-04-10"`, `null`, termini.ErrData},
	"osservazioni as true":        {`"2024-04-18"`, `true`, termini.ErrData},
	"preavviso without answer":    {`, "osservazioni": "2024-04-18"`, ``, termini.ErrPreavviso},
	"preavviso as a number":       {`{"ricevuto": "2024-04-10", "osservazioni": "2024-04-18"}`, `0`, termini.ErrPreavviso},
}

func TestACaseThatIsNotWrittenAsAgreedIsAnErroreAndNeverAGuess(t *testing.T) {
	t.Parallel()
	if c, err := valuta(t, buono); err != nil || c.Scadenza.String() != "2024-05-06" {
		t.Fatalf("the good case = %v, %v", c, err)
	}
	for name, tt := range storti {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testo := strings.Replace(buono, tt.vecchio, tt.nuovo, 1)
			if testo == buono {
				t.Fatal("the case was not changed")
			}
			if got, err := valuta(t, testo); !errors.Is(err, tt.want) || got != (termini.Conto{}) {
				t.Errorf("Valuta = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func FuzzValuta(f *testing.F) {
	f.Add(buono)
	f.Add(`{"id": "T", "avvio": "2024-02-29", "giorni": 90, "sospensione": null, "slitta_festivi": false, "patrono": null}`)
	f.Add(`{"id": "T", "avvio": "2200-12-31", "giorni": 180, "preavviso": {"ricevuto": "2200-12-31", "osservazioni": null}, "slitta_festivi": true, "patrono": "02-29"}`)
	f.Add(`{"id": 1}`)
	f.Add(`[[[[`)
	f.Fuzz(func(t *testing.T, testo string) {
		casi, err := caso.Leggi(strings.NewReader(`{"casi": [` + testo + `]}`))
		if err != nil {
			return
		}
		for _, c := range casi {
			if c.Err != nil {
				continue
			}
			got, err := termini.Valuta(c)
			if (err != nil) != (got == termini.Conto{}) {
				t.Errorf("Valuta = %v, %v", got, err)
			}
			if err == nil && (got.Scadenza.Prima(got.Nominale) || got.GiorniSospesi < 0 || got.GiorniSospesi > 50) {
				t.Errorf("Valuta = %v", got)
			}
		}
	})
}
