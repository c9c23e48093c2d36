package form

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"siss/models"
	"siss/models/periodo"
)

// The names under which a form carries along what others saved while it was
// open, each followed by the path of a field.
const (
	prefissoNovita  = "_novita."  // who and when
	prefissoPrima   = "_prima."   // the value that the form was opened with
	prefissoAttuale = "_attuale." // the value on record now
)

// Novita is a field that somebody else saved while the form was open.
type Novita struct {
	Nome      string // path of the field
	Etichetta string // its label, with the groups and rows it is in
	Chi       string // "Rossi Anna"
	Quando    string // "alle 10:31"
	Prima     string // the value that the form was opened with, in words; "" when there was none
	Attuale   string // the value on record now, in words; "" when there is none
	Presa     bool   // the form holds the value on record: there is nothing to choose
	Nascosti  []Nascosto
}

// Nascosto is a hidden input.
type Nascosto struct{ Nome, Valore string }

// Concilia fits what was typed to what others saved meanwhile. A field that
// only they changed takes their value, one that both changed stays as it was
// typed; both are marked, and the mark goes along with the form until it is
// saved. Hidden fields, the version among them, become those on record.
func Concilia(valori url.Values, s *models.Superato) url.Values {
	campi := descrivi(reflect.TypeOf(s.Visto))
	visto := codificato(campi, s.Visto)
	prima, ora := albero(campi, visto), albero(campi, visto)
	attuale, out := visto, clona(valori)
	chi := map[string]models.Salvataggio{}
	for _, salvato := range s.Salvati {
		attuale = codificato(campi, salvato.Modulo)
		dopo := albero(campi, attuale)
		foglie(campi, "", func(c *campo, percorso string) {
			if c.canonico(ora.scendi(percorso)) != c.canonico(dopo.scendi(percorso)) {
				chi[percorso] = salvato
			}
		})
		ora = dopo
	}
	mio := albero(campi, valori)
	foglie(campi, "", func(c *campo, percorso string) {
		era, e, scritto := c.canonico(prima.scendi(percorso)), c.canonico(ora.scendi(percorso)), c.canonico(mio.scendi(percorso))
		if c.widget == "hidden" {
			copia(out, percorso, attuale, percorso)
			return
		}
		if era == e || scritto == e {
			return
		}
		if scritto == era {
			copia(out, percorso, attuale, percorso)
		}
		out.Set(prefissoNovita+percorso, chi[percorso].Operatore+"|"+quando(chi[percorso].Quando))
		copia(out, prefissoPrima+percorso, visto, percorso)
		copia(out, prefissoAttuale+percorso, attuale, percorso)
	})
	return out
}

func codificato(campi []campo, modulo any) url.Values {
	out := url.Values{}
	codifica(campi, reflect.ValueOf(modulo), "", false, out)
	return out
}

// quando says when in words: the hour when it was today.
func quando(t time.Time) string {
	giorno, ora, _ := strings.Cut(periodo.DataOra(t), " ")
	if periodo.Di(t) == periodo.Oggi() {
		return "alle " + ora
	}
	return "il " + giorno + " alle " + ora
}

// foglie goes through the fields that are compared one by one: a list of rows
// is one of them.
func foglie(campi []campo, percorso string, fai func(c *campo, percorso string)) {
	for _, c := range campi {
		if qui := unisci(percorso, c.nome); c.specie == gruppo {
			foglie(c.campi, qui, fai)
		} else {
			fai(&c, qui)
		}
	}
}

// scendi returns the node at a path.
func (n *nodo) scendi(percorso string) *nodo {
	for passo := range strings.SplitSeq(percorso, ".") {
		n = n.figlio(passo)
	}
	return n
}

// canonico is the same text for values that mean the same.
func (c *campo) canonico(n *nodo) string {
	switch c.specie {
	case logico:
		if s := n.testo(); !c.puntatore && (s == "on" || s == "1") {
			return vero
		}
	case insieme:
		v := c.valoriDi(n)
		slices.Sort(v)
		return strings.Join(v, "\x1f")
	case righe:
		var out []string
		for _, r := range n.righe() {
			if r.vuoto(c.campi) {
				continue
			}
			for _, d := range c.campi {
				if d.widget != "hidden" {
					out = append(out, d.canonico(r.figlio(d.nome)))
				}
			}
			out = append(out, "\x1e")
		}
		return strings.Join(out, "\x1f")
	}
	return pulisci(n.testo())
}

// copia replaces, in out, what is at the path dove with what da has at the
// path percorso.
func copia(out url.Values, dove string, da url.Values, percorso string) {
	for nome := range out {
		if nome == dove || strings.HasPrefix(nome, dove+".") {
			out.Del(nome)
		}
	}
	for nome, v := range da {
		if resto, ok := strings.CutPrefix(nome, percorso); ok && (resto == "" || resto[0] == '.') {
			out[dove+resto] = v
		}
	}
}

// prendi takes the value on record of one field.
func prendi(valori url.Values, percorso string) url.Values {
	out := Ridisegna(valori)
	out.Del(ordinePrendi)
	copia(out, percorso, valori, prefissoAttuale+percorso)
	out.Set(segnoFuoco, percorso)
	return out
}

// leggiNovita finds the marks left by Concilia.
func (k *costruttore) leggiNovita(campi []campo, mio *nodo, valori url.Values) {
	prima, attuale := conVuote(sotto(valori, prefissoPrima)), conVuote(sotto(valori, prefissoAttuale))
	foglie(campi, "", func(c *campo, percorso string) {
		chi, ok := valori[prefissoNovita+percorso]
		if !ok {
			return
		}
		n := &Novita{Nome: percorso, Prima: k.inParole(c, prima.scendi(percorso)), Attuale: k.inParole(c, attuale.scendi(percorso)),
			Presa: c.canonico(attuale.scendi(percorso)) == c.canonico(mio.scendi(percorso))}
		n.Chi, n.Quando, _ = strings.Cut(chi[0], "|")
		for _, prefisso := range []string{prefissoNovita, prefissoPrima, prefissoAttuale} {
			for nome, v := range valori {
				if nome == prefisso+percorso || strings.HasPrefix(nome, prefisso+percorso+".") {
					for _, s := range v {
						n.Nascosti = append(n.Nascosti, Nascosto{nome, s})
					}
				}
			}
		}
		slices.SortFunc(n.Nascosti, func(a, b Nascosto) int { return strings.Compare(a.Nome, b.Nome) })
		k.novita[percorso] = n
	})
}

// sotto returns the values whose names have the prefix, without it.
func sotto(valori url.Values, prefisso string) url.Values {
	out := url.Values{}
	for nome, v := range valori {
		if resto, ok := strings.CutPrefix(nome, prefisso); ok {
			out[resto] = v
		}
	}
	return out
}

// inParole writes a posted value as an operatore reads it; "" when there is none.
func (k *costruttore) inParole(c *campo, n *nodo) string {
	var parti []string
	switch c.specie {
	case righe:
		for _, r := range n.righe() {
			var riga []string
			for _, d := range c.campi {
				if s := k.inParole(&d, r.figlio(d.nome)); s != "" && d.widget != "hidden" {
					riga = append(riga, s)
				}
			}
			parti = append(parti, strings.Join(riga, ", "))
		}
		return strings.Join(parti, "; ")
	case insieme:
		for _, s := range c.valoriDi(n) {
			parti = append(parti, k.parola(c, s))
		}
		return strings.Join(parti, ", ")
	case logico:
		switch c.canonico(n) {
		case vero:
			return "sì"
		case falso:
			return "no"
		}
		return ""
	}
	return k.parola(c, pulisci(n.testo()))
}

// parola is the label of a choice, a date as it is written, any other text as
// it is.
func (k *costruttore) parola(c *campo, s string) string {
	for _, o := range k.scelte(c) {
		if o.Valore == s {
			return o.Testo
		}
	}
	v := reflect.New(c.tipo).Elem()
	if s == "" || leggi(s, v) != nil {
		return s
	}
	switch d := v.Interface().(type) {
	case interface{ Italiana() string }:
		return d.Italiana()
	case interface{ Italiano() string }:
		return d.Italiano()
	}
	return s
}

// Salvataggi are the news of a form by who saved them and when.
type Salvataggi struct {
	Chi, Quando string
	Voci        []Novita
}

// Salvataggi groups the news, in the order of the page.
func (f *Form) Salvataggi() []Salvataggi {
	var out []Salvataggi
	for _, n := range f.Novita {
		i := slices.IndexFunc(out, func(s Salvataggi) bool { return s.Chi == n.Chi && s.Quando == n.Quando })
		if i < 0 {
			i = len(out)
			out = append(out, Salvataggi{Chi: n.Chi, Quando: n.Quando})
		}
		out[i].Voci = append(out[i].Voci, n)
	}
	return out
}

// Ancora is the id that a link to the field of a path leads to.
func (f *Form) Ancora(percorso string) string {
	campo, _ := f.Field(percorso)
	return campo.Target()
}
