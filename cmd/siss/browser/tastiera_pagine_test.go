package browser

import (
	"net/http"
	"testing"

	"siss/models/periodo"
	"siss/models/sigess"
)

// What the manual's main job does not go through, with keys alone: how an ente
// pays, the payments of a run, a statement, the clock of a domanda.
func TestPaymentsAndTermsWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tastiera-pagine", true)
	oggi := periodo.Oggi()
	collega := s.intanto(m, m.Collega)
	domanda := collega.presenta(21)
	collega.chiede(http.MethodPost, "/domande/"+domanda+"/avvio", sigess.ModuloAvvio{Protocollo: "123/2024", ProtocolloData: oggi.Piu(-20), ResponsabileID: m.Coordinatore}, nil)
	attivato(t, m, contributo(m, m.Soggetto, "2024-01-01", 10000))
	s.entra("Conti Ugo")
	s.liquida("2024-01")
	run := s.percorso()
	s.vai(run)
	s.aziona("Dati di tesoreria")
	s.vede("Il conto da cui")
	s.compila("Intestazione del conto", "Distretto 01")
	s.compila("Codice fiscale dell'ente", "00123456789")
	s.compila("IBAN del conto", "IT60X0542811101000000123456")
	s.aziona("Salva")
	s.vede("ati di tesoreria salvati")
	s.vai(run)
	s.aziona("Prepara i pagamenti")
	s.aziona("Prepara i pagamenti")
	s.vede("agamenti preparati")
	s.raggiungi("Elenco per la tesoreria", "a")

	s.lascia("Verdi Ada")
	s.vai("/soggetti/" + m.Soggetto + "/estratto")
	s.compilaMese("Dal mese", "01", "2024")
	s.compilaMese("Al mese", "01", "2024")
	s.aziona("Mostra")
	s.vede("Contributo economico")
	s.vai("/domande/" + domanda)
	arrivo := oggi.Piu(12).String()
	s.compilaData("Se chiedo oggi i documenti", arrivo[8:], arrivo[5:7], arrivo[:4])
	s.aziona("Calcola")
	s.vede("30 giorni, 12 sospesi")
	s.finche("go on from the answer", `document.activeElement.id === "termini"`)
	s.aziona("Richiedi integrazioni")
	s.compila("Documenti o chiarimenti", "attestazione ISEE")
	s.aziona("Richiedi integrazioni")
	s.vede("ichiesta di integrazioni registrata")
}
