package inbox

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
	"siss/web/form"
)

// filtroHome chooses what the home page shows.
type filtroHome struct {
	inbox.Filtro
	Pagina int  `json:"pagina,omitempty" doc:"Pagina" minimum:"0" maximum:"100000"`
	Uffici bool `json:"uffici,omitempty" doc:"Con la scelta degli uffici"`
}

// senzaUffici tells whether the page leaves out the menu of offices: several
// enti have hundreds, most of what the page would weigh.
func (f filtroHome) senzaUffici(chi models.Chi) bool {
	return len(inbox.EntiCoordinati(chi)) > 1 && !f.Uffici && f.Ufficio == "" && f.Operatore == ""
}

// indirizzo is where the home page shows this very page of the list.
func (f filtroHome) indirizzo() string {
	q := f.Parametri()
	if f.Pagina > 1 {
		q.Set("pagina", strconv.Itoa(f.Pagina))
	}
	if f.Uffici {
		q.Set("uffici", "true")
	}
	if len(q) == 0 {
		return "/"
	}
	return "/?" + q.Encode()
}

// notificheInHome is how many notifications the home page shows.
const notificheInHome = 3

func (h *gestore) home(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroHome](c)
	errore := ""
	if len(problemi) > 0 {
		errore = "l'indirizzo chiede filtri che non esistono: sono mostrati tutti i compiti"
		f = filtroHome{}
		c.Status(http.StatusUnprocessableEntity)
	} else {
		auth.RicordaCasa(c, f.indirizzo())
	}
	return h.mostra(c, chi, f, errore)
}

// dopoRifiuto shows the list from which an act was asked again, with why it was
// refused.
func (h *gestore) dopoRifiuto(c *gin.Context, chi models.Chi, _ url.Values, problemi *models.Error) error {
	errore := ""
	if problemi != nil {
		errore = problemi.Messaggio
	}
	return h.mostra(c, chi, filtroDi(ritorno(c, struct{}{})), errore)
}

// ritorno brings back to the list from which the act was asked.
func ritorno[R any](c *gin.Context, _ R) string { return auth.Ritorno(c.Request.URL.Query(), "/") }

// filtroDi reads the filter of an address of the home page, none when it is of
// another page.
func filtroDi(indirizzo string) filtroHome {
	u, err := url.Parse(indirizzo)
	if err != nil || u.Path != "/" {
		return filtroHome{}
	}
	f, problemi := form.Decode[filtroHome](u.Query())
	if len(problemi) > 0 {
		return filtroHome{}
	}
	return f
}

func (h *gestore) mostra(c *gin.Context, chi models.Chi, f filtroHome, errore string) error {
	p := web.HomePage{Base: auth.Base(c, chi, "Home")}
	p.Sezione, p.Errore = "/", errore
	leggi := models.LeggiSpesso
	if f.Testo != "" { // how to look for a text depends on the text
		leggi = models.Leggi
	}
	err := leggi(c.Request.Context(), h.motore.DB, chi, func(tx *gorm.DB) error { return costruisci(tx, chi, f, &p) })
	if err != nil {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// costruisci reads all that the home page shows.
func costruisci(tx *gorm.DB, chi models.Chi, f filtroHome, p *web.HomePage) error {
	oggi := periodo.Oggi()
	viste, err := inbox.Viste(tx, chi)
	if err != nil {
		return err
	}
	conti, err := inbox.Conta(tx, chi, f.Filtro, viste, oggi)
	if err != nil {
		return err
	}
	letti, err := compiti(tx, chi, f.Filtro, f.Pagina)
	if err != nil {
		return err
	}
	var uffici, operatori []inbox.Scelta
	if f.senzaUffici(chi) {
		conUffici := f
		conUffici.Uffici = true
		p.Uffici = &web.Link{Testo: "Scegli un ufficio", URL: conUffici.indirizzo() + "#altri-filtri"}
	} else if uffici, operatori, err = inbox.Filtranti(tx, chi, f.Filtro, oggi); err != nil {
		return err
	}
	p.Filtri, p.Altri = gruppi(chi, f.Filtro, conti), altriFiltri(chi, f.Filtro, uffici, operatori)
	if f.Pulito() != (inbox.Filtro{Ordine: f.Pulito().Ordine}) {
		p.Togli = &web.Link{Testo: "Togli i filtri", URL: inbox.Filtro{Ordine: f.Ordine}.Indirizzo()}
	}
	p.Lista, p.Totale, p.Colonne = nomiListe[f.Pulito().Lista], conti.Totale(), colonne(f.Filtro)
	p.Pager = web.Pagina("/", f.Parametri(), f.Pagina, perPagina, p.Totale)
	for _, k := range letti {
		p.Compiti = append(p.Compiti, riga(k, chi, f.indirizzo(), oggi))
	}
	p.Insieme = web.Insieme{Azione: "/compiti/insieme?" + url.Values{"ritorno": {f.indirizzo()}}.Encode(), Atto: uuid.NewString(),
		Riassegna: "/compiti/insieme/operatore?" + url.Values{"ritorno": {f.indirizzo()}}.Encode()}
	p.Vuoto, p.Azione = vuoto(chi, f)
	aggiungiViste(viste, f.Filtro, p)
	if p.NonLette == 0 {
		return nil
	}
	notifiche, err := inbox.NonLette(tx, chi, notificheInHome)
	for _, n := range notifiche {
		p.Notifiche = append(p.Notifiche, rigaNotifica(n, f.indirizzo()))
	}
	p.Tutte = &web.Link{Testo: "Tutte le notifiche", URL: "/notifiche"}
	return err
}

// nomiListe name the lists.
var nomiListe = map[inbox.Lista]string{
	"": "Compiti miei e dei miei uffici", inbox.Miei: "I miei compiti", inbox.Uffici: "Compiti dei miei uffici",
	inbox.Liberi: "Compiti da prendere in carico", inbox.Coordinati: "Compiti degli enti che coordino",
}

// gruppi are the choices with their counts: whose tasks, and when they fall due.
func gruppi(chi models.Chi, f inbox.Filtro, conti inbox.Conteggi) []web.GruppoFiltri {
	liste := web.GruppoFiltri{Titolo: "Compiti"}
	for _, l := range []struct {
		lista inbox.Lista
		testo string
	}{{"", "Tutti"}, {inbox.Miei, "Miei"}, {inbox.Uffici, "Dei miei uffici"}, {inbox.Liberi, "Da prendere"}, {inbox.Coordinati, "Che coordino"}} {
		if l.lista == inbox.Coordinati && len(inbox.EntiCoordinati(chi)) == 0 {
			continue
		}
		g := f
		g.Lista = l.lista
		liste.Voci = append(liste.Voci, contato(l.testo, g, f.Pulito().Lista == l.lista, conti.Lista(l.lista)))
	}
	termini := web.GruppoFiltri{Titolo: "Scadenza"}
	for _, s := range []struct {
		scadenza inbox.Scadenza
		testo    string
	}{{"", "Tutte"}, {inbox.Scaduti, "Scaduti"}, {inbox.Oggi, "Oggi"}, {inbox.Settimana, "Questa settimana"}, {inbox.Mese, "Prossimi 30 giorni"},
		{inbox.SenzaTermine, "Senza termine"}} {
		quanti := conti.Scadenza(s.scadenza)
		if s.scadenza == inbox.SenzaTermine && quanti == 0 && f.Scadenza != s.scadenza {
			continue // nearly every task has a term
		}
		g := f
		g.Scadenza = s.scadenza
		termini.Voci = append(termini.Voci, contato(s.testo, g, f.Scadenza == s.scadenza, quanti))
	}
	return []web.GruppoFiltri{liste, termini}
}

func contato(testo string, f inbox.Filtro, attivo bool, quanti int) web.LinkContato {
	return web.LinkContato{Link: web.Link{Testo: testo, URL: f.Pulito().Indirizzo(), Attivo: attivo}, Quanti: quanti}
}

// altriFiltri is the form of the filters without a count. What the choices
// above it say goes along unseen; so does a span of days, unless there is one.
func altriFiltri(chi models.Chi, f inbox.Filtro, uffici, operatori []inbox.Scelta) *form.Form {
	di := form.Opzioni{"uffici": opzioni(uffici), "operatori": append([]form.Opzione{{Valore: inbox.Nessuno, Testo: "Nessuno"}}, opzioni(operatori)...)}
	m := form.Filtri[inbox.Filtro](f.Parametri(), di, nil)
	var campi []form.Field
	for _, nome := range []string{"testo", "tipo", "eta", "dal", "al", "ufficio", "operatore", "ordine", "lista", "scadenza"} {
		campo, _ := m.Field(nome)
		switch {
		case nome == "lista" || nome == "scadenza":
			campo.Type = "hidden"
		case nome == "ordine":
			campo.Options = campo.Options[1:] // there is always one
		case (nome == "dal" || nome == "al") && f.Dal.IsZero() && f.Al.IsZero(),
			nome == "ufficio" && len(uffici) < 2 && f.Ufficio == "",
			nome == "operatore" && len(inbox.EntiCoordinati(chi)) == 0 && f.Operatore == "":
			continue
		case nome == "operatore" && f.Ufficio == "" && len(operatori) < 2:
			campo.Help = "Per scegliere un operatore filtrare prima per ufficio"
		}
		if campo.Type != "hidden" || campo.Value != "" {
			campi = append(campi, campo)
		}
	}
	m.Fields = campi
	return m
}

func opzioni(scelte []inbox.Scelta) []form.Opzione {
	var out []form.Opzione
	for _, s := range scelte {
		out = append(out, form.Opzione{Valore: s.ID, Testo: s.Nome})
	}
	return out
}

// colonne are the headings: pressing that of the order in force turns it round.
func colonne(f inbox.Filtro) []web.ColonnaOrdinata {
	attuale := f.Ordine
	if attuale == "" {
		attuale = inbox.PerScadenza
	}
	var out []web.ColonnaOrdinata
	for _, k := range []struct {
		testo  string
		ordine inbox.Ordine
	}{{"Compito", inbox.PerTipo}, {"Soggetto", inbox.PerSoggetto}, {"Ufficio", ""}, {"In attesa da", inbox.PerEta}, {"Scadenza", inbox.PerScadenza}, {"In carico a", ""}} {
		colonna := web.ColonnaOrdinata{Testo: k.testo}
		if k.ordine != "" {
			g := f
			g.Ordine = k.ordine
			switch attuale {
			case k.ordine:
				colonna.Verso, g.Ordine = "ascending", k.ordine.Inverso()
			case k.ordine.Inverso():
				colonna.Verso = "descending"
			}
			colonna.URL = g.Pulito().Indirizzo()
		}
		out = append(out, colonna)
	}
	return out
}

// vuoto says what to do when a list is empty.
func vuoto(chi models.Chi, f filtroHome) (string, *web.Link) {
	solo := inbox.Filtro{Lista: f.Pulito().Lista, Ordine: f.Pulito().Ordine}
	tutti := &web.Link{Testo: "Mostra tutti i compiti", URL: "/"}
	if f.Pulito() != solo {
		return "nessun compito con questi filtri: togliere i filtri per vedere gli altri", &web.Link{Testo: "Togli i filtri", URL: solo.Indirizzo()}
	}
	switch solo.Lista {
	case inbox.Miei:
		return "nessun compito in carico: prenderne uno tra quelli dell'ufficio", &web.Link{Testo: "Compiti da prendere", URL: inbox.Filtro{Lista: inbox.Liberi}.Indirizzo()}
	case inbox.Liberi:
		return "ogni compito degli uffici in cui si è abilitati ha già qualcuno che se ne occupa", tutti
	case inbox.Uffici:
		return "nessun compito di altri negli uffici in cui si è abilitati", tutti
	case inbox.Coordinati:
		if len(inbox.EntiCoordinati(chi)) == 0 {
			return "questa lista è di chi coordina un ente", tutti
		}
		return "nessun compito aperto negli enti che si coordinano", tutti
	}
	return "nessun compito in carico e nessuno da prendere negli uffici in cui si è abilitati: per inserire una nuova domanda cercare il soggetto",
		&web.Link{Testo: "Cerca il soggetto", URL: "/soggetti"}
}

// aggiungiViste adds the saved views with what each lists now.
func aggiungiViste(viste []inbox.Vista, f inbox.Filtro, p *web.HomePage) {
	attuale := func(v inbox.Vista) bool { return v.Filtro.Pulito() == f.Pulito() }
	for _, v := range viste {
		p.Viste = append(p.Viste, contato(v.Nome, v.Filtro, attuale(v), v.Quanti))
	}
	if len(viste) > 0 {
		p.Gestisci = &web.Link{Testo: "Gestisci le viste", URL: "/viste"}
	}
	if f.Pulito() != (inbox.Filtro{}) && !slices.ContainsFunc(viste, attuale) {
		p.NuovaVista = &web.Link{Testo: "Salva questa vista", URL: "/viste/nuova?" + f.Pulito().Parametri().Encode()}
	}
}
