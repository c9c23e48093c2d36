package sigess

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

var ottobre = periodo.MustParseMese("2026-10")

// manuale §8, fig. 33: two of its rows, and texts that would be formulas.
func movimentiDiProva() []sigess.MovimentoCompleto {
	uno, due := 1, 2
	return []sigess.MovimentoCompleto{
		{Movimento: sigess.Movimento{Progressivo: &uno, Estremi: "SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/4 del 01/09/2023",
			Imponibile: 10000, Totale: 10000, Beneficiario: "ROSSI MARIO (11/07/1986)", IBAN: "IT60X0542811101000000123456", MeseCompetenza: ottobre,
			NaturaIVA: "N2", Voce: "regola 1", Dettaglio: []byte(`[{"voce":"regola 1","formula":"300,00 × 10/30","importo":"100.00"}]`)},
			CodiceFiscale: "RSSMRA86L11H501E", Metodo: "BONIFICO", Assistito: "ROSSI MARIO", Comune: "Comune 1", Intervento: "2023/4",
			DataInizio: periodo.MustParse("2023-09-01"), TipoIntervento: "Contributo economico"},
		{Movimento: sigess.Movimento{Progressivo: &due, Estremi: "=1+1", Imponibile: 123456, AliquotaIVA: euro.Aliquota(500), IVA: 6173, Totale: 129629,
			QuotaUtente: 64960, QuotaSSN: 186000, SplitPayment: true, Beneficiario: "@SUM(A1)", MeseCompetenza: ottobre, Voce: "-5 %",
			Dettaglio: []byte(`[{"voce":"=A1","formula":"1 × 2","importo":"1884.16"},{"voce":"quota utente","formula":"34,48 %","importo":"-649.60"}]`)},
			Metodo: "CASSA", Assistito: "+39", Comune: "Comune 1", Intervento: "2024/13", DataInizio: periodo.MustParse("2024-02-29"), TipoIntervento: "\tRetta"},
	}
}

func anomalieDiProva() []sigess.Anomalia {
	return []sigess.Anomalia{
		{Intervento: "2024/35", Cognome: "BIANCHI", Nome: "MARIA", DataNascita: periodo.MustParse("1950-03-09"), TipoIntervento: "Assistenza domiciliare",
			Tipo: sigess.TariffaMancante, Mese: ottobre, Giorno: periodo.MustParse("2026-10-07"), Testo: "manca la tariffa di PASTO il 07/10/2026"},
		{Intervento: "2024/36", Cognome: "=CMD", Nome: "X", DataNascita: periodo.MustParse("1950-03-09"), Tipo: sigess.NessunAccesso, Mese: ottobre, Testo: "@nessun accesso"},
	}
}

// wantElenco is what a reader of the first sheet is shown.
var wantElenco = [][]string{
	{"Estremi movimento", "Tipo movimento", "Imponibile IVA", "Aliquota IVA", "Importo IVA", "Importo totale", "Beneficiario", "IBAN", "Mese di competenza",
		"Quota utente", "Codice fiscale o partita IVA", "Metodo di pagamento", "Comune", "Intervento", "Inizio intervento", "Tipo di intervento", "Assistito",
		"Voce", "Come si calcola", "Natura IVA", "Quota SSN", "Split payment"},
	{"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/4 del 01/09/2023", "Pagamento", "100.00", "0.00", "0.00", "100.00",
		"ROSSI MARIO (11/07/1986)", "IT60X0542811101000000123456", "10/2026", "0.00", "RSSMRA86L11H501E", "Bonifico", "Comune 1", "2023/4", "01/09/2023",
		"Contributo economico", "ROSSI MARIO", "regola 1", "regola 1: 300,00 × 10/30 = 100,00", "N2", "0.00"},
	{"'=1+1", "Pagamento", "1,234.56", "5.00", "61.73", "1,296.29", "'@SUM(A1)", "", "10/2026", "649.60", "", "Per cassa", "Comune 1", "2024/13", "29/02/2024",
		"'\tRetta", "'+39", "'-5 %", "'=A1: 1 × 2 = 1.884,16; quota utente: 34,48 % = -649,60", "", "1,860.00", "Sì"},
	{"Totale", "", "1,334.56", "", "61.73", "1,396.29", "", "", "", "649.60", "", "", "", "", "", "", "", "", "", "", "1,860.00"},
}

var wantAnomalie = [][]string{
	{"Intervento", "Persona", "Data di nascita", "Tipo di intervento", "Che cosa manca", "Mese di competenza", "Giorno", "Spiegazione"},
	{"2024/35", "BIANCHI MARIA", "09/03/1950", "Assistenza domiciliare", "Tariffa mancante", "10/2026", "07/10/2026", "manca la tariffa di PASTO il 07/10/2026"},
	{"2024/36", "'=CMD X", "09/03/1950", "", "Nessun accesso", "10/2026", "", "'@nessun accesso"},
}

func TestElencoHasTheColumnsOfTheManualWithRealNumbersAndATotal(t *testing.T) {
	t.Parallel()
	f := apri(t, scrittoElenco(t, movimentiDiProva(), anomalieDiProva()))
	for nome, want := range map[string][][]string{foglio: wantElenco, foglioAnomalie: wantAnomalie} {
		got, err := f.GetRows(nome)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sheet %s (-want +got):\n%s", nome, diff)
		}
	}
	for cella, want := range map[string]string{"C3": "1234.56", "F3": "1296.29", "C4": "1334.56", "I2": "46296", "O3": "45351"} {
		got, err := f.GetCellValue(foglio, cella, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s = %q (%v), want the number %s", cella, got, err, want)
		}
	}
	if got, err := f.GetCellValue(foglioAnomalie, "G2", excelize.Options{RawCellValue: true}); err != nil || got != "46302" {
		t.Errorf("the day of an anomalia = %q (%v), want a date", got, err)
	}
	for _, nome := range []string{foglio, foglioAnomalie} {
		senzaFormule(t, f, nome)
	}
}

func senzaFormule(t *testing.T, f *excelize.File, nome string) {
	t.Helper()
	mostrate, err := f.GetRows(nome)
	if err != nil {
		t.Fatal(err)
	}
	for n, riga := range mostrate {
		for c, testo := range riga {
			cella, err := excelize.CoordinatesToCellName(c+1, n+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := f.GetCellFormula(nome, cella); err != nil || formula != "" || testo != "" && strings.ContainsAny(testo[:1], "=+-@\t\r") {
				t.Errorf("%s of %s would be computed (%v)", cella, nome, err)
			}
		}
	}
}

// What is taken back says so and is negative, and the total is less by it.
func TestElencoWritesAdjustmentsWithTheirTipoAndSign(t *testing.T) {
	t.Parallel()
	movimenti := movimentiDiProva()
	for n, importo := range []euro.Importo{-10645, 2000} {
		movimenti[n].Tipo, movimenti[n].Estremi, movimenti[n].IVA, movimenti[n].QuotaUtente = "CONGUAGLIO", "x", 0, 0
		movimenti[n].Imponibile, movimenti[n].Totale = importo, importo
	}
	f := apri(t, scrittoElenco(t, movimenti, nil))
	for cella, want := range map[string]string{"B2": "Conguaglio a debito", "C2": "-106.45", "F2": "-106.45", "B3": "Conguaglio a credito", "F3": "20", "F4": "-86.45"} {
		got, err := f.GetCellValue(foglio, cella, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s = %q (%v), want %s", cella, got, err, want)
		}
	}
}

func TestElencoOfNothingHasHeadingAndTotal(t *testing.T) {
	t.Parallel()
	righe, err := apri(t, scrittoElenco(t, nil, nil)).GetRows(foglio)
	if err != nil {
		t.Fatal(err)
	}
	if len(righe) != 2 || righe[1][0] != "Totale" || righe[1][5] != "0.00" {
		t.Errorf("sheet = %v", righe)
	}
}

// scrittoElenco is a list whose sources give two rows at most at a time.
func scrittoElenco(t *testing.T, movimenti []sigess.MovimentoCompleto, anomalie []sigess.Anomalia) []byte {
	t.Helper()
	var file bytes.Buffer
	err := scriviElenco(&file, sigess.Elaborazione{Anno: 2026, Numero: 3, Dal: ottobre.Inizio(), Al: ottobre.Fine()}, fonti{
		movimenti: func(dopo int) ([]sigess.MovimentoCompleto, error) {
			return movimenti[dopo:min(dopo+1, len(movimenti))], nil
		},
		anomalie: func(salta int) ([]sigess.Anomalia, error) { return anomalie[salta:min(salta+1, len(anomalie))], nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func apri(t *testing.T, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
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

// Another program than the one that wrote it reads every sheet, and finds the
// texts, numbers and dates that were written.
func TestLibreOfficeReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	cartella := t.TempDir()
	if err := os.WriteFile(filepath.Join(cartella, "elenco.xlsx"), scrittoElenco(t, movimentiDiProva(), anomalieDiProva()), 0o600); err != nil {
		t.Fatal(err)
	}
	// Every sheet, parted by semicolons, in UTF-8, with the values of the cells:
	// a number without its format, a date as Americans write it.
	const filtro = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,false,true,false,false,false,-1"
	cmd := exec.CommandContext(t.Context(), "soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(cartella, "profilo"),
		"--convert-to", filtro, "--outdir", cartella, filepath.Join(cartella, "elenco.xlsx"))
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+cartella)
	if testo, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v (Debian: libreoffice-calc-nogui)\n%s", err, testo)
	}
	letti, err := filepath.Glob(filepath.Join(cartella, "elenco-*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	fogli := map[string][][]string{foglio: wantElenco, foglioAnomalie: wantAnomalie}
	if len(letti) != len(fogli) {
		t.Errorf("sheets read %v, want %d", letti, len(fogli))
	}
	for nome, want := range fogli {
		testo, err := os.ReadFile(filepath.Join(cartella, "elenco-"+nome+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		lettore := csv.NewReader(bytes.NewReader(testo))
		lettore.Comma = ';'
		got, err := lettore.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(valori(t, want, len(got[0])), got); diff != "" {
			t.Errorf("sheet %s in LibreOffice (-written +read):\n%s", nome, diff)
		}
	}
}

var (
	comeImporto = regexp.MustCompile(`^[0-9,]+\.[0-9]{2}$`)
	comeMese    = regexp.MustCompile(`^([0-9]{2})/([0-9]{4})$`)
	comeGiorno  = regexp.MustCompile(`^([0-9]{2})/([0-9]{2})/([0-9]{4})$`)
)

// valori are the rows as values without their format, all of the same width.
func valori(t *testing.T, mostrate [][]string, larghezza int) [][]string {
	t.Helper()
	var out [][]string
	for _, riga := range mostrate {
		valori := make([]string, larghezza)
		for n, testo := range riga {
			if comeImporto.MatchString(testo) {
				numero, err := strconv.ParseFloat(strings.ReplaceAll(testo, ",", ""), 64)
				if err != nil {
					t.Fatal(err)
				}
				testo = strconv.FormatFloat(numero, 'f', -1, 64)
			}
			testo = comeGiorno.ReplaceAllString(testo, "$2/$1/$3")
			valori[n] = comeMese.ReplaceAllString(testo, "$1/01/$2")
		}
		out = append(out, valori)
	}
	return out
}
