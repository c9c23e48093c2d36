package browser

import (
	"testing"

	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// A month is closed as chapter 5 of the operator's manual says: what is missing
// is seen, it is signed, and opened again by two persons.
func TestTheClosingOfAMonth(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"chiusura": true, "chiusura-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			casa := attivato(t, m, m.InStruttura("2024-01-28"))
			accesso(t, m, m.Amministrativo, casa, "2024-01-28", "RETTA", "1")
			s.entra("D'Arco Giovanna")
			s.firmaMese()
			s.riapreMese(m)
		})
	}
}

// firmaMese goes from the grid to the closing, mends what is missing and signs.
func (s *sessione) firmaMese() {
	s.t.Helper()
	s.vai("/tabellone?mese=2024-01")
	s.preme("Chiusura del mese")
	s.vede("Villa ST1")
	s.foto("elenco")
	s.preme("Apri la chiusura")
	s.vede("Restano 3 giornate senza accessi")
	s.foto("da-firmare")
	if s.script {
		s.figura("chiusura-mese")
	}
	s.preme("29/01/2024")
	s.vede("Accessi di lunedì 29 gennaio 2024")
	s.preme("Salva")
	s.vede("accesso registrato")
	s.vai("/chiusure?mese=2024-01")
	s.preme("Villa ST1")
	s.vede("Restano 2 giornate senza accessi")
	s.invia("/firma")
	s.vede("dire chi ha comunicato gli accessi, e come")
	s.foto("errore")
	s.scrive("dichiarazione", "riepilogo n. 3 del 02/02/2024")
	s.invia("/firma")
	s.vede("Il mese è firmato da D'Arco Giovanna")
	s.foto("firmato")
	s.preme("Tabellone di gennaio 2024")
	s.vede("per cambiarlo chiedere la riapertura")
	s.foto("tabellone-firmato")
}

// riapreMese asks that the month be opened again, and a colleague grants it.
func (s *sessione) riapreMese(m *dbtest.Mondo) {
	s.t.Helper()
	chiusura := "/chiusure/" + sigess.IDChiusura(m.Comune, m.Struttura, periodo.MustParseMese("2024-01"))
	s.vai(chiusura)
	s.apre("Chiedi la riapertura")
	s.scrive("motivo", "manca il 30 gennaio")
	s.invia("/riapri")
	s.vede("La decide un altro operatore dell'ente")
	s.foto("chiesta")
	s.fai("log out", clic(`header form[action="/esci"] button`))
	s.preme("Neri Paolo")
	s.vede("Decidere se riaprire gennaio 2024 di Villa ST1")
	s.vai(chiusura)
	s.vede("manca il 30 gennaio")
	s.scrive("esito", "CONCESSA")
	s.foto("da-decidere")
	s.invia("/decidi")
	s.vede("Riaperto")
	s.vede("Concessa")
	s.foto("riaperto")
}
