package browser

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// liquida makes the run of a month and confirms it, as the accounting office
// does in its pages.
func (s *sessione) liquida(mese string) {
	s.t.Helper()
	s.vai("/elaborazioni/nuova")
	s.scrive("dal", mese)
	s.invia("/elaborazioni/nuova")
	s.finoA("Provvisoria")
	s.apre("Conferma l'elaborazione")
	s.invia("/conferma")
	s.vede("Definitiva")
	s.finoA("Elenco Excel")
}

// senzaConto takes from the ente erogatore the account on which it is paid.
func senzaConto(t *testing.T, m *dbtest.Mondo) {
	t.Helper()
	if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(`UPDATE erogatore SET iban = ''`).Error }); err != nil {
		t.Fatal(err)
	}
}

// The drawer File of a run, from the account that the ente has not told yet to
// the files that the bank wants, with JavaScript and without.
func TestThePaymentsOfARunArePreparedInItsPages(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"pagamenti": true, "pagamenti-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			attivato(t, m, contributo(m, m.Soggetto, "2024-01-01", 10000))
			attivato(t, m, contributo(m, persona(t, m, 2, "BIANCHI", "MARIA"), "2024-01-01", 15000))
			casa := attivato(t, m, domiciliare(m, m.Soggetto, "2024-01-01", ""))
			accesso(t, m, m.Amministrativo, casa, "2024-01-02", "ASS_DOM", "2:00")
			s.entra("Conti Ugo")
			s.liquida("2024-01")
			senzaConto(t, m)
			run := s.percorso()
			s.vede("Si decide una volta sola che cosa si paga")
			s.foto("da-preparare")
			s.apre("Prepara i pagamenti")
			s.invia("/pagamenti")
			s.vede("mancano i dati di tesoreria dell'ente")
			s.foto("senza-tesoreria")
			s.preme("Dati di tesoreria")
			s.tesoreria(m)
			s.vai(run)
			s.preparaPagamenti()
			s.file()
			s.preme("Stampa")
			s.vede("Movimenti che i file non pagano")
			s.vede("Il responsabile contabile")
			s.foto("stampa")
			if script {
				s.suCarta("stampa")
			}
		})
	}
}

// tesoreria tells by which account the ente pays: nothing, too little, all, and
// over what a colleague has saved meanwhile.
func (s *sessione) tesoreria(m *dbtest.Mondo) {
	s.t.Helper()
	s.vede("Il conto da cui SIGESS-Distretto 01 paga")
	s.foto("tesoreria-vuota")
	s.scrive("iban", "IT60X0542811101000000123457")
	s.scrive("abi", "05428")
	s.preme("Salva")
	s.vede("orreggere i campi indicati")
	s.vede("per il flusso OPI servono tutti i dati SIOPE+")
	s.tiene("abi", "05428")
	s.foto("tesoreria-errori")
	if s.script {
		s.finche("be at the summary", `document.activeElement.id === "riepilogo"`)
		s.tasti(kb.Tab, kb.Enter)
		s.finche("be in the first wrong field", `document.activeElement.matches("[aria-invalid=true][name=intestazione]")`)
	}
	for campo, valore := range map[string]string{"intestazione": "Distretto 01", "codiceFiscale": "00123456789", "iban": "IT60X0542811101000000123456", "codiceIpa": "UF1A2B",
		"codiceSiope": "000123456", "tramiteEnte": "A2A-12345678", "tramiteBanca": "A2A-87654321", "enteInBanca": "777", "cgu": "1040202999"} {
		s.scrive(campo, valore)
	}
	s.preme("Salva")
	s.vede("ati di tesoreria salvati")
	s.foto("tesoreria-piena")
	s.scrive("enteInBanca", "778")
	if err := m.Fai(s.t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		letta, err := sigess.TesoreriaDi(tx, chi, m.Distretto)
		if err != nil {
			return err
		}
		letta.Intestazione = "Distretto sociale 01"
		_, err = sigess.SalvaTesoreria(tx, chi, m.Distretto, letta.Modulo())
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	s.preme("Salva")
	s.vede("Distretto sociale 01")
	s.tiene("enteInBanca", "778")
	s.foto("tesoreria-superata")
	s.preme("Salva")
	s.vede("ati di tesoreria salvati")
}

// preparaPagamenti decides what is paid, at first on a day that has passed.
func (s *sessione) preparaPagamenti() {
	s.t.Helper()
	s.apre("Prepara i pagamenti")
	s.scrive("esecuzione", periodo.Oggi().Piu(-1).String())
	s.scrive("mandato", "12")
	s.invia("/pagamenti")
	s.vede("la data di esecuzione è già passata")
	s.tiene("mandato", "12")
	s.foto("pagamenti-errori")
	if s.script {
		s.tasti(kb.Tab, kb.Enter)
		s.finche("be in the open form", `document.activeElement.matches("details[open] [name=esecuzione][aria-invalid=true]")`)
	}
	s.scrive("esecuzione", periodo.Oggi().Piu(2).String())
	s.invia("/pagamenti")
	s.vede("agamenti preparati: scaricare i file")
	s.vede("Movimenti che i file non pagano")
	s.vede("Cooperativa Aurora")
	s.vede("SHA-256")
	s.assente("Si decide una volta sola")
	s.foto("pagamenti-preparati")
}

// file downloads what the drawer offers: each is kept, never shown in place.
func (s *sessione) file() {
	s.t.Helper()
	ctx, fine := context.WithTimeout(s.ctx, attesa)
	defer fine()
	letti, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`Promise.all([...document.querySelectorAll("#file td a[href^='/elaborazioni/']")].map(async (a) => {
		const r = await fetch(a.href), testo = await r.text();
		return [a.textContent, r.status, r.headers.get("Content-Disposition").split(";")[0], testo.length > 100 ? "pieno" : testo].join("|");
	}))`, chromedp.EvalAwaitPromise))
	if err != nil {
		s.t.Fatal(err)
	}
	var want []string
	for _, titolo := range []string{"Elenco Excel", "Bonifici SEPA (2019)", "Bonifici SEPA (2009)", "Mandato SIOPE+", "Elenco per la tesoreria"} {
		want = append(want, fmt.Sprintf("%s|200|attachment|pieno", titolo))
	}
	if diff := cmp.Diff(want, letti); diff != "" {
		s.t.Errorf("files of the drawer (-want +got):\n%s", diff)
	}
}
