package sigess

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// casiDiProva are two cases of which the second expects the wrong total.
const casiDiProva = `{"casi":[
{"id":"intero","natura":"economico","mese":"2024-03","intervento":{"dal":"2024-01-01","al":null,"sospensioni":[]},
 "regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-01-01","al":null,"criterio":"TRENTESIMI"}],"atteso":{"totale":"300.00"}},
{"id":"dal 12","natura":"economico","mese":"2024-03","intervento":{"dal":"2024-03-12","al":null,"sospensioni":[]},
 "regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-03-12","al":null,"criterio":"TRENTESIMI"}],"atteso":{"totale":"200.00"}}]}`

func TestAnOfficeKeepsItsCasiDiProvaByThePages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.pagina(b.anna, "/elaborazioni", "Casi di prova", `href="/elaborazioni/casi"`)
	b.pagina(b.anna, "/elaborazioni/casi", "nessun file di casi: aggiungerne uno con l'icona +", `enctype="multipart/form-data"`, `accept=".json"`)
	valori := conAtto(url.Values{"enteId": {b.distretto}, "titolo": {"Contributi a trentesimi"}})
	var scheda string
	for range 2 { // a double click
		w := b.carica(b.anna, "/elaborazioni/casi", "casi.json", casiDiProva, valori)
		scheda = w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(scheda, "/elaborazioni/casi/") {
			t.Fatalf("upload = %d %s: %s", w.Code, scheda, w.Body)
		}
	}
	b.pagina(b.anna, scheda, "Contributi a trentesimi", "Un caso diverso dall'atteso", "intero", "Come atteso", "dal 12", "totale: atteso 200.00, ottenuto 190.00", "Ritira il file")
	if n := strings.Count(b.pagina(b.anna, "/elaborazioni/casi"), "Contributi a trentesimi"); n != 1 {
		t.Errorf("the file is listed %d times", n)
	}
	if verso := b.invia(b.anna, scheda+"/ritira", conAtto(url.Values{})); verso != scheda {
		t.Errorf("withdrawn, leads to %s", verso)
	}
	if p := b.pagina(b.anna, scheda, "Ritirato"); strings.Contains(p, "Ritira il file") {
		t.Error("a withdrawn file is withdrawn again")
	}
	b.pagina(b.anna, "/elaborazioni/casi", "Contributi a trentesimi", "Ritirato")
}

func TestAFileThatHasNoCasesComesBackWithItsTitle(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	tests := map[string]struct{ contenuto, dice string }{
		"not JSON":  {"segreto", "scegliere un file JSON con un elenco &#34;casi&#34;"},
		"no cases":  {`{"casi":[]}`, "il file non ha nessun caso: aggiungerne almeno uno"},
		"not UTF-8": {`{"casi":[{"id":"` + "\xff" + `"}]}`, "scegliere un file JSON con un elenco &#34;casi&#34;"},
		"too large": {`{"casi":[]}` + strings.Repeat(" ", 257<<10), "il file supera 256 kB: dividerlo in più file"},
	}
	for name, tt := range tests {
		w := b.carica(b.anna, "/elaborazioni/casi", "casi.json", tt.contenuto, conAtto(url.Values{"enteId": {b.distretto}, "titolo": {"Titolo scritto"}}))
		if testo := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(testo, tt.dice) || !strings.Contains(testo, "Titolo scritto") || strings.Contains(testo, "segreto") {
			t.Errorf("%s: %d without %q or the title", name, w.Code, tt.dice)
		}
	}
}

func TestCasiDiProvaAreOfTheirEnte(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	corpo := oggetto{"enteId": b.distretto, "titolo": "Trentesimi", "contenuto": base64.StdEncoding.EncodeToString([]byte(casiDiProva))}
	b.json(b.paolo, http.MethodPost, "/casi-di-prova", corpo, 403)
	b.json(b.straniero, http.MethodPost, "/casi-di-prova", corpo, 403)
	id := b.json(b.anna, http.MethodPost, "/casi-di-prova", corpo, 201)["id"].(string)
	esito := b.json(b.anna, http.MethodGet, "/casi-di-prova/"+id+"/esito", nil, 200)
	if casi := esito["casi"].([]any); esito["falliti"] != 1.0 || len(casi) != 2 || casi[0].(oggetto)["esito"] != "PASSA" {
		t.Errorf("outcome %v", esito)
	}
	for _, percorso := range []string{"/casi-di-prova/" + id + "/esito", "/casi-di-prova/" + uuid.NewString() + "/esito"} {
		b.json(b.straniero, http.MethodGet, percorso, nil, 404)
	}
	b.json(b.straniero, http.MethodPost, "/casi-di-prova/"+id+"/ritiro", nil, 404)
	if righe := b.json(b.straniero, http.MethodGet, "/casi-di-prova", nil, 200)["casiDiProva"].([]any); len(righe) != 0 {
		t.Errorf("a stranger sees %v", righe)
	}
	for range 2 {
		if r := b.json(b.anna, http.MethodPost, "/casi-di-prova/"+id+"/ritiro", nil, 201); r["ritiratoIl"] == nil {
			t.Errorf("withdrawn %v", r)
		}
	}
}
