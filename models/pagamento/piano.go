package pagamento

import (
	"cmp"

	"siss/models/euro"
	"siss/models/fiscale"
)

// Piano decides which movimenti of a run are paid, with what transfer and how
// much. What somebody owes back is taken from what the same payee is to receive
// (domain c.4); what is left of it is never a negative payment. It reads the
// movimenti twice: Conta all of them, then Disponi them in the same order.
type Piano struct {
	raggruppa bool // one transfer for each payee and account (domain c.9, row 21)
	conti     map[string]*conto
	trasferte map[trasferta]*somme
	ultimo    int
}

// conto is what a payee owes back and could receive. Both are consumed.
type conto struct{ debito, credito euro.Importo }

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
// and account, otherwise each movimento is one.
func NuovoPiano(raggruppa bool) *Piano {
	return &Piano{raggruppa: raggruppa, conti: map[string]*conto{}, trasferte: map[trasferta]*somme{}}
}

// Disposto is what becomes of a movimento: a transfer, or why there is none.
// Netto is what is paid of it; of what is owed back, what remains to recover.
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
		c.credito += r.Importo
	}
}

// Chiudi ends the counting: of debts and credits only what meets is set off.
func (p *Piano) Chiudi() {
	for _, c := range p.conti {
		c.debito = min(c.debito, c.credito)
		c.credito = c.debito
	}
}

// Disponi decides on a movimento that was counted.
func (p *Piano) Disponi(r Riga, blocco string) Disposto {
	c := p.conto(r)
	if r.Importo < 0 {
		parte := min(-r.Importo, c.debito)
		c.debito -= parte
		if netto := r.Importo + parte; netto < 0 {
			return Disposto{Netto: netto, Motivo: DaRecuperare}
		}
		return Disposto{Motivo: Compensato}
	}
	if m := motivo(r, blocco); m != "" {
		return Disposto{Netto: r.Importo, Motivo: m}
	}
	parte := min(r.Importo, c.credito)
	c.credito -= parte
	r.Importo -= parte
	if r.Importo == 0 {
		return Disposto{Motivo: Compensato}
	}
	return Disposto{Numero: p.numero(r), Netto: r.Importo}
}

func motivo(r Riga, blocco string) string { return cmp.Or(blocco, Escludi(r)) }

// chi tells payees apart.
func (r Riga) chi() string { return cmp.Or(r.CodiceFiscale, r.Beneficiario+"/"+r.IBAN.String()) }

func (p *Piano) conto(r Riga) *conto {
	c, ok := p.conti[r.chi()]
	if !ok {
		c = &conto{}
		p.conti[r.chi()] = c
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
