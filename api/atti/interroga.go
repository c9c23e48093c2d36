package atti

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"siss/models"
)

// Interroga adds the POST of a form whose answer is shown at once and kept
// nowhere, so that there is nothing to redirect to. mostra renders the page
// with the status already set: with the outcome, or, when that is nil, with
// what was typed and why there is none. To find nothing is an answer like
// another, and a page like another.
func Interroga[F, R any](r *Rotte, percorso string, esegui Esegui[F, R],
	mostra func(c *gin.Context, chi models.Chi, valori url.Values, esito *R, problemi *models.Error) error) {
	Pagina(r, http.MethodPost, percorso, func(c *gin.Context, chi models.Chi) error {
		valori, err := postati(c.Request)
		if err != nil {
			return err
		}
		esito, err := invia(c, chi, valori, esegui)
		puliti, _ := caratteri(valori)
		if err == nil {
			return mostra(c, chi, conAtto(puliti), &esito, nil)
		}
		e := Rifiutato(err)
		if e != nil && e.Kind == models.NotFound {
			return mostra(c, chi, conAtto(puliti), nil, e)
		}
		return ripresenta(r, c, chi, valori, err, func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return mostra(c, chi, valori, nil, problemi)
		})
	})
}
