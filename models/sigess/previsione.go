package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// Capienza is what an intervento is foreseen to cost in the months of a year that
// no run holds yet, against what is left of the impegni that pay it.
type Capienza struct {
	Anno        int
	Previsto    euro.Importo
	Disponibile euro.Importo
	Mancano     euro.Importo
	Impegni     []ImpegnoDisponibile // in order of use
}

// ImpegnoDisponibile is an impegno with what is left of it.
type ImpegnoDisponibile struct {
	Impegno
	Disponibile euro.Importo
}

// sogliaCapienza is the part of what is left, in hundredths, from which an
// operatore is told that it is nearly all taken.
const sogliaCapienza = 90

// Quasi tells whether nearly all that is left is foreseen to be used.
func (c Capienza) Quasi() bool {
	return c.Mancano == 0 && c.Previsto > 0 && c.Previsto*100 >= c.Disponibile*sogliaCapienza
}

// CapienzaDi foresees an intervento until the end of the year of oggi, or of its
// first year when that is to come, by the calculator of the runs; none when
// nobody has tied impegni to it. What its other interventi will take is not
// counted: an impegno is only taken by a run.
func CapienzaDi(tx *gorm.DB, i Intervento, oggi periodo.Data) ([]Capienza, error) {
	c, err := leggiCapienze(tx, i.EntePagatoreID, false)
	if err != nil || len(c.impegni) == 0 {
		return nil, err
	}
	if err := c.lega(tx, []string{i.ID}); err != nil {
		return nil, err
	}
	primo, ultimo := finestra(i, oggi)
	casi, err := carica(tx, Elaborazione{Dal: primo.Inizio(), Al: ultimo.Fine()}, []daPagare{{Intervento: i}})
	if err != nil {
		return nil, err
	}
	caso := casi[i.ID]
	if caso.IVAInclusa, caso.SplitPayment, err = comePrezza(tx, i); err != nil {
		return nil, err
	}
	cassetti, err := CassettiDi(tx, i)
	if err != nil {
		return nil, err
	}
	presi, err := giaPresi(tx, i)
	if err != nil {
		return nil, err
	}
	var out []Capienza
	for mese := primo; !ultimo.Prima(mese); mese = mese.Piu(1) {
		if i.Natura != Economico && !mese.Prima(oggi.Mese()) {
			caso.Accessi = caso.previsti(cassetti.ModuliPiano(), mese)
		}
		out = c.prevedi(out, i, mese, caso.mese(mese).Righe, presi)
	}
	return nonVuote(out), nil
}

// finestra are the months that are looked at: those not too old to be in arrears.
func finestra(i Intervento, oggi periodo.Data) (primo, ultimo periodo.Mese) {
	ultimo = oggi.Mese()
	if ultimo.Prima(i.DataInizio.Mese()) {
		ultimo = i.DataInizio.Mese()
	}
	ultimo = ultimo.Piu(12 - ultimo.Numero())
	primo = i.DataInizio.Mese()
	if limite := oggi.Mese().Piu(-mesiArretratiMax); primo.Prima(limite) {
		primo = limite
	}
	return primo, ultimo
}

// comePrezza tells whether the prices of an intervento include the IVA, and to
// whom the IVA goes.
func comePrezza(tx *gorm.DB, i Intervento) (inclusa, split bool, err error) {
	if i.TariffarioID == nil {
		return false, false, nil
	}
	t, err := models.Una[Tariffario](tx, "il tariffario non esiste", `SELECT * FROM tariffario WHERE id = ?`, *i.TariffarioID)
	return t.IVAInclusa, t.SplitPayment, err
}

// giaPresi sums what runs hold of each line of an intervento, confirmed or not.
func giaPresi(tx *gorm.DB, i Intervento) (map[chiaveVoce]euro.Importo, error) {
	righe, err := models.Tutte[struct {
		MeseCompetenza periodo.Mese
		Voce           string
		Totale         euro.Importo
	}](tx, `SELECT mese_competenza, voce, sum(totale)::bigint AS totale FROM movimento WHERE intervento_id = ? AND ente_id = ? AND stato <> 'SIMULATO'
		GROUP BY mese_competenza, voce`, i.ID, i.EntePagatoreID)
	out := map[chiaveVoce]euro.Importo{}
	for _, r := range righe {
		out[chiaveVoce{chiaveMese{i.ID, r.MeseCompetenza}, r.Voce}] = r.Totale
	}
	return out, err
}

// prevedi takes the lines of a month from the impegni, in the year of the month.
func (c capienze) prevedi(anni []Capienza, i Intervento, mese periodo.Mese, righe []Riga, presi map[chiaveVoce]euro.Importo) []Capienza {
	if len(anni) == 0 || anni[len(anni)-1].Anno != mese.Anno() {
		anni = append(anni, Capienza{Anno: mese.Anno()})
	}
	anno := &anni[len(anni)-1]
	for _, r := range righe {
		da, ce := c.per(destinazione{i.ID, i.TipoInterventoID, i.UOID, r.Voce, mese})
		resto := r.Totale - presi[chiaveVoce{chiaveMese{i.ID, mese}, r.Voce}]
		if !ce || resto <= 0 {
			continue
		}
		anno.aggiungi(c, da)
		anno.Previsto += resto
		if _, manca := c.prendi(resto, da); manca > 0 {
			anno.Mancano += manca
			c.esaurisci(da)
		}
	}
	return anni
}

// esaurisci leaves nothing of impegni that were not enough: what they could pay of
// an amount is not there for the next.
func (c capienze) esaurisci(impegni []Impegno) {
	for _, i := range impegni {
		if !i.Intero {
			c.resta[i.ID] = 0
		}
	}
}

// aggiungi counts what is left of the impegni that the year has not counted yet.
func (a *Capienza) aggiungi(c capienze, da []Impegno) {
	for _, i := range da {
		if !a.conta(i.ID) {
			a.Impegni = append(a.Impegni, ImpegnoDisponibile{i, c.resta[i.ID]})
			a.Disponibile += c.resta[i.ID]
		}
	}
}

func (a *Capienza) conta(id string) bool {
	for _, i := range a.Impegni {
		if i.ID == id {
			return true
		}
	}
	return false
}

func nonVuote(anni []Capienza) []Capienza {
	var out []Capienza
	for _, a := range anni {
		if a.Previsto > 0 {
			out = append(out, a)
		}
	}
	return out
}

// VerificaCapienza refuses to grant an intervento that its impegni cannot pay until the
// end of the year (domain b.7): what is nearly all taken is only said.
func VerificaCapienza(tx *gorm.DB, id string, oggi periodo.Data) error {
	i, err := models.Una[Intervento](tx, "l'intervento non esiste", `SELECT * FROM intervento WHERE id = ?`, id)
	if err != nil {
		return err
	}
	anni, err := CapienzaDi(tx, i, oggi)
	if err != nil {
		return err
	}
	for _, a := range anni {
		if a.Mancano > 0 {
			return models.Errorf(models.Conflict, "gli impegni del %d non bastano: fino al 31/12/%d sono previsti %s euro e ne mancano %s. Aumentarli o collegarne altri, poi attivare",
				a.Anno, a.Anno, a.Previsto, a.Mancano)
		}
	}
	return nil
}

// LegameDi is a tie of an intervento with its impegno.
type LegameDi struct {
	RigaImpegno
	LegameID string
	Regola   *int
	Ordine   *int
}

// LegamiDi lists the impegni to which an intervento that may be seen is tied, in
// order of use.
func LegamiDi(tx *gorm.DB, interventoID string) ([]LegameDi, error) {
	return models.Tutte[LegameDi](tx, `SELECT r.*, l.id AS legame_id, l.regola, l.ordine FROM impegno_intervento l JOIN (`+rigaImpegno+`) r ON r.id = l.impegno_id
		WHERE l.intervento_id = ? ORDER BY l.regola NULLS LAST, l.ordine NULLS LAST, r.scadenza, r.anno, r.numero, r.id`, interventoID)
}
