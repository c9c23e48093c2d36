package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// casiDiProva are two cases of which the second expects the wrong total, and one
// that expects nothing.
const casiDiProva = `{"casi":[
{"id":"marzo intero","natura":"economico","mese":"2024-03","intervento":{"dal":"2024-01-01","al":null,"sospensioni":[]},
 "regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-01-01","al":null,"criterio":"TRENTESIMI"}],"atteso":{"totale":"300.00"}},
{"id":"dal 12 marzo","natura":"economico","mese":"2024-03","intervento":{"dal":"2024-03-12","al":null,"sospensioni":[]},
 "regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-03-12","al":null,"criterio":"TRENTESIMI"}],"atteso":{"totale":"200.00"}},
{"id":"aprile","natura":"economico","mese":"2024-04","intervento":{"dal":"2024-01-01","al":null,"sospensioni":[]},
 "regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-01-01","al":null,"criterio":"TRENTESIMI"}]}]}`

// The casi di prova of an office, with JavaScript and without: what is no file
// of cases, a file with a case that fails, its withdrawal.
func TestTheCasiDiProvaOfAnOffice(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"casi": true, "casi-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			s.entra("Conti Ugo")
			s.vai("/elaborazioni")
			s.preme("Casi di prova")
			s.vede("nessun file di casi: aggiungerne uno con l'icona +")
			s.foto("nessuno")
			s.fai("press + of the drawer", clic(`#file .nuovo`))
			s.aperto("/elaborazioni/casi")
			s.invia("/elaborazioni/casi")
			s.vede("orreggere i campi indicati")
			s.foto("errori")
			s.carica("casi.json", []byte(`{"casi":[]}`))
			s.scrive("enteId", m.Distretto)
			s.scrive("titolo", "Contributi a trentesimi")
			s.invia("/elaborazioni/casi")
			s.vede("il file non ha nessun caso: aggiungerne almeno uno")
			s.tiene("titolo", "Contributi a trentesimi")
			s.foto("senza-casi")
			if script {
				s.finche("be at the summary", `document.activeElement.id === "riepilogo"`)
				s.tasti(kb.Tab, kb.Enter)
				s.finche("be in the field of the file", `document.activeElement.id === "campo-file"`)
			}
			s.carica("casi.json", []byte(casiDiProva))
			s.invia("/elaborazioni/casi")
			s.vede("ile aggiunto: qui sotto il confronto con l'atteso")
			s.vede("Un caso diverso dall'atteso")
			s.vede("totale: atteso 200.00, ottenuto 190.00")
			s.vede("Senza atteso")
			s.foto("confronto")
			s.preme("Ritira il file")
			s.vede("ile ritirato: resta nell'elenco ma non vale più")
			s.assente("Il file ritirato resta nell'elenco ma non vale più: per correggerlo")
			s.foto("ritirato")
			s.vai("/elaborazioni/casi")
			s.vede("Contributi a trentesimi")
			s.foto("elenco")
			s.lascia("D'Arco Giovanna")
			s.vai("/elaborazioni/casi")
			s.vede("nessun file di casi: aggiungerne uno con l'icona +") // of one's own ente
			s.foto("nel-comune")
		})
	}
}
