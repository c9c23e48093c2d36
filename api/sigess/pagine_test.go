package sigess

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/api/atti"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// pagina asks a page that must be shown, and hold the texts.
func (b *banco) pagina(operatore, percorso string, testi ...string) string {
	b.t.Helper()
	w := b.manda(operatore, http.MethodGet, percorso, nil)
	if w.Code != http.StatusOK {
		b.t.Errorf("GET %s = %d: %s", percorso, w.Code, w.Body)
		return ""
	}
	b.contiene("GET "+percorso, w.Body.String(), testi...)
	return w.Body.String()
}

func (b *banco) contiene(cosa, pagina string, testi ...string) {
	b.t.Helper()
	piana := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(pagina)
	for _, testo := range testi {
		if !strings.Contains(piana, testo) {
			b.t.Errorf("%s lacks %q", cosa, testo)
		}
	}
	for _, guasto := range []string{"%!", "ZgotmplZ", "<no value>", "</html>\n<"} {
		if strings.Contains(piana, guasto) {
			b.t.Errorf("%s holds %q", cosa, guasto)
		}
	}
}

// invia posts a form that must be accepted, and returns where it leads.
func (b *banco) invia(operatore, percorso string, valori url.Values) string {
	b.t.Helper()
	w := b.manda(operatore, http.MethodPost, percorso, valori)
	if w.Code != http.StatusSeeOther {
		b.t.Fatalf("POST %s = %d: %s", percorso, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// conAtto is a form with the identity of an act.
func conAtto(valori url.Values) url.Values {
	valori.Set(atti.CampoAtto, uuid.NewString())
	return valori
}

func (b *banco) moduloDomanda() sigess.ModuloDomanda {
	return sigess.ModuloDomanda{SoggettoID: b.rossi, UOID: b.ufficio, DataPresentazione: periodo.MustParse("2024-10-21"), Canale: "SPORTELLO",
		Firmatario: sigess.ModuloFirmatario{Qualita: "INTERESSATO"}, Richieste: []sigess.ModuloRichiesta{{TipoInterventoID: b.assegno}, {TipoInterventoID: b.notturna}},
		SeguitaDal: "21/10/2024 18:32"}
}

// Manuale §3, from fig. 8 to fig. 11: the domanda by its pages alone.
func TestADomandaIsPresentedAssignedAndDecidedByItsPages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.pagina(b.giovanna, "/domande", "nessuna pratica", "/soggetti")
	b.pagina(b.giovanna, "/domande?soggettoId="+b.rossi, "Domande di ROSSI MARIO (11/07/1986)", "/domande/nuova?soggetto="+b.rossi)
	b.pagina(b.giovanna, "/domande/nuova?soggetto="+b.rossi, "Nuova domanda", "Data di presentazione", "Salva bozza", "Accoglienza Notturna", "SIGESS_COM1 - Comune 1", "asterisco")
	scheda := b.invia(b.giovanna, "/domande/nuova?soggetto="+b.rossi, conAtto(form.Encode(b.moduloDomanda())))
	b.pagina(b.giovanna, scheda, "Domanda in bozza", "Presenta la domanda", "Modifica la bozza", "Dettagli", "Richiesta", "Assegnazioni", "Interventi", "Comunicazione", "Documenti", "Iter", "Presentare la domanda")
	b.pagina(b.giovanna, scheda, "bozza, data di presentazione 21/10/2024")
	b.pagina(b.giovanna, scheda+"/modifica", "Modifica della domanda", "21/10/2024 18:32")
	m := b.moduloDomanda()
	m.Note = "Nota aggiunta"
	if dove := b.invia(b.giovanna, scheda+"/modifica", conAtto(form.Encode(m))); dove != scheda {
		t.Errorf("after saving: %s, want %s", dove, scheda)
	}
	b.invia(b.giovanna, scheda+"/presenta", conAtto(url.Values{}))
	// fig. 10, to the letter
	b.pagina(b.giovanna, scheda, "Domanda 2024/1", "UO abilitate", "Operatori abilitati", "Denominazione", "Data inizio",
		"SIGESS_COM1 - Comune 1", "D'Arco Giovanna", "21/10/2024 18:32", "Nota aggiunta", "Avvia l'istruttoria", "Domanda presentata con il numero 2024/1", "Bozza inserita", "Avviare l'istruttoria")
	b.invia(b.giovanna, scheda+"/avvia", conAtto(form.Encode(sigess.ModuloAvvio{Protocollo: "123", ProtocolloData: periodo.MustParse("2024-10-22"), ResponsabileID: b.giovanna})))
	b.pagina(b.giovanna, scheda+"/assegna", "Assegna la domanda", "Neri Paolo", "Distretto 01")
	b.invia(b.giovanna, scheda+"/assegna", conAtto(form.Encode(sigess.ModuloAssegnazione{OperatoreID: b.paolo, Motivo: "per competenza"})))
	altrui := "La domanda è assegnata a Neri Paolo: per trattarla chiedere di riassegnarla a chi l'ha in carico o al coordinatore"
	b.pagina(b.giovanna, scheda, "Assegnazioni concluse", "L'esito spetta all'operatore a cui la domanda è assegnata", altrui, `<span class="nota">per competenza</span>`)
	w := b.manda(b.giovanna, http.MethodGet, scheda+"/assegna", nil)
	if w.Code != http.StatusForbidden {
		t.Errorf("assigning what is another's: %d, want 403", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), altrui)
	b.pagina(b.paolo, scheda, "Stato della richiesta 1: Contributo economico", "Stato della richiesta 2: Accoglienza Notturna", "Motivazione")
	richieste := b.json(b.paolo, http.MethodGet, "/domande/"+strings.TrimPrefix(scheda, "/domande/"), nil, 200)["richieste"].([]any)
	respinta := moduloEsito{ModuloEsito: sigess.ModuloEsito{Esito: sigess.Respinta, Motivo: "Posti esauriti"}, Conferma: true}
	for n, esito := range []moduloEsito{{ModuloEsito: sigess.ModuloEsito{Esito: sigess.Accettata}}, respinta} {
		b.invia(b.paolo, scheda+"/richieste/"+richieste[n].(oggetto)["id"].(string)+"/esito", conAtto(form.Encode(esito)))
	}
	b.pagina(b.paolo, scheda, "Accolta parzialmente", "Posti esauriti", "Crea intervento", "/interventi/nuovo?natura=ECONOMICO&amp;soggetto="+b.rossi, "Registra la comunicazione dell'esito")
	b.invia(b.paolo, scheda+"/comunica", conAtto(form.Encode(sigess.ModuloComunicazione{Data: periodo.MustParse("2024-11-02"), Mezzo: "MANO"})))
	b.pagina(b.paolo, scheda, "02/11/2024", "A mano")
	b.pagina(b.giovanna, "/domande", "2024/1", "ROSSI MARIO (11/07/1986)", "Neri Paolo", "1 elemento")
	b.pagina(b.giovanna, "/domande?stato=BOZZA&anno=2024&numero=1", "nessuna pratica")
}

// Manuale §4-6: the three kinds, from the choice of fig. 11 to the card.
func TestTheThreeInterventiAreCreatedAndRunByTheirPages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	_, richieste := b.accolta(b.assegno)
	dettagli := func(tipo string) sigess.Dettagli {
		return sigess.Dettagli{SoggettoID: b.rossi, UOID: b.ufficio, TipoInterventoID: tipo, DataInizio: periodo.MustParse("2024-01-05"),
			MotivoAttivazione: "NUOVA", OperatoreResponsabileID: b.giovanna}
	}
	economico := sigess.ModuloEconomico{Dettagli: dettagli(b.assegno), Regole: []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 30000}},
		Modalita: sigess.ModuloModalita{Titolo: "ASSISTITO", Metodo: "BONIFICO", IBAN: iban, Intestatario: "Mario Rossi"}}
	economico.Dettagli.RichiestaID = richieste[0]
	percentuale := sigess.ModuloQuota{Metodo: "FISSA_MENSILE", Importo: importoDi(5000), Dal: periodo.MustParse("2024-01-05")}
	tests := map[string]struct {
		natura, query string
		valori        url.Values
		modulo        []string // on the blank form
		scheda        []string // on the card
	}{
		"economico": {"economico", "natura=ECONOMICO&richiesta=" + richieste[0], form.Encode(economico),
			[]string{"Nuovo intervento economico", "Regola per pagamenti", "Modalità di pagamento", "#campo-regole", "Domanda 2024/1: Contributo economico", "Data inizio", `<option value="` + b.ufficio + `" selected>`, `<option value="GIORNI_EFFETTIVI" selected>`},
			[]string{"Livello assistenza", "Classificazione ISTAT", "Regole di pagamento", "300,00", "Mensile", "A giorni effettivi", "IT60 X054", "Domanda", "2024/1", "Attivata"}},
		"prestazioni": {"prestazioni", "natura=PRESTAZIONI&soggetto=" + b.rossi,
			form.Encode(sigess.ModuloPrestazioni{Dettagli: dettagli(b.domiciliare), ErogatoreID: b.cooperativa, TariffarioID: b.tariffarioDomiciliare,
				Piano: []sigess.ModuloPiano{{Prestazione: "OSS", Quantita: 150, Periodicita: "SETTIMANA"}}, Quote: []sigess.ModuloQuota{percentuale}}),
			[]string{"Nuovo intervento con prestazioni", "Cooperativa Aurora", "Tariffe domiciliari (P1)", "Assistenza di base (a ore)", "Piano di assistenza"},
			[]string{"Ente erogatore", "Cooperativa Aurora", "Piano di assistenza", "1,5", "Alla settimana", "Quote utente", "Importo fisso mensile", "50,00", "L'intervento non nasce da una domanda", "Tabellone accessi"}},
		"struttura": {"struttura", "natura=STRUTTURA&soggetto=" + b.rossi,
			form.Encode(sigess.ModuloStruttura{Dettagli: dettagli(b.notturna), StrutturaID: b.casa, TariffarioID: b.tariffarioNotturna,
				Piano: []sigess.ModuloPiano{{Prestazione: "NOTTE", Quantita: 3000, Periodicita: "MESE"}}}),
			[]string{"Nuovo intervento in struttura", "Casa Serena - Roma", "Accoglienza Notturna", "registrate su ASSA"},
			[]string{"Struttura di inserimento", "Casa Serena", "P2 - Rette notturne", "nessuna compartecipazione"}},
	}
	b.pagina(b.giovanna, "/interventi/nuovo?soggetto="+b.rossi, "Intervento economico", "Intervento con prestazioni", "Intervento in struttura")
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			nuovo := b.manda(b.giovanna, http.MethodGet, "/interventi/nuovo?"+tt.query, nil).Header().Get("Location")
			if !strings.HasPrefix(nuovo, "/interventi/nuovo/"+tt.natura+"?") {
				t.Fatalf("the form of %s is at %q", tt.query, nuovo)
			}
			b.pagina(b.giovanna, nuovo, append(tt.modulo, "ROSSI MARIO (11/07/1986)", "Salva")...)
			scheda := b.invia(b.giovanna, nuovo, conAtto(tt.valori))
			b.pagina(b.giovanna, scheda, "in bozza", "Attiva l'intervento", "Modifica la bozza")
			modifica := b.manda(b.giovanna, http.MethodGet, scheda+"/modifica", nil).Header().Get("Location")
			b.pagina(b.giovanna, modifica, "modifica della bozza", `value="2024-01-05"`)
			b.invia(b.giovanna, modifica, conAtto(tt.valori))
			b.invia(b.giovanna, scheda+"/attiva", conAtto(url.Values{}))
			b.pagina(b.giovanna, scheda, append(tt.scheda, "Intervento 2024/", "Attivo", "05/01/2024", "Nuova attivazione", "SIGESS-Distretto 01", "Sospendi")...)
			b.invia(b.giovanna, scheda+"/sospendi", conAtto(form.Encode(sigess.ModuloSospensione{Dal: periodo.MustParse("2024-02-01"), Motivo: "Ricovero in ospedale"})))
			b.pagina(b.giovanna, scheda+"?apri=riprendi", "Sospeso", "Ricovero in ospedale", "Riprendi l'intervento", "<details class=\"modulo-inline\" open>")
			b.invia(b.giovanna, scheda+"/riprendi", conAtto(form.Encode(sigess.ModuloRipresa{Dal: periodo.MustParse("2024-03-01"), Motivo: "dimissione"})))
			b.pagina(b.giovanna, scheda, "29/02/2024", "Termina l'intervento")
			b.invia(b.giovanna, scheda+"/concludi", conAtto(form.Encode(moduloTermine{ModuloTermine: sigess.ModuloTermine{DataFine: periodo.MustParse("2024-12-31"), Motivo: "RINUNCIA"}, Conferma: true})))
			b.pagina(b.giovanna, scheda, "Concluso", "Rinuncia", "31/12/2024")
			b.pagina(b.giovanna, "/interventi?natura="+strings.ToUpper(tt.natura), "Codice", "Sesso", "Data di nascita", "ROSSI", "11/07/1986", "Concluso")
		})
	}
}

// Fig. 28, the second page of five rows, and fig. 29.
func TestTheTabelloneIsThatOfTheManual(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	var con string
	for range 20 {
		con = b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	}
	pagina := b.pagina(b.giovanna, "/tabellone?mese=2024-08&righe=5&pagina=2", "Agosto 2024", "Nominativo / Intervento", "01<br>Gi", "31<br>Sa",
		"ROSSI MARIO (11/07/1986)", "6 - 10 di 20 elementi", "Luglio 2024", "Settembre 2024", "righe=5", `/2024-08-05">+</a>`)
	if n := strings.Count(pagina, `class="nominativo"`); n != 5 {
		t.Errorf("%d rows, want 5", n)
	}
	b.pagina(b.giovanna, "/tabellone?tipoInterventoId="+b.notturna, "nessun intervento da consuntivare", `<option value="10" selected>`, ">Tutti</option>")
	b.pagina(b.giovanna, "/tabellone?mese=2024-08&righe=5&pagina=9", "questa pagina non esiste: tornare alla prima", "Torna alla prima pagina")
	cella := "/tabellone/" + con + "/2024-08-05"
	b.pagina(b.giovanna, cella, "Accessi di lunedì 5 agosto 2024", "nessuna prestazione", "Assistenza di base (a ore)", "Torna al tabellone", "Giorno successivo")
	b.invia(b.giovanna, cella, conAtto(url.Values{"prestazione": {"OSS"}, "minuti": {"1:30"}}))
	da := "ritorno=" + url.QueryEscape("/tabellone?mese=2024-08&pagina=2&righe=5")
	if dove := b.invia(b.giovanna, cella+"?"+da, conAtto(url.Values{"prestazione": {"PASTO"}, "quantita": {"2"}})); dove != cella+"?"+da {
		t.Errorf("after an access: %s, want the same day", dove)
	}
	b.pagina(b.giovanna, cella+"?"+da, `href="/tabellone?mese=2024-08&amp;pagina=2&amp;righe=5" title="Torna al tabellone"`)
	b.pagina(b.giovanna, cella+"?ritorno=https://altrove.example/", `href="/tabellone?mese=2024-08" title="Torna al tabellone"`)
	b.pagina(b.giovanna, cella, "Pasto a domicilio", "1:30", "Elimina")
	b.pagina(b.giovanna, "/tabellone?mese=2024-08&righe=20", `1:30<sup>+1</sup>`, "1:30 ore, 2 pasti", "Totale ore", "Totale pasti")
	b.invia(b.giovanna, cella+"/elimina/PASTO", conAtto(url.Values{}))
	b.pagina(b.giovanna, "/tabellone?mese=2024-08&righe=20", `<td class="tot">1:30 ore</td>`)
	b.pagina(b.giovanna, "/tabellone/"+con+"/2024-07-31", "fuori dal periodo")
	b.pagina(b.giovanna, "/tabellone/"+con+"/"+periodo.Oggi().Piu(1).String(), "deve ancora venire")
	b.json(b.anna, http.MethodPost, "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08"}, 201)
	b.pagina(b.giovanna, cella, "Il mese è chiuso: è nell'elaborazione contabile")
	w := b.manda(b.giovanna, http.MethodPost, cella+"/elimina/OSS", conAtto(url.Values{}))
	if w.Code != http.StatusConflict {
		t.Errorf("taking away from a closed month = %d, want 409", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "il mese è chiuso")
}

// The form of a day begins with what there is no choice about, leads to the
// days beside, and asks for the time of what is by the hour.
func TestADayOfTheTabelloneNeedsAsLittleTypingAsItCan(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	giorno := func(id, data string) string { return "/tabellone/" + id + "/" + data }
	notti := b.attivo("/interventi-in-struttura/", b.struttura())
	b.pagina(b.giovanna, giorno(notti, "2024-08-05"), `<option value="NOTTE" selected>`, `name="quantita" value="1"`,
		`href="`+giorno(notti, "2024-08-04")+`?`, `href="`+giorno(notti, "2024-08-06")+`?`)
	ore := b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	pagina := b.pagina(b.giovanna, giorno(ore, "2024-08-01"), `<option value="" selected>`, `name="quantita" value=""`, "Giorno successivo")
	if strings.Contains(pagina, "Giorno precedente") {
		t.Error("the first day leads out of the month")
	}
	if strings.Contains(b.pagina(b.giovanna, giorno(ore, periodo.Oggi().String())), "Giorno successivo") {
		t.Error("today leads to a day to come")
	}
	w := b.manda(b.giovanna, http.MethodPost, giorno(ore, "2024-08-01"), conAtto(url.Values{"prestazione": {"OSS"}}))
	b.contiene("the refusal", w.Body.String(), `id="campo-minuti-errore"`, "la prestazione è a ore: indicare il tempo")
	if strings.Contains(w.Body.String(), "campo-quantita-errore") {
		t.Error("the quantity of what is by the hour is asked for")
	}
}

// Who works for a district reads of which comune each case is.
func TestADistrictReadsTheEnteOfEachIntervento(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.attivo("/interventi-economici/", b.economico())
	b.pagina(b.anna, "/interventi", ">Ente</th>", `data-colonna="Ente"><span class="valore">Comune 1<`)
	if strings.Contains(b.pagina(b.giovanna, "/interventi"), ">Ente</th>") {
		t.Error("the column of the ente is shown to who has one")
	}
}

// Manuale §8, figg. 31-33.
func TestTheElaborazioneIsMadeConfirmedAndDownloadedByItsPages(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.attivo("/interventi-economici/", b.economico())
	b.pagina(b.anna, "/elaborazioni", "nessuna elaborazione", "/elaborazioni/nuova")
	b.pagina(b.paolo, "/elaborazioni", "la prepara un operatore amministrativo")
	b.pagina(b.anna, "/elaborazioni/nuova", "Elabora", "SIGESS-Distretto 01", "Contributo economico", `type="month"`)
	valori := func(mese string) url.Values {
		return conAtto(url.Values{"enteId": {b.distretto}, "dal": {mese}, "tipi": {b.assegno}})
	}
	run := b.invia(b.anna, "/elaborazioni/nuova", valori("2024-08"))
	b.pagina(b.anna, run, "Elaborazione "+fmt.Sprint(periodo.Oggi().Anno())+"/1", "Estremi movimento", "Tipo movimento", "Imponibile IVA", "Aliquota IVA", "Importo IVA", "Importo totale",
		"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2024/1 del 01/08/2024", "Pagamento", "300,00", "0,00",
		"Totale dell'elaborazione", "Contributo economico", "Conferma l'elaborazione", "Annulla l'elaborazione", "nessuna anomalia")
	b.invia(b.anna, run+"/conferma", conAtto(url.Values{}))
	b.pagina(b.anna, run, "Definitiva", "it-file-xlsx", run+"/elenco", "Gialli Anna")
	if w := b.manda(b.anna, http.MethodGet, run+"/elenco", nil); w.Body.String() != "xlsx" || !strings.Contains(w.Header().Get("Content-Disposition"), "elenco.xlsx") {
		t.Errorf("elenco = %d %v", w.Code, w.Header())
	}
	altra := b.invia(b.anna, "/elaborazioni/nuova", valori("2024-09"))
	b.invia(b.anna, altra+"/annulla", conAtto(url.Values{}))
	b.pagina(b.anna, altra, "Annullata", "l'elaborazione è stata annullata")
	b.pagina(b.anna, "/elaborazioni", "agosto 2024", "settembre 2024", "1 - 2 di 2 elementi")
}

// A run whose workflow has not begun has no row: its page waits for it, and
// only for who asked.
func TestAnElaborazioneThatHasNotBegunIsInPreparation(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	b.motore.fermo = true
	run := b.invia(b.anna, "/elaborazioni/nuova", conAtto(url.Values{"enteId": {b.distretto}, "dal": {"2024-08"}}))
	b.pagina(b.anna, run, "In preparazione", `http-equiv="refresh"`)
	if w := b.manda(b.giovanna, http.MethodGet, run, nil); w.Code != http.StatusNotFound {
		t.Errorf("of another operatore = %d, want 404", w.Code)
	}
	if w := b.manda(b.anna, http.MethodGet, "/elaborazioni/"+uuid.NewString(), nil); w.Code != http.StatusNotFound {
		t.Errorf("of nobody = %d, want 404", w.Code)
	}
}
