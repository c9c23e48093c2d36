package anagrafe

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/web"
	"siss/web/form"
)

const ricercaANPR = "/soggetti/anpr"

func (h *gestore) pagineANPR(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, ricercaANPR, h.cercaANPR)
	atti.Pagina(r, http.MethodPost, ricercaANPR+"/nuova", h.cercaANPRDa)
	atti.Interroga(r, ricercaANPR, h.consulta, h.mostraConsultazione)
	atti.Modulo(r, ricercaANPR+"/importa", h.importa, atti.Opzioni[ImportazioneANPR]{Pagina: h.riprovaImportazione, Dopo: dopoImportazione})
	atti.Pagina(r, http.MethodGet, ricercaANPR+"/consultazioni", h.registroConsultazioni)
	for _, percorso := range []string{"/nuova", "/importa"} {
		atti.Pagina(r, http.MethodGet, ricercaANPR+percorso, func(c *gin.Context, _ models.Chi) error {
			c.Redirect(http.StatusSeeOther, ricercaANPR)
			return nil
		})
	}
}

// cercaANPR is the search mask (manuale §2): blank or, from the card of a
// soggetto, about that soggetto, so that its codice fiscale is in no address.
func (h *gestore) cercaANPR(c *gin.Context, chi models.Chi) error {
	valori := url.Values{}
	if id := c.Query("soggetto"); id != "" {
		var s anagrafe.Soggetto
		err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) (err error) {
			s, err = anagrafe.SoggettoVisibile(tx, chi, idOVuoto(id))
			return err
		})
		if err != nil {
			return err
		}
		valori = url.Values{"codiceFiscale": {string(s.CodiceFiscale)}, "finalita": {"AGGIORNAMENTO"}, "pratica": {"scheda " + strconv.Itoa(s.Codice)}, "enteId": {s.EnteID}}
	}
	return h.mascheraANPR(c, chi, valori, nil)
}

// cercaANPRDa is the mask begun with the codice fiscale that the internal
// search did not find.
func (h *gestore) cercaANPRDa(c *gin.Context, chi models.Chi) error {
	return h.mascheraANPR(c, chi, url.Values{"codiceFiscale": {c.PostForm("codiceFiscale")}}, nil)
}

func (h *gestore) baseANPR(c *gin.Context, chi models.Chi) web.AnprPage {
	return web.AnprPage{
		Base:        base(c, chi, "Ricerca in ANPR", casa, elencoSu),
		AltoADestra: []web.Link{{Testo: "Registro delle consultazioni", URL: ricercaANPR + "/consultazioni"}},
	}
}

func (h *gestore) mascheraANPR(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	p := h.baseANPR(c, chi)
	p.Altrimenti = &web.Link{Testo: "Inserisci il soggetto a mano", URL: "/soggetti/nuovo"}
	if !h.anpr.Attivo() {
		p.Esito = "la ricerca in ANPR non è attiva in questa installazione: cercare in anagrafe, oppure inserire il soggetto a mano"
		return web.Render(c.Writer, c.Writer.Status(), p)
	}
	p.Introduzione = "Anagrafe nazionale della popolazione residente: si cerca con il codice fiscale. Ogni consultazione resta registrata con chi, quando e perché"
	p.Azione, p.Atto = ricercaANPR, uuid.NewString()
	opzioni, err := h.entiConsultabili(c, chi)
	if err != nil {
		return err
	}
	var campi []models.Campo
	switch {
	case problemi == nil:
	case problemi.Kind == models.NotFound:
		p.Esito = problemi.Messaggio
	default:
		campi = conProblemi(&p.Base, problemi)
	}
	p.Form = form.Riempi[anagrafe.ModuloConsultazione](valori, opzioni, campi)
	if len(opzioni["enti"]) == 1 { // nothing to choose
		p.Form.Fields = slices.DeleteFunc(p.Form.Fields, func(f form.Field) bool { return f.Name == "enteId" })
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// entiConsultabili are the enti for which who asks may consult ANPR.
func (h *gestore) entiConsultabili(c *gin.Context, chi models.Chi) (form.Opzioni, error) {
	opzioni, err := h.opzioniEnti(c, chi)
	opzioni["enti"] = slices.DeleteFunc(opzioni["enti"], func(o form.Opzione) bool { return !anagrafe.Consulta(chi, o.Valore) })
	return opzioni, err
}

// mostraConsultazione shows the data of fig. 6 or, without them, the mask with
// what was typed.
func (h *gestore) mostraConsultazione(c *gin.Context, chi models.Chi, valori url.Values, esito *ConsultazioneANPR, problemi *models.Error) error {
	if esito == nil {
		return h.mascheraANPR(c, chi, valori, problemi)
	}
	p := h.baseANPR(c, chi)
	p.Titolo, p.Percorso = "Dati da ANPR", append(p.Percorso, web.Link{Testo: "Ricerca in ANPR", URL: ricercaANPR})
	if p.Dati = datiANPR(esito); p.Dati.Importa != "" {
		p.Introduzione = "Dati da consultare: entrano in anagrafe solo con il pulsante in basso a destra"
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

func datiANPR(e *ConsultazioneANPR) *web.DatiANPR {
	d := &web.DatiANPR{
		Nominativo: e.letta.Nominativo(), Gruppi: gruppiANPR(e.letta), Azione: ricercaANPR + "/importa", Importa: "Importa dati Soggetto",
		Nuova:    web.Link{Testo: "Nuova ricerca", URL: ricercaANPR},
		Nascosti: []web.Nascosto{{Nome: atti.CampoAtto, Valore: uuid.NewString()}, {Nome: "consultazioneId", Valore: e.ID}, {Nome: "codiceFiscale", Valore: string(e.letta.CodiceFiscale)}},
	}
	if morto := e.letta.DataDecesso; !morto.IsZero() {
		d.Stato = web.Badge{Testo: "Deceduto/a il " + morto.Italiana(), Tono: web.Negativo}
	}
	switch {
	case e.soggetto.ID != "":
		giaInAnagrafe(d, e)
	case !e.letta.DataDecesso.IsZero():
		d.Avvertenza, d.Importa = "la persona risulta deceduta: non si importa in anagrafe", ""
	}
	for i, f := range e.letta.Famiglia {
		riga := web.FamiliareANPR{
			Campo: fmt.Sprintf("familiari.%d", i), ID: fmt.Sprintf("familiare-%d", i), Nominativo: f.Nominativo(), Dettaglio: string(f.CodiceFiscale),
			Codice: string(f.CodiceFiscale), Relazioni: scelte[anagrafe.ModuloFamiliare]("tipo"), Relazione: f.Tipo,
		}
		if id := e.schede[f.CodiceFiscale]; id != "" {
			riga.Scheda = &web.Link{Testo: "Già in anagrafe", URL: "/soggetti/" + id}
		}
		d.Famiglia = append(d.Famiglia, riga)
	}
	return d
}

// giaInAnagrafe turns the import into an update, and shows what it changes.
func giaInAnagrafe(d *web.DatiANPR, e *ConsultazioneANPR) {
	d.Avvertenza = "il soggetto è già in anagrafe"
	d.Scheda = &web.Link{Testo: "Apri la scheda " + strconv.Itoa(e.soggetto.Codice), URL: "/soggetti/" + e.soggetto.ID}
	d.Importa = "Aggiorna dati Soggetto"
	d.Nascosti = append(d.Nascosti, web.Nascosto{Nome: "aggiorna", Valore: "true"})
	t := &web.Tabella{Colonne: web.Colonne("Dato", "In anagrafe", "In ANPR"), Vuoto: "nessuna: i dati coincidono"}
	for _, x := range e.Differenze {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(x.Campo), web.Testo(cmp.Or(x.InAnagrafe, "non indicato")), web.Testo(x.SecondoANPR)}})
	}
	d.Differenze = t
}

func gruppiANPR(p anagrafe.Persona) []web.Gruppo {
	persona := parole[anagrafe.ModuloSoggetto]
	gruppi := []web.Gruppo{
		{Titolo: "Generalità", Voci: []web.Voce{
			{Etichetta: "Cognome", Valore: p.Cognome}, {Etichetta: "Nome", Valore: p.Nome}, {Etichetta: "Sesso", Valore: persona("sesso")[p.Sesso]},
			{Etichetta: "Data di nascita", Valore: p.DataNascita.Italiana()}, {Etichetta: "Luogo di nascita", Valore: p.LuogoNascita},
			{Etichetta: "Codice fiscale", Valore: string(p.CodiceFiscale)},
		}},
		{Titolo: "Residenza", Voci: []web.Voce{
			{Etichetta: "Comune", Valore: p.Residenza.Comune}, {Etichetta: "Indirizzo", Valore: p.Residenza.Indirizzo},
			{Etichetta: "CAP", Valore: p.Residenza.CAP}, {Etichetta: "Residente dal", Valore: p.Residenza.Dal.Italiana()},
		}},
		{Titolo: "Stato civile e cittadinanza", Voci: []web.Voce{
			{Etichetta: "Stato civile", Valore: persona("statoCivile")[p.StatoCivile]}, {Etichetta: "Cittadinanza", Valore: p.Cittadinanza},
		}},
	}
	if !p.DataDecesso.IsZero() {
		gruppi[0].Voci = append(gruppi[0].Voci, web.Voce{Etichetta: "Data del decesso", Valore: p.DataDecesso.Italiana()})
	}
	return gruppi
}

func dopoImportazione(c *gin.Context, i ImportazioneANPR) string {
	avviso := "dati importati da ANPR: il soggetto è in anagrafe"
	if i.Aggiornato {
		avviso = "dati aggiornati con quelli di ANPR"
	}
	atti.Avvisa(c, avviso)
	return "/soggetti/" + i.SoggettoID
}

// riprovaImportazione keeps what was chosen when an import is refused: the
// data themselves were kept nowhere, and ANPR gives them again.
func (h *gestore) riprovaImportazione(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	p := h.baseANPR(c, chi)
	p.Titolo, p.Percorso = "Importazione da ANPR", append(p.Percorso, web.Link{Testo: "Ricerca in ANPR", URL: ricercaANPR})
	conProblemi(&p.Base, problemi)
	d := &web.DatiANPR{Nominativo: "L'importazione non è stata fatta", Azione: ricercaANPR + "/importa", Nuova: web.Link{Testo: "Nuova ricerca", URL: ricercaANPR}}
	if problemi != nil && problemi.Kind == models.Unavailable {
		d.Importa = "Riprova a importare"
	}
	for _, nome := range slices.Sorted(maps.Keys(valori)) {
		d.Nascosti = append(d.Nascosti, web.Nascosto{Nome: nome, Valore: valori.Get(nome)})
	}
	p.Dati = d
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// registroConsultazioni is the register of who consulted ANPR, when and why.
func (h *gestore) registroConsultazioni(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[FiltroConsultazioni](c)
	query := c.Request.URL.Query()
	query.Del("pagina")
	p := web.ElencoPage{
		Base:         base(c, chi, "Consultazioni di ANPR", casa, elencoSu, web.Link{Testo: "Ricerca in ANPR", URL: ricercaANPR}),
		Introduzione: "Le proprie consultazioni; chi coordina o amministra un ente vede quelle di tutto l'ente. Di quello che è stato letto non resta nulla",
		Azione:       ricercaANPR + "/consultazioni", Filtri: form.Filtri[anagrafe.FiltroConsultazioni](query, nil, problemi),
		Colonne: web.Colonne("Quando", "Operatore", "Finalità", "Pratica", "Esito", "Soggetto"),
		Vuoto:   "nessuna consultazione in queste date",
	}
	if len(problemi) > 0 {
		p.Vuoto = "correggere i filtri e cercare di nuovo"
		return web.Render(c.Writer, http.StatusUnprocessableEntity, p)
	}
	finalita := parole[anagrafe.ModuloConsultazione]("finalita")
	err := models.Leggi(c.Request.Context(), h.db, chi, func(tx *gorm.DB) error {
		righe, err := anagrafe.ElencaConsultazioni(tx, chi, f.FiltroConsultazioni, f.pagina())
		for _, r := range righe.Elementi {
			celle := []web.Cella{web.Testo(periodo.DataOra(r.Quando)), web.Testo(r.Operatore), web.Testo(finalita[r.Finalita]), web.Testo(r.Pratica),
				web.Stato(r.Esito.Nome(), toniEsito[r.Esito]), {}}
			if r.SoggettoID != nil {
				celle[5] = web.Collegamento(r.Cognome+" "+r.Nome, "/soggetti/"+*r.SoggettoID)
			}
			p.Righe = append(p.Righe, web.Riga{Celle: celle})
		}
		p.Pager = web.Pagina(p.Azione, query, f.Pagina, perPagina, righe.Totale)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(c.Writer, http.StatusOK, p)
}

var toniEsito = map[anagrafe.EsitoConsultazione]web.Tono{
	anagrafe.Richiesta: web.Attenzione, anagrafe.Trovato: web.Principale, anagrafe.Deceduto: web.Neutro, anagrafe.NonTrovato: web.Neutro,
	anagrafe.NonDisponibile: web.Negativo, anagrafe.Importato: web.Positivo, anagrafe.Aggiornato: web.Positivo,
}
