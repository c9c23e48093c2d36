package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Recupero is what a run took back beyond what it paid to the same.
type Recupero struct {
	ID           string       `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID       string       `json:"enteId" format:"uuid" doc:"Ente che paga"`
	Elaborazione string       `json:"elaborazione" doc:"Elaborazione che lo ha aperto" maxLength:"20" example:"2026/3"`
	Beneficiario string       `json:"beneficiario" doc:"Chi deve restituire" maxLength:"300"`
	Importo      euro.Importo `json:"importo" doc:"Quanto"`
	Recuperato   euro.Importo `json:"recuperato" doc:"Quanto è stato incassato"`
	Stato        sigess.Stato `json:"stato" doc:"DA_RECUPERARE, RATEIZZATO, RECUPERATO o INESIGIBILE" maxLength:"20" example:"DA_RECUPERARE"`
	Rate         *int         `json:"rate,omitempty" doc:"Numero di rate"`
	PrimaRata    periodo.Mese `json:"primaRata,omitzero" doc:"Mese della prima rata"`
	Motivo       string       `json:"motivo,omitempty" doc:"Perché è inesigibile" maxLength:"500"`
	CreatoIl     time.Time    `json:"creatoIl" doc:"Quando è stato aperto"`
}

// Recuperi is a page of the list of recuperi.
type Recuperi struct {
	Recuperi []Recupero `json:"recuperi" doc:"Recuperi, il più recente per primo"`
	Totale   int        `json:"totale" doc:"Recuperi trovati in tutto"`
	Pagina   int        `json:"pagina" doc:"Pagina"`
}

// filtroRecuperi is what the list of recuperi is asked with.
type filtroRecuperi struct {
	sigess.FiltroRecuperi
	pagina
}

func (s *sportello) rotteRecuperi(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaElaborazioni, Stato: http.StatusOK}
	}
	atti.Leggi(r, op("recuperi-elenco", "", "/recuperi", "Elenca i recuperi"), s.elencaRecuperi)
	atti.Leggi(r, op("recupero-lettura", "", "/recuperi/{id}", "Legge un recupero"), s.leggiRecupero)
	atti.Registra(r, op("recupero-rateizzazione", http.MethodPost, "/recuperi/{id}/rateizzazione", "Divide in rate quello che resta di un recupero"), s.rateizza)
	atti.Registra(r, op("recupero-incasso", http.MethodPost, "/recuperi/{id}/incassi", "Registra un incasso di un recupero"), s.incassa)
	atti.Registra(r, op("recupero-inesigibilita", http.MethodPost, "/recuperi/{id}/inesigibilita", "Rende inesigibile un recupero"), s.rendiInesigibile)
}

func rigaRecupero(r sigess.RigaRecupero) Recupero {
	return Recupero{ID: r.ID, EnteID: r.EnteID, Elaborazione: r.Elaborazione(), Beneficiario: r.Beneficiario, Importo: r.Importo, Recuperato: r.Recuperato,
		Stato: r.Stato, Rate: r.Rate, PrimaRata: r.PrimaRata, Motivo: r.Motivo, CreatoIl: r.CreatoIl}
}

func (s *sportello) elencaRecuperi(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroRecuperi]) (Recuperi, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Recuperi, error) {
		elenco, _, err := sigess.ElencaRecuperi(tx, chi, in.Corpo.FiltroRecuperi, in.Corpo.limiti())
		out := Recuperi{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, r := range elenco.Elementi {
			out.Recuperi = append(out.Recuperi, rigaRecupero(r))
		}
		return out, err
	})
}

func (s *sportello) leggiRecupero(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Recupero, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Recupero, error) {
		r, err := sigess.RecuperoVisibile(tx, chi, in.ID)
		return rigaRecupero(r), err
	})
}

// suRecupero carries out an act on a recupero and answers where it stands.
func (s *sportello) suRecupero(ctx context.Context, chi models.Chi, id, azione string, fai func(tx *gorm.DB) error) (Esito, error) {
	return scrivi(ctx, s, chi, azione, func(tx *gorm.DB) (Esito, error) {
		if err := fai(tx); err != nil {
			return Esito{}, err
		}
		r, err := sigess.RecuperoVisibile(tx, chi, id)
		return Esito{ID: r.ID, Numero: r.Elaborazione(), Stato: r.Stato}, err
	})
}

func (s *sportello) rateizza(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloRate]) (Esito, error) {
	return s.suRecupero(ctx, chi, in.ID, "rateizza-recupero", func(tx *gorm.DB) error { return sigess.Rateizza(tx, chi, in.ID, in.Corpo) })
}

func (s *sportello) incassa(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloIncasso]) (Esito, error) {
	return s.suRecupero(ctx, chi, in.ID, "incassa-recupero", func(tx *gorm.DB) error {
		return sigess.Incassa(tx, chi, in.ID, in.Atto, in.Corpo, time.Now())
	})
}

func (s *sportello) rendiInesigibile(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloInesigibile]) (Esito, error) {
	return s.suRecupero(ctx, chi, in.ID, "inesigibile-recupero", func(tx *gorm.DB) error { return sigess.RendiInesigibile(tx, chi, in.ID, in.Corpo) })
}
