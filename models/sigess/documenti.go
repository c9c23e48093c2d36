package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/documento"
)

// CasoDomanda is a domanda as what its papers belong to, for who may act on it.
// A paper may arrive in any state: an appeal comes when the file is closed.
func CasoDomanda(tx *gorm.DB, chi models.Chi, id string) (documento.Caso, error) {
	d, err := DomandaVisibile(tx, chi, id)
	if err != nil {
		return documento.Caso{}, err
	}
	return documento.Caso{Tipo: documento.Domanda, ID: d.ID, EnteID: d.EnteID}, Tratta(tx, chi, d)
}

// CasoIntervento is an intervento as what its papers belong to, for who may act
// on it.
func CasoIntervento(tx *gorm.DB, chi models.Chi, id string) (documento.Caso, error) {
	i, err := InterventoVisibile(tx, chi, id)
	if err != nil {
		return documento.Caso{}, err
	}
	return documento.Caso{Tipo: documento.Intervento, ID: i.ID, EnteID: i.EnteID}, Gestisce(chi, i)
}

// AnnullaDocumento annuls a paper of a case on which who acts may act.
func AnnullaDocumento(tx *gorm.DB, chi models.Chi, id string, m documento.ModuloAnnullamento, quando time.Time) error {
	a, err := documento.AllegatoVisibile(tx, chi, id)
	if err != nil {
		return err
	}
	caso, spetta := a.Caso(), CasoIntervento
	if caso.Tipo == documento.Domanda {
		spetta = CasoDomanda
	}
	if _, err := spetta(tx, chi, caso.ID); err != nil {
		return err
	}
	return documento.Annulla(tx, chi, id, m, quando)
}
