-- +goose Up
-- What an operatore changes of an intervento that was activated: a rule of
-- payment and a share of the person are never rewritten. Another row begins and
-- names the one whose place it takes, which is closed the day before; one that
-- is replaced from its first day on (superata_da) stays, and counts no more.
-- linea is the line of payment that a row goes on, so that what it changes of a
-- month that was settled is one adjustment; absent, the row has one of its own.
ALTER TABLE regola_pagamento
  ADD COLUMN linea int CHECK (linea > 0),
  ADD COLUMN sostituisce uuid REFERENCES regola_pagamento,
  ADD COLUMN superata_da uuid REFERENCES regola_pagamento DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN motivo text NOT NULL DEFAULT '' CHECK (length(motivo) <= 500),
  ADD COLUMN registrata_da uuid REFERENCES operatore,
  ADD COLUMN registrata_il timestamptz,
  ADD CONSTRAINT regola_pagamento_linea_fkey FOREIGN KEY (intervento_id, linea) REFERENCES regola_pagamento (intervento_id, progressivo),
  ADD CONSTRAINT regola_pagamento_cambio_check CHECK ((registrata_il IS NULL) = (registrata_da IS NULL) AND (registrata_il IS NULL) = (motivo = '')
    AND (registrata_il IS NULL) = (linea IS NULL) AND (registrata_il IS NULL) = (sostituisce IS NULL)),
  ADD CONSTRAINT regola_pagamento_superata_check CHECK (superata_da <> id AND sostituisce <> id);

-- A share may begin where there was none: then it goes on line 0, that of what is
-- delivered without a share.
ALTER TABLE quota_utente
  ADD COLUMN linea int CHECK (linea >= 0),
  ADD COLUMN sostituisce uuid REFERENCES quota_utente,
  ADD COLUMN superata_da uuid REFERENCES quota_utente DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN motivo text NOT NULL DEFAULT '' CHECK (length(motivo) <= 500),
  ADD COLUMN registrata_da uuid REFERENCES operatore,
  ADD COLUMN registrata_il timestamptz,
  DROP CONSTRAINT quota_utente_intervento_id_daterange_excl,
  ADD CONSTRAINT quota_utente_periodo_excl EXCLUDE USING gist (intervento_id WITH =, daterange(dal, al, '[]') WITH &&) WHERE (superata_da IS NULL),
  ADD CONSTRAINT quota_utente_cambio_check CHECK ((registrata_il IS NULL) = (registrata_da IS NULL) AND (registrata_il IS NULL) = (motivo = '')
    AND (registrata_il IS NULL) = (linea IS NULL) AND (registrata_il IS NOT NULL OR sostituisce IS NULL)),
  ADD CONSTRAINT quota_utente_superata_check CHECK (superata_da <> id AND sostituisce <> id);

-- +goose Down
ALTER TABLE quota_utente
  DROP CONSTRAINT quota_utente_periodo_excl,
  DROP COLUMN linea, DROP COLUMN sostituisce, DROP COLUMN superata_da, DROP COLUMN motivo, DROP COLUMN registrata_da, DROP COLUMN registrata_il,
  ADD CONSTRAINT quota_utente_intervento_id_daterange_excl EXCLUDE USING gist (intervento_id WITH =, daterange(dal, al, '[]') WITH &&);
ALTER TABLE regola_pagamento
  DROP CONSTRAINT regola_pagamento_linea_fkey,
  DROP COLUMN linea, DROP COLUMN sostituisce, DROP COLUMN superata_da, DROP COLUMN motivo, DROP COLUMN registrata_da, DROP COLUMN registrata_il;
