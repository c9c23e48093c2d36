package sigess

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/atto"
	"siss/models/misura"
	"siss/models/periodo"
)

// ModuloCelle are cells of the tabellone of a month, written together.
type ModuloCelle struct {
	Celle []ModuloCella `json:"celle" doc:"Caselle, nell'ordine in cui sono state scritte" minItems:"1" maxItems:"1000"`
}

// ModuloCella is what was typed in a cell, and what the cell said when it was.
type ModuloCella struct {
	InterventoID string       `json:"interventoId" format:"uuid" doc:"Intervento"`
	Data         periodo.Data `json:"data" format:"date" doc:"Giorno"`
	Prestazione  string       `json:"prestazione" doc:"Codice della prestazione" minLength:"1" maxLength:"20" example:"OSS"`
	Valore       string       `json:"valore,omitempty" doc:"Quantità, tempo come 1:30 o 90, o la lettera di un tipo di presenza (P, M, G, I, R, F, V); vuoto per eliminare" maxLength:"20" example:"1:30"`
	Prima        string       `json:"prima,omitempty" doc:"Quello che la casella diceva; vuoto se era vuota" maxLength:"20" example:"1:00"`
}

// Check wants the cells of one month.
func (m ModuloCelle) Check() map[string]string {
	for n, c := range m.Celle {
		if c.Data.Mese() != m.Celle[0].Data.Mese() {
			return map[string]string{fmt.Sprintf("celle.%d.data", n): "le caselle devono essere dello stesso mese"}
		}
	}
	return nil
}

// EsitoCella is what became of a cell: Valore is what it says now, done or not.
type EsitoCella struct {
	InterventoID string       `json:"interventoId"`
	Data         periodo.Data `json:"data"`
	Prestazione  string       `json:"prestazione"`
	Fatta        bool         `json:"fatta"`
	Valore       string       `json:"valore,omitempty"`
	Motivo       string       `json:"motivo,omitempty"` // why it was refused
}

// attoCelle is the durable name under which a batch of cells is kept.
const attoCelle = "registra-accessi"

// RegistraCelle writes a batch of cells, each by itself: one that may not be
// written, or that says something else than it did when it was typed over, is
// refused and the others are not. Done again, the act answers what it answered.
func RegistraCelle(tx *gorm.DB, chi models.Chi, attoID string, m ModuloCelle, quando time.Time) ([]EsitoCella, error) {
	var ids []string
	for _, c := range m.Celle {
		if !slices.Contains(ids, c.InterventoID) {
			ids = append(ids, c.InterventoID)
		}
	}
	if len(chi.Enti()) == 0 {
		return nil, models.Errorf(models.Forbidden, "nessun ufficio è abilitato a registrare accessi")
	}
	if err := atto.Deposita(tx, chi, attoID, chi.Enti()[0], attoCelle, attoID, m); err != nil {
		return nil, err
	}
	var out []EsitoCella
	if gia, err := atto.Esegui(tx, attoID, quando, &m); err != nil {
		return nil, err
	} else if gia {
		return out, atto.Risposta(tx, attoID, &out)
	}
	f, err := apriFoglio(tx, chi, m.Celle[0].Data.Mese(), ids)
	if err != nil {
		return nil, err
	}
	l := lotto{foglio: f, toccate: map[chiaveCella]bool{}}
	for _, c := range m.Celle {
		out = append(out, l.esito(c))
	}
	scritti, tolti := l.righe()
	if err := scriviAccessi(tx, scritti, tolti); err != nil {
		return nil, err
	}
	return out, atto.Risponde(tx, attoID, out)
}

// lotto is a batch under way: the sheet as the cells so far have changed it.
type lotto struct {
	*foglio
	toccate map[chiaveCella]bool
}

// esito judges a cell and, if it may, changes the sheet.
func (l *lotto) esito(c ModuloCella) EsitoCella {
	k := chiaveCella{c.InterventoID, c.Data, c.Prestazione}
	out := EsitoCella{InterventoID: c.InterventoID, Data: c.Data, Prestazione: c.Prestazione}
	err := l.applica(k, c)
	if err != nil {
		out.Motivo = perCella(err)
	}
	out.Fatta = err == nil
	if a, presente := l.accessi[k]; presente {
		out.Valore = a.Testo()
	}
	return out
}

// perCella is the sentence of a refusal: that of its field, when it has one.
func perCella(err error) string {
	var e *models.Error
	if errors.As(err, &e) && len(e.Campi) > 0 {
		return e.Campi[0].Messaggio
	}
	return err.Error()
}

func (l *lotto) applica(k chiaveCella, c ModuloCella) error {
	i, err := l.accessibile(k.interventoID, k.data)
	if err != nil {
		return err
	}
	attuale, presente := l.accessi[k]
	if c.Valore == "" {
		return l.togli(k, i, c)
	}
	v, err := l.voce(k.interventoID, k.data, k.prestazione)
	if err != nil {
		return err
	}
	m, err := leggiMisura(v, c.Valore)
	if err != nil {
		return err
	}
	nuovo, err := l.ammette(k.interventoID, k.data, m)
	if err != nil {
		return err
	}
	if presente && attuale.uguale(nuovo) {
		return nil
	}
	if err := l.nonCambiata(attuale, presente, c.Prima); err != nil {
		return err
	}
	l.toccate[k] = true
	l.accessi[k] = scritto{Accesso: nuovo}
	if i.Natura == Struttura {
		l.presenze[presenza{i.SoggettoID, k.data}] = i.ID
	}
	return nil
}

func (l *lotto) togli(k chiaveCella, i Intervento, c ModuloCella) error {
	attuale, presente := l.accessi[k]
	if !presente {
		return nil
	}
	if err := l.aperto(i.ID); err != nil {
		return err
	}
	if err := l.nonCambiata(attuale, true, c.Prima); err != nil {
		return err
	}
	l.toccate[k] = true
	delete(l.accessi, k)
	if i.Natura == Struttura {
		delete(l.presenze, presenza{i.SoggettoID, k.data})
	}
	return nil
}

// leggiMisura reads what was typed in the unit of the prestazione.
func leggiMisura(v Voce, testo string) (ModuloAccesso, error) {
	m := ModuloAccesso{Prestazione: v.Prestazione}
	if tipo, lettera := perLettera(testo); lettera && v.Unita != UnitaOra {
		una := unaPresenza
		m.Quantita, m.TipoPresenza = &una, tipo
		return m, nil
	}
	if v.Unita == UnitaOra {
		minuti, err := misura.ParseMinuti(testo)
		if err != nil {
			return m, models.Refuse("valore", err.Error())
		}
		m.Minuti = &minuti
		return m, nil
	}
	quantita, err := misura.Parse(testo)
	if err != nil {
		return m, models.Refuse("valore", err.Error())
	}
	m.Quantita = &quantita
	return m, nil
}

// nonCambiata refuses a cell that no longer says what was typed over.
func (l *lotto) nonCambiata(attuale scritto, presente bool, prima string) error {
	switch {
	case !presente && prima == "", presente && dice(attuale.Accesso, prima):
		return nil
	case !presente:
		return models.Errorf(models.Conflict, "nel frattempo qualcuno ha svuotato la casella: scriverla di nuovo, se serve")
	case attuale.InseritoDa == l.chi.OperatoreID:
		return models.Errorf(models.Conflict, "la casella è già stata cambiata in un'altra finestra: ora mostra quel valore")
	}
	return models.Errorf(models.Conflict, "nel frattempo la casella è stata cambiata da %s: ora mostra quel valore", attuale.Operatore)
}

// dice tells whether a text, however written, is the quantity of an accesso.
func dice(a Accesso, testo string) bool {
	if tipo, lettera := perLettera(testo); lettera || a.TipoPresenza != Presente {
		return tipo == a.TipoPresenza && a.Quantita != nil && *a.Quantita == unaPresenza
	}
	if a.Minuti != nil {
		m, err := misura.ParseMinuti(testo)
		return err == nil && m == *a.Minuti
	}
	q, err := misura.Parse(testo)
	return err == nil && q == *a.Quantita
}

// righe are the rows to write and the ids of those to take away.
func (l *lotto) righe() (scritti []Accesso, tolti []string) {
	for k := range l.toccate {
		var dopo *Accesso
		if a, presente := l.accessi[k]; presente {
			dopo = &a.Accesso
		}
		s, t := l.diventa(k, dopo)
		scritti, tolti = append(scritti, s...), append(tolti, t...)
	}
	slices.SortFunc(scritti, func(a, b Accesso) int { return cmp.Or(a.Data.Meno(b.Data), cmp.Compare(a.ID, b.ID)) })
	slices.Sort(tolti)
	return scritti, tolti
}
