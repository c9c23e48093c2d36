package inbox

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	flow "siss/workflows/inbox"
)

// perPagina is how many tasks a list shows.
const perPagina = 20

// FiltroCompiti chooses the tasks of a list.
type FiltroCompiti struct {
	Miei bool `json:"miei,omitempty" doc:"Senza lista: true i miei, altrimenti quelli dei miei uffici che non ho io"`
	inbox.Filtro
	Pagina int `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"100000"`
}

func pagina(n int) models.Pagina {
	return models.Pagina{Limite: perPagina, Salta: (max(n, 1) - 1) * perPagina}
}

// Compito is an open task.
type Compito struct {
	ID          string       `json:"id" format:"uuid" doc:"Identificativo"`
	Tipo        inbox.Tipo   `json:"tipo" doc:"Che cosa chiede"`
	Titolo      string       `json:"titolo" doc:"Che cosa fare"`
	Oggetto     string       `json:"oggetto" doc:"domanda, intervento o elaborazione"`
	OggettoID   string       `json:"oggettoId" format:"uuid" doc:"Identificativo dell'oggetto"`
	RichiestaID string       `json:"richiestaId,omitempty" format:"uuid" doc:"Richiesta da cui creare l'intervento"`
	Natura      string       `json:"natura,omitempty" doc:"Natura dell'intervento da creare"`
	SoggettoID  string       `json:"soggettoId,omitempty" format:"uuid" doc:"Soggetto"`
	Soggetto    string       `json:"soggetto,omitempty" doc:"Nominativo del soggetto"`
	EnteID      string       `json:"enteId" format:"uuid" doc:"Ente della pratica"`
	UfficioID   string       `json:"ufficioId" format:"uuid" doc:"Ufficio"`
	Ufficio     string       `json:"ufficio" doc:"Codice e denominazione dell'ufficio"`
	OperatoreID string       `json:"operatoreId,omitempty" format:"uuid" doc:"Operatore a cui spetta"`
	Operatore   string       `json:"operatore,omitempty" doc:"Nominativo dell'operatore"`
	Creato      time.Time    `json:"creato" doc:"Quando è nato"`
	Scade       periodo.Data `json:"scade,omitzero" format:"date" doc:"Entro quando"`
	PresoIl     *time.Time   `json:"presoIl,omitempty" doc:"Quando è stato preso in carico"`
}

// Compiti is a page of a list of tasks.
type Compiti struct {
	Compiti []Compito `json:"compiti" doc:"Compiti, nell'ordine chiesto: il primo che scade per primo se non si dice altro"`
	Totale  int       `json:"totale" doc:"Compiti in tutto"`
	Pagina  int       `json:"pagina" doc:"Pagina"`
}

// ModuloRiassegnazione says to whom a task is given.
type ModuloRiassegnazione struct {
	OperatoreID string `json:"operatoreId" format:"uuid" doc:"Operatore" opzioni:"operatori" help:"Chi ha un'abilitazione valida nell'ente del compito"`
}

// Rotte registers the home page, views, notifications, the board, and the
// operations on tasks.
func Rotte(r *atti.Rotte, m procedure.Motore) {
	h := &gestore{motore: m}
	atti.Leggi(r, atti.Operazione{
		ID: "compiti-elenco", Percorso: "/compiti", Titolo: "Elenca i compiti aperti", Etichetta: etichetta,
		Descrizione: "I compiti dell'operatore, dei suoi uffici o degli enti che coordina. Si chiudono da soli quando si compie l'atto che chiedono.",
	}, h.elenca)
	for _, p := range passi {
		esegui := h.compi(p.update)
		atti.Registra(r, atti.Operazione{
			ID: "compito-" + p.percorso, Metodo: http.MethodPost, Percorso: "/compiti/{id}/" + p.percorso, Titolo: p.titolo, Etichetta: etichetta,
		}, esegui)
		atti.Modulo(r, "/compiti/:id/"+p.percorso, esegui, atti.Opzioni[struct{}]{Pagina: h.dopoRifiuto, Dopo: ritorno[struct{}], Avviso: p.avviso})
	}
	atti.Registra(r, atti.Operazione{
		ID: "compito-riassegnazione", Metodo: http.MethodPost, Percorso: "/compiti/{id}/riassegnazione", Titolo: "Riassegna il compito a un altro operatore", Etichetta: etichetta,
		Descrizione: "Può farlo chi ha il compito o chi coordina l'ente. Le assegnazioni della domanda a cui il compito si riferisce non cambiano. " + perQuesto,
		Stato:       http.StatusNoContent,
	}, h.riassegna)
	atti.Modulo(r, "/compiti/:id/riassegnazione", h.riassegna, atti.Opzioni[struct{}]{
		Pagina: h.paginaRiassegna, Dopo: ritorno[struct{}], Avviso: "compito riassegnato", Mostra: true})
	h.rotteInsieme(r)
	h.rotteViste(r)
	h.rotteNotifiche(r)
	h.rotteCruscotto(r)
	atti.Pagina(r, http.MethodGet, "/", h.home)
}

const (
	etichetta = "compiti"
	perQuesto = "Per assegnare la domanda c'è l'operazione di assegnazione."
)

type gestore struct{ motore procedure.Motore }

// passi are the acts on a task.
var passi = []struct{ percorso, update, titolo, avviso string }{
	{"presa", flow.UpdatePrendi, "Prende in carico il compito", "compito preso in carico"},
	{"rilascio", flow.UpdateRilascia, "Rilascia il compito all'ufficio", "compito rilasciato all'ufficio"},
	{"completamento", flow.UpdateCompleta, "Conferma la presa visione", "presa visione confermata"},
}

// compi sends an act on a task to the workflow that owns it.
func (h *gestore) compi(update string) atti.Esegui[struct{}, struct{}] {
	return func(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (struct{}, error) {
		c, err := h.visibile(ctx, chi, in.ID)
		if err != nil {
			return struct{}{}, err
		}
		m := flow.Messaggio{CompitoID: c.ID, OperatoreID: chi.OperatoreID}
		return struct{}{}, h.motore.Compito(ctx, c.WorkflowID, update, in.Atto, m)
	}
}

func (h *gestore) riassegna(ctx context.Context, chi models.Chi, in atti.Richiesta[ModuloRiassegnazione]) (struct{}, error) {
	c, err := h.visibile(ctx, chi, in.ID)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, h.daRiassegnare(ctx, chi, c, in.Corpo.OperatoreID, in.Atto)
}

// daRiassegnare sends the act that gives a task to another.
func (h *gestore) daRiassegnare(ctx context.Context, chi models.Chi, c inbox.Compito, nuovo, atto string) error {
	m := flow.Riassegna{Messaggio: flow.Messaggio{CompitoID: c.ID, OperatoreID: chi.OperatoreID}, NuovoID: nuovo, AttoID: atto}
	return h.motore.Compito(ctx, c.WorkflowID, flow.UpdateRiassegna, atto, m)
}

func (h *gestore) visibile(ctx context.Context, chi models.Chi, id string) (inbox.Compito, error) {
	var c inbox.Compito
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) (err error) {
		c, err = inbox.Visibile(tx, chi, id)
		return err
	})
	return c, err
}

// elenca is the JSON list. Without a lista it is that of Miei, as it was before
// there were others.
func (h *gestore) elenca(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroCompiti]) (Compiti, error) {
	f := in.Corpo.Filtro
	if f.Lista == "" {
		f.Lista = inbox.Uffici
		if in.Corpo.Miei {
			f.Lista = inbox.Miei
		}
	}
	out := Compiti{Pagina: max(in.Corpo.Pagina, 1)}
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) error {
		conti, err := inbox.Conta(tx, chi, f, nil, periodo.Oggi())
		if err != nil {
			return err
		}
		out.Totale = conti.Totale()
		out.Compiti, err = compiti(tx, chi, f, out.Pagina)
		return err
	})
	return out, err
}

// compiti reads a page of a list.
func compiti(tx *gorm.DB, chi models.Chi, f inbox.Filtro, n int) ([]Compito, error) {
	righe, err := inbox.Elenca(tx, chi, f, periodo.Oggi(), pagina(n))
	var out []Compito
	for _, r := range righe {
		out = append(out, Compito{
			ID: r.ID, Tipo: r.Tipo, Titolo: r.Titolo, Oggetto: r.Oggetto, OggettoID: r.OggettoID,
			RichiestaID: valore(r.RichiestaID), Natura: r.Natura, SoggettoID: valore(r.SoggettoID), Soggetto: r.Nominativo(),
			EnteID: r.EnteID, UfficioID: r.UOID, Ufficio: r.Ufficio, OperatoreID: valore(r.OperatoreID), Operatore: r.Operatore,
			Creato: r.Creato.UTC(), Scade: r.Scade, PresoIl: r.PresoIl,
		})
	}
	return out, err
}

func valore(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
