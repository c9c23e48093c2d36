-- +goose Up
-- ASSA: the register of structures. The state of a structure on a date is
-- derived from its provvedimenti, never typed.
CREATE TABLE struttura (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  codice text NOT NULL UNIQUE,
  denominazione text NOT NULL,
  tipologia text NOT NULL,
  codice_istat char(6) NOT NULL REFERENCES comune,
  indirizzo text NOT NULL,
  gestore text NOT NULL,
  gestore_partita_iva text NOT NULL CHECK (gestore_partita_iva ~ '^[0-9]{11}$'),
  gestore_iban text NOT NULL,
  posti int NOT NULL CHECK (posti > 0)
);
CREATE INDEX struttura_tipologia ON struttura (tipologia);
CREATE TABLE provvedimento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  struttura_id uuid NOT NULL REFERENCES struttura,
  tipo text NOT NULL CHECK (tipo IN ('AUTORIZZAZIONE', 'ACCREDITAMENTO', 'SOSPENSIONE', 'REVOCA', 'CHIUSURA')),
  numero text NOT NULL,
  dal date NOT NULL,
  al date CHECK (al >= dal)
);
CREATE INDEX provvedimento_struttura ON provvedimento (struttura_id);

-- Catalogue and prices.
CREATE TABLE tipo_intervento (
  id uuid PRIMARY KEY,
  ente_id uuid REFERENCES ente,
  codice text NOT NULL UNIQUE,
  denominazione text NOT NULL,
  natura text NOT NULL CHECK (natura IN ('ECONOMICO', 'PRESTAZIONI', 'STRUTTURA')),
  livello_assistenza text NOT NULL,
  classificazione text NOT NULL,
  classificazione_istat text NOT NULL,
  tipologia_struttura text NOT NULL DEFAULT '',
  dal date NOT NULL,
  al date CHECK (al >= dal)
);
CREATE TABLE erogatore (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  denominazione text NOT NULL,
  partita_iva text NOT NULL CHECK (partita_iva ~ '^[0-9]{11}$'),
  iban text NOT NULL,
  dal date NOT NULL,
  al date CHECK (al >= dal)
);
CREATE INDEX erogatore_ente ON erogatore (ente_id);
CREATE TABLE tariffario (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  codice text NOT NULL,
  denominazione text NOT NULL,
  natura text NOT NULL CHECK (natura IN ('PRESTAZIONI', 'STRUTTURA')),
  erogatore_id uuid REFERENCES erogatore,
  struttura_id uuid REFERENCES struttura,
  iva_inclusa boolean NOT NULL DEFAULT false,
  dal date NOT NULL,
  al date CHECK (al >= dal),
  UNIQUE (ente_id, codice)
);
-- tariffa is in ten-thousandths of a euro, aliquota_iva in hundredths of percent.
CREATE TABLE voce_tariffario (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  tariffario_id uuid NOT NULL REFERENCES tariffario,
  prestazione text NOT NULL,
  denominazione text NOT NULL,
  unita text NOT NULL CHECK (unita IN ('ORA', 'ACCESSO', 'PASTO', 'GIORNATA')),
  tariffa bigint NOT NULL CHECK (tariffa >= 0),
  aliquota_iva int NOT NULL CHECK (aliquota_iva BETWEEN 0 AND 10000),
  dal date NOT NULL,
  al date CHECK (al >= dal),
  EXCLUDE USING gist (tariffario_id WITH =, prestazione WITH =, daterange(dal, al, '[]') WITH &&)
);

-- Domande.
CREATE TABLE domanda (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  uo_id uuid NOT NULL REFERENCES uo,
  anno int,
  numero int,
  soggetto_id uuid NOT NULL REFERENCES soggetto,
  data_presentazione date NOT NULL,
  canale text NOT NULL CHECK (canale IN ('SPORTELLO', 'PEC', 'ONLINE', 'POSTA', 'UFFICIO')),
  firmatario_qualita text NOT NULL CHECK (firmatario_qualita IN ('INTERESSATO', 'CONIUGE', 'FIGLIO', 'ALTRO_FAMILIARE', 'TUTORE', 'CURATORE', 'AMMINISTRATORE_SOSTEGNO', 'GENITORE', 'DELEGATO', 'SERVIZIO_SOCIALE')),
  firmatario_nominativo text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  stato text NOT NULL DEFAULT 'BOZZA' CHECK (stato IN ('BOZZA', 'PRESENTATA', 'IN_ISTRUTTORIA', 'ACCOLTA', 'ACCOLTA_PARZ', 'RESPINTA', 'CHIUSA')),
  protocollo text NOT NULL DEFAULT '',
  protocollo_data date,
  responsabile_id uuid REFERENCES operatore,
  avvio_il date,
  scadenza_il date,
  comunicata_il date,
  comunicata_mezzo text NOT NULL DEFAULT '',
  seguita_dal timestamptz,
  creata_da uuid NOT NULL REFERENCES operatore,
  creata_il timestamptz NOT NULL DEFAULT now(),
  presentata_il timestamptz,
  versione int NOT NULL DEFAULT 1,
  UNIQUE (ente_id, anno, numero),
  CHECK ((stato = 'BOZZA') = (numero IS NULL)),
  CHECK ((numero IS NULL) = (anno IS NULL)),
  CHECK (stato IN ('BOZZA', 'PRESENTATA') OR (avvio_il IS NOT NULL AND responsabile_id IS NOT NULL AND protocollo <> ''))
);
CREATE INDEX domanda_elenco ON domanda (ente_id, data_presentazione DESC, id);
CREATE INDEX domanda_soggetto ON domanda (soggetto_id);
CREATE TABLE richiesta (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  domanda_id uuid NOT NULL REFERENCES domanda,
  progressivo int NOT NULL CHECK (progressivo > 0),
  tipo_intervento_id uuid NOT NULL REFERENCES tipo_intervento,
  stato text NOT NULL DEFAULT 'DA_VALUTARE' CHECK (stato IN ('DA_VALUTARE', 'ACCETTATA', 'RESPINTA', 'ATTIVATA')),
  note text NOT NULL DEFAULT '',
  motivo text NOT NULL DEFAULT '',
  decisa_il timestamptz,
  decisa_da uuid REFERENCES operatore,
  intervento_id uuid,
  UNIQUE (domanda_id, progressivo),
  CHECK (stato <> 'RESPINTA' OR motivo <> ''),
  CHECK ((stato = 'DA_VALUTARE') = (decisa_il IS NULL)),
  CHECK ((stato = 'ATTIVATA') = (intervento_id IS NOT NULL))
);
-- Assegnazioni of the manual's fig. 10: a row is closed, never overwritten.
CREATE TABLE assegnazione (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  domanda_id uuid NOT NULL REFERENCES domanda,
  tipo text NOT NULL CHECK (tipo IN ('UO', 'OPERATORE')),
  uo_id uuid NOT NULL REFERENCES uo,
  operatore_id uuid REFERENCES operatore,
  data_inizio timestamptz NOT NULL,
  data_fine timestamptz,
  motivo text NOT NULL DEFAULT '',
  assegnata_da uuid NOT NULL REFERENCES operatore,
  CHECK ((tipo = 'OPERATORE') = (operatore_id IS NOT NULL)),
  CHECK (data_fine >= data_inizio),
  EXCLUDE USING gist (domanda_id WITH =, tipo WITH =, tstzrange(data_inizio, data_fine) WITH &&)
);
-- +goose StatementBegin
CREATE FUNCTION siss_assegnazione_immutabile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.data_fine IS NOT NULL
     OR (to_jsonb(NEW) - 'data_fine') IS DISTINCT FROM (to_jsonb(OLD) - 'data_fine') THEN
    RAISE EXCEPTION 'an assignment is only closed, never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER immutabile BEFORE UPDATE OR DELETE ON assegnazione
  FOR EACH ROW EXECUTE FUNCTION siss_assegnazione_immutabile();

-- Interventi.
CREATE TABLE intervento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  uo_id uuid NOT NULL REFERENCES uo,
  ente_pagatore_id uuid NOT NULL REFERENCES ente,
  anno int,
  numero int,
  natura text NOT NULL CHECK (natura IN ('ECONOMICO', 'PRESTAZIONI', 'STRUTTURA')),
  soggetto_id uuid NOT NULL REFERENCES soggetto,
  domanda_id uuid REFERENCES domanda,
  richiesta_id uuid REFERENCES richiesta,
  tipo_intervento_id uuid NOT NULL REFERENCES tipo_intervento,
  data_inizio date NOT NULL,
  data_fine date,
  motivo_attivazione text NOT NULL DEFAULT '' CHECK (motivo_attivazione IN ('', 'NUOVA', 'RINNOVO', 'PROROGA', 'URGENZA', 'PROVVEDIMENTO_AG', 'CONTINUITA')),
  motivo_termine text NOT NULL DEFAULT '' CHECK (motivo_termine IN ('', 'SCADENZA', 'DECESSO', 'RINUNCIA', 'TRASFERIMENTO', 'PERDITA_REQUISITI', 'RICOVERO', 'FINE_FONDI', 'OBIETTIVI_RAGGIUNTI')),
  stato text NOT NULL DEFAULT 'BOZZA' CHECK (stato IN ('BOZZA', 'DA_ATTIVARE', 'ATTIVO', 'SOSPESO', 'CONCLUSO')),
  operatore_responsabile_id uuid NOT NULL REFERENCES operatore,
  erogatore_id uuid REFERENCES erogatore,
  struttura_id uuid REFERENCES struttura,
  tariffario_id uuid REFERENCES tariffario,
  creato_il timestamptz NOT NULL DEFAULT now(),
  versione int NOT NULL DEFAULT 1,
  UNIQUE (ente_id, anno, numero),
  CHECK (data_fine >= data_inizio),
  CHECK ((stato = 'BOZZA') = (numero IS NULL)),
  CHECK ((numero IS NULL) = (anno IS NULL)),
  CHECK ((richiesta_id IS NULL) = (domanda_id IS NULL)),
  CHECK (stato <> 'CONCLUSO' OR (motivo_termine <> '' AND data_fine IS NOT NULL)),
  CHECK ((natura = 'PRESTAZIONI') = (erogatore_id IS NOT NULL)),
  CHECK ((natura = 'STRUTTURA') = (struttura_id IS NOT NULL)),
  CHECK ((natura = 'ECONOMICO') = (tariffario_id IS NULL))
);
CREATE UNIQUE INDEX intervento_richiesta ON intervento (richiesta_id) WHERE stato <> 'BOZZA';
CREATE INDEX intervento_soggetto ON intervento (soggetto_id);
CREATE INDEX intervento_elenco ON intervento (ente_id, natura, data_inizio DESC, id);
CREATE INDEX intervento_pagatore ON intervento (ente_pagatore_id, id) WHERE stato <> 'BOZZA';
ALTER TABLE richiesta ADD FOREIGN KEY (intervento_id) REFERENCES intervento;

CREATE TABLE sospensione (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  dal date NOT NULL,
  al date CHECK (al >= dal),
  motivo text NOT NULL CHECK (motivo <> ''),
  motivo_ripresa text NOT NULL DEFAULT '',
  EXCLUDE USING gist (intervento_id WITH =, daterange(dal, al, '[]') WITH &&)
);
CREATE TABLE regola_pagamento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  progressivo int NOT NULL CHECK (progressivo > 0),
  frequenza text NOT NULL CHECK (frequenza IN ('UNA_TANTUM', 'MENSILE')),
  importo bigint NOT NULL CHECK (importo > 0),
  criterio_rateo text NOT NULL CHECK (criterio_rateo IN ('NESSUNO', 'GIORNI_EFFETTIVI', 'TRENTESIMI', 'MEZZO_MESE', 'SOGLIA_15')),
  data_scadenza date,
  dal date,
  al date CHECK (al >= dal),
  UNIQUE (intervento_id, progressivo),
  CHECK ((frequenza = 'UNA_TANTUM') = (data_scadenza IS NOT NULL))
);
CREATE TABLE modalita_pagamento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL UNIQUE REFERENCES intervento,
  beneficiario_id uuid NOT NULL REFERENCES soggetto,
  titolo text NOT NULL CHECK (titolo IN ('ASSISTITO', 'DELEGATO', 'TUTORE', 'AMMINISTRATORE_SOSTEGNO', 'GENITORE')),
  metodo text NOT NULL CHECK (metodo IN ('BONIFICO', 'CASSA')),
  iban text,
  intestatario text NOT NULL DEFAULT '',
  CHECK (metodo <> 'BONIFICO' OR (iban IS NOT NULL AND intestatario <> ''))
);
-- quantita in hundredths of the unit, by period; for structures the days of
-- presence foreseen.
CREATE TABLE riga_piano (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  progressivo int NOT NULL CHECK (progressivo > 0),
  prestazione text NOT NULL,
  quantita bigint NOT NULL CHECK (quantita > 0),
  periodicita text NOT NULL CHECK (periodicita IN ('GIORNO', 'SETTIMANA', 'MESE')),
  UNIQUE (intervento_id, progressivo)
);
-- percentuale in hundredths of percent, importo in cents.
CREATE TABLE quota_utente (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  progressivo int NOT NULL CHECK (progressivo > 0),
  metodo text NOT NULL CHECK (metodo IN ('PERCENTUALE', 'FISSA_MENSILE', 'FISSA_GIORNALIERA')),
  percentuale int CHECK (percentuale BETWEEN 0 AND 10000),
  importo bigint CHECK (importo >= 0),
  dal date NOT NULL,
  al date CHECK (al >= dal),
  UNIQUE (intervento_id, progressivo),
  EXCLUDE USING gist (intervento_id WITH =, daterange(dal, al, '[]') WITH &&),
  CHECK ((metodo = 'PERCENTUALE') = (percentuale IS NOT NULL)),
  CHECK ((metodo = 'PERCENTUALE') = (importo IS NULL))
);

-- Tabellone: what was delivered on a day. quantita in hundredths of the unit,
-- or minutes for what is paid by the hour, or 1,00 for a presence.
CREATE TABLE accesso (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  data date NOT NULL,
  prestazione text NOT NULL,
  quantita bigint CHECK (quantita > 0),
  minuti int CHECK (minuti BETWEEN 1 AND 1440),
  inserito_da uuid NOT NULL REFERENCES operatore,
  inserito_il timestamptz NOT NULL DEFAULT now(),
  UNIQUE (intervento_id, data, prestazione),
  CHECK ((quantita IS NULL) <> (minuti IS NULL))
);

-- Elaborazione contabile.
CREATE TABLE elaborazione (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  uo_id uuid REFERENCES uo,
  anno int NOT NULL,
  numero int NOT NULL,
  dal date NOT NULL,
  al date NOT NULL CHECK (al >= dal),
  tipi uuid[] NOT NULL DEFAULT '{}',
  origine text NOT NULL CHECK (origine IN ('OPERATORE', 'PIANIFICATA')),
  stato text NOT NULL CHECK (stato IN ('IN_CALCOLO', 'PROVVISORIA', 'DEFINITIVA', 'ANNULLATA')),
  esaminati int NOT NULL DEFAULT 0,
  da_esaminare int NOT NULL DEFAULT 0,
  movimenti int NOT NULL DEFAULT 0,
  imponibile bigint NOT NULL DEFAULT 0,
  iva bigint NOT NULL DEFAULT 0,
  totale bigint NOT NULL DEFAULT 0,
  quota_utente bigint NOT NULL DEFAULT 0,
  creata_da uuid REFERENCES operatore,
  creata_il timestamptz NOT NULL DEFAULT now(),
  confermata_da uuid REFERENCES operatore,
  confermata_il timestamptz,
  documento_id uuid REFERENCES documento,
  versione int NOT NULL DEFAULT 1,
  UNIQUE (ente_id, anno, numero),
  CHECK ((stato = 'DEFINITIVA') = (confermata_il IS NOT NULL)),
  CHECK ((origine = 'OPERATORE') = (creata_da IS NOT NULL))
);
CREATE INDEX elaborazione_elenco ON elaborazione (ente_id, creata_il DESC, id);
CREATE TABLE movimento (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  elaborazione_id uuid NOT NULL REFERENCES elaborazione,
  progressivo int,
  intervento_id uuid NOT NULL REFERENCES intervento,
  mese_competenza date NOT NULL CHECK (extract(day FROM mese_competenza) = 1),
  voce text NOT NULL,
  estremi text NOT NULL,
  tipo text NOT NULL CHECK (tipo IN ('PAGAMENTO')),
  imponibile bigint NOT NULL CHECK (imponibile > 0),
  aliquota_iva int NOT NULL,
  iva bigint NOT NULL CHECK (iva >= 0),
  totale bigint NOT NULL CHECK (totale = imponibile + iva),
  quota_utente bigint NOT NULL DEFAULT 0 CHECK (quota_utente >= 0),
  beneficiario text NOT NULL,
  iban text,
  dettaglio jsonb NOT NULL,
  UNIQUE (elaborazione_id, intervento_id, mese_competenza, voce),
  UNIQUE (elaborazione_id, progressivo)
);
CREATE INDEX movimento_intervento ON movimento (intervento_id, mese_competenza);
CREATE TABLE anomalia (
  id uuid PRIMARY KEY,
  ente_id uuid NOT NULL REFERENCES ente,
  elaborazione_id uuid NOT NULL REFERENCES elaborazione,
  intervento_id uuid NOT NULL REFERENCES intervento,
  testo text NOT NULL,
  UNIQUE (elaborazione_id, intervento_id, testo)
);
-- A month of an intervento belongs to one elaborazione at most: so it is never
-- paid twice, and its accessi can no longer change. Annulling a provisional
-- elaborazione gives its months back.
CREATE TABLE mese_elaborato (
  ente_id uuid NOT NULL REFERENCES ente,
  intervento_id uuid NOT NULL REFERENCES intervento,
  mese date NOT NULL CHECK (extract(day FROM mese) = 1),
  elaborazione_id uuid NOT NULL REFERENCES elaborazione,
  PRIMARY KEY (intervento_id, mese)
);
CREATE INDEX mese_elaborato_elaborazione ON mese_elaborato (elaborazione_id);

-- +goose StatementBegin
CREATE FUNCTION siss_accesso_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r accesso;
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  -- An elaborazione locks the intervento while it reads: wait for it, then look.
  PERFORM 1 FROM intervento WHERE id = r.intervento_id FOR KEY SHARE;
  IF EXISTS (SELECT 1 FROM mese_elaborato
             WHERE intervento_id = r.intervento_id AND mese = date_trunc('month', r.data)::date) THEN
    RAISE EXCEPTION 'month closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accesso_mese_chiuso';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.intervento_id, OLD.data) IS DISTINCT FROM (NEW.intervento_id, NEW.data) THEN
    RAISE EXCEPTION 'an accesso does not move' USING ERRCODE = 'check_violation', CONSTRAINT = 'accesso_spostato';
  END IF;
  IF TG_OP <> 'DELETE' AND NOT EXISTS (
      SELECT 1 FROM intervento i WHERE i.id = NEW.intervento_id AND i.stato <> 'BOZZA'
        AND NEW.data >= i.data_inizio AND (i.data_fine IS NULL OR NEW.data <= i.data_fine)
        AND NOT EXISTS (SELECT 1 FROM sospensione s WHERE s.intervento_id = i.id
                        AND daterange(s.dal, s.al, '[]') @> NEW.data)) THEN
    RAISE EXCEPTION 'outside the intervento' USING ERRCODE = 'check_violation', CONSTRAINT = 'accesso_fuori_intervento';
  END IF;
  RETURN r;
END $$;

-- What an elaborazione definitiva says never changes.
CREATE FUNCTION siss_definitiva_immutabile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM elaborazione WHERE stato = 'DEFINITIVA'
             AND (TG_OP <> 'INSERT' AND id = OLD.elaborazione_id OR TG_OP <> 'DELETE' AND id = NEW.elaborazione_id)) THEN
    RAISE EXCEPTION 'the elaborazione is definitive' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION siss_elaborazione_guardia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an elaborazione is annulled, never deleted' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.stato IN ('DEFINITIVA', 'ANNULLATA')
     AND (to_jsonb(NEW) - 'documento_id') IS DISTINCT FROM (to_jsonb(OLD) - 'documento_id')
     OR OLD.documento_id IS NOT NULL AND NEW.documento_id IS DISTINCT FROM OLD.documento_id THEN
    RAISE EXCEPTION 'the elaborazione is closed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER guardia BEFORE INSERT OR UPDATE OR DELETE ON accesso
  FOR EACH ROW EXECUTE FUNCTION siss_accesso_guardia();
CREATE TRIGGER immutabile BEFORE INSERT OR UPDATE OR DELETE ON movimento
  FOR EACH ROW EXECUTE FUNCTION siss_definitiva_immutabile();
CREATE TRIGGER immutabile BEFORE INSERT OR UPDATE OR DELETE ON mese_elaborato
  FOR EACH ROW EXECUTE FUNCTION siss_definitiva_immutabile();
CREATE TRIGGER immutabile BEFORE INSERT OR UPDATE OR DELETE ON anomalia
  FOR EACH ROW EXECUTE FUNCTION siss_definitiva_immutabile();
CREATE TRIGGER guardia BEFORE UPDATE OR DELETE ON elaborazione
  FOR EACH ROW EXECUTE FUNCTION siss_elaborazione_guardia();

SELECT siss_sotto_controllo(t::regclass)
FROM unnest(ARRAY['struttura', 'provvedimento', 'tipo_intervento', 'erogatore', 'tariffario', 'voce_tariffario',
  'domanda', 'richiesta', 'assegnazione', 'intervento', 'sospensione', 'regola_pagamento', 'modalita_pagamento',
  'riga_piano', 'quota_utente', 'accesso', 'elaborazione']) t;

-- +goose Down
DROP TABLE mese_elaborato, anomalia, movimento, elaborazione, accesso, quota_utente, riga_piano, modalita_pagamento,
  regola_pagamento, sospensione;
ALTER TABLE richiesta DROP COLUMN intervento_id;
DROP TABLE intervento, assegnazione, richiesta, domanda, voce_tariffario, tariffario, erogatore, tipo_intervento,
  provvedimento, struttura;
DROP FUNCTION siss_accesso_guardia, siss_definitiva_immutabile, siss_elaborazione_guardia, siss_assegnazione_immutabile;
