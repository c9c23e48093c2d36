package inbox

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
)

// Misure count open tasks.
type Misure struct {
	Totale  int   `json:"totale" doc:"Compiti aperti"`
	Scaduti int   `json:"scaduti" doc:"Oltre il termine"`
	Fasce   []int `json:"fasce" doc:"Per giorni di attesa: 0-7, 8-15, 16-30, 31-60, oltre 60"`
}

// CaricoUfficio is what is open in an office.
type CaricoUfficio struct {
	UfficioID string `json:"ufficioId" format:"uuid" doc:"Ufficio"`
	Ufficio   string `json:"ufficio" doc:"Codice e denominazione"`
	Pratiche  int    `json:"pratiche" doc:"Pratiche a cui i compiti si riferiscono"`
	Misure
}

// CaricoOperatore is what an operatore has in hand.
type CaricoOperatore struct {
	OperatoreID string `json:"operatoreId,omitempty" format:"uuid" doc:"Operatore; assente per i compiti di nessuno"`
	Operatore   string `json:"operatore,omitempty" doc:"Nominativo"`
	Domande     int    `json:"domande" doc:"Domande assegnate e non chiuse"`
	Interventi  int    `json:"interventi" doc:"Interventi in corso di cui è responsabile"`
	Misure
}

// CaricoTipo is what is open of a kind.
type CaricoTipo struct {
	Tipo inbox.Tipo `json:"tipo" doc:"Che cosa si attende"`
	Misure
}

// GiornoScadenze is how many tasks fall due on a day.
type GiornoScadenze struct {
	Giorno periodo.Data `json:"giorno" format:"date" doc:"Giorno"`
	Quanti int          `json:"quanti" doc:"Compiti che scadono"`
}

// Cruscotto is the board of who coordinates.
type Cruscotto struct {
	Tutti     Misure            `json:"tutti" doc:"In tutti gli enti che si coordinano"`
	Pratiche  int               `json:"pratiche" doc:"Pratiche in attesa"`
	Uffici    []CaricoUfficio   `json:"uffici" doc:"Per ufficio"`
	Operatori []CaricoOperatore `json:"operatori" doc:"Per operatore"`
	Tipi      []CaricoTipo      `json:"tipi" doc:"Per tipo di compito"`
	Giorni    []GiornoScadenze  `json:"giorni" doc:"Scadenze di questa settimana e delle quattro che seguono"`
}

func (h *gestore) rotteCruscotto(r *atti.Rotte) {
	atti.Leggi(r, atti.Operazione{
		ID: "cruscotto-lettura", Percorso: "/cruscotto", Titolo: "Mostra il cruscotto di chi coordina", Etichetta: etichetta, Errori: []int{http.StatusForbidden},
		Descrizione: "Compiti aperti per ufficio, operatore, tipo e giorni di attesa, scadenze e carico di lavoro, negli enti che l'operatore coordina.",
	}, h.cruscotto)
	atti.Pagina(r, http.MethodGet, "/cruscotto", h.paginaCruscotto)
}

func (h *gestore) quadro(ctx context.Context, chi models.Chi) (inbox.Quadro, error) {
	var q inbox.Quadro
	err := models.Leggi(ctx, h.motore.DB, chi, func(tx *gorm.DB) (err error) {
		q, err = inbox.QuadroDi(tx, chi, periodo.Oggi())
		return err
	})
	return q, err
}

func misure(m inbox.Misure) Misure {
	return Misure{Totale: m.Totale, Scaduti: m.Scaduti, Fasce: m.Fasce[:]}
}

func (h *gestore) cruscotto(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (Cruscotto, error) {
	q, err := h.quadro(ctx, chi)
	out := Cruscotto{Tutti: misure(q.Tutti), Pratiche: q.Casi}
	for _, u := range q.Uffici {
		out.Uffici = append(out.Uffici, CaricoUfficio{UfficioID: u.ID, Ufficio: u.Nome, Pratiche: u.Casi, Misure: misure(u.Misure)})
	}
	for _, o := range q.Operatori {
		out.Operatori = append(out.Operatori, CaricoOperatore{OperatoreID: o.ID, Operatore: o.Nome, Domande: o.Domande, Interventi: o.Interventi, Misure: misure(o.Misure)})
	}
	for _, t := range q.Tipi {
		out.Tipi = append(out.Tipi, CaricoTipo{Tipo: t.Tipo, Misure: misure(t.Misure)})
	}
	for _, g := range q.Giorni {
		out.Giorni = append(out.Giorni, GiornoScadenze(g))
	}
	return out, err
}

func (h *gestore) paginaCruscotto(c *gin.Context, chi models.Chi) error {
	q, err := h.quadro(c.Request.Context(), chi)
	if err != nil {
		return err
	}
	p := web.CruscottoPage{Base: baseInHome(c, chi, "Cruscotto"), Sintesi: sintesi(q)}
	p.Sezione = "/cruscotto"
	if q.Tutti.Totale > 0 {
		p.Quadri = []web.Quadro{quadroScadenze(q), quadroUffici(q), quadroOperatori(q), quadroTipi(q)}
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// conto is a number of the board, leading to the list that it counts.
func conto(n int, cosa string, f inbox.Filtro) web.Misura {
	m := web.Misura{Quanti: n, Cosa: cosa}
	if n > 0 {
		f.Lista = inbox.Coordinati
		m.URL = f.Indirizzo()
	}
	return m
}

// tardi is a number of what is late.
func tardi(n int, cosa string, f inbox.Filtro) web.Misura {
	f.Scadenza = inbox.Scaduti
	m := conto(n, cosa, f)
	if n > 0 {
		m.Tono = web.Negativo
	}
	return m
}

func sintesi(q inbox.Quadro) []web.Misura {
	oggi, settimana := 0, 0
	for _, g := range q.Giorni {
		if g.Giorno == q.Dal {
			oggi = g.Quanti
		}
		if !g.Giorno.Dopo(inbox.FineSettimana(q.Dal)) {
			settimana += g.Quanti
		}
	}
	liberi := 0
	for _, o := range q.Operatori {
		if o.ID == "" {
			liberi = o.Totale
		}
	}
	return []web.Misura{
		conto(q.Tutti.Totale, fmt.Sprintf("compiti aperti, di %d pratiche", q.Casi), inbox.Filtro{}), tardi(q.Tutti.Scaduti, "scaduti", inbox.Filtro{}),
		conto(oggi, "scadono oggi", inbox.Filtro{Scadenza: inbox.Oggi}), conto(settimana, "scadono questa settimana", inbox.Filtro{Scadenza: inbox.Settimana}),
		conto(liberi, "di nessuno", inbox.Filtro{Operatore: inbox.Nessuno}), conto(q.Tutti.Fasce[4], "in attesa da oltre 60 giorni", inbox.Filtro{Eta: inbox.Fasce[4].Eta}),
	}
}

// quadroScadenze has a row for each week and a column for each day of it.
func quadroScadenze(q inbox.Quadro) web.Quadro {
	out := web.Quadro{ID: "scadenze", Titolo: "Scadenze delle prossime quattro settimane", Prima: "Settimana",
		Testo:   "La settimana in corso e le quattro che seguono, giorno per giorno; prima di tutto ciò che è già scaduto",
		Colonne: []string{"Totale", "Lunedì", "Martedì", "Mercoledì", "Giovedì", "Venerdì", "Sabato", "Domenica"},
		Grafico: &web.Grafico{Titolo: "Compiti che scadono in ogni settimana", Serie: []string{"Totale"}}}
	ritardo := web.RigaQuadro{Nome: "Già scaduti", Misure: []web.Misura{tardi(q.Tutti.Scaduti, "già scaduti", inbox.Filtro{})}}
	for range 7 {
		ritardo.Misure = append(ritardo.Misure, web.Misura{Vuota: true})
	}
	out.Righe = append(out.Righe, ritardo)
	perGiorno := map[periodo.Data]int{}
	for _, g := range q.Giorni {
		perGiorno[g.Giorno] = g.Quanti
	}
	for lunedi := inbox.FineSettimana(q.Dal).Piu(-6); !lunedi.Dopo(q.Al); lunedi = lunedi.Piu(7) {
		dal, al, totale := lunedi, lunedi.Piu(6), 0
		if dal.Prima(q.Dal) {
			dal = q.Dal
		}
		var giorni []web.Misura
		for g := lunedi; !g.Dopo(al); g = g.Piu(1) {
			m := conto(perGiorno[g], "scadono il "+g.Italiana(), inbox.Filtro{Dal: g, Al: g})
			if g.Prima(q.Dal) {
				m = web.Misura{Vuota: true}
			}
			giorni = append(giorni, m)
			totale += perGiorno[g]
		}
		nome := "dal " + dal.Italiana() + " al " + al.Italiana()
		if dal == al {
			nome = "il " + al.Italiana()
		}
		out.Righe = append(out.Righe, web.RigaQuadro{Nome: nome, Misure: append([]web.Misura{conto(totale, "scadono "+nome, inbox.Filtro{Dal: dal, Al: al})}, giorni...)})
	}
	return out
}

// fasce are the columns of a table by age, and the series of its plot.
func fasce() []string {
	var out []string
	for _, f := range inbox.Fasce {
		out = append(out, f.Nome)
	}
	return out
}

// misureFasce are the numbers by age, then late and in all.
func misureFasce(di string, m inbox.Misure, f inbox.Filtro) []web.Misura {
	var out []web.Misura
	for n, fascia := range inbox.Fasce {
		g := f
		g.Eta = fascia.Eta
		out = append(out, conto(m.Fasce[n], di+", in attesa da "+fascia.Nome, g))
	}
	return append(out, tardi(m.Scaduti, di+", scaduti", f), conto(m.Totale, di+", in tutto", f))
}

func quadroUffici(q inbox.Quadro) web.Quadro {
	out := web.Quadro{ID: "uffici", Titolo: "Compiti per ufficio e giorni di attesa", Prima: "Ufficio",
		Colonne: append(fasce(), "Scaduti", "Totale", "Pratiche"),
		Grafico: &web.Grafico{Titolo: "Compiti di ogni ufficio per giorni di attesa", Serie: fasce(), Insieme: true}}
	for _, u := range q.Uffici {
		out.Righe = append(out.Righe, web.RigaQuadro{Nome: u.Nome, Misure: append(misureFasce(u.Nome, u.Misure, inbox.Filtro{Ufficio: u.ID}), web.Misura{Quanti: u.Casi})})
	}
	out.Totali = &web.RigaQuadro{Nome: "Tutti gli uffici", Misure: append(misureFasce("tutti gli uffici", q.Tutti, inbox.Filtro{}), web.Misura{Quanti: q.Casi})}
	return out
}

func quadroOperatori(q inbox.Quadro) web.Quadro {
	out := web.Quadro{ID: "operatori", Titolo: "Carico di lavoro per operatore", Prima: "Operatore",
		Testo:   "Domande assegnate e non chiuse, interventi in corso di cui è responsabile; per alleggerire qualcuno aprire i suoi compiti, spuntarli e riassegnarli",
		Colonne: []string{"Compiti", "Scaduti", "In attesa da oltre 30 giorni", "Domande", "Interventi"},
		Grafico: &web.Grafico{Titolo: "Compiti, domande e interventi di ogni operatore", Serie: []string{"Compiti", "Domande", "Interventi"}, Salta: true}}
	for _, o := range q.Operatori {
		nome, id := o.Nome, o.ID
		if id == "" {
			nome, id = "Nessuno: da prendere in carico", inbox.Nessuno
		}
		f := inbox.Filtro{Operatore: id}
		vecchi := web.Misura{Quanti: o.Fasce[3] + o.Fasce[4]}
		out.Righe = append(out.Righe, web.RigaQuadro{Nome: nome, Misure: []web.Misura{conto(o.Totale, "di "+nome, f), tardi(o.Scaduti, "scaduti di "+nome, f),
			vecchi, {Quanti: o.Domande}, {Quanti: o.Interventi}}})
	}
	return out
}

func quadroTipi(q inbox.Quadro) web.Quadro {
	out := web.Quadro{ID: "tipi", Titolo: "Perché le pratiche attendono", Prima: "Che cosa si attende", Colonne: append(fasce(), "Scaduti", "Totale"),
		Grafico: &web.Grafico{Titolo: "Compiti di ogni tipo per giorni di attesa", Serie: fasce(), Insieme: true}}
	for _, t := range q.Tipi {
		nome := inParole(inbox.Filtro{Tipo: t.Tipo})
		out.Righe = append(out.Righe, web.RigaQuadro{Nome: maiuscola(nome), Misure: misureFasce(nome, t.Misure, inbox.Filtro{Tipo: t.Tipo})})
	}
	return out
}
