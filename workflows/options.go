// Package workflows holds what the workflows of every area share: the options
// of their activities. The procedures themselves live in the sub-packages.
package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// Breve is for an activity of one transaction. It is tried again until it
// succeeds or refuses: a case waits for the database rather than fail. The short
// limit is how long a case waits for a worker that was killed.
func Breve(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second,
		},
	})
}

// Lunga is for an activity that computes a page, sums a run or writes a file, and
// says by heartbeat that it is alive: a killed worker is noticed in seconds.
func Lunga(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Minute,
		HeartbeatTimeout:    10 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 500 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Minute,
		},
	})
}
