package dimostrazione

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/territorio"
)

// inizioServizio is the day from which offices and operatori of the demo exist.
var inizioServizio = periodo.MustParse("2020-01-01")

// distretto is a district in the making, with who acts for it.
type distretto struct {
	n              int
	ente           string
	responsabile   string // of the procedures of its comuni
	amministrativo string
	contabile      string
	tariffari      map[string]tariffario // by codice
}

// comune is a comune in the making. Its people live in a real comune of Lazio,
// named by its codice ISTAT.
type comune struct {
	n               int
	distretto       *distretto
	istat, cap      string
	quantiSoggetti  int
	quantiCasuali   int // interventi besides those of the figures
	ente            string
	uo              string
	servizioSociale string
	amministrativi  []string
	assistente      string
	coordinatore    string
	soggetti        []*Soggetto
}

// misureComuni say how large each comune of the demo is.
var misureComuni = []struct {
	distretto, soggetti, casuali int
	istat, cap                   string
}{
	{0, 600, 70, "058065", "00015"},
	{0, 400, 60, "058059", "00013"},
	{0, 350, 45, "058122", "00013"},
	{1, 350, 45, "058057", "00047"},
	{1, 300, 40, "058118", "00043"},
}

// giornoElaborazione is the day of the month on which the accounting run of
// Distretto 01 starts by itself.
const giornoElaborazione = 5

func (a *autore) uffici() {
	r := a.caso("operatori")
	for n := range 2 {
		a.nuovoDistretto(r, n+1)
	}
	for n, m := range misureComuni {
		a.nuovoComune(r, &comune{n: n + 1, distretto: a.distretti[m.distretto], istat: m.istat, cap: m.cap,
			quantiSoggetti: m.soggetti, quantiCasuali: m.casuali})
	}
}

func (a *autore) nuovoDistretto(r *rand.Rand, n int) {
	codice := fmt.Sprintf("SIGESS_DIST%02d", n)
	e := anagrafe.Ente{ID: a.id("ente/%s", codice), Codice: codice, Denominazione: fmt.Sprintf("SIGESS-Distretto %02d", n),
		Tipo: "DISTRETTO", Dal: inizioServizio}
	if n == 1 {
		giorno := giornoElaborazione
		e.GiornoElaborazione = &giorno
	}
	a.Enti = append(a.Enti, e)
	d := &distretto{n: n, ente: e.ID, tariffari: map[string]tariffario{}}
	a.distretti = append(a.distretti, d)
	amministrativo := a.ufficio(e.ID, codice+"_AMM", "Ufficio amministrativo", "AMMINISTRATIVO")
	sociale := a.ufficio(e.ID, codice+"_SOC", "Servizio sociale", "SERVIZIO_SOCIALE")
	contabile := a.ufficio(e.ID, codice+"_CONT", "Ufficio contabile", "CONTABILE")
	piano := a.ufficio(e.ID, codice+"_UDP", "Ufficio di piano", "UFFICIO_DI_PIANO")

	d.amministrativo = a.operatore(r, e.ID, amministrativo, models.OperatoreAmministrativo)
	a.operatore(r, e.ID, amministrativo, models.AmministratoreEnte)
	a.operatore(r, e.ID, sociale, models.AssistenteSociale)
	d.responsabile = a.operatore(r, e.ID, sociale, models.Responsabile)
	d.contabile = a.operatore(r, e.ID, contabile, models.ResponsabileContabile)
	a.operatore(r, e.ID, piano, models.Coordinatore)
}

func (a *autore) nuovoComune(r *rand.Rand, c *comune) {
	codice := fmt.Sprintf("SIGESS_COM%d", c.n)
	nome := fmt.Sprintf("Comune %d", c.n)
	d := c.distretto.ente
	c.ente = a.id("ente/%s", codice)
	a.Enti = append(a.Enti, anagrafe.Ente{ID: c.ente, Codice: codice, Denominazione: nome, Tipo: "COMUNE", PadreID: &d, PagatoreID: &d, Dal: inizioServizio})
	c.uo = a.ufficio(c.ente, codice, nome, "AMMINISTRATIVO")
	c.servizioSociale = a.ufficio(c.ente, codice+"_SOC", "Servizio sociale", "SERVIZIO_SOCIALE")
	if c.n == 1 {
		// Manual, fig. 10.
		c.amministrativi = append(c.amministrativi, a.assumi(r, "D'Arco", "Giovanna", "F", c.ente, c.uo, models.OperatoreAmministrativo))
		scaduto := a.operatore(r, c.ente, c.uo, models.OperatoreAmministrativo)
		a.scade(scaduto, a.Oggi.Piu(-90))
	} else {
		c.amministrativi = append(c.amministrativi, a.operatore(r, c.ente, c.uo, models.OperatoreAmministrativo))
	}
	c.amministrativi = append(c.amministrativi, a.operatore(r, c.ente, c.uo, models.OperatoreAmministrativo))
	c.assistente = a.operatore(r, c.ente, c.servizioSociale, models.AssistenteSociale)
	c.coordinatore = a.operatore(r, c.ente, c.servizioSociale, models.Coordinatore)
	a.comuni = append(a.comuni, c)
}

func (a *autore) ufficio(ente, codice, denominazione, tipo string) string {
	u := anagrafe.UO{ID: a.id("uo/%s", codice), EnteID: ente, Codice: codice, Denominazione: denominazione, Tipo: tipo, Dal: inizioServizio}
	a.Uffici = append(a.Uffici, u)
	return u.ID
}

// operatore invents an operatore and gives it a ruolo in an office.
func (a *autore) operatore(r *rand.Rand, ente, uo string, ruolo models.Ruolo) string {
	sesso := scegli(r, []string{"F", "F", "M"})
	return a.assumi(r, scegli(r, cognomi), nomeProprio(r, sesso), sesso, ente, uo, ruolo)
}

func nomeProprio(r *rand.Rand, sesso string) string {
	if sesso == "F" {
		return scegli(r, nomiFemminili)
	}
	return scegli(r, nomiMaschili)
}

func (a *autore) assumi(r *rand.Rand, cognome, nome, sesso, ente, uo string, ruolo models.Ruolo) string {
	n := len(a.Operatori)
	nato := giorno(r, periodo.MustParse("1962-01-01"), periodo.MustParse("1996-12-31"))
	email := strings.ToLower(nome+"."+strings.ReplaceAll(cognome, "'", "")) + "@example.org"
	o := anagrafe.Operatore{ID: a.id("operatore/%d", n), CodiceFiscale: a.codiceFiscale(r, cognome, nome, sesso, nato, "").String(),
		Cognome: cognome, Nome: nome, Email: email, Profilo: profili[ruolo], Dal: inizioServizio}
	a.Operatori = append(a.Operatori, o)
	a.Abilitazioni = append(a.Abilitazioni, anagrafe.Abilitazione{ID: a.id("abilitazione/%d", n), EnteID: ente, UOID: uo,
		OperatoreID: o.ID, Ruolo: ruolo, Dal: inizioServizio})
	return o.ID
}

// scade ends the abilitazione of an operatore, who can then no longer enter.
func (a *autore) scade(operatore string, al periodo.Data) {
	for n := range a.Abilitazioni {
		if a.Abilitazioni[n].OperatoreID == operatore {
			a.Abilitazioni[n].Al = al
		}
	}
}

var profili = map[models.Ruolo]string{
	models.OperatoreAmministrativo: "Istruttore amministrativo",
	models.AmministratoreEnte:      "Amministratore di sistema dell'ente",
	models.AssistenteSociale:       "Assistente sociale",
	models.Coordinatore:            "Coordinatore",
	models.Responsabile:            "Responsabile del procedimento",
	models.ResponsabileContabile:   "Responsabile contabile",
}

// codiceFiscale makes a code that nobody in the demo has. Without a place it
// chooses a comune of Lazio; a code that is taken moves the place of birth.
func (a *autore) codiceFiscale(r *rand.Rand, cognome, nome, sesso string, nato periodo.Data, luogo string) fiscale.Codice {
	for {
		if luogo == "" {
			luogo = a.luogoNascita(r).CodiceCatastale
		}
		cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: cognome, Nome: nome, Sesso: sesso, Anno: nato.Anno(),
			Mese: nato.Mese().Numero(), Giorno: nato.Giorno(), Luogo: luogo})
		if err != nil {
			panic(fmt.Sprintf("demo: codice fiscale: %v", err)) // the names are those above
		}
		if !a.codici[cf.String()] {
			a.codici[cf.String()] = true
			return cf
		}
		luogo = ""
	}
}

// The comuni of Lazio, where everyone was born and lives.
var (
	comuniDiNascita = territorio.Comuni()
	perCatastale    = indice(func(c territorio.Comune) string { return c.CodiceCatastale })
	perIstat        = indice(func(c territorio.Comune) string { return c.CodiceIstat })
)

func indice(chiave func(territorio.Comune) string) map[string]territorio.Comune {
	out := map[string]territorio.Comune{}
	for _, c := range comuniDiNascita {
		out[chiave(c)] = c
	}
	return out
}

// luogoNascita is Roma for half of those born.
func (a *autore) luogoNascita(r *rand.Rand) territorio.Comune {
	if percento(r, 50) {
		return perCatastale[romaCatastale]
	}
	return scegli(r, comuniDiNascita)
}
