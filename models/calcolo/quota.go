package calcolo

import (
	"math/big"
	"slices"

	"siss/models/euro"
	"siss/models/periodo"
)

const fonteQuota = "regole di calcolo c.8"

// Metodo says how the share of the person is found. The strings are durable.
type Metodo string

// The methods of domain c.8.
const (
	Esente                Metodo = "NESSUNA"
	QuotaPercentuale      Metodo = "PERCENTUALE"
	FissaMensile          Metodo = "FISSA_MENSILE"
	FissaGiornaliera      Metodo = "FISSA_GIORNALIERA"
	FissaPrestazione      Metodo = "FISSA_PRESTAZIONE"
	Fasce                 Metodo = "FASCE"
	Lineare               Metodo = "LINEARE"
	FormulaISEE           Metodo = "FORMULA_ISEE"
	RedditoMenoFranchigia Metodo = "REDDITO_MENO_FRANCHIGIA"
	ISEEMenoSalvaguardia  Metodo = "ISEE_MENO_SALVAGUARDIA"
	Intera                Metodo = "INTERA"
)

// Base is what a method is applied to. The strings are durable.
type Base string

// What a share may be asked on (domain b.7.4): what the health service leaves,
// which is also the empty one, or the whole, without the IVA, as the price list
// has it, or with it. No share is ever beyond what the health service leaves.
const (
	ParteSociale   Base = "PARTE_SOCIALE"
	SullImponibile Base = "IMPONIBILE"
	SulLordo       Base = "LORDO"
	SulTotale      Base = "TOTALE"
)

// Quota is how the cost of a period is shared: first the health service, then
// the person on what is left, the ente has the residue. Which fields count is
// decided by Metodo; an absent ISEE asks for the highest share.
type Quota struct {
	Dal      periodo.Data // absent: from ever
	Al       periodo.Data
	SSN      Percento
	Metodo   Metodo
	Importo  euro.Importo // FissaMensile, FissaGiornaliera, FissaPrestazione
	Percento Percento     // QuotaPercentuale
	Criterio Criterio     // FissaMensile of an incomplete month; days when empty

	ISEE     *euro.Importo
	DataISEE periodo.Data
	Fasce    []Fascia
	// Lineare: from PercentoMinimo at ISEEMinimo to PercentoMassimo at
	// ISEEMassimo. FormulaISEE: nothing up to ISEEMinimo, all beyond ISEEMassimo,
	// in between ISEE × Importo / ISEEMassimo for each unit.
	ISEEMinimo      euro.Importo
	ISEEMassimo     euro.Importo
	PercentoMinimo  Percento
	PercentoMassimo Percento

	Reddito      euro.Importo // RedditoMenoFranchigia, of the month
	Franchigia   euro.Importo
	Indennita    euro.Importo // also ISEEMenoSalvaguardia
	Salvaguardia euro.Importo
	Residenziale bool // ISEEMenoSalvaguardia: adds Indennita

	Base    Base
	Minimo  *euro.Importo // of the month
	Massimo *euro.Importo
}

// Fascia is a band of ISEE, closed on the right; the last has no FinoA.
type Fascia struct {
	FinoA    *euro.Importo
	Percento Percento
}

// vale tells whether the shares hold on a day.
func (q Quota) vale(g periodo.Data) bool {
	return periodo.Intervallo{Dal: q.Dal, Al: q.Al}.Contiene(g)
}

// formula is the method in short.
func (q Quota) formula() string {
	switch q.Metodo {
	case QuotaPercentuale:
		return q.Percento.String() + " % della spesa"
	case FissaMensile:
		return q.Importo.String() + " al mese"
	case FissaGiornaliera:
		return q.Importo.String() + " al giorno"
	case FissaPrestazione:
		return q.Importo.String() + " per prestazione"
	case Fasce, Lineare, FormulaISEE, ISEEMenoSalvaguardia:
		return "secondo l'ISEE"
	case RedditoMenoFranchigia:
		return "reddito meno franchigia"
	case Intera:
		return "tutta la spesa"
	default:
		return "nessuna"
	}
}

// misurato is what the methods count of a period besides its cost.
type misurato struct {
	unita  []passo
	giorni int // with something payable
	c      Caso
}

// ripartisce shares the lines of a period: the health service has its part of
// the whole, the person between nothing and what is left, the ente the rest.
func (q Quota) ripartisce(numero int, righe []Riga, m misurato) (Ripartizione, error) {
	var imponibili []passo
	for _, r := range righe {
		imponibili = append(imponibili, dato("imponibile di "+r.Voce, Euro, r.Imponibile.Rat(), "riga "+r.Voce, periodo.Data{}))
	}
	base := somma("spesa del periodo", Euro, imponibili...).detto("base")
	ssn := q.ssn(righe, base).detto("ssn")
	sociale := differenza("parte sociale", Euro, vedi(base), vedi(ssn))
	if slices.ContainsFunc(righe, func(r Riga) bool { return r.SSN > 0 }) {
		sociale = differenza("parte sociale", Euro, base, ssn) // each movimento has its own part of ssn: the share stands by itself
	}
	sociale = sociale.detto("sociale")
	niente := dato("niente", Euro, new(big.Rat), "quota utente", periodo.Data{})
	chiesta := massimo("mai sotto zero", Euro, q.limitata(q.chiesta(q.su(righe, base, sociale), m)), niente)
	utente := minimo("quota utente", Euro, sociale, chiesta).per("la quota utente sta tra zero e la parte sociale", fonteQuota).detto("utente")
	ente := differenza("quota ente", Euro, vedi(sociale), vedi(utente)).per("l'ente ha il resto, così che le quote sommano al totale", fonteImporti)
	tutto := somma("spesa ripartita", Euro, ssn, utente, ente)
	r := Ripartizione{Periodo: numero, Formula: q.formula(), Spiegazione: tutto.Spiegazione}
	return r, assegna([]cifra{{&r.Base, base}, {&r.SSN, ssn}, {&r.Utente, utente}, {&r.Ente, ente}})
}

// ssn is what the health service pays: its part of the whole or, where the
// prices say it, of each line.
func (q Quota) ssn(righe []Riga, base passo) passo {
	if !slices.ContainsFunc(righe, func(r Riga) bool { return r.SSN > 0 }) {
		return arrotonda("quota SSN", Euro, 2, prodotto("parte sanitaria", Euro, base, dato("quota SSN", Percentuale, q.SSN.Rat(), "quota del servizio sanitario", q.Dal)))
	}
	return delSSN(righe)
}

// delSSN sums what the health service pays of some lines, rounded once for each.
func delSSN(righe []Riga) passo {
	var quote []passo
	for _, r := range righe {
		imponibile := dato("imponibile di "+r.Voce, Euro, r.Imponibile.Rat(), "riga "+r.Voce, periodo.Data{})
		quote = append(quote, arrotonda("quota SSN", Euro, 2, prodotto("parte sanitaria", Euro, imponibile, dato("quota SSN", Percentuale, r.SSN.Rat(), r.Voce, periodo.Data{}))))
	}
	return somma("quota SSN", Euro, quote...)
}

// su is what the method is applied to.
func (q Quota) su(righe []Riga, base, sociale passo) passo {
	var importi []passo
	switch q.Base {
	case SullImponibile:
		return vedi(base)
	case SulLordo:
		for _, r := range righe {
			importi = append(importi, dato("lordo di "+r.Voce, Euro, r.Lordo.Rat(), "riga "+r.Voce, periodo.Data{}))
		}
	case SulTotale:
		for _, r := range righe {
			importi = append(importi, dato("totale di "+r.Voce, Euro, r.Totale.Rat(), "riga "+r.Voce, periodo.Data{}))
		}
	default:
		return vedi(sociale)
	}
	return somma("base della quota", Euro, importi...)
}

// limitata keeps the share of the month within its own minimum and maximum.
func (q Quota) limitata(p passo) passo {
	if q.Minimo != nil {
		p = massimo("almeno il minimo", Euro, p, dato("minimo mensile", Euro, q.Minimo.Rat(), "quota utente", q.Dal))
	}
	if q.Massimo != nil {
		p = minimo("al più il massimo", Euro, p, dato("massimo mensile", Euro, q.Massimo.Rat(), "quota utente", q.Dal))
	}
	return p
}

// chiesta is what the method asks of a cost, rounded once.
func (q Quota) chiesta(sociale passo, m misurato) passo {
	return arrotonda("quota secondo il metodo", Euro, 2, q.esatta(sociale, m)).
		per("un solo arrotondamento al centesimo, il mezzo centesimo lontano da zero", fonteImporti)
}

func (q Quota) esatta(sociale passo, m misurato) passo {
	importo := dato("importo della quota", Euro, q.Importo.Rat(), "quota utente", q.Dal)
	switch q.Metodo {
	case QuotaPercentuale:
		return prodotto("percentuale della parte sociale", Euro, sociale, dato("percentuale", Percentuale, q.Percento.Rat(), "quota utente", q.Dal))
	case FissaMensile:
		return prodotto("importo mensile", Euro, importo, q.parteMese(m.c))
	case FissaGiornaliera:
		return prodotto("importo giornaliero", Euro, importo, intero("giorni con qualcosa da pagare", Giorni, m.giorni, "consuntivo del mese"))
	case FissaPrestazione:
		return prodotto("importo per prestazione", Euro, importo, somma("quantità", Unita, m.unita...))
	case Fasce:
		return prodotto("percentuale della fascia", Euro, sociale, q.fascia()).per("la fascia è quella dell'ISEE, estremo destro compreso", fonteQuota)
	case Lineare:
		return prodotto("percentuale lineare", Euro, sociale, q.lineare())
	case FormulaISEE:
		return q.perUnita(sociale, m)
	case RedditoMenoFranchigia:
		netto := differenza("reddito meno franchigia", Euro, dato("reddito mensile", Euro, q.Reddito.Rat(), "quota utente", q.Dal), dato("franchigia", Euro, q.Franchigia.Rat(), "quota utente", q.Dal))
		return somma("con l'indennità", Euro, netto, dato("indennità", Euro, q.Indennita.Rat(), "quota utente", q.Dal))
	case ISEEMenoSalvaguardia:
		return q.salvaguardata(sociale)
	case Intera:
		return sociale
	default:
		return dato("nessuna quota", Euro, new(big.Rat), "quota utente", q.Dal)
	}
}

// parteMese is the share of the month in which the quota holds.
func (q Quota) parteMese(c Caso) passo {
	mese := periodo.Intervallo{Dal: c.Mese.Inizio(), Al: c.Mese.Fine()}
	if q.Dal.Dopo(mese.Dal) {
		mese.Dal = q.Dal
	}
	if q.Al.Prima(mese.Al) {
		mese.Al = q.Al
	}
	return parte(q.Criterio, coperti(mese, c.Intervento, c.Sospensioni), periodo.Intervallo{Dal: c.Mese.Inizio(), Al: c.Mese.Fine()}).
		per("l'importo mensile vale la parte di mese dell'intervento, tolte le sospensioni", fonteQuota)
}

func (q Quota) isee() passo {
	return dato("ISEE", Euro, q.ISEE.Rat(), "attestazione ISEE", q.DataISEE)
}

// fascia is the percentage of the band: bands are asked from the lowest, each
// closed on the right. Without an ISEE it is 100 %.
func (q Quota) fascia() passo {
	if q.ISEE == nil {
		return dato("percentuale senza ISEE", Percentuale, big.NewRat(1, 1), "manca l'ISEE: si chiede la quota massima", q.Dal)
	}
	ultima := q.Fasce[len(q.Fasce)-1]
	out := dato("oltre l'ultima fascia", Percentuale, ultima.Percento.Rat(), "tabella delle fasce", q.Dal)
	for n := len(q.Fasce) - 2; n >= 0; n-- {
		f := q.Fasce[n]
		limite := dato("fino a", Euro, f.FinoA.Rat(), "tabella delle fasce", q.Dal)
		out = entro("percentuale della fascia", Percentuale, q.isee(), limite, dato("percentuale", Percentuale, f.Percento.Rat(), "tabella delle fasce", q.Dal), out)
	}
	return out
}

// lineare goes with the ISEE between two percentages, held between them, to
// four decimals of percent. Without an ISEE it is the highest.
func (q Quota) lineare() passo {
	minima := dato("percentuale minima", Percentuale, q.PercentoMinimo.Rat(), "quota utente", q.Dal)
	massima := dato("percentuale massima", Percentuale, q.PercentoMassimo.Rat(), "quota utente", q.Dal)
	if q.ISEE == nil {
		return massima.per("manca l'ISEE: si chiede la quota massima", fonteQuota)
	}
	da := dato("ISEE minimo", Euro, q.ISEEMinimo.Rat(), "quota utente", q.Dal)
	a := dato("ISEE massimo", Euro, q.ISEEMassimo.Rat(), "quota utente", q.Dal)
	dove := rapporto("posizione tra i due ISEE", NessunaMisura, differenza("sopra il minimo", Euro, q.isee(), da), differenza("ampiezza", Euro, a, da))
	retta := somma("percentuale sulla retta", Percentuale, minima, prodotto("salita", Percentuale, dove, differenza("tra le due percentuali", Percentuale, massima, minima)))
	dentro := massimo("almeno la minima", Percentuale, minimo("al più la massima", Percentuale, retta, massima), minima)
	return arrotonda("percentuale lineare", Percentuale, 6, dentro).per("percentuale arrotondata a quattro decimali", fonteQuota)
}

// perUnita is ISEE × Importo / ISEEMassimo for each unit; exempt up to
// ISEEMinimo, the whole cost beyond ISEEMassimo or without an ISEE.
func (q Quota) perUnita(sociale passo, m misurato) passo {
	if q.ISEE == nil {
		return sociale.per("manca l'ISEE: si chiede la quota massima", fonteQuota)
	}
	importo := dato("importo massimo per unità", Euro, q.Importo.Rat(), "quota utente", q.Dal)
	finoA := dato("soglia", Euro, q.ISEEMassimo.Rat(), "quota utente", q.Dal)
	unitaria := rapporto("quota per unità", Euro, prodotto("ISEE per importo massimo", NessunaMisura, q.isee(), importo), finoA)
	quota := prodotto("quota per le unità", Euro, unitaria, somma("quantità", Unita, m.unita...))
	niente := dato("esente", Euro, new(big.Rat), "quota utente", q.Dal)
	esente := dato("ISEE esente fino a", Euro, q.ISEEMinimo.Rat(), "quota utente", q.Dal)
	return entro("quota secondo l'ISEE", Euro, q.isee(), esente, niente, entro("sotto la soglia", Euro, q.isee(), finoA, quota, sociale))
}

// salvaguardata is a twelfth of the ISEE less what the person keeps, plus the
// allowance of who lives in the struttura, never below nothing.
func (q Quota) salvaguardata(sociale passo) passo {
	if q.ISEE == nil {
		return sociale.per("manca l'ISEE: si chiede la quota massima", fonteQuota)
	}
	mensile := rapporto("ISEE mensile", Euro, q.isee(), intero("mesi", NessunaMisura, 12, "anno"))
	out := differenza("oltre la salvaguardia", Euro, mensile, dato("salvaguardia", Euro, q.Salvaguardia.Rat(), "quota utente", q.Dal))
	if q.Residenziale {
		out = somma("con l'indennità", Euro, out, dato("indennità di accompagnamento", Euro, q.Indennita.Rat(), "quota utente", q.Dal))
	}
	return out
}
