package moduli_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/api/apitest"
	"siss/models/sigess"
	"siss/web/form"
)

// banco is a served Mondo with who is logged in.
type banco struct {
	*apitest.Banco
	t     *testing.T
	token string
}

func nuovo(t *testing.T) *banco {
	b := &banco{Banco: apitest.Nuovo(t), t: t}
	b.token = b.Entra(t, b.Amministrativo)
	return b
}

// salva sends a draft as the page's script does.
func (b *banco) salva(token, chiave string, valori url.Values) *httptest.ResponseRecorder {
	corpo := url.Values{"_chiave": {chiave}}
	for nome, v := range valori {
		corpo[nome] = v
	}
	req := httptest.NewRequest(http.MethodPost, "/moduli/salvati", strings.NewReader(corpo.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	if token != "" {
		req.AddCookie(&http.Cookie{Name: "siss_sessione", Value: token})
	}
	return b.Manda(req)
}

func (b *banco) restano() (n int) {
	b.t.Helper()
	if err := b.DB.Raw(`SELECT count(*) FROM appunto`).Scan(&n).Error; err != nil {
		b.t.Fatal(err)
	}
	return n
}

func (b *banco) contiene(cosa, pagina string, testi ...string) {
	b.t.Helper()
	for _, testo := range testi {
		if !strings.Contains(pagina, testo) {
			b.t.Errorf("%s lacks %q", cosa, testo)
		}
	}
}

func TestEveryFormOffersItsDraftUntilItIsSaved(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	atto := uuid.NewString()
	modulo := "/domande/nuova?soggetto=" + b.Soggetto
	w := b.salva(b.token, modulo, url.Values{"_atto": {atto}, "soggettoId": {b.Soggetto}, "note": {"a <metà>"}, "richieste.0.note": {""},
		"richieste.1.note": {"seconda"}, "_aggiungi": {"richieste"}, "_operatore": {b.Amministrativo}})
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), `{"alle":"`) {
		t.Fatalf("saved: %d %s", w.Code, w.Body)
	}
	pagina := b.Pagina(b.token, modulo).Body.String()
	b.contiene("the form", pagina, "C'è una bozza non salvata del", `action="`+modulo+`"><button type="submit" class="btn btn-xs btn-primary" name="_riprendi"`, `data-operatore="`+b.Amministrativo+`"`)
	if strings.Contains(pagina, "metà") {
		t.Error("the form shows what is in the draft before it is asked for")
	}
	ripresa := b.Invia(b.token, modulo, url.Values{"_riprendi": {"1"}})
	if ripresa.Code != http.StatusOK {
		t.Fatalf("taken up: %d %s", ripresa.Code, ripresa.Body)
	}
	b.contiene("the form taken up", ripresa.Body.String(), "a &lt;metà&gt;", `value="`+atto+`"`, `name="richieste.1.note" value="seconda"`)
	if strings.Contains(ripresa.Body.String(), "orreggere") || strings.Contains(ripresa.Body.String(), "bozza non salvata") {
		t.Error("taking up a draft finds fault with it, or offers it again")
	}
	collega := b.Entra(t, b.Collega)
	if strings.Contains(b.Pagina(collega, modulo).Body.String(), "bozza non salvata") {
		t.Error("a colleague is offered the draft")
	}
	if w := b.Invia(collega, modulo, url.Values{"_riprendi": {"1"}}); w.Code != http.StatusNotFound {
		t.Errorf("a colleague takes up the draft: %d", w.Code)
	}
	domanda := form.Encode(b.Domanda(sigess.Economico))
	domanda.Set("uoId", "")
	if w := b.Invia(b.token, modulo, domanda); w.Code != http.StatusUnprocessableEntity || b.restano() != 1 {
		t.Errorf("refused: %d, %d drafts left", w.Code, b.restano())
	}
	domanda.Set("uoId", b.UO)
	if w := b.Invia(b.token, modulo, domanda); w.Code != http.StatusSeeOther || b.restano() != 0 {
		t.Errorf("saved: %d, %d drafts left", w.Code, b.restano())
	}
}

// The forms inside a card have drafts of their own.
func TestAFormOfACardOffersItsDraftAboveItself(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	scheda := "/soggetti/" + b.Soggetto
	b.salva(b.token, scheda+"/residenze", url.Values{"comune": {"Roma"}})
	b.contiene("the card", b.Pagina(b.token, scheda).Body.String(), "C'è una bozza non salvata di «Aggiungi un indirizzo» del")
	b.contiene("the card taken up", b.Invia(b.token, scheda+"/residenze", url.Values{"_riprendi": {"1"}}).Body.String(), `name="comune" value="Roma"`)
	w := b.Invia(b.token, "/moduli/scartati", url.Values{"chiave": {scheda + "/residenze"}, "ritorno": {scheda}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != scheda || b.restano() != 0 {
		t.Errorf("thrown away: %d to %s, %d left", w.Code, w.Header().Get("Location"), b.restano())
	}
	if w := b.Invia(b.token, "/moduli/scartati", url.Values{"chiave": {"/x"}, "ritorno": {"//altrove.it"}}); w.Header().Get("Location") != "/" {
		t.Errorf("thrown away and sent to %s", w.Header().Get("Location"))
	}
}

func TestADraftOlderThanItsRecordSaysSo(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	modifica := "/soggetti/" + b.Soggetto + "/modifica"
	b.salva(b.token, modifica, url.Values{"versione": {"1"}, "enteId": {b.Comune}, "cognome": {"ROSSI"}, "note": {"mia"}})
	if strings.Contains(b.Pagina(b.token, modifica).Body.String(), "Nel frattempo") {
		t.Error("the draft is of the present version")
	}
	valori := url.Values{"enteId": {b.Comune}, "cognome": {"ROSSI"}, "nome": {"MARIO"}, "sesso": {"M"}, "dataNascita": {"1986-07-11"}, "luogoNascitaCodice": {"H501"},
		"codiceFiscale": {"RSSMRA86L11H501E"}, "telefono": {"06 1"}, "versione": {"1"}}
	if w := b.Invia(b.Entra(t, b.Collega), modifica, valori); w.Code != http.StatusSeeOther {
		t.Fatalf("the colleague saves: %d %s", w.Code, w.Body)
	}
	b.contiene("the form", b.Pagina(b.token, modifica).Body.String(), "Nel frattempo i dati sono cambiati")
	valori.Set("telefono", "")
	valori.Set("note", "mia")
	w := b.Invia(b.token, modifica, valori)
	if w.Code != http.StatusConflict {
		t.Fatalf("stale save: %d", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "Neri Paolo ha modificato questi dati", "<strong>Neri Paolo</strong> ha modificato alle", "«06 1»", `name="versione" value="2"`, "mia", `name="_novita.telefono"`)
	if b.restano() != 1 {
		t.Error("a refusal throws the draft away")
	}
	valori.Set("versione", "2")
	if w := b.Invia(b.token, modifica, valori); w.Code != http.StatusSeeOther || b.restano() != 0 {
		t.Errorf("saved again knowingly: %d, %d drafts", w.Code, b.restano())
	}
}

func TestADraftIsRefusedWhenItCannotBeKept(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	for nome, tt := range map[string]struct {
		token, chiave string
		valori        url.Values
		want          int
		dice          string
	}{
		"nobody":          {"", "/soggetti/nuovo", nil, http.StatusUnauthorized, "occorre entrare"},
		"ended session":   {"scaduto", "/soggetti/nuovo", nil, http.StatusUnauthorized, "entrare di nuovo"},
		"another":         {b.token, "/soggetti/nuovo", url.Values{"_operatore": {b.Collega}}, http.StatusConflict, "altro operatore (D'Arco Giovanna)"},
		"another site":    {b.token, "https://altrove.it/", nil, http.StatusUnprocessableEntity, "non dice"},
		"no form":         {b.token, "", nil, http.StatusUnprocessableEntity, "non dice"},
		"too long a form": {b.token, "/soggetti/nuovo", url.Values{"note": {strings.Repeat("a", 200_000)}}, http.StatusUnprocessableEntity, "troppo lungo"},
	} {
		w := b.salva(tt.token, tt.chiave, tt.valori)
		if w.Code != tt.want || w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), tt.dice) {
			t.Errorf("%s: %d %s, want %d with %q", nome, w.Code, w.Body, tt.want, tt.dice)
		}
	}
	if b.restano() != 0 {
		t.Error("a refused draft was kept")
	}
	if w := b.Pagina("", "/moduli/rientro"); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/accesso?ritorno=") {
		t.Errorf("nobody comes back: %d", w.Code)
	}
	b.contiene("the page to come back by", b.Pagina(b.token, "/moduli/rientro").Body.String(), "tornare a quella del modulo")
}
