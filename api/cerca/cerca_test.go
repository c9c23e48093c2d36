package cerca_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/apitest"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
)

// popola puts persons and numbered cases in the comune and returns the ids of
// the domanda 2024/13 and of the intervento 2025/13.
func popola(t *testing.T, b *apitest.Banco) (domanda, intervento string) {
	t.Helper()
	domanda, intervento = uuid.NewString(), uuid.NewString()
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		// The Mondo's own soggetto took no number of the series.
		if _, err := models.Numero(tx, b.Comune, "SOGGETTO", 0); err != nil {
			return err
		}
		for _, p := range [][2]string{{"Bianchi", "Maria"}, {"D'Arco", "Niccolò"}, {"Rossini", "Lorenzo"}, {"De Santis", "Anna Maria"}} {
			cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: p[0], Nome: p[1], Sesso: "F", Anno: 1980, Mese: 3, Giorno: 15, Luogo: "H501"})
			if err != nil {
				return err
			}
			m := anagrafe.ModuloSoggetto{EnteID: b.Comune, Cognome: p[0], Nome: p[1], Sesso: "F", DataNascita: periodo.MustParse("1980-03-15"), CodiceFiscale: cf}
			if _, err := anagrafe.SalvaSoggetto(tx, chi, uuid.NewString(), m); err != nil {
				return err
			}
		}
		for _, d := range []struct {
			id           string
			anno, numero int
		}{{domanda, 2024, 13}, {uuid.NewString(), 2025, 13}, {uuid.NewString(), 2024, 14}} {
			if err := tx.Exec(`INSERT INTO domanda (id, ente_id, uo_id, anno, numero, soggetto_id, data_presentazione, canale, firmatario_qualita, stato, creata_da)
				VALUES (?, ?, ?, ?, ?, ?, '2024-01-02', 'SPORTELLO', 'INTERESSATO', 'PRESENTATA', ?)`, d.id, b.Comune, b.UO, d.anno, d.numero, b.Soggetto, b.Amministrativo).Error; err != nil {
				return err
			}
		}
		return tx.Exec(`INSERT INTO intervento (id, ente_id, uo_id, ente_pagatore_id, anno, numero, natura, soggetto_id, tipo_intervento_id, data_inizio, stato, operatore_responsabile_id)
			VALUES (?, ?, ?, ?, 2025, 13, 'ECONOMICO', ?, ?, '2025-01-01', 'ATTIVO', ?)`, intervento, b.Comune, b.UO, b.Distretto, b.Soggetto, b.Tipo[sigess.Economico], b.Amministrativo).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return domanda, intervento
}

func contiene(t *testing.T, dove, pagina string, testi ...string) {
	t.Helper()
	for _, testo := range testi {
		senza, negato := strings.CutPrefix(testo, "-")
		if strings.Contains(pagina, senza) == negato {
			t.Errorf("%s: %q is there = %v", dove, senza, !negato)
		}
	}
}

func q(testo string) string { return "?" + url.Values{"q": {testo}}.Encode() }

func TestNameOfAFunctionLeadsToIt(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	for testo, want := range map[string]string{
		"Tabellone accessi": "/tabellone", "tabellone ACCESSI": "/tabellone", " Soggetto ": "/soggetti",
		"Intervento economico": "/interventi?natura=ECONOMICO", "manuale dell’operatore": "/manuale",
	} {
		if w := b.Pagina(token, "/cerca"+q(testo)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%q: %d to %q", testo, w.Code, w.Header().Get("Location"))
		}
	}
}

// The page and the list under the box find the same: the manual's functions
// (figg. 3, 12, 16, 21, 25, 30), persons, cases by number.
func TestFunctionsPersonsAndCasesAreFound(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	domanda, intervento := popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	for testo, want := range map[string][]string{
		"interventi":      {"Interventi con prestazioni", "Interventi in struttura", "-ROSSI"},
		"strut":           {"Interventi in struttura", "/strutture"},
		"CONTABILITA":     {"Elaborazione contabile"},
		"liquidazione":    {"Elaborazione contabile", "-Tabellone"},
		"consuntivazione": {"Tabellone accessi"},
		"accessi":         {"Tabellone accessi"},
		"contributo":      {"Intervento economico"},
		"anagrafe":        {"Soggetto"},
		"rossi":           {"ROSSI MARIO (11/07/1986)", "RSSMRA86L11H501E", "codice 1", "ROSSINI LORENZO", "/soggetti/" + b.Soggetto, "-BIANCHI"},
		"mario ros":       {"ROSSI MARIO", "-ROSSINI"},
		"Rossi Mario":     {"ROSSI MARIO", "-ROSSINI"},
		"maria":           {"BIANCHI MARIA", "DE SANTIS ANNA MARIA"},
		"de sant":         {"DE SANTIS", "-BIANCHI"},
		"santis":          {"DE SANTIS", "-BIANCHI"},
		"d'arco niccolo":  {"D&#39;ARCO NICCOLÒ", "-ROSSI"},
		"darco":           {"D&#39;ARCO NICCOLÒ", "-ROSSI"},
		"biancki maria":   {"BIANCHI", "-ROSSI"},
		"bianki":          {"BIANCHI", "-ROSSI"},
		"rssmra86l":       {"ROSSI MARIO", "-BIANCHI"},
		"1":               {"ROSSI", "-BIANCHI"},
		"2024/13":         {"Domanda 2024/13", "/domande/" + domanda, "ROSSI MARIO", "Presentata", "-2025/13", "-2024/14"},
		"2025 / 13":       {"Domanda 2025/13", "Intervento 2025/13", "/interventi/" + intervento, "Contributo economico", "Attivo", "-2024"},
		"13":              {"Domanda 2025/13", "Domanda 2024/13", "Intervento 2025/13", "-2024/14"},
		"intervento 13":   {"Intervento 2025/13", "-Domanda 2025/13"},
		"domanda n. 13":   {"Domanda 2025/13", "-Intervento 2025/13"},
		"":                {"Elaborazione contabile", "Tabellone accessi", "-ROSSI", "-Cruscotto"},
		"%":               {"-ROSSI"},
		"<script>x":       {"-<script>x"},
	} {
		pagina := b.Pagina(token, "/cerca"+q(testo))
		_, corpo, _ := strings.Cut(pagina.Body.String(), "<main")
		contiene(t, "page of "+testo, corpo, want...)
		lista := b.Pagina(token, "/cerca/suggerimenti"+q(testo))
		contiene(t, "list of "+testo, lista.Body.String(), append(want, "-<html", "-<main")...)
		if pagina.Code != http.StatusOK || lista.Code != http.StatusOK {
			t.Errorf("%q: %d and %d", testo, pagina.Code, lista.Code)
		}
	}
}

func TestPageKeepsWhatWasTypedAndSaysWhatToDo(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	contiene(t, "page", b.Pagina(token, "/cerca?q=d'arco").Body.String(), `name="q" value="d&#39;arco"`, "<strong>d&#39;arco</strong>",
		"nessuna funzione con questo nome", `href="/soggetti?cognome=d%27arco">Cerca tra tutti i soggetti`, "-nessuna domanda con questo numero")
	contiene(t, "nothing", b.Pagina(token, "/cerca?q=videolezioni+SIG").Body.String(), "nessun soggetto trovato: provare con meno lettere")
	contiene(t, "number", b.Pagina(token, "/cerca?q=1999/7").Body.String(), "nessuna domanda con questo numero", "nessun intervento con questo numero", "-nessun soggetto trovato")
	contiene(t, "latest years", b.Pagina(token, "/cerca?q=13").Body.String(), `href="/domande?numero=13">Vedi in tutti gli anni`)
	contiene(t, "how many", b.Pagina(token, "/cerca/suggerimenti?q=darco").Body.String(), "1 risultato: freccia in giù", `role="listbox"`, `role="option"`)
	contiene(t, "none", b.Pagina(token, "/cerca/suggerimenti?q=zzzzzz").Body.String(), "Nessun risultato", "-listbox")
	lungo := strings.Repeat("a", 101)
	for _, percorso := range []string{"/cerca", "/cerca/suggerimenti"} {
		if w := b.Pagina(token, percorso+q(lungo)); w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), lungo) {
			t.Errorf("%s too long: %d", percorso, w.Code)
		}
	}
}

func TestOnlyWhatMayBeSeenIsFound(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	domanda, intervento := popola(t, b)
	for _, testo := range []string{"rossi", "ROSSI MARIO", "mario rossi", "rosi", "RSSMRA86L11H501E", "1", "13", "2024/13", "2025/13", "biancki maria"} {
		for _, percorso := range []string{"/cerca", "/cerca/suggerimenti"} {
			w := b.Pagina(b.Entra(t, b.Estraneo), percorso+q(testo))
			contiene(t, "a stranger's "+testo, w.Body.String(), "-ROSSI MARIO (", "-BIANCHI MARIA (", "-"+b.Soggetto, "-"+domanda, "-"+intervento)
		}
	}
	if w := b.Pagina("", "/cerca/suggerimenti?q=rossi"); w.Code != http.StatusSeeOther || strings.Contains(w.Body.String(), "ROSSI") {
		t.Errorf("to nobody: %d", w.Code)
	}
	// The district's operatore has more than one ente, and reads of which.
	contabile := b.Entra(t, b.Contabile)
	contiene(t, "district", b.Pagina(contabile, "/cerca?q=rossi").Body.String(), "ROSSI MARIO", "Comune 1")
	contiene(t, "district", b.Pagina(contabile, "/cerca?q=13").Body.String(), "Domanda 2024/13", "Comune 1")
}

// The board is for who coordinates an ente, in the menu and in the box.
func TestBoardIsOfferedToCoordinatorsOnly(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	for operatore, offerto := range map[string]string{b.Coordinatore: "", b.Amministrativo: "-"} {
		token := b.Entra(t, operatore)
		contiene(t, "list", b.Pagina(token, "/cerca/suggerimenti?q=carico+di").Body.String(), offerto+"/cruscotto")
		contiene(t, "menu", b.Pagina(token, "/assistenza").Body.String(), offerto+`<a href="/cruscotto">Cruscotto</a>`)
	}
}
