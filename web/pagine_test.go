package web

import (
	"net/url"

	"siss/models"
	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/web/form"
)

// The forms of the golden pages use every kind of field.
type regola struct {
	Dal       periodo.Data `json:"dal" format:"date" doc:"Dal"`
	Frequenza string       `json:"frequenza" enum:"MENSILE,BIMESTRALE,UNA_TANTUM" etichette:"Mensile,Bimestrale,Una tantum" doc:"Frequenza"`
	Importo   euro.Importo `json:"importo" doc:"Importo" help:"per ogni rata, in euro" minimum:"0.01"`
}

type nuovoEconomico struct {
	RichiestaID  string        `json:"richiestaId" format:"uuid" widget:"hidden"`
	Tipo         string        `json:"tipo" opzioni:"tipi" doc:"Tipo intervento"`
	DataInizio   periodo.Data  `json:"dataInizio" format:"date" doc:"Data inizio"`
	DataFine     *periodo.Data `json:"dataFine,omitempty" format:"date" doc:"Data fine"`
	Competenza   periodo.Mese  `json:"competenza,omitzero" format:"month" doc:"Primo mese di competenza"`
	Anticipo     misura.Minuti `json:"durata,omitempty" doc:"Durata del colloquio" help:"ore e minuti, per esempio 1:30"`
	Urgenza      string        `json:"urgenza" enum:"SI,NO" etichette:"Sì,No" widget:"radio" doc:"Procedura d'urgenza"`
	Delega       bool          `json:"delega,omitempty" doc:"Il pagamento è riscosso da un delegato"`
	Documenti    []string      `json:"documenti,omitempty" enum:"ISEE,IDENTITA,IBAN" etichette:"Attestazione ISEE,Documento d'identità,Modulo IBAN" doc:"Documenti presentati"`
	Email        string        `json:"email,omitempty" format:"email" doc:"Posta elettronica"`
	Beneficiario struct {
		Cognome string `json:"cognome" minLength:"2" maxLength:"60" doc:"Cognome"`
		IBAN    string `json:"iban,omitempty" doc:"IBAN" help:"in gruppi di quattro o tutto unito"`
	} `json:"beneficiario" doc:"Beneficiario del pagamento"`
	Regole []regola `json:"regole" maxItems:"5" doc:"Regole di pagamento"`
	Note   string   `json:"note,omitempty" widget:"textarea" maxLength:"2000" doc:"Note"`
}

var opzioniEconomico = form.Opzioni{"tipi": {
	{Valore: "1", Testo: "Contributo economico a integrazione del reddito familiare"},
	{Valore: "2", Testo: "Assegno di cura"},
}}

type filtriSoggetti struct {
	Cognome       string `json:"cognome,omitempty" doc:"Cognome"`
	Nome          string `json:"nome,omitempty" doc:"Nome"`
	CodiceFiscale string `json:"codiceFiscale,omitempty" doc:"Codice fiscale"`
}

type filtriTabellone struct {
	Mese periodo.Mese `json:"mese,omitzero" format:"month" doc:"Periodo"`
	Tipo string       `json:"tipo,omitempty" opzioni:"tipi" doc:"Tipo di intervento"`
}

type assegna struct {
	Operatore string `json:"operatore" opzioni:"operatori" doc:"Operatore"`
}

func base(titolo, sezione string, percorso ...Link) Base {
	return Base{
		Titolo: titolo, Sezione: sezione, Percorso: percorso, Sviluppo: true, NumeroCompiti: 7,
		Utente: &Utente{Nome: "D'Arco Giovanna", Ruolo: "Assistente sociale", Ufficio: "SIGESS_COM1 - Comune 1"},
		Aiuto:  "/manuale/01-home-e-compiti",
	}
}

var home = Link{Testo: "Home", URL: "/"}

// pagine are the golden pages: by file name, every page with everything and
// with nothing in it.
func pagine() map[string]Page {
	return map[string]Page{
		"accesso":            accessoPieno(),
		"accesso-vuoto":      AccessoPage{Base: Base{Titolo: "Accesso"}},
		"home":               homePiena(),
		"anpr":               anprMaschera(),
		"anpr-dati":          anprDati(),
		"anpr-morto":         anprMorto(),
		"anpr-vuota":         AnprPage{Base: base("Ricerca in ANPR", "/soggetti", home), Dati: &DatiANPR{Nominativo: "ROSSI MARIO", Nuova: inANPR}},
		"home-vuota":         homeVuota(),
		"notifiche":          notifichePiene(),
		"notifiche-vuota":    NotifichePage{Base: base("Notifiche", "/notifiche", home), Vuoto: "nessuna notifica: quando una domanda arriva da altri la si legge qui"},
		"cruscotto":          cruscottoPieno(),
		"cruscotto-vuoto":    CruscottoPage{Base: base("Cruscotto", "/cruscotto", home)},
		"elenco":             elencoPieno(),
		"elenco-vuoto":       elencoVuoto(),
		"modulo":             moduloPieno(),
		"modulo-vuoto":       moduloVuoto(),
		"modulo-errori":      moduloErrori(),
		"modulo-aggiungi":    moduloAggiungi(),
		"scheda":             schedaPiena(),
		"scheda-vuota":       SchedaPage{Base: base("ROSSI MARIO", "/soggetti", home)},
		"scheda-calcolo":     schedaCalcolo(),
		"stampa":             stampaPiena(),
		"stampa-vuota":       StampaPage{Base: base("Domanda 2024/13", "/domande", home)},
		"tabellone":          tabellonePieno(),
		"anomalie":           anomaliePiene(),
		"anomalie-vuota":     AnomaliePage{Base: base("Anomalie dell'elaborazione 2024/8", "/elaborazioni", home), Vuoto: "nessuna anomalia"},
		"tabellone-vuoto":    TabellonePage{Base: base("Tabellone accessi", "/tabellone", home), Azione: "/tabellone", Filtri: form.Filtri[filtriTabellone](nil, nil, nil)},
		"cerca":              cercaPiena(),
		"cerca-vuota":        CercaPage{Base: base("Cerca in tutte le aree", "", home)},
		"suggerimenti":       Suggerimenti{Gruppi: trovati()},
		"suggerimenti-vuoto": Suggerimenti{},
		"manuale":            manualePieno(),
		"manuale-vuoto":      ManualePage{Base: base("Manuale dell'operatore", "/assistenza", home)},
		"errore":             ErrorePage{Base: base("", ""), Stato: 404, Messaggio: "controllare l'indirizzo o cercare di nuovo", Richiesta: "01J9Z0"},
		"errore-pratica":     ErrorePage{Base: base("", ""), Stato: 403, Messaggio: "chiedere a chi l'ha in carico", Ritorno: &Link{Testo: "Torna alla domanda", URL: "/domande/13"}},
		"errore-vuoto":       ErrorePage{},
		"modulo-bozza":       moduloBozza(),
		"modulo-novita":      moduloNovita(),
		"scheda-bozza":       schedaBozza(),
		"anteprima":          AnteprimaPage{*anteprimaPiena()},
		"anteprima-vuota":    AnteprimaPage{Anteprima{Detto: "indicare l'importo"}},
	}
}

func trovati() []GruppoTrovati {
	return []GruppoTrovati{
		{ID: "funzioni", Titolo: "Funzioni", Trovati: []Trovato{{Testo: "Soggetto", URL: "/soggetti"}, {Testo: "Elaborazione contabile", Nota: "liquidazione", URL: "/elaborazioni"}}},
		{ID: "soggetti", Titolo: "Soggetti", Trovati: []Trovato{{Testo: "D'ARCO <ADA> (11/07/1986)", Nota: "DRCDAA86L51H501X · codice 1", URL: "/soggetti/1"}},
			Altri: &Link{Testo: "Cerca tra tutti i soggetti", URL: "/soggetti?cognome=d%27arco"}},
		{ID: "domande", Titolo: "Domande", Vuoto: "nessuna domanda con questo numero: controllare l'anno"},
		{ID: "interventi", Titolo: "Interventi"},
	}
}

// cercaPiena is also the page of somebody who has everything in the header.
func cercaPiena() Page {
	b := base("Cerca in tutte le aree", "", home)
	b.Cercato, b.NonLette, b.Menu = "d'arco", 3, MenuDi(true)
	b.Utente.AltriUffici = []string{"SIGESS_COM1_SSP - Servizio sociale", "SIGESS_DIST01 - Ufficio di piano"}
	return CercaPage{Base: b, Gruppi: trovati()}
}

func manualePieno() Page {
	b := base("2. Soggetti", "/assistenza", home, Link{Testo: "Manuale dell'operatore", URL: "/manuale"})
	b.Aiuto = ""
	b.Utente.AltriUffici = []string{"SIGESS_COM1_SSP - Servizio sociale"}
	return ManualePage{Base: b,
		Capitoli: []Link{{Testo: "Manuale dell'operatore", URL: "/manuale"}, {Testo: "2. Soggetti", URL: "/manuale/02-soggetti", Attivo: true}},
		Parti:    []Link{{Testo: "Cercare", URL: "#cercare"}, {Testo: "La scheda", URL: "#la-scheda"}},
		Testo: `<p>Ogni pratica parte da un soggetto.</p><h2 id="cercare">Cercare</h2><p><a href="/manuale/immagini/soggetto.png"><img src="/manuale/immagini/soggetto.png" alt="Scheda" width="1280" height="900" loading="lazy"></a></p>` +
			`<h2 id="la-scheda">La scheda</h2>`,
		Precedente: &Link{Testo: "Manuale dell'operatore", URL: "/manuale"}, Successivo: &Link{Testo: "3. Domande", URL: "/manuale/03-domande"}}
}

func accessoPieno() Page {
	return AccessoPage{
		Base: Base{Titolo: "Accesso", Sviluppo: true, Errore: "l'operatore scelto non è abilitato oggi: sceglierne un altro"}, Ritorno: "/domande",
		Operatori: []Operatore{
			{ID: "a1", Nome: "D'Arco Giovanna", Ruolo: "Assistente sociale", Ufficio: "SIGESS_COM1 - Comune 1"},
			{ID: "a2", Nome: "Neri Paolo", Ruolo: "Operatore amministrativo", Ufficio: "SIGESS_COM1 - Comune 1"},
			{ID: "a3", Nome: "Gialli Anna", Ruolo: "Responsabile contabile", Ufficio: "SIGESS-Distretto 01"},
			{ID: "a4", Nome: "Verdi Luca", Ruolo: "Responsabile del procedimento", Ufficio: "SIGESS-Distretto 01 - Ufficio di piano"},
		},
	}
}

func elencoPieno() Page {
	riga := func(n, cognome, nome, cf string) Riga {
		return Riga{Celle: []Cella{Testo(n), Collegamento(cognome, "/soggetti/"+n), Testo(nome), Testo("M"), Testo("11/07/1986"), Testo(cf), Stato("Attivo", Positivo), Testo("1.234,56")}}
	}
	con := riga("3", "VERDI", "ANNA", "VRDNNA40T70H501Z")
	con.Atti = []Pulsante{{Testo: "Elimina", Oggetto: "VERDI ANNA", URL: "/soggetti/3/elimina", Tono: Negativo, Conferma: "La scheda sarà eliminata: continuare?"}}
	q := url.Values{"cognome": {"ROSSI"}}
	return ElencoPage{
		Base: base("Soggetti", "/soggetti", home), Introduzione: "Ricerca nell'anagrafe interna", Azione: "/soggetti",
		Filtri:  form.Filtri[filtriSoggetti](q, nil, nil),
		Piegati: []string{"codiceFiscale"},
		Colonne: append([]Colonna{{Testo: "Codice", URL: "/soggetti?ordine=codice"}, {Testo: "Cognome", URL: "/soggetti?ordine=-cognome", Ordine: Crescente}},
			append(Colonne("Nome", "Sesso", "Data di nascita", "Codice fiscale", "Stato"), Colonna{Testo: "Erogato", Numero: true})...),
		Righe: []Riga{riga("1", "ROSSI", "MARIO", "RSSMRA86L11H501A"),
			{Celle: []Cella{Testo("2"), {Testo: "BIANCHI", URL: "/soggetti/2", Nota: "coniugata Rossi", Barra: &Barra{Usato: 72, Provvisorio: 10}}, Testo("MARIA"), Testo("F"), Testo("02/03/1951"), Testo("BNCMRA51C42H501E"), Stato("Sospeso", Attenzione), Testo("0,00")}}, con},
		Pager: Pagina("/soggetti", q, 2, 5, 20), Nuovo: &Link{Testo: "Nuovo soggetto", URL: "/soggetti/nuovo"},
		AltoADestra: []Link{{Testo: "Excel", URL: "/soggetti.xlsx", Icona: IconaExcel}}, Avvertenza: "ce ne sono altri: aggiungere il nome",
		Altrove: []Pulsante{{Testo: "Cerca in ANPR", URL: "/soggetti/anpr/nuova", Nascosti: []Nascosto{{"codiceFiscale", "RSSMRA86L11H501E"}}}, {Testo: "Altrove", URL: "/altrove", Link: true}},
	}
}

func elencoVuoto() Page {
	return ElencoPage{
		Base: base("Soggetti", "/soggetti", home), Azione: "/soggetti", Filtri: form.Filtri[filtriSoggetti](nil, nil, nil),
		Colonne: Colonne("Codice", "Cognome"), Vuoto: "nessun soggetto trovato: provare con il codice fiscale su ANPR",
		AzioneVuoto: &Link{Testo: "Cerca su ANPR", URL: "/soggetti/anpr"},
	}
}

func moduloBase() ModuloPage {
	return ModuloPage{
		Base: base("Nuovo intervento economico", "/interventi", home, Link{Testo: "ROSSI MARIO", URL: "/soggetti/1"}, Link{Testo: "Interventi", URL: "/interventi"}),
		Passi: []Passo{{Testo: "Intervento", URL: "/passo/1", Fatto: true}, {Testo: "Richiesta", URL: "/passo/2", Fatto: true},
			{Testo: "Regola per pagamenti", Corrente: true}, {Testo: "Modalità di pagamento"}},
		Introduzione: "Intervento richiesto con la domanda 2024/13 di ROSSI MARIO",
		Azione:       "/interventi/economico", Atto: "0b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d11",
		Annulla: &Link{Testo: "Annulla", URL: "/soggetti/1"},
	}
}

func moduloPieno() Page {
	p := moduloBase()
	fine := periodo.MustParse("31/12/2024")
	v := nuovoEconomico{
		RichiestaID: "5b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d12", Tipo: "1", DataInizio: periodo.MustParse("05/01/2024"), DataFine: &fine,
		Competenza: periodo.MustParseMese("2024-01"), Anticipo: 90, Urgenza: "NO", Delega: true, Documenti: []string{"ISEE", "IBAN"},
		Note:   "Prima riga\nSeconda riga",
		Regole: []regola{{periodo.MustParse("05/01/2024"), "MENSILE", 123456}, {periodo.MustParse("01/06/2024"), "UNA_TANTUM", 50000}},
	}
	v.Beneficiario.Cognome = "Rossi"
	p.Form = form.Nuovo(v, opzioniEconomico)
	return p
}

func moduloVuoto() Page {
	p := ModuloPage{Base: base("Nuovo intervento economico", "/interventi", home), Azione: "/interventi/economico", Invia: "Presenta"}
	p.Form = form.Vuoto[nuovoEconomico](nil)
	return p
}

// moduloErrori is a form full of what cannot be accepted, as it comes back.
func moduloErrori() Page {
	valori := url.Values{
		"richiestaId": {"x"}, "tipo": {"non-offerto"}, "dataInizio": {"32/13/2024"}, "competenza": {"marzo"}, "durata": {"molto"},
		"documenti": {"ISEE", "ALTRO"}, "email": {"abc"}, "beneficiario.cognome": {"<script>alert(1)</script>"}, "beneficiario.iban": {`IT60 "X`},
		"regole.0.importo": {""}, "regole.4.importo": {"abc"}, "regole.4.dal": {"01/02/2024"}, "regole.4.frequenza": {"MAI"},
	}
	_, problemi := form.Decode[nuovoEconomico](valori)
	p := moduloBase()
	p.Errore = "correggere i campi indicati"
	p.Campi = []models.Campo{{Nome: "beneficiario.iban", Messaggio: "indicare un conto intestato al beneficiario"}, {Nome: "altrove", Messaggio: "la richiesta è cambiata: aprirla di nuovo"}}
	p.Form = form.Riempi[nuovoEconomico](valori, opzioniEconomico, problemi)
	return p
}

func moduloAggiungi() Page {
	valori, _ := form.Modifica(url.Values{"_aggiungi": {"regole"}, "regole.0.importo": {"100,00"}, "dataInizio": {"2024-01-05"}})
	p := moduloBase()
	p.Form = form.Riempi[nuovoEconomico](valori, opzioniEconomico, nil)
	return p
}
