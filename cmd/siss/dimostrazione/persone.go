package dimostrazione

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// Soggetto is a person of the demo with the address where it lives.
type Soggetto struct {
	ID          string
	Modulo      anagrafe.ModuloSoggetto
	ResidenzaID string
	Residenza   anagrafe.ModuloResidenza
	Operatore   string // who enters it

	genitore    *Soggetto // of a minor
	usi         int       // how many interventi it has
	inStruttura bool
}

// Relazione ties two persons of a nucleo.
type Relazione struct {
	ID         string
	SoggettoID string
	Modulo     anagrafe.ModuloRelazione
	Operatore  string
}

// nominativo is how a person signs, or holds an account.
func (s *Soggetto) nominativo() string { return s.Modulo.Cognome + " " + s.Modulo.Nome }

// anni is the age of a person on a day.
func (s *Soggetto) anni(oggi periodo.Data) int {
	n := oggi.Anno() - s.Modulo.DataNascita.Anno()
	compleanno := s.Modulo.DataNascita
	if oggi.Mese().Numero()*100+oggi.Giorno() < compleanno.Mese().Numero()*100+compleanno.Giorno() {
		n--
	}
	return n
}

// etaMinima keeps everyone alive when the oldest case of the demo began.
const etaMinima = 3

func (a *autore) persone() {
	r := a.caso("persone")
	a.personeDelManuale(r)
	for _, c := range a.comuni {
		for len(c.soggetti) < c.quantiSoggetti {
			switch n := r.IntN(100); {
			case n < 35:
				a.anziani(r, c)
			case n < 75:
				a.famiglia(r, c)
			default:
				sesso := scegli(r, []string{"F", "M"})
				a.soggetto(r, c, scegli(r, cognomi), sesso, a.eta(r, 20, 64), a.casa(r, c))
			}
		}
	}
}

// posto tells whether the comune still lacks people.
func (c *comune) posto() bool { return len(c.soggetti) < c.quantiSoggetti }

func (a *autore) anziani(r *rand.Rand, c *comune) {
	casa := a.casa(r, c)
	marito := a.soggetto(r, c, scegli(r, cognomi), "M", a.eta(r, 66, 93), casa)
	if percento(r, 60) && c.posto() {
		moglie := a.soggetto(r, c, scegli(r, cognomi), "F", a.eta(r, 65, 90), casa)
		a.coniugi(r, c, marito, moglie)
	}
}

func (a *autore) famiglia(r *rand.Rand, c *comune) {
	casa := a.casa(r, c)
	cognome := scegli(r, cognomi)
	madre := a.soggetto(r, c, scegli(r, cognomi), "F", a.eta(r, 27, 48), casa)
	if percento(r, 70) && c.posto() {
		padre := a.soggetto(r, c, cognome, "M", a.eta(r, 29, 54), casa)
		a.coniugi(r, c, madre, padre)
	}
	registra := percento(r, 60)
	for range tra(r, 1, 2) {
		if !c.posto() {
			return
		}
		figlio := a.soggetto(r, c, cognome, scegli(r, []string{"F", "M"}), a.eta(r, etaMinima+1, 17), casa)
		figlio.genitore = madre
		if registra {
			a.relazione(c, madre, figlio, "FIGLIO")
		}
	}
}

func (a *autore) coniugi(r *rand.Rand, c *comune, x, y *Soggetto) {
	if percento(r, 50) {
		a.relazione(c, x, y, "CONIUGE") // read from both cards
	}
}

func (a *autore) relazione(c *comune, x, y *Soggetto, tipo string) {
	a.Relazioni = append(a.Relazioni, Relazione{ID: a.id("relazione/%d", len(a.Relazioni)), SoggettoID: x.ID, Operatore: c.amministrativi[0],
		Modulo: anagrafe.ModuloRelazione{AltroID: y.ID, Tipo: tipo, Convivente: true, Dal: x.Residenza.Dal}})
}

// eta returns a date of birth for an age between da and al years.
func (a *autore) eta(r *rand.Rand, da, al int) periodo.Data {
	const giorniAnno = 365
	return a.Oggi.Piu(-(tra(r, da, al)*giorniAnno + da/4 + 1 + r.IntN(giorniAnno-1)))
}

// casa invents an address in the comune where the people of c live.
func (a *autore) casa(r *rand.Rand, c *comune) anagrafe.ModuloResidenza {
	return anagrafe.ModuloResidenza{Tipo: "RESIDENZA", Comune: perIstat[c.istat].Denominazione, CodiceIstat: c.istat, CAP: c.cap,
		Indirizzo: fmt.Sprintf("%s, %d", scegli(r, strade), tra(r, 1, 140)), Dal: giorno(r, periodo.MustParse("2005-01-01"), periodo.MustParse("2019-12-31"))}
}

func (a *autore) soggetto(r *rand.Rand, c *comune, cognome, sesso string, nato periodo.Data, casa anagrafe.ModuloResidenza) *Soggetto {
	luogo := a.luogoNascita(r)
	nome := nomeProprio(r, sesso)
	cf := a.codiceFiscale(r, cognome, nome, sesso, nato, luogo.CodiceCatastale)
	return a.registra(r, c, cognome, nome, sesso, nato, cf, casa)
}

// registra adds a person to the registry of a comune.
func (a *autore) registra(r *rand.Rand, c *comune, cognome, nome, sesso string, nato periodo.Data, cf fiscale.Codice, casa anagrafe.ModuloResidenza) *Soggetto {
	n := len(a.Soggetti)
	s := &Soggetto{ID: a.id("soggetto/%d", n), ResidenzaID: a.id("residenza/%d", n), Residenza: casa, Operatore: c.amministrativi[0],
		Modulo: anagrafe.ModuloSoggetto{EnteID: c.ente, Cognome: strings.ToUpper(cognome), Nome: strings.ToUpper(nome), Sesso: sesso,
			DataNascita: nato, CodiceFiscale: cf, LuogoNascitaCodice: cf.Base().String()[11:15]}}
	s.Modulo.LuogoNascita = strings.ToUpper(perCatastale[s.Modulo.LuogoNascitaCodice].Denominazione)
	if s.Residenza.Dal.Prima(nato) {
		s.Residenza.Dal = nato
	}
	if percento(r, 70) {
		s.Modulo.Telefono = fmt.Sprintf("06 9900 %04d", r.IntN(10_000))
	}
	if percento(r, 25) {
		s.Modulo.Email = fmt.Sprintf("%s.%s%d@example.org", strings.ToLower(nome), strings.ToLower(cognome), n)
	}
	c.soggetti = append(c.soggetti, s)
	a.Soggetti = append(a.Soggetti, s)
	return s
}

// libera returns a person of the comune, of an age between da and al years,
// who has no intervento yet; failing that, one who is in no structure.
func (c *comune) libera(oggi periodo.Data, da, al int) *Soggetto {
	adatto := func(s *Soggetto) bool { n := s.anni(oggi); return n >= da && n <= al }
	var ripiego *Soggetto
	for _, s := range c.soggetti {
		switch {
		case !adatto(s):
		case s.usi == 0:
			return s
		case ripiego == nil && !s.inStruttura:
			ripiego = s
		}
	}
	if ripiego == nil {
		panic(fmt.Sprintf("demo: comune %d has nobody between %d and %d years of age", c.n, da, al))
	}
	return ripiego
}
