package procedure

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"siss/models"
)

// Finale tells whether err is a refusal made by a workflow or an activity: an
// application error typed by one of the kinds of models.Error.
func Finale(err error) bool {
	var app *temporal.ApplicationError
	if !errors.As(err, &app) {
		return false
	}
	switch models.Kind(app.Type()) {
	case models.Invalid, models.Conflict, models.NotFound, models.Forbidden, models.Unauthorized:
		return true
	default:
		return false
	}
}
