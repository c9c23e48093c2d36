package sigess

import (
	"fmt"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/sigess"
	"siss/web"
)

// movimentiStampati is how many lines a printed run holds: the whole of a longer
// one is in its Excel list.
const movimentiStampati = 1000

// stampaElaborazione is a run on paper: what it is, its totals, its lines, what
// it could not pay, and who signs.
func (s *sportello) stampaElaborazione(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		e, err := leggiRegistro(tx, chi, id, filtroMovimenti{pagina: pagina{Righe: movimentiStampati}})
		if err != nil {
			return nil, err
		}
		anomalie, err := sigess.ElencaAnomalie(tx, chi, id, sigess.FiltroAnomalie{}, models.Pagina{Limite: movimentiStampati})
		if err != nil {
			return nil, err
		}
		return e.stampa(c, chi, anomalie), nil
	})
}

func (e registro) stampa(c *gin.Context, chi models.Chi, anomalie models.Elenco[sigess.Anomalia]) web.Page {
	sottotitolo := e.Periodo()
	if e.Simulazione() {
		sottotitolo += ", SIMULAZIONE: NON VALE COME ELABORAZIONE"
	}
	p := web.StampaPage{Ente: e.Ente, Sottotitolo: sottotitolo, Stato: badge(e.Stato),
		Emissione: emissione(chi),
		Ritorno:   &web.Link{Testo: "Torna all'elaborazione", URL: e.indirizzo()},
		Sezioni: []web.SezioneStampa{{Titolo: "Dettagli", Voci: e.voci()}, {Titolo: "Totali", Tabelle: e.tabelleTotali()},
			e.movimentiInStampa(), anomalieInStampa(anomalie)},
		Firme: []web.Firma{{Ruolo: "Il responsabile contabile", Nome: e.Confermata}}}
	if len(e.pagati.file) > 0 {
		p.Sezioni = append(p.Sezioni, suCarta("File", e.cassettoFile(ripresa{}).Tabelle...))
	}
	p.Base = base(c, chi, "Elaborazione contabile "+e.Estremi(), sezioneElaborazioni, versoElaborazioni,
		web.Link{Testo: "Elaborazione " + e.Estremi(), URL: e.indirizzo()})
	return p
}

func (e registro) movimentiInStampa() web.SezioneStampa {
	t := web.Tabella{Colonne: colonneMovimenti(), Vuoto: "nessun movimento"}
	for _, m := range e.movimenti.Elementi {
		riga := rigaMovimento(m)
		riga.Celle[len(riga.Celle)-1].URL = "" // paper leads nowhere
		t.Righe = append(t.Righe, riga)
	}
	if len(t.Righe) > 0 {
		t.Totali = totaliMovimenti("Totale dell'elaborazione", e.movimenti.Somma)
	}
	out := web.SezioneStampa{Titolo: "Movimenti", Tabelle: []web.Tabella{t}, APagina: true, Compatta: true}
	if e.movimenti.Totale > len(t.Righe) {
		out.Testo = fmt.Sprintf("Sono stampati i primi %s di %s movimenti: l'elenco completo è nel file Excel", intero(len(t.Righe)), intero(e.movimenti.Totale))
	}
	return out
}

func anomalieInStampa(anomalie models.Elenco[sigess.Anomalia]) web.SezioneStampa {
	t := web.Tabella{Colonne: web.Colonne("Intervento", "Persona", "Che cosa manca", "Stato"), Vuoto: "nessuna anomalia"}
	for _, a := range anomalie.Elementi {
		r := rigaAnomalia(a, false)
		stato := r.Stato.Testo
		if r.Segnata != "" {
			stato += ": " + r.Segnata
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(a.Intervento), web.Testo(r.Persona), web.Testo(a.Testo), {Testo: stato, Nota: a.Nota}}})
	}
	out := web.SezioneStampa{Titolo: "Anomalie", Tabelle: []web.Tabella{t}, Compatta: true}
	if anomalie.Totale > len(t.Righe) {
		out.Testo = fmt.Sprintf("Sono stampate le prime %s di %s anomalie", intero(len(t.Righe)), intero(anomalie.Totale))
	}
	return out
}
