package sigess

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

// Domanda is a request to the social services (manuale §3, fig. 9).
type Domanda struct {
	ID                   string
	EnteID               string
	UOID                 string `gorm:"column:uo_id"`
	Anno                 *int
	Numero               *int
	SoggettoID           string
	DataPresentazione    periodo.Data
	Canale               string
	FirmatarioQualita    string
	FirmatarioNominativo string
	Note                 string
	Stato                Stato
	Protocollo           string
	ProtocolloData       periodo.Data
	ResponsabileID       *string
	AvvioIl              periodo.Data
	ScadenzaIl           periodo.Data
	ComunicataIl         periodo.Data
	ComunicataMezzo      string
	SeguitaDal           *time.Time
	CreataDa             string
	CreataIl             time.Time
	PresentataIl         *time.Time
	Versione             int
}

// TableName is the table of Domanda.
func (Domanda) TableName() string { return "domanda" }

// Estremi is the number of the domanda, "2026/35", or "bozza".
func (d Domanda) Estremi() string { return estremi(d.Anno, d.Numero) }

func estremi(anno, numero *int) string {
	if anno == nil || numero == nil {
		return "bozza"
	}
	return fmt.Sprintf("%d/%d", *anno, *numero)
}

// Richiesta names one intervento that a domanda asks for.
type Richiesta struct {
	ID               string
	EnteID           string
	DomandaID        string
	Progressivo      int
	TipoInterventoID string
	Stato            Stato
	Note             string
	Motivo           string
	DecisaIl         *time.Time
	DecisaDa         *string
	InterventoID     *string
}

// TableName is the table of Richiesta.
func (Richiesta) TableName() string { return "richiesta" }

// ModuloDomanda is the form of fig. 9. The state of each richiesta is not
// typed here: it begins as "Da valutare".
type ModuloDomanda struct {
	SoggettoID        string            `json:"soggettoId" format:"uuid" doc:"Soggetto" widget:"hidden"`
	UOID              string            `json:"uoId" format:"uuid" doc:"Ufficio" opzioni:"uffici"`
	DataPresentazione periodo.Data      `json:"dataPresentazione" format:"date" doc:"Data di presentazione"`
	Canale            string            `json:"canale" doc:"Canale" enum:"SPORTELLO,PEC,ONLINE,POSTA,UFFICIO" etichette:"Sportello,PEC,Online,Posta,D'ufficio"`
	Firmatario        ModuloFirmatario  `json:"firmatario" doc:"Firmatario"`
	Richieste         []ModuloRichiesta `json:"richieste" doc:"Richieste" minItems:"1" maxItems:"20"`
	SeguitaDal        string            `json:"seguitaDal,omitempty" doc:"Seguita dal" pattern:"^([0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2})?$" maxLength:"16" help:"Solo per le domande già in corso: gg/mm/aaaa hh:mm da cui l'ufficio e l'operatore le seguono"`
	Note              string            `json:"note,omitempty" doc:"Note" maxLength:"2000" widget:"textarea"`
}

// ModuloFirmatario says who signs and by what right.
type ModuloFirmatario struct {
	Qualita    string `json:"qualita" doc:"Qualità" enum:"INTERESSATO,CONIUGE,FIGLIO,ALTRO_FAMILIARE,TUTORE,CURATORE,AMMINISTRATORE_SOSTEGNO,GENITORE,DELEGATO,SERVIZIO_SOCIALE" etichette:"Interessato,Coniuge,Figlio/a,Altro familiare,Tutore,Curatore,Amministratore di sostegno,Genitore o esercente la responsabilità,Delegato,Servizio sociale (d'ufficio)"`
	Nominativo string `json:"nominativo,omitempty" doc:"Cognome e nome" maxLength:"200" help:"Se non firma l'interessato"`
}

// ModuloRichiesta is a row of the drawer Richiesta.
type ModuloRichiesta struct {
	TipoInterventoID string `json:"tipoInterventoId" format:"uuid" doc:"Tipo di intervento richiesto" opzioni:"tipiIntervento"`
	Note             string `json:"note,omitempty" doc:"Note sulla richiesta" maxLength:"1000"`
}

// Check holds the rules across the fields of fig. 9.
func (m ModuloDomanda) Check() map[string]string {
	problemi := map[string]string{}
	if m.DataPresentazione.Dopo(periodo.Oggi()) {
		problemi["dataPresentazione"] = "la data di presentazione non può essere futura"
	}
	if m.Firmatario.Qualita != "" && m.Firmatario.Qualita != "INTERESSATO" && m.Firmatario.Qualita != "SERVIZIO_SOCIALE" &&
		strings.TrimSpace(m.Firmatario.Nominativo) == "" {
		problemi["firmatario.nominativo"] = "indicare chi firma"
	}
	if m.SeguitaDal != "" {
		t, err := periodo.ParseDataOra(m.SeguitaDal)
		switch {
		case err != nil:
			problemi["seguitaDal"] = "data e ora non valide: scrivere gg/mm/aaaa hh:mm"
		case t.After(time.Now()):
			problemi["seguitaDal"] = "la data non può essere futura"
		case t.Before(m.DataPresentazione.Inizio()):
			problemi["seguitaDal"] = "la data non può precedere la presentazione"
		}
	}
	return problemi
}

var spazioRichieste = uuid.MustParse("0b0d7f0e-3a57-5b0e-8a0b-8f7a0b0f2c02")

// SalvaBozza creates or replaces the draft of a domanda. Once presented it can
// no longer be saved.
func SalvaBozza(tx *gorm.DB, chi models.Chi, id string, m ModuloDomanda) (Domanda, error) {
	var zero Domanda
	oggi := periodo.Oggi()
	s, err := anagrafe.SoggettoVisibile(tx, chi, m.SoggettoID)
	if models.KindOf(err) == models.NotFound {
		return zero, models.Refuse("soggettoId", "il soggetto non esiste o non è visibile")
	} else if err != nil {
		return zero, err
	}
	uo, err := anagrafe.Ufficio(tx, chi, m.UOID, oggi)
	if models.KindOf(err) == models.NotFound || err == nil && uo.EnteID != s.EnteID {
		return zero, models.Refuse("uoId", "scegliere un ufficio dell'ente del soggetto")
	} else if err != nil {
		return zero, err
	}
	if m.DataPresentazione.Prima(s.DataNascita) {
		return zero, models.Refuse("dataPresentazione", "la data precede la nascita del soggetto")
	}
	if err := controllaTipi(tx, m.Richieste, m.DataPresentazione); err != nil {
		return zero, err
	}
	var seguita *time.Time
	if m.SeguitaDal != "" {
		t, err := periodo.ParseDataOra(m.SeguitaDal)
		if err != nil {
			return zero, models.Refuse("seguitaDal", err.Error())
		}
		seguita = &t
	}
	esito := tx.Exec(`INSERT INTO domanda AS d (id, ente_id, uo_id, soggetto_id, data_presentazione, canale, firmatario_qualita,
			firmatario_nominativo, note, seguita_dal, creata_da) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET uo_id = excluded.uo_id, data_presentazione = excluded.data_presentazione,
			canale = excluded.canale, firmatario_qualita = excluded.firmatario_qualita, firmatario_nominativo = excluded.firmatario_nominativo,
			note = excluded.note, seguita_dal = excluded.seguita_dal, versione = d.versione + 1
		WHERE d.stato = 'BOZZA' AND d.ente_id = excluded.ente_id AND d.soggetto_id = excluded.soggetto_id`,
		id, s.EnteID, uo.ID, s.ID, m.DataPresentazione, m.Canale, m.Firmatario.Qualita, m.Firmatario.Nominativo, m.Note, seguita, chi.OperatoreID)
	if esito.Error != nil {
		return zero, fmt.Errorf("domanda: %w", esito.Error)
	}
	if esito.RowsAffected == 0 {
		return zero, models.Errorf(models.Conflict, "la domanda è già stata presentata: non si può più modificare")
	}
	if err := salvaRichieste(tx, id, s.EnteID, m.Richieste); err != nil {
		return zero, err
	}
	return models.Una[Domanda](tx, "", `SELECT * FROM domanda WHERE id = ?`, id)
}

func controllaTipi(tx *gorm.DB, richieste []ModuloRichiesta, data periodo.Data) error {
	for i, r := range richieste {
		if _, err := tipoValido(tx, r.TipoInterventoID, data); models.KindOf(err) == models.NotFound {
			return models.Refuse(fmt.Sprintf("richieste.%d.tipoInterventoId", i), "scegliere un tipo di intervento dall'elenco")
		} else if err != nil {
			return err
		}
	}
	return nil
}

func salvaRichieste(tx *gorm.DB, domandaID, enteID string, richieste []ModuloRichiesta) error {
	if err := tx.Exec(`DELETE FROM richiesta WHERE domanda_id = ?`, domandaID).Error; err != nil {
		return fmt.Errorf("richieste: %w", err)
	}
	for i, r := range richieste {
		id := uuid.NewSHA1(spazioRichieste, fmt.Appendf(nil, "%s/%d", domandaID, i+1)).String()
		err := tx.Exec(`INSERT INTO richiesta (id, ente_id, domanda_id, progressivo, tipo_intervento_id, note) VALUES (?, ?, ?, ?, ?, ?)`,
			id, enteID, domandaID, i+1, r.TipoInterventoID, r.Note).Error
		if err != nil {
			return fmt.Errorf("richieste: %w", err)
		}
	}
	return nil
}

// ModuloDi rebuilds the form of a draft, to go on filling it.
func ModuloDi(tx *gorm.DB, chi models.Chi, id string) (ModuloDomanda, error) {
	d, err := DomandaVisibile(tx, chi, id)
	if err != nil {
		return ModuloDomanda{}, err
	}
	m := ModuloDomanda{SoggettoID: d.SoggettoID, UOID: d.UOID, DataPresentazione: d.DataPresentazione, Canale: d.Canale,
		Firmatario: ModuloFirmatario{Qualita: d.FirmatarioQualita, Nominativo: d.FirmatarioNominativo}, Note: d.Note}
	if d.SeguitaDal != nil {
		m.SeguitaDal = periodo.DataOra(*d.SeguitaDal)
	}
	richieste, err := Richieste(tx, id)
	for _, r := range richieste {
		m.Richieste = append(m.Richieste, ModuloRichiesta{TipoInterventoID: r.TipoInterventoID, Note: r.Note})
	}
	return m, err
}

// DomandaVisibile loads a domanda of the enti of who asks.
func DomandaVisibile(tx *gorm.DB, chi models.Chi, id string) (Domanda, error) {
	return models.Una[Domanda](tx, "la domanda non esiste o non è visibile",
		`SELECT * FROM domanda WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}

// RigaRichiesta is a richiesta with the words of its tipo.
type RigaRichiesta struct {
	Richiesta
	Tipo     string
	Natura   Natura
	Decisore string // who gave the outcome, "" before it
}

// Richieste lists the richieste of a domanda in order.
func Richieste(tx *gorm.DB, domandaID string) ([]RigaRichiesta, error) {
	return models.Tutte[RigaRichiesta](tx, `SELECT r.*, t.denominazione AS tipo, t.natura, coalesce(o.cognome || ' ' || o.nome, '') AS decisore
		FROM richiesta r JOIN tipo_intervento t ON t.id = r.tipo_intervento_id LEFT JOIN operatore o ON o.id = r.decisa_da WHERE r.domanda_id = ? ORDER BY r.progressivo`, domandaID)
}

// Assegnazione is a row of the drawer Assegnazioni (fig. 10).
type Assegnazione struct {
	ID            string
	Tipo          string
	UOID          string `gorm:"column:uo_id"`
	OperatoreID   *string
	Denominazione string
	Ufficio       string
	AssegnataDa   string // name of who assigned it
	DataInizio    time.Time
	DataFine      *time.Time
	Motivo        string
}

// Assegnazioni lists the assignments of a domanda, the open ones first.
func Assegnazioni(tx *gorm.DB, domandaID string) ([]Assegnazione, error) {
	return models.Tutte[Assegnazione](tx, `SELECT a.id, a.tipo, a.uo_id, a.operatore_id, a.data_inizio, a.data_fine, a.motivo,
		u.codice || ' - ' || u.denominazione AS ufficio, p.cognome || ' ' || p.nome AS assegnata_da,
		CASE a.tipo WHEN 'UO' THEN u.codice || ' - ' || u.denominazione ELSE o.cognome || ' ' || o.nome END AS denominazione
		FROM assegnazione a JOIN uo u ON u.id = a.uo_id JOIN operatore p ON p.id = a.assegnata_da LEFT JOIN operatore o ON o.id = a.operatore_id
		WHERE a.domanda_id = ? ORDER BY a.data_fine IS NOT NULL, a.data_inizio DESC, a.id`, domandaID)
}

// TipoIntervento is an entry of the catalogue; its natura fixes the kind.
type TipoIntervento struct {
	ID                   string
	Codice               string
	Denominazione        string
	Natura               Natura
	LivelloAssistenza    string
	Classificazione      string
	ClassificazioneIstat string
	TipologiaStruttura   string
	Dal                  periodo.Data
	Al                   periodo.Data
}

// TableName is the table of TipoIntervento.
func (TipoIntervento) TableName() string { return "tipo_intervento" }

func tipoValido(tx *gorm.DB, id string, data periodo.Data) (TipoIntervento, error) {
	return models.Una[TipoIntervento](tx, "il tipo di intervento non esiste o non è valido alla data",
		`SELECT * FROM tipo_intervento WHERE id = ? AND dal <= ? AND (al IS NULL OR al >= ?)`, id, data, data)
}

// Tipi lists the tipi of intervento that may be chosen on the day, of one
// natura or, when it is "", of all.
func Tipi(tx *gorm.DB, natura Natura, data periodo.Data) ([]TipoIntervento, error) {
	return models.Tutte[TipoIntervento](tx, `SELECT * FROM tipo_intervento WHERE (? = '' OR natura = ?)
		AND dal <= ? AND (al IS NULL OR al >= ?) ORDER BY denominazione, id`, natura, natura, data, data)
}
