package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// domain b.8: the form of a day in a struttura says how the person was there,
// and the cell of the grid shows its letter; so it does when the letter is typed.
func TestADayInHospitalIsWrittenAndSeenInTheGrid(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "presenze", true)
	id := attivato(t, m, m.InStruttura("2024-01-01"))
	s.vai("/")
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	s.vai("/tabellone/" + id + "/2024-01-03")
	s.vede("Tipo di presenza")
	s.scrive("tipoPresenza", "RICOVERO")
	s.invia("/tabellone/" + id + "/2024-01-03?ritorno=%2Ftabellone%3Fmese%3D2024-01")
	s.vede("ccesso registrato")
	s.preme("Torna al tabellone")
	s.dicono(0, 3, "R")
	s.fai("choose", clic("#griglia tbody tr:first-child > :nth-child(5)"))
	s.digita("m")
	s.premi(kb.Enter)
	s.dicono(0, 3, "R", "M")
	s.vede("2 giornate")
}
