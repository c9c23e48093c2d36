package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const casoBuono = `{"casi":[{"id":"a","natura":"economico","mese":"2024-03","intervento":{"dal":"2024-03-12","al":null,"sospensioni":[]},
	"regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-03-12","al":null,"criterio":"TRENTESIMI"}]}]}`

func TestCalcolaNeedsAFileAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	scrivi := func(nome, testo string) string {
		percorso := filepath.Join(dir, nome)
		if err := os.WriteFile(percorso, []byte(testo), 0o600); err != nil {
			t.Fatal(err)
		}
		return percorso
	}
	buono := scrivi("buono", casoBuono)
	tests := map[string]struct {
		args   []string
		codice int
		uscita string // on stdout
		errori string // on stderr
	}{
		"good":               {[]string{buono}, ok, `"totale": "190.00"`, ""},
		"explained":          {[]string{"--spiega", buono}, ok, `"Tratto: ultimo giorno 30 del 31/03/2024 [calendario commerciale] − giorno prima del primo 11 del 11/03/2024 = 19 giorni"`, ""},
		"nothing to explain": {[]string{"--spiega"}, misused, "", "usage: siss calcola [--spiega | --prova] FILE"},
		"as expected":        {[]string{"--prova", scrivi("prova", strings.Replace(casoBuono, `"id":"a"`, `"id":"a","atteso":{"totale":"190.00"}`, 1))}, ok, `"esito": "PASSA"`, ""},
		"not as expected": {[]string{"--prova", scrivi("diversa", strings.Replace(casoBuono, `"id":"a"`, `"id":"a","atteso":{"totale":"191.00"}`, 1))}, failed,
			`"totale: atteso 191.00, ottenuto 190.00"`, ""},
		"one is bad":    {[]string{scrivi("brutto", strings.Replace(casoBuono, "300.00", "segreto", 1))}, failed, `"errore": "regola 1, importo`, ""},
		"not JSON":      {[]string{scrivi("testo", "segreto")}, failed, "", "il file non è leggibile"},
		"no cases":      {[]string{scrivi("vuoto", `{"segreto":1}`)}, failed, "", `scrivere un oggetto JSON {"casi": [...]}`},
		"not there":     {[]string{filepath.Join(dir, "manca")}, failed, "", "no such file"},
		"no file":       {nil, misused, "", "usage: siss calcola [--spiega | --prova] FILE"},
		"too many":      {[]string{buono, buono}, misused, "", "usage: siss calcola [--spiega | --prova] FILE"},
		"list of none":  {[]string{scrivi("nessuno", `{"casi":[]}`)}, ok, "{}", ""},
		"not an object": {[]string{scrivi("numero", `12`)}, failed, "", `scrivere un oggetto JSON {"casi": [...]}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			codice := run(t.Context(), append([]string{"calcola"}, tt.args...), map[string]string{}, &stdout, &stderr)
			if codice != tt.codice || !strings.Contains(stdout.String(), tt.uscita) || !strings.Contains(stderr.String(), tt.errori) {
				t.Errorf("exit %d, stdout %q, stderr %q; want %d, %q, %q", codice, &stdout, &stderr, tt.codice, tt.uscita, tt.errori)
			}
			if (tt.uscita == "") != (stdout.Len() == 0) || (tt.errori == "") != (stderr.Len() == 0) {
				t.Errorf("stdout %q, stderr %q: each says only what is its own", &stdout, &stderr)
			}
			if strings.Contains(stdout.String()+stderr.String(), "segreto") {
				t.Errorf("a value of the file is said again: %q %q", &stdout, &stderr)
			}
		})
	}
}
