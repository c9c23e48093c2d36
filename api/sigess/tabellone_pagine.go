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
	"siss/models/misura"
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
// day's month.
func daCella(c *gin.Context) string {
	mese := ""
	if d, err := periodo.Parse(c.Param("data")); err == nil {
		mese = "?mese=" + d.Mese().String()
	}
	return auth.Ritorno(c.Request.URL.Query(), sezioneTabellone+mese)
}

// paginaTabellone is the grid of fig. 28; without a period it is that of the
// last month.
func (s *sportello) paginaTabellone(c *gin.Context, chi models.Chi) error {
	chiesto, problemi := atti.Filtro[filtroTabellone](c)
	f, pag := chiesto.completo()
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		tipi, err := tipiTabellone(tx, f.Mese)
		if err != nil {
			return nil, err
		}
		if len(query["mese"]) == 0 {
			query.Set("mese", f.Mese.String())
		}
		if query.Get("righe") == "" {
			query.Set("righe", strconv.Itoa(righeTabellone))
		}
		p := web.TabellonePage{Azione: sezioneTabellone, Filtri: form.Filtri[maschera](query, form.Opzioni{"tipiIntervento": tipi}, problemi)}
		p.Base = base(c, chi, "Tabellone accessi", sezioneTabellone)
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
	Righe string `json:"righe" doc:"Righe per pagina" enum:"5,10,20" etichette:"5,10,20"`
}

// tipiTabellone are the tipi of intervento that have accessi.
func tipiTabellone(tx *gorm.DB, mese periodo.Mese) ([]form.Opzione, error) {
	tipi, err := sigess.Tipi(tx, "", mese.Fine())
	var out []form.Opzione
	for _, t := range tipi {
		if t.Natura != sigess.Economico {
			out = append(out, opzioneTipo(t))
		}
	}
	return out, err
}

// riempi writes the month on the page: headings, neighbours, rows.
func (f filtroTabellone) riempi(p *web.TabellonePage, chi models.Chi, righe []sigess.RigaTabellone, query url.Values) {
	vicino := func(m periodo.Mese) *web.Link {
		q := url.Values{"mese": {m.String()}}
		for _, nome := range []string{"tipoInterventoId", "righe"} {
			if v := query.Get(nome); v != "" {
				q.Set(nome, v)
			}
		}
		return &web.Link{Testo: maiuscola(m.Italiano()), URL: sezioneTabellone + "?" + q.Encode()}
	}
	p.Mese, p.Precedente, p.Successivo = maiuscola(f.Mese.Italiano()), vicino(f.Mese.Piu(-1)), vicino(f.Mese.Piu(1))
	p.Vuoto = "nessun intervento da consuntivare in " + f.Mese.Italiano() + ": cambiare periodo o tipo di intervento"
	for _, d := range f.Mese.Date() {
		p.Giorni = append(p.Giorni, web.Giorno{Numero: fmt.Sprintf("%02d", d.Giorno()), Sigla: d.Sigla(), Esteso: esteso(d),
			Festivo: periodo.Festivo(d) || d.Sigla() == "Sa"})
	}
	qui := sezioneTabellone + "?" + query.Encode()
	for _, r := range righe {
		p.Righe = append(p.Righe, rigaPaginaTabellone(chi, r, f.Mese, qui))
	}
}

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

func rigaPaginaTabellone(chi models.Chi, r sigess.RigaTabellone, mese periodo.Mese, qui string) web.RigaTabellone {
	out := web.RigaTabellone{Nominativo: nominativo(r.Cognome, r.Nome, r.DataNascita), Nota: r.Tipo,
		Intervento: web.Link{Testo: r.Estremi(), URL: sezioneInterventi + "/" + r.ID}, Totale: totale(r)}
	testi := map[periodo.Data][]string{}
	for _, a := range r.Accessi {
		testi[a.Data] = append(testi[a.Data], a.Testo())
	}
	gestisce := sigess.Gestisce(chi, r.Intervento) == nil
	for _, d := range mese.Date() {
		c := web.CellaTabellone{Testo: strings.Join(testi[d], " "), Stato: statoCella(r, d)}
		if c.Stato == web.Libera && gestisce && !d.Dopo(periodo.Oggi()) {
			c.URL = cella(r.ID, d.String(), qui)
		}
		out.Celle = append(out.Celle, c)
	}
	return out
}

// statoCella says why a day of an intervento cannot be written.
func statoCella(r sigess.RigaTabellone, d periodo.Data) web.StatoCella {
	if !(periodo.Intervallo{Dal: r.DataInizio, Al: r.DataFine}).Contiene(d) {
		return web.Fuori
	}
	for _, s := range r.Sospensioni {
		if (periodo.Intervallo{Dal: s.Dal, Al: s.Al}).Contiene(d) {
			return web.Sospeso
		}
	}
	if r.ChiusaDa != "" {
		return web.Chiuso
	}
	return web.Libera
}

// totale sums a row: units, hours, or both.
func totale(r sigess.RigaTabellone) string {
	var parti []string
	quantita, minuti := r.Totale()
	if quantita != 0 {
		parti = append(parti, quantita.String())
	}
	if minuti != 0 {
		parti = append(parti, minuti.String())
	}
	return strings.Join(parti, " + ")
}

// giornata is a day of an intervento, with what its page shows.
type giornata struct {
	sigess.Cella
	data     periodo.Data
	stato    web.StatoCella
	chiusaDa string
	gestisce bool
	ritorno  string
}

func leggiGiornata(tx *gorm.DB, chi models.Chi, id string, data periodo.Data) (giornata, error) {
	g := giornata{data: data}
	var err error
	if g.Cella, err = sigess.CellaDi(tx, chi, id, data); err != nil {
		return g, err
	}
	if g.chiusaDa, err = sigess.ChiusaDa(tx, id, data.Mese()); err != nil {
		return g, err
	}
	sospensioni, err := sigess.Sospensioni(tx, id)
	g.stato = statoCella(sigess.RigaTabellone{RigaIntervento: g.Intervento, Sospensioni: sospensioni, ChiusaDa: g.chiusaDa}, data)
	g.gestisce = sigess.Gestisce(chi, g.Intervento.Intervento) == nil
	return g, err
}

// mostraCella is the form of a day (fig. 29).
func (s *sportello) mostraCella(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	data, err := periodo.Parse(c.Param("data"))
	if err != nil {
		return models.Errorf(models.NotFound, "l'indirizzo non indica un giorno: tornare al tabellone e sceglierlo da lì")
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		g, err := leggiGiornata(tx, chi, id, data)
		if err != nil {
			return nil, err
		}
		g.ritorno = daCella(c)
		return g.pagina(c, chi, g.aOre(r)), nil
	})
}

func (g giornata) pagina(c *gin.Context, chi models.Chi, r ripresa) web.Page {
	i := g.Intervento
	mese := web.Link{Testo: maiuscola(g.data.Mese().Italiano()), URL: g.ritorno}
	p := web.SchedaPage{Sottotitolo: nominativo(i.Cognome, i.Nome, i.DataNascita) + ", intervento " + i.Estremi() + ", " + i.Tipo,
		Cassetti: []web.Cassetto{g.cassetto(r)}, AltoADestra: g.vicini()}
	p.Base = base(c, chi, "Accessi di "+esteso(g.data), sezioneTabellone, web.Link{Testo: "Tabellone accessi", URL: sezioneTabellone}, mese)
	r.annota(&p.Base)
	return p
}

// vicini leads to the days beside, of the same month and not to come, and back.
func (g giornata) vicini() []web.Link {
	out := []web.Link{{Testo: "Torna al tabellone", URL: g.ritorno}}
	for _, v := range []struct {
		testo string
		data  periodo.Data
	}{{"Giorno precedente", g.data.Piu(-1)}, {"Giorno successivo", g.data.Piu(1)}} {
		if v.data.Mese() == g.data.Mese() && !v.data.Dopo(periodo.Oggi()) {
			out = append(out, web.Link{Testo: v.testo, URL: g.indirizzo(v.data)})
		}
	}
	return append(out, web.Link{Testo: "Scheda dell'intervento", URL: sezioneInterventi + "/" + g.Intervento.ID})
}

// aOre moves to the time what was said of the quantity, when the prestazione
// chosen is by the hour: only here is its unit known.
func (g giornata) aOre(r ripresa) ripresa {
	scelta := r.valori.Get("prestazione")
	if r.problemi == nil || !slices.ContainsFunc(g.Prestazioni, func(v sigess.Voce) bool { return v.Prestazione == scelta && v.Unita == "ORA" }) {
		return r
	}
	e := *r.problemi
	e.Campi = slices.Clone(e.Campi)
	for n, c := range e.Campi {
		if c.Nome == "quantita" && r.valori.Get("quantita") == "" {
			e.Campi[n] = models.Campo{Nome: "minuti", Messaggio: "la prestazione è a ore: indicare il tempo"}
		}
	}
	r.problemi = &e
	return r
}

// predefinito begins the form with what there is no choice about.
func (g giornata) predefinito() sigess.ModuloAccesso {
	var m sigess.ModuloAccesso
	if len(g.Prestazioni) == 1 {
		m.Prestazione = g.Prestazioni[0].Prestazione
	}
	if !slices.ContainsFunc(g.Prestazioni, func(v sigess.Voce) bool { return v.Unita != "GIORNATA" }) {
		una := misura.Quantita(100)
		m.Quantita = &una
	}
	return m
}

func (g giornata) indirizzo(d periodo.Data) string {
	return cella(g.Intervento.ID, d.String(), g.ritorno)
}

func (g giornata) elimina(prestazione string) string {
	percorso, query, _ := strings.Cut(g.indirizzo(g.data), "?")
	return percorso + "/elimina/" + url.PathEscape(prestazione) + "?" + query
}

func (g giornata) cassetto(r ripresa) web.Cassetto {
	perche := g.perche()
	nomi := map[string]string{}
	for _, v := range g.Prestazioni {
		nomi[v.Prestazione] = v.Denominazione
	}
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Prestazione"}, {Testo: "Quantità", Numero: true}}, Vuoto: "nessuna prestazione in questo giorno"}
	for _, a := range g.Accessi {
		nome := nomi[a.Prestazione]
		if nome == "" {
			nome = a.Prestazione
		}
		riga := web.Riga{Celle: []web.Cella{web.Testo(nome), web.Testo(a.Testo())}}
		if perche == "" {
			riga.Atti = []web.Pulsante{{Testo: "Elimina", Oggetto: nome, Tono: web.Negativo,
				URL: g.elimina(a.Prestazione)}}
		}
		t.Righe = append(t.Righe, riga)
	}
	out := web.Cassetto{ID: "accessi", Titolo: "Prestazioni erogate", Testo: perche, Tabelle: []web.Tabella{t}}
	if perche == "" {
		m := inRiga(r, moduloUnico, "Aggiungi o cambia una prestazione", g.indirizzo(g.data),
			modulo(r, moduloUnico, g.predefinito(), form.Opzioni{"prestazioni": opzioniDi(g.Prestazioni, opzionePrestazione)}))
		m.Invia, m.Aperto = "Salva", true
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

// perche says why nothing can be entered on the day, "" when it can.
func (g giornata) perche() string {
	switch {
	case g.stato == web.Fuori:
		return "Il giorno è fuori dal periodo dell'intervento: scegliere un altro giorno"
	case g.stato == web.Sospeso:
		return "Quel giorno l'intervento è sospeso: scegliere un altro giorno"
	case g.stato == web.Chiuso:
		return "Il mese è chiuso: è nell'elaborazione contabile " + g.chiusaDa
	case g.data.Dopo(periodo.Oggi()):
		return "Il giorno deve ancora venire: gli accessi si registrano a prestazione avvenuta"
	case !g.gestisce:
		return "Gli accessi spettano all'operatore responsabile dell'intervento o agli amministrativi dell'ente"
	case len(g.Prestazioni) == 0:
		return "Nessuna prestazione del piano di assistenza ha una tariffa in questo giorno"
	}
	return ""
}

// eliminaDaCella takes a prestazione away; a refusal shows the day again.
func (s *sportello) eliminaDaCella(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	err = s.togli(c.Request.Context(), chi, id, c.Param("data"), c.Param("prestazione"))
	if e := atti.Rifiutato(err); e != nil && (e.Kind == models.Conflict || e.Kind == models.Invalid) {
		c.Status(atti.ProblemaDi(c.Request.Context(), err).Stato)
		return s.mostraCella(c, chi, ripresa{problemi: e})
	} else if err != nil {
		return err
	}
	atti.Avvisa(c, "prestazione eliminata")
	c.Redirect(http.StatusSeeOther, cella(id, c.Param("data"), daCella(c)))
	return nil
}
