package anagrafe

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/web"
)

// perPaginaStoria is how many lines of a story a page has.
const perPaginaStoria = 50

// FiltroStoria chooses a page of the story.
type FiltroStoria struct {
	Pagina int `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"1000"`
}

// Storia is a page of what happened to a person.
type Storia struct {
	Momenti []Momento `json:"momenti" doc:"Che cosa è successo, dal più recente"`
	Totale  int       `json:"totale" doc:"Momenti in tutto"`
	Pagina  int       `json:"pagina" doc:"Pagina"`
}

func (h *gestore) storia(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroStoria]) (Storia, error) {
	var out Storia
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		s, err := anagrafe.SoggettoVisibile(tx, chi, in.ID)
		if err != nil {
			return err
		}
		out, err = h.leggiStoria(tx, chi, s.ID, in.Corpo.Pagina)
		return err
	})
	return out, err
}

// leggiStoria merges what the registry and each area tell: each is read as far
// as the end of the page.
func (h *gestore) leggiStoria(tx *gorm.DB, chi models.Chi, id string, pagina int) (Storia, error) {
	out := Storia{Pagina: max(pagina, 1)}
	fine := out.Pagina * perPaginaStoria
	fonti := []func(*gorm.DB, models.Chi, string, int) ([]Momento, int, error){storiaAnagrafe}
	for _, a := range h.aree {
		fonti = append(fonti, a.Storia)
	}
	for _, leggi := range fonti {
		momenti, totale, err := leggi(tx, chi, id, fine)
		if err != nil {
			return out, err
		}
		out.Momenti = append(out.Momenti, momenti...)
		out.Totale += totale
	}
	slices.SortStableFunc(out.Momenti, func(a, b Momento) int { return b.Quando.Compare(a.Quando) })
	out.Momenti = out.Momenti[min(fine-perPaginaStoria, len(out.Momenti)):min(fine, len(out.Momenti))]
	return out, nil
}

func storiaAnagrafe(tx *gorm.DB, chi models.Chi, id string, limite int) ([]Momento, int, error) {
	fatti, totale, err := anagrafe.StoriaSoggetto(tx, chi, id, limite)
	var out []Momento
	for _, f := range fatti {
		m := raccontato(f)
		m.Quando, m.Operatore = f.Quando, f.Operatore
		out = append(out, m)
	}
	return out, totale, err
}

// importaDaANPR is the durable name of the act that imports.
const importaDaANPR = "importa-anpr"

// raccontato puts a fact of the registry in words.
func raccontato(f anagrafe.Fatto) Momento {
	daANPR := f.Azione == importaDaANPR
	switch f.Entita {
	case "residenza":
		return raccontaIndirizzo(f, daANPR)
	case "relazione":
		return raccontaRelazione(f, daANPR)
	case "consultazione_anpr":
		return Momento{Testo: "Consultazione di ANPR: " + strings.ToLower(f.Esito.Nome()), Nota: parole[anagrafe.ModuloConsultazione]("finalita")[f.Finalita] + ", pratica " + f.Pratica}
	}
	switch {
	case f.Nuovo && daANPR:
		return Momento{Testo: "Inserito in anagrafe con i dati di ANPR"}
	case f.Nuovo:
		return Momento{Testo: "Inserito in anagrafe"}
	case f.Cambiati == "":
		return Momento{Testo: "Dati anagrafici confermati da ANPR"}
	}
	var campi []string
	for _, c := range f.Campi() {
		campi = append(campi, nomiCampi[c])
	}
	testo := "Dati modificati: "
	if daANPR {
		testo = "Dati aggiornati con quelli di ANPR: "
	}
	return Momento{Testo: testo + strings.Join(campi, ", ")}
}

// nomiCampi are the columns of a soggetto as the card names them.
var nomiCampi = map[string]string{
	"cognome": "cognome", "nome": "nome", "sesso": "sesso", "data_nascita": "data di nascita", "luogo_nascita": "luogo di nascita",
	"luogo_nascita_codice": "codice del luogo di nascita", "codice_fiscale": "codice fiscale", "telefono": "telefono", "email": "e-mail", "note": "note",
	"stato_civile": "stato civile", "cittadinanza": "cittadinanza", "data_decesso": "data del decesso",
}

func raccontaIndirizzo(f anagrafe.Fatto, daANPR bool) Momento {
	tipo := parole[anagrafe.ModuloResidenza]("tipo")[f.Tipo]
	m := Momento{Nota: f.Luogo}
	switch {
	case !f.Nuovo && !f.Al.IsZero():
		m.Testo = tipo + " fino al " + f.Al.Italiana()
		return m
	case f.Nuovo:
		m.Testo = tipo + " dal " + f.Dal.Italiana()
	default:
		m.Testo = tipo + " corretta, dal " + f.Dal.Italiana()
	}
	if daANPR {
		m.Testo += ", da ANPR"
	}
	return m
}

func raccontaRelazione(f anagrafe.Fatto, daANPR bool) Momento {
	c := anagrafe.Componente{Tipo: f.Tipo, Inversa: f.Inversa}
	m := Momento{Nota: c.Relazione(), URL: "/soggetti/" + f.AltroID}
	switch {
	case f.Nuovo:
		m.Testo = "Legame con " + f.Persona + " dal " + f.Dal.Italiana()
		if daANPR {
			m.Testo += ", da ANPR"
		}
	case !f.Al.IsZero():
		m.Testo = "Legame con " + f.Persona + " fino al " + f.Al.Italiana()
	default:
		m.Testo = "Legame con " + f.Persona + " modificato"
	}
	return m
}

// cassettoStoria is the drawer with a page of the story.
func cassettoStoria(id string, s Storia) web.Cassetto {
	storia := &web.Cronologia{Vuoto: "non è ancora successo nulla"}
	for _, m := range s.Momenti {
		storia.Momenti = append(storia.Momenti, web.Momento{Quando: periodo.DataOra(m.Quando), Testo: m.Testo, Chi: m.Operatore, Nota: m.Nota,
			Stato: web.Badge{Testo: m.Stato, Tono: m.Tono}, URL: m.URL})
	}
	c := web.Cassetto{ID: "storia", Titolo: "Storia", Storia: storia}
	if s.Totale > perPaginaStoria {
		c.Pager = web.Pagina("/soggetti/"+id, nil, s.Pagina, perPaginaStoria, s.Totale)
		for _, url := range []*string{&c.Pager.Precedente, &c.Pager.Successiva} {
			if *url != "" {
				*url += "#storia"
			}
		}
	}
	return c
}
