package pagamento

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"siss/models/euro"
)

// bom tells a spreadsheet that the text is UTF-8.
const bom = "\uFEFF"

// colonneCSV are the columns of the treasury's CSV.
var colonneCSV = []string{"Numero", "Identificativo", "Beneficiario", "Codice fiscale", "Metodo", "IBAN", "Importo", "Causale",
	"IVA da versare all'Erario"}

// ScriviCSV writes every transfer, bonifici and payments at the counter, one a
// row, then their total; the IVA of the split payment, which none of them pays,
// is a column of its own.
func ScriviCSV(w io.Writer, d Distinta, righe Righe) (Controllo, error) {
	var c Controllo
	if _, err := io.WriteString(w, bom); err != nil {
		return c, fmt.Errorf("csv: %w", err)
	}
	foglio := csv.NewWriter(w)
	foglio.Comma, foglio.UseCRLF = ';', true
	if err := foglio.Write(colonneCSV); err != nil {
		return c, fmt.Errorf("csv: %w", err)
	}
	for disp, err := range disposizioni(righe) {
		if err != nil {
			return c, fmt.Errorf("csv: %w", err)
		}
		c.aggiungi(disp)
		err = foglio.Write([]string{strconv.Itoa(disp.Numero), d.EndToEnd(disp.Numero), innocuo(disp.Beneficiario), innocuo(disp.CodiceFiscale),
			string(disp.Metodo), disp.IBAN.String(), decimale(disp.Importo), innocuo(strings.Join(disp.causali, ", ")), decimale(disp.IVA)})
		if err != nil {
			return c, fmt.Errorf("csv: %w", err)
		}
	}
	totale := []string{"Totale", "", "", "", "", "", decimale(c.Totale), strconv.Itoa(c.Disposizioni) + " pagamenti", decimale(c.IVA)}
	if err := foglio.Write(totale); err != nil {
		return c, fmt.Errorf("csv: %w", err)
	}
	foglio.Flush()
	return c, foglio.Error()
}

// decimale is the amount with a comma and no dots, as a spreadsheet of Italy
// reads a number.
func decimale(i euro.Importo) string { return strings.Replace(macchina(i), ".", ",", 1) }

// innocuo keeps a text from being read as a formula.
func innocuo(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
