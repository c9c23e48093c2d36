package pagamento

import (
	"encoding/xml"
	"fmt"
	"io"

	"siss/models/periodo"
)

// OPI is what the flow of the ordinativi of SIOPE+ says besides the distinta:
// who the ente and its treasury bank are there, and the mandate.
type OPI struct {
	ABI          string // of the treasury bank
	CodiceIPA    string // of the ente's office, six characters
	CodiceSIOPE  string // of the ente, its "codice ISTAT" in SIOPE
	TramiteEnte  string // A2A-nnnnnnnn
	TramiteBanca string // A2A-nnnnnnnn
	EnteInBanca  string // how the bank knows the ente
	CGU          string // SIOPE code of the expenditure
	Esenzione    string // from the stamp duty, in words; may be ""
	Mandato      int    // number of the mandate in the year
	Data         periodo.Data
}

// ScriviOPI writes the transfers as one mandate of the flow "ordinativi"
// (OPI v. 1.7.1). It leaves out what is paid on an invoice: its mandate names
// the invoice and its CIG, which only the ente's accounts know. The flow is not
// signed: whoever may sign adds the signature, without which it is not valid.
func ScriviOPI(w io.Writer, d Distinta, o OPI, righe Righe) (Controllo, error) {
	pagati := solo(righe, func(d disposizione) bool { return !d.Commerciale })
	attesi, err := somma(pagati)
	if err != nil {
		return attesi, fmt.Errorf("opi: %w", err)
	}
	if attesi.Disposizioni == 0 {
		return attesi, ErrNulla
	}
	s := nuovoScrittore(w)
	s.inizia("flusso_ordinativi", xml.Attr{Name: xml.Name{Local: "Id"}, Value: d.Codice})
	s.elemento("testata_flusso", xmlTestataOPI{ABI: o.ABI, Flusso: d.Codice, Creata: d.Creata.In(periodo.Roma).Format("2006-01-02T15:04:05"),
		IPA: o.CodiceIPA, Ente: SEPA(d.Ente, 0), SIOPE: o.CodiceSIOPE, CodiceFiscale: d.CodiceFiscale, TramiteEnte: o.TramiteEnte,
		TramiteBanca: o.TramiteBanca, EnteInBanca: o.EnteInBanca})
	s.elemento("esercizio", o.Data.Anno())
	s.inizia("mandato")
	s.elemento("tipo_operazione", "INSERIMENTO")
	s.elemento("numero_mandato", o.Mandato)
	s.elemento("data_mandato", o.Data.String())
	s.elemento("importo_mandato", macchina(attesi.Totale))
	var scritti Controllo
	for disp, err := range pagati {
		if err != nil {
			return scritti, fmt.Errorf("opi: %w", err)
		}
		scritti.aggiungi(disp)
		s.elemento("informazioni_beneficiario", beneficiarioOPI(d, o, disp, scritti.Disposizioni))
	}
	return scritti, s.quadra(attesi, scritti)
}

type xmlTestataOPI struct {
	ABI           string `xml:"codice_ABI_BT"`
	Flusso        string `xml:"identificativo_flusso"`
	Creata        string `xml:"data_ora_creazione_flusso"`
	IPA           string `xml:"codice_ente"`
	Ente          string `xml:"descrizione_ente"`
	SIOPE         string `xml:"codice_istat_ente"`
	CodiceFiscale string `xml:"codice_fiscale_ente"`
	TramiteEnte   string `xml:"codice_tramite_ente"`
	TramiteBanca  string `xml:"codice_tramite_BT"`
	EnteInBanca   string `xml:"codice_ente_BT"`
}

type xmlBeneficiario struct {
	Progressivo     int                `xml:"progressivo_beneficiario"`
	Importo         string             `xml:"importo_beneficiario"`
	Pagamento       string             `xml:"tipo_pagamento"`
	Esecuzione      string             `xml:"data_esecuzione_pagamento"`
	Classificazione xmlClassificazione `xml:"classificazione"`
	Bollo           string             `xml:"bollo>assoggettamento_bollo"`
	Esenzione       string             `xml:"bollo>causale_esenzione_bollo,omitempty"`
	Nome            string             `xml:"beneficiario>anagrafica_beneficiario"`
	CodiceFiscale   string             `xml:"beneficiario>codice_fiscale_beneficiario,omitempty"`
	SEPA            *xmlSEPA           `xml:"sepa_credit_transfer"`
	Causale         string             `xml:"causale"`
}

type xmlClassificazione struct {
	CGU     string `xml:"codice_cgu"`
	Importo string `xml:"importo"`
	Debito  string `xml:"classificazione_dati_siope_uscite>tipo_debito_siope_nc"`
}

type xmlSEPA struct {
	IBAN     string `xml:"iban"`
	EndToEnd string `xml:"identificativo_end_to_end"`
}

func beneficiarioOPI(d Distinta, o OPI, r disposizione, progressivo int) xmlBeneficiario {
	importo := macchina(r.Importo)
	b := xmlBeneficiario{Progressivo: progressivo, Importo: importo, Pagamento: "CASSA", Esecuzione: d.Esecuzione.String(),
		Classificazione: xmlClassificazione{CGU: o.CGU, Importo: importo, Debito: "NON_COMMERCIALE"},
		Bollo:           "ESENTE BOLLO", Esenzione: SEPA(o.Esenzione, 0),
		Nome: SEPA(r.Beneficiario, causaleMassima), CodiceFiscale: r.CodiceFiscale, Causale: r.causale(causaleMassima)}
	if r.Metodo == Bonifico {
		b.Pagamento, b.SEPA = "SEPA CREDIT TRANSFER", &xmlSEPA{r.IBAN.String(), d.EndToEnd(r.Numero)}
	}
	return b
}
