package manuale

import (
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"siss/api/auth"
	"siss/models"
	"siss/models/periodo"
	"siss/web"
)

const (
	casella      = "supporto.sigess@regione.lazio.it"
	videolezioni = "https://www.regione.lazio.it/cittadini/sociale-famiglie/servizi-socio-assistenziali/SIGeSS"
)

// scorciatoie are the keys that do something on the pages, besides those of
// every browser. siss.js adds the button that turns the first one off.
var scorciatoie = [][3]string{
	{"/", "in ogni pagina, fuori dai campi", "porta in Cerca in tutte le aree"},
	{"Freccia su, freccia giù", "in Cerca in tutte le aree", "sceglie un risultato; con la casella vuota mostra tutte le funzioni"},
	{"Invio", "in Cerca in tutte le aree", "apre il risultato scelto o, senza una scelta, la pagina dei risultati"},
	{"Esc", "in Cerca in tutte le aree", "chiude i risultati"},
	{"Tab, Maiusc+Tab", "in ogni pagina", "passa al campo, al bottone o al collegamento successivo o precedente"},
	{"Invio", "in un modulo, da un campo", "salva, come il bottone in basso a destra"},
}

// assistenza is the page of support (manuale §9).
func assistenza(c *gin.Context, chi models.Chi) error {
	tasti := web.Tabella{Titolo: "Tasti e che cosa fanno", Colonne: web.Colonne("Tasto", "Dove", "Che cosa fa")}
	for _, s := range scorciatoie {
		tasti.Righe = append(tasti.Righe, web.Riga{Celle: []web.Cella{web.Testo(s[0]), web.Testo(s[1]), web.Testo(s[2])}})
	}
	p := web.SchedaPage{Base: auth.Base(c, chi, "Assistenza"), Cassetti: []web.Cassetto{
		{ID: "manuale", Titolo: "Il manuale", Testo: "In ogni pagina, Guida apre il capitolo che ne parla",
			Voci: []web.Voce{{Etichetta: "Manuale dell'operatore", Valore: "Apri il manuale", URL: percorso}}},
		{ID: "videolezioni", Titolo: "Le videolezioni",
			Testo: "Prima di scrivere guardare le videolezioni per il sistema informativo SIGeSS – Cartella Sociale",
			Voci:  []web.Voce{{Etichetta: "Videolezioni", Valore: "Videolezioni SIGeSS sul sito della Regione Lazio", URL: videolezioni}}},
		{ID: "scrivere", Titolo: "Scrivere all'assistenza",
			Testo: "Per quesiti o segnalazioni di natura tecnica. Se una pagina ha mostrato un codice della richiesta, indicarlo con la versione del programma; non scrivere dati delle persone assistite",
			Voci: []web.Voce{{Etichetta: "Casella", Valore: casella, URL: "mailto:" + casella + "?subject=SISS%20-%20richiesta%20di%20assistenza"},
				{Etichetta: "Versione del programma", Valore: versione()}}},
		{ID: "scorciatoie", Titolo: "Scorciatoie da tastiera", Tabelle: []web.Tabella{tasti}},
	}}
	p.Sezione, p.Percorso = "/assistenza", []web.Link{casa}
	return web.Render(c.Writer, http.StatusOK, p)
}

// versione says which release is running: the revision of its sources, with
// its day, which the Go command writes in the program.
func versione() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "di sviluppo"
	}
	return versioneDi(info.Settings)
}

func versioneDi(voci []debug.BuildSetting) string {
	v := map[string]string{}
	for _, s := range voci {
		v[s.Key] = s.Value
	}
	if len(v["vcs.revision"]) < 8 {
		return "di sviluppo"
	}
	out := v["vcs.revision"][:8]
	if quando, err := time.Parse(time.RFC3339, v["vcs.time"]); err == nil {
		out += " del " + periodo.Di(quando).Italiana()
	}
	if v["vcs.modified"] == "true" {
		out += ", modificata"
	}
	return out
}
