package simulatore

import (
	"fmt"
	"strings"

	"siss/models/fiscale"
	"siss/models/periodo"
)

// The codici fiscali for which there is something to see.
const (
	RossiMario   = "RSSMRA86L11H501E" // is in the registry of the demo too, with other data
	Sola         = "FRRLNE58E52H501D" // Ferretti Elena, whose family is herself
	Capofamiglia = "MRCLCU79C14H501H" // Mercuri Luca, with wife and two children
	Figlia       = "MRCSFO11H55H501L" // Mercuri Sofia, their daughter
	Deceduto     = "PLLGTN31A10H501E" // Pellegrino Gaetano
	Estera       = "HDDFTM90P65Z352N" // Haddad Fatma, born in Tunis
	Omocodia     = "GRCPLA64D48H50MN" // Greco Paola, who has the same base code as another
	Lento        = "LNTVIO50B03H501V" // the answer comes after whoever asks has left
	Guasto       = "GSTNRO49L61H501A" // the service is out of order
)

// individuo is a person of the simulated registry.
type individuo struct {
	id, codice           string
	cognome, nome, sesso string
	nato                 periodo.Data
	luogo                luogo
	statoCivile          string // code of the table "Stato civile"
	cittadinanza         string
	deceduto             string // ISO date, "" when alive
	casa                 casa
	famiglia             []*individuo // itself included
	legame               string       // code of the table "Relazione di parentela / Famiglia"
	lento, guasto        bool
	mostra               string // what it is there for
}

// luogo is a comune, or a foreign State when it has no ISTAT code.
type luogo struct{ catastale, nome, istat, sigla string }

type casa struct {
	specie, strada, civico, interno string
	cap                             string
	comune                          luogo
	dal                             string
}

var (
	roma       = luogo{"H501", "ROMA", "058091", "RM"}
	napoli     = luogo{"F839", "NAPOLI", "063049", "NA"}
	tivoli     = luogo{"L182", "TIVOLI", "058104", "RM"}
	viterbo    = luogo{"M082", "VITERBO", "056059", "VT"}
	latina     = luogo{"E472", "LATINA", "059011", "LT"}
	rieti      = luogo{"H282", "RIETI", "057059", "RI"}
	frosinone  = luogo{"D810", "FROSINONE", "060038", "FR"}
	tunisia    = luogo{catastale: "Z352", nome: "TUNISIA"}
	romania    = luogo{catastale: "Z129", nome: "ROMANIA"}
	ucraina    = luogo{catastale: "Z138", nome: "UCRAINA"}
	bangladesh = luogo{catastale: "Z249", nome: "BANGLADESH"}
)

// gente are those of whom there is nothing else to say.
var gente = []struct {
	cognome, nome, sesso, nato string
	luogo                      luogo
	statoCivile, cittadinanza  string
	casa                       casa
}{
	{"Abbate", "Rocco", "M", "1947-11-02", roma, "2", "ITALIA", casa{"VIA", "DEI GELSI", "14", "", "00172", roma, "1975-06-01"}},
	{"Bruschi", "Norma", "F", "1939-05-19", tivoli, "3", "ITALIA", casa{"VIA", "EMPOLITANA", "120", "2", "00019", tivoli, "1968-03-10"}},
	{"Cattani", "Silvio", "M", "1988-01-30", roma, "1", "ITALIA", casa{"VIALE", "DELLE PROVINCE", "77", "15", "00162", roma, "2016-09-01"}},
	{"Duranti", "Marcella", "F", "1955-08-08", viterbo, "4", "ITALIA", casa{"VIA", "DELLA PILA", "9", "", "01100", viterbo, "1999-12-01"}},
	{"Evangelisti", "Pio", "M", "1961-06-29", rieti, "2", "ITALIA", casa{"PIAZZA", "DEL LEONE", "3", "4", "02100", rieti, "2002-02-02"}},
	{"Fiorelli", "Agata", "F", "1994-03-21", latina, "1", "ITALIA", casa{"VIA", "DELLE MEDAGLIE D'ORO", "31", "8", "04100", latina, "2019-05-15"}},
	{"Gabrielli", "Tito", "M", "1972-12-12", frosinone, "2", "ITALIA", casa{"CORSO", "FRANCIA", "48", "", "03100", frosinone, "2008-07-07"}},
	{"Ionescu", "Daniela", "F", "1981-10-04", romania, "2", "ROMANIA", casa{"VIA", "PRENESTINA", "401", "21", "00177", roma, "2012-01-16"}},
	{"Kovalenko", "Oksana", "F", "1976-02-17", ucraina, "4", "UCRAINA", casa{"VIA", "CASILINA", "1010", "6", "00169", roma, "2022-04-04"}},
	{"Lauri", "Bernardo", "M", "1942-07-14", roma, "3", "ITALIA", casa{"VIA", "TIBURTINA", "650", "11", "00159", roma, "1980-10-20"}},
	{"Miah", "Rahman", "M", "1999-09-09", bangladesh, "1", "BANGLADESH", casa{"VIA", "DI TORPIGNATTARA", "88", "3", "00177", roma, "2021-11-03"}},
	{"Nardi", "Lucrezia", "F", "2003-04-25", roma, "1", "ITALIA", casa{"VIA", "APPIA NUOVA", "512", "9", "00179", roma, "2003-04-25"}},
	{"Ottaviani", "Sisto", "M", "1936-01-06", tivoli, "2", "ITALIA", casa{"VIA", "DEL TREVIO", "5", "", "00019", tivoli, "1962-09-30"}},
	{"Paolucci", "Vanda", "F", "1950-05-05", viterbo, "3", "ITALIA", casa{"VIA", "SAN LORENZO", "61", "1", "01100", viterbo, "1977-04-18"}},
	{"Quintili", "Mauro", "M", "1968-08-31", roma, "4", "ITALIA", casa{"VIA", "LAURENTINA", "203", "17", "00142", roma, "2010-10-10"}},
	{"Rapetti", "Olimpia", "F", "1945-03-03", roma, "2", "ITALIA", casa{"VIA", "NOMENTANA", "900", "5", "00137", roma, "1971-01-15"}},
	{"Savelli", "Ugo", "M", "1985-11-27", latina, "6", "ITALIA", casa{"VIA", "EPITAFFIO", "19", "", "04100", latina, "2014-06-21"}},
	{"Tarquini", "Zaira", "F", "1958-06-02", rieti, "1", "ITALIA", casa{"VIA", "CINTIA", "24", "2", "02100", rieti, "1990-12-24"}},
	{"Vannini", "Oreste", "M", "1933-10-18", frosinone, "3", "ITALIA", casa{"VIA", "MARITTIMA", "150", "", "03100", frosinone, "1959-08-15"}},
}

// persone makes the registry anew.
func persone() []*individuo {
	var out []*individuo
	for _, g := range gente {
		out = append(out, sola(nuovo(g.cognome, g.nome, g.sesso, g.nato, g.luogo, g.statoCivile, g.cittadinanza, g.casa)))
	}
	return append(out, particolari()...)
}

// particolari are those for whom there is something to see.
func particolari() []*individuo {
	pini := casa{"VIA", "DEI PINI", "12", "4", "00172", roma, "2009-05-01"}
	rossi := sola(nuovo("Rossi", "Mario", "M", "1986-07-11", roma, "1", "ITALIA", casa{"VIA", "TUSCOLANA", "1042", "7", "00174", roma, "2021-03-01"}))
	rossi.mostra = "è anche nell'anagrafe della dimostrazione, con altri dati"
	elena := sola(nuovo("Ferretti", "Elena", "F", "1958-05-12", roma, "3", "ITALIA", casa{"VIA", "DELLE ROSE", "8", "", "00171", roma, "1995-02-01"}))
	elena.mostra = "vive sola"

	luca := nuovo("Mercuri", "Luca", "M", "1979-03-14", roma, "2", "ITALIA", pini)
	giulia := nuovo("Salvatori", "Giulia", "F", "1982-12-10", napoli, "2", "ITALIA", pini)
	sofia := nuovo("Mercuri", "Sofia", "F", "2011-06-15", roma, "1", "ITALIA", pini)
	matteo := nuovo("Mercuri", "Matteo", "M", "2015-09-02", roma, "1", "ITALIA", pini)
	for i, x := range []*individuo{luca, giulia, sofia, matteo} {
		x.famiglia, x.legame = []*individuo{luca, giulia, sofia, matteo}, []string{"1", "2", "3", "3"}[i]
		x.mostra = "famiglia di quattro persone"
	}
	gaetano := sola(nuovo("Pellegrino", "Gaetano", "M", "1931-01-10", roma, "3", "ITALIA", casa{"VIA", "AURELIA", "330", "2", "00165", roma, "1965-01-01"}))
	gaetano.deceduto, gaetano.mostra = "2023-10-05", "persona deceduta"
	fatma := sola(nuovo("Haddad", "Fatma", "F", "1990-09-25", tunisia, "1", "TUNISIA", casa{"VIA", "DELL'ACQUA BULLICANTE", "55", "10", "00177", roma, "2018-02-12"}))
	fatma.mostra = "nata all'estero"
	paola := sola(nuovo("Greco", "Paola", "F", "1964-04-08", roma, "2", "ITALIA", casa{"VIA", "PORTUENSE", "271", "", "00149", roma, "1993-06-19"}))
	paola.codice, paola.mostra = Omocodia, "codice fiscale con omocodia"
	ivo := sola(nuovo("Lentini", "Ivo", "M", "1950-02-03", roma, "2", "ITALIA", pini))
	ivo.lento, ivo.mostra = true, "la risposta arriva troppo tardi"
	nora := sola(nuovo("Guasti", "Nora", "F", "1949-07-21", roma, "2", "ITALIA", pini))
	nora.guasto, nora.mostra = true, "il servizio è guasto (503)"
	return []*individuo{rossi, elena, luca, giulia, sofia, matteo, gaetano, fatma, paola, ivo, nora}
}

func nuovo(cognome, nome, sesso, nato string, dove luogo, statoCivile, cittadinanza string, abita casa) *individuo {
	d := periodo.MustParse(nato)
	cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: cognome, Nome: nome, Sesso: sesso, Anno: d.Anno(), Mese: d.Mese().Numero(), Giorno: d.Giorno(), Luogo: dove.catastale})
	if err != nil {
		panic(fmt.Sprintf("simulated registry: %v", err))
	}
	return &individuo{codice: cf.String(), cognome: strings.ToUpper(cognome), nome: strings.ToUpper(nome), sesso: sesso, nato: d, luogo: dove,
		statoCivile: statoCivile, cittadinanza: cittadinanza, casa: abita}
}

// sola makes of a person a family.
func sola(i *individuo) *individuo {
	i.famiglia, i.legame = []*individuo{i}, "1"
	return i
}

// Riga is a line of Elenco.
type Riga struct{ CodiceFiscale, Nominativo, Nascita, Mostra string }

// Elenco lists the persons of the registry.
func Elenco() []Riga {
	var out []Riga
	for _, i := range persone() {
		out = append(out, Riga{i.codice, i.cognome + " " + i.nome, i.nato.Italiana(), i.mostra})
	}
	return out
}
