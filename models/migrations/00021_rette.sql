-- +goose Up
-- What a price says besides (domain b.9): why there is no IVA, what the health
-- service pays, what a day in a struttura is worth by tipo di presenza and for
-- how many days of absence in a row. Absent is the rule of always: 100 % for a
-- presence, 50 % for half a day, nothing for an absence. In hundredths of percent.
ALTER TABLE voce_tariffario
  ADD COLUMN natura_iva text NOT NULL DEFAULT '' CHECK (natura_iva IN ('', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7')),
  ADD COLUMN quota_ssn int NOT NULL DEFAULT 0 CHECK (quota_ssn BETWEEN 0 AND 10000),
  ADD COLUMN presente int CHECK (presente BETWEEN 0 AND 10000),
  ADD COLUMN mezza_giornata int CHECK (mezza_giornata BETWEEN 0 AND 10000),
  ADD COLUMN assente_giustificato int CHECK (assente_giustificato BETWEEN 0 AND 10000),
  ADD COLUMN assente_ingiustificato int CHECK (assente_ingiustificato BETWEEN 0 AND 10000),
  ADD COLUMN ricovero int CHECK (ricovero BETWEEN 0 AND 10000),
  ADD COLUMN rientro_famiglia int CHECK (rientro_famiglia BETWEEN 0 AND 10000),
  ADD COLUMN vacanza int CHECK (vacanza BETWEEN 0 AND 10000),
  ADD COLUMN franchigia int CHECK (franchigia BETWEEN 1 AND 366),
  ADD COLUMN oltre_franchigia int CHECK (oltre_franchigia BETWEEN 0 AND 10000),
  ADD CONSTRAINT voce_tariffario_natura_check CHECK (natura_iva = '' OR aliquota_iva = 0),
  ADD CONSTRAINT voce_tariffario_oltre_check CHECK (oltre_franchigia IS NULL OR franchigia IS NOT NULL);

-- The IVA of who delivers goes to the Treasury (art. 17-ter DPR 633/72).
ALTER TABLE tariffario ADD COLUMN split_payment boolean NOT NULL DEFAULT false;

-- A correction may be of the tipo di presenza alone.
ALTER TABLE accesso
  ADD COLUMN tipo_presenza text NOT NULL DEFAULT 'PRESENTE' CHECK (tipo_presenza IN ('PRESENTE', 'MEZZA_GIORNATA', 'ASSENTE_GIUSTIFICATO',
    'ASSENTE_INGIUSTIFICATO', 'RICOVERO', 'RIENTRO_FAMIGLIA', 'VACANZA')),
  ADD CONSTRAINT accesso_presenza_check CHECK (tipo_presenza = 'PRESENTE' OR minuti IS NULL),
  DROP CONSTRAINT accesso_quantita_check,
  ADD CONSTRAINT accesso_quantita_check CHECK (quantita > 0 OR rettifica_di IS NOT NULL);

-- +goose StatementBegin
-- A correction changes something: the quantity or the tipo di presenza.
CREATE FUNCTION siss_rettifica_qualcosa() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.quantita = 0 AND NEW.tipo_presenza = (SELECT a.tipo_presenza FROM accesso a WHERE a.id = NEW.rettifica_di) THEN
    RAISE EXCEPTION 'a correction of nothing' USING ERRCODE = 'check_violation', CONSTRAINT = 'accesso_quantita_check';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER rettifica_qualcosa BEFORE INSERT ON accesso FOR EACH ROW WHEN (NEW.rettifica_di IS NOT NULL) EXECUTE FUNCTION siss_rettifica_qualcosa();

ALTER TABLE movimento
  ADD COLUMN natura_iva text NOT NULL DEFAULT '',
  ADD COLUMN split_payment boolean NOT NULL DEFAULT false,
  ADD COLUMN quota_ssn bigint NOT NULL DEFAULT 0;

-- +goose StatementBegin
-- A presence counts in what the absences after it are worth, as many days on as
-- the longest franchigia of its price list.
CREATE OR REPLACE FUNCTION siss_tocca_accesso() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r accesso;
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  PERFORM siss_tocca(r.intervento_id, r.data, r.data + coalesce((SELECT max(v.franchigia) FROM intervento i
    JOIN voce_tariffario v ON v.tariffario_id = i.tariffario_id WHERE i.id = r.intervento_id AND i.natura = 'STRUTTURA'), 0), 'PRESENZE');
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION siss_tocca_accesso() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM siss_tocca(OLD.intervento_id, OLD.data, OLD.data, 'PRESENZE');
  ELSE
    PERFORM siss_tocca(NEW.intervento_id, NEW.data, NEW.data, 'PRESENZE');
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
ALTER TABLE movimento DROP COLUMN natura_iva, DROP COLUMN split_payment, DROP COLUMN quota_ssn;
DROP TRIGGER rettifica_qualcosa ON accesso;
DROP FUNCTION siss_rettifica_qualcosa;
-- A correction of the tipo di presenza alone cannot be undone: the schema of
-- before refuses it, and so does this.
ALTER TABLE accesso
  DROP CONSTRAINT accesso_quantita_check,
  ADD CONSTRAINT accesso_quantita_check CHECK (quantita > 0 OR rettifica_di IS NOT NULL AND quantita <> 0),
  DROP COLUMN tipo_presenza;
ALTER TABLE tariffario DROP COLUMN split_payment;
ALTER TABLE voce_tariffario
  DROP COLUMN natura_iva, DROP COLUMN quota_ssn, DROP COLUMN presente, DROP COLUMN mezza_giornata, DROP COLUMN assente_giustificato,
  DROP COLUMN assente_ingiustificato, DROP COLUMN ricovero, DROP COLUMN rientro_famiglia, DROP COLUMN vacanza, DROP COLUMN franchigia, DROP COLUMN oltre_franchigia;
