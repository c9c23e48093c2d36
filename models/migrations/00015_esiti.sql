-- +goose Up
-- A calculation that somebody has stopped: it stays where it is until somebody
-- resumes it or annuls the run.
ALTER TABLE elaborazione
  ADD COLUMN fermata_da uuid REFERENCES operatore,
  ADD COLUMN fermata_il timestamptz,
  ADD CONSTRAINT elaborazione_fermata_check CHECK ((fermata_da IS NULL) = (fermata_il IS NULL) AND (fermata_il IS NULL OR stato = 'IN_CALCOLO'));

-- Who is paid may have changed between a run and its distinta.
ALTER TABLE disposizione
  DROP CONSTRAINT disposizione_motivo_check,
  ADD CONSTRAINT disposizione_motivo_check CHECK (motivo IN ('', 'IMPORTO', 'IBAN_MANCANTE', 'IBAN_ERRATO', 'NOME', 'IBAN_CAMBIATO', 'DECEDUTO', 'COMPENSATO',
    'DA_RECUPERARE', 'BENEFICIARIO_CAMBIATO'));

-- A file of outcomes that was uploaded to be looked at; the bytes are in
-- documento. The same file is uploaded once for a distinta.
CREATE TABLE file_esiti (
  id uuid PRIMARY KEY REFERENCES documento,
  ente_id uuid NOT NULL REFERENCES ente,
  distinta_id uuid NOT NULL REFERENCES distinta,
  impronta text NOT NULL CHECK (impronta ~ '^[0-9a-f]{64}$'),
  caricato_da uuid NOT NULL REFERENCES operatore,
  caricato_il timestamptz NOT NULL,
  UNIQUE (distinta_id, impronta)
);
-- That the outcomes of a file were registered: it has the id of the file.
CREATE TABLE registrazione_esiti (
  id uuid PRIMARY KEY REFERENCES file_esiti,
  ente_id uuid NOT NULL REFERENCES ente,
  pagati int NOT NULL CHECK (pagati >= 0),
  rifiutati int NOT NULL CHECK (rifiutati >= 0),
  registrata_da uuid NOT NULL REFERENCES operatore,
  registrata_il timestamptz NOT NULL
);
-- What became of a transfer, once and for all. Like the disposizioni, the rows
-- are written all at once and not audited one by one.
CREATE TABLE esito_pagamento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  distinta_id uuid NOT NULL REFERENCES distinta,
  numero int NOT NULL CHECK (numero > 0),
  file_id uuid NOT NULL REFERENCES registrazione_esiti,
  stato text NOT NULL CHECK (stato IN ('PAGATO', 'RIFIUTATO')),
  motivo text NOT NULL DEFAULT '' CHECK (length(motivo) <= 200),
  data date,
  UNIQUE (distinta_id, numero),
  CHECK ((stato = 'RIFIUTATO') = (motivo <> ''))
);
CREATE INDEX esito_pagamento_rifiutato ON esito_pagamento (distinta_id, numero) WHERE stato = 'RIFIUTATO';
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON file_esiti
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON registrazione_esiti
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON esito_pagamento
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();

-- How somebody is paid, suspended since a bank refused a transfer (domain c.9,
-- row 13): nothing goes there until who is paid gives another account, or an
-- operatore says that it is good after all.
CREATE TABLE modalita_sospesa (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  creditore text NOT NULL,
  metodo text NOT NULL CHECK (metodo IN ('BONIFICO', 'CASSA')),
  iban text NOT NULL,
  esito_id uuid NOT NULL REFERENCES esito_pagamento,
  motivo text NOT NULL,
  sospesa_il timestamptz NOT NULL,
  riattivata_da uuid REFERENCES operatore,
  riattivata_il timestamptz,
  CHECK ((riattivata_da IS NULL) = (riattivata_il IS NULL))
);
CREATE UNIQUE INDEX modalita_sospesa_aperta ON modalita_sospesa (ente_id, creditore, metodo, iban) WHERE riattivata_il IS NULL;
CREATE INDEX modalita_sospesa_esito ON modalita_sospesa (esito_id);
SELECT siss_sotto_controllo(t::regclass) FROM unnest(ARRAY['file_esiti', 'registrazione_esiti', 'modalita_sospesa']) t;

-- A line that pays again what a bank refused: the same key and no new due, so
-- it is never counted among what is settled. It names the line it pays again, and
-- so does the storno of such a line.
ALTER TABLE movimento DISABLE TRIGGER immutabile;
ALTER TABLE movimento
  ADD COLUMN riemette_id uuid REFERENCES movimento,
  DROP CONSTRAINT movimento_tipo_check,
  ADD CONSTRAINT movimento_tipo_check CHECK (tipo IN ('PAGAMENTO', 'CONGUAGLIO', 'STORNO', 'RIEMISSIONE')),
  ADD CONSTRAINT movimento_riemissione_check CHECK (CASE tipo WHEN 'RIEMISSIONE' THEN riemette_id IS NOT NULL AND imponibile > 0 AND iva = 0 AND quota_utente = 0
    WHEN 'STORNO' THEN true ELSE riemette_id IS NULL END);
ALTER TABLE movimento ENABLE TRIGGER immutabile;
CREATE INDEX movimento_riemesso ON movimento (riemette_id) WHERE riemette_id IS NOT NULL;
DROP INDEX movimento_in_sospeso;
CREATE UNIQUE INDEX movimento_in_sospeso ON movimento (ente_id, intervento_id, mese_competenza, voce) WHERE stato = 'PROVVISORIO' AND riemette_id IS NULL;
CREATE UNIQUE INDEX movimento_riemesso_in_sospeso ON movimento (riemette_id) WHERE stato = 'PROVVISORIO';
ALTER TABLE mese_toccato
  DROP CONSTRAINT mese_toccato_causa_check,
  ADD CONSTRAINT mese_toccato_causa_check CHECK (causa IN ('SOSPENSIONE', 'PERIODO', 'REGOLA', 'QUOTA', 'TARIFFA', 'PRESENZE', 'BLOCCO', 'STORNO', 'RIFIUTO'));
ALTER TABLE anomalia
  DROP CONSTRAINT anomalia_tipo_check,
  ADD CONSTRAINT anomalia_tipo_check CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE',
    'IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO')),
  DROP CONSTRAINT anomalia_bloccata_check,
  ADD CONSTRAINT anomalia_bloccata_check CHECK ((importo IS NOT NULL) = (tipo IN ('IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO')));
ALTER TABLE compito
  DROP CONSTRAINT compito_tipo_check,
  ADD CONSTRAINT compito_tipo_check CHECK (tipo IN ('AVVIA_ISTRUTTORIA', 'VALUTA_DOMANDA', 'ATTENDI_INTEGRAZIONI', 'ATTENDI_OSSERVAZIONI', 'PRENDI_VISIONE',
    'COMUNICA_ESITO', 'CREA_INTERVENTO', 'CONFERMA_ELABORAZIONE', 'SBLOCCA_PAGAMENTO', 'RIMETTI_PAGAMENTO'));

-- +goose Down
ALTER TABLE compito
  DROP CONSTRAINT compito_tipo_check,
  ADD CONSTRAINT compito_tipo_check CHECK (tipo IN ('AVVIA_ISTRUTTORIA', 'VALUTA_DOMANDA', 'ATTENDI_INTEGRAZIONI', 'ATTENDI_OSSERVAZIONI', 'PRENDI_VISIONE',
    'COMUNICA_ESITO', 'CREA_INTERVENTO', 'CONFERMA_ELABORAZIONE', 'SBLOCCA_PAGAMENTO'));
ALTER TABLE anomalia
  DROP CONSTRAINT anomalia_bloccata_check,
  DROP CONSTRAINT anomalia_tipo_check,
  ADD CONSTRAINT anomalia_tipo_check CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE',
    'IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO')),
  ADD CONSTRAINT anomalia_bloccata_check CHECK ((importo IS NOT NULL) = (tipo IN ('IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO')));
ALTER TABLE mese_toccato
  DROP CONSTRAINT mese_toccato_causa_check,
  ADD CONSTRAINT mese_toccato_causa_check CHECK (causa IN ('SOSPENSIONE', 'PERIODO', 'REGOLA', 'QUOTA', 'TARIFFA', 'PRESENZE', 'BLOCCO', 'STORNO'));
DROP INDEX movimento_riemesso_in_sospeso;
DROP INDEX movimento_in_sospeso;
-- What was paid again cannot be undone: with such lines in it, the schema of
-- before refuses it, and so does this.
ALTER TABLE movimento DISABLE TRIGGER immutabile;
ALTER TABLE movimento
  DROP CONSTRAINT movimento_riemissione_check,
  DROP CONSTRAINT movimento_tipo_check,
  ADD CONSTRAINT movimento_tipo_check CHECK (tipo IN ('PAGAMENTO', 'CONGUAGLIO', 'STORNO')),
  DROP COLUMN riemette_id;
ALTER TABLE movimento ENABLE TRIGGER immutabile;
CREATE UNIQUE INDEX movimento_in_sospeso ON movimento (ente_id, intervento_id, mese_competenza, voce) WHERE stato = 'PROVVISORIO';
DROP TABLE modalita_sospesa, esito_pagamento, registrazione_esiti, file_esiti;
ALTER TABLE disposizione
  DROP CONSTRAINT disposizione_motivo_check,
  ADD CONSTRAINT disposizione_motivo_check CHECK (motivo IN ('', 'IMPORTO', 'IBAN_MANCANTE', 'IBAN_ERRATO', 'NOME', 'IBAN_CAMBIATO', 'DECEDUTO', 'COMPENSATO', 'DA_RECUPERARE'));
ALTER TABLE elaborazione
  DROP CONSTRAINT elaborazione_fermata_check,
  DROP COLUMN fermata_da, DROP COLUMN fermata_il;
