package sigess

import (
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// Causa says why an intervento is paid otherwise than the month before. The
// strings are durable.
type Causa string

// The causes of a difference.
const (
	CausaNuovo          Causa = "NUOVO"
	CausaCessato        Causa = "CESSATO"
	CausaPresenze       Causa = "PRESENZE"
	CausaTariffa        Causa = "TARIFFA"
	CausaISEE           Causa = "ISEE"
	CausaSospensione    Causa = "SOSPENSIONE"
	CausaRata           Causa = "RATA"
	CausaRettifica      Causa = "RETTIFICA"
	CausaArrotondamento Causa = "ARROTONDAMENTO"
	CausaRiemissione    Causa = "RIEMISSIONE"

	CausaRettificaRegola Causa = "RETTIFICA_REGOLA"
	CausaRettificaQuota  Causa = "RETTIFICA_QUOTA"
)

// Nome is the cause in the operators' words.
func (c Causa) Nome() string {
	return map[Causa]string{CausaNuovo: "Nuovo", CausaCessato: "Cessato", CausaPresenze: "Presenze", CausaTariffa: "Tariffa o importo",
		CausaISEE: "Quota utente (ISEE)", CausaSospensione: "Sospensione", CausaRata: "Rate in scadenza", CausaRettifica: "Conguagli di altri mesi", CausaArrotondamento: "Arrotondamento",
		CausaRiemissione: "Pagamenti rifiutati e rimessi", CausaRettificaRegola: "Conguagli per una regola di pagamento cambiata",
		CausaRettificaQuota: "Conguagli per una quota utente (ISEE) cambiata"}[c]
}

// ParteVariazione is how much of a difference a cause makes.
type ParteVariazione struct {
	Causa   Causa        `json:"causa"`
	Importo euro.Importo `json:"importo"`
}

// variazione is what a run of one month pays of an intervento beside what was
// settled of the month before; the parts sum to the difference, to the cent.
type variazione struct {
	EnteID         string
	ElaborazioneID string
	InterventoID   string
	Prima          euro.Importo
	Adesso         euro.Importo
	Cause          []byte `gorm:"type:jsonb"`
}

// TableName is the table of variazione.
func (variazione) TableName() string { return "variazione" }

// variazioneDi compares a month with that before, of which nothing is said when
// the run has more than one. lines are those that the run writes of the
// intervento, of the month and of earlier ones, perche why these are adjusted.
func (p partitario) variazioneDi(e Elaborazione, id string, c Caso, lines []Movimento, perche perche) (variazione, error) {
	mese := e.Dal.Mese()
	v := variazione{EnteID: e.EnteID, ElaborazioneID: e.ID, InterventoID: id, Prima: p.liquidato(chiaveMese{id, mese.Piu(-1)})}
	corrente, rettifica, corretta, rimesso := p.liquidato(chiaveMese{id, mese}), euro.Importo(0), v.Prima, euro.Importo(0)
	conguagli := map[Causa]euro.Importo{}
	for _, m := range lines {
		if m.RiemetteID != nil {
			rimesso += m.Totale
			continue
		}
		switch m.MeseCompetenza {
		case mese:
			corrente += m.Totale
			continue
		case mese.Piu(-1):
			corretta += m.Totale
			conguagli[perche.di(chiaveMese{id, m.MeseCompetenza})] += m.Totale // what it lacked, beside what is paid of it
		}
		rettifica += m.Totale
		conguagli[perche.di(chiaveMese{id, m.MeseCompetenza})] += m.Totale
	}
	v.Adesso = corrente + rettifica + rimesso
	// The month before counts as it should have been; what it lacked is rectified.
	parti := c.cause(mese, corretta, corrente)
	for _, causa := range []Causa{CausaRettificaRegola, CausaRettificaQuota, CausaRettifica} {
		parti = append(parti, ParteVariazione{causa, conguagli[causa]})
	}
	parti = append(parti, ParteVariazione{CausaRiemissione, rimesso})
	parti = slices.DeleteFunc(parti, func(p ParteVariazione) bool { return p.Importo == 0 })
	if parti == nil {
		parti = []ParteVariazione{}
	}
	var err error
	if v.Cause, err = json.Marshal(parti); err != nil {
		return v, fmt.Errorf("variazione: %w", err)
	}
	return v, nil
}

// liquidato sums what definitive runs settled of a month.
func (p partitario) liquidato(k chiaveMese) euro.Importo {
	var somma euro.Importo
	for _, r := range p.regolato[k] {
		somma += r.Totale
	}
	return somma
}

// cause parts the difference between two months. The month is computed again at
// the prices and with the quotas of the month before, then with its own prices:
// what each step adds has one cause, so that the parts sum to the whole.
func (c Caso) cause(mese periodo.Mese, prima, corrente euro.Importo) []ParteVariazione {
	tutta := func(causa Causa) []ParteVariazione { return []ParteVariazione{{causa, corrente - prima}} }
	switch {
	case prima == corrente:
		return nil
	case (prima == 0 || corrente == 0) && c.tuttaARate(mese):
		return tutta(CausaRata)
	case prima == 0:
		return tutta(CausaNuovo)
	case corrente == 0 && len(c.coperti(mese, periodo.Data{}, periodo.Data{})) == 0 && len(c.senzaSospensioni().coperti(mese, periodo.Data{}, periodo.Data{})) > 0:
		return tutta(CausaSospensione)
	case corrente == 0 && (c.Natura == Economico || len(c.coperti(mese, periodo.Data{}, periodo.Data{})) == 0):
		return tutta(CausaCessato)
	}
	vecchieQuote := c.comeAl(mese.Inizio().Piu(-1), false)
	vecchio := c.comeAl(mese.Inizio().Piu(-1), true)
	conVecchieQuote := vecchieQuote.vale(mese, corrente)
	tuttoVecchio := vecchio.vale(mese, conVecchieQuote)
	return append(vecchio.giorni(mese, prima, tuttoVecchio), ParteVariazione{CausaTariffa, conVecchieQuote - tuttoVecchio},
		ParteVariazione{CausaISEE, corrente - conVecchieQuote})
}

// tuttaARate tells whether the rules that hold in the month and in that before
// pay rate of more months, of which none may be due in one of the two.
func (c Caso) tuttaARate(mese periodo.Mese) bool {
	inizio, fine := mese.Piu(-1).Fine(), mese.Inizio()
	return len(c.Regole) > 0 && c.Span.Contiene(inizio) && c.Span.Contiene(fine) && !slices.ContainsFunc(c.Regole, func(r Regola) bool {
		vale := daQuando(r.Dal, r.Al, c.Span.Dal)
		return calcolo.Frequenza(r.Frequenza).Mesi() < 2 || !vale.Contiene(inizio) || !vale.Contiene(fine)
	})
}

// centesimiDiArrotondamento is how far two months of equal facts may be apart.
const centesimiDiArrotondamento = 5

// giorni parts what changed with prices and quotas as they were: for who has a
// tabellone what was delivered, for a contribution the suspensions, a beginning
// or an end within the months, and the rounding of days.
func (c Caso) giorni(mese periodo.Mese, prima, dopo euro.Importo) []ParteVariazione {
	if c.Natura != Economico {
		return []ParteVariazione{{CausaPresenze, dopo - prima}}
	}
	libero := c.senzaSospensioni()
	sospese := (dopo - libero.vale(mese, dopo)) - (c.vale(mese.Piu(-1), prima) - libero.vale(mese.Piu(-1), prima))
	resto := dopo - prima - sospese
	causa := CausaNuovo
	switch {
	case max(resto, -resto) <= centesimiDiArrotondamento:
		causa = CausaArrotondamento
	case resto < 0:
		causa = CausaCessato
	}
	return []ParteVariazione{{CausaSospensione, sospese}, {causa, resto}}
}

// vale is what a month is worth; when it cannot be computed, what it is said to be.
func (c Caso) vale(mese periodo.Mese, altrimenti euro.Importo) euro.Importo {
	righe, difetti := c.calcola(mese)
	if len(difetti) > 0 {
		return altrimenti
	}
	var somma euro.Importo
	for _, r := range righe {
		somma += r.Totale
	}
	return somma
}

func (c Caso) senzaSospensioni() Caso {
	c.Sospensioni = nil
	return c
}

// comeAl is the case with the quotas of a day, and the prices and rules too when
// asked, as if they had lasted: what came later is not there.
func (c Caso) comeAl(giorno periodo.Data, prezzi bool) Caso {
	vale := func(dal, al periodo.Data) bool { return !giorno.Prima(dal) && (al.IsZero() || !giorno.Dopo(al)) }
	var quote []Quota
	for _, q := range c.Quote {
		if vale(q.Dal, q.Al) {
			q.Al = periodo.Data{}
			quote = append(quote, q)
		}
	}
	c.Quote = quote
	if !prezzi {
		return c
	}
	var voci []Voce
	for _, v := range c.Voci {
		vecchia := slices.ContainsFunc(c.Voci, func(o Voce) bool { return o.Prestazione == v.Prestazione && vale(o.Dal, o.Al) })
		if vale(v.Dal, v.Al) {
			v.Al = periodo.Data{}
		} else if vecchia {
			continue
		}
		voci = append(voci, v)
	}
	var regole []Regola
	for _, r := range c.Regole {
		if r.Frequenza == "UNA_TANTUM" || vale(r.Dal, r.Al) {
			r.Al = periodo.Data{}
			regole = append(regole, r)
		}
	}
	c.Voci, c.Regole = voci, regole
	return c
}

// confronta writes the differences of a page, once.
func confronta(tx *gorm.DB, variazioni []variazione) error {
	if len(variazioni) == 0 {
		return nil
	}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(variazioni, perInserimento).Error; err != nil {
		return fmt.Errorf("variazioni: %w", err)
	}
	return nil
}

// confrontaCessati adds to a run of one month the interventi that were paid for
// the month before and that it did not look at, since they had ended.
func confrontaCessati(tx *gorm.DB, e Elaborazione) error {
	if e.Dal.Mese() != e.Al.Mese() {
		return nil
	}
	return esegui(tx, `INSERT INTO variazione (ente_id, elaborazione_id, intervento_id, prima, adesso, cause)
		SELECT e.ente_id, e.id, m.intervento_id, sum(m.totale), 0, jsonb_build_array(jsonb_build_object('causa', 'CESSATO', 'importo', round(-sum(m.totale) / 100.0, 2)::text))
		FROM movimento m JOIN elaborazione e ON e.id = ? JOIN intervento i ON i.id = m.intervento_id
		WHERE m.ente_id = e.ente_id AND m.stato = 'DEFINITIVO' AND m.riemette_id IS NULL AND m.mese_competenza = ? AND i.data_fine < e.dal AND (e.tipi = '{}' OR i.tipo_intervento_id = ANY (e.tipi))
		GROUP BY e.ente_id, e.id, m.intervento_id HAVING sum(m.totale) <> 0 ON CONFLICT DO NOTHING`, e.ID, e.Dal.Mese().Piu(-1))
}

// RigaVariazione is the difference of an intervento, in words.
type RigaVariazione struct {
	InterventoID string
	Intervento   string
	Cognome      string
	Nome         string
	Prima        euro.Importo
	Adesso       euro.Importo
	Cause        []byte
	Parti        []ParteVariazione `gorm:"-"` // the causes, which sum to the difference
}

// TotaleCausa sums what a cause makes in a run.
type TotaleCausa struct {
	Causa      Causa
	Interventi int
	Importo    euro.Importo
}

// Variazioni lists the differences of a run of the enti of who asks, the largest
// first, or those interventi that have none; with how many there are.
func Variazioni(tx *gorm.DB, chi models.Chi, elaborazioneID string, invariate bool, p models.Pagina) (models.Elenco[RigaVariazione], error) {
	var out models.Elenco[RigaVariazione]
	const da = ` FROM variazione v WHERE v.elaborazione_id = ? AND v.ente_id IN ? AND (v.cause = '[]') = ?`
	if err := tx.Raw("SELECT count(*)"+da, elaborazioneID, chi.Enti(), invariate).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("variazioni: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[RigaVariazione](tx, `SELECT v.*, i.anno || '/' || i.numero AS intervento, s.cognome, s.nome
		FROM (SELECT v.*`+da+` ORDER BY abs(v.adesso - v.prima) DESC, v.intervento_id LIMIT ? OFFSET ?) v
		JOIN intervento i ON i.id = v.intervento_id JOIN soggetto s ON s.id = i.soggetto_id ORDER BY abs(v.adesso - v.prima) DESC, v.intervento_id`,
		elaborazioneID, chi.Enti(), invariate, p.Limite, p.Salta)
	if err != nil {
		return out, err
	}
	for n := range out.Elementi {
		if err := json.Unmarshal(out.Elementi[n].Cause, &out.Elementi[n].Parti); err != nil {
			return out, fmt.Errorf("variazione of intervento %s: %w", out.Elementi[n].InterventoID, err)
		}
	}
	return out, nil
}

// PerCausa sums the differences of a run of the enti of who asks.
func PerCausa(tx *gorm.DB, chi models.Chi, elaborazioneID string) ([]TotaleCausa, error) {
	return models.Tutte[TotaleCausa](tx, `SELECT c->>'causa' AS causa, count(*) AS interventi, (sum((c->>'importo')::numeric) * 100)::bigint AS importo
		FROM variazione v, jsonb_array_elements(v.cause) c WHERE v.elaborazione_id = ? AND v.ente_id IN ? GROUP BY 1 ORDER BY 1 LIMIT 20`, elaborazioneID, chi.Enti())
}
