package sigess

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// manuale §8, fig. 33: two of its rows, read back from the workbook.
func TestElencoHasTheColumnsOfTheManualWithRealNumbersAndATotal(t *testing.T) {
	t.Parallel()
	uno, due := 1, 2
	movimenti := []sigess.Movimento{
		{Progressivo: &uno, Estremi: "SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/4 del 01/09/2023",
			Imponibile: 10000, Totale: 10000, Beneficiario: "ROSSI MARIO (11/07/1986)", IBAN: "IT60X0542811101000000123456", MeseCompetenza: periodo.MustParseMese("2026-10")},
		{Progressivo: &due, Estremi: "=1+1", Imponibile: 123456, AliquotaIVA: euro.Aliquota(500), IVA: 6173, Totale: 129629,
			QuotaUtente: 64960, Beneficiario: "@SUM(A1)", MeseCompetenza: periodo.MustParseMese("2026-10")},
	}
	f := leggi(t, func(dopo int) []sigess.Movimento { return movimenti[min(dopo, 2):] })
	mostrate, err := f.GetRows(foglio)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Estremi movimento", "Tipo movimento", "Imponibile IVA", "Aliquota IVA", "Importo IVA", "Importo totale", "Beneficiario", "IBAN", "Mese di competenza", "Quota utente"},
		{"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/4 del 01/09/2023", "Pagamento", "100.00", "0.00", "0.00", "100.00",
			"ROSSI MARIO (11/07/1986)", "IT60X0542811101000000123456", "10/2026", "0.00"},
		{"'=1+1", "Pagamento", "1,234.56", "5.00", "61.73", "1,296.29", "'@SUM(A1)", "", "10/2026", "649.60"},
		{"Totale", "", "1,334.56", "", "61.73", "1,396.29", "", "", "", "649.60"},
	}
	if diff := cmp.Diff(want, mostrate); diff != "" {
		t.Errorf("sheet (-want +got):\n%s", diff)
	}
	for cella, want := range map[string]string{"C3": "1234.56", "F3": "1296.29", "C4": "1334.56", "I2": "46296"} {
		got, err := f.GetCellValue(foglio, cella, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s = %q (%v), want the number %s", cella, got, err, want)
		}
	}
	for _, cella := range []string{"A3", "G3"} {
		if formula, err := f.GetCellFormula(foglio, cella); err != nil || formula != "" {
			t.Errorf("%s is a formula", cella)
		}
	}
}

func TestElencoOfNothingHasHeadingAndTotal(t *testing.T) {
	t.Parallel()
	righe, err := leggi(t, func(int) []sigess.Movimento { return nil }).GetRows(foglio)
	if err != nil {
		t.Fatal(err)
	}
	if len(righe) != 2 || righe[1][0] != "Totale" || righe[1][5] != "0.00" {
		t.Errorf("sheet = %v", righe)
	}
}

func leggi(t *testing.T, pagina func(dopo int) []sigess.Movimento) *excelize.File {
	t.Helper()
	var file bytes.Buffer
	err := scriviElenco(&file, sigess.Elaborazione{Anno: 2026, Numero: 3, Dal: periodo.MustParse("2026-10-01"), Al: periodo.MustParse("2026-10-31")},
		func(dopo int) ([]sigess.Movimento, error) { return pagina(dopo), nil })
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}
