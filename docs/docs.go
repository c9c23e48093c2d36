// Package docs carries the operator's manual into the program, so that what a
// page's help opens is the manual of the release that is running. It holds the
// text and its pictures and says which chapter is about which page.
package docs

import (
	"embed"
	"strings"
)

// File holds manuale/*.md and the pictures that they show, immagini/*.png.
//
//go:embed manuale/*.md immagini/*.png
var File embed.FS

// Problemi is the part about the page of an error.
const Problemi = "07-messaggi-e-problemi#la-pagina-di-un-errore"

// capitoli says where the manual is about a page: by the pattern of its path
// and, where the kinds of intervento have parts of their own, by its natura.
// A pattern that is not here belongs with the longest one that it begins with.
var capitoli = map[string]string{
	"/":        "01-home-e-compiti",
	"/compiti": "01-home-e-compiti#riassegnare-un-compito",

	"/compiti/insieme": "01-home-e-compiti#molti-compiti-insieme",
	"/viste":           "01-home-e-compiti#viste-salvate",
	"/notifiche":       "01-home-e-compiti#notifiche",
	"/cruscotto":       "01-home-e-compiti#il-cruscotto-di-chi-coordina",
	"/cerca":           "01-home-e-compiti#cerca-in-tutte-le-aree",
	"/esegui":          "01-home-e-compiti#come-si-legge-una-pagina",
	"/moduli":          "01-home-e-compiti#come-si-legge-una-pagina",
	"/manuale":         "",
	"/assistenza":      "07-messaggi-e-problemi#assistenza",

	"/soggetti":       "02-soggetti#cercare",
	"/soggetti/anpr":  "02-soggetti#cercare-in-anpr",
	"/soggetti/nuovo": "02-soggetti#inserire",
	"/soggetti/:id":   "02-soggetti#la-scheda",

	"/documenti":           "03-domande#i-documenti",
	"/domande":             "03-domande",
	"/domande/nuova":       "03-domande#inserire",
	"/domande/:id":         "03-domande#la-scheda",
	"/domande/:id/assegna": "03-domande#assegnare",
	"/domande/:id/stampa":  "03-domande#stampare",

	"/interventi":                    "04-interventi",
	"/interventi?natura=ECONOMICO":   "04-interventi#economico",
	"/interventi?natura=PRESTAZIONI": "04-interventi#con-prestazioni",
	"/interventi?natura=STRUTTURA":   "04-interventi#in-struttura",

	"/interventi/nuovo":                    "04-interventi#i-dettagli-uguali-per-tutti",
	"/interventi/nuovo/economico":          "04-interventi#economico",
	"/interventi/nuovo/prestazioni":        "04-interventi#con-prestazioni",
	"/interventi/nuovo/struttura":          "04-interventi#in-struttura",
	"/interventi/:id":                      "04-interventi#la-scheda-di-un-intervento",
	"/interventi/:id/modifica/economico":   "04-interventi#economico",
	"/interventi/:id/modifica/prestazioni": "04-interventi#con-prestazioni",
	"/interventi/:id/modifica/struttura":   "04-interventi#in-struttura",

	"/tabellone":           "05-tabellone",
	"/tabellone/:id/:data": "05-tabellone#il-giorno",

	"/elaborazioni":              "06-elaborazione-contabile",
	"/elaborazioni/nuova":        "06-elaborazione-contabile#preparare",
	"/elaborazioni/pagati":       "06-elaborazione-contabile#se-paga-il-distretto",
	"/elaborazioni/tabelle-isee": "04-interventi#le-quote-secondo-lisee",
	"/elaborazioni/casi":         "06-elaborazione-contabile#casi-di-prova",
	"/elaborazioni/:id":          "06-elaborazione-contabile#controllare",
	"/elaborazioni/:id/anomalie": "06-elaborazione-contabile#sistemare-le-anomalie",
	"/enti/:id/conferma":         "06-elaborazione-contabile#chi-conferma",
	"/movimenti":                 "06-elaborazione-contabile#come-si-arriva-a-un-importo",
	"/tariffari":                 "06-elaborazione-contabile#i-tariffari",
	"/chiusure":                  "05-tabellone#chiusura-del-mese",
	"/fondi":                     "08-fondi-e-impegni",
	"/fondi/nuovo":               "08-fondi-e-impegni#inserire-un-fondo",
	"/fondi/:id":                 "08-fondi-e-impegni#capitoli-e-impegni",
	"/impegni/:id":               "08-fondi-e-impegni#un-impegno",
	"/recuperi":                  "06-elaborazione-contabile#recuperi",
	"/elaborazioni/:id/file":     "06-elaborazione-contabile#i-pagamenti",
	"/enti/:id/tesoreria":        "06-elaborazione-contabile#i-dati-di-tesoreria",
	"/erogatori/:id/estratto":    "06-elaborazione-contabile#gli-estratti",
	"/soggetti/:id/estratto":     "06-elaborazione-contabile#gli-estratti",

	"/strutture": "04-interventi#in-struttura",
}

// Indirizzo is the page of the program that shows a chapter, named as its file
// without ".md" and, after "#", the part of it.
func Indirizzo(capitolo string) string { return "/manuale/" + capitolo }

// Capitolo is the chapter about the pages with that pattern of path, with its
// part after "#"; "" is the index. natura is that of the interventi that the
// page lists, "" for all. It tells false when the manual is about no such page.
func Capitolo(percorso, natura string) (string, bool) {
	if c, ok := capitoli[percorso+"?natura="+natura]; ok {
		return c, true
	}
	for percorso != "" {
		if c, ok := capitoli[percorso]; ok {
			return c, true
		}
		percorso = percorso[:strings.LastIndex(percorso, "/")]
	}
	return "", false
}
