-- +goose Up
-- What an operatore has typed in a form and not saved yet: scratch paper, kept
-- so that a lost session doesn't lose an hour's work. It is no act of the
-- office: it decides nothing, nobody else ever reads it and it goes when the
-- form is saved. So it isn't under siss_sotto_controllo, which would keep in
-- the audit for ever the personal data that its author threw away, one row
-- every few seconds; and it is of a person, not of an ente: who may no longer
-- open the form cannot open its draft either.
CREATE TABLE appunto (
  operatore_id uuid NOT NULL REFERENCES operatore,
  chiave text NOT NULL CHECK (length(chiave) BETWEEN 1 AND 500), -- where the form is posted to
  valori jsonb NOT NULL CHECK (octet_length(valori::text) <= 262144),
  atto_id uuid, -- the identity of the act that the form makes
  salvato_il timestamptz NOT NULL,
  PRIMARY KEY (operatore_id, chiave)
);
CREATE INDEX appunto_salvato ON appunto (salvato_il);

-- The field Codice of the manual's fig. 22: the ente's own number of a stay.
ALTER TABLE intervento ADD COLUMN codice_inserimento text NOT NULL DEFAULT '' CHECK (length(codice_inserimento) <= 30);

-- +goose Down
ALTER TABLE intervento DROP COLUMN codice_inserimento;
DROP TABLE appunto;
