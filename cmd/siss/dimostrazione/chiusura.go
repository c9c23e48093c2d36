package dimostrazione

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"siss/models"
	"siss/models/euro"
	"siss/models/sigess"
)

// Risultato is what the main job left: the accounting run, confirmed, with its
// Excel list.
type Risultato struct {
	Movimenti int
	Totale    euro.Importo
	Nome      string // of the file
	Elenco    []byte
}

// elaborazione is what is read of the answer about a run.
type elaborazione struct {
	Numero    string
	Stato     sigess.Stato
	Movimenti int
	Totale    euro.Importo
	ConElenco bool
}

// attesaMassima is how long the run may take to reach its next state, and how
// often it is looked at.
const (
	attesaMassima = 2 * time.Minute
	occhiata      = 200 * time.Millisecond
)

// Completo tells whether the load of the plan's seed came to its end.
func (c *Carico) Completo(ctx context.Context) (bool, error) {
	righe, err := models.Tutte[struct{ ID string }](c.DB.WithContext(ctx), `SELECT id FROM elaborazione WHERE id = ? AND documento_id IS NOT NULL`, c.Piano.Chiusura.ID)
	if err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	return len(righe) > 0, nil
}

// chiudi makes the accounting run of the last complete month as operatori do:
// one asks for it, another confirms it, and the list is there to download.
func (c *Carico) chiudi(ctx context.Context) (Risultato, error) {
	k := c.Piano.Chiusura
	percorso := "/elaborazioni/" + k.ID
	err := c.cliente.chiedi(ctx, k.Operatore, passo{metodo: http.MethodPost, percorso: "/elaborazioni", atto: k.ID, corpo: k.Modulo}, nil)
	if err != nil {
		return Risultato{}, err
	}
	if _, err := c.finche(ctx, func(e elaborazione) bool { return e.Stato != "" && e.Stato != sigess.InCalcolo }); err != nil {
		return Risultato{}, err
	}
	conferma := passo{metodo: http.MethodPost, percorso: percorso + "/conferma", atto: k.Conferma, corpo: struct{}{}}
	if err := c.cliente.chiedi(ctx, k.Contabile, conferma, nil); err != nil {
		return Risultato{}, err
	}
	e, err := c.finche(ctx, func(e elaborazione) bool { return e.ConElenco })
	if err != nil {
		return Risultato{}, err
	}
	r := Risultato{Movimenti: e.Movimenti, Totale: e.Totale, Nome: "elenco-" + strings.ReplaceAll(e.Numero, "/", "-") + ".xlsx"}
	err = c.cliente.chiedi(ctx, k.Contabile, passo{metodo: http.MethodGet, percorso: percorso + "/elenco"}, &r.Elenco)
	return r, err
}

// finche looks at the run until it is as wanted. A run that is asked for and
// has no row yet is not found.
func (c *Carico) finche(ctx context.Context, pronta func(elaborazione) bool) (elaborazione, error) {
	ctx, fine := context.WithTimeoutCause(ctx, attesaMassima, errors.New("demo: the accounting run does not go on: are the workers running?"))
	defer fine()
	lettura := passo{metodo: http.MethodGet, percorso: "/elaborazioni/" + c.Piano.Chiusura.ID}
	for {
		var e elaborazione
		err := c.cliente.chiedi(ctx, c.Piano.Chiusura.Operatore, lettura, &e)
		var no *rifiuto
		switch {
		case err == nil && pronta(e):
			return e, nil
		case err != nil && (!errors.As(err, &no) || no.stato != http.StatusNotFound):
			return elaborazione{}, cmp.Or(context.Cause(ctx), err)
		}
		if err := attendi(ctx, occhiata); err != nil {
			return elaborazione{}, context.Cause(ctx)
		}
	}
}
