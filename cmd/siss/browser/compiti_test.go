package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"siss/api/inbox"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// ufficio is who works meanwhile, by the JSON operations.
type ufficio struct {
	s *sessione
	m *dbtest.Mondo

	token string
}

func (s *sessione) intanto(m *dbtest.Mondo, operatore string) *ufficio {
	s.t.Helper()
	token, err := anagrafe.ApriSessione(context.Background(), m.DB, operatore, time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	return &ufficio{s, m, token}
}

// chiede asks an operation and decodes its answer into esito, unless it is nil.
func (u *ufficio) chiede(metodo, percorso string, corpo, esito any) {
	u.s.t.Helper()
	dati, err := json.Marshal(corpo)
	if err != nil {
		u.s.t.Fatal(err)
	}
	req, err := http.NewRequest(metodo, u.s.url+"/api/v1"+percorso, bytes.NewReader(dati))
	if err != nil {
		u.s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+u.token)
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		u.s.t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode >= http.StatusBadRequest {
		u.s.t.Fatalf("%s %s: status %d", metodo, percorso, r.StatusCode)
	}
	if esito != nil {
		if err := json.NewDecoder(r.Body).Decode(esito); err != nil {
			u.s.t.Fatal(err)
		}
	}
}

// presenta presents a domanda of some days ago and returns its id.
func (u *ufficio) presenta(giorni int) string {
	u.s.t.Helper()
	id, modulo := uuid.NewString(), u.m.Domanda(sigess.Economico)
	modulo.DataPresentazione = periodo.Oggi().Piu(-giorni)
	u.chiede(http.MethodPut, "/domande/"+id, modulo, nil)
	u.chiede(http.MethodPost, "/domande/"+id+"/presentazione", struct{}{}, nil)
	return id
}

// compiti are the tasks of who asks, of a domanda when it is not "".
func (u *ufficio) compiti(domanda string) []inbox.Compito {
	u.s.t.Helper()
	var letti inbox.Compiti
	u.chiede(http.MethodGet, "/compiti?miei=true", nil, &letti)
	var out []inbox.Compito
	for _, k := range letti.Compiti {
		if domanda == "" || k.OggettoID == domanda {
			out = append(out, k)
		}
	}
	return out
}

// numero is that of the case of a task.
func numero(k inbox.Compito) string { return k.Titolo[strings.LastIndex(k.Titolo, " ")+1:] }

// libera presents so many domande and releases their tasks to the office.
func (u *ufficio) libera(quante int) []inbox.Compito {
	u.s.t.Helper()
	for n := range quante {
		u.presenta(35 - 8*n)
	}
	liberi := u.compiti("")
	for _, k := range liberi {
		u.chiede(http.MethodPost, "/compiti/"+k.ID+"/presa", struct{}{}, nil)
		u.chiede(http.MethodPost, "/compiti/"+k.ID+"/rilascio", struct{}{}, nil)
	}
	return liberi
}

// lascia logs out and leaves the place to another.
func (s *sessione) lascia(nome string) {
	s.t.Helper()
	s.fai("log out", clic(`header form[action="/esci"] button`))
	s.vede("Scegliere con quale operatore")
	s.preme(nome)
	s.fai("enter as "+nome, chromedp.WaitReady(chromedp.CSS("header .utente")))
}

// spunta ticks the task with that title.
func (s *sessione) spunta(titolo string) {
	s.t.Helper()
	s.fai("tick "+titolo, chromedp.Click(fmt.Sprintf(`//main//tr[contains(normalize-space(.), %s)]//input[@type="checkbox"]`, xpath(titolo))))
}

// percorso is the path of the page.
func (s *sessione) percorso() string {
	s.t.Helper()
	return chiedi(s, chromedp.Evaluate[string](`location.pathname`))
}

// insieme presses a button of the form for the ticked tasks.
func (s *sessione) insieme(azione string) {
	s.t.Helper()
	s.fai("act on the ticked: "+azione, chromedp.Click(chromedp.CSS(fmt.Sprintf(`#insieme button[value=%q]`, azione))))
}

// A morning of D'Arco Giovanna: filters, a saved view, many tasks at once of
// which one is refused, one given to another, and nothing lost on the way.
func TestTasksAreWorkedFromTheHomePage(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "compiti", true)
	collega := s.intanto(m, m.Collega)
	liberi := collega.libera(4)
	s.intanto(m, m.Amministrativo).presenta(2)
	s.entra("D'Arco Giovanna")
	s.dimostra("Compiti miei e dei miei uffici", "ACC-03", "ACC-04")
	s.vede("scaduto da 5 giorni")
	s.foto("home")
	s.figura("home")
	s.preme("Da prendere")
	s.vede("Compiti da prendere in carico 4")
	s.preme("In attesa da")
	s.indirizzo("/?lista=liberi&ordine=eta")
	s.preme("Salva questa vista")
	s.scrive("nome", "Da prendere, i più recenti")
	s.scegli("predefinita", "true")
	s.foto("vista-nuova")
	s.preme("Salva")
	s.vede("Da prendere, i più recenti 4")
	s.indirizzo("/?lista=liberi&ordine=eta")
	s.preme("Gestisci le viste")
	s.vede("si apre all'accesso")
	s.foto("viste")
	s.figura("viste")
	s.preme("Rinomina: Da prendere, i più recenti")
	s.vede("Rinomina la vista")
	s.foto("vista-nome")
	s.preme("Annulla")
	s.vede("si apre all'accesso")
	s.preme("Da prendere, i più recenti")
	s.vede("Compiti da prendere in carico")

	s.fai("tick all", chromedp.Click(chromedp.CSS("#tutti-in-pagina")))
	s.vede("4 compiti selezionati")
	s.foto("selezione")
	s.figura("compiti-selezione")
	collega.chiede(http.MethodPost, "/compiti/"+liberi[0].ID+"/presa", struct{}{}, nil) // meanwhile
	s.insieme("presa")
	s.vede("3 compiti presi in carico")
	s.vede("1 compito non preso in carico")
	s.vede("il compito è già di un altro operatore")
	s.foto("esito")
	s.figura("compiti-esito")
	s.preme("Torna ai compiti")
	s.vede("Compiti da prendere in carico 0")
	s.foto("lista-vuota")

	s.preme("Miei")
	s.vede("I miei compiti 4")
	s.indirizzo("/?lista=miei&ordine=eta")
	s.apre("Altro")
	s.foto("menu")
	s.preme("Riassegna")
	s.vede("la domanda resta assegnata a chi la segue")
	s.scrive("operatoreId", m.Collega)
	s.foto("riassegna")
	s.invia("ordine%3Deta")
	s.vede("ompito riassegnato")
	s.vede("I miei compiti 3")
	s.indirizzo("/?lista=miei&ordine=eta")
	s.tornaIndietro()
}

// tornaIndietro opens a case from far down the list: Back finds the same list
// at the same place, and the breadcrumb the same list.
func (s *sessione) tornaIndietro() {
	s.t.Helper()
	s.fai("narrow", chromedp.EmulateViewport(1280, 420))
	s.fai("scroll down", chromedp.Evaluate[chromedp.Void](`window.scrollTo({top: 320, behavior: "instant"}); null`))
	prima := chiedi(s, chromedp.Evaluate[int](`Math.round(window.scrollY)`))
	if prima < 200 {
		s.t.Fatalf("the list is too short to scroll: %d", prima)
	}
	s.fai("open a case", chromedp.Evaluate[chromedp.Void](`document.querySelector('.compiti tbody tr:last-child a').click(); null`))
	s.vede("Assegnazioni")
	s.fai("back", chromedp.NavigateBack())
	s.vede("I miei compiti 3")
	s.indirizzo("/?lista=miei&ordine=eta")
	s.finche("be at the same place", fmt.Sprintf(`Math.abs(window.scrollY - %d) < 5`, prima))
	s.preme("Avviare l'istruttoria")
	s.vede("Assegnazioni")
	s.fai("home by the breadcrumb", clic(`.percorso li:first-child a`))
	s.vede("I miei compiti 3")
	s.indirizzo("/?lista=miei&ordine=eta")
	s.fai("widen", chromedp.EmulateViewport(1280, 900))
}

// manuale §2, fig. 2: who receives a domanda that another entered finds the
// notification in the home page, and pressing it opens the domanda.
func TestAnAssignmentIsNotifiedInTheHomePage(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "notifiche", true)
	collega := s.intanto(m, m.Collega)
	var numeri []string
	for range 2 {
		domanda := collega.presenta(3)
		numeri = append(numeri, numero(collega.compiti(domanda)[0]))
		collega.chiede(http.MethodPost, "/domande/"+domanda+"/assegnazioni", sigess.ModuloAssegnazione{OperatoreID: m.Amministrativo}, nil)
	}
	s.entra("D'Arco Giovanna")
	s.dimostra("Notifiche da leggere 2", "ANA-01", "DOM-12")
	s.vede("Neri Paolo")
	s.foto("home")
	s.figura("notifica-home")
	s.preme("Domanda " + numeri[1] + " assegnata")
	s.dimostra("Domanda "+numeri[1], "ANA-02")
	s.dimostra("ROSSI MARIO", "ANA-03")
	s.vai(s.percorso() + "/assegna") // it was a mistake: on to another, by the same procedure
	s.scrive("operatoreId", m.Collega)
	s.invia("/assegna")
	s.dimostra("omanda assegnata", "DOM-17")
	s.fai("home", clic(`header a[href="/"]`))
	s.vede("Notifiche da leggere 1")
	s.preme("Tutte le notifiche")
	s.vede("Domanda " + numeri[0] + " assegnata")
	s.vede("da leggere")
	s.foto("elenco")
	s.figura("notifiche")
	s.preme("Già lette")
	s.vede("Domanda " + numeri[1] + " assegnata")
	s.invia("/notifiche/lettura?ritorno=%2Fnotifiche%3Fstato%3Dlette")
	s.vede("otifiche segnate come lette")
	s.vai("/notifiche?stato=da-leggere")
	s.vede("nessuna notifica")
	s.foto("vuote")
}

// The board leads from each number to the list that it counts, and there tasks
// are given to who has less to do.
func TestTheBoardLeadsToTheTasksToReassign(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "cruscotto", true)
	collega := s.intanto(m, m.Collega)
	collega.libera(2)
	var numeri []string
	for n := range 3 {
		numeri = append(numeri, numero(collega.compiti(collega.presenta(33 - 10*n))[0]))
	}
	s.entra("D'Arco Giovanna")
	s.vai("/cruscotto")
	s.vede("il cruscotto è di chi coordina un ente")
	s.foto("negato")
	s.lascia("Verdi Ada")
	s.vai("/cruscotto")
	s.vede("Carico di lavoro per operatore")
	s.finche("see the plots", `document.querySelectorAll(".grafico svg path").length > 10`)
	s.foto("cruscotto")
	s.figura("cruscotto")
	s.preme("di Neri Paolo")
	s.vede("Compiti degli enti che coordino 3")
	s.indirizzo("/?lista=coordinati&operatore=" + m.Collega)
	s.foto("compiti-di-uno")
	s.spunta(numeri[0])
	s.spunta(numeri[1])
	s.vede("2 compiti selezionati")
	s.insieme("riassegnazione")
	s.vede("Riassegna i compiti scelti")
	s.foto("a-chi")
	s.scrive("operatoreId", m.Amministrativo)
	s.preme("Riassegna")
	s.vede("2 compiti riassegnati")
	s.preme("Torna ai compiti")
	s.vede("Compiti degli enti che coordino 1")
	s.vai("/cruscotto")
	s.preme("di D'Arco Giovanna")
	s.vede("Compiti degli enti che coordino 2")
	s.lascia("D'Arco Giovanna")
	s.dimostra("Compito assegnato: Avviare l'istruttoria della domanda", "ANA-01")
	s.vede("Verdi Ada")
}

// Without JavaScript the same forms do the same things, and the board has its
// tables.
func TestTasksAreWorkedWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "compiti-senza-javascript", false)
	collega := s.intanto(m, m.Collega)
	liberi := collega.libera(3)
	s.entra("D'Arco Giovanna")
	s.insieme("presa")
	s.vede("spuntare almeno un compito")
	s.foto("nulla-di-spuntato")
	for _, k := range liberi {
		s.spunta(numero(k))
	}
	collega.chiede(http.MethodPost, "/compiti/"+liberi[1].ID+"/presa", struct{}{}, nil)
	s.insieme("presa")
	s.vede("2 compiti presi in carico")
	s.vede("il compito è già di un altro operatore")
	s.foto("esito")
	s.preme("Torna ai compiti")
	s.apre("Altro")
	s.preme("Rilascia")
	s.vede("ompito rilasciato all'ufficio")
	s.vai("/?testo=rossi&scadenza=mese&ordine=-soggetto")
	s.vede("Compiti miei e dei miei uffici")
	s.foto("filtri")
	s.lascia("Verdi Ada")
	s.vai("/cruscotto")
	s.vede("Scadenze delle prossime quattro settimane")
	s.foto("cruscotto")
}
