-- +goose Up
-- How many tasks are open, and how many of them somebody has, of each office
-- by kind and term, of each ente by kind and term (uo_id is null), and of each
-- ente by term (tipo too is null). The home page sums these rows instead of the
-- tasks, of which an office has thousands.
--
-- A row is a difference: the transaction that opens, moves or closes a task adds
-- its own and waits for nobody, so that sums agree with the tasks in every
-- snapshot. Every fiftieth difference gathers those of its ente.
CREATE TABLE compito_conto (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ente_id uuid NOT NULL,
  uo_id uuid,
  tipo text CHECK (tipo IS NOT NULL OR uo_id IS NULL),
  scade date,
  aperti int NOT NULL,
  presi int NOT NULL
);
CREATE INDEX compito_conto_somme ON compito_conto (ente_id, uo_id, tipo, scade) INCLUDE (aperti, presi);

-- The tasks of a kind in a whole ente, of which there may be few among many.
CREATE INDEX compito_tipo ON compito (ente_id, tipo, scade, creato, id) INCLUDE (uo_id, operatore_id) WHERE chiuso_il IS NULL;

-- +goose StatementBegin
-- Gathers the differences of an ente where there are several of one kind.
-- Those that another transaction is gathering are left to it.
CREATE FUNCTION siss_raccogli_conti(di uuid) RETURNS void LANGUAGE sql AS $$
  WITH molti AS (
    SELECT uo_id, tipo, scade FROM compito_conto WHERE ente_id = di GROUP BY uo_id, tipo, scade HAVING count(*) > 8
  ), scelti AS (
    SELECT k.id FROM compito_conto k JOIN molti m ON k.ente_id = di AND k.tipo IS NOT DISTINCT FROM m.tipo
      AND k.uo_id IS NOT DISTINCT FROM m.uo_id AND k.scade IS NOT DISTINCT FROM m.scade
    FOR UPDATE OF k SKIP LOCKED
  ), tolti AS (
    DELETE FROM compito_conto WHERE id IN (SELECT id FROM scelti) RETURNING ente_id, uo_id, tipo, scade, aperti, presi
  )
  INSERT INTO compito_conto (ente_id, uo_id, tipo, scade, aperti, presi)
  SELECT ente_id, uo_id, tipo, scade, sum(aperti), sum(presi) FROM tolti GROUP BY ente_id, uo_id, tipo, scade
  HAVING sum(aperti) <> 0 OR sum(presi) <> 0
$$;

-- Counts anew from the tasks: what triggers did not see, as when rows were copied.
CREATE FUNCTION siss_riconta_compiti() RETURNS void LANGUAGE sql AS $$
  LOCK TABLE compito IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM compito_conto;
  INSERT INTO compito_conto (ente_id, uo_id, tipo, scade, aperti, presi)
  SELECT ente_id, uo_id, tipo, scade, count(*), count(operatore_id) FROM compito WHERE chiuso_il IS NULL
  GROUP BY GROUPING SETS ((ente_id, uo_id, tipo, scade), (ente_id, tipo, scade), (ente_id, scade));
$$;

CREATE FUNCTION siss_conta_compiti() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  raccolto uuid;
BEGIN
  WITH diverso AS (
    SELECT OLD.ente_id, OLD.uo_id, OLD.tipo, OLD.scade, -1 AS aperti, -(OLD.operatore_id IS NOT NULL)::int AS presi
    WHERE TG_OP <> 'INSERT' AND OLD.chiuso_il IS NULL
    UNION ALL SELECT NEW.ente_id, NEW.uo_id, NEW.tipo, NEW.scade, 1, (NEW.operatore_id IS NOT NULL)::int
    WHERE TG_OP <> 'DELETE' AND NEW.chiuso_il IS NULL
  ), nuovi AS (
    INSERT INTO compito_conto (ente_id, uo_id, tipo, scade, aperti, presi)
    SELECT ente_id, uo_id, tipo, scade, sum(aperti), sum(presi) FROM diverso
    GROUP BY GROUPING SETS ((ente_id, uo_id, tipo, scade), (ente_id, tipo, scade), (ente_id, scade))
    HAVING sum(aperti) <> 0 OR sum(presi) <> 0
    RETURNING id, ente_id
  )
  SELECT ente_id INTO raccolto FROM nuovi WHERE id % 50 = 0;
  IF raccolto IS NOT NULL THEN
    PERFORM siss_raccogli_conti(raccolto);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER conto AFTER INSERT OR DELETE OR UPDATE OF ente_id, uo_id, operatore_id, tipo, scade, chiuso_il ON compito
  FOR EACH ROW EXECUTE FUNCTION siss_conta_compiti();
SELECT siss_riconta_compiti();

-- +goose Down
DROP TRIGGER conto ON compito;
DROP FUNCTION siss_conta_compiti, siss_riconta_compiti, siss_raccogli_conti;
DROP TABLE compito_conto;
DROP INDEX compito_tipo;
