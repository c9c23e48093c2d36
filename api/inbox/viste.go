package inbox

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
	"siss/web/form"
)

// Vista is a saved view of the home page.
type Vista struct {
	ID          string       `json:"id" format:"uuid" doc:"Identificativo"`
	Nome        string       `json:"nome" doc:"Nome"`
	Predefinita bool         `json:"predefinita" doc:"È quella che si apre all'accesso"`
	Filtro      inbox.Filtro `json:"filtro" doc:"Filtri e ordine"`
	Quanti      int          `json:"quanti" doc:"Compiti che elenca adesso"`
}

// Viste are the views of an operatore.
type Viste struct {
	Viste []Vista `json:"viste" doc:"Viste, per nome"`
}

// moduloNome renames a view, or makes it the default one.
type moduloNome struct {
	Nome        string `json:"nome" doc:"Nome della vista" minLength:"1" maxLength:"60"`
	Predefinita bool   `json:"predefinita,omitempty" doc:"Aprire questa vista all'accesso"`
}

const etichettaViste = "viste"

func (h *gestore) rotteViste(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaViste}
	}
	atti.Leggi(r, op("viste-elenco", "", "/viste", "Elenca le viste salvate"), h.viste)
	atti.Registra(r, op("vista-salvataggio", http.MethodPut, "/viste/{id}", "Salva una vista dei compiti"), h.salvaVista)
	atti.Registra(r, op("vista-eliminazione", http.MethodDelete, "/viste/{id}", "Elimina una vista"), h.eliminaVista)

	atti.Pagina(r, http.MethodGet, "/viste", h.paginaViste)
	atti.Modulo(r, "/viste/nuova", h.nuovaVista, atti.Opzioni[Vista]{Pagina: h.paginaNuovaVista, Mostra: true, Avviso: "vista salvata",
		Dopo: func(_ *gin.Context, v Vista) string { return v.Filtro.Indirizzo() }})
	versoViste := func(*gin.Context, Vista) string { return "/viste" }
	atti.Modulo(r, "/viste/:id/nome", h.rinominaVista, atti.Opzioni[Vista]{Pagina: h.paginaNome, Mostra: true, Avviso: "vista salvata", Dopo: versoViste})
	atti.Modulo(r, "/viste/:id/predefinita", h.scegliVista, atti.Opzioni[Vista]{Pagina: h.visteDopoRifiuto, Avviso: "vista che si apre all'accesso cambiata", Dopo: versoViste})
	atti.Modulo(r, "/viste/:id/eliminazione", h.eliminaVista, atti.Opzioni[struct{}]{Pagina: h.visteDopoRifiuto, Avviso: "vista eliminata",
		Dopo: func(*gin.Context, struct{}) string { return "/viste" }})
}

func (h *gestore) viste(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (Viste, error) {
	var out Viste
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) error {
		viste, err := inbox.Viste(tx, chi)
		if err != nil {
			return err
		}
		err = inbox.ContaViste(tx, chi, viste, periodo.Oggi())
		for _, v := range viste {
			out.Viste = append(out.Viste, Vista{ID: v.ID, Nome: v.Nome, Predefinita: v.Predefinita, Filtro: v.Filtro, Quanti: v.Quanti})
		}
		return err
	})
	return out, err
}

func (h *gestore) salvaVista(ctx context.Context, chi models.Chi, in atti.Richiesta[inbox.ModuloVista]) (Vista, error) {
	return h.conVista(ctx, chi, func(tx *gorm.DB) (inbox.Vista, error) { return inbox.SalvaVista(tx, chi, in.ID, in.Corpo) })
}

// conVista runs an act on a view and answers with the view as it is left.
func (h *gestore) conVista(ctx context.Context, chi models.Chi, fai func(*gorm.DB) (inbox.Vista, error)) (Vista, error) {
	var out Vista
	err := models.Atto(ctx, h.motore.DB, chi, "salva-vista", func(tx *gorm.DB) error {
		v, err := fai(tx)
		if err != nil {
			return err
		}
		una := []inbox.Vista{v}
		err = inbox.ContaViste(tx, chi, una, periodo.Oggi())
		out = Vista{ID: v.ID, Nome: v.Nome, Predefinita: v.Predefinita, Filtro: v.Filtro, Quanti: una[0].Quanti}
		return err
	})
	return out, err
}

// nuovaVista makes a view: the id of the form is the view's, so that sending it
// twice makes one.
func (h *gestore) nuovaVista(ctx context.Context, chi models.Chi, in atti.Richiesta[inbox.ModuloVista]) (Vista, error) {
	in.ID = in.Atto
	return h.salvaVista(ctx, chi, in)
}

func (h *gestore) rinominaVista(ctx context.Context, chi models.Chi, in atti.Richiesta[moduloNome]) (Vista, error) {
	return h.conVista(ctx, chi, func(tx *gorm.DB) (inbox.Vista, error) {
		v, err := inbox.VistaDi(tx, chi, in.ID)
		if err != nil {
			return v, err
		}
		return inbox.SalvaVista(tx, chi, v.ID, inbox.ModuloVista{Nome: in.Corpo.Nome, Predefinita: in.Corpo.Predefinita, Filtro: v.Filtro})
	})
}

// scegliVista makes a view the one that opens after the login, or no longer.
func (h *gestore) scegliVista(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Vista, error) {
	return h.conVista(ctx, chi, func(tx *gorm.DB) (inbox.Vista, error) {
		v, err := inbox.VistaDi(tx, chi, in.ID)
		if err != nil {
			return v, err
		}
		return inbox.SalvaVista(tx, chi, v.ID, inbox.ModuloVista{Nome: v.Nome, Predefinita: !v.Predefinita, Filtro: v.Filtro})
	})
}

func (h *gestore) eliminaVista(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (struct{}, error) {
	return struct{}{}, models.Atto(ctx, h.motore.DB, chi, "elimina-vista", func(tx *gorm.DB) error { return inbox.EliminaVista(tx, chi, in.ID) })
}

func (h *gestore) paginaViste(c *gin.Context, chi models.Chi) error { return h.mostraViste(c, chi, "") }

func (h *gestore) visteDopoRifiuto(c *gin.Context, chi models.Chi, _ url.Values, problemi *models.Error) error {
	return h.mostraViste(c, chi, problemi.Messaggio)
}

func (h *gestore) mostraViste(c *gin.Context, chi models.Chi, errore string) error {
	letti, err := h.viste(c.Request.Context(), chi, atti.Richiesta[struct{}]{})
	if err != nil {
		return err
	}
	p := web.ElencoPage{Base: baseInHome(c, chi, "Viste salvate"), Colonne: web.Colonne("Vista", "Compiti adesso", "Filtri e ordine", "All'accesso"),
		Introduzione: "Una vista è un elenco di compiti con i suoi filtri: si salva dalla Home, con Salva questa vista",
		Vuoto:        "nessuna vista salvata: nella Home scegliere i filtri, poi premere Salva questa vista", AzioneVuoto: &web.Link{Testo: "Vai alla Home", URL: "/"}}
	p.Colonne[1].Numero, p.Errore = true, errore
	for _, v := range letti.Viste {
		accesso, scelta := web.Cella{}, "Apri all'accesso"
		if v.Predefinita {
			accesso, scelta = web.Stato("si apre all'accesso", web.Principale), "Non aprire all'accesso"
		}
		atto := func(testo, cosa string) web.Pulsante {
			return web.Pulsante{Testo: testo, Oggetto: v.Nome, URL: "/viste/" + v.ID + "/" + cosa, Atto: uuid.NewString()}
		}
		rinomina, elimina := atto("Rinomina", "nome"), atto("Elimina", "eliminazione")
		rinomina.Link, elimina.Tono, elimina.Conferma = true, web.Negativo, "La vista sarà eliminata, i compiti no: continuare?"
		p.Righe = append(p.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(v.Nome, v.Filtro.Indirizzo()), web.Testo(fmt.Sprint(v.Quanti)),
			web.Testo(inParole(v.Filtro)), accesso}, Atti: []web.Pulsante{rinomina, atto(scelta, "predefinita"), elimina}})
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// baseInHome begins a page that stands under the home page.
func baseInHome(c *gin.Context, chi models.Chi, titolo string) web.Base {
	b := auth.Base(c, chi, titolo)
	b.Sezione, b.Percorso = "/", []web.Link{{Testo: "Home", URL: "/"}}
	return b
}

// inParole says what a filter chooses, without the names of offices and
// operatori.
func inParole(f inbox.Filtro) string {
	m := form.Filtri[inbox.Filtro](f.Parametri(), nil, nil)
	var out []string
	for _, campo := range m.Fields {
		switch {
		case campo.Value == "":
		case campo.Name == "ufficio":
			out = append(out, "di un ufficio")
		case campo.Name == "operatore" && campo.Value != inbox.Nessuno:
			out = append(out, "di un operatore")
		case campo.Name == "testo":
			out = append(out, "«"+campo.Value+"»")
		case campo.Name == "dal":
			out = append(out, "scadono dal "+f.Dal.Italiana())
		case campo.Name == "al":
			out = append(out, "scadono entro il "+f.Al.Italiana())
		case campo.Name == "operatore":
			out = append(out, "di nessuno")
		default:
			for _, o := range campo.Options {
				if o.Valore == campo.Value {
					out = append(out, minuscola(o.Testo))
				}
			}
		}
	}
	if len(out) == 0 {
		return "tutti i compiti, prima chi scade prima"
	}
	return strings.Join(out, ", ")
}

// minuscola and maiuscola begin a text in the middle of a sentence, or a line.
func minuscola(s string) string { return strings.ToLower(s[:1]) + s[1:] }
func maiuscola(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// paginaNuovaVista asks a name for the filters of the query, which the form
// carries unseen.
func (h *gestore) paginaNuovaVista(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	f, _ := form.Decode[inbox.Filtro](valori)
	p := moduloVista(c, chi, "Salva la vista", "/viste/nuova", f.Indirizzo(), valori, problemi)
	p.Introduzione = "Compiti: " + inParole(f)
	p.Form = form.Riempi[inbox.ModuloVista](valori, nil, campiDi(problemi))
	var campi []form.Field
	for _, campo := range p.Form.Fields {
		if campo.Name != "nome" && campo.Name != "predefinita" {
			campo.Type = "hidden"
		}
		if campo.Type != "hidden" || campo.Value != "" {
			campi = append(campi, campo)
		}
	}
	p.Form.Fields = campi
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// paginaNome asks another name for a view.
func (h *gestore) paginaNome(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	id, err := identificativo(c)
	if err != nil {
		return err
	}
	var v inbox.Vista
	err = models.Leggi(c.Request.Context(), h.motore.DB, chi, func(tx *gorm.DB) (err error) {
		v, err = inbox.VistaDi(tx, chi, id)
		return err
	})
	if err != nil {
		return err
	}
	p := moduloVista(c, chi, "Rinomina la vista", "/viste/"+id+"/nome", "/viste", valori, problemi)
	p.Percorso = append(p.Percorso, web.Link{Testo: "Viste salvate", URL: "/viste"})
	p.Introduzione = "Compiti: " + inParole(v.Filtro)
	p.Form = form.Nuovo(moduloNome{Nome: v.Nome, Predefinita: v.Predefinita}, nil)
	if c.Request.Method == http.MethodPost {
		p.Form = form.Riempi[moduloNome](valori, nil, campiDi(problemi))
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

func moduloVista(c *gin.Context, chi models.Chi, titolo, azione, annulla string, valori url.Values, problemi *models.Error) web.ModuloPage {
	p := web.ModuloPage{Base: baseInHome(c, chi, titolo), Azione: azione, Atto: valori.Get(atti.CampoAtto), Annulla: &web.Link{Testo: "Annulla", URL: annulla}}
	if problemi != nil {
		p.Errore = problemi.Messaggio
	}
	return p
}

func campiDi(problemi *models.Error) []models.Campo {
	if problemi == nil {
		return nil
	}
	return problemi.Campi
}
