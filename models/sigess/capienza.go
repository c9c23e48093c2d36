package sigess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// Capiente is an impegno as a movimento sees it: what is left of it, and whether it
// pays movimenti only whole.
type Capiente struct {
	ImpegnoID string
	Resta     euro.Importo
	Intero    bool
}

// QuotaImpegno is what of a movimento an impegno pays.
type QuotaImpegno struct {
	ImpegnoID string
	Importo   euro.Importo
}

// Ripartisci takes an amount from impegni in order of use: each pays what it can,
// the last the rest, so that the shares sum to the amount to the cent. When they
// are not enough there are no shares, and the second result is the least that
// would have been (domain c.9, 14).
func Ripartisci(importo euro.Importo, da []Capiente) ([]QuotaImpegno, euro.Importo) {
	var out []QuotaImpegno
	resto, manca := importo, importo
	for _, c := range da {
		switch {
		case c.Resta <= 0:
		case !c.Intero:
			presa := min(c.Resta, resto)
			out = append(out, QuotaImpegno{c.ImpegnoID, presa})
			if resto -= presa; resto == 0 {
				return out, 0
			}
		case c.Resta >= importo:
			return []QuotaImpegno{{c.ImpegnoID, importo}}, 0
		default:
			manca = min(manca, importo-c.Resta)
		}
	}
	return nil, min(manca, resto)
}

// Rendi gives an amount that is taken back to the impegni that had paid, the last
// used first, each no more than it had paid. The shares are negative; what no
// impegno had paid goes to none.
func Rendi(importo euro.Importo, pagato []QuotaImpegno) []QuotaImpegno {
	var out []QuotaImpegno
	resto := -importo
	for _, q := range slices.Backward(pagato) {
		if resa := min(q.Importo, resto); resa > 0 {
			out = append(out, QuotaImpegno{q.ImpegnoID, -resa})
			resto -= resa
		}
	}
	return out
}

// capienze are the impegni of an ente while amounts are taken from them.
type capienze struct {
	impegni []Impegno // in order of use
	resta   map[string]euro.Importo
	legami  map[string][]Legame // by intervento
}

// leggiCapienze reads the impegni of an ente, the earliest expiry first, with what
// is left of each. blocca locks them, always in the same order, so that nobody
// else takes from them until the transaction ends.
func leggiCapienze(tx *gorm.DB, enteID string, blocca bool) (capienze, error) {
	c := capienze{resta: map[string]euro.Importo{}, legami: map[string][]Legame{}}
	if blocca {
		if _, err := models.Tutte[struct{ ID string }](tx, `SELECT id FROM impegno WHERE ente_id = ? ORDER BY id FOR NO KEY UPDATE`, enteID); err != nil {
			return c, err
		}
	}
	righe, err := models.Tutte[struct {
		Impegno
		Disponibile euro.Importo
	}](tx, `SELECT i.*, s.disponibile FROM impegno i JOIN saldo_impegno s ON s.id = i.id WHERE i.ente_id = ? ORDER BY i.scadenza, i.anno, i.numero, i.id`, enteID)
	for _, r := range righe {
		c.impegni = append(c.impegni, r.Impegno)
		c.resta[r.ID] = r.Disponibile
	}
	return c, err
}

// lega reads the impegni to which interventi are tied.
func (c capienze) lega(tx *gorm.DB, interventi []string) error {
	legami, err := models.Tutte[Legame](tx, `SELECT * FROM impegno_intervento WHERE intervento_id IN ?`, interventi)
	clear(c.legami)
	for _, l := range legami {
		c.legami[l.InterventoID] = append(c.legami[l.InterventoID], l)
	}
	return err
}

// destinazione is what decides the impegni of an amount: which line of which
// intervento, and of which month.
type destinazione struct {
	InterventoID, TipoID, UOID, Voce string
	Mese                             periodo.Mese
}

// per are the impegni that pay an amount, in order of use: those of its rule,
// else those of the intervento, else those of its tipo and office. Beside those of
// its month it says whether there are any at all: without, nothing is asked of it.
func (c capienze) per(d destinazione) (suoi []Impegno, ce bool) {
	legami := slices.SortedStableFunc(slices.Values(c.legami[d.InterventoID]), func(a, b Legame) int { return cmp.Compare(a.posto(), b.posto()) })
	for _, livello := range []func() []Impegno{
		func() []Impegno {
			return c.legati(legami, func(l Legame) bool { return l.Regola != nil && VoceRegola(*l.Regola) == d.Voce })
		},
		func() []Impegno { return c.legati(legami, func(l Legame) bool { return l.Regola == nil }) },
		func() []Impegno { return c.scelti(func(i Impegno) bool { return i.generale(d.TipoID, d.UOID) }) },
	} {
		tutti := livello()
		ce = ce || len(tutti) > 0
		delMese := slices.DeleteFunc(tutti, func(i Impegno) bool { return !i.paga(d.Mese) })
		if len(delMese) > 0 {
			return delMese, true
		}
	}
	return nil, ce
}

func (c capienze) scelti(va func(Impegno) bool) []Impegno {
	var out []Impegno
	for _, i := range c.impegni {
		if va(i) {
			out = append(out, i)
		}
	}
	return out
}

// legati are the impegni of the ties that are chosen: in the order that the ties
// say, those of which nothing is said after, the earliest expiry first.
func (c capienze) legati(legami []Legame, va func(Legame) bool) []Impegno {
	posto := map[string]int{}
	for _, l := range legami {
		if va(l) {
			posto[l.ImpegnoID] = l.posto()
		}
	}
	out := c.scelti(func(i Impegno) bool { return posto[i.ID] > 0 })
	slices.SortStableFunc(out, func(a, b Impegno) int { return cmp.Compare(posto[a.ID], posto[b.ID]) })
	return out
}

// prendi takes an amount from its impegni, or says how much they lack.
func (c capienze) prendi(importo euro.Importo, da []Impegno) ([]QuotaImpegno, euro.Importo) {
	capienti := make([]Capiente, len(da))
	for n, i := range da {
		capienti[n] = Capiente{i.ID, c.resta[i.ID], i.Intero}
	}
	quote, manca := Ripartisci(importo, capienti)
	c.segna(quote, 1)
	return quote, manca
}

// segna takes shares from what is left, or gives them back with a negative verso.
func (c capienze) segna(quote []QuotaImpegno, verso euro.Importo) {
	for _, q := range quote {
		c.resta[q.ImpegnoID] -= verso * q.Importo
	}
}

// rifiutoCapienza says what impegni lack for a month.
func rifiutoCapienza(mese periodo.Mese, dovuto, manca euro.Importo, da []Impegno) string {
	inizio := fmt.Sprintf("%s: %s euro dovuti e bloccati, ", mese.Italiano(), dovuto)
	var nomi []string
	for _, i := range da {
		nomi = append(nomi, i.Estremi())
	}
	switch len(nomi) {
	case 0:
		return inizio + fmt.Sprintf("nessun impegno del %d paga il mese: mancano %s euro", mese.Anno(), manca)
	case 1:
		return inizio + fmt.Sprintf("all'impegno %s mancano %s euro", nomi[0], manca)
	}
	return inizio + fmt.Sprintf("agli impegni %s mancano %s euro", strings.Join(nomi, ", "), manca)
}
