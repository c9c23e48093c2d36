package browser

import (
	"testing"
)

func TestTheMainJobInABrowser(t *testing.T) {
	t.Parallel()
	s, _ := apri(t, "percorso", true)
	s.vai("/")
	s.vede("Accesso")
	s.foto("accesso")
	s.preme("D'Arco Giovanna")
	s.vede("nessun compito in carico")
	s.foto("home-vuota")
	s.vai("/soggetti")
	s.foto("soggetti")
}
