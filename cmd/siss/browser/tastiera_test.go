package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"siss/models/dbtest"
	"siss/models/sigess"
)

// The main job, from login to the definitive elaborazione, with keys alone.
// At every stop of the focus it must be seen where the focus is.
func TestTheMainJobWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tastiera", true)
	s.vai("/")
	s.aziona("D'Arco Giovanna")
	s.vede("compito in carico")
	s.tastieraDomanda(m)
	s.tastieraEconomico()
	s.tastieraElaborazione()
}

func (s *sessione) tastieraDomanda(m *dbtest.Mondo) {
	s.t.Helper()
	s.tasti("/")
	s.digita("Soggetto")
	s.premi(kb.Enter)
	s.vede("Anche solo l'inizio")
	s.compila("Cognome", "Rosi")
	s.premi(kb.Enter)
	s.vede("RSSMRA86L11H501E")
	s.aziona("ROSSI")
	s.vede("Dati anagrafici")
	s.scegliConTasti("Comandi", "Nuova domanda")
	s.aziona("Esegui")
	s.vede("Data di presentazione")
	s.compilaData("Data di presentazione", "02", "01", "2024")
	s.scegliConTasti("Ufficio", "SIGESS_COM1")
	s.scegliConTasti("Tipo di intervento richiesto", m.Tipo[sigess.Economico])
	s.aziona("Salva bozza")
	s.vede("ozza salvata")
	s.aziona("Presenta la domanda")
	s.vede("Domanda 2024/1")
	s.aziona("Avvia l'istruttoria")
	s.compila("Numero di protocollo", "123/2024")
	s.compilaData("Data di protocollo", "03", "01", "2024")
	s.scegliConTasti("Responsabile del procedimento", "Conti")
	s.aziona("Avvia l'istruttoria")
	s.vede("struttoria avviata")
	s.aziona("Stato della richiesta 1")
	s.scegliRadio("Stato", "Accettata")
	s.aziona("Salva")
	s.vede("sito della richiesta registrato")
}

func (s *sessione) tastieraEconomico() {
	s.t.Helper()
	s.vai("/")
	s.aziona("Creare l'intervento della domanda 2024/1")
	s.vede("Modalità di pagamento")
	s.compilaData("Data inizio", "05", "01", "2024")
	s.scegliConTasti("Frequenza", "Mensile")
	s.compila("Importo", "123")
	s.scegliConTasti("Metodo", "Bonifico")
	s.compila("IBAN", "IT60X0542811101000000123456")
	s.compila("Intestatario", "Mario Rossi")
	s.aziona("Salva")
	s.vede("Regole di pagamento")
	s.aziona("Attiva l'intervento")
	s.vede("Intervento 2024/1")
}

func (s *sessione) tastieraElaborazione() {
	s.t.Helper()
	s.aziona("Esci")
	s.aziona("Conti Ugo")
	s.vede("Conti Ugo")
	s.aziona("Elaborazione contabile")
	s.aziona("Nuova elaborazione")
	s.compilaMese("Periodo dal mese", "01", "2024")
	s.aziona("Elabora")
	s.finoA("Provvisoria")
	s.aziona("Conferma l'elaborazione")
	s.aziona("Conferma")
	s.vede("Definitiva")
}

// premi presses a key.
func (s *sessione) premi(tasto string, con ...chromedp.Modifier) {
	s.t.Helper()
	s.fai("press a key", chromedp.KeyEvent(tasto, chromedp.KeyModifiers(con...)))
}

// digita types a text where the focus is.
func (s *sessione) digita(testo string) {
	s.t.Helper()
	s.fai("type", chromedp.KeyEvent(testo))
}

// fuoco is what the focus is on: its name as a screen reader says it, and
// what is wrong with how it is shown.
type fuoco struct {
	Nome, Tag, Difetto string
}

const guardaFuoco = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return {Nome: "", Tag: "", Difetto: ""};
	const etichette = e.labels && e.labels.length ? [...e.labels].map(l => l.innerText).join(" ") : "";
	const gruppo = e.type === "radio" && e.closest("fieldset") ? e.closest("fieldset").querySelector("legend").innerText + ": " : "";
	const nome = (gruppo + (e.getAttribute("aria-label") || etichette || e.innerText || "")).replace(/\s+/g, " ").trim();
	const stile = getComputedStyle(e), r = e.getBoundingClientRect();
	let difetto = "";
	if (stile.outlineStyle === "none" && stile.boxShadow === "none" && !["date", "month"].includes(e.type) && e.tagName !== "MAIN" && e.getAttribute("role") !== "alert") difetto = "the focus is not seen";
	else if (r.width === 0 || r.height === 0 || r.bottom < 0 || r.top > innerHeight) difetto = "the focus is off the window";
	if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) difetto = "a positive tabindex changes the order";
	return {Nome: nome, Tag: e.tagName.toLowerCase(), Difetto: difetto};
})()`

// fuoco looks where the focus is once the page, which may glide, has settled.
// The button of a calendar shows the focus in a way that style does not tell.
func (s *sessione) fuoco() fuoco {
	s.t.Helper()
	limite := time.Now().Add(5 * time.Second)
	for {
		f := chiedi(s, chromedp.Evaluate[fuoco](guardaFuoco))
		if f.Difetto == "" || time.Now().After(limite) {
			return f
		}
	}
}

// fermate is how many stops of the focus a page may have before what is sought.
const fermate = 150

// raggiungi presses Tab until the focus is on a control with that name, an
// element of one of the tags.
func (s *sessione) raggiungi(nome string, tag ...string) {
	s.t.Helper()
	var visti []string
	for range fermate {
		s.premi(kb.Tab)
		f := s.fuoco()
		if f.Difetto != "" {
			s.t.Errorf("%s %q: %s", f.Tag, f.Nome, f.Difetto)
		}
		if strings.Contains(f.Nome, nome) && strings.Contains(strings.Join(tag, " "), f.Tag) && f.Tag != "" {
			return
		}
		visti = append(visti, f.Tag+" "+f.Nome)
	}
	s.t.Fatalf("Tab never reaches %s; it goes through:\n%s", nome, strings.Join(visti, "\n"))
}

// aziona goes to a link, button or summary and presses Enter.
func (s *sessione) aziona(nome string) {
	s.t.Helper()
	s.raggiungi(nome, "a", "button", "summary")
	s.premi(kb.Enter)
}

// compila goes to a field and types in it.
func (s *sessione) compila(etichetta, testo string) {
	s.t.Helper()
	s.raggiungi(etichetta, "input", "textarea")
	s.digita(testo)
}

// compilaData types a date in the three parts of a field, in the order that
// this browser's language gives them.
func (s *sessione) compilaData(etichetta, giorno, mese, anno string) {
	s.t.Helper()
	s.raggiungi(etichetta, "input")
	prima, poi := giorno, mese
	if !s.italiano() {
		prima, poi = mese, giorno
	}
	s.digita(prima + poi + anno)
	s.premi(kb.ArrowUp)
	s.premi(kb.ArrowDown)
	if got, want := chiedi(s, chromedp.Evaluate[string](`document.activeElement.value`)), anno+"-"+mese+"-"+giorno; got != want {
		s.t.Fatalf("%s is %q, want %q", etichetta, got, want)
	}
}

// scegliRadio goes to a group of choices and moves along it.
func (s *sessione) scegliRadio(gruppo, voce string) {
	s.t.Helper()
	s.raggiungi(gruppo, "input")
	for range 20 {
		s.premi(" ")
		if f := s.fuoco(); strings.Contains(f.Nome, voce) {
			return
		}
		s.premi(kb.ArrowDown)
	}
	s.t.Fatalf("%s does not offer %s", gruppo, voce)
}

// compilaMese types a month as text or in the two parts of a field.
func (s *sessione) compilaMese(etichetta, mese, anno string) {
	s.t.Helper()
	s.raggiungi(etichetta, "input")
	if chiedi(s, chromedp.Evaluate[string](`document.activeElement.type`)) == "text" {
		s.digita(mese + "/" + anno)
		return
	}
	s.digita(mese)
	s.premi(kb.ArrowRight)
	s.digita(anno)
}

// scegliConTasti goes to a list of choices and moves down to one.
func (s *sessione) scegliConTasti(etichetta, voce string) {
	s.t.Helper()
	s.raggiungi(etichetta, "select")
	s.premi(kb.Home)
	for range 200 {
		scelta := chiedi(s, chromedp.Evaluate[string](`document.activeElement.selectedOptions[0].text + " " + document.activeElement.value`))
		if strings.Contains(scelta, voce) {
			return
		}
		s.premi(kb.ArrowDown)
	}
	s.t.Fatalf("%s does not offer %s", etichetta, voce)
}
