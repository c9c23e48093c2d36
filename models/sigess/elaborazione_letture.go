package sigess

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// FiltroElaborazioni chooses runs. Empty fields choose all.
type FiltroElaborazioni struct {
	Anno   int    `json:"anno,omitempty" doc:"Anno" minimum:"0" maximum:"2200"`
	Stato  string `json:"stato,omitempty" doc:"Stato" enum:"IN_CALCOLO,PROVVISORIA,DEFINITIVA,ANNULLATA,TRASMESSA,PAGATA_PARZIALE,PAGATA,STORNATA,SIMULATA" etichette:"In calcolo,Provvisoria,Definitiva,Annullata,Trasmessa,Pagata in parte,Pagata,Stornata,Simulata"`
	EnteID string `json:"enteId,omitempty" format:"uuid" doc:"Ente che paga" opzioni:"enti"`
}

// RigaElaborazione is a line of the list of runs.
type RigaElaborazione struct {
	Elaborazione
	Ente string
}

// ElencaElaborazioni lists runs, the latest first.
func ElencaElaborazioni(tx *gorm.DB, chi models.Chi, f FiltroElaborazioni, p models.Pagina) (models.Elenco[RigaElaborazione], error) {
	var out models.Elenco[RigaElaborazione]
	where, args := " WHERE e.ente_id IN ?", []any{chi.Enti()}
	if f.Anno != 0 {
		where, args = where+" AND e.anno = ?", append(args, f.Anno)
	}
	if f.Stato != "" {
		where, args = where+" AND e.stato = ?", append(args, f.Stato)
	}
	if f.EnteID != "" {
		where, args = where+" AND e.ente_id = ?", append(args, f.EnteID)
	}
	if err := tx.Raw(`SELECT count(*) FROM elaborazione e`+where, args...).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("elaborazioni: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[RigaElaborazione](tx, `SELECT e.*, t.denominazione AS ente FROM elaborazione e JOIN ente t ON t.id = e.ente_id`+where+`
		ORDER BY e.creata_il DESC, e.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, err
}

// Movimento is a line of the accounting list: six columns as in fig. 33, and
// what pays them.
type Movimento struct {
	ID             string
	EnteID         string
	ElaborazioneID string
	Progressivo    *int
	InterventoID   string
	MeseCompetenza periodo.Mese
	Voce           string
	Estremi        string
	Tipo           string
	Imponibile     euro.Importo
	AliquotaIVA    euro.Aliquota `gorm:"column:aliquota_iva"`
	IVA            euro.Importo  `gorm:"column:iva"`
	Totale         euro.Importo
	QuotaUtente    euro.Importo
	NaturaIVA      NaturaIVA    `gorm:"column:natura_iva"`
	SplitPayment   bool         // the IVA is paid to the Treasury
	QuotaSSN       euro.Importo `gorm:"column:quota_ssn"`
	Beneficiario   string
	Creditore      string
	IBAN           fiscale.IBAN `gorm:"column:iban"`
	Dettaglio      []byte       `gorm:"type:jsonb"`
	Stato          string       // PROVVISORIO, DEFINITIVO or SIMULATO
	RiemetteID     *string      // the line that it, or the line of which it is the storno, pays again
	albero         calcolo.Spiegazione
}

// TableName is the table of Movimento.
func (Movimento) TableName() string { return "movimento" }

// AlCreditore is what is paid to who is paid: with the split payment the IVA goes
// to the Treasury (domain c.6).
func (m Movimento) AlCreditore() euro.Importo {
	if m.SplitPayment {
		return m.Imponibile
	}
	return m.Totale
}

// Pagamento is the tipo movimento of fig. 33, as the list writes it.
const Pagamento = "Pagamento"

// NomeTipo is the tipo movimento as the list writes it.
func (m Movimento) NomeTipo() string {
	switch {
	case m.Tipo == tipoStorno:
		return "Storno"
	case m.Tipo == tipoRiemissione:
		return "Rimessa in pagamento"
	case m.Tipo != tipoConguaglio:
		return Pagamento
	case m.Totale < 0:
		return "Conguaglio a debito"
	default:
		return "Conguaglio a credito"
	}
}

// FiltroMovimenti looks for lines in a run. Empty fields choose all.
type FiltroMovimenti struct {
	Cerca            string `json:"cerca,omitempty" doc:"Nominativo o numero" maxLength:"100" help:"Assistito o chi riceve, o un numero come 2024/13"`
	TipoInterventoID string `json:"tipoInterventoId,omitempty" format:"uuid" doc:"Tipo di intervento" opzioni:"tipiIntervento"`
}

// Parziale sums some lines. Voce says which, Chiave is the id of what it names,
// "" when that has none.
type Parziale struct {
	Voce        string
	Chiave      string
	Movimenti   int
	Imponibile  euro.Importo
	IVA         euro.Importo `gorm:"column:iva"`
	Totale      euro.Importo
	QuotaUtente euro.Importo
}

// somme are the columns of a Parziale over movimenti m.
const somme = `count(*) AS movimenti, coalesce(sum(m.imponibile), 0) AS imponibile, coalesce(sum(m.iva), 0) AS iva,
	coalesce(sum(m.totale), 0) AS totale, coalesce(sum(m.quota_utente), 0) AS quota_utente`

// ElencoMovimenti is a page of the lines that were looked for, with their sum.
type ElencoMovimenti struct {
	models.Elenco[Movimento]
	Somma Parziale
}

// diMovimento joins to a line what it is looked for by.
const diMovimento = ` FROM movimento m JOIN intervento i ON i.id = m.intervento_id JOIN soggetto s ON s.id = i.soggetto_id`

// ElencaMovimenti lists the lines of a run of the enti of who asks.
func ElencaMovimenti(tx *gorm.DB, chi models.Chi, elaborazioneID string, f FiltroMovimenti, p models.Pagina) (ElencoMovimenti, error) {
	var out ElencoMovimenti
	where, args := " WHERE m.elaborazione_id = ? AND m.ente_id IN ?", []any{elaborazioneID, chi.Enti()}
	da := " FROM movimento m"
	if f.TipoInterventoID != "" {
		da, where, args = diMovimento, where+" AND i.tipo_intervento_id = ?", append(args, f.TipoInterventoID)
	}
	if strings.TrimSpace(f.Cerca) != "" {
		da = diMovimento
		where, args = conAssistito(where, args, f.Cerca)
	}
	somma, err := models.Una[Parziale](tx, "", `SELECT `+somme+da+where, args...)
	if err != nil {
		return out, err
	}
	out.Somma, out.Totale = somma, somma.Movimenti
	out.Elementi, err = models.Tutte[Movimento](tx, `SELECT m.*`+da+where+` ORDER BY m.progressivo, m.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, err
}

// conAssistito adds to a condition what a box asks of a line: every word is in
// the name of the person or of who is paid, or is the number of the intervento.
func conAssistito(where string, args []any, testo string) (string, []any) {
	for _, parola := range strings.Fields(testo) {
		where += ` AND (s.ricerca LIKE '%' || siss_chiave_ricerca(?) || '%' OR siss_chiave_ricerca(m.beneficiario) LIKE '%' || siss_chiave_ricerca(?) || '%'
			OR i.anno || '/' || i.numero = ?)`
		args = append(args, parola, parola, parola)
	}
	return where, args
}

// PerTipo sums a run of the enti of who asks by tipo di intervento.
func PerTipo(tx *gorm.DB, chi models.Chi, elaborazioneID string) ([]Parziale, error) {
	return models.Tutte[Parziale](tx, `SELECT t.denominazione AS voce, t.id AS chiave, `+somme+`
		FROM movimento m JOIN intervento i ON i.id = m.intervento_id JOIN tipo_intervento t ON t.id = i.tipo_intervento_id
		WHERE m.elaborazione_id = ? AND m.ente_id IN ? GROUP BY t.id, t.denominazione ORDER BY t.denominazione, t.id LIMIT 1000`, elaborazioneID, chi.Enti())
}

// Persone is the Voce of what is paid to persons, together.
const Persone = "Persone"

// PerBeneficiario sums a run by who is paid: each ente erogatore, each gestore
// of structures, and the persons together.
func PerBeneficiario(tx *gorm.DB, chi models.Chi, elaborazioneID string) ([]Parziale, error) {
	return models.Tutte[Parziale](tx, `SELECT CASE i.natura WHEN 'ECONOMICO' THEN ? ELSE m.beneficiario END AS voce, `+somme+`
		FROM movimento m JOIN intervento i ON i.id = m.intervento_id WHERE m.elaborazione_id = ? AND m.ente_id IN ?
		GROUP BY 1 ORDER BY bool_and(i.natura = 'ECONOMICO') DESC, 1 LIMIT 1000`, Persone, elaborazioneID, chi.Enti())
}

// FiltroLiquidati looks for what was settled. Empty fields choose all.
type FiltroLiquidati struct {
	Mese             periodo.Mese `json:"mese,omitempty" format:"month" doc:"Mese di competenza"`
	Cerca            string       `json:"cerca,omitempty" doc:"Nominativo o numero" maxLength:"100" help:"Assistito o chi riceve, o un numero come 2024/13"`
	TipoInterventoID string       `json:"tipoInterventoId,omitempty" format:"uuid" doc:"Tipo di intervento" opzioni:"tipiIntervento"`
}

// Liquidato is a line of a definitive run, with the run and the intervento.
type Liquidato struct {
	Movimento
	Anno         int
	Numero       int
	Pagatore     string
	ConfermataIl time.Time
	Intervento   string
}

// Liquidati lists what definitive runs pay for the interventi of the enti of
// who asks, whoever pays, the latest confirmed first; with the sum of all.
func Liquidati(tx *gorm.DB, chi models.Chi, f FiltroLiquidati, p models.Pagina) (models.Elenco[Liquidato], Parziale, error) {
	var out models.Elenco[Liquidato]
	da := diMovimento + ` JOIN elaborazione e ON e.id = m.elaborazione_id JOIN ente g ON g.id = e.ente_id`
	where, args := ` WHERE i.ente_id IN ? AND m.stato = 'DEFINITIVO'`, []any{chi.Enti()}
	if !f.Mese.IsZero() {
		where, args = where+" AND m.mese_competenza = ?", append(args, f.Mese)
	}
	if f.TipoInterventoID != "" {
		where, args = where+" AND i.tipo_intervento_id = ?", append(args, f.TipoInterventoID)
	}
	where, args = conAssistito(where, args, f.Cerca)
	somma, err := models.Una[Parziale](tx, "", `SELECT `+somme+da+where, args...)
	if err != nil {
		return out, somma, err
	}
	out.Totale = somma.Movimenti
	out.Elementi, err = models.Tutte[Liquidato](tx, `SELECT m.*, e.anno, e.numero, g.denominazione AS pagatore, e.confermata_il,
			i.anno || '/' || i.numero AS intervento`+da+where+`
		ORDER BY e.confermata_il DESC, m.progressivo, m.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, somma, err
}

// PagatoDaAltri says who pays the cases of an ente.
type PagatoDaAltri struct {
	Ente     string
	Pagatore string
}

// PagatiDaAltri names the enti of who asks whose cases are paid by an ente of
// which who asks sees no runs.
func PagatiDaAltri(tx *gorm.DB, chi models.Chi) ([]PagatoDaAltri, error) {
	return models.Tutte[PagatoDaAltri](tx, `SELECT e.denominazione AS ente, p.denominazione AS pagatore FROM ente e JOIN ente p ON p.id = e.pagatore_id
		WHERE e.id IN ? AND p.id NOT IN ? ORDER BY e.denominazione, e.id LIMIT 1000`, chi.Enti(), chi.Enti())
}
