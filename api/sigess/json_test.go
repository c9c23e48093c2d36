package sigess

import (
	"net/http"
	"testing"
)

// The main job of the manual, from the domanda to the Excel, by JSON alone.
func TestTheMainJobByJSON(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	id, richieste := b.accolta(b.assegno)
	d := b.json(b.giovanna, http.MethodGet, "/domande/"+id, nil, 200)
	if d["numero"] != "2024/1" || d["stato"] != "ACCOLTA" || len(d["assegnazioni"].([]any)) != 2 {
		t.Errorf("domanda = %v", d)
	}
	modulo := b.economico()
	modulo["dettagli"].(oggetto)["richiestaId"] = richieste[0]
	b.attivo("/interventi-economici/", modulo)
	con := b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	in := b.attivo("/interventi-in-struttura/", b.struttura())
	b.json(b.giovanna, http.MethodPost, "/domande/"+id+"/comunicazione", oggetto{"data": "2024-11-01", "mezzo": "PEC"}, 201)
	b.json(b.giovanna, http.MethodPut, "/interventi/"+con+"/accessi/2024-08-05", oggetto{"prestazione": "OSS", "minuti": "90"}, 200)
	b.json(b.giovanna, http.MethodPut, "/interventi/"+con+"/accessi/2024-08-05", oggetto{"prestazione": "PASTO", "quantita": "1"}, 200)
	b.json(b.giovanna, http.MethodDelete, "/interventi/"+con+"/accessi/2024-08-05/PASTO", nil, 204)
	b.json(b.giovanna, http.MethodPut, "/interventi/"+in+"/accessi/2024-08-06", oggetto{"prestazione": "NOTTE", "quantita": "1"}, 200)
	e := b.json(b.anna, http.MethodPost, "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08"}, 201)
	run := "/elaborazioni/" + e["id"].(string)
	movimenti := b.json(b.anna, http.MethodGet, run+"/movimenti", nil, 200)
	if n := len(movimenti["movimenti"].([]any)); n != 3 {
		t.Errorf("%d movimenti, want 3: %v", n, movimenti)
	}
	b.json(b.anna, http.MethodGet, run+"/anomalie", nil, 200)
	b.json(b.anna, http.MethodGet, run+"/elenco", nil, 404)
	b.json(b.anna, http.MethodPost, run+"/conferma", oggetto{}, 201)
	if w := b.manda(b.anna, http.MethodGet, "/api/v1"+run+"/elenco", nil); w.Body.String() != "xlsx" || w.Header().Get("Repr-Digest") == "" {
		t.Errorf("elenco = %d %s", w.Code, w.Body)
	}
	if s := b.json(b.giovanna, http.MethodGet, "/domande/"+id, nil, 200)["stato"]; s != "CHIUSA" {
		t.Errorf("domanda is %v, want CHIUSA", s)
	}
	for _, p := range []string{"/domande", "/interventi?natura=ECONOMICO", "/tabellone?mese=2024-08", "/elaborazioni?pagina=1", "/tipi-intervento",
		"/tariffari?natura=STRUTTURA", "/tariffari/" + b.tariffarioNotturna + "/voci", "/erogatori", "/interventi/" + con, "/interventi/" + in} {
		t.Logf("%s: %v", p, b.json(b.giovanna, http.MethodGet, p, nil, 200))
	}
}
