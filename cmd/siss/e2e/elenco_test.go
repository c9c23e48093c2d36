package e2e

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siss/api/sigess"
)

// cifre is a number as text.
func cifre(n int) string { return strconv.Itoa(n) }

// elenco is a downloaded accounting list.
type elenco struct {
	t      *testing.T
	file   *excelize.File
	foglio string
	righe  int // heading and totals included
	corsa  sigess.Elaborazione
}

func apriElenco(t *testing.T, dati []byte, e sigess.Elaborazione) *elenco {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(dati))
	riesce(t, err)
	t.Cleanup(func() { riesce(t, f.Close()) })
	out := &elenco{t: t, file: f, foglio: f.GetSheetList()[0], corsa: e}
	righe, err := f.GetRows(out.foglio)
	riesce(t, err)
	out.righe = len(righe)
	return out
}

// cella is the stored value of a cell and its type: a date is a number too.
func (e *elenco) cella(colonna, riga int) (valore string, numero bool) {
	e.t.Helper()
	nome, err := excelize.CoordinatesToCellName(colonna, riga)
	riesce(e.t, err)
	valore, err = e.file.GetCellValue(e.foglio, nome, excelize.Options{RawCellValue: true})
	riesce(e.t, err)
	tipo, err := e.file.GetCellType(e.foglio, nome)
	riesce(e.t, err)
	return valore, tipo == excelize.CellTypeNumber || tipo == excelize.CellTypeUnset && valore != ""
}

// importo is an amount as the manual writes it; the cell must be a number.
func (e *elenco) importo(colonna, riga int) string {
	e.t.Helper()
	testo, numero := e.cella(colonna, riga)
	v, err := strconv.ParseFloat(testo, 64)
	if err != nil || !numero {
		e.t.Fatalf("row %d, column %d holds %q, want a number", riga, colonna, testo)
	}
	return strings.ReplaceAll(fmt.Sprintf("%.2f", v), ".", ",")
}

// confronta compares the six columns of fig. 33, heading included, the months
// and the row of totals.
func (e *elenco) confronta(want [][]string, totale string) {
	e.t.Helper()
	got := [][]string{e.testi(1)}
	for riga := 2; riga < e.righe; riga++ {
		var celle []string
		for colonna := 1; colonna <= 6; colonna++ {
			if colonna < 3 {
				testo, _ := e.cella(colonna, riga)
				celle = append(celle, testo)
				continue
			}
			celle = append(celle, e.importo(colonna, riga))
		}
		got = append(got, celle)
		e.mese(riga, "2024-02-01")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		e.t.Errorf("list (-want +got):\n%s", diff)
	}
	if testo, _ := e.cella(1, e.righe); testo != "Totale" {
		e.t.Errorf("the last row begins with %q", testo)
	}
	dichiarati := []string{e.corsa.Imponibile.String(), e.corsa.IVA.String(), e.corsa.Totale.String(), totale}
	nelFoglio := []string{e.importo(3, e.righe), e.importo(5, e.righe), e.importo(6, e.righe), e.importo(6, e.righe)}
	if diff := cmp.Diff(dichiarati, nelFoglio); diff != "" {
		e.t.Errorf("totals (-of the run +of the list):\n%s", diff)
	}
}

func (e *elenco) testi(riga int) []string {
	e.t.Helper()
	var out []string
	for colonna := 1; colonna <= 6; colonna++ {
		testo, _ := e.cella(colonna, riga)
		out = append(out, testo)
	}
	return out
}

// mese checks that column I is a real date.
func (e *elenco) mese(riga int, want string) {
	e.t.Helper()
	testo, numero := e.cella(9, riga)
	seriale, err := strconv.ParseFloat(testo, 64)
	if err != nil || !numero {
		e.t.Fatalf("row %d: the month is %q, want a date", riga, testo)
	}
	data, err := excelize.ExcelDateToTime(seriale, false)
	riesce(e.t, err)
	if got := data.Format(time.DateOnly); got != want {
		e.t.Errorf("row %d: month %s, want %s", riga, got, want)
	}
}

// senzaFormule checks that no cell is computed, nor would be in a CSV, and that
// the payee with a formula for a name is there.
func (e *elenco) senzaFormule(beneficiario string) {
	e.t.Helper()
	trovato := false
	for riga := 1; riga <= e.righe; riga++ {
		for colonna := 1; colonna <= 10; colonna++ {
			nome, err := excelize.CoordinatesToCellName(colonna, riga)
			riesce(e.t, err)
			formula, err := e.file.GetCellFormula(e.foglio, nome)
			riesce(e.t, err)
			testo, numero := e.cella(colonna, riga)
			if formula != "" || !numero && testo != "" && strings.ContainsAny(testo[:1], "=+-@\t\r") {
				e.t.Errorf("%s would be computed: %q", nome, testo)
			}
			trovato = trovato || testo == beneficiario
		}
	}
	if !trovato {
		e.t.Errorf("no cell with the payee %q", beneficiario)
	}
}
