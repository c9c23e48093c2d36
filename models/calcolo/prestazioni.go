package calcolo

import (
	"fmt"
	"math/big"
	"slices"

	"siss/models/misura"
	"siss/models/periodo"
)

const fonteConsuntivo = "regole di calcolo c.6"

// chiave tells the lines apart: one for each price in each period of shares.
type chiave struct{ periodo, prezzo int }

// consuntivo is what was delivered and is payable, gathered by line.
type consuntivo struct {
	unita  map[chiave][]passo
	parti  map[chiave][]frazione         // what is paid for a part of the price
	giorni map[int]map[periodo.Data]bool // by period of shares, the days with something payable
	out    *Risultato
}

func nuovoConsuntivo(out *Risultato) consuntivo {
	return consuntivo{map[chiave][]passo{}, map[chiave][]frazione{}, map[int]map[periodo.Data]bool{}, out}
}

// paga counts units, exact, of a day at a price.
func (k consuntivo) paga(periodoQuota, prezzo int, g periodo.Data, unita passo) {
	c := chiave{periodoQuota, prezzo}
	k.unita[c] = append(k.unita[c], unita)
	k.segna(periodoQuota, g)
}

// segna takes note of a day with something payable.
func (k consuntivo) segna(periodoQuota int, g periodo.Data) {
	if k.giorni[periodoQuota] == nil {
		k.giorni[periodoQuota] = map[periodo.Data]bool{}
	}
	k.giorni[periodoQuota][g] = true
}

// escluso says why a day is not counted, "" when it is.
func (c Caso) escluso(g periodo.Data) Motivo {
	switch {
	case !c.Intervento.Contiene(g):
		return FuoriIntervento
	case slices.ContainsFunc(c.Sospensioni, func(s periodo.Intervallo) bool { return s.Contiene(g) }):
		return InSospensione
	}
	return ""
}

// quotaDi is the period of shares of a day, 0 for none.
func (c Caso) quotaDi(g periodo.Data) int {
	return 1 + slices.IndexFunc(c.Quote, func(q Quota) bool { return q.vale(g) })
}

// accessi counts what was delivered in the month, in order of date and then as
// it was entered, within a plan that is a limit.
func (c Caso) accessi(out *Risultato) consuntivo {
	k := nuovoConsuntivo(out)
	ordinati := slices.Clone(c.Accessi)
	slices.SortStableFunc(ordinati, func(a, b Accesso) int { return a.Data.Meno(b.Data) })
	usate, file := map[string]*big.Rat{}, assenze{}
	for _, a := range ordinati {
		t := slices.IndexFunc(c.Tariffe, func(t Tariffa) bool {
			return t.Prestazione == a.Prestazione && (periodo.Intervallo{Dal: t.Dal, Al: t.Al}).Contiene(a.Data)
		})
		motivo := c.escluso(a.Data)
		if motivo == "" && t < 0 {
			motivo = SenzaTariffa
		}
		fila := 0
		if motivo == "" {
			fila = file.passa(a, c.Tariffe[t].Presenze[a.Presenza])
		}
		switch {
		case a.Data.Mese() != c.Mese:
			continue
		case motivo != "":
			out.Esclusi = append(out.Esclusi, Escluso{a.Data, a.Prestazione, motivo})
			continue
		}
		unita := dato("erogato", Unita, a.Unita, "tabellone accessi", a.Data)
		if dentro := c.entroPiano(a, unita, usate, out); dentro.val.Sign() > 0 {
			c.conta(k, a, t, fila, dentro)
		}
	}
	return k
}

// conta counts the payable units of an accesso, for the part of the price that
// its presence is worth.
func (c Caso) conta(k consuntivo, a Accesso, t, fila int, dentro passo) {
	p, nota := c.Tariffe[t].Presenze[a.Presenza]
	if !nota || p.vale(fila) == prezzoIntero {
		k.paga(c.quotaDi(a.Data), t, a.Data, dentro)
		return
	}
	nome, regola := p.dice(fila)
	k.pagaParte(c.quotaDi(a.Data), t, a.Data, dentro, frazione{nome: nome, regola: regola, percento: p.vale(fila), dal: c.Tariffe[t].Dal, voce: c.prezzi()[t].voce})
}

// prezzoIntero is the whole of a price.
const prezzoIntero Percento = 100_0000

// entroPiano returns the payable units of an accesso: with LimitePiano what is
// left of the plan, the rest is an excess.
func (c Caso) entroPiano(a Accesso, unita passo, usate map[string]*big.Rat, out *Risultato) passo {
	p := slices.IndexFunc(c.Piano, func(r RigaPiano) bool { return r.Prestazione == a.Prestazione })
	if p < 0 || c.Piano[p].Politica == Libero {
		return unita
	}
	piano := c.Piano[p]
	gia := usate[a.Prestazione]
	if gia == nil {
		gia = new(big.Rat)
		usate[a.Prestazione] = gia
	}
	resta := new(big.Rat).Sub(piano.Massimo, gia)
	if resta.Sign() < 0 {
		resta.SetInt64(0)
	}
	oltre := new(big.Rat).Sub(a.Unita, resta)
	dove := out.Eccedenze
	if piano.Politica == Avviso {
		dove = out.OltrePiano
	}
	gia.Add(gia, a.Unita)
	if oltre.Sign() <= 0 {
		return unita
	}
	if dove[a.Prestazione] == nil {
		dove[a.Prestazione] = new(big.Rat)
	}
	dove[a.Prestazione].Add(dove[a.Prestazione], oltre)
	if piano.Politica == Avviso {
		return unita
	}
	return minimo("entro il piano", Unita, unita, dato("quanto resta del piano", Unita, resta, "piano di assistenza", a.Data)).
		per("si paga al più quanto prevede il piano, in ordine di data", fonteConsuntivo)
}

// righe makes the lines of what was counted: by period of shares, then in the
// order of the prices.
func (c Caso) righe(k consuntivo, prezzi []prezzo) ([]Riga, error) {
	var righe []Riga
	for q := range len(c.Quote) + 1 {
		for n, p := range prezzi {
			unita := k.tutte(chiave{q, n})
			if len(unita) == 0 {
				continue
			}
			riga, err := p.riga(somma("quantità", Unita, unita...))
			if err != nil {
				return nil, err
			}
			if f := k.formula(chiave{q, n}); f != "" {
				riga.Formula = fmt.Sprintf("%s × %s", f, p.Importo)
			}
			if q > 0 && c.Quote[q-1].SSN > 0 {
				riga.SSN = 0
			}
			if riga.Lordo != 0 {
				riga.Indice, riga.Periodo = n, q
				righe = append(righe, riga)
			}
		}
	}
	return righe, nil
}

// prezzo is a tariffa or a retta, with the words of its line.
type prezzo struct {
	Tariffa
	voce string
}

func (c Caso) prezzi() []prezzo {
	var out []prezzo
	for n, t := range c.Tariffe {
		out = append(out, prezzo{t, fmt.Sprintf("%s/%d", t.Prestazione, n+1)})
	}
	return out
}

// riga is quantity × price, rounded once; the IVA is added, or is in the price
// and then comes by difference (domain c.6).
func (p prezzo) riga(unita passo) (Riga, error) {
	tariffa := dato("tariffa", Euro, p.Importo.Rat(), p.voce, p.Dal)
	lordo := arrotonda("quantità per tariffa", Euro, 2, prodotto("prodotto esatto", Euro, unita, tariffa)).
		per("un solo arrotondamento al centesimo, il mezzo centesimo lontano da zero", fonteImporti)
	aliquota := dato("aliquota IVA", Percentuale, p.IVA.Rat(), p.voce, p.Dal)
	var imponibile, iva, totale passo
	if p.IVAInclusa {
		lordo = lordo.detto("totale")
		uno := intero("intero", NessunaMisura, 1, "scorporo")
		imponibile = arrotonda("imponibile", Euro, 2, rapporto("scorporo dell'IVA", Euro, lordo, somma("uno più l'aliquota", NessunaMisura, uno, aliquota))).detto("imponibile")
		iva = differenza("IVA", Euro, vedi(lordo), vedi(imponibile)).per("l'IVA compresa nella tariffa è la differenza", fonteConsuntivo)
	} else {
		imponibile = lordo.detto("imponibile")
		iva = arrotonda("IVA", Euro, 2, prodotto("imponibile per aliquota", Euro, vedi(imponibile), aliquota))
	}
	totale = somma("totale", Euro, imponibile, iva)
	r := Riga{Voce: p.voce, Tipo: Pagamento, Unita: unita.val, Prezzo: p.Importo,
		Formula: fmt.Sprintf("%s × %s", misura.Testo(unita.val), p.Importo), Aliquota: p.IVA, Natura: p.Natura,
		IVAInclusa: p.IVAInclusa, SplitPayment: p.SplitPayment, SSN: p.SSN, Spiegazione: totale.Spiegazione}
	return r, assegna([]cifra{{&r.Lordo, lordo}, {&r.Imponibile, imponibile}, {&r.IVA, iva}, {&r.Totale, totale}})
}
