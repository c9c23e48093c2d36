package sigess

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// giornata is a day of an intervento, with what its page shows.
type giornata struct {
	sigess.Cella
	data       periodo.Data
	stato      web.StatoCella
	mese       sigess.RigaTabellone
	rettifiche []sigess.Rettifica
	gestisce   bool
	ritorno    string
}

func leggiGiornata(tx *gorm.DB, chi models.Chi, id string, data periodo.Data) (giornata, error) {
	g := giornata{data: data}
	var err error
	if g.Cella, err = sigess.CellaDi(tx, chi, id, data); err != nil {
		return g, err
	}
	righe, err := sigess.RigheTabellone(tx, chi, data.Mese(), []string{id})
	if err != nil {
		return g, err
	}
	g.mese = righe[0]
	g.stato = statoCella(g.mese, data)
	g.gestisce = sigess.Gestisce(chi, g.Intervento.Intervento) == nil
	g.rettifiche, err = sigess.Rettifiche(tx, chi, id, data)
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
	if g.mese.ChiusuraID != "" {
		out = append(out, web.Link{Testo: "Chiusura del mese", URL: sezioneChiusure + "/" + g.mese.ChiusuraID})
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
	if g.Intervento.Natura == sigess.Struttura {
		m.TipoPresenza = sigess.Presente
	}
	if !slices.ContainsFunc(g.Prestazioni, func(v sigess.Voce) bool { return v.Unita != "GIORNATA" }) {
		una := misura.Quantita(100)
		m.Quantita = &una
	}
	return m
}

// soloPresenza is the field of the form that only a struttura has.
type soloPresenza struct {
	TipoPresenza string `json:"tipoPresenza,omitempty" doc:"Tipo di presenza"`
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
		riga := web.Riga{Celle: []web.Cella{web.Testo(nome), g.quanto(a)}}
		if perche == "" {
			riga.Atti = []web.Pulsante{{Testo: "Elimina", Oggetto: nome, Tono: web.Negativo,
				URL: g.elimina(a.Prestazione), Conferma: "La prestazione sarà tolta da questo giorno: continuare?"}}
		}
		t.Righe = append(t.Righe, riga)
	}
	out := web.Cassetto{ID: "accessi", Titolo: "Prestazioni erogate", Testo: perche, Tabelle: []web.Tabella{t}}
	if perche == "" {
		campi := modulo(r, moduloUnico, g.predefinito(), form.Opzioni{"prestazioni": opzioniDi(g.Prestazioni, opzionePrestazione)})
		if g.Intervento.Natura != sigess.Struttura {
			soloLi(campi, form.Vuoto[soloPresenza](nil))
		}
		m := inRiga(r, moduloUnico, "Aggiungi o cambia una prestazione", g.indirizzo(g.data),
			campi)
		m.Invia, m.Aperto = "Salva", true
		out.Moduli = []web.ModuloInline{m}
	}
	if perche == "" && g.mese.Liquidata {
		out.Testo = "Il mese è già liquidato con l'elaborazione contabile " + g.mese.ChiusaDa + ": scrivere quello che è stato erogato davvero, e la differenza andrà a conguaglio nella prossima"
	}
	if len(g.rettifiche) > 0 {
		out.Tabelle = append(out.Tabelle, g.tabellaRettifiche())
	}
	return out
}

// quanto is the quantity of an accesso, in a struttura with the tipo di presenza.
func (g giornata) quanto(a sigess.Accesso) web.Cella {
	c := web.Testo(a.Testo())
	if g.Intervento.Natura == sigess.Struttura {
		c.Nota = a.TipoPresenza.Nome()
	}
	return c
}

// tabellaRettifiche tells what was paid of the day and what was corrected since.
func (g giornata) tabellaRettifiche() web.Tabella {
	t := web.Tabella{Titolo: "Rettifiche", Colonne: []web.Colonna{{Testo: "Prestazione"}, {Testo: "Quantità", Numero: true}, {Testo: "Scritta il"}, {Testo: "Da"}}}
	for _, r := range g.rettifiche {
		nome := web.Testo(r.Denominazione)
		if r.Progressivo == 0 {
			nome.Nota = "come era"
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{nome, g.quanto(r.Accesso), web.Testo(periodo.DataOra(r.InseritoIl)), web.Testo(r.Operatore)}})
	}
	return t
}

// perche says why nothing can be entered on the day, "" when it can.
func (g giornata) perche() string {
	switch {
	case g.stato == web.Fuori:
		return "Il giorno è fuori dal periodo dell'intervento: scegliere un altro giorno"
	case g.stato == web.Sospeso:
		return "Quel giorno l'intervento è sospeso: scegliere un altro giorno"
	case blocco(g.mese) != web.Sbloccata:
		return maiuscola(perche(models.Chi{}, g.mese))
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
