package sigess

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/misura"
	"siss/models/periodo"
)

// Intervento is a benefit or service of one of the three kinds (domain b.7).
// EntePagatoreID pays it: the district pays for a comune's case.
type Intervento struct {
	ID                      string
	EnteID                  string
	UOID                    string `gorm:"column:uo_id"`
	EntePagatoreID          string
	Anno                    *int
	Numero                  *int
	Natura                  Natura
	SoggettoID              string
	DomandaID               *string
	RichiestaID             *string
	TipoInterventoID        string
	DataInizio              periodo.Data
	DataFine                periodo.Data
	MotivoAttivazione       string
	MotivoTermine           string
	Stato                   Stato
	OperatoreResponsabileID string
	ErogatoreID             *string
	StrutturaID             *string
	TariffarioID            *string
	CodiceInserimento       string // the ente's own number of a stay (fig. 22)
	Versione                int
}

// TableName is the table of Intervento.
func (Intervento) TableName() string { return "intervento" }

// Estremi is the number of the intervento, "2024/13", or "bozza".
func (i Intervento) Estremi() string { return estremi(i.Anno, i.Numero) }

// Causale is how the accounting list names the intervento (fig. 33):
// "Intervento 2023/4 del 01/09/2023".
func (i Intervento) Causale() string {
	return "Intervento " + i.Estremi() + " del " + i.DataInizio.Italiana()
}

// Dettagli is the drawer that the three kinds share (figg. 14, 17, 22).
// Livello di assistenza and the two classificazioni follow from the tipo.
type Dettagli struct {
	SoggettoID              string       `json:"soggettoId" format:"uuid" doc:"Soggetto" widget:"hidden"`
	TipoInterventoID        string       `json:"tipoInterventoId" format:"uuid" doc:"Tipo intervento" opzioni:"tipiIntervento" segue:"dettagli.richiestaId,dettagli.dataInizio"`
	DataInizio              periodo.Data `json:"dataInizio" format:"date" doc:"Data inizio"`
	MotivoAttivazione       string       `json:"motivoAttivazione,omitempty" doc:"Motivo attivazione" enum:"NUOVA,RINNOVO,PROROGA,URGENZA,PROVVEDIMENTO_AG,CONTINUITA" etichette:"Nuova attivazione,Rinnovo,Proroga,Urgenza,Provvedimento dell'autorità giudiziaria,Continuità da altro ente"`
	DataFine                periodo.Data `json:"dataFine,omitempty" format:"date" doc:"Data fine"`
	MotivoTermine           string       `json:"motivoTermine,omitempty" doc:"Motivo termine" help:"Solo con una data di fine; se non si indica vale la scadenza naturale" enum:"DECESSO,RINUNCIA,TRASFERIMENTO,PERDITA_REQUISITI,RICOVERO,FINE_FONDI,OBIETTIVI_RAGGIUNTI,SCADENZA" etichette:"Decesso,Rinuncia,Trasferimento,Perdita dei requisiti,Ricovero definitivo,Fine fondi,Raggiungimento degli obiettivi,Scadenza naturale"`
	OperatoreResponsabileID string       `json:"operatoreResponsabileId" format:"uuid" doc:"Operatore responsabile" opzioni:"operatori"`
	UOID                    string       `json:"uoId" format:"uuid" doc:"Ufficio" opzioni:"uffici"`
	RichiestaID             string       `json:"richiestaId,omitempty" format:"uuid" doc:"Richiesta accettata" opzioni:"richieste" cassetto:"Richiesta" help:"La richiesta da cui nasce l'intervento, che ne decide il tipo; senza, indicare il motivo di attivazione"`
}

func (m Dettagli) problemi() map[string]string {
	p := map[string]string{}
	if !m.DataFine.IsZero() && m.DataFine.Prima(m.DataInizio) {
		p["dettagli.dataFine"] = "la data di fine precede quella di inizio"
	}
	if m.RichiestaID == "" && m.MotivoAttivazione == "" {
		p["dettagli.motivoAttivazione"] = "senza una richiesta indicare il motivo di attivazione"
	}
	if m.MotivoTermine != "" && m.DataFine.IsZero() {
		p["dettagli.motivoTermine"] = "il motivo del termine vuole una data di fine"
	}
	return p
}

// ModuloEconomico is the form Intervento economico (figg. 14-15).
type ModuloEconomico struct {
	Dettagli Dettagli       `json:"dettagli" doc:"Dettagli"`
	Regole   []ModuloRegola `json:"regole" doc:"Regole di pagamento" minItems:"1" maxItems:"20"`
	Modalita ModuloModalita `json:"modalita" doc:"Modalità di pagamento"`
	Versione int            `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// ModuloModalita names who is paid and how.
type ModuloModalita struct {
	BeneficiarioID string       `json:"beneficiarioId,omitempty" format:"uuid" doc:"Beneficiario del pagamento" opzioni:"beneficiari" help:"Vuoto: il soggetto stesso"`
	Titolo         string       `json:"titolo" doc:"A titolo di" enum:"ASSISTITO,DELEGATO,TUTORE,AMMINISTRATORE_SOSTEGNO,GENITORE" etichette:"Assistito,Delegato alla riscossione,Tutore,Amministratore di sostegno,Genitore"`
	Metodo         string       `json:"metodo" doc:"Metodo" enum:"BONIFICO,CASSA" etichette:"Bonifico,Per cassa"`
	IBAN           fiscale.IBAN `json:"iban,omitempty" doc:"IBAN" maxLength:"42" help:"Solo per bonifico"`
	Intestatario   string       `json:"intestatario,omitempty" doc:"Intestatario del conto" maxLength:"140"`
}

// Check holds the rules across the fields of the form.
func (m ModuloEconomico) Check() map[string]string {
	p := m.Dettagli.problemi()
	problemiRegole(m, p)
	for campo, testo := range m.Modalita.problemi() {
		p["modalita."+campo] = testo
	}
	return p
}

func (m ModuloModalita) problemi() map[string]string {
	p := map[string]string{}
	if m.Metodo == "BONIFICO" {
		if m.IBAN == "" {
			p["iban"] = "indicare l'IBAN del conto su cui pagare"
		}
		if strings.TrimSpace(m.Intestatario) == "" {
			p["intestatario"] = "indicare l'intestatario del conto"
		}
	}
	if m.Titolo != "" && m.Titolo != "ASSISTITO" && m.BeneficiarioID == "" {
		p["beneficiarioId"] = "indicare chi riscuote"
	}
	return p
}

// ModuloPrestazioni is the form Intervento con prestazioni (figg. 17-20).
type ModuloPrestazioni struct {
	Dettagli     Dettagli      `json:"dettagli" doc:"Dettagli"`
	ErogatoreID  string        `json:"erogatoreId" format:"uuid" doc:"Ente erogatore" opzioni:"erogatori" segue:"dettagli.dataInizio" dopo:"dettagli.motivoTermine"`
	TariffarioID string        `json:"tariffarioId" format:"uuid" doc:"Tariffario" opzioni:"tariffari" segue:"erogatoreId,dettagli.dataInizio" dopo:"erogatoreId"`
	Piano        []ModuloPiano `json:"piano" doc:"Piano di assistenza" minItems:"1" maxItems:"50"`
	Quote        []ModuloQuota `json:"quote,omitempty" doc:"Quote utente" maxItems:"20"`
	Versione     int           `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// ModuloStruttura is the form Intervento in struttura (figg. 22-24).
type ModuloStruttura struct {
	Dettagli     Dettagli      `json:"dettagli" doc:"Dettagli"`
	Codice       string        `json:"codice,omitempty" doc:"Codice" maxLength:"30" help:"Il numero che l'ente dà all'inserimento, se lo usa" dopo:"dettagli.tipoInterventoId"`
	StrutturaID  string        `json:"strutturaId" format:"uuid" doc:"Struttura di inserimento" opzioni:"strutture" help:"Solo le strutture del registro ASSA adatte al tipo e operative alla data di inizio" segue:"dettagli.tipoInterventoId,dettagli.dataInizio" dopo:"dettagli.motivoTermine"`
	TariffarioID string        `json:"tariffarioId" format:"uuid" doc:"Tariffario" opzioni:"tariffari" segue:"strutturaId,dettagli.dataInizio" dopo:"strutturaId"`
	Piano        []ModuloPiano `json:"piano" doc:"Piano di assistenza" minItems:"1" maxItems:"50"`
	Quote        []ModuloQuota `json:"quote,omitempty" doc:"Quote utente" maxItems:"20"`
	Versione     int           `json:"versione,omitempty" doc:"Versione letta: se nel frattempo è cambiata il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// ModuloPiano is a row of Piano di assistenza: what is planned to be delivered,
// or for a structure the presences foreseen.
type ModuloPiano struct {
	Prestazione string          `json:"prestazione" doc:"Prestazione" opzioni:"prestazioni" minLength:"1" maxLength:"20" help:"Tra quelle del tariffario scelto" segue:"tariffarioId,dettagli.dataInizio"`
	Quantita    misura.Quantita `json:"quantita" doc:"Quantità" help:"Ore, accessi, pasti o giornate, come nel tariffario" example:"2.00"`
	Periodicita string          `json:"periodicita" doc:"Periodicità" enum:"GIORNO,SETTIMANA,MESE" etichette:"Al giorno,Alla settimana,Al mese"`
	Politica    string          `json:"politica,omitempty" doc:"Oltre il piano" help:"Che cosa si fa di quello che si eroga nel mese oltre il previsto" enum:"LIBERO,AVVISO,LIMITE_PIANO" etichette:"Si paga,Si paga e si segnala,Non si paga"`
}

// Check holds the rules across the fields of the form.
func (m ModuloPrestazioni) Check() map[string]string {
	return problemiQuote(m.Quote, problemiPiano(m.Piano, m.Dettagli.problemi()))
}

// Check holds the rules across the fields of the form.
func (m ModuloStruttura) Check() map[string]string {
	return problemiQuote(m.Quote, problemiPiano(m.Piano, m.Dettagli.problemi()))
}

func problemiPiano(piano []ModuloPiano, p map[string]string) map[string]string {
	viste := map[string]bool{}
	for n, r := range piano {
		if r.Quantita <= 0 {
			p[fmt.Sprintf("piano.%d.quantita", n)] = "la quantità deve essere maggiore di zero"
		}
		if viste[r.Prestazione] {
			p[fmt.Sprintf("piano.%d.prestazione", n)] = "la prestazione è già nel piano"
		}
		viste[r.Prestazione] = true
	}
	return p
}

// InterventoVisibile loads an intervento of the enti of who asks.
func InterventoVisibile(tx *gorm.DB, chi models.Chi, id string) (Intervento, error) {
	return models.Una[Intervento](tx, "l'intervento non esiste o non è visibile",
		`SELECT * FROM intervento WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}
