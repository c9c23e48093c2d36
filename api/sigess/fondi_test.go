package sigess

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// conImpegno makes, by the pages, a fondo with a capitolo and an impegno for the
// contributions of 2024, and answers where the impegno is.
func (b *banco) conImpegno(importo string) (fondo, impegno string) {
	b.t.Helper()
	fondo = b.invia(b.anna, "/fondi/nuovo", conAtto(url.Values{"enteId": {b.distretto}, "denominazione": {"Fondo povertà"}, "origine": {"POVERTA"}, "annualita": {"2024"}, "importo": {"10.000,00"}}))
	b.invia(b.anna, fondo+"/capitolo", conAtto(url.Values{"fondoId": {strings.TrimPrefix(fondo, "/fondi/")}, "codice": {"1200"}, "denominazione": {"Contributi"}, "importo": {"8.000,00"}}))
	letto := b.json(b.anna, http.MethodGet, fondo, nil, 200)
	capitolo := letto["capitoli"].([]any)[0].(oggetto)["id"].(string)
	b.invia(b.anna, fondo+"/impegno", conAtto(url.Values{"capitoloId": {capitolo}, "anno": {"2024"}, "importo": {importo}, "numero": {"12"}, "oggetto": {"contributi"}, "determinaNumero": {"7"},
		"determinaData": {"2024-01-02"}, "scadenza": {"2024-12-31"}, "tipi": {b.assegno}}))
	letto = b.json(b.anna, http.MethodGet, fondo, nil, 200)
	return fondo, "/impegni/" + letto["impegni"].([]any)[0].(oggetto)["id"].(string)
}

// domain b.10: fondo, capitolo and impegno by the pages; a run over the impegno
// says what is missing, and pays it after a variation.
func TestAFondoIsKeptAndARunOverItsImpegnoSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.pagina(b.anna, "/fondi", "nessun fondo: inserirne uno con l'icona +")
	if w := b.manda(b.giovanna, http.MethodGet, "/fondi/nuovo", nil); w.Code != http.StatusForbidden {
		t.Errorf("who does not keep the accounts gets %d, want 403", w.Code)
	}
	fondo, impegno := b.conImpegno("200,00")
	b.pagina(b.anna, "/fondi?anno=2024", "Fondo povertà", "10.000,00", "0 % usato, 0 % provvisorio")
	b.pagina(b.anna, "/fondi?anno=2023", "nessun fondo con questi filtri")
	b.pagina(b.anna, fondo, "Fondo povertà (QSFP)", "1200 - Contributi", "Da dividere in capitoli", "2.000,00", "12/2024", "Aggiungi un impegno")
	w := b.manda(b.anna, http.MethodPost, fondo+"/capitolo", conAtto(url.Values{"fondoId": {strings.TrimPrefix(fondo, "/fondi/")}, "codice": {"1300"}, "denominazione": {"Rette"}, "importo": {"3.000,00"}}))
	b.contiene("the refusal", w.Body.String(), "il fondo non basta per tutti i suoi capitoli", `value="1300"`)
	b.attivo("/interventi-economici/", b.economico())
	run := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	b.pagina(b.anna, run, "Impegno insufficiente", "Dovuto e bloccato")
	b.pagina(b.anna, run+"/anomalie", "300,00 euro dovuti e bloccati, all'impegno 12/2024 mancano 100,00 euro", "Apri gli impegni")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	w = b.manda(b.anna, http.MethodPost, impegno+"/varia", conAtto(url.Values{"importo": {"-300,00"}, "determinaNumero": {"8"}, "determinaData": {"2024-08-30"}}))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a variation below nothing = %d, want 422", w.Code)
	}
	b.invia(b.anna, impegno+"/varia", conAtto(url.Values{"importo": {"500,00"}, "determinaNumero": {"8"}, "determinaData": {"2024-08-30"}}))
	run = b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-09"}}))
	b.pagina(b.anna, run, "Per impegno", "12/2024", "600,00", "100,00")
	b.pagina(b.anna, impegno, "n. 8 del 30/08/2024", "Impegno con le variazioni", "700,00", "ROSSI MARIO", "1 - 2 di 2 elementi", "85 % provvisorio")
	b.pagina(b.giovanna, "/fondi", "nessun fondo: lo inserisce il responsabile contabile") // the comune does not pay
}

// domain b.7: what an intervento is foreseen to cost against what is left of its
// impegni, on its card, to who keeps them and to who follows it.
func TestTheCardOfAnInterventoSetsItsForecastAgainstItsImpegni(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	_, impegno := b.conImpegno("1.000,00")
	modulo := b.economico()
	modulo["dettagli"].(oggetto)["dataFine"] = "2024-12-31"
	id := b.attivo("/interventi-economici/", modulo)
	b.pagina(b.giovanna, "/interventi/"+id, "Spesa prevista e impegni", "fino al 31/12/2024", "12/2024", "Gli impegni non bastano", "nessun impegno collegato")
	legati := b.json(b.anna, http.MethodPost, "/interventi/"+id+"/impegni", oggetto{"impegnoId": strings.TrimPrefix(impegno, "/impegni/"), "ordine": 1}, 200)
	legame := legati["collegamenti"].([]any)[0].(oggetto)
	b.json(b.giovanna, http.MethodPost, "/interventi/"+id+"/impegni", oggetto{"impegnoId": uuid.NewString()}, 403)
	b.pagina(b.anna, "/interventi/"+id, "Collega un impegno", "Scollega un impegno", "contributi: restano 1.000,00")
	b.invia(b.anna, "/interventi/"+id+"/scollega", conAtto(url.Values{"legameId": {legame["id"].(string)}}))
	b.pagina(b.anna, "/interventi/"+id, "nessun impegno collegato")
}
