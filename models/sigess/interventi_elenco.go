package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// RigaIntervento is a line of the list of interventi.
type RigaIntervento struct {
	Intervento
	Codice        int
	Cognome       string
	Nome          string
	Sesso         string
	DataNascita   periodo.Data
	CodiceFiscale fiscale.Codice
	Tipo          string
	Responsabile  string
}

// FiltroInterventi chooses interventi. Empty fields choose all; a period, those
// in course on some of its days.
type FiltroInterventi struct {
	Natura           string       `json:"natura,omitempty" doc:"Natura" enum:"ECONOMICO,PRESTAZIONI,STRUTTURA" etichette:"Economico,Con prestazioni,In struttura"`
	SoggettoID       string       `json:"soggettoId,omitempty" format:"uuid" doc:"Soggetto" widget:"hidden"`
	Soggetto         string       `json:"soggetto,omitempty" doc:"Soggetto" maxLength:"100" help:"Cognome e nome, codice fiscale o codice"`
	Stato            string       `json:"stato,omitempty" doc:"Stato" enum:"BOZZA,DA_ATTIVARE,ATTIVO,SOSPESO,CONCLUSO" etichette:"Bozza,In attesa,Attivo,Sospeso,Concluso"`
	TipoInterventoID string       `json:"tipoInterventoId,omitempty" format:"uuid" doc:"Tipo intervento" opzioni:"tipiIntervento"`
	Anno             int          `json:"anno,omitempty" doc:"Anno" minimum:"0" maximum:"2200"`
	Numero           int          `json:"numero,omitempty" doc:"Numero" minimum:"0"`
	UOID             string       `json:"uoId,omitempty" format:"uuid" doc:"Ufficio" opzioni:"uffici"`
	ResponsabileID   string       `json:"responsabileId,omitempty" format:"uuid" doc:"Operatore responsabile" opzioni:"operatori"`
	Dal              periodo.Data `json:"dal,omitempty" format:"date" doc:"In corso dal"`
	Al               periodo.Data `json:"al,omitempty" format:"date" doc:"In corso fino al"`
	Ordine           string       `json:"ordine,omitempty" doc:"Ordine" enum:"-inizio,inizio,-numero,numero,codice,-codice,cognome,-cognome,nascita,-nascita,codiceFiscale,-codiceFiscale" etichette:"Data inizio: dalla più recente,Data inizio: dalla più vecchia,Numero: dal più alto,Numero: dal più basso,Codice: dal più basso,Codice: dal più alto,Cognome: dalla A,Cognome: dalla Z,Data di nascita: dalla più vecchia,Data di nascita: dalla più recente,Codice fiscale: dalla A,Codice fiscale: dalla Z"`
}

// Check refuses a reversed period.
func (f FiltroInterventi) Check() map[string]string { return periodoDritto(f.Dal, f.Al) }

// ordiniInterventi are the total orders of the list; "" is the latest to begin first.
var ordiniInterventi = map[string]string{
	"":               "i.data_inizio DESC, i.numero DESC NULLS FIRST, i.id",
	"-inizio":        "i.data_inizio DESC, i.numero DESC NULLS FIRST, i.id",
	"inizio":         "i.data_inizio, i.numero NULLS LAST, i.id",
	"-numero":        "i.anno DESC NULLS LAST, i.numero DESC, i.id",
	"numero":         "i.anno NULLS LAST, i.numero, i.id",
	"codice":         "s.codice, i.data_inizio DESC, i.id",
	"-codice":        "s.codice DESC, i.data_inizio DESC, i.id",
	"cognome":        "s.cognome, s.nome, s.data_nascita, i.data_inizio DESC, i.id",
	"-cognome":       "s.cognome DESC, s.nome DESC, s.data_nascita, i.data_inizio DESC, i.id",
	"nascita":        "s.data_nascita, i.data_inizio DESC, i.id",
	"-nascita":       "s.data_nascita DESC, i.data_inizio DESC, i.id",
	"codiceFiscale":  "s.codice_fiscale NULLS LAST, i.data_inizio DESC, i.id",
	"-codiceFiscale": "s.codice_fiscale DESC NULLS LAST, i.data_inizio DESC, i.id",
}

// ElencaInterventi lists interventi, the latest to begin first unless another
// order is asked for.
func ElencaInterventi(tx *gorm.DB, chi models.Chi, f FiltroInterventi, p models.Pagina) (models.Elenco[RigaIntervento], error) {
	c := condizioni{where: []string{"i.ente_id IN ?"}, args: []any{chi.Enti()}}
	c.se(f.Natura != "", "i.natura = ?", f.Natura)
	c.se(f.SoggettoID != "", "i.soggetto_id = ?", f.SoggettoID)
	c.soggetto("i", chi, f.Soggetto)
	c.se(f.Stato != "", "i.stato = ?", f.Stato)
	c.se(f.TipoInterventoID != "", "i.tipo_intervento_id = ?", f.TipoInterventoID)
	c.se(f.Anno != 0, "i.anno = ?", f.Anno)
	c.se(f.Numero != 0, "i.numero = ?", f.Numero)
	c.se(f.UOID != "", "i.uo_id = ?", f.UOID)
	c.se(f.ResponsabileID != "", "i.operatore_responsabile_id = ?", f.ResponsabileID)
	c.se(!f.Dal.IsZero(), "(i.data_fine IS NULL OR i.data_fine >= ?)", f.Dal)
	c.se(!f.Al.IsZero(), "i.data_inizio <= ?", f.Al)
	return elenca[RigaIntervento](tx, "intervento i", c, rigaIntervento, ordiniInterventi[f.Ordine], p)
}

const rigaIntervento = `SELECT i.*, s.codice, s.cognome, s.nome, s.sesso, s.data_nascita, s.codice_fiscale, t.denominazione AS tipo,
	o.cognome || ' ' || o.nome AS responsabile
	FROM intervento i JOIN soggetto s ON s.id = i.soggetto_id JOIN tipo_intervento t ON t.id = i.tipo_intervento_id
	JOIN operatore o ON o.id = i.operatore_responsabile_id`
