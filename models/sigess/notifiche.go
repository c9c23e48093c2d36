package sigess

import (
	"gorm.io/gorm"

	"siss/models/inbox"
	"siss/models/periodo"
)

// avvisaAssegnata tells who receives a domanda that another assigned it (manuale
// §2, fig. 2: the notification of the home page).
func avvisaAssegnata(tx *gorm.DB, d Domanda, operatore, attoID string) error {
	return inbox.Avvisa(tx, inbox.Notifica{Chiave: WorkflowDomanda(d.ID) + "/assegnata/" + attoID, OperatoreID: operatore, EnteID: d.EnteID,
		Tipo: inbox.DomandaAssegnata, Testo: "Domanda " + d.Estremi() + " assegnata", Oggetto: "domanda", OggettoID: d.ID, SoggettoID: &d.SoggettoID})
}

// avvisaEsito tells who entered a domanda how it ended.
func avvisaEsito(tx *gorm.DB, d Domanda, esito Stato) error {
	testi := map[Stato]string{Accolta: "accolta", AccoltaParz: "accolta in parte", Respinta: "respinta"}
	return inbox.Avvisa(tx, inbox.Notifica{Chiave: WorkflowDomanda(d.ID) + "/esito", OperatoreID: d.CreataDa, EnteID: d.EnteID,
		Tipo: inbox.DomandaEsito, Testo: "Domanda " + d.Estremi() + " " + testi[esito], Oggetto: "domanda", OggettoID: d.ID, SoggettoID: &d.SoggettoID})
}

// avvisaResponsabile tells the responsible of an intervento what was done on
// it; cosa tells this act from the others on the same intervento.
func avvisaResponsabile(tx *gorm.DB, i Intervento, tipo inbox.Avviso, testo, cosa string) error {
	return inbox.Avvisa(tx, inbox.Notifica{Chiave: WorkflowIntervento(i.ID) + "/" + cosa, OperatoreID: i.OperatoreResponsabileID, EnteID: i.EnteID,
		Tipo: tipo, Testo: "Intervento " + i.Estremi() + " " + testo, Oggetto: "intervento", OggettoID: i.ID, SoggettoID: &i.SoggettoID})
}

// avvisaAttivato tells the responsible that the intervento was activated.
func avvisaAttivato(tx *gorm.DB, i Intervento, anno, numero int) error {
	i.Anno, i.Numero = &anno, &numero
	return avvisaResponsabile(tx, i, inbox.InterventoAttivato, "attivato dal "+i.DataInizio.Italiana(), "attivato")
}

// avvisaSospeso tells the responsible that the intervento was suspended.
func avvisaSospeso(tx *gorm.DB, i Intervento, m ModuloSospensione, attoID string) error {
	testo := "sospeso dal " + m.Dal.Italiana()
	if !m.Al.IsZero() {
		testo += " al " + m.Al.Italiana()
	}
	return avvisaResponsabile(tx, i, inbox.InterventoSospeso, testo, "sospeso/"+attoID)
}

// avvisaRipreso tells the responsible from when the intervento goes on.
func avvisaRipreso(tx *gorm.DB, i Intervento, dal periodo.Data) error {
	return avvisaResponsabile(tx, i, inbox.InterventoAttivato, "di nuovo attivo dal "+dal.Italiana(), "ripreso/"+dal.String())
}

// avvisaTermine tells the responsible which is the last day.
func avvisaTermine(tx *gorm.DB, i Intervento, fine periodo.Data) error {
	return avvisaResponsabile(tx, i, inbox.InterventoTerminato, "concluso: ultimo giorno "+fine.Italiana(), "termine/"+fine.String())
}

// avvisaCambio tells the responsible of a state that came by itself, on its
// day. What an operatore does is told by his act.
func avvisaCambio(tx *gorm.DB, i Intervento, stato Stato, oggi periodo.Data) error {
	var agisce bool
	if err := tx.Raw(`SELECT siss_operatore() IS NOT NULL`).Find(&agisce).Error; err != nil || agisce {
		return err
	}
	tipo, testo := inbox.InterventoAttivato, "di nuovo attivo"
	switch {
	case stato == Sospeso:
		tipo, testo = inbox.InterventoSospeso, "sospeso da oggi"
	case stato == Concluso:
		tipo, testo = inbox.InterventoTerminato, "concluso"
	case i.Stato == DaAttivare:
		testo = "attivo da oggi"
	}
	return avvisaResponsabile(tx, i, tipo, testo, string(stato)+"/"+oggi.String())
}

// avvisaRichiedente tells who asked for a run what became of it; one that a
// schedule started was asked by nobody.
func avvisaRichiedente(tx *gorm.DB, e Elaborazione, tipo inbox.Avviso, testo string) error {
	if e.CreataDa == nil {
		return nil
	}
	return inbox.Avvisa(tx, inbox.Notifica{Chiave: WorkflowElaborazione(e.ID) + "/" + string(tipo), OperatoreID: *e.CreataDa, EnteID: e.EnteID,
		Tipo: tipo, Testo: "Elaborazione contabile " + e.Estremi() + " " + testo, Oggetto: "elaborazione", OggettoID: e.ID})
}
