-- +goose Up
-- Files of casi di prova that an ente keeps: what it expects of the calculator.
-- A file is never changed nor deleted: it is withdrawn, and another one added.
CREATE TABLE casi_di_prova (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  titolo text NOT NULL CHECK (length(titolo) BETWEEN 1 AND 200),
  contenuto text NOT NULL CHECK (octet_length(contenuto) <= 262144),
  casi int NOT NULL CHECK (casi > 0),
  caricato_da uuid NOT NULL REFERENCES operatore,
  caricato_il timestamptz NOT NULL,
  ritirato_da uuid REFERENCES operatore,
  ritirato_il timestamptz,
  CHECK ((ritirato_da IS NULL) = (ritirato_il IS NULL))
);
CREATE INDEX casi_di_prova_ente ON casi_di_prova (ente_id, caricato_il DESC, id);
SELECT siss_sotto_controllo('casi_di_prova'::regclass);

-- +goose Down
DROP TABLE casi_di_prova;
