package auth

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/inbox"
)

// Percorso is the path of the login page.
const Percorso = "/accesso"

// Accesso lets operatori in. Sviluppo opens the login to anyone.
type Accesso struct {
	DB       *gorm.DB
	Log      *slog.Logger
	Sviluppo bool
}

// sessione is what the requests of a session carry in their context.
type sessione struct {
	gettone  string
	sviluppo bool
	attesa   inbox.Attesa // what waits for who asks, for pages only
}

type chiave struct{}

func sessioneDi(ctx context.Context) sessione {
	s, _ := ctx.Value(chiave{}).(sessione) // the zero sessione when nobody asks
	return s
}

// Autentica says who holds the session of the request, with the abilitazioni of
// today. It leaves the session in the request's context, where Base and the
// logout find it.
func (a *Accesso) Autentica(req *http.Request) (models.Chi, error) {
	g := gettone(req)
	if g == "" {
		return models.Chi{}, models.Errorf(models.Unauthorized, "per questa operazione occorre entrare")
	}
	chi, err := anagrafe.DaSessione(req.Context(), a.DB, g, time.Now())
	if err != nil {
		return models.Chi{}, err
	}
	s := sessione{gettone: g, sviluppo: a.Sviluppo}
	if s.attesa, err = a.attesa(req, chi); err != nil {
		return models.Chi{}, err
	}
	*req = *req.WithContext(context.WithValue(req.Context(), chiave{}, s))
	return chi, nil
}

// attesa counts the tasks and the notifications that the header of a page
// shows; an operation has no header. It is done here, before a page opens its
// own transaction, so that a request never holds two connections; and in one
// statement, which needs no transaction around it.
func (a *Accesso) attesa(req *http.Request, chi models.Chi) (inbox.Attesa, error) {
	if strings.HasPrefix(req.URL.Path, "/api/") {
		return inbox.Attesa{}, nil
	}
	return inbox.AttesaDi(a.DB.WithContext(req.Context()), chi)
}

// gettone is the bearer token or, without one, the cookie; "" for neither.
func gettone(req *http.Request) string {
	if tipo, g, _ := strings.Cut(req.Header.Get("Authorization"), " "); strings.EqualFold(tipo, "Bearer") {
		return strings.TrimSpace(g)
	}
	k, err := req.Cookie(atti.CookieSessione)
	if err != nil {
		return ""
	}
	return k.Value
}

// biscotto is the cookie of a session; an empty token takes it away.
func biscotto(req *http.Request, gettone string) *http.Cookie {
	k := &http.Cookie{
		Name: atti.CookieSessione, Value: gettone, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: sicura(req),
	}
	if gettone == "" {
		k.MaxAge = -1
	}
	return k
}

// sicura tells whether the browser speaks https, to us or to a proxy before us.
func sicura(req *http.Request) bool {
	return req.TLS != nil || strings.EqualFold(req.Header.Get("X-Forwarded-Proto"), "https")
}
