package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"siss/api/atti"
	"siss/models"
)

// rispondi answers a refusal made before any handler, as a problem or a page
// according to what was asked. The mapping itself is atti.ProblemaDi.
func (s *Server) rispondi(c *gin.Context, err error) {
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
	s.rotte.MostraProblema(c, models.Chi{}, p)
}

func (s *Server) sconosciuto(c *gin.Context) {
	s.rispondi(c, models.Errorf(models.NotFound, "a questo indirizzo non c'è nulla: tornare alla pagina iniziale"))
}

func (s *Server) metodoNonAmmesso(c *gin.Context) {
	s.rispondi(c, atti.Rifiuta(http.StatusMethodNotAllowed, "method_not_allowed", "questo indirizzo non ammette il metodo usato"))
}
