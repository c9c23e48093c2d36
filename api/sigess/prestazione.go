package sigess

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"siss/api/atti"
)

// An operation on a cell of the tabellone has three path parameters, one more
// than an act is asked with: the third travels in the request's context.

type chiavePrestazione struct{}

// conPrestazione returns routes whose operations find in their context the
// path parameter "prestazione".
func conPrestazione(r *atti.Rotte) *atti.Rotte {
	con := *r
	con.API = apiConPrestazione{r.API}
	return &con
}

type apiConPrestazione struct{ huma.API }

func (a apiConPrestazione) Adapter() huma.Adapter { return adattatore{a.API.Adapter()} }

type adattatore struct{ huma.Adapter }

func (a adattatore) Handle(op *huma.Operation, handler func(huma.Context)) {
	a.Adapter.Handle(op, func(h huma.Context) {
		c := humagin.Unwrap(h)
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), chiavePrestazione{}, c.Param("prestazione")))
		handler(h)
	})
}

func prestazioneDi(ctx context.Context) string {
	p, _ := ctx.Value(chiavePrestazione{}).(string) // "" outside of such an operation
	return p
}
