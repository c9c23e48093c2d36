package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"go.temporal.io/sdk/client"

	"siss/api/atti"
	"siss/models"
)

const (
	percorsoVivo   = "/healthz" // the process answers
	percorsoPronto = "/readyz"  // and what it depends on does
	attesaServizi  = 2 * time.Second
)

// servizio is something that SISS cannot work without.
type servizio struct {
	nome     string
	verifica func(context.Context) error
}

// statoServizio is the answer of /api/v1/status when all is well.
type statoServizio struct {
	Stato  int    `json:"status" format:"int32" doc:"Codice di stato HTTP" example:"200"`
	Titolo string `json:"title" doc:"Stato del servizio" example:"Servizio attivo"`
}

func serviziDi(d Deps) []servizio {
	return []servizio{
		{"database", func(ctx context.Context) error {
			pool, err := d.DB.DB()
			if err != nil {
				return err
			}
			return pool.PingContext(ctx)
		}},
		{"temporal", func(ctx context.Context) error {
			_, err := d.Temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
			return err
		}},
	}
}

// salute registers the checks. /readyz, for who runs the program, names what
// does not answer; /status, for its users, only says that something does not.
func (s *Server) salute(log *slog.Logger, servizi []servizio) {
	s.motore.GET(percorsoVivo, func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	s.motore.GET(percorsoPronto, func(c *gin.Context) {
		stato, esito := http.StatusOK, gin.H{}
		for nome, err := range verifica(c.Request.Context(), servizi) {
			esito[nome] = "ok"
			if err != nil {
				stato, esito[nome] = http.StatusServiceUnavailable, "unreachable"
				log.LogAttrs(c.Request.Context(), slog.LevelWarn, "not ready", slog.String("service", nome), slog.String("cause", err.Error()))
			}
		}
		c.JSON(stato, esito)
	})
	atti.Leggi(s.rotte, atti.Operazione{
		ID: "stato-servizio", Percorso: "/status", Titolo: "Stato del servizio", Etichetta: "servizio", Pubblica: true,
		Descrizione: "Dice se il servizio può lavorare. Non richiede accesso.",
	}, func(ctx context.Context, _ models.Chi, _ atti.Richiesta[struct{}]) (statoServizio, error) {
		for _, err := range verifica(ctx, servizi) {
			if err != nil {
				return statoServizio{}, models.Errorf(models.Unavailable, "il servizio non è completo: riprovare tra poco")
			}
		}
		return statoServizio{Stato: http.StatusOK, Titolo: "Servizio attivo"}, nil
	})
}

// verifica asks all services at once and waits for them a little.
func verifica(ctx context.Context, servizi []servizio) map[string]error {
	ctx, fine := context.WithTimeoutCause(ctx, attesaServizi, errors.New("no answer in time"))
	defer fine()
	type esito struct {
		nome string
		err  error
	}
	esiti := make(chan esito, len(servizi))
	for _, s := range servizi {
		go func() { esiti <- esito{s.nome, s.verifica(ctx)} }()
	}
	out := map[string]error{}
	for range servizi {
		e := <-esiti
		out[e.nome] = e.err
	}
	return out
}
