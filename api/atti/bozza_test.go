package atti

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// A script could do nothing with the login page: it is told the status.
func TestAScriptIsToldTheStatusAndNotSentToTheLogin(t *testing.T) {
	b := nuovoBanco(t)
	for _, intestazione := range [][2]string{{"HX-Request", "true"}, {"Accept", "application/json"}} {
		w := b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, moduloGiusto, "Authorization", "", intestazione[0], intestazione[1])
		if p := problemaDi(t, w); w.Code != http.StatusUnauthorized || p.Stato != http.StatusUnauthorized {
			t.Errorf("%s: %d %s", intestazione[0], w.Code, w.Body)
		}
	}
	if w := b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, moduloGiusto, "Authorization", ""); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/accesso" {
		t.Errorf("a person: %d to %q", w.Code, w.Header().Get("Location"))
	}
}

// The form that comes back after others saved the record holds what was typed,
// the fields that only they changed, and what they did.
func TestAFormThatOthersOvertookComesBackReconciled(t *testing.T) {
	b := nuovoBanco(t)
	visto := prova{Titolo: "Uno", Giorno: periodo.MustParse("2026-01-31"), Rate: 3, Regole: []regola{{Importo: 10000}}}
	altro := visto
	altro.Titolo, altro.Rate, altro.Regole = "Altro", 6, []regola{{Importo: euro.Importo(20000)}}
	b.risposta = &models.Error{Kind: models.Conflict, Messaggio: "Neri ha modificato", Superato: &models.Superato{Visto: visto,
		Salvati: []models.Salvataggio{{Operatore: "Neri", Quando: time.Now(), Modulo: altro}}}}
	w := b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, strings.Replace(moduloGiusto, "Uno", "Mio", 1))
	if w.Code != http.StatusConflict {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, s := range []string{"titolo=Mio", "_attuale.titolo=Altro", "_prima.titolo=Uno", "_novita.titolo=Neri", "rate=6", "regole.0.importo=200%2C00", "PROBLEMA Neri ha modificato"} {
		if !strings.Contains(w.Body.String(), s) {
			t.Errorf("the form lacks %s: %s", s, w.Body)
		}
	}
	p := problemaDi(t, b.chiedi("POST", "/api/v1/prove/"+unID, "application/json", giusto))
	if p.Stato != http.StatusConflict || strings.Contains(p.Dettaglio, "Altro") || len(p.Errori) != 0 {
		t.Errorf("JSON: %+v, want the sentence without the values", p)
	}
}

func TestWithoutADatabaseThereAreNoDrafts(t *testing.T) {
	b := nuovoBanco(t)
	if w := b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, "_riprendi=1"); w.Code != http.StatusNotFound {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
