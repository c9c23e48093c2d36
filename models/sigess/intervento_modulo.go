package sigess

import (
	"gorm.io/gorm"

	"siss/models"
)

// The most rows that the lists of a form may have, as their tags say.
const (
	regoleMassime = 20
	pianoMassimo  = 50
	quoteMassime  = 20
)

// BozzaDi loads a draft of the natura, to go on filling it.
func BozzaDi(tx *gorm.DB, chi models.Chi, id string, natura Natura) (Intervento, error) {
	i, err := InterventoVisibile(tx, chi, id)
	switch {
	case err != nil:
		return i, err
	case i.Natura != natura:
		return i, models.Errorf(models.NotFound, "l'intervento è di un'altra tipologia: aprirlo dall'elenco degli interventi")
	case i.Stato != Bozza:
		return i, giaAttivato()
	}
	return i, nil
}

// EconomicoDi is the form of a draft with its drawers, to go on filling it.
func EconomicoDi(i Intervento, c Cassetti) ModuloEconomico {
	m := ModuloEconomico{Dettagli: DettagliDi(i), Regole: c.Regole, Versione: i.Versione}
	if c.Modalita != nil {
		m.Modalita = c.Modalita.ModuloModalita
	}
	return m.completo()
}

// PrestazioniDi is the form of a draft with its drawers, to go on filling it.
func PrestazioniDi(i Intervento, c Cassetti) ModuloPrestazioni {
	return ModuloPrestazioni{Dettagli: DettagliDi(i), ErogatoreID: *i.ErogatoreID, TariffarioID: *i.TariffarioID,
		Piano: pianoCompleto(c.ModuliPiano()), Quote: quoteComplete(c.Quote), Versione: i.Versione}
}

// StrutturaDi is the form of a draft with its drawers, to go on filling it.
func StrutturaDi(i Intervento, c Cassetti) ModuloStruttura {
	return ModuloStruttura{Dettagli: DettagliDi(i), Codice: i.CodiceInserimento, StrutturaID: *i.StrutturaID, TariffarioID: *i.TariffarioID,
		Piano: pianoCompleto(c.ModuliPiano()), Quote: quoteComplete(c.Quote), Versione: i.Versione}
}

// ModuliPiano are the rows of the plan as its form has them.
func (c Cassetti) ModuliPiano() []ModuloPiano {
	var out []ModuloPiano
	for _, r := range c.Piano {
		out = append(out, r.ModuloPiano)
	}
	return out
}

// completo fills in what may be left out: the conditions of a rule, and that
// the soggetto is paid.
func (m ModuloEconomico) completo() ModuloEconomico {
	regole := make([]ModuloRegola, len(m.Regole))
	for n, r := range m.Regole {
		regole[n] = r.completa()
	}
	m.Regole = regole
	if m.Modalita.BeneficiarioID == "" {
		m.Modalita.BeneficiarioID = m.Dettagli.SoggettoID
	}
	return m
}

// bozzaAperta locks the draft that a form is saved over and refuses a form
// opened before others saved it. It is true when the form was saved already.
func bozzaAperta[M any](tx *gorm.DB, i Intervento, versione int, scritto M, modulo func(Intervento, Cassetti) M) (Intervento, bool, error) {
	if versione == 0 {
		return i, false, nil
	}
	salvato, err := models.Una[Intervento](tx, "la bozza è stata scartata: inserire di nuovo l'intervento",
		`SELECT * FROM intervento WHERE id = ? AND ente_id = ? AND natura = ? FOR UPDATE`, i.ID, i.EnteID, i.Natura)
	switch {
	case models.KindOf(err) == models.NotFound:
		return i, false, models.Errorf(models.Conflict, "%s", err)
	case err != nil:
		return i, false, err
	case salvato.Stato != Bozza:
		return i, false, giaAttivato()
	}
	fatto, err := models.Attuale(tx, "intervento", i.ID, versione, salvato.Versione, scritto, func(v models.Versione[Intervento]) (any, error) {
		c, err := cassettiDellaVersione(tx, v)
		return modulo(v.Riga, c), err
	})
	return salvato, fatto, err
}

// cassettiDellaVersione reads from the audit the drawers of a draft as one
// saving left them.
func cassettiDellaVersione(tx *gorm.DB, v models.Versione[Intervento]) (Cassetti, error) {
	ids := func(tipo string, quanti int) []string {
		var out []string
		for n := range quanti {
			out = append(out, figlio(v.Riga.ID, tipo, n))
		}
		return out
	}
	var c Cassetti
	var err error
	if c.Regole, err = models.Figli[ModuloRegola](tx, v, "regola_pagamento", ids("regola", regoleMassime)); err != nil {
		return c, err
	}
	modalita, err := models.Figli[ModuloModalita](tx, v, "modalita_pagamento", ids("modalita", 1))
	if err != nil {
		return c, err
	}
	if len(modalita) == 1 {
		c.Modalita = &Modalita{ModuloModalita: modalita[0]}
	}
	piano, err := models.Figli[ModuloPiano](tx, v, "riga_piano", ids("piano", pianoMassimo))
	if err != nil {
		return c, err
	}
	for _, p := range piano {
		c.Piano = append(c.Piano, RigaPiano{ModuloPiano: p})
	}
	c.Quote, err = models.Figli[ModuloQuota](tx, v, "quota_utente", ids("quota", quoteMassime))
	return c, err
}
