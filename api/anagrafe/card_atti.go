package anagrafe

import (
	"context"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
)

func (h *gestore) salvaContatti(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloContatti]) (Soggetto, error) {
	var out Soggetto
	err := models.Atto(ctx, h.db, chi, "salva-contatti", func(tx *gorm.DB) error {
		s, err := anagrafe.SalvaContatti(tx, chi, in.ID, in.Corpo)
		out = soggettoDi(s)
		return err
	})
	return out, err
}

func (h *gestore) salvaResidenza(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloResidenza]) (Residenza, error) {
	var out Residenza
	err := models.Atto(ctx, h.db, chi, "salva-residenza", func(tx *gorm.DB) error {
		r, err := anagrafe.SalvaResidenza(tx, chi, in.ID, idRiga(in.Sub, in.Atto), in.Corpo)
		out = residenzaDi(r)
		return err
	})
	return out, err
}

func (h *gestore) salvaRelazione(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloRelazione]) (Relazione, error) {
	var out Relazione
	err := models.Atto(ctx, h.db, chi, "salva-relazione", func(tx *gorm.DB) error {
		c, err := anagrafe.SalvaRelazione(tx, chi, in.ID, idRiga(in.Sub, in.Atto), in.Corpo)
		out = relazioneDi(c)
		return err
	})
	return out, err
}

func (h *gestore) chiudiResidenza(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloChiusura]) (Residenza, error) {
	var out Residenza
	err := models.Atto(ctx, h.db, chi, "chiudi-residenza", func(tx *gorm.DB) error {
		r, err := anagrafe.ChiudiResidenza(tx, chi, in.ID, in.Sub, in.Corpo)
		out = residenzaDi(r)
		return err
	})
	return out, err
}

func (h *gestore) chiudiRelazione(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloChiusura]) (Relazione, error) {
	var out Relazione
	err := models.Atto(ctx, h.db, chi, "chiudi-relazione", func(tx *gorm.DB) error {
		c, err := anagrafe.ChiudiRelazione(tx, chi, in.ID, in.Sub, in.Corpo)
		out = relazioneDi(c)
		return err
	})
	return out, err
}
