-- +goose Up
-- By which account and under which codes an ente pays: it has the ente's id.
-- The codes of SIOPE+ are all there or none is.
CREATE TABLE tesoreria (
  id uuid PRIMARY KEY REFERENCES ente,
  ente_id uuid NOT NULL REFERENCES ente CHECK (ente_id = id),
  intestazione text NOT NULL CHECK (length(intestazione) BETWEEN 1 AND 70),
  codice_fiscale text NOT NULL CHECK (codice_fiscale ~ '^[0-9]{11}$'),
  iban text NOT NULL CHECK (iban ~ '^(IT|SM)[0-9A-Z]{25}$'),
  cuc text NOT NULL DEFAULT '' CHECK (cuc ~ '^([A-Z0-9]{8})?$'),
  abi text NOT NULL DEFAULT '' CHECK (abi ~ '^([0-9]{5})?$'),
  codice_ipa text NOT NULL DEFAULT '' CHECK (codice_ipa ~ '^([A-Z0-9]{6})?$'),
  codice_siope text NOT NULL DEFAULT '' CHECK (codice_siope ~ '^([0-9]{9,15})?$'),
  tramite_ente text NOT NULL DEFAULT '' CHECK (tramite_ente ~ '^(A2A-[0-9]{8})?$'),
  tramite_banca text NOT NULL DEFAULT '' CHECK (tramite_banca ~ '^(A2A-[0-9]{8})?$'),
  ente_in_banca text NOT NULL DEFAULT '' CHECK (length(ente_in_banca) <= 30),
  cgu text NOT NULL DEFAULT '' CHECK (cgu ~ '^([0-9]{4,10})?$'),
  esenzione text NOT NULL DEFAULT '' CHECK (length(esenzione) <= 100),
  versione int NOT NULL DEFAULT 1,
  CHECK ((abi = '') = (codice_ipa = '') AND (abi = '') = (codice_siope = '') AND (abi = '') = (tramite_ente = '')
    AND (abi = '') = (tramite_banca = '') AND (abi = '') = (ente_in_banca = '') AND (abi = '') = (cgu = ''))
);
SELECT siss_sotto_controllo('tesoreria');

-- What an elaborazione definitiva pays, decided once: it has the id of the run,
-- and keeps the account it was prepared with.
CREATE TABLE distinta (
  id uuid PRIMARY KEY REFERENCES elaborazione,
  ente_id uuid NOT NULL REFERENCES ente,
  codice text NOT NULL,
  esecuzione date NOT NULL,
  raggruppata boolean NOT NULL,
  mandato int CHECK (mandato BETWEEN 1 AND 9999999),
  iban text NOT NULL,
  preparata_da uuid NOT NULL REFERENCES operatore,
  preparata_il timestamptz NOT NULL,
  UNIQUE (ente_id, codice)
);
-- A number of mandato is used once in the year of its date.
CREATE UNIQUE INDEX distinta_mandato ON distinta (ente_id, (extract(year FROM preparata_il AT TIME ZONE 'Europe/Rome')), mandato) WHERE mandato IS NOT NULL;

-- What became of a movimento in the distinta: the transfer that pays it, or why
-- none does. It has the id of the movimento and keeps whom it was paid to. Like
-- the movimenti, the rows are written all at once and not audited one by one.
CREATE TABLE disposizione (
  id uuid PRIMARY KEY REFERENCES movimento,
  ente_id uuid NOT NULL REFERENCES ente,
  distinta_id uuid NOT NULL REFERENCES distinta,
  progressivo int NOT NULL,
  numero int CHECK (numero > 0),
  netto bigint NOT NULL CHECK (numero IS NULL OR netto > 0),
  motivo text NOT NULL CHECK (motivo IN ('', 'IMPORTO', 'IBAN_MANCANTE', 'IBAN_ERRATO', 'NOME', 'IBAN_CAMBIATO', 'DECEDUTO', 'COMPENSATO', 'DA_RECUPERARE')),
  beneficiario text NOT NULL,
  codice_fiscale text NOT NULL,
  metodo text NOT NULL CHECK (metodo IN ('BONIFICO', 'CASSA')),
  iban text,
  causale text NOT NULL,
  commerciale boolean NOT NULL,
  CHECK ((numero IS NULL) = (motivo <> '')),
  CHECK (numero IS NULL OR metodo = 'CASSA' OR iban IS NOT NULL)
);
CREATE UNIQUE INDEX disposizione_numero ON disposizione (distinta_id, numero, progressivo) WHERE numero IS NOT NULL;
CREATE INDEX disposizione_esclusa ON disposizione (distinta_id, progressivo) WHERE numero IS NULL;

-- The files of a distinta, each made once; the bytes are in documento.
CREATE TABLE file_distinta (
  id uuid PRIMARY KEY REFERENCES documento,
  ente_id uuid NOT NULL REFERENCES ente,
  distinta_id uuid NOT NULL REFERENCES distinta,
  tipo text NOT NULL CHECK (tipo IN ('CSV', 'PAIN_09', 'PAIN_03', 'OPI')),
  pagamenti int NOT NULL CHECK (pagamenti > 0),
  totale bigint NOT NULL CHECK (totale > 0),
  UNIQUE (distinta_id, tipo)
);
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON distinta
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON disposizione
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON file_distinta
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
SELECT siss_sotto_controllo(t::regclass) FROM unnest(ARRAY['distinta', 'file_distinta']) t;

-- The statement of an ente erogatore looks for what it was paid.
CREATE INDEX intervento_erogatore ON intervento (erogatore_id) WHERE erogatore_id IS NOT NULL;

-- +goose Down
DROP INDEX intervento_erogatore;
DROP TABLE file_distinta, disposizione, distinta, tesoreria;
