package form

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"siss/models"
)

// nonPiuOffertaTesto names a value that is on record but no longer among the
// choices, so that showing the form does not silently change it.
const nonPiuOffertaTesto = "valore attuale, non più selezionabile"

// formaData is how a date is typed where the browser shows no calendar, or one
// in another language.
const formaData = "gg/mm/aaaa"

// costruttore turns posted texts into Fields.
type costruttore struct {
	opzioni   Opzioni
	messaggi  map[string]string
	aggiungi  string // path of the list that gets one more row
	fuoco     string // path of what takes the focus
	ridisegna bool   // shown again without being decoded
	novita    map[string]*Novita
}

func costruisci(campi []campo, valori url.Values, opzioni Opzioni, problemi []models.Campo) *Form {
	k := costruttore{opzioni: opzioni, messaggi: map[string]string{}, aggiungi: valori.Get(ordineAggiungi), fuoco: valori.Get(segnoFuoco),
		ridisegna: valori.Get(segnoRidisegna) != "", novita: map[string]*Novita{}}
	f := &Form{Problemi: problemi}
	for _, p := range problemi {
		if k.messaggi[p.Nome] == "" {
			k.messaggi[p.Nome] = p.Messaggio
		}
	}
	radice := conVuote(valori)
	if !k.ridisegna {
		radice.compatta(campi)
	}
	k.leggiNovita(campi, radice, valori)
	f.Fields = disponi(k.fields(campi, radice, ""))
	for _, n := range k.novita {
		n.Etichetta = f.LabelOf(n.Nome)
		f.Novita = append(f.Novita, *n)
	}
	slices.SortFunc(f.Novita, func(a, b Novita) int { return slices.Compare(posizione(campi, a.Nome), posizione(campi, b.Nome)) })
	f.collega()
	return f
}

func (k *costruttore) fields(campi []campo, n *nodo, percorso string) []Field {
	out := make([]Field, 0, len(campi))
	for _, c := range campi {
		out = append(out, k.field(&c, n.figlio(c.nome), unisci(percorso, c.nome)))
	}
	return out
}

func (k *costruttore) field(c *campo, n *nodo, percorso string) Field {
	f := Field{
		Name: percorso, ID: idDi(percorso), Label: c.etichetta, Help: c.aiuto,
		Required: c.obbligatorio, Error: k.messaggi[percorso], Autocomplete: "off",
		Value: n.testo(), Autofocus: k.fuoco == percorso, Novita: k.novita[percorso],
		Segue: c.segue, dopo: c.dopo, cassetto: c.cassetto,
	}
	switch c.specie {
	case gruppo:
		f.Type, f.Value, f.Required = "group", "", false
		f.Fields = k.fields(c.campi, n, percorso)
	case righe:
		f.Type, f.Value = "rows", ""
		k.righe(&f, c, n)
	case insieme:
		k.insieme(&f, c, n)
	case logico:
		f.Type, f.Required = "checkbox", false
		if c.puntatore {
			f.Type, f.Required = "radio", c.obbligatorio
			f.Options = []Opzione{{vero, "Sì"}, {falso, "No"}}
		} else if f.Value == "on" || f.Value == "1" {
			f.Value = vero
		}
	default:
		k.scalare(&f, c)
	}
	if c.widget == "hidden" {
		f.Type = "hidden"
	}
	return f
}

// righe adds the rows posted, the one asked for, and a first blank one when
// the list is mandatory.
func (k *costruttore) righe(f *Field, c *campo, n *nodo) {
	nodi := n.righe()
	chiesta := k.aggiungi == f.Name
	if chiesta || len(nodi) == 0 && c.obbligatorio {
		nodi = append(nodi, &nodo{})
	}
	for i, r := range nodi {
		nome := unisci(f.Name, strconv.Itoa(i))
		riga := Row{
			Name: nome, ID: idDi(nome), Numero: i + 1, Fields: k.fields(c.campi, r, nome),
			Unica: len(nodi) == 1 && c.obbligatorio, Aggiunta: chiesta && i == len(nodi)-1,
		}
		if riga.Aggiunta {
			k.mettiAFuoco(riga.Fields)
		}
		f.Rows = append(f.Rows, riga)
	}
	f.CanAdd = c.maxItems < 0 || len(nodi) < c.maxItems
}

func (k *costruttore) mettiAFuoco(fields []Field) {
	for i := range fields {
		if t := fields[i].Type; t != "hidden" && t != "group" && t != "rows" {
			fields[i].Autofocus = true
			return
		}
	}
}

func (k *costruttore) insieme(f *Field, c *campo, n *nodo) {
	f.Options = k.scelte(c)
	if f.Options == nil {
		f.Type, f.Value = "textarea", strings.Join(n.valori, "\n")
	} else {
		f.Type, f.Value, f.Values = "checkboxes", "", n.valori
		for _, v := range n.valori {
			f.Options = conValore(f.Options, v)
		}
	}
	for i := 0; f.Error == "" && i < len(n.valori); i++ {
		f.Error = k.messaggi[unisci(f.Name, strconv.Itoa(i))]
	}
}

// scelte returns the choices of a field, nil when it is free.
func (k *costruttore) scelte(c *campo) []Opzione {
	if c.opzioni != "" {
		return append([]Opzione{}, k.opzioni[c.opzioni]...)
	}
	var out []Opzione
	for i, v := range c.enum {
		out = append(out, Opzione{v, c.etichette[i]})
	}
	return out
}

func conValore(opzioni []Opzione, valore string) []Opzione {
	if valore == "" || slices.ContainsFunc(opzioni, func(o Opzione) bool { return o.Valore == valore }) {
		return opzioni
	}
	return append(opzioni, Opzione{valore, nonPiuOffertaTesto})
}

// conScelta keeps the value of a select among its choices; but when the form is
// drawn again because another choice has changed, only one that goes with it
// stays.
func (k *costruttore) conScelta(opzioni []Opzione, f *Field) []Opzione {
	if !k.ridisegna || len(f.Segue) == 0 {
		return conValore(opzioni, f.Value)
	}
	f.Value = Superstite(opzioni, f.Value)
	return opzioni
}

// Superstite is what is left of a choice when the one that it follows has
// changed: itself if it is still offered, else the only one that is, else "".
func Superstite(opzioni []Opzione, valore string) string {
	switch {
	case slices.ContainsFunc(opzioni, func(o Opzione) bool { return o.Valore == valore }):
		return valore
	case len(opzioni) == 1:
		return opzioni[0].Valore
	}
	return ""
}

func (k *costruttore) scalare(f *Field, c *campo) {
	testo := eTesto(c.tipo)
	switch opzioni := k.scelte(c); {
	case opzioni != nil:
		f.Options = k.conScelta(opzioni, f)
		if c.widget == "radio" {
			f.Type = "radio"
			return
		}
		f.Type = "select"
		f.Options = append([]Opzione{{"", "Scegliere una voce"}}, f.Options...)
		if !f.Required {
			f.Options[0].Testo = "Nessuna scelta"
		}
		return
	case c.widget == "textarea":
		f.Type = "textarea"
	case c.formato == "date" || haItaliana(c.tipo):
		f.Type, f.InputMode = c.conCalendario("date", f)
		f.Help = strings.TrimSuffix(formaData+". "+f.Help, ". ")
	case c.formato == "month":
		f.Type, f.InputMode = c.conCalendario("month", f)
		if f.Help == "" {
			f.Help = "mese e anno, per esempio 03/2024"
		}
	case c.formato == "email":
		f.Type = "email"
	case testo && eIntero(c.tipo) && !eOre(c.tipo):
		f.Type, f.InputMode = "text", "decimal"
	case eIntero(c.tipo) && !testo:
		f.Type, f.InputMode = "text", "numeric"
	default:
		f.Type = "text"
	}
	f.Literal = testo && c.tipo.Kind() == reflect.String
	if c.maxLen > 0 && !testo {
		f.MaxLength = c.maxLen
	}
}

// conCalendario shows a calendar, unless what was typed is no date: a browser
// would blank it, and what was typed must come back.
func (c *campo) conCalendario(tipo string, f *Field) (string, string) {
	s := pulisci(f.Value)
	if s == "" {
		return tipo, ""
	}
	if tipo == "month" {
		s = meseISO(s)
	}
	v := reflect.New(c.tipo).Elem()
	if leggi(s, v) != nil || !formatoGiusto(tipo, italiano(v)) {
		return "text", ""
	}
	f.Value = italiano(v)
	return tipo, ""
}

// haItaliana recognises a calendar date, whose String is ISO.
func haItaliana(t reflect.Type) bool {
	_, ok := reflect.Zero(t).Interface().(interface{ Italiana() string })
	return ok
}

// eOre recognises a duration, typed as hours and minutes.
func eOre(t reflect.Type) bool {
	_, ok := t.MethodByName("Ore")
	return ok
}
