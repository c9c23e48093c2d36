-- +goose Up
-- The clock of L. 241/1990 stands while the citizen's papers are awaited
-- (SOSPESA, art. 2 c. 7) and while he may answer a preavviso di rigetto
-- (PREAVVISO, art. 10-bis).
ALTER TABLE domanda DROP CONSTRAINT domanda_stato_check;
ALTER TABLE domanda ADD CONSTRAINT domanda_stato_check CHECK (stato IN
  ('BOZZA', 'PRESENTATA', 'IN_ISTRUTTORIA', 'SOSPESA', 'PREAVVISO', 'ACCOLTA', 'ACCOLTA_PARZ', 'RESPINTA', 'CHIUSA'));
ALTER TABLE compito DROP CONSTRAINT compito_tipo_check;
ALTER TABLE compito ADD CONSTRAINT compito_tipo_check CHECK (tipo IN
  ('AVVIA_ISTRUTTORIA', 'VALUTA_DOMANDA', 'ATTENDI_INTEGRAZIONI', 'ATTENDI_OSSERVAZIONI', 'PRENDI_VISIONE', 'COMUNICA_ESITO',
   'CREA_INTERVENTO', 'CONFERMA_ELABORAZIONE', 'SBLOCCA_PAGAMENTO'));

-- What makes the clock of a domanda stand: each kind once only. It is written
-- by who asks and completed, once, by what arrives; it is never changed.
CREATE TABLE pausa (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  domanda_id uuid NOT NULL REFERENCES domanda,
  tipo text NOT NULL CHECK (tipo IN ('INTEGRAZIONI', 'PREAVVISO')),
  dal date NOT NULL,
  al date CHECK (al >= dal),
  motivo text NOT NULL CHECK (length(motivo) BETWEEN 1 AND 2000),
  risposta text NOT NULL DEFAULT '' CHECK (length(risposta) <= 2000),
  disposta_da uuid NOT NULL REFERENCES operatore,
  disposta_il timestamptz NOT NULL,
  ripresa_il timestamptz,
  UNIQUE (domanda_id, tipo),
  CHECK (al IS NULL OR ripresa_il IS NOT NULL)
);

-- +goose StatementBegin
CREATE FUNCTION siss_pausa_immutabile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.al IS NOT NULL
     OR (to_jsonb(NEW) - '{al,risposta,ripresa_il}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{al,risposta,ripresa_il}'::text[])
     OR OLD.ripresa_il IS NOT NULL AND NEW.ripresa_il IS DISTINCT FROM OLD.ripresa_il THEN
    RAISE EXCEPTION 'a pause is only completed, never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER immutabile BEFORE UPDATE OR DELETE ON pausa FOR EACH ROW EXECUTE FUNCTION siss_pausa_immutabile();
SELECT siss_sotto_controllo('pausa');

-- +goose Down
DROP TABLE pausa;
DROP FUNCTION siss_pausa_immutabile;
ALTER TABLE compito DROP CONSTRAINT compito_tipo_check;
ALTER TABLE compito ADD CONSTRAINT compito_tipo_check CHECK (tipo IN
  ('AVVIA_ISTRUTTORIA', 'VALUTA_DOMANDA', 'PRENDI_VISIONE', 'COMUNICA_ESITO', 'CREA_INTERVENTO', 'CONFERMA_ELABORAZIONE', 'SBLOCCA_PAGAMENTO'));
ALTER TABLE domanda DROP CONSTRAINT domanda_stato_check;
ALTER TABLE domanda ADD CONSTRAINT domanda_stato_check CHECK (stato IN
  ('BOZZA', 'PRESENTATA', 'IN_ISTRUTTORIA', 'ACCOLTA', 'ACCOLTA_PARZ', 'RESPINTA', 'CHIUSA'));
