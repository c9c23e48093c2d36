package anagrafe

import (
	"strconv"

	"gorm.io/gorm"

	"siss/api/cerca"
	"siss/models"
	"siss/models/anagrafe"
	"siss/web"
)

// Ovunque is where "Cerca in tutte le aree" looks for persons: by codice,
// codice fiscale or name.
func Ovunque() cerca.Fonte {
	return cerca.Fonte{ID: "soggetti", Titolo: "Soggetti", Cerca: cercaOvunque,
		Vuoto: "nessun soggetto trovato: provare con meno lettere o con il codice fiscale"}
}

func cercaOvunque(tx *gorm.DB, chi models.Chi, t cerca.Testo, quanti int) ([]web.Trovato, *web.Link, error) {
	if t.Anno != 0 || t.Genere != "" {
		return nil, nil, nil
	}
	enti, err := anagrafe.NomiEnti(tx, chi)
	if err != nil {
		return nil, nil, err
	}
	soggetti, err := anagrafe.Suggerisci(tx, chi, t.Scritto, quanti)
	if err != nil {
		return nil, nil, err
	}
	var out []web.Trovato
	for _, s := range soggetti {
		out = append(out, web.Trovato{Testo: s.Nominativo(), URL: schedaDi(s),
			Nota: cerca.Nota(string(s.CodiceFiscale), "codice "+strconv.Itoa(s.Codice), enti[s.EnteID])})
	}
	q := daCercato(anagrafe.RicercaLibera(t.Scritto))
	if len(q) == 0 {
		return out, nil, nil
	}
	return out, &web.Link{Testo: "Cerca tra tutti i soggetti", URL: "/soggetti?" + q.Encode()}, nil
}
