-- +goose Up
-- What an act answered, where repeating the act must answer the same and the
-- rows alone cannot tell it: which cells of the tabellone were refused, and why.
ALTER TABLE atto ADD COLUMN esito jsonb;

-- Of an anomalia, what its sentence says in fields: which kind it is, of which
-- month or day, and what other elaborazione holds the month.
ALTER TABLE anomalia
  ADD COLUMN tipo text CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE')),
  ADD COLUMN mese date CHECK (extract(day FROM mese) = 1),
  ADD COLUMN giorno date,
  ADD COLUMN altra_id uuid REFERENCES elaborazione;

-- +goose StatementBegin
-- The first day of a month written in words, "gennaio 2024".
CREATE FUNCTION siss_mese_in_parole(testo text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT make_date(split_part(testo, ' ', 2)::int, array_position(ARRAY['gennaio', 'febbraio', 'marzo', 'aprile', 'maggio', 'giugno',
    'luglio', 'agosto', 'settembre', 'ottobre', 'novembre', 'dicembre'], split_part(testo, ' ', 1)), 1)
$$;
-- +goose StatementEnd
ALTER TABLE anomalia DISABLE TRIGGER immutabile;
UPDATE anomalia SET tipo = 'TARIFFA_MANCANTE', giorno = to_date(right(testo, 10), 'DD/MM/YYYY'),
  mese = date_trunc('month', to_date(right(testo, 10), 'DD/MM/YYYY'))
  WHERE testo ~ '^manca la tariffa .* [0-9]{2}/[0-9]{2}/[0-9]{4}$';
UPDATE anomalia SET tipo = 'NESSUN_ACCESSO', mese = siss_mese_in_parole(substring(testo FROM 'tabellone di (.*)$'))
  WHERE testo LIKE 'nessun accesso nel tabellone di %';
UPDATE anomalia a SET tipo = CASE WHEN testo LIKE '%già liquidato%' THEN 'GIA_LIQUIDATO' ELSE 'IN_ALTRA_ELABORAZIONE' END,
  mese = siss_mese_in_parole(substring(testo FROM '^([a-z]+ [0-9]+) è già')),
  altra_id = (SELECT e.id FROM elaborazione e WHERE e.ente_id = a.ente_id AND e.anno || '/' || e.numero = substring(a.testo FROM '([0-9]+/[0-9]+)$'))
  WHERE testo ~ ' è già (liquidato con|nel)';
ALTER TABLE anomalia ENABLE TRIGGER immutabile;
DROP FUNCTION siss_mese_in_parole;
ALTER TABLE anomalia ALTER COLUMN tipo SET NOT NULL, ALTER COLUMN mese SET NOT NULL;

-- An anomalia that somebody has dealt with. The anomalia itself says what the
-- run saw and never changes; taking the mark away deletes this row. The id is
-- that of the anomalia.
CREATE TABLE sistemazione (
  id uuid PRIMARY KEY REFERENCES anomalia ON DELETE CASCADE,
  ente_id uuid NOT NULL REFERENCES ente,
  nota text NOT NULL DEFAULT '' CHECK (length(nota) <= 500),
  sistemata_da uuid NOT NULL REFERENCES operatore,
  sistemata_il timestamptz NOT NULL DEFAULT now()
);
SELECT siss_sotto_controllo('sistemazione'::regclass);

-- +goose Down
DROP TABLE sistemazione;
ALTER TABLE anomalia DROP COLUMN tipo, DROP COLUMN mese, DROP COLUMN giorno, DROP COLUMN altra_id;
ALTER TABLE atto DROP COLUMN esito;
