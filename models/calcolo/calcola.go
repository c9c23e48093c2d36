package calcolo

import (
	"math/big"
	"slices"
)

// Calcola returns what is due for the month of a case. The same case always
// gives the same result. It refuses only amounts beyond any real one.
func Calcola(c Caso) (Risultato, error) {
	out := Risultato{Eccedenze: map[string]*big.Rat{}, OltrePiano: map[string]*big.Rat{}}
	var err error
	if c.Natura == Economico {
		out.Righe, err = c.economico()
	} else {
		err = c.aConsuntivo(&out)
	}
	if err != nil {
		return Risultato{}, err
	}
	return out, out.somma()
}

// aConsuntivo makes the lines of what was delivered and shares them, period by
// period.
func (c Caso) aConsuntivo(out *Risultato) error {
	k, prezzi := consuntivo{}, c.prezzi()
	if c.Natura == Struttura {
		k, prezzi = c.presenze(out), c.rette()
	} else {
		k = c.accessi(out)
	}
	var err error
	if out.Righe, err = c.righe(k, prezzi); err != nil {
		return err
	}
	for n, q := range c.Quote {
		m := misurato{giorni: len(k.giorni[n+1]), c: c}
		var righe []Riga
		for _, r := range out.Righe {
			if r.Periodo == n+1 {
				righe = append(righe, r)
			}
		}
		for p := range prezzi {
			m.unita = append(m.unita, k.tutte(chiave{n + 1, p})...)
		}
		r, err := q.ripartisce(n+1, righe, m)
		if err != nil {
			return err
		}
		out.Ripartizioni = append(out.Ripartizioni, r)
	}
	senza := slices.DeleteFunc(slices.Clone(out.Righe), func(r Riga) bool { return r.Periodo != 0 })
	if !slices.ContainsFunc(senza, func(r Riga) bool { return r.SSN > 0 }) {
		return nil
	}
	out.SenzaQuote, err = Quota{Metodo: Esente}.ripartisce(0, senza, misurato{c: c})
	return err
}

// somma adds the lines and the shares. What is in no period of shares is all
// of the ente.
func (r *Risultato) somma() error {
	imponibile, iva, totale := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, x := range r.Righe {
		imponibile.Add(imponibile, x.Imponibile.Rat())
		iva.Add(iva, x.IVA.Rat())
		totale.Add(totale, x.Totale.Rat())
	}
	r.QuotaSSN = r.SenzaQuote.SSN
	for _, x := range r.Ripartizioni {
		r.QuotaSSN += x.SSN
		r.QuotaUtente += x.Utente
	}
	err := assegna([]cifra{{&r.Imponibile, passo{val: imponibile}}, {&r.IVA, passo{val: iva}}, {&r.Totale, passo{val: totale}}})
	r.QuotaEnte = r.Imponibile - r.QuotaSSN - r.QuotaUtente
	return err
}

// nonVuoti leaves out empty texts.
func nonVuoti(testi ...string) []string {
	return slices.DeleteFunc(testi, func(t string) bool { return t == "" })
}
