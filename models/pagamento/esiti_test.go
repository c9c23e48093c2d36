package pagamento

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models/periodo"
)

const reportDiProva = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-11-11T07:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>SISS-2026-3</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>SISS-2026-3</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>SISS-2026-3-1</OrgnlEndToEndId><TxSts>ACSC</TxSts><AccptncDtTm>2026-11-10T10:00:00</AccptncDtTm></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>SISS-2026-3-2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>SISS-2026-3-4</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`

func TestOutcomesAreReadFromTheFilesThatBanksReturn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file string
		want []Esito
	}{
		"csv": {"\uFEFFData;Identificativo;Esito;Motivo;Banca\r\n10/11/2026;SISS-2026-3-1;pagato;;x\r\n;SISS-2026-3-2;RIFIUTATO;\"conto chiuso; \"\"da anni\"\"\";\r\n", []Esito{
			{Riga: 2, EndToEnd: "SISS-2026-3-1", Stato: Pagato, Data: periodo.MustParse("2026-11-10")},
			{Riga: 3, EndToEnd: "SISS-2026-3-2", Stato: Rifiutato, Motivo: `conto chiuso; "da anni"`},
		}},
		"pain.002": {reportDiProva, []Esito{
			{Riga: 6, EndToEnd: "SISS-2026-3-1", Stato: Pagato, Data: periodo.MustParse("2026-11-10")},
			{Riga: 7, EndToEnd: "SISS-2026-3-2", Stato: Rifiutato, Motivo: "conto chiuso (AC04)"},
			{Riga: 8, EndToEnd: "SISS-2026-3-4", Stato: InCorso},
		}},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			got, err := LeggiEsiti(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("esiti (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryBadLineIsReportedAndThenNothingIsTaken(t *testing.T) {
	t.Parallel()
	const testa = "identificativo;esito;motivo;data\n"
	tests := map[string]struct {
		file string
		want Difetti
	}{
		"csv": {testa + "A-1;PAGATO;;10/11/2026\n;PAGATO;;\nA-2;FORSE;;\nA-3;RIFIUTATO;;\nA-1;PAGATO;;\nA-4;PAGATO;;31/02/2026\nA-5;PAGATO\n", Difetti{
			{3, "manca l'identificativo del pagamento, o è più lungo di 35 caratteri"}, {4, "l'esito deve essere PAGATO o RIFIUTATO"},
			{5, "manca il motivo del rifiuto"}, {6, "questo pagamento ha già un esito in una riga precedente"},
			{7, "data inesistente nel calendario: controllare giorno e mese"}, {8, "le colonne non sono quelle della prima riga"},
		}},
		"csv with a quote left open": {testa + "A-1;PAGATO;\"x;\n", Difetti{{2, "le virgolette non sono in ordine"}}},
		"csv of nothing":             {testa, Difetti{{1, "il file non contiene esiti"}}},
		"unknown state":              {strings.Replace(reportDiProva, "ACSC", "XXXX", 1), Difetti{{6, "lo stato del pagamento non è tra quelli previsti"}}},
		"broken off":                 {reportDiProva[:strings.Index(reportDiProva, "RJCT")], Difetti{{7, "il testo XML non è in ordine"}}},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			got, err := LeggiEsiti(strings.NewReader(tt.file))
			var difetti Difetti
			if !errors.As(err, &difetti) || got != nil {
				t.Fatalf("LeggiEsiti = %d outcomes, %v", len(got), err)
			}
			if diff := cmp.Diff(tt.want, difetti); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilesThatAreNoOutcomesAreRefused(t *testing.T) {
	t.Parallel()
	const entita = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>` +
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><TxInfAndSts><OrgnlEndToEndId>&x;</OrgnlEndToEndId></TxInfAndSts></Document>`
	for nome, tt := range map[string]struct {
		file string
		want error
	}{
		"other columns":   {"a;b\n1;2\n", ErrFormato},
		"empty":           {"", ErrFormato},
		"binary":          {"identificativo;esito\nA\x00;PAGATO\n", ErrFormato},
		"another message": {strings.ReplaceAll(reportDiProva, "pain.002", "pain.001"), ErrFormato},
		"entities":        {entita, ErrFormato},
		"too deep":        {strings.Repeat("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\">", 50), ErrFormato},
		"too large":       {strings.Repeat(" ", pesoMassimo+1), ErrGrande},
	} {
		if got, err := LeggiEsiti(strings.NewReader(tt.file)); !errors.Is(err, tt.want) || got != nil {
			t.Errorf("%s: %v, want %v", nome, err, tt.want)
		}
	}
	if _, err := LeggiEsiti(strings.NewReader(strings.Replace(reportDiProva, "SISS-2026-3-1<", "&x;<", 1))); err == nil {
		t.Error("an entity that nobody declared is read")
	}
}

func FuzzLeggiEsiti(f *testing.F) {
	f.Add(reportDiProva)
	f.Add("identificativo;esito;motivo\nA-1;RIFIUTATO;\"x\"\n")
	f.Add("\uFEFF<a>")
	f.Fuzz(func(t *testing.T, file string) {
		esiti, err := LeggiEsiti(strings.NewReader(file))
		if (err == nil) != (len(esiti) > 0) {
			t.Fatalf("%d outcomes and %v", len(esiti), err)
		}
		visti := map[string]bool{}
		for _, e := range esiti {
			if e.EndToEnd == "" || visti[e.EndToEnd] || e.Riga < 1 || e.Stato == "" || e.Stato == Rifiutato && e.Motivo == "" {
				t.Fatalf("outcome %+v", e)
			}
			visti[e.EndToEnd] = true
		}
	})
}
