package sigess

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/termini"
)

// TipoPausa says why the clock of a domanda stands. The strings are durable.
type TipoPausa string

// The kinds of pause.
const (
	Integrazioni TipoPausa = "INTEGRAZIONI" // papers are awaited (L. 241/1990 artt. 2 c. 7 and 6)
	Preavviso    TipoPausa = "PREAVVISO"    // the citizen may answer the reasons of a refusal (art. 10-bis)
)

// stato is that of the domanda while the clock stands.
func (t TipoPausa) stato() Stato {
	if t == Preavviso {
		return InPreavviso
	}
	return Sospesa
}

// Nome is the operators' word for the kind.
func (t TipoPausa) Nome() string {
	if t == Preavviso {
		return "Preavviso di rigetto"
	}
	return "Richiesta di integrazioni"
}

// Pausa is a span in which the clock of a domanda stands. Al is the day on which
// what was awaited arrived, RipresaIl when the domanda went back to istruttoria:
// with the arrival, or by itself when the days were over.
type Pausa struct {
	ID         string
	EnteID     string
	DomandaID  string
	Tipo       TipoPausa
	Dal        periodo.Data
	Al         periodo.Data
	Motivo     string
	Risposta   string
	DispostaDa string
	DispostaIl time.Time
	RipresaIl  *time.Time
}

// TableName is the table of Pausa.
func (Pausa) TableName() string { return "pausa" }

// UltimoGiorno is the last day on which what is awaited counts: after it the
// domanda goes back to istruttoria by itself.
func (p Pausa) UltimoGiorno() periodo.Data {
	if p.Tipo == Preavviso {
		return p.preavviso().Termine()
	}
	return p.Dal.Piu(termini.SospensioneMassima)
}

func (p Pausa) preavviso() termini.Preavviso {
	return termini.Preavviso{Ricevuto: p.Dal, Osservazioni: p.Al}
}

// Pause lists the pauses of a domanda in order of time, without asking who reads.
func Pause(tx *gorm.DB, domandaID string) ([]Pausa, error) {
	return models.Tutte[Pausa](tx, `SELECT * FROM pausa WHERE domanda_id = ? ORDER BY dal, disposta_il`, domandaID)
}

// Conto counts the days of a domanda whose istruttoria was opened (L. 241/1990,
// domain b.6). The clock runs from the protocol. The deadline is the nominal
// one: an office that ends before a holiday is never late.
func (d Domanda) Conto(pause []Pausa) (termini.Conto, error) {
	p := termini.Procedimento{Avvio: d.AvvioIl, Giorni: termini.GiorniOrdinari}
	for _, x := range pause {
		if x.Tipo == Preavviso {
			v := x.preavviso()
			p.Preavviso = &v
			continue
		}
		p.Sospensione = &periodo.Intervallo{Dal: x.Dal, Al: x.Al}
	}
	return conta(p)
}

// ContoSe is Conto if what is awaited arrived on a day: the papers that would be
// asked for today, when nothing is awaited and they may still be. It is false
// when there is nothing to suppose.
func (d Domanda) ContoSe(pause []Pausa, arrivo, oggi periodo.Data) (termini.Conto, bool, error) {
	_, chieste := pausaDi(pause, Integrazioni)
	ora, ferma := inCorso(d, pause)
	ipotesi := slices.Clone(pause)
	if !ferma {
		if d.Stato != InIstruttoria || chieste {
			return termini.Conto{}, false, nil
		}
		ora = Pausa{Tipo: Integrazioni, Dal: oggi}
		ipotesi = append(ipotesi, ora)
	}
	for n := range ipotesi {
		if ipotesi[n].Tipo == ora.Tipo {
			ipotesi[n].Al = arrivo
		}
	}
	c, err := d.Conto(ipotesi)
	return c, true, err
}

func conta(p termini.Procedimento) (termini.Conto, error) {
	c, err := termini.Calcola(p)
	if err != nil {
		return c, models.Errorf(models.Conflict, "%s", err)
	}
	return c, nil
}
