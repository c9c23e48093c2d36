package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// Domanda is a line of the list of domande.
type Domanda struct {
	ID                string         `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID            string         `json:"enteId" format:"uuid" doc:"Ente"`
	Numero            string         `json:"numero" doc:"Anno e progressivo, «bozza» se non presentata" maxLength:"20" example:"2026/35"`
	Stato             sigess.Stato   `json:"stato" doc:"Stato" maxLength:"20" example:"IN_ISTRUTTORIA"`
	DataPresentazione periodo.Data   `json:"dataPresentazione" doc:"Data di presentazione"`
	SoggettoID        string         `json:"soggettoId" format:"uuid" doc:"Soggetto"`
	Cognome           string         `json:"cognome" doc:"Cognome" maxLength:"100"`
	Nome              string         `json:"nome" doc:"Nome" maxLength:"100"`
	DataNascita       periodo.Data   `json:"dataNascita" doc:"Data di nascita"`
	CodiceFiscale     fiscale.Codice `json:"codiceFiscale,omitempty" doc:"Codice fiscale"`
	UOID              string         `json:"uoId" format:"uuid" doc:"Ufficio che l'ha ricevuta"`
	Ufficio           string         `json:"ufficio" doc:"Codice e denominazione dell'ufficio" maxLength:"300"`
	Assegnatario      string         `json:"assegnatario,omitempty" doc:"Operatore che la tratta" maxLength:"200"`
	ScadenzaIl        periodo.Data   `json:"scadenzaIl,omitzero" doc:"Termine del procedimento"`
}

// Domande is a page of the list of domande.
type Domande struct {
	Domande []Domanda `json:"domande" doc:"Domande, la più recente per prima"`
	Totale  int       `json:"totale" doc:"Domande in tutto"`
	Pagina  int       `json:"pagina" doc:"Pagina"`
}

// SchedaDomanda is a domanda with its drawers.
type SchedaDomanda struct {
	Domanda
	Canale               string         `json:"canale" doc:"Canale" maxLength:"20"`
	FirmatarioQualita    string         `json:"firmatarioQualita" doc:"Qualità del firmatario" maxLength:"30"`
	FirmatarioNominativo string         `json:"firmatarioNominativo,omitempty" doc:"Firmatario, se non è l'interessato" maxLength:"200"`
	Note                 string         `json:"note,omitempty" doc:"Note" maxLength:"2000"`
	Protocollo           string         `json:"protocollo,omitempty" doc:"Numero di protocollo" maxLength:"50"`
	ProtocolloData       periodo.Data   `json:"protocolloData,omitzero" doc:"Data di protocollo"`
	Responsabile         string         `json:"responsabile,omitempty" doc:"Responsabile del procedimento" maxLength:"200"`
	AvvioIl              periodo.Data   `json:"avvioIl,omitzero" doc:"Avvio dell'istruttoria"`
	Termine              string         `json:"termine,omitempty" doc:"Il conto dei giorni in parole" maxLength:"200" example:"30 giorni, 15 sospesi, scade il 18/04/2024"`
	GiorniSospesi        int            `json:"giorniSospesi,omitempty" doc:"Giorni in cui il termine è fermo"`
	ComunicataIl         periodo.Data   `json:"comunicataIl,omitzero" doc:"Comunicazione dell'esito"`
	ComunicataMezzo      string         `json:"comunicataMezzo,omitempty" doc:"Mezzo della comunicazione" maxLength:"10"`
	PresentataIl         *time.Time     `json:"presentataIl,omitempty" doc:"Quando è stata registrata la presentazione"`
	Versione             int            `json:"versione" doc:"Versione, da rimandare con la modifica della bozza"`
	Richieste            []Richiesta    `json:"richieste" doc:"Richieste"`
	Assegnazioni         []Assegnazione `json:"assegnazioni" doc:"Assegnazioni, prima quelle in corso"`
	Pause                []Pausa        `json:"pause,omitempty" doc:"Che cosa ha fermato il termine del procedimento, in ordine di tempo"`
}

// Richiesta is an intervento that a domanda asks for.
type Richiesta struct {
	ID               string        `json:"id" format:"uuid" doc:"Identificativo"`
	Progressivo      int           `json:"progressivo" doc:"Numero della richiesta nella domanda"`
	TipoInterventoID string        `json:"tipoInterventoId" format:"uuid" doc:"Tipo di intervento richiesto"`
	Tipo             string        `json:"tipo" doc:"Denominazione del tipo" maxLength:"300"`
	Natura           sigess.Natura `json:"natura" doc:"Natura del tipo" maxLength:"20" example:"ECONOMICO"`
	Stato            sigess.Stato  `json:"stato" doc:"Stato della richiesta" maxLength:"20" example:"ACCETTATA"`
	Note             string        `json:"note,omitempty" doc:"Note sulla richiesta" maxLength:"1000"`
	Motivo           string        `json:"motivo,omitempty" doc:"Motivazione dell'esito" maxLength:"2000"`
	DecisaIl         *time.Time    `json:"decisaIl,omitempty" doc:"Quando è stato dato l'esito"`
	InterventoID     *string       `json:"interventoId,omitempty" format:"uuid" doc:"Intervento attivato"`
}

// Assegnazione is who follows a domanda, or followed it.
type Assegnazione struct {
	Tipo          string     `json:"tipo" doc:"UO oppure OPERATORE" maxLength:"10" example:"OPERATORE"`
	UOID          string     `json:"uoId" format:"uuid" doc:"Ufficio"`
	OperatoreID   *string    `json:"operatoreId,omitempty" format:"uuid" doc:"Operatore"`
	Denominazione string     `json:"denominazione" doc:"Ufficio o operatore" maxLength:"300"`
	DataInizio    time.Time  `json:"dataInizio" doc:"Da quando"`
	DataFine      *time.Time `json:"dataFine,omitempty" doc:"Fino a quando; assente se in corso"`
	Motivo        string     `json:"motivo,omitempty" doc:"Motivo" maxLength:"500"`
}

// filtroDomande is what the list of domande is asked with.
type filtroDomande struct {
	sigess.FiltroDomande
	pagina
}

func (s *sportello) rotteDomande(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaDomande}
	}
	atti.Registra(r, op("domanda-bozza", http.MethodPut, "/domande/{id}", "Crea o sostituisce la bozza di una domanda"), s.salvaDomanda)
	atti.Leggi(r, op("domande-elenco", "", "/domande", "Elenca le domande"), s.elencaDomande)
	atti.Leggi(r, op("domanda-lettura", "", "/domande/{id}", "Legge una domanda con richieste e assegnazioni"), s.leggiDomanda)
	atti.Registra(r, op("domanda-presentazione", http.MethodPost, "/domande/{id}/presentazione", "Presenta una domanda e le dà il numero"), s.presenta)
	atti.Registra(r, op("domanda-avvio", http.MethodPost, "/domande/{id}/avvio", "Avvia l'istruttoria di una domanda"), s.avvia)
	atti.Registra(r, op("domanda-integrazioni", http.MethodPost, "/domande/{id}/integrazioni", "Chiede integrazioni e sospende il termine"), s.richiediIntegrazioni)
	atti.Registra(r, op("domanda-integrazioni-arrivo", http.MethodPost, "/domande/{id}/integrazioni/arrivo", "Registra le integrazioni ricevute"), s.registraIntegrazioni)
	atti.Registra(r, op("domanda-preavviso", http.MethodPost, "/domande/{id}/preavviso", "Registra il preavviso di rigetto e sospende il termine"), s.preavvisaRigetto)
	atti.Registra(r, op("domanda-osservazioni", http.MethodPost, "/domande/{id}/preavviso/osservazioni", "Registra le osservazioni al preavviso di rigetto"), s.registraOsservazioni)
	atti.Registra(r, op("domanda-assegnazione", http.MethodPost, "/domande/{id}/assegnazioni", "Assegna una domanda a un ufficio o a un operatore"), s.assegna)
	atti.Registra(r, op("richiesta-esito", http.MethodPost, "/domande/{id}/richieste/{richiestaId}/esito", "Accetta o respinge una richiesta"), s.decidi)
	atti.Registra(r, op("domanda-comunicazione", http.MethodPost, "/domande/{id}/comunicazione", "Registra la comunicazione dell'esito"), s.comunica)
}

func (s *sportello) salvaDomanda(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloDomanda]) (Esito, error) {
	return scrivi(ctx, s, chi, "salva-domanda", func(tx *gorm.DB) (Esito, error) {
		d, err := sigess.SalvaBozza(tx, chi, in.ID, in.Corpo)
		return esitoDomanda(d), err
	})
}

func esitoDomanda(d sigess.Domanda) Esito {
	return Esito{ID: d.ID, Numero: d.Estremi(), Stato: d.Stato}
}

func (s *sportello) elencaDomande(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroDomande]) (Domande, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Domande, error) {
		elenco, err := sigess.ElencaDomande(tx, chi, in.Corpo.FiltroDomande, in.Corpo.limiti())
		out := Domande{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, d := range elenco.Elementi {
			out.Domande = append(out.Domande, rigaDomanda(d))
		}
		return out, err
	})
}

func rigaDomanda(d sigess.RigaDomanda) Domanda {
	return Domanda{ID: d.ID, EnteID: d.EnteID, Numero: d.Estremi(), Stato: d.Stato, DataPresentazione: d.DataPresentazione,
		SoggettoID: d.SoggettoID, Cognome: d.Cognome, Nome: d.Nome, DataNascita: d.DataNascita, CodiceFiscale: d.CodiceFiscale,
		UOID: d.UOID, Ufficio: d.Ufficio, Assegnatario: d.Assegnatario, ScadenzaIl: d.ScadenzaIl}
}

func (s *sportello) leggiDomanda(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (SchedaDomanda, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (SchedaDomanda, error) {
		d, err := sigess.DettaglioDomandaDi(tx, chi, in.ID)
		if err != nil {
			return SchedaDomanda{}, err
		}
		richieste, err := sigess.Richieste(tx, d.ID)
		if err != nil {
			return SchedaDomanda{}, err
		}
		assegnazioni, err := sigess.Assegnazioni(tx, d.ID)
		if err != nil {
			return SchedaDomanda{}, err
		}
		out := schedaDomanda(d, richieste, assegnazioni)
		pause, err := sigess.Pause(tx, d.ID)
		out.conTermini(d.Domanda, pause)
		return out, err
	})
}

func schedaDomanda(d sigess.DettaglioDomanda, richieste []sigess.RigaRichiesta, assegnazioni []sigess.Assegnazione) SchedaDomanda {
	out := SchedaDomanda{Domanda: rigaDomanda(d.RigaDomanda), Canale: d.Canale, FirmatarioQualita: d.FirmatarioQualita,
		FirmatarioNominativo: d.FirmatarioNominativo, Note: d.Note, Protocollo: d.Protocollo, ProtocolloData: d.ProtocolloData,
		Responsabile: d.Responsabile, AvvioIl: d.AvvioIl, ComunicataIl: d.ComunicataIl, ComunicataMezzo: d.ComunicataMezzo,
		PresentataIl: d.PresentataIl, Versione: d.Versione}
	for _, r := range richieste {
		out.Richieste = append(out.Richieste, Richiesta{ID: r.ID, Progressivo: r.Progressivo, TipoInterventoID: r.TipoInterventoID,
			Tipo: r.Tipo, Natura: r.Natura, Stato: r.Stato, Note: r.Note, Motivo: r.Motivo, DecisaIl: r.DecisaIl, InterventoID: r.InterventoID})
	}
	for _, a := range assegnazioni {
		out.Assegnazioni = append(out.Assegnazioni, Assegnazione{Tipo: a.Tipo, UOID: a.UOID, OperatoreID: a.OperatoreID,
			Denominazione: a.Denominazione, DataInizio: a.DataInizio, DataFine: a.DataFine, Motivo: a.Motivo})
	}
	return out
}

// suDomanda carries out an act on a domanda that may be seen and answers where
// it stands afterwards.
func (s *sportello) suDomanda(ctx context.Context, chi models.Chi, id string, a procedure.Atto) (Esito, error) {
	carica := func(tx *gorm.DB) (sigess.Domanda, error) { return sigess.DomandaVisibile(tx, chi, id) }
	d, err := leggi(ctx, s, chi, carica)
	if err != nil {
		return Esito{}, err
	}
	a.EnteID, a.OggettoID, a.WorkflowID = d.EnteID, d.ID, sigess.WorkflowDomanda(d.ID)
	if err := s.m.Compi(ctx, chi, a); err != nil {
		return Esito{}, err
	}
	d, err = leggi(ctx, s, chi, carica)
	return esitoDomanda(d), err
}

func (s *sportello) presenta(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	a := attoDi(chi, in, flow.UpdatePresenta)
	a.Avvio, a.InputAvvio = flow.NomeDomanda, flow.InputDomanda{DomandaID: in.ID}
	return s.suDomanda(ctx, chi, in.ID, a)
}

func (s *sportello) avvia(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloAvvio]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateAvvia))
}

func (s *sportello) assegna(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloAssegnazione]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateAssegna))
}

func (s *sportello) decidi(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloEsito]) (Esito, error) {
	m := messaggio(chi, in.Atto)
	m.RichiestaID, m.Esito = in.Sub, in.Corpo.Esito
	return s.suDomanda(ctx, chi, in.ID, procedure.Atto{ID: in.Atto, Tipo: flow.UpdateDecidi, Dati: in.Corpo, Messaggio: m})
}

func (s *sportello) comunica(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloComunicazione]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateComunica))
}
