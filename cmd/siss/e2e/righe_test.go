package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"gorm.io/gorm"

	"siss/models"
)

// tabelleDelCaso are the tables with the rows of a case, and how they name it.
var tabelleDelCaso = []struct{ nome, chiave string }{
	{"domanda", "id"}, {"richiesta", "domanda_id"}, {"assegnazione", "domanda_id"}, {"compito", "oggetto_id"}, {"notifica", "oggetto_id"}, {"atto", "oggetto_id"},
	{"intervento", "id"}, {"sospensione", "intervento_id"}, {"regola_pagamento", "intervento_id"}, {"modalita_pagamento", "intervento_id"},
}

// righeDelCaso are all the rows of a domanda or of an intervento, and what the
// audit says was done to them, without what differs between two cases alike:
// ids, numbers, instants. Those that are there remain told from those that are not.
func (b *banco) righeDelCaso(t testing.TB, id string) []string {
	t.Helper()
	var out, ids []string
	for _, tab := range tabelleDelCaso {
		for _, r := range righeJSON(t, b.DB, fmt.Sprintf(`SELECT to_jsonb(x)::text AS riga FROM %s x WHERE x.%s = ?`, tab.nome, tab.chiave), id) {
			ids = append(ids, fmt.Sprint(r["id"]))
			out = append(out, tab.nome+" "+b.senzaNomi(t, r))
		}
	}
	for _, r := range righeJSON(t, b.DB, `SELECT jsonb_build_object('azione', azione, 'entita', entita, 'tipo', tipo, 'operatore', operatore_id)::text AS riga
		FROM evento WHERE entita_id IN ?`, ids) {
		out = append(out, "evento "+b.senzaNomi(t, r))
	}
	slices.Sort(out)
	return out
}

func righeJSON(t testing.TB, db *gorm.DB, query string, args ...any) []map[string]any {
	t.Helper()
	righe, err := models.Tutte[struct{ Riga string }](db, query, args...)
	riesce(t, err)
	out := make([]map[string]any, len(righe))
	for i, r := range righe {
		riesce(t, json.Unmarshal([]byte(r.Riga), &out[i]))
	}
	return out
}

var (
	identificativo = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	istante        = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T`)
	numeroCaso     = regexp.MustCompile(`\b20[0-9]{2}/[0-9]+\b`)
)

// senzaNomi writes a row without what is only its own. What is of the Mondo,
// such as an office, is the same for all and stays.
func (b *banco) senzaNomi(t testing.TB, riga map[string]any) string {
	t.Helper()
	mondo := []string{b.Distretto, b.Comune, b.UO, b.AltraUO, b.Amministrativo, b.Collega, b.Coordinatore, b.Contabile, b.Soggetto}
	for nome, v := range riga {
		testo, ok := v.(string)
		switch {
		case nome == "numero" && v != nil:
			riga[nome] = "n"
		case !ok:
		case istante.MatchString(testo):
			riga[nome] = "instant"
		default:
			testo = numeroCaso.ReplaceAllString(testo, "a/n")
			riga[nome] = identificativo.ReplaceAllStringFunc(testo, func(id string) string {
				if slices.Contains(mondo, id) {
					return id
				}
				return "id"
			})
		}
	}
	dati, err := json.Marshal(riga)
	riesce(t, err)
	return string(dati)
}

// doppioni counts what is wrong in the numbering of domande and interventi:
// numbers run from 1 to the last one taken.
func doppioni(db *gorm.DB) (int, error) {
	righe, err := models.Tutte[struct{ N int }](db, `SELECT count(*) AS n FROM (
		SELECT ente_id, anno, count(*) AS quanti, min(numero) AS primo, max(numero) AS ultimo FROM domanda WHERE numero IS NOT NULL GROUP BY 1, 2
		UNION ALL
		SELECT ente_id, anno, count(*), min(numero), max(numero) FROM intervento WHERE numero IS NOT NULL GROUP BY 1, 2) x
		WHERE primo <> 1 OR ultimo <> quanti`)
	if err != nil {
		return 0, err
	}
	return righe[0].N, nil
}
