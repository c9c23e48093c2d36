package api

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"siss/api/atti"
	"siss/models"
)

// percorsoAPI is where the JSON operations are mounted.
const percorsoAPI = "/api/v1"

// richiestaMax is how long a request may last, waits for a workflow included.
const richiestaMax = 30 * time.Second

// corpoMax is the size of a request's body, in bytes.
const corpoMax = 1 << 20

// Server answers pages and JSON. It is stateless: any number may run.
type Server struct {
	motore   *gin.Engine
	compatto http.Handler // motore, its answers compressed
	api      huma.API
	rotte    *atti.Rotte
}

// nuovoServer makes a server without areas: the guards of every request, the
// answers for what does not exist, the contract and the checks of health.
// accesso is the path of the login page, autentica says who acts, paginaErrore
// renders the page of a problem.
func nuovoServer(d Deps, accesso string, autentica func(*http.Request) (models.Chi, error),
	paginaErrore func(*gin.Context, models.Chi, atti.Problema)) (*Server, error) {
	return costruisci(d.Log, serviziDi(d), accesso, autentica, paginaErrore)
}

func costruisci(log *slog.Logger, servizi []servizio, accesso string, autentica func(*http.Request) (models.Chi, error),
	paginaErrore func(*gin.Context, models.Chi, atti.Problema)) (*Server, error) {
	gin.SetMode(gin.ReleaseMode) // its debug mode prints on standard output
	motore := gin.New()
	motore.HandleMethodNotAllowed = true
	if err := motore.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	compatto, err := comprimi(motore)
	if err != nil {
		return nil, err
	}
	s := &Server{motore: motore, compatto: compatto}
	motore.Use(s.identifica, s.registra(log), s.recupera(log), intestazioni, s.origine(), limiti, turno())
	motore.NoRoute(s.sconosciuto)
	motore.NoMethod(s.metodoNonAmmesso)
	s.api = humagin.NewWithGroup(motore, motore.Group(percorsoAPI), configurazione())
	s.rotte = &atti.Rotte{
		Pagine: motore, API: s.api, Autentica: autentica, Accesso: accesso, PaginaErrore: paginaErrore, Log: log,
	}
	s.contratto()
	s.salute(log, servizi)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) { s.compatto.ServeHTTP(w, req) }

// Rotte lists every registered route, for the tests that visit them all.
func (s *Server) Rotte() gin.RoutesInfo { return s.motore.Routes() }

// OpenAPI is the contract of every registered operation, as YAML.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().YAML() }

// contratto serves the contract, made once, when all operations are there.
func (s *Server) contratto() {
	forme := map[string]struct {
		tipo string
		crea func() ([]byte, error)
	}{
		"/openapi.json": {"application/openapi+json", sync.OnceValues(func() ([]byte, error) { return s.api.OpenAPI().MarshalJSON() })},
		"/openapi.yaml": {"application/openapi+yaml", sync.OnceValues(s.OpenAPI)},
	}
	for percorso, forma := range forme {
		s.motore.GET(percorsoAPI+percorso, func(c *gin.Context) {
			dati, err := forma.crea()
			if err != nil {
				s.rotte.RispondiProblema(c, err)
				return
			}
			c.Header("Cache-Control", "public, max-age=300")
			c.Data(http.StatusOK, forma.tipo, dati)
		})
	}
}
