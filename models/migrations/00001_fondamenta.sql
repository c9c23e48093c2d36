-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- unaccent is only STABLE because its dictionary may change; ours does not.
CREATE FUNCTION siss_chiave_ricerca(testo text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(regexp_replace(public.unaccent('public.unaccent'::regdictionary, testo), '[^[:alnum:]]+', ' ', 'g')) $$;

-- Who acts, set by models.Atto and models.Leggi for the transaction.
CREATE FUNCTION siss_operatore() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('siss.operatore', true), '')::uuid $$;
CREATE FUNCTION siss_enti() RETURNS uuid[] LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('siss.enti', true), '')::uuid[], '{}') $$;
CREATE FUNCTION siss_uo() RETURNS uuid[] LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('siss.uo', true), '')::uuid[], '{}') $$;

-- The audit: one row for each changed row, append-only.
CREATE TABLE evento (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  quando timestamptz NOT NULL DEFAULT clock_timestamp(),
  operatore_id uuid,
  azione text NOT NULL,
  ente_id uuid,
  uo_id uuid,
  entita text NOT NULL,
  entita_id text NOT NULL,
  tipo text NOT NULL CHECK (tipo IN ('INSERT', 'UPDATE', 'DELETE')),
  prima jsonb,
  dopo jsonb
);
CREATE INDEX evento_entita ON evento (entita, entita_id, id);

-- +goose StatementBegin
CREATE FUNCTION siss_registra() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  azione text := nullif(current_setting('siss.azione', true), '');
  riga jsonb;
BEGIN
  IF azione IS NULL THEN
    RAISE EXCEPTION 'write outside an act on %', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'DELETE' THEN riga := to_jsonb(OLD); ELSE riga := to_jsonb(NEW); END IF;
  INSERT INTO evento (operatore_id, azione, ente_id, uo_id, entita, entita_id, tipo, prima, dopo)
  VALUES (siss_operatore(), azione, (riga->>'ente_id')::uuid, (riga->>'uo_id')::uuid,
    TG_TABLE_NAME, coalesce(riga->>'id', riga->>'codice'), TG_OP,
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
  RETURN NULL;
END $$;

CREATE FUNCTION siss_solo_aggiunta() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- Puts a table under audit.
CREATE FUNCTION siss_sotto_controllo(tabella regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER registra AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION siss_registra()', tabella);
END $$;
-- +goose StatementEnd
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON evento
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();

-- Territory: public facts, the same for every ente.
CREATE TABLE distretto (
  codice text PRIMARY KEY,
  denominazione text NOT NULL,
  capofila text NOT NULL
);
CREATE TABLE comune (
  codice_istat char(6) PRIMARY KEY CHECK (codice_istat ~ '^[0-9]{6}$'),
  codice_catastale char(4) NOT NULL UNIQUE CHECK (codice_catastale ~ '^[A-Z][0-9]{3}$'),
  denominazione text NOT NULL,
  provincia char(2) NOT NULL,
  distretto_codice text NOT NULL REFERENCES distretto
);
CREATE INDEX comune_distretto ON comune (distretto_codice);

-- Organisation.
CREATE TABLE ente (
  id uuid PRIMARY KEY,
  codice text NOT NULL UNIQUE,
  denominazione text NOT NULL,
  tipo text NOT NULL CHECK (tipo IN ('REGIONE', 'DISTRETTO', 'COMUNE', 'MUNICIPIO', 'CONSORZIO', 'ASP', 'ASL', 'ALTRO')),
  codice_istat char(6) REFERENCES comune,
  distretto_codice text REFERENCES distretto,
  padre_id uuid REFERENCES ente,
  pagatore_id uuid REFERENCES ente,
  giorno_elaborazione int CHECK (giorno_elaborazione BETWEEN 1 AND 28),
  dal date NOT NULL,
  al date CHECK (al >= dal)
);
CREATE INDEX ente_padre ON ente (padre_id);
CREATE INDEX ente_pagatore ON ente (pagatore_id);
CREATE TABLE uo (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  codice text NOT NULL UNIQUE,
  denominazione text NOT NULL,
  tipo text NOT NULL CHECK (tipo IN ('SEGRETARIATO', 'SERVIZIO_SOCIALE', 'AMMINISTRATIVO', 'UFFICIO_DI_PIANO', 'CONTABILE', 'VIGILANZA', 'SECONDO_LIVELLO', 'EROGATORE')),
  dal date NOT NULL,
  al date CHECK (al >= dal)
);
CREATE INDEX uo_ente ON uo (ente_id);
CREATE TABLE operatore (
  id uuid PRIMARY KEY,
  codice_fiscale text NOT NULL UNIQUE,
  cognome text NOT NULL,
  nome text NOT NULL,
  email text NOT NULL DEFAULT '',
  profilo text NOT NULL,
  dal date NOT NULL,
  al date CHECK (al >= dal)
);
CREATE TABLE abilitazione (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  uo_id uuid NOT NULL REFERENCES uo,
  operatore_id uuid NOT NULL REFERENCES operatore,
  ruolo text NOT NULL CHECK (ruolo IN ('AMMINISTRATORE_ENTE', 'OPERATORE_AMMINISTRATIVO', 'ASSISTENTE_SOCIALE', 'COORDINATORE', 'RESPONSABILE_PROCEDIMENTO', 'RESPONSABILE_CONTABILE')),
  dal date NOT NULL,
  al date CHECK (al >= dal),
  EXCLUDE USING gist (operatore_id WITH =, uo_id WITH =, ruolo WITH =, daterange(dal, al, '[]') WITH &&)
);
CREATE INDEX abilitazione_operatore ON abilitazione (operatore_id);
CREATE INDEX abilitazione_uo ON abilitazione (uo_id);

-- A login; the token itself is never stored.
CREATE TABLE sessione (
  impronta bytea PRIMARY KEY,
  operatore_id uuid NOT NULL REFERENCES operatore,
  creata timestamptz NOT NULL DEFAULT now(),
  scade timestamptz NOT NULL
);
CREATE INDEX sessione_operatore ON sessione (operatore_id);

-- Gap-free numbers: the row is locked until the transaction that takes one ends.
CREATE TABLE contatore (
  ente_id uuid NOT NULL REFERENCES ente,
  serie text NOT NULL CHECK (serie IN ('DOMANDA', 'INTERVENTO', 'ELABORAZIONE', 'SOGGETTO')),
  anno int NOT NULL,
  ultimo int NOT NULL CHECK (ultimo > 0),
  PRIMARY KEY (ente_id, serie, anno)
);

-- Persons.
CREATE TABLE soggetto (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  codice int NOT NULL,
  cognome text NOT NULL CHECK (length(cognome) BETWEEN 1 AND 100),
  nome text NOT NULL CHECK (length(nome) BETWEEN 1 AND 100),
  sesso char(1) NOT NULL CHECK (sesso IN ('M', 'F')),
  data_nascita date NOT NULL,
  luogo_nascita text NOT NULL DEFAULT '',
  luogo_nascita_codice text NOT NULL DEFAULT '' CHECK (luogo_nascita_codice ~ '^([A-Z][0-9]{3})?$'),
  codice_fiscale text CHECK (codice_fiscale ~ '^([A-Z0-9]{16}|[0-9]{11})$'),
  telefono text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  versione int NOT NULL DEFAULT 1,
  creato timestamptz NOT NULL DEFAULT now(),
  ricerca text GENERATED ALWAYS AS (siss_chiave_ricerca(cognome || ' ' || nome)) STORED,
  UNIQUE (ente_id, codice)
);
CREATE UNIQUE INDEX soggetto_codice_fiscale ON soggetto (ente_id, codice_fiscale);
CREATE INDEX soggetto_cf ON soggetto (codice_fiscale text_pattern_ops);
CREATE INDEX soggetto_ricerca ON soggetto USING gin (ricerca gin_trgm_ops);
CREATE INDEX soggetto_nome ON soggetto (ente_id, cognome, nome, codice);

CREATE TABLE residenza (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  soggetto_id uuid NOT NULL REFERENCES soggetto,
  tipo text NOT NULL CHECK (tipo IN ('RESIDENZA', 'DOMICILIO', 'DIMORA')),
  comune text NOT NULL,
  codice_istat char(6),
  indirizzo text NOT NULL,
  cap text NOT NULL DEFAULT '' CHECK (cap ~ '^([0-9]{5})?$'),
  dal date NOT NULL,
  al date CHECK (al >= dal),
  EXCLUDE USING gist (soggetto_id WITH =, tipo WITH =, daterange(dal, al, '[]') WITH &&)
);
CREATE TABLE relazione (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  soggetto_id uuid NOT NULL REFERENCES soggetto,
  altro_id uuid NOT NULL REFERENCES soggetto CHECK (altro_id <> soggetto_id),
  tipo text NOT NULL CHECK (tipo IN ('CONIUGE', 'UNITO_CIVILMENTE', 'CONVIVENTE', 'FIGLIO', 'GENITORE', 'FRATELLO', 'NONNO', 'NIPOTE', 'ALTRO_PARENTE', 'TUTORE', 'AMMINISTRATORE_SOSTEGNO', 'CAREGIVER', 'ALTRO')),
  convivente boolean NOT NULL,
  dal date NOT NULL,
  al date CHECK (al >= dal),
  EXCLUDE USING gist (soggetto_id WITH =, altro_id WITH =, tipo WITH =, daterange(dal, al, '[]') WITH &&)
);
CREATE INDEX relazione_altro ON relazione (altro_id);

-- Stored files: the bytes that were made are the bytes that are downloaded.
CREATE TABLE documento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  nome text NOT NULL,
  mime text NOT NULL,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  contenuto bytea NOT NULL,
  creato timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON documento
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();

-- What an operatore submitted: the text of an act stays here, the workflow gets
-- the id. eseguito_il is set in the transaction that carries the act out.
CREATE TABLE atto (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  operatore_id uuid NOT NULL REFERENCES operatore,
  tipo text NOT NULL,
  oggetto_id uuid NOT NULL,
  dati jsonb NOT NULL,
  ricevuto_il timestamptz NOT NULL DEFAULT now(),
  eseguito_il timestamptz
);
CREATE INDEX atto_oggetto ON atto (oggetto_id);

-- Tasks of the inbox.
CREATE TABLE compito (
  id uuid PRIMARY KEY,
  chiave text NOT NULL UNIQUE,
  ente_id uuid NOT NULL REFERENCES ente,
  uo_id uuid NOT NULL REFERENCES uo,
  operatore_id uuid REFERENCES operatore,
  tipo text NOT NULL CHECK (tipo IN ('AVVIA_ISTRUTTORIA', 'VALUTA_DOMANDA', 'PRENDI_VISIONE', 'COMUNICA_ESITO', 'CREA_INTERVENTO', 'CONFERMA_ELABORAZIONE')),
  oggetto text NOT NULL CHECK (oggetto IN ('domanda', 'intervento', 'elaborazione')),
  oggetto_id uuid NOT NULL,
  richiesta_id uuid,
  workflow_id text NOT NULL,
  titolo text NOT NULL,
  soggetto_id uuid REFERENCES soggetto,
  creato timestamptz NOT NULL DEFAULT now(),
  scade date,
  preso_il timestamptz,
  chiuso_il timestamptz,
  CHECK (preso_il IS NULL OR operatore_id IS NOT NULL)
);
CREATE INDEX compito_operatore ON compito (operatore_id, scade, creato, id) WHERE chiuso_il IS NULL;
CREATE INDEX compito_uo ON compito (uo_id, scade, creato, id) WHERE chiuso_il IS NULL;
CREATE INDEX compito_oggetto ON compito (oggetto_id) WHERE chiuso_il IS NULL;

SELECT siss_sotto_controllo(t::regclass)
FROM unnest(ARRAY['ente', 'uo', 'operatore', 'abilitazione', 'soggetto', 'residenza', 'relazione', 'compito']) t;

-- +goose Down
DROP TABLE compito, atto, documento, relazione, residenza, soggetto, contatore, sessione, abilitazione, operatore, uo, ente, comune, distretto, evento;
DROP FUNCTION siss_sotto_controllo, siss_registra, siss_solo_aggiunta, siss_operatore, siss_enti, siss_uo, siss_chiave_ricerca;
