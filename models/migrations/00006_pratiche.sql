-- +goose Up
-- The papers of a domanda or of an intervento (fig. 22, drawer Documenti). The
-- bytes are in documento, with the same id; a paper is annulled with a reason
-- or replaced by another, never deleted nor overwritten.
CREATE TABLE allegato (
  id uuid PRIMARY KEY REFERENCES documento,
  ente_id uuid NOT NULL REFERENCES ente,
  domanda_id uuid REFERENCES domanda,
  intervento_id uuid REFERENCES intervento,
  titolo text NOT NULL CHECK (length(titolo) BETWEEN 1 AND 200),
  tipo text NOT NULL CHECK (tipo IN ('DOMANDA', 'IDENTITA', 'ISEE', 'DELEGA', 'CERTIFICAZIONE', 'RELAZIONE', 'PROVVEDIMENTO', 'COMUNICAZIONE', 'PAGAMENTO', 'ALTRO')),
  dimensione int NOT NULL CHECK (dimensione BETWEEN 1 AND 10485760),
  sostituisce_id uuid REFERENCES allegato,
  caricato_da uuid NOT NULL REFERENCES operatore,
  caricato_il timestamptz NOT NULL,
  annullato_da uuid REFERENCES operatore,
  annullato_il timestamptz,
  motivo_annullamento text NOT NULL DEFAULT '',
  CHECK (num_nonnulls(domanda_id, intervento_id) = 1),
  CHECK (sostituisce_id <> id),
  CHECK ((annullato_il IS NULL) = (annullato_da IS NULL) AND (annullato_il IS NULL) = (motivo_annullamento = ''))
);
CREATE INDEX allegato_domanda ON allegato (domanda_id, caricato_il DESC) WHERE domanda_id IS NOT NULL;
CREATE INDEX allegato_intervento ON allegato (intervento_id, caricato_il DESC) WHERE intervento_id IS NOT NULL;
-- A paper is replaced by one at a time.
CREATE UNIQUE INDEX allegato_sostituito ON allegato (sostituisce_id) WHERE annullato_il IS NULL;

-- +goose StatementBegin
CREATE FUNCTION siss_allegato_immutabile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.annullato_il IS NOT NULL
     OR (to_jsonb(NEW) - '{annullato_da,annullato_il,motivo_annullamento}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{annullato_da,annullato_il,motivo_annullamento}'::text[]) THEN
    RAISE EXCEPTION 'a paper is only annulled, never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER immutabile BEFORE UPDATE OR DELETE ON allegato
  FOR EACH ROW EXECUTE FUNCTION siss_allegato_immutabile();
SELECT siss_sotto_controllo('allegato');

-- Which rows of the audit one transaction wrote: the story of a case tells each
-- act once. Rows written before have none.
ALTER TABLE evento ADD COLUMN transazione bigint;
ALTER TABLE evento ALTER COLUMN transazione SET DEFAULT pg_current_xact_id()::text::bigint;

-- The cards ask for the tasks of a case, closed ones too, and for the
-- interventi of a domanda; the lists for what an office or an operatore has.
CREATE INDEX compito_storia ON compito (oggetto_id) WHERE chiuso_il IS NOT NULL;
CREATE INDEX intervento_domanda ON intervento (domanda_id) WHERE domanda_id IS NOT NULL;
CREATE INDEX assegnazione_uo ON assegnazione (uo_id, domanda_id) WHERE tipo = 'UO' AND data_fine IS NULL;
CREATE INDEX assegnazione_operatore ON assegnazione (operatore_id, domanda_id) WHERE data_fine IS NULL;
CREATE INDEX domanda_bozza ON domanda (uo_id) WHERE stato = 'BOZZA';

-- +goose Down
DROP INDEX domanda_bozza, assegnazione_operatore, assegnazione_uo, intervento_domanda, compito_storia;
ALTER TABLE evento DROP COLUMN transazione;
DROP TABLE allegato;
DROP FUNCTION siss_allegato_immutabile;
