package anpr_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/api/anpr"
	"siss/deploy/dev/anpr/simulatore"
	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// prova is a client in front of a handler, with what it has logged.
func prova(t *testing.T, h http.Handler, attesa time.Duration) (*anpr.Cliente, *bytes.Buffer) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	var log bytes.Buffer
	return anpr.Nuovo(s.URL+"/", attesa, slog.New(slog.NewTextHandler(&log, nil))), &log
}

func domanda(codice string) anpr.Domanda {
	return anpr.Domanda{Operazione: uuid.NewString(), CodiceFiscale: fiscale.Codice(codice), Pratica: "2024/13"}
}

func TestAPersonIsReadFromTheThreeServices(t *testing.T) {
	t.Parallel()
	c, _ := prova(t, simulatore.Nuovo(), anpr.Attesa)
	r, err := c.Consulta(t.Context(), domanda(simulatore.Estera))
	if err != nil {
		t.Fatal(err)
	}
	if r.Operazione == "" || r.Persona.IDANPR == "" {
		t.Errorf("no operation or no identifier: %+v", r)
	}
	r.Persona.IDANPR = ""
	data := periodo.MustParse
	want := anagrafe.Persona{
		Generalita: anagrafe.Generalita{CodiceFiscale: simulatore.Estera, Cognome: "HADDAD", Nome: "FATMA", Sesso: "F", DataNascita: data("1990-09-25"),
			LuogoNascita: "TUNISIA", LuogoNascitaCodice: "Z352"},
		StatoCivile: "CELIBE_NUBILE", Cittadinanza: "TUNISIA",
		Residenza: anagrafe.Residenza{Tipo: "RESIDENZA", Comune: "ROMA", CodiceIstat: "058091", Indirizzo: "VIA DELL'ACQUA BULLICANTE 55 interno 10", CAP: "00177", Dal: data("2018-02-12")},
	}
	if diff := cmp.Diff(want, r.Persona); diff != "" {
		t.Errorf("person (-want +got):\n%s", diff)
	}
}

func TestAFamilyIsReadFromWhoeverIsAskedFor(t *testing.T) {
	t.Parallel()
	c, _ := prova(t, simulatore.Nuovo(), anpr.Attesa)
	for codice, want := range map[string]map[string]string{
		simulatore.Capofamiglia: {"SALVATORI GIULIA": "CONIUGE", "MERCURI SOFIA": "FIGLIO", "MERCURI MATTEO": "FIGLIO"},
		simulatore.Figlia:       {"SALVATORI GIULIA": "GENITORE", "MERCURI LUCA": "GENITORE", "MERCURI MATTEO": "FRATELLO"},
		simulatore.Sola:         {},
	} {
		r, err := c.Consulta(t.Context(), domanda(codice))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, f := range r.Persona.Famiglia {
			got[f.Cognome+" "+f.Nome] = f.Tipo
			if f.CodiceFiscale == "" || f.Dal.IsZero() || f.DataNascita.IsZero() {
				t.Errorf("of %s something is missing", f.Nome)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("family of %s (-want +got):\n%s", codice, diff)
		}
	}
}

func TestSpecialPersons(t *testing.T) {
	t.Parallel()
	c, _ := prova(t, simulatore.Nuovo(), anpr.Attesa)
	r, err := c.Consulta(t.Context(), domanda(simulatore.Deceduto))
	if err != nil || r.Persona.DataDecesso != periodo.MustParse("2023-10-05") {
		t.Errorf("deceased: %v, %v", r.Persona.DataDecesso, err)
	}
	r, err = c.Consulta(t.Context(), domanda(simulatore.Omocodia))
	if err != nil || r.Persona.LuogoNascitaCodice != "H501" {
		t.Errorf("omocodia: %v, %v", r.Persona.LuogoNascitaCodice, err)
	}
}

// rifiuto is an ANPR, whom it is asked about, and the refusal to expect.
type rifiuto struct {
	h      http.Handler
	codice string
	want   error
}

// rifiuti are the ways in which ANPR may fail.
func rifiuti() map[string]rifiuto {
	json200 := func(corpo string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, corpo)
		}
	}
	stato := func(n int, corpo string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(n)
			io.WriteString(w, corpo)
		}
	}
	altro := func(w http.ResponseWriter, r *http.Request) { // answers about another person
		corpo, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(strings.ReplaceAll(string(corpo), simulatore.Sola, simulatore.RossiMario)))
		simulatore.Nuovo().ServeHTTP(w, r)
	}
	rotta := func(servizio string, corpo string) http.HandlerFunc { // one of the three services answers so
		return func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, servizio) {
				json200(corpo)(w, r)
				return
			}
			simulatore.Nuovo().ServeHTTP(w, r)
		}
	}
	chi := func(campi string) string {
		return `{"listaSoggetti":{"datiSoggetto":[{"generalita":{"codiceFiscale":{"codFiscale":"` + simulatore.Sola + `"},"cognome":"FERRETTI","nome":"ELENA","sesso":"F","dataNascita":"1958-05-12"` + campi + `}]}}`
	}
	return map[string]rifiuto{
		"nobody":               {simulatore.Nuovo(), "VRDGNN50A41H501H", anpr.ErrAssente},
		"out of order":         {simulatore.Nuovo(), simulatore.Guasto, anpr.ErrNonRaggiunta},
		"too slow":             {simulatore.Nuovo(), simulatore.Lento, anpr.ErrNonRaggiunta},
		"too many requests":    {stato(429, ""), simulatore.Sola, anpr.ErrNonRaggiunta},
		"another address":      {http.NotFoundHandler(), simulatore.Sola, anpr.ErrNonConsentita},
		"not allowed":          {stato(401, `{"title":"AuthorizationExpired"}`), simulatore.Sola, anpr.ErrNonConsentita},
		"refused request":      {stato(400, `{"listaErrori":[{"codiceErroreAnomalia":"EN148"}]}`), simulatore.Sola, anpr.ErrNonConsentita},
		"redirect":             {http.RedirectHandler("/altrove", http.StatusFound), simulatore.Sola, anpr.ErrNonConsentita},
		"a page":               {http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") }), simulatore.Sola, anpr.ErrRisposta},
		"cut JSON":             {json200(`{"listaSoggetti":`), simulatore.Sola, anpr.ErrRisposta},
		"other JSON":           {json200(`[]`), simulatore.Sola, anpr.ErrRisposta},
		"nobody in the list":   {json200(`{}`), simulatore.Sola, anpr.ErrRisposta},
		"too long":             {json200(`{"a":"` + strings.Repeat("x", 1<<20) + `"}`), simulatore.Sola, anpr.ErrRisposta},
		"another person":       {http.HandlerFunc(altro), simulatore.Sola, anpr.ErrRisposta},
		"no person in C020":    {rotta("C020", `{}`), simulatore.Sola, anpr.ErrRisposta},
		"no name":              {rotta("C020", strings.Replace(chi(`}`), "FERRETTI", "", 1)), simulatore.Sola, anpr.ErrRisposta},
		"no sex":               {rotta("C020", strings.Replace(chi(`}`), `"sesso":"F"`, `"sesso":"X"`, 1)), simulatore.Sola, anpr.ErrRisposta},
		"malformed birth":      {rotta("C020", strings.Replace(chi(`}`), "1958-05-12", "1958-13-12", 1)), simulatore.Sola, anpr.ErrRisposta},
		"malformed code":       {rotta("C020", strings.Replace(chi(`}`), simulatore.Sola, "XX", 1)), simulatore.Sola, anpr.ErrRisposta},
		"malformed death":      {rotta("C020", chi(`},"datiDecesso":{"dataEvento":"ieri"}`)), simulatore.Sola, anpr.ErrRisposta},
		"malformed residence":  {rotta("C020", chi(`},"residenza":[{"tipoIndirizzo":"1","dataDecorrenzaResidenza":"?"}]`)), simulatore.Sola, anpr.ErrRisposta},
		"family of others":     {rotta("C021", strings.Replace(chi(`}`), simulatore.Sola, simulatore.RossiMario, 1)), simulatore.Sola, anpr.ErrRisposta},
		"family without dates": {rotta("C021", chi(`}`)), simulatore.Sola, nil},
		"no family":            {rotta("C021", `{}`), simulatore.Sola, nil},
		"a type out of place":  {rotta("C020", `{"listaSoggetti":{"datiSoggetto":[{"residenza":"ROMA"}]}}`), simulatore.Sola, anpr.ErrRisposta},
	}
}

func TestRefusalsSayWhatToDoAndLogNobody(t *testing.T) {
	t.Parallel()
	for name, tt := range rifiuti() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			attesa := anpr.Attesa
			if tt.codice == simulatore.Lento {
				attesa = 50 * time.Millisecond
			}
			c, log := prova(t, tt.h, attesa)
			_, err := c.Consulta(t.Context(), domanda(tt.codice))
			if !errors.Is(err, tt.want) {
				t.Errorf("Consulta = %v, want %v", err, tt.want)
			}
			for _, segreto := range []string{tt.codice, "FERRETTI", "ELENA", "1958", "2024/13", "ieri"} {
				if strings.Contains(log.String(), segreto) || err != nil && strings.Contains(err.Error(), segreto) {
					t.Errorf("%q got out: %v %s", segreto, err, log)
				}
			}
		})
	}
}

func TestNothingPersonalIsInAnAddress(t *testing.T) {
	t.Parallel()
	vero := simulatore.Nuovo()
	c, _ := prova(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.String(), simulatore.Sola) || r.URL.RawQuery != "" {
			t.Errorf("asked %s", r.URL.Path)
		}
		corpo, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		var in map[string]any
		if err := json.Unmarshal(corpo, &in); err != nil || strings.Contains(in["idOperazioneClient"].(string), "-") {
			t.Errorf("body %s: %v", corpo, err)
		}
		r.Body = io.NopCloser(bytes.NewReader(corpo))
		vero.ServeHTTP(w, r)
	}), anpr.Attesa)
	if _, err := c.Consulta(t.Context(), domanda(simulatore.Sola)); err != nil {
		t.Error(err)
	}
}

func TestWhoLeavesIsNotToldThatANPRIsDown(t *testing.T) {
	t.Parallel()
	c, log := prova(t, simulatore.Nuovo(), anpr.Attesa)
	ctx, via := context.WithCancel(t.Context())
	via()
	if _, err := c.Consulta(ctx, domanda(simulatore.Sola)); !errors.Is(err, context.Canceled) || log.Len() > 0 {
		t.Errorf("Consulta = %v, logged %s", err, log)
	}
}

func TestNonAttivoRefuses(t *testing.T) {
	t.Parallel()
	if _, err := (anpr.NonAttivo{}).Consulta(t.Context(), domanda(simulatore.Sola)); !errors.Is(err, anpr.ErrNonAttiva) || (anpr.NonAttivo{}).Attivo() {
		t.Errorf("Consulta = %v", err)
	}
	if c, _ := prova(t, simulatore.Nuovo(), anpr.Attesa); !c.Attivo() {
		t.Error("the client is not active")
	}
}

func TestControllaRefusesWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	for base, ok := range map[string]bool{
		"http://127.0.0.1:1": true, "https://anpr.example/govway/rest": true, "": false, "anpr.example": false, "ftp://anpr.example": false,
		"https://chi:segreto@anpr.example": false, "https://anpr.example?a=b": false, ":": false,
	} {
		if err := anpr.Controlla(base); (err == nil) != ok {
			t.Errorf("Controlla(%q) = %v", base, err)
		}
	}
}
