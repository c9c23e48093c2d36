package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// TipoAnomalia says why a month of an intervento is not paid. The strings are
// durable.
type TipoAnomalia string

// The kinds of anomalia.
const (
	TariffaMancante     TipoAnomalia = "TARIFFA_MANCANTE"
	NessunAccesso       TipoAnomalia = "NESSUN_ACCESSO"
	GiaLiquidato        TipoAnomalia = "GIA_LIQUIDATO"
	InAltraElaborazione TipoAnomalia = "IN_ALTRA_ELABORAZIONE"

	ISEEMancante TipoAnomalia = "ISEE_MANCANTE"

	IBANNonValido        TipoAnomalia = "IBAN_NON_VALIDO"
	BeneficiarioDeceduto TipoAnomalia = "BENEFICIARIO_DECEDUTO"
	PagamentoRifiutato   TipoAnomalia = "PAGAMENTO_RIFIUTATO"
	ImpegnoInsufficiente TipoAnomalia = "IMPEGNO_INSUFFICIENTE"

	// MeseNonFirmato only warns: the month is paid all the same.
	MeseNonFirmato TipoAnomalia = "MESE_NON_FIRMATO"
)

// Nome is the kind in the operators' words.
func (t TipoAnomalia) Nome() string {
	return map[TipoAnomalia]string{TariffaMancante: "Tariffa mancante", NessunAccesso: "Nessun accesso",
		GiaLiquidato: "Già liquidato", InAltraElaborazione: "In un'altra elaborazione", ISEEMancante: "ISEE mancante",
		IBANNonValido: "IBAN non valido", BeneficiarioDeceduto: "Beneficiario deceduto", PagamentoRifiutato: "Pagamento rifiutato", ImpegnoInsufficiente: "Impegno insufficiente", MeseNonFirmato: "Mese non firmato"}[t]
}

// difetto is an anomalia as the calculation finds it. Giorno is absent when it
// is of the whole month, AltraID names the run that holds the month, Importo is
// what is due and cannot be paid, Mancante what its impegni lack.
type difetto struct {
	Tipo     TipoAnomalia
	Mese     periodo.Mese
	Giorno   periodo.Data
	AltraID  *string
	Importo  *euro.Importo
	Mancante *euro.Importo
	Testo    string
}

// Anomalia is why an intervento is not in a run, and what became of it since:
// the row of the run never changes, the mark beside it does.
type Anomalia struct {
	ID             string
	InterventoID   string
	Intervento     string // "2024/13"
	Cognome        string
	Nome           string
	DataNascita    periodo.Data
	TipoIntervento string
	Tipo           TipoAnomalia
	Mese           periodo.Mese
	Giorno         periodo.Data
	AltraID        *string
	Importo        *euro.Importo // due and blocked, nil when the month has no amount
	Mancante       *euro.Importo // of which its impegni lack, nil for another reason
	Testo          string
	SistemataIl    *time.Time
	SistemataDa    string
	Nota           string
	// LiquidataCon is the number of a definitive run that pays the month since,
	// "" for none.
	LiquidataCon string
}

// FiltroAnomalie chooses anomalie. Empty fields choose all.
type FiltroAnomalie struct {
	Stato string `json:"stato,omitempty" doc:"Stato" enum:"DA_SISTEMARE,SISTEMATA" etichette:"Da sistemare,Sistemate"`
	Tipo  string `json:"tipo,omitempty" doc:"Che cosa manca" enum:"TARIFFA_MANCANTE,NESSUN_ACCESSO,GIA_LIQUIDATO,IN_ALTRA_ELABORAZIONE,IBAN_NON_VALIDO,BENEFICIARIO_DECEDUTO,PAGAMENTO_RIFIUTATO,IMPEGNO_INSUFFICIENTE,MESE_NON_FIRMATO,ISEE_MANCANTE" etichette:"Tariffa mancante,Nessun accesso,Già liquidato,In un'altra elaborazione,IBAN non valido,Beneficiario deceduto,Pagamento rifiutato,Impegno insufficiente,Mese non firmato,ISEE mancante"`
	Cerca string `json:"cerca,omitempty" doc:"Nominativo o numero" maxLength:"100" help:"Anche solo una parte, o un numero come 2024/13"`
}

const daAnomalia = ` FROM anomalia a JOIN intervento i ON i.id = a.intervento_id JOIN soggetto s ON s.id = i.soggetto_id
	LEFT JOIN sistemazione x ON x.id = a.id WHERE a.elaborazione_id = ? AND a.ente_id IN ?`

// ElencaAnomalie lists what a run of the enti of who asks could not pay, and
// why: first what is still to be dealt with.
func ElencaAnomalie(tx *gorm.DB, chi models.Chi, elaborazioneID string, f FiltroAnomalie, p models.Pagina) (models.Elenco[Anomalia], error) {
	var out models.Elenco[Anomalia]
	where, args := daAnomalia, []any{elaborazioneID, chi.Enti()}
	if f.Stato != "" {
		where, args = where+" AND (x.id IS NOT NULL) = ?", append(args, f.Stato == "SISTEMATA")
	}
	if f.Tipo != "" {
		where, args = where+" AND a.tipo = ?", append(args, f.Tipo)
	}
	where, args = conNome(where, args, f.Cerca)
	if err := tx.Raw("SELECT count(*)"+where, args...).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("anomalie: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[Anomalia](tx, `SELECT a.id, a.intervento_id, i.anno || '/' || i.numero AS intervento, s.cognome, s.nome, s.data_nascita,
			(SELECT t.denominazione FROM tipo_intervento t WHERE t.id = i.tipo_intervento_id) AS tipo_intervento,
			a.tipo, a.mese, a.giorno, a.altra_id, a.importo, a.mancante, a.testo, x.sistemata_il, coalesce(x.nota, '') AS nota,
			coalesce((SELECT o.cognome || ' ' || o.nome FROM operatore o WHERE o.id = x.sistemata_da), '') AS sistemata_da,
			coalesce((SELECT e.anno || '/' || e.numero FROM mese_elaborato m JOIN elaborazione e ON e.id = m.elaborazione_id
				WHERE m.intervento_id = a.intervento_id AND m.mese = a.mese AND e.stato IN ('DEFINITIVA', 'TRASMESSA', 'PAGATA_PARZIALE', 'PAGATA')), '') AS liquidata_con`+where+`
		ORDER BY x.id IS NOT NULL, i.anno, i.numero, a.mese, a.giorno NULLS FIRST, a.testo, a.id LIMIT ? OFFSET ?`, append(args, p.Limite, p.Salta)...)
	return out, err
}

// anomalieMassime is how many anomalie a list without pages holds.
const anomalieMassime = 1000

// Anomalie lists the first of what a run could not pay, and why.
func Anomalie(tx *gorm.DB, chi models.Chi, elaborazioneID string) ([]Anomalia, error) {
	elenco, err := ElencaAnomalie(tx, chi, elaborazioneID, FiltroAnomalie{}, models.Pagina{Limite: anomalieMassime})
	return elenco.Elementi, err
}

// ConteggioAnomalie counts the anomalie of a kind.
type ConteggioAnomalie struct {
	Tipo      TipoAnomalia
	Totale    int
	Sistemate int
	Importo   euro.Importo // due and blocked
}

// ContaAnomalie counts the anomalie of a run of the enti of who asks, by kind.
func ContaAnomalie(tx *gorm.DB, chi models.Chi, elaborazioneID string) ([]ConteggioAnomalie, error) {
	return models.Tutte[ConteggioAnomalie](tx, `SELECT a.tipo, count(*) AS totale, count(x.id) AS sistemate, coalesce(sum(a.importo), 0) AS importo
		FROM anomalia a LEFT JOIN sistemazione x ON x.id = a.id WHERE a.elaborazione_id = ? AND a.ente_id IN ?
		GROUP BY a.tipo ORDER BY a.tipo`, elaborazioneID, chi.Enti())
}

// ModuloSistemazione marks anomalie as dealt with.
type ModuloSistemazione struct {
	Anomalie []string `json:"anomalie" format:"uuid" doc:"Anomalie" minItems:"1" maxItems:"1000"`
	Nota     string   `json:"nota,omitempty" doc:"Nota" maxLength:"500" help:"Che cosa si è fatto"`
}

// ModuloRiapertura takes the mark away.
type ModuloRiapertura struct {
	Anomalie []string `json:"anomalie" format:"uuid" doc:"Anomalie" minItems:"1" maxItems:"1000"`
}

// Sistema marks anomalie of a run as dealt with, by whom and when. One that is
// marked already keeps its mark, with the new note if there is one.
func Sistema(tx *gorm.DB, chi models.Chi, elaborazioneID string, m ModuloSistemazione, quando time.Time) error {
	e, err := diChiElabora(tx, chi, elaborazioneID, m.Anomalie)
	if err != nil {
		return err
	}
	return esegui(tx, `INSERT INTO sistemazione (id, ente_id, nota, sistemata_da, sistemata_il)
		SELECT a.id, a.ente_id, ?, ?, ? FROM anomalia a WHERE a.elaborazione_id = ? AND a.id IN ? ORDER BY a.id
		ON CONFLICT (id) DO UPDATE SET nota = excluded.nota, sistemata_da = excluded.sistemata_da, sistemata_il = excluded.sistemata_il
			WHERE excluded.nota <> '' AND excluded.nota <> sistemazione.nota`, m.Nota, chi.OperatoreID, quando, e.ID, m.Anomalie)
}

// Riapri says that anomalie of a run are to be dealt with again. Saying it of
// one that is is harmless.
func Riapri(tx *gorm.DB, chi models.Chi, elaborazioneID string, m ModuloRiapertura) error {
	if _, err := diChiElabora(tx, chi, elaborazioneID, m.Anomalie); err != nil {
		return err
	}
	return esegui(tx, `DELETE FROM sistemazione WHERE id IN ?`, m.Anomalie)
}

// diChiElabora refuses anomalie that are not of the run, and who may not
// prepare runs of its ente.
func diChiElabora(tx *gorm.DB, chi models.Chi, elaborazioneID string, anomalie []string) (Elaborazione, error) {
	e, err := ElaborazioneVisibile(tx, chi, elaborazioneID)
	if err != nil {
		return e, err
	}
	if err := Elabora(chi, e.EnteID); err != nil {
		return e, err
	}
	trovate, err := models.Tutte[struct{ ID string }](tx, `SELECT id FROM anomalia WHERE elaborazione_id = ? AND id IN ?`, elaborazioneID, anomalie)
	if err != nil {
		return e, err
	}
	sue := map[string]bool{}
	for _, a := range trovate {
		sue[a.ID] = true
	}
	for n, id := range anomalie {
		if !sue[id] {
			return e, models.Refuse(fmt.Sprintf("anomalie.%d", n), "l'anomalia non è di questa elaborazione: ricaricare la pagina")
		}
	}
	return e, nil
}
