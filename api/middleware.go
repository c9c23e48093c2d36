package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"siss/api/atti"
	"siss/models"
)

// identifica gives the request an id of our own making, whatever the caller
// says: it is what an operatore reads on an error page and finds in the log.
func (s *Server) identifica(c *gin.Context) {
	id := uuid.NewString()
	c.Request = c.Request.WithContext(atti.ConRichiesta(c.Request.Context(), id))
	c.Header("Request-Id", id)
	c.Next()
}

// registra writes one line per request: the route's pattern and not the URL,
// which may name a person.
func (s *Server) registra(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		inizio := time.Now()
		c.Next()
		livello := slog.LevelInfo
		if c.FullPath() == percorsoVivo || c.FullPath() == percorsoPronto {
			livello = slog.LevelDebug
		}
		ctx := c.Request.Context()
		log.LogAttrs(ctx, livello, "request",
			slog.String("request_id", atti.RichiestaID(ctx)),
			slog.String("method", metodo(c.Request.Method)),
			slog.String("route", c.FullPath()),
			slog.Int("status", c.Writer.Status()),
			slog.Duration("duration", time.Since(inizio)),
			slog.String("operatore", c.GetString(atti.ChiaveOperatore)),
		)
	}
}

// metodo keeps a method invented by the caller out of the log.
func metodo(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recupera turns a panic into a 500. The log gets the stack and, of what was
// thrown, only its type: the value may hold anything.
func (s *Server) recupera(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			ctx := c.Request.Context()
			log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("request_id", atti.RichiestaID(ctx)),
				slog.String("type", fmt.Sprintf("%T", v)), slog.String("stack", string(debug.Stack())))
			s.rispondi(c, models.Chi{}, errors.New("panic"))
		}()
		c.Next()
	}
}

// politica is the Content-Security-Policy: what a page may load comes from
// here, nothing is inline. The kit draws its icons as data: images
// and carries one of its fonts so.
const politica = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// intestazioni guards every answer; a handler of static files says itself how
// long they may be kept.
func intestazioni(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", politica)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	c.Next()
}

// origine refuses what another site makes a browser send: with the session
// cookie it would act as the operatore. Callers that are no browser pass.
func (s *Server) origine() gin.HandlerFunc {
	protezione := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if err := protezione.Check(c.Request); err != nil {
			s.rispondi(c, models.Chi{}, models.Errorf(models.Forbidden, "la richiesta viene da un altro sito: ripetere l'operazione dalla pagina di SISS"))
			return
		}
		c.Next()
	}
}

// limiti bounds the size of the body and the life of the request. The body as
// it was stays under a key for the acts that carry a file.
func limiti(c *gin.Context) {
	ctx, fine := context.WithTimeout(c.Request.Context(), richiestaMax)
	defer fine()
	c.Request = c.Request.WithContext(ctx)
	c.Set(atti.ChiaveCorpo, c.Request.Body)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, corpoMax)
	c.Next()
}
