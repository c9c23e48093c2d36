package sigess

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// nascosto is the value of a hidden field of a page.
func nascosto(t *testing.T, pagina, nome string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + nome + `" value="([^"]*)"`).FindStringSubmatch(pagina)
	if m == nil {
		t.Fatalf("no field %s in the page", nome)
	}
	return m[1]
}

// An approval is of what the page showed: with lines computed again since, the
// page says so and has the new ones.
func TestThePageConfirmsTheLinesThatItShows(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.attivo("/interventi-economici/", b.economico())
	run := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	vista := nascosto(t, b.pagina(b.anna, run, "Ricalcola"), "impronta")
	letta := b.json(b.anna, http.MethodGet, run, nil, 200)["impronta"]
	if vista == "" || letta != vista {
		t.Errorf("the page shows %q, the API %q", vista, letta)
	}
	b.attivo("/interventi-economici/", b.economico())
	b.invia(b.anna, run+"/rielabora", conAtto(url.Values{}))
	w := b.manda(b.anna, http.MethodPost, run+"/conferma", conAtto(url.Values{"impronta": {vista}}))
	if w.Code != http.StatusConflict {
		t.Errorf("old lines confirmed: %d", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "i movimenti non sono più quelli mostrati")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{"impronta": {nascosto(t, b.pagina(b.anna, run, "Provvisoria", "600,00"), "impronta")}}))
	b.pagina(b.anna, run, "Definitiva")
}

// domain b.11: from the confirmation to the payment, and a run taken back.
func TestARunIsFollowedByItsPagesUntilItIsPaid(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.attivo("/interventi-economici/", b.economico())
	nuova := func(mese, simulazione string) string {
		return b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {mese}, "simulazione": {simulazione}}))
	}
	prova := b.pagina(b.anna, nuova("2024-08", "true"), "Simulazione ", "Simulata", "È solo una simulazione", "300,00")
	if strings.Contains(prova, "Conferma l'elaborazione") || strings.Contains(prova, "Ricalcola") {
		t.Error("a simulation has commands")
	}
	run := nuova("2024-08", "")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	b.pagina(b.anna, run, "Segna come trasmessa", "Storna l'elaborazione")
	b.invia(b.anna, run+"/storna", conAtto(url.Values{"motivo": {"capitolo errato"}}))
	pagina := b.pagina(b.anna, run, "Stornata", "Stornata con l'elaborazione")
	storno := regexp.MustCompile(`href="(/elaborazioni/[0-9a-f-]{36})"`).FindAllStringSubmatch(pagina, -1)
	b.pagina(b.anna, storno[len(storno)-1][1], "Storno ", "-300,00", "capitolo errato", "Storna l'elaborazione")
	run = nuova("2024-08", "")
	b.pagina(b.anna, run, "Pagamento", "300,00")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	b.invia(b.anna, run+"/trasmetti", conAtto(url.Values{}))
	w := b.manda(b.anna, http.MethodPost, run+"/paga", conAtto(url.Values{"esito": {"PAGATA_PARZIALE"}, "data": {"2024-09-10"}}))
	b.contiene("the refusal", w.Body.String(), "dire che cosa non è stato pagato")
	b.invia(b.anna, run+"/paga", conAtto(url.Values{"esito": {"PAGATA_PARZIALE"}, "data": {"2024-09-10"}, "nota": {"un bonifico respinto"}}))
	b.pagina(b.anna, run, "Pagata in parte", "un bonifico respinto", "Registra il pagamento")
	b.invia(b.anna, run+"/paga", conAtto(url.Values{"esito": {"PAGATA"}, "data": {"2024-09-12"}}))
	if strings.Contains(b.pagina(b.anna, run, "Pagata", "12/09/2024"), "Storna l'elaborazione") {
		t.Error("a paid run can be taken back")
	}
	b.pagina(b.anna, nuova("2024-08", ""), "nessuna differenza: quanto è dovuto nel periodo è già liquidato")
}
