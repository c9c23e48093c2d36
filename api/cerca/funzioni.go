package cerca

import (
	"slices"
	"strings"

	"siss/models"
	"siss/web"
)

// sinonimi are other words by which operatori look for a function.
var sinonimi = map[string][]string{
	"Soggetto":                   {"anagrafe", "persona", "assistito", "cittadino", "cartella", "ANPR"},
	"Nuovo soggetto":             {"inserire persona", "aggiungere soggetto"},
	"Domande":                    {"istanza", "richiesta", "istruttoria", "protocollo"},
	"Intervento economico":       {"contributo", "assegno", "sussidio", "buono"},
	"Interventi con prestazioni": {"assistenza domiciliare", "prestazione", "pasti", "piano di assistenza"},
	"Interventi in struttura":    {"retta", "casa di riposo", "ricovero", "inserimento"},
	"Tabellone accessi":          {"consuntivazione", "accessi", "presenze", "ore erogate"},
	"Elaborazione contabile":     {"liquidazione", "pagamenti", "mandati", "contabilità", "movimenti"},
	"Fondi e impegni":            {"bilancio", "capitoli", "budget", "capienza"},
	"Strutture":                  {"ASSA", "registro delle strutture", "enti gestori"},
	"Assistenza":                 {"supporto", "aiuto", "videolezioni", "scorciatoie", "problema tecnico"},
	"Manuale dell'operatore":     {"guida", "istruzioni", "aiuto"},
	"Cruscotto":                  {"coordinamento", "carico di lavoro", "scadenze", "statistiche"},
}

// funzioni are those of who asks.
func funzioni(chi models.Chi) []web.Link {
	if !chi.Coordina() {
		return web.Funzioni
	}
	return append(slices.Clone(web.Funzioni), web.Cruscotto)
}

// funzioneEsatta is the URL of the function with that name, "" for none.
func funzioneEsatta(chi models.Chi, testo string) string {
	for _, f := range funzioni(chi) {
		if chiave(f.Testo) == chiave(testo) {
			return f.URL
		}
	}
	return ""
}

// funzioniPer lists the functions in whose name, or in one of its synonyms,
// every word typed begins a word. Names come before synonyms.
func funzioniPer(chi models.Chi, testo string) []web.Trovato {
	parole := strings.Fields(chiave(testo))
	var perNome, perSinonimo []web.Trovato
	for _, f := range funzioni(chi) {
		if comincia(f.Testo, parole) {
			perNome = append(perNome, web.Trovato{Testo: f.Testo, URL: f.URL})
			continue
		}
		for _, s := range sinonimi[f.Testo] {
			if comincia(s, parole) {
				perSinonimo = append(perSinonimo, web.Trovato{Testo: f.Testo, Nota: s, URL: f.URL})
				break
			}
		}
	}
	return append(perNome, perSinonimo...)
}

// comincia tells whether each of the words begins a word of the name.
func comincia(nome string, parole []string) bool {
	sue := strings.Fields(chiave(nome))
	for _, p := range parole {
		if !slices.ContainsFunc(sue, func(s string) bool { return strings.HasPrefix(s, p) }) {
			return false
		}
	}
	return true
}

var senzaAccenti = strings.NewReplacer("à", "a", "á", "a", "è", "e", "é", "e", "ì", "i", "í", "i", "ò", "o", "ó", "o", "ù", "u", "ú", "u", "'", " ", "’", " ")

// chiave is a text as it is compared: without capitals, accents, apostrophes.
func chiave(s string) string {
	return strings.Join(strings.Fields(senzaAccenti.Replace(strings.ToLower(s))), " ")
}
