package anagrafe

import (
	"net/http"

	"gorm.io/gorm"

	"siss/api/atti"
)

const (
	soggetti       = "soggetti"
	organizzazione = "organizzazione"
	perPagina      = 20
)

// gestore answers the operations and pages of the registry.
type gestore struct{ db *gorm.DB }

// Rotte registers the operations and pages of the registry.
func Rotte(r *atti.Rotte, db *gorm.DB) {
	h := &gestore{db: db}
	h.operazioni(r)
	h.territorio(r)
	h.pagine(r)
	atti.Pagina(r, http.MethodGet, "/esegui", esegui)
}

func (h *gestore) operazioni(r *atti.Rotte) {
	atti.Leggi(r, atti.Operazione{
		ID: "soggetti-elenco", Percorso: "/soggetti", Titolo: "Cerca soggetti", Etichetta: soggetti,
		Descrizione: "Cerca nell'anagrafe interna per codice, per inizio del codice fiscale o per nome intero, parziale o scritto male. Senza filtri elenca tutti.",
	}, h.cerca)
	atti.Leggi(r, atti.Operazione{
		ID: "soggetto-lettura", Percorso: "/soggetti/{id}", Titolo: "Legge la scheda di un soggetto", Etichetta: soggetti,
		Descrizione: "I dati anagrafici, gli indirizzi e il nucleo.",
	}, h.scheda)
	atti.Registra(r, atti.Operazione{
		ID: "soggetto-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}", Titolo: "Inserisce o modifica un soggetto", Etichetta: soggetti,
		Descrizione: "L'identificativo è scelto da chi chiama: se il soggetto non c'è viene inserito e riceve il codice successivo dell'ente, altrimenti viene modificato.",
	}, h.salva)
	atti.Registra(r, atti.Operazione{
		ID: "residenza-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/residenze/{residenzaId}", Titolo: "Inserisce un indirizzo", Etichetta: soggetti,
		Descrizione: "Apre l'indirizzo e chiude quello dello stesso tipo che c'era prima, che resta. Ripetere con lo stesso identificativo non cambia nulla.",
	}, h.salvaResidenza)
	atti.Registra(r, atti.Operazione{
		ID: "relazione-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/relazioni/{relazioneId}", Titolo: "Inserisce una relazione", Etichetta: soggetti,
		Descrizione: "Lega al soggetto un'altra persona della stessa anagrafe. Ripetere con lo stesso identificativo non cambia nulla.",
	}, h.salvaRelazione)
}

func (h *gestore) territorio(r *atti.Rotte) {
	atti.Leggi(r, atti.Operazione{
		ID: "comuni-elenco", Percorso: "/comuni", Titolo: "Elenca i comuni del Lazio", Etichetta: organizzazione,
		Descrizione: "I comuni il cui nome contiene il testo, oppure tutti.",
	}, h.comuni)
	atti.Leggi(r, atti.Operazione{ID: "distretti-elenco", Percorso: "/distretti", Titolo: "Elenca i distretti sociosanitari", Etichetta: organizzazione}, h.distretti)
	atti.Leggi(r, atti.Operazione{
		ID: "enti-elenco", Percorso: "/enti", Titolo: "Elenca gli enti per cui si può agire", Etichetta: organizzazione,
	}, h.enti)
	atti.Leggi(r, atti.Operazione{
		ID: "uffici-elenco", Percorso: "/uffici", Titolo: "Elenca gli uffici aperti degli enti per cui si può agire", Etichetta: organizzazione,
	}, h.uffici)
	atti.Leggi(r, atti.Operazione{
		ID: "operatori-elenco", Percorso: "/operatori", Titolo: "Elenca gli operatori di un ente", Etichetta: organizzazione,
		Descrizione: "Gli operatori che oggi possono ricevere le pratiche dell'ente.", Errori: []int{http.StatusNotFound},
	}, h.operatori)
}
