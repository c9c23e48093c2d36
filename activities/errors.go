// Package activities holds what the activities of every area share: how an
// error leaves an activity. The activities themselves live in the sub-packages;
// each is one transaction and safe to run twice.
package activities

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"siss/models"
)

// Final turns a refusal into an application error that is not tried again,
// typed by its kind and with the fields as details. Any other error is a fault:
// its text may hold values of a statement, so only a plain sentence reaches the
// history, and the activity is tried again.
func Final(err error) error {
	if err == nil {
		return nil
	}
	var r *models.Error
	if errors.As(err, &r) {
		return temporal.NewNonRetryableApplicationError(r.Messaggio, string(r.Kind), nil, r.Campi)
	}
	return temporal.NewApplicationErrorWithCause("errore temporaneo", "fault", nil)
}
