package sigess

import (
	"slices"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// The tipi of movimento. The strings are durable.
const (
	tipoPagamento  = "PAGAMENTO"
	tipoConguaglio = "CONGUAGLIO"
	tipoStorno     = "STORNO"

	tipoRiemissione = "RIEMISSIONE" // pays again what a bank refused
)

// chiaveMese names a month of an intervento.
type chiaveMese struct {
	InterventoID string
	Mese         periodo.Mese
}

// toccati are the months of a page whose facts changed since a run looked at
// them: the value tells whether this run has.
type toccati map[chiaveMese]bool

// perche says why a month is adjusted, where one act alone touched it.
type perche map[chiaveMese]Causa

func mesiToccati(tx *gorm.DB, e Elaborazione, interventi []daPagare) (toccati, perche, error) {
	righe, err := models.Tutte[struct {
		InterventoID string
		Mese         periodo.Mese
		Causa        string
	}](tx, `SELECT intervento_id, mese, CASE count(*) WHEN 1 THEN min(causa) ELSE '' END AS causa FROM mese_toccato
		WHERE intervento_id IN ? AND ente_id = ? AND mese <= ? GROUP BY intervento_id, mese`, ids(interventi), e.EnteID, e.Al)
	out, cause := toccati{}, perche{}
	for _, r := range righe {
		k := chiaveMese{r.InterventoID, r.Mese}
		out[k] = false
		switch r.Causa {
		case "REGOLA":
			cause[k] = CausaRettificaRegola
		case "QUOTA":
			cause[k] = CausaRettificaQuota
		}
	}
	return out, cause, err
}

// di is the cause of the adjustment of a month.
func (p perche) di(k chiaveMese) Causa {
	if c, nota := p[k]; nota {
		return c
	}
	return CausaRettifica
}

// allarga is the run with a period that holds the earlier months too: what the
// amounts depend on is read for all of them at once.
func (t toccati) allarga(e Elaborazione) Elaborazione {
	for k := range t {
		if k.Mese.Prima(e.Dal.Mese()) {
			e.Dal = k.Mese.Inizio()
		}
	}
	return e
}

// daGuardare are the months of an intervento that a run looks at, in order.
func (t toccati) daGuardare(e Elaborazione, interventoID string) []periodo.Mese {
	var out []periodo.Mese
	for mese := t.allarga(e).Dal.Mese(); !e.Al.Mese().Prima(mese); mese = mese.Piu(1) {
		if _, toccato := t[chiaveMese{interventoID, mese}]; toccato || !mese.Prima(e.Dal.Mese()) {
			out = append(out, mese)
		}
	}
	return out
}

func (t toccati) guardato(k chiaveMese) {
	if _, toccato := t[k]; toccato {
		t[k] = true
	}
}

// segna writes that the run has looked at the months: once it is definitive
// they are done with, unless their facts change again.
func (t toccati) segna(tx *gorm.DB, e Elaborazione) error {
	for k, fatto := range t {
		if !fatto {
			continue
		}
		if err := esegui(tx, `UPDATE mese_toccato SET elaborazione_id = ? WHERE intervento_id = ? AND mese = ?`, e.ID, k.InterventoID, k.Mese); err != nil {
			return err
		}
	}
	return nil
}

// partitario is what runs hold already of the interventi of a page.
type partitario struct {
	// regolato sums, for each voce of a month, what definitive runs have settled. A
	// run that was taken back and the one that did sum to nothing: neither counts.
	regolato map[chiaveMese][]regolato
	// scritti are the months of which the run has lines.
	scritti map[chiaveMese]bool
	// altrui are the months in another run that is not definitive.
	altrui map[chiaveMese]Elaborazione
	// rifiutati are the lines that a bank did not pay and no run pays again.
	rifiutati map[chiaveMese][]rifiutato
}

type regolato struct {
	InterventoID string
	Mese         periodo.Mese
	Voce         string
	Aliquota     euro.Aliquota
	Imponibile   euro.Importo
	IVA          euro.Importo `gorm:"column:iva"`
	Totale       euro.Importo
	QuotaUtente  euro.Importo
	QuotaSSN     euro.Importo `gorm:"column:quota_ssn"`
	NaturaIVA    NaturaIVA    `gorm:"column:natura_iva"`
	SplitPayment bool
	Corse        string // the numbers of the runs
	Pezzi        string // the lines, as sciogli reads them
	parti        []calcolo.Regolato
}

func leggiPartitario(tx *gorm.DB, e Elaborazione, interventi []daPagare) (partitario, error) {
	p := partitario{map[chiaveMese][]regolato{}, map[chiaveMese]bool{}, map[chiaveMese]Elaborazione{}, nil}
	righe, err := models.Tutte[regolato](tx, `SELECT m.intervento_id, m.mese_competenza AS mese, m.voce, max(m.aliquota_iva) AS aliquota,
			sum(m.imponibile) AS imponibile, sum(m.iva) AS iva, sum(m.totale) AS totale, sum(m.quota_utente) AS quota_utente,
			sum(m.quota_ssn) AS quota_ssn, max(m.natura_iva) AS natura_iva, bool_or(m.split_payment) AS split_payment,
			string_agg(DISTINCT x.anno || '/' || x.numero, ', ') AS corse, `+pezziSQL+` AS pezzi
		FROM movimento m JOIN elaborazione x ON x.id = m.elaborazione_id
		WHERE m.intervento_id IN ? AND m.ente_id = ? AND m.stato = 'DEFINITIVO' AND x.stato <> 'STORNATA' AND x.tipo <> 'STORNO' AND m.riemette_id IS NULL
		GROUP BY m.intervento_id, m.mese_competenza, m.voce ORDER BY m.voce`, ids(interventi), e.EnteID)
	if err != nil {
		return p, err
	}
	for _, r := range righe {
		if r.parti, err = r.sciogli(); err != nil {
			return p, err
		}
		k := chiaveMese{r.InterventoID, r.Mese}
		p.regolato[k] = append(p.regolato[k], r)
	}
	corse, err := models.Tutte[struct {
		Elaborazione
		InterventoID string
		Mese         periodo.Mese
	}](tx, `SELECT DISTINCT x.*, m.intervento_id, m.mese_competenza AS mese FROM movimento m JOIN elaborazione x ON x.id = m.elaborazione_id
		WHERE m.intervento_id IN ? AND m.ente_id = ? AND (m.stato = 'PROVVISORIO' OR x.id = ?)`, ids(interventi), e.EnteID, e.ID)
	for _, c := range corse {
		k := chiaveMese{c.InterventoID, c.Mese}
		if c.ID == e.ID {
			p.scritti[k] = true
		} else {
			p.altrui[k] = c.Elaborazione
		}
	}
	if err != nil {
		return p, err
	}
	p.rifiutati, err = leggiRifiutati(tx, e, interventi)
	return p, err
}

// daRegolare is a line to write: what is due less what is settled.
type daRegolare struct {
	Riga
	Tipo     string
	Riemette *string // the line that it pays again
}

// daScrivere returns the lines that a month still wants, or why there are none.
func (p partitario) daScrivere(c Caso, k chiaveMese) ([]daRegolare, []difetto) {
	dovute, difetti := delMese(c, k.Mese)
	if len(difetti) > 0 {
		return nil, difetti
	}
	righe := append(c.cita(differenze(dovute, p.regolato[k])), riemissioni(p.rifiutati[k])...)
	if altra, occupato := p.altrui[k]; occupato && len(righe) > 0 {
		return nil, []difetto{{Tipo: InAltraElaborazione, Mese: k.Mese, AltraID: &altra.ID,
			Testo: k.Mese.Italiano() + " è già nell'elaborazione provvisoria " + altra.Estremi()}}
	}
	return righe, nil
}

// differenze is what is due less what is settled, voce by voce (domain c.3): a
// voce never settled is a payment, the others an adjustment, and what is as it
// was has no line. The difference is of the amounts, never of the quantities.
func differenze(dovute []Riga, regolate []regolato) []daRegolare {
	var out []daRegolare
	for _, d := range dovute {
		r := slices.IndexFunc(regolate, func(r regolato) bool { return r.Voce == d.Voce })
		if r < 0 {
			out = append(out, daRegolare{Riga: d, Tipo: tipoPagamento})
		} else if resto := meno(d, regolate[r]); !resto.nulla() {
			out = append(out, daRegolare{Riga: resto, Tipo: tipoConguaglio})
		}
	}
	for _, r := range regolate {
		dovuta := slices.ContainsFunc(dovute, func(d Riga) bool { return d.Voce == r.Voce })
		if resto := meno(Riga{Voce: r.Voce, Aliquota: r.Aliquota, Natura: r.NaturaIVA, Split: r.SplitPayment}, r); !dovuta && !resto.nulla() {
			out = append(out, daRegolare{Riga: resto, Tipo: tipoConguaglio})
		}
	}
	return out
}

// meno takes from a line what is settled of it, and says so in its explanation.
func meno(d Riga, r regolato) Riga {
	d.Imponibile -= r.Imponibile
	d.IVA -= r.IVA
	d.Totale -= r.Totale
	d.QuotaUtente -= r.QuotaUtente
	d.QuotaSSN -= r.QuotaSSN
	d.Dettaglio = append(slices.Clone(d.Dettaglio), Passaggio{"già liquidato", "con l'elaborazione " + r.Corse, -r.Imponibile})
	d.Spiegazione = d.Spiegazione.Conguagliata(r.parti)
	return d
}

func (r Riga) nulla() bool { return r.Imponibile == 0 && r.IVA == 0 && r.QuotaUtente == 0 }
