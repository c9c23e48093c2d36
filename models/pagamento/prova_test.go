package pagamento

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siss/models/fiscale"
	"siss/models/periodo"
)

var update = flag.Bool("update", false, "writes the golden files anew")

// schemi is the folder of the published schemas, beside a clone.
const schemi = "../../../shared/data/payments"

// schema is a published schema, which a clone that stands alone doesn't have.
func schema(t *testing.T, nome string) string {
	t.Helper()
	percorso, err := filepath.Abs(filepath.Join(schemi, filepath.FromSlash(nome)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(percorso); errors.Is(err, fs.ErrNotExist) {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the schema is missing: %s", nome)
		}
		t.Skipf("../shared not present in this clone: %s", nome)
	} else if err != nil {
		t.Fatal(err)
	}
	return percorso
}

// xmllint says what the schema finds wrong with a file, "" when nothing.
func xmllint(t *testing.T, percorso string, file []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "xmllint", "--nonet", "--noout", "--schema", percorso, "-")
	cmd.Stdin = bytes.NewReader(file)
	testo, err := cmd.CombinedOutput()
	var uscita *exec.ExitError
	if err != nil && !errors.As(err, &uscita) {
		t.Fatalf("xmllint: %v (Debian: libxml2-utils)", err)
	}
	if err == nil {
		return ""
	}
	return string(testo)
}

// conforme compares a file with the one that was looked at by a person.
func conforme(t *testing.T, nome string, got []byte) {
	t.Helper()
	percorso := filepath.Join("testdata", nome)
	if *update {
		if err := os.WriteFile(percorso, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(percorso)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", nome, diff)
	}
}

// diProva is an ente that pays.
func diProva() Distinta {
	return Distinta{Codice: "SISS-2026-3", Ente: "SIGESS-Distretto 01 & Comuni", CodiceFiscale: "00123456789", CUC: "SIA00001",
		IBAN: "IT60X0542811101000000123456", Creata: time.Date(2026, 11, 5, 8, 30, 15, 0, time.UTC), Esecuzione: periodo.MustParse("2026-11-10")}
}

func opiDiProva() OPI {
	return OPI{ABI: "05428", CodiceIPA: "UF1A2B", CodiceSIOPE: "000123456", TramiteEnte: "A2A-12345678", TramiteBanca: "A2A-87654321",
		EnteInBanca: "000777", CGU: "1040202999", Esenzione: "DPR 642/1972, tabella B", Mandato: 41, Data: periodo.MustParse("2026-11-05")}
}

// manuale §8, fig. 33: one payee has two interventi (CON-14, domain c.9 row 21).
func righeDiProva() []Riga {
	return []Riga{
		{Numero: 1, Beneficiario: "ROSSI MARIO", CodiceFiscale: "RSSMRA86L11H501B", Metodo: Bonifico, IBAN: "IT60X0542811101000000123456", Importo: 10000, Causale: "Intervento 2023/4, 10/2026"},
		{Numero: 2, Beneficiario: "BIANCHI MARÌA", CodiceFiscale: "BNCMRA80A41H501X", Metodo: Bonifico, IBAN: "SM86U0322509800000000270100", Importo: 25050, Causale: "Intervento 2024/13, 10/2026"},
		{Numero: 2, Beneficiario: "BIANCHI MARÌA", CodiceFiscale: "BNCMRA80A41H501X", Metodo: Bonifico, IBAN: "SM86U0322509800000000270100", Importo: 9, Causale: "Intervento 2024/35, 10/2026"},
		{Numero: 3, Beneficiario: "D’AGOSTINO <ŁUKASZ> & C.", Metodo: Cassa, Importo: 4000, Causale: "Intervento 2025/7, 10/2026"},
		{Numero: 4, Beneficiario: "Coop. “Società” s.c.", CodiceFiscale: "01234567897", Metodo: Bonifico, IBAN: "IT60X0542811101000000123456", Importo: 129629, IVA: 6173, Causale: "Intervento 2025/9, 10/2026", Commerciale: true},
	}
}

func di(righe []Riga) Righe {
	return func(yield func(Riga, error) bool) {
		for _, r := range righe {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// scritto is a file with what it sums to.
func scritto(t *testing.T, scrivi func(io.Writer) (Controllo, error)) ([]byte, Controllo) {
	t.Helper()
	var file bytes.Buffer
	c, err := scrivi(&file)
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes(), c
}

// firma adds a signature of the right shape that signs nothing: whoever may
// sign a flow adds the true one.
func firma(file []byte) []byte {
	const vuota = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>
<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference>
</ds:SignedInfo><ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature></flusso_ordinativi>`
	return bytes.Replace(file, []byte("</flusso_ordinativi>"), []byte(vuota), 1)
}

func TestTheIBANsOfTheTestsAreGood(t *testing.T) {
	t.Parallel()
	for _, r := range righeDiProva() {
		if r.Metodo == Bonifico && Escludi(r) != "" {
			t.Errorf("transfer %d is left out: %s", r.Numero, Escludi(r))
		}
	}
	if _, err := fiscale.ParseIBAN(diProva().IBAN.String()); err != nil {
		t.Error(err)
	}
}
