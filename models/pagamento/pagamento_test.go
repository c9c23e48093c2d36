package pagamento

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/euro"
	"siss/models/fiscale"
)

func TestEveryFileIsValidAgainstItsPublishedSchema(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		golden, schema string
		scrivi         func(io.Writer) (Controllo, error)
		firma          func([]byte) []byte
		want           Controllo
	}{
		"pain of 2019": {"pain09.xml", "iso20022/pain.001.001.09.xsd", func(w io.Writer) (Controllo, error) {
			return ScriviPain(w, Pain09, diProva(), di(righeDiProva()))
		}, bytes.Clone, Controllo{3, 164688, 6173}},
		"pain of 2009": {"pain03.xml", "iso20022/pain.001.001.03.xsd", func(w io.Writer) (Controllo, error) {
			return ScriviPain(w, Pain03, diProva(), di(righeDiProva()))
		}, bytes.Clone, Controllo{3, 164688, 6173}},
		"mandate, once signed": {"opi.xml", "opi-siope/OPI_FLUSSO_ORDINATIVI_V_1_7_1.xsd", func(w io.Writer) (Controllo, error) {
			return ScriviOPI(w, diProva(), opiDiProva(), di(righeDiProva()))
		}, firma, Controllo{3, 39059, 0}},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			file, got := scritto(t, tt.scrivi)
			if got != tt.want {
				t.Errorf("sums = %+v, want %+v", got, tt.want)
			}
			conforme(t, tt.golden, file)
			if problemi := xmllint(t, schema(t, tt.schema), tt.firma(file)); problemi != "" {
				t.Error(problemi)
			}
		})
	}
}

// A gate that lets everything pass would look just as green.
func TestTheSchemasDoRefuse(t *testing.T) {
	t.Parallel()
	pain, _ := scritto(t, func(w io.Writer) (Controllo, error) { return ScriviPain(w, Pain09, diProva(), di(righeDiProva())) })
	if xmllint(t, schema(t, "iso20022/pain.001.001.09.xsd"), bytes.Replace(pain, []byte("<NbOfTxs>"), []byte("<NbOfTxs>x"), 1)) == "" {
		t.Error("the schema takes a count that is no number")
	}
	opi, _ := scritto(t, func(w io.Writer) (Controllo, error) { return ScriviOPI(w, diProva(), opiDiProva(), di(righeDiProva())) })
	if xmllint(t, schema(t, "opi-siope/OPI_FLUSSO_ORDINATIVI_V_1_7_1.xsd"), opi) == "" {
		t.Error("the schema takes a flow that nobody signed")
	}
}

func TestTheTreasuryCSVReadsBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	righe := righeDiProva()
	righe[0].Beneficiario, righe[3].Causale = "=HYPERLINK(1)", "@SUM(A1); \"b\""
	file, c := scritto(t, func(w io.Writer) (Controllo, error) { return ScriviCSV(w, diProva(), di(righe)) })
	conforme(t, "tesoreria.csv", file)
	if want := (Controllo{4, 168688, 6173}); c != want {
		t.Errorf("sums = %+v, want %+v", c, want)
	}
	testo, ok := bytes.CutPrefix(file, []byte("\xef\xbb\xbf"))
	if !ok {
		t.Error("no byte order mark")
	}
	lettore := csv.NewReader(bytes.NewReader(testo))
	lettore.Comma = ';'
	got, err := lettore.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Numero", "Identificativo", "Beneficiario", "Codice fiscale", "Metodo", "IBAN", "Importo", "Causale", "IVA da versare all'Erario"},
		{"1", "SISS-2026-3-1", "'=HYPERLINK(1)", "RSSMRA86L11H501B", "BONIFICO", "IT60X0542811101000000123456", "100,00", "Intervento 2023/4, 10/2026", "0,00"},
		{"2", "SISS-2026-3-2", "BIANCHI MARÌA", "BNCMRA80A41H501X", "BONIFICO", "SM86U0322509800000000270100", "250,59", "Intervento 2024/13, 10/2026, Intervento 2024/35, 10/2026", "0,00"},
		{"3", "SISS-2026-3-3", "D’AGOSTINO <ŁUKASZ> & C.", "", "CASSA", "", "40,00", "'@SUM(A1); \"b\"", "0,00"},
		{"4", "SISS-2026-3-4", "Coop. “Società” s.c.", "01234567897", "BONIFICO", "IT60X0542811101000000123456", "1296,29", "Intervento 2025/9, 10/2026", "61,73"},
		{"Totale", "", "", "", "", "", "1686,88", "4 pagamenti", "61,73"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("csv (-want +got):\n%s", diff)
	}
}

// domain c.4, c.10: nothing negative, nothing blocked, each in words.
func TestWhatCannotBePaidIsLeftOutAndRefusedByTheWriters(t *testing.T) {
	t.Parallel()
	buona := righeDiProva()[0]
	tests := map[string]struct {
		cambia func(*Riga)
		want   string
	}{
		"good":                         {func(*Riga) {}, ""},
		"nothing to pay":               {func(r *Riga) { r.Importo = 0 }, SenzaImporto},
		"to be taken back":             {func(r *Riga) { r.Importo = -2645 }, SenzaImporto},
		"more than a transfer carries": {func(r *Riga) { r.Importo = importoMassimo + 1 }, SenzaImporto},
		"no account":                   {func(r *Riga) { r.IBAN = "" }, SenzaIBAN},
		"wrong CIN":                    {func(r *Riga) { r.IBAN = "IT33Y0542811101000000123456" }, IBANErrato},
		"name in another alphabet":     {func(r *Riga) { r.Beneficiario = "李 明" }, NomeIlleggibile},
		"at the counter, no account":   {func(r *Riga) { r.Metodo, r.IBAN = Cassa, "" }, ""},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			r := buona
			tt.cambia(&r)
			if got := Escludi(r); got != tt.want {
				t.Errorf("Escludi = %q, want %q", got, tt.want)
			}
			if tt.want != "" && Motivo(tt.want) == "" {
				t.Errorf("no words for %s", tt.want)
			}
			_, err := ScriviCSV(io.Discard, diProva(), di([]Riga{r}))
			if (err == nil) != (tt.want == "") {
				t.Errorf("ScriviCSV = %v", err)
			}
		})
	}
}

func TestRowsOutOfOrderAreRefused(t *testing.T) {
	t.Parallel()
	righe := righeDiProva()
	altroConto := righeDiProva()
	altroConto[2].IBAN = altroConto[0].IBAN
	for nome, rr := range map[string][]Riga{
		"a transfer that comes back": {righe[0], righe[1], righe[0]},
		"two accounts in one":        altroConto,
		"no number":                  {{Beneficiario: "ROSSI", Metodo: Cassa, Importo: 1}},
	} {
		if _, err := ScriviPain(io.Discard, Pain09, diProva(), di(rr)); !errors.Is(err, errRighe) {
			t.Errorf("%s: %v, want %v", nome, err, errRighe)
		}
	}
	primo := true
	diverse := func(yield func(Riga, error) bool) {
		n := 2
		if primo {
			primo, n = false, 1
		}
		di(righe[:n])(yield)
	}
	if _, err := ScriviPain(io.Discard, Pain09, diProva(), diverse); !errors.Is(err, errRighe) {
		t.Errorf("rows that changed meanwhile: %v, want %v", err, errRighe)
	}
	guasto := errors.New("guasto")
	rotte := func(yield func(Riga, error) bool) { yield(Riga{}, guasto) }
	if _, err := ScriviCSV(io.Discard, diProva(), rotte); !errors.Is(err, guasto) {
		t.Errorf("a fault of the rows: %v", err)
	}
}

func TestAFileOfNothingIsNotWritten(t *testing.T) {
	t.Parallel()
	solaCassa := righeDiProva()[3:4]
	if _, err := ScriviPain(io.Discard, Pain09, diProva(), di(solaCassa)); !errors.Is(err, ErrNulla) {
		t.Errorf("pain of cash alone: %v, want %v", err, ErrNulla)
	}
	soloFatture := righeDiProva()[4:]
	if _, err := ScriviOPI(io.Discard, diProva(), opiDiProva(), di(soloFatture)); !errors.Is(err, ErrNulla) {
		t.Errorf("mandate of invoices alone: %v, want %v", err, ErrNulla)
	}
}

func TestATextIsWrittenWithTheCharactersOfSEPA(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Niccolò Dell’Òrto":      "Niccolo Dell'Orto",
		"  Weiß  &  Søn  ":       "Weiss + Son",
		"//a///b/":               "a/b",
		"50 € [x]_y; n° 3\n\tz":  "50 EUR (x)-y, no 3 z",
		"Đorđe Łukasz Æ":         "Dorde Lukasz AE",
		"李":                      ".",
		"e\u0301\u200d\x00\xffz": "e .z",
	} {
		if got := SEPA(in, 0); got != want {
			t.Errorf("SEPA(%q) = %q, want %q", in, got, want)
		}
	}
	if got := SEPA(strings.Repeat("à", 200), nomeMassimo); got != strings.Repeat("a", 70) {
		t.Errorf("cut = %q", got)
	}
}

func TestALongListOfMovimentiSaysHowManyItLeavesOut(t *testing.T) {
	t.Parallel()
	var righe []Riga
	for range 9 {
		righe = append(righe, righeDiProva()[1])
	}
	file, _ := scritto(t, func(w io.Writer) (Controllo, error) { return ScriviPain(w, Pain09, diProva(), di(righe)) })
	const want = "<Ustrd>Intervento 2024/13, 10/2026, Intervento 2024/13, 10/2026, Intervento 2024/13, 10/2026, Intervento 2024/13, 10/2026 e altri 5</Ustrd>"
	if !bytes.Contains(file, []byte(want)) {
		t.Errorf("no %s in\n%s", want, file)
	}
}

func TestTheReferenceOfATransferLeadsBackToIt(t *testing.T) {
	t.Parallel()
	d := diProva()
	if n, ok := d.NumeroDi(d.EndToEnd(1234567)); !ok || n != 1234567 {
		t.Errorf("NumeroDi = %d, %v", n, ok)
	}
	for _, altra := range []string{"", "SISS-2026-3-", "SISS-2026-3-0", "SISS-2026-3-01", "SISS-2026-31", "SISS-2026-4-1", "SISS-2026-3-+1"} {
		if _, ok := d.NumeroDi(altra); ok {
			t.Errorf("%q is taken for one of the distinta", altra)
		}
	}
}

// letto is what the properties look at in a written message.
type letto struct {
	NbOfTxs int    `xml:"CstmrCdtTrfInitn>GrpHdr>NbOfTxs"`
	CtrlSum string `xml:"CstmrCdtTrfInitn>GrpHdr>CtrlSum"`
	PmtInf  struct {
		NbOfTxs int    `xml:"NbOfTxs"`
		CtrlSum string `xml:"CtrlSum"`
		Tx      []struct {
			EndToEnd string `xml:"PmtId>EndToEndId"`
			Importo  string `xml:"Amt>InstdAmt"`
			Nome     string `xml:"Cdtr>Nm"`
			Causale  string `xml:"RmtInf>Ustrd"`
		} `xml:"CdtTrfTxInf"`
	} `xml:"CstmrCdtTrfInitn>PmtInf"`
}

func TestTheTransfersOfAnyRowsMakeTheControlSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		righe := qualunque(t)
		var file, ancora bytes.Buffer
		c, err := ScriviPain(&file, Pain09, diProva(), di(righe))
		if errors.Is(err, ErrNulla) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ScriviPain(&ancora, Pain09, diProva(), di(righe)); err != nil || !bytes.Equal(file.Bytes(), ancora.Bytes()) {
			t.Fatalf("the same rows give other bytes (%v)", err)
		}
		var got letto
		if err := xml.Unmarshal(file.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		var somma, attesa euro.Importo
		visti := map[string]bool{}
		for _, tx := range got.PmtInf.Tx {
			importo, err := euro.Parse(tx.Importo)
			if err != nil || importo <= 0 || visti[tx.EndToEnd] || len(tx.EndToEnd) > 35 || tx.Nome == "" || len(tx.Nome) > 70 || tx.Causale == "" || len(tx.Causale) > 140 {
				t.Fatalf("transfer %+v: %v", tx, err)
			}
			visti[tx.EndToEnd] = true
			somma += importo
		}
		for _, r := range righe {
			if r.Metodo == Bonifico {
				attesa += r.Importo
			}
		}
		if somma != attesa || c.Totale != somma || got.CtrlSum != macchina(somma) || got.PmtInf.CtrlSum != got.CtrlSum {
			t.Fatalf("transfers make %s, rows %s, header %s", somma, attesa, got.CtrlSum)
		}
		if n := len(got.PmtInf.Tx); n != got.NbOfTxs || n != got.PmtInf.NbOfTxs || n != c.Disposizioni {
			t.Fatalf("%d transfers, header %d", n, got.NbOfTxs)
		}
	})
}

// qualunque are rows that may be paid, of any names, in transfers of one to
// three movimenti.
func qualunque(t *rapid.T) []Riga {
	var righe []Riga
	for numero := range rapid.IntRange(1, 8).Draw(t, "transfers") {
		r := Riga{Numero: numero + 1, Beneficiario: rapid.StringN(0, 100, -1).Draw(t, "name") + "X", Metodo: Bonifico, IBAN: fiscale.IBAN("IT60X0542811101000000123456")}
		if rapid.Bool().Draw(t, "cash") {
			r.Metodo, r.IBAN = Cassa, ""
		}
		for range rapid.IntRange(1, 3).Draw(t, "rows") {
			r.Importo = euro.Importo(rapid.Int64Range(1, int64(importoMassimo)/3).Draw(t, "cents"))
			r.Causale = rapid.String().Draw(t, "causale")
			righe = append(righe, r)
		}
	}
	return righe
}

// A million rows pass through a writer that holds one transfer at a time.
func TestAnyNumberOfRowsNeedsTheMemoryOfOne(t *testing.T) {
	t.Parallel()
	const quante = 20_000
	righe := func(yield func(Riga, error) bool) {
		r := righeDiProva()[0]
		for n := range quante {
			if r.Numero = n + 1; !yield(r, nil) {
				return
			}
		}
	}
	for nome, scrivi := range map[string]func(io.Writer) (Controllo, error){
		"pain": func(w io.Writer) (Controllo, error) { return ScriviPain(w, Pain09, diProva(), righe) },
		"opi":  func(w io.Writer) (Controllo, error) { return ScriviOPI(w, diProva(), opiDiProva(), righe) },
		"csv":  func(w io.Writer) (Controllo, error) { return ScriviCSV(w, diProva(), righe) },
	} {
		pezzi := &misura{}
		c, err := scrivi(pezzi)
		if err != nil || c != (Controllo{quante, quante * 10000, 0}) {
			t.Errorf("%s: %+v, %v", nome, c, err)
		}
		if pezzi.massimo > 1<<16 {
			t.Errorf("%s hands over %d bytes at once: it has gathered them", nome, pezzi.massimo)
		}
	}
}

// misura is the largest piece that is handed over.
type misura struct{ massimo int }

func (m *misura) Write(b []byte) (int, error) {
	m.massimo = max(m.massimo, len(b))
	return len(b), nil
}

func BenchmarkPain(b *testing.B) {
	r := righeDiProva()[0]
	righe := func(yield func(Riga, error) bool) {
		for n := range b.N {
			if r.Numero = n + 1; !yield(r, nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	inizio := time.Now()
	if _, err := ScriviPain(io.Discard, Pain09, diProva(), righe); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/time.Since(inizio).Seconds(), "rows/s")
}
