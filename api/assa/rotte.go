// Package assa serves the register of social structures, to be read: who may
// be chosen on a day for an intervento in struttura.
package assa

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/assa"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/web"
)

const perPagina = 20

// FiltroStrutture says for which day, today when absent, and of which kind.
type FiltroStrutture struct {
	Data      periodo.Data `json:"data,omitzero" format:"date" doc:"Giorno in cui devono essere selezionabili, oggi se manca"`
	Tipologia string       `json:"tipologia,omitempty" doc:"Tipologia" maxLength:"100"`
}

// Struttura is a structure of the register.
type Struttura struct {
	ID                string             `json:"id" format:"uuid" doc:"Identificativo"`
	Codice            string             `json:"codice" doc:"Codice nel registro"`
	Denominazione     string             `json:"denominazione" doc:"Denominazione"`
	Tipologia         string             `json:"tipologia" doc:"Tipologia"`
	Comune            string             `json:"comune" doc:"Comune"`
	Indirizzo         string             `json:"indirizzo" doc:"Indirizzo"`
	Gestore           string             `json:"gestore" doc:"Soggetto gestore"`
	GestorePartitaIVA fiscale.PartitaIVA `json:"gestorePartitaIva" doc:"Partita IVA del gestore"`
	Posti             int                `json:"posti" doc:"Posti autorizzati"`
}

// Strutture lists structures.
type Strutture struct {
	Strutture []Struttura `json:"strutture" doc:"Strutture per denominazione"`
}

type gestore struct{ db *gorm.DB }

// Rotte registers the operation and the page of the register.
func Rotte(r *atti.Rotte, db *gorm.DB) {
	h := &gestore{db: db}
	atti.Leggi(r, atti.Operazione{
		ID: "strutture-elenco", Percorso: "/strutture", Titolo: "Elenca le strutture selezionabili", Etichetta: "strutture",
		Descrizione: "Le strutture del registro ASSA autorizzate nel giorno e né sospese né revocate né chiuse, le sole che un intervento in struttura può scegliere.",
	}, h.selezionabili)
	atti.Pagina(r, http.MethodGet, "/strutture", h.elenco)
}

func (h *gestore) selezionabili(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroStrutture]) (Strutture, error) {
	data := in.Corpo.Data
	if data.IsZero() {
		data = periodo.Oggi()
	}
	var out Strutture
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		strutture, err := assa.Selezionabili(tx, data, in.Corpo.Tipologia)
		for _, s := range strutture {
			out.Strutture = append(out.Strutture, Struttura{ID: s.ID, Codice: s.Codice, Denominazione: s.Denominazione, Tipologia: s.Tipologia,
				Comune: s.Comune, Indirizzo: s.Indirizzo, Gestore: s.Gestore, GestorePartitaIVA: s.GestorePartitaIVA, Posti: s.Posti})
		}
		return err
	})
	return out, err
}

// filtroElenco is the page of the list.
type filtroElenco struct {
	Pagina int `json:"pagina,omitempty" doc:"Pagina" minimum:"0" maximum:"100000"`
}

func (h *gestore) elenco(c *gin.Context, chi models.Chi) error {
	f, _ := atti.Filtro[filtroElenco](c) // a page that is not a number is the first
	f.Pagina = max(f.Pagina, 1)
	p := web.ElencoPage{
		Base: auth.Base(c, chi, "Strutture"), Introduzione: "Registro ASSA: le strutture selezionabili oggi si possono scegliere per un intervento in struttura",
		Colonne: append(web.Colonne("Codice", "Denominazione", "Tipologia", "Comune", "Gestore"), web.Colonna{Testo: "Posti", Numero: true}, web.Colonna{Testo: "Oggi"}),
		Vuoto:   "nessuna struttura: il registro si carica con siss seed",
	}
	p.Sezione, p.Percorso = "/strutture", []web.Link{{Testo: "Home", URL: "/"}}
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		strutture, err := assa.Elenca(tx, periodo.Oggi(), models.Pagina{Limite: perPagina, Salta: (f.Pagina - 1) * perPagina})
		for _, s := range strutture.Elementi {
			p.Righe = append(p.Righe, riga(s))
		}
		p.Pager = web.Pagina("/strutture", nil, f.Pagina, perPagina, strutture.Totale)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

func riga(s assa.Struttura) web.Riga {
	oggi := web.Stato("non selezionabile", web.Neutro)
	if s.Selezionabile {
		oggi = web.Stato("selezionabile", web.Positivo)
	}
	return web.Riga{Celle: []web.Cella{
		web.Testo(s.Codice), {Testo: s.Denominazione, Nota: s.Indirizzo}, web.Testo(s.Tipologia), web.Testo(s.Comune),
		web.Testo(s.Gestore), web.Testo(strconv.Itoa(s.Posti)), oggi,
	}}
}
