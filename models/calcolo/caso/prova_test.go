package caso_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models/calcolo/caso"
)

func TestProvaComparesWithWhatACaseExpects(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		atteso string
		want   caso.Verifica
	}{
		"equal":             {`{"totale":"340.00","quota_ente":"340.00","accessi_esclusi":0}`, caso.Verifica{Esito: caso.Passa}},
		"other total":       {`{"totale":"300.00"}`, caso.Verifica{Esito: caso.NonPassa, Differenze: []string{"totale: atteso 300.00, ottenuto 340.00"}}},
		"a line too few":    {`{"righe":[]}`, caso.Verifica{Esito: caso.NonPassa, Differenze: []string{"righe: atteso un elenco di 0, ottenuto un elenco di 2"}}},
		"key that is not":   {`{"totali":"1.00"}`, caso.Verifica{Esito: caso.NonPassa, Differenze: []string{"totali: atteso 1.00, ottenuto niente"}}},
		"number for a text": {`{"eccedenze":0}`, caso.Verifica{Esito: caso.NonPassa, Differenze: []string{"eccedenze: atteso 0, ottenuto un oggetto"}}},
		"excess missing":    {`{"eccedenze":{"SAD":"1.00"}}`, caso.Verifica{Esito: caso.NonPassa, Differenze: []string{"eccedenze, SAD: atteso 1.00, ottenuto niente"}}},
		"expects a refusal": {`{"errore":true}`, caso.Verifica{Esito: caso.NonPassa, Differenze: []string{"atteso un errore, ottenuto un risultato"}}},
		"expects nothing":   {`null`, caso.Verifica{Esito: caso.SenzaAtteso}},
	}
	for name, tt := range tests {
		tt.want.ID = "x"
		c := strings.Replace(economico, `{"errore":true}`, tt.atteso, 1)
		if diff := cmp.Diff(caso.Verifiche{tt.want}, prova(t, c)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestProvaOfACaseThatIsRefused(t *testing.T) {
	t.Parallel()
	cattivo := strings.Replace(economico, `"MENSILE"`, `"SEGRETO"`, 1)
	if v := prova(t, cattivo); v[0].Esito != caso.Passa || v[0].Errore == "" || len(v.Fallite()) != 0 {
		t.Errorf("a refusal that was expected: %+v", v)
	}
	v := prova(t, strings.Replace(cattivo, `{"errore":true}`, `{"totale":"1.00"}`, 1))
	if diff := cmp.Diff([]string{"x"}, v.Fallite()); diff != "" {
		t.Error(diff)
	}
	testo, err := json.Marshal(v)
	if want := `{"x":{"esito":"NON_PASSA","errore":"regola 1, frequenza: parola sconosciuta","differenze":["atteso un risultato, ottenuto un errore"]}}`; err != nil || string(testo) != want {
		t.Errorf("written as %s, %v", testo, err)
	}
}

func prova(t *testing.T, casi string) caso.Verifiche {
	t.Helper()
	esiti, err := caso.Esegui([]byte(`{"casi":[` + casi + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	v, err := esiti.Prova()
	if err != nil {
		t.Fatal(err)
	}
	return v
}
