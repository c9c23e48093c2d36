package sigess

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// TabellaISEE says how an ente asks a share by the ISEE, from a day on: in bands,
// on a line or by formula. It never changes: another of the same codice takes
// its place from its own day, and a share keeps the one that it was given.
type TabellaISEE struct {
	ID                 string
	EnteID             string
	Codice             string
	Denominazione      string
	Metodo             string
	Dal                periodo.Data
	ISEEMinimo         *euro.Importo  `gorm:"column:isee_minimo"`
	ISEEMassimo        *euro.Importo  `gorm:"column:isee_massimo"`
	PercentualeMinima  *euro.Aliquota `gorm:"column:percentuale_minima"`
	PercentualeMassima *euro.Aliquota `gorm:"column:percentuale_massima"`
	Importo            *euro.Importo
	Fasce              []FasciaISEE `gorm:"-"`
}

// TableName is the table of TabellaISEE.
func (TabellaISEE) TableName() string { return "tabella_isee" }

// FasciaISEE is a band, closed on the right; the last is open.
type FasciaISEE struct {
	FinoA       *euro.Importo  `json:"finoA,omitempty" doc:"Fino a" help:"ISEE compreso; vuoto nell'ultima fascia" example:"10000.00"`
	Percentuale *euro.Aliquota `json:"percentuale" doc:"Percentuale" help:"Da 0 a 100" example:"20.00"`
}

// ModuloTabellaISEE is the form of a table. Which fields count is decided by metodo.
type ModuloTabellaISEE struct {
	EnteID             string         `json:"enteId" format:"uuid" doc:"Ente" opzioni:"enti"`
	Codice             string         `json:"codice" doc:"Codice" minLength:"1" maxLength:"30" help:"Lo stesso della tabella di cui prende il posto, se c'è"`
	Denominazione      string         `json:"denominazione" doc:"Denominazione" minLength:"1" maxLength:"200"`
	Metodo             string         `json:"metodo" doc:"Metodo" enum:"FASCE,LINEARE,FORMULA_ISEE" etichette:"Fasce ISEE,Lineare secondo l'ISEE,Formula ISEE per unità"`
	Dal                periodo.Data   `json:"dal" format:"date" doc:"Vale dal"`
	Fasce              []FasciaISEE   `json:"fasce,omitempty" doc:"Fasce" maxItems:"30" help:"Dalla più bassa alla più alta; ognuna comincia dove finisce quella prima"`
	ISEEMinimo         *euro.Importo  `json:"iseeMinimo,omitempty" doc:"ISEE minimo" help:"Lineare: fino a qui la percentuale minima; formula: fino a qui esente" example:"6000.00"`
	ISEEMassimo        *euro.Importo  `json:"iseeMassimo,omitempty" doc:"ISEE massimo" help:"Lineare: da qui la percentuale massima; formula: oltre, tutta la spesa" example:"20000.00"`
	PercentualeMinima  *euro.Aliquota `json:"percentualeMinima,omitempty" doc:"Percentuale minima" help:"Solo lineare" example:"0.00"`
	PercentualeMassima *euro.Aliquota `json:"percentualeMassima,omitempty" doc:"Percentuale massima" help:"Solo lineare" example:"100.00"`
	Importo            *euro.Importo  `json:"importo,omitempty" doc:"Importo massimo per unità" help:"Solo formula: ISEE × importo / ISEE massimo" example:"8.00"`
}

// Check wants what the method needs and nothing else, and bands that leave no
// ISEE out and give none two percentages.
func (m ModuloTabellaISEE) Check() map[string]string {
	p := map[string]string{}
	chiesti := map[string]string{string(calcolo.Fasce): "fasce", string(calcolo.Lineare): "iseeMinimo iseeMassimo percentualeMinima percentualeMassima",
		string(calcolo.FormulaISEE): "iseeMinimo iseeMassimo importo"}
	if _, noto := chiesti[m.Metodo]; !noto {
		return p
	}
	for nome, presente := range map[string]bool{"fasce": len(m.Fasce) > 0, "iseeMinimo": m.ISEEMinimo != nil, "iseeMassimo": m.ISEEMassimo != nil,
		"percentualeMinima": m.PercentualeMinima != nil, "percentualeMassima": m.PercentualeMassima != nil, "importo": m.Importo != nil} {
		switch serve := slices.Contains(strings.Fields(chiesti[m.Metodo]), nome); {
		case serve && !presente:
			p[nome] = "serve al metodo scelto"
		case presente && !serve:
			p[nome] = "lasciare vuoto: non serve al metodo scelto"
		}
	}
	if m.ISEEMinimo != nil && m.ISEEMassimo != nil && *m.ISEEMassimo <= *m.ISEEMinimo {
		p["iseeMassimo"] = "l'ISEE massimo deve superare il minimo"
	}
	if m.PercentualeMinima != nil && m.PercentualeMassima != nil && *m.PercentualeMassima < *m.PercentualeMinima {
		p["percentualeMassima"] = "la percentuale massima è minore della minima"
	}
	for nome, i := range map[string]*euro.Importo{"iseeMinimo": m.ISEEMinimo, "importo": m.Importo} {
		if i != nil && *i < 0 {
			p[nome] = "l'importo non può essere negativo"
		}
	}
	m.problemiFasce(p)
	return p
}

func (m ModuloTabellaISEE) problemiFasce(p map[string]string) {
	for n, f := range m.Fasce {
		campo := fmt.Sprintf("fasce.%d.finoA", n)
		switch ultima := n == len(m.Fasce)-1; {
		case ultima && f.FinoA != nil:
			p[campo] = "l'ultima fascia è aperta: lasciare vuoto, o aggiungere una fascia"
		case !ultima && f.FinoA == nil:
			p[campo] = "indicare dove finisce: solo l'ultima fascia è aperta"
		case ultima:
		case *f.FinoA <= 0:
			p[campo] = "l'importo deve essere maggiore di zero"
		case n > 0 && m.Fasce[n-1].FinoA != nil && *f.FinoA <= *m.Fasce[n-1].FinoA:
			p[campo] = "deve superare la fine della fascia prima"
		}
	}
}

// AggiungiTabellaISEE adds a table to those of an ente, or a version of one: the
// casi di prova of the ente are run first, and one that fails refuses it. Adding
// it again is harmless.
func AggiungiTabellaISEE(tx *gorm.DB, chi models.Chi, id string, m ModuloTabellaISEE) (TabellaISEE, error) {
	if !chi.InEnte(m.EnteID) {
		return TabellaISEE{}, models.Refuse("enteId", "l'ente non è tra quelli abilitati")
	}
	if err := Elabora(chi, m.EnteID); err != nil {
		return TabellaISEE{}, err
	}
	gia, err := tabelleISEE(tx, `t.id = ?`, id)
	if err != nil {
		return TabellaISEE{}, err
	}
	if t, presente := gia[id]; presente {
		if t.EnteID != m.EnteID {
			return TabellaISEE{}, models.Errorf(models.Conflict, "la tabella è di un altro ente")
		}
		return t, nil
	}
	err = esegui(tx, `INSERT INTO tabella_isee (id, ente_id, codice, denominazione, metodo, dal, isee_minimo, isee_massimo, percentuale_minima, percentuale_massima, importo)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, m.EnteID, m.Codice, m.Denominazione, m.Metodo, m.Dal, m.ISEEMinimo, m.ISEEMassimo, m.PercentualeMinima,
		m.PercentualeMassima, m.Importo)
	if models.Vincolo(err) == "tabella_isee_versione" {
		return TabellaISEE{}, models.Refuse("dal", "c'è già una tabella con lo stesso codice che vale da quel giorno")
	} else if err != nil {
		return TabellaISEE{}, err
	}
	for n, f := range m.Fasce {
		if err := esegui(tx, `INSERT INTO fascia_isee (id, ente_id, tabella_id, progressivo, fino_a, percentuale) VALUES (?, ?, ?, ?, ?, ?)`,
			figlio(id, "fascia", n), m.EnteID, id, n+1, f.FinoA, f.Percentuale); err != nil {
			return TabellaISEE{}, err
		}
	}
	if err := ProvaPrima(tx, m.EnteID); err != nil {
		return TabellaISEE{}, err
	}
	nuove, err := tabelleISEE(tx, `t.id = ?`, id)
	return nuove[id], err
}

// RigaTabellaISEE is a table with the words for its list.
type RigaTabellaISEE struct {
	TabellaISEE
	Ente string
	// Fino is the last day on which it may be chosen, absent while it may.
	Fino periodo.Data
}

// ElencaTabelleISEE lists the tables that the enti of who asks use, by ente and
// codice, the newest first.
func ElencaTabelleISEE(tx *gorm.DB, chi models.Chi) ([]RigaTabellaISEE, error) {
	righe, err := models.Tutte[RigaTabellaISEE](tx, `SELECT t.*, e.denominazione AS ente, (lead(t.dal) OVER (PARTITION BY t.ente_id, t.codice ORDER BY t.dal) - 1)::date AS fino
		FROM (SELECT * FROM tabella_isee WHERE `+degliEnti+`) t JOIN ente e ON e.id = t.ente_id ORDER BY e.denominazione, t.codice, t.dal DESC, t.id LIMIT 500`, chi.Enti(), chi.Enti())
	if err != nil {
		return nil, err
	}
	var chiavi []string
	for _, r := range righe {
		chiavi = append(chiavi, r.ID)
	}
	fasce, err := fasceISEE(tx, chiavi)
	for n := range righe {
		righe[n].Fasce = fasce[righe[n].ID]
	}
	return righe, err
}

// TabelleISEEPer lists the tables that a case of an ente may choose on the day:
// of each codice the newest.
func TabelleISEEPer(tx *gorm.DB, enteID string, data periodo.Data) ([]TabellaISEE, error) {
	return models.Tutte[TabellaISEE](tx, `SELECT * FROM (SELECT DISTINCT ON (ente_id, codice) * FROM tabella_isee WHERE `+delEnte+` AND dal <= ?
		ORDER BY ente_id, codice, dal DESC) t ORDER BY denominazione, id LIMIT 500`, enteID, enteID, data)
}

// TabelleISEEVisibili loads some tables, by id, of those that the enti of who
// asks use.
func TabelleISEEVisibili(tx *gorm.DB, chi models.Chi, ids []string) (map[string]TabellaISEE, error) {
	return tabelleISEE(tx, `t.id::text IN ? AND `+degliEnti, ids, chi.Enti(), chi.Enti())
}

// tabelleDelleQuote loads the tables that some shares name, by id.
func tabelleDelleQuote(tx *gorm.DB, quote []ModuloQuota) (map[string]TabellaISEE, error) {
	var nominate []string
	for _, q := range quote {
		if q.TabellaISEEID != "" {
			nominate = append(nominate, q.TabellaISEEID)
		}
	}
	if len(nominate) == 0 {
		return nil, nil
	}
	return tabelleISEE(tx, `t.id IN ?`, nominate)
}

func tabelleISEE(tx *gorm.DB, quali string, args ...any) (map[string]TabellaISEE, error) {
	righe, err := models.Tutte[TabellaISEE](tx, `SELECT t.* FROM tabella_isee t WHERE `+quali, args...)
	if err != nil {
		return nil, err
	}
	out := map[string]TabellaISEE{}
	var chiavi []string
	for _, t := range righe {
		chiavi = append(chiavi, t.ID)
	}
	fasce, err := fasceISEE(tx, chiavi)
	for _, t := range righe {
		t.Fasce = fasce[t.ID]
		out[t.ID] = t
	}
	return out, err
}

func fasceISEE(tx *gorm.DB, tabelle []string) (map[string][]FasciaISEE, error) {
	righe, err := models.Tutte[struct {
		FasciaISEE
		TabellaID string
	}](tx, `SELECT * FROM fascia_isee WHERE tabella_id IN ? ORDER BY tabella_id, progressivo`, tabelle)
	out := map[string][]FasciaISEE{}
	for _, r := range righe {
		out[r.TabellaID] = append(out[r.TabellaID], r.FasciaISEE)
	}
	return out, err
}

// applica gives the calculator what the table says.
func (t TabellaISEE) applica(q *calcolo.Quota) {
	for _, f := range t.Fasce {
		q.Fasce = append(q.Fasce, calcolo.Fascia{FinoA: f.FinoA, Percento: calcolo.PercentoDi(*f.Percentuale)})
	}
	q.ISEEMinimo, q.ISEEMassimo = oZero(t.ISEEMinimo), oZero(t.ISEEMassimo)
	if t.Importo != nil {
		q.Importo = *t.Importo
	}
	if t.PercentualeMinima != nil && t.PercentualeMassima != nil {
		q.PercentoMinimo, q.PercentoMassimo = calcolo.PercentoDi(*t.PercentualeMinima), calcolo.PercentoDi(*t.PercentualeMassima)
	}
}
