package sigess

import (
	"context"
	"net/http"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// Intervento is a line of the list of interventi (figg. 12, 21).
type Intervento struct {
	ID               string         `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID           string         `json:"enteId" format:"uuid" doc:"Ente"`
	Numero           string         `json:"numero" doc:"Anno e progressivo, «bozza» se non attivato" maxLength:"20" example:"2024/13"`
	Natura           sigess.Natura  `json:"natura" doc:"Natura" maxLength:"20" example:"ECONOMICO"`
	Stato            sigess.Stato   `json:"stato" doc:"Stato" maxLength:"20" example:"ATTIVO"`
	SoggettoID       string         `json:"soggettoId" format:"uuid" doc:"Soggetto"`
	Codice           int            `json:"codice" doc:"Codice del soggetto nell'anagrafe"`
	Cognome          string         `json:"cognome" doc:"Cognome" maxLength:"100"`
	Nome             string         `json:"nome" doc:"Nome" maxLength:"100"`
	Sesso            string         `json:"sesso" doc:"Sesso" maxLength:"1" example:"M"`
	DataNascita      periodo.Data   `json:"dataNascita" doc:"Data di nascita"`
	CodiceFiscale    fiscale.Codice `json:"codiceFiscale,omitempty" doc:"Codice fiscale"`
	TipoInterventoID string         `json:"tipoInterventoId" format:"uuid" doc:"Tipo di intervento"`
	Tipo             string         `json:"tipo" doc:"Denominazione del tipo" maxLength:"300"`
	DataInizio       periodo.Data   `json:"dataInizio" doc:"Data di inizio"`
	DataFine         periodo.Data   `json:"dataFine,omitzero" doc:"Data di fine"`
	Responsabile     string         `json:"responsabile" doc:"Operatore responsabile" maxLength:"200"`
}

// Interventi is a page of the list of interventi.
type Interventi struct {
	Interventi []Intervento `json:"interventi" doc:"Interventi, il più recente per primo"`
	Totale     int          `json:"totale" doc:"Interventi in tutto"`
	Pagina     int          `json:"pagina" doc:"Pagina"`
}

// SchedaIntervento is an intervento with its drawers; those of the other kinds
// are empty.
type SchedaIntervento struct {
	Intervento
	UOID                    string             `json:"uoId" format:"uuid" doc:"Ufficio"`
	EntePagatoreID          string             `json:"entePagatoreId" format:"uuid" doc:"Ente che paga"`
	EntePagatore            string             `json:"entePagatore" doc:"Denominazione dell'ente che paga" maxLength:"300"`
	DomandaID               *string            `json:"domandaId,omitempty" format:"uuid" doc:"Domanda"`
	RichiestaID             *string            `json:"richiestaId,omitempty" format:"uuid" doc:"Richiesta da cui nasce"`
	MotivoAttivazione       string             `json:"motivoAttivazione,omitempty" doc:"Motivo dell'attivazione" maxLength:"20"`
	MotivoTermine           string             `json:"motivoTermine,omitempty" doc:"Motivo del termine" maxLength:"20"`
	LivelloAssistenza       string             `json:"livelloAssistenza" doc:"Livello di assistenza" maxLength:"300"`
	Classificazione         string             `json:"classificazione" doc:"Classificazione" maxLength:"300"`
	ClassificazioneIstat    string             `json:"classificazioneIstat" doc:"Classificazione ISTAT" maxLength:"300"`
	OperatoreResponsabileID string             `json:"operatoreResponsabileId" format:"uuid" doc:"Operatore responsabile"`
	ErogatoreID             *string            `json:"erogatoreId,omitempty" format:"uuid" doc:"Ente erogatore"`
	Erogatore               string             `json:"erogatore,omitempty" doc:"Denominazione dell'ente erogatore" maxLength:"300"`
	StrutturaID             *string            `json:"strutturaId,omitempty" format:"uuid" doc:"Struttura di inserimento"`
	Struttura               string             `json:"struttura,omitempty" doc:"Denominazione della struttura" maxLength:"300"`
	TariffarioID            *string            `json:"tariffarioId,omitempty" format:"uuid" doc:"Tariffario"`
	Tariffario              string             `json:"tariffario,omitempty" doc:"Codice e denominazione del tariffario" maxLength:"300"`
	Regole                  []RegolaPagamento  `json:"regole" doc:"Regole di pagamento, anche quelle di cui altre hanno preso il posto"`
	Modalita                *ModalitaPagamento `json:"modalita,omitempty" doc:"Modalità di pagamento"`
	Piano                   []RigaPiano        `json:"piano" doc:"Piano di assistenza"`
	Quote                   []QuotaUtente      `json:"quote" doc:"Quote utente, anche quelle di cui altre hanno preso il posto"`
	Sospensioni             []Sospensione      `json:"sospensioni" doc:"Sospensioni"`
	CodiceInserimento       string             `json:"codiceInserimento,omitempty" doc:"Numero che l'ente dà all'inserimento in struttura" maxLength:"30"`
	Versione                int                `json:"versione" doc:"Versione, da rimandare con la modifica della bozza"`
}

// RegolaPagamento is a row of Regole di pagamento, with its history.
type RegolaPagamento struct {
	CondizioniRegola
	Cambio
}

// CondizioniRegola is what a rule of payment says.
type CondizioniRegola struct {
	Frequenza     string        `json:"frequenza" doc:"Frequenza" maxLength:"20" example:"MENSILE"`
	Importo       euro.Importo  `json:"importo" doc:"Importo di ogni rata"`
	CriterioRateo string        `json:"criterioRateo" doc:"Criterio per il mese incompleto" maxLength:"20" example:"GIORNI_EFFETTIVI"`
	DataScadenza  periodo.Data  `json:"dataScadenza,omitzero" doc:"Scadenza di una rata una tantum"`
	Dal           periodo.Data  `json:"dal,omitzero" doc:"Dal"`
	Al            periodo.Data  `json:"al,omitzero" doc:"Al"`
	Scadenza      string        `json:"scadenza" doc:"Quando scade una rata" maxLength:"20" example:"POSTICIPATA"`
	Ancoraggio    string        `json:"ancoraggio" doc:"Da quando si contano le rate" maxLength:"20" example:"SOLARE"`
	NumeroRate    *int          `json:"numeroRate,omitempty" doc:"Numero di rate" minimum:"1" maximum:"600"`
	ImportoTotale *euro.Importo `json:"importoTotale,omitempty" doc:"Somma delle rate"`
	Massimale     *euro.Importo `json:"massimale,omitempty" doc:"Massimo che la regola paga in tutto"`
	InSospensione string        `json:"inSospensione" doc:"Che cosa si fa nei giorni di sospensione" maxLength:"20" example:"NON_PAGARE"`
	AliquotaIVA   euro.Aliquota `json:"aliquotaIva" doc:"Aliquota IVA, zero fuori campo"`
	Causale       string        `json:"causale,omitempty" doc:"Causale" maxLength:"140"`
}

// ModalitaPagamento is who is paid and how.
type ModalitaPagamento struct {
	BeneficiarioID string       `json:"beneficiarioId" format:"uuid" doc:"Beneficiario del pagamento"`
	Beneficiario   string       `json:"beneficiario" doc:"Nominativo del beneficiario" maxLength:"300"`
	Titolo         string       `json:"titolo" doc:"A titolo di" maxLength:"30" example:"ASSISTITO"`
	Metodo         string       `json:"metodo" doc:"Metodo" maxLength:"20" example:"BONIFICO"`
	IBAN           fiscale.IBAN `json:"iban,omitempty" doc:"IBAN"`
	Intestatario   string       `json:"intestatario,omitempty" doc:"Intestatario del conto" maxLength:"140"`
}

// RigaPiano is a row of Piano di assistenza.
type RigaPiano struct {
	Prestazione   string          `json:"prestazione" doc:"Codice della prestazione" maxLength:"20" example:"OSS"`
	Denominazione string          `json:"denominazione" doc:"Prestazione" maxLength:"300"`
	Unita         string          `json:"unita" doc:"Unità di misura" maxLength:"20" example:"ORA"`
	Quantita      misura.Quantita `json:"quantita" doc:"Quantità"`
	Periodicita   string          `json:"periodicita" doc:"Periodicità" maxLength:"20" example:"SETTIMANA"`
	Politica      string          `json:"politica" doc:"Che cosa si fa di quello che si eroga oltre il piano" maxLength:"20" example:"LIBERO"`
}

// QuotaUtente is the share of the person in a period, with its history.
type QuotaUtente struct {
	CondizioniQuota
	Cambio
}

// CondizioniQuota is what a share of the person says.
type CondizioniQuota struct {
	Metodo        string         `json:"metodo" doc:"Metodo" maxLength:"30" example:"PERCENTUALE"`
	Percentuale   *euro.Aliquota `json:"percentuale,omitempty" doc:"Percentuale"`
	Importo       *euro.Importo  `json:"importo,omitempty" doc:"Importo"`
	Dal           periodo.Data   `json:"dal" doc:"Dal"`
	Al            periodo.Data   `json:"al,omitzero" doc:"Al"`
	TabellaISEEID string         `json:"tabellaIseeId,omitempty" format:"uuid" doc:"Tabella ISEE"`
	ISEE          *euro.Importo  `json:"isee,omitempty" doc:"Valore dell'attestazione ISEE"`
	TipoISEE      string         `json:"tipoIsee,omitempty" doc:"Tipo di ISEE" maxLength:"30" example:"SOCIOSANITARIO"`
	DataDSU       periodo.Data   `json:"dataDsu,omitzero" doc:"Data della DSU"`
	SenzaISEE     string         `json:"senzaIsee" doc:"Che cosa si fa se manca un ISEE valido" maxLength:"30" example:"MASSIMA"`
	Base          string         `json:"base" doc:"Su che cosa si calcola" maxLength:"20" example:"PARTE_SOCIALE"`
	Minimo        *euro.Importo  `json:"minimo,omitempty" doc:"Minimo mensile"`
	Massimo       *euro.Importo  `json:"massimo,omitempty" doc:"Massimo mensile"`
	CriterioRateo string         `json:"criterioRateo" doc:"Criterio per il mese incompleto" maxLength:"20" example:"GIORNI_EFFETTIVI"`
	Reddito       *euro.Importo  `json:"reddito,omitempty" doc:"Reddito mensile"`
	Franchigia    *euro.Importo  `json:"franchigia,omitempty" doc:"Franchigia"`
	Indennita     *euro.Importo  `json:"indennita,omitempty" doc:"Indennità considerate"`
	Salvaguardia  *euro.Importo  `json:"salvaguardia,omitempty" doc:"Salvaguardia mensile"`
	Residenziale  bool           `json:"residenziale" doc:"Accoglienza residenziale"`
}

// Sospensione is a time in which an intervento is not delivered.
type Sospensione struct {
	Dal           periodo.Data `json:"dal" doc:"Dal"`
	Al            periodo.Data `json:"al,omitzero" doc:"Al; assente fino alla ripresa"`
	Motivo        string       `json:"motivo" doc:"Motivo" maxLength:"500"`
	MotivoRipresa string       `json:"motivoRipresa,omitempty" doc:"Motivo della ripresa" maxLength:"500"`
}

// filtroInterventi is what the list of interventi is asked with.
type filtroInterventi struct {
	sigess.FiltroInterventi
	pagina
}

func (s *sportello) rotteInterventi(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaInterventi}
	}
	atti.Leggi(r, op("interventi-elenco", "", "/interventi", "Elenca gli interventi"), s.elencaInterventi)
	atti.Leggi(r, op("intervento-lettura", "", "/interventi/{id}", "Legge un intervento con tutti i cassetti"), s.leggiIntervento)
	atti.Registra(r, op("intervento-attivazione", http.MethodPost, "/interventi/{id}/attivazione", "Attiva un intervento e gli dà il numero"), s.attiva)
	atti.Registra(r, op("intervento-sospensione", http.MethodPost, "/interventi/{id}/sospensioni", "Sospende un intervento"), s.sospendi)
	atti.Registra(r, op("intervento-ripresa", http.MethodPost, "/interventi/{id}/ripresa", "Riprende un intervento sospeso"), s.riprendi)
	atti.Registra(r, op("intervento-termine", http.MethodPost, "/interventi/{id}/termine", "Conclude un intervento a una data"), s.termina)
}

func (s *sportello) elencaInterventi(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroInterventi]) (Interventi, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Interventi, error) {
		elenco, err := sigess.ElencaInterventi(tx, chi, in.Corpo.FiltroInterventi, in.Corpo.limiti())
		out := Interventi{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, i := range elenco.Elementi {
			out.Interventi = append(out.Interventi, rigaIntervento(i))
		}
		return out, err
	})
}

func rigaIntervento(i sigess.RigaIntervento) Intervento {
	return Intervento{ID: i.ID, EnteID: i.EnteID, Numero: i.Estremi(), Natura: i.Natura, Stato: i.Stato, SoggettoID: i.SoggettoID,
		Codice: i.Codice, Cognome: i.Cognome, Nome: i.Nome, Sesso: i.Sesso, DataNascita: i.DataNascita, CodiceFiscale: i.CodiceFiscale,
		TipoInterventoID: i.TipoInterventoID, Tipo: i.Tipo, DataInizio: i.DataInizio, DataFine: i.DataFine, Responsabile: i.Responsabile}
}

func (s *sportello) leggiIntervento(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (SchedaIntervento, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (SchedaIntervento, error) {
		i, err := sigess.DettaglioInterventoDi(tx, chi, in.ID)
		if err != nil {
			return SchedaIntervento{}, err
		}
		cassetti, err := sigess.CassettiDi(tx, i.Intervento)
		return schedaIntervento(i, cassetti), err
	})
}

func schedaIntervento(i sigess.DettaglioIntervento, c sigess.Cassetti) SchedaIntervento {
	out := SchedaIntervento{Intervento: rigaIntervento(i.RigaIntervento), UOID: i.UOID, EntePagatoreID: i.EntePagatoreID,
		EntePagatore: i.EntePagatore, DomandaID: i.DomandaID, RichiestaID: i.RichiestaID, MotivoAttivazione: i.MotivoAttivazione,
		MotivoTermine: i.MotivoTermine, LivelloAssistenza: i.LivelloAssistenza, Classificazione: i.Classificazione,
		ClassificazioneIstat: i.ClassificazioneIstat, OperatoreResponsabileID: i.OperatoreResponsabileID, ErogatoreID: i.ErogatoreID,
		Erogatore: i.Erogatore, StrutturaID: i.StrutturaID, Struttura: i.Struttura, TariffarioID: i.TariffarioID, Tariffario: i.Tariffario,
		CodiceInserimento: i.CodiceInserimento, Versione: i.Versione}
	for _, r := range c.RegoleRegistrate {
		out.Regole = append(out.Regole, RegolaPagamento{CondizioniRegola(r.ModuloRegola), Cambio(r.Registrazione)})
	}
	if m := c.Modalita; m != nil {
		out.Modalita = &ModalitaPagamento{BeneficiarioID: m.BeneficiarioID, Beneficiario: m.Beneficiario, Titolo: m.Titolo,
			Metodo: m.Metodo, IBAN: m.IBAN, Intestatario: m.Intestatario}
	}
	for _, p := range c.Piano {
		out.Piano = append(out.Piano, RigaPiano{Prestazione: p.Prestazione, Denominazione: p.Denominazione, Unita: p.Unita,
			Quantita: p.Quantita, Periodicita: p.Periodicita, Politica: p.Politica})
	}
	for _, q := range c.QuoteRegistrate {
		out.Quote = append(out.Quote, QuotaUtente{CondizioniQuota(q.ModuloQuota), Cambio(q.Registrazione)})
	}
	for _, sosp := range c.Sospensioni {
		out.Sospensioni = append(out.Sospensioni, Sospensione{Dal: sosp.Dal, Al: sosp.Al, Motivo: sosp.Motivo, MotivoRipresa: sosp.MotivoRipresa})
	}
	return out
}

// suIntervento carries out an act on an intervento that may be seen and answers
// where it stands afterwards.
func (s *sportello) suIntervento(ctx context.Context, chi models.Chi, id string, a procedure.Atto) (Esito, error) {
	carica := func(tx *gorm.DB) (sigess.Intervento, error) { return sigess.InterventoVisibile(tx, chi, id) }
	i, err := leggi(ctx, s, chi, carica)
	if err != nil {
		return Esito{}, err
	}
	a.EnteID, a.OggettoID, a.WorkflowID = i.EnteID, i.ID, sigess.WorkflowIntervento(i.ID)
	if err := s.m.Compi(ctx, chi, a); err != nil {
		return Esito{}, err
	}
	i, err = leggi(ctx, s, chi, carica)
	return esitoIntervento(i), err
}

func (s *sportello) attiva(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	a := attoDi(chi, in, flow.UpdateAttiva)
	a.Avvio, a.InputAvvio = flow.NomeIntervento, flow.InputIntervento{InterventoID: in.ID}
	return s.suIntervento(ctx, chi, in.ID, a)
}

func (s *sportello) sospendi(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloSospensione]) (Esito, error) {
	return s.suIntervento(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateSospendi))
}

func (s *sportello) riprendi(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloRipresa]) (Esito, error) {
	return s.suIntervento(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateRiprendi))
}

func (s *sportello) termina(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloTermine]) (Esito, error) {
	return s.suIntervento(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateTermina))
}
