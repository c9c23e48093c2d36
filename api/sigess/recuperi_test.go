package sigess

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// domain c.4: what is taken back beyond what is paid is seen before the
// confirmation, then it is a recupero with its commands.
func TestARecuperoIsFollowedByItsPages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	id := b.attivo("/interventi-economici/", b.economico())
	b.pagina(b.anna, "/recuperi", "nessun recupero")
	run := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	b.json(b.giovanna, http.MethodPost, "/interventi/"+id+"/termine", oggetto{"dataFine": "2024-08-01", "motivo": "RINUNCIA"}, 201)
	run = b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-09"}}))
	b.pagina(b.anna, run, "Quanto si paga rispetto a quanto è stato liquidato di agosto 2024", "Conguagli di altri mesi", "Differenza in tutto", "Conguaglio a debito", "-290,32", "restano da recuperare 290,32 euro", "Da pagare: 0,00 euro")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	b.pagina(b.anna, "/recuperi?cerca=rossi", "Restano da incassare 290,32 euro", "ROSSI MARIO", "Da recuperare")
	if w := b.manda(b.anna, http.MethodGet, "/recuperi?stato=CHISSA", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("unknown state = %d, want 422", w.Code)
	}
	r := b.json(b.anna, http.MethodGet, "/recuperi", nil, 200)["recuperi"].([]any)[0].(oggetto)
	scheda := "/recuperi/" + r["id"].(string)
	b.pagina(b.anna, scheda, "Recupero da ROSSI MARIO", "Registra un incasso", "Dividi in rate", "Rendi inesigibile", "nessun incasso")
	b.pagina(b.giovanna, "/recuperi", "nessun recupero") // the comune does not pay
	b.invia(b.anna, scheda+"/rateizza", conAtto(url.Values{"rate": {"3"}, "primaRata": {"2024-11"}}))
	b.pagina(b.anna, scheda, "Rateizzato", "novembre 2024", "gennaio 2025", "96,77", "96,78")
	w := b.manda(b.anna, http.MethodPost, scheda+"/incassa", conAtto(url.Values{"data": {"2024-11-05"}, "importo": {"400,00"}}))
	b.contiene("the refusal", w.Body.String(), "restano da incassare 290,32 euro", `value="400,00"`)
	b.invia(b.anna, scheda+"/incassa", conAtto(url.Values{"data": {"2024-11-05"}, "importo": {"96,77"}, "nota": {"reversale 12"}}))
	b.pagina(b.anna, scheda, "reversale 12", "193,55", "05/11/2024", "Gialli Anna")
	b.json(b.anna, http.MethodPost, scheda+"/inesigibilita", oggetto{"motivo": "irreperibile"}, 200)
	if strings.Contains(b.pagina(b.anna, scheda, "Inesigibile", "irreperibile"), "Registra un incasso") {
		t.Error("a recupero that was given up has commands")
	}
}
