package browser

import (
	"testing"

	"siss/models/periodo"
)

// domain b.10, for who keeps the accounts of the district: a fondo, a capitolo and
// an impegno that is too small; the run blocks what does not fit and asks for it,
// and pays it after a variation.
func TestAnImpegnoThatIsTooSmallBlocksAPaymentUntilItIsVaried(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "bilancio", true)
	a := contributo(m, m.Soggetto, "2024-01-01", 30000)
	a.Dettagli.DataFine = periodo.MustParse("2024-12-31")
	intervento := attivato(t, m, a)
	attivato(t, m, contributo(m, persona(t, m, 2, "BIANCHI", "MARIA"), "2024-01-01", 10000))
	s.lavora("Conti Ugo")
	s.vai("/cerca?q=Fondi+e+impegni")
	s.vede("nessun fondo: inserirne uno con l'icona +")
	s.foto("nessuno")
	s.fondo(m.Tipo["ECONOMICO"])
	s.blocca()
	s.vai("/interventi/" + intervento + "#impegni")
	s.vede("Gli impegni non bastano")
	s.vede("fino al 31/12/2024")
	s.foto("intervento")
	s.varia()
	s.vai("/elaborazioni/nuova")
	s.scrive("dal", "2024-02")
	s.invia("/elaborazioni/nuova")
	s.vede("Provvisoria")
	s.vede("Per impegno")
	s.vede("500,00") // February of both, and January of the one that was blocked
	s.foto("pagata")
}

// fondo writes a fondo of 2024, its capitolo and an impegno of 350 euro for the tipo.
func (s *sessione) fondo(tipo string) {
	s.t.Helper()
	s.preme("Nuovo fondo")
	s.scrive("denominazione", "Fondo sociale")
	s.scrive("origine", "FNPS")
	s.scrive("annualita", "2024")
	s.scrive("importo", "10.000,00")
	s.foto("nuovo")
	s.invia("/fondi/nuovo")
	s.vede("fondo salvato: dividerlo in capitoli")
	s.preme("Aggiungi un capitolo")
	s.aperto("/capitolo")
	s.riempie("/capitolo", "codice", "1200")
	s.riempie("/capitolo", "denominazione", "Contributi alle persone")
	s.invia("/capitolo")
	s.vede("1200 - Contributi alle persone")
	s.preme("Aggiungi un impegno")
	s.aperto("/impegno")
	for campo, valore := range map[string]string{"importo": "350,00", "numero": "12", "oggetto": "contributi economici", "determinaNumero": "7",
		"determinaData": "2024-01-02", "scadenza": "2024-12-31"} {
		s.riempie("/impegno", campo, valore)
	}
	s.scegli("tipi", tipo)
	s.foto("impegno-nuovo")
	s.invia("/impegno")
	s.vede("impegno salvato")
	s.vede("12/2024")
}

// blocca runs January, reads what is missing, and confirms the rest.
func (s *sessione) blocca() {
	s.t.Helper()
	s.vai("/elaborazioni/nuova")
	s.scrive("dal", "2024-01")
	s.invia("/elaborazioni/nuova")
	s.vede("Provvisoria")
	s.preme("Anomalie da sistemare: 1")
	s.vede("all'impegno 12/2024 mancano 50,00 euro")
	s.foto("anomalia")
	s.vai("/")
	s.vede("Aumentare gli impegni: l'elaborazione")
	s.preme("Confermare l'elaborazione contabile")
	s.apre("Conferma l'elaborazione")
	s.invia("/conferma")
	s.vede("Definitiva")
	s.vai("/fondi")
	s.vede("85 % usato, 0 % provvisorio")
	s.foto("elenco")
	s.preme("Fondo sociale")
	s.vede("Impegni, nell'ordine in cui si usano")
	s.foto("fondo")
	s.figura("fondo")
}

// varia makes the impegno enough.
func (s *sessione) varia() {
	s.t.Helper()
	s.vai("/fondi")
	s.preme("Fondo sociale")
	s.preme("12/2024")
	s.vede("Movimenti pagati con l'impegno")
	s.apre("Registra una variazione")
	s.riempie("/varia", "importo", "5.000,00")
	s.riempie("/varia", "determinaNumero", "8")
	s.invia("/varia")
	s.vede("variazione registrata")
	s.vede("5.350,00")
	s.foto("impegno")
}
