package anagrafe

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/anagrafe"
	"siss/web"
)

// FiltroOvunque is what is typed in "Cerca in tutte le aree".
type FiltroOvunque struct {
	Q string `json:"q,omitempty" doc:"Testo" maxLength:"100"`
}

// trovatiQui is how many persons the page shows before sending to the list.
const trovatiQui = 10

// cercaOvunque is "Cerca in tutte le aree": the name of a function leads to
// it; anything else lists functions, numbered cases and persons.
func (h *gestore) cercaOvunque(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[FiltroOvunque](c)
	for _, funzione := range web.Funzioni {
		if strings.EqualFold(f.Q, funzione.Testo) {
			c.Redirect(http.StatusSeeOther, funzione.URL)
			return nil
		}
	}
	p := web.SchedaPage{Base: auth.Base(c, chi, "Cerca in tutte le aree")}
	p.Percorso = []web.Link{casa}
	if len(problemi) > 0 {
		p.Errore = "il testo cercato non è valido: scriverlo di nuovo"
		return web.Render(c.Writer, http.StatusUnprocessableEntity, p)
	}
	p.Cassetti = []web.Cassetto{{ID: "funzioni", Titolo: "Funzioni", Tabelle: []web.Tabella{tabellaFunzioni(f.Q)}}}
	if f.Q != "" {
		p.Sottotitolo = "Risultati per: " + f.Q
		persone, err := h.persone(c, chi, f.Q)
		if err != nil {
			return err
		}
		p.Cassetti = append(p.Cassetti, persone)
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

var numeroPratica = regexp.MustCompile(`^([0-9]{4}) */ *([0-9]{1,9})$`)

// tabellaFunzioni lists the functions whose name holds the text and, for the
// number of a case ("2024/13"), where cases of that number are.
func tabellaFunzioni(testo string) web.Tabella {
	t := web.Tabella{Colonne: web.Colonne("Funzione"), Vuoto: "nessuna funzione con questo nome: usare il menu in alto"}
	aggiungi := func(nome, url string) {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(nome, url)}})
	}
	if m := numeroPratica.FindStringSubmatch(testo); m != nil {
		q := "?" + url.Values{"anno": {m[1]}, "numero": {m[2]}}.Encode()
		aggiungi("Domanda "+m[1]+"/"+m[2], "/domande"+q)
		aggiungi("Intervento "+m[1]+"/"+m[2], "/interventi"+q)
	}
	for _, f := range web.Funzioni {
		if strings.Contains(strings.ToLower(f.Testo), strings.ToLower(testo)) {
			aggiungi(f.Testo, f.URL)
		}
	}
	return t
}

func (h *gestore) persone(c *gin.Context, chi models.Chi, testo string) (web.Cassetto, error) {
	r := anagrafe.RicercaLibera(testo)
	t := web.Tabella{Vuoto: "nessun soggetto trovato: provare con meno lettere o con il codice fiscale"}
	out := web.Cassetto{ID: "soggetti", Titolo: "Soggetti"}
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		var totale int
		var err error
		t.Colonne, t.Righe, totale, err = trova(tx, chi, r, models.Pagina{Limite: trovatiQui}, schedaDi)
		if totale > trovatiQui {
			q := daCercato(r)
			out.Voci = []web.Voce{{Etichetta: "Primi risultati", Valore: "Vedi tutti", URL: "/soggetti?" + q.Encode()}}
		}
		return err
	})
	out.Tabelle = []web.Tabella{t}
	return out, err
}

// assistenza is the page of support (manuale §9).
func assistenza(c *gin.Context, chi models.Chi) error {
	const casella = "supporto.sigess@regione.lazio.it"
	p := web.SchedaPage{Base: auth.Base(c, chi, "Assistenza"), Cassetti: []web.Cassetto{
		{ID: "videolezioni", Titolo: "Prima: le videolezioni",
			Testo: "Prima di scrivere guardare le videolezioni per il sistema informativo SIGeSS – Cartella Sociale",
			Voci: []web.Voce{{Etichetta: "Videolezioni", Valore: "Videolezioni SIGeSS sul sito della Regione Lazio",
				URL: "https://www.regione.lazio.it/cittadini/sociale-famiglie/servizi-socio-assistenziali/SIGeSS"}}},
		{ID: "scrivere", Titolo: "Poi: scrivere all'assistenza",
			Testo: "Per quesiti o segnalazioni di natura tecnica. Se una pagina ha mostrato un codice della richiesta, indicarlo; non scrivere dati delle persone assistite",
			Voci:  []web.Voce{{Etichetta: "Casella", Valore: casella, URL: "mailto:" + casella}}},
	}}
	p.Sezione, p.Percorso = "/assistenza", []web.Link{casa}
	return web.Render(c.Writer, http.StatusOK, p)
}
