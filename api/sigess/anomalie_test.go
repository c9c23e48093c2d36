package sigess

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// elaborata makes a run of August 2024 with a line and an anomalia, and returns
// the address of its page.
func (b *banco) elaborata() string {
	b.t.Helper()
	b.attivo("/interventi-economici/", b.economico())
	b.attivo("/interventi-in-struttura/", b.struttura())
	return b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
}

// anomalie are the ids of the boxes of the work list.
func (b *banco) anomalie(pagina string) []string {
	b.t.Helper()
	var ids []string
	for _, pezzo := range strings.Split(pagina, `name="anomalie" value="`)[1:] {
		id, _, _ := strings.Cut(pezzo, `"`)
		ids = append(ids, id)
	}
	return ids
}

func TestTheAnomalieOfARunAreAWorkList(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.elaborata()
	b.pagina(b.anna, run, "Anomalie da sistemare: 1", "Nessun accesso", run+"/anomalie")
	elenco := b.pagina(b.anna, run+"/anomalie", "Nessun accesso", "nessun accesso nel tabellone di agosto 2024", "ROSSI MARIO (11/07/1986), Accoglienza Notturna",
		"Registrare nel tabellone gli accessi del mese", `href="/tabellone?mese=2024-08&amp;nome=2024%2F2"`, "Da sistemare (1)", "Sistemate (0)", "Segna come sistemate")
	ids := b.anomalie(elenco)
	if len(ids) != 1 {
		t.Fatalf("%d boxes, want one", len(ids))
	}
	w := b.manda(b.anna, http.MethodPost, run+"/anomalie/sistemazione?stato=DA_SISTEMARE", conAtto(url.Values{"nota": {"sentito l'ufficio"}}))
	if w.Code != 422 {
		t.Errorf("nothing ticked = %d", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "scegliere almeno un'anomalia", "sentito l'ufficio")
	dove := b.invia(b.anna, run+"/anomalie/sistemazione?stato=DA_SISTEMARE", conAtto(url.Values{"anomalie": ids, "nota": {"sentito l'ufficio"}}))
	if dove != run+"/anomalie?stato=DA_SISTEMARE" {
		t.Errorf("then %s, want the same list", dove)
	}
	b.pagina(b.anna, dove, "nessuna anomalia con questi filtri", "Sistemate (1)")
	b.pagina(b.anna, run+"/anomalie?stato=SISTEMATA&cerca=rossi", "Sistemata da Gialli Anna", "sentito l'ufficio")
	b.invia(b.anna, run+"/anomalie/riapertura", conAtto(url.Values{"anomalie": ids}))
	b.pagina(b.anna, run+"/anomalie?tipo=NESSUN_ACCESSO", "Da sistemare (1)")
	for percorso, stato := range map[string]int{run + "/anomalie": 404, run + "/anomalie/sistemazione": 404, run + "/stampa": 404} {
		metodo := http.MethodGet
		if strings.HasSuffix(percorso, "sistemazione") {
			metodo = http.MethodPost
		}
		if w := b.manda(b.giovanna, metodo, percorso, conAtto(url.Values{"anomalie": ids})); w.Code != stato {
			t.Errorf("%s of the comune = %d, want %d", percorso, w.Code, stato)
		}
	}
	if w := b.manda(b.anna, http.MethodGet, run+"/anomalie/sistemazione", nil); w.Header().Get("Location") != run+"/anomalie" {
		t.Errorf("asked for, the act leads to %q", w.Header().Get("Location"))
	}
}

func TestARunIsSearchedSummedAndPrinted(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.elaborata()
	b.pagina(b.anna, run, "Totali", "Per tipo di intervento", "Per chi riceve", "Persone", "1 elemento", `action="`+run+`#movimenti"`, run+"/stampa")
	b.pagina(b.anna, run+"?cerca=rossi", "Totale dei movimenti trovati", "300,00", `value="rossi"`)
	b.pagina(b.anna, run+"?cerca=nessuno", "nessun movimento trovato: cambiare nome, numero o tipo di intervento")
	b.pagina(b.anna, run+"/stampa", "Stampato il", "da Gialli Anna", "SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986)", "Totale dell'elaborazione",
		"nessun accesso nel tabellone di agosto 2024", "Il responsabile contabile", "Da sistemare")
	b.pagina(b.anna, "/elaborazioni?stato=DEFINITIVA", "nessuna elaborazione con questi filtri", "Tutte le elaborazioni")
	b.pagina(b.anna, "/elaborazioni?stato=PROVVISORIA&enteId="+b.distretto, "agosto 2024", "1 elemento")
	if w := b.manda(b.anna, http.MethodGet, "/elaborazioni?anno=molti", nil); w.Code != 422 {
		t.Errorf("no year = %d", w.Code)
	}
	b.pagina(b.giovanna, "/elaborazioni", "Per Comune 1 paga SIGESS-Distretto 01", "Movimenti liquidati")
	b.pagina(b.giovanna, "/elaborazioni/pagati", "nessun movimento: compaiono quando l'elaborazione è confermata")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	pagati := b.pagina(b.giovanna, "/elaborazioni/pagati?cerca=rossi", "Un movimento di elaborazioni definitive, 300,00 euro in tutto", "agosto 2024", "SIGESS-Distretto 01, confermata il", "/interventi/")
	if strings.Contains(pagati, `href="`+run+`"`) {
		t.Error("the comune is led to a run that it may not see")
	}
	b.pagina(b.anna, "/elaborazioni/pagati?mese=2024-08", `href="`+run+`"`)
	if w := b.manda(b.giovanna, http.MethodGet, "/elaborazioni/pagati?mese=agosto", nil); w.Code != 422 {
		t.Errorf("no month = %d", w.Code)
	}
}

// What is being computed is said in figures, and to who does not see the bar.
func TestARunInCalculationSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.elaborata()
	b.semina(t, func(esegui func(string, ...any)) {
		esegui(`UPDATE elaborazione SET stato = 'IN_CALCOLO', esaminati = 320, da_esaminare = 2000`)
	})
	b.pagina(b.anna, run, "Elaborazione in corso: 16 %, 320 di 2.000 interventi", `role="status" id="avanzamento-detto">Calcolo al 10 per cento`,
		`<noscript><meta http-equiv="refresh"`, `hx-trigger="every 2s"`)
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1.000", 1234567: "1.234.567"} {
		if got := intero(n); got != want {
			t.Errorf("intero(%d) = %s, want %s", n, got, want)
		}
	}
}
