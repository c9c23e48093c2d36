package sigess

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/inbox"
	"siss/models/periodo"
)

// impegnabile is a line of a run that has impegni.
type impegnabile struct {
	ID             string
	InterventoID   string
	MeseCompetenza periodo.Mese
	Voce           string
	Totale         euro.Importo
	TipoID         string
	UOID           string `gorm:"column:uo_id"`
}

func (r impegnabile) destinazione() destinazione {
	return destinazione{r.InterventoID, r.TipoID, r.UOID, r.Voce, r.MeseCompetenza}
}

func (r impegnabile) chiave() chiaveMese { return chiaveMese{r.InterventoID, r.MeseCompetenza} }

// daImpegnare reads the lines of a run of the interventi that have impegni, in the
// order in which they take from them, but for those that pay again what was taken
// already: first the months that give back, then the oldest month of the oldest
// intervento. So what is paid does not depend on the order in which the pages
// were computed.
const daImpegnare = `DECLARE da_impegnare CURSOR FOR SELECT m.id, m.intervento_id, m.mese_competenza, m.voce, m.totale, i.tipo_intervento_id AS tipo_id, i.uo_id
	FROM (SELECT *, sum(totale) OVER (PARTITION BY intervento_id, mese_competenza) > 0 AS paga FROM movimento
		WHERE elaborazione_id = current_setting('siss.corsa')::uuid AND riemette_id IS NULL) m JOIN intervento i ON i.id = m.intervento_id
	WHERE m.totale <> 0 AND (EXISTS (SELECT 1 FROM impegno_intervento l WHERE l.intervento_id = i.id)
		OR EXISTS (SELECT 1 FROM impegno g WHERE g.ente_id = m.ente_id AND (g.tipi <> '{}' OR g.uo_id IS NOT NULL)
			AND (g.tipi = '{}' OR i.tipo_intervento_id = ANY (g.tipi)) AND (g.uo_id IS NULL OR g.uo_id = i.uo_id)))
	ORDER BY m.paga, m.mese_competenza, i.data_inizio, i.anno, i.numero, i.id, m.voce`

// impegna takes what a run pays from the impegni, under their lock, and leaves out
// of it the months that they cannot pay. An ente that has no impegni pays as it is.
func impegna(tx *gorm.DB, e Elaborazione) error {
	if e.Tipo != tipoOrdinaria {
		return nil
	}
	c, err := leggiCapienze(tx, e.EnteID, true)
	if err != nil || len(c.impegni) == 0 {
		return err
	}
	if err := esegui(tx, `SELECT set_config('siss.corsa', ?, true)`, e.ID); err != nil {
		return err
	}
	if err := esegui(tx, daImpegnare); err != nil {
		return err
	}
	var resto []impegnabile // of the month that the page cuts
	for fine := false; !fine; {
		pagina, err := models.Tutte[impegnabile](tx, `FETCH 1000 FROM da_impegnare`)
		if err != nil {
			return err
		}
		fine = len(pagina) == 0
		righe := append(resto, pagina...)
		if resto = nil; !fine {
			righe, resto = intere(righe)
		}
		if err := impegnaPagina(tx, e, c, righe); err != nil {
			return err
		}
	}
	return esegui(tx, `CLOSE da_impegnare`)
}

// intere parts the lines of whole months from those of the last, which may go on.
func intere(righe []impegnabile) (intere, resto []impegnabile) {
	n := len(righe) - 1
	for n > 0 && righe[n-1].chiave() == righe[n].chiave() {
		n--
	}
	return righe[:n], righe[n:]
}

// utilizzo is a share of a movimento that an impegno pays.
type utilizzo struct {
	MovimentoID    string
	ImpegnoID      string
	EnteID         string
	ElaborazioneID string
	Importo        euro.Importo
}

// TableName is the table of utilizzo.
func (utilizzo) TableName() string { return "utilizzo" }

// impegnaPagina takes the lines of some months, month by month.
func impegnaPagina(tx *gorm.DB, e Elaborazione, c capienze, righe []impegnabile) error {
	if len(righe) == 0 {
		return nil
	}
	interventi := make([]string, len(righe))
	for n, r := range righe {
		interventi[n] = r.InterventoID
	}
	if err := c.lega(tx, interventi); err != nil {
		return err
	}
	pagato, err := pagatoDa(tx, e, c, righe)
	if err != nil {
		return err
	}
	var presi []utilizzo
	bloccati := map[chiaveMese]difetto{}
	for len(righe) > 0 {
		n := 1
		for n < len(righe) && righe[n].chiave() == righe[0].chiave() {
			n++
		}
		quote, d := c.delMese(righe[:n], pagato)
		if d != nil {
			bloccati[righe[0].chiave()] = *d
		}
		for movimento, q := range quote {
			for _, q := range q {
				presi = append(presi, utilizzo{righe[movimento].ID, q.ImpegnoID, e.EnteID, e.ID, q.Importo})
			}
		}
		righe = righe[n:]
	}
	if len(presi) > 0 {
		if err := tx.Create(&presi).Error; err != nil {
			return fmt.Errorf("utilizzi: %w", err)
		}
	}
	return lasciaFuori(tx, e, bloccati)
}

// chiaveVoce names a line across runs.
type chiaveVoce struct {
	chiaveMese
	Voce string
}

// pagatoDa is what impegni have paid of the lines that take back, in order of use.
func pagatoDa(tx *gorm.DB, e Elaborazione, c capienze, righe []impegnabile) (map[chiaveVoce][]QuotaImpegno, error) {
	var interventi []string
	for _, r := range righe {
		if r.Totale < 0 {
			interventi = append(interventi, r.InterventoID)
		}
	}
	out := map[chiaveVoce][]QuotaImpegno{}
	if len(interventi) == 0 {
		return out, nil
	}
	pagati, err := models.Tutte[struct {
		InterventoID   string
		MeseCompetenza periodo.Mese
		Voce           string
		ImpegnoID      string
		Importo        euro.Importo
	}](tx, `SELECT m.intervento_id, m.mese_competenza, m.voce, u.impegno_id, sum(u.importo)::bigint AS importo
		FROM movimento m JOIN utilizzo u ON u.movimento_id = m.id JOIN elaborazione x ON x.id = m.elaborazione_id JOIN impegno i ON i.id = u.impegno_id
		WHERE m.intervento_id IN ? AND m.ente_id = ? AND m.stato = 'DEFINITIVO' AND x.stato <> 'STORNATA' AND x.tipo <> 'STORNO'
		GROUP BY m.intervento_id, m.mese_competenza, m.voce, u.impegno_id, i.scadenza, i.anno, i.numero HAVING sum(u.importo) > 0
		ORDER BY i.scadenza, i.anno, i.numero, u.impegno_id`, interventi, e.EnteID)
	for _, p := range pagati {
		k := chiaveVoce{chiaveMese{p.InterventoID, p.MeseCompetenza}, p.Voce}
		out[k] = append(out[k], QuotaImpegno{p.ImpegnoID, p.Importo})
	}
	return out, err
}

// delMese takes the lines of a month of an intervento, all or none: what it takes
// back first. The shares are by the place of the line.
func (c capienze) delMese(righe []impegnabile, pagato map[chiaveVoce][]QuotaImpegno) (map[int][]QuotaImpegno, *difetto) {
	quote := map[int][]QuotaImpegno{}
	var dovuto, manca euro.Importo
	var insufficienti []Impegno
	for n, r := range righe {
		if r.Totale < 0 {
			quote[n] = Rendi(r.Totale, pagato[chiaveVoce{r.chiave(), r.Voce}])
			c.segna(quote[n], 1)
		}
	}
	for n, r := range righe {
		if r.Totale < 0 {
			continue
		}
		dovuto += r.Totale
		da, ce := c.per(r.destinazione())
		if !ce {
			continue
		}
		q, m := c.prendi(r.Totale, da)
		if quote[n] = q; m > 0 {
			manca += m
			insufficienti = unisci(insufficienti, da)
		}
	}
	if manca == 0 {
		return quote, nil
	}
	for _, q := range quote {
		c.segna(q, -1)
	}
	mese := righe[0].MeseCompetenza
	return nil, &difetto{Tipo: ImpegnoInsufficiente, Mese: mese, Importo: &dovuto, Mancante: &manca, Testo: rifiutoCapienza(mese, dovuto, manca, insufficienti)}
}

// unisci adds the impegni that are not there yet.
func unisci(a, b []Impegno) []Impegno {
	for _, i := range b {
		if !contieneImpegno(a, i.ID) {
			a = append(a, i)
		}
	}
	return a
}

func contieneImpegno(impegni []Impegno, id string) bool {
	for _, i := range impegni {
		if i.ID == id {
			return true
		}
	}
	return false
}

// lasciaFuori takes out of a run the months that impegni cannot pay, with all that
// it had written of them, and says why.
func lasciaFuori(tx *gorm.DB, e Elaborazione, bloccati map[chiaveMese]difetto) error {
	if len(bloccati) == 0 {
		return nil
	}
	var interventi, mesi []string
	for k := range bloccati {
		interventi, mesi = append(interventi, k.InterventoID), append(mesi, k.Mese.Inizio().String())
	}
	// Before their months, as who writes of an access does.
	if err := esegui(tx, `SELECT FROM intervento WHERE id = ANY (?::uuid[]) ORDER BY id FOR KEY SHARE`, "{"+strings.Join(interventi, ",")+"}"); err != nil {
		return err
	}
	for k, d := range bloccati {
		if err := annota(tx, e, daPagare{Intervento: Intervento{ID: k.InterventoID}}, []difetto{d}); err != nil {
			return err
		}
	}
	elenchi := []any{e.ID, "{" + strings.Join(interventi, ",") + "}", "{" + strings.Join(mesi, ",") + "}"}
	const coppie = ` IN (SELECT * FROM unnest(?::uuid[], ?::date[]))`
	for _, passo := range []string{
		`DELETE FROM spiegazione WHERE movimento_id IN (SELECT id FROM movimento WHERE elaborazione_id = ? AND (intervento_id, mese_competenza)` + coppie + `)`,
		`DELETE FROM movimento WHERE elaborazione_id = ? AND (intervento_id, mese_competenza)` + coppie,
		`DELETE FROM mese_elaborato WHERE elaborazione_id = ? AND (intervento_id, mese)` + coppie,
		`UPDATE mese_toccato SET elaborazione_id = NULL WHERE elaborazione_id = ? AND (intervento_id, mese)` + coppie,
		`DELETE FROM variazione WHERE elaborazione_id = ? AND intervento_id IN (SELECT i FROM unnest(?::uuid[], ?::date[]) x(i, m))`,
	} {
		if err := esegui(tx, passo, elenchi...); err != nil {
			return err
		}
	}
	return nil
}

// chiediCapienza asks the office that keeps the impegni to make them enough for
// what a run could not pay: one task for the run, however many months there are.
func chiediCapienza(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	conto, err := models.Una[struct {
		Mesi    int
		Dovuto  euro.Importo
		Mancano euro.Importo
	}](tx, "", `SELECT count(*) AS mesi, coalesce(sum(importo), 0)::bigint AS dovuto, coalesce(sum(mancante), 0)::bigint AS mancano
		FROM anomalia WHERE elaborazione_id = ? AND tipo = ?`, e.ID, ImpegnoInsufficiente)
	if err != nil || conto.Mesi == 0 {
		return err
	}
	return inbox.Apri(tx, inbox.Compito{Chiave: fmt.Sprintf("%s/capienza/%d", WorkflowElaborazione(e.ID), e.Versione), EnteID: e.EnteID, UOID: *e.UOID,
		Tipo: inbox.SbloccaPagamento, Oggetto: "elaborazione", OggettoID: e.ID, WorkflowID: WorkflowElaborazione(e.ID), Creato: quando,
		Titolo: fmt.Sprintf("Aumentare gli impegni: l'elaborazione %s ha %s euro bloccati", e.Estremi(), conto.Dovuto)})
}

// chiudiCapienza closes the tasks of earlier runs of an ente of which every month
// that impegni could not pay was looked at again, by a run that pays it or says
// what is missing now.
func chiudiCapienza(tx *gorm.DB, e Elaborazione, quando time.Time) error {
	return esegui(tx, `UPDATE compito c SET chiuso_il = ? FROM elaborazione p WHERE c.tipo = ? AND c.chiuso_il IS NULL AND c.oggetto = 'elaborazione'
		AND c.oggetto_id = p.id AND p.ente_id = ? AND p.id <> ? AND NOT EXISTS (SELECT 1 FROM anomalia a WHERE a.elaborazione_id = p.id AND a.tipo = ?
			AND NOT EXISTS (SELECT 1 FROM movimento m JOIN elaborazione x ON x.id = m.elaborazione_id WHERE m.intervento_id = a.intervento_id
				AND m.mese_competenza = a.mese AND x.ente_id = a.ente_id AND (x.anno, x.numero) > (p.anno, p.numero) AND x.stato NOT IN ('STORNATA', 'SIMULATA') AND x.confermata_il IS NOT NULL)
			AND NOT EXISTS (SELECT 1 FROM anomalia b JOIN elaborazione x ON x.id = b.elaborazione_id WHERE b.intervento_id = a.intervento_id
				AND b.mese = a.mese AND b.tipo = a.tipo AND (x.anno, x.numero) > (p.anno, p.numero) AND x.stato <> 'ANNULLATA'))`,
		quando, inbox.SbloccaPagamento, e.EnteID, e.ID, ImpegnoInsufficiente)
}
