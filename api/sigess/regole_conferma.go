package sigess

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

func versoRegoleConferma(enteID string) string { return "/enti/" + enteID + "/conferma" }

func (s *sportello) rotteRegoleConferma(r *atti.Rotte) {
	op := func(id, metodo, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: "/enti/{id}/regole-conferma", Titolo: titolo, Etichetta: etichettaElaborazioni}
	}
	atti.Leggi(r, op("regole-conferma-lettura", "", "Legge chi conferma le elaborazioni di un ente"), s.leggiRegoleConferma)
	atti.Registra(r, op("regole-conferma-salvataggio", http.MethodPut, "Salva chi conferma le elaborazioni di un ente"), s.salvaRegoleConferma)
	atti.Modulo(r, "/enti/:id/conferma", s.salvaRegoleConferma, atti.Opzioni[sigess.ModuloRegoleConferma]{
		Pagina: s.paginaRegoleConferma, Avviso: "regole di conferma salvate: valgono da subito", Mostra: true,
		Dopo: func(c *gin.Context, _ sigess.ModuloRegoleConferma) string { return versoRegoleConferma(c.Param("id")) }})
}

func (s *sportello) leggiRegoleConferma(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (sigess.ModuloRegoleConferma, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (sigess.ModuloRegoleConferma, error) { return sigess.RegoleConferma(tx, chi, in.ID) })
}

func (s *sportello) salvaRegoleConferma(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloRegoleConferma]) (sigess.ModuloRegoleConferma, error) {
	return scrivi(ctx, s, chi, "salva-regole-conferma", func(tx *gorm.DB) (sigess.ModuloRegoleConferma, error) {
		return sigess.SalvaRegoleConferma(tx, chi, in.ID, in.Corpo)
	})
}

// paginaRegoleConferma is the form of who confirms the runs of an ente.
func (s *sportello) paginaRegoleConferma(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	return s.moduloEnte(c, chi, valori, problemi, "Regole di conferma", func(tx *gorm.DB, e anagrafe.Ente, r ripresa) (web.ModuloPage, error) {
		m, err := sigess.RegoleConferma(tx, chi, e.ID)
		return web.ModuloPage{Introduzione: "Chi rende definitive le elaborazioni di " + e.Denominazione + ". Senza righe conferma il responsabile contabile, qualunque sia l'importo",
			Azione: versoRegoleConferma(e.ID), Form: modulo(r, moduloUnico, m, form.Opzioni{})}, err
	})
}
