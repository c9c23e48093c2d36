package sigess

import (
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/web"
)

// stampaDomanda is the domanda on paper.
func (s *sportello) stampaDomanda(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		d, err := leggiCartella(tx, chi, id)
		if err != nil {
			return nil, err
		}
		p, err := foglio(c, tx, chi, d.titolo(), d.EnteID, sezioneDomande, d.indirizzo())
		p.Ufficio, p.Sottotitolo, p.Stato = d.Ufficio, d.sottotitolo(), badge(d.Stato)
		iter := d.iter(periodo.Oggi())
		p.Sezioni = []web.SezioneStampa{{Titolo: "Dettagli", Voci: d.vociDettagli()}, suCarta("Richieste", d.tabellaRichieste())}
		if len(d.pause) > 0 {
			termini := d.cassettoTermini(ripresa{})
			p.Sezioni = append(p.Sezioni, web.SezioneStampa{Titolo: termini.Titolo, Voci: termini.Voci, Tabelle: termini.Tabelle})
		}
		if !d.ComunicataIl.IsZero() {
			p.Sezioni = append(p.Sezioni, web.SezioneStampa{Titolo: "Comunicazione dell'esito", Voci: d.vociComunicazione()})
		}
		p.Sezioni = append(p.Sezioni, suCarta("Assegnazioni", d.cassettoAssegnazioni(ripresa{}).Tabelle...),
			suCarta("Interventi", d.cassettoInterventi().Tabelle[0]), elencoDocumenti(fascicolo{righe: d.documenti}), iterSuCarta(iter))
		p.Firme = []web.Firma{{Ruolo: "Il responsabile del procedimento", Nome: d.Responsabile}}
		return p, err
	})
}

// stampaIntervento is the intervento on paper.
func (s *sportello) stampaIntervento(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		i, err := leggiIntervento(tx, chi, id)
		if err != nil {
			return nil, err
		}
		p, err := foglio(c, tx, chi, i.titolo(), i.EnteID, sezioneInterventi, i.indirizzo())
		p.Ufficio, p.Sottotitolo, p.Stato = i.Ufficio, i.nominativo()+", "+i.Tipo, badge(i.Stato)
		p.Sezioni = []web.SezioneStampa{{Titolo: "Dettagli", Voci: i.vociDettagli()}}
		for _, cassetto := range i.cassetti(ripresa{}, web.Cronologia{}) {
			if slices.Contains([]string{"regole", "modalita", "piano", "quote", "richiesta", "sospensioni", "liquidazioni"}, cassetto.ID) {
				parte := suCarta(cassetto.Titolo, cassetto.Tabelle...)
				parte.Testo, parte.Voci, parte.Compatta = cassetto.Testo, cassetto.Voci, cassetto.ID == "liquidazioni"
				p.Sezioni = append(p.Sezioni, parte)
			}
		}
		p.Sezioni = append(p.Sezioni, elencoDocumenti(fascicolo{righe: i.documenti}), iterSuCarta(i.iter(periodo.Oggi())))
		p.Firme = []web.Firma{{Ruolo: "L'operatore responsabile", Nome: i.Responsabile}}
		return p, err
	})
}

// foglio begins a sheet of an ente that is printed now.
func foglio(c *gin.Context, tx *gorm.DB, chi models.Chi, titolo, enteID, sezione, scheda string) (web.StampaPage, error) {
	ente, err := anagrafe.EnteVisibile(tx, chi, enteID)
	p := web.StampaPage{Ente: ente.Denominazione, Ritorno: &web.Link{Testo: "Torna alla scheda", URL: scheda},
		Emissione: emissione(chi)}
	p.Base = base(c, chi, titolo, sezione, web.Link{Testo: menu(sezione), URL: sezione}, web.Link{Testo: titolo, URL: scheda})
	p.Titolo, p.Oggetto = titolo+": stampa", titolo
	return p, err
}

// emissione says on a sheet when it was printed, and who did it.
func emissione(chi models.Chi) string {
	return "Stampato il " + periodo.DataOra(time.Now()) + " da " + chi.Nome
}

func menu(sezione string) string {
	return strings.ToUpper(sezione[1:2]) + sezione[2:]
}

func suCarta(titolo string, tabelle ...web.Tabella) web.SezioneStampa {
	senza := senzaAtti(tabelle)
	if len(senza) == 1 {
		senza[0].Titolo = "" // the section says it
	}
	return web.SezioneStampa{Titolo: titolo, Tabelle: senza}
}

// senzaAtti are the tables without what can be pressed.
func senzaAtti(tabelle []web.Tabella) []web.Tabella {
	var out []web.Tabella
	for _, t := range tabelle {
		t.Distinti, t.Righe = nil, slices.Clone(t.Righe)
		for n := range t.Righe {
			t.Righe[n].Atti = nil
		}
		out = append(out, t)
	}
	return out
}

func elencoDocumenti(f fascicolo) web.SezioneStampa {
	return suCarta("Documenti", f.tabella("Documenti della pratica", f.righe, false))
}

// iterSuCarta is the story without links.
func iterSuCarta(iter web.Cronologia) web.SezioneStampa {
	for n := range iter.Attese {
		iter.Attese[n].Cosa.URL = ""
	}
	for n := range iter.Momenti {
		iter.Momenti[n].URL = ""
	}
	return web.SezioneStampa{Titolo: "Iter", Storia: &iter}
}
