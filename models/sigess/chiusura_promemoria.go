package sigess

import (
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/inbox"
	"siss/models/misura"
	"siss/models/periodo"
)

// Promemoria is when a month that is not signed is looked at.
type Promemoria int

// The three times. The numbers are durable.
const (
	PrimaDellaFine Promemoria = 1 // some days before the month ends: what is missing so far
	FinitoIlMese   Promemoria = 2 // the day after it: it can be signed
	AllaScadenza   Promemoria = 3 // when it should have been
)

// anticipo is how many days before its end the missing days of a month are
// first asked for.
const anticipo = 3

// Giorno is the day of the reminder.
func (s SituazioneChiusura) Giorno(p Promemoria) periodo.Data {
	switch p {
	case PrimaDellaFine:
		return s.Fine.Piu(-anticipo)
	case FinitoIlMese:
		return s.Fine.Piu(1)
	}
	return s.Scadenza
}

// RicordaMese asks the office of who delivers, or that of the interventi, for the
// missing days of a month that is not signed, and once it has ended to sign it.
func RicordaMese(tx *gorm.DB, id string, p Promemoria, quando time.Time) error {
	c, err := models.Una[Chiusura](tx, "la chiusura non esiste", `SELECT * FROM chiusura_mese WHERE id = ? FOR UPDATE`, id)
	if err != nil || c.Stato == MeseChiuso {
		return err
	}
	mancanze, err := MancanzeDi(tx, c, periodo.Di(quando))
	if err != nil {
		return err
	}
	if p == FinitoIlMese {
		if err := inbox.Chiudi(tx, id, quando, inbox.CompletaMese); err != nil {
			return err
		}
		return chiediFirma(tx, c, fmt.Sprint(p), len(mancanze), quando)
	}
	if len(mancanze) == 0 {
		return nil
	}
	presso, err := pressoDi(tx, c.PressoID)
	if err != nil {
		return err
	}
	uo, err := ufficioFirma(tx, c, periodo.Di(quando))
	if err != nil {
		return err
	}
	scade := c.Mese.Fine()
	if p == AllaScadenza {
		scade = periodo.Di(quando)
	}
	return apriCompitoMese(tx, c, uo, inbox.CompletaMese, fmt.Sprint(p), "Completare il tabellone di "+c.Mese.Italiano()+" di "+presso+": "+quante(len(mancanze)), quando, scade)
}

// chiediFirma opens the task to sign a month.
func chiediFirma(tx *gorm.DB, c Chiusura, chiave string, mancanti int, quando time.Time) error {
	presso, err := pressoDi(tx, c.PressoID)
	if err != nil {
		return err
	}
	uo, err := ufficioFirma(tx, c, periodo.Di(quando))
	if err != nil {
		return err
	}
	titolo := "Firmare il tabellone di " + c.Mese.Italiano() + " di " + presso
	if mancanti > 0 {
		titolo += ": " + quante(mancanti)
	}
	return apriCompitoMese(tx, c, uo, inbox.FirmaMese, chiave, titolo, quando, c.Scadenza)
}

// quante counts missing days in words.
func quante(n int) string {
	if n == 1 {
		return "1 giornata senza accessi"
	}
	return fmt.Sprintf("%d giornate senza accessi", n)
}

func apriCompitoMese(tx *gorm.DB, c Chiusura, uo string, tipo inbox.Tipo, chiave, titolo string, quando time.Time, scade periodo.Data) error {
	return inbox.Apri(tx, inbox.Compito{Chiave: WorkflowChiusura(c.ID) + "/" + string(tipo) + "/" + chiave, EnteID: c.EnteID, UOID: uo, Tipo: tipo,
		Oggetto: "chiusura", OggettoID: c.ID, WorkflowID: WorkflowChiusura(c.ID), Titolo: titolo, Creato: quando, Scade: scade})
}

// ufficioFirma is the office that signs: that of who delivers, if anybody acts
// in it, else that of the interventi.
func ufficioFirma(tx *gorm.DB, c Chiusura, oggi periodo.Data) (string, error) {
	uo, err := ufficioErogatore(tx, c, oggi)
	if uo == "" {
		uo = c.UOID
	}
	return uo, err
}

// pressoDi names an ente erogatore or a struttura.
func pressoDi(tx *gorm.DB, id string) (string, error) {
	p, err := models.Una[Presso](tx, "l'ente erogatore non esiste", `SELECT id, denominazione FROM erogatore WHERE id = ?
		UNION ALL SELECT id, denominazione FROM struttura WHERE id = ?`, id, id)
	return p.Denominazione, err
}

// Mancanza is something that the plan of an intervento foresees and of which
// nothing was registered: a day, or for what is planned by the week or by the
// month the days of it.
type Mancanza struct {
	RigaIntervento
	Prestazione   string
	Denominazione string
	Dal, Al       periodo.Data
}

// maggioranza is how many days of a week an intervento must be delivered on, in
// the month, for the week to be looked at there: a week across two months is of
// the one that has most of it.
const maggioranza = 4

// Mancanze lists what is missing of the month of a row, up to a day: the days of
// its plan with no accesso, in which it is delivered.
func (r RigaTabellone) Mancanze(oggi periodo.Data) []Mancanza {
	c := Caso{Span: periodo.Intervallo{Dal: r.DataInizio, Al: r.DataFine}}
	for _, s := range r.Sospensioni {
		c.Sospensioni = append(c.Sospensioni, periodo.Intervallo{Dal: s.Dal, Al: s.Al})
	}
	coperti := c.coperti(r.Mese, periodo.Data{}, periodo.Data{})
	var out []Mancanza
	for _, p := range r.Piano {
		for _, giorni := range attesi(p.attesa(), coperti) {
			ultimo := giorni[len(giorni)-1]
			if ultimo.Dopo(oggi) || slices.ContainsFunc(r.Accessi, func(a Accesso) bool { return a.Prestazione == p.Prestazione && slices.Contains(giorni, a.Data) }) {
				continue
			}
			out = append(out, Mancanza{RigaIntervento: r.RigaIntervento, Prestazione: p.Prestazione, Denominazione: p.Denominazione, Dal: giorni[0], Al: ultimo})
		}
	}
	return out
}

// attesa is how often a prestazione is expected: by the day too, when it is of
// days and so many that none is left out.
func (p PianoRiga) attesa() string {
	ogniGiorno := map[string]misura.Quantita{"SETTIMANA": 700, "MESE": 2800}[p.Periodicita]
	if p.Unita == UnitaGiornata && ogniGiorno > 0 && p.Quantita >= ogniGiorno {
		return "GIORNO"
	}
	return p.Periodicita
}

// attesi parts the days on which an intervento is delivered into the spans in
// each of which a prestazione is expected once at least.
func attesi(periodicita string, coperti []periodo.Data) [][]periodo.Data {
	if len(coperti) == 0 {
		return nil
	}
	if periodicita == "MESE" {
		return [][]periodo.Data{coperti}
	}
	var out [][]periodo.Data
	for n, d := range coperti {
		lunedi := (int(d.Settimana()) + 6) % 7
		if periodicita == "SETTIMANA" && n > 0 && d.Meno(coperti[n-1]) <= lunedi {
			out[len(out)-1] = append(out[len(out)-1], d)
			continue
		}
		out = append(out, []periodo.Data{d})
	}
	if periodicita == "SETTIMANA" {
		out = slices.DeleteFunc(out, func(g []periodo.Data) bool { return len(g) < maggioranza })
	}
	return out
}

// MancanzeDi lists what is missing of a closing, up to a day.
func MancanzeDi(tx *gorm.DB, c Chiusura, oggi periodo.Data) ([]Mancanza, error) {
	righe, err := models.Tutte[struct{ ID string }](tx, `SELECT i.id FROM intervento i WHERE`+interventiDelMese+` ORDER BY i.id`, c.modulo().argomenti()...)
	if err != nil {
		return nil, err
	}
	interventi := make([]string, len(righe))
	for n, r := range righe {
		interventi[n] = r.ID
	}
	return mancanzeDi(tx, interventi, c.Mese, oggi)
}

// paginaMancanze is how many interventi are looked at a time.
const paginaMancanze = 200

func mancanzeDi(tx *gorm.DB, interventi []string, mese periodo.Mese, oggi periodo.Data) ([]Mancanza, error) {
	var out []Mancanza
	for ids := range slices.Chunk(interventi, paginaMancanze) {
		righe, err := righeTabellone(tx, mese, ` WHERE i.id IN ? ORDER BY s.cognome, s.nome, s.data_nascita, i.id`, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range righe {
			out = append(out, r.Mancanze(oggi)...)
		}
	}
	return out, nil
}
