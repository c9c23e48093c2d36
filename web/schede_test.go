package web

import (
	"fmt"
	"net/url"

	"siss/models"
	"siss/web/form"
)

func schedaPiena() Page {
	operatori := form.Opzioni{"operatori": {{Valore: "1", Testo: "D'Arco Giovanna"}, {Valore: "2", Testo: "Neri Paolo"}}}
	_, problemi := form.Decode[assegna](url.Values{})
	denominazioni := Colonne("Denominazione", "Data inizio")
	return SchedaPage{
		Base:        conFileMancante(base("Domanda 2024/13", "/domande", home, Link{Testo: "Domande", URL: "/domande"})),
		Sottotitolo: "ROSSI MARIO (11/07/1986), presentata il 21/10/2024", Stato: Badge{"In istruttoria", Principale}, Famiglia: "Domanda", Adesso: &Link{Testo: "Adesso si attende: dare l'esito, entro il 20/11/2024", URL: "#iter"},
		Comandi:     []Link{{Testo: "Domande", URL: "/soggetti/1/domande"}, {Testo: "Interventi", URL: "/soggetti/1/interventi"}},
		AltoADestra: []Link{{Testo: "Excel", URL: "/elenco.xlsx", Icona: IconaExcel}, {Testo: "Nuovo intervento", URL: "/interventi/nuovo", Icona: IconaNuovo}},
		Cassetti: []Cassetto{
			{ID: "dettagli", Titolo: "Dettagli", Voci: []Voce{
				{Etichetta: "Data di presentazione", Valore: "21/10/2024"}, {Etichetta: "Firmatario", Valore: "ROSSI MARIO", URL: "/soggetti/1"},
				{Etichetta: "Protocollo"}, {Etichetta: "Priorità", Valore: "Urgente", Badge: Negativo},
			}, Testo: "La domanda scade il 20/11/2024"},
			{ID: "richiesta", Titolo: "Richiesta", Voci: []Voce{{Etichetta: "Tipo di intervento richiesto", Valore: "Accoglienza Notturna"}},
				Moduli: []ModuloInline{{Titolo: "Accetta la richiesta", Azione: "/richieste/1/accetta", Atto: "atto-1"}, {Titolo: "Respingi la richiesta", Azione: "/richieste/1/respingi", Atto: "atto-2", Pericolo: true}}},
			{ID: "assegnazioni", Titolo: "Assegnazioni", Nuovo: &Link{Testo: "Aggiungi operatore abilitato", URL: "/domande/13/assegna"},
				Tabelle: []Tabella{
					{Titolo: "UO abilitate", Colonne: denominazioni, Distinti: []string{"Apri", "Chiudi"}, Righe: []Riga{{Celle: []Cella{Testo("SIGESS_COM1 - Comune 1"), Testo("21/10/2024 18:32")},
						Atti: []Pulsante{{Testo: "Apri", Oggetto: "SIGESS_COM1 - Comune 1", Voci: []Voce{{Etichetta: "Assegnata da", Valore: "Neri Paolo"}, {Etichetta: "Motivo"}}}, {}}}}},
					{Titolo: "Operatori abilitati", Colonne: denominazioni, Righe: []Riga{{Celle: []Cella{Testo("D'Arco Giovanna"), Testo("21/10/2024 18:32")},
						Atti: []Pulsante{{Testo: "Togli", Oggetto: "D'Arco Giovanna", URL: "/assegnazioni/1/togli", Tono: Negativo, Conferma: "L'operatore non vedrà più la domanda: continuare?"}}}}},
					{Titolo: "Assegnazioni concluse", Colonne: denominazioni, Ripiegata: true, Righe: []Riga{{Celle: []Cella{Testo("Neri Paolo"), Testo("20/10/2024 09:00")}}}},
				},
				Moduli: []ModuloInline{
					{Titolo: "Assegna ad altro operatore", Testo: "Chi riceve la domanda la trova tra i suoi compiti", Azione: "/domande/13/assegna", Atto: "atto-3", Form: form.Riempi[assegna](nil, operatori, problemi), Invia: "Assegna"},
					{Titolo: "Restituisci all'ufficio", Azione: "/domande/13/restituisci", Atto: "atto-4", Form: form.Vuoto[assegna](operatori), Pericolo: true},
				}},
			{ID: "piano", Titolo: "Piano di assistenza", Breve: "Piano assistenza"},
			{ID: "documenti", Titolo: "Documenti", Moduli: []ModuloInline{{Titolo: "Aggiungi un documento", Azione: "/domande/13/documenti", Atto: "atto-5", Form: form.Vuoto[assegna](operatori),
				File: &CampoFile{Nome: "contenuto", Etichetta: "File", Aiuto: "PDF, fino a 10 MB", Accetta: ".pdf", Massimo: 10, Troppo: "il file supera 10 MB", Errore: "scegliere il file da caricare"}}}},
			{ID: "iter", Titolo: "Iter", Storia: &Cronologia{Conclusione: "La pratica è chiusa dal 02/11/2024", Momenti: []Momento{{Quando: "02/11/2024", Testo: "Esito comunicato"}}}},
			{ID: "movimenti", Titolo: "Movimenti", Tabelle: []Tabella{movimenti(), {Titolo: "Anomalie", Vuoto: "nessuna anomalia"}},
				Pager: Pagina("/elaborazioni/8", nil, 2, 2, 6)},
		},
	}
}

func conFileMancante(b Base) Base {
	b.Campi = []models.Campo{{Nome: "contenuto", Messaggio: "scegliere il file da caricare"}}
	return b
}

func movimenti() Tabella {
	riga := func(chi string) Riga {
		return Riga{Celle: []Cella{Testo("SIGESS-Distretto 01 paga " + chi + " con causale - Intervento 2023/4 del 01/09/2023"), Testo("Pagamento"),
			Testo("100,00"), Testo("0,00"), Testo("0,00"), Testo("100,00")}}
	}
	return Tabella{
		Titolo: "Movimenti di agosto 2024",
		Colonne: []Colonna{{Testo: "Estremi movimento"}, {Testo: "Tipo movimento"}, {Testo: "Imponibile IVA", Numero: true}, {Testo: "Aliquota IVA", Numero: true},
			{Testo: "Importo IVA", Numero: true}, {Testo: "Importo totale", Numero: true}},
		Righe:  []Riga{riga("ROSSI MARIO (11/07/1986)"), riga("BIANCHI MARIA (02/03/1951)")},
		Totali: &Riga{Celle: []Cella{Testo("Totale"), {}, Testo("200,00"), {}, Testo("0,00"), Testo("200,00")}},
	}
}

func schedaCalcolo() Page {
	meta := 42
	return SchedaPage{
		Base:  base("Elaborazione 2024/8", "/elaborazioni", home, Link{Testo: "Elaborazione contabile", URL: "/elaborazioni"}),
		Stato: Badge{Testo: "In elaborazione", Tono: Attenzione}, Aggiorna: 5, Avanzamento: &meta,
		Cassetti: []Cassetto{{ID: "dettagli", Titolo: "Dettagli", Voci: []Voce{{Etichetta: "Periodo", Valore: "agosto 2024"}}}},
	}
}

func tabellonePieno() Page {
	sigle := []string{"Gi", "Ve", "Sa", "Do", "Lu", "Ma", "Me"}
	estese := []string{"giovedì", "venerdì", "sabato", "domenica", "lunedì", "martedì", "mercoledì"}
	var giorni []Giorno
	for i := range 31 {
		g := i % 7
		giorni = append(giorni, Giorno{Numero: fmt.Sprintf("%02d", i+1), Sigla: sigle[g], Esteso: fmt.Sprintf("%s %d agosto 2024", estese[g], i+1), Festivo: g == 2 || g == 3 || i == 14})
	}
	riga := func(n, chi, nota string, stato func(int) (string, StatoCella)) RigaTabellone {
		r := RigaTabellone{Nominativo: chi, Intervento: Link{Testo: n, URL: "/interventi/" + n}, Nota: nota, Totale: "12"}
		for i := range 31 {
			testo, s := stato(i)
			c := CellaTabellone{Testo: testo, Stato: s}
			if s == Libera {
				c.URL = fmt.Sprintf("/tabellone/%s/2024-08-%02d", n, i+1)
			}
			r.Celle = append(r.Celle, c)
		}
		return r
	}
	libero := func(i int) (string, StatoCella) {
		if i%3 == 0 {
			return "1:30", Libera
		}
		return "", Libera
	}
	return TabellonePage{
		Base: base("Tabellone accessi", "/tabellone", home), Azione: "/tabellone", Mese: "Agosto 2024",
		Filtri:     form.Filtri[filtriTabellone](url.Values{"mese": {"2024-08"}, "tipo": {"1"}}, opzioniEconomico, nil),
		Precedente: &Link{Testo: "Luglio 2024", URL: "/tabellone?mese=2024-07"}, Successivo: &Link{Testo: "Settembre 2024", URL: "/tabellone?mese=2024-09"},
		Giorni: giorni,
		Righe: []RigaTabellone{
			riga("2024/13", "ROSSI MARIO (11/07/1986)", "Assistenza domiciliare", libero),
			riga("2024/14", "ROSSI MARIO (11/07/1986)", "Trasporto", func(i int) (string, StatoCella) {
				if i < 5 {
					return "", Fuori
				}
				if i > 20 {
					return "", Sospeso
				}
				return "2", Libera
			}),
			riga("2024/35", "BIANCHI MARIA (02/03/1951)", "Accoglienza Notturna", func(i int) (string, StatoCella) { return "1", Chiuso }),
		},
		Pager: Pagina("/tabellone", url.Values{"mese": {"2024-08"}}, 2, 5, 20),
	}
}
