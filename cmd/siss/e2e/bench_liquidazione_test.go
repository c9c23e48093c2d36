package e2e

import (
	"flag"
	"fmt"
	"math"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"siss/api/sigess"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

var misure = flag.String("misure", "1000,10000,100000,1000000", "how many movimenti each run of the benchmark of the liquidazione writes")

// The bars of the issue.
const (
	rapportoMassimo  = 4.0 // times the SQL alone, at 100,000 movimenti
	esponenteMassimo = 1.1 // of the growth of the time with the movimenti
	memoriaMassima   = 300 // MB that the worker ever held, at 1,000,000
)

// ripetizioni is how many times a small size is measured: the best counts.
func ripetizioni(n int) int { return max(1, min(3, 100000/n)) }

// BenchmarkLiquidazione computes a month of more and more interventi by the
// durable run and by one statement of SQL that writes the same rows, each in a
// database of its own, and fails below the bars.
func BenchmarkLiquidazione(b *testing.B) {
	fmt.Printf("\n%10s %10s %10s %7s %12s\n", "movimenti", "run", "SQL alone", "ratio", "worker, MB")
	var punti []punto
	for _, testo := range strings.Split(*misure, ",") {
		n, err := strconv.Atoi(testo)
		riesce(b, err)
		p := punto{movimenti: n, corsa: math.Inf(1), nudo: math.Inf(1)}
		for range ripetizioni(n) {
			p.misura(b)
		}
		fmt.Printf("%10d %9.2fs %9.2fs %7.2f %12.0f\n", n, p.corsa, p.nudo, p.corsa/p.nudo, p.memoria)
		if n == 100000 && p.corsa > rapportoMassimo*p.nudo {
			b.Errorf("the run takes %.2f times its SQL, want at most %.1f", p.corsa/p.nudo, rapportoMassimo)
		}
		if p.memoria > memoriaMassima {
			b.Errorf("the worker held %.0f MB at %d movimenti, want at most %d", p.memoria, n, memoriaMassima)
		}
		punti = append(punti, p)
	}
	if len(punti) > 1 {
		e := esponente(punti[len(punti)-2], punti[len(punti)-1])
		fmt.Printf("growth of the last step: N^%.2f (bar: N^%.1f)\n", e, esponenteMassimo)
		if e > esponenteMassimo {
			b.Errorf("the time grows as N^%.2f, want at most N^%.1f", e, esponenteMassimo)
		}
	}
	b.ReportMetric(0, "ns/op")
}

// punto is what was measured of a size, in seconds and MB.
type punto struct {
	movimenti            int
	corsa, nudo, memoria float64
}

func esponente(a, b punto) float64 {
	return math.Log(b.corsa/a.corsa) / math.Log(float64(b.movimenti)/float64(a.movimenti))
}

// misura measures both once and keeps the best; their rows must be the same.
func (p *punto) misura(b *testing.B) {
	b.Helper()
	nudo := p.mondo(b)
	inizio := time.Now()
	riesce(b, models.Atto(b.Context(), nudo.DB, models.Sistema(nudo.Distretto), "liquidazione", func(tx *gorm.DB) error {
		return tx.Exec(liquidazioneSQL, map[string]any{"ente": nudo.Distretto, "uo": nudo.Mondo.UO}).Error
	}))
	p.nudo = min(p.nudo, time.Since(inizio).Seconds())

	k := p.mondo(b)
	k.avvia(b)
	c := k.entra(b, k.Contabile)
	inizio = time.Now()
	id := fa[sigess.Esito](b, c, http.MethodPost, "/elaborazioni", modelli.ModuloElaborazione{EnteID: k.Distretto, Dal: periodo.MustParseMese(meseDelBanco)}).ID
	corsa(b, c, id, modelli.Provvisoria, time.Hour)
	p.corsa = min(p.corsa, time.Since(inizio).Seconds())
	p.memoria = max(p.memoria, picco(b, k.lavoro.Pid))
	if della, sola := righeDellaCorsa(b, k.DB), righeDellaCorsa(b, nudo.DB); della != sola {
		b.Fatalf("%d movimenti: the run and its SQL wrote other rows: %s, %s", p.movimenti, della, sola)
	}
}

// picco is the largest memory that a process ever held, in MB.
func picco(b *testing.B, pid int) float64 {
	b.Helper()
	testo, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	riesce(b, err)
	trovato := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(testo)
	if trovato == nil {
		b.Fatal("the system does not say how much memory the worker held")
	}
	kB, err := strconv.ParseFloat(string(trovato[1]), 64)
	riesce(b, err)
	return kB / 1024
}

// meseDelBanco is the month that is computed.
const meseDelBanco = "2024-02"

// mondo is an installation with as many interventi as lines are wanted, each with
// a rule: one in eleven ended within the month.
func (p *punto) mondo(b *testing.B) *banco {
	b.Helper()
	k := preparaBanco(b, dbtest.URL(b), temporalDiProva(b))
	nomi := map[string]any{"comune": k.Comune, "distretto": k.Distretto, "uo": k.Mondo.UO, "tipo": k.Tipo[modelli.Economico],
		"operatore": k.Amministrativo, "quanti": p.movimenti}
	riesce(b, models.Atto(b.Context(), k.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		if err := tx.Exec(`SET LOCAL session_replication_role = replica`).Error; err != nil {
			return err
		}
		for _, sql := range []string{
			`INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita)
				SELECT gen_random_uuid(), @comune, 1000 + n, 'COGNOME' || n % 97, 'NOME' || n, 'F', date '1950-01-01' + n % 20000 FROM generate_series(1, @quanti / 2) n`,
			`INSERT INTO intervento (id, ente_id, uo_id, ente_pagatore_id, anno, numero, natura, soggetto_id, tipo_intervento_id, data_inizio, data_fine,
					motivo_attivazione, stato, operatore_responsabile_id)
				SELECT gen_random_uuid(), @comune, @uo, @distretto, 2023, n, 'ECONOMICO', s.id, @tipo, date '2023-06-01' + n % 90,
					CASE WHEN n % 11 = 0 THEN date '2024-02-20' END, 'NUOVA', 'ATTIVO', @operatore
				FROM generate_series(1, @quanti) n JOIN soggetto s ON s.codice = 1001 + n % (@quanti / 2)`,
			`INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo)
				SELECT gen_random_uuid(), ente_id, id, 1, 'MENSILE', 10000 + numero % 5000, (ARRAY['GIORNI_EFFETTIVI', 'TRENTESIMI'])[1 + numero % 2] FROM intervento WHERE numero <= @quanti`,
			`INSERT INTO modalita_pagamento (id, ente_id, intervento_id, beneficiario_id, titolo, metodo)
				SELECT gen_random_uuid(), ente_id, id, soggetto_id, 'ASSISTITO', 'CASSA' FROM intervento WHERE numero <= @quanti`,
		} {
			if err := tx.Exec(sql, nomi).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	riesce(b, k.DB.Exec("ANALYZE").Error)
	return k
}

// liquidazioneSQL is the month of mondo computed by hand: the rules that mondo
// has and no others, without anything of what makes a run durable.
const liquidazioneSQL = `WITH dovuto AS MATERIALIZED (
	SELECT i.id, i.data_inizio, i.anno, i.numero, i.ente_pagatore_id AS ente, 'regola ' || r.progressivo AS voce, s.id AS soggetto, s.cognome, s.nome, s.data_nascita,
		p.denominazione AS pagatore, s.cognome || ' ' || s.nome || ' (' || to_char(s.data_nascita, 'DD/MM/YYYY') || ')' AS beneficiario,
		CASE WHEN g.giorni = 29 THEN r.importo WHEN r.criterio_rateo = 'TRENTESIMI' THEN round(r.importo * g.giorni / 30.0) ELSE round(r.importo * g.giorni / 29.0) END::bigint AS importo,
		CASE WHEN g.giorni = 29 THEN 'rata intera di ' WHEN r.criterio_rateo = 'TRENTESIMI' THEN (g.giorni / gcd(g.giorni, 30)) || '/' || (30 / gcd(g.giorni, 30)) || ' × '
			ELSE (g.giorni / gcd(g.giorni, 29)) || '/' || (29 / gcd(g.giorni, 29)) || ' × ' END || replace(to_char(r.importo / 100.0, 'FM9999990.00'), '.', ',') AS formula
	FROM intervento i JOIN regola_pagamento r ON r.intervento_id = i.id JOIN modalita_pagamento m ON m.intervento_id = i.id JOIN soggetto s ON s.id = m.beneficiario_id
		JOIN ente p ON p.id = i.ente_pagatore_id, LATERAL (SELECT least(coalesce(i.data_fine, '2024-02-29'), '2024-02-29') - date '2024-02-01' + 1 AS giorni) g
	WHERE i.ente_pagatore_id = @ente AND i.stato = 'ATTIVO' AND i.data_inizio <= '2024-02-29' AND (i.data_fine IS NULL OR i.data_fine >= '2024-02-01')
), corsa AS (
	INSERT INTO elaborazione (id, ente_id, uo_id, anno, numero, dal, al, tipi, origine, stato, creata_il, da_esaminare, esaminati, movimenti, imponibile, iva, totale, quota_utente)
	SELECT gen_random_uuid(), @ente, @uo, 2024, 1, '2024-02-01', '2024-02-29', '{}', 'PIANIFICATA', 'PROVVISORIA', now(), count(*), count(*), count(*), sum(importo), 0, sum(importo), 0
	FROM dovuto RETURNING id
), mesi AS (
	INSERT INTO mese_elaborato (ente_id, intervento_id, mese, elaborazione_id) SELECT d.ente, d.id, '2024-02-01', c.id FROM dovuto d, corsa c
), diverse AS (
	INSERT INTO variazione (ente_id, elaborazione_id, intervento_id, prima, adesso, cause)
	SELECT d.ente, c.id, d.id, 0, d.importo, jsonb_build_array(jsonb_build_object('causa', 'NUOVO', 'importo', round(d.importo / 100.0, 2)::text)) FROM dovuto d, corsa c
)
INSERT INTO movimento (id, ente_id, elaborazione_id, progressivo, intervento_id, mese_competenza, voce, estremi, tipo, imponibile, aliquota_iva, iva, totale,
	quota_utente, beneficiario, dettaglio, stato, creditore)
SELECT gen_random_uuid(), d.ente, c.id, row_number() OVER (ORDER BY d.data_inizio, d.cognome, d.nome, d.data_nascita, d.anno, d.numero), d.id, '2024-02-01', d.voce,
	d.pagatore || ' paga ' || d.beneficiario || ' con causale - Intervento ' || d.anno || '/' || d.numero || ' del ' || to_char(d.data_inizio, 'DD/MM/YYYY'),
	'PAGAMENTO', d.importo, 0, 0, d.importo, 0, d.beneficiario,
	jsonb_build_array(jsonb_build_object('voce', d.voce, 'formula', d.formula, 'importo', round(d.importo / 100.0, 2)::text)), 'PROVVISORIO', 'soggetto/' || d.soggetto
FROM dovuto d, corsa c`

// righeDellaCorsa are a fingerprint of what a run wrote, without ids and instants.
func righeDellaCorsa(b *testing.B, db *gorm.DB) string {
	b.Helper()
	out, err := models.Una[string](db, "no rows", `SELECT count(*) || ' ' || md5(string_agg(riga, E'\n' ORDER BY riga)) FROM (
		SELECT concat_ws('|', 'movimento', m.progressivo, i.numero, m.mese_competenza, m.voce, m.estremi, m.tipo, m.imponibile, m.aliquota_iva, m.iva, m.totale,
			m.quota_utente, m.beneficiario, m.iban, m.dettaglio, m.stato, s.codice, left(m.creditore, 9)) AS riga
		FROM movimento m JOIN intervento i ON i.id = m.intervento_id JOIN soggetto s ON s.id::text = substr(m.creditore, 10)
		UNION ALL SELECT concat_ws('|', 'mese', i.numero, m.mese) FROM mese_elaborato m JOIN intervento i ON i.id = m.intervento_id
		UNION ALL SELECT concat_ws('|', 'variazione', i.numero, v.prima, v.adesso, v.cause) FROM variazione v JOIN intervento i ON i.id = v.intervento_id
		UNION ALL SELECT concat_ws('|', 'elaborazione', stato, dal, al, movimenti, imponibile, iva, totale, quota_utente, esaminati, da_esaminare) FROM elaborazione) x`)
	riesce(b, err)
	return out
}
