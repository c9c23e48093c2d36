package calcolo

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"siss/models/euro"
	"siss/models/periodo"
)

const (
	fonteDovuto  = "regole di calcolo c.3"
	fonteRegola  = "regole di calcolo b.7.1"
	fonteImporti = "regole di calcolo c.1"
)

// VoceRegola names the line of a rule.
func VoceRegola(progressivo int) string { return fmt.Sprintf("regola %d", progressivo) }

// economico makes one line for each rule: what is due, less what is settled.
func (c Caso) economico() ([]Riga, error) {
	var righe []Riga
	for n, r := range c.Regole {
		if r.Voce == "" {
			r.Voce = VoceRegola(n + 1)
		}
		dovuto, formula := r.dovuto(c)
		riga := Riga{Voce: r.Voce, Tipo: Pagamento, Indice: n, Formula: formula}
		if gia, presente := c.Regolato[r.Voce]; presente {
			riga.Tipo = Conguaglio
			regolato := dato("già regolato", Euro, gia.Rat(), "elaborazioni precedenti", c.Mese.Inizio())
			dovuto = differenza("conguaglio", Euro, dovuto, regolato).per("si paga la differenza da quanto è già regolato per il mese", fonteDovuto)
			riga.Formula = strings.Join(nonVuoti(formula, "meno "+gia.String()+" già regolati"), ", ")
		}
		if err := r.conIVA(&riga, dovuto); err != nil {
			return nil, err
		}
		if riga.Imponibile != 0 {
			righe = append(righe, riga)
		}
	}
	return righe, nil
}

// conIVA completes the line of a rule. Most contributions are out of the scope
// of the IVA; to those that are not it is added.
func (r Regola) conIVA(riga *Riga, dovuto passo) error {
	if r.IVA == 0 {
		riga.Spiegazione = dovuto.Spiegazione
		return assegna([]cifra{{&riga.Lordo, dovuto}, {&riga.Imponibile, dovuto}, {&riga.Totale, dovuto}})
	}
	imponibile := dovuto.detto("imponibile")
	iva := arrotonda("IVA", Euro, 2, prodotto("imponibile per aliquota", Euro, vedi(imponibile), dato("aliquota IVA", Percentuale, r.IVA.Rat(), r.Voce, r.Dal)))
	totale := somma("totale", Euro, imponibile, iva)
	riga.Aliquota, riga.Spiegazione = r.IVA, totale.Spiegazione
	return assegna([]cifra{{&riga.Lordo, imponibile}, {&riga.Imponibile, imponibile}, {&riga.IVA, iva}, {&riga.Totale, totale}})
}

// Erogato is what the rule pays in the months before that of the case, each
// within what is then left of its cap: what GiaErogato is where nothing was
// settled otherwise.
func (r Regola) Erogato(c Caso) (euro.Importo, error) {
	inizio := r.Scadenza.Mese()
	if r.Frequenza != UnaTantum {
		span, ok := r.span(c.Intervento)
		if !ok {
			return 0, nil
		}
		inizio = span.Dal.Mese()
	}
	r.GiaErogato = 0
	fino := c.Mese
	for c.Mese = inizio; c.Mese.Prima(fino) && (r.Massimale == nil || r.GiaErogato < *r.Massimale); c.Mese = c.Mese.Piu(1) {
		dovuto, _ := r.dovuto(c)
		importo, err := inCentesimi(dovuto.val)
		if err != nil {
			return 0, err
		}
		r.GiaErogato += importo
	}
	return r.GiaErogato, nil
}

// span is the period of the rule within the intervento's; false when they have
// no day in common.
func (r Regola) span(intervento periodo.Intervallo) (periodo.Intervallo, bool) {
	proprio := periodo.Intervallo{Dal: r.Dal, Al: r.Al}
	if proprio.Dal.IsZero() {
		proprio.Dal = intervento.Dal
	}
	return proprio.Interseca(intervento)
}

// dovuto is what the rule pays for the month, in cents, within its cap, and
// its formula in short.
func (r Regola) dovuto(c Caso) (passo, string) {
	esatto, formula := r.esatto(c)
	lordo := arrotonda("dovuto", Euro, 2, esatto).per("un solo arrotondamento al centesimo, il mezzo centesimo lontano da zero", fonteImporti)
	if r.Massimale == nil {
		return lordo, formula
	}
	resta := differenza("residuo del massimale", Euro, dato("massimale", Euro, r.Massimale.Rat(), r.Voce, r.Dal),
		dato("già erogato", Euro, r.GiaErogato.Rat(), "elaborazioni precedenti", periodo.Data{}))
	niente := dato("niente", Euro, new(big.Rat), fonteRegola, periodo.Data{})
	entro := minimo("dovuto entro il massimale", Euro, lordo, massimo("residuo, mai sotto zero", Euro, resta, niente)).
		per("si paga al più quanto resta del massimale", fonteRegola)
	if entro.val.Cmp(lordo.val) != 0 {
		formula += ", entro il massimale"
	}
	return entro, formula
}

func (r Regola) esatto(c Caso) (passo, string) {
	sospensioni := c.Sospensioni
	if r.InSospensione {
		sospensioni = nil
	}
	niente := dato("nessuna rata in scadenza", Euro, new(big.Rat), r.Voce, c.Mese.Inizio())
	if r.Frequenza == UnaTantum {
		if r.Scadenza.Mese() != c.Mese {
			return niente, ""
		}
		return dato("una tantum", Euro, r.Importo.Rat(), r.Voce, r.Scadenza).per("si paga intera nel mese della scadenza", fonteRateo),
			"una tantum al " + r.Scadenza.Italiana()
	}
	span, ok := r.span(c.Intervento)
	if !ok {
		return niente, ""
	}
	if r.Frequenza == Giornaliera {
		mese := periodo.Intervallo{Dal: c.Mese.Inizio(), Al: c.Mese.Fine()}
		n := len(coperti(mese, span, sospensioni))
		giorni := intero("giorni coperti", Giorni, n, "periodo della regola e dell'intervento, tolte le sospensioni")
		return prodotto("importo giornaliero", Euro, dato("importo al giorno", Euro, r.Importo.Rat(), r.Voce, r.Dal), giorni),
			fmt.Sprintf("%d giorni × %s", n, r.Importo)
	}
	var rate []passo
	var formule []string
	for _, t := range r.rate(c.Mese, span) {
		valore, formula := r.valore(t, span, sospensioni)
		rate, formule = append(rate, valore), append(formule, formula)
	}
	switch len(rate) {
	case 0:
		return niente, ""
	case 1:
		return rate[0], formule[0]
	default:
		return somma("rate in scadenza", Euro, rate...), strings.Join(formule, " + ")
	}
}

// valore is what a rata is worth: for each of its months, its part of the
// importo times the share of the month.
func (r Regola) valore(t rata, span periodo.Intervallo, sospensioni []periodo.Intervallo) (passo, string) {
	importo, criterio := r.nominale(t.indice), r.Criterio
	if r.Frequenza == Settimanale {
		criterio = settimana(criterio)
	}
	quote, testi := make([]passo, len(t.parti)), make([]string, len(t.parti))
	for n, p := range t.parti {
		giorni := coperti(p, span, sospensioni)
		quote[n] = parte(criterio, giorni, p)
		testi[n] = quote[n].val.RatString()
		if criterio == GiorniEffettivi {
			testi[n] = fmt.Sprintf("%d/%d", len(giorni), p.Giorni())
		}
	}
	euro := euroTesto(importo.val)
	if len(t.parti) == 1 {
		formula := testi[0] + " × " + euro
		if intera(quote[0]) {
			formula = "rata intera di " + euro
		}
		return prodotto("rata", Euro, importo, quote[0]), formula
	}
	mesi := make([]passo, len(t.parti))
	for n, q := range quote {
		mensile := rapporto("parte mensile", Euro, importo, intero("mesi della rata", NessunaMisura, len(quote), string(r.Frequenza)))
		mesi[n] = prodotto("mese", Euro, mensile, q)
		mesi[n].Data = t.parti[n].Dal
	}
	rata := somma("rata", Euro, mesi...).per("una rata di più mesi è la somma delle sue parti mensili, arrotondata una volta", fonteRateo)
	if !slices.ContainsFunc(quote, func(q passo) bool { return !intera(q) }) {
		return rata, "rata intera di " + euro
	}
	return rata, fmt.Sprintf("(%s) × %s/%d", strings.Join(testi, " + "), euro, len(quote))
}

func intera(quota passo) bool { return quota.val.Cmp(big.NewRat(1, 1)) == 0 }

// euroTesto writes an amount that may not end at the cent.
func euroTesto(v *big.Rat) string { return euro.Arrotonda(v).String() }

// settimana is the criterio of an incomplete week: those that count days of a
// month have no meaning for seven days, which are counted.
func settimana(c Criterio) Criterio {
	if c == Nessuno {
		return Nessuno
	}
	return GiorniEffettivi
}

// nominale is the importo of the rata with an index from 0. Of an importo
// totale in so many rate the last has the residue: 1.000,00 in 12 are 11 × 83,33
// and 83,37 (domain c.5). Beyond the last rata, or the total, there is nothing.
func (r Regola) nominale(indice int) passo {
	if r.NumeroRate > 0 && indice >= r.NumeroRate {
		return dato("rate esaurite", Euro, new(big.Rat), r.Voce, periodo.Data{})
	}
	importo := dato("importo della rata", Euro, r.Importo.Rat(), r.Voce, r.Dal)
	if r.ImportoTotale == nil {
		return importo
	}
	totale := dato("importo totale", Euro, r.ImportoTotale.Rat(), r.Voce, r.Dal)
	if r.NumeroRate > 0 {
		uguale := rapporto("totale diviso le rate", Euro, totale, intero("numero di rate", NessunaMisura, r.NumeroRate, r.Voce))
		importo = arrotonda("importo della rata", Euro, 2, uguale)
	}
	pagate := prodotto("rate precedenti", Euro, importo, intero("quante", NessunaMisura, indice, r.Voce))
	resta := differenza("resto del totale", Euro, totale, pagate)
	if r.NumeroRate > 0 && indice == r.NumeroRate-1 {
		return resta.per("l'ultima rata è il resto", fonteImporti)
	}
	niente := dato("niente", Euro, new(big.Rat), r.Voce, periodo.Data{})
	return minimo("importo della rata", Euro, importo, massimo("resto, mai sotto zero", Euro, resta, niente))
}

// importoMassimo is what a line may come to: beyond it something is wrong with
// the inputs, and cents still fit in 64 bits.
var importoMassimo = big.NewRat(100_000_000_000_000, 1)

// ErrImportoGrande refuses a case whose amounts are beyond any real one.
var ErrImportoGrande = errors.New("l'importo che risulta è troppo grande: controllare importi e quantità")

// inCentesimi turns a value already rounded to the cent into an amount.
func inCentesimi(v *big.Rat) (euro.Importo, error) {
	if new(big.Rat).Abs(v).Cmp(importoMassimo) > 0 {
		return 0, ErrImportoGrande
	}
	return euro.Arrotonda(v), nil
}
