package auth

import (
	"encoding/base64"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
)

// cookieCasa holds the inbox as it was last seen, until the browser is closed.
const cookieCasa = "siss_casa"

// RicordaCasa keeps the address of the inbox with its filters, so that Home
// leads back to the same list.
func RicordaCasa(c *gin.Context, indirizzo string) {
	http.SetCookie(c.Writer, biscottoCasa(c.Request, base64.RawURLEncoding.EncodeToString([]byte(indirizzo))))
}

// dimenticaCasa forgets it: who logs in next begins anew.
func dimenticaCasa(c *gin.Context) {
	k := biscottoCasa(c.Request, "")
	k.MaxAge = -1
	http.SetCookie(c.Writer, k)
}

func biscottoCasa(req *http.Request, valore string) *http.Cookie {
	return &http.Cookie{Name: cookieCasa, Value: valore, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: sicura(req)}
}

// casa is the address that the browser remembers, "" when there is none or it
// is not one of the home page.
func casa(req *http.Request) string {
	k, err := req.Cookie(cookieCasa)
	if err != nil {
		return ""
	}
	testo, err := base64.RawURLEncoding.DecodeString(k.Value)
	if err != nil || !Locale(string(testo)) {
		return ""
	}
	if u, err := url.Parse(string(testo)); err != nil || u.Path != "/" {
		return ""
	}
	return string(testo)
}
