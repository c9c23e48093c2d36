package inbox

import (
	"fmt"
	"net/url"

	"github.com/google/uuid"

	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/web"
)

// giorniInScadenza is how many days before its term a task is marked.
const giorniInScadenza = 7

// riga is a task as the home page shows it to who asks; its acts lead back qui.
func riga(c Compito, chi models.Chi, qui string, oggi periodo.Data) web.Compito {
	out := web.Compito{
		ID: c.ID, Cosa: web.Link{Testo: c.Titolo, URL: apri(c)}, Soggetto: c.Soggetto, Ufficio: c.Ufficio,
		Eta: eta(oggi.Meno(periodo.Di(c.Creato))), Dal: periodo.Di(c.Creato).Italiana(), Termine: termine(c.Scade, oggi), PresoDa: c.Operatore,
	}
	if c.Operatore != "" && c.PresoIl == nil && c.Tipo != inbox.PrendiVisione {
		out.Nota = "da prendere in carico" // a presa visione is never taken
	}
	out.Primo, out.Altri = possibili(c, chi, qui)
	return out
}

func eta(giorni int) string {
	switch {
	case giorni <= 0:
		return "oggi"
	case giorni == 1:
		return "1 giorno"
	}
	return fmt.Sprintf("%d giorni", giorni)
}

// termine says in words when a task falls due.
func termine(scade, oggi periodo.Data) web.Termine {
	if scade.IsZero() {
		return web.Termine{}
	}
	t := web.Termine{Data: scade.Italiana()}
	switch giorni := scade.Meno(oggi); {
	case giorni == -1:
		t.Testo, t.Tono = "scaduto da 1 giorno", web.Negativo
	case giorni < 0:
		t.Testo, t.Tono = fmt.Sprintf("scaduto da %d giorni", -giorni), web.Negativo
	case giorni == 0:
		t.Testo, t.Tono = "scade oggi", web.Attenzione
	case giorni == 1:
		t.Testo, t.Tono = "scade domani", web.Attenzione
	case giorni <= giorniInScadenza:
		t.Testo, t.Tono = fmt.Sprintf("scade tra %d giorni", giorni), web.Attenzione
	default:
		t.Testo = fmt.Sprintf("scade tra %d giorni", giorni)
	}
	return t
}

// apri is where the task is done.
func apri(c Compito) string {
	if c.Tipo == inbox.CreaIntervento {
		return "/interventi/nuovo?" + url.Values{"natura": {c.Natura}, "soggetto": {c.SoggettoID}, "richiesta": {c.RichiestaID}}.Encode()
	}
	return caso(c.Oggetto, c.OggettoID)
}

// caso is the card of a case.
func caso(oggetto, id string) string {
	switch oggetto {
	case "elaborazione":
		return "/elaborazioni/" + id
	case "intervento":
		return "/interventi/" + id
	case "chiusura":
		return "/chiusure/" + id
	}
	return "/domande/" + id
}

// possibili are what the operatore may do on the task as it is: the first thing, and
// the rest.
func possibili(c Compito, chi models.Chi, qui string) (primo *web.Pulsante, altri []web.Pulsante) {
	mio, libero := c.OperatoreID == chi.OperatoreID, c.OperatoreID == ""
	percorso := func(cosa string) string {
		return "/compiti/" + c.ID + "/" + cosa + "?" + url.Values{"ritorno": {qui}}.Encode()
	}
	atto := func(testo, cosa string, tono web.Tono) *web.Pulsante {
		return &web.Pulsante{Testo: testo, Oggetto: c.Titolo, Atto: uuid.NewString(), Tono: tono, URL: percorso(cosa)}
	}
	switch {
	case c.Tipo == inbox.PrendiVisione && mio:
		primo = atto("Presa visione", "completamento", web.Principale)
	case c.Tipo == inbox.PrendiVisione:
	case mio && c.PresoIl != nil:
		altri = append(altri, *atto("Rilascia", "rilascio", ""))
	case mio, libero:
		primo = atto("Prendi in carico", "presa", web.Principale)
	}
	if c.Tipo != inbox.PrendiVisione && (mio || chi.Ha(c.EnteID, models.Coordinatore)) {
		altri = append(altri, web.Pulsante{Testo: "Riassegna", Oggetto: c.Titolo, URL: percorso("riassegnazione"), Link: true})
	}
	if c.Tipo == inbox.CreaIntervento {
		altri = append(altri, web.Pulsante{Testo: "Apri la domanda", Oggetto: c.Titolo, URL: caso(c.Oggetto, c.OggettoID), Link: true})
	}
	if c.SoggettoID != "" {
		altri = append(altri, web.Pulsante{Testo: "Scheda del soggetto", Oggetto: c.Soggetto, URL: "/soggetti/" + c.SoggettoID, Link: true})
	}
	return primo, altri
}
