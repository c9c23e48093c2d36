-- +goose Up
-- Where the money of the payments comes from (domain b.10): a fondo is divided in
-- capitoli, and from a capitolo impegni are taken, each by an act. What is divided
-- never exceeds what there is: a trigger looks under a lock of the parent.
CREATE TABLE fondo (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  denominazione text NOT NULL CHECK (length(denominazione) BETWEEN 1 AND 200),
  origine text NOT NULL CHECK (origine IN ('FNPS', 'FNA', 'DOPO_DI_NOI', 'POVERTA', 'PNRR', 'REGIONALE', 'COMUNALE', 'ALTRO')),
  capofila text NOT NULL DEFAULT '' CHECK (length(capofila) <= 200),
  annualita int NOT NULL CHECK (annualita BETWEEN 2000 AND 2200),
  importo bigint NOT NULL CHECK (importo > 0),
  vincolo text NOT NULL DEFAULT '' CHECK (length(vincolo) <= 500),
  versione int NOT NULL DEFAULT 1,
  UNIQUE (ente_id, annualita, denominazione)
);
CREATE TABLE capitolo (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  fondo_id uuid NOT NULL REFERENCES fondo,
  codice text NOT NULL CHECK (length(codice) BETWEEN 1 AND 40),
  denominazione text NOT NULL CHECK (length(denominazione) BETWEEN 1 AND 200),
  importo bigint NOT NULL CHECK (importo > 0),
  versione int NOT NULL DEFAULT 1,
  UNIQUE (fondo_id, codice)
);
-- An impegno pays months of its year, until it expires: of the tipi and of the
-- office that it is for, or of the interventi that it is tied to. Its amount is
-- varied by other rows, never overwritten. An impegno that is intero pays a
-- movimento whole or not at all.
CREATE TABLE impegno (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  capitolo_id uuid NOT NULL REFERENCES capitolo,
  anno int NOT NULL CHECK (anno BETWEEN 2000 AND 2200),
  numero text NOT NULL CHECK (length(numero) BETWEEN 1 AND 20),
  oggetto text NOT NULL CHECK (length(oggetto) BETWEEN 1 AND 200),
  determina_numero text NOT NULL CHECK (length(determina_numero) BETWEEN 1 AND 40),
  determina_data date NOT NULL,
  cig text NOT NULL DEFAULT '' CHECK (cig ~ '^([A-Z0-9]{10})?$'),
  cup text NOT NULL DEFAULT '' CHECK (cup ~ '^([A-Z0-9]{15})?$'),
  importo bigint NOT NULL CHECK (importo > 0),
  scadenza date NOT NULL CHECK (scadenza >= make_date(anno, 1, 1)),
  intero boolean NOT NULL DEFAULT false,
  tipi uuid[] NOT NULL DEFAULT '{}',
  uo_id uuid REFERENCES uo,
  creato_il timestamptz NOT NULL,
  versione int NOT NULL DEFAULT 1,
  UNIQUE (ente_id, anno, numero)
);
CREATE INDEX impegno_capitolo ON impegno (capitolo_id, anno, numero);
CREATE TABLE variazione_impegno (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  impegno_id uuid NOT NULL REFERENCES impegno,
  importo bigint NOT NULL CHECK (importo <> 0),
  determina_numero text NOT NULL CHECK (length(determina_numero) BETWEEN 1 AND 40),
  determina_data date NOT NULL,
  motivo text NOT NULL DEFAULT '' CHECK (length(motivo) <= 500),
  registrata_da uuid NOT NULL REFERENCES operatore,
  registrata_il timestamptz NOT NULL
);
CREATE INDEX variazione_impegno_impegno ON variazione_impegno (impegno_id, registrata_il);
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON variazione_impegno
  FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
-- The impegni that an intervento is tied to, in order of use; with a regola, those
-- of that rule of payment alone, which come before the others.
CREATE TABLE impegno_intervento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  impegno_id uuid NOT NULL REFERENCES impegno,
  regola int CHECK (regola > 0),
  ordine int CHECK (ordine BETWEEN 1 AND 99),
  UNIQUE NULLS NOT DISTINCT (intervento_id, impegno_id, regola)
);
CREATE INDEX impegno_intervento_impegno ON impegno_intervento (impegno_id);

-- What a movimento takes of an impegno: its shares sum to it. What is taken back
-- is negative, and gives back to the impegni that had paid. Only a run writes
-- them, all at once, and throws them away with its lines until it is confirmed.
CREATE TABLE utilizzo (
  movimento_id uuid NOT NULL REFERENCES movimento,
  impegno_id uuid NOT NULL REFERENCES impegno,
  ente_id uuid NOT NULL REFERENCES ente,
  elaborazione_id uuid NOT NULL REFERENCES elaborazione,
  importo bigint NOT NULL CHECK (importo <> 0),
  PRIMARY KEY (movimento_id, impegno_id)
);
CREATE INDEX utilizzo_impegno ON utilizzo (impegno_id, elaborazione_id, movimento_id);
CREATE INDEX utilizzo_elaborazione ON utilizzo (elaborazione_id);
-- What a run takes of an impegno in all, kept by the triggers of utilizzo.
CREATE TABLE uso_impegno (
  impegno_id uuid NOT NULL REFERENCES impegno,
  elaborazione_id uuid NOT NULL REFERENCES elaborazione,
  ente_id uuid NOT NULL REFERENCES ente,
  importo bigint NOT NULL,
  PRIMARY KEY (impegno_id, elaborazione_id)
);
CREATE INDEX uso_impegno_elaborazione ON uso_impegno (elaborazione_id);

-- How an impegno stands. What a run takes back counts from its confirmation on:
-- until then it may be annulled, and others must not have used it.
CREATE VIEW saldo_impegno AS
SELECT i.id, i.importo + v.somma AS assegnato, u.usato, u.provvisorio, i.importo + v.somma - u.usato - u.provvisorio AS disponibile
FROM impegno i
CROSS JOIN LATERAL (SELECT coalesce(sum(importo), 0)::bigint AS somma FROM variazione_impegno WHERE impegno_id = i.id) v
CROSS JOIN LATERAL (SELECT coalesce(sum(x.importo) FILTER (WHERE e.confermata_il IS NOT NULL), 0)::bigint AS usato,
    coalesce(sum(greatest(x.importo, 0)) FILTER (WHERE e.confermata_il IS NULL), 0)::bigint AS provvisorio
  FROM uso_impegno x JOIN elaborazione e ON e.id = x.elaborazione_id WHERE x.impegno_id = i.id) u;

-- +goose StatementBegin
-- Refuses an impegno of which more is used than there is. Whoever changes what is
-- used or what there is waits for its lock.
CREATE FUNCTION siss_capienza_impegno(quale uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM impegno WHERE id = quale FOR NO KEY UPDATE;
  IF (SELECT disponibile < 0 FROM saldo_impegno WHERE id = quale) THEN
    RAISE EXCEPTION 'over the impegno' USING ERRCODE = 'check_violation', CONSTRAINT = 'impegno_capiente';
  END IF;
END $$;

-- Refuses a capitolo of which more is bound by impegni than there is.
CREATE FUNCTION siss_capienza_capitolo(quale uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM capitolo WHERE id = quale FOR NO KEY UPDATE;
  IF (SELECT sum(s.assegnato) FROM impegno i JOIN saldo_impegno s ON s.id = i.id WHERE i.capitolo_id = quale) > (SELECT importo FROM capitolo WHERE id = quale) THEN
    RAISE EXCEPTION 'over the capitolo' USING ERRCODE = 'check_violation', CONSTRAINT = 'capitolo_capiente';
  END IF;
END $$;

CREATE FUNCTION siss_capienza_fondo(quale uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM fondo WHERE id = quale FOR NO KEY UPDATE;
  IF (SELECT sum(importo) FROM capitolo WHERE fondo_id = quale) > (SELECT importo FROM fondo WHERE id = quale) THEN
    RAISE EXCEPTION 'over the fondo' USING ERRCODE = 'check_violation', CONSTRAINT = 'fondo_capiente';
  END IF;
END $$;

CREATE FUNCTION siss_fondo_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM siss_capienza_fondo(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION siss_capitolo_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM siss_capienza_capitolo(NEW.id);
  PERFORM siss_capienza_fondo(NEW.fondo_id);
  RETURN NULL;
END $$;

-- The amount of an impegno, its year and its capitolo stay as they were.
CREATE FUNCTION siss_impegno_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.ente_id, OLD.capitolo_id, OLD.anno, OLD.importo) IS DISTINCT FROM (NEW.ente_id, NEW.capitolo_id, NEW.anno, NEW.importo) THEN
    RAISE EXCEPTION 'an impegno is varied by other rows' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM siss_capienza_capitolo(NEW.capitolo_id);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION siss_variazione_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM siss_capienza_impegno(NEW.impegno_id);
  PERFORM siss_capienza_capitolo(i.capitolo_id) FROM impegno i WHERE i.id = NEW.impegno_id;
  RETURN NULL;
END $$;

CREATE FUNCTION siss_uso_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM siss_capienza_impegno(NEW.impegno_id);
  RETURN NULL;
END $$;

-- The shares of a movimento are of its ente and of its run, sum to what is paid,
-- and give back no more than what is taken back.
CREATE FUNCTION siss_usa_impegno() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM nuovi u JOIN impegno i ON i.id = u.impegno_id JOIN movimento m ON m.id = u.movimento_id
      WHERE (u.ente_id, u.elaborazione_id) <> (m.ente_id, m.elaborazione_id) OR i.ente_id <> m.ente_id OR sign(u.importo) <> sign(m.totale))
    OR EXISTS (SELECT 1 FROM (SELECT DISTINCT movimento_id FROM nuovi) n JOIN movimento m ON m.id = n.movimento_id
      CROSS JOIN LATERAL (SELECT sum(importo) AS somma FROM utilizzo WHERE movimento_id = m.id) x
      WHERE abs(x.somma) > abs(m.totale) OR m.tipo <> 'STORNO' AND m.totale > 0 AND x.somma <> m.totale) THEN
    RAISE EXCEPTION 'shares do not sum' USING ERRCODE = 'check_violation', CONSTRAINT = 'utilizzo_quote';
  END IF;
  INSERT INTO uso_impegno (impegno_id, elaborazione_id, ente_id, importo)
  SELECT impegno_id, elaborazione_id, ente_id, sum(importo) FROM nuovi GROUP BY impegno_id, elaborazione_id, ente_id ORDER BY impegno_id
  ON CONFLICT (impegno_id, elaborazione_id) DO UPDATE SET importo = uso_impegno.importo + excluded.importo;
  RETURN NULL;
END $$;

CREATE FUNCTION siss_rende_impegno() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE uso_impegno u SET importo = u.importo - x.somma
  FROM (SELECT impegno_id, elaborazione_id, sum(importo) AS somma FROM vecchi GROUP BY impegno_id, elaborazione_id) x
  WHERE (u.impegno_id, u.elaborazione_id) = (x.impegno_id, x.elaborazione_id);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER guardia AFTER INSERT OR UPDATE ON fondo FOR EACH ROW EXECUTE FUNCTION siss_fondo_guardia();
CREATE TRIGGER guardia AFTER INSERT OR UPDATE ON capitolo FOR EACH ROW EXECUTE FUNCTION siss_capitolo_guardia();
CREATE TRIGGER guardia AFTER INSERT OR UPDATE ON impegno FOR EACH ROW EXECUTE FUNCTION siss_impegno_guardia();
CREATE TRIGGER guardia AFTER INSERT ON variazione_impegno FOR EACH ROW EXECUTE FUNCTION siss_variazione_guardia();
CREATE TRIGGER guardia AFTER INSERT OR UPDATE ON uso_impegno FOR EACH ROW EXECUTE FUNCTION siss_uso_guardia();
CREATE TRIGGER usa AFTER INSERT ON utilizzo REFERENCING NEW TABLE AS nuovi FOR EACH STATEMENT EXECUTE FUNCTION siss_usa_impegno();
CREATE TRIGGER rende AFTER DELETE ON utilizzo REFERENCING OLD TABLE AS vecchi FOR EACH STATEMENT EXECUTE FUNCTION siss_rende_impegno();
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR TRUNCATE ON utilizzo FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
CREATE TRIGGER immutabile BEFORE INSERT OR UPDATE OR DELETE ON utilizzo FOR EACH ROW EXECUTE FUNCTION siss_definitiva_immutabile();
CREATE TRIGGER immutabile BEFORE INSERT OR UPDATE OR DELETE ON uso_impegno FOR EACH ROW EXECUTE FUNCTION siss_definitiva_immutabile();
SELECT siss_sotto_controllo(t::regclass) FROM unnest(ARRAY['fondo', 'capitolo', 'impegno', 'variazione_impegno', 'impegno_intervento']) t;

-- A month that the impegni cannot pay: how much they lack.
ALTER TABLE anomalia
  ADD COLUMN mancante bigint CHECK (mancante > 0),
  DROP CONSTRAINT anomalia_tipo_check,
  ADD CONSTRAINT anomalia_tipo_check CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE',
    'IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO', 'MESE_NON_FIRMATO', 'IMPEGNO_INSUFFICIENTE')),
  DROP CONSTRAINT anomalia_bloccata_check,
  ADD CONSTRAINT anomalia_bloccata_check CHECK ((importo IS NOT NULL) = (tipo IN ('IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO', 'IMPEGNO_INSUFFICIENTE'))),
  ADD CONSTRAINT anomalia_capienza_check CHECK ((mancante IS NOT NULL) = (tipo = 'IMPEGNO_INSUFFICIENTE'));

-- +goose Down
-- Without impegni the months that they left out are to be looked at again: the
-- marks that the confirmations wrote say so.
SELECT set_config('siss.azione', 'senza-bilancio', true);
ALTER TABLE anomalia DISABLE TRIGGER immutabile;
DELETE FROM anomalia WHERE tipo = 'IMPEGNO_INSUFFICIENTE';
ALTER TABLE anomalia ENABLE TRIGGER immutabile;
ALTER TABLE anomalia
  DROP COLUMN mancante,
  DROP CONSTRAINT anomalia_tipo_check,
  ADD CONSTRAINT anomalia_tipo_check CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE',
    'IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO', 'MESE_NON_FIRMATO')),
  DROP CONSTRAINT anomalia_bloccata_check,
  ADD CONSTRAINT anomalia_bloccata_check CHECK ((importo IS NOT NULL) = (tipo IN ('IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO')));
DROP VIEW saldo_impegno;
DROP TABLE uso_impegno, utilizzo, impegno_intervento, variazione_impegno, impegno, capitolo, fondo;
DROP FUNCTION siss_usa_impegno, siss_rende_impegno, siss_uso_guardia, siss_variazione_guardia, siss_impegno_guardia, siss_capitolo_guardia,
  siss_fondo_guardia, siss_capienza_fondo, siss_capienza_capitolo, siss_capienza_impegno;
