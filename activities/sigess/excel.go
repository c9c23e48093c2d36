package sigess

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"siss/models/sigess"
)

// MIMEElenco is the type of the accounting list.
const MIMEElenco = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// righePerPagina is how many lines are read at a time while a list is written.
const righePerPagina = 1000

// foglio is the name of the sheet with the list.
const foglio = "Elenco"

// colonne are the six of fig. 33 in its order and words, then what pays them.
var colonne = []any{"Estremi movimento", "Tipo movimento", "Imponibile IVA", "Aliquota IVA", "Importo IVA", "Importo totale",
	"Beneficiario", "IBAN", "Mese di competenza", "Quota utente"}

// NomeElenco is the name of the file of a run.
func NomeElenco(e sigess.Elaborazione) string {
	return fmt.Sprintf("elenco-%d-%d.xlsx", e.Anno, e.Numero)
}

// scriviElenco writes the accounting list of a run: real numbers and dates, a
// row of totals, no cell that a spreadsheet would read as a formula. pagina
// returns the lines after a progressivo, in order, none at the end.
func scriviElenco(w io.Writer, e sigess.Elaborazione, pagina func(dopo int) ([]sigess.Movimento, error)) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := intesta(f, e); err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	stili, err := stiliDi(f)
	if err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	s, err := f.NewStreamWriter(foglio)
	if err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	if err := righe(s, stili, pagina); err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	return nil
}

type stili struct{ titolo, importo, mese, totale int }

func stiliDi(f *excelize.File) (stili, error) {
	importo, mese := "#,##0.00", "mm/yyyy"
	var s stili
	var err error
	for _, stile := range []struct {
		id *int
		di excelize.Style
	}{
		{&s.titolo, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.importo, excelize.Style{CustomNumFmt: &importo}},
		{&s.mese, excelize.Style{CustomNumFmt: &mese}},
		{&s.totale, excelize.Style{CustomNumFmt: &importo, Font: &excelize.Font{Bold: true}}},
	} {
		if *stile.id, err = f.NewStyle(&stile.di); err != nil {
			return s, err
		}
	}
	return s, nil
}

func intesta(f *excelize.File, e sigess.Elaborazione) error {
	if err := f.SetSheetName("Sheet1", foglio); err != nil {
		return err
	}
	istante := e.CreataIl.UTC().Format("2006-01-02T15:04:05Z")
	return f.SetDocProps(&excelize.DocProperties{Title: "Elaborazione contabile " + e.Estremi(), Subject: e.Periodo(),
		Creator: "SISS", Created: istante, Modified: istante, Language: "it-IT"})
}

// righe writes heading, lines and totals.
func righe(s *excelize.StreamWriter, st stili, pagina func(int) ([]sigess.Movimento, error)) error {
	for n, larghezza := range []int{90, 16, 16, 14, 14, 16, 40, 30, 20, 14} {
		if err := s.SetColWidth(n+1, n+1, float64(larghezza)); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", colonne, excelize.RowOpts{StyleID: st.titolo}); err != nil {
		return err
	}
	var somma sigess.Movimento
	riga, ultimo := 2, 0
	for {
		movimenti, err := pagina(ultimo)
		if err != nil {
			return err
		}
		if len(movimenti) == 0 {
			break
		}
		for _, m := range movimenti {
			if err := s.SetRow(fmt.Sprintf("A%d", riga), celle(m, st)); err != nil {
				return err
			}
			somma.Imponibile += m.Imponibile
			somma.IVA += m.IVA
			somma.Totale += m.Totale
			somma.QuotaUtente += m.QuotaUtente
			riga++
		}
		ultimo = *movimenti[len(movimenti)-1].Progressivo
	}
	if err := s.SetRow(fmt.Sprintf("A%d", riga), totali(somma, st)); err != nil {
		return err
	}
	return s.Flush()
}

func celle(m sigess.Movimento, st stili) []any {
	mese := time.Date(m.MeseCompetenza.Anno(), time.Month(m.MeseCompetenza.Numero()), 1, 0, 0, 0, 0, time.UTC)
	return []any{testo(m.Estremi), m.NomeTipo(), numero(int64(m.Imponibile), st.importo), numero(int64(m.AliquotaIVA), st.importo),
		numero(int64(m.IVA), st.importo), numero(int64(m.Totale), st.importo), testo(m.Beneficiario), testo(m.IBAN.String()),
		excelize.Cell{StyleID: st.mese, Value: mese}, numero(int64(m.QuotaUtente), st.importo)}
}

func totali(somma sigess.Movimento, st stili) []any {
	return []any{excelize.Cell{StyleID: st.titolo, Value: "Totale"}, nil, numero(int64(somma.Imponibile), st.totale), nil,
		numero(int64(somma.IVA), st.totale), numero(int64(somma.Totale), st.totale), nil, nil, nil, numero(int64(somma.QuotaUtente), st.totale)}
}

// numero writes hundredths as a number. A workbook holds only binary floating
// point: this division is its border, correctly rounded, and below 2^53
// hundredths it shows the same two decimals. No sum is made after it.
func numero(centesimi int64, stile int) excelize.Cell {
	return excelize.Cell{StyleID: stile, Value: float64(centesimi) / 100}
}

// testo keeps a text from being read as a formula, here and in a file that is
// saved again as CSV.
func testo(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
