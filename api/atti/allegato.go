package atti

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// Allegato is a stored file as it is downloaded. SHA256 is of Dati, in hex.
type Allegato struct {
	Nome   string
	Tipo   string // media type
	SHA256 string
	Dati   []byte
}

// Scarica adds the operation that downloads a file of the given media type; Q
// is as in Leggi.
func Scarica[Q any](r *Rotte, op Operazione, tipo string, leggi Esegui[Q, Allegato]) {
	op.Metodo = http.MethodGet
	op.Stato = http.StatusOK
	doc := r.documenta(op, reflect.TypeFor[struct{}](), r.parametriQuery(reflect.TypeFor[Q]()))
	doc.Responses["200"].Content = map[string]*huma.MediaType{
		tipo: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}
	handle(r, doc, op, func(c *gin.Context) (Richiesta[Q], error) { return richiestaQuery[Q](c) }, leggi,
		func(c *gin.Context, _ int, a Allegato) error { return InviaAllegato(c, a) })
}

// InviaAllegato sends the stored bytes with their digest (RFC 9530), to be
// saved and never shown in place.
func InviaAllegato(c *gin.Context, a Allegato) error {
	somma, err := hex.DecodeString(a.SHA256)
	if err != nil {
		return fmt.Errorf("sha256 of a stored file: %w", err)
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Nome}))
	c.Header("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(somma)+":")
	c.Header("ETag", `"`+a.SHA256+`"`)
	c.Data(http.StatusOK, a.Tipo, a.Dati)
	return nil
}
