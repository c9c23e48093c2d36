// Package pagamento writes and reads the files that pass between an ente and the
// bank that pays for it: SEPA orders, OPI mandates, the treasury's CSV, and the
// outcomes that come back. It is pure: the same rows give the same bytes. It
// knows nothing of who is owed what, nor of the database.
package pagamento

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// Metodo is how a row is paid. The strings are durable.
type Metodo string

// The methods of the modalità di pagamento.
const (
	Bonifico Metodo = "BONIFICO"
	Cassa    Metodo = "CASSA"
)

// Riga is one movimento to pay. Rows of one transfer follow each other and have
// the same Numero, payee and account.
type Riga struct {
	Numero        int    // of the transfer in the distinta, from 1
	Beneficiario  string // who the account belongs to, or who comes to the counter
	CodiceFiscale string
	Creditore     string // against whom the run nets amounts
	Metodo        Metodo
	IBAN          fiscale.IBAN // "" when paid at the counter
	Importo       euro.Importo
	IVA           euro.Importo // that with the split payment goes to the Treasury, besides Importo
	Causale       string       // neutral: a number and a month, never the need
	Commerciale   bool         // paid on an invoice: of an ente erogatore or a struttura
}

// Righe are the rows in the order of Numero. They may be ranged over more than
// once and are the same each time: a header says sums that come after it.
type Righe = iter.Seq2[Riga, error]

// Distinta is what all the rows share: who pays, from which account, when.
type Distinta struct {
	Codice        string // unique for the ente, letters, digits and hyphens: "SISS-2026-3"
	Ente          string
	CodiceFiscale string // of the ente
	CUC           string // of the ente in the interbank network; may be ""
	IBAN          fiscale.IBAN
	Creata        time.Time
	Esecuzione    periodo.Data
}

// EndToEnd is the reference of a transfer, which its outcome brings back.
func (d Distinta) EndToEnd(numero int) string { return d.Codice + "-" + strconv.Itoa(numero) }

// NumeroDi is the transfer of this distinta that a reference names.
func (d Distinta) NumeroDi(endToEnd string) (int, bool) {
	cifre, ok := strings.CutPrefix(endToEnd, d.Codice+"-")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(cifre)
	return n, err == nil && n > 0 && d.EndToEnd(n) == endToEnd
}

// Controllo is what a file sums to.
type Controllo struct {
	Disposizioni int
	Totale       euro.Importo
	IVA          euro.Importo // that goes to the Treasury, besides Totale
}

// importoMassimo is the largest amount of a SEPA credit transfer.
const importoMassimo euro.Importo = 999_999_999_99

// Reasons for which a movimento goes in no file. The strings are durable.
const (
	SenzaImporto    = "IMPORTO"
	SenzaIBAN       = "IBAN_MANCANTE"
	IBANErrato      = "IBAN_ERRATO"
	NomeIlleggibile = "NOME"
	IBANCambiato    = "IBAN_CAMBIATO"
	Deceduto        = "DECEDUTO"
	Compensato      = "COMPENSATO"
	DaRecuperare    = "DA_RECUPERARE"

	BeneficiarioCambiato = "BENEFICIARIO_CAMBIATO"
)

// motivi are the reasons in words for the operatore.
var motivi = map[string]string{
	SenzaImporto:    "l'importo non è positivo o è troppo grande per un solo pagamento",
	SenzaIBAN:       "manca l'IBAN di chi riceve",
	IBANErrato:      "l'IBAN di chi riceve non è valido",
	NomeIlleggibile: "il nome di chi riceve non si può scrivere con i caratteri dei bonifici",
	IBANCambiato:    "l'IBAN è cambiato dopo l'elaborazione: verificare quale è giusto e pagare a parte",
	Deceduto:        "chi riceve risulta deceduto",

	BeneficiarioCambiato: "chi riceve è cambiato dopo l'elaborazione: verificare chi è giusto e pagare a parte",
	Compensato:           "compensato con quanto la stessa persona o ente deve restituire o ricevere",
	DaRecuperare:         "da recuperare: supera quanto si paga alla stessa persona o ente",
}

// Motivo puts a reason in words.
func Motivo(codice string) string { return motivi[codice] }

// Escludi tells why a row can be in no file, "" when it can.
func Escludi(r Riga) string {
	switch {
	case r.Importo <= 0 || r.Importo > importoMassimo:
		return SenzaImporto
	case strings.Trim(SEPA(r.Beneficiario, nomeMassimo), " .") == "":
		return NomeIlleggibile
	case r.Metodo == Cassa:
		return ""
	case r.IBAN == "":
		return SenzaIBAN
	}
	if letto, err := fiscale.ParseIBAN(r.IBAN.String()); err != nil || letto != r.IBAN {
		return IBANErrato
	}
	return ""
}

// errRighe is a fault of who gives the rows: nothing of the file is good.
var errRighe = errors.New("pagamento: rows out of order, or that no file may hold")

// disposizione is a transfer: the rows of one Numero.
type disposizione struct {
	Riga
	causali []string
}

// disposizioni groups the rows into transfers, holding one at a time.
func disposizioni(righe Righe) iter.Seq2[disposizione, error] {
	return func(yield func(disposizione, error) bool) {
		var d disposizione
		for r, err := range righe {
			if err != nil {
				yield(d, err)
				return
			}
			if Escludi(r) != "" || r.Numero < max(d.Numero, 1) {
				yield(d, fmt.Errorf("%w: row of transfer %d", errRighe, r.Numero))
				return
			}
			if r.Numero != d.Numero {
				if d.Numero != 0 && !yield(d, nil) {
					return
				}
				d = disposizione{Riga: r, causali: []string{r.Causale}}
				continue
			}
			if r.IBAN != d.IBAN || r.Beneficiario != d.Beneficiario || r.Metodo != d.Metodo || d.Importo+r.Importo > importoMassimo {
				yield(d, fmt.Errorf("%w: row of transfer %d", errRighe, r.Numero))
				return
			}
			d.Importo += r.Importo
			d.IVA += r.IVA
			d.causali = append(d.causali, r.Causale)
		}
		if d.Numero != 0 {
			yield(d, nil)
		}
	}
}

// solo keeps the transfers that a file is for.
func solo(righe Righe, tieni func(disposizione) bool) iter.Seq2[disposizione, error] {
	return func(yield func(disposizione, error) bool) {
		for d, err := range disposizioni(righe) {
			if (err != nil || tieni(d)) && !yield(d, err) {
				return
			}
		}
	}
}

// somma counts and sums transfers, for the header that precedes them.
func somma(dd iter.Seq2[disposizione, error]) (Controllo, error) {
	var c Controllo
	for d, err := range dd {
		if err != nil {
			return c, err
		}
		c.aggiungi(d)
	}
	return c, nil
}

func (c *Controllo) aggiungi(d disposizione) {
	c.Disposizioni++
	c.Totale += d.Importo
	c.IVA += d.IVA
}

// causale lists what a transfer pays, as many as fit in n characters, and counts
// the others.
func (d disposizione) causale(n int) string {
	for tenute := len(d.causali); ; tenute-- {
		testo := strings.Join(d.causali[:tenute], ", ")
		if altre := len(d.causali) - tenute; altre > 0 {
			testo += " e altri " + strconv.Itoa(altre)
		}
		if testo = SEPA(testo, 0); len(testo) <= n || tenute <= 1 {
			return cmp.Or(SEPA(testo, n), "Pagamento")
		}
	}
}

// macchina is an amount as the files of machines write it, "1234.56".
func macchina(i euro.Importo) string {
	segno := ""
	if i < 0 {
		segno, i = "-", -i
	}
	return fmt.Sprintf("%s%d.%02d", segno, i/100, i%100)
}
