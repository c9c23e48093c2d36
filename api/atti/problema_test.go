package atti

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/temporal"

	"siss/models"
)

func TestProblemaDiMapsEveryErrorToOneStatus(t *testing.T) {
	campi := []models.Campo{{Nome: "iban", Messaggio: "IBAN non valido"}}
	app := temporal.NewNonRetryableApplicationError("la domanda è già respinta", "conflict", nil, campi)
	tests := map[string]struct {
		err    error
		stato  int
		codice string
	}{
		"invalid":               {models.Refuse("a", "b"), 422, "invalid"},
		"conflict":              {models.Errorf(models.Conflict, "x"), 409, "conflict"},
		"not found, wrapped":    {fmt.Errorf("domanda: %w", models.Errorf(models.NotFound, "x")), 404, "not_found"},
		"forbidden":             {models.Errorf(models.Forbidden, "x"), 403, "forbidden"},
		"unauthorized":          {models.Errorf(models.Unauthorized, "x"), 401, "unauthorized"},
		"unavailable":           {models.Errorf(models.Unavailable, "x"), 503, "unavailable"},
		"refusal of a workflow": {app, 409, "conflict"},
		"inside another":        {temporal.NewApplicationErrorWithCause("update", "other", app), 409, "conflict"},
		"fault of a workflow":   {temporal.NewApplicationError("nil pointer", "PanicError"), 500, "internal"},
		"workflow closed":       {serviceerror.NewNotFound("workflow execution already completed"), 409, "conflict"},
		"Temporal down":         {serviceerror.NewUnavailable("x"), 503, "unavailable"},
		"Temporal slow":         {fmt.Errorf("x: %w", serviceerror.NewDeadlineExceeded("x")), 503, "unavailable"},
		"request too long":      {fmt.Errorf("x: %w", context.DeadlineExceeded), 503, "unavailable"},
		"database stopping":     {&pgconn.PgError{Code: "57P01"}, 503, "unavailable"},
		"deadlock":              {&pgconn.PgError{Code: "40P01"}, 503, "unavailable"},
		"bug in a statement":    {&pgconn.PgError{Code: "42601"}, 500, "internal"},
		"unknown":               {errors.New("boh"), 500, "internal"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := ProblemaDi(ConRichiesta(t.Context(), unID), tt.err)
			if p.Stato != tt.stato || p.Codice != tt.codice || p.Tipo != "https://siss.example/problemi/"+tt.codice || p.Istanza != "urn:uuid:"+unID {
				t.Errorf("ProblemaDi = %+v, want %d %s", p, tt.stato, tt.codice)
			}
			if strings.HasSuffix(p.Dettaglio, ".") || p.Titolo == "" {
				t.Errorf("sentences: %q, %q", p.Titolo, p.Dettaglio)
			}
		})
	}
	want := &models.Error{Kind: models.Conflict, Messaggio: "la domanda è già respinta", Campi: campi}
	if diff := cmp.Diff(want, Rifiutato(app)); diff != "" {
		t.Errorf("Rifiutato (-want +got):\n%s", diff)
	}
}

func TestLogOfADatabaseErrorHoldsNoValue(t *testing.T) {
	var out strings.Builder
	err := fmt.Errorf("soggetto: %w", &pgconn.PgError{
		Code: "22P02", Message: `invalid input syntax for type uuid: "RSSMRA"`, Detail: "RSSMRA", TableName: "soggetto", ConstraintName: "k",
	})
	Segnala(t.Context(), slog.New(slog.NewTextHandler(&out, nil)), ProblemaDi(t.Context(), err), err)
	if s := out.String(); strings.Contains(s, "RSSMRA") || !strings.Contains(s, "22P02") {
		t.Errorf("log = %s", s)
	}
}

func TestRefusalIsNotLoggedAsAFault(t *testing.T) {
	var out strings.Builder
	err := models.Refuse("a", "b")
	Segnala(t.Context(), slog.New(slog.NewTextHandler(&out, nil)), ProblemaDi(t.Context(), err), err)
	if out.Len() != 0 {
		t.Errorf("log = %s", out.String())
	}
}
