package anagrafe

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Fatto is something that happened to the registry card of a soggetto. Of the
// soggetto itself it says which fields changed, never what was in them: notes
// may speak of health. Of an address or of a relation it says which.
type Fatto struct {
	Quando    time.Time
	Azione    string // durable name of the act
	Entita    string // soggetto, residenza, relazione, consultazione_anpr
	Nuovo     bool   // the row was written first
	Operatore string // "" when the program did it
	Cambiati  string // columns of the soggetto that changed, joined by commas

	// Of an address (tipo, luogo) and of a relation (tipo, persona).
	Tipo    string
	Luogo   string
	Persona string
	AltroID string
	Inversa bool
	Dal, Al periodo.Data

	// Of a consultation of ANPR.
	Finalita string
	Pratica  string
	Esito    EsitoConsultazione
}

// Campi are the columns of the soggetto that changed.
func (f Fatto) Campi() []string {
	if f.Cambiati == "" {
		return nil
	}
	return strings.Split(f.Cambiati, ",")
}

// senzaStoria are the columns that change without anybody having changed
// anything that an operatore reads.
const senzaStoria = `('versione', 'ricerca', 'anpr_il', 'id_anpr')`

// fattiSQL are the facts of the soggetto @id that the @enti of who asks may
// see. The rows of addresses and relations are found first, so that the audit
// is read by its index.
const fattiSQL = `
	SELECT v.quando, v.azione, v.entita, v.tipo = 'INSERT' AS nuovo, v.operatore_id, k.cambiati, '' AS tipo, '' AS luogo, '' AS persona, '' AS altro_id,
		false AS inversa, NULL::date AS dal, NULL::date AS al, '' AS finalita, '' AS pratica, '' AS esito, v.id AS ordine
	FROM evento v CROSS JOIN LATERAL (SELECT coalesce(string_agg(n, ',' ORDER BY n), '') AS cambiati FROM jsonb_object_keys(v.dopo) n
		WHERE v.tipo = 'UPDATE' AND v.prima -> n IS DISTINCT FROM v.dopo -> n AND n NOT IN ` + senzaStoria + `) k
	WHERE v.entita = 'soggetto' AND v.entita_id = @testo AND v.ente_id IN @enti AND (v.tipo = 'INSERT' OR k.cambiati <> '' OR v.azione = 'importa-anpr')
	UNION ALL
	SELECT v.quando, v.azione, v.entita, v.tipo = 'INSERT', v.operatore_id, '', v.dopo ->> 'tipo',
		concat_ws(', ', v.dopo ->> 'indirizzo', trim(concat_ws(' ', v.dopo ->> 'cap', v.dopo ->> 'comune'))), '', '',
		false, (v.dopo ->> 'dal')::date, (v.dopo ->> 'al')::date, '', '', '', v.id
	FROM evento v
	WHERE v.entita = 'residenza' AND v.entita_id = ANY(ARRAY(SELECT r.id::text FROM residenza r WHERE r.soggetto_id = @id)) AND v.ente_id IN @enti
		AND v.tipo <> 'DELETE' AND (v.tipo = 'INSERT' OR v.prima - 'anpr_il' <> v.dopo - 'anpr_il')
	UNION ALL
	SELECT v.quando, v.azione, v.entita, v.tipo = 'INSERT', v.operatore_id, '', v.dopo ->> 'tipo', '', o.cognome || ' ' || o.nome, o.id::text,
		v.dopo ->> 'altro_id' = @testo, (v.dopo ->> 'dal')::date, (v.dopo ->> 'al')::date, '', '', '', v.id
	FROM evento v JOIN soggetto o ON o.id = CASE WHEN v.dopo ->> 'altro_id' = @testo THEN v.dopo ->> 'soggetto_id' ELSE v.dopo ->> 'altro_id' END::uuid
	WHERE v.entita = 'relazione' AND v.entita_id = ANY(ARRAY(SELECT r.id::text FROM relazione r WHERE r.soggetto_id = @id OR r.altro_id = @id))
		AND v.ente_id IN @enti AND v.tipo <> 'DELETE' AND (v.tipo = 'INSERT' OR v.prima - 'anpr_il' <> v.dopo - 'anpr_il')
	UNION ALL
	SELECT c.quando, 'consulta-anpr', 'consultazione_anpr', true, c.operatore_id, '', '', '', '', '', false, NULL, NULL, c.finalita, c.pratica, c.esito, 0
	FROM consultazione_anpr c WHERE c.soggetto_id = @id AND c.ente_id IN @enti`

// StoriaSoggetto lists the latest facts of the registry card of a soggetto, at
// most limite, and counts them all.
func StoriaSoggetto(tx *gorm.DB, chi models.Chi, id string, limite int) ([]Fatto, int, error) {
	args := map[string]any{"id": id, "testo": id, "enti": chi.Enti(), "limite": limite}
	fatti, err := models.Tutte[struct {
		Fatto
		Totale int
	}](tx, `SELECT f.*, coalesce(o.cognome || ' ' || o.nome, '') AS operatore, count(*) OVER () AS totale
		FROM (`+fattiSQL+`) f LEFT JOIN operatore o ON o.id = f.operatore_id ORDER BY f.quando DESC, f.ordine DESC LIMIT @limite`, args)
	if err != nil || len(fatti) == 0 {
		return nil, 0, err
	}
	out := make([]Fatto, len(fatti))
	for i, f := range fatti {
		out[i] = f.Fatto
	}
	return out, fatti[0].Totale, nil
}
