package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/sigess"
)

// contributo is a monthly contribution to a person.
func contributo(m *dbtest.Mondo, soggetto, dal string, importo euro.Importo) sigess.ModuloEconomico {
	f := m.Economico(dal, importo)
	f.Dettagli.SoggettoID = soggetto
	return f
}

// Chapter 8 of the manual, step by step, for who accounts in the district.
func TestTheElaborazioneOfTheManual(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "elaborazione", true)
	bianchi := persona(t, m, 2, "BIANCHI", "MARIA")
	attivato(t, m, contributo(m, m.Soggetto, "2023-09-01", 10000))
	attivato(t, m, contributo(m, bianchi, "2024-01-01", 15000))
	attivato(t, m, contributo(m, bianchi, "2024-01-05", 10000))
	casa := attivato(t, m, domiciliare(m, m.Soggetto, "2024-01-01", ""))
	accesso(t, m, m.Amministrativo, casa, "2024-01-02", "ASS_DOM", "2:00")
	attivato(t, m, m.InStruttura("2024-01-01"))
	s.vai("/")
	s.preme("Conti Ugo")
	s.vede("compito in carico")
	s.vai("/cerca?q=Elaborazione+contabile")
	s.dimostra("nessuna elaborazione", "CON-02")
	s.foto("nessuna")
	s.prepara()
	s.controlla()
	s.anomalie()
	s.stampa()
	s.spiega()
	s.conferma()
	s.nelComune()
}

// prepara puts in creation mode with the +, sets the filters and elaborates.
func (s *sessione) prepara() {
	s.t.Helper()
	s.preme("Nuova elaborazione contabile")
	s.dimostra("Scegliere il periodo e i tipi di intervento da liquidare", "CON-03")
	s.scrive("dal", "2024-01")
	s.dimostra("Tipi di intervento", "CON-04", "CON-05")
	s.foto("nuova")
	s.figura("elaborazione-nuova")
	s.invia("/elaborazioni/nuova")
	s.dimostra("Provvisoria", "CON-06") // the page looks again by itself
}

// controlla reads the lines as fig. 33 has them, looks for some and sums them.
func (s *sessione) controlla() {
	s.t.Helper()
	for _, colonna := range []string{"Estremi movimento", "Tipo movimento", "Imponibile IVA", "Aliquota IVA", "Importo IVA", "Importo totale"} {
		s.vede(colonna)
	}
	s.copre("CON-09")
	s.dimostra("SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/1 del 01/09/2023", "CON-10", "CON-13")
	s.dimostra("Pagamento", "CON-11")
	s.vede("SIGESS-Distretto 01 paga BIANCHI MARIA (02/03/1951) con causale - Intervento 2024/1 del 01/01/2024")
	s.dimostra("SIGESS-Distretto 01 paga BIANCHI MARIA (02/03/1951) con causale - Intervento 2024/2 del 05/01/2024", "CON-14")
	s.dimostra("SIGESS-Distretto 01 paga Cooperativa Aurora con causale - Intervento 2024/3 del 01/01/2024", "CON-01", "CON-07")
	s.dimostra("43,38", "CON-12") // two hours, without IVA
	s.dimostra("382,65", "CON-12")
	s.vede("1 - 4 di 4 elementi")
	s.vede("Per tipo di intervento")
	s.vede("Persone")
	s.foto("provvisoria")
	s.figura("elaborazione")
	s.scrive("cerca", "bianchi")
	s.invia("#movimenti")
	s.vede("Totale dei movimenti trovati")
	s.vede("1 - 2 di 2 elementi")
}

// anomalie mends what was missing in the tabellone, says so in the work list,
// and a second run, of a longer period, pays it.
func (s *sessione) anomalie() {
	s.t.Helper()
	prima := chiedi(s, chromedp.Location())
	prima, _, _ = strings.Cut(prima, "?")
	s.preme("Anomalie da sistemare: 1")
	s.vede("nessun accesso nel tabellone di gennaio 2024")
	s.foto("anomalie")
	s.figura("anomalie")
	s.preme("Apri il tabellone")
	s.vede("1 elemento")
	s.inGriglia()
	s.digita("1")
	s.premi(kb.Enter)
	s.stato("Una casella salvata")
	s.vai(strings.TrimPrefix(prima, s.url) + "/anomalie")
	s.preme("Segna come sistemate")
	s.vede("scegliere almeno un'anomalia")
	s.foto("anomalie-errore")
	s.fai("tick", clic("#scegli-tutte"))
	s.scrive("nota", "registrata la presenza del primo giorno")
	s.preme("Segna come sistemate")
	s.vede("Sistemata da Conti Ugo")
	s.vede("registrata la presenza del primo giorno")
	s.vai("/elaborazioni/nuova")
	s.scrive("dal", "2023-12")
	s.scrive("al", "2024-01")
	s.invia("/elaborazioni/nuova")
	s.vede("Provvisoria")
	s.vede("paga Gestioni Sociali con causale - Intervento 2024/4 del 01/01/2024")
	s.vede("In un'altra elaborazione")
	s.vai(strings.TrimPrefix(prima, s.url))
}

// stampa is the run on paper.
func (s *sessione) stampa() {
	s.t.Helper()
	s.preme("Stampa")
	s.vede("Il responsabile contabile")
	s.vede("registrata la presenza del primo giorno")
	s.foto("stampa")
	s.preme("Torna all'elaborazione")
}

// spiega opens how an amount is reached, from the line down to its inputs.
func (s *sessione) spiega() {
	s.t.Helper()
	run := strings.TrimSuffix(s.percorso(), "/stampa")
	s.preme("45,55")
	s.vede("Come si arriva a 45,55")
	s.vede("Totale: imponibile 43,38 € + IVA 2,17 €")
	s.fai("open all", chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".albero details").forEach((d) => d.open = true)`))
	s.vede("tabellone accessi del 02/01/2024")
	s.foto("spiegazione")
	s.vai(run)
}

// conferma makes the run definitive, and its list can be downloaded.
func (s *sessione) conferma() {
	s.t.Helper()
	s.apre("Conferma l'elaborazione")
	s.invia("/conferma")
	s.vede("Definitiva")
	s.dimostra("Scarica l'elenco Excel", "CON-08")
	s.vai("/elaborazioni?stato=DEFINITIVA")
	s.vede("1 elemento")
	s.foto("elenco")
}

// nelComune reads who pays and what was paid, as who works in the comune.
func (s *sessione) nelComune() {
	s.t.Helper()
	s.fai("log out", clic(`header form[action="/esci"] button`))
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	s.vai("/elaborazioni")
	s.dimostra("Per Comune 1 paga SIGESS-Distretto 01", "CON-13")
	s.foto("comune")
	s.chiuso()
	s.vai("/elaborazioni")
	s.preme("Movimenti liquidati")
	s.vede("4 movimenti di elaborazioni definitive")
	s.foto("liquidati")
	s.figura("liquidati")
}

// chiuso types in a month that a run not yet definitive holds: it is said which.
func (s *sessione) chiuso() {
	s.t.Helper()
	s.vai("/tabellone?mese=2024-01")
	s.vede("quello che si cambia va a conguaglio nella prossima elaborazione")
	s.inGriglia()
	s.premi(kb.ArrowDown)
	s.digita("1")
	s.stato("il mese è chiuso: è nell'elaborazione contabile")
	s.figura("tabellone-chiuso")
}

// While it computes, the page says how far it is and, by itself, when it is done.
func TestARunInCalculationIsFollowedOnItsPage(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"calcolo": true, "calcolo-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			id := uuid.NewString()
			scrive := func(q string, args ...any) {
				t.Helper()
				if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(q, args...).Error }); err != nil {
					t.Fatal(err)
				}
			}
			scrive(`INSERT INTO elaborazione (id, ente_id, uo_id, anno, numero, dal, al, origine, stato, creata_da, esaminati, da_esaminare)
				VALUES (?, ?, ?, 2024, 8, '2024-01-01', '2024-01-31', 'OPERATORE', 'IN_CALCOLO', ?, 320, 2000)`, id, m.Distretto, m.Contabilita, m.Contabile)
			s.vai("/")
			s.preme("Conti Ugo")
			s.vede("compito in carico")
			s.vai("/elaborazioni/" + id)
			s.vede("16 %, 320 di 2.000 interventi")
			s.foto(nome)
			if script {
				s.figura("elaborazione-calcolo")
			}
			scrive(`UPDATE elaborazione SET esaminati = 1400`)
			s.vede("70 %, 1.400 di 2.000 interventi")
			if script {
				s.fai("announced", chromedp.WaitReady(`//*[@role="status"][contains(., "70 per cento")]`))
			}
			scrive(`UPDATE elaborazione SET stato = 'PROVVISORIA', esaminati = 2000`)
			s.vede("Conferma l'elaborazione")
			s.vede("Provvisoria")
		})
	}
}
