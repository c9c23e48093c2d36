-- +goose Up
-- How the amount of a line is reached: the tree of rules and inputs from which
-- it is computed again, as models/calcolo keeps it. It is written with its line
-- and goes with it; once the run is definitive it never changes.
CREATE TABLE spiegazione (
  movimento_id uuid PRIMARY KEY REFERENCES movimento,
  albero json NOT NULL
);

-- +goose StatementBegin
-- The statement that touches the tree of a line of a definitive run is refused.
-- It is looked at once for a statement: a run writes its trees many at a time.
CREATE FUNCTION siss_spiegazione_immutabile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM toccate t JOIN movimento m ON m.id = t.movimento_id JOIN elaborazione e ON e.id = m.elaborazione_id
             WHERE e.confermata_il IS NOT NULL) THEN
    RAISE EXCEPTION 'the elaborazione is definitive' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION siss_spiegazione_fissa() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an explanation goes with its line, it never changes' USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
CREATE TRIGGER immutabile_aggiunta AFTER INSERT ON spiegazione REFERENCING NEW TABLE AS toccate
  FOR EACH STATEMENT EXECUTE FUNCTION siss_spiegazione_immutabile();
CREATE TRIGGER immutabile_tolta AFTER DELETE ON spiegazione REFERENCING OLD TABLE AS toccate
  FOR EACH STATEMENT EXECUTE FUNCTION siss_spiegazione_immutabile();
CREATE TRIGGER immutabile BEFORE UPDATE OR TRUNCATE ON spiegazione
  FOR EACH STATEMENT EXECUTE FUNCTION siss_spiegazione_fissa();

-- A tariffario begins as a draft and is activated: from then on it may be
-- chosen, and pays (domain b.9). Those that were there are in use.
ALTER TABLE tariffario
  ADD COLUMN stato text NOT NULL DEFAULT 'ATTIVO' CHECK (stato IN ('BOZZA', 'ATTIVO')),
  ADD COLUMN attivato_da uuid REFERENCES operatore,
  ADD COLUMN attivato_il timestamptz,
  ADD CONSTRAINT tariffario_attivato_check CHECK ((attivato_da IS NULL) = (attivato_il IS NULL) AND (stato = 'ATTIVO' OR attivato_il IS NULL));

-- The tariffario whose prices the cases of a file are computed with, absent for
-- those that the cases say.
ALTER TABLE casi_di_prova ADD COLUMN tariffario_id uuid REFERENCES tariffario;

-- +goose Down
ALTER TABLE casi_di_prova DROP COLUMN tariffario_id;
ALTER TABLE tariffario DROP COLUMN stato, DROP COLUMN attivato_da, DROP COLUMN attivato_il;
DROP TABLE spiegazione;
DROP FUNCTION siss_spiegazione_immutabile, siss_spiegazione_fissa;
