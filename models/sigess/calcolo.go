package sigess

import (
	"fmt"
	"math/big"
	"slices"

	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
)

// Criterio says what an incomplete month is worth (domain c.2).
type Criterio string

// The criteri di rateo. The strings are durable.
const (
	Nessuno         Criterio = "NESSUNO"
	GiorniEffettivi Criterio = "GIORNI_EFFETTIVI"
	Trentesimi      Criterio = "TRENTESIMI"
	MezzoMese       Criterio = "MEZZO_MESE"
	Soglia15        Criterio = "SOGLIA_15"
)

// Caso is all that the amounts of an intervento depend on. Calcola reads
// nothing else: no clock, no database.
type Caso struct {
	Natura      Natura
	Span        periodo.Intervallo
	Sospensioni []periodo.Intervallo
	Regole      []Regola
	Voci        []Voce
	IVAInclusa  bool
	Accessi     []Accesso
	Quote       []Quota
}

// Regola is a rule of payment. Importo is for each rata, in cents.
type Regola struct {
	Progressivo   int
	Frequenza     string
	Importo       euro.Importo
	CriterioRateo Criterio
	DataScadenza  periodo.Data
	Dal           periodo.Data
	Al            periodo.Data
}

// Quota is the share of the person in a period.
type Quota struct {
	Metodo      string
	Percentuale *euro.Aliquota
	Importo     *euro.Importo
	Dal         periodo.Data
	Al          periodo.Data
}

// Passaggio is a line of the explanation of an amount, before shares and IVA.
type Passaggio struct {
	Voce    string       `json:"voce"`
	Formula string       `json:"formula"`
	Importo euro.Importo `json:"importo"`
}

// Riga is an amount to pay for a month: Imponibile is what is left to the ente
// after QuotaUtente, Totale is Imponibile plus IVA.
type Riga struct {
	Voce        string
	Imponibile  euro.Importo
	Aliquota    euro.Aliquota
	IVA         euro.Importo
	Totale      euro.Importo
	QuotaUtente euro.Importo
	Dettaglio   []Passaggio
}

// Calcola returns what is due for a month, one rounding per line, half away
// from zero, and the anomalies that stop it: with an anomaly there are no
// lines, and the month is paid by a later run, once mended.
func Calcola(c Caso, mese periodo.Mese) ([]Riga, []string) {
	righe, difetti := c.calcola(mese)
	var anomalie []string
	for _, d := range difetti {
		anomalie = append(anomalie, d.Testo)
	}
	return righe, anomalie
}

func (c Caso) calcola(mese periodo.Mese) ([]Riga, []difetto) {
	if c.Natura == Economico {
		return c.rate(mese), nil
	}
	return c.consuntivo(mese)
}

// coperti counts the days of the month inside both periods and in no suspension.
func (c Caso) coperti(mese periodo.Mese, dal, al periodo.Data) []periodo.Data {
	var giorni []periodo.Data
	for _, g := range mese.Date() {
		dentro := c.Span.Contiene(g) && !g.Prima(dal) && (al.IsZero() || !g.Dopo(al))
		if dentro && !slices.ContainsFunc(c.Sospensioni, func(s periodo.Intervallo) bool { return s.Contiene(g) }) {
			giorni = append(giorni, g)
		}
	}
	return giorni
}

func (c Caso) rate(mese periodo.Mese) []Riga {
	var righe []Riga
	for _, r := range c.Regole {
		importo, formula := c.rata(r, mese)
		if importo == 0 {
			continue
		}
		voce := VoceRegola(r.Progressivo)
		righe = append(righe, Riga{Voce: voce, Imponibile: importo, Totale: importo, Dettaglio: []Passaggio{{voce, formula, importo}}})
	}
	return righe
}

// VoceRegola names the line of a rule.
func VoceRegola(progressivo int) string { return fmt.Sprintf("regola %d", progressivo) }

func (c Caso) rata(r Regola, mese periodo.Mese) (euro.Importo, string) {
	if r.Frequenza == "UNA_TANTUM" {
		if r.DataScadenza.Mese() != mese || !c.Span.Contiene(r.DataScadenza) {
			return 0, ""
		}
		return r.Importo, "una tantum al " + r.DataScadenza.Italiana()
	}
	giorni := c.coperti(mese, r.Dal, r.Al)
	parte := Parte(r.CriterioRateo, giorni, mese)
	importo := euro.Arrotonda(new(big.Rat).Mul(parte, r.Importo.Rat()))
	if parte.Cmp(big.NewRat(1, 1)) == 0 {
		return importo, "rata intera di " + r.Importo.String()
	}
	if r.CriterioRateo == GiorniEffettivi {
		return importo, fmt.Sprintf("%d/%d × %s", len(giorni), mese.Giorni(), r.Importo)
	}
	return importo, fmt.Sprintf("%s × %s", parte.RatString(), r.Importo)
}

// Parte is the share of a month that the covered days are worth (domain c.2).
// A full month is always 1, no day is always 0.
func Parte(criterio Criterio, coperti []periodo.Data, mese periodo.Mese) *big.Rat {
	n, tutti := int64(len(coperti)), int64(mese.Giorni())
	switch {
	case n == 0:
		return new(big.Rat)
	case n == tutti || criterio == Nessuno:
		return big.NewRat(1, 1)
	}
	switch criterio {
	case Trentesimi:
		return big.NewRat(trentesimi(coperti, mese), 30)
	case MezzoMese:
		if n >= 16 {
			return big.NewRat(1, 1)
		}
		return big.NewRat(1, 2)
	case Soglia15:
		if n >= 15 {
			return big.NewRat(1, 1)
		}
		return new(big.Rat)
	default:
		return big.NewRat(n, tutti)
	}
}

// trentesimi counts days of a commercial month: the last day of the month is
// its 30th and a 31st adds nothing, so that splitting a month never changes the sum.
func trentesimi(coperti []periodo.Data, mese periodo.Mese) int64 {
	fine := func(g int) int64 {
		if g == mese.Giorni() {
			return 30
		}
		return int64(min(g, 30))
	}
	var somma int64
	for _, g := range coperti {
		somma += fine(g.Giorno()) - prima(g.Giorno()-1, fine)
	}
	return somma
}

func prima(giorno int, fine func(int) int64) int64 {
	if giorno == 0 {
		return 0
	}
	return fine(giorno)
}

// tratto is the part of a month in which the same quota holds, or none.
type tratto struct {
	quota *Quota
	// lordo sums quantities × tariff by voce, exact.
	lordo  map[int]*big.Rat
	giorni map[periodo.Data]bool
}

func (c Caso) consuntivo(mese periodo.Mese) ([]Riga, []difetto) {
	tratti := make([]tratto, len(c.Quote)+1)
	for n := range tratti {
		tratti[n] = tratto{lordo: map[int]*big.Rat{}, giorni: map[periodo.Data]bool{}}
		if n > 0 {
			tratti[n].quota = &c.Quote[n-1]
		}
	}
	var difetti []difetto
	for _, a := range c.Accessi {
		if a.Data.Mese() != mese || len(c.coperti(mese, a.Data, a.Data)) == 0 {
			continue
		}
		v := slices.IndexFunc(c.Voci, func(v Voce) bool {
			return v.Prestazione == a.Prestazione && (periodo.Intervallo{Dal: v.Dal, Al: v.Al}).Contiene(a.Data)
		})
		if v < 0 {
			difetti = append(difetti, difetto{Tipo: TariffaMancante, Mese: mese, Giorno: a.Data, Testo: "manca la tariffa per un accesso del " + a.Data.Italiana()})
			continue
		}
		q := slices.IndexFunc(c.Quote, func(q Quota) bool { return (periodo.Intervallo{Dal: q.Dal, Al: q.Al}).Contiene(a.Data) })
		t := tratti[q+1]
		if t.lordo[v] == nil {
			t.lordo[v] = new(big.Rat)
		}
		t.lordo[v].Add(t.lordo[v], a.unita())
		t.giorni[a.Data] = true
	}
	if len(difetti) > 0 {
		return nil, difetti
	}
	var righe []Riga
	for n, t := range tratti {
		righe = append(righe, c.righeDi(t, n, mese)...)
	}
	return righe, nil
}

// unita is the quantity in units of the price list: minutes are sixtieths of an hour.
func (a Accesso) unita() *big.Rat {
	if a.Minuti != nil {
		return a.Minuti.Ore()
	}
	return a.Quantita.Rat()
}

// righeDi makes a line for each aliquota of a tratto, less the quota.
func (c Caso) righeDi(t tratto, n int, mese periodo.Mese) []Riga {
	var righe []Riga
	for v, voce := range c.Voci {
		unita := t.lordo[v]
		if unita == nil {
			continue
		}
		lordo := euro.Arrotonda(new(big.Rat).Mul(unita, voce.Tariffa.Rat()))
		imponibile := lordo
		if c.IVAInclusa {
			uno := new(big.Rat).Add(big.NewRat(1, 1), voce.AliquotaIVA.Rat())
			imponibile = euro.Arrotonda(new(big.Rat).Quo(lordo.Rat(), uno))
		}
		r := slices.IndexFunc(righe, func(r Riga) bool { return r.Aliquota == voce.AliquotaIVA })
		if r < 0 {
			r = len(righe)
			righe = append(righe, Riga{Voce: fmt.Sprintf("iva %s/%d", voce.AliquotaIVA, n), Aliquota: voce.AliquotaIVA})
		}
		righe[r].Imponibile += imponibile
		righe[r].Totale += lordo
		righe[r].Dettaglio = append(righe[r].Dettaglio, Passaggio{voce.Denominazione,
			fmt.Sprintf("%s × %s", misura.Testo(unita), voce.Tariffa), lordo})
	}
	c.togliQuota(righe, t, mese)
	var dovute []Riga
	for _, r := range righe {
		switch {
		case !c.IVAInclusa || r.QuotaUtente != 0:
			r.IVA = r.Imponibile.Percentuale(r.Aliquota)
		default:
			r.IVA = r.Totale - r.Imponibile
		}
		r.Totale = r.Imponibile + r.IVA
		if r.Imponibile > 0 {
			dovute = append(dovute, r)
		}
	}
	return dovute
}

// togliQuota takes the person's share from the lines, in proportion and with
// the residue on the last, so that shares sum to the whole.
func (c Caso) togliQuota(righe []Riga, t tratto, mese periodo.Mese) {
	if t.quota == nil || len(righe) == 0 {
		return
	}
	var base euro.Importo
	for _, r := range righe {
		base += r.Imponibile
	}
	quota := min(max(c.quota(*t.quota, base, len(t.giorni), mese), 0), base)
	resto := quota
	for n := range righe {
		parte := resto
		if n < len(righe)-1 && base > 0 {
			parte = min(resto, euro.Arrotonda(new(big.Rat).Mul(quota.Rat(), new(big.Rat).Quo(righe[n].Imponibile.Rat(), base.Rat()))))
		}
		resto -= parte
		righe[n].QuotaUtente = parte
		righe[n].Imponibile -= parte
		if parte > 0 {
			righe[n].Dettaglio = append(righe[n].Dettaglio, Passaggio{"quota utente", t.quota.formula(), -parte})
		}
	}
}

func (c Caso) quota(q Quota, base euro.Importo, giorni int, mese periodo.Mese) euro.Importo {
	switch q.Metodo {
	case "PERCENTUALE":
		return base.Percentuale(*q.Percentuale)
	case "FISSA_MENSILE":
		coperti := int64(len(c.coperti(mese, q.Dal, q.Al)))
		return euro.Arrotonda(new(big.Rat).Mul(q.Importo.Rat(), big.NewRat(coperti, int64(mese.Giorni()))))
	default:
		return euro.Arrotonda(new(big.Rat).Mul(q.Importo.Rat(), big.NewRat(int64(giorni), 1)))
	}
}

func (q Quota) formula() string {
	switch q.Metodo {
	case "PERCENTUALE":
		return q.Percentuale.String() + " % della spesa"
	case "FISSA_MENSILE":
		return q.Importo.String() + " al mese"
	default:
		return q.Importo.String() + " al giorno"
	}
}
