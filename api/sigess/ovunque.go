package sigess

import (
	"net/url"
	"strconv"

	"gorm.io/gorm"

	"siss/api/cerca"
	"siss/models"
	"siss/models/sigess"
	"siss/web"
)

// Ovunque is where "Cerca in tutte le aree" looks for domande and interventi:
// by number, with or without the year.
func Ovunque() []cerca.Fonte {
	return []cerca.Fonte{
		{ID: "domande", Titolo: "Domande", Numerata: true, Vuoto: "nessuna domanda con questo numero: controllare l'anno",
			Cerca: perNumero("domanda", "Domanda ", sezioneDomande, sigess.DomandeNumero)},
		{ID: "interventi", Titolo: "Interventi", Numerata: true, Vuoto: "nessun intervento con questo numero: controllare l'anno",
			Cerca: perNumero("intervento", "Intervento ", sezioneInterventi, sigess.InterventiNumero)},
	}
}

func perNumero(genere, nome, sezione string, elenca func(*gorm.DB, models.Chi, int, int, int) ([]sigess.Numerata, error),
) func(*gorm.DB, models.Chi, cerca.Testo, int) ([]web.Trovato, *web.Link, error) {
	return func(tx *gorm.DB, chi models.Chi, t cerca.Testo, quanti int) ([]web.Trovato, *web.Link, error) {
		if t.Numero == 0 || t.Genere != "" && t.Genere != genere {
			return nil, nil, nil
		}
		righe, err := elenca(tx, chi, t.Anno, t.Numero, quanti)
		if err != nil {
			return nil, nil, err
		}
		var out []web.Trovato
		for _, r := range righe {
			nota := []string{r.Nominativo(), r.Tipo, r.Stato.Nome()}
			if len(chi.Enti()) > 1 {
				nota = append(nota, r.Ente)
			}
			out = append(out, web.Trovato{Testo: nome + r.Estremi(), Nota: cerca.Nota(nota...), URL: sezione + "/" + r.ID})
		}
		if t.Anno != 0 {
			return out, nil, nil
		}
		return out, &web.Link{Testo: "Vedi in tutti gli anni", URL: sezione + "?" + url.Values{"numero": {strconv.Itoa(t.Numero)}}.Encode()}, nil
	}
}
