package sigess

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// ModuloDi rebuilds the form of a draft, to go on filling it.
func ModuloDi(tx *gorm.DB, chi models.Chi, id string) (ModuloDomanda, error) {
	d, err := DomandaVisibile(tx, chi, id)
	if err != nil {
		return ModuloDomanda{}, err
	}
	if d.Stato != Bozza {
		return ModuloDomanda{}, giaPresentata()
	}
	richieste, err := models.Tutte[Richiesta](tx, `SELECT * FROM richiesta WHERE domanda_id = ? ORDER BY progressivo`, id)
	return d.modulo(richieste), err
}

func giaPresentata() error {
	return models.Errorf(models.Conflict, "la domanda è già stata presentata: non si può più modificare")
}

// modulo is the form that shows a domanda with its richieste.
func (d Domanda) modulo(richieste []Richiesta) ModuloDomanda {
	m := ModuloDomanda{SoggettoID: d.SoggettoID, UOID: d.UOID, DataPresentazione: d.DataPresentazione, Canale: d.Canale, Versione: d.Versione,
		Firmatario: ModuloFirmatario{Qualita: d.FirmatarioQualita, Nominativo: d.FirmatarioNominativo}, Note: d.Note}
	if d.SeguitaDal != nil {
		m.SeguitaDal = periodo.DataOra(*d.SeguitaDal)
	}
	for _, r := range richieste {
		m.Richieste = append(m.Richieste, ModuloRichiesta{TipoInterventoID: r.TipoInterventoID, Note: r.Note})
	}
	return m
}

// domandaAperta locks the draft that a form is saved over and refuses a form
// opened before others saved it. It is true when the form was saved already.
func domandaAperta(tx *gorm.DB, id, enteID string, m ModuloDomanda) (Domanda, bool, error) {
	if m.Versione == 0 {
		return Domanda{}, false, nil
	}
	d, err := models.Una[Domanda](tx, "la bozza è stata scartata: inserire di nuovo la domanda", `SELECT * FROM domanda WHERE id = ? AND ente_id = ? FOR UPDATE`, id, enteID)
	switch {
	case models.KindOf(err) == models.NotFound:
		return d, false, models.Errorf(models.Conflict, "%s", err)
	case err != nil:
		return d, false, err
	case d.Stato != Bozza:
		return d, false, giaPresentata()
	}
	var ids []string
	for n := range richiesteMassime {
		ids = append(ids, idRichiesta(id, n+1))
	}
	fatto, err := models.Attuale(tx, "domanda", id, m.Versione, d.Versione, m, func(v models.Versione[Domanda]) (any, error) {
		richieste, err := models.Figli[Richiesta](tx, v, "richiesta", ids)
		return v.Riga.modulo(richieste), err
	})
	return d, fatto, err
}

// richiesteMassime is how many richieste a domanda may have.
const richiesteMassime = 20

// idRichiesta is the id of the richiesta with that number, from 1.
func idRichiesta(domandaID string, numero int) string {
	return uuid.NewSHA1(spazioRichieste, fmt.Appendf(nil, "%s/%d", domandaID, numero)).String()
}
