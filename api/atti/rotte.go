package atti

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
)

// Rotte is where acts are registered: the pages, the JSON operations, and what
// both need to know about who asks.
type Rotte struct {
	Pagine gin.IRouter // group of the HTML pages
	API    huma.API    // JSON operations, mounted under /api/v1

	// Autentica says who acts, from the bearer token or the session cookie.
	// Nobody is a *models.Error of kind Unauthorized.
	Autentica func(*http.Request) (models.Chi, error)

	// Accesso is the path of the login page: a page asked by nobody redirects
	// there with the parameter "ritorno".
	Accesso string

	// PaginaErrore renders p as a page. The status is already set on c.
	PaginaErrore func(c *gin.Context, chi models.Chi, p Problema)

	// DB keeps the drafts of forms. Without one there are none.
	DB *gorm.DB

	Log *slog.Logger
}

// Richiesta is what an act is asked with, the same from a form and from JSON.
type Richiesta[F any] struct {
	Corpo F      // the decoded and checked form
	ID    string // first path parameter
	Sub   string // second path parameter
	Atto  string // UUID of the act: repeating it gives the first outcome again
}

// Esegui does the act. The refusals it returns are *models.Error or come from
// a workflow; anything else is a fault.
type Esegui[F, R any] func(ctx context.Context, chi models.Chi, in Richiesta[F]) (R, error)

// CookieSessione is the cookie of a browser's session.
const CookieSessione = "siss_sessione"

// ChiaveOperatore is the gin key under which the id of who acts is kept for
// the access log.
const ChiaveOperatore = "operatore"

// entra authenticates the request and leaves the operatore's id for the log.
func (r *Rotte) entra(c *gin.Context) (models.Chi, error) {
	chi, err := r.Autentica(c.Request)
	if err != nil {
		return models.Chi{}, err
	}
	c.Set(ChiaveOperatore, chi.OperatoreID)
	return chi, nil
}

// parametri reads the path parameters in their order. One named "id" or ending
// in "Id" must be a UUID; any other is a short code of the domain.
func parametri(c *gin.Context) (id, sub string, problemi []models.Campo) {
	for i, p := range c.Params {
		valore := p.Value
		switch {
		case eUUID(p.Key):
			u, err := uuid.Parse(valore)
			if err != nil {
				problemi = append(problemi, models.Campo{Nome: p.Key, Messaggio: "identificativo non valido"})
				continue
			}
			valore = u.String()
		case len(valore) > 64 || strings.ContainsFunc(valore, nonAmmesso):
			problemi = append(problemi, models.Campo{Nome: p.Key, Messaggio: "codice non valido"})
			continue
		}
		switch i {
		case 0:
			id = valore
		case 1:
			sub = valore
		}
	}
	return id, sub, problemi
}

func eUUID(parametro string) bool {
	return parametro == "id" || strings.HasSuffix(parametro, "Id")
}

// nonAmmesso tells the characters no text may hold: NUL, which the database
// refuses, and the mark left by bytes that are not UTF-8.
func nonAmmesso(r rune) bool { return r == 0 || r == '\uFFFD' }

// idAtto reads the id of the act, or makes one when none was sent.
func idAtto(nome, valore string) (string, []models.Campo) {
	if valore == "" {
		return uuid.NewString(), nil
	}
	u, err := uuid.Parse(valore)
	if err != nil {
		return "", []models.Campo{{Nome: nome, Messaggio: "identificativo dell'atto non valido: deve essere un UUID"}}
	}
	return u.String(), nil
}

// unisci joins two lists of problems, keeping the first for each field.
func unisci(prima, poi []models.Campo) []models.Campo {
	visti := map[string]bool{}
	var out []models.Campo
	for _, lista := range [][]models.Campo{prima, poi} {
		mie := map[string]bool{}
		for _, c := range lista {
			if !visti[c.Nome] {
				out = append(out, c)
			}
			mie[c.Nome] = true
		}
		for nome := range mie {
			visti[nome] = true
		}
	}
	return out
}

// caratteri finds the posted values that are too long or hold characters no
// text may hold, and returns the values without these, fit to be shown again.
func caratteri(valori url.Values) (url.Values, []models.Campo) {
	puliti := url.Values{}
	var problemi []models.Campo
	for _, nome := range slices.Sorted(maps.Keys(valori)) {
		for _, v := range valori[nome] {
			pulito := strings.Map(func(r rune) rune {
				if nonAmmesso(r) {
					return -1
				}
				return r
			}, v)
			switch {
			case pulito != v:
				problemi = unisci(problemi, []models.Campo{{Nome: nomeSicuro(nome), Messaggio: messaggioCaratteri}})
			case utf8.RuneCountInString(v) > lunghezzaMax:
				problemi = unisci(problemi, []models.Campo{{Nome: nomeSicuro(nome), Messaggio: messaggioLungo}})
			}
			puliti.Add(nome, pulito)
		}
	}
	return puliti, problemi
}

const messaggioCaratteri = "il testo contiene caratteri non ammessi: riscriverlo"
