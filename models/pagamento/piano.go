package pagamento

import (
	"cmp"
	"errors"

	"siss/models/euro"
	"siss/models/fiscale"
)

// Piano decides which movimenti of a run are paid, with what transfer and how
// much. How much is set off is not its own rule: the run has netted each
// creditore, and what is left of a debt is a recupero (domain c.4), never a
// negative payment. It reads the movimenti twice: Conta all of them, Chiudi,
// then Disponi them in the same order.
type Piano struct {
	raggruppa bool // one transfer for each payee and account (domain c.9, row 21)
	recuperi  map[string]euro.Importo
	conti     map[string]*conto
	trasferte map[trasferta]*somme
	ultimo    int
}

// conto is what a creditore owes back, and is to receive by a transfer or apart.
// After Chiudi it is what of each is set off, and Disponi consumes it.
type conto struct{ debito, pagabile, bloccato euro.Importo }

// trasferta is what the movimenti of one transfer have in common.
type trasferta struct {
	chi, nome   string
	iban        fiscale.IBAN
	metodo      Metodo
	commerciale bool
}

type somme struct {
	numero int
	totale euro.Importo
}

// NuovoPiano is the plan of a run; raggruppa makes one transfer for each payee
// and account, otherwise each movimento is one. recuperi is what the run leaves
// to recover, by creditore.
func NuovoPiano(raggruppa bool, recuperi map[string]euro.Importo) *Piano {
	return &Piano{raggruppa: raggruppa, recuperi: recuperi, conti: map[string]*conto{}, trasferte: map[trasferta]*somme{}}
}

// Disposto is what becomes of a movimento: a transfer, or why there is none.
// Netto is what is paid of it, by the transfer or apart; of what is owed back,
// what remains to recover. The Netti of a run sum to its movimenti.
type Disposto struct {
	Numero int
	Netto  euro.Importo
	Motivo string
}

// Conta takes note of a movimento. blocco is why it must not be paid, "" when
// nothing is known against it.
func (p *Piano) Conta(r Riga, blocco string) {
	c := p.conto(r)
	switch {
	case r.Importo < 0:
		c.debito -= r.Importo
	case motivo(r, blocco) == "":
		c.pagabile += r.Importo
	default:
		c.bloccato += r.Importo
	}
}

// errRecuperi is a fault of who gives the recuperi: money would be paid twice or
// set off twice.
var errRecuperi = errors.New("pagamento: the recuperi are not those of the movimenti")

// Chiudi ends the counting: what is owed back, less what is left to recover, is
// set off, first against what a transfer would pay.
func (p *Piano) Chiudi() error {
	for chi, c := range p.conti {
		compensa := c.debito - p.recuperi[chi]
		if compensa < 0 || compensa > c.pagabile+c.bloccato {
			return errRecuperi
		}
		*c = conto{debito: compensa, pagabile: min(compensa, c.pagabile), bloccato: max(compensa-c.pagabile, 0)}
	}
	return nil
}

// Disponi decides on a movimento that was counted.
func (p *Piano) Disponi(r Riga, blocco string) Disposto {
	c, m := p.conto(r), motivo(r, blocco)
	switch {
	case r.Importo < 0:
		if r.Importo += preleva(&c.debito, -r.Importo); r.Importo < 0 {
			return Disposto{Netto: r.Importo, Motivo: DaRecuperare}
		}
		return Disposto{Motivo: Compensato}
	case r.Importo == 0:
		return Disposto{Motivo: m}
	case m != "":
		r.Importo -= preleva(&c.bloccato, r.Importo)
	default:
		r.Importo -= preleva(&c.pagabile, r.Importo)
	}
	switch {
	case r.Importo == 0:
		return Disposto{Motivo: Compensato}
	case m != "":
		return Disposto{Netto: r.Importo, Motivo: m}
	}
	return Disposto{Numero: p.numero(r), Netto: r.Importo}
}

// preleva takes from what is to set off as much as a movimento bears.
func preleva(da *euro.Importo, fino euro.Importo) euro.Importo {
	parte := min(*da, fino)
	*da -= parte
	return parte
}

func motivo(r Riga, blocco string) string { return cmp.Or(blocco, Escludi(r)) }

// chi tells apart who receives transfers: the same person may be the creditore of
// two enti.
func (r Riga) chi() string { return cmp.Or(r.CodiceFiscale, r.Beneficiario+"/"+r.IBAN.String()) }

func (p *Piano) conto(r Riga) *conto {
	c, ok := p.conti[r.Creditore]
	if !ok {
		c = &conto{}
		p.conti[r.Creditore] = c
	}
	return c
}

// numero is the transfer that a row goes with: the one its payee has already,
// unless that would be too large.
func (p *Piano) numero(r Riga) int {
	chiave := trasferta{r.chi(), r.Beneficiario, r.IBAN, r.Metodo, r.Commerciale}
	t, ok := p.trasferte[chiave]
	if !ok || !p.raggruppa || t.totale+r.Importo > importoMassimo {
		p.ultimo++
		t = &somme{numero: p.ultimo}
		p.trasferte[chiave] = t
	}
	t.totale += r.Importo
	return t.numero
}
