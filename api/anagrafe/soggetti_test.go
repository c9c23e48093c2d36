package anagrafe_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/anagrafe"
	"siss/api/apitest"
	"siss/api/atti"
	"siss/models"
	registro "siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
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

// popola puts persons in the registry of the comune and returns their codici.
func popola(t *testing.T, b *apitest.Banco) map[string]int {
	t.Helper()
	codici := map[string]int{"ROSSI MARIO": 1} // of the Mondo
	for i, p := range [][2]string{{"Bianchi", "Maria"}, {"D'Arco", "Niccolò"}, {"Rossini", "Lorenzo"}, {"De Santis", "Anna Maria"}} {
		m := registro.ModuloSoggetto{EnteID: b.Comune, Cognome: p[0], Nome: p[1], Sesso: "F", DataNascita: periodo.MustParse("1980-03-15")}
		cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: p[0], Nome: p[1], Sesso: "F", Anno: 1980, Mese: 3, Giorno: 15, Luogo: "H501"})
		if err != nil {
			t.Fatal(err)
		}
		m.CodiceFiscale = cf
		err = b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			// The Mondo's own soggetto took no number of the series.
			if i == 0 {
				if _, err := models.Numero(tx, b.Comune, "SOGGETTO", 0); err != nil {
					return err
				}
			}
			s, err := registro.SalvaSoggetto(tx, chi, uuid.NewString(), m)
			codici[s.Cognome+" "+s.Nome] = s.Codice
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return codici
}

// Manuale §2: nome and cognome, or codice fiscale.
func TestSearchFindsByCodeCodiceFiscaleAndName(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	for query, want := range map[string][]string{
		"codice=1":                       {"ROSSI"},
		"codice=0001":                    {"ROSSI"},
		"codice=77":                      nil,
		"codiceFiscale=RSSMRA86L11H501E": {"ROSSI"},
		"codiceFiscale=rss+mra":          {"ROSSI"},
		"codiceFiscale=RSS":              {"ROSSI", "ROSSINI"},
		"cognome=rossi&nome=mario":       {"ROSSI"},
		"cognome=bianchi":                {"BIANCHI"},
		"cognome=bianc":                  {"BIANCHI"},
		"cognome=bianki":                 {"BIANCHI"},
		"cognome=Biancki&nome=Maria":     {"BIANCHI"},
		"nome=niccolo":                   {"D'ARCO"},
		"nome=Niccol%C3%B2":              {"D'ARCO"},
		"nome=NICCOLO%27":                {"D'ARCO"},
		"cognome=d%27arco":               {"D'ARCO"},
		"cognome=darco":                  {"D'ARCO"},
		"cognome=desantis":               {"DE SANTIS"},
		"nome=anna":                      {"DE SANTIS"},
		"cognome=zzzz":                   nil,
		"":                               {"BIANCHI", "D'ARCO", "DE SANTIS", "ROSSI", "ROSSINI"},
	} {
		got := leggi[anagrafe.Soggetti](t, b.JSON(token, http.MethodGet, "/soggetti?"+query, ""), http.StatusOK)
		var cognomi []string
		for _, s := range got.Soggetti {
			cognomi = append(cognomi, s.Cognome)
		}
		if diff := cmp.Diff(want, cognomi); diff != "" || got.Totale != len(want) {
			t.Errorf("%q: %d (-want +got):\n%s", query, got.Totale, diff)
		}
	}
	for _, query := range []string{"codice=abc", "codice=1&pagina=x", "colore=rosso", "cognome=" + strings.Repeat("a", 101), "cognome=a%00", "cognome=%ff"} {
		w := b.JSON(token, http.MethodGet, "/soggetti?"+query, "")
		if p := leggi[atti.Problema](t, w, http.StatusUnprocessableEntity); len(p.Errori) != 1 {
			t.Errorf("%q: %+v", query, p)
		}
	}
}

// A name is compared with its own field, so that who has it as the other name
// comes after.
func TestSearchPutsTheClosestNameFirst(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	inserisci(t, b, [][2]string{{"Caruso", "Rosa"}, {"Rossi", "Anna"}, {"Rosati", "Mario"}, {"Rossini", "Lorenzo"}, {"De Rossi", "Ugo"},
		{"Bianchi", "Rosaria"}, {"Mario", "Rosa"}, {"Esposito", "Mària Rosa"}})
	token := b.Entra(t, b.Amministrativo)
	for query, want := range map[string][]string{
		"cognome=rosi":            {"ROSSI ANNA", "ROSSI MARIO", "DE ROSSI UGO", "ROSATI MARIO", "ROSSINI LORENZO", "BIANCHI ROSARIA", "CARUSO ROSA", "ESPOSITO MÀRIA ROSA", "MARIO ROSA"},
		"cognome=caruso":          {"CARUSO ROSA"},
		"nome=rosa":               {"CARUSO ROSA", "MARIO ROSA", "ESPOSITO MÀRIA ROSA", "BIANCHI ROSARIA", "ROSATI MARIO", "DE ROSSI UGO", "ROSSI ANNA", "ROSSI MARIO", "ROSSINI LORENZO"},
		"cognome=rosi&nome=mario": {"ROSSI MARIO", "ROSATI MARIO"},
		"cognome=ros&nome=mar":    {"ROSATI MARIO", "ROSSI MARIO"},
		"cognome=mario&nome=rosa": {"MARIO ROSA"},
		"cognome=mario&nome=ugo":  nil,
	} {
		got := leggi[anagrafe.Soggetti](t, b.JSON(token, http.MethodGet, "/soggetti?"+query, ""), http.StatusOK)
		var nomi []string
		for _, s := range got.Soggetti {
			nomi = append(nomi, s.Cognome+" "+s.Nome)
		}
		if diff := cmp.Diff(want, nomi); diff != "" || got.Totale != len(want) {
			t.Errorf("%q: %d (-want +got):\n%s", query, got.Totale, diff)
		}
	}
}

// inserisci puts persons of those names in the registry of the comune.
func inserisci(t *testing.T, b *apitest.Banco, nomi [][2]string) {
	t.Helper()
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		// The Mondo's own soggetto took no number of the series.
		if _, err := models.Numero(tx, b.Comune, "SOGGETTO", 0); err != nil {
			return err
		}
		for _, n := range nomi {
			m := registro.ModuloSoggetto{EnteID: b.Comune, Cognome: n[0], Nome: n[1], Sesso: "F", DataNascita: periodo.MustParse("1980-03-15")}
			if _, err := registro.SalvaSoggetto(tx, chi, uuid.NewString(), m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSearchIsReadByPages(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Amministrativo)
	err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		for range 24 {
			m := registro.ModuloSoggetto{EnteID: b.Comune, Cognome: "Verdi", Nome: "Ugo", Sesso: "M", DataNascita: periodo.MustParse("1980-03-15")}
			id := uuid.NewString()
			if _, err := models.Numero(tx, b.Comune, "SOGGETTO", 0); err != nil {
				return err
			}
			if _, err := registro.SalvaSoggetto(tx, chi, id, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	visti := map[string]bool{}
	for _, pagina := range []string{"1", "2", "3"} {
		got := leggi[anagrafe.Soggetti](t, b.JSON(token, http.MethodGet, "/soggetti?cognome=verdi&pagina="+pagina, ""), http.StatusOK)
		for _, s := range got.Soggetti {
			visti[s.ID] = true
		}
		if got.Totale != 24 {
			t.Errorf("page %s: %d", pagina, got.Totale)
		}
	}
	if len(visti) != 24 {
		t.Errorf("the pages show %d persons, want 24", len(visti))
	}
	page := b.Pagina(token, "/soggetti?cognome=verdi&pagina=2").Body.String()
	for _, want := range []string{"21 - 24 di 24 elementi", `value="verdi"`, "/soggetti?cognome=verdi&amp;pagina=1"} {
		if !strings.Contains(page, want) {
			t.Errorf("second page without %q", want)
		}
	}
}

func TestSoggettoIsOfItsEnteOnly(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	estraneo, contabile := b.Entra(t, b.Estraneo), b.Entra(t, b.Contabile)
	for _, query := range []string{"", "cognome=rossi", "codice=1", "codiceFiscale=RSSMRA86L11H501E"} {
		if got := leggi[anagrafe.Soggetti](t, b.JSON(estraneo, http.MethodGet, "/soggetti?"+query, ""), http.StatusOK); got.Totale != 0 || len(got.Soggetti) != 0 {
			t.Errorf("a stranger finds %+v with %q", got, query)
		}
		if got := leggi[anagrafe.Soggetti](t, b.JSON(contabile, http.MethodGet, "/soggetti?"+query, ""), http.StatusOK); got.Totale == 0 {
			t.Errorf("the district finds nobody with %q", query)
		}
	}
	modulo := `{"enteId":"` + b.Altrove + `","cognome":"Rossi","nome":"Mario","sesso":"M","dataNascita":"1986-07-11"}`
	for _, richiesta := range [][3]string{
		{http.MethodGet, "/soggetti/" + b.Soggetto, ""},
		{http.MethodGet, "/soggetti/" + b.Soggetto + "/storia", ""},
		{http.MethodPut, "/soggetti/" + b.Soggetto, modulo},
		{http.MethodPut, "/soggetti/" + b.Soggetto + "/contatti", `{"telefono":"1"}`},
		{http.MethodPut, "/soggetti/" + b.Soggetto + "/residenze/" + uuid.NewString(), `{"tipo":"RESIDENZA","comune":"Roma","indirizzo":"Via Roma 1","dal":"2020-01-01"}`},
		{http.MethodPut, "/soggetti/" + b.Soggetto + "/relazioni/" + uuid.NewString(), `{"altroId":"` + b.Soggetto + `","tipo":"ALTRO","dal":"2020-01-01"}`},
	} {
		leggi[atti.Problema](t, b.JSON(estraneo, richiesta[0], richiesta[1], richiesta[2]), http.StatusNotFound)
	}
	for _, percorso := range []string{"", "/modifica", "/relazioni/nuova", "/relazioni"} {
		if w := b.Pagina(estraneo, "/soggetti/"+b.Soggetto+percorso); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "ROSSI") {
			t.Errorf("a stranger on %q: %d", percorso, w.Code)
		}
	}
	if page := b.Pagina(estraneo, "/cerca?q=rossi").Body.String(); strings.Contains(page, "ROSSI") {
		t.Error("a stranger finds a person in all areas")
	}
	if page := b.Pagina(estraneo, "/soggetti?cognome=rossi").Body.String(); strings.Contains(page, "ROSSI") || strings.Contains(page, "elementi") {
		t.Error("a stranger sees the list or its count")
	}
}

func TestSoggettoIsWrittenByJSONAndRefusedWithItsFields(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	corpo := func(coppie ...string) string {
		m := map[string]string{"enteId": b.Comune, "cognome": "Bianchi", "nome": "Maria", "sesso": "F", "dataNascita": "2000-12-15"}
		for i := 0; i < len(coppie); i += 2 {
			m[coppie[i]] = coppie[i+1]
		}
		dati, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(dati)
	}
	rifiuti := map[string]struct {
		corpo, campo string
		stato        int
	}{
		"missing":        {corpo("cognome", " "), "cognome", 422},
		"future":         {corpo("dataNascita", periodo.Oggi().Piu(1).String()), "dataNascita", 422},
		"malformed date": {corpo("dataNascita", "2000-02-30"), "dataNascita", 422},
		"wrong code":     {corpo("codiceFiscale", "BNCMRA00T55H501X"), "codiceFiscale", 422},
		"another's code": {corpo("codiceFiscale", "RSSMRA86L11H501E"), "cognome", 422},
		"foreign ente":   {corpo("enteId", b.Altrove), "enteId", 422},
		"unknown field":  {corpo("colore", "rosso"), "colore", 422},
		"NUL":            {`{"cognome":"a\u0000"}`, "cognome", 422},
		"duplicate": {corpo("cognome", "Rossi", "nome", "Mario", "sesso", "M", "dataNascita", "1986-07-11", "codiceFiscale", "RSSMRA86L11H501E"),
			"codiceFiscale", 409},
	}
	prima := righeDi(t, b)
	for name, tt := range rifiuti {
		w := b.JSON(token, http.MethodPut, "/soggetti/"+uuid.NewString(), tt.corpo)
		p := leggi[atti.Problema](t, w, tt.stato)
		trovato := false
		for _, e := range p.Errori {
			trovato = trovato || e.Campo == tt.campo
		}
		if !trovato || strings.Contains(w.Body.String(), "BNCMRA") || strings.Contains(w.Body.String(), "RSSMRA") {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	if dopo := righeDi(t, b); dopo != prima {
		t.Errorf("refusals changed the registry: %d rows, had %d", dopo, prima)
	}
	leggi[atti.Problema](t, b.JSON(token, http.MethodPut, "/soggetti/uno", corpo()), http.StatusUnprocessableEntity)
}

func righeDi(t *testing.T, b *apitest.Banco) int {
	t.Helper()
	var n int
	if err := b.DB.Raw(`SELECT (SELECT count(*) FROM soggetto) + (SELECT count(*) FROM evento) + (SELECT coalesce(sum(ultimo), 0) FROM contatore)`).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCardIsBuiltByJSONAndReadBack(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	popola(t, b)
	token := b.Entra(t, b.Amministrativo)
	bianchi := leggi[anagrafe.Soggetti](t, b.JSON(token, http.MethodGet, "/soggetti?cognome=bianchi", ""), http.StatusOK).Soggetti[0]
	su := "/soggetti/" + bianchi.ID
	residenza := su + "/residenze/" + uuid.NewString()
	for range 2 { // repeating is the same address
		leggi[anagrafe.Residenza](t, b.JSON(token, http.MethodPut, residenza, `{"tipo":"RESIDENZA","comune":"Roma","indirizzo":"Via Roma 1","cap":"00100","dal":"2020-01-01"}`), http.StatusOK)
	}
	leggi[anagrafe.Residenza](t, b.JSON(token, http.MethodPut, su+"/residenze/"+uuid.NewString(), `{"tipo":"RESIDENZA","comune":"Roma","indirizzo":"Via Nuova 2","dal":"2024-05-01"}`), http.StatusOK)
	p := leggi[atti.Problema](t, b.JSON(token, http.MethodPut, su+"/residenze/"+uuid.NewString(), `{"tipo":"RESIDENZA","comune":"Roma","indirizzo":"Via Terza 3","dal":"2021-05-01"}`), http.StatusUnprocessableEntity)
	if p.Errori[0].Campo != "dal" {
		t.Errorf("overlapping address: %+v", p)
	}
	relazione := su + "/relazioni/" + uuid.NewString()
	for range 2 {
		leggi[anagrafe.Relazione](t, b.JSON(token, http.MethodPut, relazione, `{"altroId":"`+b.Soggetto+`","tipo":"CONIUGE","convivente":true,"dal":"2010-01-01"}`), http.StatusOK)
	}
	p = leggi[atti.Problema](t, b.JSON(token, http.MethodPut, su+"/relazioni/"+uuid.NewString(), `{"altroId":"`+bianchi.ID+`","tipo":"CONIUGE","dal":"2010-01-01"}`), http.StatusUnprocessableEntity)
	if p.Errori[0].Campo != "altroId" {
		t.Errorf("tied to himself: %+v", p)
	}
	got := leggi[anagrafe.Scheda](t, b.JSON(token, http.MethodGet, su, ""), http.StatusOK)
	data := periodo.MustParse
	rossi := leggi[anagrafe.Scheda](t, b.JSON(token, http.MethodGet, "/soggetti/"+b.Soggetto, ""), http.StatusOK)
	if len(rossi.Relazioni) != 1 || rossi.Relazioni[0].AltroID != bianchi.ID || !rossi.Relazioni[0].Inversa || rossi.Relazioni[0].Descrizione != "Coniuge" {
		t.Errorf("from the other card: %+v", rossi.Relazioni)
	}
	want := anagrafe.Scheda{Soggetto: bianchi,
		Residenze: []anagrafe.Residenza{
			{ID: got.Residenze[0].ID, Tipo: "RESIDENZA", Comune: "Roma", Indirizzo: "Via Nuova 2", Dal: data("2024-05-01")},
			{ID: strings.TrimPrefix(residenza, su+"/residenze/"), Tipo: "RESIDENZA", Comune: "Roma", Indirizzo: "Via Roma 1", CAP: "00100", Dal: data("2020-01-01"), Al: data("2024-04-30")}},
		Relazioni: []anagrafe.Relazione{{ID: strings.TrimPrefix(relazione, su+"/relazioni/"), AltroID: b.Soggetto, Cognome: "ROSSI", Nome: "MARIO",
			DataNascita: data("1986-07-11"), Tipo: "CONIUGE", Descrizione: "Coniuge", Convivente: true, Dal: data("2010-01-01")}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
}

func TestTerritoryAndOfficesAreListed(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token, estraneo := b.Entra(t, b.Contabile), b.Entra(t, b.Estraneo)
	if got := leggi[anagrafe.Comuni](t, b.JSON(token, http.MethodGet, "/comuni?q=ROM", ""), http.StatusOK); len(got.Comuni) != 1 || got.Comuni[0].CodiceCatastale != "H501" {
		t.Errorf("comuni %+v", got)
	}
	if got := leggi[anagrafe.Comuni](t, b.JSON(token, http.MethodGet, "/comuni?q=Torino", ""), http.StatusOK); len(got.Comuni) != 0 {
		t.Errorf("comuni %+v", got)
	}
	if got := leggi[anagrafe.Distretti](t, b.JSON(token, http.MethodGet, "/distretti", ""), http.StatusOK); len(got.Distretti) != 1 {
		t.Errorf("distretti %+v", got)
	}
	if got := leggi[anagrafe.Enti](t, b.JSON(token, http.MethodGet, "/enti", ""), http.StatusOK); len(got.Enti) != 2 || got.Enti[0].PadreID != b.Distretto {
		t.Errorf("enti %+v", got)
	}
	if got := leggi[anagrafe.Uffici](t, b.JSON(estraneo, http.MethodGet, "/uffici", ""), http.StatusOK); len(got.Uffici) != 1 || got.Uffici[0].ID != b.UOAltrove {
		t.Errorf("uffici %+v", got)
	}
	if got := leggi[anagrafe.Operatori](t, b.JSON(token, http.MethodGet, "/operatori?enteId="+b.Comune, ""), http.StatusOK); len(got.Operatori) != 4 || got.Operatori[1].Nominativo != "D'Arco Giovanna" {
		t.Errorf("operatori %+v", got)
	}
	leggi[atti.Problema](t, b.JSON(estraneo, http.MethodGet, "/operatori?enteId="+b.Comune, ""), http.StatusNotFound)
	leggi[atti.Problema](t, b.JSON(token, http.MethodGet, "/operatori", ""), http.StatusUnprocessableEntity)
}
