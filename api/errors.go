package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"siss/api/atti"
	"siss/models"
)

// rispondi answers a refusal made before any handler, as a problem or a page
// according to what was asked; chi is who reads it, nobody when that was not
// looked at. The mapping itself is atti.ProblemaDi.
func (s *Server) rispondi(c *gin.Context, chi models.Chi, err error) {
	c.Abort()
	if c.Writer.Written() {
		return // half an answer went out: nothing can be added to it
	}
	if strings.HasPrefix(c.Request.URL.Path, "/api/") {
		s.rotte.RispondiProblema(c, err)
		return
	}
	ctx := c.Request.Context()
	p := atti.ProblemaDi(ctx, err)
	atti.Segnala(ctx, s.rotte.Log, p, err)
	s.rotte.MostraProblema(c, chi, p)
}

func (s *Server) sconosciuto(c *gin.Context) {
	s.rispondi(c, s.chi(c), models.Errorf(models.NotFound, "a questo indirizzo non c'è nulla: tornare alla pagina iniziale"))
}

func (s *Server) metodoNonAmmesso(c *gin.Context) {
	s.rispondi(c, s.chi(c), atti.Rifiuta(http.StatusMethodNotAllowed, "method_not_allowed", "questo indirizzo non ammette il metodo usato"))
}

// chi says who asked for an address that does not exist, so that its page has
// the menu of every other. Not to know, whatever the reason, is to be nobody.
func (s *Server) chi(c *gin.Context) models.Chi {
	if strings.HasPrefix(c.Request.URL.Path, "/api/") {
		return models.Chi{}
	}
	chi, err := s.rotte.Autentica(c.Request)
	if err != nil {
		return models.Chi{}
	}
	return chi
}
