// Package procedure sends the acts of operatori to the workflows that own the
// cases. An act is first deposited with its text, then its id goes to the
// workflow as an Update; a refused act is withdrawn and leaves no trace.
package procedure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/atto"
)

// Motore reaches the database and the workflow engine. Coda is the task queue
// of the workers.
type Motore struct {
	DB       *gorm.DB
	Temporal client.Client
	Coda     string
}

// Atto is an act to carry out. ID is the id of the submitted form: the same id
// is the same act. Tipo is the name of the Update. Dati is the form.
type Atto struct {
	ID         string
	EnteID     string
	OggettoID  string
	WorkflowID string
	Tipo       string
	Dati       any
	Messaggio  any
	// Avvio names the workflow to start when the act is the first of a case.
	Avvio      string
	InputAvvio any
}

// attesaRitiro is how long the withdrawal of a refused act may take, once the
// caller may have gone.
const attesaRitiro = 5 * time.Second

// Compi carries out an act and returns when its transaction is committed. A
// refusal changes nothing. When the engine doesn't answer in time the act may
// still be carried out: repeating it with the same ID is safe.
func (m Motore) Compi(ctx context.Context, chi models.Chi, a Atto) error {
	err := models.Atto(ctx, m.DB, chi, "deposita-atto", func(tx *gorm.DB) error {
		return atto.Deposita(tx, chi, a.ID, a.EnteID, a.Tipo, a.OggettoID, a.Dati)
	})
	if err != nil {
		return err
	}
	err = m.invia(ctx, a)
	if err == nil || !rifiuto(err) {
		return err
	}
	var assente *serviceerror.NotFound
	if errors.As(err, &assente) {
		if fatto, e := atto.Eseguito(m.DB.WithContext(ctx), a.ID); e == nil && fatto {
			return nil
		}
		err = models.Errorf(models.Conflict, "la pratica è chiusa: l'atto non è più possibile")
	}
	ritiro, fine := context.WithTimeout(context.WithoutCancel(ctx), attesaRitiro)
	defer fine()
	return errors.Join(err, models.Atto(ritiro, m.DB, chi, "ritira-atto", func(tx *gorm.DB) error {
		return atto.Ritira(tx, a.ID)
	}))
}

// rifiuto tells a final refusal from a fault after which the act may yet be done.
func rifiuto(err error) bool {
	var assente *serviceerror.NotFound
	return errors.As(err, &assente) || Finale(err)
}

func (m Motore) invia(ctx context.Context, a Atto) error {
	update := client.UpdateWorkflowOptions{
		UpdateID: a.ID, WorkflowID: a.WorkflowID, UpdateName: a.Tipo,
		Args: []any{a.Messaggio}, WaitForStage: client.WorkflowUpdateStageCompleted,
	}
	handle, err := m.aggiorna(ctx, a, update)
	if err != nil {
		return fmt.Errorf("%s %s: %w", a.Tipo, a.WorkflowID, err)
	}
	if err := handle.Get(ctx, nil); err != nil {
		return fmt.Errorf("%s %s: %w", a.Tipo, a.WorkflowID, err)
	}
	return nil
}

func (m Motore) aggiorna(ctx context.Context, a Atto, update client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	if a.Avvio == "" {
		return m.Temporal.UpdateWorkflow(ctx, update)
	}
	start := m.Temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: a.WorkflowID, TaskQueue: m.Coda,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}, a.Avvio, a.InputAvvio)
	return m.Temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: start, UpdateOptions: update})
}

// spazioCompiti makes the ids of the acts on tasks.
var spazioCompiti = uuid.MustParse("7c0f2d6a-4b1e-5f3d-8a6c-1d9e0b7a5c06")

// Compito sends an act on a task: taking, releasing, completing. It has no
// text, so nothing is deposited; who acts on what is in the id of the update,
// which is then never that of a deposited act or of somebody else's.
func (m Motore) Compito(ctx context.Context, workflowID, tipo, attoID string, messaggio any) error {
	testo, err := json.Marshal([]any{attoID, tipo, messaggio})
	if err != nil {
		return fmt.Errorf("%s %s: %w", tipo, workflowID, err)
	}
	return m.invia(ctx, Atto{ID: uuid.NewSHA1(spazioCompiti, testo).String(), WorkflowID: workflowID, Tipo: tipo, Messaggio: messaggio})
}

// Avvia deposits the act that asks for a new case and starts its workflow
// without waiting for it. Starting it again with the same id does nothing.
func (m Motore) Avvia(ctx context.Context, chi models.Chi, a Atto) error {
	err := models.Atto(ctx, m.DB, chi, "deposita-atto", func(tx *gorm.DB) error {
		return atto.Deposita(tx, chi, a.ID, a.EnteID, a.Tipo, a.OggettoID, a.Dati)
	})
	if err != nil {
		return err
	}
	_, err = m.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: a.WorkflowID, TaskQueue: m.Coda,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, a.Avvio, a.InputAvvio)
	var gia *serviceerror.WorkflowExecutionAlreadyStarted
	if err != nil && !errors.As(err, &gia) {
		return fmt.Errorf("%s: %w", a.WorkflowID, err)
	}
	return nil
}
