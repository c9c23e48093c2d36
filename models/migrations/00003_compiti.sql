-- +goose Up
-- The number of the case that a task names, by which it is looked for.
ALTER TABLE compito ADD COLUMN estremi text GENERATED ALWAYS AS (coalesce(substring(titolo FROM '[0-9]{4}/[0-9]+'), '')) STORED;

-- An inbox is read from these indexes alone: one's own tasks, those of an
-- office, those of an ente that one coordinates. Each is in the order of the
-- list and carries what filters and counts look at.
DROP INDEX compito_operatore, compito_uo;
CREATE INDEX compito_operatore ON compito (operatore_id, scade, creato, id) INCLUDE (ente_id, uo_id, tipo) WHERE chiuso_il IS NULL;
CREATE INDEX compito_uo ON compito (uo_id, scade, creato, id) INCLUDE (ente_id, operatore_id, tipo) WHERE chiuso_il IS NULL;
CREATE INDEX compito_ente ON compito (ente_id, scade, creato, id) INCLUDE (uo_id, operatore_id, tipo, oggetto_id) WHERE chiuso_il IS NULL;
CREATE INDEX compito_soggetto ON compito (soggetto_id) WHERE chiuso_il IS NULL;
CREATE INDEX compito_estremi ON compito (ente_id, estremi) WHERE chiuso_il IS NULL;

-- What the coordinator's board counts besides tasks.
CREATE INDEX domanda_in_corso ON domanda (ente_id, id) WHERE stato NOT IN ('BOZZA', 'CHIUSA');
CREATE INDEX assegnazione_aperta ON assegnazione (domanda_id, tipo) INCLUDE (operatore_id, uo_id) WHERE data_fine IS NULL;
CREATE INDEX intervento_in_corso ON intervento (ente_id, operatore_responsabile_id) WHERE stato IN ('DA_ATTIVARE', 'ATTIVO', 'SOSPESO');

-- A saved view of the home page: filters and order under a name.
CREATE TABLE vista (
  id uuid PRIMARY KEY,
  operatore_id uuid NOT NULL REFERENCES operatore,
  nome text NOT NULL CHECK (length(nome) BETWEEN 1 AND 60),
  filtro jsonb NOT NULL,
  predefinita boolean NOT NULL DEFAULT false,
  creata timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX vista_nome ON vista (operatore_id, lower(nome));
CREATE UNIQUE INDEX vista_predefinita ON vista (operatore_id) WHERE predefinita;

-- What happened that an operatore should know, written by the act that caused
-- it. It names the case; the person is joined when it is read.
CREATE TABLE notifica (
  id uuid PRIMARY KEY,
  chiave text NOT NULL UNIQUE,
  operatore_id uuid NOT NULL REFERENCES operatore,
  ente_id uuid NOT NULL REFERENCES ente,
  autore_id uuid REFERENCES operatore,
  tipo text NOT NULL CHECK (tipo IN ('DOMANDA_ASSEGNATA', 'DOMANDA_ESITO', 'COMPITO_ASSEGNATO', 'COMPITO_TOLTO',
    'INTERVENTO_ATTIVATO', 'INTERVENTO_SOSPESO', 'INTERVENTO_TERMINATO', 'ELABORAZIONE_PRONTA', 'ELABORAZIONE_DEFINITIVA')),
  testo text NOT NULL CHECK (testo <> ''),
  oggetto text NOT NULL CHECK (oggetto IN ('domanda', 'intervento', 'elaborazione')),
  oggetto_id uuid NOT NULL,
  soggetto_id uuid REFERENCES soggetto,
  creata timestamptz NOT NULL DEFAULT now(),
  letta_il timestamptz
);
CREATE INDEX notifica_operatore ON notifica (operatore_id, creata DESC, id) INCLUDE (ente_id, tipo);
CREATE INDEX notifica_non_letta ON notifica (operatore_id, creata DESC, id) INCLUDE (ente_id, tipo) WHERE letta_il IS NULL;

SELECT siss_sotto_controllo(t::regclass) FROM unnest(ARRAY['vista', 'notifica']) t;

-- +goose Down
DROP TABLE notifica, vista;
DROP INDEX intervento_in_corso, assegnazione_aperta, domanda_in_corso, compito_estremi, compito_soggetto, compito_ente, compito_uo, compito_operatore;
CREATE INDEX compito_operatore ON compito (operatore_id, scade, creato, id) WHERE chiuso_il IS NULL;
CREATE INDEX compito_uo ON compito (uo_id, scade, creato, id) WHERE chiuso_il IS NULL;
ALTER TABLE compito DROP COLUMN estremi;
