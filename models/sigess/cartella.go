package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// FattoCartella is something that happened to the cases of a person: a domanda
// or an intervento that changed state, a richiesta that was decided, a month
// that was paid.
type FattoCartella struct {
	Quando    time.Time
	Cosa      string // domanda, richiesta, intervento, pagamento
	ID        string // of the domanda or of the intervento
	Anno      int
	Numero    int
	Tipo      string // of the intervento asked for or given
	Da        Stato  // "" when it is not a passage
	Stato     Stato
	Operatore string // "" when a timer or a schedule did it
	Mese      periodo.Mese
	Importo   euro.Importo // what is paid for the month
}

// Estremi is the number of the case.
func (f FattoCartella) Estremi() string { return fmt.Sprintf("%d/%d", f.Anno, f.Numero) }

// cartellaSQL are the facts of the cases of the soggetto @id that the @enti of
// who asks may see. The cases are found first, so that the audit is read by
// its index. The end of a domanda whose richieste are decided is told by them.
const cartellaSQL = `
	SELECT v.quando, v.entita AS cosa, x.id, x.anno, x.numero, x.tipo, v.prima ->> 'stato' AS da, v.dopo ->> 'stato' AS stato, v.operatore_id,
		NULL::date AS mese, 0::bigint AS importo, v.id AS ordine
	FROM (SELECT 'domanda' AS entita, d.id, d.anno, d.numero, '' AS tipo FROM domanda d
			WHERE d.soggetto_id = @id AND d.ente_id IN @enti AND d.stato <> 'BOZZA'
		UNION ALL SELECT 'intervento', i.id, i.anno, i.numero, t.denominazione FROM intervento i JOIN tipo_intervento t ON t.id = i.tipo_intervento_id
			WHERE i.soggetto_id = @id AND i.ente_id IN @enti AND i.stato <> 'BOZZA') x
	JOIN evento v ON v.entita = x.entita AND v.entita_id = x.id::text
	WHERE v.tipo = 'UPDATE' AND v.prima ->> 'stato' <> v.dopo ->> 'stato'
	UNION ALL
	SELECT r.decisa_il, 'richiesta', d.id, d.anno, d.numero, t.denominazione, 'DA_VALUTARE', CASE r.stato WHEN 'ATTIVATA' THEN 'ACCETTATA' ELSE r.stato END,
		r.decisa_da, NULL, 0, 0
	FROM richiesta r JOIN domanda d ON d.id = r.domanda_id JOIN tipo_intervento t ON t.id = r.tipo_intervento_id
	WHERE d.soggetto_id = @id AND d.ente_id IN @enti AND r.decisa_il IS NOT NULL
	UNION ALL
	SELECT e.confermata_il, 'pagamento', i.id, i.anno, i.numero, t.denominazione, '', '', e.confermata_da, m.mese_competenza, sum(m.totale)::bigint, 0
	FROM intervento i JOIN tipo_intervento t ON t.id = i.tipo_intervento_id JOIN movimento m ON m.intervento_id = i.id
	JOIN elaborazione e ON e.id = m.elaborazione_id AND m.stato = 'DEFINITIVO' AND m.riemette_id IS NULL
	WHERE i.soggetto_id = @id AND i.ente_id IN @enti
	GROUP BY e.id, i.id, t.denominazione, m.mese_competenza`

// StoriaCartella lists the latest facts of the cases of a person, at most
// limite, and counts them all.
func StoriaCartella(tx *gorm.DB, chi models.Chi, soggettoID string, limite int) ([]FattoCartella, int, error) {
	fatti, err := models.Tutte[struct {
		FattoCartella
		Totale int
	}](tx, `SELECT f.*, coalesce(o.cognome || ' ' || o.nome, '') AS operatore, count(*) OVER () AS totale
		FROM (`+cartellaSQL+`) f LEFT JOIN operatore o ON o.id = f.operatore_id ORDER BY f.quando DESC, f.ordine DESC, f.mese DESC, f.id LIMIT @limite`,
		map[string]any{"id": soggettoID, "enti": chi.Enti(), "limite": limite})
	if err != nil || len(fatti) == 0 {
		return nil, 0, err
	}
	out := make([]FattoCartella, len(fatti))
	for i, f := range fatti {
		out[i] = f.FattoCartella
	}
	return out, fatti[0].Totale, nil
}
