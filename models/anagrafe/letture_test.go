package anagrafe_test

import (
	"testing"

	"siss/models/anagrafe"
)

func TestOneTextIsReadAsACodiceACodiceFiscaleOrAName(t *testing.T) {
	t.Parallel()
	codice := func(s string) anagrafe.Ricerca { return anagrafe.Ricerca{Codice: s} }
	cf := func(s string) anagrafe.Ricerca { return anagrafe.Ricerca{CodiceFiscale: s} }
	nome := func(s string) anagrafe.Ricerca { return anagrafe.Ricerca{Cognome: s} }
	for testo, want := range map[string]anagrafe.Ricerca{
		"13": codice("13"), " 0013 ": codice("0013"), "1234567890": nome("1234567890"),
		"RSSMRA86L11H501E": cf("RSSMRA86L11H501E"), "rssmra86l": cf("rssmra86l"), "RSSMRA8": cf("RSSMRA8"),
		"RSSMRALSLMMHRLME": cf("RSSMRALSLMMHRLME"), "12345678903": cf("12345678903"),
		"RSSMRA": nome("RSSMRA"), "Esposito": nome("Esposito"), "  rossi   mario ": nome("rossi mario"), "D'Arco": nome("D'Arco"), "": nome(""),
	} {
		if got := anagrafe.RicercaLibera(testo); got != want {
			t.Errorf("RicercaLibera(%q) = %+v, want %+v", testo, got, want)
		}
	}
}
