package browser

import (
	"testing"

	"siss/models/dbtest"
	"siss/models/sigess"
)

// The chapters 2 to 8 of the manual, as D'Arco Giovanna and then the accounting
// office go through them. The pages work without JavaScript: both ways.
func TestTheMainJobInABrowser(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"percorso": true, "senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			s.vai("/")
			s.foto("accesso")
			s.preme("D'Arco Giovanna")
			s.vede("compito in carico")
			s.foto("home-vuota")
			s.domanda(m)
			s.economico()
			s.struttura(m)
			s.elaborazione()
		})
	}
}

// domanda presents a domanda and accepts it (manuale §2 and §3).
func (s *sessione) domanda(m *dbtest.Mondo) {
	s.t.Helper()
	s.vai("/soggetti")
	s.scrive("cognome", "Rosi")
	s.invia("/soggetti")
	s.vede("RSSMRA86L11H501E")
	s.foto("ricerca")
	s.preme("ROSSI")
	s.vede("Dati anagrafici")
	s.foto("soggetto")
	s.scrive("comando", "/domande/nuova?soggetto="+m.Soggetto)
	s.preme("Esegui")
	s.vede("Data di presentazione")
	s.scrive("dataPresentazione", "2024-01-02")
	s.scrive("note", "vedere la relazione allegata")
	s.preme("Salva bozza")
	s.vede("orreggere i campi indicati")
	s.vede("vedere la relazione allegata")
	s.foto("domanda-errori")
	s.scrive("uoId", m.UO)
	s.scrive("richieste.0.tipoInterventoId", m.Tipo[sigess.Economico])
	s.preme("Salva bozza")
	s.vede("ozza salvata")
	s.foto("domanda-bozza")
	s.invia("/presenta")
	s.vede("Domanda 2024/1")
	s.foto("domanda-presentata")
	s.apre("Avvia")
	s.scrive("protocollo", "123/2024")
	s.scrive("protocolloData", "2024-01-03")
	s.scrive("responsabileId", m.Coordinatore)
	s.invia("/avvia")
	s.vede("struttoria avviata")
	s.apre("Stato della richiesta 1")
	s.scegli("esito", "RESPINTA")
	s.invia("/esito")
	s.vede("indicare la motivazione del rigetto")
	s.foto("esito-errori")
	s.scegli("esito", "ACCETTATA")
	s.invia("/esito")
	s.vede("sito della richiesta registrato")
	s.foto("domanda-accolta")
}

// economico creates and activates the intervento that the richiesta asks for,
// from its task (manuale §4).
func (s *sessione) economico() {
	s.t.Helper()
	s.vai("/")
	s.foto("home")
	s.preme("Creare l'intervento della domanda 2024/1")
	s.vede("Modalità di pagamento")
	s.scrive("dettagli.dataInizio", "2024-01-05")
	s.scrive("regole.0.frequenza", "MENSILE")
	s.scrive("regole.0.importo", "123")
	s.scrive("regole.0.criterioRateo", "NESSUNO")
	s.scrive("modalita.metodo", "BONIFICO")
	s.scrive("modalita.iban", "IT60X0542811101000000123457")
	s.scrive("modalita.intestatario", "Mario Rossi")
	s.preme("Salva")
	s.vede("orreggere i campi indicati")
	s.foto("economico-errori")
	s.scrive("modalita.iban", "IT60X0542811101000000123456")
	s.preme("Salva")
	s.vede("Regole di pagamento")
	s.invia("/attiva")
	s.vede("Intervento 2024/1")
	s.foto("economico-attivo")
}

// struttura places the soggetto in a structure of the register and enters a
// day of presence (manuale §6 and §7).
func (s *sessione) struttura(m *dbtest.Mondo) {
	s.t.Helper()
	s.vai("/interventi/nuovo?natura=STRUTTURA&soggetto=" + m.Soggetto)
	s.vede("Struttura di inserimento")
	s.foto("struttura-nuova")
	s.scrive("dettagli.uoId", m.UO)
	s.scrive("dettagli.tipoInterventoId", m.Tipo[sigess.Struttura])
	s.scrive("dettagli.dataInizio", "2024-01-05")
	s.scrive("dettagli.motivoAttivazione", "URGENZA")
	s.scrive("dettagli.operatoreResponsabileId", m.Amministrativo)
	s.scrive("strutturaId", m.Struttura)
	s.scrive("tariffarioId", m.Tariffario[sigess.Struttura])
	s.scrive("piano.0.prestazione", "RETTA")
	s.scrive("piano.0.quantita", "1")
	s.scrive("piano.0.periodicita", "GIORNO")
	s.preme("Salva")
	s.vede("Piano di assistenza")
	s.invia("/attiva")
	s.vede("Intervento 2024/2")
	s.foto("struttura-attiva")
	s.vai("/tabellone?mese=2024-01")
	s.vede("ROSSI MARIO (11/07/1986)")
	s.foto("tabellone-vuoto")
	s.fai("open a day", clic(`main a[href*="/2024-01-05"]`))
	s.vede("Quantità")
	s.scrive("prestazione", "RETTA")
	s.scrive("quantita", "1")
	s.foto("cella")
	s.preme("Salva")
	s.vede("ccesso registrato")
	s.foto("cella-registrata")
	s.vai("/tabellone?mese=2024-01")
	s.foto("tabellone")
}

// elaborazione settles the month and confirms it (manuale §8).
func (s *sessione) elaborazione() {
	s.t.Helper()
	s.fai("log out", clic(`header form[action="/esci"] button`))
	s.preme("Conti Ugo")
	s.vede("compito in carico")
	s.vai("/elaborazioni")
	s.foto("elaborazioni-vuote")
	s.vai("/elaborazioni/nuova")
	s.scrive("dal", "2024-01")
	s.foto("elaborazione-nuova")
	s.invia("/elaborazioni/nuova")
	s.finoA("Provvisoria")
	s.vede("SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2024/1 del 05/01/2024")
	s.vede("187,00")
	s.foto("elaborazione-provvisoria")
	s.vai("/")
	s.vede("Confermare l'elaborazione contabile")
	s.foto("home-contabile")
	s.preme("Confermare l'elaborazione contabile")
	s.vede("Conferma l'elaborazione")
	s.apre("Conferma l'elaborazione")
	s.invia("/conferma")
	s.vede("Definitiva")
	s.finoA(`/elenco"`)
	s.foto("elaborazione-definitiva")
}
