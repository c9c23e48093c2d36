-- +goose Up
-- Every condition of a rule of payment (domain b.7.1). What old rules say they
-- go on saying: by the calendar, at the end of the rata, without a cap.
ALTER TABLE regola_pagamento
  DROP CONSTRAINT regola_pagamento_frequenza_check,
  ADD CONSTRAINT regola_pagamento_frequenza_check CHECK (frequenza IN ('UNA_TANTUM', 'GIORNALIERA', 'SETTIMANALE', 'MENSILE', 'BIMESTRALE', 'TRIMESTRALE',
    'QUADRIMESTRALE', 'SEMESTRALE', 'ANNUALE')),
  ADD COLUMN ancoraggio text NOT NULL DEFAULT 'SOLARE' CHECK (ancoraggio IN ('SOLARE', 'DA_INIZIO')),
  ADD COLUMN scadenza text NOT NULL DEFAULT 'POSTICIPATA' CHECK (scadenza IN ('POSTICIPATA', 'ANTICIPATA')),
  ADD COLUMN massimale bigint CHECK (massimale > 0),
  ADD COLUMN numero_rate int CHECK (numero_rate BETWEEN 1 AND 600),
  ADD COLUMN importo_totale bigint CHECK (importo_totale > 0),
  ADD COLUMN in_sospensione text NOT NULL DEFAULT 'NON_PAGARE' CHECK (in_sospensione IN ('NON_PAGARE', 'PAGARE')),
  ADD COLUMN aliquota_iva int NOT NULL DEFAULT 0 CHECK (aliquota_iva BETWEEN 0 AND 10000),
  ADD COLUMN causale text NOT NULL DEFAULT '' CHECK (length(causale) <= 140),
  ADD CONSTRAINT regola_pagamento_rate_check CHECK (frequenza NOT IN ('UNA_TANTUM', 'GIORNALIERA') OR numero_rate IS NULL AND importo_totale IS NULL);

-- +goose StatementBegin
-- How many months beyond its own a fact may change of what a rule pays: a rata
-- of more months is due with the last of them, or with the first.
CREATE FUNCTION siss_mesi_rata(frequenza text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE frequenza WHEN 'SETTIMANALE' THEN 1 WHEN 'BIMESTRALE' THEN 1 WHEN 'TRIMESTRALE' THEN 2 WHEN 'QUADRIMESTRALE' THEN 3
    WHEN 'SEMESTRALE' THEN 5 WHEN 'ANNUALE' THEN 11 ELSE 0 END
$$;

-- Whether all that a rule pays later follows from what it paid before: with a
-- cap, or with rate that are counted from its first day.
CREATE FUNCTION siss_regola_a_catena(r regola_pagamento) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT r.massimale IS NOT NULL OR r.numero_rate IS NOT NULL OR r.importo_totale IS NOT NULL OR r.ancoraggio = 'DA_INIZIO' OR r.frequenza = 'SETTIMANALE'
$$;

-- Marks the months between two days, absent for no limit, that some run of who
-- pays the intervento looked at, and those in which its rules pay for them.
CREATE OR REPLACE FUNCTION siss_tocca(chi uuid, inizio date, fine date, perche text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mese_toccato (ente_id, intervento_id, mese, causa)
  SELECT DISTINCT i.ente_pagatore_id, i.id, g::date, perche
  FROM intervento i JOIN elaborazione e ON e.ente_id = i.ente_pagatore_id AND e.stato <> 'ANNULLATA' AND e.tipo = 'ORDINARIA'
    AND (e.tipi = '{}' OR i.tipo_intervento_id = ANY (e.tipi))
    CROSS JOIN (SELECT make_interval(months => coalesce(max(siss_mesi_rata(r.frequenza)), 0)) AS mesi, coalesce(bool_or(siss_regola_a_catena(r)), false) AS catena
      FROM regola_pagamento r WHERE r.intervento_id = chi) x,
    generate_series(date_trunc('month', greatest(e.dal, coalesce(inizio, i.data_inizio) - x.mesi)::timestamp),
      least(e.al, CASE WHEN NOT x.catena THEN date_trunc('month', fine) + x.mesi END)::timestamp, '1 month') g
  WHERE i.id = chi AND i.stato <> 'BOZZA'
  ON CONFLICT (intervento_id, mese, causa) DO UPDATE SET elaborazione_id = NULL
$$;

-- A rule that is changed or taken away touches what it paid too.
CREATE FUNCTION siss_tocca_regola() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM siss_tocca(OLD.intervento_id, (OLD.dal - make_interval(months => siss_mesi_rata(OLD.frequenza)))::date, CASE WHEN NOT siss_regola_a_catena(OLD)
      THEN (OLD.al + make_interval(months => siss_mesi_rata(OLD.frequenza)))::date END, 'REGOLA');
  END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM siss_tocca(NEW.intervento_id, NEW.dal, NEW.al, 'REGOLA'); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
DROP TRIGGER tocca ON regola_pagamento;
CREATE TRIGGER tocca AFTER INSERT OR UPDATE OR DELETE ON regola_pagamento FOR EACH ROW EXECUTE FUNCTION siss_tocca_regola();

-- How an ente asks a share by the ISEE, from a day on. A table never changes:
-- a new one of the same codice takes its place.
CREATE TABLE tabella_isee (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  codice text NOT NULL CHECK (length(codice) BETWEEN 1 AND 30),
  denominazione text NOT NULL,
  metodo text NOT NULL CHECK (metodo IN ('FASCE', 'LINEARE', 'FORMULA_ISEE')),
  dal date NOT NULL,
  isee_minimo bigint CHECK (isee_minimo >= 0),
  isee_massimo bigint,
  percentuale_minima int CHECK (percentuale_minima BETWEEN 0 AND 10000),
  percentuale_massima int CHECK (percentuale_massima BETWEEN 0 AND 10000),
  importo bigint CHECK (importo >= 0),
  CONSTRAINT tabella_isee_versione UNIQUE (ente_id, codice, dal),
  CHECK (isee_massimo > isee_minimo),
  CHECK (percentuale_massima >= percentuale_minima),
  CHECK ((metodo = 'FASCE') = (isee_minimo IS NULL) AND (metodo = 'FASCE') = (isee_massimo IS NULL)),
  CHECK ((metodo = 'LINEARE') = (percentuale_minima IS NOT NULL) AND (metodo = 'LINEARE') = (percentuale_massima IS NOT NULL)),
  CHECK ((metodo = 'FORMULA_ISEE') = (importo IS NOT NULL))
);
-- A band begins where the one before ends and is closed on the right; only the
-- last is open.
CREATE TABLE fascia_isee (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  tabella_id uuid NOT NULL REFERENCES tabella_isee,
  progressivo int NOT NULL CHECK (progressivo > 0),
  fino_a bigint CHECK (fino_a > 0),
  percentuale int NOT NULL CHECK (percentuale BETWEEN 0 AND 10000),
  UNIQUE (tabella_id, progressivo),
  UNIQUE NULLS NOT DISTINCT (tabella_id, fino_a)
);
SELECT siss_sotto_controllo(t::regclass) FROM unnest(ARRAY['tabella_isee', 'fascia_isee']) t;
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON tabella_isee FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();
CREATE TRIGGER solo_aggiunta BEFORE UPDATE OR DELETE OR TRUNCATE ON fascia_isee FOR EACH STATEMENT EXECUTE FUNCTION siss_solo_aggiunta();

-- Every method of the share (domain b.7.4). Old shares go on as they are: on the
-- part that the health service leaves, by days. The ISEE is in this row only.
ALTER TABLE quota_utente
  DROP CONSTRAINT quota_utente_metodo_check,
  DROP CONSTRAINT quota_utente_check1,
  DROP CONSTRAINT quota_utente_check2,
  ADD COLUMN tabella_isee_id uuid REFERENCES tabella_isee,
  ADD COLUMN isee bigint CHECK (isee >= 0),
  ADD COLUMN tipo_isee text NOT NULL DEFAULT '' CHECK (tipo_isee IN ('', 'ORDINARIO', 'SOCIOSANITARIO', 'SOCIOSANITARIO_RESIDENZE', 'MINORENNI', 'CORRENTE')),
  ADD COLUMN data_dsu date,
  ADD COLUMN senza_isee text NOT NULL DEFAULT 'MASSIMA' CHECK (senza_isee IN ('MASSIMA', 'BLOCCA', 'ULTIMA_PROVVISORIA')),
  ADD COLUMN base text NOT NULL DEFAULT 'PARTE_SOCIALE' CHECK (base IN ('PARTE_SOCIALE', 'IMPONIBILE', 'LORDO', 'TOTALE')),
  ADD COLUMN minimo bigint CHECK (minimo >= 0),
  ADD COLUMN massimo bigint CHECK (massimo >= coalesce(minimo, 0)),
  ADD COLUMN criterio_rateo text NOT NULL DEFAULT 'GIORNI_EFFETTIVI' CHECK (criterio_rateo IN ('NESSUNO', 'GIORNI_EFFETTIVI', 'TRENTESIMI', 'MEZZO_MESE', 'SOGLIA_15')),
  ADD COLUMN reddito bigint CHECK (reddito >= 0),
  ADD COLUMN franchigia bigint CHECK (franchigia >= 0),
  ADD COLUMN indennita bigint CHECK (indennita >= 0),
  ADD COLUMN salvaguardia bigint CHECK (salvaguardia >= 0),
  ADD COLUMN residenziale boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT quota_utente_metodo_check CHECK (metodo IN ('PERCENTUALE', 'FISSA_MENSILE', 'FISSA_GIORNALIERA', 'FISSA_PRESTAZIONE', 'FASCE', 'LINEARE',
    'FORMULA_ISEE', 'REDDITO_MENO_FRANCHIGIA', 'ISEE_MENO_SALVAGUARDIA', 'INTERA', 'NESSUNA')),
  ADD CONSTRAINT quota_utente_percentuale_check1 CHECK ((metodo = 'PERCENTUALE') = (percentuale IS NOT NULL)),
  ADD CONSTRAINT quota_utente_importo_check1 CHECK ((metodo IN ('FISSA_MENSILE', 'FISSA_GIORNALIERA', 'FISSA_PRESTAZIONE')) = (importo IS NOT NULL)),
  ADD CONSTRAINT quota_utente_tabella_check CHECK ((metodo IN ('FASCE', 'LINEARE', 'FORMULA_ISEE')) = (tabella_isee_id IS NOT NULL)),
  ADD CONSTRAINT quota_utente_reddito_check1 CHECK ((metodo = 'REDDITO_MENO_FRANCHIGIA') = (reddito IS NOT NULL)),
  ADD CONSTRAINT quota_utente_salvaguardia_check1 CHECK ((metodo = 'ISEE_MENO_SALVAGUARDIA') = (salvaguardia IS NOT NULL)),
  ADD CONSTRAINT quota_utente_isee_check1 CHECK ((isee IS NULL) = (tipo_isee = '') AND (isee IS NULL) = (data_dsu IS NULL)
    AND (isee IS NULL OR metodo IN ('FASCE', 'LINEARE', 'FORMULA_ISEE', 'ISEE_MENO_SALVAGUARDIA')));
ALTER TABLE anomalia
  DROP CONSTRAINT anomalia_tipo_check,
  ADD CONSTRAINT anomalia_tipo_check CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE',
    'IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO', 'MESE_NON_FIRMATO', 'IMPEGNO_INSUFFICIENTE', 'ISEE_MANCANTE'));

-- What is done of what is delivered beyond the plan (domain b.8): old plans pay it.
ALTER TABLE riga_piano ADD COLUMN politica text NOT NULL DEFAULT 'LIBERO' CHECK (politica IN ('LIBERO', 'AVVISO', 'LIMITE_PIANO'));

-- +goose Down
ALTER TABLE riga_piano DROP COLUMN politica;
ALTER TABLE anomalia
  DROP CONSTRAINT anomalia_tipo_check,
  ADD CONSTRAINT anomalia_tipo_check CHECK (tipo IN ('TARIFFA_MANCANTE', 'NESSUN_ACCESSO', 'GIA_LIQUIDATO', 'IN_ALTRA_ELABORAZIONE',
    'IBAN_NON_VALIDO', 'BENEFICIARIO_DECEDUTO', 'PAGAMENTO_RIFIUTATO', 'MESE_NON_FIRMATO', 'IMPEGNO_INSUFFICIENTE'));
ALTER TABLE quota_utente
  DROP CONSTRAINT quota_utente_metodo_check, DROP CONSTRAINT quota_utente_percentuale_check1, DROP CONSTRAINT quota_utente_importo_check1,
  DROP COLUMN tabella_isee_id, DROP COLUMN isee, DROP COLUMN tipo_isee, DROP COLUMN data_dsu, DROP COLUMN senza_isee, DROP COLUMN base, DROP COLUMN minimo,
  DROP COLUMN massimo, DROP COLUMN criterio_rateo, DROP COLUMN reddito, DROP COLUMN franchigia, DROP COLUMN indennita, DROP COLUMN salvaguardia,
  DROP COLUMN residenziale,
  ADD CONSTRAINT quota_utente_metodo_check CHECK (metodo IN ('PERCENTUALE', 'FISSA_MENSILE', 'FISSA_GIORNALIERA')),
  ADD CONSTRAINT quota_utente_check1 CHECK ((metodo = 'PERCENTUALE') = (percentuale IS NOT NULL)),
  ADD CONSTRAINT quota_utente_check2 CHECK ((metodo = 'PERCENTUALE') = (importo IS NULL));
DROP TABLE fascia_isee, tabella_isee;
DROP TRIGGER tocca ON regola_pagamento;
CREATE TRIGGER tocca AFTER INSERT OR UPDATE OR DELETE ON regola_pagamento FOR EACH ROW EXECUTE FUNCTION siss_tocca_periodo('REGOLA');
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION siss_tocca(chi uuid, inizio date, fine date, perche text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mese_toccato (ente_id, intervento_id, mese, causa)
  SELECT DISTINCT i.ente_pagatore_id, i.id, g::date, perche
  FROM intervento i JOIN elaborazione e ON e.ente_id = i.ente_pagatore_id AND e.stato <> 'ANNULLATA' AND e.tipo = 'ORDINARIA'
    AND (e.tipi = '{}' OR i.tipo_intervento_id = ANY (e.tipi)),
    generate_series(date_trunc('month', greatest(e.dal, coalesce(inizio, i.data_inizio))::timestamp), least(e.al, fine)::timestamp, '1 month') g
  WHERE i.id = chi AND i.stato <> 'BOZZA'
  ON CONFLICT (intervento_id, mese, causa) DO UPDATE SET elaborazione_id = NULL
$$;
-- +goose StatementEnd
DROP FUNCTION siss_tocca_regola, siss_regola_a_catena, siss_mesi_rata;
ALTER TABLE regola_pagamento
  DROP CONSTRAINT regola_pagamento_rate_check,
  DROP CONSTRAINT regola_pagamento_frequenza_check,
  DROP COLUMN ancoraggio, DROP COLUMN scadenza, DROP COLUMN massimale, DROP COLUMN numero_rate, DROP COLUMN importo_totale,
  DROP COLUMN in_sospensione, DROP COLUMN aliquota_iva, DROP COLUMN causale,
  ADD CONSTRAINT regola_pagamento_frequenza_check CHECK (frequenza IN ('UNA_TANTUM', 'MENSILE'));
