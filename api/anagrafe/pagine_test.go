package anagrafe_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"siss/api/anagrafe"
	"siss/api/apitest"
	"siss/models/periodo"
)

// contiene checks a page for what it must and, after "-", must not hold.
func contiene(t *testing.T, pagina string, testi ...string) {
	t.Helper()
	for _, testo := range testi {
		senza, negato := strings.CutPrefix(testo, "-")
		if strings.Contains(pagina, senza) == negato {
			t.Errorf("%q: present = %v", senza, !negato)
		}
	}
}

// attoDi is the identity of the act in the form that posts to azione.
func attoDi(t *testing.T, pagina, azione string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)action="` + regexp.QuoteMeta(azione) + `".*?name="_atto" value="([^"]+)"`).FindStringSubmatch(pagina)
	if m == nil {
		t.Fatalf("no form to %s with an act", azione)
	}
	return m[1]
}

// Manuale §2, figg. 4-5 and 12.
func TestListShowsTheMaskAndTheColumnsOfTheManual(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	maschera := b.Pagina(token, "/soggetti").Body.String()
	contiene(t, maschera, `name="cognome"`, `name="nome"`, `name="codiceFiscale"`, `name="codice"`, ">Cerca</button>", "-name=\"pagina\"",
		"scrivere cognome e nome, oppure il codice fiscale", `href="/soggetti/anpr">Cerca in ANPR`, `href="/soggetti/nuovo"`, "-11/07/1986", "-elementi")
	w := b.Pagina(token, "/soggetti?cognome=ross")
	contiene(t, w.Body.String(),
		">Codice</th>", ">Cognome</th>", ">Nome</th>", ">Sesso</th>", ">Data di nascita</th>", ">Codice fiscale</th>",
		"11/07/1986", "RSSMRA86L11H501E", `href="/soggetti/`+b.Soggetto+`"`, "1 elemento", "-action=\"/soggetti\" method=\"post\"")
	vuota := b.Pagina(token, "/soggetti?cognome=zzzz").Body.String()
	contiene(t, vuota, "nessun soggetto trovato", "oppure inserire il soggetto", "/soggetti/nuovo?cognome=zzzz", `href="/soggetti/anpr">Cerca in ANPR`, "-11/07/1986")
	contiene(t, b.Pagina(token, "/soggetti?codiceFiscale=FRRLNE58E52H501D").Body.String(), "nessun soggetto trovato",
		`action="/soggetti/anpr/nuova"`, `<input type="hidden" name="codiceFiscale" value="FRRLNE58E52H501D">`, "-anpr?codiceFiscale")
	contiene(t, b.Pagina(token, "/soggetti?cognome=rossi&pagina=9").Body.String(), "questa pagina non esiste: tornare alla prima",
		`href="/soggetti?cognome=rossi&amp;pagina=1">Torna alla prima pagina`, "-nessun soggetto trovato", "-elementi")
	contiene(t, w.Body.String(), "->Ente</th>")
	contiene(t, b.Pagina(b.Entra(t, b.Contabile), "/soggetti?cognome=rossi").Body.String(), ">Ente</th>", ">Comune 1<")
	if w := b.Pagina(token, "/soggetti?codice=abc"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="abc"`) {
		t.Errorf("wrong filter: %d", w.Code)
	}
}

func TestSoggettoIsInsertedFromItsPageOnceHoweverManyClicks(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	modulo := b.Pagina(token, "/soggetti/nuovo?cognome=Verdi").Body.String()
	contiene(t, modulo, `value="Verdi"`, `<option value="`+b.Comune+`" selected>Comune 1</option>`, `href="/soggetti">Annulla</a>`)
	valori := url.Values{"_atto": {attoDi(t, modulo, "/soggetti/nuovo")}, "enteId": {b.Comune}, "cognome": {" Verdi "}, "nome": {"ada"}, "sesso": {"F"},
		"dataNascita": {"01/02/1990"}, "note": {"seguita dal 2020"}}
	sbagliato := b.Invia(token, "/soggetti/nuovo", url.Values{"_atto": valori["_atto"], "cognome": {"Verdi"}, "dataNascita": {"31/02/1990"}})
	if sbagliato.Code != http.StatusUnprocessableEntity {
		t.Errorf("wrong form: %d", sbagliato.Code)
	}
	contiene(t, sbagliato.Body.String(), `value="31/02/1990"`, `value="Verdi"`, valori.Get("_atto"))
	var clic sync.WaitGroup
	for range 4 {
		clic.Go(func() {
			if w := b.Invia(token, "/soggetti/nuovo", valori); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/soggetti/"+valori.Get("_atto") {
				t.Errorf("insert: %d to %q", w.Code, w.Header().Get("Location"))
			}
		})
	}
	clic.Wait()
	contiene(t, b.Pagina(token, "/soggetti?cognome=verdi&nome=ada").Body.String(), "1 elemento", "VERDI", "01/02/1990")
	if got := leggi[anagrafe.Soggetti](t, b.JSON(token, http.MethodGet, "/soggetti", ""), http.StatusOK); got.Totale != 6 {
		t.Errorf("%d persons", got.Totale)
	}
}

func TestSoggettoIsChangedFromItsPage(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	su := "/soggetti/" + b.Soggetto
	pagina := b.Pagina(token, su+"/modifica").Body.String()
	contiene(t, pagina, `value="ROSSI"`, `type="date"`, `value="1986-07-11"`, `value="RSSMRA86L11H501E"`, `href="`+su+`">Annulla</a>`)
	valori := url.Values{"_atto": {attoDi(t, pagina, su+"/modifica")}, "enteId": {b.Comune}, "cognome": {"Rossi"}, "nome": {"Mario"}, "sesso": {"M"},
		"dataNascita": {"11/07/1986"}, "codiceFiscale": {"rssmra86l11h501e"}, "telefono": {"06 123"}}
	if w := b.Invia(token, su+"/modifica", valori); w.Code != http.StatusSeeOther || w.Header().Get("Location") != su {
		t.Fatalf("change: %d %s", w.Code, w.Header().Get("Location"))
	}
	contiene(t, b.Pagina(token, su).Body.String(), "06 123")
	valori.Set("nome", "Luigi")
	w := b.Invia(token, su+"/modifica", valori)
	contiene(t, w.Body.String(), `value="Luigi"`)
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("name against the code: %d", w.Code)
	}
}

// Manuale §3, fig. 7: the commands and the button Esegui.
func TestCardHasCommandsAndDrawers(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	contiene(t, b.Pagina(token, "/soggetti/"+b.Soggetto).Body.String(),
		"<h1>ROSSI MARIO (11/07/1986)</h1>", ">Esegui</button>", ">Domande</option>", ">Nuova domanda</option>", ">Interventi</option>",
		">Nuovo intervento economico</option>", ">Nuovo intervento con prestazioni</option>", ">Nuovo intervento in struttura</option>",
		">Verifica i dati in ANPR</option>", ">Dati anagrafici</h2>", ">Contatti</h2>", ">Residenza</h2>", ">Nucleo</h2>", ">Domande</h2>", ">Interventi</h2>", ">Storia</h2>",
		"Maschio", "inserito a mano", "nessun indirizzo: aggiungere la residenza", "nessuna domanda: aggiungerne una", "nessun intervento: aggiungerne uno", "Inserito in anagrafe")
	for comando, want := range map[string]string{
		"/domande?soggettoId=" + b.Soggetto: "/domande?soggettoId=" + b.Soggetto, "//altro.it": "", "https://altro.it": "", "": "",
	} {
		w := b.Pagina(token, "/esegui?"+url.Values{"comando": {comando}}.Encode())
		if got := w.Header().Get("Location"); got != want || want == "" && w.Code != http.StatusNotFound {
			t.Errorf("esegui %q: %d to %q", comando, w.Code, got)
		}
	}
	for _, id := range []string{"uno", uuid.NewString()} {
		for _, percorso := range []string{"", "/modifica", "/relazioni/nuova", "/relazioni?altroId=" + b.Soggetto} {
			if w := b.Pagina(token, "/soggetti/"+id+percorso); w.Code != http.StatusNotFound {
				t.Errorf("%s%s: %d", id, percorso, w.Code)
			}
		}
	}
}

func TestAddressAndNucleoAreAddedFromTheCard(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	su := "/soggetti/" + b.Soggetto
	atto := attoDi(t, b.Pagina(token, su).Body.String(), su+"/residenze")
	valori := url.Values{"_atto": {atto}, "tipo": {"RESIDENZA"}, "comune": {"Roma"}, "indirizzo": {"Via Roma 1"}, "cap": {"00100"}, "dal": {periodo.Oggi().Piu(1).Italiana()}}
	w := b.Invia(token, su+"/residenze", valori)
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("future address: %d", w.Code)
	}
	contiene(t, w.Body.String(), "la data non può essere futura", `value="Via Roma 1"`, `<details class="modulo-inline" open>`)
	valori.Set("dal", "01/01/2020")
	for range 2 {
		if w := b.Invia(token, su+"/residenze", valori); w.Code != http.StatusSeeOther || w.Header().Get("Location") != su+"#residenza" {
			t.Fatalf("address: %d %s", w.Code, w.Body)
		}
	}
	// The person is looked for, chosen, tied.
	ricerca := b.Pagina(token, su+"/relazioni/nuova?cognome=bianchi").Body.String()
	scelta := regexp.MustCompile(su + `/relazioni\?altroId=([0-9a-f-]{36})`).FindStringSubmatch(ricerca)
	if scelta == nil {
		t.Fatalf("nobody to choose in %s", ricerca)
	}
	modulo := b.Pagina(token, scelta[0]).Body.String()
	contiene(t, modulo, `<option value="`+scelta[1]+`" selected>BIANCHI MARIA (15/03/1980)</option>`)
	relazione := url.Values{"_atto": {attoDi(t, modulo, su+"/relazioni")}, "altroId": {scelta[1]}, "tipo": {"CONIUGE"}, "convivente": {"true"}, "dal": {"01/01/2010"}}
	for range 2 {
		if w := b.Invia(token, su+"/relazioni", relazione); w.Code != http.StatusSeeOther || w.Header().Get("Location") != su+"#nucleo" {
			t.Fatalf("relation: %d %s", w.Code, w.Body)
		}
	}
	card := b.Pagina(token, su).Body.String()
	contiene(t, card, "Via Roma 1", "01/01/2020", "BIANCHI MARIA (15/03/1980)", ">Coniuge<", ">sì<")
	if n := strings.Count(card, ">Via Roma 1<"); n != 1 {
		t.Errorf("the address is there %d times", n)
	}
	relazione.Set("_atto", uuid.NewString())
	if w := b.Invia(token, su+"/relazioni", relazione); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "la relazione è già presente") {
		t.Errorf("the same relation again: %d", w.Code)
	}
}
