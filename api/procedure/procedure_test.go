package procedure_test

import (
	"context"
	"slices"
	"testing"

	"go.temporal.io/sdk/client"

	"siss/api/procedure"
	flow "siss/workflows/inbox"
)

// registratore notes the ids of the updates that it gets.
type registratore struct {
	client.Client
	ids []string
}

type fatta struct{ client.WorkflowUpdateHandle }

func (fatta) Get(context.Context, any) error { return nil }

func (r *registratore) UpdateWorkflow(_ context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	r.ids = append(r.ids, o.UpdateID)
	return fatta{}, nil
}

// The engine gives the outcome of the first update to any other with its id:
// acts on tasks that share a key by mistake must not share the id.
func TestAnActOnATaskHasAnIDOfItsOwn(t *testing.T) {
	t.Parallel()
	r := &registratore{}
	m := procedure.Motore{Temporal: r}
	const chiave = "6f1c1f0e-0f57-4f0a-9f0e-2f8b8a2f9c11"
	uno := flow.Messaggio{CompitoID: "c1", OperatoreID: "o1"}
	for _, a := range []struct {
		update    string
		messaggio flow.Messaggio
	}{{flow.UpdatePrendi, uno}, {flow.UpdatePrendi, uno}, {flow.UpdateRilascia, uno},
		{flow.UpdatePrendi, flow.Messaggio{CompitoID: "c2", OperatoreID: "o1"}}, {flow.UpdatePrendi, flow.Messaggio{CompitoID: "c1", OperatoreID: "o2"}}} {
		if err := m.Compito(context.Background(), "domanda/d1", a.update, chiave, a.messaggio); err != nil {
			t.Fatal(err)
		}
	}
	if r.ids[0] != r.ids[1] {
		t.Error("a double click is two acts")
	}
	altri := append([]string{chiave}, r.ids[1:]...)
	slices.Sort(altri)
	if len(slices.Compact(altri)) != 5 {
		t.Errorf("different acts share an id: %v", r.ids)
	}
}
