package sigess

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Chiusure are the activities of the workflows that close the months.
type Chiusure struct {
	DB  *gorm.DB
	Log *slog.Logger
}

// paginaChiusure is how many closings are opened by one history.
const paginaChiusure = 100

// AperturaChiusura asks for the closing of a month: of a deposited act, or when
// a schedule starts it.
type AperturaChiusura struct {
	ChiusuraID  string    `json:"chiusuraId"`
	AttoID      string    `json:"attoId,omitempty"`
	OperatoreID string    `json:"operatoreId,omitempty"`
	EnteID      string    `json:"enteId"`
	PressoID    string    `json:"pressoId"`
	Mese        string    `json:"mese"`
	Quando      time.Time `json:"quando"`
}

// ApriChiusura opens a closing, unless it is open, and reads where it stands.
func (a *Chiusure) ApriChiusura(ctx context.Context, in AperturaChiusura) (sigess.SituazioneChiusura, error) {
	var s sigess.SituazioneChiusura
	leggi := func(tx *gorm.DB) (err error) {
		s, err = sigess.SituazioneChiusuraDi(tx, in.ChiusuraID)
		return err
	}
	if in.AttoID != "" {
		p := Passo{ID: in.ChiusuraID, AttoID: in.AttoID, OperatoreID: in.OperatoreID, Quando: in.Quando}
		err := unaVolta(ctx, a.DB, "apri-chiusura", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloChiusura) error {
			return sigess.ApriChiusura(tx, chi, m, in.Quando)
		}, leggi)
		return s, esito(ctx, a.Log, err)
	}
	mese, err := periodo.ParseMese(in.Mese)
	if err != nil {
		return s, esito(ctx, a.Log, models.Refuse("mese", err.Error()))
	}
	m := sigess.ModuloChiusura{EnteID: in.EnteID, PressoID: in.PressoID, Mese: mese}
	err = models.Atto(ctx, a.DB, models.Sistema(in.EnteID), "apri-chiusura", func(tx *gorm.DB) error {
		if leggi(tx) == nil {
			return nil
		}
		if err := sigess.ApriChiusura(tx, models.Sistema(in.EnteID), m, in.Quando); err != nil {
			return err
		}
		return leggi(tx)
	})
	return s, esito(ctx, a.Log, err)
}

// Richiamo says which month that is not signed is to be looked at, and when.
type Richiamo struct {
	ChiusuraID string            `json:"chiusuraId"`
	Promemoria sigess.Promemoria `json:"promemoria"`
	Quando     time.Time         `json:"quando"`
}

// RicordaMese opens the tasks of a month that is not signed.
func (a *Chiusure) RicordaMese(ctx context.Context, in Richiamo) error {
	return esito(ctx, a.Log, models.Atto(ctx, a.DB, models.Sistema(), "ricorda-mese", func(tx *gorm.DB) error {
		return sigess.RicordaMese(tx, in.ChiusuraID, in.Promemoria, in.Quando)
	}))
}

// FirmaMese signs a month; the id of the signature is that of the act.
func (a *Chiusure) FirmaMese(ctx context.Context, p Passo) (sigess.SituazioneChiusura, error) {
	return suChiusura(ctx, a, "firma-mese", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloFirma) error {
		return sigess.FirmaMese(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// ChiediRiapertura asks that a signed month be opened again.
func (a *Chiusure) ChiediRiapertura(ctx context.Context, p Passo) (sigess.SituazioneChiusura, error) {
	return suChiusura(ctx, a, "chiedi-riapertura", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloRichiestaRiapertura) error {
		return sigess.ChiediRiapertura(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

// DecidiRiapertura grants or refuses it.
func (a *Chiusure) DecidiRiapertura(ctx context.Context, p Passo) (sigess.SituazioneChiusura, error) {
	return suChiusura(ctx, a, "decidi-riapertura", p, func(tx *gorm.DB, chi models.Chi, m sigess.ModuloDecisione) error {
		return sigess.DecidiRiapertura(tx, chi, p.ID, p.AttoID, m, p.Quando)
	})
}

func suChiusura[M any](ctx context.Context, a *Chiusure, azione string, p Passo, fai func(*gorm.DB, models.Chi, M) error) (sigess.SituazioneChiusura, error) {
	var s sigess.SituazioneChiusura
	err := unaVolta(ctx, a.DB, azione, p, fai, func(tx *gorm.DB) (err error) {
		s, err = sigess.SituazioneChiusuraDi(tx, p.ID)
		return err
	})
	return s, esito(ctx, a.Log, err)
}

// PaginaChiusure asks for the closings of a month to open, after one of them.
type PaginaChiusure struct {
	Mese       string `json:"mese"`
	DopoEnte   string `json:"dopoEnte,omitempty"`
	DopoPresso string `json:"dopoPresso,omitempty"`
}

// PaginaDaChiudere are closings to open; Fine tells that there are no others.
type PaginaDaChiudere struct {
	DaChiudere []DaChiudere `json:"daChiudere,omitempty"`
	Fine       bool         `json:"fine"`
}

// DaChiudere is a closing to open.
type DaChiudere struct {
	ChiusuraID string `json:"chiusuraId"`
	EnteID     string `json:"enteId"`
	PressoID   string `json:"pressoId"`
}

// ElencaDaChiudere lists the closings of a month to open, a page after another.
func (a *Chiusure) ElencaDaChiudere(ctx context.Context, in PaginaChiusure) (PaginaDaChiudere, error) {
	var out PaginaDaChiudere
	mese, err := periodo.ParseMese(in.Mese)
	if err != nil {
		return out, esito(ctx, a.Log, models.Refuse("mese", err.Error()))
	}
	if in.DopoEnte == "" {
		in.DopoEnte, in.DopoPresso = uuid.Nil.String(), uuid.Nil.String()
	}
	err = models.Leggi(ctx, a.DB, models.Sistema(), func(tx *gorm.DB) error {
		moduli, err := sigess.DaChiudere(tx, mese, in.DopoEnte, in.DopoPresso, paginaChiusure)
		out.Fine = len(moduli) < paginaChiusure
		for _, m := range moduli {
			out.DaChiudere = append(out.DaChiudere, DaChiudere{ChiusuraID: m.ID(), EnteID: m.EnteID, PressoID: m.PressoID})
		}
		return err
	})
	return out, esito(ctx, a.Log, err)
}
