package inbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"gorm.io/gorm"

	"siss/api/apitest"
	"siss/api/atti"
	apinbox "siss/api/inbox"
	"siss/models"
	"siss/models/inbox"
	flow "siss/workflows/inbox"
)

func corpo(t *testing.T, v any) string {
	t.Helper()
	dati, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(dati)
}

// gruppo are tasks that meet every fate: done, refused by its workflow, failed,
// closed meanwhile, of another office, of nobody.
func gruppo(t *testing.T, b *apitest.Banco) (ids []string) {
	t.Helper()
	b.Temporal.EsitoDi = map[string]error{}
	for _, titolo := range []string{"riesce", "rifiutato", "cade", "chiuso"} {
		oggetto := uuid.NewString()
		apri(t, b, inbox.Compito{Tipo: inbox.AvviaIstruttoria, Titolo: titolo, Oggetto: "domanda", OggettoID: oggetto}, 3)
		switch titolo {
		case "rifiutato":
			b.Temporal.EsitoDi["domanda/"+oggetto] = temporal.NewNonRetryableApplicationError("il compito è già di un altro operatore", string(models.Conflict), nil)
		case "cade":
			b.Temporal.EsitoDi["domanda/"+oggetto] = http.ErrHandlerTimeout
		}
		ids = append(ids, compito(t, b, b.Amministrativo, titolo).ID)
	}
	apri(t, b, inbox.Compito{Tipo: inbox.AvviaIstruttoria, Titolo: "di altrove", EnteID: b.Altrove, UOID: b.UOAltrove}, 5)
	ids = append(ids, compito(t, b, b.Estraneo, "di altrove").ID, uuid.NewString())
	if err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE compito SET chiuso_il = now() WHERE titolo = 'chiuso'`).Error
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestManyTasksAreActedUponEachForItself(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	ids := gruppo(t, b)
	token := b.Entra(t, b.Amministrativo)
	chiedi := corpo(t, apinbox.ModuloInsieme{Azione: "presa", Compiti: ids})
	got := leggi[apinbox.EsitoInsieme](t, b.JSON(token, http.MethodPost, "/compiti/insieme", chiedi), http.StatusOK)
	want := apinbox.EsitoInsieme{Fatti: 1, NonFatti: 5, Esiti: []apinbox.EsitoCompito{
		{CompitoID: ids[0], Titolo: "riesce", Esito: "FATTO"},
		{CompitoID: ids[1], Titolo: "rifiutato", Esito: "RIFIUTATO", Motivo: "il compito è già di un altro operatore"},
		{CompitoID: ids[2], Titolo: "cade", Esito: "NON_RIUSCITO", Motivo: got.Esiti[2].Motivo},
		{CompitoID: ids[3], Titolo: "chiuso", Esito: "RIFIUTATO", Motivo: "il compito è già stato chiuso"},
		{CompitoID: ids[4], Esito: "RIFIUTATO", Motivo: "il compito non esiste o non è visibile"},
		{CompitoID: ids[5], Esito: "RIFIUTATO", Motivo: "il compito non esiste o non è visibile"},
	}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(apinbox.EsitoCompito{})); diff != "" || got.Esiti[2].Motivo == "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if n := len(b.Temporal.Aggiornamenti); n != 3 {
		t.Errorf("%d updates were sent, want 3: of what can be seen and is open", n)
	}
}

// To whom tasks are given is asked on a page of its own, which keeps those that
// were ticked, again when nobody is chosen.
func TestItIsAskedToWhomTheTickedTasksAreGiven(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	id := compito(t, b, b.Amministrativo, "di Giovanna").ID
	altrove := uuid.NewString()
	valori := url.Values{"azione": {"riassegnazione"}, "compiti": {id, altrove, "non un id"}}
	w := b.Invia(token, "/compiti/insieme/operatore?ritorno=%2F%3Flista%3Dmiei", valori)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	const dove = `action="/compiti/insieme?ritorno=%2F%3Flista%3Dmiei"`
	contiene(t, w.Body.String(), "Riassegna i compiti scelti", dove, `value="`+id+`" checked`, "di Giovanna", "Neri Paolo", `value="riassegnazione"`, "-"+altrove, "-Altri Ivo")
	w = b.Invia(token, "/compiti/insieme?ritorno=%2F%3Flista%3Dmiei", url.Values{"_atto": {uuid.NewString()}, "azione": {"riassegnazione"}, "compiti": {id}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nobody chosen: status %d", w.Code)
	}
	contiene(t, w.Body.String(), "scegliere l&#39;operatore a cui riassegnare", dove, `value="`+id+`" checked`)
	if len(b.Temporal.Aggiornamenti) != 0 {
		t.Errorf("something was tried: %+v", b.Temporal.Aggiornamenti)
	}
}

// Sent twice, the same form is the same acts: each with an id of its own.
func TestManyTasksSentTwiceAreTheSameActs(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	var ids []string
	for _, titolo := range []string{"uno", "due", "tre"} {
		apri(t, b, inbox.Compito{Tipo: inbox.AvviaIstruttoria, Titolo: titolo, OperatoreID: &b.Amministrativo}, 3)
		ids = append(ids, compito(t, b, b.Amministrativo, titolo).ID)
	}
	token := b.Entra(t, b.Amministrativo)
	valori := url.Values{"_atto": {uuid.NewString()}, "azione": {"riassegnazione"}, "operatoreId": {b.Collega}, "compiti": ids}
	volte := map[string]int{}
	for range 2 {
		w := b.Invia(token, "/compiti/insieme?ritorno=%2F%3Flista%3Dmiei", valori)
		if w.Code != http.StatusOK {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		contiene(t, w.Body.String(), "3 compiti riassegnati", "Esito sui compiti scelti", `href="/?lista=miei" title="Torna ai compiti"`, "uno", "due", "tre")
	}
	for _, u := range b.Temporal.Aggiornamenti {
		volte[u.UpdateID]++
		m := u.Args[0].(flow.Riassegna)
		if u.UpdateName != flow.UpdateRiassegna || m.NuovoID != b.Collega || m.OperatoreID != b.Amministrativo || m.AttoID != valori.Get("_atto") {
			t.Errorf("sent %s %+v", u.UpdateName, m)
		}
	}
	if len(volte) != 3 {
		t.Errorf("acts and times: %v, want three acts twice", volte)
	}
}

func TestManyTasksAreRefusedTogetherWhenNothingCanBeTried(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	id := compito(t, b, b.Amministrativo, "dell'ufficio").ID
	troppi := make([]string, 101)
	for n := range troppi {
		troppi[n] = uuid.NewString()
	}
	for campo, m := range map[string]apinbox.ModuloInsieme{
		"compiti": {Azione: "presa", Compiti: troppi}, "operatoreId": {Azione: "riassegnazione", Compiti: []string{id}}, "azione": {Azione: "altro", Compiti: []string{id}}} {
		p := leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/compiti/insieme", corpo(t, m)), http.StatusUnprocessableEntity)
		if len(p.Errori) == 0 || p.Errori[0].Campo != campo {
			t.Errorf("%s: %+v", campo, p)
		}
	}
	for percorso, valori := range map[string]url.Values{
		"/compiti/insieme":           {"azione": {"presa"}},
		"/compiti/insieme/operatore": {"azione": {"riassegnazione"}},
	} {
		w := b.Invia(token, percorso+"?ritorno=%2F%3Flista%3Duffici", valori)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", percorso, w.Code)
		}
		contiene(t, w.Body.String(), "spuntare almeno un compito", "Compiti dei miei uffici", "-di Giovanna")
	}
	if len(b.Temporal.Aggiornamenti) != 0 {
		t.Errorf("something was tried: %+v", b.Temporal.Aggiornamenti)
	}
}

func TestATaskIsReassignedFromItsPage(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	id := compito(t, b, b.Amministrativo, "di Giovanna").ID
	contiene(t, b.Pagina(token, "/compiti/"+id+"/riassegnazione?ritorno=%2F%3Flista%3Dmiei").Body.String(), "di Giovanna", "la domanda resta assegnata",
		b.Collega, "-"+b.Estraneo, `href="/?lista=miei">Annulla`)
	w := b.Invia(token, "/compiti/"+id+"/riassegnazione?ritorno=%2F%3Flista%3Dmiei", url.Values{"operatoreId": {b.Collega}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?lista=miei" {
		t.Errorf("reassigned: %d to %q", w.Code, w.Header().Get("Location"))
	}
	b.Temporal.Esito = temporal.NewNonRetryableApplicationError("correggere i campi indicati", string(models.Invalid), nil,
		[]models.Campo{{Nome: "operatoreId", Messaggio: "l'operatore non ha un'abilitazione valida"}})
	w = b.Invia(token, "/compiti/"+id+"/riassegnazione", url.Values{"operatoreId": {b.Estraneo}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("to a stranger: %d", w.Code)
	}
	contiene(t, w.Body.String(), "non ha un&#39;abilitazione valida", "Riassegna il compito")
	p := leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/compiti/"+id+"/riassegnazione", `{"operatoreId":"`+b.Estraneo+`"}`), http.StatusUnprocessableEntity)
	if len(p.Errori) != 1 || p.Errori[0].Campo != "operatoreId" {
		t.Errorf("problem %+v", p)
	}
	leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Estraneo), http.MethodPost, "/compiti/"+id+"/riassegnazione", `{"operatoreId":"`+b.Estraneo+`"}`), http.StatusNotFound)
}
