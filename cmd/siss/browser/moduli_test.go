package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/appunto"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// batte types with the keys in a field, after what is there.
func (s *sessione) batte(campo, testo string) {
	s.t.Helper()
	sel := chromedp.CSS(fmt.Sprintf(`main [name=%q]:not([type=hidden])`, campo))
	s.fai("type in "+campo, chromedp.WaitReady(sel), chromedp.SendKeys(sel, testo))
}

// tiene waits until a field holds a value.
func (s *sessione) tiene(campo, atteso string) {
	s.t.Helper()
	s.finche(campo+" holds "+atteso, fmt.Sprintf(`document.querySelector('main [name=%q]:not([type=hidden])')?.value === %q`, campo, atteso))
}

// scelteDi are the texts offered by a select.
func (s *sessione) scelteDi(campo string) string {
	s.t.Helper()
	return chiedi(s, chromedp.Evaluate[string](fmt.Sprintf(`[...document.querySelector('main [name=%q]').options].map(o => o.text).join("|")`, campo)))
}

// senza waits until the page no longer shows a text.
func (s *sessione) senza(testo string) {
	s.t.Helper()
	s.finche("no longer see "+testo, fmt.Sprintf(`document.querySelector("main")?.innerText.includes(%q) === false`, testo))
}

// sceglie chooses in a field that others follow, and waits for them.
func (s *sessione) sceglie(campo, valore string) {
	s.t.Helper()
	s.scrive(campo, valore)
	s.finche("see what follows "+campo, `!document.querySelector(".htmx-request")`)
}

// nuovaScheda opens another tab of the same browser.
func (s *sessione) nuovaScheda(nome string) *sessione {
	s.t.Helper()
	ctx, chiudi := chromedp.NewContext(s.ctx)
	s.t.Cleanup(chiudi)
	out := &sessione{t: s.t, ctx: ctx, url: s.url, nome: s.nome + "-" + nome, script: s.script}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// scaduta ends every session, as a night does.
func scaduta(t *testing.T, m *dbtest.Mondo) {
	t.Helper()
	if err := m.DB.Exec(`DELETE FROM sessione`).Error; err != nil {
		t.Fatal(err)
	}
}

// bozze counts the drafts that were left unsaved.
func appuntiLasciati(t *testing.T, m *dbtest.Mondo) (n int) {
	t.Helper()
	if err := m.DB.Raw(`SELECT count(*) FROM appunto`).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// What is typed is kept every few seconds; with the session gone it stays in
// the page, nothing can be sent by mistake, and it goes on after a new login.
func TestWhatIsTypedOutlivesTheSession(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "bozze", true)
	s.entra("D'Arco Giovanna")
	s.vai("/domande/nuova?soggetto=" + m.Soggetto)
	for testo, id := range map[string]string{"Data di presentazione*": "DOM-05", "Firmatario": "DOM-06", "Tipo di intervento richiesto*": "DOM-07",
		"Stato della richiesta": "DOM-08", "contrassegnati dall'asterisco": "DOM-09"} {
		s.dimostra(testo, id)
	}
	s.figura("domanda-nuova")
	s.batte("note", "chiede aiuto per l'affitto")
	s.vede("Bozza salvata alle")
	s.foto("bozza-salvata")
	scaduta(t, m)
	s.batte("note", " e per le bollette")
	s.vede("La sessione è scaduta")
	s.foto("sessione-scaduta")
	s.preme("Salva bozza")
	s.vede("Quello che è scritto resta in questa pagina")
	s.tiene("note", "chiede aiuto per l'affitto e per le bollette")

	scheda := s.nuovaScheda("rientro")
	scheda.vai("/accesso?ritorno=%2Fmoduli%2Frientro")
	scheda.preme("D'Arco Giovanna")
	scheda.vede("Accesso eseguito")
	scheda.foto("rientro")
	s.senza("La sessione è scaduta")
	s.vede("Bozza salvata alle")
	if n := appuntiLasciati(t, m); n != 1 {
		t.Fatalf("%d drafts, want 1", n)
	}

	scaduta(t, m)
	s.entra("D'Arco Giovanna")
	s.vai("/domande/nuova?soggetto=" + m.Soggetto)
	s.vede("C'è una bozza non salvata del")
	s.figura("bozza-da-riprendere")
	s.foto("bozza-da-riprendere")
	s.preme("Riprendi")
	s.tiene("note", "chiede aiuto per l'affitto e per le bollette")
	s.scrive("richieste.0.tipoInterventoId", m.Tipo[sigess.Economico])
	s.preme("Salva bozza")
	s.vede("ozza salvata: controllarla")
	if n := appuntiLasciati(t, m); n != 0 {
		t.Errorf("%d drafts are left, want none", n)
	}
	s.apre("Scarta la bozza")
	s.foto("scarta")
	s.invia("/scarta")
	s.vede("ozza scartata")
}

// A colleague who has logged in from the same browser doesn't go on with the
// form of another.
func TestADraftIsOfWhoTypesIt(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "altro-operatore", true)
	s.entra("D'Arco Giovanna")
	s.vai("/domande/nuova?soggetto=" + m.Soggetto)
	scheda := s.nuovaScheda("collega")
	scheda.entra("Neri Paolo")
	s.batte("note", "riservato")
	s.vede("con questo browser è entrato un altro operatore (Neri Paolo)")
	s.foto("altro-operatore")
	if n := appuntiLasciati(t, m); n != 0 {
		t.Errorf("%d drafts, want none", n)
	}
}

// Without JavaScript a draft is found again, taken up and thrown away.
func TestADraftIsTakenUpWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "bozze-senza-javascript", false)
	s.entra("D'Arco Giovanna")
	percorso := "/domande/nuova?soggetto=" + m.Soggetto
	lascia := func(note string) {
		err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			return appunto.Salva(tx, chi, appunto.Appunto{Chiave: percorso, AttoID: uuid.NewString(), SalvatoIl: time.Now(),
				Valori: map[string][]string{"soggettoId": {m.Soggetto}, "note": {note}, "richieste.0.note": {""}, "richieste.1.note": {"la seconda"}}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	lascia("da rileggere")
	s.vai(percorso)
	s.vede("C'è una bozza non salvata del")
	s.preme("Riprendi")
	s.tiene("note", "da rileggere")
	s.tiene("richieste.1.note", "la seconda")
	s.foto("ripresa")
	s.vai(percorso)
	s.preme("Scarta")
	s.vede("ozza non salvata scartata")
	if strings.Contains(s.pagina(), "Riprendi") || appuntiLasciati(t, m) != 0 {
		t.Error("the draft is still there")
	}
	s.vai("/interventi/nuovo/economico?soggetto=" + m.Soggetto)
	s.scrive("regole.0.importo", "300")
	s.scrive("dettagli.dataInizio", prossimoAnno())
	s.preme("Anteprima")
	s.vede("Totale dei dodici mesi")
	s.vede("27/31 × 300,00")
	s.foto("anteprima")
	s.preme("Aggiungi una riga a Regole di pagamento")
	s.vede("Togli la riga 2 di Regole di pagamento")
	s.preme("Aggiungi una riga a Regole di pagamento")
	s.vede("Togli la riga 3 di Regole di pagamento")
	s.foto("righe-vuote")
}

// prossimoAnno is a day to come, always in a January that is not whole.
func prossimoAnno() string { return fmt.Sprintf("%d-01-05", periodo.Oggi().Anno()+1) }

// Two operatori change the same person: the second reads what the first did.
func TestTheSecondOfTwoReadsWhatTheFirstSaved(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "superato", true)
	collega := &sessione{t: t, ctx: cromo(t, true), url: s.url, nome: "superato-collega", script: true}
	s.entra("D'Arco Giovanna")
	collega.entra("Neri Paolo")
	modifica := "/soggetti/" + m.Soggetto + "/modifica"
	s.vai(modifica)
	collega.vai(modifica)
	collega.scrive("telefono", "06 1111")
	collega.scrive("email", "mario@posta.example")
	collega.preme("Salva")
	collega.vede("ati anagrafici salvati")
	s.scrive("telefono", "06 2222")
	s.scrive("note", "preferisce la mattina")
	s.preme("Salva")
	s.vede("Neri Paolo ha modificato questi dati")
	s.vede("da vuoto a «06 1111»; il campo ha ancora quello scritto qui")
	s.tiene("telefono", "06 2222")
	s.tiene("email", "mario@posta.example")
	s.tiene("note", "preferisce la mattina")
	s.figura("salvataggio-superato")
	s.foto("superato")
	s.preme("Prendi il valore di Neri Paolo")
	s.tiene("telefono", "06 1111")
	s.tiene("note", "preferisce la mattina")
	s.foto("preso")
	s.preme("Salva")
	s.vede("ati anagrafici salvati")
	var ora anagrafe.Soggetto
	if err := m.DB.Raw(`SELECT * FROM soggetto WHERE id = ?`, m.Soggetto).Scan(&ora).Error; err != nil {
		t.Fatal(err)
	}
	if ora.Telefono != "06 1111" || ora.Email != "mario@posta.example" || ora.Note != "preferisce la mattina" {
		t.Errorf("on record %+v", ora)
	}
}

// catalogo gives the tipi of the Mondo the words of the catalogue, and a second
// erogatore with a price list of its own.
func catalogo(t *testing.T, m *dbtest.Mondo) (altro, tariffario string) {
	t.Helper()
	altro, tariffario = uuid.NewString(), uuid.NewString()
	sempre := periodo.MustParse("2020-01-01")
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		if err := tx.Exec(`UPDATE tipo_intervento SET livello_assistenza = 'Servizi domiciliari e contributi', classificazione = 'Nomenclatore ' || codice,
			classificazione_istat = 'ISTAT ' || codice`).Error; err != nil {
			return err
		}
		if err := tx.Create(&sigess.Erogatore{ID: altro, EnteID: m.Distretto, Denominazione: "Cooperativa Boreale", PartitaIVA: "00000000018",
			IBAN: "IT60X0542811101000000123456", Dal: sempre}).Error; err != nil {
			return err
		}
		if err := tx.Create(&sigess.Tariffario{ID: tariffario, EnteID: m.Distretto, Codice: "TB", Denominazione: "Pasti", Natura: sigess.Prestazioni,
			ErogatoreID: &altro, Dal: sempre}).Error; err != nil {
			return err
		}
		return tx.Create(&sigess.Voce{ID: uuid.NewString(), EnteID: m.Distretto, TariffarioID: tariffario, Prestazione: "PASTO", Denominazione: "Pasto a domicilio",
			Unita: "PASTO", Tariffa: 70000, AliquotaIVA: euro.Aliquota(1000), Dal: sempre}).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return altro, tariffario
}

// Manuale §4, figg. 14 and 15: every field, the steps, and what the rules will
// pay while they are typed.
func TestTheFormOfAnInterventoEconomicoSaysWhatItWillPay(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "economico", true)
	catalogo(t, m)
	s.entra("D'Arco Giovanna")
	s.vai("/interventi?soggettoId=" + m.Soggetto + "&natura=ECONOMICO")
	s.preme("Aggiungi")
	s.dimostra("Modalità di pagamento", "ECO-03", "ECO-04", "ECO-05", "ECO-06")
	for testo, id := range map[string]string{"Livello assistenza": "ECO-07", "Classificazione": "ECO-08", "Classificazione ISTAT": "ECO-09", "Data inizio*": "ECO-10",
		"Motivo attivazione": "ECO-11", "Data fine": "ECO-12", "Motivo termine": "ECO-13", "Tipo intervento*": "ECO-14", "Stato": "ECO-15",
		"Operatore responsabile*": "ECO-16", "Richiesta accettata": "ECO-17", "Frequenza*": "ECO-18", "Importo*": "ECO-19", "Beneficiario del pagamento": "ECO-20"} {
		s.dimostra(testo, id)
	}
	s.sceglie("dettagli.tipoInterventoId", m.Tipo[sigess.Economico])
	s.vede("ISTAT E1")
	s.sceglie("dettagli.dataInizio", prossimoAnno())
	s.batte("regole.0.importo", "300")
	s.vede("3.561,29")
	s.vede("27/31 × 300,00")
	s.figura("intervento-economico")
	s.preme("Aggiungi una riga a Regole di pagamento")
	s.vede("Togli la riga 2 di Regole di pagamento")
	s.batte("regole.1.importo", "50")
	s.vede("regola 2: indicare la frequenza")
	s.scrive("regole.1.frequenza", "MENSILE")
	s.vede("Regola 2")
	s.vede("4.154,84")
	s.foto("anteprima")
	s.preme("Togli la riga 2 di Regole di pagamento")
	s.senza("Togli la riga 2 di Regole di pagamento")
	s.vede("3.561,29")
	s.finche("load the page", `document.readyState === "complete" && document.activeElement.matches("button.aggiungi")`)
	s.preme("Modalità di pagamento")
	s.fai("see the step", chromedp.WaitReady(`//ol[@class="passi"]/li[@aria-current="step"][contains(., "Modalità di pagamento")]`))
	s.preme("Richiesta")
	s.fai("go back", chromedp.WaitReady(`//ol[@class="passi"]/li[@aria-current="step"][contains(., "Richiesta")]`))
	s.scrive("modalita.metodo", "BONIFICO")
	s.scrive("modalita.iban", "IT60X0542811101000000123457")
	s.preme("Salva")
	s.vede("IBAN non valido")
	s.vede("indicare l'intestatario del conto")
	s.foto("errori-insieme")
	s.scrive("modalita.iban", "IT60X0542811101000000123456")
	s.scrive("modalita.intestatario", "Mario Rossi")
	s.preme("Salva")
	s.dimostra("ozza salvata: controllarla", "ECO-21")
}

// Manuale §5, figg. 17 to 20: choices that follow others, and the cost of the plan.
func TestTheFormOfAnInterventoConPrestazioniFollowsWhatIsChosen(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "prestazioni", true)
	altro, tariffario := catalogo(t, m)
	s.entra("D'Arco Giovanna")
	s.vai("/interventi/nuovo/prestazioni?soggetto=" + m.Soggetto)
	for testo, id := range map[string]string{"Data inizio*": "PRE-03", "Tipo intervento*": "PRE-04", "Ente erogatore*": "PRE-05", "Tariffario*": "PRE-06", "Stato": "PRE-07",
		"Operatore responsabile*": "PRE-08", "contrassegnati dall'asterisco": "PRE-09", "Prestazione*": "PRE-10", "Quantità*": "PRE-11", "Quote utente": "PRE-12"} {
		s.dimostra(testo, id)
	}
	if got, want := s.scelteDi("tariffarioId"), "Scegliere una voce|Domiciliare (TP)|Pasti (TB)"; got != want {
		t.Errorf("price lists %s, want %s", got, want)
	}
	s.sceglie("dettagli.tipoInterventoId", m.Tipo[sigess.Prestazioni])
	s.sceglie("dettagli.dataInizio", prossimoAnno())
	s.sceglie("erogatoreId", altro)
	s.tiene("tariffarioId", tariffario)
	if got, want := s.scelteDi("tariffarioId"), "Scegliere una voce|Pasti (TB)"; got != want {
		t.Errorf("price lists of the erogatore %s, want %s", got, want)
	}
	if got, want := s.scelteDi("piano.0.prestazione"), "Scegliere una voce|Pasto a domicilio (a pasto)"; got != want {
		t.Errorf("prestazioni of the price list %s, want %s", got, want)
	}
	s.scrive("piano.0.prestazione", "PASTO")
	s.scrive("piano.0.periodicita", "GIORNO")
	s.batte("piano.0.quantita", "1")
	s.vede("Totale dei dodici mesi")
	s.preme("Aggiungi una riga a Quote utente")
	s.scrive("quote.0.metodo", "PERCENTUALE")
	s.scrive("quote.0.dal", prossimoAnno())
	s.batte("quote.0.percentuale", "35")
	s.vede("Quota del soggetto")
	s.foto("anteprima")
	s.figura("intervento-prestazioni")
	s.preme("Salva")
	s.dimostra("ozza salvata: controllarla", "PRE-13")
}

// Manuale §6, figg. 22 to 24.
func TestTheFormOfAnInterventoInStrutturaOffersTheStructuresOfAssa(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "struttura", true)
	catalogo(t, m)
	s.entra("D'Arco Giovanna")
	s.vai("/interventi/nuovo/struttura?soggetto=" + m.Soggetto)
	for testo, id := range map[string]string{"Tipo intervento*": "STR-04", "Codice": "STR-05", "Data inizio*": "STR-06", "Struttura di inserimento*": "STR-07",
		"Tariffario*": "STR-09", "Stato": "STR-10", "Operatore responsabile*": "STR-11", "Piano di assistenza": "STR-12", "Quote utente": "STR-13"} {
		s.dimostra(testo, id)
	}
	s.sceglie("dettagli.tipoInterventoId", m.Tipo[sigess.Struttura])
	s.sceglie("dettagli.dataInizio", prossimoAnno())
	if got, want := s.scelteDi("strutturaId"), "Scegliere una voce|Villa ST1 - Roma"; got != want {
		t.Errorf("structures %s, want %s", got, want)
	}
	s.copre("STR-08")
	s.scrive("codice", "INS/12")
	s.sceglie("strutturaId", m.Struttura)
	s.tiene("tariffarioId", m.Tariffario[sigess.Struttura])
	s.scrive("piano.0.prestazione", "RETTA")
	s.scrive("piano.0.periodicita", "GIORNO")
	s.batte("piano.0.quantita", "1")
	s.vede("23.104,00")
	s.figura("intervento-struttura")
	s.foto("struttura")
	s.preme("Salva")
	s.dimostra("INS/12", "STR-16")
}
