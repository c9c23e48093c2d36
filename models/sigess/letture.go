package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

// DettaglioDomanda is a domanda with the names that its card shows.
type DettaglioDomanda struct {
	RigaDomanda
	Responsabile string
}

// DettaglioDomandaDi loads the card of a domanda of the enti of who asks.
func DettaglioDomandaDi(tx *gorm.DB, chi models.Chi, id string) (DettaglioDomanda, error) {
	return models.Una[DettaglioDomanda](tx, "la domanda non esiste o non è visibile", `SELECT x.*, coalesce(p.cognome || ' ' || p.nome, '') AS responsabile
		FROM (`+rigaDomanda+` WHERE d.id = ? AND d.ente_id IN ?) x LEFT JOIN operatore p ON p.id = x.responsabile_id`, id, chi.Enti())
}

// InterventiDiDomanda lists the interventi born from the richieste of a
// domanda, drafts included.
func InterventiDiDomanda(tx *gorm.DB, chi models.Chi, domandaID string) ([]RigaIntervento, error) {
	return models.Tutte[RigaIntervento](tx, rigaIntervento+` WHERE i.domanda_id = ? AND i.ente_id IN ?
		ORDER BY i.data_inizio, i.creato_il, i.id LIMIT 200`, domandaID, chi.Enti())
}

// UfficiAssegnabili lists the offices to which a case of the ente may be
// assigned on the day: its own and those of its district.
func UfficiAssegnabili(tx *gorm.DB, enteID string, oggi periodo.Data) ([]anagrafe.UO, error) {
	return models.Tutte[anagrafe.UO](tx, `SELECT * FROM uo WHERE (ente_id = ? OR ente_id = (SELECT padre_id FROM ente WHERE id = ?))
		AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY codice`, enteID, enteID, oggi, oggi)
}

// DettaglioIntervento is an intervento with the names that its card shows.
type DettaglioIntervento struct {
	RigaIntervento
	Ufficio              string
	EntePagatore         string
	Erogatore            string
	Struttura            string
	Tariffario           string
	LivelloAssistenza    string
	Classificazione      string
	ClassificazioneIstat string
	TipoCodice           string
	DomandaAnno          *int
	DomandaNumero        *int
	RichiestaStato       Stato
}

// EstremiDomanda is the number of the domanda that the intervento answers, ""
// when there is none.
func (i DettaglioIntervento) EstremiDomanda() string {
	if i.DomandaID == nil {
		return ""
	}
	return estremi(i.DomandaAnno, i.DomandaNumero)
}

// DettaglioInterventoDi loads the card of an intervento of the enti of who asks.
func DettaglioInterventoDi(tx *gorm.DB, chi models.Chi, id string) (DettaglioIntervento, error) {
	return models.Una[DettaglioIntervento](tx, "l'intervento non esiste o non è visibile", `SELECT x.*,
		u.codice || ' - ' || u.denominazione AS ufficio, e.denominazione AS ente_pagatore, coalesce(g.denominazione, '') AS erogatore,
		coalesce(r.denominazione, '') AS struttura, coalesce(p.codice || ' - ' || p.denominazione, '') AS tariffario,
		c.codice AS tipo_codice, c.livello_assistenza, c.classificazione, c.classificazione_istat, d.anno AS domanda_anno, d.numero AS domanda_numero,
		coalesce(q.stato, '') AS richiesta_stato
		FROM (`+rigaIntervento+` WHERE i.id = ? AND i.ente_id IN ?) x
		JOIN uo u ON u.id = x.uo_id JOIN ente e ON e.id = x.ente_pagatore_id JOIN tipo_intervento c ON c.id = x.tipo_intervento_id
		LEFT JOIN erogatore g ON g.id = x.erogatore_id LEFT JOIN struttura r ON r.id = x.struttura_id
		LEFT JOIN tariffario p ON p.id = x.tariffario_id LEFT JOIN domanda d ON d.id = x.domanda_id
		LEFT JOIN richiesta q ON q.id = x.richiesta_id`, id, chi.Enti())
}

// RichiestaCollegata is the richiesta that an intervento answers, with its domanda.
type RichiestaCollegata struct {
	RigaRichiesta
	DataPresentazione periodo.Data
	DomandaStato      Stato
}

// RichiestaDi loads the richiesta of an intervento of the enti of who asks.
func RichiestaDi(tx *gorm.DB, chi models.Chi, richiestaID string) (RichiestaCollegata, error) {
	return models.Una[RichiestaCollegata](tx, "la richiesta non esiste o non è visibile", `SELECT r.*, t.denominazione AS tipo, t.natura, d.data_presentazione,
		d.stato AS domanda_stato, coalesce(o.cognome || ' ' || o.nome, '') AS decisore
		FROM richiesta r JOIN tipo_intervento t ON t.id = r.tipo_intervento_id JOIN domanda d ON d.id = r.domanda_id
		LEFT JOIN operatore o ON o.id = r.decisa_da WHERE r.id = ? AND r.ente_id IN ?`, richiestaID, chi.Enti())
}

// Modalita says who is paid and how, with the names.
type Modalita struct {
	ModuloModalita
	Beneficiario string
}

// Cassetti are the drawers of an intervento: of the three kinds some are empty.
type Cassetti struct {
	Regole      []ModuloRegola // those that count
	Modalita    *Modalita
	Piano       []RigaPiano
	Quote       []ModuloQuota          // those that count
	TabelleISEE map[string]TabellaISEE // those that the shares name, by id
	Sospensioni []Sospensione
	// RegoleRegistrate and QuoteRegistrate are all the rows there were.
	RegoleRegistrate []RegolaRegistrata
	QuoteRegistrate  []QuotaRegistrata
}

// RigaPiano is a row of Piano di assistenza with the words of its price list.
type RigaPiano struct {
	ModuloPiano
	Denominazione string
	Unita         string
}

// CassettiDi loads the drawers of an intervento that may be seen.
func CassettiDi(tx *gorm.DB, i Intervento) (Cassetti, error) {
	var c Cassetti
	var err error
	if c.RegoleRegistrate, err = models.Tutte[RegolaRegistrata](tx, storicoSQL("regola_pagamento", "r.progressivo"), i.ID); err != nil {
		return c, err
	}
	for _, r := range c.RegoleRegistrate {
		if r.Superata == nil {
			c.Regole = append(c.Regole, r.ModuloRegola)
		}
	}
	modalita, err := models.Tutte[Modalita](tx, `SELECT m.*, s.cognome || ' ' || s.nome || ' (' || to_char(s.data_nascita, 'DD/MM/YYYY') || ')' AS beneficiario
		FROM modalita_pagamento m JOIN soggetto s ON s.id = m.beneficiario_id WHERE m.intervento_id = ?`, i.ID)
	if err != nil {
		return c, err
	}
	if len(modalita) == 1 {
		c.Modalita = &modalita[0]
	}
	c.Piano, err = models.Tutte[RigaPiano](tx, `SELECT r.*, coalesce(v.denominazione, r.prestazione) AS denominazione, coalesce(v.unita, '') AS unita
		FROM riga_piano r LEFT JOIN LATERAL (SELECT denominazione, unita FROM voce_tariffario WHERE tariffario_id = ? AND prestazione = r.prestazione
			ORDER BY dal DESC LIMIT 1) v ON true WHERE r.intervento_id = ? ORDER BY r.progressivo`, i.TariffarioID, i.ID)
	if err != nil {
		return c, err
	}
	if c.QuoteRegistrate, err = models.Tutte[QuotaRegistrata](tx, storicoSQL("quota_utente", "r.dal, r.progressivo"), i.ID); err != nil {
		return c, err
	}
	var tutte []ModuloQuota
	for _, q := range c.QuoteRegistrate {
		tutte = append(tutte, q.ModuloQuota)
		if q.Superata == nil {
			c.Quote = append(c.Quote, q.ModuloQuota)
		}
	}
	if c.TabelleISEE, err = tabelleDelleQuote(tx, tutte); err != nil {
		return c, err
	}
	c.Sospensioni, err = Sospensioni(tx, i.ID)
	return c, err
}

// DettagliDi rebuilds the shared drawer of a draft, to go on filling it.
func DettagliDi(i Intervento) Dettagli {
	d := Dettagli{SoggettoID: i.SoggettoID, UOID: i.UOID, TipoInterventoID: i.TipoInterventoID, DataInizio: i.DataInizio,
		MotivoAttivazione: i.MotivoAttivazione, DataFine: i.DataFine, MotivoTermine: i.MotivoTermine, OperatoreResponsabileID: i.OperatoreResponsabileID}
	if i.RichiestaID != nil {
		d.RichiestaID = *i.RichiestaID
	}
	return d
}

// RichiestaAccolta is an accepted richiesta that waits for its intervento.
type RichiestaAccolta struct {
	RigaRichiesta
	SoggettoID    string
	DomandaUOID   string `gorm:"column:domanda_uo_id"` // office that received the domanda
	DomandaAnno   *int
	DomandaNumero *int
}

// Testo names the richiesta in a list: "Domanda 2026/35: Assegno di cura".
func (r RichiestaAccolta) Testo() string {
	return "Domanda " + estremi(r.DomandaAnno, r.DomandaNumero) + ": " + r.Tipo
}

// RichiesteAccolte lists the accepted richieste of a soggetto without an
// active intervento, of one natura or, when it is "", of all.
func RichiesteAccolte(tx *gorm.DB, chi models.Chi, soggettoID string, natura Natura) ([]RichiestaAccolta, error) {
	return models.Tutte[RichiestaAccolta](tx, richiestaAccolta+` AND d.soggetto_id = ? AND (? = '' OR t.natura = ?)
		ORDER BY d.data_presentazione DESC, d.id, r.progressivo LIMIT 200`, chi.Enti(), soggettoID, natura, natura)
}

// RichiestaAccoltaDi loads an accepted richiesta of the enti of who asks.
func RichiestaAccoltaDi(tx *gorm.DB, chi models.Chi, id string) (RichiestaAccolta, error) {
	return models.Una[RichiestaAccolta](tx, "la richiesta non esiste, non è accettata o ha già un intervento",
		richiestaAccolta+` AND r.id = ?`, chi.Enti(), id)
}

const richiestaAccolta = `SELECT r.*, t.denominazione AS tipo, t.natura, d.soggetto_id, d.uo_id AS domanda_uo_id, d.anno AS domanda_anno, d.numero AS domanda_numero
	FROM richiesta r JOIN domanda d ON d.id = r.domanda_id JOIN tipo_intervento t ON t.id = r.tipo_intervento_id
	WHERE r.stato = 'ACCETTATA' AND r.ente_id IN ?`

// TariffarioVisibile loads a price list that the enti of who asks may use.
func TariffarioVisibile(tx *gorm.DB, chi models.Chi, id string) (Tariffario, error) {
	return models.Una[Tariffario](tx, "il tariffario non esiste o non è visibile",
		`SELECT * FROM tariffario WHERE id = ? AND `+degliEnti, id, chi.Enti(), chi.Enti())
}

// DettaglioElaborazione is a run with the names that its card shows.
type DettaglioElaborazione struct {
	RigaElaborazione
	Autore     string
	Confermata string
	// Stornata names the run that takes it back, and Storna the one that it does.
	Stornata, StornataID, Storna string
	// Ripetuta tells whether another run has settled months of the period.
	Ripetuta bool
}

// DettaglioElaborazioneDi loads the card of a run of the enti of who asks.
func DettaglioElaborazioneDi(tx *gorm.DB, chi models.Chi, id string) (DettaglioElaborazione, error) {
	return models.Una[DettaglioElaborazione](tx, "l'elaborazione non esiste o non è visibile", `SELECT e.*, t.denominazione AS ente,
		coalesce(a.cognome || ' ' || a.nome, '') AS autore, coalesce(c.cognome || ' ' || c.nome, '') AS confermata,
		coalesce(s.anno || '/' || s.numero, '') AS stornata, coalesce(s.id::text, '') AS stornata_id,
		coalesce((SELECT o.anno || '/' || o.numero FROM elaborazione o WHERE o.id = e.storno_di), '') AS storna,
		EXISTS (SELECT 1 FROM elaborazione p WHERE p.ente_id = e.ente_id AND p.id <> e.id AND p.confermata_il < e.creata_il AND p.dal <= e.al AND p.al >= e.dal) AS ripetuta
		FROM elaborazione e JOIN ente t ON t.id = e.ente_id LEFT JOIN operatore a ON a.id = e.creata_da
		LEFT JOIN operatore c ON c.id = e.confermata_da
		LEFT JOIN elaborazione s ON s.storno_di = e.id WHERE e.id = ? AND e.ente_id IN ?`, id, chi.Enti())
}

// TipiElaborati lists the tipi of intervento to which a run was limited, none
// when it looks at all.
func TipiElaborati(tx *gorm.DB, id string) ([]TipoIntervento, error) {
	return models.Tutte[TipoIntervento](tx, `SELECT t.* FROM tipo_intervento t JOIN elaborazione e ON t.id = ANY (e.tipi)
		WHERE e.id = ? ORDER BY t.denominazione, t.id`, id)
}

// Contabile tells whether who acts may confirm or annul a run.
func Contabile(chi models.Chi, e Elaborazione) bool {
	return chi.Ha(e.EnteID, models.ResponsabileContabile)
}

// preparazione is how long a run that was asked for may take to appear.
const preparazione = 10 * time.Minute

// InPreparazione tells whether who asks asked a short time ago for a run that
// has not appeared yet.
func InPreparazione(tx *gorm.DB, chi models.Chi, id string, adesso time.Time) (bool, error) {
	righe, err := models.Tutte[struct{ ID string }](tx, `SELECT id FROM atto WHERE oggetto_id = ? AND operatore_id = ? AND ente_id IN ?
		AND eseguito_il IS NULL AND ricevuto_il > ?`, id, chi.OperatoreID, chi.Enti(), adesso.Add(-preparazione))
	return len(righe) > 0, err
}
