package web

import "siss/web/form"

func stampaPiena() Page {
	return StampaPage{
		Base:    base("Domanda 2024/13", "/domande", home, Link{Testo: "Domande", URL: "/domande"}),
		Oggetto: "Domanda 2024/13 di ROSSI MARIO", Ente: "Comune 1", Ufficio: "SIGESS_COM1 - Comune 1", Sottotitolo: "ROSSI MARIO (11/07/1986)", Stato: Badge{"Accolta", Positivo},
		Emissione: "Stampato il 22/11/2026 10:31 da D'Arco Giovanna", Ritorno: &Link{Testo: "Torna alla domanda", URL: "/domande/13"},
		Filtri: &FiltriCassetto{Azione: "/domande/13/stampa", Form: form.Filtri[filtriSoggetti](nil, nil, nil), Cerca: "Mostra"},
		Sezioni: []SezioneStampa{
			{Titolo: "Dettagli", Voci: []Voce{{Etichetta: "Protocollo", Valore: "123/2024", URL: "/protocollo"}, {Etichetta: "Note"}}},
			{Titolo: "Movimenti", Testo: "Periodo: agosto 2024", Tabelle: []Tabella{movimenti()}, APagina: true, Compatta: true},
			{Titolo: "Come si arriva agli importi", Alberi: []Nodo{spiegato()}},
			{Titolo: "Iter", Storia: &Cronologia{Momenti: []Momento{{Quando: "21/10/2024 18:32", Testo: "Domanda presentata", Chi: "D'Arco Giovanna", Stato: Badge{"Presentata", Principale}}}}},
		},
		Firme: []Firma{{Ruolo: "Il responsabile del procedimento", Nome: "Neri Paolo"}, {Ruolo: "Il soggetto"}},
	}
}
