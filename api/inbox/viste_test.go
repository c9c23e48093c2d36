package inbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/apitest"
	"siss/api/atti"
	apinbox "siss/api/inbox"
	"siss/models"
	"siss/models/inbox"
)

func TestAViewIsSavedFromTheHomePageAndOpensAfterTheLogin(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	contiene(t, b.Pagina(token, "/").Body.String(), "-Salva questa vista")
	contiene(t, b.Pagina(token, "/?lista=miei&scadenza=scaduti").Body.String(), `href="/viste/nuova?lista=miei&amp;scadenza=scaduti">`)
	contiene(t, b.Pagina(token, "/viste/nuova?lista=miei&scadenza=scaduti").Body.String(), "i miei, scaduti", `name="scadenza" value="scaduti"`, "-In attesa da")
	modulo := url.Values{"_atto": {uuid.NewString()}, "nome": {"Urgenti"}, "predefinita": {"true"}, "lista": {"miei"}, "scadenza": {"scaduti"}}
	for range 2 { // a double click
		if w := b.Invia(token, "/viste/nuova", modulo); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?lista=miei&scadenza=scaduti" {
			t.Fatalf("saved: %d to %q %s", w.Code, w.Header().Get("Location"), w.Body)
		}
	}
	contiene(t, b.Pagina(token, "/?lista=miei&scadenza=scaduti").Body.String(), `aria-current="true">Urgenti <span class="conta">1</span>`, "-Salva questa vista", "Gestisci le viste")
	w := b.Invia(token, "/viste/nuova", url.Values{"nome": {"urgenti"}, "lista": {"liberi"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the same name again: %d", w.Code)
	}
	contiene(t, w.Body.String(), "una vista ha già questo nome", `name="lista" value="liberi"`)
	for ritorno, want := range map[string]string{"": "/?lista=miei&scadenza=scaduti", "/": "/?lista=miei&scadenza=scaduti", "/soggetti": "/soggetti"} {
		if w := b.Invia("", "/accesso", url.Values{"operatore": {b.Amministrativo}, "ritorno": {ritorno}}); w.Header().Get("Location") != want {
			t.Errorf("login with ritorno %q leads to %q, want %q", ritorno, w.Header().Get("Location"), want)
		}
	}
}

func TestViewsAreManaged(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token, id := b.Entra(t, b.Amministrativo), uuid.NewString()
	contiene(t, b.Pagina(token, "/viste").Body.String(), "nessuna vista salvata")
	v := leggi[apinbox.Vista](t, b.JSON(token, http.MethodPut, "/viste/"+id, `{"nome":"Prime","lista":"miei","ordine":"-eta"}`), http.StatusOK)
	if v.Quanti != 2 || v.Predefinita || v.Filtro != (inbox.Filtro{Lista: inbox.Miei, Ordine: "-eta"}) {
		t.Errorf("view %+v", v)
	}
	contiene(t, b.Pagina(token, "/viste").Body.String(), "Prime", "prima i più vecchi", "Rinomina", "Apri all&#39;accesso", "Elimina")
	contiene(t, b.Pagina(token, "/viste/"+id+"/nome").Body.String(), `value="Prime"`)
	fai := func(cosa string, valori url.Values) {
		t.Helper()
		if w := b.Invia(token, "/viste/"+id+"/"+cosa, valori); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/viste" {
			t.Errorf("%s: %d %s", cosa, w.Code, w.Body)
		}
	}
	fai("nome", url.Values{"nome": {"Seconde"}})
	fai("predefinita", nil)
	l := leggi[apinbox.Viste](t, b.JSON(token, http.MethodGet, "/viste", ""), http.StatusOK)
	if len(l.Viste) != 1 || l.Viste[0].Nome != "Seconde" || !l.Viste[0].Predefinita || l.Viste[0].Filtro.Lista != inbox.Miei || l.Viste[0].Quanti != 2 {
		t.Errorf("views %+v", l)
	}
	fai("predefinita", nil)
	if w := b.Invia("", "/accesso", url.Values{"operatore": {b.Amministrativo}}); w.Header().Get("Location") != "/" {
		t.Errorf("no longer the default, yet the login leads to %q", w.Header().Get("Location"))
	}
	if w := b.Invia(token, "/viste/"+id+"/nome", url.Values{"nome": {""}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Rinomina la vista") {
		t.Errorf("without a name: %d", w.Code)
	}
	leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Collega), http.MethodPut, "/viste/"+id, `{"nome":"Mia"}`), http.StatusNotFound)
	leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Collega), http.MethodDelete, "/viste/"+id, ""), http.StatusNotFound)
	fai("eliminazione", nil)
	leggi[atti.Problema](t, b.JSON(token, http.MethodDelete, "/viste/"+id, ""), http.StatusNotFound)
}

// The inbox as it was last seen is where Home leads, and only that.
func TestHomeIsTheInboxAsItWasLastSeen(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	pagina := func(percorso string, biscotti ...*http.Cookie) *httptest.ResponseRecorder {
		req := httptest.NewRequest(http.MethodGet, percorso, nil)
		req.AddCookie(&http.Cookie{Name: atti.CookieSessione, Value: token})
		for _, k := range biscotti {
			req.AddCookie(k)
		}
		return b.Manda(req)
	}
	var casa *http.Cookie
	for _, k := range pagina("/?lista=miei&ordine=-eta&pagina=3").Result().Cookies() {
		if k.Name == "siss_casa" {
			casa = k
		}
	}
	if casa == nil || !casa.HttpOnly || casa.MaxAge != 0 || !casa.Expires.IsZero() {
		t.Fatalf("cookie %+v", casa)
	}
	contiene(t, pagina("/domande", casa).Body.String(), `<li><a href="/?lista=miei&amp;ordine=-eta&amp;pagina=3">Home</a>`)
	for _, finto := range []string{"Ly9hbHRyby5pdA", "aHR0cHM6Ly9hbHRyby5pdA", "L2VzY2k", "%%%", ""} { // //altro.it, https://altro.it, /esci
		contiene(t, pagina("/domande", &http.Cookie{Name: "siss_casa", Value: finto}).Body.String(), `<li><a href="/">Home</a>`)
	}
}

func avvisa(t *testing.T, b *apitest.Banco, da, a string, tipo inbox.Avviso, testo string) string {
	t.Helper()
	n := inbox.Notifica{Chiave: uuid.NewString(), OperatoreID: a, EnteID: b.Comune, Tipo: tipo, Testo: testo, Oggetto: "domanda", OggettoID: uuid.NewString(), SoggettoID: &b.Soggetto}
	var id string
	if err := b.Fai(t, da, func(tx *gorm.DB, _ models.Chi) error {
		if err := inbox.Avvisa(tx, n); err != nil {
			return err
		}
		return tx.Raw(`SELECT id FROM notifica WHERE chiave = ?`, n.Chiave).Scan(&id).Error
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// manuale §2, fig. 2: the notification is in the home page, and pressing it
// leads to the domanda.
func TestNotificationsAreInHomeAndLeadToTheirCase(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	id := avvisa(t, b, b.Coordinatore, b.Amministrativo, inbox.DomandaAssegnata, "Domanda 2024/7 assegnata")
	avvisa(t, b, b.Coordinatore, b.Amministrativo, inbox.DomandaEsito, "Domanda 2024/8 respinta")
	token := b.Entra(t, b.Amministrativo)
	contiene(t, b.Pagina(token, "/").Body.String(), "Notifiche da leggere", "Domanda 2024/7 assegnata", "Verdi Ada", "ROSSI MARIO", `href="/notifiche/`+id+`"`)
	contiene(t, b.Pagina(b.Entra(t, b.Collega), "/").Body.String(), "-Notifiche da leggere")
	if w := b.Pagina(b.Entra(t, b.Collega), "/notifiche/"+id); w.Code != http.StatusNotFound {
		t.Errorf("another's notification: %d", w.Code)
	}
	w := b.Pagina(token, "/notifiche/"+id)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/domande/") {
		t.Errorf("opened: %d to %q", w.Code, w.Header().Get("Location"))
	}
	contiene(t, b.Pagina(token, "/").Body.String(), "-Domanda 2024/7 assegnata", "Domanda 2024/8 respinta")
	contiene(t, b.Pagina(token, "/notifiche?stato=lette").Body.String(), "Domanda 2024/7 assegnata", "-Domanda 2024/8")
	contiene(t, b.Pagina(token, "/notifiche?stato=da-leggere&tipo=DOMANDA_ESITO").Body.String(), "Domanda 2024/8 respinta", "-Domanda 2024/7")
	contiene(t, b.Pagina(token, "/notifiche?stato=nuove").Body.String(), "filtri che non esistono")
	if w := b.Invia(token, "/notifiche/"+id+"/lettura?ritorno=%2F", nil); w.Header().Get("Location") != "/" {
		t.Errorf("read again: to %q", w.Header().Get("Location"))
	}
	if w := b.Invia(token, "/notifiche/lettura", url.Values{"ultima": {id}}); w.Code != http.StatusSeeOther {
		t.Errorf("all read: %d %s", w.Code, w.Body)
	}
	contiene(t, b.Pagina(token, "/notifiche").Body.String(), "Domanda 2024/8 respinta", "Segna tutte come lette") // it came after
}

func TestNotificationsAreReadAsJSON(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	id := avvisa(t, b, b.Coordinatore, b.Amministrativo, inbox.DomandaAssegnata, "Domanda 2024/7 assegnata")
	avvisa(t, b, b.Coordinatore, b.Amministrativo, inbox.DomandaEsito, "Domanda 2024/8 respinta")
	token := b.Entra(t, b.Amministrativo)
	l := leggi[apinbox.Notifiche](t, b.JSON(token, http.MethodGet, "/notifiche?stato=da-leggere", ""), http.StatusOK)
	if l.Totale != 2 || l.Notifiche[1].ID != id || l.Notifiche[1].Autore != "Verdi Ada" || l.Notifiche[1].LettaIl != nil {
		t.Errorf("notifications %+v", l)
	}
	if n := leggi[apinbox.Notifica](t, b.JSON(token, http.MethodPost, "/notifiche/"+id+"/lettura", ""), http.StatusOK); n.LettaIl == nil {
		t.Errorf("read: %+v", n)
	}
	leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Collega), http.MethodPost, "/notifiche/"+id+"/lettura", ""), http.StatusNotFound)
	leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/notifiche/lettura", `{"ultima":"`+uuid.NewString()+`"}`), http.StatusUnprocessableEntity)
	if e := leggi[apinbox.EsitoLettura](t, b.JSON(token, http.MethodPost, "/notifiche/lettura", `{}`), http.StatusOK); e.Lette != 1 {
		t.Errorf("%d were read, want 1", e.Lette)
	}
}

func TestTheBoardIsOfWhoCoordinates(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Amministrativo), http.MethodGet, "/cruscotto", ""), http.StatusForbidden)
	w := b.Pagina(b.Entra(t, b.Amministrativo), "/cruscotto")
	if w.Code != http.StatusForbidden {
		t.Errorf("who doesn't coordinate: %d", w.Code)
	}
	contiene(t, w.Body.String(), "il cruscotto è di chi coordina un ente")
	q := leggi[apinbox.Cruscotto](t, b.JSON(b.Entra(t, b.Coordinatore), http.MethodGet, "/cruscotto", ""), http.StatusOK)
	if q.Tutti.Totale != 4 || q.Tutti.Scaduti != 1 || q.Pratiche != 4 || len(q.Uffici) != 1 || q.Operatori[0].OperatoreID != "" || q.Operatori[0].Totale != 1 {
		t.Errorf("board %+v", q)
	}
	pagina := b.Pagina(b.Entra(t, b.Coordinatore), "/cruscotto").Body.String()
	contiene(t, pagina, "Carico di lavoro per operatore", "D&#39;Arco Giovanna", "Nessuno: da prendere in carico", "Perché le pratiche attendono", "/static/",
		`href="/?lista=coordinati&amp;scadenza=scaduti"`, "vendor/echarts", `data-tabella="uffici-tabella"`, "-di altrove")
	contiene(t, b.Pagina(b.Entra(t, b.Estraneo), "/cruscotto").Body.String(), "Comune 9")
}
