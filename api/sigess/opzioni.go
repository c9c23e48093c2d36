package sigess

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// opzioniDi turns rows into the choices of a select, in the order of what is
// read.
func opzioniDi[T any](righe []T, opzione func(T) form.Opzione) []form.Opzione {
	out := make([]form.Opzione, 0, len(righe))
	for _, r := range righe {
		out = append(out, opzione(r))
	}
	slices.SortStableFunc(out, func(a, b form.Opzione) int {
		return strings.Compare(strings.ToLower(a.Testo), strings.ToLower(b.Testo))
	})
	return out
}

func opzioneUO(u anagrafe.UO) form.Opzione { return form.Opzione{Valore: u.ID, Testo: u.Nome()} }

func opzioneOperatore(o anagrafe.Operatore) form.Opzione {
	return form.Opzione{Valore: o.ID, Testo: o.Nominativo()}
}

func opzioneTipo(t sigess.TipoIntervento) form.Opzione {
	return form.Opzione{Valore: t.ID, Testo: t.Denominazione}
}

// ufficiDi lists the offices of an ente in which a case may be entered.
func ufficiDi(tx *gorm.DB, chi models.Chi, enteID string) ([]form.Opzione, error) {
	uffici, err := anagrafe.Uffici(tx, chi, periodo.Oggi())
	var out []form.Opzione
	for _, u := range uffici {
		if u.EnteID == enteID {
			out = append(out, opzioneUO(u))
		}
	}
	return out, err
}

// unica is the only choice, or "" when there are several.
func unica(opzioni []form.Opzione) string {
	if len(opzioni) == 1 {
		return opzioni[0].Valore
	}
	return ""
}

// ufficioProprio is the first of the offices in which who acts works, else the
// only one there is.
func ufficioProprio(chi models.Chi, uffici []form.Opzione) string {
	for _, u := range uffici {
		if slices.Contains(chi.UO(), u.Valore) {
			return u.Valore
		}
	}
	return unica(uffici)
}

// offerto tells whether a value is among the choices.
func offerto(opzioni []form.Opzione, valore string) bool {
	return slices.ContainsFunc(opzioni, func(o form.Opzione) bool { return o.Valore == valore })
}

func operatoriDi(tx *gorm.DB, enteID string) ([]form.Opzione, error) {
	operatori, err := anagrafe.Abilitati(tx, enteID, periodo.Oggi())
	return opzioniDi(operatori, opzioneOperatore), err
}

func tipiDi(tx *gorm.DB, natura sigess.Natura, data periodo.Data) ([]form.Opzione, error) {
	tipi, err := sigess.Tipi(tx, natura, data)
	return opzioniDi(tipi, opzioneTipo), err
}

// opzioniDomanda are the choices of the form of fig. 9.
func opzioniDomanda(tx *gorm.DB, chi models.Chi, enteID string, data periodo.Data) (form.Opzioni, error) {
	uffici, err := ufficiDi(tx, chi, enteID)
	if err != nil {
		return nil, err
	}
	tipi, err := tipiDi(tx, "", data)
	return form.Opzioni{"uffici": uffici, "tipiIntervento": tipi}, err
}

func opzionePrestazione(v sigess.Voce) form.Opzione {
	return form.Opzione{Valore: v.Prestazione, Testo: v.Denominazione + " (" + unita(v.Unita) + ")"}
}

// unita is the operators' word for a unit of a price list.
func unita(codice string) string {
	switch codice {
	case "ORA":
		return "a ore"
	case "ACCESSO":
		return "ad accesso"
	case "PASTO":
		return "a pasto"
	case "GIORNATA":
		return "a giornata"
	}
	return strings.ToLower(codice)
}
