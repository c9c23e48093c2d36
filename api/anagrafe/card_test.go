package anagrafe_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/anagrafe"
	"siss/api/apitest"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
)

func TestContactsAreChangedOnTheCard(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	su := "/soggetti/" + b.Soggetto
	atto := attoDi(t, b.Pagina(token, su).Body.String(), su+"/contatti")
	w := b.Invia(token, su+"/contatti", url.Values{"_atto": {atto}, "telefono": {"06 9900"}, "email": {"nessuna"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("wrong e-mail: %d", w.Code)
	}
	contiene(t, w.Body.String(), `value="06 9900"`, `value="nessuna"`, `<details class="modulo-inline" open>`)
	if w := b.Invia(token, su+"/contatti", url.Values{"_atto": {atto}, "telefono": {"06 9900"}, "email": {"mario@example.org"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != su+"#contatti" {
		t.Fatalf("contacts: %d %s", w.Code, w.Body)
	}
	contiene(t, b.Pagina(token, su).Body.String(), "06 9900", "mario@example.org", "Dati modificati: e-mail, telefono")
	leggi[anagrafe.Soggetto](t, b.JSON(token, http.MethodPut, su+"/contatti", `{}`), http.StatusOK)
	contiene(t, b.Pagina(token, su).Body.String(), "-06 9900")
}

func TestAnAddressAndARelationAreClosedFromTheCard(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	su := "/soggetti/" + b.Soggetto
	bianchi := leggi[anagrafe.Soggetti](t, b.JSON(token, http.MethodGet, "/soggetti?cognome=bianchi", ""), http.StatusOK).Soggetti[0].ID
	leggi[anagrafe.Residenza](t, b.JSON(token, http.MethodPut, su+"/residenze/"+uuid.NewString(), `{"tipo":"RESIDENZA","comune":"Roma","indirizzo":"Via Roma 1","dal":"2020-01-01"}`), http.StatusOK)
	leggi[anagrafe.Relazione](t, b.JSON(token, http.MethodPut, su+"/relazioni/"+uuid.NewString(), `{"altroId":"`+bianchi+`","tipo":"CONIUGE","convivente":true,"dal":"2010-01-01"}`), http.StatusOK)
	card := b.Pagina(token, su).Body.String()
	for cassetto, dice := range map[string]string{"residenze": "Via Roma 1, Roma", "relazioni": "BIANCHI MARIA"} {
		m := regexp.MustCompile(su + `/` + cassetto + `/[0-9a-f-]{36}/chiudi`).FindString(card)
		if m == "" {
			t.Fatalf("nothing to close among %s", cassetto)
		}
		modulo := b.Pagina(token, m).Body.String()
		contiene(t, modulo, dice, ">Chiudi</button>", `name="al"`)
		valori := url.Values{"_atto": {attoDi(t, modulo, m)}, "al": {periodo.Oggi().Piu(1).Italiana()}}
		if w := b.Invia(token, m, valori); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "la data non può essere futura") {
			t.Errorf("in the future: %d", w.Code)
		}
		valori.Set("al", "31/12/2023")
		for range 2 {
			if w := b.Invia(token, m, valori); w.Code != http.StatusSeeOther {
				t.Fatalf("close: %d %s", w.Code, w.Body)
			}
		}
		if w := b.Pagina(b.Entra(t, b.Estraneo), m); w.Code != http.StatusNotFound {
			t.Errorf("a stranger: %d", w.Code)
		}
	}
	card = b.Pagina(token, su).Body.String()
	contiene(t, card, "31/12/2023", "-/chiudi", "Residenza fino al 31/12/2023", "Legame con BIANCHI MARIA fino al 31/12/2023")
	contiene(t, b.Pagina(token, "/soggetti/"+bianchi).Body.String(), "31/12/2023", "Legame con ROSSI MARIO fino al 31/12/2023")
}

func TestALongStoryIsReadByPages(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	su := "/soggetti/" + b.Soggetto
	for i := range 55 {
		leggi[anagrafe.Soggetto](t, b.JSON(token, http.MethodPut, su+"/contatti", fmt.Sprintf(`{"telefono":"%d"}`, i)), http.StatusOK)
	}
	prima := b.Pagina(token, su).Body.String()
	contiene(t, prima, "1 - 50 di 56 elementi", su+`?pagina=2#storia`, "-Inserito in anagrafe")
	contiene(t, b.Pagina(token, su+"?pagina=2").Body.String(), "51 - 56 di 56 elementi", su+`?pagina=1#storia`, "Inserito in anagrafe")
	s := leggi[anagrafe.Storia](t, b.JSON(token, http.MethodGet, su+"/storia?pagina=2", ""), http.StatusOK)
	if s.Totale != 56 || len(s.Momenti) != 6 || s.Momenti[0].Operatore != "D'Arco Giovanna" || s.Momenti[0].Testo != "Dati modificati: telefono" {
		t.Errorf("second page %+v", s)
	}
	if s := leggi[anagrafe.Storia](t, b.JSON(token, http.MethodGet, su+"/storia?pagina=9", ""), http.StatusOK); len(s.Momenti) != 0 || s.Totale != 56 {
		t.Errorf("a page after the last: %+v", s)
	}
}

// Manuale §3, figg. 7-8: the cases are on the card.
func TestTheCardListsTheFirstCasesAndLeadsToAll(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	quando := time.Date(2024, 1, 10, 9, 30, 0, 0, time.UTC)
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		for range 12 {
			d, i := uuid.NewString(), uuid.NewString()
			if _, err := sigess.SalvaBozza(tx, chi, d, b.Domanda(sigess.Economico)); err != nil {
				return err
			}
			if err := sigess.Presenta(tx, chi, d, quando); err != nil {
				return err
			}
			if _, err := sigess.SalvaEconomico(tx, chi, i, b.Economico("2024-01-01", 10000)); err != nil {
				return err
			}
			if err := sigess.Attiva(tx, chi, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	card := b.Pagina(token, "/soggetti/"+b.Soggetto).Body.String()
	contiene(t, card, ">2024/12</a>", "-nessuna domanda", `href="/domande?soggettoId=`+b.Soggetto+`">Apri l&#39;elenco (12)`, `href="/interventi?soggettoId=`+b.Soggetto+`">Apri l&#39;elenco (12)`,
		`href="/domande/nuova?soggetto=`+b.Soggetto, "Contributo economico", ">Presentata<", ">In attesa<", "Domanda 2024/12 presentata", "Intervento 2024/12 attivato, in attesa dell&#39;inizio")
	if n := strings.Count(card, `href="/domande/`) - strings.Count(card, "Domanda 2024/"); n != 11 { // ten rows and the +
		t.Errorf("%d links to domande in the drawer", n)
	}
	if w := b.Pagina(b.Entra(t, b.Estraneo), "/soggetti/"+b.Soggetto); w.Code != http.StatusNotFound {
		t.Errorf("a stranger: %d", w.Code)
	}
}
