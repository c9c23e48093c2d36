-- +goose Up
-- A search looks at the persons of some enti among millions: every index
-- begins with the ente. Words are sought after a blank, so that the first one
-- is found like the others.
CREATE EXTENSION IF NOT EXISTS btree_gin;
DROP INDEX soggetto_ricerca, soggetto_cf, soggetto_nome;
CREATE INDEX soggetto_parole ON soggetto USING gin (ente_id, (' ' || ricerca) gin_trgm_ops);
CREATE INDEX soggetto_ordine ON soggetto (ente_id, ricerca text_pattern_ops, data_nascita, codice);
CREATE INDEX soggetto_cf ON soggetto (ente_id, codice_fiscale text_pattern_ops);

-- What ANPR says of a person. anpr_il is when it last said it; NULL is what was
-- written by hand.
ALTER TABLE soggetto
  ADD stato_civile text NOT NULL DEFAULT '' CHECK (stato_civile IN ('', 'CELIBE_NUBILE', 'CONIUGATO', 'UNITO_CIVILMENTE', 'VEDOVO', 'DIVORZIATO', 'LIBERO_DECESSO', 'LIBERO_SCIOGLIMENTO', 'NON_NOTO')),
  ADD cittadinanza text NOT NULL DEFAULT '',
  ADD data_decesso date CHECK (data_decesso >= data_nascita),
  ADD id_anpr text NOT NULL DEFAULT '',
  ADD anpr_il timestamptz;
ALTER TABLE residenza ADD anpr_il timestamptz;
ALTER TABLE relazione ADD anpr_il timestamptz;

-- The trace of every consultation of ANPR: who, when, why, with what outcome.
-- It holds nothing of what was read. impronta ties the row to the codice
-- fiscale that was asked, without telling it: SHA-256 of the row's id and the
-- codice.
CREATE TABLE consultazione_anpr (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  operatore_id uuid NOT NULL REFERENCES operatore,
  quando timestamptz NOT NULL,
  finalita text NOT NULL CHECK (finalita IN ('NUOVA_DOMANDA', 'ISTRUTTORIA', 'INTERVENTO', 'AGGIORNAMENTO', 'VERIFICA_RESIDENZA')),
  pratica text NOT NULL CHECK (length(pratica) BETWEEN 1 AND 100),
  impronta bytea NOT NULL CHECK (length(impronta) = 32),
  soggetto_id uuid REFERENCES soggetto,
  esito text NOT NULL DEFAULT 'RICHIESTA' CHECK (esito IN ('RICHIESTA', 'TROVATO', 'DECEDUTO', 'NON_TROVATO', 'NON_DISPONIBILE', 'IMPORTATO', 'AGGIORNATO')),
  operazione_anpr text NOT NULL DEFAULT '',
  CHECK (soggetto_id IS NOT NULL OR esito NOT IN ('IMPORTATO', 'AGGIORNATO'))
);
CREATE INDEX consultazione_anpr_elenco ON consultazione_anpr (ente_id, quando DESC, id);
CREATE INDEX consultazione_anpr_mie ON consultazione_anpr (operatore_id, quando DESC, id);
CREATE INDEX consultazione_anpr_soggetto ON consultazione_anpr (soggetto_id, quando DESC);

-- +goose StatementBegin
CREATE FUNCTION siss_consultazione_immutabile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.id, NEW.ente_id, NEW.operatore_id, NEW.quando, NEW.finalita, NEW.pratica, NEW.impronta)
     IS DISTINCT FROM (OLD.id, OLD.ente_id, OLD.operatore_id, OLD.quando, OLD.finalita, OLD.pratica, OLD.impronta) THEN
    RAISE EXCEPTION 'the trace of a consultation is never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER immutabile BEFORE UPDATE OR DELETE ON consultazione_anpr
  FOR EACH ROW EXECUTE FUNCTION siss_consultazione_immutabile();
CREATE TRIGGER intatta BEFORE TRUNCATE ON consultazione_anpr
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
SELECT siss_sotto_controllo('consultazione_anpr'::regclass);

-- +goose Down
DROP TABLE consultazione_anpr;
DROP FUNCTION siss_consultazione_immutabile;
ALTER TABLE relazione DROP anpr_il;
ALTER TABLE residenza DROP anpr_il;
ALTER TABLE soggetto DROP anpr_il, DROP id_anpr, DROP data_decesso, DROP cittadinanza, DROP stato_civile;
DROP INDEX soggetto_parole, soggetto_ordine, soggetto_cf;
CREATE INDEX soggetto_cf ON soggetto (codice_fiscale text_pattern_ops);
CREATE INDEX soggetto_ricerca ON soggetto USING gin (ricerca gin_trgm_ops);
CREATE INDEX soggetto_nome ON soggetto (ente_id, cognome, nome, codice);
