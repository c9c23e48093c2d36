package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"siss/models/sigess"
)

// carica chooses a file.
func (s *sessione) carica(nome string, contenuto []byte) {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), nome)
	if err := os.WriteFile(file, contenuto, 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.fai("choose the file "+nome, chromedp.SetUploadFiles(chromedp.CSS("#campo-file"), []string{file}))
}

// STR-14, with JavaScript and without: a paper is added, downloaded, replaced
// and annulled.
func TestThePapersOfACase(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"documenti": true, "documenti-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			s, m := apri(t, nome, script)
			id := bozze(t, m)[sigess.Struttura]
			s.lavora("D'Arco Giovanna")
			s.vai("/interventi/" + id)
			s.fai("press + of the drawer", clic(`#documenti .nuovo`))
			s.aperto("/documenti")
			s.vede("PDF, JPEG, PNG, ODT o DOCX, fino a 10 MB")
			if script {
				s.carica("troppo.pdf", make([]byte, 10<<20+1))
				s.vede("il file supera 10 MB")
			}
			s.carica("programma.pdf", []byte("MZ"))
			s.scrive("tipo", "ISEE")
			s.riempie("/documenti", "titolo", "ISEE 2024")
			s.invia("/documenti")
			s.vede("il file non è leggibile come PDF")
			s.foto("rifiutato")
			s.carica("isee.pdf", pdf)
			s.invia("/documenti")
			s.dimostra("Documento aggiunto: ISEE 2024", "STR-14")
			s.figuraParte("documenti", "#documenti")
			s.scarica("ISEE 2024")
			s.preme("Sostituisci: ISEE 2024")
			s.aperto("/documenti")
			s.carica("isee-bis.pdf", pdf)
			s.scrive("tipo", "ISEE")
			s.invia("/documenti")
			s.vede("al posto di ISEE 2024")
			s.preme("Annulla: isee-bis.pdf")
			s.aperto("/annulla")
			s.vede("non si cancella")
			s.riempie("/annulla", "motivo", "di un'altra persona")
			s.invia("/documenti/annulla")
			s.vede("Documento annullato: isee-bis.pdf")
			s.foto("annullato")
		})
	}
}

var pdf = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")

// scarica follows the link of a file and compares the bytes.
func (s *sessione) scarica(titolo string) {
	s.t.Helper()
	ctx, fine := context.WithTimeout(s.ctx, attesa)
	defer fine()
	href := fmt.Sprintf(`[...document.querySelectorAll("#documenti a")].find(a => a.textContent === %q).href`, titolo)
	if !s.script { // no page's own script may run, the protocol's may
		if dove, err := chromedp.Run(ctx, chromedp.Evaluate[string](href)); err != nil || !strings.Contains(dove, "/documenti/") {
			s.t.Errorf("the file leads to %q, error %v", dove, err)
		}
		return
	}
	testo, err := chromedp.Run(ctx, chromedp.Evaluate[string](`fetch(`+href+`).then(async r => r.headers.get("Content-Disposition") + "|" + r.headers.get("X-Content-Type-Options") + "|" + await r.text())`, chromedp.EvalAwaitPromise))
	if want := "attachment; filename=isee.pdf|nosniff|" + string(pdf); err != nil || testo != want {
		s.t.Errorf("the file is %q, error %v, want %q", testo, err, want)
	}
}
