package sigess

import (
	"slices"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/pagamento"
)

// Tesoreria is by which account and under which codes an ente pays.
type Tesoreria struct {
	ID            string // the ente's
	EnteID        string
	Intestazione  string
	CodiceFiscale string
	IBAN          fiscale.IBAN `gorm:"column:iban"`
	CUC           string       `gorm:"column:cuc"`
	ABI           string       `gorm:"column:abi"`
	CodiceIPA     string       `gorm:"column:codice_ipa"`
	CodiceSIOPE   string       `gorm:"column:codice_siope"`
	TramiteEnte   string
	TramiteBanca  string
	EnteInBanca   string
	CGU           string `gorm:"column:cgu"`
	Esenzione     string
	Versione      int
}

// TableName is the table of Tesoreria.
func (Tesoreria) TableName() string { return "tesoreria" }

// ModuloTesoreria is the form of a Tesoreria. The codes of SIOPE+ serve the
// mandate alone: all of them are filled in, or none.
type ModuloTesoreria struct {
	Intestazione  string       `json:"intestazione" doc:"Intestazione del conto" minLength:"1" maxLength:"70" help:"Come la banca conosce l'ente"`
	CodiceFiscale string       `json:"codiceFiscale" doc:"Codice fiscale dell'ente" minLength:"11" maxLength:"11" pattern:"^[0-9]{11}$" help:"Undici cifre"`
	IBAN          fiscale.IBAN `json:"iban" doc:"IBAN del conto di tesoreria" minLength:"1" maxLength:"42" help:"Il conto da cui partono i pagamenti"`
	CUC           string       `json:"cuc,omitempty" doc:"Codice CUC" maxLength:"8" pattern:"^([A-Z0-9]{8})?$" help:"Otto lettere e cifre, se la banca lo ha assegnato"`
	ABI           string       `json:"abi,omitempty" doc:"SIOPE+: codice ABI della banca tesoriera" maxLength:"5" pattern:"^([0-9]{5})?$" help:"Cinque cifre. I dati SIOPE+ servono solo per il flusso OPI: compilarli tutti o nessuno"`
	CodiceIPA     string       `json:"codiceIpa,omitempty" doc:"SIOPE+: codice univoco ufficio (IPA)" maxLength:"6" pattern:"^([A-Z0-9]{6})?$" help:"Sei lettere e cifre"`
	CodiceSIOPE   string       `json:"codiceSiope,omitempty" doc:"SIOPE+: codice ISTAT dell'ente" maxLength:"15" pattern:"^([0-9]{9,15})?$" help:"Da 9 a 15 cifre, dall'anagrafe degli enti SIOPE"`
	TramiteEnte   string       `json:"tramiteEnte,omitempty" doc:"SIOPE+: codice A2A dell'ente o di chi trasmette per l'ente" maxLength:"12" pattern:"^(A2A-[0-9]{8})?$" help:"Come A2A-12345678"`
	TramiteBanca  string       `json:"tramiteBanca,omitempty" doc:"SIOPE+: codice A2A della banca o di chi riceve per la banca" maxLength:"12" pattern:"^(A2A-[0-9]{8})?$" help:"Come A2A-12345678"`
	EnteInBanca   string       `json:"enteInBanca,omitempty" doc:"SIOPE+: codice dell'ente presso la banca" maxLength:"30"`
	CGU           string       `json:"cgu,omitempty" doc:"SIOPE+: codice gestionale di uscita" maxLength:"10" pattern:"^([0-9]{4,10})?$" help:"Il codice SIOPE della spesa per i contributi alle persone"`
	Esenzione     string       `json:"esenzione,omitempty" doc:"SIOPE+: causale di esenzione dal bollo" maxLength:"100"`
	Versione      int          `json:"versione,omitempty" doc:"Versione letta: se nel frattempo i dati sono cambiati il salvataggio è rifiutato, senza non si controlla" minimum:"0" maximum:"2000000000" widget:"hidden"`
}

// Check refuses an account abroad, and some of the codes of SIOPE+ without the
// others.
func (m ModuloTesoreria) Check() map[string]string {
	problemi := map[string]string{}
	if m.IBAN != "" && !slices.Contains([]string{"IT", "SM"}, m.IBAN.String()[:2]) {
		problemi["iban"] = "il conto di tesoreria è di una banca italiana"
	}
	codici := map[string]string{"abi": m.ABI, "codiceIpa": m.CodiceIPA, "codiceSiope": m.CodiceSIOPE, "tramiteEnte": m.TramiteEnte,
		"tramiteBanca": m.TramiteBanca, "enteInBanca": m.EnteInBanca, "cgu": m.CGU}
	pieni := 0
	for _, v := range codici {
		if v != "" {
			pieni++
		}
	}
	for campo, v := range codici {
		if v == "" && pieni > 0 {
			problemi[campo] = "per il flusso OPI servono tutti i dati SIOPE+: compilare anche questo o svuotare gli altri"
		}
	}
	return problemi
}

// Modulo is the form filled in with what is on record.
func (t Tesoreria) Modulo() ModuloTesoreria {
	return ModuloTesoreria{Intestazione: t.Intestazione, CodiceFiscale: t.CodiceFiscale, IBAN: t.IBAN, CUC: t.CUC, ABI: t.ABI, CodiceIPA: t.CodiceIPA,
		CodiceSIOPE: t.CodiceSIOPE, TramiteEnte: t.TramiteEnte, TramiteBanca: t.TramiteBanca, EnteInBanca: t.EnteInBanca, CGU: t.CGU,
		Esenzione: t.Esenzione, Versione: t.Versione}
}

// opi is what the mandate says of the ente and of its bank.
func (t Tesoreria) opi() pagamento.OPI {
	return pagamento.OPI{ABI: t.ABI, CodiceIPA: t.CodiceIPA, CodiceSIOPE: t.CodiceSIOPE, TramiteEnte: t.TramiteEnte, TramiteBanca: t.TramiteBanca,
		EnteInBanca: t.EnteInBanca, CGU: t.CGU, Esenzione: t.Esenzione}
}

// AmministraTesoreria refuses who may not see or change how an ente pays.
func AmministraTesoreria(chi models.Chi, enteID string) error {
	switch {
	case !chi.InEnte(enteID):
		return models.Errorf(models.NotFound, "l'ente non esiste o non è visibile")
	case !chi.Ha(enteID, models.ResponsabileContabile, models.AmministratoreEnte):
		return models.Errorf(models.Forbidden, "i dati di tesoreria spettano al responsabile contabile o all'amministratore dell'ente")
	}
	return nil
}

// TesoreriaDi loads how an ente pays, the zero Tesoreria when nobody has said
// it yet.
func TesoreriaDi(tx *gorm.DB, chi models.Chi, enteID string) (Tesoreria, error) {
	if err := AmministraTesoreria(chi, enteID); err != nil {
		return Tesoreria{}, err
	}
	return tesoreria(tx, enteID, "")
}

func tesoreria(tx *gorm.DB, enteID, blocca string) (Tesoreria, error) {
	righe, err := models.Tutte[Tesoreria](tx, `SELECT * FROM tesoreria WHERE id = ?`+blocca, enteID)
	if err != nil || len(righe) == 0 {
		return Tesoreria{}, err
	}
	return righe[0], nil
}

// SalvaTesoreria writes how an ente pays, unless others have changed it since
// the form was opened. What is prepared already keeps its account.
func SalvaTesoreria(tx *gorm.DB, chi models.Chi, enteID string, m ModuloTesoreria) (Tesoreria, error) {
	if err := AmministraTesoreria(chi, enteID); err != nil {
		return Tesoreria{}, err
	}
	if err := esegui(tx, `SELECT pg_advisory_xact_lock(hashtextextended('tesoreria' || ?, 0))`, enteID); err != nil {
		return Tesoreria{}, err
	}
	t, err := tesoreria(tx, enteID, " FOR UPDATE")
	if err != nil {
		return t, err
	}
	fatto, err := models.Attuale(tx, "tesoreria", enteID, m.Versione, t.Versione, m,
		func(v models.Versione[Tesoreria]) (any, error) { return v.Riga.Modulo(), nil })
	if err != nil || fatto {
		return t, err
	}
	return models.Una[Tesoreria](tx, "", `INSERT INTO tesoreria (id, ente_id, intestazione, codice_fiscale, iban, cuc, abi, codice_ipa, codice_siope,
			tramite_ente, tramite_banca, ente_in_banca, cgu, esenzione) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET intestazione = excluded.intestazione, codice_fiscale = excluded.codice_fiscale, iban = excluded.iban,
			cuc = excluded.cuc, abi = excluded.abi, codice_ipa = excluded.codice_ipa, codice_siope = excluded.codice_siope,
			tramite_ente = excluded.tramite_ente, tramite_banca = excluded.tramite_banca, ente_in_banca = excluded.ente_in_banca,
			cgu = excluded.cgu, esenzione = excluded.esenzione, versione = tesoreria.versione + 1 RETURNING *`,
		enteID, enteID, m.Intestazione, m.CodiceFiscale, m.IBAN, m.CUC, m.ABI, m.CodiceIPA, m.CodiceSIOPE, m.TramiteEnte, m.TramiteBanca,
		m.EnteInBanca, m.CGU, m.Esenzione)
}
