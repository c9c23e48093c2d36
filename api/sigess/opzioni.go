package sigess

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/assa"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// opzioniDi turns rows into the choices of a select.
func opzioniDi[T any](righe []T, opzione func(T) form.Opzione) []form.Opzione {
	out := make([]form.Opzione, 0, len(righe))
	for _, r := range righe {
		out = append(out, opzione(r))
	}
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

// opzioniIntervento are the choices of the form of an intervento of the natura
// that begins on the day.
func opzioniIntervento(tx *gorm.DB, chi models.Chi, s anagrafe.Soggetto, natura sigess.Natura, data periodo.Data) (form.Opzioni, error) {
	out := form.Opzioni{}
	passi := []struct {
		nome  string
		leggi func() ([]form.Opzione, error)
	}{
		{"uffici", func() ([]form.Opzione, error) { return ufficiDi(tx, chi, s.EnteID) }},
		{"operatori", func() ([]form.Opzione, error) { return operatoriDi(tx, s.EnteID) }},
		{"tipiIntervento", func() ([]form.Opzione, error) { return tipiDi(tx, natura, data) }},
		{"richieste", func() ([]form.Opzione, error) { return richiesteDi(tx, chi, s.ID, natura) }},
		{"beneficiari", func() ([]form.Opzione, error) { return beneficiariDi(tx, chi, s) }},
		{"erogatori", func() ([]form.Opzione, error) { return erogatoriIl(tx, chi, data) }},
		{"strutture", func() ([]form.Opzione, error) { return struttureIl(tx, natura, data) }},
		{"tariffari", func() ([]form.Opzione, error) { return tariffariIl(tx, chi, natura, data) }},
		{"prestazioni", func() ([]form.Opzione, error) { return prestazioniIl(tx, chi, natura, data) }},
	}
	for _, p := range passi {
		opzioni, err := p.leggi()
		if err != nil {
			return nil, err
		}
		out[p.nome] = opzioni
	}
	return out, nil
}

func richiesteDi(tx *gorm.DB, chi models.Chi, soggettoID string, natura sigess.Natura) ([]form.Opzione, error) {
	richieste, err := sigess.RichiesteAccolte(tx, chi, soggettoID, natura)
	return opzioniDi(richieste, func(r sigess.RichiestaAccolta) form.Opzione {
		return form.Opzione{Valore: r.ID, Testo: r.Testo()}
	}), err
}

// beneficiariDi are the soggetto and the persons in relation with it.
func beneficiariDi(tx *gorm.DB, chi models.Chi, s anagrafe.Soggetto) ([]form.Opzione, error) {
	nucleo, err := anagrafe.Nucleo(tx, chi, s.ID)
	out := []form.Opzione{{Valore: s.ID, Testo: s.Nominativo()}}
	for _, p := range nucleo {
		out = append(out, form.Opzione{Valore: p.AltroID, Testo: nominativo(p.Cognome, p.Nome, p.DataNascita)})
	}
	return out, err
}

func erogatoriIl(tx *gorm.DB, chi models.Chi, data periodo.Data) ([]form.Opzione, error) {
	erogatori, err := sigess.Erogatori(tx, chi, data)
	return opzioniDi(erogatori, func(e sigess.Erogatore) form.Opzione { return form.Opzione{Valore: e.ID, Testo: e.Denominazione} }), err
}

// struttureIl are the structures of the ASSA register that may be chosen on the day.
func struttureIl(tx *gorm.DB, natura sigess.Natura, data periodo.Data) ([]form.Opzione, error) {
	if natura != sigess.Struttura {
		return nil, nil
	}
	strutture, err := assa.Selezionabili(tx, data, "")
	return opzioniDi(strutture, func(s assa.Struttura) form.Opzione {
		return form.Opzione{Valore: s.ID, Testo: s.Denominazione + " - " + s.Comune}
	}), err
}

func tariffariIl(tx *gorm.DB, chi models.Chi, natura sigess.Natura, data periodo.Data) ([]form.Opzione, error) {
	tariffari, err := sigess.Tariffari(tx, chi, natura, data)
	return opzioniDi(tariffari, func(t sigess.Tariffario) form.Opzione {
		return form.Opzione{Valore: t.ID, Testo: t.Codice + " - " + t.Denominazione}
	}), err
}

func prestazioniIl(tx *gorm.DB, chi models.Chi, natura sigess.Natura, data periodo.Data) ([]form.Opzione, error) {
	voci, err := sigess.PrestazioniOfferte(tx, chi, natura, data)
	return opzioniDi(voci, opzionePrestazione), err
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
