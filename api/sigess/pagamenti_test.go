package sigess

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

func tesoreriaDiProva() sigess.ModuloTesoreria {
	return sigess.ModuloTesoreria{Intestazione: "Distretto 01", CodiceFiscale: "00123456789", IBAN: iban, ABI: "05428", CodiceIPA: "UF1A2B",
		CodiceSIOPE: "000123456", TramiteEnte: "A2A-12345678", TramiteBanca: "A2A-87654321", EnteInBanca: "777", CGU: "1040202999"}
}

// confermata is a run of August that pays one contribution, confirmed; it returns
// the address of its card.
func (b *banco) confermata() string {
	b.t.Helper()
	b.attivo("/interventi-economici/", b.economico())
	run := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	return run
}

// domain c.10, by the pages alone: the account of the ente, the files, each
// downloaded again byte for byte.
func TestPaymentsArePreparedAndDownloadedFromTheCardOfTheRun(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.confermata()
	tesoreria := "/enti/" + b.distretto + "/tesoreria"
	b.pagina(b.anna, run, ">File</h2>", "Elenco Excel", "SHA-256 "+impronta(b.manda(b.anna, http.MethodGet, run+"/elenco", nil).Body.Bytes()), "Prepara i pagamenti", "Data di esecuzione", `href="`+tesoreria+`"`)
	modulo := sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(2), Raggruppata: true}
	w := b.manda(b.anna, http.MethodPost, run+"/pagamenti", conAtto(form.Encode(modulo)))
	b.contiene("the refusal", w.Body.String(), "mancano i dati di tesoreria dell'ente")
	b.pagina(b.anna, tesoreria, "Dati di tesoreria", "SIGESS-Distretto 01", "IBAN del conto di tesoreria", "codice univoco ufficio")
	if dove := b.invia(b.anna, tesoreria, conAtto(form.Encode(tesoreriaDiProva()))); dove != tesoreria {
		t.Errorf("after saving: %s", dove)
	}
	b.pagina(b.anna, tesoreria, iban, "A2A-12345678")
	passata := modulo
	passata.Esecuzione = periodo.Oggi().Piu(-1)
	w = b.manda(b.anna, http.MethodPost, run+"/pagamenti", conAtto(form.Encode(passata)))
	b.contiene("the form again", w.Body.String(), "la data di esecuzione è già passata", passata.Esecuzione.String())
	mandato := 12
	modulo.Mandato = &mandato
	b.invia(b.anna, run+"/pagamenti", conAtto(form.Encode(modulo)))
	b.pagina(b.anna, run, "SISS-"+anno()+"-1-pain09.xml", "SISS-"+anno()+"-1-opi.xml", "Bonifici SEPA (2019)", "Mandato SIOPE+", "Gialli Anna", "nessuno, i file pagano tutta l'elaborazione")
	for tipo, marca := range map[string]string{"PAIN_09": "pain.001.001.09", "PAIN_03": "pain.001.001.03", "OPI": "flusso_ordinativi", "CSV": "Totale;"} {
		uno, due := b.manda(b.anna, http.MethodGet, run+"/file/"+tipo, nil), b.manda(b.anna, http.MethodGet, "/api/v1"+run+"/file/"+tipo, nil)
		if uno.Code != 200 || due.Code != 200 || !bytes.Equal(uno.Body.Bytes(), due.Body.Bytes()) || !strings.Contains(uno.Body.String(), marca) {
			t.Errorf("%s: %d and %d, %d and %d bytes", tipo, uno.Code, due.Code, uno.Body.Len(), due.Body.Len())
		}
		if got := uno.Header().Get("ETag"); got != `"`+impronta(uno.Body.Bytes())+`"` {
			t.Errorf("%s: ETag %s is not the digest", tipo, got)
		}
		if !strings.Contains(uno.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s is shown in place", tipo)
		}
	}
}

func impronta(dati []byte) string {
	somma := sha256.Sum256(dati)
	return hex.EncodeToString(somma[:])
}

func anno() string { return periodo.Di(time.Now()).String()[:4] }

func TestPaymentsByJSONAnswerTheSameTwice(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.confermata()
	b.json(b.anna, http.MethodPut, "/enti/"+b.distretto+"/tesoreria", tesoreriaDiProva(), 200)
	if got := b.json(b.anna, http.MethodGet, "/enti/"+b.distretto+"/tesoreria", nil, 200); got["iban"] != iban || got["versione"] != 1.0 {
		t.Errorf("tesoreria = %v", got)
	}
	if got := b.json(b.anna, http.MethodGet, run+"/file", nil, 200); len(got["file"].([]any)) != 0 {
		t.Errorf("files before they are prepared: %v", got)
	}
	chiesti := oggetto{"esecuzione": periodo.Oggi().Piu(1).String()}
	for range 2 {
		b.json(b.anna, http.MethodPost, run+"/pagamenti", chiesti, 201)
	}
	got := b.json(b.anna, http.MethodGet, run+"/file", nil, 200)
	file := got["file"].([]any)
	if len(file) != 3 || file[0].(oggetto)["tipo"] != "PAIN_09" || file[0].(oggetto)["totale"] != "300.00" || got["totaleEsclusi"] != 0.0 {
		t.Errorf("files = %v", got)
	}
}

func TestPaymentsAreOfWhoKeepsTheAccounts(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	run := b.confermata()
	b.json(b.anna, http.MethodPut, "/enti/"+b.distretto+"/tesoreria", tesoreriaDiProva(), 200)
	chiesti := oggetto{"esecuzione": periodo.Oggi().Piu(1).String()}
	b.json(b.giovanna, http.MethodPost, run+"/pagamenti", chiesti, 404)
	b.json(b.straniero, http.MethodPost, run+"/pagamenti", chiesti, 404)
	b.json(b.anna, http.MethodPost, run+"/pagamenti", chiesti, 201)
	for _, chi := range []string{b.giovanna, b.paolo, b.straniero} {
		for _, percorso := range []string{run + "/file", run + "/file/CSV", "/enti/" + b.distretto + "/tesoreria"} {
			b.json(chi, http.MethodGet, percorso, nil, 404)
		}
	}
	b.json(b.giovanna, http.MethodGet, "/enti/"+b.comune+"/tesoreria", nil, 403)
	b.json(b.anna, http.MethodGet, run+"/file/ZIP", nil, 404)
}
