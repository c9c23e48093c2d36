package sigess

import (
	"siss/models/sigess"
)

// The updates of the workflows. The strings are durable.
const (
	UpdatePresenta = "presenta"
	UpdateAvvia    = "avvia"
	UpdateAssegna  = "assegna"
	UpdateDecidi   = "decidi"
	UpdateComunica = "comunica"

	UpdateRichiediIntegrazioni = "richiedi-integrazioni"
	UpdateIntegrazioni         = "integrazioni-ricevute"
	UpdatePreavviso            = "preavviso"
	UpdateOsservazioni         = "osservazioni-ricevute"

	UpdateAttiva   = "attiva"
	UpdateSospendi = "sospendi"
	UpdateRiprendi = "riprendi"
	UpdateTermina  = "termina"

	UpdateCambiaRegola = "cambia-regola"
	UpdateCambiaQuota  = "cambia-quota"

	UpdateConferma = "conferma"
	UpdateAnnulla  = "annulla"

	UpdateRielabora = "rielabora"
	UpdateTrasmetti = "trasmetti"
	UpdatePaga      = "paga"
	UpdateStorna    = "storna"

	UpdateFerma            = "ferma-calcolo"
	UpdateProsegui         = "prosegui-calcolo"
	UpdateEsiti            = "registra-esiti"
	UpdatePrepara          = "prepara-pagamenti"
	UpdateFirmaMese        = "firma-mese"
	UpdateChiediRiapertura = "chiedi-riapertura"
	UpdateDecidiRiapertura = "decidi-riapertura"
)

// The names under which the workflows are registered. The strings are durable.
const (
	NomeDomanda      = "Domanda"
	NomeIntervento   = "Intervento"
	NomeElaborazione = "Elaborazione"
	NomeLiquidazione = "LiquidazioneMensile"
	NomeChiusura     = "ChiusuraMese"
	NomeChiusure     = "ChiusureMensili"
)

// Messaggio is what a human act tells the workflow: ids and the decision. The
// text of the act stays in the database, in the atto row that AttoID names;
// AttoID is also the id of the update, so that a double click is one act.
type Messaggio struct {
	AttoID      string       `json:"attoId"`
	OperatoreID string       `json:"operatoreId"`
	RichiestaID string       `json:"richiestaId,omitempty"`
	Esito       sigess.Stato `json:"esito,omitempty"`
}

// InputDomanda starts the workflow of a domanda, by its first act.
type InputDomanda struct {
	DomandaID string `json:"domandaId"`
}

// InputIntervento starts the workflow of an intervento, by its activation.
type InputIntervento struct {
	InterventoID string `json:"interventoId"`
}

// InputElaborazione starts a run. AttoID names the row with period and tipi
// when an operatore asked for it; EnteID and Mese say them when a schedule did.
type InputElaborazione struct {
	ElaborazioneID string `json:"elaborazioneId"`
	AttoID         string `json:"attoId,omitempty"`
	OperatoreID    string `json:"operatoreId,omitempty"`
	EnteID         string `json:"enteId"`
	Mese           string `json:"mese,omitempty"`
	// Simulazione tries the run: it ends when it is computed.
	Simulazione bool `json:"simulazione,omitempty"`
	// Ferma says that the calculation was stopped when its history was full.
	Ferma bool `json:"ferma,omitempty"`
	// Pagina is where the calculation goes on in a new history.
	Pagina *sigess.PaginaCalcolo `json:"pagina,omitempty"`
}

// InputLiquidazione is what the monthly schedule of an ente starts with.
type InputLiquidazione struct {
	EnteID string `json:"enteId"`
}

// InputChiusura starts the closing of a month, or goes on with one that was
// signed. AttoID names the act when an operatore opened it.
type InputChiusura struct {
	ChiusuraID  string `json:"chiusuraId"`
	AttoID      string `json:"attoId,omitempty"`
	OperatoreID string `json:"operatoreId,omitempty"`
	EnteID      string `json:"enteId"`
	PressoID    string `json:"pressoId"`
	Mese        string `json:"mese"`
}

// InputChiusure is what the schedule of the closings starts with: nothing. The
// month and where the list goes on are there in a new history.
type InputChiusure struct {
	Mese       string `json:"mese,omitempty"`
	DopoEnte   string `json:"dopoEnte,omitempty"`
	DopoPresso string `json:"dopoPresso,omitempty"`
}
