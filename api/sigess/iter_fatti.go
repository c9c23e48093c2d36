package sigess

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// narratore tells in words what the audit of a case holds. It knows the names
// that the audit has only the ids of.
type narratore struct {
	richieste    map[string]sigess.RigaRichiesta
	assegnazioni map[string]sigess.Assegnazione
	interventi   map[string]string // numbers
	responsabile string
}

// compiuto is an act that was done on a case: the rows that it changed.
type compiuto struct {
	azione    string
	quando    time.Time
	operatore string
	righe     []sigess.Evento
	detto     *web.Momento // what is not told by the audit but by other rows
}

// stessoAtto is how far apart the rows of one act may be, of those written
// before the audit told which act they are of.
const stessoAtto = 5 * time.Second

// raccogli puts together the rows that one act changed.
func raccogli(eventi []sigess.Evento) []compiuto {
	var out []compiuto
	for n, e := range eventi {
		if n > 0 && insieme(eventi[n-1], e) {
			ultimo := &out[len(out)-1]
			ultimo.righe, ultimo.quando = append(ultimo.righe, e), e.Quando
			continue
		}
		out = append(out, compiuto{azione: e.Azione, quando: e.Quando, operatore: e.Operatore, righe: []sigess.Evento{e}})
	}
	return out
}

func insieme(a, b sigess.Evento) bool {
	if a.Azione != b.Azione || a.Operatore != b.Operatore {
		return false
	}
	if a.Transazione != nil && b.Transazione != nil {
		return *a.Transazione == *b.Transazione
	}
	return b.Quando.Sub(a.Quando) < stessoAtto
}

// di are the rows of a table that the act changed.
func (c compiuto) di(entita string) []sigess.Evento {
	var out []sigess.Evento
	for _, e := range c.righe {
		if e.Entita == entita {
			out = append(out, e)
		}
	}
	return out
}

// prima is the first row of a table that the act changed, zero when there is none.
func (c compiuto) prima(entita string) sigess.Evento {
	if righe := c.di(entita); len(righe) > 0 {
		return righe[0]
	}
	return sigess.Evento{}
}

// stato is where the act led the case, "" when it left it where it was.
func (c compiuto) stato() sigess.Stato {
	var out sigess.Stato
	for _, e := range c.righe {
		if (e.Entita == "domanda" || e.Entita == "intervento") && e.Dopo.Stato != e.Prima.Stato {
			out = e.Dopo.Stato
		}
	}
	return out
}

// diNessuno holds for what befell tasks alone without anybody's act: it changes
// who is asked, or by when, and says nothing of the case.
func (c compiuto) diNessuno() bool {
	return c.operatore == "" && len(c.righe) > 0 && len(c.di("compito")) == len(c.righe)
}

// racconta tells the acts, the latest first; drafts saved one after the other
// by the same operatore are one line. altri are told by other rows.
func (n narratore) racconta(eventi []sigess.Evento, altri ...compiuto) []web.Momento {
	var out []web.Momento
	salvataggi := 0
	fatti := slices.DeleteFunc(append(raccogli(eventi), altri...), compiuto.diNessuno)
	slices.SortStableFunc(fatti, func(a, b compiuto) int { return a.quando.Compare(b.quando) })
	for i, c := range fatti {
		if i > 0 && eBozza(c.azione) && eBozza(fatti[i-1].azione) && c.operatore == fatti[i-1].operatore {
			salvataggi++
			out[len(out)-1].Nota = fmt.Sprintf("salvata %d volte, l'ultima il %s", salvataggi, periodo.DataOra(c.quando))
			continue
		}
		salvataggi = 1
		m := n.momento(c)
		m.Quando, m.Chi = periodo.DataOra(c.quando), c.operatore
		if m.Stato == (web.Badge{}) && c.stato() != "" {
			m.Stato = badge(c.stato())
		}
		out = append(out, m)
	}
	slices.Reverse(out)
	return out
}

func eBozza(azione string) bool { return strings.HasPrefix(azione, "salva-") }

// parole are the words for the durable names of the acts.
var parole = map[string]func(narratore, compiuto) web.Momento{
	"salva-domanda": bozzaSalvata, "salva-intervento-economico": bozzaSalvata,
	"salva-intervento-prestazioni": bozzaSalvata, "salva-intervento-struttura": bozzaSalvata,
	"presenta-domanda":      narratore.presentata,
	"avvia-domanda":         narratore.avviata,
	"assegna-domanda":       narratore.assegnata,
	"richiedi-integrazioni": fermato, "registra-integrazioni": arrivato, "riprendi-termini": ripresoDaSolo,
	"preavvisa-rigetto": preavvisato, "registra-osservazioni": osservato,
	"decidi-richiesta":    narratore.decisa,
	"comunica-esito":      narratore.comunicata,
	"attiva-intervento":   attivato,
	"sospendi-intervento": sospeso, "riprendi-intervento": ripreso, "termina-intervento": terminato, "aggiorna-intervento": aggiornato,
	"cambia-regola-pagamento": cambiata, "cambia-quota-utente": quotaCambiata,
	"registra-attivazione": narratore.attivata,
	"prendi-compito":       delCompito("Preso in carico: "), "rilascia-compito": delCompito("Lasciato all'ufficio: "),
	"riassegna-compito": delCompito("Compito passato ad altri: "),
	"completa-compito":  func(narratore, compiuto) web.Momento { return web.Momento{Testo: "Presa visione dell'assegnazione"} },
	"allega-documento":  allegato, "annulla-documento": annullato,
}

func (n narratore) momento(c compiuto) web.Momento {
	if c.detto != nil {
		return *c.detto
	}
	if f, ok := parole[c.azione]; ok {
		return f(n, c)
	}
	testo := strings.ReplaceAll(c.azione, "-", " ")
	m := web.Momento{Testo: strings.ToUpper(testo[:min(1, len(testo))]) + testo[min(1, len(testo)):]}
	m.Nota = c.prima("compito").Dopo.Titolo
	return m
}

func bozzaSalvata(_ narratore, c compiuto) web.Momento {
	if c.stato() == sigess.Bozza {
		return web.Momento{Testo: "Bozza inserita"}
	}
	return web.Momento{Testo: "Bozza modificata"}
}

func (n narratore) presentata(c compiuto) web.Momento {
	d := c.prima("domanda").Dopo
	return web.Momento{Testo: "Domanda presentata con il numero " + estremi(d), Nota: n.aChi(c)}
}

// aChi says to whom the assignments that an act opened are.
func (n narratore) aChi(c compiuto) string {
	ufficio, operatore := n.destinatari(c)
	switch {
	case operatore != "" && ufficio != "":
		return "assegnata a " + operatore + " e all'ufficio " + ufficio
	case operatore != "":
		return "assegnata a " + operatore
	case ufficio != "":
		return "assegnata all'ufficio " + ufficio
	}
	return ""
}

func (n narratore) destinatari(c compiuto) (ufficio, operatore string) {
	for _, e := range c.di("assegnazione") {
		a, ok := n.assegnazioni[e.EntitaID]
		switch {
		case !ok || e.Prima.Tipo != "": // closed by this act, not opened
		case a.Tipo == "UO":
			ufficio = a.Denominazione
		default:
			operatore = a.Denominazione
		}
	}
	return ufficio, operatore
}

func (n narratore) avviata(c compiuto) web.Momento {
	d := c.prima("domanda").Dopo
	nota := fmt.Sprintf("protocollo %s del %s", d.Protocollo, d.ProtocolloData.Italiana())
	if n.responsabile != "" {
		nota += ", responsabile del procedimento " + n.responsabile
	}
	return web.Momento{Testo: "Istruttoria avviata", Nota: nota}
}

func (n narratore) assegnata(c compiuto) web.Momento {
	testo := n.aChi(c)
	if testo == "" {
		return web.Momento{Testo: "Domanda restituita all'ufficio", Nota: "attende chi la prenda in carico"}
	}
	m := web.Momento{Testo: "Domanda " + testo}
	for _, e := range c.di("assegnazione") {
		if a := n.assegnazioni[e.EntitaID]; e.Prima.Tipo == "" && a.Motivo != "" {
			m.Nota = "motivo: " + a.Motivo
		}
	}
	return m
}

func (n narratore) decisa(c compiuto) web.Momento {
	e := c.prima("richiesta")
	r := n.richieste[e.EntitaID]
	m := web.Momento{Testo: fmt.Sprintf("Richiesta %d %s: %s", e.Dopo.Progressivo, strings.ToLower(e.Dopo.Stato.Nome()), r.Tipo), Nota: e.Dopo.Motivo}
	if c.stato() == "" {
		m.Stato = badge(e.Dopo.Stato)
	}
	return m
}

func fermato(_ narratore, c compiuto) web.Momento {
	p := c.prima("pausa").Dopo
	return web.Momento{Testo: "Integrazioni richieste il " + p.Dal.Italiana() + ": il termine è sospeso", Nota: p.Motivo}
}

func arrivato(_ narratore, c compiuto) web.Momento {
	p := c.prima("pausa").Dopo
	return web.Momento{Testo: "Integrazioni ricevute il " + p.Al.Italiana(), Nota: p.Risposta}
}

func preavvisato(_ narratore, c compiuto) web.Momento {
	p := c.prima("pausa").Dopo
	return web.Momento{Testo: "Preavviso di rigetto ricevuto dall'interessato il " + p.Dal.Italiana() + ": il termine è sospeso", Nota: p.Motivo}
}

func osservato(_ narratore, c compiuto) web.Momento {
	p := c.prima("pausa").Dopo
	return web.Momento{Testo: "Osservazioni ricevute il " + p.Al.Italiana(), Nota: p.Risposta}
}

// ripresoDaSolo is what the calendar does by itself.
func ripresoDaSolo(_ narratore, c compiuto) web.Momento {
	if sigess.TipoPausa(c.prima("pausa").Dopo.Tipo) == sigess.Preavviso {
		return web.Momento{Testo: "Dieci giorni passati senza osservazioni: il termine riprende"}
	}
	return web.Momento{Testo: "Trenta giorni passati senza integrazioni: il termine riprende"}
}

func (n narratore) comunicata(c compiuto) web.Momento {
	d := c.prima("domanda").Dopo
	mezzo := scelta(form.Predefinito(sigess.ModuloComunicazione{Mezzo: d.ComunicataMezzo}, nil), "mezzo")
	return web.Momento{Testo: "Esito comunicato all'interessato", Nota: fmt.Sprintf("il %s, mezzo: %s", d.ComunicataIl.Italiana(), mezzo)}
}

func (n narratore) attivata(c compiuto) web.Momento {
	e := c.prima("richiesta").Dopo
	if e.InterventoID == "" {
		return web.Momento{Testo: "Pratica aggiornata dopo l'attivazione di un intervento"}
	}
	return web.Momento{Testo: fmt.Sprintf("Attivato l'intervento %s per la richiesta %d", n.interventi[e.InterventoID], e.Progressivo),
		URL: sezioneInterventi + "/" + e.InterventoID}
}

func attivato(_ narratore, c compiuto) web.Momento {
	return web.Momento{Testo: "Intervento attivato con il numero " + estremi(c.prima("intervento").Dopo)}
}

func sospeso(_ narratore, c compiuto) web.Momento {
	s := c.prima("sospensione").Dopo
	return web.Momento{Testo: "Sospensione registrata: " + dalAl(s.Dal, s.Al), Nota: s.Motivo}
}

func ripreso(_ narratore, c compiuto) web.Momento {
	s := c.prima("sospensione").Dopo
	return web.Momento{Testo: "Intervento ripreso dal " + s.Al.Piu(1).Italiana(), Nota: s.MotivoRipresa}
}

func terminato(_ narratore, c compiuto) web.Momento {
	i := c.prima("intervento").Dopo
	return web.Momento{Testo: "Termine registrato: ultimo giorno " + i.DataFine.Italiana(), Nota: "motivo: " + motivoTermine(i.MotivoTermine)}
}

func motivoTermine(motivo string) string {
	return scelta(form.Predefinito(sigess.ModuloTermine{Motivo: motivo}, nil), "motivo")
}

// aggiornato is what the calendar does by itself.
func aggiornato(_ narratore, c compiuto) web.Momento {
	prima := c.prima("intervento").Prima.Stato
	switch c.stato() {
	case sigess.Attivo:
		if prima == sigess.Sospeso {
			return web.Momento{Testo: "Intervento ripreso: la sospensione è finita"}
		}
		return web.Momento{Testo: "Intervento cominciato"}
	case sigess.Sospeso:
		return web.Momento{Testo: "Intervento sospeso, come registrato"}
	case sigess.Concluso:
		return web.Momento{Testo: "Intervento concluso: la data di fine è passata"}
	}
	return web.Momento{Testo: "Stato aggiornato alla data"}
}

func delCompito(inizio string) func(narratore, compiuto) web.Momento {
	return func(_ narratore, c compiuto) web.Momento {
		return web.Momento{Testo: inizio + c.prima("compito").Dopo.Titolo}
	}
}

func allegato(_ narratore, c compiuto) web.Momento {
	e := c.prima("allegato")
	return web.Momento{Testo: "Documento aggiunto: " + e.Dopo.Titolo, URL: sezioneDocumenti + "/" + e.EntitaID}
}

func annullato(_ narratore, c compiuto) web.Momento {
	e := c.prima("allegato")
	return web.Momento{Testo: "Documento annullato: " + e.Dopo.Titolo, Nota: "motivo: " + e.Dopo.MotivoAnnullo, URL: sezioneDocumenti + "/" + e.EntitaID}
}

// estremi is the number that an act gave.
func estremi(i sigess.Istantanea) string {
	return sigess.Domanda{Anno: i.Anno, Numero: i.Numero}.Estremi()
}
