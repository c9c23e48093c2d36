package sigess

import (
	"context"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
)

// TipoIntervento is an entry of the catalogue.
type TipoIntervento struct {
	ID                   string        `json:"id" format:"uuid" doc:"Identificativo"`
	Codice               string        `json:"codice" doc:"Codice" maxLength:"50"`
	Denominazione        string        `json:"denominazione" doc:"Denominazione" maxLength:"300"`
	Natura               sigess.Natura `json:"natura" doc:"Natura" maxLength:"20" example:"ECONOMICO"`
	LivelloAssistenza    string        `json:"livelloAssistenza" doc:"Livello di assistenza" maxLength:"300"`
	Classificazione      string        `json:"classificazione" doc:"Classificazione" maxLength:"300"`
	ClassificazioneIstat string        `json:"classificazioneIstat" doc:"Classificazione ISTAT" maxLength:"300"`
	TipologiaStruttura   string        `json:"tipologiaStruttura,omitempty" doc:"Tipologia delle strutture ammesse" maxLength:"100"`
	Dal                  periodo.Data  `json:"dal" doc:"Valido dal"`
	Al                   periodo.Data  `json:"al,omitzero" doc:"Valido fino al"`
}

// TipiIntervento is the catalogue on a day.
type TipiIntervento struct {
	Tipi []TipoIntervento `json:"tipiIntervento" doc:"Tipi di intervento, per denominazione"`
}

// Tariffario is a price list.
type Tariffario struct {
	ID            string        `json:"id" format:"uuid" doc:"Identificativo"`
	Codice        string        `json:"codice" doc:"Codice" maxLength:"50"`
	Denominazione string        `json:"denominazione" doc:"Denominazione" maxLength:"300"`
	Natura        sigess.Natura `json:"natura" doc:"Natura" maxLength:"20" example:"PRESTAZIONI"`
	ErogatoreID   *string       `json:"erogatoreId,omitempty" format:"uuid" doc:"Ente erogatore; assente se generale"`
	StrutturaID   *string       `json:"strutturaId,omitempty" format:"uuid" doc:"Struttura; assente se generale"`
	IVAInclusa    bool          `json:"ivaInclusa" doc:"Le tariffe comprendono l'IVA"`
	SplitPayment  bool          `json:"splitPayment" doc:"L'IVA si versa all'Erario e non a chi eroga"`
	Dal           periodo.Data  `json:"dal" doc:"Valido dal"`
	Al            periodo.Data  `json:"al,omitzero" doc:"Valido fino al"`
}

// Tariffari are the price lists on a day.
type Tariffari struct {
	Tariffari []Tariffario `json:"tariffari" doc:"Tariffari, per denominazione"`
}

// VoceTariffario is the price of a prestazione between two dates.
type VoceTariffario struct {
	Prestazione   string        `json:"prestazione" doc:"Codice della prestazione" maxLength:"20" example:"OSS"`
	Denominazione string        `json:"denominazione" doc:"Denominazione" maxLength:"300"`
	Unita         string        `json:"unita" doc:"Unità di misura" maxLength:"20" example:"ORA"`
	Tariffa       euro.Tariffa  `json:"tariffa" doc:"Tariffa per unità"`
	AliquotaIVA   euro.Aliquota `json:"aliquotaIva" doc:"Aliquota IVA"`
	NaturaIVA     string        `json:"naturaIva,omitempty" doc:"Perché l'IVA è zero" maxLength:"2" example:"N4"`
	QuotaSSN      euro.Aliquota `json:"quotaSsn" doc:"Percentuale a carico del servizio sanitario"`
	Dal           periodo.Data  `json:"dal" doc:"Valida dal"`
	Al            periodo.Data  `json:"al,omitzero" doc:"Valida fino al"`
	sigess.Percentuali
}

// VociTariffario are the prices of a price list.
type VociTariffario struct {
	Voci []VoceTariffario `json:"voci" doc:"Voci, per prestazione e data"`
}

// Erogatore is a body that delivers prestazioni.
type Erogatore struct {
	ID            string             `json:"id" format:"uuid" doc:"Identificativo"`
	Denominazione string             `json:"denominazione" doc:"Denominazione" maxLength:"300"`
	PartitaIVA    fiscale.PartitaIVA `json:"partitaIva" doc:"Partita IVA"`
	Dal           periodo.Data       `json:"dal" doc:"Valido dal"`
	Al            periodo.Data       `json:"al,omitzero" doc:"Valido fino al"`
}

// Erogatori are the bodies on a day.
type Erogatori struct {
	Erogatori []Erogatore `json:"erogatori" doc:"Enti erogatori, per denominazione"`
}

// filtroCatalogo chooses the entries of one natura, valid on a day.
type filtroCatalogo struct {
	Natura sigess.Natura `json:"natura,omitempty" doc:"Natura" enum:"ECONOMICO,PRESTAZIONI,STRUTTURA" etichette:"Economico,Con prestazioni,In struttura"`
	giornoCatalogo
}

// giornoCatalogo chooses the entries valid on a day.
type giornoCatalogo struct {
	Data periodo.Data `json:"data,omitempty" format:"date" doc:"Giorno in cui devono essere validi, oggi se non indicato"`
}

func (g giornoCatalogo) giorno() periodo.Data {
	if g.Data.IsZero() {
		return periodo.Oggi()
	}
	return g.Data
}

func (s *sportello) rotteCataloghi(r *atti.Rotte) {
	op := func(id, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Percorso: percorso, Titolo: titolo, Etichetta: etichettaCataloghi}
	}
	atti.Leggi(r, op("tipi-intervento-elenco", "/tipi-intervento", "Elenca i tipi di intervento"), s.elencaTipi)
	atti.Leggi(r, op("tariffari-elenco", "/tariffari", "Elenca i tariffari"), s.elencaTariffari)
	atti.Leggi(r, op("tariffario-voci", "/tariffari/{id}/voci", "Elenca le voci di un tariffario"), s.elencaVoci)
	atti.Leggi(r, op("erogatori-elenco", "/erogatori", "Elenca gli enti erogatori"), s.elencaErogatori)
}

func (s *sportello) elencaTipi(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroCatalogo]) (TipiIntervento, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (TipiIntervento, error) {
		tipi, err := sigess.Tipi(tx, in.Corpo.Natura, in.Corpo.giorno())
		var out TipiIntervento
		for _, t := range tipi {
			out.Tipi = append(out.Tipi, TipoIntervento(t))
		}
		return out, err
	})
}

func (s *sportello) elencaTariffari(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroCatalogo]) (Tariffari, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Tariffari, error) {
		tariffari, err := sigess.Tariffari(tx, chi, in.Corpo.Natura, in.Corpo.giorno())
		var out Tariffari
		for _, t := range tariffari {
			out.Tariffari = append(out.Tariffari, Tariffario{ID: t.ID, Codice: t.Codice, Denominazione: t.Denominazione, Natura: t.Natura,
				ErogatoreID: t.ErogatoreID, StrutturaID: t.StrutturaID, IVAInclusa: t.IVAInclusa, SplitPayment: t.SplitPayment, Dal: t.Dal, Al: t.Al})
		}
		return out, err
	})
}

func (s *sportello) elencaVoci(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (VociTariffario, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (VociTariffario, error) {
		t, err := sigess.TariffarioVisibile(tx, chi, in.ID)
		if err != nil {
			return VociTariffario{}, err
		}
		voci, err := sigess.Voci(tx, t.ID)
		var out VociTariffario
		for _, v := range voci {
			out.Voci = append(out.Voci, VoceTariffario{Prestazione: v.Prestazione, Denominazione: v.Denominazione, Unita: v.Unita,
				Tariffa: v.Tariffa, AliquotaIVA: v.AliquotaIVA, NaturaIVA: string(v.NaturaIVA), QuotaSSN: v.QuotaSSN, Dal: v.Dal, Al: v.Al, Percentuali: v.Percentuali})
		}
		return out, err
	})
}

func (s *sportello) elencaErogatori(ctx context.Context, chi models.Chi, in atti.Richiesta[giornoCatalogo]) (Erogatori, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Erogatori, error) {
		erogatori, err := sigess.Erogatori(tx, chi, in.Corpo.giorno())
		var out Erogatori
		for _, e := range erogatori {
			out.Erogatori = append(out.Erogatori, Erogatore{ID: e.ID, Denominazione: e.Denominazione, PartitaIVA: e.PartitaIVA, Dal: e.Dal, Al: e.Al})
		}
		return out, err
	})
}
