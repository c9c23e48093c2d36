package sigess

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// trasmessa is a run of August that pays two contributions, sent to the bank; it
// returns the address of its card, the name of its transfers and one intervento.
func (b *banco) trasmessa() (run, codice, intervento string) {
	b.t.Helper()
	intervento = b.attivo("/interventi-economici/", b.economico())
	run = b.confermata()
	b.invia(b.anna, "/enti/"+b.distretto+"/tesoreria", conAtto(form.Encode(tesoreriaDiProva())))
	b.invia(b.anna, run+"/pagamenti", conAtto(form.Encode(sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(2)})))
	b.pagina(b.anna, run, "Esiti dei pagamenti", "dopo aver trasmesso")
	b.invia(b.anna, run+"/trasmetti", conAtto(url.Values{}))
	return run, "SISS-" + anno() + "-1", intervento
}

// domain b.11 and c.9, row 13, by the pages: the bank's file is looked at, its
// outcomes registered, and what it refused is paid by the next run.
func TestOutcomesAreLookedAtRegisteredAndARefusedPaymentIsPaidAgain(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run, codice, intervento := b.trasmessa()
	b.pagina(b.anna, run, "nessun esito: caricare il file", "Carica gli esiti", `accept=".xml,.csv"`)
	if w := b.carica(b.anna, run+"/esiti", "esiti.csv", "identificativo;esito\n"+codice+"-1;CHISSA\n", conAtto(url.Values{})); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unreadable file = %d", w.Code)
	} else {
		b.contiene("the refusal", w.Body.String(), "riga 2: l'esito deve essere PAGATO o RIFIUTATO")
	}
	esiti := "identificativo;esito;motivo;data\n" + codice + "-1;RIFIUTATO;conto chiuso;\n" + codice + "-2;PAGATO;;2024-09-12\nALTRO-7;PAGATO;;\n"
	w := b.carica(b.anna, run+"/esiti", "esiti.csv", esiti, conAtto(url.Values{}))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("upload = %d: %s", w.Code, w.Body)
	}
	file := w.Header().Get("Location")
	b.pagina(b.anna, file, "Da registrare", "conto chiuso", "ALTRO-7", "1, per 300,00 euro", "Sconosciuti", "Registra gli esiti")
	if w := b.carica(b.anna, run+"/esiti", "di-nuovo.csv", esiti, conAtto(url.Values{})); w.Header().Get("Location") != file {
		t.Errorf("the same file leads to %s, want %s", w.Header().Get("Location"), file)
	}
	if w := b.manda(b.straniero, http.MethodGet, file, nil); w.Code != http.StatusNotFound {
		t.Errorf("a stranger sees the outcomes: %d", w.Code)
	}
	campi := conAtto(url.Values{"fileId": {file[len(file)-36:]}})
	for range 2 { // a double click is one act
		if dove := b.invia(b.anna, file+"/registra", campi); dove != run {
			t.Errorf("after registering: %s", dove)
		}
	}
	b.pagina(b.anna, run, "Pagata in parte", "pagamenti eseguiti: 1 su 2, rifiutati: 1", "12/09/2024")
	if strings.Contains(b.pagina(b.anna, file, "Registrati", "conto chiuso"), "Registra gli esiti") {
		t.Error("registered outcomes can be registered again")
	}
	scheda := "/interventi/" + intervento
	b.pagina(b.giovanna, scheda, "La modalità di pagamento è sospesa", "conto chiuso", "Cambia la modalità di pagamento", "Riattiva la modalità di pagamento")
	b.invia(b.giovanna, scheda+"/modalita", conAtto(url.Values{"titolo": {"ASSISTITO"}, "metodo": {"CASSA"}}))
	if strings.Contains(b.pagina(b.giovanna, scheda, "Per cassa"), "Riattiva la modalità") {
		t.Error("a changed way of payment is still suspended")
	}
	settembre := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-09"}}))
	b.pagina(b.anna, settembre, "Rimessa in pagamento", "Pagamenti rifiutati e rimessi", "600,00", "Dovuto e bloccato") // the other is still to be paid on the closed account
	b.invia(b.anna, settembre+"/conferma", conAtto(url.Values{}))
}

func TestOutcomesByTheAPIAreThoseOfThePages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run, codice, _ := b.trasmessa()
	contenuto := base64.StdEncoding.EncodeToString([]byte("identificativo;esito\n" + codice + "-1;PAGATO\n" + codice + "-2;PAGATO\n"))
	file := b.json(b.anna, http.MethodPost, run+"/esiti", oggetto{"contenuto": contenuto}, 201)["id"].(string)
	letto := b.json(b.anna, http.MethodGet, run+"/esiti/"+file+"?righe=1&pagina=2", nil, 200)
	if righe := letto["esiti"].([]any); letto["totale"] != 2.0 || len(righe) != 1 || righe[0].(oggetto)["cosa"] != "DA_REGISTRARE" || righe[0].(oggetto)["riga"] != 3.0 {
		t.Errorf("preview = %v", letto)
	}
	if esito := b.json(b.anna, http.MethodPost, run+"/registrazione-esiti", oggetto{"fileId": file}, 201); esito["stato"] != "PAGATA" {
		t.Errorf("after registering: %v", esito)
	}
	elenco := b.json(b.anna, http.MethodGet, run+"/esiti", nil, 200)["file"].([]any)
	if len(elenco) != 1 || elenco[0].(oggetto)["pagati"] != 2.0 {
		t.Errorf("files = %v", elenco)
	}
}

// A calculation is stopped, resumed and given up from its page.
func TestACalculationIsStoppedAndResumedFromItsPage(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.attivo("/interventi-economici/", b.economico())
	b.motore.lento = true
	run := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	b.pagina(b.anna, run, "In calcolo", "0 di 1 interventi", "Ferma il calcolo", "Annulla l'elaborazione")
	b.invia(b.anna, run+"/ferma", conAtto(url.Values{}))
	b.pagina(b.anna, run, "Il calcolo è fermo", "Fai proseguire il calcolo", "0 di 1 interventi")
	b.invia(b.anna, run+"/prosegui", conAtto(url.Values{}))
	b.pagina(b.anna, run, "Provvisoria", "300,00")
	b.invia(b.anna, run+"/annulla", conAtto(url.Values{}))
	altra := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	b.invia(b.anna, altra+"/annulla", conAtto(url.Values{}))
	b.pagina(b.anna, altra, "Annullata")
}

// Four eyes and thresholds are turned on beside the tesoreria of the ente.
func TestWhoConfirmsIsDecidedOnThePageOfTheEnte(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.confermata()
	regole := "/enti/" + b.distretto + "/conferma"
	b.pagina(b.anna, run, `href="`+regole+`"`)
	b.pagina(b.anna, regole, "Regole di conferma", "SIGESS-Distretto 01", "non può confermarla", "Chi conferma")
	w := b.manda(b.anna, http.MethodPost, regole, conAtto(url.Values{"soglie.0.ruolo": {"RESPONSABILE_CONTABILE"}, "soglie.0.finoA": {"100,00"}}))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("rules by which nobody confirms = %d", w.Code)
	}
	b.contiene("the form again", w.Body.String(), "almeno un ruolo deve poter confermare qualunque importo", `value="100,00"`)
	if dove := b.invia(b.anna, regole, conAtto(url.Values{"quattroOcchi": {"true"}, "soglie.0.ruolo": {"RESPONSABILE_CONTABILE"}})); dove != regole {
		t.Errorf("after saving: %s", dove)
	}
	settembre := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-09"}}))
	w = b.manda(b.anna, http.MethodPost, settembre+"/conferma", conAtto(url.Values{}))
	if w.Code != http.StatusForbidden {
		t.Errorf("who prepared it confirms it: %d", w.Code)
	}
	b.pagina(b.anna, settembre, "chi ha preparato l'elaborazione non può confermarla")
}
