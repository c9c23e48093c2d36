package inbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"gorm.io/gorm"

	"siss/api/apitest"
	"siss/api/atti"
	apinbox "siss/api/inbox"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/inbox"
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

func contiene(t *testing.T, pagina string, testi ...string) {
	t.Helper()
	for _, testo := range testi {
		senza, negato := strings.CutPrefix(testo, "-")
		if strings.Contains(pagina, senza) == negato {
			t.Errorf("%q: present = %v", senza, !negato)
		}
	}
}

// apri opens a task of the office, for an operatore if not nil, due in days.
func apri(t *testing.T, b *apitest.Banco, c inbox.Compito, giorni int) {
	t.Helper()
	if c.EnteID == "" {
		c.EnteID, c.UOID = b.Comune, b.UO
	}
	if c.Oggetto == "" {
		c.Oggetto, c.OggettoID = "domanda", uuid.NewString()
	}
	c.WorkflowID, c.SoggettoID, c.Creato, c.Scade = c.Oggetto+"/"+c.OggettoID, &b.Soggetto, time.Now(), periodo.Oggi().Piu(giorni)
	c.Chiave = c.WorkflowID + "/" + c.Titolo
	if err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, _ models.Chi) error { return inbox.Apri(tx, c) }); err != nil {
		t.Fatal(err)
	}
}

func titoli(c apinbox.Compiti) []string {
	var out []string
	for _, k := range c.Compiti {
		out = append(out, k.Titolo)
	}
	return out
}

// popola opens tasks of every kind of visibility.
func popola(t *testing.T, b *apitest.Banco) {
	t.Helper()
	apri(t, b, inbox.Compito{Tipo: inbox.AvviaIstruttoria, Titolo: "dell'ufficio"}, 3)
	apri(t, b, inbox.Compito{Tipo: inbox.ValutaDomanda, Titolo: "di Giovanna", OperatoreID: &b.Amministrativo}, -1)
	apri(t, b, inbox.Compito{Tipo: inbox.PrendiVisione, Titolo: "visione di Giovanna", OperatoreID: &b.Amministrativo}, 30)
	apri(t, b, inbox.Compito{Tipo: inbox.ComunicaEsito, Titolo: "di Paolo", OperatoreID: &b.Collega}, 4)
	apri(t, b, inbox.Compito{Tipo: inbox.AvviaIstruttoria, Titolo: "di altrove", EnteID: b.Altrove, UOID: b.UOAltrove}, 5)
}

func TestTasksAreOnesOwnAndThoseOfOnesOffices(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	for name, tt := range map[string]struct {
		operatore, query string
		want             []string
	}{
		"mine":            {b.Amministrativo, "miei=true", []string{"di Giovanna", "visione di Giovanna"}},
		"office's":        {b.Amministrativo, "miei=false", []string{"dell'ufficio", "di Paolo"}},
		"by kind":         {b.Amministrativo, "tipo=AVVIA_ISTRUTTORIA", []string{"dell'ufficio"}},
		"mine by kind":    {b.Amministrativo, "miei=true&tipo=AVVIA_ISTRUTTORIA", nil},
		"colleague":       {b.Collega, "miei=true", []string{"di Paolo"}},
		"who coordinates": {b.Coordinatore, "", []string{"di Giovanna", "dell'ufficio", "di Paolo", "visione di Giovanna"}},
		"stranger":        {b.Estraneo, "", []string{"di altrove"}},
		"stranger's own":  {b.Estraneo, "miei=true", nil},
		"beyond":          {b.Amministrativo, "pagina=2", nil},
		"all":             {b.Amministrativo, "lista=tutti", []string{"di Giovanna", "dell'ufficio", "di Paolo", "visione di Giovanna"}},
		"the other way":   {b.Amministrativo, "lista=tutti&ordine=-scadenza", []string{"visione di Giovanna", "di Paolo", "dell'ufficio", "di Giovanna"}},
		"late":            {b.Amministrativo, "lista=tutti&scadenza=scaduti", []string{"di Giovanna"}},
		"of a name":       {b.Amministrativo, "lista=tutti&testo=rossi&tipo=COMUNICA_ESITO", []string{"di Paolo"}},
		"of a colleague":  {b.Coordinatore, "lista=coordinati&operatore=" + b.Collega, []string{"di Paolo"}},
		"to take":         {b.Collega, "lista=liberi", []string{"dell'ufficio"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := leggi[apinbox.Compiti](t, b.JSON(b.Entra(t, tt.operatore), http.MethodGet, "/compiti?"+tt.query, ""), http.StatusOK)
			if diff := cmp.Diff(tt.want, titoli(got)); diff != "" || got.Totale != len(tt.want) && name != "beyond" {
				t.Errorf("%d tasks (-want +got):\n%s", got.Totale, diff)
			}
		})
	}
	for _, query := range []string{"tipo=ALTRO", "miei=forse", "pagina=-1", "colore=rosso", "lista=altre", "eta=9", "operatore=x", "dal=ieri", "ordine=a"} {
		leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Amministrativo), http.MethodGet, "/compiti?"+query, ""), http.StatusUnprocessableEntity)
	}
}

func compito(t *testing.T, b *apitest.Banco, operatore, titolo string) apinbox.Compito {
	t.Helper()
	for _, query := range []string{"miei=true", ""} {
		for _, c := range leggi[apinbox.Compiti](t, b.JSON(b.Entra(t, operatore), http.MethodGet, "/compiti?"+query, ""), http.StatusOK).Compiti {
			if c.Titolo == titolo {
				return c
			}
		}
	}
	t.Fatalf("no task %q", titolo)
	return apinbox.Compito{}
}

func TestActsOnATaskGoToItsWorkflow(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	c := compito(t, b, b.Amministrativo, "dell'ufficio")
	for percorso, update := range map[string]string{"presa": flow.UpdatePrendi, "rilascio": flow.UpdateRilascia, "completamento": flow.UpdateCompleta} {
		b.Temporal.Aggiornamenti, b.Temporal.Esito = nil, nil
		if w := b.JSON(token, http.MethodPost, "/compiti/"+c.ID+"/"+percorso, ""); w.Code != http.StatusNoContent {
			t.Errorf("%s: %d %s", percorso, w.Code, w.Body)
		}
		u := b.Temporal.Aggiornamenti[0]
		if u.WorkflowID != "domanda/"+c.OggettoID || u.UpdateName != update || uuid.Validate(u.UpdateID) != nil {
			t.Errorf("%s sent %+v", percorso, u)
		}
		if diff := cmp.Diff([]any{flow.Messaggio{CompitoID: c.ID, OperatoreID: b.Amministrativo}}, u.Args); diff != "" {
			t.Errorf("%s (-want +got):\n%s", percorso, diff)
		}
		b.Temporal.Esito = temporal.NewNonRetryableApplicationError("il compito è già di un altro operatore", string(models.Conflict), nil)
		if p := leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/compiti/"+c.ID+"/"+percorso, ""), http.StatusConflict); p.Dettaglio != "il compito è già di un altro operatore" {
			t.Errorf("%s: %+v", percorso, p)
		}
	}
	b.Temporal.Aggiornamenti = nil
	leggi[atti.Problema](t, b.JSON(b.Entra(t, b.Estraneo), http.MethodPost, "/compiti/"+c.ID+"/presa", ""), http.StatusNotFound)
	leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/compiti/"+uuid.NewString()+"/presa", ""), http.StatusNotFound)
	leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/compiti/uno/presa", ""), http.StatusUnprocessableEntity)
	leggi[atti.Problema](t, b.JSON("", http.MethodPost, "/compiti/"+c.ID+"/presa", ""), http.StatusUnauthorized)
	if len(b.Temporal.Aggiornamenti) != 0 {
		t.Errorf("a refused act reached the workflow: %+v", b.Temporal.Aggiornamenti)
	}
}

func TestTaskToCreateAnInterventoLeadsToTheFormOfItsKind(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	domanda := uuid.NewString()
	var richiesta string
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if _, err := sigess.SalvaBozza(tx, chi, domanda, b.Domanda(sigess.Prestazioni)); err != nil {
			return err
		}
		richieste, err := sigess.Richieste(tx, domanda)
		richiesta = richieste[0].ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	apri(t, b, inbox.Compito{Tipo: inbox.CreaIntervento, Titolo: "Creare l'intervento", Oggetto: "domanda", OggettoID: domanda, RichiestaID: &richiesta}, 9)
	apri(t, b, inbox.Compito{Tipo: inbox.ConfermaElaborazione, Titolo: "Confermare", Oggetto: "elaborazione", OggettoID: domanda}, 9)
	if c := compito(t, b, b.Amministrativo, "Creare l'intervento"); c.Natura != "PRESTAZIONI" || c.RichiestaID != richiesta {
		t.Errorf("task %+v", c)
	}
	contiene(t, b.Pagina(b.Entra(t, b.Amministrativo), "/").Body.String(), `href="/elaborazioni/`+domanda+`"`,
		`href="/interventi/nuovo?natura=PRESTAZIONI&amp;richiesta=`+richiesta+`&amp;soggetto=`+b.Soggetto+`"`)
}

func TestHomeListsTasksWithWhatMayBeDone(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	pagina := b.Pagina(token, "/").Body.String()
	contiene(t, pagina, "Compiti miei e dei miei uffici", "dell&#39;ufficio", "di Giovanna", "di Paolo", "-di altrove", "ROSSI MARIO (11/07/1986)",
		"SIGESS_COM1 - Comune 1", "scaduto da 1 giorno", "scade tra 3 giorni", "scade tra 30 giorni", "Presa visione", "Prendi in carico", "Neri Paolo", periodo.Oggi().Piu(-1).Italiana(),
		`2<span class="visually-hidden"> compiti aperti</span>`)
	righe := righeDi(pagina)
	contiene(t, righe["dell&#39;ufficio"], "/presa?", "-/rilascio?", "-/completamento?", "-/riassegnazione?", "Scheda del soggetto")
	contiene(t, righe["di Giovanna"], "/presa?", "-/rilascio?", "-/completamento?", "/riassegnazione?", "da prendere in carico")
	contiene(t, righe["visione di Giovanna"], "-/presa?", "-/rilascio?", "/completamento?", "-/riassegnazione?")
	contiene(t, righe["di Paolo"], "-/presa?", "-/rilascio?", "-/riassegnazione?")
	if err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE compito SET preso_il = now() WHERE titolo = 'di Giovanna'`).Error
	}); err != nil {
		t.Fatal(err)
	}
	contiene(t, righeDi(b.Pagina(token, "/").Body.String())["di Giovanna"], "-/presa?", "/rilascio?", "/riassegnazione?", "-da prendere in carico")
	contiene(t, righeDi(b.Pagina(b.Entra(t, b.Coordinatore), "/").Body.String())["di Paolo"], "-/presa?", "/riassegnazione?")
	contiene(t, b.Pagina(token, "/?lista=miei").Body.String(), "I miei compiti", "-di Paolo", "ritorno=%2F%3Flista%3Dmiei")
	contiene(t, b.Pagina(token, "/?lista=uffici&tipo=COMUNICA_ESITO").Body.String(), "di Paolo", "-dell&#39;ufficio")
	contiene(t, b.Pagina(token, "/?tipo=CREA_INTERVENTO").Body.String(), "nessun compito con questi filtri", "Togli i filtri")
	contiene(t, b.Pagina(token, "/?lista=nessuna&pagina=x").Body.String(), "di Giovanna", "di Paolo", "filtri che non esistono")
	contiene(t, b.Pagina(b.Entra(t, b.Contabile), "/").Body.String(), "Cerca il soggetto", "nessun compito in carico")
}

// righeDi are the rows of the list by the title of their task.
func righeDi(pagina string) map[string]string {
	out := map[string]string{}
	for _, r := range regexp.MustCompile(`(?s)<tr role="row"><td.*?</tr>`).FindAllString(pagina, -1) {
		out[regexp.MustCompile(`href="[^"]*">([^<]*)</a>`).FindStringSubmatch(r)[1]] = r
	}
	return out
}

// conti are the counts beside the choices of the page.
func conti(pagina string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`">([^<]*) <span class="conta">([0-9]+)</span></a>`).FindAllStringSubmatch(pagina, -1) {
		out[m[1]] = m[2]
	}
	return out
}

func TestChoicesSayHowManyTasksTheyLead(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	pagina := b.Pagina(b.Entra(t, b.Amministrativo), "/").Body.String()
	want := map[string]string{"Tutti": "4", "Miei": "2", "Dei miei uffici": "2", "Da prendere": "1",
		"Tutte": "4", "Scaduti": "1", "Oggi": "0", "Questa settimana": conti(pagina)["Questa settimana"], "Prossimi 30 giorni": "3"}
	if diff := cmp.Diff(want, conti(pagina)); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	miei := b.Pagina(b.Entra(t, b.Amministrativo), "/?lista=miei&ordine=-scadenza").Body.String()
	contiene(t, miei, `aria-sort="descending"`, `href="/?lista=miei"`, `href="/?lista=miei&amp;ordine=soggetto"`, `<span class="conta">2</span></h2>`, "-Che coordino")
	if got := conti(miei); got["Scaduti"] != "1" || got["Tutte"] != "2" || got["Dei miei uffici"] != "2" {
		t.Errorf("counts beside the terms of my tasks: %v", got)
	}
	contiene(t, b.Pagina(b.Entra(t, b.Coordinatore), "/?lista=coordinati&operatore=nessuno").Body.String(), "Che coordino", "dell&#39;ufficio", "-di Paolo", `<option value="nessuno" selected>`)
}

func TestTheListHasItsPages(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	for i := range 25 {
		apri(t, b, inbox.Compito{Tipo: inbox.AvviaIstruttoria, Titolo: "compito " + string(rune('a'+i))}, i)
	}
	token := b.Entra(t, b.Amministrativo)
	contiene(t, b.Pagina(token, "/?lista=uffici").Body.String(), "1 - 20 di 25 elementi", "/?lista=uffici&amp;pagina=2", "compito a<", "-compito y<")
	w := b.Pagina(token, "/?lista=uffici&pagina=2")
	contiene(t, w.Body.String(), "21 - 25 di 25 elementi", "compito y<", "-compito a<", "ritorno=%2F%3Flista%3Duffici%26pagina%3D2")
	contiene(t, b.Pagina(token, "/?pagina=7").Body.String(), "questa pagina non esiste", "Torna alla prima pagina")
}

func TestTaskIsTakenFromTheHomePage(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	c := compito(t, b, b.Amministrativo, "dell'ufficio")
	atto := url.Values{"_atto": {uuid.NewString()}}
	for range 2 { // a double click
		w := b.Invia(token, "/compiti/"+c.ID+"/presa?ritorno=%2F%3Flista%3Duffici", atto)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?lista=uffici" {
			t.Fatalf("taken: %d to %q", w.Code, w.Header().Get("Location"))
		}
	}
	if u := b.Temporal.Aggiornamenti; u[0].UpdateID != u[1].UpdateID {
		t.Errorf("a double click is two acts: %+v", u)
	}
	if w := b.Invia(token, "/compiti/"+c.ID+"/presa?ritorno=%2F%2Faltro.it", nil); w.Header().Get("Location") != "/" {
		t.Errorf("sent to %q", w.Header().Get("Location"))
	}
	b.Temporal.Esito = temporal.NewNonRetryableApplicationError("il compito è già di un altro operatore", string(models.Conflict), nil)
	w := b.Invia(token, "/compiti/"+c.ID+"/presa", url.Values{"_atto": {uuid.NewString()}})
	if w.Code != http.StatusConflict {
		t.Errorf("another's: %d", w.Code)
	}
	contiene(t, w.Body.String(), "il compito è già di un altro operatore", "Compiti miei e dei miei uffici")
	if w := b.Invia(token, "/compiti/"+uuid.NewString()+"/presa", nil); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Torna alla Home") {
		t.Errorf("closed task: %d", w.Code)
	}
}

// Who coordinates several enti has hundreds of offices to choose from: Home
// offers them when asked, and keeps them while one is chosen.
func TestTheOfficesOfSeveralEntiAreChosenWhenAsked(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	err := b.Fai(t, b.Coordinatore, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Create(&anagrafe.Abilitazione{ID: uuid.NewString(), EnteID: b.Distretto, UOID: b.Contabilita, OperatoreID: b.Coordinatore,
			Ruolo: models.Coordinatore, Dal: periodo.MustParse("2020-01-01")}).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	anna := b.Entra(t, b.Coordinatore)
	contiene(t, b.Pagina(anna, "/").Body.String(), `href="/?uffici=true#altri-filtri"`, `-name="ufficio"`)
	contiene(t, b.Pagina(anna, "/?uffici=true").Body.String(), `name="ufficio"`, b.UO, "-Scegli un ufficio")
	contiene(t, b.Pagina(anna, "/?ufficio="+b.UO).Body.String(), `<option value="`+b.UO+`" selected>`, "-Scegli un ufficio")
}
