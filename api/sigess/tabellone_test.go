package sigess

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/models/periodo"
)

// scrive sends cells as the grid does, and decodes what became of them.
func (b *banco) scrive(operatore, atto string, celle ...oggetto) EsitoCelle {
	b.t.Helper()
	dati, err := json.Marshal(oggetto{"celle": celle})
	if err != nil {
		b.t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, percorsoOperazioni+percorsoCelle, strings.NewReader(string(dati)))
	req.Header.Set("Authorization", "Bearer "+operatore)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", atto)
	w := httptest.NewRecorder()
	b.ServeHTTP(w, req)
	var out EsitoCelle
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
		b.t.Fatalf("cells = %d %v: %s", w.Code, err, w.Body)
	}
	return out
}

func casella(id, data, prestazione, prima, valore string) oggetto {
	return oggetto{"interventoId": id, "data": data, "prestazione": prestazione, "prima": prima, "valore": valore}
}

// The grid writes a batch: each cell has its outcome, each row its totals, and a
// batch that is sent again answers the same.
func TestTheGridWritesABatchOfCells(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	uno, notti := b.attivo("/interventi-con-prestazioni/", b.prestazioni()), b.attivo("/interventi-in-struttura/", b.struttura())
	atto := uuid.NewString()
	celle := []oggetto{casella(uno, "2024-08-05", "OSS", "", "90"), casella(uno, "2024-08-05", "PASTO", "", "1"), casella(uno, "2024-07-31", "OSS", "", "1:00")}
	var problema struct {
		Errori []struct{ Campo string } `json:"errors"`
	}
	w := b.manda(b.giovanna, http.MethodPost, "/api/v1/tabellone/celle", oggetto{"celle": celle})
	if err := json.Unmarshal(w.Body.Bytes(), &problema); err != nil || w.Code != 422 || problema.Errori[0].Campo != "celle.2.data" {
		t.Errorf("cells of two months = %d %s", w.Code, w.Body)
	}
	celle[2] = casella(notti, "2024-08-05", "NOTTE", "", "3")
	prima := b.scrive(b.giovanna, atto, celle...)
	quinto := periodo.MustParse("2024-08-05")
	want := []EsitoCella{{InterventoID: uno, Data: quinto, Prestazione: "OSS", Fatta: true, Valore: "1:30"}, {InterventoID: uno, Data: quinto, Prestazione: "PASTO", Fatta: true, Valore: "1"},
		{InterventoID: notti, Data: quinto, Prestazione: "NOTTE", Motivo: "in un giorno c'è al massimo una presenza"}}
	if diff := cmp.Diff(want, prima.Celle); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	for _, r := range prima.Righe {
		if r.InterventoID == uno {
			// 3 hours a week for 31 days, a meal a day.
			want := RiepilogoAccessi{InterventoID: uno, Totale: "1:30 ore, 1 pasto", Prestazioni: []RiepilogoPrestazione{
				{"OSS", "Assistenza di base", "ORA", "13:17", "1:30", "11:47 in meno", -1}, {"PASTO", "Pasto a domicilio", "PASTO", "31", "1", "30 in meno", -1}}}
			if diff := cmp.Diff(want, r); diff != "" {
				t.Errorf("row (-want +got):\n%s", diff)
			}
		}
	}
	if diff := cmp.Diff(prima, b.scrive(b.giovanna, atto, celle...)); diff != "" {
		t.Errorf("sent again (-first +second):\n%s", diff)
	}
	lettura := b.json(b.giovanna, http.MethodGet, "/tabellone?mese=2024-08&nome=rossi&righe=200", nil, 200)
	if n := len(lettura["righe"].([]any)); n != 2 || !strings.Contains(b.riga(lettura, uno), `"differenza":"11:47 in meno"`) {
		t.Errorf("%d rows are read: %v", n, lettura)
	}
}

// riga is a row of what an operation answered, as JSON.
func (b *banco) riga(risposta oggetto, intervento string) string {
	b.t.Helper()
	for _, r := range risposta["righe"].([]any) {
		if r.(oggetto)["interventoId"] == intervento {
			testo, err := json.Marshal(r)
			if err != nil {
				b.t.Fatal(err)
			}
			return string(testo)
		}
	}
	return ""
}

// A day knows the grid that it was opened from, without its address saying it.
func TestADayLeadsBackToTheGridItWasOpenedFrom(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	giorno := "/tabellone/" + b.attivo("/interventi-con-prestazioni/", b.prestazioni()) + "/2024-08-05"
	for da, torna := range map[string]string{
		"http://example.com/tabellone?mese=2024-08&righe=50":     "/tabellone?mese=2024-08&amp;righe=50",
		"http://example.com/domande":                             "/tabellone?mese=2024-08",
		"http://altrove.example/tabellone?mese=2024-08&righe=50": "/tabellone?mese=2024-08",
		"http://example.com/tabellone?nome=%22%3E%3Cscript%3E":   "/tabellone?nome=%22%3E%3Cscript%3E",
		"": "/tabellone?mese=2024-08",
	} {
		req := httptest.NewRequest(http.MethodGet, giorno, nil)
		req.Header.Set("Authorization", "Bearer "+b.giovanna)
		req.Header.Set("Referer", da)
		w := httptest.NewRecorder()
		b.ServeHTTP(w, req)
		if !strings.Contains(w.Body.String(), `href="`+torna+`" title="Torna al tabellone"`) {
			t.Errorf("from %q the day does not lead to %q", da, torna)
		}
	}
}

func TestTheTabelloneShowsPlanTotalsAndWhyARowIsClosed(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	uno, notti := b.attivo("/interventi-con-prestazioni/", b.prestazioni()), b.attivo("/interventi-in-struttura/", b.struttura())
	b.scrive(b.giovanna, uuid.NewString(), casella(uno, "2024-08-05", "PASTO", "", "2"), casella(uno, "2024-08-31", "OSS", "", "2:00"), casella(notti, "2024-08-05", "NOTTE", "", "1"))
	b.pagina(b.giovanna, "/tabellone?mese=2024-08", `data-invio="/api/v1/tabellone/celle"`, "2:00 ore, 2 pasti", "13:17", "11:17 in meno", `data-a="PASTO=2"`,
		"Totale ore", "Totale pasti", "Totale giornate", `data-previsto="31"`, "29 in meno", "Assistenza domiciliare, Cooperativa Aurora", "Accoglienza Notturna, Casa Serena")
	b.pagina(b.giovanna, "/tabellone?mese=2024-09", `data-prec="2024-08-31=OSS=2:00"`)
	b.pagina(b.giovanna, "/tabellone?mese=2024-08&pressoId="+b.casa, "1 elemento", "Struttura o erogatore")
	b.pagina(b.paolo, "/tabellone?mese=2024-08", "gli accessi spettano all'operatore responsabile")
	run := b.json(b.anna, http.MethodPost, "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08"}, 201)["numero"].(string)
	b.pagina(b.giovanna, "/tabellone?mese=2024-08", "il mese è chiuso: è nell'elaborazione contabile "+run, ">Chiuso<")
	esito := b.scrive(b.giovanna, uuid.NewString(), casella(uno, "2024-08-05", "PASTO", "2", "3"))
	if !strings.HasSuffix(esito.Celle[0].Motivo, "contabile "+run) || esito.Celle[0].Valore != "2" {
		t.Errorf("a closed month = %+v", esito.Celle[0])
	}
	if w := b.manda(b.giovanna, http.MethodGet, "/tabellone?"+url.Values{"mese": {"agosto"}}.Encode(), nil); w.Code != 422 {
		t.Errorf("no month = %d", w.Code)
	}
}
