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

// Anomalia is why an intervento is not in a run, and whether somebody has dealt
// with it.
type Anomalia struct {
	ID           string              `json:"id" format:"uuid" doc:"Identificativo"`
	InterventoID string              `json:"interventoId" format:"uuid" doc:"Intervento"`
	Intervento   string              `json:"intervento" doc:"Anno e progressivo" maxLength:"20" example:"2024/13"`
	Nominativo   string              `json:"nominativo" doc:"Cognome, nome e data di nascita" maxLength:"300" example:"ROSSI MARIO (11/07/1986)"`
	Tipo         sigess.TipoAnomalia `json:"tipo" doc:"TARIFFA_MANCANTE, NESSUN_ACCESSO, GIA_LIQUIDATO, IN_ALTRA_ELABORAZIONE, IBAN_NON_VALIDO, BENEFICIARIO_DECEDUTO, PAGAMENTO_RIFIUTATO, IMPEGNO_INSUFFICIENTE o MESE_NON_FIRMATO" maxLength:"30" example:"NESSUN_ACCESSO"`
	Mese         periodo.Mese        `json:"mese" doc:"Mese che non è pagato"`
	Giorno       periodo.Data        `json:"giorno,omitzero" doc:"Giorno dell'accesso senza tariffa"`
	Importo      *euro.Importo       `json:"importo,omitempty" doc:"Quanto è dovuto e non si può pagare"`
	Mancante     *euro.Importo       `json:"mancante,omitempty" doc:"Quanto manca agli impegni"`
	Testo        string              `json:"testo" doc:"Che cosa manca" maxLength:"1000"`
	Sistemata    bool                `json:"sistemata" doc:"Qualcuno l'ha segnata come sistemata"`
	SistemataIl  *time.Time          `json:"sistemataIl,omitempty" doc:"Quando"`
	SistemataDa  string              `json:"sistemataDa,omitempty" doc:"Da chi" maxLength:"300"`
	Nota         string              `json:"nota,omitempty" doc:"Che cosa si è fatto" maxLength:"500"`
	LiquidataCon string              `json:"liquidataCon,omitempty" doc:"Elaborazione definitiva che paga il mese" maxLength:"20" example:"2026/4"`
}

// Anomalie is a page of the anomalies of a run.
type Anomalie struct {
	Anomalie []Anomalia `json:"anomalie" doc:"Anomalie, prima quelle da sistemare, per intervento"`
	Totale   int        `json:"totale" doc:"Anomalie trovate in tutto"`
	Pagina   int        `json:"pagina" doc:"Pagina"`
}

// filtroAnomalie is what the anomalies of a run are asked with.
type filtroAnomalie struct {
	sigess.FiltroAnomalie
	pagina
}

func (s *sportello) rotteAnomalie(r *atti.Rotte, op func(id, metodo, percorso, titolo string) atti.Operazione) {
	atti.Leggi(r, op("elaborazione-anomalie", "", "/elaborazioni/{id}/anomalie", "Elenca le anomalie di un'elaborazione"), s.elencaAnomalie)
	atti.Registra(r, op("anomalie-sistemazione", http.MethodPut, "/elaborazioni/{id}/anomalie/sistemazione", "Segna delle anomalie come sistemate"), s.sistemaAnomalie)
	atti.Registra(r, op("anomalie-riapertura", http.MethodPut, "/elaborazioni/{id}/anomalie/riapertura", "Rimette delle anomalie tra quelle da sistemare"), s.riapriAnomalie)
}

func (s *sportello) elencaAnomalie(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroAnomalie]) (Anomalie, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Anomalie, error) {
		if _, err := sigess.ElaborazioneVisibile(tx, chi, in.ID); err != nil {
			return Anomalie{}, err
		}
		elenco, err := sigess.ElencaAnomalie(tx, chi, in.ID, in.Corpo.FiltroAnomalie, in.Corpo.limiti())
		out := Anomalie{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, a := range elenco.Elementi {
			out.Anomalie = append(out.Anomalie, Anomalia{ID: a.ID, InterventoID: a.InterventoID, Intervento: a.Intervento,
				Nominativo: nominativo(a.Cognome, a.Nome, a.DataNascita), Tipo: a.Tipo, Mese: a.Mese, Giorno: a.Giorno, Importo: a.Importo, Mancante: a.Mancante, Testo: a.Testo,
				Sistemata: a.SistemataIl != nil, SistemataIl: a.SistemataIl, SistemataDa: a.SistemataDa, Nota: a.Nota, LiquidataCon: a.LiquidataCon})
		}
		return out, err
	})
}

// ConteggioAnomalie says how many anomalies of a run there are, and how many
// are left.
type ConteggioAnomalie struct {
	Totale      int `json:"totale" doc:"Anomalie in tutto"`
	DaSistemare int `json:"daSistemare" doc:"Anomalie ancora da sistemare"`
}

func (s *sportello) sistemaAnomalie(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloSistemazione]) (ConteggioAnomalie, error) {
	return scrivi(ctx, s, chi, "sistema-anomalie", func(tx *gorm.DB) (ConteggioAnomalie, error) {
		if err := sigess.Sistema(tx, chi, in.ID, in.Corpo, time.Now()); err != nil {
			return ConteggioAnomalie{}, err
		}
		return contaAnomalie(tx, chi, in.ID)
	})
}

func (s *sportello) riapriAnomalie(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloRiapertura]) (ConteggioAnomalie, error) {
	return scrivi(ctx, s, chi, "riapri-anomalie", func(tx *gorm.DB) (ConteggioAnomalie, error) {
		if err := sigess.Riapri(tx, chi, in.ID, in.Corpo); err != nil {
			return ConteggioAnomalie{}, err
		}
		return contaAnomalie(tx, chi, in.ID)
	})
}

func contaAnomalie(tx *gorm.DB, chi models.Chi, id string) (ConteggioAnomalie, error) {
	tipi, err := sigess.ContaAnomalie(tx, chi, id)
	var out ConteggioAnomalie
	for _, t := range tipi {
		out.Totale += t.Totale
		out.DaSistemare += t.Totale - t.Sistemate
	}
	return out, err
}
