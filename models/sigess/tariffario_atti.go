package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// ModuloTariffario begins a price list, as a draft.
type ModuloTariffario struct {
	EnteID        string       `json:"enteId" format:"uuid" doc:"Ente" opzioni:"enti"`
	Codice        string       `json:"codice" doc:"Codice" minLength:"1" maxLength:"30" help:"Diverso da quello degli altri tariffari dell'ente"`
	Denominazione string       `json:"denominazione" doc:"Denominazione" minLength:"1" maxLength:"200"`
	Natura        Natura       `json:"natura" doc:"Natura" enum:"PRESTAZIONI,STRUTTURA" etichette:"Con prestazioni,In struttura"`
	ErogatoreID   string       `json:"erogatoreId,omitempty" format:"uuid" doc:"Ente erogatore" opzioni:"erogatori" help:"Vuoto: vale per tutti"`
	IVAInclusa    bool         `json:"ivaInclusa,omitempty" doc:"Le tariffe comprendono l'IVA"`
	SplitPayment  bool         `json:"splitPayment,omitempty" doc:"Split payment" help:"L'IVA si versa all'Erario e non a chi eroga (art. 17-ter DPR 633/72)"`
	Dal           periodo.Data `json:"dal" format:"date" doc:"Valido dal"`
	Al            periodo.Data `json:"al,omitempty" format:"date" doc:"fino al"`
}

// Check holds the rules across the fields.
func (m ModuloTariffario) Check() map[string]string {
	switch {
	case !m.Al.IsZero() && m.Al.Prima(m.Dal):
		return map[string]string{"al": "la fine precede l'inizio"}
	case m.ErogatoreID != "" && m.Natura == Struttura:
		return map[string]string{"erogatoreId": "un tariffario di strutture non ha ente erogatore"}
	}
	return nil
}

// ModuloVoce is a price of a price list.
type ModuloVoce struct {
	Prestazione   string        `json:"prestazione" doc:"Codice della prestazione" minLength:"1" maxLength:"20" help:"Ad esempio OSS"`
	Denominazione string        `json:"denominazione" doc:"Denominazione" minLength:"1" maxLength:"200"`
	Unita         string        `json:"unita" doc:"Unità" enum:"ORA,ACCESSO,PASTO,GIORNATA" etichette:"Ora,Accesso,Pasto,Giornata"`
	Tariffa       euro.Tariffa  `json:"tariffa" doc:"Tariffa" help:"In euro, fino a quattro decimali" example:"21.6900"`
	AliquotaIVA   euro.Aliquota `json:"aliquotaIva" doc:"Aliquota IVA" help:"Da 0 a 100" example:"5.00"`
	NaturaIVA     NaturaIVA     `json:"naturaIva,omitempty" doc:"Natura IVA" help:"Perché l'IVA è zero; obbligatoria solo con aliquota 0" enum:"N1,N2,N3,N4,N5,N6,N7" etichette:"N1 - Esclusa (art. 15),N2 - Non soggetta,N3 - Non imponibile,N4 - Esente (art. 10),N5 - Regime del margine,N6 - Inversione contabile,N7 - Assolta in altro Stato UE"`
	QuotaSSN      euro.Aliquota `json:"quotaSsn,omitempty" doc:"Quota SSN" help:"Percentuale a carico del servizio sanitario; vuoto: nessuna" example:"50.00"`
	Dal           periodo.Data  `json:"dal" format:"date" doc:"Valida dal"`
	Al            periodo.Data  `json:"al,omitempty" format:"date" doc:"fino al"`
	Percentuali
}

// Check holds the rules across the fields.
func (m ModuloVoce) Check() map[string]string {
	p := map[string]string{}
	if !m.Al.IsZero() && m.Al.Prima(m.Dal) {
		p["al"] = "la fine precede l'inizio"
	}
	switch {
	case m.AliquotaIVA == 0 && m.NaturaIVA == "":
		p["naturaIva"] = "con aliquota 0 indicare la natura: ad esempio N4 se la prestazione è esente"
	case m.AliquotaIVA != 0 && m.NaturaIVA != "":
		p["naturaIva"] = "lasciare vuota: la natura si indica solo con aliquota 0"
	}
	m.Percentuali.problemi(p)
	return p
}

// perNatura refuses what only a price of strutture says.
func (m ModuloVoce) perNatura(n Natura) error {
	if n != Struttura && m.Percentuali != (Percentuali{}) {
		return models.Refuse("presente", "le percentuali e la franchigia valgono solo nei tariffari di strutture: lasciarle vuote")
	}
	return nil
}

// CuraTariffari refuses who may not write the price lists of an ente.
func CuraTariffari(chi models.Chi, enteID string) error {
	if chi.Ha(enteID, models.OperatoreAmministrativo, models.Coordinatore, models.ResponsabileContabile) {
		return nil
	}
	return models.Errorf(models.Forbidden, "i tariffari spettano agli amministrativi dell'ente di cui sono")
}

// tariffarioDi refuses a price list that is not of the ente.
func tariffarioDi(tx *gorm.DB, enteID, id string) error {
	_, err := models.Una[Tariffario](tx, "", `SELECT * FROM tariffario WHERE id = ? AND ente_id = ?`, id, enteID)
	if models.KindOf(err) == models.NotFound {
		return models.Refuse("tariffarioId", "scegliere un tariffario dell'ente")
	}
	return err
}

// CreaTariffario begins a price list: a draft that nobody may choose. Repeating
// it with the same id gives the first.
func CreaTariffario(tx *gorm.DB, chi models.Chi, id string, m ModuloTariffario) (Tariffario, error) {
	if !chi.InEnte(m.EnteID) {
		return Tariffario{}, models.Refuse("enteId", "l'ente non è tra quelli abilitati")
	}
	if err := CuraTariffari(chi, m.EnteID); err != nil {
		return Tariffario{}, err
	}
	if m.ErogatoreID != "" {
		_, err := models.Una[Erogatore](tx, "", `SELECT * FROM erogatore WHERE id = ? AND `+delEnte, m.ErogatoreID, m.EnteID, m.EnteID)
		if models.KindOf(err) == models.NotFound {
			return Tariffario{}, models.Refuse("erogatoreId", "scegliere un ente erogatore dall'elenco")
		} else if err != nil {
			return Tariffario{}, err
		}
	}
	err := esegui(tx, `INSERT INTO tariffario (id, ente_id, codice, denominazione, natura, erogatore_id, iva_inclusa, split_payment, dal, al, stato)
		VALUES (?, ?, ?, ?, ?, nullif(?, '')::uuid, ?, ?, ?, ?, 'BOZZA') ON CONFLICT (id) DO NOTHING`,
		id, m.EnteID, m.Codice, m.Denominazione, m.Natura, m.ErogatoreID, m.IVAInclusa, m.SplitPayment, m.Dal, m.Al)
	if models.Vincolo(err) == "tariffario_ente_id_codice_key" {
		return Tariffario{}, models.Refuse("codice", "un altro tariffario dell'ente ha già questo codice")
	}
	if err != nil {
		return Tariffario{}, err
	}
	return TariffarioVisibile(tx, chi, id)
}

// bloccaTariffario locks a price list of the enti of who acts.
func bloccaTariffario(tx *gorm.DB, chi models.Chi, id string) (Tariffario, error) {
	t, err := models.Una[Tariffario](tx, "il tariffario non esiste o non è visibile", `SELECT * FROM tariffario WHERE id = ? AND `+degliEnti+` FOR UPDATE`, id, chi.Enti(), chi.Enti())
	if err != nil {
		return t, err
	}
	return t, CuraTariffari(chi, t.EnteID)
}

// AggiungiVoce adds a price. attoID is its id, so that repeating the act adds it
// once. On a price list that is active the price holds at once: the casi di
// prova of the ente are run with it, and one that fails refuses it.
func AggiungiVoce(tx *gorm.DB, chi models.Chi, id, attoID string, m ModuloVoce) (Tariffario, error) {
	t, err := bloccaTariffario(tx, chi, id)
	if err != nil {
		return t, err
	}
	if err := m.perNatura(t.Natura); err != nil {
		return t, err
	}
	err = esegui(tx, `INSERT INTO voce_tariffario (id, ente_id, tariffario_id, prestazione, denominazione, unita, tariffa, aliquota_iva, natura_iva, quota_ssn, dal, al,
			presente, mezza_giornata, assente_giustificato, assente_ingiustificato, ricovero, rientro_famiglia, vacanza, franchigia, oltre_franchigia)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		attoID, t.EnteID, t.ID, m.Prestazione, m.Denominazione, m.Unita, m.Tariffa, m.AliquotaIVA, m.NaturaIVA, m.QuotaSSN, m.Dal, m.Al,
		m.Presente, m.MezzaGiornata, m.AssenteGiustificato, m.AssenteIngiustificato, m.Ricovero, m.RientroFamiglia, m.Vacanza, m.Franchigia, m.OltreFranchigia)
	if models.Vincolo(err) == "voce_tariffario_tariffario_id_prestazione_daterange_excl" {
		return t, models.Refuse("dal", "la prestazione ha già una tariffa in quei giorni")
	}
	if err != nil || t.Stato != Attivo {
		return t, err
	}
	return t, ProvaPrima(tx, t.EnteID)
}

// AttivaTariffario makes a draft hold: from now on it may be chosen. The casi di
// prova of its ente are run with its prices first, and one that fails refuses
// it. Repeating it is harmless.
func AttivaTariffario(tx *gorm.DB, chi models.Chi, id string, quando time.Time) (Tariffario, error) {
	t, err := bloccaTariffario(tx, chi, id)
	if err != nil || t.Stato == Attivo {
		return t, err
	}
	voci, err := Voci(tx, id)
	if err != nil {
		return t, err
	}
	if len(voci) == 0 {
		return t, models.Errorf(models.Conflict, "il tariffario non ha voci: aggiungerne almeno una")
	}
	if err := ProvaPrima(tx, t.EnteID); err != nil {
		return t, err
	}
	t.Stato = Attivo
	return t, esegui(tx, `UPDATE tariffario SET stato = 'ATTIVO', attivato_da = ?, attivato_il = ? WHERE id = ?`, chi.OperatoreID, quando, id)
}

// ElencaTariffari lists the price lists of the enti of who asks and of their
// district, drafts of their own enti first.
func ElencaTariffari(tx *gorm.DB, chi models.Chi) ([]Tariffario, error) {
	return models.Tutte[Tariffario](tx, `SELECT * FROM tariffario WHERE `+degliEnti+` AND (stato = 'ATTIVO' OR ente_id IN ?)
		ORDER BY stato = 'ATTIVO', denominazione, id LIMIT 1000`, chi.Enti(), chi.Enti(), chi.Enti())
}
