package sigess

import (
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/inbox"
	"siss/models/periodo"
)

// Evento is a row of the audit of a case: who changed what, in which act.
type Evento struct {
	Transazione *int64 // of the act; nil for rows older than the column
	Quando      time.Time
	Azione      string
	Operatore   string // "" when a timer or a schedule acted
	Entita      string
	EntitaID    string
	Prima       Istantanea `gorm:"-"`
	Dopo        Istantanea `gorm:"-"`
}

// Istantanea is a row as it was or became, of whatever table: what a story
// tells of it. Absent fields are zero.
type Istantanea struct {
	Anno            *int
	Numero          *int
	Progressivo     int
	Stato           Stato
	Titolo          string
	Protocollo      string
	ProtocolloData  periodo.Data `json:"protocollo_data"`
	ResponsabileID  string       `json:"responsabile_id"`
	ComunicataIl    periodo.Data `json:"comunicata_il"`
	ComunicataMezzo string       `json:"comunicata_mezzo"`
	Tipo            string
	Motivo          string
	MotivoRipresa   string `json:"motivo_ripresa"`
	MotivoTermine   string `json:"motivo_termine"`
	MotivoAnnullo   string `json:"motivo_annullamento"`
	Risposta        string
	Dal             periodo.Data
	Al              periodo.Data
	DataFine        periodo.Data `json:"data_fine"`
	InterventoID    string       `json:"intervento_id"`
}

// UnmarshalJSON reads what there is: data_fine is a day in one table and a
// moment in another, tipo may be anything.
func (i *Istantanea) UnmarshalJSON(testo []byte) error {
	type nudo Istantanea
	var grezzo map[string]json.RawMessage
	if err := json.Unmarshal(testo, &grezzo); err != nil || grezzo == nil {
		return err
	}
	if fine := grezzo["data_fine"]; len(fine) > len(`"2024-01-01"`) {
		delete(grezzo, "data_fine")
	}
	pulito, err := json.Marshal(grezzo)
	if err != nil {
		return err
	}
	return json.Unmarshal(pulito, (*nudo)(i))
}

// eventiMassimi bounds the story that a card tells.
const eventiMassimi = 1000

// chiaviDomanda and chiaviIntervento are the rows whose changes are the story
// of a case.
const (
	chiaviDomanda = `SELECT 'domanda' AS entita, ?::text AS id UNION ALL SELECT 'richiesta', id::text FROM richiesta WHERE domanda_id = ?
		UNION ALL SELECT 'assegnazione', id::text FROM assegnazione WHERE domanda_id = ?
		UNION ALL SELECT 'allegato', id::text FROM allegato WHERE domanda_id = ?
		UNION ALL SELECT 'pausa', id::text FROM pausa WHERE domanda_id = ?
		UNION ALL SELECT 'compito', id::text FROM compito WHERE oggetto_id = ? AND chiuso_il IS NULL
		UNION ALL SELECT 'compito', id::text FROM compito WHERE oggetto_id = ? AND chiuso_il IS NOT NULL`
	chiaviIntervento = `SELECT 'intervento' AS entita, ?::text AS id UNION ALL SELECT 'sospensione', id::text FROM sospensione WHERE intervento_id = ?
		UNION ALL SELECT 'allegato', id::text FROM allegato WHERE intervento_id = ?
		UNION ALL SELECT 'regola_pagamento', id::text FROM regola_pagamento WHERE intervento_id = ? AND registrata_il IS NOT NULL
		UNION ALL SELECT 'quota_utente', id::text FROM quota_utente WHERE intervento_id = ? AND registrata_il IS NOT NULL`
	eventiDi = `SELECT * FROM (SELECT v.id, v.transazione, v.quando, v.azione, v.entita, v.entita_id, coalesce(v.prima, '{}') AS prima, coalesce(v.dopo, '{}') AS dopo,
		coalesce(o.cognome || ' ' || o.nome, '') AS operatore
		FROM k JOIN evento v ON v.entita = k.entita AND v.entita_id = k.id LEFT JOIN operatore o ON o.id = v.operatore_id
		WHERE v.ente_id IN ? ORDER BY v.id DESC LIMIT ?) x ORDER BY x.id`
)

// EventiDomanda lists what was changed in a domanda and in what belongs to it,
// in order of time; of a very long story, the latest part.
func EventiDomanda(tx *gorm.DB, chi models.Chi, id string) ([]Evento, error) {
	return eventi(tx, "WITH k AS ("+chiaviDomanda+") "+eventiDi, id, id, id, id, id, id, id, chi.Enti(), eventiMassimi)
}

// EventiIntervento lists what was changed in an intervento and in what belongs
// to it, in order of time.
func EventiIntervento(tx *gorm.DB, chi models.Chi, id string) ([]Evento, error) {
	return eventi(tx, "WITH k AS ("+chiaviIntervento+") "+eventiDi, id, id, id, id, id, chi.Enti(), eventiMassimi)
}

func eventi(tx *gorm.DB, query string, args ...any) ([]Evento, error) {
	righe, err := models.Tutte[struct {
		Evento
		PrimaJSON []byte `gorm:"column:prima"`
		DopoJSON  []byte `gorm:"column:dopo"`
	}](tx, query, args...)
	out := make([]Evento, len(righe))
	for n, r := range righe {
		out[n] = r.Evento
		for _, x := range []struct {
			da []byte
			a  *Istantanea
		}{{r.PrimaJSON, &out[n].Prima}, {r.DopoJSON, &out[n].Dopo}} {
			if err := json.Unmarshal(x.da, x.a); err != nil {
				return nil, err
			}
		}
	}
	return out, err
}

// CompitoAperto is an open task of a case, with the names of who can do it.
type CompitoAperto struct {
	inbox.Compito
	Ufficio   string
	Operatore string // "" while it waits in the office's list
}

// CompitiDelCaso lists the open tasks of a case, the first due first.
func CompitiDelCaso(tx *gorm.DB, chi models.Chi, oggettoID string) ([]CompitoAperto, error) {
	return models.Tutte[CompitoAperto](tx, `SELECT c.*, u.codice || ' - ' || u.denominazione AS ufficio, coalesce(o.cognome || ' ' || o.nome, '') AS operatore
		FROM compito c JOIN uo u ON u.id = c.uo_id LEFT JOIN operatore o ON o.id = c.operatore_id
		WHERE c.oggetto_id = ? AND c.chiuso_il IS NULL AND c.ente_id IN ? ORDER BY c.scade NULLS LAST, c.creato, c.titolo, c.id LIMIT 200`, oggettoID, chi.Enti())
}

// Liquidazione is what a run pays, or paid, of a month of an intervento.
type Liquidazione struct {
	Mese           periodo.Mese
	ElaborazioneID string
	Anno           int
	Numero         int
	Stato          Stato // Provvisoria, or confirmed
	ConfermataIl   *time.Time
	Beneficiario   string
	Imponibile     euro.Importo
	IVA            euro.Importo `gorm:"column:iva"`
	Totale         euro.Importo
	QuotaUtente    euro.Importo
	Visibile       bool // the run is of an ente of who asks
}

// Estremi is the number of the run, "2024/8".
func (l Liquidazione) Estremi() string { return Elaborazione{Anno: l.Anno, Numero: l.Numero}.Estremi() }

// Liquidazioni lists what was and is being paid of an intervento of the enti of
// who asks, the latest month first.
func Liquidazioni(tx *gorm.DB, chi models.Chi, interventoID string) ([]Liquidazione, error) {
	return models.Tutte[Liquidazione](tx, `SELECT m.mese_competenza AS mese, e.id AS elaborazione_id, e.anno, e.numero, e.stato, e.confermata_il,
		min(m.beneficiario) AS beneficiario, sum(m.imponibile) AS imponibile, sum(m.iva) AS iva, sum(m.totale) AS totale,
		sum(m.quota_utente) AS quota_utente, e.ente_id IN ? AS visibile
		FROM movimento m JOIN elaborazione e ON e.id = m.elaborazione_id JOIN intervento i ON i.id = m.intervento_id
		WHERE m.intervento_id = ? AND i.ente_id IN ? AND (e.stato = 'PROVVISORIA' OR m.stato = 'DEFINITIVO') AND m.riemette_id IS NULL
		GROUP BY m.mese_competenza, e.id ORDER BY m.mese_competenza DESC, e.id LIMIT 240`, chi.Enti(), interventoID, chi.Enti())
}

// Pagatore is who pays an intervento and when its runs start by themselves.
type Pagatore struct {
	Ente    string
	Ufficio string // of accounting, "" when the ente has none
	Giorno  *int   // day of the month of the scheduled run, nil for none
}

// PagatoreDi names who pays the interventi of an ente.
func PagatoreDi(tx *gorm.DB, enteID string, oggi periodo.Data) (Pagatore, error) {
	return models.Una[Pagatore](tx, "l'ente non esiste", `SELECT e.denominazione AS ente, e.giorno_elaborazione AS giorno,
		coalesce((SELECT u.codice || ' - ' || u.denominazione FROM uo u WHERE u.ente_id = e.id AND u.dal <= ? AND (u.al IS NULL OR u.al >= ?)
			ORDER BY u.tipo = 'CONTABILE' DESC, u.tipo = 'AMMINISTRATIVO' DESC, u.codice LIMIT 1), '') AS ufficio
		FROM ente e WHERE e.id = ?`, oggi, oggi, enteID)
}

// mesiGuardati bounds how far back a card looks for months to pay.
const mesiGuardati = 60

// DaLiquidare are the months that have ended and that no run holds yet although
// something is due for them, in order; and the month, ended or to come, that
// the next run is expected to pay (zero when nothing more is due). elaborati
// are the months that a run holds, conAccessi those with something in the
// tabellone.
func DaLiquidare(i Intervento, c Cassetti, elaborati, conAccessi []periodo.Mese, oggi periodo.Data) (arretrati []periodo.Mese, prossimo periodo.Mese) {
	if i.Stato == Bozza {
		return nil, periodo.Mese{}
	}
	occupati, pieni := insieme(elaborati), insieme(conAccessi)
	caso := casoDi(i, c)
	ultimo := oggi.Mese().Piu(12)
	if fine := i.DataFine; !fine.IsZero() && fine.Mese().Prima(ultimo) {
		ultimo = fine.Mese()
	}
	primo := i.DataInizio.Mese()
	if limite := oggi.Mese().Piu(-mesiGuardati); primo.Prima(limite) {
		primo = limite
	}
	for m := primo; !ultimo.Prima(m); m = m.Piu(1) {
		if occupati[m] || !dovuto(caso, m, pieni, oggi) {
			continue
		}
		if m.Fine().Prima(oggi) {
			arretrati = append(arretrati, m)
		}
		if prossimo.IsZero() {
			prossimo = m
		}
	}
	return arretrati, prossimo
}

func insieme(mesi []periodo.Mese) map[periodo.Mese]bool {
	out := map[periodo.Mese]bool{}
	for _, m := range mesi {
		out[m] = true
	}
	return out
}

func casoDi(i Intervento, c Cassetti) Caso {
	out := Caso{Natura: i.Natura, Span: periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}}
	for _, s := range c.Sospensioni {
		out.Sospensioni = append(out.Sospensioni, periodo.Intervallo{Dal: s.Dal, Al: s.Al})
	}
	for n, r := range c.Regole {
		out.Regole = append(out.Regole, Regola{Progressivo: n + 1, Frequenza: r.Frequenza, Importo: r.Importo, CriterioRateo: Criterio(r.CriterioRateo),
			DataScadenza: r.DataScadenza, Dal: r.Dal, Al: r.Al})
	}
	return out
}

// dovuto tells whether a month will be paid: a contribution by its rules, the
// others by what is in the tabellone or, while the month lasts, may still be.
func dovuto(c Caso, m periodo.Mese, pieni map[periodo.Mese]bool, oggi periodo.Data) bool {
	if c.Natura == Economico {
		return len(c.rate(m)) > 0
	}
	return pieni[m] || !m.Fine().Prima(oggi) && len(c.coperti(m, periodo.Data{}, periodo.Data{})) > 0
}

// MesiDi reads the months of an intervento that a run holds, and those with
// something in the tabellone.
func MesiDi(tx *gorm.DB, interventoID string) (elaborati, conAccessi []periodo.Mese, err error) {
	type riga struct{ Mese periodo.Mese }
	righe, err := models.Tutte[riga](tx, `SELECT mese FROM mese_elaborato WHERE intervento_id = ?`, interventoID)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range righe {
		elaborati = append(elaborati, r.Mese)
	}
	righe, err = models.Tutte[riga](tx, `SELECT DISTINCT date_trunc('month', data)::date AS mese FROM accesso WHERE intervento_id = ?
		GROUP BY data, prestazione HAVING `+restaQualcosa, interventoID)
	for _, r := range righe {
		conAccessi = append(conAccessi, r.Mese)
	}
	return elaborati, conAccessi, err
}
