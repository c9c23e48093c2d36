package sigess

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestAMonthIsClosedFromItsPage goes from the tabellone to the signature, and to
// the month open again.
func TestAMonthIsClosedFromItsPage(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	notti := b.attivo("/interventi-in-struttura/", b.struttura())
	b.scrive(b.giovanna, uuid.NewString(), casella(notti, "2024-08-05", "NOTTE", "", "1"))
	b.pagina(b.giovanna, "/tabellone?mese=2024-08", `href="/chiusure?mese=2024-08"`)
	b.pagina(b.giovanna, "/chiusure?mese=2024-08", "Casa Serena", "Apri la chiusura", ">Aperto<", `href="/tabellone?mese=2024-08"`)
	b.pagina(b.giovanna, "/chiusure?mese=2020-01", "nessun ente erogatore e nessuna struttura in gennaio 2020: cambiare i filtri")
	b.pagina(b.giovanna, "/chiusure?mese=2024-08&stato=CHIUSO", "cambiare i filtri")
	mese := b.invia(b.giovanna, "/chiusure?mese=2024-08", conAtto(url.Values{"enteId": {b.comune}, "pressoId": {b.casa}, "mese": {"2024-08"}}))
	griglia := url.QueryEscape("/tabellone?mese=2024-08&pressoId=" + b.casa)
	b.pagina(b.giovanna, mese, "Chiusura di agosto 2024", "Giornate mancanti", "04/08/2024", "/tabellone/"+notti+"/2024-08-04?ritorno="+griglia,
		"Restano 30 giornate senza accessi", "Firma il mese", "Nessuno di Casa Serena ha accesso al sistema", "il mese non è mai stato firmato")
	w := b.manda(b.giovanna, http.MethodPost, mese+"/firma", conAtto(url.Values{}))
	if w.Code != 422 || !strings.Contains(w.Body.String(), "dire chi ha comunicato gli accessi, e come") {
		t.Errorf("signed without a declaration = %d", w.Code)
	}
	w = b.manda(b.giovanna, http.MethodPost, mese+"/firma", conAtto(url.Values{"impronta": {strings.Repeat("0", 64)}, "dichiarazione": {"riepilogo 8"}}))
	if w.Code != 409 || !strings.Contains(w.Body.String(), "ricaricare la pagina e ricontrollarli") || !strings.Contains(w.Body.String(), "riepilogo 8") {
		t.Errorf("signed what was not seen = %d", w.Code)
	}
	b.invia(b.giovanna, mese+"/firma", conAtto(url.Values{"dichiarazione": {"riepilogo 8 della casa"}}))
	b.pagina(b.giovanna, mese, ">Chiuso<", "Il mese è firmato da", "le sue caselle non cambiano", "riepilogo 8 della casa", "Chiedi la riapertura")
	b.pagina(b.giovanna, "/chiusure?mese=2024-08", `href="`+mese+`"`, ">Chiuso<")
	b.pagina(b.giovanna, "/tabellone?mese=2024-08", ">Firmato<", "il mese è firmato da", "per cambiarlo chiedere la riapertura", `href="`+mese+`"`)
	b.pagina(b.giovanna, "/tabellone/"+notti+"/2024-08-05", "Il mese è firmato da", `href="`+mese+`"`)
	if esito := b.scrive(b.giovanna, uuid.NewString(), casella(notti, "2024-08-06", "NOTTE", "", "1")); !strings.HasPrefix(esito.Celle[0].Motivo, "il mese è firmato da") {
		t.Errorf("a signed cell = %+v", esito.Celle[0])
	}

	b.invia(b.giovanna, mese+"/riapri", conAtto(url.Values{"motivo": {"manca il 6 agosto"}}))
	b.pagina(b.giovanna, mese, "ha chiesto di riaprire il mese", "manca il 6 agosto", "La decide un altro operatore")
	b.pagina(b.giovanna, "/chiusure?mese=2024-08", "riapertura da decidere")
	w = b.manda(b.giovanna, http.MethodPost, mese+"/decidi", conAtto(url.Values{"esito": {"CONCESSA"}}))
	if w.Code != 403 {
		t.Errorf("granted by who asked = %d, want 403", w.Code)
	}
	b.pagina(b.giovanna, mese, ">Chiuso<")
}

func TestAClosingIsReadAndActedOnByTheAPI(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	notti := b.attivo("/interventi-in-struttura/", b.struttura())
	b.scrive(b.giovanna, uuid.NewString(), casella(notti, "2024-08-05", "NOTTE", "", "1"))
	apri := oggetto{"enteId": b.comune, "pressoId": b.casa, "mese": "2024-08"}
	id := b.json(b.giovanna, http.MethodPost, "/chiusure", apri, 201)["id"].(string)
	if ancora := b.json(b.giovanna, http.MethodPost, "/chiusure", apri, 201)["id"]; ancora != id {
		t.Errorf("opened again it is %v, want %s", ancora, id)
	}
	b.json(b.straniero, http.MethodPost, "/chiusure", apri, 422)
	b.json(b.giovanna, http.MethodPost, "/chiusure", oggetto{"enteId": b.comune, "pressoId": b.casa, "mese": "2020-01"}, 404)
	c := b.json(b.giovanna, http.MethodGet, "/chiusure/"+id, nil, 200)
	if len(c["mancanze"].([]any)) != 30 || c["stato"] != "APERTO" {
		t.Errorf("closing = %v", c)
	}
	b.json(b.straniero, http.MethodGet, "/chiusure/"+id, nil, 404)
	b.json(b.giovanna, http.MethodPost, "/chiusure/"+id+"/decisione", oggetto{"esito": "NEGATA"}, 422)
	b.json(b.giovanna, http.MethodPost, "/chiusure/"+id+"/firma", oggetto{"impronta": c["impronta"], "dichiarazione": "riepilogo 8"}, 201)
	b.json(b.giovanna, http.MethodPost, "/chiusure/"+id+"/riaperture", oggetto{"motivo": "manca il 6"}, 201)
	c = b.json(b.giovanna, http.MethodGet, "/chiusure/"+id, nil, 200)
	if len(c["firme"].([]any)) != 1 || len(c["riaperture"].([]any)) != 1 || c["daDecidere"] != true || c["impronta"] != nil {
		t.Errorf("closing = %v", c)
	}
	elenco := b.json(b.giovanna, http.MethodGet, "/chiusure?mese=2024-08", nil, 200)
	if elenco["totale"] != 1.0 {
		t.Errorf("closings = %v", elenco)
	}
}

// A month that a definitive run paid is corrected in the grid: what changes goes
// to the next run, and the day tells what it was.
func TestAPaidMonthIsCorrectedInTheGrid(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	notti := b.attivo("/interventi-in-struttura/", b.struttura())
	b.scrive(b.giovanna, uuid.NewString(), casella(notti, "2024-08-05", "NOTTE", "", "1"))
	run := b.json(b.anna, http.MethodPost, "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08"}, 201)["id"].(string)
	b.json(b.anna, http.MethodPost, "/elaborazioni/"+run+"/conferma", oggetto{}, 201)
	b.pagina(b.giovanna, "/tabellone?mese=2024-08", ">Liquidato<", "quello che si cambia va a conguaglio nella prossima elaborazione")
	if esito := b.scrive(b.giovanna, uuid.NewString(), casella(notti, "2024-08-05", "NOTTE", "1", "")); !esito.Celle[0].Fatta {
		t.Errorf("a paid cell = %+v", esito.Celle[0])
	}
	b.pagina(b.giovanna, "/tabellone/"+notti+"/2024-08-05", "Il mese è già liquidato con l'elaborazione contabile", "la differenza andrà a conguaglio", "Rettifiche", "come era")
}
