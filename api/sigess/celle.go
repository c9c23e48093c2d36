package sigess

import (
	"context"
	"net/http"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
)

// EsitoCelle is what became of a batch of cells, and of the rows that they are in.
type EsitoCelle struct {
	Celle []EsitoCella       `json:"celle" doc:"Una per ogni casella mandata, nello stesso ordine"`
	Righe []RiepilogoAccessi `json:"righe" doc:"Totali delle righe toccate"`
}

// EsitoCella is what became of a cell.
type EsitoCella struct {
	InterventoID string       `json:"interventoId" format:"uuid" doc:"Intervento"`
	Data         periodo.Data `json:"data" doc:"Giorno"`
	Prestazione  string       `json:"prestazione" doc:"Codice della prestazione" maxLength:"20" example:"OSS"`
	Fatta        bool         `json:"fatta" doc:"La casella dice quello che si è chiesto"`
	Valore       string       `json:"valore,omitempty" doc:"Quello che la casella dice ora; assente se è vuota" maxLength:"20" example:"1:30"`
	Motivo       string       `json:"motivo,omitempty" doc:"Perché la casella è stata rifiutata" maxLength:"500"`
}

// RiepilogoAccessi is the month of a row, summed and set against its plan.
type RiepilogoAccessi struct {
	InterventoID string                 `json:"interventoId" format:"uuid" doc:"Intervento"`
	Totale       string                 `json:"totale" doc:"Totale del mese, per unità" maxLength:"200" example:"12:30 ore, 8 pasti"`
	Prestazioni  []RiepilogoPrestazione `json:"prestazioni" doc:"Prestazioni del piano di assistenza, nel suo ordine"`
}

// RiepilogoPrestazione is what the plan foresees of a prestazione for the month
// and what was delivered, as they are written: hours and minutes, or units.
type RiepilogoPrestazione struct {
	Prestazione   string `json:"prestazione" doc:"Codice della prestazione" maxLength:"20" example:"OSS"`
	Denominazione string `json:"denominazione" doc:"Prestazione" maxLength:"300"`
	Unita         string `json:"unita" doc:"ORA, ACCESSO, PASTO o GIORNATA" maxLength:"20" example:"ORA"`
	Previsto      string `json:"previsto" doc:"Previsto dal piano nel mese" maxLength:"20" example:"17:43"`
	Erogato       string `json:"erogato" doc:"Erogato nel mese" maxLength:"20" example:"12:30"`
	Differenza    string `json:"differenza" doc:"In più o in meno rispetto al piano" maxLength:"40" example:"5:13 in meno"`
	Segno         int    `json:"segno" doc:"1 in più, -1 in meno, 0 in pari"`
}

// rottaCelle is the operation that the grid writes with.
func (s *sportello) rottaCelle(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{ID: "accessi-registrazione", Metodo: http.MethodPost, Percorso: percorsoCelle,
		Titolo: "Scrive più caselle del tabellone insieme", Etichetta: etichettaTabellone, Stato: http.StatusOK,
		Descrizione: "Scrive fino a 1.000 caselle di un mese. Ciascuna è accolta o rifiutata per conto suo: una casella che nel frattempo dice altro " +
			"da quello che diceva quando è stata scritta è rifiutata, e si risponde il suo valore di adesso. Ripetere l'atto dà la stessa risposta"}, s.registraCelle)
}

// percorsoCelle is where cells are written, under the path of the operations.
const percorsoCelle = "/tabellone/celle"

func (s *sportello) registraCelle(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloCelle]) (EsitoCelle, error) {
	return scrivi(ctx, s, chi, "registra-accessi", func(tx *gorm.DB) (EsitoCelle, error) {
		esiti, err := sigess.RegistraCelle(tx, chi, in.Atto, in.Corpo, time.Now())
		if err != nil {
			return EsitoCelle{}, err
		}
		var out EsitoCelle
		visti := map[string]bool{}
		var ids []string
		for _, e := range esiti {
			out.Celle = append(out.Celle, EsitoCella(e))
			if !visti[e.InterventoID] {
				visti[e.InterventoID], ids = true, append(ids, e.InterventoID)
			}
		}
		righe, err := sigess.RigheTabellone(tx, chi, in.Corpo.Celle[0].Data.Mese(), ids)
		for _, r := range righe {
			out.Righe = append(out.Righe, riepilogo(r))
		}
		return out, err
	})
}

func riepilogo(r sigess.RigaTabellone) RiepilogoAccessi {
	out := RiepilogoAccessi{InterventoID: r.ID, Totale: totale(r.Somme())}
	for _, c := range r.Confronti() {
		p := RiepilogoPrestazione{Prestazione: c.Prestazione, Denominazione: c.Denominazione, Unita: c.Unita,
			Previsto: c.Testo(c.Previsto), Erogato: c.Testo(c.Erogato)}
		p.Segno, p.Differenza = differenza(c)
		out.Prestazioni = append(out.Prestazioni, p)
	}
	return out
}

// differenza words what was delivered beyond the plan or short of it.
func differenza(c sigess.Confronto) (segno int, testo string) {
	switch d := c.Differenza(); {
	case d > 0:
		return 1, sigess.Somma{Unita: c.Unita, Valore: d}.Testo() + " in più"
	case d < 0:
		return -1, sigess.Somma{Unita: c.Unita, Valore: -d}.Testo() + " in meno"
	}
	return 0, "in pari"
}

// toniDifferenza are the colours of a difference, by its sign.
var toniDifferenza = map[int]web.Tono{-1: web.Attenzione, 0: web.Positivo, 1: web.Negativo}

// totale writes totals with their units: "12:30 ore, 8 pasti".
func totale(somme []sigess.Somma) string {
	parti := make([]string, len(somme))
	for n, s := range somme {
		parti[n] = s.Testo() + " " + s.Nome()
	}
	return strings.Join(parti, ", ")
}
