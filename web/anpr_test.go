package web

import (
	"net/url"

	"siss/web/form"
)

type ricercaANPR struct {
	CodiceFiscale string `json:"codiceFiscale" doc:"Codice fiscale" help:"Sedici caratteri"`
	Finalita      string `json:"finalita" enum:"ISTRUTTORIA,INTERVENTO" etichette:"Istruttoria,Intervento" doc:"Finalità della consultazione"`
}

var inANPR = Link{Testo: "Ricerca in ANPR", URL: "/soggetti/anpr"}

func anprMaschera() Page {
	return AnprPage{
		Base: base("Ricerca in ANPR", "/soggetti", home, Link{Testo: "Soggetti", URL: "/soggetti"}), Introduzione: "si cerca con il codice fiscale",
		Form: form.Riempi[ricercaANPR](url.Values{"codiceFiscale": {"RSSMRA86L11H501E"}}, nil, nil), Azione: "/soggetti/anpr", Atto: "atto-1",
		Esito: "in ANPR non risulta nessuno con questo codice fiscale: ricontrollarlo", Altrimenti: &Link{Testo: "Inserisci il soggetto a mano", URL: "/soggetti/nuovo"},
		AltoADestra: []Link{{Testo: "Registro delle consultazioni", URL: "/soggetti/anpr/consultazioni"}},
	}
}

func anprDati() Page {
	relazioni := []form.Opzione{{Valore: "CONIUGE", Testo: "Coniuge"}, {Valore: "FIGLIO", Testo: "Figlio/a"}}
	return AnprPage{
		Base: base("Dati da ANPR", "/soggetti", home, inANPR),
		Dati: &DatiANPR{
			Nominativo: "ROSSI MARIO (11/07/1986)", Stato: Badge{"Deceduto/a il 05/10/2023", Negativo},
			Avvertenza: "il soggetto è già in anagrafe", Scheda: &Link{Testo: "Apri la scheda 1", URL: "/soggetti/1"},
			Gruppi: []Gruppo{{Titolo: "Generalità", Voci: []Voce{{Etichetta: "Cognome", Valore: "ROSSI"}, {Etichetta: "Luogo di nascita"}}},
				{Titolo: "Residenza", Voci: []Voce{{Etichetta: "Indirizzo", Valore: "VIA DEI PINI 12"}}}},
			Differenze: &Tabella{Colonne: Colonne("Dato", "In anagrafe", "In ANPR"), Righe: []Riga{{Celle: []Cella{Testo("Residenza"), Testo(""), Testo("VIA DEI PINI 12")}}}},
			Famiglia: []FamiliareANPR{
				{Campo: "familiari.0", ID: "familiare-0", Nominativo: "BIANCHI MARIA (02/03/1951)", Dettaglio: "BNCMRA51C42H501E", Codice: "BNCMRA51C42H501E", Relazioni: relazioni, Relazione: "CONIUGE"},
				{Campo: "familiari.1", ID: "familiare-1", Nominativo: "ROSSI ANNA (01/01/2010)", Dettaglio: "RSSNNA10A41H501H", Codice: "RSSNNA10A41H501H", Relazioni: relazioni, Relazione: "FIGLIO",
					Scheda: &Link{Testo: "Già in anagrafe", URL: "/soggetti/2"}},
			},
			Azione: "/soggetti/anpr/importa", Nascosti: []Nascosto{{"_atto", "atto-2"}, {"aggiorna", "true"}}, Importa: "Aggiorna dati Soggetto",
			Nuova: Link{Testo: "Nuova ricerca", URL: "/soggetti/anpr"},
		},
	}
}

// anprMorto is a person that may only be consulted.
func anprMorto() Page {
	p := anprDati().(AnprPage)
	d := *p.Dati
	d.Avvertenza, d.Scheda, d.Importa, d.Differenze = "la persona risulta deceduta: non si importa in anagrafe", nil, "", &Tabella{Vuoto: "nessuna: i dati coincidono"}
	p.Dati = &d
	return p
}
