package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// rifiutato is a line of a confirmed run that a bank did not pay, and that no
// run that stands pays again.
type rifiutato struct {
	ID           string
	InterventoID string
	Mese         periodo.Mese
	Voce         string
	Netto        euro.Importo // what the refused transfer would have paid of it
	Corsa        string       // the number of the run
}

// leggiRifiutati reads what the banks refused of a page of interventi, but for
// what other runs pay again.
func leggiRifiutati(tx *gorm.DB, e Elaborazione, interventi []daPagare) (map[chiaveMese][]rifiutato, error) {
	righe, err := models.Tutte[rifiutato](tx, `SELECT m.id, m.intervento_id, m.mese_competenza AS mese, m.voce, v.netto, x.anno || '/' || x.numero AS corsa
		FROM movimento m JOIN disposizione v ON v.id = m.id JOIN elaborazione x ON x.id = m.elaborazione_id
		JOIN esito_pagamento o ON o.distinta_id = v.distinta_id AND o.numero = v.numero AND o.stato = 'RIFIUTATO'
		WHERE m.intervento_id IN ? AND m.ente_id = ? AND NOT EXISTS (SELECT 1 FROM movimento r JOIN elaborazione y ON y.id = r.elaborazione_id
			WHERE r.riemette_id = m.id AND r.tipo = 'RIEMISSIONE' AND r.stato <> 'SIMULATO' AND y.stato <> 'STORNATA' AND y.id <> ?)
		ORDER BY m.voce, m.id`, ids(interventi), e.EnteID, e.ID)
	out := map[chiaveMese][]rifiutato{}
	for _, r := range righe {
		k := chiaveMese{r.InterventoID, r.Mese}
		out[k] = append(out[k], r)
	}
	return out, err
}

// riemissioni are the lines that pay again what a bank refused: the same key,
// no new due (domain c.9, row 13). IVA and quota were counted by the line that
// each names, and are not counted twice.
func riemissioni(rifiutati []rifiutato) []daRegolare {
	var out []daRegolare
	for _, r := range rifiutati {
		out = append(out, daRegolare{Tipo: tipoRiemissione, Riemette: &r.ID, Riga: Riga{Voce: r.Voce, Imponibile: r.Netto, Totale: r.Netto,
			Dettaglio:   []Passaggio{{"rimesso in pagamento", "rifiutato dalla banca con l'elaborazione " + r.Corsa, r.Netto}},
			Spiegazione: calcolo.Rimessa(calcolo.Regolato{Corsa: r.Corsa, Rif: riferimentoA("movimento", r.ID), Mese: r.Mese, Importo: r.Netto})}})
	}
	return out
}

// modalitaSospesa is how somebody is paid, suspended since a bank refused it.
type modalitaSospesa struct {
	Creditore string
	Metodo    string
	IBAN      string `gorm:"column:iban"` // "" at the counter
}

// segnaSospesi marks the interventi of a page whose payee is paid in a way that
// is suspended.
func segnaSospesi(tx *gorm.DB, e Elaborazione, interventi []daPagare) error {
	righe, err := models.Tutte[modalitaSospesa](tx, `SELECT creditore, metodo, iban FROM modalita_sospesa WHERE ente_id = ? AND riattivata_il IS NULL`, e.EnteID)
	sospese := map[modalitaSospesa]bool{}
	for _, r := range righe {
		sospese[r] = true
	}
	for n, i := range interventi {
		interventi[n].Sospeso = sospese[i.modalita()]
	}
	return err
}

// modalita is how who an intervento pays is paid today.
func (i daPagare) modalita() modalitaSospesa {
	m := modalitaSospesa{i.Creditore, i.Metodo, i.IBAN.String()}
	if i.Metodo == "CASSA" {
		m.IBAN = ""
	}
	return m
}
