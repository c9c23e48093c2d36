package pagamento

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"

	"siss/models/periodo"
)

// Versione is an edition of the ISO 20022 message of the payer to its bank.
type Versione string

// The editions that banks ask for: the one of 2019 and the one before it.
const (
	Pain09 Versione = "pain.001.001.09"
	Pain03 Versione = "pain.001.001.03"
)

// ScriviPain writes the transfers as a SEPA credit transfer initiation. Both
// editions name the same message, so that a bank that is sent both refuses the
// second.
func ScriviPain(w io.Writer, v Versione, d Distinta, righe Righe) (Controllo, error) {
	bonifici := solo(righe, func(d disposizione) bool { return d.Metodo == Bonifico })
	attesi, err := somma(bonifici)
	if err != nil {
		return attesi, fmt.Errorf("pain: %w", err)
	}
	if attesi.Disposizioni == 0 {
		return attesi, ErrNulla
	}
	s := nuovoScrittore(w)
	s.inizia("Document", xml.Attr{Name: xml.Name{Local: "xmlns"}, Value: "urn:iso:std:iso:20022:tech:xsd:" + string(v)})
	s.inizia("CstmrCdtTrfInitn")
	s.elemento("GrpHdr", d.testata(attesi))
	s.inizia("PmtInf")
	d.informazioni(s, v, attesi)
	var scritti Controllo
	for disp, err := range bonifici {
		if err != nil {
			return scritti, fmt.Errorf("pain: %w", err)
		}
		s.elemento("CdtTrfTxInf", bonificoDi(d, disp))
		scritti.aggiungi(disp)
	}
	return scritti, s.quadra(attesi, scritti)
}

type xmlID struct {
	ID string `xml:"Id>OrgId>Othr>Id"`
}

type xmlParte struct {
	Nm    string
	Altro *xmlID
}

// MarshalXML puts the identification beside the name, when there is one.
func (p xmlParte) MarshalXML(e *xml.Encoder, inizio xml.StartElement) error {
	if p.Altro == nil {
		return e.EncodeElement(struct{ Nm string }{p.Nm}, inizio)
	}
	return e.EncodeElement(struct {
		Nm string
		xmlID
	}{p.Nm, *p.Altro}, inizio)
}

type xmlTestata struct {
	MsgID    string   `xml:"MsgId"`
	CreDtTm  string   `xml:"CreDtTm"`
	NbOfTxs  int      `xml:"NbOfTxs"`
	CtrlSum  string   `xml:"CtrlSum"`
	InitgPty xmlParte `xml:"InitgPty"`
}

func (d Distinta) testata(c Controllo) xmlTestata {
	t := xmlTestata{MsgID: d.Codice, CreDtTm: istante(d.Creata), NbOfTxs: c.Disposizioni, CtrlSum: macchina(c.Totale), InitgPty: xmlParte{Nm: SEPA(d.Ente, nomeMassimo)}}
	if d.CUC != "" {
		t.InitgPty.Altro = &xmlID{d.CUC}
	}
	return t
}

type xmlImporto struct {
	Ccy    string `xml:"Ccy,attr"`
	Valore string `xml:",chardata"`
}

type xmlBonifico struct {
	EndToEndID string     `xml:"PmtId>EndToEndId"`
	Importo    xmlImporto `xml:"Amt>InstdAmt"`
	Cdtr       string     `xml:"Cdtr>Nm"`
	IBAN       string     `xml:"CdtrAcct>Id>IBAN"`
	Ustrd      string     `xml:"RmtInf>Ustrd"`
}

func bonificoDi(d Distinta, r disposizione) xmlBonifico {
	return xmlBonifico{EndToEndID: d.EndToEnd(r.Numero), Importo: xmlImporto{"EUR", macchina(r.Importo)}, Cdtr: SEPA(r.Beneficiario, nomeMassimo),
		IBAN: r.IBAN.String(), Ustrd: r.causale(causaleMassima)}
}

// informazioni opens the only block of payments: all leave one account on one
// day. The bank of the account is told by the IBAN alone.
func (d Distinta) informazioni(s *scrittore, v Versione, c Controllo) {
	s.elemento("PmtInfId", d.Codice)
	s.elemento("PmtMtd", "TRF")
	s.elemento("NbOfTxs", strconv.Itoa(c.Disposizioni))
	s.elemento("CtrlSum", macchina(c.Totale))
	s.elemento("PmtTpInf", struct {
		Cd string `xml:"SvcLvl>Cd"`
	}{"SEPA"})
	if v == Pain03 {
		s.elemento("ReqdExctnDt", d.Esecuzione.String())
	} else {
		s.elemento("ReqdExctnDt", struct{ Dt string }{d.Esecuzione.String()})
	}
	s.elemento("Dbtr", struct{ Nm string }{SEPA(d.Ente, nomeMassimo)})
	s.elemento("DbtrAcct", struct {
		IBAN string `xml:"Id>IBAN"`
	}{d.IBAN.String()})
	s.elemento("DbtrAgt", struct {
		ID string `xml:"FinInstnId>Othr>Id"`
	}{"NOTPROVIDED"})
	s.elemento("ChrgBr", "SLEV")
}

// istante writes a time as the clock of Rome shows it, to the second.
func istante(t time.Time) string { return t.In(periodo.Roma).Format("2006-01-02T15:04:05-07:00") }
