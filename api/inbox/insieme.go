package inbox

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"

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
	flow "siss/workflows/inbox"
)

// ModuloInsieme is an act on several tasks.
type ModuloInsieme struct {
	Azione      string   `json:"azione" doc:"Che cosa fare" enum:"presa,rilascio,riassegnazione" etichette:"Prendi in carico,Rilascia,Riassegna"`
	Compiti     []string `json:"compiti" format:"uuid" doc:"Compiti" opzioni:"compiti" minItems:"1" maxItems:"100"`
	OperatoreID string   `json:"operatoreId,omitempty" format:"uuid" doc:"Operatore" opzioni:"operatori" help:"Solo per riassegnare"`
}

// Check asks to whom the tasks are reassigned.
func (m ModuloInsieme) Check() map[string]string {
	if m.Azione == "riassegnazione" && m.OperatoreID == "" {
		return map[string]string{"operatoreId": "scegliere l'operatore a cui riassegnare"}
	}
	return nil
}

// EsitoCompito is what became of one of the tasks.
type EsitoCompito struct {
	CompitoID string `json:"compitoId" format:"uuid" doc:"Compito"`
	Titolo    string `json:"titolo,omitempty" doc:"Che cosa fare; assente se il compito non è visibile"`
	Esito     string `json:"esito" doc:"Esito: NON_RIUSCITO si può ripetere" enum:"FATTO,RIFIUTATO,NON_RIUSCITO"`
	Motivo    string `json:"motivo,omitempty" doc:"Perché non è stato fatto"`

	caso string // where to look
}

// The outcomes of an act on a task among others.
const (
	fatto       = "FATTO"
	rifiutato   = "RIFIUTATO"
	nonRiuscito = "NON_RIUSCITO"
)

// EsitoInsieme is what became of the tasks, in the order in which they were named.
type EsitoInsieme struct {
	Esiti    []EsitoCompito `json:"esiti" doc:"Un esito per ogni compito"`
	Fatti    int            `json:"fatti" doc:"Quanti sono stati fatti"`
	NonFatti int            `json:"nonFatti" doc:"Quanti no"`
}

// allaVolta is how many workflows are asked at once.
const allaVolta = 8

func (h *gestore) rotteInsieme(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{
		ID: "compiti-insieme", Metodo: http.MethodPost, Percorso: "/compiti/insieme", Titolo: "Compie lo stesso atto su più compiti", Etichetta: etichetta, Stato: http.StatusOK,
		Descrizione: "Prende in carico, rilascia o riassegna fino a cento compiti. Ognuno è un atto a sé: l'esito dice per ciascuno se è stato fatto e, se no, perché. " +
			"Ripetere la richiesta con lo stesso identificativo non la compie due volte.",
	}, h.insieme)
	atti.Pagina(r, http.MethodPost, "/compiti/insieme/operatore", h.chiediOperatore)
	atti.Modulo(r, "/compiti/insieme", h.insieme, atti.Opzioni[EsitoInsieme]{Pagina: h.insiemeRifiutato, Esito: mostraEsiti})
}

// insieme does an act on each task. Each is an Update of its own workflow with
// an id of its own, made from that of the request: sent again, all are the same
// acts. One that is refused, or fails, doesn't stop the others.
func (h *gestore) insieme(ctx context.Context, chi models.Chi, in atti.Richiesta[ModuloInsieme]) (EsitoInsieme, error) {
	m := in.Corpo
	visti := map[string]inbox.Compito{}
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) error {
		compiti, err := inbox.Visibili(tx, chi, m.Compiti)
		for _, c := range compiti {
			visti[c.ID] = c
		}
		return err
	})
	if err != nil {
		return EsitoInsieme{}, err
	}
	out := EsitoInsieme{Esiti: make([]EsitoCompito, len(m.Compiti))}
	posti := make(chan struct{}, allaVolta)
	var gruppo sync.WaitGroup
	for n, id := range m.Compiti {
		c, visto := visti[id]
		out.Esiti[n] = EsitoCompito{CompitoID: id, Titolo: c.Titolo, caso: caso(c.Oggetto, c.OggettoID)}
		gruppo.Go(func() {
			posti <- struct{}{}
			defer func() { <-posti }()
			var err error = models.Errorf(models.NotFound, "il compito non esiste o non è visibile")
			if visto {
				err = h.unoDiTanti(ctx, chi, c, m, in.Atto)
			}
			out.Esiti[n].Esito, out.Esiti[n].Motivo = esitoDi(ctx, err)
		})
	}
	gruppo.Wait()
	for _, e := range out.Esiti {
		if e.Esito == fatto {
			out.Fatti++
		} else {
			out.NonFatti++
		}
	}
	return out, nil
}

func (h *gestore) unoDiTanti(ctx context.Context, chi models.Chi, c inbox.Compito, m ModuloInsieme, atto string) error {
	switch {
	case c.ChiusoIl != nil:
		return models.Errorf(models.Conflict, "il compito è già stato chiuso")
	case m.Azione == "riassegnazione":
		return h.daRiassegnare(ctx, chi, c, m.OperatoreID, atto)
	}
	update := flow.UpdatePrendi
	if m.Azione == "rilascio" {
		update = flow.UpdateRilascia
	}
	return h.motore.Compito(ctx, c.WorkflowID, update, atto, flow.Messaggio{CompitoID: c.ID, OperatoreID: chi.OperatoreID})
}

// esitoDi says in words what became of an act. Of a refusal of one field the
// sentence is the field's: on this page there is no field to show it beside.
func esitoDi(ctx context.Context, err error) (esito, motivo string) {
	if err == nil {
		return fatto, ""
	}
	p := atti.ProblemaDi(ctx, err)
	if e := atti.Rifiutato(err); e == nil || e.Kind == models.Unavailable {
		return nonRiuscito, p.Dettaglio
	}
	if len(p.Errori) == 1 {
		return rifiutato, p.Errori[0].Messaggio
	}
	return rifiutato, p.Dettaglio
}

const nessunoSpuntato = "spuntare almeno un compito, poi scegliere che cosa fare"

// insiemeRifiutato shows the list again when nothing could be tried.
func (h *gestore) insiemeRifiutato(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	errore := problemi.Messaggio
	for _, k := range problemi.Campi {
		errore = k.Messaggio
		if k.Nome == "compiti" && len(valori["compiti"]) == 0 {
			errore = nessunoSpuntato
		}
	}
	if valori.Get("azione") == "riassegnazione" && len(valori["compiti"]) > 0 {
		return h.aChi(c, chi, valori, problemi)
	}
	return h.mostra(c, chi, filtroDi(ritorno(c, struct{}{})), errore)
}

// chiediOperatore asks to whom the tasks that were ticked are given.
func (h *gestore) chiediOperatore(c *gin.Context, chi models.Chi) error {
	if err := c.Request.ParseForm(); err != nil {
		return models.Errorf(models.Invalid, "la richiesta non si può leggere: tornare alla Home e riprovare")
	}
	valori := c.Request.PostForm
	if len(valori["compiti"]) == 0 {
		c.Status(http.StatusUnprocessableEntity)
		return h.mostra(c, chi, filtroDi(ritorno(c, struct{}{})), nessunoSpuntato)
	}
	return h.aChi(c, chi, valori, nil)
}

// aChi is the form that asks it: the tasks, to be taken away one by one, and who
// may receive tasks of their enti.
func (h *gestore) aChi(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	casa := ritorno(c, struct{}{})
	p := web.ModuloPage{Base: auth.Base(c, chi, "Riassegna i compiti scelti"), Atto: valori.Get(atti.CampoAtto), Invia: "Riassegna",
		Introduzione: "Chi li riceve trova una notifica nella Home. Cambia solo chi ha i compiti: le domande restano assegnate a chi le segue",
		Azione:       "/compiti/insieme?" + url.Values{"ritorno": {casa}}.Encode(), Annulla: &web.Link{Testo: "Annulla", URL: casa}}
	p.Sezione, p.Percorso = "/", []web.Link{{Testo: "Home", URL: casa}}
	var campi []models.Campo
	if problemi != nil {
		p.Errore, campi = problemi.Messaggio, problemi.Campi
	}
	err := models.Leggi(c.Request.Context(), h.motore.DB, chi, func(tx *gorm.DB) error {
		compiti, err := inbox.Visibili(tx, chi, idValidi(valori["compiti"]))
		if err != nil {
			return err
		}
		var scelti []form.Opzione
		var enti, visti []string
		for _, k := range compiti {
			scelti, enti, visti = append(scelti, form.Opzione{Valore: k.ID, Testo: k.Titolo}), append(enti, k.EnteID), append(visti, k.ID)
		}
		valori["compiti"] = visti
		operatori, err := inbox.OperatoriAbilitati(tx, enti, periodo.Oggi())
		p.Form = form.Riempi[ModuloInsieme](valori, form.Opzioni{"compiti": scelti, "operatori": opzioni(operatori)}, campi)
		return err
	})
	if err != nil {
		return err
	}
	for n := range p.Form.Fields {
		switch campo := &p.Form.Fields[n]; campo.Name {
		case "azione":
			campo.Type = "hidden"
		case "operatoreId":
			campo.Help, campo.Required = "", true
		}
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// idValidi leaves out what is no id of a task, and what is over the most that
// an act takes.
func idValidi(ids []string) []string {
	validi := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return uuid.Validate(id) != nil })
	return validi[:min(len(validi), compitiMassimi)]
}

// compitiMassimi is the maxItems of ModuloInsieme.
const compitiMassimi = 100

// participi say what was done, of one and of more.
var participi = map[string][2]string{"presa": {"preso in carico", "presi in carico"}, "rilascio": {"rilasciato all'ufficio", "rilasciati all'ufficio"},
	"riassegnazione": {"riassegnato", "riassegnati"}}

// mostraEsiti is the page that lists what became of each task.
func mostraEsiti(c *gin.Context, chi models.Chi, e EsitoInsieme) error {
	casa := ritorno(c, e)
	fatto, fatti := participi[c.Request.PostFormValue("azione")][0], participi[c.Request.PostFormValue("azione")][1]
	p := web.ElencoPage{Base: auth.Base(c, chi, "Esito sui compiti scelti"), Azione: casa, Colonne: web.Colonne("Compito", "Esito", "Perché"),
		AltoADestra: []web.Link{{Testo: "Torna ai compiti", URL: casa}}}
	p.Sezione, p.Percorso = "/", []web.Link{{Testo: "Home", URL: casa}}
	switch e.Fatti {
	case 0:
	case 1:
		p.Avviso = "1 compito " + fatto
	default:
		p.Avviso = fmt.Sprintf("%d compiti %s", e.Fatti, fatti)
	}
	switch e.NonFatti {
	case 0:
	case 1:
		p.Errore = "1 compito non " + fatto + ": il motivo è nell'elenco"
	default:
		p.Errore = fmt.Sprintf("%d compiti non %s: i motivi sono nell'elenco", e.NonFatti, fatti)
	}
	for _, k := range e.Esiti {
		cosa, stato := web.Collegamento(k.Titolo, k.caso), web.Stato("fatto", web.Positivo)
		if k.Titolo == "" {
			cosa = web.Testo("compito chiuso o di un altro ufficio")
		}
		if k.Esito == rifiutato {
			stato = web.Stato("rifiutato", web.Negativo)
		} else if k.Esito == nonRiuscito {
			stato = web.Stato("non riuscito", web.Attenzione)
		}
		p.Righe = append(p.Righe, web.Riga{Celle: []web.Cella{cosa, stato, web.Testo(k.Motivo)}})
	}
	return web.Render(c.Writer, http.StatusOK, p)
}
