package sigess

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/api/atti"
)

const pdf = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

// carica sends the form of the drawer Documenti with a file, "" for none.
func (b *banco) carica(operatore, percorso, nome, contenuto string, valori url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	var corpo bytes.Buffer
	w := multipart.NewWriter(&corpo)
	for k, v := range valori {
		if err := w.WriteField(k, v[0]); err != nil {
			b.t.Fatal(err)
		}
	}
	if nome != "" {
		f, err := w.CreateFormFile("contenuto", nome)
		if err == nil {
			_, err = f.Write([]byte(contenuto))
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
	w.Close()
	req := httptest.NewRequest(http.MethodPost, percorso, &corpo)
	req.Header.Set("Authorization", "Bearer "+operatore)
	req.Header.Set("Content-Type", w.FormDataContentType())
	out := httptest.NewRecorder()
	b.ServeHTTP(out, req)
	return out
}

// STR-14, on a domanda as on an intervento: the drawer Documenti by its pages.
func TestPapersAreAddedReplacedAndAnnulledByThePages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	domanda := b.domanda(b.assegno)
	for _, scheda := range []string{"/domande/" + domanda, "/interventi/" + b.attivo("/interventi-in-struttura/", b.struttura())} {
		b.pagina(b.giovanna, scheda, "Documenti", "nessun documento: aggiungerne uno con l'icona +", `enctype="multipart/form-data"`, `accept=".pdf,.jpg,.jpeg,.png,.odt,.docx"`)
		valori := conAtto(url.Values{"tipo": {"ISEE"}, "titolo": {"ISEE 2024"}})
		for range 2 { // a double click
			w := b.carica(b.giovanna, scheda+"/documenti", "isee.pdf", pdf, valori)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != scheda+"#documenti" {
				t.Fatalf("upload = %d %s: %s", w.Code, w.Header().Get("Location"), w.Body)
			}
		}
		primo := valori.Get(atti.CampoAtto)
		pagina := b.pagina(b.giovanna, scheda, "ISEE 2024", "isee.pdf", "Attestazione ISEE", "35 byte", "Valido", "D'Arco Giovanna", "Documento aggiunto: ISEE 2024", "Annulla il documento")
		b.quante("a double click", pagina, `<a href="/documenti/`+primo+`">ISEE 2024</a>`, 1)
		b.quante("a double click", pagina, `<a href="/documenti/`+primo+`">Documento aggiunto: ISEE 2024</a>`, 1)
		b.pagina(b.giovanna, scheda+"?apri=documento&documento="+primo, `<option value="`+primo+`" selected>`)
		nuovo := conAtto(url.Values{"tipo": {"ISEE"}, "sostituisceId": {primo}})
		b.carica(b.giovanna, scheda+"/documenti", "isee-bis.pdf", pdf, nuovo)
		b.pagina(b.giovanna, scheda, "isee-bis.pdf", "Sostituito", "da isee-bis.pdf", "al posto di ISEE 2024")
		annullo := url.Values{"documentoId": {nuovo.Get(atti.CampoAtto)}, "motivo": {"di un'altra persona"}}
		b.invia(b.giovanna, scheda+"/documenti/annulla", conAtto(annullo))
		b.pagina(b.giovanna, scheda, "Annullato", "di un'altra persona", "Documento annullato: isee-bis.pdf", "documenti/"+primo)
	}
}

func TestAWrongFileComesBackWithASentence(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	scheda := "/domande/" + b.domanda(b.assegno)
	for cosa, tt := range map[string]struct {
		nome, contenuto string
		valori          url.Values
		testi           []string
	}{
		"nothing chosen": {"", "", url.Values{"tipo": {"ISEE"}, "titolo": {"titolo scritto"}}, []string{`href="#campo-file">File: scegliere il file da caricare`, "titolo scritto", `id="campo-file-errore" role="alert"><span class="visually-hidden">Errore: </span>scegliere`}},
		"a program":      {"a.pdf", "MZ", url.Values{"tipo": {"ISEE"}}, []string{"non è leggibile come PDF", "Scegliere di nuovo il file"}},
		"a wrong name":   {"a.png", pdf, url.Values{"tipo": {"ISEE"}}, []string{`href="#campo-file">File: il file è PDF ma`}},
		"no kind":        {"a.pdf", pdf, url.Values{}, []string{"Tipo documento: scegliere una voce", "Scegliere di nuovo il file"}},
		"replaces none":  {"a.pdf", pdf, url.Values{"tipo": {"ISEE"}, "sostituisceId": {uuid.NewString()}}, []string{"scegliere un documento di questa pratica"}},
	} {
		w := b.carica(b.giovanna, scheda+"/documenti", tt.nome, tt.contenuto, conAtto(tt.valori))
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s = %d", cosa, w.Code)
		}
		b.contiene(cosa, w.Body.String(), tt.testi...)
	}
	if w := b.carica(b.giovanna, scheda+"/documenti", "a.pdf", strings.Repeat("x", 10<<20+1), conAtto(url.Values{"tipo": {"ISEE"}})); w.Code != 422 || !strings.Contains(w.Body.String(), "supera 10 MB") {
		t.Errorf("ten MiB and a byte = %d", w.Code)
	}
	w := b.carica(b.straniero, scheda+"/documenti", "a.pdf", pdf, conAtto(url.Values{"tipo": {"ISEE"}}))
	if w.Code != http.StatusNotFound {
		t.Errorf("a stranger's paper = %d", w.Code)
	}
	if w = b.carica(b.paolo, scheda+"/documenti", "a.pdf", pdf, conAtto(url.Values{"tipo": {"ISEE"}})); w.Code != http.StatusForbidden {
		t.Errorf("a paper to another's domanda = %d", w.Code)
	}
	if strings.Contains(b.pagina(b.paolo, scheda, "nessun documento"), "multipart/form-data") {
		t.Error("who may not add a paper is shown the form")
	}
}

func TestPapersByJSON(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	domanda, intervento := b.domanda(b.assegno), b.attivo("/interventi-economici/", b.economico())
	corpo := oggetto{"tipo": "ISEE", "nome": "isee.pdf", "contenuto": []byte(pdf)}
	var ultimo string
	for _, caso := range []string{"/domande/" + domanda, "/interventi/" + intervento} {
		d := b.json(b.giovanna, http.MethodPost, caso+"/documenti", corpo, 201)
		ultimo = d["id"].(string)
		if d["titolo"] != "isee.pdf" || d["mime"] != "application/pdf" || d["dimensione"] != float64(len(pdf)) || len(d["sha256"].(string)) != 64 {
			t.Errorf("paper: %v", d)
		}
		if n := len(b.json(b.anna, http.MethodGet, caso+"/documenti", nil, 200)["documenti"].([]any)); n != 1 {
			t.Errorf("%d papers", n)
		}
		b.json(b.straniero, http.MethodGet, caso+"/documenti", nil, 404)
		b.json(b.straniero, http.MethodPost, caso+"/documenti", corpo, 404)
	}
	for _, percorso := range []string{"/api/v1/documenti/" + ultimo + "/file", "/documenti/" + ultimo} {
		w := b.manda(b.giovanna, http.MethodGet, percorso, nil)
		if w.Code != 200 || w.Body.String() != pdf || w.Header().Get("Content-Type") != "application/pdf" || w.Header().Get("Content-Disposition") != "attachment; filename=isee.pdf" {
			t.Errorf("GET %s = %d %v", percorso, w.Code, w.Header())
		}
		if w := b.manda(b.straniero, http.MethodGet, percorso, nil); w.Code != http.StatusNotFound {
			t.Errorf("GET %s by a stranger = %d", percorso, w.Code)
		}
	}
	b.json(b.straniero, http.MethodPost, "/documenti/"+ultimo+"/annullamento", oggetto{"motivo": "x"}, 404)
	b.json(b.paolo, http.MethodPost, "/documenti/"+ultimo+"/annullamento", oggetto{"motivo": "x"}, 403)
	for range 2 {
		if d := b.json(b.giovanna, http.MethodPost, "/documenti/"+ultimo+"/annullamento", oggetto{"motivo": "sbagliato"}, 201); d["motivoAnnullamento"] != "sbagliato" {
			t.Errorf("annulled: %v", d)
		}
	}
	b.json(b.giovanna, http.MethodPost, "/documenti/"+ultimo+"/annullamento", oggetto{"motivo": "altro"}, 409)
	b.json(b.giovanna, http.MethodPost, "/domande/"+domanda+"/documenti", con(corpo, "contenuto", "non base64!"), 422)
	b.json(b.giovanna, http.MethodPost, "/domande/"+domanda+"/documenti", con(corpo, "tipo", "SEGRETO"), 422)
}
