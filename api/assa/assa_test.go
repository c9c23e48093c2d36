package assa_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"siss/api/apitest"
	"siss/api/assa"
)

func TestOnlyWhatIsOperatingOnTheDayCanBeChosen(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	token := b.Entra(t, b.Estraneo) // the register is the same for every ente
	for query, want := range map[string][]string{
		"":                           {b.Struttura},
		"data=2022-06-01":            {b.Struttura, b.StrutturaChiusa},
		"data=01/06/2022":            {b.Struttura, b.StrutturaChiusa},
		"data=2023-01-01":            {b.Struttura},
		"data=2019-12-31":            nil,
		"tipologia=Casa+di+riposo":   {b.Struttura},
		"tipologia=Asilo+nido":       nil,
		"data=2022-06-01&tipologia=": {b.Struttura, b.StrutturaChiusa},
	} {
		w := b.JSON(token, http.MethodGet, "/strutture?"+query, "")
		var got assa.Strutture
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%q: %d %s", query, w.Code, w.Body)
		}
		var ids []string
		for _, s := range got.Strutture {
			ids = append(ids, s.ID)
		}
		if strings.Join(ids, " ") != strings.Join(want, " ") {
			t.Errorf("%q: %v, want %v", query, ids, want)
		}
		if strings.Contains(w.Body.String(), "IT60X") {
			t.Errorf("%q: the bank account of who runs it is shown", query)
		}
	}
	for _, query := range []string{"data=2022-02-30", "data=domani", "colore=rosso"} {
		if w := b.JSON(token, http.MethodGet, "/strutture?"+query, ""); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", query, w.Code)
		}
	}
}

func TestListSaysWhichCanBeChosenToday(t *testing.T) {
	t.Parallel()
	b := apitest.Nuovo(t)
	page := b.Pagina(b.Entra(t, b.Amministrativo), "/strutture?pagina=uno").Body.String()
	aperta, chiusa := strings.Index(page, "Villa ST1"), strings.Index(page, "Villa ST2")
	if aperta < 0 || chiusa < aperta || !strings.Contains(page[aperta:chiusa], ">selezionabile<") || !strings.Contains(page[chiusa:], ">non selezionabile<") {
		t.Errorf("list: %s", page)
	}
	for _, want := range []string{"Casa di riposo", "Roma", "Gestioni Sociali", "1 - 2 di 2 elementi"} {
		if !strings.Contains(page, want) {
			t.Errorf("list without %q", want)
		}
	}
}
