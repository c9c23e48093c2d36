package browser

import (
	"testing"

	"siss/models/sigess"
)

// The chapters 2 to 4 and 8 of the manual, as D'Arco Giovanna goes through them.
func TestTheMainJobInABrowser(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "percorso", true)
	s.vai("/")
	s.foto("accesso")
	s.preme("D'Arco Giovanna")
	s.vede("nessun compito in carico")
	s.foto("home-vuota")

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
	s.vede("correggere i campi indicati")
	s.foto("domanda-errori")
	s.scrive("uoId", m.UO)
	s.scrive("richieste.0.tipoInterventoId", m.Tipo[sigess.Economico])
	s.preme("Salva bozza")
	s.vede("bozza salvata")
	s.foto("domanda-bozza")
	s.invia("/presenta")
	s.vede("Domanda 2024/1")
	s.foto("domanda-presentata")
	s.apre("Avvia")
	s.scrive("protocollo", "123/2024")
	s.scrive("protocolloData", "2024-01-03")
	s.scrive("responsabileId", m.Coordinatore)
	s.invia("/avvia")
	s.vede("istruttoria avviata")
	s.foto("domanda-istruttoria")
	s.apre("Stato della richiesta 1")
	s.scegli("esito", "ACCETTATA")
	s.invia("/esito")
	s.vede("esito della richiesta registrato")
	s.foto("domanda-accolta")
	s.vai("/")
	s.vede("Creare l'intervento della domanda 2024/1")
	s.foto("home")
	s.preme("Creare l'intervento")
}
