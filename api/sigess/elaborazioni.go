package sigess

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// Elaborazione is a monthly accounting run.
type Elaborazione struct {
	ID           string       `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID       string       `json:"enteId" format:"uuid" doc:"Ente che paga"`
	Ente         string       `json:"ente" doc:"Denominazione dell'ente che paga" maxLength:"300"`
	Numero       string       `json:"numero" doc:"Anno e progressivo" maxLength:"20" example:"2026/3"`
	Stato        sigess.Stato `json:"stato" doc:"Stato" maxLength:"20" example:"PROVVISORIA"`
	Dal          periodo.Mese `json:"dal" doc:"Primo mese"`
	Al           periodo.Mese `json:"al" doc:"Ultimo mese"`
	Origine      string       `json:"origine" doc:"OPERATORE oppure PIANIFICATA" maxLength:"20" example:"OPERATORE"`
	Esaminati    int          `json:"esaminati" doc:"Interventi esaminati finora"`
	DaEsaminare  int          `json:"daEsaminare" doc:"Interventi da esaminare"`
	Movimenti    int          `json:"movimenti" doc:"Movimenti"`
	Imponibile   euro.Importo `json:"imponibile" doc:"Totale degli imponibili"`
	IVA          euro.Importo `json:"iva" doc:"Totale dell'IVA"`
	Totale       euro.Importo `json:"totale" doc:"Totale da pagare"`
	QuotaUtente  euro.Importo `json:"quotaUtente" doc:"Totale a carico degli utenti"`
	CreataIl     time.Time    `json:"creataIl" doc:"Quando è stata creata"`
	ConfermataIl *time.Time   `json:"confermataIl,omitempty" doc:"Quando è stata confermata"`
	ConElenco    bool         `json:"conElenco" doc:"L'elenco Excel si può scaricare"`
	Tipo         string       `json:"tipo" doc:"ORDINARIA, STORNO o SIMULAZIONE" maxLength:"20" example:"ORDINARIA"`
	StornoDi     *string      `json:"stornoDi,omitempty" format:"uuid" doc:"Elaborazione che storna"`
	Impronta     string       `json:"impronta,omitempty" doc:"Impronta dei movimenti, da rimandare con la conferma; solo leggendo una elaborazione provvisoria" maxLength:"64"`
	FermataIl    *time.Time   `json:"fermataIl,omitempty" doc:"Quando il calcolo è stato fermato; assente se prosegue"`
	DaRecuperare euro.Importo `json:"daRecuperare" doc:"Parte del totale che è a debito di chi riceve, e non si paga"`
}

// Elaborazioni is a page of the list of runs.
type Elaborazioni struct {
	Elaborazioni []Elaborazione `json:"elaborazioni" doc:"Elaborazioni, la più recente per prima"`
	Totale       int            `json:"totale" doc:"Elaborazioni in tutto"`
	Pagina       int            `json:"pagina" doc:"Pagina"`
}

// Movimento is a line of the accounting list, with how its amount was reached.
type Movimento struct {
	Progressivo    int            `json:"progressivo" doc:"Numero d'ordine; 0 durante il calcolo"`
	InterventoID   string         `json:"interventoId" format:"uuid" doc:"Intervento"`
	MeseCompetenza periodo.Mese   `json:"meseCompetenza" doc:"Mese di competenza"`
	Voce           string         `json:"voce" doc:"Voce" maxLength:"100"`
	Estremi        string         `json:"estremi" doc:"Estremi del movimento" maxLength:"1000"`
	Tipo           string         `json:"tipo" doc:"Tipo di movimento" maxLength:"20" example:"PAGAMENTO"`
	Imponibile     euro.Importo   `json:"imponibile" doc:"Imponibile IVA"`
	AliquotaIVA    euro.Aliquota  `json:"aliquotaIva" doc:"Aliquota IVA"`
	IVA            euro.Importo   `json:"iva" doc:"Importo IVA"`
	Totale         euro.Importo   `json:"totale" doc:"Importo totale"`
	QuotaUtente    euro.Importo   `json:"quotaUtente" doc:"Quota a carico dell'utente, già tolta"`
	QuotaSSN       euro.Importo   `json:"quotaSsn" doc:"Quota a carico del servizio sanitario, già tolta"`
	NaturaIVA      string         `json:"naturaIva,omitempty" doc:"Perché l'IVA è zero" maxLength:"2" example:"N4"`
	SplitPayment   bool           `json:"splitPayment" doc:"L'IVA si versa all'Erario: chi riceve ha l'imponibile"`
	Beneficiario   string         `json:"beneficiario" doc:"Chi riceve" maxLength:"300"`
	IBAN           fiscale.IBAN   `json:"iban,omitempty" doc:"IBAN"`
	Dettaglio      []PassoCalcolo `json:"dettaglio" doc:"Come si arriva all'importo"`
}

// PassoCalcolo is a line of the explanation of an amount.
type PassoCalcolo struct {
	Voce    string       `json:"voce" doc:"Voce" maxLength:"200"`
	Formula string       `json:"formula" doc:"Calcolo" maxLength:"500"`
	Importo euro.Importo `json:"importo" doc:"Importo"`
}

// Movimenti is a page of the lines of a run.
type Movimenti struct {
	Movimenti []Movimento `json:"movimenti" doc:"Movimenti in ordine"`
	Totale    int         `json:"totale" doc:"Movimenti trovati in tutto"`
	Pagina    int         `json:"pagina" doc:"Pagina"`
}

// filtroElaborazioni is what the list of runs is asked with.
type filtroElaborazioni struct {
	sigess.FiltroElaborazioni
	pagina
}

// filtroMovimenti is what the lines of a run are asked with.
type filtroMovimenti struct {
	sigess.FiltroMovimenti
	pagina
}

func (s *sportello) rotteElaborazioni(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaElaborazioni}
	}
	creazione := op("elaborazione-creazione", http.MethodPost, "/elaborazioni", "Avvia un'elaborazione contabile")
	creazione.Descrizione = "Avvia un'elaborazione contabile. Il suo identificativo è quello dell'atto; il calcolo prosegue dopo la risposta"
	atti.Registra(r, creazione, s.elabora)
	atti.Leggi(r, op("elaborazioni-elenco", "", "/elaborazioni", "Elenca le elaborazioni contabili"), s.elencaElaborazioni)
	atti.Leggi(r, op("elaborazione-lettura", "", "/elaborazioni/{id}", "Legge un'elaborazione contabile"), s.leggiElaborazione)
	atti.Leggi(r, op("elaborazione-movimenti", "", "/elaborazioni/{id}/movimenti", "Elenca i movimenti di un'elaborazione"), s.elencaMovimenti)
	s.rotteAnomalie(r, op)
	atti.Registra(r, op("elaborazione-conferma", http.MethodPost, "/elaborazioni/{id}/conferma", "Rende definitiva un'elaborazione provvisoria"), s.conferma)
	atti.Registra(r, op("elaborazione-annullamento", http.MethodPost, "/elaborazioni/{id}/annullamento", "Annulla un'elaborazione in calcolo o provvisoria"), s.annulla)
	atti.Registra(r, op("elaborazione-rielaborazione", http.MethodPost, "/elaborazioni/{id}/rielaborazione", "Ricalcola un'elaborazione provvisoria"), s.rielabora)
	atti.Registra(r, op("elaborazione-fermata", http.MethodPost, "/elaborazioni/{id}/fermata", "Ferma il calcolo di un'elaborazione"), s.ferma)
	atti.Registra(r, op("elaborazione-prosecuzione", http.MethodPost, "/elaborazioni/{id}/prosecuzione", "Fa proseguire un calcolo fermo"), s.prosegui)
	atti.Registra(r, op("elaborazione-trasmissione", http.MethodPost, "/elaborazioni/{id}/trasmissione", "Dice che un'elaborazione definitiva è stata trasmessa a chi la paga"), s.trasmetti)
	atti.Registra(r, op("elaborazione-pagamento", http.MethodPost, "/elaborazioni/{id}/pagamento", "Registra com'è andato il pagamento"), s.paga)
	atti.Registra(r, op("elaborazione-storno", http.MethodPost, "/elaborazioni/{id}/storno", "Storna un'elaborazione definitiva, con un'altra di segno opposto"), s.storna)
	atti.Scarica(r, op("elaborazione-elenco", "", "/elaborazioni/{id}/elenco", "Scarica l'elenco Excel di un'elaborazione definitiva"),
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", s.elenco)
}

// attoElabora is the durable name under which the request for a run is kept.
const attoElabora = "elabora"

// elabora starts a run, whose id is that of the act, and waits a little for it
// to appear.
func (s *sportello) elabora(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloElaborazione]) (Esito, error) {
	_, err := leggi(ctx, s, chi, func(tx *gorm.DB) (struct{}, error) {
		return struct{}{}, sigess.Preparabile(tx, chi, in.Atto, in.Corpo, periodo.Oggi())
	})
	if err != nil {
		return Esito{}, err
	}
	id := in.Atto
	err = s.m.Avvia(ctx, chi, procedure.Atto{ID: id, EnteID: in.Corpo.EnteID, OggettoID: id, WorkflowID: sigess.WorkflowElaborazione(id),
		Tipo: attoElabora, Dati: in.Corpo, Avvio: flow.NomeElaborazione,
		InputAvvio: flow.InputElaborazione{ElaborazioneID: id, AttoID: id, OperatoreID: chi.OperatoreID, EnteID: in.Corpo.EnteID, Simulazione: in.Corpo.Simulazione}})
	if err != nil {
		return Esito{}, err
	}
	return attendiRiga(ctx, Esito{ID: id, Stato: sigess.InCalcolo}, func() (Esito, error) { return s.statoElaborazione(ctx, chi, id) })
}

// How long the answer waits for a new case to have its row, and how often it
// looks. The row comes with the first step of the workflow, in a moment.
const (
	attesaElaborazione = 3 * time.Second
	passoAttesa        = 50 * time.Millisecond
)

// attendiRiga answers where a new case stands as soon as it has a row; without
// one in time it is as the workflow begins it, and has no number yet.
func attendiRiga(ctx context.Context, altrimenti Esito, leggi func() (Esito, error)) (Esito, error) {
	fine := time.After(attesaElaborazione)
	passo := time.NewTicker(passoAttesa)
	defer passo.Stop()
	for {
		esito, err := leggi()
		if models.KindOf(err) != models.NotFound {
			return esito, err
		}
		select {
		case <-ctx.Done():
			return Esito{}, ctx.Err()
		case <-fine:
			return altrimenti, nil
		case <-passo.C:
		}
	}
}

func (s *sportello) statoElaborazione(ctx context.Context, chi models.Chi, id string) (Esito, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Esito, error) {
		e, err := sigess.ElaborazioneVisibile(tx, chi, id)
		return Esito{ID: e.ID, Numero: e.Estremi(), Stato: e.Stato}, err
	})
}

func (s *sportello) elencaElaborazioni(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroElaborazioni]) (Elaborazioni, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Elaborazioni, error) {
		elenco, err := sigess.ElencaElaborazioni(tx, chi, in.Corpo.FiltroElaborazioni, in.Corpo.limiti())
		out := Elaborazioni{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, e := range elenco.Elementi {
			out.Elaborazioni = append(out.Elaborazioni, rigaElaborazione(e))
		}
		return out, err
	})
}

func rigaElaborazione(e sigess.RigaElaborazione) Elaborazione {
	return Elaborazione{ID: e.ID, EnteID: e.EnteID, Ente: e.Ente, Numero: e.Estremi(), Stato: e.Stato, Dal: e.Dal.Mese(), Al: e.Al.Mese(),
		Origine: e.Origine, Esaminati: e.Esaminati, DaEsaminare: e.DaEsaminare, Movimenti: e.Movimenti, Imponibile: e.Imponibile,
		IVA: e.IVA, Totale: e.Totale, QuotaUtente: e.QuotaUtente, CreataIl: e.CreataIl, ConfermataIl: e.ConfermataIl, ConElenco: e.DocumentoID != nil,
		Tipo: e.Tipo, StornoDi: e.StornoDi, DaRecuperare: e.DaRecuperare, FermataIl: e.FermataIl}
}

func (s *sportello) leggiElaborazione(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Elaborazione, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Elaborazione, error) {
		e, err := sigess.DettaglioElaborazioneDi(tx, chi, in.ID)
		out := rigaElaborazione(e.RigaElaborazione)
		if err == nil && e.Stato == sigess.Provvisoria {
			out.Impronta, err = sigess.Impronta(tx, in.ID)
		}
		return out, err
	})
}

func (s *sportello) elencaMovimenti(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroMovimenti]) (Movimenti, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Movimenti, error) {
		if _, err := sigess.ElaborazioneVisibile(tx, chi, in.ID); err != nil {
			return Movimenti{}, err
		}
		elenco, err := sigess.ElencaMovimenti(tx, chi, in.ID, in.Corpo.FiltroMovimenti, in.Corpo.limiti())
		if err != nil {
			return Movimenti{}, err
		}
		out := Movimenti{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, m := range elenco.Elementi {
			r, err := movimento(m)
			if err != nil {
				return Movimenti{}, err
			}
			out.Movimenti = append(out.Movimenti, r)
		}
		return out, nil
	})
}

func movimento(m sigess.Movimento) (Movimento, error) {
	out := Movimento{InterventoID: m.InterventoID, MeseCompetenza: m.MeseCompetenza, Voce: m.Voce, Estremi: m.Estremi, Tipo: m.Tipo,
		Imponibile: m.Imponibile, AliquotaIVA: m.AliquotaIVA, IVA: m.IVA, Totale: m.Totale, QuotaUtente: m.QuotaUtente,
		QuotaSSN: m.QuotaSSN, NaturaIVA: string(m.NaturaIVA), SplitPayment: m.SplitPayment, Beneficiario: m.Beneficiario, IBAN: m.IBAN}
	if m.Progressivo != nil {
		out.Progressivo = *m.Progressivo
	}
	if err := json.Unmarshal(m.Dettaglio, &out.Dettaglio); err != nil {
		return out, fmt.Errorf("dettaglio of movimento %s: %w", m.ID, err)
	}
	return out, nil
}

// suElaborazione carries out an act on a run that may be seen and answers where
// it stands afterwards.
func suElaborazione[F any](ctx context.Context, s *sportello, chi models.Chi, in atti.Richiesta[F], update string, esito sigess.Stato) (Esito, error) {
	e, err := leggi(ctx, s, chi, func(tx *gorm.DB) (sigess.Elaborazione, error) { return sigess.ElaborazioneVisibile(tx, chi, in.ID) })
	if err != nil {
		return Esito{}, err
	}
	a := attoDi(chi, in, update)
	a.EnteID, a.OggettoID, a.WorkflowID = e.EnteID, e.ID, sigess.WorkflowElaborazione(e.ID)
	m := messaggio(chi, in.Atto)
	m.Esito = esito
	a.Messaggio = m
	if err := s.m.Compi(ctx, chi, a); err != nil {
		return Esito{}, err
	}
	return s.statoElaborazione(ctx, chi, e.ID)
}

func (s *sportello) conferma(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloConferma]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateConferma, "")
}

func (s *sportello) annulla(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateAnnulla, "")
}

func (s *sportello) rielabora(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateRielabora, "")
}

func (s *sportello) ferma(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateFerma, "")
}

func (s *sportello) prosegui(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateProsegui, "")
}

func (s *sportello) trasmetti(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateTrasmetti, "")
}

func (s *sportello) paga(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloPagamento]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdatePaga, in.Corpo.Esito)
}

func (s *sportello) storna(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloStorno]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateStorna, "")
}

func (s *sportello) elenco(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (atti.Allegato, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (atti.Allegato, error) {
		e, err := sigess.ElaborazioneVisibile(tx, chi, in.ID)
		if err != nil {
			return atti.Allegato{}, err
		}
		if e.DocumentoID == nil {
			return atti.Allegato{}, models.Errorf(models.NotFound, "l'elenco non c'è ancora: si produce quando l'elaborazione è confermata")
		}
		d, err := documento.Visibile(tx, chi, *e.DocumentoID)
		return atti.Allegato{Nome: d.Nome, Tipo: d.MIME, SHA256: hex.EncodeToString(d.SHA256), Dati: d.Contenuto}, err
	})
}
