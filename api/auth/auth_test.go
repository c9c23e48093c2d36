package auth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/api/apitest"
	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"

	"gorm.io/gorm"
)

func leggi[T any](t *testing.T, w *httptest.ResponseRecorder, stato int) T {
	t.Helper()
	var out T
	if w.Code != stato {
		t.Fatalf("status %d, want %d: %s", w.Code, stato, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return out
}

func biscotto(t *testing.T, w *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	for _, k := range w.Result().Cookies() {
		if k.Name == atti.CookieSessione {
			return k
		}
	}
	t.Fatalf("no session cookie in %v", w.Result().Cookies())
	return nil
}

func TestLoginOpensASessionThatOnlyTheServerReads(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	if w := b.Pagina("", "/"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/accesso?ritorno=%2F" {
		t.Fatalf("nobody on the home page: %d %s", w.Code, w.Header().Get("Location"))
	}
	page := b.Pagina("", "/accesso?ritorno=/soggetti").Body.String()
	for _, want := range []string{"D&#39;Arco Giovanna", "Operatore amministrativo", "SIGESS_COM1 - Comune 1", b.Amministrativo, `value="/soggetti"`} {
		if !strings.Contains(page, want) {
			t.Errorf("login page without %q", want)
		}
	}
	w := b.Invia("", "/accesso", url.Values{"operatore": {b.Amministrativo}, "ritorno": {"/soggetti"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/soggetti" {
		t.Fatalf("login: %d to %q", w.Code, w.Header().Get("Location"))
	}
	k := biscotto(t, w)
	if !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Secure {
		t.Errorf("cookie %+v", k)
	}
	if home := b.Pagina(k.Value, "/"); home.Code != http.StatusOK || !strings.Contains(home.Body.String(), "D&#39;Arco Giovanna") {
		t.Errorf("home: %d", home.Code)
	}
	out := b.Invia(k.Value, "/esci", nil)
	if out.Code != http.StatusSeeOther || biscotto(t, out).MaxAge >= 0 {
		t.Errorf("logout: %d %v", out.Code, out.Result().Cookies())
	}
	if w := b.Pagina(k.Value, "/"); w.Code != http.StatusSeeOther {
		t.Errorf("the session lives after the logout: %d", w.Code)
	}
}

func TestCookieIsSecureOnHTTPS(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	req := httptest.NewRequest(http.MethodPost, "/accesso", strings.NewReader("operatore="+b.Amministrativo))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Forwarded-Proto", "https")
	if k := biscotto(t, b.Manda(req)); !k.Secure {
		t.Errorf("cookie %+v", k)
	}
}

func TestLoginIsRefusedWithoutAbilitazione(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	scadute(t, b, b.Collega)
	for name, operatore := range map[string]string{
		"unknown": uuid.NewString(), "no id": "x", "empty": "", "abilitazioni ended": b.Collega,
	} {
		w := b.Invia("", "/accesso", url.Values{"operatore": {operatore}})
		if w.Code != http.StatusUnprocessableEntity || len(w.Result().Cookies()) != 0 || !strings.Contains(w.Body.String(), "D&#39;Arco") {
			t.Errorf("%s: %d %v", name, w.Code, w.Result().Cookies())
		}
	}
	w := b.JSON("", http.MethodPost, "/sessioni", `{"operatoreId":"`+b.Collega+`"}`)
	if p := leggi[atti.Problema](t, w, http.StatusUnauthorized); !strings.Contains(p.Dettaglio, "abilitazioni") {
		t.Errorf("problem %+v", p)
	}
}

// scadute ends the abilitazioni of an operatore yesterday.
func scadute(t *testing.T, b *apitest.Banco, operatore string) {
	t.Helper()
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE abilitazione SET al = ? WHERE operatore_id = ?`, periodo.Oggi().Piu(-1), operatore).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSessionEndsByTimeByLogoutAndWithTheAbilitazioni(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	tests := map[string]struct {
		operatore string
		prima     func(token string)
		want      string
	}{
		"expired": {b.Amministrativo, func(string) {
			if err := b.DB.Exec(`UPDATE sessione SET scade = ?`, time.Now().Add(-time.Second)).Error; err != nil {
				t.Fatal(err)
			}
		}, "accesso scaduto"},
		"revoked": {b.Coordinatore, func(token string) {
			if w := b.JSON(token, http.MethodDelete, "/sessioni/corrente", ""); w.Code != http.StatusNoContent {
				t.Fatalf("logout: %d %s", w.Code, w.Body)
			}
		}, "accesso scaduto"},
		"without abilitazioni": {b.Collega, func(string) { scadute(t, b, b.Collega) }, "abilitazioni"},
	}
	for name, tt := range tests {
		token := b.Entra(t, tt.operatore)
		if w := b.JSON(token, http.MethodGet, "/io", ""); w.Code != http.StatusOK {
			t.Fatalf("%s, before: %d %s", name, w.Code, w.Body)
		}
		tt.prima(token)
		p := leggi[atti.Problema](t, b.JSON(token, http.MethodGet, "/io", ""), http.StatusUnauthorized)
		if !strings.Contains(p.Dettaglio, tt.want) {
			t.Errorf("%s: %q", name, p.Dettaglio)
		}
		if w := b.Pagina(token, "/soggetti?cognome=rossi"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/accesso?ritorno=%2Fsoggetti%3Fcognome%3Drossi" {
			t.Errorf("%s, page: %d %s", name, w.Code, w.Header().Get("Location"))
		}
		if page := b.Pagina(token, "/accesso").Body.String(); !strings.Contains(page, tt.want) {
			t.Errorf("%s: the login page does not say why", name)
		}
		if err := b.DB.Exec(`DELETE FROM sessione`).Error; err != nil {
			t.Fatal(err)
		}
	}
	if w := b.JSON("", http.MethodGet, "/io", ""); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("nobody: %d %v", w.Code, w.Header())
	}
}

func TestDevelopmentLoginIsClosedElsewhere(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	b.Server = b.Servi(t, false)
	page := b.Pagina("", "/accesso")
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "SPID, CIE e TS-CNS") || strings.Contains(page.Body.String(), b.Amministrativo) {
		t.Errorf("login page: %d %s", page.Code, page.Body)
	}
	w := b.Invia("", "/accesso", url.Values{"operatore": {b.Amministrativo}})
	if w.Code != http.StatusForbidden || len(w.Result().Cookies()) != 0 {
		t.Errorf("login: %d", w.Code)
	}
	leggi[atti.Problema](t, b.JSON("", http.MethodPost, "/sessioni", `{"operatoreId":"`+b.Amministrativo+`"}`), http.StatusForbidden)
	if home := b.Pagina(token, "/"); home.Code != http.StatusOK || strings.Contains(home.Body.String(), "Ambiente dimostrativo") {
		t.Errorf("home with a session: %d", home.Code)
	}
}

func TestIoSaysForWhomOneMayAct(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	s := leggi[auth.Sessione](t, b.JSON("", http.MethodPost, "/sessioni", `{"operatoreId":"`+b.Contabile+`"}`), http.StatusCreated)
	if d := time.Until(s.Scade); d < 9*time.Hour || d > 10*time.Hour {
		t.Errorf("expires in %v", d)
	}
	// The district's operatore acts for its comune too.
	got := leggi[auth.Io](t, b.JSON(s.Token, http.MethodGet, "/io", ""), http.StatusOK)
	want := auth.Io{OperatoreID: b.Contabile, Nominativo: "Conti Ugo",
		Enti: []auth.Ente{{ID: b.Comune, Codice: "SIGESS_C1", Denominazione: "Comune 1"},
			{ID: b.Distretto, Codice: "SIGESS_DIST01", Denominazione: "SIGESS-Distretto 01"}},
		Uffici: []auth.Ufficio{{ID: b.Contabilita, EnteID: b.Distretto, Nome: "SIGESS_DIST01_CONT - Contabilità"}},
		Ruoli: []auth.Abilitazione{
			{EnteID: b.Distretto, UfficioID: b.Contabilita, Ruolo: models.OperatoreAmministrativo},
			{EnteID: b.Comune, UfficioID: b.Contabilita, Ruolo: models.OperatoreAmministrativo},
			{EnteID: b.Distretto, UfficioID: b.Contabilita, Ruolo: models.ResponsabileContabile},
			{EnteID: b.Comune, UfficioID: b.Contabilita, Ruolo: models.ResponsabileContabile},
		}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("io (-want +got):\n%s", diff)
	}
}

func TestOnlyPathsOfThisSiteAreLocal(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"/": true, "/soggetti?cognome=rossi": true, "/soggetti/1#nucleo": true, "/a//b": true, "/cerca?q=http://x": true,
		"": false, "soggetti": false, "//altro.it": false, "/\\altro.it": false, "/\t/altro.it": false, "/\n/altro.it": false,
		"https://altro.it": false, "javascript:alert(1)": false, "/%zz": false, " /soggetti": false, "/\u2028/altro.it": false,
	} {
		if got := auth.Locale(s); got != want {
			t.Errorf("Locale(%q) = %v, want %v", s, got, want)
		}
	}
	b := apitest.Nuovo(t)
	for _, altrove := range []string{"//altro.it", "https://altro.it", "/\\altro.it"} {
		w := b.Invia("", "/accesso", url.Values{"operatore": {b.Amministrativo}, "ritorno": {altrove}})
		if got := w.Header().Get("Location"); got != "/" {
			t.Errorf("login with ritorno %q leads to %q", altrove, got)
		}
	}
}

// The header of every page counts one's own tasks, and the page of an error
// leads back to the case.
func TestEveryPageCountsTasksAndAnErrorLeadsBackToTheCase(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	caso := uuid.NewString()
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return inbox.Apri(tx, inbox.Compito{Chiave: "prova", EnteID: b.Comune, UOID: b.UO, OperatoreID: &b.Amministrativo, Tipo: inbox.ValutaDomanda,
			Oggetto: "domanda", OggettoID: caso, WorkflowID: "domanda/" + caso, Titolo: "prova", Creato: time.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	token := b.Entra(t, b.Amministrativo)
	for percorso, ritorno := range map[string]string{
		"/": "", "/soggetti": "", "/strutture": "", "/assistenza": "", "/domande": "", "/elaborazioni": "", "/domande/" + caso: "",
		"/domande/" + caso + "/modifica": "/domande/" + caso, "/interventi/" + caso + "/modifica": "/interventi/" + caso,
		"/elaborazioni/" + caso + "/elenco": "/elaborazioni/" + caso, "/soggetti/" + caso + "/modifica": "",
	} {
		pagina := b.Pagina(token, percorso).Body.String()
		if !strings.Contains(pagina, `1<span class="visually-hidden"> compiti aperti</span>`) {
			t.Errorf("%s doesn't count the tasks", percorso)
		}
		_, corpo, _ := strings.Cut(pagina, "<main")
		if collegata := strings.Contains(corpo, `href="`+ritorno+`">Torna all`); collegata != (ritorno != "") {
			t.Errorf("%s: leads back to %q = %v", percorso, ritorno, collegata)
		}
	}
}
