package sigess

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

func (s *sportello) pagineTabellone(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, "/tabellone", s.paginaTabellone)
	atti.Pagina(r, http.MethodGet, "/tabellone/:id/:data", func(c *gin.Context, chi models.Chi) error { return s.mostraCella(c, chi, ripresa{}) })
	atti.Modulo(r, "/tabellone/:id/:data", s.registraAccesso, atti.Opzioni[Accesso]{
		Dopo: func(c *gin.Context, _ Accesso) string { return cella(c.Param("id"), c.Param("data"), daCella(c)) }, Avviso: "accesso registrato",
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.mostraCella(c, chi, ripresa{modulo: moduloUnico, valori: valori, problemi: problemi})
		}})
	atti.Pagina(r, http.MethodPost, "/tabellone/:id/:data/elimina/:prestazione", s.eliminaDaCella)
}

// cella is the address of a day of an intervento; ritorno is the grid to go
// back to.
func cella(id, data, ritorno string) string {
	return sezioneTabellone + "/" + id + "/" + data + "?" + url.Values{"ritorno": {ritorno}}.Encode()
}

// daCella is the grid that the operatore came to the day from, else that of the
// day's month. A cell does not say it in its address, which a page has by the
// thousand: the browser tells the page that it comes from.
func daCella(c *gin.Context) string {
	altrimenti := sezioneTabellone
	if d, err := periodo.Parse(c.Param("data")); err == nil {
		altrimenti += "?mese=" + d.Mese().String()
	}
	if u, err := url.Parse(c.Request.Referer()); err == nil && u.Host == c.Request.Host && u.Path == sezioneTabellone && auth.Locale(u.RequestURI()) {
		altrimenti = u.RequestURI()
	}
	return auth.Ritorno(c.Request.URL.Query(), altrimenti)
}

// paginaTabellone is the grid of fig. 28; without a period it is that of the
// last month.
func (s *sportello) paginaTabellone(c *gin.Context, chi models.Chi) error {
	chiesto, problemi := atti.Filtro[filtroTabellone](c)
	f, pag := chiesto.completo()
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		opzioni, err := opzioniTabellone(tx, chi, f.Mese)
		if err != nil {
			return nil, err
		}
		if len(query["mese"]) == 0 {
			query.Set("mese", f.Mese.String())
		}
		if query.Get("righe") == "" {
			query.Set("righe", strconv.Itoa(righeTabellone))
		}
		p := web.TabellonePage{Azione: sezioneTabellone, Filtri: form.Filtri[maschera](query, opzioni, problemi)}
		p.Base = base(c, chi, "Tabellone accessi", sezioneTabellone)
		p.AltoADestra = []web.Link{versoChiusure(f.Mese)}
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		elenco, err := sigess.Tabellone(tx, chi, f.FiltroTabellone, pag.limiti())
		f.riempi(&p, chi, elenco.Elementi, query)
		p.Pager = web.Pagina(sezioneTabellone, query, pag.numero(), pag.perPagina(), elenco.Totale)
		return p, err
	})
}

// maschera is the mask of fig. 26, without what only turns the pages.
type maschera struct {
	sigess.FiltroTabellone
	Righe string `json:"righe" doc:"Righe per pagina" enum:"5,10,20,50,100,200" etichette:"5,10,20,50,100,200"`
}

// opzioniTabellone are the tipi of intervento that have accessi, and who
// delivers those of the month.
func opzioniTabellone(tx *gorm.DB, chi models.Chi, mese periodo.Mese) (form.Opzioni, error) {
	tipi, err := sigess.Tipi(tx, "", mese.Fine())
	if err != nil {
		return nil, err
	}
	out := form.Opzioni{}
	for _, t := range tipi {
		if t.Natura != sigess.Economico {
			out["tipiIntervento"] = append(out["tipiIntervento"], opzioneTipo(t))
		}
	}
	presso, err := sigess.PressoChi(tx, chi, mese)
	for _, p := range presso {
		out["presso"] = append(out["presso"], form.Opzione{Valore: p.ID, Testo: p.Denominazione})
	}
	return out, err
}

// riempi writes the month on the page: headings, neighbours, rows, totals.
func (f filtroTabellone) riempi(p *web.TabellonePage, chi models.Chi, righe []sigess.RigaTabellone, query url.Values) {
	vicino := func(m periodo.Mese) *web.Link {
		q := url.Values{"mese": {m.String()}}
		for _, nome := range []string{"tipoInterventoId", "pressoId", "nome", "righe"} {
			if v := query.Get(nome); v != "" {
				q.Set(nome, v)
			}
		}
		return &web.Link{Testo: maiuscola(m.Italiano()), URL: sezioneTabellone + "?" + q.Encode()}
	}
	p.Mese, p.Precedente, p.Successivo = maiuscola(f.Mese.Italiano()), vicino(f.Mese.Piu(-1)), vicino(f.Mese.Piu(1))
	p.Vuoto = "nessun intervento da consuntivare in " + f.Mese.Italiano() + ": cambiare i filtri"
	p.Invio = percorsoOperazioni + percorsoCelle
	oggi := periodo.Oggi()
	for _, d := range f.Mese.Date() {
		p.Giorni = append(p.Giorni, web.Giorno{Numero: fmt.Sprintf("%02d", d.Giorno()), Sigla: d.Sigla(), Esteso: esteso(d), Data: d.String(),
			Festivo: periodo.Festivo(d) || d.Sigla() == "Sa", Futuro: d.Dopo(oggi)})
	}
	for _, r := range righe {
		p.Righe = append(p.Righe, rigaPagina(chi, r, oggi))
	}
	p.Totali = totaliGiorni(righe, f.Mese)
}

// percorsoOperazioni is where the server mounts the JSON operations.
const percorsoOperazioni = "/api/v1"

func maiuscola(s string) string {
	for n, r := range s {
		return string(unicode.ToUpper(r)) + s[n+len(string(r)):]
	}
	return s
}

// esteso is a day in words, "giovedì 1 agosto 2024".
func esteso(d periodo.Data) string {
	nomi := [...]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}
	return fmt.Sprintf("%s %d %s", nomi[d.Settimana()], d.Giorno(), d.Mese().Italiano())
}

func rigaPagina(chi models.Chi, r sigess.RigaTabellone, oggi periodo.Data) web.RigaTabellone {
	out := web.RigaTabellone{ID: r.ID, Nominativo: nominativo(r.Cognome, r.Nome, r.DataNascita), Nota: r.Tipo,
		Intervento: web.Link{Testo: r.Estremi(), URL: sezioneInterventi + "/" + r.ID}, Totale: totale(r.Somme()), Perche: perche(chi, r), Blocco: blocco(r), Liquidata: r.ChiusaDa != "" && r.Liquidata}
	if r.Presso != "" {
		out.Nota += ", " + r.Presso
	}
	if out.Blocco == web.BloccoFirma {
		out.Chiusura = &web.Link{Testo: "Chiusura del mese", URL: sezioneChiusure + "/" + r.ChiusuraID}
	}
	for _, c := range r.Confronti() {
		segno, testo := differenza(c)
		out.Prestazioni = append(out.Prestazioni, web.PrestazioneRiga{Codice: c.Prestazione, Testo: c.Denominazione, Unita: c.Unita,
			Previsto: c.Testo(c.Previsto), Differenza: testo, Tono: toniDifferenza[segno]})
	}
	perGiorno := map[periodo.Data][]sigess.Accesso{}
	for _, a := range r.Accessi {
		perGiorno[a.Data] = append(perGiorno[a.Data], a)
	}
	for _, d := range r.Mese.Date() {
		c := cellaPagina(out.Prestazione().Codice, perGiorno[d])
		c.Stato = statoCella(r, d)
		if c.Stato == web.Libera && out.Perche == "" && !d.Dopo(oggi) {
			c.Data = d.String()
		}
		out.Celle = append(out.Celle, c)
	}
	var precedenti []string
	for _, a := range r.Precedenti {
		precedenti = append(precedenti, a.Data.String()+"="+a.Prestazione+"="+a.Testo())
	}
	out.Precedenti = strings.Join(precedenti, ";")
	return out
}

// blocco is what closes the month of a row: its signature, or a run that is not
// definitive yet.
func blocco(r sigess.RigaTabellone) web.Blocco {
	switch {
	case r.FirmataIl != nil:
		return web.BloccoFirma
	case r.ChiusaDa != "" && !r.Liquidata:
		return web.BloccoElaborazione
	}
	return web.Sbloccata
}

// perche says why no cell of a row can be written, "" when some may.
func perche(chi models.Chi, r sigess.RigaTabellone) string {
	switch blocco(r) {
	case web.BloccoFirma:
		return "il mese è firmato da " + r.FirmataDa + " il " + periodo.DataOra(*r.FirmataIl) + ": per cambiarlo chiedere la riapertura da «Chiusura del mese»"
	case web.BloccoElaborazione:
		return "il mese è chiuso: è nell'elaborazione contabile " + r.ChiusaDa
	}
	switch {
	case sigess.Gestisce(chi, r.Intervento) != nil:
		return "gli accessi spettano all'operatore responsabile dell'intervento o agli amministrativi dell'ente"
	case len(r.Piano) == 0:
		return "l'intervento non ha un piano di assistenza"
	}
	return ""
}

// cellaPagina shows of a day the prestazione that the row is entering, and
// carries the others.
func cellaPagina(prestazione string, accessi []sigess.Accesso) web.CellaTabellone {
	var c web.CellaTabellone
	var altre []string
	for _, a := range accessi {
		if a.Prestazione == prestazione {
			c.Testo = a.Testo()
			continue
		}
		altre = append(altre, a.Prestazione+"="+a.Testo())
	}
	c.Altre, c.QuanteAltre = strings.Join(altre, ";"), len(altre)
	return c
}

// statoCella says why a day of an intervento cannot be written.
func statoCella(r sigess.RigaTabellone, d periodo.Data) web.StatoCella {
	if !(periodo.Intervallo{Dal: r.DataInizio, Al: r.DataFine}).Contiene(d) {
		return web.Fuori
	}
	if slices.ContainsFunc(r.Sospensioni, func(s sigess.Sospensione) bool { return (periodo.Intervallo{Dal: s.Dal, Al: s.Al}).Contiene(d) }) {
		return web.Sospeso
	}
	return web.Libera
}

// totaliGiorni are the feet of the page: a row for each unit that its plans or
// its accessi count in, day by day over the rows shown.
func totaliGiorni(righe []sigess.RigaTabellone, mese periodo.Mese) []web.TotaleGiorni {
	usate := map[string]bool{}
	giorni := map[string]map[periodo.Data]int64{}
	for _, r := range righe {
		for _, p := range r.Piano {
			usate[p.Unita] = true
		}
		for _, a := range r.Accessi {
			s := r.Conta(a)
			if giorni[s.Unita] == nil {
				giorni[s.Unita] = map[periodo.Data]int64{}
			}
			giorni[s.Unita][a.Data] += s.Valore
		}
	}
	var out []web.TotaleGiorni
	for _, u := range sigess.Unita() {
		if !usate[u] && giorni[u] == nil {
			continue
		}
		t := web.TotaleGiorni{Unita: u, Nome: "Totale " + sigess.Somma{Unita: u}.Nome()}
		var tutto int64
		for _, d := range mese.Date() {
			testo := ""
			if v := giorni[u][d]; v != 0 {
				testo = sigess.Somma{Unita: u, Valore: v}.Testo()
				tutto += v
			}
			t.Celle = append(t.Celle, testo)
		}
		t.Totale = sigess.Somma{Unita: u, Valore: tutto}.Testo()
		out = append(out, t)
	}
	return out
}
