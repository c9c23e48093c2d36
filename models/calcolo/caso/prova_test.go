package caso_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models/calcolo"
	"siss/models/calcolo/caso"
	"siss/models/euro"
	"siss/models/periodo"
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

// A tariffario that is about to hold is tried with the cases of an office.
func TestEseguiConTakesThePricesOfATariffario(t *testing.T) {
	t.Parallel()
	prezzo := func(prestazione, dal, al string, importo euro.Tariffa) calcolo.Tariffa {
		p := calcolo.Tariffa{Prestazione: prestazione, Dal: periodo.MustParse(dal), Importo: importo, IVA: 500}
		if al != "" {
			p.Al = periodo.MustParse(al)
		}
		return p
	}
	tests := map[string]struct {
		caso    string
		prezzi  []calcolo.Tariffa
		importi []string // of each line its imponibile
	}{
		"none":                  {prestazioni, nil, []string{"32.54", "11.18"}},
		"one for both":          {prestazioni, []calcolo.Tariffa{prezzo("SAD", "2024-01-01", "", 20_0000)}, []string{"40.00"}},
		"of another":            {prestazioni, []calcolo.Tariffa{prezzo("PASTO", "2024-01-01", "", 20_0000)}, []string{"32.54", "11.18"}},
		"until the month":       {prestazioni, []calcolo.Tariffa{prezzo("SAD", "2024-01-01", "2024-02-29", 20_0000)}, nil},
		"part of the month":     {prestazioni, []calcolo.Tariffa{prezzo("SAD", "2024-01-01", "2024-03-10", 20_0000)}, []string{"30.00"}},
		"a retta":               {struttura, []calcolo.Tariffa{prezzo("RETTA", "2024-01-01", "", 10_0000)}, []string{"265.00"}},
		"an economico has none": {economico, []calcolo.Tariffa{prezzo("SAD", "2024-01-01", "", 20_0000)}, []string{"290.00", "50.00"}},
	}
	for name, tt := range tests {
		esiti, err := caso.EseguiCon([]byte(`{"casi":[`+tt.caso+`]}`), tt.prezzi)
		if err != nil || esiti.Falliti() != 0 {
			t.Fatal(name, esiti, err)
		}
		testo, err := json.Marshal(esiti[0].Risultato.Righe)
		if err != nil {
			t.Fatal(err)
		}
		var righe []struct{ Imponibile string }
		if err := json.Unmarshal(testo, &righe); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range righe {
			got = append(got, r.Imponibile)
		}
		if diff := cmp.Diff(tt.importi, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
