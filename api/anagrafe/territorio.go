package anagrafe

import (
	"context"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

// FiltroComuni chooses comuni by name.
type FiltroComuni struct {
	Q string `json:"q,omitempty" doc:"Testo contenuto nel nome" maxLength:"100"`
}

// FiltroOperatori names an ente.
type FiltroOperatori struct {
	EnteID string `json:"enteId" format:"uuid" doc:"Ente"`
}

// Comune is a municipality of Lazio.
type Comune struct {
	CodiceIstat     string `json:"codiceIstat" doc:"Codice ISTAT"`
	CodiceCatastale string `json:"codiceCatastale" doc:"Codice catastale"`
	Denominazione   string `json:"denominazione" doc:"Denominazione"`
	Provincia       string `json:"provincia" doc:"Sigla della provincia"`
	DistrettoCodice string `json:"distrettoCodice" doc:"Codice del distretto sociosanitario"`
}

// Comuni is the answer of a search of comuni.
type Comuni struct {
	Comuni []Comune `json:"comuni" doc:"Comuni, quelli che cominciano con il testo per primi"`
}

// Distretto is a social district.
type Distretto struct {
	Codice        string `json:"codice" doc:"Codice"`
	Denominazione string `json:"denominazione" doc:"Denominazione"`
	Capofila      string `json:"capofila" doc:"Comune o ente capofila"`
}

// Distretti lists the districts.
type Distretti struct {
	Distretti []Distretto `json:"distretti" doc:"Distretti per codice"`
}

// Ente is an ente for which who asks may act.
type Ente struct {
	ID              string `json:"id" format:"uuid" doc:"Identificativo"`
	Codice          string `json:"codice" doc:"Codice"`
	Denominazione   string `json:"denominazione" doc:"Denominazione"`
	Tipo            string `json:"tipo" doc:"Tipo"`
	CodiceIstat     string `json:"codiceIstat,omitempty" doc:"Codice ISTAT del comune"`
	DistrettoCodice string `json:"distrettoCodice,omitempty" doc:"Codice del distretto"`
	PadreID         string `json:"padreId,omitempty" format:"uuid" doc:"Ente del distretto"`
	PagatoreID      string `json:"pagatoreId,omitempty" format:"uuid" doc:"Ente che paga, se non è l'ente stesso"`
}

// Enti lists enti.
type Enti struct {
	Enti []Ente `json:"enti" doc:"Enti per codice"`
}

// Ufficio is an office.
type Ufficio struct {
	ID            string `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID        string `json:"enteId" format:"uuid" doc:"Ente"`
	Codice        string `json:"codice" doc:"Codice"`
	Denominazione string `json:"denominazione" doc:"Denominazione"`
	Tipo          string `json:"tipo" doc:"Tipo"`
}

// Uffici lists offices.
type Uffici struct {
	Uffici []Ufficio `json:"uffici" doc:"Uffici per codice"`
}

// Operatore is an operatore to whom a case may be given.
type Operatore struct {
	ID         string `json:"id" format:"uuid" doc:"Identificativo"`
	Nominativo string `json:"nominativo" doc:"Cognome e nome"`
	Profilo    string `json:"profilo" doc:"Profilo professionale"`
}

// Operatori lists operatori.
type Operatori struct {
	Operatori []Operatore `json:"operatori" doc:"Operatori per cognome"`
}

func (h *gestore) comuni(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroComuni]) (Comuni, error) {
	var out Comuni
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		comuni, err := anagrafe.Comuni(tx, in.Corpo.Q)
		for _, c := range comuni {
			out.Comuni = append(out.Comuni, Comune(c))
		}
		return err
	})
	return out, err
}

func (h *gestore) distretti(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (Distretti, error) {
	var out Distretti
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		distretti, err := anagrafe.Distretti(tx)
		for _, d := range distretti {
			out.Distretti = append(out.Distretti, Distretto(d))
		}
		return err
	})
	return out, err
}

func (h *gestore) enti(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (Enti, error) {
	var out Enti
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		enti, err := anagrafe.Enti(tx, chi)
		for _, e := range enti {
			out.Enti = append(out.Enti, Ente{ID: e.ID, Codice: e.Codice, Denominazione: e.Denominazione, Tipo: e.Tipo,
				CodiceIstat: valore(e.CodiceIstat), DistrettoCodice: valore(e.DistrettoCodice), PadreID: valore(e.PadreID), PagatoreID: valore(e.PagatoreID)})
		}
		return err
	})
	return out, err
}

func (h *gestore) uffici(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (Uffici, error) {
	var out Uffici
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		uffici, err := anagrafe.Uffici(tx, chi, periodo.Oggi())
		for _, u := range uffici {
			out.Uffici = append(out.Uffici, Ufficio{ID: u.ID, EnteID: u.EnteID, Codice: u.Codice, Denominazione: u.Denominazione, Tipo: u.Tipo})
		}
		return err
	})
	return out, err
}

func (h *gestore) operatori(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroOperatori]) (Operatori, error) {
	var out Operatori
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		operatori, err := anagrafe.OperatoriDi(tx, chi, in.Corpo.EnteID, periodo.Oggi())
		for _, o := range operatori {
			out.Operatori = append(out.Operatori, Operatore{ID: o.ID, Nominativo: o.Nominativo(), Profilo: o.Profilo})
		}
		return err
	})
	return out, err
}

func valore(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
