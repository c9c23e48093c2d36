package anagrafe

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/anagrafe"
	"siss/web"
	"siss/web/form"
)

// card is the card of a soggetto (manuale §3, fig. 7).
func (h *gestore) card(c *gin.Context, chi models.Chi) error {
	return h.mostraCard(c, chi, form.Vuoto[anagrafe.ModuloResidenza](nil), uuid.NewString(), nil)
}

func (h *gestore) cardConResidenza(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	var campi []models.Campo
	if problemi != nil {
		campi = problemi.Campi
	}
	return h.mostraCard(c, chi, form.Riempi[anagrafe.ModuloResidenza](valori, nil, campi), valori.Get(atti.CampoAtto), problemi)
}

// carta is what the card shows.
type carta struct {
	soggetto  anagrafe.Soggetto
	ente      anagrafe.Ente
	indirizzi []anagrafe.Residenza
	nucleo    []anagrafe.Componente
}

func leggiCarta(tx *gorm.DB, chi models.Chi, id string) (c carta, err error) {
	if c.soggetto, err = anagrafe.SoggettoVisibile(tx, chi, id); err != nil {
		return c, err
	}
	if c.ente, err = anagrafe.EnteVisibile(tx, chi, c.soggetto.EnteID); err != nil {
		return c, err
	}
	if c.indirizzi, err = anagrafe.Residenze(tx, chi, id); err != nil {
		return c, err
	}
	c.nucleo, err = anagrafe.Nucleo(tx, chi, id)
	return c, err
}

func (h *gestore) mostraCard(c *gin.Context, chi models.Chi, residenza *form.Form, atto string, problemi *models.Error) error {
	var k carta
	err := h.leggi(c, chi, func(tx *gorm.DB, id string) (err error) {
		k, err = leggiCarta(tx, chi, id)
		return err
	})
	if err != nil {
		return err
	}
	id := k.soggetto.ID
	p := web.SchedaPage{
		Base: base(c, chi, k.soggetto.Nominativo(), casa, elencoSu), Comandi: comandi(id),
		Sottotitolo: "Codice " + strconv.Itoa(k.soggetto.Codice) + " dell'anagrafe di " + k.ente.Denominazione,
		AltoADestra: []web.Link{{Testo: "Modifica i dati anagrafici", URL: "/soggetti/" + id + "/modifica", Icona: web.IconaModifica}},
		Cassetti: []web.Cassetto{
			datiAnagrafici(k.soggetto), cassettoResidenza(id, k.indirizzi, residenza, atto), cassettoNucleo(id, k.nucleo),
			cassettoDomande(id), cassettoInterventi(id),
		},
	}
	conProblemi(&p.Base, problemi)
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// comandi is the list with Esegui of fig. 7.
func comandi(id string) []web.Link {
	q := "?soggettoId=" + id
	nuovo := func(natura string) string { return "/interventi/nuovo?natura=" + natura + "&soggetto=" + id }
	return []web.Link{
		{Testo: "Domande", URL: "/domande" + q},
		{Testo: "Nuova domanda", URL: "/domande/nuova?soggetto=" + id},
		{Testo: "Interventi", URL: "/interventi" + q},
		{Testo: "Nuovo intervento economico", URL: nuovo("ECONOMICO")},
		{Testo: "Nuovo intervento con prestazioni", URL: nuovo("PRESTAZIONI")},
		{Testo: "Nuovo intervento in struttura", URL: nuovo("STRUTTURA")},
	}
}

func datiAnagrafici(s anagrafe.Soggetto) web.Cassetto {
	return web.Cassetto{ID: "dati-anagrafici", Titolo: "Dati anagrafici", Voci: []web.Voce{
		{Etichetta: "Codice", Valore: strconv.Itoa(s.Codice)},
		{Etichetta: "Cognome", Valore: s.Cognome},
		{Etichetta: "Nome", Valore: s.Nome},
		{Etichetta: "Sesso", Valore: parole[anagrafe.ModuloSoggetto]("sesso")[s.Sesso]},
		{Etichetta: "Data di nascita", Valore: s.DataNascita.Italiana()},
		{Etichetta: "Luogo di nascita", Valore: s.LuogoNascita},
		{Etichetta: "Codice fiscale", Valore: string(s.CodiceFiscale)},
		{Etichetta: "Telefono", Valore: s.Telefono},
		{Etichetta: "E-mail", Valore: s.Email},
		{Etichetta: "Note", Valore: s.Note},
	}}
}

func cassettoResidenza(id string, indirizzi []anagrafe.Residenza, modulo *form.Form, atto string) web.Cassetto {
	t := web.Tabella{Titolo: "Indirizzi", Colonne: web.Colonne("Tipo", "Comune", "Indirizzo", "CAP", "Dal", "Al"),
		Vuoto: "nessun indirizzo: aggiungere la residenza"}
	tipi := parole[anagrafe.ModuloResidenza]("tipo")
	for _, r := range indirizzi {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{
			web.Testo(tipi[r.Tipo]), web.Testo(r.Comune), web.Testo(r.Indirizzo), web.Testo(r.CAP), web.Testo(r.Dal.Italiana()), web.Testo(r.Al.Italiana()),
		}})
	}
	return web.Cassetto{ID: "residenza", Titolo: "Residenza", Tabelle: []web.Tabella{t}, Moduli: []web.ModuloInline{{
		Titolo: "Aggiungi un indirizzo", Testo: "L'indirizzo dello stesso tipo che c'è ora si chiude il giorno prima e resta nell'elenco",
		Azione: "/soggetti/" + id + "/residenze", Atto: atto, Form: modulo, Invia: "Salva",
	}}}
}

func cassettoNucleo(id string, nucleo []anagrafe.Componente) web.Cassetto {
	t := web.Tabella{Titolo: "Nucleo e relazioni", Colonne: web.Colonne("Cognome e nome", "Relazione", "Convivente", "Dal"),
		Vuoto: "nessuna persona: aggiungere chi vive con il soggetto o se ne occupa"}
	tipi := parole[anagrafe.ModuloRelazione]("tipo")
	for _, a := range nucleo {
		convive := "no"
		if a.Convivente {
			convive = "sì"
		}
		nome := anagrafe.Soggetto{Cognome: a.Cognome, Nome: a.Nome, DataNascita: a.DataNascita}.Nominativo()
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{
			web.Collegamento(nome, "/soggetti/"+a.AltroID), web.Testo(tipi[a.Tipo]), web.Testo(convive), web.Testo(a.Dal.Italiana()),
		}})
	}
	return web.Cassetto{ID: "nucleo", Titolo: "Nucleo", Tabelle: []web.Tabella{t},
		Nuovo: &web.Link{Testo: "Aggiungi una persona", URL: "/soggetti/" + id + "/relazioni/nuova"}}
}

func cassettoDomande(id string) web.Cassetto {
	return web.Cassetto{ID: "domande", Titolo: "Domande",
		Voci:  []web.Voce{{Etichetta: "Domande del soggetto", Valore: "Apri l'elenco", URL: "/domande?soggettoId=" + id}},
		Nuovo: &web.Link{Testo: "Nuova domanda", URL: "/domande/nuova?soggetto=" + id}}
}

func cassettoInterventi(id string) web.Cassetto {
	return web.Cassetto{ID: "interventi", Titolo: "Interventi",
		Voci: []web.Voce{{Etichetta: "Interventi del soggetto", Valore: "Apri l'elenco", URL: "/interventi?soggettoId=" + id}}}
}

// parole are the words of a field's choices, by value.
func parole[F any](nome string) map[string]string {
	campo, _ := form.Vuoto[F](nil).Field(nome)
	out := map[string]string{}
	for _, o := range campo.Options {
		out[o.Valore] = o.Testo
	}
	return out
}

// esegui goes to the command chosen in a list.
func esegui(c *gin.Context, _ models.Chi) error {
	comando := c.Query("comando")
	if !auth.Locale(comando) {
		return models.Errorf(models.NotFound, "il comando non esiste: tornare indietro e sceglierne uno dall'elenco")
	}
	c.Redirect(http.StatusSeeOther, comando)
	return nil
}
