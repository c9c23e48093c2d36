package api

import (
	"log/slog"

	"go.temporal.io/sdk/client"
	"gorm.io/gorm"

	"siss/api/anpr"
)

// Deps is what the API needs from the process that serves it.
type Deps struct {
	DB       *gorm.DB
	Temporal client.Client
	Coda     string // task queue of the workflows
	Log      *slog.Logger
	Anpr     anpr.Servizio // nil when ANPR cannot be asked
	Sviluppo bool          // the login page lets anyone in: only on a loopback address
}
