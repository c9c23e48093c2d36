package browser

import (
	"testing"
)

// What was paid for a person and to an ente erogatore, on paper: an empty year,
// a period, a period the wrong way round.
func TestTheStatementsOfAPersonAndOfAnErogatore(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "estratti", true)
	attivato(t, m, contributo(m, m.Soggetto, "2024-01-01", 10000))
	casa := attivato(t, m, domiciliare(m, m.Soggetto, "2024-01-01", ""))
	accesso(t, m, m.Amministrativo, casa, "2024-01-02", "ASS_DOM", "2:00")
	liquidaMese(t, m, "2024-01")
	s.entra("D'Arco Giovanna")
	s.vai("/soggetti/" + m.Soggetto)
	s.preme("Estratto da stampare")
	s.vede("nessun movimento: nel periodo non è stato pagato nulla")
	s.foto("persona-vuoto")
	s.estratto("2024-03", "2024-01")
	s.vede("la fine precede l'inizio")
	s.tiene("dal", "2024-03")
	s.finche("be at the summary", `document.activeElement.id === "riepilogo"`)
	s.foto("persona-errore")
	s.estratto("2024-01", "2024-03")
	s.vede("da gennaio 2024 a marzo 2024")
	s.vede(", confermata il ")
	s.vede("Contributo economico")
	s.vede("Assistenza domiciliare")
	s.foto("persona")
	s.suCarta("estratto-persona")
	s.preme("Torna al soggetto")
	s.vede("Dati anagrafici")

	s.vai("/interventi/" + casa)
	s.preme("Cooperativa Aurora")
	s.vede("nessun movimento: nel periodo non è stato pagato nulla")
	s.foto("erogatore-vuoto")
	s.estratto("2024-01", "2024-01")
	s.vede("ROSSI MARIO, Assistenza domiciliare")
	s.vede("Partita IVA")
	s.foto("erogatore")
	s.suCarta("estratto-erogatore")
	s.preme("Torna ai movimenti liquidati")
	s.vede("movimenti di elaborazioni definitive")
}

// estratto asks for the statement of some months.
func (s *sessione) estratto(dal, al string) {
	s.t.Helper()
	s.scrive("dal", dal)
	s.scrive("al", al)
	s.invia("/estratto")
}
