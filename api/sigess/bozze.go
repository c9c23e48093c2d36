package sigess

import (
	"context"
	"net/http"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/sigess"
)

func (s *sportello) rotteBozze(r *atti.Rotte) {
	op := func(id, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: http.MethodPut, Percorso: percorso, Titolo: titolo, Etichetta: etichettaInterventi}
	}
	atti.Registra(r, op("intervento-economico-bozza", "/interventi-economici/{id}", "Crea o sostituisce la bozza di un intervento economico"), s.salvaEconomico)
	atti.Registra(r, op("intervento-con-prestazioni-bozza", "/interventi-con-prestazioni/{id}", "Crea o sostituisce la bozza di un intervento con prestazioni"), s.salvaPrestazioni)
	atti.Registra(r, op("intervento-in-struttura-bozza", "/interventi-in-struttura/{id}", "Crea o sostituisce la bozza di un intervento in struttura"), s.salvaStruttura)
}

func (s *sportello) salvaEconomico(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloEconomico]) (Esito, error) {
	return s.salvaIntervento(ctx, chi, "salva-intervento-economico", func(tx *gorm.DB) (sigess.Intervento, error) {
		return sigess.SalvaEconomico(tx, chi, in.ID, in.Corpo)
	})
}

func (s *sportello) salvaPrestazioni(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloPrestazioni]) (Esito, error) {
	return s.salvaIntervento(ctx, chi, "salva-intervento-prestazioni", func(tx *gorm.DB) (sigess.Intervento, error) {
		return sigess.SalvaPrestazioni(tx, chi, in.ID, in.Corpo)
	})
}

func (s *sportello) salvaStruttura(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloStruttura]) (Esito, error) {
	return s.salvaIntervento(ctx, chi, "salva-intervento-struttura", func(tx *gorm.DB) (sigess.Intervento, error) {
		return sigess.SalvaStruttura(tx, chi, in.ID, in.Corpo)
	})
}

func (s *sportello) salvaIntervento(ctx context.Context, chi models.Chi, azione string, salva func(*gorm.DB) (sigess.Intervento, error)) (Esito, error) {
	return scrivi(ctx, s, chi, azione, func(tx *gorm.DB) (Esito, error) {
		i, err := salva(tx)
		if err != nil {
			return Esito{}, err
		}
		i, err = sigess.InterventoVisibile(tx, chi, i.ID)
		return esitoIntervento(i), err
	})
}

func esitoIntervento(i sigess.Intervento) Esito {
	return Esito{ID: i.ID, Numero: i.Estremi(), Stato: i.Stato}
}
