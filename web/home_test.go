package web

import (
	"net/url"

	"siss/web/form"
)

type filtriCompiti struct {
	Testo     string `json:"testo,omitempty" maxLength:"100" doc:"Soggetto o numero di pratica"`
	Tipo      string `json:"tipo,omitempty" opzioni:"tipi" doc:"Tipo di compito"`
	Operatore string `json:"operatore,omitempty" opzioni:"operatori" doc:"Operatore"`
	Lista     string `json:"lista,omitempty" widget:"hidden"`
}

var opzioniCompiti = form.Opzioni{"tipi": {{Valore: "VALUTA", Testo: "Valutare la domanda"}}, "operatori": {{Valore: "a2", Testo: "Neri Paolo"}}}

func contato(testo, url string, quanti int, attivo bool) LinkContato {
	return LinkContato{Link: Link{Testo: testo, URL: url, Attivo: attivo}, Quanti: quanti}
}

func homePiena() Page {
	riga := func(n, soggetto string, t Termine, preso, nota string, primo *Pulsante, altri ...Pulsante) Compito {
		return Compito{ID: "k" + n, Cosa: Link{Testo: "Valutare la domanda 2024/" + n, URL: "/domande/" + n}, Soggetto: soggetto, Ufficio: "SIGESS_COM1 - Comune 1",
			Eta: "12 giorni", Dal: "21/10/2024", Termine: t, PresoDa: preso, Nota: nota, Primo: primo, Altri: altri}
	}
	prendi := func(n string) *Pulsante {
		return &Pulsante{Testo: "Prendi in carico", Oggetto: "domanda " + n, URL: "/compiti/" + n + "/presa", Atto: "u-" + n, Tono: Principale}
	}
	rilascia := func(n string) Pulsante {
		return Pulsante{Testo: "Rilascia", Oggetto: "domanda " + n, URL: "/compiti/" + n + "/rilascio", Atto: "r-" + n}
	}
	riassegna := func(n string) Pulsante {
		return Pulsante{Testo: "Riassegna", Oggetto: "domanda " + n, URL: "/compiti/" + n + "/riassegnazione", Link: true}
	}
	b := base("Home", "/")
	b.Avviso, b.NonLette = "compito preso in carico", 12
	return HomePage{
		Base: b, Notifiche: []Notifica{
			{ID: "n1", Cosa: Link{Testo: "Domanda 2024/13 assegnata", URL: "/notifiche/n1"}, Soggetto: "ROSSI MARIO (11/07/1986)", Da: "Verdi Ada", Quando: "21/10/2024 18:32",
				Atti: []Pulsante{{Testo: "Segna come letta", Oggetto: "Domanda 2024/13 assegnata", URL: "/notifiche/n1/lettura", Atto: "n-1"}}},
			{ID: "n2", Cosa: Link{Testo: "Elaborazione contabile 2024/3 pronta: controllarla", URL: "/notifiche/n2"}, Quando: "21/10/2024 18:40"},
		}, Tutte: &Link{Testo: "Tutte le notifiche", URL: "/notifiche"},
		Viste:      []LinkContato{contato("Urgenti", "/?scadenza=scaduti", 3, true), contato("Da prendere", "/?lista=liberi", 0, false)},
		NuovaVista: &Link{Testo: "Salva questa vista", URL: "/viste/nuova?lista=miei"}, Gestisci: &Link{Testo: "Gestisci le viste", URL: "/viste"},
		Filtri: []GruppoFiltri{
			{Titolo: "Compiti", Voci: []LinkContato{contato("Tutti", "/", 14, false), contato("Miei", "/?lista=miei", 2, true)}},
			{Titolo: "Scadenza", Voci: []LinkContato{contato("Tutte", "/?lista=miei", 2, true), contato("Scaduti", "/?lista=miei&scadenza=scaduti", 1, false)}},
		},
		Altri: form.Filtri[filtriCompiti](url.Values{"testo": {"rossi"}, "lista": {"miei"}}, opzioniCompiti, nil), Uffici: &Link{Testo: "Scegli un ufficio", URL: "/?lista=miei&uffici=true#altri-filtri"}, Togli: &Link{Testo: "Togli i filtri", URL: "/"},
		Lista: "I miei compiti", Totale: 24,
		Colonne: []ColonnaOrdinata{{Testo: "Compito", URL: "/?ordine=tipo"}, {Testo: "Soggetto", URL: "/?ordine=soggetto"}, {Testo: "Ufficio"},
			{Testo: "In attesa da", URL: "/?ordine=eta", Verso: "descending"}, {Testo: "Scadenza", URL: "/?ordine=-scadenza", Verso: "ascending"}, {Testo: "In carico a"}},
		Compiti: []Compito{
			riga("13", "ROSSI MARIO (11/07/1986)", Termine{"scaduto da 3 giorni", Negativo, "20/11/2024"}, "D'Arco Giovanna", "", nil, rilascia("13"), riassegna("13")),
			riga("21", "BIANCHI MARIA (02/03/1951)", Termine{"scade oggi", Attenzione, "23/11/2024"}, "D'Arco Giovanna", "da prendere in carico", prendi("21"), riassegna("21")),
			riga("22", "VERDI ANNA (30/12/1940)", Termine{"scade tra 25 giorni", "", "18/12/2024"}, "", "", prendi("22")),
			riga("23", "DE SANCTIS-MONTEFORTE MARIA ANTONIETTA (01/01/2001)", Termine{}, "Neri Paolo", "", &Pulsante{Testo: "Presa visione", Oggetto: "domanda 2024/23", URL: "/compiti/23/completamento", Tono: Principale}),
		},
		Insieme: Insieme{Azione: "/compiti/insieme?ritorno=%2F", Atto: "i-1", Riassegna: "/compiti/insieme/operatore?ritorno=%2F"},
		Pager:   Pagina("/", url.Values{"lista": {"miei"}}, 2, 4, 24),
	}
}

func homeVuota() Page {
	return HomePage{Base: base("Home", "/"), Lista: "Compiti miei e dei miei uffici", Vuoto: "nessun compito per i tuoi uffici: cercare un soggetto per inserire una domanda",
		Azione: &Link{Testo: "Cerca un soggetto", URL: "/soggetti"}}
}

func notifichePiene() Page {
	b := base("Notifiche", "/notifiche", home)
	b.NonLette = 1
	return NotifichePage{Base: b,
		Filtri: []GruppoFiltri{{Titolo: "Notifiche", Voci: []LinkContato{contato("Tutte", "/notifiche", 2, true), contato("Da leggere", "/notifiche?stato=da-leggere", 1, false)}}},
		Altri:  form.Filtri[filtriCompiti](nil, opzioniCompiti, nil), Tutte: &LeggiTutte{Azione: "/notifiche/lettura", Atto: "t-1", Ultima: "n1"},
		Notifiche: []Notifica{
			{ID: "n1", Cosa: Link{Testo: "Domanda 2024/13 assegnata", URL: "/notifiche/n1"}, Soggetto: "ROSSI MARIO (11/07/1986)", Da: "Verdi Ada", Quando: "21/10/2024 18:32",
				Atti: []Pulsante{{Testo: "Segna come letta", Oggetto: "Domanda 2024/13 assegnata", URL: "/notifiche/n1/lettura", Atto: "n-1"}}},
			{ID: "n2", Cosa: Link{Testo: "Intervento 2024/2 attivo da oggi", URL: "/notifiche/n2"}, Soggetto: "ROSSI MARIO (11/07/1986)", Quando: "20/10/2024 05:00", Letta: true},
		}, Pager: Pagina("/notifiche", nil, 1, 20, 2)}
}

func cruscottoPieno() Page {
	n := func(quanti int, cosa string) Misura {
		return Misura{Quanti: quanti, Cosa: cosa, URL: "/?lista=coordinati"}
	}
	rosso := Misura{Quanti: 4, Cosa: "scaduti", URL: "/?scadenza=scaduti", Tono: Negativo}
	return CruscottoPage{Base: base("Cruscotto", "/cruscotto", home),
		Sintesi: []Misura{n(70, "compiti aperti, di 64 pratiche"), rosso, {Quanti: 0, Cosa: "scadono oggi"}},
		Quadri: []Quadro{
			{ID: "scadenze", Titolo: "Scadenze", Testo: "Giorno per giorno", Prima: "Settimana", Colonne: []string{"Totale", "Lunedì"},
				Righe: []RigaQuadro{{Nome: "Già scaduti", Misure: []Misura{rosso, {Vuota: true}}}, {Nome: "dal 20/11/2024", Misure: []Misura{n(9, "scadono"), {}}}}},
			{ID: "uffici", Titolo: "Compiti per ufficio", Prima: "Ufficio", Colonne: []string{"0-7 giorni", "oltre 60 giorni", "Totale"},
				Grafico: &Grafico{Titolo: "Compiti di ogni ufficio", Serie: []string{"0-7 giorni", "oltre 60 giorni"}, Insieme: true},
				Righe:   []RigaQuadro{{Nome: "SIGESS_COM1 - Comune 1", Misure: []Misura{n(60, "0-7"), n(10, "oltre 60"), n(70, "in tutto")}}},
				Totali:  &RigaQuadro{Nome: "Tutti gli uffici", Misure: []Misura{n(60, "0-7"), n(10, "oltre 60"), n(70, "in tutto")}}},
			{ID: "tipi", Titolo: "Perché si attende", Prima: "Tipo", Vuoto: "nessun compito aperto"},
		}}
}
