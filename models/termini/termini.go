// Package termini is the clock of L. 241/1990: the day by which a procedimento
// must end, as a pure function of what happened in it and of the Italian
// calendar (domain b.6). It knows no rows and no state of a domanda.
package termini

import (
	"errors"

	"siss/models/periodo"
)

// What the law fixes.
const (
	// GiorniOrdinari is the term when no regulation sets another (art. 2 c. 2).
	GiorniOrdinari = 30
	// GiorniMassimi is the longest that a regulation may set (art. 2 c. 4).
	GiorniMassimi = 180
	// SospensioneMassima is how long a sospensione stops the clock (art. 2 c. 7).
	SospensioneMassima = 30
	// GiorniOsservazioni is the time to answer a preavviso, and how long after
	// the answer the clock starts again (art. 10-bis).
	GiorniOsservazioni = 10
)

// Refusals of Calcola, in words for the operatore. None echoes a value.
var (
	ErrAvvio        = errors.New("indicare il giorno di avvio del procedimento")
	ErrGiorni       = errors.New("il termine deve essere di almeno un giorno e di non più di 180 (L. 241/1990 art. 2)")
	ErrCalendario   = errors.New("il termine va oltre il calendario: controllare il giorno di avvio")
	ErrRovesciata   = errors.New("la sospensione finisce prima di cominciare: controllare le due date")
	ErrSospPrima    = errors.New("la sospensione comincia prima dell'avvio del procedimento")
	ErrSospTardi    = errors.New("la sospensione comincia quando il termine è già scaduto")
	ErrRicevuto     = errors.New("indicare il giorno in cui il preavviso è stato ricevuto")
	ErrPreavPrima   = errors.New("il preavviso è ricevuto prima dell'avvio del procedimento")
	ErrPreavTardi   = errors.New("il preavviso è ricevuto quando il termine è già scaduto")
	ErrOsservazioni = errors.New("le osservazioni arrivano prima del preavviso: controllare le due date")
	ErrInsieme      = errors.New("la sospensione e il preavviso si sovrappongono: il termine si ferma una volta sola per volta")
)

// Procedimento is what counts for the clock.
type Procedimento struct {
	Avvio         periodo.Data        // receipt of the domanda, or start d'ufficio: not counted
	Giorni        int                 // the term in calendar days
	Sospensione   *periodo.Intervallo // from the request of papers to their arrival; open until then
	Preavviso     *Preavviso
	SlittaFestivi bool    // a deadline on a holiday moves to the next day that is none
	Patrono       Patrono // of the comune where the office is
}

// Preavviso is the announcement of a refusal (art. 10-bis).
type Preavviso struct {
	Ricevuto     periodo.Data // by the citizen
	Osservazioni periodo.Data // received by the office; absent when there are none
}

// Termine is the last day for the osservazioni.
func (p Preavviso) Termine() periodo.Data { return p.Ricevuto.Piu(GiorniOsservazioni) }

// Ripresa is the day from which the clock runs again: ten days after the
// osservazioni when these came in time, else the end of their term. Osservazioni
// that are late do not move the clock.
func (p Preavviso) Ripresa() periodo.Data {
	if p.Osservazioni.IsZero() || p.Osservazioni.Dopo(p.Termine()) {
		return p.Termine()
	}
	return p.Osservazioni.Piu(GiorniOsservazioni)
}

// Ripresa is the day from which the clock runs again after a sospensione: the
// arrival of the papers, and thirty days after the request at the latest.
func Ripresa(s periodo.Intervallo) periodo.Data {
	ultimo := s.Dal.Piu(SospensioneMassima)
	if s.Al.IsZero() || s.Al.Dopo(ultimo) {
		return ultimo
	}
	return s.Al
}

// Conto is the sum of the days, with its parts for pages and case files.
type Conto struct {
	Nominale            periodo.Data  `json:"scadenza_nominale"`
	Scadenza            periodo.Data  `json:"scadenza"`
	GiorniSospesi       int           `json:"giorni_sospesi"`
	TermineOsservazioni *periodo.Data `json:"termine_osservazioni"`

	Giorni int `json:"-"`
}

// unAnno is more than any term with all that may stop it: within it the
// calendar of package periodo does not end.
const unAnno = 366

// arresto is a span in which the clock stands: from dal to ripresa, which counts.
type arresto struct {
	dal, ripresa periodo.Data
	tardi        error // said when it begins after the deadline then in force
}

// Calcola counts the days. What cannot have happened is refused: a clock that is
// stopped before it runs, after its end or twice at a time.
func Calcola(p Procedimento) (Conto, error) {
	if p.Avvio.IsZero() {
		return Conto{}, ErrAvvio
	}
	if p.Giorni < 1 || p.Giorni > GiorniMassimi {
		return Conto{}, ErrGiorni
	}
	if p.Avvio.Piu(unAnno).Meno(p.Avvio) != unAnno {
		return Conto{}, ErrCalendario
	}
	arresti, err := p.arresti()
	if err != nil {
		return Conto{}, err
	}
	c := Conto{Giorni: p.Giorni}
	if p.Preavviso != nil {
		termine := p.Preavviso.Termine()
		c.TermineOsservazioni = &termine
	}
	c.scade(p)
	for _, a := range arresti {
		if a.dal.Dopo(c.Scadenza) {
			return Conto{}, a.tardi
		}
		c.GiorniSospesi += a.ripresa.Meno(a.dal)
		c.scade(p)
	}
	return c, nil
}

// arresti are the sospensione and the preavviso in the order in which they came.
func (p Procedimento) arresti() ([]arresto, error) {
	var sosp, prea []arresto
	if s := p.Sospensione; s != nil {
		switch {
		case !s.Valido():
			return nil, ErrRovesciata
		case s.Dal.Prima(p.Avvio):
			return nil, ErrSospPrima
		}
		sosp = []arresto{{s.Dal, Ripresa(*s), ErrSospTardi}}
	}
	if v := p.Preavviso; v != nil {
		switch {
		case v.Ricevuto.IsZero():
			return nil, ErrRicevuto
		case v.Ricevuto.Prima(p.Avvio):
			return nil, ErrPreavPrima
		case v.Osservazioni.Prima(v.Ricevuto):
			return nil, ErrOsservazioni
		}
		prea = []arresto{{v.Ricevuto, v.Ripresa(), ErrPreavTardi}}
	}
	switch {
	case sosp == nil || prea == nil || !prea[0].dal.Prima(sosp[0].ripresa):
		return append(sosp, prea...), nil
	case !sosp[0].dal.Prima(prea[0].ripresa):
		return append(prea, sosp...), nil
	}
	return nil, ErrInsieme
}

// scade sets the deadline for the days counted so far.
func (c *Conto) scade(p Procedimento) {
	c.Nominale = p.Avvio.Piu(p.Giorni + c.GiorniSospesi)
	c.Scadenza = c.Nominale
	for p.SlittaFestivi && (periodo.Festivo(c.Scadenza) || p.Patrono.cade(c.Scadenza)) {
		c.Scadenza = c.Scadenza.Piu(1)
	}
}

// Patrono is the day of the patron saint of a comune, "MM-DD"; empty is none.
// 29 February is a feast in leap years only: no other day stands for it.
type Patrono string

// ErrPatrono refuses what is not a day of the year.
var ErrPatrono = errors.New("il giorno del patrono non esiste: scrivere mese e giorno come MM-GG")

// ParsePatrono reads "MM-DD".
func ParsePatrono(s string) (Patrono, error) {
	d, err := periodo.Parse("2024-" + s) // a leap year: 29 February is a day of some years
	if err != nil || d.String() != "2024-"+s {
		return "", ErrPatrono
	}
	return Patrono(s), nil
}

// cade tells whether d is the feast.
func (p Patrono) cade(d periodo.Data) bool { return p != "" && d.String()[len("2024-"):] == string(p) }
