package servers

import (
	"context"
	"net"
	"os"
	"regexp"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const queue = "servers-test"

// untilTold waits for its update and returns what it was told.
func untilTold(ctx workflow.Context) (string, error) {
	var told string
	err := workflow.SetUpdateHandler(ctx, "tell", func(_ workflow.Context, word string) (string, error) {
		told = word
		return "heard " + word, nil
	})
	if err != nil {
		return "", err
	}
	err = workflow.Await(ctx, func() bool { return told != "" && workflow.AllHandlersFinished(ctx) })
	return told, err
}

func TestTemporalCarriesWorkflowsThroughKillAndRestart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	server, err := StartTemporal(ctx, Options{Folder: t.TempDir(), Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	address := server.Address()
	c := dial(t, address)
	t.Run("namespace keeps histories for 30 days", func(t *testing.T) { checkRetention(ctx, t, c) })

	// Started while no worker is there, so both deaths find it in the server alone.
	run, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "survivor", TaskQueue: queue}, untilTold)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"killed", "running"} {
		begin := time.Now()
		if err := server.Restart(ctx); err != nil {
			t.Fatalf("restart of a %s server: %v", what, err)
		}
		t.Logf("restart of a %s server: %s", what, time.Since(begin).Round(100*time.Millisecond))
		if server.Address() != address {
			t.Errorf("restart of a %s server: address %s, want %s", what, server.Address(), address)
		}
	}

	tellSurvivor(ctx, t, c, run)
}

// tellSurvivor brings a worker to the workflow and reaches it by Update-with-Start,
// which must start nothing new.
func tellSurvivor(ctx context.Context, t *testing.T, c client.Client, run client.WorkflowRun) {
	t.Helper()
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(untilTold)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	start := c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: "survivor", TaskQueue: queue, WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}, untilTold)
	update, err := c.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: start,
		UpdateOptions: client.UpdateWorkflowOptions{
			UpdateName: "tell", Args: []any{"word"}, WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var heard, told string
	if err := update.Get(ctx, &heard); err != nil || heard != "heard word" {
		t.Errorf("update = %q, %v, want %q", heard, err, "heard word")
	}
	if err := run.Get(ctx, &told); err != nil || told != "word" {
		t.Errorf("workflow = %q, %v, want %q", told, err, "word")
	}
	if update.RunID() != run.GetRunID() {
		t.Errorf("the update reached run %s, want %s", update.RunID(), run.GetRunID())
	}
}

func dial(t *testing.T, address string) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: address, Namespace: DefaultNamespace})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func checkRetention(ctx context.Context, t *testing.T, c client.Client) {
	ns, err := c.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: DefaultNamespace})
	if err != nil {
		t.Fatal(err)
	}
	if got := ns.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration(); got != 720*time.Hour {
		t.Errorf("retention = %s, want 720h", got)
	}
}

// The folder that moved to other ports is the one restarted after somebody took them.
func TestTemporalStartsAgainOnOtherPorts(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server, err := StartTemporal(t.Context(), Options{Folder: folder, Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dial(t, server.Address()).ExecuteWorkflow(t.Context(),
		client.StartWorkflowOptions{ID: "kept", TaskQueue: queue}, untilTold); err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	thief := listen(t, server.ports[0])
	defer thief.Close()
	moved, err := StartTemporal(t.Context(), Options{Folder: folder, Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := moved.Stop(); err != nil {
			t.Error(err)
		}
	})
	if moved.Address() == server.Address() {
		t.Fatalf("still at %s, which is taken", moved.Address())
	}
	if _, err := dial(t, moved.Address()).DescribeWorkflowExecution(t.Context(), "kept", ""); err != nil {
		t.Errorf("the workflow of the first start: %v", err)
	}
}

func TestTemporalConfigurationNamesOnlyTheLoopbackAddress(t *testing.T) {
	t.Parallel()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	server := &Temporal{opt: Options{Folder: t.TempDir()}, root: root, ports: []int{1, 2, 3, 4, 5, 6, 7, 8, 9}}
	if err := server.configure(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(server.config())
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range regexp.MustCompile(`[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+`).FindAllString(string(text), -1) {
		if !net.ParseIP(address).IsLoopback() {
			t.Errorf("the configuration names %s", address)
		}
	}
	if got := len(regexp.MustCompile(`bindOnLocalHost: true`).FindAll(text, -1)); got != 4 {
		t.Errorf("%d of 4 services bind on the loopback address", got)
	}
}
