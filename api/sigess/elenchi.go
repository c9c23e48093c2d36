package sigess

import (
	"net/url"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// opzioniElenco are the choices of the filters of a list.
func opzioniElenco(tx *gorm.DB, chi models.Chi, natura sigess.Natura) (form.Opzioni, error) {
	oggi := periodo.Oggi()
	uffici, err := sigess.UfficiDegliEnti(tx, chi, oggi)
	if err != nil {
		return nil, err
	}
	operatori, err := sigess.OperatoriDegliEnti(tx, chi, oggi)
	if err != nil {
		return nil, err
	}
	tipi, err := tipiDi(tx, natura, oggi)
	return form.Opzioni{"uffici": opzioniDi(uffici, opzioneUO), "operatori": opzioniDi(operatori, opzioneOperatore), "tipiIntervento": tipi}, err
}

// intestazione heads a column that sorts the list; nome is the order that it
// asks for, implicito the one that the list has when none is asked for.
func intestazione(c web.Colonna, percorso string, query url.Values, nome, implicito string) web.Colonna {
	attuale := query.Get("ordine")
	if attuale == "" {
		attuale = implicito
	}
	prossimo := nome
	switch attuale {
	case nome:
		c.Ordine, prossimo = web.Crescente, "-"+nome
	case "-" + nome:
		c.Ordine = web.Decrescente
	}
	altri := url.Values{}
	for k, v := range query {
		if k != "pagina" {
			altri[k] = v
		}
	}
	altri.Set("ordine", prossimo)
	c.URL = percorso + "?" + altri.Encode()
	return c
}

// ordinate are the columns of a list, those with an order by the name of it.
func ordinate(percorso string, query url.Values, implicito string, colonne []web.Colonna, ordini map[string]string) []web.Colonna {
	for n, c := range colonne {
		if nome, ok := ordini[c.Testo]; ok {
			colonne[n] = intestazione(c, percorso, query, nome, implicito)
		}
	}
	return colonne
}

// filtrata tells whether a list was asked for with something besides the page,
// the order and what it is always of.
func filtrata(query url.Values, sempre ...string) bool {
	for nome, v := range query {
		if strings.TrimSpace(strings.Join(v, "")) != "" && nome != "pagina" && nome != "righe" && nome != "ordine" && !strings.Contains(" "+strings.Join(sempre, " ")+" ", " "+nome+" ") {
			return true
		}
	}
	return false
}

// dellaPersona fits a list to the soggetto it is of: title, + and what to do
// when it is empty. Without a soggetto one is chosen first.
func dellaPersona(tx *gorm.DB, chi models.Chi, p *web.ElencoPage, soggettoID, titolo, nuovo string) error {
	if soggettoID == "" {
		cerca := web.Link{Testo: "Cerca il soggetto", URL: "/soggetti"}
		p.Introduzione = "Per aggiungere una pratica si parte dal soggetto: l'icona + apre la ricerca in anagrafe"
		p.Nuovo = &web.Link{Testo: "Scegli il soggetto e aggiungi", URL: cerca.URL}
		p.Vuoto, p.AzioneVuoto = "nessuna pratica: cercare il soggetto e aggiungerne una", &cerca
		return nil
	}
	s, err := anagrafe.SoggettoVisibile(tx, chi, soggettoID)
	if err != nil {
		return err
	}
	p.Titolo = titolo + s.Nominativo()
	p.Percorso = append(p.Percorso, web.Link{Testo: s.Nominativo(), URL: "/soggetti/" + s.ID})
	p.Nuovo = &web.Link{Testo: "Aggiungi", URL: nuovo + s.ID}
	p.Vuoto, p.AzioneVuoto = "nessuna pratica del soggetto: aggiungerne una con l'icona +", p.Nuovo
	return nil
}

// conFiltri says what to do when a list is empty because of its filters.
func conFiltri(p *web.ElencoPage, query url.Values, sempre ...string) {
	if !filtrata(query, sempre...) {
		return
	}
	resta := url.Values{}
	for _, nome := range sempre {
		if v := query.Get(nome); v != "" {
			resta.Set(nome, v)
		}
	}
	verso := p.Azione
	if len(resta) > 0 {
		verso += "?" + resta.Encode()
	}
	p.Vuoto, p.AzioneVuoto = "nessuna pratica con questi filtri: cambiarli o toglierli", &web.Link{Testo: "Togli i filtri", URL: verso}
}
