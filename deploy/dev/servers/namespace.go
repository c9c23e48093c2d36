package servers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	tlog "go.temporal.io/sdk/log"
	"google.golang.org/protobuf/types/known/durationpb"
)

// DefaultNamespace is the Temporal namespace of SISS.
const DefaultNamespace = "siss"

// retention is how long a closed workflow's history is kept.
const retention = 30 * 24 * time.Hour

// EnsureNamespace registers the namespace at a Temporal server unless it exists,
// and returns nil once the server can run workflows in it. It is one attempt: a
// server that is not ready yet is an error, and calling again is harmless.
func EnsureNamespace(ctx context.Context, address, namespace string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	c, err := client.DialContext(ctx, client.Options{
		HostPort:  address,
		Namespace: namespace,
		Logger:    tlog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		return fmt.Errorf("temporal at %s: %w", address, err)
	}
	defer c.Close()
	if err := register(ctx, c, namespace); err != nil {
		return fmt.Errorf("namespace %s: %w", namespace, err)
	}
	// Frontend and history both know the namespace and own their shards when they
	// can tell that a workflow does not exist.
	_, err = c.DescribeWorkflowExecution(ctx, "none", "")
	var missing *serviceerror.NotFound
	if err != nil && !errors.As(err, &missing) {
		return fmt.Errorf("namespace %s: %w", namespace, err)
	}
	return nil
}

func register(ctx context.Context, c client.Client, namespace string) error {
	_, err := c.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: namespace})
	var unknown *serviceerror.NamespaceNotFound
	if !errors.As(err, &unknown) {
		return err
	}
	_, err = c.WorkflowService().RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        namespace,
		WorkflowExecutionRetentionPeriod: durationpb.New(retention),
	})
	var exists *serviceerror.NamespaceAlreadyExists
	if errors.As(err, &exists) {
		return nil // another process was first
	}
	return err
}
