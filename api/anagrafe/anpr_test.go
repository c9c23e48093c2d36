package anagrafe_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"siss/api/anagrafe"
	"siss/api/anpr"
	"siss/api/apitest"
	"siss/api/atti"
	"siss/deploy/dev/anpr/simulatore"
)

// conANPR is a Banco in front of the simulated ANPR, which can be put out.
func conANPR(t *testing.T) (*apitest.Banco, *httptest.Server) {
	t.Helper()
	b := apitest.Nuovo(t)
	s := httptest.NewServer(simulatore.Nuovo())
	t.Cleanup(s.Close)
	b.Anpr = anpr.Nuovo(s.URL, time.Second, slog.New(slog.DiscardHandler))
	b.Server = b.Servi(t, true)
	popola(t, b)
	return b, s
}

func ricercaDi(codice string) url.Values {
	return url.Values{"_atto": {uuid.NewString()}, "codiceFiscale": {codice}, "finalita": {"NUOVA_DOMANDA"}, "pratica": {"sportello"}}
}

// importazioneDa reads the form of the import in the page of a consultation.
func importazioneDa(t *testing.T, pagina string) url.Values {
	t.Helper()
	_, modulo, ok := strings.Cut(pagina, `action="/soggetti/anpr/importa"`)
	if !ok {
		t.Fatalf("no import in %s", pagina)
	}
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(modulo, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

func quantiSoggetti(t *testing.T, b *apitest.Banco) (n int) {
	t.Helper()
	if err := b.DB.Raw(`SELECT count(*) FROM soggetto`).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// Manuale §2, fig. 6.
func TestAPersonIsConsultedInANPRAndImportedOnce(t *testing.T) {
	t.Parallel()
	b, _ := conANPR(t)
	token := b.Entra(t, b.Amministrativo)
	maschera := b.Pagina(token, "/soggetti/anpr").Body.String()
	contiene(t, maschera, `name="codiceFiscale"`, `name="finalita"`, `name="pratica"`, ">Cerca in ANPR</button>", "-name=\"enteId\"", "-name=\"cognome\"")
	w := b.Invia(token, "/soggetti/anpr/nuova", url.Values{"codiceFiscale": {simulatore.Capofamiglia}})
	contiene(t, w.Body.String(), `value="`+simulatore.Capofamiglia+`"`, "-campo obbligatorio")
	w = b.Invia(token, "/soggetti/anpr", url.Values{"codiceFiscale": {simulatore.Capofamiglia}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a purpose: %d", w.Code)
	}
	contiene(t, w.Body.String(), `value="`+simulatore.Capofamiglia+`"`, "Finalità della consultazione: ", "Pratica: ")

	w = b.Invia(token, "/soggetti/anpr", ricercaDi(strings.ToLower(simulatore.Capofamiglia)))
	dati := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatalf("consultation: %d %s", w.Code, dati)
	}
	contiene(t, dati, "MERCURI LUCA (14/03/1979)", "VIA DEI PINI 12 interno 4", "00172", "01/05/2009", "Coniugato/a", "ITALIA", "SALVATORI GIULIA", "MERCURI SOFIA",
		">Importa dati Soggetto</button>", "-già in anagrafe", `<option value="FIGLIO" selected>`)
	prima := quantiSoggetti(t, b)
	valori := importazioneDa(t, dati)
	valori.Set("familiari.1.codiceFiscale", simulatore.Figlia)
	for i, tipo := range []string{"CONIUGE", "FIGLIO", "FIGLIO"} {
		valori.Set(fmt.Sprintf("familiari.%d.tipo", i), tipo)
	}
	var clic sync.WaitGroup
	var dove sync.Map
	for range 3 {
		clic.Go(func() {
			w := b.Invia(token, "/soggetti/anpr/importa", valori)
			if w.Code != http.StatusSeeOther {
				t.Errorf("import: %d %s", w.Code, w.Body)
			}
			dove.Store(w.Header().Get("Location"), true)
		})
	}
	clic.Wait()
	if n := quantiSoggetti(t, b) - prima; n != 2 {
		t.Errorf("three clicks made %d persons, want father and daughter", n)
	}
	var schede []string
	dove.Range(func(k, _ any) bool { schede = append(schede, k.(string)); return true })
	if len(schede) != 1 {
		t.Fatalf("three clicks lead to %v", schede)
	}
	contiene(t, b.Pagina(token, schede[0]).Body.String(), "MERCURI LUCA (14/03/1979)", "da ANPR, ", "VIA DEI PINI 12 interno 4", "MERCURI SOFIA", "Figlio/a",
		"Inserito in anagrafe con i dati di ANPR", "Consultazione di ANPR: importato", "Inserimento per una nuova domanda, pratica sportello", "Residenza dal 01/05/2009, da ANPR")
	contiene(t, b.Pagina(token, "/soggetti?cognome=mercuri").Body.String(), "LUCA", "SOFIA", "2 elementi")
}

func TestWhoIsThereAlreadyIsUpdatedAfterSeeingTheDifferences(t *testing.T) {
	t.Parallel()
	b, _ := conANPR(t)
	token := b.Entra(t, b.Amministrativo)
	maschera := b.Pagina(token, "/soggetti/anpr?soggetto="+b.Soggetto).Body.String()
	contiene(t, maschera, `value="RSSMRA86L11H501E"`, `<option value="AGGIORNAMENTO" selected>`, `value="scheda 1"`)
	dati := b.Invia(token, "/soggetti/anpr", ricercaDi(simulatore.RossiMario)).Body.String()
	contiene(t, dati, "il soggetto è già in anagrafe", `href="/soggetti/`+b.Soggetto+`">Apri la scheda 1`, "Differenze con l'anagrafe", "VIA TUSCOLANA 1042", ">Aggiorna dati Soggetto</button>", "-Importa dati Soggetto")
	valori := importazioneDa(t, dati)
	senza := url.Values{"_atto": {uuid.NewString()}, "consultazioneId": valori["consultazioneId"], "codiceFiscale": valori["codiceFiscale"]}
	w := b.Invia(token, "/soggetti/anpr/importa", senza)
	if w.Code != http.StatusConflict {
		t.Errorf("without asking for the update: %d", w.Code)
	}
	contiene(t, w.Body.String(), "la persona è già in anagrafe con il codice 1", "-Riprova a importare")
	if w := b.Invia(token, "/soggetti/anpr/importa", valori); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/soggetti/"+b.Soggetto {
		t.Fatalf("update: %d %s", w.Code, w.Body)
	}
	contiene(t, b.Pagina(token, "/soggetti/"+b.Soggetto).Body.String(), "VIA TUSCOLANA 1042 interno 7", "Dati aggiornati con quelli di ANPR: cittadinanza, luogo di nascita, stato civile")
	dati = b.Invia(token, "/soggetti/anpr", ricercaDi(simulatore.RossiMario)).Body.String()
	contiene(t, dati, "nessuna: i dati coincidono")
}

func TestWhatANPRCannotGiveIsSaidAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	b, s := conANPR(t)
	token := b.Entra(t, b.Amministrativo)
	prima := quantiSoggetti(t, b)
	for codice, want := range map[string]struct {
		stato int
		dice  []string
	}{
		"VRDGNN50A41H501H":  {200, []string{"in ANPR non risulta nessuno", `value="VRDGNN50A41H501H"`, `value="sportello"`, "Inserisci il soggetto a mano"}},
		simulatore.Guasto:   {503, []string{"ANPR non risponde: riprovare", `value="` + simulatore.Guasto, `value="sportello"`, `<option value="NUOVA_DOMANDA" selected>`}},
		simulatore.Lento:    {503, []string{"ANPR non risponde: riprovare"}},
		simulatore.Deceduto: {200, []string{"Deceduto/a il 05/10/2023", "la persona risulta deceduta", "-Importa dati Soggetto"}},
		"12345678903":       {422, []string{"codice fiscale definitivo"}},
		"RSSMRA86L11H501X":  {422, []string{"il carattere di controllo non corrisponde"}},
	} {
		w := b.Invia(token, "/soggetti/anpr", ricercaDi(codice))
		if w.Code != want.stato {
			t.Errorf("%s: %d", codice, w.Code)
		}
		contiene(t, w.Body.String(), want.dice...)
	}
	valori := importazioneDa(t, b.Invia(token, "/soggetti/anpr", ricercaDi(simulatore.Sola)).Body.String())
	s.Close()
	w := b.Invia(token, "/soggetti/anpr/importa", valori)
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("import without ANPR: %d", w.Code)
	}
	contiene(t, w.Body.String(), "ANPR non risponde", "Riprova a importare", `name="consultazioneId" value="`+valori.Get("consultazioneId"), `name="_atto" value="`+valori.Get("_atto"))
	if n := quantiSoggetti(t, b); n != prima {
		t.Errorf("%d persons, had %d", n, prima)
	}
	registro := b.Pagina(token, "/soggetti/anpr/consultazioni").Body.String()
	contiene(t, registro, "Non trovato", "ANPR non disponibile", "Persona deceduta", "Consultato", "Inserimento per una nuova domanda", "sportello", "5 elementi", "-"+simulatore.Deceduto)
	contiene(t, b.Pagina(b.Entra(t, b.Collega), "/soggetti/anpr/consultazioni").Body.String(), "nessuna consultazione in queste date")
	if w := b.Pagina(token, "/soggetti/anpr/consultazioni?dal=ieri"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("wrong filter: %d", w.Code)
	}
}

func TestWithoutANPRThePageSaysSo(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	contiene(t, b.Pagina(token, "/soggetti/anpr").Body.String(), "la ricerca in ANPR non è attiva", "Inserisci il soggetto a mano", "->Cerca in ANPR</button>")
	contiene(t, b.Invia(token, "/soggetti/anpr/nuova", url.Values{"codiceFiscale": {simulatore.Sola}}).Body.String(), "la ricerca in ANPR non è attiva")
	if w := b.Invia(token, "/soggetti/anpr", ricercaDi(simulatore.Sola)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("consultation: %d", w.Code)
	}
	corpo := `{"codiceFiscale":"` + simulatore.Sola + `","finalita":"ISTRUTTORIA","pratica":"2024/1"}`
	leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/anpr/consultazioni", corpo), http.StatusServiceUnavailable)
	var n int
	if err := b.DB.Raw(`SELECT count(*) FROM consultazione_anpr`).Scan(&n).Error; err != nil || n != 0 {
		t.Errorf("%d consultations traced, %v", n, err)
	}
}

func TestANPRIsConsultedByJSON(t *testing.T) {
	t.Parallel()
	b, _ := conANPR(t)
	token := b.Entra(t, b.Amministrativo)
	corpo := `{"codiceFiscale":"` + simulatore.Capofamiglia + `","finalita":"ISTRUTTORIA","pratica":"2024/1"}`
	c := leggi[anagrafe.ConsultazioneANPR](t, b.JSON(token, http.MethodPost, "/anpr/consultazioni", corpo), http.StatusCreated)
	if c.Persona.Cognome != "MERCURI" || len(c.Persona.Famiglia) != 3 || c.SoggettoID != "" || c.Persona.ResidenzaDal.IsZero() {
		t.Errorf("consultation %+v", c)
	}
	nessuno := strings.Replace(corpo, simulatore.Capofamiglia, "VRDGNN50A41H501H", 1)
	leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/anpr/consultazioni", nessuno), http.StatusNotFound)
	importa := `{"consultazioneId":"` + c.ID + `","codiceFiscale":"` + simulatore.Capofamiglia + `","familiari":[{"codiceFiscale":"` + simulatore.Figlia + `","tipo":"FIGLIO"}]}`
	prima := leggi[anagrafe.ImportazioneANPR](t, b.JSON(token, http.MethodPost, "/anpr/importazioni", importa), http.StatusCreated)
	poi := leggi[anagrafe.ImportazioneANPR](t, b.JSON(token, http.MethodPost, "/anpr/importazioni", importa), http.StatusCreated)
	if prima.SoggettoID == "" || prima.SoggettoID != poi.SoggettoID || prima.Familiari != 1 || prima.Aggiornato {
		t.Errorf("imports %+v, %+v", prima, poi)
	}
	estraneo := b.Entra(t, b.Estraneo)
	leggi[atti.Problema](t, b.JSON(estraneo, http.MethodPost, "/anpr/importazioni", importa), http.StatusNotFound)
	altro := strings.Replace(importa, `"codiceFiscale":"`+simulatore.Capofamiglia, `"codiceFiscale":"`+simulatore.Sola, 1)
	leggi[atti.Problema](t, b.JSON(token, http.MethodPost, "/anpr/importazioni", altro), http.StatusUnprocessableEntity)
	for chi, want := range map[string]int{b.Amministrativo: 2, b.Coordinatore: 2, b.Collega: 0, b.Estraneo: 0} {
		if got := leggi[anagrafe.RegistroConsultazioni](t, b.JSON(b.Entra(t, chi), http.MethodGet, "/anpr/consultazioni", ""), http.StatusOK); got.Totale != want || len(got.Consultazioni) != want {
			t.Errorf("register: %+v, want %d", got, want)
		}
	}
	storia := leggi[anagrafe.Storia](t, b.JSON(token, http.MethodGet, "/soggetti/"+prima.SoggettoID+"/storia", ""), http.StatusOK)
	if storia.Totale != len(storia.Momenti) || storia.Totale != 4 {
		t.Errorf("story %+v", storia)
	}
}

// Who works for several enti says for which one it consults.
func TestWhoHasSeveralEntiChoosesOne(t *testing.T) {
	t.Parallel()
	b, _ := conANPR(t)
	token := b.Entra(t, b.Contabile)
	contiene(t, b.Pagina(token, "/soggetti/anpr").Body.String(), `name="enteId"`, ">Comune 1</option>", "->Comune 9</option>")
	valori := ricercaDi(simulatore.Sola)
	w := b.Invia(token, "/soggetti/anpr", valori)
	contiene(t, w.Body.String(), "indicare l&#39;ente per cui si consulta")
	valori.Set("enteId", b.Comune)
	if w := b.Invia(token, "/soggetti/anpr", valori); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "FERRETTI ELENA") {
		t.Errorf("consultation: %d", w.Code)
	}
	valori.Set("enteId", b.Altrove)
	if w := b.Invia(token, "/soggetti/anpr", valori); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("for another ente: %d", w.Code)
	}
}
