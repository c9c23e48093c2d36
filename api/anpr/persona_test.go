package anpr

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models/anagrafe"
	"siss/models/periodo"
)

func TestAddressesAreWrittenAsOnAnEnvelope(t *testing.T) {
	t.Parallel()
	for json_, want := range map[string]anagrafe.Residenza{
		`[]`: {},
		`[{"tipoIndirizzo":"3","indirizzo":{"comune":{"nomeComune":"ROMA"}}}]`: {},
		`[{"tipoIndirizzo":"1"}]`: {},
		`[{"tipoIndirizzo":"1","dataDecorrenzaResidenza":"2020-02-01","indirizzo":{"cap":"00174","comune":{"nomeComune":"ROMA","codiceIstat":"058091"},"frazione":"Isola Sacra",
			"toponimo":{"specie":"VIA","denominazioneToponimo":"AMERIGO  VESPUCCI"},"numeroCivico":{"numero":"55","lettera":"A","esponente1":"bis","civicoInterno":{"interno1":"3","scala":"B4"}}}}]`: {
			Tipo: "RESIDENZA", Comune: "ROMA", CodiceIstat: "058091", CAP: "00174", Indirizzo: "VIA AMERIGO  VESPUCCI 55A /bis scala B4 interno 3 frazione Isola Sacra", Dal: periodo.MustParse("2020-02-01")},
		`[{"tipoIndirizzo":"1","indirizzo":{"cap":"N/A","comune":{"nomeComune":"ROMA","codiceIstat":"X"}}}]`: {Tipo: "RESIDENZA", Comune: "ROMA", Indirizzo: "SENZA INDIRIZZO"},
		`[{"tipoIndirizzo":"4","localitaEstera":{"indirizzoEstero":{"localita":{"descrizioneLocalita":"LIONE","descrizioneStato":"FRANCIA"},"toponimo":{"denominazione":"RUE BLANCHE","numeroCivico":"3"}}}}]`: {
			Tipo: "RESIDENZA", Comune: "LIONE", Indirizzo: "RUE BLANCHE 3 (FRANCIA)"},
	} {
		var in []residenza
		if err := json.Unmarshal([]byte(json_), &in); err != nil {
			t.Fatal(err)
		}
		got, err := residenzaLetta(in)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%.60s: %v (-want +got):\n%s", json_, err, diff)
		}
	}
}

func TestPlacesAndNamesThatAreMissing(t *testing.T) {
	t.Parallel()
	g := generalita{SenzaCognome: "1", Nome: " RAM\u0000A ", Sesso: "F", DataNascita: "1990-09-25"}
	g.CodiceFiscale.CodFiscale = "HDDFTM90P65Z352N"
	g.LuogoNascita.Localita = localita{DescrizioneLocalita: "SFAX", DescrizioneStato: "TUNISIA"}
	got, err := g.leggi()
	if err != nil || got.Cognome != "SENZA COGNOME" || got.Nome != "RAM A" || got.LuogoNascita != "SFAX (TUNISIA)" {
		t.Errorf("leggi = %+v, %v", got, err)
	}
	g = generalita{Cognome: "RAMA", SenzaNome: "1", Sesso: "F", DataNascita: "1990-09-25"}
	g.CodiceFiscale.CodFiscale = "12345678903"
	g.LuogoNascita.LuogoEccezionale = "in mare"
	if got, err = g.leggi(); err != nil || got.Nome != "SENZA NOME" || got.LuogoNascita != "in mare" || got.LuogoNascitaCodice != "" {
		t.Errorf("leggi = %+v, %v", got, err)
	}
}
