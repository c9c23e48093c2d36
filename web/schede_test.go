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
	nodo := spiegato()
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
			{ID: "spiegazione", Titolo: "Come si arriva a 20,00", Breve: "Come si calcola", Albero: &nodo},
			{ID: "movimenti", Titolo: "Movimenti", Tabelle: []Tabella{movimenti(), {Titolo: "Anomalie", Vuoto: "nessuna anomalia"}},
				Pager: Pagina("/elaborazioni/8", nil, 2, 2, 6)},
		},
	}
}

// spiegato is how an amount is reached: what is due now less what was settled.
func spiegato() Nodo {
	return Nodo{Testo: "Conguaglio: dovuto 320,00 € − già liquidato 300,00 €", Valore: "20,00 €", Nota: "si paga la differenza; regole di calcolo c.3", Aperto: true, Figli: []Nodo{
		{Testo: "Importo della rata (regola 1 del 01/01/2024)", Valore: "320,00 €"},
		{Testo: "Già liquidato: liquidato con l'elaborazione 2024/3 300,00 €", Valore: "300,00 €", Figli: []Nodo{{Testo: "Liquidato con l'elaborazione 2024/3 (movimento del 01/03/2024)", Valore: "300,00 €", URL: "/movimenti/1", Nota: "regole di calcolo c.3"}}}}}
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
		Conteggio: "840 di 2.000 interventi", Annuncio: "Completato al 40 per cento",
		Cassetti: []Cassetto{{ID: "dettagli", Titolo: "Dettagli", Voci: []Voce{{Etichetta: "Periodo", Valore: "agosto 2024"}}}},
	}
}

func tabellonePieno() Page {
	sigle := []string{"Gi", "Ve", "Sa", "Do", "Lu", "Ma", "Me"}
	estese := []string{"giovedì", "venerdì", "sabato", "domenica", "lunedì", "martedì", "mercoledì"}
	var giorni []Giorno
	for i := range 31 {
		g := i % 7
		giorni = append(giorni, Giorno{Numero: fmt.Sprintf("%02d", i+1), Sigla: sigle[g], Esteso: fmt.Sprintf("%s %d agosto 2024", estese[g], i+1),
			Data: fmt.Sprintf("2024-08-%02d", i+1), Festivo: g == 2 || g == 3 || i == 14, Futuro: i > 28})
	}
	riga := func(n, chi, nota string, cella func(int) CellaTabellone) RigaTabellone {
		r := RigaTabellone{ID: "0b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c90" + n[len(n)-2:], Nominativo: chi, Intervento: Link{Testo: n, URL: "/interventi/" + n}, Nota: nota, Totale: "16:30 ore, 1 pasto",
			Prestazioni: []PrestazioneRiga{{"OSS", "Assistenza di base", "ORA", "17:43", "1:13 in meno", Attenzione}}}
		for i := range 31 {
			c := cella(i)
			if c.Stato == Libera && i <= 28 {
				c.Data = giorni[i].Data
			}
			r.Celle = append(r.Celle, c)
		}
		return r
	}
	piena := riga("2024/13", "ROSSI MARIO (11/07/1986)", "Assistenza domiciliare, Cooperativa Aurora", func(i int) CellaTabellone {
		switch {
		case i == 3:
			return CellaTabellone{Testo: "1:30", Altre: "PASTO=1", QuanteAltre: 1}
		case i == 4:
			return CellaTabellone{Altre: "PASTO=1;TRASP=2", QuanteAltre: 2}
		case i%3 == 0:
			return CellaTabellone{Testo: "1:30"}
		}
		return CellaTabellone{}
	})
	piena.Prestazioni = append(piena.Prestazioni, PrestazioneRiga{"PASTO", "Pasto a domicilio", "PASTO", "31", "2 in più", Negativo})
	piena.Precedenti = "2024-07-30=OSS=1:30;2024-07-31=PASTO=1"
	chiusa := riga("2024/35", "BIANCHI MARIA (02/03/1951)", "Accoglienza Notturna, Casa Serena", func(i int) CellaTabellone { return CellaTabellone{Testo: "1"} })
	chiusa.Blocco, chiusa.Perche, chiusa.Totale = BloccoElaborazione, "il mese è chiuso: è nell'elaborazione contabile 2024/8", "31 giornate"
	chiusa.Prestazioni = []PrestazioneRiga{{"NOTTE", "Notte in struttura", "GIORNATA", "31", "in pari", Positivo}}
	for i := range chiusa.Celle {
		chiusa.Celle[i].Data = ""
	}
	firmata := chiusa
	firmata.Blocco, firmata.Perche = BloccoFirma, "il mese è firmato da D'Arco Giovanna il 03/09/2024 09:30: per cambiarlo chiedere la riapertura da «Chiusura del mese»"
	firmata.Chiusura, firmata.Liquidata = &Link{Testo: "Chiusura del mese", URL: "/chiusure/1"}, true
	liquidata := piena
	liquidata.Liquidata = true
	return TabellonePage{
		Base: base("Tabellone accessi", "/tabellone", home), Azione: "/tabellone", Mese: "Agosto 2024", Invio: "/api/v1/tabellone/celle",
		AltoADestra: []Link{{Testo: "Chiusura del mese", URL: "/chiusure?mese=2024-08"}},
		Filtri:      form.Filtri[filtriTabellone](url.Values{"mese": {"2024-08"}, "tipo": {"1"}}, opzioniEconomico, nil),
		Precedente:  &Link{Testo: "Luglio 2024", URL: "/tabellone?mese=2024-07"}, Successivo: &Link{Testo: "Settembre 2024", URL: "/tabellone?mese=2024-09"},
		Giorni: giorni,
		Righe: []RigaTabellone{piena,
			riga("2024/14", "ROSSI MARIO (11/07/1986)", "Trasporto", func(i int) CellaTabellone {
				if i < 5 {
					return CellaTabellone{Stato: Fuori}
				}
				if i > 20 {
					return CellaTabellone{Stato: Sospeso}
				}
				return CellaTabellone{Testo: "2"}
			}), chiusa, firmata, liquidata, {Nominativo: "VERDI ANNA (01/01/1950)", Celle: make([]CellaTabellone, 31)}},
		Totali: []TotaleGiorni{{"ORA", "Totale ore", make([]string, 31), "16:30"}, {"GIORNATA", "Totale giornate", make([]string, 31), "31"}},
		Pager:  Pagina("/tabellone", url.Values{"mese": {"2024-08"}}, 2, 5, 20),
	}
}

func anomaliePiene() Page {
	b := base("Anomalie dell'elaborazione 2024/8", "/elaborazioni", home, Link{Testo: "Elaborazione 2024/8", URL: "/elaborazioni/8"})
	b.Avviso = "Anomalie aggiornate"
	riga := func(n, tipo, cosa, fare string, rimedio Link) RigaAnomalia {
		return RigaAnomalia{ID: "a" + n, Tipo: tipo, Intervento: Link{Testo: "2024/" + n, URL: "/interventi/" + n}, Persona: "ROSSI MARIO (11/07/1986), Assistenza domiciliare",
			Cosa: cosa, Fare: fare, Rimedio: rimedio, Stato: Badge{"Da sistemare", Attenzione}}
	}
	sistemata := riga("14", "Già liquidato", "agosto 2024 è già liquidato con l'elaborazione 2024/7", "Non c'è nulla da fare: il mese è già stato pagato", Link{Testo: "Apri l'elaborazione", URL: "/elaborazioni/7"})
	sistemata.Stato, sistemata.Segnata, sistemata.Nota, sistemata.Scelta = Badge{"Sistemata", Positivo}, "Gialli Anna, 22/11/2026 10:31", "sentito l'ufficio", true
	return AnomaliePage{Base: b, Introduzione: "Interventi che non sono in questa elaborazione", Azione: "/elaborazioni/8/anomalie",
		Stati:  []Link{{Testo: "Tutte (2)", URL: "/elaborazioni/8/anomalie", Attivo: true}, {Testo: "Da sistemare (1)", URL: "/elaborazioni/8/anomalie?stato=DA_SISTEMARE"}},
		Tipi:   []Link{{Testo: "Ogni anomalia (2)", URL: "/elaborazioni/8/anomalie", Attivo: true}, {Testo: "Nessun accesso (1)", URL: "/elaborazioni/8/anomalie?tipo=NESSUN_ACCESSO"}},
		Filtri: form.Filtri[filtriSoggetti](nil, nil, nil), Sistema: "/elaborazioni/8/anomalie/sistemazione", Riapri: "/elaborazioni/8/anomalie/riapertura", Nota: "sentito il servizio",
		Righe: []RigaAnomalia{riga("13", "Nessun accesso", "nessun accesso nel tabellone di agosto 2024", "Registrare nel tabellone gli accessi del mese", Link{Testo: "Apri il tabellone", URL: "/tabellone?mese=2024-08"}), sistemata},
		Pager: Pagina("/elaborazioni/8/anomalie", nil, 1, 20, 2)}
}
