package anagrafe

import (
	"net/http"

	"gorm.io/gorm"

	"siss/api/anpr"
	"siss/api/atti"
)

const (
	soggetti       = "soggetti"
	organizzazione = "organizzazione"
	consultazioni  = "anpr"
	perPagina      = 20
)

// gestore answers the operations and pages of the registry.
type gestore struct {
	db   *gorm.DB
	anpr anpr.Servizio
	aree []Area
}

// Rotte registers the operations and pages of the registry; each area adds its
// own to the card of a soggetto.
func Rotte(r *atti.Rotte, db *gorm.DB, servizio anpr.Servizio, aree ...Area) {
	h := &gestore{db: db, anpr: servizio, aree: aree}
	h.operazioni(r)
	h.operazioniCard(r)
	h.operazioniANPR(r)
	h.territorio(r)
	h.pagine(r)
	h.pagineANPR(r)
	atti.Pagina(r, http.MethodGet, "/esegui", esegui)
}

func (h *gestore) operazioni(r *atti.Rotte) {
	atti.Leggi(r, atti.Operazione{
		ID: "soggetti-elenco", Percorso: "/soggetti", Titolo: "Cerca soggetti", Etichetta: soggetti,
		Descrizione: "Cerca nell'anagrafe interna per codice, per inizio del codice fiscale o per nome: prima chi comincia così, poi chi ha quelle parole, poi i nomi simili. Senza filtri elenca tutti.",
	}, h.cerca)
	atti.Leggi(r, atti.Operazione{
		ID: "soggetto-lettura", Percorso: "/soggetti/{id}", Titolo: "Legge la scheda di un soggetto", Etichetta: soggetti,
		Descrizione: "I dati anagrafici, gli indirizzi e il nucleo.",
	}, h.scheda)
	atti.Leggi(r, atti.Operazione{
		ID: "soggetto-storia", Percorso: "/soggetti/{id}/storia", Titolo: "Racconta che cosa è successo a un soggetto", Etichetta: soggetti,
		Descrizione: "Anagrafe, domande, interventi e pagamenti, dal più recente, cinquanta per pagina.",
	}, h.storia)
	atti.Registra(r, atti.Operazione{
		ID: "soggetto-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}", Titolo: "Inserisce o modifica un soggetto", Etichetta: soggetti,
		Descrizione: "L'identificativo è scelto da chi chiama: se il soggetto non c'è viene inserito e riceve il codice successivo dell'ente, altrimenti viene modificato.",
	}, h.salva)
}

func (h *gestore) operazioniCard(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{
		ID: "contatti-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/contatti", Titolo: "Modifica telefono ed e-mail", Etichetta: soggetti,
	}, h.salvaContatti)
	atti.Registra(r, atti.Operazione{
		ID: "residenza-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/residenze/{residenzaId}", Titolo: "Inserisce un indirizzo", Etichetta: soggetti,
		Descrizione: "Apre l'indirizzo e chiude quello dello stesso tipo che c'era prima, che resta. Ripetere con lo stesso identificativo non cambia nulla.",
	}, h.salvaResidenza)
	atti.Registra(r, atti.Operazione{
		ID: "residenza-chiusura", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/residenze/{residenzaId}/chiusura", Titolo: "Chiude un indirizzo", Etichetta: soggetti,
		Descrizione: "Ripetere con la stessa data non cambia nulla.",
	}, h.chiudiResidenza)
	atti.Registra(r, atti.Operazione{
		ID: "relazione-salvataggio", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/relazioni/{relazioneId}", Titolo: "Inserisce una relazione", Etichetta: soggetti,
		Descrizione: "Lega al soggetto un'altra persona della stessa anagrafe, sulle schede di tutti e due. Ripetere con lo stesso identificativo non cambia nulla.",
	}, h.salvaRelazione)
	atti.Registra(r, atti.Operazione{
		ID: "relazione-chiusura", Metodo: http.MethodPut, Percorso: "/soggetti/{id}/relazioni/{relazioneId}/chiusura", Titolo: "Chiude una relazione", Etichetta: soggetti,
		Descrizione: "La chiude sulle schede di tutti e due. Ripetere con la stessa data non cambia nulla.",
	}, h.chiudiRelazione)
}

func (h *gestore) operazioniANPR(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{
		ID: "anpr-consultazione", Metodo: http.MethodPost, Percorso: "/anpr/consultazioni", Titolo: "Consulta una persona in ANPR", Etichetta: consultazioni,
		Descrizione: "Ogni consultazione resta nel registro con chi, quando, finalità, pratica ed esito; di quello che si legge non resta nulla. Ripetere con la stessa Idempotency-Key è la stessa consultazione.",
		Errori:      []int{http.StatusNotFound},
	}, h.consulta)
	atti.Leggi(r, atti.Operazione{
		ID: "anpr-consultazioni-elenco", Percorso: "/anpr/consultazioni", Titolo: "Elenca le consultazioni di ANPR", Etichetta: consultazioni,
		Descrizione: "Le proprie; chi coordina o amministra un ente vede quelle di tutto l'ente.",
	}, h.consultazioni)
	atti.Registra(r, atti.Operazione{
		ID: "anpr-importazione", Metodo: http.MethodPost, Percorso: "/anpr/importazioni", Titolo: "Importa in anagrafe una persona consultata in ANPR", Etichetta: consultazioni,
		Descrizione: "Importa la persona, la residenza e i familiari indicati. Di una consultazione si fa una sola importazione: ripeterla dà lo stesso esito. Chi è già in anagrafe si aggiorna solo se richiesto.",
		Errori:      []int{http.StatusNotFound},
	}, h.importa)
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
