package simulatore_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"siss/deploy/dev/anpr/simulatore"
	"siss/models/fiscale"
)

func TestThePersonsNamedAreThereAndNoneIsTwice(t *testing.T) {
	t.Parallel()
	elenco := simulatore.Elenco()
	if len(elenco) < 30 {
		t.Errorf("%d persons", len(elenco))
	}
	visti := map[string]bool{}
	for _, r := range elenco {
		if _, err := fiscale.ParseCodice(r.CodiceFiscale); err != nil || visti[r.CodiceFiscale] {
			t.Errorf("%s: %v, twice = %v", r.CodiceFiscale, err, visti[r.CodiceFiscale])
		}
		visti[r.CodiceFiscale] = true
	}
	for _, c := range []string{simulatore.RossiMario, simulatore.Sola, simulatore.Capofamiglia, simulatore.Figlia, simulatore.Deceduto, simulatore.Estera,
		simulatore.Omocodia, simulatore.Lento, simulatore.Guasto} {
		if !slices.ContainsFunc(elenco, func(r simulatore.Riga) bool { return r.CodiceFiscale == c && r.Mostra != "" }) {
			t.Errorf("%s is not there", c)
		}
	}
}

func TestOnlyWellMadeRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	const servizio = "/C020-servizioAccertamentoResidenza/v1/anpr-service-e002"
	buona := `{"idOperazioneClient":"1","criteriRicerca":{"codiceFiscale":"` + simulatore.Sola + `"},"datiRichiesta":{"dataRiferimentoRichiesta":"2024-01-31","motivoRichiesta":"13/2024","casoUso":"C020"}}`
	tests := map[string]struct {
		corpo string
		stato int
	}{
		"good":           {buona, 200},
		"nobody":         {strings.Replace(buona, simulatore.Sola, "X", 1), 404},
		"not JSON":       {"{", 400},
		"no operation":   {strings.Replace(buona, `"1"`, `""`, 1), 400},
		"no date":        {strings.Replace(buona, "2024-01-31", "ieri", 1), 400},
		"no reason":      {strings.Replace(buona, "13/2024", "", 1), 400},
		"another case":   {strings.Replace(buona, "C020", "C021", 1), 400},
		"no criterion":   {strings.Replace(buona, simulatore.Sola, "", 1), 400},
		"out of order":   {strings.Replace(buona, simulatore.Sola, simulatore.Guasto, 1), 503},
		"by identifier":  {strings.Replace(buona, `"codiceFiscale":"`+simulatore.Sola, `"idANPR":"SIM00001`, 1), 200},
		"two criterions": {strings.Replace(buona, `"codiceFiscale"`, `"idANPR":"SIM00001","codiceFiscale"`, 1), 400},
	}
	s := simulatore.Nuovo()
	for name, tt := range tests {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, servizio, strings.NewReader(tt.corpo)))
		if w.Code != tt.stato || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	for percorso, testo := range map[string]string{"/status": "200", "/": simulatore.Deceduto} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, percorso, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), testo) {
			t.Errorf("%s: %d %s", percorso, w.Code, w.Body)
		}
	}
}
