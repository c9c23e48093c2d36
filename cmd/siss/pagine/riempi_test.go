package pagine

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// bozze turns one intervento of each natura of the ente back into a draft.
func bozze(t *testing.T, conn *pgx.Conn, ente string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), `SET session_replication_role = replica`)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `UPDATE intervento SET stato = 'BOZZA', anno = NULL, numero = NULL WHERE id IN (SELECT DISTINCT ON (natura) id
		FROM intervento WHERE ente_id = $1 AND stato = 'ATTIVO' ORDER BY natura, id DESC)`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `SET session_replication_role = DEFAULT`)
	riesce(t, err)
}

// scrivanie gives every operatore of the ente and of its district two saved
// views, one of which looks for a text, and a notification of a domanda; the
// ente has a file of casi di prova.
func scrivanie(t *testing.T, conn *pgx.Conn, ente string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), `SET session_replication_role = replica`)
	riesce(t, err)
	const chi = `SELECT DISTINCT a.operatore_id FROM abilitazione a JOIN ente e ON e.id = $1 AND a.ente_id IN (e.id, e.padre_id)`
	_, err = conn.Exec(t.Context(), `INSERT INTO vista (id, operatore_id, nome, filtro) SELECT gen_random_uuid(), x.operatore_id, f.nome, f.filtro::jsonb
		FROM (`+chi+`) x, (VALUES ('Urgenti', '{"lista": "miei", "scadenza": "scaduti"}'), ('Rossi', '{"testo": "rossi"}')) f (nome, filtro)`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `INSERT INTO notifica (id, chiave, operatore_id, ente_id, tipo, testo, oggetto, oggetto_id, soggetto_id)
		SELECT gen_random_uuid(), 'prova/' || x.operatore_id, x.operatore_id, d.ente_id, 'DOMANDA_ESITO', 'Domanda accolta', 'domanda', d.id, d.soggetto_id
		FROM (`+chi+`) x, (SELECT * FROM domanda WHERE ente_id = $1 AND stato <> 'BOZZA' ORDER BY id LIMIT 1) d`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `INSERT INTO casi_di_prova (id, ente_id, titolo, contenuto, casi, caricato_da, caricato_il)
		SELECT gen_random_uuid(), $1, 'Contributi', '{"casi": [{"id": "vuoto"}]}', 1, (SELECT min(x.operatore_id::text)::uuid FROM (`+chi+`) x), now()`, ente)
	riesce(t, err)
	_, err = conn.Exec(t.Context(), `SET session_replication_role = DEFAULT`)
	riesce(t, err)
}

// distinte prepares the payments of the definitive runs that pay the ente: one
// transfer for each movimento, of which one in ten is left out, and a file.
func distinte(t *testing.T, conn *pgx.Conn, ente string) {
	t.Helper()
	for _, sql := range []string{`SET session_replication_role = replica`,
		`INSERT INTO distinta (id, ente_id, codice, esecuzione, raggruppata, iban, preparata_da, preparata_il)
			SELECT e.id, e.ente_id, 'SISS-' || e.anno || '-' || e.numero, e.al, false, 'IT60X0542811101000000123456', e.confermata_da, e.confermata_il
			FROM elaborazione e JOIN ente x ON x.pagatore_id = e.ente_id WHERE x.id = '` + ente + `' AND e.stato = 'DEFINITIVA'`,
		`INSERT INTO disposizione (id, ente_id, distinta_id, progressivo, numero, netto, motivo, beneficiario, codice_fiscale, metodo, iban, causale, commerciale)
			SELECT m.id, m.ente_id, d.id, m.progressivo, CASE WHEN m.progressivo % 10 > 0 THEN m.progressivo END, m.totale,
				CASE WHEN m.progressivo % 10 > 0 THEN '' ELSE 'IBAN_CAMBIATO' END, m.beneficiario, '', 'BONIFICO', coalesce(m.iban, ''), 'Intervento', false
			FROM distinta d JOIN movimento m ON m.elaborazione_id = d.id`,
		`INSERT INTO documento (id, ente_id, nome, mime, sha256, contenuto) SELECT gen_random_uuid(), ente_id, codice, 'text/csv', sha256('x'), 'x' FROM distinta`,
		`INSERT INTO file_distinta (id, ente_id, distinta_id, tipo, pagamenti, totale) SELECT f.id, d.ente_id, d.id, 'CSV', 1, 1
			FROM distinta d JOIN documento f ON f.ente_id = d.ente_id AND f.nome = d.codice`,
		`INSERT INTO documento (id, ente_id, nome, mime, sha256, contenuto) SELECT gen_random_uuid(), ente_id, codice || '-esiti', 'text/csv', sha256('x'),
			convert_to('identificativo;esito;motivo' || chr(10) || codice || '-1;PAGATO;' || chr(10) || codice || '-2;RIFIUTATO;conto chiuso' || chr(10), 'UTF8') FROM distinta`,
		`INSERT INTO file_esiti (id, ente_id, distinta_id, impronta, caricato_da, caricato_il) SELECT f.id, d.ente_id, d.id, encode(f.sha256, 'hex'), d.preparata_da, d.preparata_il
			FROM distinta d JOIN documento f ON f.ente_id = d.ente_id AND f.nome = d.codice || '-esiti'`,
		`INSERT INTO registrazione_esiti (id, ente_id, pagati, rifiutati, registrata_da, registrata_il)
			SELECT gen_random_uuid(), f.ente_id, 1, 1, f.caricato_da, f.caricato_il FROM file_esiti f`, // of other files, read long ago
		`INSERT INTO esito_pagamento (id, ente_id, distinta_id, numero, file_id, stato, motivo)
			SELECT gen_random_uuid(), v.ente_id, r.id, v.numero, r.id, CASE WHEN v.numero % 3 = 0 THEN 'RIFIUTATO' ELSE 'PAGATO' END, CASE WHEN v.numero % 3 = 0 THEN 'conto chiuso' ELSE '' END
			FROM disposizione v JOIN registrazione_esiti r ON r.ente_id = v.ente_id WHERE v.numero IS NOT NULL`,
		`INSERT INTO modalita_sospesa (id, ente_id, creditore, metodo, iban, esito_id, motivo, sospesa_il)
			SELECT gen_random_uuid(), ente_id, 'soggetto/' || id, 'BONIFICO', 'IT60X0542811101000000123456', id, motivo, now() FROM esito_pagamento WHERE stato = 'RIFIUTATO'`,
		`SET session_replication_role = DEFAULT`} {
		_, err := conn.Exec(t.Context(), sql)
		riesce(t, err)
	}
}

// firme gives a year to the tabellone: each month of who delivers for an ente was
// signed, one in ten twice, because it was opened again; and every tenth
// intervento is tied to an impegno.
func firme(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	for _, sql := range []string{`SET session_replication_role = replica`,
		`INSERT INTO chiusura_mese (id, ente_id, uo_id, erogatore_id, struttura_id, mese, scadenza, stato, aperta_il)
			SELECT gen_random_uuid(), k.ente_id, k.uo_id, k.erogatore_id, k.struttura_id, (k.mese - n * interval '1 month')::date, k.scadenza, 'CHIUSO', k.aperta_il
			FROM chiusura_mese k, generate_series(1, 12) n ON CONFLICT DO NOTHING`,
		`INSERT INTO firma_mese (id, ente_id, chiusura_id, impronta, caselle, mancanti, qualita, dichiarazione, firmata_da, firmata_il)
			SELECT gen_random_uuid(), ente_id, id, repeat('0', 64), 0, 0, 'AMMINISTRATIVO', 'riepilogo', (SELECT min(o.id::text)::uuid FROM operatore o), aperta_il
			FROM chiusura_mese WHERE stato = 'CHIUSO'`,
		`INSERT INTO firma_mese (id, ente_id, chiusura_id, sostituisce, impronta, caselle, mancanti, qualita, dichiarazione, firmata_da, firmata_il)
			SELECT gen_random_uuid(), ente_id, chiusura_id, id, impronta, 0, 0, qualita, dichiarazione, firmata_da, firmata_il FROM firma_mese WHERE id::text LIKE '0%'`,
		`INSERT INTO richiesta_riapertura (id, ente_id, chiusura_id, firma_id, motivo, chiesta_da, chiesta_il)
			SELECT gen_random_uuid(), ente_id, chiusura_id, sostituisce, 'manca un giorno', firmata_da, firmata_il FROM firma_mese WHERE sostituisce IS NOT NULL`,
		`INSERT INTO decisione_riapertura (richiesta_id, id, ente_id, chiesta_da, esito, decisa_da, decisa_il)
			SELECT id, gen_random_uuid(), ente_id, chiesta_da, 'CONCESSA', (SELECT max(o.id::text)::uuid FROM operatore o), chiesta_il FROM richiesta_riapertura`,
		`INSERT INTO impegno_intervento (id, ente_id, intervento_id, impegno_id, ordine) SELECT gen_random_uuid(), i.ente_id, i.id, g.id, 1
			FROM intervento i JOIN LATERAL (SELECT id FROM impegno g WHERE g.ente_id = i.ente_pagatore_id ORDER BY id LIMIT 1) g ON i.id::text LIKE '%0'`,
		`ANALYZE`, `SET session_replication_role = DEFAULT`} {
		_, err := conn.Exec(t.Context(), sql)
		riesce(t, err)
	}
}
