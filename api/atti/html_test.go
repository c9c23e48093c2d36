package atti

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/models"
)

const (
	moduloTipo   = "application/x-www-form-urlencoded"
	moduloGiusto = "titolo=Uno&giorno=31/01/2026&rate=3&regole.0.importo=100,00&_atto=" + unID
)

func TestFormDoesTheActAndRedirectsWithANotice(t *testing.T) {
	b := nuovoBanco(t)
	w := b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, moduloGiusto)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/prove/"+unID {
		t.Fatalf("%d %q %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if in := b.chiamate[0]; in.Atto != unID || in.ID != unID || in.Corpo.Regole[0].Importo != 10000 {
		t.Errorf("request = %+v", in)
	}
	// The next page takes the notice, once.
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest("GET", "/", nil)
	for _, k := range w.Result().Cookies() {
		c.Request.AddCookie(k)
	}
	if got := Avviso(c); got != "fatto, è andata" {
		t.Errorf("Avviso = %q", got)
	}
	if k := c.Writer.Header().Get("Set-Cookie"); !strings.Contains(k, "Max-Age=0") {
		t.Errorf("the notice is not taken away: %q", k)
	}
}

func TestFormAndJSONGiveTheSameSentences(t *testing.T) {
	b := nuovoBanco(t)
	var visti *models.Error
	Modulo(b.r, "/altre/:id", func(_ context.Context, _ models.Chi, _ Richiesta[prova]) (struct{}, error) {
		return struct{}{}, nil
	}, Opzioni[struct{}]{Pagina: func(_ *gin.Context, _ models.Chi, _ url.Values, problemi *models.Error) error {
		visti = problemi
		return nil
	}})
	b.chiedi("POST", "/altre/"+unID, moduloTipo, "titolo="+strings.Repeat("a", 21)+"&giorno=30/02/2026&rate=0&regole.0.importo=x")
	p := problemaDi(t, b.chiedi("POST", "/api/v1/prove/"+unID, "application/json",
		`{"titolo":"`+strings.Repeat("a", 21)+`","giorno":"30/02/2026","rate":0,"regole":[{"importo":"x"}]}`))
	json := map[string]string{}
	for _, e := range p.Errori {
		json[e.Campo] = e.Messaggio
	}
	html := map[string]string{}
	for _, c := range visti.Campi {
		html[c.Nome] = c.Messaggio
	}
	if diff := cmp.Diff(html, json); diff != "" || len(json) != 4 {
		t.Errorf("sentences (-html +json):\n%s", diff)
	}
}

func TestFormIsShownAgainWithWhatWasTyped(t *testing.T) {
	tests := map[string]struct {
		corpo    string
		risposta error
		stato    int
		contiene []string
	}{
		"invalid":     {"titolo=Uno&giorno=boh&_atto=" + unID, nil, 422, []string{"MODULO", "giorno=boh", "_atto=" + unID, "PROBLEMA correggere"}},
		"NUL":         {"titolo=U%00no&giorno=31/01/2026&rate=3&_atto=" + unID, nil, 422, []string{"titolo=Uno", "PROBLEMA"}},
		"not UTF-8":   {"titolo=U%ffno&giorno=31/01/2026&rate=3&_atto=" + unID, nil, 422, []string{"titolo=Uno", "PROBLEMA"}},
		"too long":    {"sede.via=" + strings.Repeat("a", 10_001) + "&titolo=U&giorno=31/01/2026&rate=3", nil, 422, []string{"PROBLEMA"}},
		"bad act":     {"titolo=Uno&giorno=31/01/2026&rate=3&_atto=35", nil, 422, []string{"PROBLEMA"}},
		"conflict":    {moduloGiusto, models.Errorf(models.Conflict, "già fatto"), 409, []string{"titolo=Uno", "_atto=" + unID, "PROBLEMA già fatto"}},
		"unavailable": {moduloGiusto, context.DeadlineExceeded, 503, []string{"titolo=Uno", "_atto=" + unID, "riprovare tra poco"}},
		"row added":   {moduloGiusto + "&_aggiungi=regole", nil, 200, []string{"MODULO", "titolo=Uno", "_atto=" + unID}},
		"row removed": {moduloGiusto + "&_togli=regole.0", nil, 200, []string{"MODULO", "titolo=Uno"}},
		"forbidden":   {moduloGiusto, models.Errorf(models.Forbidden, "non puoi"), 403, []string{"ERRORE non puoi"}},
		"not found":   {moduloGiusto, models.Errorf(models.NotFound, "non c'è"), 404, []string{"ERRORE non c'è"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := nuovoBanco(t)
			b.risposta = tt.risposta
			w := b.chiedi("POST", "/prove/"+unID+"/modulo", moduloTipo, tt.corpo)
			if w.Code != tt.stato {
				t.Errorf("status %d, want %d", w.Code, tt.stato)
			}
			for _, s := range tt.contiene {
				if !strings.Contains(w.Body.String(), s) {
					t.Errorf("page does not hold %q: %.300s", s, w.Body)
				}
			}
			if (w.Header().Get("Retry-After") != "") != (tt.stato == 503) {
				t.Errorf("Retry-After = %q", w.Header().Get("Retry-After"))
			}
		})
	}
}

func TestFormRefusesABodyThatIsNoForm(t *testing.T) {
	b := nuovoBanco(t)
	for name, tt := range map[string]struct {
		tipo, corpo string
		stato       int
	}{
		"JSON":      {"application/json", "{}", 415},
		"no type":   {"", "a=1", 415},
		"broken":    {moduloTipo, "a=%zz", 400},
		"too large": {moduloTipo, "titolo=" + strings.Repeat("a", 1<<20), 413},
		"multipart": {"multipart/form-data; boundary=x", "--x\r\nbroken", 400},
	} {
		t.Run(name, func(t *testing.T) {
			w := b.chiedi("POST", "/prove/"+unID+"/modulo", tt.tipo, tt.corpo)
			if w.Code != tt.stato || !strings.HasPrefix(w.Body.String(), "ERRORE ") {
				t.Errorf("%d %.200s, want %d", w.Code, w.Body, tt.stato)
			}
		})
	}
	if len(b.chiamate) != 0 {
		t.Error("the act was done")
	}
}

func TestFormIsShownEmptyWithTheIdOfAnAct(t *testing.T) {
	w := nuovoBanco(t).chiedi("GET", "/prove/"+unID+"/modulo?titolo=Uno", "", "")
	valori, err := url.ParseQuery(strings.TrimPrefix(w.Body.String(), "MODULO "))
	if err != nil || w.Code != 200 || valori.Get("titolo") != "Uno" || uuid.Validate(valori.Get(CampoAtto)) != nil {
		t.Errorf("%d %s (%v)", w.Code, w.Body, err)
	}
}

func TestPageOfWhatCannotExistIsNotFound(t *testing.T) {
	b := nuovoBanco(t)
	for _, metodo := range []string{"GET", "POST"} {
		if w := b.chiedi(metodo, "/prove/35/modulo", moduloTipo, moduloGiusto); w.Code != 404 || !strings.HasPrefix(w.Body.String(), "ERRORE ") {
			t.Errorf("%s: %d %s", metodo, w.Code, w.Body)
		}
	}
	if len(b.chiamate) != 0 {
		t.Error("the act was done")
	}
}
