package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// RigaDomanda is a line of the list of domande.
type RigaDomanda struct {
	Domanda
	Cognome       string
	Nome          string
	DataNascita   periodo.Data
	CodiceFiscale fiscale.Codice
	Ufficio       string // that received it
	InCarico      string // office that has it now
	Assegnatario  string
	Tipi          string // what it asks for, in words
}

// FiltroDomande chooses domande. Empty fields choose all.
type FiltroDomande struct {
	SoggettoID       string       `json:"soggettoId,omitempty" format:"uuid" doc:"Soggetto" widget:"hidden" query:"soggettoId"`
	Soggetto         string       `json:"soggetto,omitempty" doc:"Soggetto" maxLength:"100" help:"Cognome e nome, codice fiscale o codice"`
	Stato            string       `json:"stato,omitempty" doc:"Stato" enum:"BOZZA,PRESENTATA,IN_ISTRUTTORIA,SOSPESA,PREAVVISO,ACCOLTA,ACCOLTA_PARZ,RESPINTA,CHIUSA" etichette:"Bozza,Presentata,In istruttoria,Sospesa,In preavviso di rigetto,Accolta,Accolta parzialmente,Respinta,Chiusa" query:"stato"`
	TipoInterventoID string       `json:"tipoInterventoId,omitempty" format:"uuid" doc:"Tipo di intervento richiesto" opzioni:"tipiIntervento"`
	Anno             int          `json:"anno,omitempty" doc:"Anno" minimum:"0" maximum:"2200" query:"anno"`
	Numero           int          `json:"numero,omitempty" doc:"Numero" minimum:"0" query:"numero"`
	UOID             string       `json:"uoId,omitempty" format:"uuid" doc:"Ufficio che l'ha in carico" opzioni:"uffici"`
	OperatoreID      string       `json:"operatoreId,omitempty" format:"uuid" doc:"Operatore" opzioni:"operatori"`
	Dal              periodo.Data `json:"dal,omitempty" format:"date" doc:"Presentata dal"`
	Al               periodo.Data `json:"al,omitempty" format:"date" doc:"Presentata fino al"`
	Ordine           string       `json:"ordine,omitempty" doc:"Ordine" enum:"-presentazione,presentazione,-numero,numero,soggetto,-soggetto,scadenza,-scadenza" etichette:"Presentazione: dalla più recente,Presentazione: dalla più vecchia,Numero: dal più alto,Numero: dal più basso,Soggetto: dalla A,Soggetto: dalla Z,Scadenza: dalla più vicina,Scadenza: dalla più lontana"`
}

// Check refuses a reversed period.
func (f FiltroDomande) Check() map[string]string { return periodoDritto(f.Dal, f.Al) }

func periodoDritto(dal, al periodo.Data) map[string]string {
	if al.Prima(dal) {
		return map[string]string{"al": "la fine precede l'inizio"}
	}
	return nil
}

// ordiniDomande are the total orders of the list; "" is the latest presented first.
var ordiniDomande = map[string]string{
	"":               "d.data_presentazione DESC, d.numero DESC NULLS FIRST, d.id",
	"-presentazione": "d.data_presentazione DESC, d.numero DESC NULLS FIRST, d.id",
	"presentazione":  "d.data_presentazione, d.numero NULLS LAST, d.id",
	"-numero":        "d.anno DESC NULLS LAST, d.numero DESC, d.id",
	"numero":         "d.anno NULLS LAST, d.numero, d.id",
	"soggetto":       "s.cognome, s.nome, s.data_nascita, d.data_presentazione DESC, d.id",
	"-soggetto":      "s.cognome DESC, s.nome DESC, s.data_nascita, d.data_presentazione DESC, d.id",
	"scadenza":       "d.scadenza_il NULLS LAST, d.id",
	"-scadenza":      "d.scadenza_il DESC NULLS LAST, d.id",
}

// ElencaDomande lists domande, the latest presented first unless another order
// is asked for.
func ElencaDomande(tx *gorm.DB, chi models.Chi, f FiltroDomande, p models.Pagina) (models.Elenco[RigaDomanda], error) {
	c := condizioni{where: []string{"d.ente_id IN ?"}, args: []any{chi.Enti()}}
	c.se(f.SoggettoID != "", "d.soggetto_id = ?", f.SoggettoID)
	c.soggetto("d", chi, f.Soggetto)
	c.se(f.Stato != "", "d.stato = ?", f.Stato)
	c.se(f.TipoInterventoID != "", "EXISTS (SELECT 1 FROM richiesta r WHERE r.domanda_id = d.id AND r.tipo_intervento_id = ?)", f.TipoInterventoID)
	c.se(f.Anno != 0, "d.anno = ?", f.Anno)
	c.se(f.Numero != 0, "d.numero = ?", f.Numero)
	c.se(f.UOID != "", `d.id IN (SELECT domanda_id FROM assegnazione WHERE uo_id = ? AND tipo = 'UO' AND data_fine IS NULL
		UNION ALL SELECT id FROM domanda WHERE uo_id = ? AND stato = 'BOZZA')`, f.UOID, f.UOID)
	c.se(f.OperatoreID != "", "d.id IN (SELECT domanda_id FROM assegnazione WHERE operatore_id = ? AND data_fine IS NULL)", f.OperatoreID)
	c.se(!f.Dal.IsZero(), "d.data_presentazione >= ?", f.Dal)
	c.se(!f.Al.IsZero(), "d.data_presentazione <= ?", f.Al)
	return elenca[RigaDomanda](tx, "domanda d", c, rigaDomanda, ordiniDomande[f.Ordine], p)
}

const rigaDomanda = `SELECT d.*, s.cognome, s.nome, s.data_nascita, s.codice_fiscale, u.codice || ' - ' || u.denominazione AS ufficio,
	coalesce(v.codice || ' - ' || v.denominazione, u.codice || ' - ' || u.denominazione) AS in_carico, coalesce(o.cognome || ' ' || o.nome, '') AS assegnatario,
	(SELECT string_agg(t.denominazione, ', ' ORDER BY r.progressivo) FROM richiesta r JOIN tipo_intervento t ON t.id = r.tipo_intervento_id
		WHERE r.domanda_id = d.id) AS tipi
	FROM domanda d JOIN soggetto s ON s.id = d.soggetto_id JOIN uo u ON u.id = d.uo_id
	LEFT JOIN assegnazione a ON a.domanda_id = d.id AND a.tipo = 'OPERATORE' AND a.data_fine IS NULL LEFT JOIN operatore o ON o.id = a.operatore_id
	LEFT JOIN assegnazione b ON b.domanda_id = d.id AND b.tipo = 'UO' AND b.data_fine IS NULL LEFT JOIN uo v ON v.id = b.uo_id`
