package calcolo

import (
	"math/big"
	"slices"

	"siss/models/euro"
	"siss/models/periodo"
)

// Movimento is what the ente pays of the lines of one aliquota, with its natura
// and the split payment, in a period of shares, when who delivers asks the others for their shares (domain c.1, c.7).
type Movimento struct {
	Periodo      int
	Aliquota     euro.Aliquota
	Natura       string
	SplitPayment bool
	Righe        []Riga
	QuotaSSN     euro.Importo
	QuotaUtente  euro.Importo
	Imponibile   euro.Importo
	IVA          euro.Importo
	Totale       euro.Importo
	Spiegazione  Spiegazione
}

// Movimenti gathers the lines of a consuntivo by period of shares and aliquota,
// and takes from them the shares of the others, in proportion and with the
// residue on the last, so that they sum to the whole. What is left to the ente
// has its IVA; what comes to nothing is left out. Amounts are parts of sums that
// Calcola has bounded.
func (r Risultato) Movimenti() []Movimento {
	var out []Movimento
	for periodo := range len(r.Ripartizioni) + 1 {
		var gruppo []Movimento
		for _, x := range r.Righe {
			if x.Periodo != periodo {
				continue
			}
			n := slices.IndexFunc(gruppo, func(m Movimento) bool {
				return m.Aliquota == x.Aliquota && m.Natura == x.Natura && m.SplitPayment == x.SplitPayment
			})
			if n < 0 {
				n = len(gruppo)
				gruppo = append(gruppo, Movimento{Periodo: periodo, Aliquota: x.Aliquota, Natura: x.Natura, SplitPayment: x.SplitPayment})
			}
			gruppo[n].Righe = append(gruppo[n].Righe, x)
		}
		quote := &r.SenzaQuote
		if periodo > 0 {
			quote = &r.Ripartizioni[periodo-1]
		}
		out = append(out, netti(gruppo, quote)...)
	}
	return out
}

// netti completes the movimenti of one period. What the health service pays by
// the price is of the lines that have it, and the person shares the rest.
func netti(gruppo []Movimento, quote *Ripartizione) []Movimento {
	var tolti [2]euro.Importo // already taken: health service, person
	var dovuti []Movimento
	aPrezzo := slices.ContainsFunc(gruppo, func(m Movimento) bool { return slices.ContainsFunc(m.Righe, func(r Riga) bool { return r.SSN > 0 }) })
	for n, m := range gruppo {
		lordo := m.lordo()
		netto := lordo
		if quote.SSN != 0 || quote.Utente != 0 {
			solo, ultimo := len(gruppo) == 1, n == len(gruppo)-1
			spesa := daSpartire{"imponibile", "spesa del periodo", lordo.val, quote.Base.Rat()}
			var ssn passo
			if aPrezzo {
				ssn = delSSN(m.Righe)
				spesa = daSpartire{"parte sociale", "parte sociale del periodo", new(big.Rat).Sub(lordo.val, ssn.val), (quote.Base - quote.SSN).Rat()}
			} else {
				ssn = attribuita("quota SSN", quote.albero(0), spesa, tolti[0], solo, ultimo)
			}
			utente := attribuita("quota utente", quote.albero(1), spesa, tolti[1], solo || quote.Utente == 0, ultimo)
			m.QuotaSSN, m.QuotaUtente = euro.Arrotonda(ssn.val), euro.Arrotonda(utente.val)
			tolti[0], tolti[1] = tolti[0]+m.QuotaSSN, tolti[1]+m.QuotaUtente
			netto = differenza("a carico dell'ente", Euro, differenza("tolta la quota SSN", Euro, lordo, ssn), utente)
		}
		if m.completa(netto.detto("netto")); m.Imponibile > 0 {
			dovuti = append(dovuti, m)
		}
	}
	return dovuti
}

func (m Movimento) lordo() passo {
	var imponibili []passo
	for _, r := range m.Righe {
		imponibili = append(imponibili, passo{r.alberoImponibile(), r.Imponibile.Rat()})
	}
	return somma("imponibile", Euro, imponibili...)
}

// alberoImponibile is the part of the tree that explains the imponibile: all of
// it where there is no price, and so no IVA.
func (r Riga) alberoImponibile() Spiegazione {
	if r.Unita == nil {
		return r.Spiegazione
	}
	return r.Spiegazione.Figli[0]
}

// albero is the tree of the share of the health service (0) or of the person (1).
func (r Ripartizione) albero(n int) passo {
	return passo{r.Spiegazione.Figli[n], []euro.Importo{r.SSN, r.Utente}[n].Rat()}
}

// daSpartire is what a share is parted in proportion to: of a movimento, and in all.
type daSpartire struct {
	nome, tutta string
	sua, base   *big.Rat
}

// attribuita is the part of a share that a movimento bears: all when it is
// alone, the residue when it is the last, else in proportion to its spesa.
func attribuita(nome string, quota passo, spesa daSpartire, tolta euro.Importo, sola, ultima bool) passo {
	if sola {
		return quota
	}
	altre := dato("attribuita alle aliquote precedenti", Euro, tolta.Rat(), "righe precedenti", periodo.Data{})
	resto := differenza("resto della "+nome, Euro, quota, altre)
	if ultima {
		return resto.per("l'ultima aliquota ha il resto, così che le quote sommano al totale", fonteImporti)
	}
	intera := dato(nome+" da ripartire", Euro, quota.val, "ripartizione della spesa", periodo.Data{})
	peso := rapporto("peso della riga", NessunaMisura, dato(spesa.nome, Euro, spesa.sua, "questa riga", periodo.Data{}),
		dato(spesa.tutta, Euro, spesa.base, "ripartizione della spesa", periodo.Data{}))
	return minimo(nome, Euro, resto, arrotonda("in proporzione", Euro, 2, prodotto("quota per peso", Euro, intera, peso)))
}

// completa puts the IVA on what is left to the ente. Where prices include it
// and nobody else pays, it is the difference from the price (domain c.6).
func (m *Movimento) completa(netto passo) {
	var iva passo
	if m.QuotaUtente == 0 && m.QuotaSSN == 0 && !slices.ContainsFunc(m.Righe, func(r Riga) bool { return !r.IVAInclusa }) {
		var comprese []passo
		for _, r := range m.Righe {
			comprese = append(comprese, dato("IVA compresa in "+r.Voce, Euro, r.IVA.Rat(), "riga "+r.Voce, periodo.Data{}))
		}
		iva = somma("IVA", Euro, comprese...)
	} else {
		aliquota := dato("aliquota IVA", Percentuale, m.Aliquota.Rat(), "tariffario", periodo.Data{})
		iva = arrotonda("IVA", Euro, 2, prodotto("imponibile per aliquota", Euro, vedi(netto), aliquota)).
			per("l'IVA si calcola sull'imponibile di ogni movimento", fonteImporti)
	}
	totale := somma("totale", Euro, netto, iva)
	m.Spiegazione = totale.Spiegazione
	m.Imponibile, m.IVA, m.Totale = euro.Arrotonda(netto.val), euro.Arrotonda(iva.val), euro.Arrotonda(totale.val)
}
