package sigess

import (
	"context"
	"net/http"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// TabellaISEE is how an ente asks a share by the ISEE, from a day on.
type TabellaISEE struct {
	ID                 string              `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID             string              `json:"enteId" format:"uuid" doc:"Ente"`
	Codice             string              `json:"codice" doc:"Codice, lo stesso per tutte le versioni" maxLength:"30"`
	Denominazione      string              `json:"denominazione" doc:"Denominazione" maxLength:"200"`
	Metodo             string              `json:"metodo" doc:"Metodo" maxLength:"20" example:"FASCE"`
	Dal                periodo.Data        `json:"dal" doc:"Vale dal"`
	Al                 periodo.Data        `json:"al,omitzero" doc:"Ultimo giorno in cui si può scegliere; assente per la versione in uso"`
	Fasce              []sigess.FasciaISEE `json:"fasce" doc:"Fasce, dalla più bassa"`
	ISEEMinimo         *euro.Importo       `json:"iseeMinimo,omitempty" doc:"ISEE minimo"`
	ISEEMassimo        *euro.Importo       `json:"iseeMassimo,omitempty" doc:"ISEE massimo"`
	PercentualeMinima  *euro.Aliquota      `json:"percentualeMinima,omitempty" doc:"Percentuale minima"`
	PercentualeMassima *euro.Aliquota      `json:"percentualeMassima,omitempty" doc:"Percentuale massima"`
	Importo            *euro.Importo       `json:"importo,omitempty" doc:"Importo massimo per unità"`
}

// TabelleISEE are the tables of the enti of who asks.
type TabelleISEE struct {
	TabelleISEE []TabellaISEE `json:"tabelleIsee" doc:"Tabelle ISEE, per ente e codice, la più recente per prima"`
}

func (s *sportello) rotteTabelleISEE(r *atti.Rotte) {
	op := func(id, metodo, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: "/tabelle-isee", Titolo: titolo, Etichetta: etichettaCataloghi}
	}
	atti.Leggi(r, op("tabelle-isee-elenco", "", "Elenca le tabelle ISEE"), s.elencaTabelleISEE)
	nuova := op("tabella-isee-nuova", http.MethodPost, "Aggiunge una tabella ISEE, o una sua versione")
	nuova.Descrizione = "Una tabella non cambia mai: per correggerla se ne aggiunge una con lo stesso codice, da un altro giorno."
	atti.Registra(r, nuova, s.aggiungiTabellaISEE)
}

func (s *sportello) elencaTabelleISEE(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (TabelleISEE, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (TabelleISEE, error) {
		righe, err := sigess.ElencaTabelleISEE(tx, chi)
		out := TabelleISEE{TabelleISEE: []TabellaISEE{}}
		for _, r := range righe {
			t := tabellaISEE(r.TabellaISEE)
			t.Al = r.Fino
			out.TabelleISEE = append(out.TabelleISEE, t)
		}
		return out, err
	})
}

func tabellaISEE(t sigess.TabellaISEE) TabellaISEE {
	return TabellaISEE{ID: t.ID, EnteID: t.EnteID, Codice: t.Codice, Denominazione: t.Denominazione, Metodo: t.Metodo, Dal: t.Dal, Fasce: append([]sigess.FasciaISEE{}, t.Fasce...),
		ISEEMinimo: t.ISEEMinimo, ISEEMassimo: t.ISEEMassimo, PercentualeMinima: t.PercentualeMinima, PercentualeMassima: t.PercentualeMassima, Importo: t.Importo}
}

// aggiungiTabellaISEE adds a table; the act is its identity.
func (s *sportello) aggiungiTabellaISEE(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloTabellaISEE]) (TabellaISEE, error) {
	return scrivi(ctx, s, chi, "aggiungi-tabella-isee", func(tx *gorm.DB) (TabellaISEE, error) {
		t, err := sigess.AggiungiTabellaISEE(tx, chi, in.Atto, in.Corpo)
		return tabellaISEE(t), err
	})
}
