// Package simulatore answers as ANPR does, about thirty persons that do not
// exist: for the development machine and for tests. Two codici fiscali make it
// slow and out of order.
package simulatore

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"text/tabwriter"
	"time"
)

// lentezza is how long the slow answer takes: longer than anybody waits.
const lentezza = 20 * time.Second

// Simulatore is the simulated registry.
type Simulatore struct {
	mux        *http.ServeMux
	perCodice  map[string]*individuo
	perID      map[string]*individuo
	operazioni atomic.Int64
}

// Nuovo makes the registry with the persons of Elenco.
func Nuovo() *Simulatore {
	s := &Simulatore{mux: http.NewServeMux(), perCodice: map[string]*individuo{}, perID: map[string]*individuo{}}
	for n, i := range persone() {
		i.id = fmt.Sprintf("SIM%05d", n+1)
		s.perCodice[i.codice], s.perID[i.id] = i, i
	}
	s.mux.HandleFunc("POST /C030-servizioAccertamentoIdUnicoNazionale/v1/anpr-service-e002", s.servi("C030", (*individuo).identificativi))
	s.mux.HandleFunc("POST /C020-servizioAccertamentoResidenza/v1/anpr-service-e002", s.servi("C020", (*individuo).scheda))
	s.mux.HandleFunc("POST /C021-servizioAccertamentoStatoFamiglia/v1/anpr-service-e002", s.servi("C021", (*individuo).famigliaAnagrafica))
	s.mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) { scrivi(w, http.StatusOK, oggetto{"status": 200}) })
	s.mux.HandleFunc("GET /{$}", s.elenco)
	return s
}

// ServeHTTP answers one request.
func (s *Simulatore) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

type oggetto map[string]any

type richiesta struct {
	IDOperazioneClient string `json:"idOperazioneClient"`
	CriteriRicerca     struct {
		CodiceFiscale string `json:"codiceFiscale"`
		IDANPR        string `json:"idANPR"`
	} `json:"criteriRicerca"`
	DatiRichiesta struct {
		Data    string `json:"dataRiferimentoRichiesta"`
		Motivo  string `json:"motivoRichiesta"`
		CasoUso string `json:"casoUso"`
	} `json:"datiRichiesta"`
}

// servi answers one service with what leggi says of the person asked for.
func (s *Simulatore) servi(casoUso string, leggi func(*individuo) []oggetto) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in richiesta
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&in)
		d, c := in.DatiRichiesta, in.CriteriRicerca
		if _, data := time.Parse(time.DateOnly, d.Data); err != nil || data != nil || in.IDOperazioneClient == "" || d.Motivo == "" ||
			d.CasoUso != casoUso || (c.CodiceFiscale == "") == (c.IDANPR == "") {
			s.errore(w, http.StatusBadRequest, "EN148", "Richiesta non conforme alle specifiche")
			return
		}
		chi := s.perCodice[c.CodiceFiscale]
		if c.IDANPR != "" {
			chi = s.perID[c.IDANPR]
		}
		switch {
		case chi == nil:
			s.errore(w, http.StatusNotFound, "EN122", "La richiesta effettuata non produce alcun risultato")
			return
		case chi.guasto:
			s.errore(w, http.StatusServiceUnavailable, "EN999", "Servizio non disponibile")
			return
		case chi.lento:
			select {
			case <-time.After(lentezza):
			case <-r.Context().Done():
				return
			}
		}
		scrivi(w, http.StatusOK, oggetto{"idOperazioneANPR": s.operazione(), "listaSoggetti": oggetto{"datiSoggetto": leggi(chi)}})
	}
}

func (s *Simulatore) operazione() string {
	return strconv.FormatInt(58_000_000+s.operazioni.Add(1), 10)
}

func (s *Simulatore) errore(w http.ResponseWriter, stato int, codice, testo string) {
	scrivi(w, stato, oggetto{"idOperazioneANPR": s.operazione(), "listaErrori": []oggetto{
		{"codiceErroreAnomalia": codice, "tipoErroreAnomalia": "E", "testoErroreAnomalia": testo}}})
}

func scrivi(w http.ResponseWriter, stato int, corpo any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(stato)
	// Whoever asked may have left.
	_ = json.NewEncoder(w).Encode(corpo)
}

// elenco is a page for the developer: whom one can ask for.
func (s *Simulatore) elenco(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprint(t, "ANPR simulato: persone inventate\n\nCODICE FISCALE\tCOGNOME E NOME\tNASCITA\tCHE COSA MOSTRA\n")
	for _, p := range Elenco() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", p.CodiceFiscale, p.Nominativo, p.Nascita, p.Mostra)
	}
	// Whoever asked may have left.
	_ = t.Flush()
}
