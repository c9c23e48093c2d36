package pagamento

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"siss/models/periodo"
)

// statiISO are the states of a transfer in a pain.002 (ISO 20022, external code
// set of the payment transaction status).
var statiISO = map[string]StatoEsito{
	"ACSC": Pagato, "ACCC": Pagato, "RJCT": Rifiutato,
	"ACTC": InCorso, "ACCP": InCorso, "ACSP": InCorso, "ACWC": InCorso, "ACWP": InCorso, "PDNG": InCorso, "RCVD": InCorso,
}

// motiviISO are the reasons of a refusal that an operatore can do something
// about, in words (ISO 20022, external code set of the status reason).
var motiviISO = map[string]string{
	"AC01": "IBAN errato", "AC03": "IBAN del beneficiario non valido", "AC04": "conto chiuso", "AC06": "conto bloccato",
	"AG01": "operazione non ammessa sul conto", "AM04": "fondi insufficienti", "AM05": "pagamento già presentato", "BE04": "manca l'indirizzo del beneficiario",
	"BE05": "mittente non riconosciuto", "MD07": "beneficiario deceduto", "MS02": "rifiutato dal beneficiario", "MS03": "motivo non indicato dalla banca",
	"RC01": "codice della banca errato", "RR04": "rifiutato per obblighi di legge",
}

type xmlStato struct {
	EndToEnd  string `xml:"OrgnlEndToEndId"`
	Stato     string `xml:"TxSts"`
	Codice    string `xml:"StsRsnInf>Rsn>Cd"`
	Proprio   string `xml:"StsRsnInf>Rsn>Prtry"`
	Altro     string `xml:"StsRsnInf>AddtlInf"`
	Accettato string `xml:"AccptncDtTm"`
}

// pain002 reads the transfers of a customer payment status report, of any
// edition. A file that declares entities or a document type is refused: none of
// a bank does. Of a group that is told as a whole nothing is taken.
func (l *lettura) pain002(testo []byte) error {
	d := xml.NewDecoder(bytes.NewReader(testo))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, ErrFormato }
	radice, profondo := false, 0
	for {
		riga, _ := d.InputPos()
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && radice:
			return nil
		case err != nil:
			return l.illeggibile(riga)
		}
		switch t := token.(type) {
		case xml.Directive:
			return ErrFormato
		case xml.EndElement:
			profondo--
		case xml.StartElement:
			if profondo++; profondo > 20 {
				return ErrFormato
			}
			if profondo == 1 {
				if radice = t.Name.Local == "Document" && strings.HasPrefix(t.Name.Space, "urn:iso:std:iso:20022:tech:xsd:pain.002.001."); !radice {
					return ErrFormato
				}
			}
			if t.Name.Local != "TxInfAndSts" {
				continue
			}
			profondo--
			if err := l.transazione(d, t, riga); err != nil {
				return err
			}
		}
	}
}

// illeggibile is the answer to XML that breaks off at a line.
func (l *lettura) illeggibile(riga int) error {
	return Difetti{{riga, "il testo XML non è in ordine"}}
}

func (l *lettura) transazione(d *xml.Decoder, inizio xml.StartElement, riga int) error {
	var x xmlStato
	if err := d.DecodeElement(&x, &inizio); err != nil {
		return l.illeggibile(riga)
	}
	if len(l.esiti) >= esitiMassimi {
		return ErrGrande
	}
	stato, ok := statiISO[strings.TrimSpace(x.Stato)]
	if !ok {
		l.difetto(riga, "lo stato del pagamento non è tra quelli previsti")
		return nil
	}
	e := Esito{Riga: riga, EndToEnd: strings.TrimSpace(x.EndToEnd), Stato: stato}
	if stato == Rifiutato {
		e.Motivo = x.motivo()
	}
	if stato == Pagato && len(x.Accettato) >= 10 {
		var err error
		if e.Data, err = periodo.Parse(x.Accettato[:10]); err != nil {
			l.difetto(riga, err.Error())
			return nil
		}
	}
	l.aggiungi(e)
	return nil
}

// motivo is the reason as the bank codes it, in words where they are known.
func (x xmlStato) motivo() string {
	codice := strings.TrimSpace(x.Codice)
	if testo, ok := motiviISO[codice]; ok {
		return fmt.Sprintf("%s (%s)", testo, codice)
	}
	for _, testo := range []string{x.Altro, x.Proprio, codice} {
		if testo = SEPA(testo, motivoMassimo); testo != "" {
			return testo
		}
	}
	return "motivo non indicato dalla banca"
}
