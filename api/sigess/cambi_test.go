package sigess

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"siss/models/sigess"
	"siss/web/form"
)

// A rule changes from its drawer: what is wrong is beside its field with what was
// typed, what was stays in the history, and the story says it without amounts.
func TestARuleChangesFromItsDrawer(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	scheda := b.invia(b.giovanna, "/interventi/nuovo/economico?soggetto="+b.rossi, conAtto(form.Encode(b.moduloEconomico())))
	if strings.Contains(b.pagina(b.giovanna, scheda), "Cambia una regola") {
		t.Error("a draft is offered to change a rule by an act")
	}
	b.invia(b.giovanna, scheda+"/attiva", conAtto(url.Values{}))
	b.pagina(b.giovanna, scheda+"?apri=cambia-regola", "Cambia una regola di pagamento", `<option value="1" selected>1: mensile, 300,00`)
	valori := url.Values{"regola": {"1"}, "dal": {"2023-12-01"}, "importo": {"320,00"}, "motivo": {"delibera 7"}}
	w := b.manda(b.giovanna, http.MethodPost, scheda+"/cambia-regola", conAtto(valori))
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("before it begins: %d", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "in quel giorno la regola non vale: vale dal 05/01/2024", `value="320,00"`, "delibera 7")
	valori.Set("dal", "2024-02-01")
	atto := conAtto(valori)
	for range 2 { // a double click is one act
		b.invia(b.giovanna, scheda+"/cambia-regola", atto)
	}
	b.pagina(b.giovanna, scheda, "fino al 31/01/2024", "al posto della 1", "delibera 7", "Regola di pagamento cambiata dal 01/02/2024: vale la 2", "320,00")
	letto := b.json(b.giovanna, http.MethodGet, scheda, nil, 200)
	if regole := letto["regole"].([]any); len(regole) != 2 || regole[1].(map[string]any)["alPostoDi"] != float64(1) {
		t.Errorf("rules %v", regole)
	}
	b.json(b.straniero, http.MethodPost, scheda+"/regole", sigess.ModuloCambioRegola{Regola: 2, Importo: 1, Motivo: "x"}, 422)
}

// A new ISEE is typed in the form of the share that holds, and the story does not
// say how much it is.
func TestANewShareIsTypedOverTheOneThatHolds(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	valori := form.EncodePieni(sigess.ModuloPrestazioni{Dettagli: b.moduloDettagli(b.domiciliare), ErogatoreID: b.cooperativa, TariffarioID: b.tariffarioDomiciliare,
		Piano: []sigess.ModuloPiano{{Prestazione: "OSS", Quantita: 200, Periodicita: "SETTIMANA"}}})
	scheda := b.invia(b.giovanna, "/interventi/nuovo/prestazioni?soggetto="+b.rossi, conAtto(valori))
	b.invia(b.giovanna, scheda+"/attiva", conAtto(url.Values{}))
	quota := url.Values{"metodo": {"ISEE_MENO_SALVAGUARDIA"}, "salvaguardia": {"534,41"}, "dal": {"2024-02-01"}, "isee": {"9600"}, "motivo": {"prima DSU"}}
	w := b.manda(b.giovanna, http.MethodPost, scheda+"/cambia-quota", conAtto(quota))
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("an ISEE without a day: %d", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "indicare la data della DSU", `value="534,41"`, "prima DSU")
	quota.Set("tipoIsee", "SOCIOSANITARIO")
	quota.Set("dataDsu", "2024-01-20")
	b.invia(b.giovanna, scheda+"/cambia-quota", conAtto(quota))
	pagina := b.pagina(b.giovanna, scheda+"?apri=cambia-quota", "Registra un nuovo ISEE o cambia la quota utente", `value="534,41"`, `value="2024-01-20"`,
		"Quota utente registrata dal 01/02/2024")
	_, iter, _ := strings.Cut(pagina, `id="iter"`)
	if strings.Contains(iter, "9.600") || strings.Contains(iter, "9600") {
		t.Error("the story says the ISEE")
	}
}
