package sigess

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// registro is all that the card of a run shows.
type registro struct {
	sigess.DettaglioElaborazione
	tipi        []sigess.TipoIntervento
	filtro      filtroMovimenti
	filtri      *form.Form // as they were typed
	cercati     bool       // some lines were looked for
	movimenti   sigess.ElencoMovimenti
	perTipo     []sigess.Parziale
	impegni     []sigess.UsoImpegno // what it takes of each
	beneficiari []sigess.Parziale
	anomalie    []sigess.ConteggioAnomalie
	confronto   confronto
	contabile   bool   // who looks may confirm or annul it
	approva     bool   // who looks may confirm it
	perche      string // why not
	impronta    string // of the lines, while they are provisional
	prepara     bool   // who looks may have it computed again
	pagati      pagati
}

// righeMovimenti is how many lines of a run the card shows at a time.
const righeMovimenti = 50

// mostraElaborazione is the card. A run asked for a moment ago may have no row
// yet: the page says so and looks again by itself.
func (s *sportello) mostraElaborazione(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	f, problemi := atti.Filtro[filtroMovimenti](c)
	if len(problemi) > 0 {
		f = filtroMovimenti{}
	}
	f.Righe = righeMovimenti
	err = s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		e, err := leggiRegistro(tx, chi, id, f)
		if err != nil {
			return nil, err
		}
		e.filtri = form.Filtri[sigess.FiltroMovimenti](c.Request.URL.Query(), form.Opzioni{"tipiIntervento": e.tipiPresenti()}, problemi)
		return e.scheda(c, chi, r), nil
	})
	if models.KindOf(err) != models.NotFound {
		return err
	}
	attesa, errAttesa := s.inPreparazione(c.Request.Context(), chi, id)
	if errAttesa != nil || !attesa {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), paginaPreparazione(c, chi))
}

func (s *sportello) inPreparazione(ctx context.Context, chi models.Chi, id string) (bool, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (bool, error) { return sigess.InPreparazione(tx, chi, id, time.Now()) })
}

// attesaPagina is after how many seconds a page that waits looks again.
const attesaPagina = 2

func paginaPreparazione(c *gin.Context, chi models.Chi) web.Page {
	p := web.SchedaPage{Stato: web.Badge{Testo: "In preparazione", Tono: web.Principale}, Aggiorna: attesaPagina,
		Cassetti: []web.Cassetto{{ID: "preparazione", Titolo: "In preparazione",
			Testo: "L'elaborazione è stata chiesta e sta per cominciare: la pagina si aggiorna da sola. Se non compare entro qualche minuto, crearne un'altra"}}}
	p.Base = base(c, chi, "Elaborazione contabile", sezioneElaborazioni, versoElaborazioni)
	return p
}

func leggiRegistro(tx *gorm.DB, chi models.Chi, id string, f filtroMovimenti) (registro, error) {
	e := registro{filtro: f, cercati: f.FiltroMovimenti != sigess.FiltroMovimenti{}}
	var err error
	if e.DettaglioElaborazione, err = sigess.DettaglioElaborazioneDi(tx, chi, id); err != nil {
		return e, err
	}
	if e.tipi, err = sigess.TipiElaborati(tx, id); err != nil {
		return e, err
	}
	if e.movimenti, err = sigess.ElencaMovimenti(tx, chi, id, f.FiltroMovimenti, f.limiti()); err != nil {
		return e, err
	}
	if e.perTipo, err = sigess.PerTipo(tx, chi, id); err != nil {
		return e, err
	}
	if e.beneficiari, err = sigess.PerBeneficiario(tx, chi, id); err != nil {
		return e, err
	}
	if e.impegni, err = sigess.UsiDi(tx, chi, id); err != nil {
		return e, err
	}
	if e.confronto, err = leggiConfronto(tx, chi, id); err != nil {
		return e, err
	}
	e.anomalie, err = sigess.ContaAnomalie(tx, chi, id)
	if err != nil {
		return e, err
	}
	e.contabile = sigess.Contabile(chi, e.Elaborazione)
	e.prepara = sigess.Elabora(chi, e.EnteID) == nil
	if e.pagati, err = leggiPagati(tx, chi, e.Elaborazione); err != nil || e.Stato != sigess.Provvisoria {
		return e, err
	}
	if err = sigess.Approva(tx, chi, e.Elaborazione); err != nil && models.KindOf(err) != models.Forbidden {
		return e, err
	}
	e.approva = err == nil
	if err != nil {
		e.perche = err.Error()
	}
	e.impronta, err = sigess.Impronta(tx, id)
	return e, err
}

func (e registro) indirizzo() string { return sezioneElaborazioni + "/" + e.ID }

// tipiPresenti are the tipi of intervento that the lines are of.
func (e registro) tipiPresenti() []form.Opzione {
	return opzioniDi(e.perTipo, func(p sigess.Parziale) form.Opzione { return form.Opzione{Valore: p.Chiave, Testo: p.Voce} })
}

func (e registro) scheda(c *gin.Context, chi models.Chi, r ripresa) web.Page {
	p := web.SchedaPage{Sottotitolo: e.Ente + ", " + e.Periodo(), Stato: badge(e.Stato),
		Cassetti: []web.Cassetto{e.cassettoDettagli(r), e.cassettoTotali(), e.cassettoMovimenti(), e.cassettoVariazioni(), e.cassettoAnomalie(), e.cassettoFile(r)}}
	if e.ConfermataIl != nil && e.Tipo == "ORDINARIA" && e.Stato != sigess.Stornata && e.pagati.vede {
		p.Cassetti = append(p.Cassetti, e.cassettoEsiti(r))
	}
	switch {
	case e.Stato == sigess.InCalcolo:
		fatto := 0
		if e.DaEsaminare > 0 {
			fatto = e.Esaminati * 100 / e.DaEsaminare
		}
		p.Avanzamento, p.Conteggio = &fatto, fmt.Sprintf("%s di %s interventi", intero(e.Esaminati), intero(e.DaEsaminare))
		if e.FermataIl != nil {
			break
		}
		p.Aggiorna = attesaPagina
		p.Annuncio = fmt.Sprintf("Calcolo al %d per cento", fatto/10*10)
	case e.Stato == sigess.Provvisoria, e.Stato == sigess.Simulata:
		p.Annuncio = "Calcolo concluso: movimenti " + intero(e.Movimenti)
	case e.Stato == sigess.Definitiva && e.DocumentoID == nil:
		p.Aggiorna = attesaPagina
	case e.DocumentoID != nil:
		p.AltoADestra = []web.Link{{Testo: "Scarica l'elenco Excel", URL: e.indirizzo() + "/elenco", Icona: web.IconaExcel}}
	}
	if e.Stato != sigess.InCalcolo {
		p.AltoADestra = append(p.AltoADestra, web.Link{Testo: "Stampa", URL: e.indirizzo() + "/stampa", Icona: web.IconaStampa})
	}
	p.Base = base(c, chi, e.titolo(), sezioneElaborazioni, versoElaborazioni)
	r.annota(&p.Base)
	return p
}

// titolo says of a run that pays nothing that it does not.
func (e registro) titolo() string {
	switch {
	case e.Simulazione():
		return "Simulazione " + e.Estremi()
	case e.StornoDi != nil:
		return "Storno " + e.Estremi()
	}
	return "Elaborazione " + e.Estremi()
}

// intero writes a count: "2.000".
func intero(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// voci are the facts of the run.
func (e registro) voci() []web.Voce {
	tipi := make([]string, len(e.tipi))
	for n, t := range e.tipi {
		tipi[n] = t.Denominazione
	}
	if len(tipi) == 0 {
		tipi = []string{"tutti"}
	}
	autore := e.Autore
	if e.Origine == "PIANIFICATA" {
		autore = "automatica, nel giorno stabilito dall'ente"
	}
	return []web.Voce{
		voce("Ente che paga", e.Ente), voce("Periodo", e.Periodo()), voce("Tipi di intervento", strings.Join(tipi, ", ")),
		voce("Creata il", periodo.DataOra(e.CreataIl)), voce("Creata da", autore),
		voce("Interventi esaminati", fmt.Sprintf("%s di %s", intero(e.Esaminati), intero(e.DaEsaminare))), voce("Movimenti", intero(e.Movimenti)),
		voce("Importo totale", e.Totale.String()), voce("A carico degli utenti", e.QuotaUtente.String()),
		voce("Confermata il", istante(e.ConfermataIl)), voce("Confermata da", e.Confermata),
		voce("Trasmessa il", istante(e.TrasmessaIl)), voce("Pagata il", e.PagataIl.Italiana()), voce("Nota", e.Nota),
		collegata("Storna l'elaborazione", e.Storna, e.StornoDi), collegata("Stornata con l'elaborazione", e.Stornata, &e.StornataID),
	}
}

// collegata is a fact that leads to another run, nothing when there is none.
func collegata(etichetta, numero string, id *string) web.Voce {
	v := voce(etichetta, numero)
	if numero != "" {
		v.URL = sezioneElaborazioni + "/" + *id
	}
	return v
}

func (e registro) cassettoDettagli(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: e.voci(), Moduli: e.comandi(r)}
	switch {
	case e.Simulazione():
		out.Testo = "È solo una simulazione: non chiude i mesi, non si conferma e non paga nulla"
	case e.Stato == sigess.InCalcolo && e.FermataIl != nil:
		out.Testo = "Il calcolo è fermo: farlo proseguire da dov'è, o annullare l'elaborazione"
	case e.Stato == sigess.Provvisoria && !e.contabile && !e.approva:
		out.Testo = "L'elaborazione attende la conferma del responsabile contabile dell'ente"
	case e.Stato == sigess.Provvisoria && !e.approva:
		out.Testo = "L'elaborazione attende una conferma: " + e.perche
	case e.Stato == sigess.Definitiva && e.DocumentoID == nil:
		out.Testo = "L'elenco Excel è in preparazione: la pagina si aggiorna da sola"
	}
	return out
}

// comandi are the acts that the state allows to who looks.
func (e registro) comandi(r ripresa) []web.ModuloInline {
	semplice := func(nome, titolo, invia, testo string) web.ModuloInline {
		m := inRiga(r, nome, titolo, e.indirizzo()+"/"+nome, form.Vuoto[struct{}](nil))
		m.Invia, m.Testo = invia, testo
		return m
	}
	var out []web.ModuloInline
	if e.Stato == sigess.Provvisoria && e.approva {
		conferma := inRiga(r, "conferma", "Conferma l'elaborazione", e.indirizzo()+"/conferma", modulo(r, "conferma", sigess.ModuloConferma{Impronta: e.impronta}, nil))
		conferma.Testo, conferma.Invia = "Dopo la conferma i movimenti non cambiano più e si produce l'elenco Excel", "Conferma"
		out = append(out, conferma)
	}
	if e.Stato == sigess.Provvisoria && e.prepara {
		out = append(out, semplice("rielabora", "Ricalcola", "Ricalcola", "I movimenti si calcolano di nuovo con i dati di adesso"))
	}
	annulla := semplice("annulla", "Annulla l'elaborazione", "Annulla l'elaborazione", "I movimenti si eliminano e i mesi tornano aperti nel tabellone")
	annulla.Pericolo = true
	switch {
	case e.Stato == sigess.InCalcolo && e.prepara && e.FermataIl != nil:
		return append(out, semplice("prosegui", "Fai proseguire il calcolo", "Fai proseguire il calcolo", "Il calcolo riprende da dov'è"), annulla)
	case e.Stato == sigess.InCalcolo && e.prepara:
		return append(out, semplice("ferma", "Ferma il calcolo", "Ferma il calcolo", "Quello che è calcolato resta: si può far proseguire o annullare"), annulla)
	case e.Tipo != "ORDINARIA" || !e.contabile:
		return out
	case e.Stato == sigess.Provvisoria:
		return append(out, annulla)
	}
	if e.Stato == sigess.Definitiva && e.DocumentoID != nil {
		out = append(out, semplice("trasmetti", "Segna come trasmessa", "Segna come trasmessa", "L'elenco è stato inviato alla ragioneria o al tesoriere"))
	}
	if e.Stato == sigess.Trasmessa || e.Stato == sigess.PagataParziale {
		paga := inRiga(r, "paga", "Registra il pagamento", e.indirizzo()+"/paga", modulo(r, "paga", sigess.ModuloPagamento{Esito: sigess.Pagata, Data: periodo.Oggi()}, nil))
		paga.Invia = "Registra il pagamento"
		out = append(out, paga)
	}
	if e.Stato == sigess.Definitiva || e.Stato == sigess.Trasmessa {
		storna := inRiga(r, "storna", "Storna l'elaborazione", e.indirizzo()+"/storna", modulo(r, "storna", sigess.ModuloStorno{}, nil))
		storna.Testo, storna.Invia, storna.Pericolo = "Una nuova elaborazione, di segno opposto, toglie tutti i movimenti: quello che è dovuto torna da pagare. Non si può dopo il pagamento", "Storna", true
		out = append(out, storna)
	}
	return out
}

// cassettoTotali sums the run by tipo di intervento and by who is paid.
func (e registro) cassettoTotali() web.Cassetto {
	out := web.Cassetto{ID: "totali", Titolo: "Totali"}
	if e.Stato == sigess.InCalcolo {
		out.Testo = "I totali si leggono a calcolo concluso"
		return out
	}
	out.Tabelle = e.tabelleTotali()
	if e.DaRecuperare > 0 {
		out.Testo = fmt.Sprintf("Ad alcuni si toglie più di quanto si paga: restano da recuperare %s euro, che alla conferma passano nei recuperi. Da pagare: %s euro",
			e.DaRecuperare, e.DaPagare())
	}
	return out
}

func (e registro) tabelleTotali() []web.Tabella {
	out := []web.Tabella{e.parziali("Per tipo di intervento", "Tipo di intervento", e.perTipo), e.parziali("Per chi riceve", "Chi riceve", e.beneficiari)}
	if len(e.impegni) == 0 {
		return out
	}
	t := web.Tabella{Titolo: "Per impegno", Colonne: []web.Colonna{{Testo: "Impegno"}, {Testo: "Fondo e capitolo"}, {Testo: "Scadenza"}, {Testo: "Da questa elaborazione", Numero: true},
		{Testo: "Resta", Numero: true}}}
	for _, i := range e.impegni {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{{Testo: i.Estremi(), Nota: i.Oggetto, URL: sezioneImpegni + "/" + i.ID}, {Testo: i.Fondo, Nota: i.Capitolo},
			web.Testo(i.Scadenza.Italiana()), web.Testo(i.Preso.String()), web.Testo(i.Disponibile.String())}})
	}
	return append(out, t)
}

func (e registro) parziali(titolo, prima string, parziali []sigess.Parziale) web.Tabella {
	numero := func(testo string) web.Colonna { return web.Colonna{Testo: testo, Numero: true} }
	t := web.Tabella{Titolo: titolo, Vuoto: "nessun movimento", Colonne: []web.Colonna{{Testo: prima}, numero("Movimenti"), numero("Imponibile IVA"),
		numero("Importo IVA"), numero("Importo totale"), numero("A carico degli utenti")}}
	for _, p := range parziali {
		t.Righe = append(t.Righe, web.Riga{Celle: celleParziale(p)})
	}
	if len(parziali) > 1 {
		t.Totali = &web.Riga{Celle: celleParziale(sigess.Parziale{Voce: "Totale", Movimenti: e.Movimenti, Imponibile: e.Imponibile, IVA: e.IVA,
			Totale: e.Totale, QuotaUtente: e.QuotaUtente})}
	}
	return t
}

func celleParziale(p sigess.Parziale) []web.Cella {
	return []web.Cella{web.Testo(p.Voce), web.Testo(intero(p.Movimenti)), web.Testo(p.Imponibile.String()), web.Testo(p.IVA.String()),
		web.Testo(p.Totale.String()), web.Testo(p.QuotaUtente.String())}
}
