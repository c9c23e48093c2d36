package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// attivato saves and activates an intervento, by its own form.
func attivato(t *testing.T, m *dbtest.Mondo, modulo any) string {
	t.Helper()
	id := uuid.NewString()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		var err error
		switch f := modulo.(type) {
		case sigess.ModuloEconomico:
			_, err = sigess.SalvaEconomico(tx, chi, id, f)
		case sigess.ModuloPrestazioni:
			_, err = sigess.SalvaPrestazioni(tx, chi, id, f)
		case sigess.ModuloStruttura:
			_, err = sigess.SalvaStruttura(tx, chi, id, f)
		}
		if err != nil {
			return err
		}
		if err := sigess.Attiva(tx, chi, id); err != nil {
			return err
		}
		_, err = sigess.Aggiorna(tx, id, periodo.Oggi())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// persona enters a soggetto and returns its id.
func persona(t *testing.T, m *dbtest.Mondo, codice int, cognome, nome string) string {
	t.Helper()
	id := uuid.NewString()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Create(&anagrafe.Soggetto{ID: id, EnteID: m.Comune, Codice: codice, Cognome: cognome, Nome: nome, Sesso: "F",
			DataNascita: periodo.MustParse("1951-03-02"), Versione: 1}).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// domiciliare is the home care of a person from a day to a day, "" for no end.
func domiciliare(m *dbtest.Mondo, soggetto, dal, al string) sigess.ModuloPrestazioni {
	f := m.Prestazioni(dal)
	f.Dettagli.SoggettoID = soggetto
	if al != "" {
		f.Dettagli.DataFine = periodo.MustParse(al)
	}
	return f
}

// accesso enters what was delivered, as a colleague would.
func accesso(t *testing.T, m *dbtest.Mondo, chi, intervento, giorno, prestazione, valore string) {
	t.Helper()
	err := m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		f := sigess.ModuloAccesso{Prestazione: prestazione}
		if minuti, err := misura.ParseMinuti(valore); err == nil && strings.Contains(valore, ":") {
			f.Minuti = &minuti
		} else if q, err := misura.Parse(valore); err == nil {
			f.Quantita = &q
		}
		_, err := sigess.Registra(tx, chi, intervento, periodo.MustParse(giorno), f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// valore is what a cell of the grid says, by the number of its row and its day.
func (s *sessione) valore(riga, giorno int) string {
	s.t.Helper()
	return chiedi(s, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector("#griglia").tBodies[0].rows[%d].cells[%d].textContent.trim()`, riga, giorno)))
}

// dicono waits until some days of a row say those quantities and the server has
// answered for every cell: a cell shows what was typed before that, and an answer
// that came later would come over what is said or pictured next.
func (s *sessione) dicono(riga, dal int, valori ...string) {
	s.t.Helper()
	var visti []string
	for limite := time.Now().Add(attesa); time.Now().Before(limite); {
		visti = nil
		for n := range valori {
			visti = append(visti, s.valore(riga, dal+n))
		}
		risposto := chiedi(s, chromedp.Evaluate[bool](`document.querySelector("#griglia .attesa") === null`))
		if risposto && strings.Join(visti, "|") == strings.Join(valori, "|") {
			return
		}
	}
	s.t.Fatalf("row %d from day %d says %q, want %q; the status is %s", riga, dal, visti, valori,
		chiedi(s, chromedp.Evaluate[string](`document.getElementById("stato-griglia").textContent`)))
}

// stato waits until the status line of the grid says a text.
func (s *sessione) stato(testo string) {
	s.t.Helper()
	s.fai("status "+testo, chromedp.WaitReady(fmt.Sprintf(`//*[@id="stato-griglia"][contains(normalize-space(.), %s)]`, xpath(testo))))
}

// inGriglia goes with Tab to the cell of the grid that takes the focus.
func (s *sessione) inGriglia() {
	s.t.Helper()
	for range fermate {
		if chiedi(s, chromedp.Evaluate[bool](`document.activeElement.closest("#griglia") !== null`)) {
			return
		}
		s.premi(kb.Tab)
	}
	s.t.Fatal("Tab never reaches the grid")
}

// Chapter 7 of the manual, with the keys alone: a week typed, a range filled, a
// week copied, a mistake undone, and what cannot be written said.
func TestTheTabelloneIsWrittenFromTheKeyboard(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tabellone", true)
	bianchi := persona(t, m, 2, "BIANCHI", "MARIA")
	casa := attivato(t, m, domiciliare(m, bianchi, "2023-12-01", ""))
	attivato(t, m, domiciliare(m, m.Soggetto, "2024-01-05", "2024-01-24"))
	altro := attivato(t, m, m.InStruttura("2024-01-01"))
	accesso(t, m, m.Amministrativo, casa, "2023-12-29", "ASS_DOM", "1:15")
	accesso(t, m, m.Amministrativo, altro, "2024-01-02", "RETTA", "1")
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Sospendi(tx, chi, casa, uuid.NewString(), sigess.ModuloSospensione{Dal: periodo.MustParse("2024-01-18"), Al: periodo.MustParse("2024-01-19"), Motivo: "ricovero"})
	}); err != nil {
		t.Fatal(err)
	}
	s.vai("/")
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	s.vai("/tabellone?mese=2024-01")
	s.dimostra("BIANCHI MARIA (02/03/1951)", "TAB-01", "TAB-04", "TAB-05", "TAB-06", "TAB-08", "TAB-09", "TAB-14")
	if n := chiedi(s, chromedp.Evaluate[int](`[...document.querySelectorAll(".nominativo")].filter(n => n.textContent === "ROSSI MARIO (11/07/1986)").length`)); n != 2 {
		t.Errorf("ROSSI MARIO has %d rows, want one for each of his two interventi", n)
	}
	s.copre("TAB-10")
	s.foto("griglia")
	s.settimana()
	s.intervallo()
	s.rifiuti()
	s.figura("tabellone")
	s.altraPrestazione()
	s.altrui(t, m, casa)
	s.giornata()
}

// settimana types a week, confirming with Tab, and copies it to the next.
func (s *sessione) settimana() {
	s.t.Helper()
	s.inGriglia()
	s.dicono(0, 1, "", "")
	for _, v := range []string{"1:30", "90", "2:00", "45'", "1:00"} {
		s.digita(v)
		s.premi(kb.Tab)
	}
	s.dicono(0, 1, "1:30", "1:30", "2:00", "0:45", "1:00")
	s.stato("Una casella salvata")
	s.copre("TAB-02", "TAB-07", "TAB-12")
	s.premi(kb.Home)
	s.tasti(kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	s.premi(kb.F8)
	s.stato("5 caselle salvate")
	s.dicono(0, 8, "1:30", "1:30", "2:00", "0:45", "1:00", "", "")
	s.premi("z", chromedp.ModifierCtrl)
	s.stato("5 caselle riportate a prima")
	s.dicono(0, 8, "", "", "", "", "")
	s.premi("y", chromedp.ModifierCtrl)
	s.dicono(0, 8, "1:30", "1:30", "2:00", "0:45", "1:00")
	s.premi(kb.Home)
	s.digita("1:45")
	s.premi(kb.Enter)
	s.dicono(0, 1, "1:45", "1:30")
}

// intervallo chooses a range with Shift and the arrows, fills it, copies it and
// deletes it.
func (s *sessione) intervallo() {
	s.t.Helper()
	s.premi(kb.Home, chromedp.ModifierCtrl)
	s.tasti(kb.ArrowDown, kb.ArrowDown, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	s.dicono(2, 4, "fuori periodo", "")
	s.premi(kb.ArrowRight, chromedp.ModifierShift)
	s.premi(kb.ArrowRight, chromedp.ModifierShift)
	s.premi(kb.ArrowRight, chromedp.ModifierShift)
	s.vede("4 caselle scelte")
	s.digita("1")
	s.foto("intervallo")
	s.premi(kb.Enter)
	s.dicono(2, 5, "0:01", "0:01", "0:01", "0:01")
	s.premi("c", chromedp.ModifierCtrl)
	s.stato("4 caselle copiate")
	s.premi(kb.End)
	s.tasti(kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft)
	s.premi("v", chromedp.ModifierCtrl)
	s.stato("4 caselle salvate")
	s.dicono(2, 21, "0:01", "0:01", "0:01", "0:01", "fuori periodo")
	s.premi(kb.Delete)
	s.dicono(2, 21, "", "0:01")
	s.copre("TAB-13")
}

// rifiuti types where nothing can be typed, and what is no quantity.
func (s *sessione) rifiuti() {
	s.t.Helper()
	s.premi(kb.End)
	s.digita("1")
	s.stato("il giorno è fuori dal periodo dell'intervento")
	s.premi(kb.Home, chromedp.ModifierCtrl)
	for range 17 {
		s.premi(kb.ArrowRight)
	}
	s.digita("1")
	s.stato("quel giorno l'intervento è sospeso")
	s.premi(kb.ArrowLeft)
	s.digita("1,5")
	s.premi(kb.Enter)
	s.stato("durata non valida")
	s.dicono(0, 17, "")
	s.foto("rifiuto")
	s.premi(kb.ArrowUp)
	s.digita("2:00")
	s.premi(kb.Escape)
	s.dicono(0, 17, "")
	s.premi(kb.F2)
	s.digita("2:15")
	s.premi(kb.Enter)
	s.dicono(0, 17, "2:15")
	s.premi(kb.ArrowUp)
}

// altraPrestazione makes the row enter meals, which the day then counts beside.
func (s *sessione) altraPrestazione() {
	s.t.Helper()
	s.premi(kb.Home)
	s.premi(kb.ArrowLeft)
	s.premi(kb.Enter)
	s.premi(kb.ArrowDown)
	s.tasti(kb.Escape, kb.Escape) // out of the list, out of the select
	s.premi(kb.ArrowRight)
	s.dicono(0, 1, "+1")
	s.digita("1")
	s.premi(kb.Enter)
	s.dicono(0, 1, "1+1")
	s.vede("1 pasto")
}

// altrui writes over what a colleague has changed meanwhile: it is refused, and
// the cell shows what the colleague wrote.
func (s *sessione) altrui(t *testing.T, m *dbtest.Mondo, intervento string) {
	t.Helper()
	accesso(t, m, m.Collega, intervento, "2024-01-02", "PASTO", "3")
	s.premi(kb.Home, chromedp.ModifierCtrl)
	s.premi(kb.ArrowRight)
	s.digita("2")
	s.premi(kb.Enter)
	s.stato("nel frattempo la casella è stata cambiata da Neri Paolo: ora mostra quel valore")
	s.dicono(0, 2, "3+1")
}

// giornata opens the form of the day of the cell, where all its prestazioni
// are, and takes one away after a confirmation (fig. 29).
func (s *sessione) giornata() {
	s.t.Helper()
	s.premi(kb.ArrowUp)
	s.fai("open the day", clic("#apri-giorno"))
	s.dimostra("Accessi di martedì 2 gennaio 2024", "TAB-12")
	s.foto("giorno")
	s.figura("accessi-giorno")
	s.apre("Elimina: PASTO")
	s.vede("sarà tolta da questo giorno")
	s.invia("/elimina/PASTO?ritorno=%2Ftabellone%3Fmese%3D2024-01")
	s.vede("restazione eliminata")
	s.preme("Torna al tabellone")
	s.dicono(0, 2, "1:30")
}

// With the mouse: a click chooses a cell, another writes in it, dragging chooses
// more, and the button fills them.
func TestTheTabelloneIsWrittenWithTheMouse(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tabellone-mouse", true)
	attivato(t, m, m.InStruttura("2024-01-01"))
	s.vai("/")
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	s.vai("/cerca?q=Tabellone+accessi")
	s.dimostra("Righe per pagina", "TAB-03")
	s.scrive("mese", "2024-01")
	s.invia("/tabellone")
	s.vede("Gennaio 2024")
	cella := func(giorno int) string {
		return fmt.Sprintf("#griglia tbody tr:first-child > :nth-child(%d)", giorno+1)
	}
	s.fai("choose", clic(cella(3)), clic(cella(3)))
	s.digita("1")
	s.premi(kb.Enter)
	s.dicono(0, 3, "1")
	s.vede("1 giornata")
	s.fai("choose", clic(cella(8)))
	s.trascina(cella(8), cella(12))
	s.vede("5 caselle scelte")
	s.fai("fill", chromedp.SendKeys(chromedp.CSS("#valore-riempi"), "1"), clic("#riempi button"))
	s.stato("5 caselle salvate")
	s.dicono(0, 8, "1", "1", "1", "1", "1", "")
	s.fai("undo", clic("#annulla"))
	s.dicono(0, 8, "", "", "", "", "")
}

// trascina presses the mouse on an element and lets it go on another.
func (s *sessione) trascina(da, a string) {
	s.t.Helper()
	centro := func(sel string) (float64, float64) {
		p := chiedi(s, chromedp.Evaluate[[]float64](fmt.Sprintf(`(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector(%q).getBoundingClientRect())`, sel)))
		return p[0], p[1]
	}
	x1, y1 := centro(da)
	x2, y2 := centro(a)
	s.fai("drag", chromedp.MouseEvent("mousePressed", x1, y1, chromedp.ButtonLeft), chromedp.MouseEvent("mouseMoved", (x1+x2)/2, y1, chromedp.ButtonLeft),
		chromedp.MouseEvent("mouseMoved", x2, y2, chromedp.ButtonLeft), chromedp.MouseEvent("mouseReleased", x2, y2, chromedp.ButtonLeft))
}

// Without JavaScript a cell leads to the form of its day, and that back.
func TestTheTabelloneWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tabellone-senza-javascript", false)
	attivato(t, m, domiciliare(m, m.Soggetto, "2024-01-05", ""))
	s.vai("/")
	s.preme("D'Arco Giovanna")
	s.vede("compito in carico")
	s.vai("/tabellone?mese=2024-01&righe=50")
	s.foto("tabellone")
	s.fai("open a day", clic(`main a[href$="/2024-01-08"]`))
	s.vede("Accessi di lunedì 8 gennaio 2024")
	s.scrive("prestazione", "ASS_DOM")
	s.scrive("minuti", "1:30")
	s.preme("Salva")
	s.vede("ccesso registrato")
	s.preme("Torna al tabellone")
	s.vede("1:30 ore")
	if url := chiedi(s, chromedp.Location()); !strings.Contains(url, "righe=50") {
		t.Errorf("back to %s, want the grid with its filters", url)
	}
}
