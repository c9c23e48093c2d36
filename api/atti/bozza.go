package atti

import (
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/appunto"
	"siss/web/form"
)

// campoRiprendi is posted by the button that takes up a draft left unsaved, to
// where its form is posted.
const campoRiprendi = "_riprendi"

// chiaveBozze is the gin key under which a page finds where drafts are kept.
const chiaveBozze = "bozze"

func (r *Rotte) conBozze(c *gin.Context) {
	if r.DB != nil {
		c.Set(chiaveBozze, r.DB)
	}
}

// Bozze returns how a page finds the drafts that who asks left unsaved of the
// forms with those actions; nil on a page that shows what was posted, where
// there is nothing to take up.
func Bozze(c *gin.Context, chi models.Chi) func(azioni []string) ([]appunto.Appunto, error) {
	db, ok := c.Value(chiaveBozze).(*gorm.DB)
	if !ok || c.Request.Method != http.MethodGet || chi.OperatoreID == "" {
		return nil
	}
	ctx := c.Request.Context()
	return func(azioni []string) ([]appunto.Appunto, error) {
		return appunto.Trova(db.WithContext(ctx), chi, azioni, time.Now())
	}
}

// riprendi shows the form that the request is posted to with what was left
// typed in it, and finds no fault with that.
func (r *Rotte) riprendi(c *gin.Context, chi models.Chi, pagina func(*gin.Context, models.Chi, url.Values, *models.Error) error) error {
	if r.DB == nil {
		return models.Errorf(models.NotFound, "qui non si conservano bozze")
	}
	ctx := c.Request.Context()
	a, err := appunto.Leggi(r.DB.WithContext(ctx), chi, c.Request.URL.RequestURI(), time.Now())
	if err != nil {
		return err
	}
	valori := form.Ridisegna(a.Valori)
	valori.Set(CampoAtto, a.AttoID)
	return pagina(c, chi, conAtto(valori), nil)
}

// eliminaBozza throws away the draft of the form that has just been carried
// out. Should it fail, the act is done all the same, and the draft will expire.
func (r *Rotte) eliminaBozza(c *gin.Context, chi models.Chi) {
	if r.DB == nil {
		return
	}
	ctx := c.Request.Context()
	if err := appunto.Elimina(r.DB.WithContext(ctx), chi, c.Request.URL.RequestURI()); err != nil {
		r.Log.LogAttrs(ctx, slog.LevelWarn, "draft not deleted", slog.String("request_id", RichiestaID(ctx)), slog.String("cause", causa(err)))
	}
}
