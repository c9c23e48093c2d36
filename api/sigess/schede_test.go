package sigess

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// quante fails when a page doesn't hold a text exactly as many times.
func (b *banco) quante(cosa, pagina, testo string, volte int) {
	b.t.Helper()
	if n := strings.Count(strings.ReplaceAll(pagina, "&#39;", "'"), testo); n != volte {
		b.t.Errorf("%s: %q is there %d times, want %d", cosa, testo, n, volte)
	}
}

// DOM-11: a rejection is confirmed, communicated and closes the file; the iter
// says each step once.
func TestARejectionIsConfirmedAndClosesTheFile(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	id := b.domanda(b.assegno)
	scheda := "/domande/" + id
	b.pagina(b.giovanna, scheda, "Adesso si attende: Avviare l'istruttoria, entro il 20/11/2024 (scaduto)")
	b.json(b.giovanna, http.MethodPost, scheda+"/avvio", oggetto{"protocollo": "1", "protocolloData": "2024-10-22", "responsabileId": b.giovanna}, 201)
	b.pagina(b.giovanna, scheda, "Dare l'esito a 1 richiesta su 1", "30 giorni, scade il 21/11/2024")
	richiesta := b.json(b.giovanna, http.MethodGet, scheda, nil, 200)["richieste"].([]any)[0].(oggetto)["id"].(string)
	esito := scheda + "/richieste/" + richiesta + "/esito"
	respinta := sigess.ModuloEsito{Esito: sigess.Respinta, Motivo: "reddito"}
	w := b.manda(b.giovanna, http.MethodPost, esito, conAtto(form.Encode(moduloEsito{ModuloEsito: respinta})))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a rejection not confirmed = %d", w.Code)
	}
	b.contiene("the rejection not confirmed", w.Body.String(), "Confermo il rigetto: leggere che cosa comporta il rigetto e confermare", "la pratica si chiude con la comunicazione", "reddito")
	b.invia(b.giovanna, esito, conAtto(form.Encode(moduloEsito{ModuloEsito: respinta, Conferma: true})))
	b.pagina(b.giovanna, scheda, "Comunicare l'esito all'interessato", "la pratica si chiude")
	b.invia(b.giovanna, scheda+"/comunica", conAtto(form.Encode(sigess.ModuloComunicazione{Data: periodo.MustParse("2024-11-02"), Mezzo: "PEC"})))
	pagina := b.pagina(b.giovanna, scheda, "La pratica è chiusa: domanda respinta; esito comunicato il 02/11/2024 (PEC)", "Richiesta 1 respinta: Contributo economico")
	b.quante("the closed domanda", pagina, "Esito comunicato all'interessato", 1)
	b.quante("the closed domanda", pagina, "Istruttoria avviata", 1)
	if strings.Contains(pagina, "Adesso si attende") {
		t.Error("a closed domanda waits for something")
	}
}

// DOM-14 to DOM-18: fig. 10 with the acts of its blank columns.
func TestTheDrawerAssegnazioniOpensAndClosesItsRows(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	scheda := "/domande/" + b.domanda(b.assegno)
	pagina := b.pagina(b.giovanna, scheda, "UO abilitate", "Operatori abilitati", ">Apri<", ">Chiudi<", "Assegnata da", "Sì, Chiudi",
		"D'Arco Giovanna non seguirà più la domanda: i suoi compiti tornano nell'elenco dell'ufficio SIGESS_COM1 - Comune 1")
	b.quante("fig. 10", pagina, `<span class="visually-hidden">Chiudi</span></th>`, 2)
	b.invia(b.giovanna, scheda+"/restituisci", conAtto(url.Values{}))
	b.pagina(b.paolo, scheda, "Domanda restituita all'ufficio", "Assegnazioni concluse (1)", "nessuno: la domanda attende nell'elenco dell'ufficio",
		"un operatore dell'ufficio SIGESS_COM1 - Comune 1: non è ancora di nessuno")
	w := b.manda(b.paolo, http.MethodPost, scheda+"/restituisci", conAtto(url.Values{}))
	if w.Code != http.StatusConflict {
		t.Errorf("given back twice = %d", w.Code)
	}
	b.invia(b.paolo, scheda+"/assegna", conAtto(url.Values{"operatoreId": {b.paolo}}))
	b.invia(b.paolo, scheda+"/assegna", conAtto(url.Values{"operatoreId": {b.giovanna}, "motivo": {"per errore"}}))
	pagina = b.pagina(b.giovanna, scheda, "Domanda assegnata a D'Arco Giovanna", "motivo: per errore", "Prendere visione dell'assegnazione", "Confermo la presa visione", "Assegnazioni concluse (2)")
	b.quante("the story", pagina, "Domanda assegnata a D'Arco Giovanna", 1)
	if strings.Contains(b.pagina(b.paolo, scheda), "Confermo la presa visione") {
		t.Error("the notice of another is offered")
	}
}

// The card of an intervento: what answers it, what was paid, its end.
func TestTheCardOfAnInterventoShowsRichiestaAndPayments(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	domanda, richieste := b.accolta(b.assegno)
	modulo := b.economico()
	modulo["dettagli"].(oggetto)["richiestaId"] = richieste[0]
	b.json(b.giovanna, http.MethodPost, "/domande/"+domanda+"/documenti", oggetto{"tipo": "ISEE", "nome": "isee.pdf", "contenuto": []byte(pdf)}, 201)
	id := b.attivo("/interventi-economici/", modulo)
	scheda := "/interventi/" + id
	pagina := b.pagina(b.giovanna, scheda, "Richiesta", "/domande/"+domanda, "2024/1", "Attivata", "Documenti della domanda 2024/1 (1)", "nulla è stato liquidato",
		"Ufficio che paga", "SIGESS_D01 - Distretto 01", "mesi, da agosto 2024 a ", "Termina", `class="famiglia">Intervento economico`)
	b.quante("the story", pagina, "Intervento attivato con il numero 2024/1", 1)
	b.pagina(b.giovanna, "/domande/"+domanda, "Attivato l'intervento 2024/1 per la richiesta 1", scheda)
	run := b.json(b.anna, http.MethodPost, "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08"}, 201)["id"].(string)
	b.pagina(b.giovanna, scheda, "Confermare l'elaborazione contabile", "Provvisoria", "agosto 2024", "300,00")
	b.json(b.anna, http.MethodPost, "/elaborazioni/"+run+"/conferma", oggetto{}, 201)
	anno := periodo.Oggi()
	pagina = b.pagina(b.anna, scheda, "Definitiva", "Liquidato agosto 2024: 300,00 euro", "/elaborazioni/"+run, "che paga agosto 2024", "ROSSI MARIO (11/07/1986)")
	b.quante("the commands", pagina, "Elaborazione "+anno.Mese().String()[:4]+"/1, che paga agosto 2024", 1)
	if strings.Contains(b.pagina(b.giovanna, scheda), "/elaborazioni/"+run) {
		t.Error("who may not see a run is led to it")
	}
	fine := moduloTermine{ModuloTermine: sigess.ModuloTermine{DataFine: periodo.MustParse("2024-12-31"), Motivo: "RINUNCIA"}}
	w := b.manda(b.giovanna, http.MethodPost, scheda+"/concludi", conAtto(form.Encode(fine)))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an end not confirmed = %d", w.Code)
	}
	b.contiene("the end not confirmed", w.Body.String(), "leggere che cosa comporta il termine", "non torna attivo")
	fine.Conferma = true
	b.invia(b.giovanna, scheda+"/concludi", conAtto(form.Encode(fine)))
	b.pagina(b.giovanna, scheda, "L'intervento è concluso: ultimo giorno 31/12/2024, motivo: Rinuncia", "Termine registrato: ultimo giorno 31/12/2024")
}

// Points 6 and 7 of the manual's lists: what is looked for, sorted, and what to
// do when nothing is found.
func TestTheListsAreFilteredAndSortedFromTheirPages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.domanda(b.assegno)
	b.attivo("/interventi-in-struttura/", b.struttura())
	b.pagina(b.giovanna, "/domande?soggetto=rossi&tipoInterventoId="+b.assegno+"&uoId="+b.ufficio+"&operatoreId="+b.giovanna+"&dal=2024-10-01&al=31/10/2024",
		"2024/1", "Contributo economico", `<details class="altri-filtri" open>`, "Neri Paolo", "1 elemento")
	b.pagina(b.giovanna, "/domande?soggetto=bianchi", "nessuna pratica con questi filtri", `href="/domande">Togli i filtri`)
	b.pagina(b.giovanna, "/domande", `<details class="altri-filtri"><summary>`, `aria-sort="descending"><a class="ordina" href="/domande?ordine=presentazione">Presentata il</a>`,
		`href="/domande?ordine=numero"`)
	b.pagina(b.giovanna, "/domande?ordine=numero&stato=PRESENTATA", `aria-sort="ascending"><a class="ordina" href="/domande?ordine=-numero&amp;stato=PRESENTATA">Numero</a>`)
	b.pagina(b.giovanna, "/interventi?natura=STRUTTURA&soggetto=rossi&responsabileId="+b.giovanna, "Interventi in struttura", "Accoglienza Notturna", "01/08/2024", "Data inizio")
	b.pagina(b.giovanna, "/interventi?natura=ECONOMICO&stato=ATTIVO", "Intervento economico", "nessuna pratica con questi filtri", `href="/interventi?natura=ECONOMICO">Togli i filtri`)
	b.pagina(b.giovanna, "/interventi?natura=ECONOMICO", "nessuna pratica: cercare il soggetto e aggiungerne una")
	for _, p := range []string{"/domande?dal=2024-02-01&al=2024-01-01", "/interventi?dal=2024-02-01&al=2024-01-01", "/domande?ordine=caso", "/interventi?uoId=1"} {
		if w := b.manda(b.giovanna, http.MethodGet, p, nil); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "correggere i filtri") {
			t.Errorf("GET %s = %d", p, w.Code)
		}
	}
}

func TestACaseIsPrintedWithoutWhatCanBePressed(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	domanda, intervento := b.domanda(b.assegno), b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	for percorso, testi := range map[string][]string{
		"/domande/" + domanda + "/stampa": {"Domanda 2024/1: stampa", "ROSSI MARIO (11/07/1986), presentata il 21/10/2024", "Comune 1", "Richieste", "UO abilitate", "Iter",
			"Adesso si attende", "Il responsabile del procedimento", "Stampato il", "D'Arco Giovanna", "Torna alla scheda"},
		"/interventi/" + intervento + "/stampa": {"Intervento 2024/1: stampa", "Piano di assistenza", "Assistenza di base", "Quote utente", "10,00 %", "Liquidazioni", "L'operatore responsabile"},
	} {
		foglio := b.pagina(b.giovanna, percorso, testi...)
		corpo := foglio[strings.Index(foglio, "<article"):strings.Index(foglio, "</article>")]
		if strings.Contains(corpo, "<form") || strings.Contains(corpo, "<button") || strings.Contains(corpo, "<summary") {
			t.Errorf("%s has something to press", percorso)
		}
		if w := b.manda(b.straniero, http.MethodGet, percorso, nil); w.Code != http.StatusNotFound {
			t.Errorf("a stranger prints %s: %d", percorso, w.Code)
		}
	}
	bozza := uuid.NewString()
	b.json(b.giovanna, http.MethodPut, "/domande/"+bozza, b.modulo(b.assegno), 200)
	b.pagina(b.giovanna, "/domande/"+bozza+"/stampa", "Domanda in bozza: stampa", "Presentare la domanda")
}
