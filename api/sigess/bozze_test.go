package sigess

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// moduloDettagli is a valid drawer of an intervento of ROSSI MARIO.
func (b *banco) moduloDettagli(tipo string) sigess.Dettagli {
	return sigess.Dettagli{SoggettoID: b.rossi, UOID: b.ufficio, TipoInterventoID: tipo, DataInizio: periodo.MustParse("2024-01-05"),
		MotivoAttivazione: "NUOVA", OperatoreResponsabileID: b.giovanna}
}

func (b *banco) moduloEconomico() sigess.ModuloEconomico {
	return sigess.ModuloEconomico{Dettagli: b.moduloDettagli(b.assegno), Regole: []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 30000}},
		Modalita: sigess.ModuloModalita{Titolo: "ASSISTITO", Metodo: "BONIFICO", IBAN: iban, Intestatario: "Mario Rossi"}}
}

// cambiato returns the posted form with some values changed.
func cambiato(valori url.Values, cambi ...string) url.Values {
	out := url.Values{}
	for nome, v := range valori {
		out[nome] = v
	}
	for n := 0; n < len(cambi); n += 2 {
		out.Set(cambi[n], cambi[n+1])
	}
	return out
}

func TestThePreviewOfRulesSaysWhatIsMissingAndIsNeverAFault(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	base := form.EncodePieni(b.moduloEconomico())
	inizio := strings.Replace("AAAA-01-05", "AAAA", periodo.Oggi().Inizio().AddDate(1, 0, 0).Format("2006"), 1)
	tests := map[string]struct {
		valori url.Values
		dice   []string
	}{
		"whole":            {cambiato(base, "dettagli.dataInizio", inizio), []string{"da gennaio", "3.561,29 euro", "27/31 × 300,00", "Totale dei dodici mesi"}},
		"with arrears":     {base, []string{"di arretrati", "Arretrati, da gennaio 2024 a"}},
		"no amount":        {cambiato(base, "regole.0.importo", ""), []string{"regola 1: indicare l'importo", "indicare frequenza e importo di una regola"}},
		"bad amount":       {cambiato(base, "regole.0.importo", "tanto"), []string{"regola 1: importo: "}},
		"zero":             {cambiato(base, "regole.0.importo", "0"), []string{"regola 1: importo: l'importo deve essere maggiore di zero"}},
		"one of two":       {cambiato(base, "regole.1.importo", "10"), []string{"regola 2: indicare la frequenza", "di arretrati"}},
		"once, no date":    {cambiato(base, "regole.0.frequenza", "UNA_TANTUM"), []string{"regola 1: data di scadenza: indicare la data"}},
		"no beginning":     {cambiato(base, "dettagli.dataInizio", ""), []string{"senza una data di inizio si conta da oggi"}},
		"bad beginning":    {cambiato(base, "dettagli.dataInizio", "32/13/2024"), []string{"senza una data di inizio si conta da oggi"}},
		"end before start": {cambiato(base, "dettagli.dataFine", "2023-01-01"), []string{"la data di fine precede quella di inizio; si conta senza"}},
		"nothing at all":   {url.Values{}, []string{"indicare frequenza e importo di una regola"}},
		"five rules": {cambiato(base, "regole.1.frequenza", "MENSILE", "regole.1.importo", "1", "regole.2.frequenza", "MENSILE", "regole.2.importo", "2",
			"regole.3.frequenza", "MENSILE", "regole.3.importo", "3", "regole.4.frequenza", "MENSILE", "regole.4.importo", "4"), []string{"Totale", "310,00"}},
	}
	for nome, tt := range tests {
		w := b.manda(b.giovanna, http.MethodPost, "/interventi/anteprima/economico", tt.valori)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<html") || !strings.Contains(w.Body.String(), `hx-swap-oob="innerHTML"`) {
			t.Errorf("%s: %d %s", nome, w.Code, w.Body)
		}
		b.contiene(nome, w.Body.String(), tt.dice...)
	}
}

func TestThePreviewOfAPlanShowsItsCost(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	percento := euro.Aliquota(2000)
	base := form.EncodePieni(sigess.ModuloPrestazioni{Dettagli: b.moduloDettagli(b.domiciliare), ErogatoreID: b.cooperativa, TariffarioID: b.tariffarioDomiciliare,
		Piano: []sigess.ModuloPiano{{Prestazione: "OSS", Quantita: 200, Periodicita: "SETTIMANA"}},
		Quote: []sigess.ModuloQuota{{Metodo: "PERCENTUALE", Percentuale: &percento, Dal: periodo.MustParse("2024-01-05")}}})
	for nome, tt := range map[string]struct {
		valori url.Values
		dice   []string
	}{
		"whole":             {base, []string{"Quota del soggetto", "A carico dell'ente", "Totale dei dodici mesi", "l'ente paga", "il soggetto", "è una stima"}},
		"no price list":     {cambiato(base, "tariffarioId", ""), []string{"scegliere il tariffario"}},
		"no such list":      {cambiato(base, "tariffarioId", uuid.NewString()), []string{"scegliere un tariffario dell'elenco"}},
		"no id":             {cambiato(base, "tariffarioId", "'; drop"), []string{"scegliere il tariffario"}},
		"no quantity":       {cambiato(base, "piano.0.quantita", ""), []string{"piano, riga 1: indicare la quantità", "indicare prestazione, quantità"}},
		"share without how": {cambiato(base, "quote.0.percentuale", ""), []string{"quote, riga 1: percentuale: indicare la percentuale", "l'ente paga"}},
		"unknown":           {cambiato(base, "piano.0.prestazione", "ALTRO"), []string{"non tutte le prestazioni hanno una tariffa in"}},
	} {
		w := b.manda(b.giovanna, http.MethodPost, "/interventi/anteprima/prestazioni", tt.valori)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", nome, w.Code, w.Body)
		}
		b.contiene(nome, w.Body.String(), tt.dice...)
	}
	if w := b.manda(b.straniero, http.MethodPost, "/interventi/anteprima/prestazioni", base); !strings.Contains(w.Body.String(), "scegliere un tariffario") {
		t.Error("who works elsewhere reads the prices")
	}
}

func TestNoFormMakesThePreviewFail(t *testing.T) {
	b := nuovoBanco(t)
	nomi := []string{"regole.0.importo", "regole.0.frequenza", "regole.1.dal", "piano.0.quantita", "piano.0.prestazione", "quote.0.metodo", "quote.0.importo", "tariffarioId",
		"strutturaId", "dettagli.dataInizio", "dettagli.dataFine", "dettagli.soggettoId", "_aggiorna", "x"}
	valori := []string{"", "1", "-1", "999999999999", "MENSILE", "PERCENTUALE", "2024-01-05", "9999-99-99", "01/01/1850", "\x00", "OSS", b.tariffarioDomiciliare}
	rapid.Check(t, func(t *rapid.T) {
		post := url.Values{}
		for range rapid.IntRange(0, 10).Draw(t, "n") {
			post.Add(rapid.SampledFrom(nomi).Draw(t, "nome"), rapid.SampledFrom(valori).Draw(t, "valore"))
		}
		for _, natura := range percorsi {
			if w := b.manda(b.giovanna, http.MethodPost, "/interventi/anteprima/"+natura, post); w.Code != http.StatusOK {
				t.Fatalf("%s: %d %s", natura, w.Code, w.Body)
			}
		}
	})
}

// offerte are the choices of a select in a page, each text alone.
func offerte(pagina, campo string) []string {
	_, resto, _ := strings.Cut(pagina, `name="`+campo+`"`)
	resto, _, _ = strings.Cut(resto, "</select>")
	var out []string
	for _, m := range regexp.MustCompile(`<option value="[^"]+"[^>]*>([^<]*)`).FindAllStringSubmatch(resto, -1) {
		out = append(out, m[1])
	}
	return out
}

func TestChoicesFollowOtherChoices(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	altra, listino := uuid.NewString(), uuid.NewString()
	b.semina(t, func(esegui func(string, ...any)) {
		esegui(`INSERT INTO erogatore (id, ente_id, denominazione, partita_iva, iban, dal) VALUES (?, ?, 'Boreale', '00000000018', '`+iban+`', '2020-01-01')`, altra, b.distretto)
		esegui(`INSERT INTO tariffario (id, ente_id, codice, denominazione, natura, erogatore_id, dal) VALUES (?, ?, 'A9', 'Pasti', 'PRESTAZIONI', ?, '2020-01-01')`, listino, b.distretto, altra)
		for _, v := range []string{"Zuppa", "antipasto"} {
			esegui(`INSERT INTO voce_tariffario (id, ente_id, tariffario_id, prestazione, denominazione, unita, tariffa, aliquota_iva, dal)
				VALUES (?, ?, ?, ?, ?, 'PASTO', 70000, 0, '2020-01-01')`, uuid.NewString(), b.distretto, listino, strings.ToUpper(v), v)
		}
	})
	nuovo := "/interventi/nuovo/prestazioni?soggetto=" + b.rossi
	valori := form.Encode(sigess.ModuloPrestazioni{Dettagli: b.moduloDettagli(b.domiciliare), ErogatoreID: altra, TariffarioID: b.tariffarioDomiciliare,
		Piano: []sigess.ModuloPiano{{Prestazione: "OSS", Quantita: 100, Periodicita: "MESE"}}})
	pagina := b.manda(b.giovanna, http.MethodPost, nuovo, cambiato(valori, "_aggiorna", "1")).Body.String()
	for campo, want := range map[string]string{"tariffarioId": "Pasti (A9)", "piano.0.prestazione": "antipasto (a pasto),Zuppa (a pasto)"} {
		if got := strings.Join(offerte(pagina, campo), ","); got != want {
			t.Errorf("%s offers %s, want %s", campo, got, want)
		}
	}
	b.contiene("the form", pagina, `<option value="`+listino+`" selected>`)
	if strings.Contains(pagina, "orreggere") {
		t.Error("a form that is only drawn again is found fault with")
	}
	rifiuto := b.manda(b.giovanna, http.MethodPost, nuovo, conAtto(valori))
	if rifiuto.Code != http.StatusUnprocessableEntity {
		t.Errorf("a price list of another erogatore is saved: %d", rifiuto.Code)
	}
	b.contiene("the refusal", rifiuto.Body.String(), "scegliere un tariffario di questo erogatore")
	if got := strings.Join(offerte(b.pagina(b.giovanna, nuovo), "piano.0.prestazione"), ","); !strings.Contains(got, "antipasto") || !strings.Contains(got, "Assistenza di base") {
		t.Errorf("before a choice %s is offered, want all", got)
	}
}

func TestARichiestaDecidesTheTipoAndIsOfTheSoggettoAlone(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	_, richieste := b.accolta(b.assegno)
	valori := form.Encode(b.moduloEconomico())
	valori.Set("dettagli.richiestaId", richieste[0])
	valori.Set("dettagli.tipoInterventoId", "")
	valori.Set("_aggiorna", "dettagli.richiestaId")
	pagina := b.manda(b.giovanna, http.MethodPost, "/interventi/nuovo/economico?soggetto="+b.rossi, valori).Body.String()
	b.contiene("the form", pagina, `<option value="`+b.assegno+`" selected>`, "Domanda 2024/1: Contributo economico")
	altrui := b.pagina(b.giovanna, "/interventi/nuovo/economico?soggetto="+b.bianchi)
	if strings.Contains(altrui, "Domanda 2024/1") {
		t.Error("the richiesta of another is offered")
	}
	valori.Del("_aggiorna")
	valori.Set("dettagli.soggettoId", b.bianchi)
	valori.Set("dettagli.tipoInterventoId", b.assegno)
	w := b.manda(b.giovanna, http.MethodPost, "/interventi/nuovo/economico?soggetto="+b.bianchi, conAtto(valori))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the richiesta of another is saved: %d", w.Code)
	}
	b.contiene("the refusal", w.Body.String(), "scegliere una richiesta del soggetto")
}

// The steps of fig. 14, the fields that follow from the tipo, and no way to
// type what isn't a draft any more.
func TestTheFormHasTheStepsAndFieldsOfTheManual(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	valori := form.Encode(b.moduloEconomico())
	pagina := b.manda(b.giovanna, http.MethodPost, "/interventi/nuovo/economico?soggetto="+b.rossi, cambiato(valori, "_aggiorna", "1")).Body.String()
	b.contiene("the form", pagina, `<a href="#campo-dettagli">Intervento</a>`, `<a href="#campo-cassetto-richiesta">Richiesta</a>`, `<a href="#campo-regole">Regola per pagamenti</a>`,
		`<a href="#campo-modalita">Modalità di pagamento</a>`, `<fieldset class="gruppo largo" id="campo-cassetto-richiesta"`, "Livello assistenza", "Classificazione ISTAT", "Motivo termine", "Bozza</output>")
	scheda := b.invia(b.giovanna, "/interventi/nuovo/economico?soggetto="+b.rossi, conAtto(valori))
	b.invia(b.giovanna, scheda+"/attiva", conAtto(url.Values{}))
	if w := b.manda(b.giovanna, http.MethodGet, scheda+"/modifica/economico", nil); w.Code != http.StatusConflict {
		t.Errorf("the form of an active intervento: %d", w.Code)
	}
	domanda := b.domanda(b.assegno)
	if w := b.manda(b.giovanna, http.MethodGet, "/domande/"+domanda+"/modifica", nil); w.Code != http.StatusConflict {
		t.Errorf("the form of a domanda presentata: %d", w.Code)
	}
}

// Two operatori have the same draft open, of each kind.
func TestTheSecondToSaveADraftReadsWhatTheFirstWrote(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	piano := []sigess.ModuloPiano{{Prestazione: "OSS", Quantita: 100, Periodicita: "MESE"}}
	for nome, tt := range map[string]struct {
		nuovo  string
		valori url.Values
		altrui []string // what the other changes
		dice   []string
	}{
		"domanda": {"/domande/nuova?soggetto=" + b.rossi, form.Encode(sigess.ModuloDomanda{SoggettoID: b.rossi, UOID: b.ufficio, DataPresentazione: periodo.MustParse("2024-01-02"),
			Canale: "PEC", Firmatario: sigess.ModuloFirmatario{Qualita: "INTERESSATO"}, Richieste: []sigess.ModuloRichiesta{{TipoInterventoID: b.assegno}}}),
			[]string{"canale", "POSTA", "richieste.1.tipoInterventoId", b.notturna}, []string{"Canale</a>: da «PEC» a «Posta»", "Richieste</a>: da «Contributo economico» a «Contributo economico; Accoglienza Notturna»"}},
		"economico": {"/interventi/nuovo/economico?soggetto=" + b.rossi, form.Encode(b.moduloEconomico()),
			[]string{"dettagli.dataInizio", "2024-02-01", "regole.0.importo", "400"}, []string{"Dettagli, Data inizio</a>: da «05/01/2024» a «01/02/2024»", "«Mensile, 400,00, A giorni effettivi, Posticipata, Secondo il calendario, Non si paga»"}},
		"prestazioni": {"/interventi/nuovo/prestazioni?soggetto=" + b.rossi, form.Encode(sigess.ModuloPrestazioni{Dettagli: b.moduloDettagli(b.domiciliare), ErogatoreID: b.cooperativa,
			TariffarioID: b.tariffarioDomiciliare, Piano: piano}),
			[]string{"dettagli.operatoreResponsabileId", b.paolo, "piano.0.quantita", "2"}, []string{"Operatore responsabile</a>: da «D'Arco Giovanna» a «Neri Paolo»", "«Assistenza di base (a ore), 2, Al mese, Si paga»"}},
	} {
		t.Run(nome, func(t *testing.T) {
			scheda := b.invia(b.giovanna, tt.nuovo, conAtto(tt.valori))
			modifica := scheda + "/modifica"
			if nome != "domanda" {
				modifica += "/" + nome
			}
			b.contiene("the form", b.pagina(b.giovanna, modifica), `<input type="hidden" name="versione" value="1">`)
			b.invia(b.paolo, modifica, conAtto(cambiato(tt.valori, append(tt.altrui, "versione", "1")...)))
			w := b.manda(b.giovanna, http.MethodPost, modifica, conAtto(cambiato(tt.valori, "versione", "1")))
			if w.Code != http.StatusConflict {
				t.Fatalf("stale save = %d: %s", w.Code, w.Body)
			}
			b.contiene("the refusal", w.Body.String(), append(tt.dice, "Neri Paolo ha modificato questi dati il", "<strong>Neri Paolo</strong> ha modificato alle", `name="versione" value="2"`)...)
			b.invia(b.giovanna, modifica, conAtto(cambiato(tt.valori, "versione", "2")))
		})
	}
	id := strings.TrimPrefix(b.invia(b.giovanna, "/interventi/nuovo/economico?soggetto="+b.rossi, conAtto(form.Encode(b.moduloEconomico()))), "/interventi/")
	letto := b.json(b.giovanna, http.MethodGet, "/interventi/"+id, nil, 200)
	if letto["versione"] != float64(1) {
		t.Errorf("version read %v", letto["versione"])
	}
	corpo := b.moduloEconomico()
	corpo.Versione = 1
	corpo.Regole[0].Importo = 100
	b.json(b.paolo, http.MethodPut, "/interventi-economici/"+id, corpo, 200)
	corpo.Regole[0].Importo = 200
	b.json(b.giovanna, http.MethodPut, "/interventi-economici/"+id, corpo, 409)
	corpo.Versione = 0
	b.json(b.giovanna, http.MethodPut, "/interventi-economici/"+id, corpo, 200)
}

func TestADraftIsThrownAwayFromItsCard(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	scheda := b.invia(b.giovanna, "/interventi/nuovo/economico?soggetto="+b.rossi, conAtto(form.Encode(b.moduloEconomico())))
	b.pagina(b.giovanna, scheda+"?apri=scarta", "Scarta la bozza", "Scarta definitivamente", `<details class="modulo-inline" open>`)
	if strings.Contains(b.pagina(b.paolo, scheda), "Scarta") {
		t.Error("who didn't make the draft is offered to throw it away")
	}
	if w := b.manda(b.paolo, http.MethodPost, scheda+"/scarta", conAtto(url.Values{})); w.Code != http.StatusForbidden {
		t.Errorf("thrown away by another: %d", w.Code)
	}
	atto := conAtto(url.Values{"motivo": {"doppione"}})
	if dove := b.invia(b.giovanna, scheda+"/scarta", atto); dove != "/interventi?soggettoId="+b.rossi {
		t.Errorf("leads to %s", dove)
	}
	if dove := b.invia(b.giovanna, scheda+"/scarta", atto); dove != "/interventi" {
		t.Errorf("sent twice, leads to %s", dove)
	}
	if w := b.manda(b.giovanna, http.MethodGet, scheda, nil); w.Code != http.StatusNotFound {
		t.Errorf("the card is still there: %d", w.Code)
	}
	if w := b.manda(b.giovanna, http.MethodGet, scheda+"/scarta", nil); w.Code != http.StatusSeeOther {
		t.Errorf("the address of the form alone: %d", w.Code)
	}
}
