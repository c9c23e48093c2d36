package sigess

import (
	"bytes"
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Contabile are the activities of the workflow of an elaborazione contabile.
type Contabile struct {
	DB  *gorm.DB
	Log *slog.Logger
}

// paginaInterventi is how many interventi one page of a run computes.
const paginaInterventi = 1000

// Apertura asks for a run: of a deposited act, or of a month when a schedule
// starts it.
type Apertura struct {
	ElaborazioneID string    `json:"elaborazioneId"`
	AttoID         string    `json:"attoId,omitempty"`
	OperatoreID    string    `json:"operatoreId,omitempty"`
	EnteID         string    `json:"enteId"`
	Mese           string    `json:"mese,omitempty"`
	Quando         time.Time `json:"quando"`
}

// ApriElaborazione creates the run, in calculation.
func (a *Contabile) ApriElaborazione(ctx context.Context, in Apertura) error {
	if in.AttoID != "" {
		p := Passo{ID: in.ElaborazioneID, AttoID: in.AttoID, OperatoreID: in.OperatoreID, Quando: in.Quando}
		return esito(ctx, a.Log, unaVolta(ctx, a.DB, "apri-elaborazione", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloElaborazione) error {
			return sigess.Apri(tx, chi, in.ElaborazioneID, m, in.Quando)
		}, func(*gorm.DB) error { return nil }))
	}
	mese, err := periodo.ParseMese(in.Mese)
	if err != nil {
		return esito(ctx, a.Log, models.Refuse("mese", err.Error()))
	}
	m := sigess.ModuloElaborazione{EnteID: in.EnteID, Dal: mese}
	return esito(ctx, a.Log, models.Atto(ctx, a.DB, models.Sistema(in.EnteID), "apri-elaborazione", func(tx *gorm.DB) error {
		return sigess.Apri(tx, models.Sistema(in.EnteID), in.ElaborazioneID, m, in.Quando)
	}))
}

// PaginaDi is a page to compute of a run.
type PaginaDi struct {
	ElaborazioneID string               `json:"elaborazioneId"`
	Pagina         sigess.PaginaCalcolo `json:"pagina"`
}

// battito is how often a long activity says that it is alive.
const battito = 2 * time.Second

// vivo says by heartbeat that an activity is alive, while it waits for a lock as
// while it computes, until the function that it returns is called.
func vivo(ctx context.Context) func() {
	ctx, fine := context.WithCancel(ctx)
	go func() {
		passo := time.NewTicker(battito)
		defer passo.Stop()
		for ctx.Err() == nil {
			activity.RecordHeartbeat(ctx)
			select {
			case <-ctx.Done():
			case <-passo.C:
			}
		}
	}()
	return fine
}

// CalcolaMovimenti computes and writes the next page of a run.
func (a *Contabile) CalcolaMovimenti(ctx context.Context, in PaginaDi) (sigess.PaginaCalcolo, error) {
	defer vivo(ctx)()
	var p sigess.PaginaCalcolo
	err := models.Atto(ctx, a.DB, models.Sistema(), "calcola-movimenti", func(tx *gorm.DB) (err error) {
		p, err = sigess.CalcolaPagina(tx, in.ElaborazioneID, in.Pagina, paginaInterventi)
		return err
	})
	return p, esito(ctx, a.Log, err)
}

// QuadraElaborazione sums the run and asks for its confirmation.
func (a *Contabile) QuadraElaborazione(ctx context.Context, p Passo) error {
	defer vivo(ctx)()
	return esito(ctx, a.Log, models.Atto(ctx, a.DB, models.Sistema(), "quadra-elaborazione", func(tx *gorm.DB) error {
		return sigess.Quadra(tx, p.ID, p.Quando)
	}))
}

// ConfermaElaborazione makes the run definitive.
func (a *Contabile) ConfermaElaborazione(ctx context.Context, p Passo) error {
	defer vivo(ctx)()
	return esito(ctx, a.Log, unaVolta(ctx, a.DB, "conferma-elaborazione", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloConferma) error {
		return sigess.Conferma(tx, chi, p.ID, m, p.Quando)
	}, func(*gorm.DB) error { return nil }))
}

// AnnullaElaborazione gives the run up.
func (a *Contabile) AnnullaElaborazione(ctx context.Context, p Passo) error {
	defer vivo(ctx)()
	return a.chiudi(ctx, "annulla-elaborazione", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		return sigess.Annulla(tx, chi, p.ID, p.Quando)
	})
}

// RielaboraElaborazione empties the run, to be computed again.
func (a *Contabile) RielaboraElaborazione(ctx context.Context, p Passo) error {
	defer vivo(ctx)()
	return a.chiudi(ctx, "rielabora-elaborazione", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		return sigess.Rielabora(tx, chi, p.ID, p.Quando)
	})
}

// FermaCalcolo stops the calculation of the run.
func (a *Contabile) FermaCalcolo(ctx context.Context, p Passo) error {
	return a.chiudi(ctx, "ferma-calcolo", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		return sigess.Ferma(tx, chi, p.ID, p.Quando)
	})
}

// ProseguiCalcolo lets a stopped calculation go on.
func (a *Contabile) ProseguiCalcolo(ctx context.Context, p Passo) error {
	return a.chiudi(ctx, "prosegui-calcolo", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		return sigess.Prosegui(tx, chi, p.ID)
	})
}

// TrasmettiElaborazione says that the run was sent to who pays it.
func (a *Contabile) TrasmettiElaborazione(ctx context.Context, p Passo) error {
	return a.chiudi(ctx, "trasmetti-elaborazione", p, func(tx *gorm.DB, chi models.Chi, _ struct{}) error {
		return sigess.Trasmetti(tx, chi, p.ID, p.Quando)
	})
}

// PagaElaborazione registers how the payment went.
func (a *Contabile) PagaElaborazione(ctx context.Context, p Passo) error {
	return esito(ctx, a.Log, unaVolta(ctx, a.DB, "paga-elaborazione", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloPagamento) error {
		return sigess.Paga(tx, chi, p.ID, m)
	}, func(*gorm.DB) error { return nil }))
}

// PreparaPagamenti decides what a definitive run pays and makes the files for the
// bank and the treasurer; it returns the state of the run, which stays.
func (a *Contabile) PreparaPagamenti(ctx context.Context, p Passo) (sigess.Stato, error) {
	return conStato(ctx, a, "prepara-pagamenti", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloDistinta) error {
		return sigess.PreparaDistinta(tx, chi, p.ID, m, p.Quando)
	})
}

// RegistraEsiti registers the outcomes of the payments that a file tells of, and
// returns the state of the run.
func (a *Contabile) RegistraEsiti(ctx context.Context, p Passo) (sigess.Stato, error) {
	return conStato(ctx, a, "registra-esiti", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloEsiti) error {
		return sigess.RegistraEsiti(tx, chi, p.ID, m, p.Quando)
	})
}

// conStato carries out a long act on a run once, and answers where it stands.
func conStato[M any](ctx context.Context, a *Contabile, azione string, p Passo, fai func(*gorm.DB, models.Chi, M) error) (sigess.Stato, error) {
	defer vivo(ctx)()
	var e sigess.Elaborazione
	err := unaVolta(ctx, a.DB, azione, p, fai, func(tx *gorm.DB) (err error) {
		e, err = sigess.ElaborazioneDi(tx, p.ID)
		return err
	})
	return e.Stato, esito(ctx, a.Log, err)
}

// StornaElaborazione takes the run back by a new one, whose id is that of the act.
func (a *Contabile) StornaElaborazione(ctx context.Context, p Passo) error {
	defer vivo(ctx)()
	return esito(ctx, a.Log, unaVolta(ctx, a.DB, "storna-elaborazione", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloStorno) error {
		return sigess.Storna(tx, chi, p.ID, p.AttoID, m, p.Quando)
	}, func(*gorm.DB) error { return nil }))
}

func (a *Contabile) chiudi(ctx context.Context, azione string, p Passo, fai func(*gorm.DB, models.Chi, struct{}) error) error {
	return esito(ctx, a.Log, unaVolta(ctx, a.DB, azione, p, fai, func(*gorm.DB) error { return nil }))
}

var spazioDocumenti = uuid.MustParse("54c4f8a5-8f6c-5c41-9a35-2b0d5e1f3a04")

// ProduciElenco writes the Excel list of a definitive run and stores it once:
// what is stored is what is downloaded.
func (a *Contabile) ProduciElenco(ctx context.Context, p Passo) error {
	defer vivo(ctx)()
	chi := models.Sistema()
	var e sigess.Elaborazione
	var file bytes.Buffer
	err := models.Leggi(ctx, a.DB, chi, func(tx *gorm.DB) (err error) {
		if e, err = sigess.ElaborazioneDi(tx, p.ID); err != nil || e.DocumentoID != nil {
			return err
		}
		return scriviElenco(&file, e, fonti{
			movimenti: func(dopo int) ([]sigess.MovimentoCompleto, error) {
				return sigess.MovimentiDopo(tx, e.ID, dopo, righePerPagina)
			},
			anomalie: func(salta int) ([]sigess.Anomalia, error) { return sigess.AnomalieDopo(tx, e, salta, righePerPagina) },
		})
	})
	if err != nil || e.DocumentoID != nil {
		return esito(ctx, a.Log, err)
	}
	id := uuid.NewSHA1(spazioDocumenti, []byte(e.ID)).String()
	return esito(ctx, a.Log, models.Atto(ctx, a.DB, models.Sistema(e.EnteID), "produci-elenco", func(tx *gorm.DB) error {
		return sigess.Allega(tx, e.ID, id, NomeElenco(e), MIMEElenco, file.Bytes())
	}))
}
