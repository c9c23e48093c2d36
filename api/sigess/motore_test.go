package sigess

import (
	"context"
	"errors"
	"path"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/atto"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// motoreFinto stands for the workflow engine: it carries an act out at once, in
// one transaction, as the activity of the workflow would.
type motoreFinto struct {
	client.Client
	db     *gorm.DB
	azione string // durable name of the act in course
	guasto error  // what every call answers, when not nil
	fermo  bool   // a started workflow doesn't move
	lento  bool   // a started run is opened and not computed
}

type avvioFinto struct {
	client.WithStartWorkflowOperation
}

type manigliaFinta struct {
	client.WorkflowUpdateHandle
	esito error
}

func (m manigliaFinta) Get(context.Context, any) error { return m.esito }

func (m *motoreFinto) NewWithStartWorkflowOperation(client.StartWorkflowOptions, any, ...any) client.WithStartWorkflowOperation {
	return avvioFinto{}
}

func (m *motoreFinto) UpdateWithStartWorkflow(ctx context.Context, o client.UpdateWithStartWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	return m.UpdateWorkflow(ctx, o.UpdateOptions)
}

func (m *motoreFinto) UpdateWorkflow(ctx context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	if m.guasto != nil {
		return nil, m.guasto
	}
	msg := o.Args[0].(flow.Messaggio)
	id := path.Base(o.WorkflowID)
	return manigliaFinta{esito: finale(m.compi(ctx, o.UpdateName, id, msg))}, nil
}

func finale(err error) error {
	var r *models.Error
	if errors.As(err, &r) {
		return temporal.NewNonRetryableApplicationError(r.Messaggio, string(r.Kind), nil, r.Campi)
	}
	return err
}

func (m *motoreFinto) compi(ctx context.Context, update, id string, msg flow.Messaggio) error {
	ora := time.Now()
	m.azione = nomiAtti[update]
	switch update {
	case flow.UpdatePresenta:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error { return sigess.Presenta(tx, chi, id, ora) })
	case flow.UpdateAvvia:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloAvvio) error {
			return sigess.Avvia(tx, chi, id, f, ora)
		})
	case flow.UpdateAssegna:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloAssegnazione) error {
			return sigess.Assegna(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateRichiediIntegrazioni:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloIntegrazioni) error {
			return sigess.RichiediIntegrazioni(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateIntegrazioni:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloArrivo) error {
			return sigess.RegistraIntegrazioni(tx, chi, id, f, ora)
		})
	case flow.UpdatePreavviso:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloPreavviso) error {
			return sigess.PreavvisaRigetto(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateOsservazioni:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloArrivo) error {
			return sigess.RegistraOsservazioni(tx, chi, id, f, ora)
		})
	case flow.UpdateDecidi:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloEsito) error {
			return sigess.Decidi(tx, chi, id, msg.RichiestaID, f, ora)
		})
	case flow.UpdateComunica:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloComunicazione) error {
			return sigess.Comunica(tx, chi, id, f, ora)
		})
	case flow.UpdateAttiva:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
			return poiAggiorna(tx, id, sigess.Attiva(tx, chi, id))
		})
	case flow.UpdateSospendi:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloSospensione) error {
			return poiAggiorna(tx, id, sigess.Sospendi(tx, chi, id, msg.AttoID, f))
		})
	case flow.UpdateRiprendi:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloRipresa) error {
			return poiAggiorna(tx, id, sigess.Riprendi(tx, chi, id, f, periodo.Oggi()))
		})
	case flow.UpdateTermina:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloTermine) error {
			return poiAggiorna(tx, id, sigess.Termina(tx, chi, id, f))
		})
	case flow.UpdateCambiaRegola:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloCambioRegola) error {
			return poiAggiorna(tx, id, sigess.CambiaRegola(tx, chi, id, msg.AttoID, f, ora))
		})
	case flow.UpdateCambiaQuota:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloNuovaQuota) error {
			return poiAggiorna(tx, id, sigess.CambiaQuota(tx, chi, id, msg.AttoID, f, ora))
		})
	case flow.UpdateConferma:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloConferma) error {
			if err := sigess.Conferma(tx, chi, id, f, ora); err != nil {
				return err
			}
			return sigess.Allega(tx, id, id, "elenco.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []byte("xlsx"))
		})
	case flow.UpdateRielabora:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
			if err := sigess.Rielabora(tx, chi, id, ora); err != nil {
				return err
			}
			return computa(tx, id)
		})
	case flow.UpdateTrasmetti:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error { return sigess.Trasmetti(tx, chi, id, ora) })
	case flow.UpdatePaga:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloPagamento) error { return sigess.Paga(tx, chi, id, f) })
	case flow.UpdatePrepara:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloDistinta) error {
			return sigess.PreparaDistinta(tx, chi, id, f, ora)
		})
	case flow.UpdateEsiti:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloEsiti) error {
			return sigess.RegistraEsiti(tx, chi, id, f, ora)
		})
	case flow.UpdateFerma:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error { return sigess.Ferma(tx, chi, id, ora) })
	case flow.UpdateProsegui:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
			if err := sigess.Prosegui(tx, chi, id); err != nil {
				return err
			}
			return computa(tx, id)
		})
	case flow.UpdateStorna:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloStorno) error {
			return sigess.Storna(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateFirmaMese:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloFirma) error {
			return sigess.FirmaMese(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateChiediRiapertura:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloRichiestaRiapertura) error {
			return sigess.ChiediRiapertura(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateDecidiRiapertura:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, f sigess.ModuloDecisione) error {
			return sigess.DecidiRiapertura(tx, chi, id, msg.AttoID, f, ora)
		})
	case flow.UpdateAnnulla:
		return atteso(ctx, m, msg, func(tx *gorm.DB, chi models.Chi, _ struct{}) error { return sigess.Annulla(tx, chi, id, ora) })
	}
	return serviceerror.NewNotFound("unknown update")
}

// nomiAtti are the durable names under which the activities act.
var nomiAtti = map[string]string{
	flow.UpdatePresenta: "presenta-domanda", flow.UpdateAvvia: "avvia-domanda", flow.UpdateAssegna: "assegna-domanda",
	flow.UpdateDecidi: "decidi-richiesta", flow.UpdateComunica: "comunica-esito", flow.UpdateAttiva: "attiva-intervento",
	flow.UpdateRichiediIntegrazioni: "richiedi-integrazioni", flow.UpdateIntegrazioni: "registra-integrazioni",
	flow.UpdatePreavviso: "preavvisa-rigetto", flow.UpdateOsservazioni: "registra-osservazioni",
	flow.UpdateSospendi: "sospendi-intervento", flow.UpdateRiprendi: "riprendi-intervento", flow.UpdateTermina: "termina-intervento",
	flow.UpdateCambiaRegola: "cambia-regola-pagamento", flow.UpdateCambiaQuota: "cambia-quota-utente",
	flow.UpdateFirmaMese: "firma-mese", flow.UpdateChiediRiapertura: "chiedi-riapertura", flow.UpdateDecidiRiapertura: "decidi-riapertura",
	flow.UpdateConferma: "conferma-elaborazione", flow.UpdateAnnulla: "annulla-elaborazione",
	flow.UpdateRielabora: "rielabora-elaborazione", flow.UpdateTrasmetti: "trasmetti-elaborazione", flow.UpdatePaga: "paga-elaborazione", flow.UpdateStorna: "storna-elaborazione",
	flow.UpdateEsiti: "registra-esiti", flow.UpdatePrepara: "prepara-pagamenti", flow.UpdateFerma: "ferma-calcolo", flow.UpdateProsegui: "prosegui-calcolo",
}

// poiAggiorna brings an intervento up to date after an act on it.
func poiAggiorna(tx *gorm.DB, id string, err error) error {
	if err != nil {
		return err
	}
	f, err := sigess.Aggiorna(tx, id, periodo.Oggi())
	if err != nil || f.RichiestaID == "" {
		return err
	}
	if err := tx.Exec(`SELECT set_config('siss.azione', 'registra-attivazione', true)`).Error; err != nil {
		return err
	}
	return sigess.RegistraAttivazione(tx, f.DomandaID, f.RichiestaID, id, time.Now())
}

// atteso carries out a deposited act once.
func atteso[F any](ctx context.Context, m *motoreFinto, msg flow.Messaggio, fai func(*gorm.DB, models.Chi, F) error) error {
	chi, err := anagrafe.ChiE(ctx, m.db, msg.OperatoreID, periodo.Oggi())
	if err != nil {
		return err
	}
	return models.Atto(ctx, m.db, chi, m.azione, func(tx *gorm.DB) error {
		var f F
		if gia, err := atto.Esegui(tx, msg.AttoID, time.Now(), &f); err != nil || gia {
			return err
		}
		return fai(tx, chi, f)
	})
}

func (m *motoreFinto) ExecuteWorkflow(ctx context.Context, _ client.StartWorkflowOptions, _ any, args ...any) (client.WorkflowRun, error) {
	if m.guasto != nil || m.fermo {
		return nil, m.guasto
	}
	if in, chiusura := args[0].(flow.InputChiusura); chiusura {
		m.azione = "apri-chiusura"
		return nil, atteso(ctx, m, flow.Messaggio{AttoID: in.AttoID, OperatoreID: in.OperatoreID},
			func(tx *gorm.DB, chi models.Chi, f sigess.ModuloChiusura) error {
				return sigess.ApriChiusura(tx, chi, f, time.Now())
			})
	}
	in := args[0].(flow.InputElaborazione)
	m.azione = "apri-elaborazione"
	return nil, atteso(ctx, m, flow.Messaggio{AttoID: in.AttoID, OperatoreID: in.OperatoreID},
		func(tx *gorm.DB, chi models.Chi, f sigess.ModuloElaborazione) error {
			if err := sigess.Apri(tx, chi, in.ElaborazioneID, f, time.Now()); err != nil {
				return err
			}
			if m.lento {
				return nil
			}
			return computa(tx, in.ElaborazioneID)
		})
}

// computa computes a run of one page.
func computa(tx *gorm.DB, id string) error {
	if _, err := sigess.CalcolaPagina(tx, id, sigess.PaginaCalcolo{}, 200); err != nil {
		return err
	}
	return sigess.Quadra(tx, id, time.Now())
}
