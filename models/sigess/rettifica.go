package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// restaQualcosa holds for the rows of a cell, taken together, that say something.
const restaQualcosa = `coalesce(sum(quantita), 0) + coalesce(sum(minuti), 0) > 0`

// accessiDi reads what the cells of some interventi say between two days: a row
// and its corrections are one accesso, or none when nothing is left.
func accessiDi(tx *gorm.DB, interventi []string, dal, al periodo.Data) ([]Accesso, error) {
	righe, err := models.Tutte[Accesso](tx, `SELECT * FROM accesso WHERE intervento_id IN ? AND data BETWEEN ? AND ?
		ORDER BY data, prestazione, intervento_id, progressivo`, interventi, dal, al)
	return netti(righe), err
}

// netti joins to each row its corrections, which follow it.
func netti(righe []Accesso) []Accesso {
	var out []Accesso
	for _, r := range righe {
		ultimo := len(out) - 1
		if r.RettificaDi == nil {
			if ultimo >= 0 && out[ultimo].nullo() {
				out = out[:ultimo]
			}
			out = append(out, r)
			continue
		}
		out[ultimo] = out[ultimo].piu(r)
	}
	if n := len(out); n > 0 && out[n-1].nullo() {
		out = out[:n-1]
	}
	return out
}

// piu is a correction with what the rows before it sum to.
func (a Accesso) piu(r Accesso) Accesso {
	if a.Minuti != nil {
		somma := *a.Minuti + *r.Minuti
		r.Minuti = &somma
		return r
	}
	somma := *a.Quantita + *r.Quantita
	r.Quantita = &somma
	return r
}

// nullo tells whether the rows of a cell sum to nothing.
func (a Accesso) nullo() bool {
	return a.Minuti != nil && *a.Minuti == 0 || a.Quantita != nil && *a.Quantita == 0
}

// rettificata is the row that corrects what the rows of a cell sum to, so that
// they say dopo, or nothing when it is nil: the tipo di presenza is that of the last.
func (a Accesso) rettificata(chi models.Chi, dopo *Accesso) Accesso {
	r := a
	r.ID, r.Progressivo, r.RettificaDi, r.InseritoDa = figlio(a.ID, "rettifica", 0), a.Progressivo+1, &a.ID, chi.OperatoreID
	if dopo != nil {
		r.TipoPresenza = dopo.TipoPresenza
	}
	if a.Minuti != nil {
		delta := -*a.Minuti
		if dopo != nil {
			delta += *dopo.Minuti
		}
		r.Minuti = &delta
		return r
	}
	delta := -*a.Quantita
	if dopo != nil {
		delta += *dopo.Quantita
	}
	r.Quantita = &delta
	return r
}

// liquidato tells whether a definitive run paid the month: its rows never change.
func (f *foglio) liquidato(interventoID string) bool {
	run, preso := f.chiusi[interventoID]
	return preso && run.ConfermataIl != nil
}

// diventa are the rows to write and those to take away for a cell to say dopo,
// or nothing when it is nil. In a month that was paid none is taken away: a row
// more says the difference.
func (f *foglio) diventa(k chiaveCella, dopo *Accesso) (scritti []Accesso, tolti []string) {
	prima, scritta := f.ultime[k]
	switch {
	case dopo != nil && (!scritta || !f.liquidato(k.interventoID)):
		return []Accesso{*dopo}, nil
	case !scritta:
		return nil, nil
	case !f.liquidato(k.interventoID):
		return nil, []string{prima.ID}
	}
	r := prima.rettificata(f.chi, dopo)
	if r.nullo() && r.TipoPresenza == prima.TipoPresenza {
		return nil, nil
	}
	return []Accesso{r}, nil
}

// Rettifica is a row of a cell that was paid, with who wrote it: the first is
// what was paid.
type Rettifica struct {
	Accesso
	Denominazione string
	Operatore     string
}

// Rettifiche lists the rows of the cells of a day that were corrected, each with
// what the cell said from then on, the oldest first.
func Rettifiche(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data) ([]Rettifica, error) {
	righe, err := models.Tutte[Rettifica](tx, `SELECT a.*, o.cognome || ' ' || o.nome AS operatore, coalesce((SELECT v.denominazione FROM voce_tariffario v
			WHERE v.tariffario_id = i.tariffario_id AND v.prestazione = a.prestazione AND v.dal <= a.data ORDER BY v.dal DESC LIMIT 1), a.prestazione) AS denominazione
		FROM accesso a JOIN intervento i ON i.id = a.intervento_id JOIN operatore o ON o.id = a.inserito_da
		WHERE a.intervento_id = ? AND a.data = ? AND i.ente_id IN ? AND EXISTS (SELECT 1 FROM accesso p
			WHERE p.intervento_id = a.intervento_id AND p.data = a.data AND p.prestazione = a.prestazione AND p.progressivo = 1)
		ORDER BY a.prestazione, a.progressivo`, interventoID, data, chi.Enti())
	for n := range righe {
		if n > 0 && righe[n].Progressivo > 0 {
			righe[n].Accesso = righe[n-1].piu(righe[n].Accesso)
		}
	}
	return righe, err
}

// firmaMese is the signature that closes the month of an intervento.
type firmaMese struct {
	InterventoID string
	FirmataDa    string
	FirmataIl    time.Time
}

// assenzePrima reads the presences in strutture that the absences after a day
// follow on from: as many days back as the franchigie of their price lists.
func assenzePrima(tx *gorm.DB, interventi []string, dal periodo.Data) ([]Accesso, error) {
	righe, err := models.Tutte[Accesso](tx, `SELECT a.* FROM (SELECT i.id, max(v.franchigia) AS giorni FROM intervento i JOIN voce_tariffario v ON v.tariffario_id = i.tariffario_id
			WHERE i.id IN ? AND i.natura = 'STRUTTURA' AND v.franchigia IS NOT NULL GROUP BY i.id) x
		JOIN accesso a ON a.intervento_id = x.id AND a.data >= ?::date - x.giorni AND a.data < ?
		ORDER BY a.data, a.prestazione, a.intervento_id, a.progressivo`, interventi, dal, dal)
	return netti(righe), err
}
