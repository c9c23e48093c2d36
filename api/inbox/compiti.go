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
	Miei   bool   `json:"miei,omitempty" doc:"true: i miei; altrimenti quelli dei miei uffici che non ho io"`
	Tipo   string `json:"tipo,omitempty" doc:"Tipo" enum:"AVVIA_ISTRUTTORIA,VALUTA_DOMANDA,PRENDI_VISIONE,COMUNICA_ESITO,CREA_INTERVENTO,CONFERMA_ELABORAZIONE" etichette:"Avviare l'istruttoria,Valutare la domanda,Prendere visione,Comunicare l'esito,Creare l'intervento,Confermare l'elaborazione"`
	Pagina int    `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"100000"`
}

func (f FiltroCompiti) pagina() models.Pagina {
	return models.Pagina{Limite: perPagina, Salta: (max(f.Pagina, 1) - 1) * perPagina}
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
	Compiti []Compito `json:"compiti" doc:"Compiti, il primo che scade per primo"`
	Totale  int       `json:"totale" doc:"Compiti in tutto"`
	Pagina  int       `json:"pagina" doc:"Pagina"`
}

// Rotte registers the home page and the operations on tasks.
func Rotte(r *atti.Rotte, m procedure.Motore) {
	h := &gestore{motore: m}
	atti.Leggi(r, atti.Operazione{
		ID: "compiti-elenco", Percorso: "/compiti", Titolo: "Elenca i compiti aperti", Etichetta: "compiti",
		Descrizione: "I compiti dell'operatore, oppure quelli dei suoi uffici che non ha lui. Si chiudono da soli quando si compie l'atto che chiedono.",
	}, h.elenca)
	for _, p := range passi {
		esegui := h.compi(p.update)
		atti.Registra(r, atti.Operazione{
			ID: "compito-" + p.percorso, Metodo: http.MethodPost, Percorso: "/compiti/{id}/" + p.percorso, Titolo: p.titolo, Etichetta: "compiti",
		}, esegui)
		atti.Modulo(r, "/compiti/:id/"+p.percorso, esegui, atti.Opzioni[struct{}]{Pagina: h.dopoRifiuto, Dopo: ritorno, Avviso: p.avviso})
	}
	atti.Pagina(r, http.MethodGet, "/", h.home)
}

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
		var c inbox.Compito
		err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) (err error) {
			c, err = inbox.Visibile(tx, chi, in.ID)
			return err
		})
		if err != nil {
			return struct{}{}, err
		}
		m := flow.Messaggio{CompitoID: c.ID, OperatoreID: chi.OperatoreID}
		return struct{}{}, h.motore.Compito(ctx, c.WorkflowID, update, in.Atto, m)
	}
}

func (h *gestore) elenca(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroCompiti]) (Compiti, error) {
	var out Compiti
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) (err error) {
		out, err = compiti(tx, chi, in.Corpo)
		return err
	})
	return out, err
}

// compiti reads a page of a list, each task with the natura of the intervento
// that it asks to create.
func compiti(tx *gorm.DB, chi models.Chi, f FiltroCompiti) (Compiti, error) {
	var out Compiti
	righe, err := inbox.Elenca(tx, chi, inbox.Filtro{Miei: f.Miei, Tipo: inbox.Tipo(f.Tipo)}, f.pagina())
	if err != nil {
		return out, err
	}
	out.Totale, out.Pagina = righe.Totale, max(f.Pagina, 1)
	nature, err := inbox.Nature(tx, righe.Elementi)
	if err != nil {
		return out, err
	}
	for _, r := range righe.Elementi {
		out.Compiti = append(out.Compiti, Compito{
			ID: r.ID, Tipo: r.Tipo, Titolo: r.Titolo, Oggetto: r.Oggetto, OggettoID: r.OggettoID,
			RichiestaID: valore(r.RichiestaID), Natura: nature[valore(r.RichiestaID)],
			SoggettoID: valore(r.SoggettoID), Soggetto: r.Nominativo(), UfficioID: r.UOID, Ufficio: r.Ufficio,
			OperatoreID: valore(r.OperatoreID), Operatore: r.Operatore, Creato: r.Creato.UTC(), Scade: r.Scade, PresoIl: r.PresoIl,
		})
	}
	return out, nil
}

func valore(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
