package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/sigess"
)

// rotteTariffari are the acts on the price lists; their reads are of the catalogues.
func (s *sportello) rotteTariffari(r *atti.Rotte) {
	op := func(id, percorso, titolo, descrizione string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: http.MethodPost, Percorso: percorso, Titolo: titolo, Etichetta: etichettaCataloghi, Descrizione: descrizione, Stato: http.StatusOK}
	}
	atti.Registra(r, op("tariffario-nuovo", "/tariffari", "Crea un tariffario in bozza", "Una bozza non si può scegliere negli interventi finché non è attivata."), s.creaTariffario)
	atti.Registra(r, op("tariffario-voce", "/tariffari/{id}/voci", "Aggiunge una voce a un tariffario",
		"In un tariffario attivo la tariffa vale subito: prima si calcolano i casi di prova dell'ente, e uno diverso dall'atteso la rifiuta."), s.aggiungiVoce)
	atti.Registra(r, op("tariffario-attivazione", "/tariffari/{id}/attivazione", "Attiva un tariffario in bozza",
		"Prima si calcolano i casi di prova dell'ente con le sue tariffe: uno diverso dall'atteso la rifiuta. Ripetere la richiesta non cambia nulla."), s.attivaTariffario)
}

// suTariffario carries out an act on a price list and answers where it stands.
func (s *sportello) suTariffario(ctx context.Context, chi models.Chi, azione string, fai func(tx *gorm.DB) (sigess.Tariffario, error)) (Esito, error) {
	return scrivi(ctx, s, chi, azione, func(tx *gorm.DB) (Esito, error) {
		t, err := fai(tx)
		return Esito{ID: t.ID, Numero: t.Codice, Stato: t.Stato}, err
	})
}

// creaTariffario begins a draft; the act is its identity.
func (s *sportello) creaTariffario(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloTariffario]) (Esito, error) {
	return s.suTariffario(ctx, chi, "crea-tariffario", func(tx *gorm.DB) (sigess.Tariffario, error) {
		return sigess.CreaTariffario(tx, chi, in.Atto, in.Corpo)
	})
}

func (s *sportello) aggiungiVoce(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloVoce]) (Esito, error) {
	return s.suTariffario(ctx, chi, "aggiungi-voce", func(tx *gorm.DB) (sigess.Tariffario, error) {
		return sigess.AggiungiVoce(tx, chi, in.ID, in.Atto, in.Corpo)
	})
}

func (s *sportello) attivaTariffario(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return s.suTariffario(ctx, chi, "attiva-tariffario", func(tx *gorm.DB) (sigess.Tariffario, error) {
		return sigess.AttivaTariffario(tx, chi, in.ID, time.Now())
	})
}
