// Package territorio holds the public facts of the territory of Lazio: its 378
// comuni with ISTAT and catastal codes, and the 37 social districts to which
// they belong. They are the same for every ente and change with the law only.
//
// Codes and names of the comuni: ISTAT and Ministero dell'Interno, archivio dei
// comuni of ANPR (CC BY 4.0). Composition and capofila of the districts: what
// the districts publish; to be compared with DGR Lazio 660/2017 and later acts
// before production use.
package territorio

import (
	"context"
	_ "embed" // for the two tables
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
)

// comuni.tsv: distretto, denominazione, provincia, codice catastale, codice ISTAT.
//
//go:embed comuni.tsv
var tabellaComuni string

// distretti.tsv: codice, denominazione, capofila.
//
//go:embed distretti.tsv
var tabellaDistretti string

// Distretto is a social district, the whole of Roma Capitale being one.
type Distretto struct {
	Codice        string
	Denominazione string
	Capofila      string
}

// TableName is the table of Distretto.
func (Distretto) TableName() string { return "distretto" }

// Comune is a comune of Lazio. Provincia is the two letters of number plates.
type Comune struct {
	CodiceIstat     string
	CodiceCatastale string
	Denominazione   string
	Provincia       string
	DistrettoCodice string
}

// TableName is the table of Comune.
func (Comune) TableName() string { return "comune" }

// Distretti lists the districts of Lazio.
func Distretti() []Distretto {
	var out []Distretto
	for campi := range righe(tabellaDistretti) {
		out = append(out, Distretto{Codice: campi[0], Denominazione: campi[1], Capofila: campi[2]})
	}
	return out
}

// Comuni lists the comuni of Lazio by district and name.
func Comuni() []Comune {
	var out []Comune
	for campi := range righe(tabellaComuni) {
		out = append(out, Comune{DistrettoCodice: campi[0], Denominazione: campi[1], Provincia: campi[2],
			CodiceCatastale: campi[3], CodiceIstat: campi[4]})
	}
	return out
}

// righe splits an embedded table, which its test knows to be well formed.
func righe(tabella string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for riga := range strings.Lines(tabella) {
			if !yield(strings.Split(strings.TrimSuffix(riga, "\n"), "\t")) {
				return
			}
		}
	}
}

// Carica writes the territory as this version of the program knows it.
// Repeating it changes nothing.
func Carica(ctx context.Context, db *gorm.DB) error {
	err := models.Atto(ctx, db, models.Sistema(), "carica-territorio", func(tx *gorm.DB) error {
		for _, d := range Distretti() {
			if err := tx.Exec(`INSERT INTO distretto (codice, denominazione, capofila) VALUES (?, ?, ?)
				ON CONFLICT (codice) DO UPDATE SET denominazione = excluded.denominazione, capofila = excluded.capofila`,
				d.Codice, d.Denominazione, d.Capofila).Error; err != nil {
				return err
			}
		}
		for _, c := range Comuni() {
			if err := tx.Exec(`INSERT INTO comune (codice_istat, codice_catastale, denominazione, provincia, distretto_codice) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (codice_istat) DO UPDATE SET codice_catastale = excluded.codice_catastale, denominazione = excluded.denominazione,
					provincia = excluded.provincia, distretto_codice = excluded.distretto_codice`,
				c.CodiceIstat, c.CodiceCatastale, c.Denominazione, c.Provincia, c.DistrettoCodice).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("territory: %w", err)
	}
	return nil
}
