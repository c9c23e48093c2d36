package caso

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"siss/models/euro"
	"siss/models/periodo"
)

// membri are the members of a JSON object. ripetuti tells that one came twice,
// which encoding/json would settle by taking the last.
type membri struct {
	valori   map[string]any
	ripetuti bool
}

// albero reads one JSON value and nothing after it, with numbers as written.
func albero(dati []byte) (any, error) {
	if !json.Valid(dati) { // also bounds the depth
		return nil, errors.New("not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(dati))
	d.UseNumber()
	return valore(d)
}

func valore(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("json: %w", err)
	}
	switch t {
	case json.Delim('['):
		lista := []any{}
		for d.More() {
			v, err := valore(d)
			if err != nil {
				return nil, err
			}
			lista = append(lista, v)
		}
		return lista, chiudi(d)
	case json.Delim('{'):
		m := membri{valori: map[string]any{}}
		for d.More() {
			chiave, err := valore(d)
			if err != nil {
				return nil, err
			}
			nome, testo := chiave.(string)
			v, err := valore(d)
			if err != nil || !testo {
				return nil, errors.Join(err, io.ErrUnexpectedEOF)
			}
			if _, gia := m.valori[nome]; gia {
				m.ripetuti = true
			}
			m.valori[nome] = v
		}
		return m, chiudi(d)
	}
	return t, nil
}

// chiudi takes the closing bracket.
func chiudi(d *json.Decoder) error {
	_, err := d.Token()
	return err
}

// oggetto reads a JSON object member by member. It keeps the first refusal of
// the whole case, which names the place and never the value.
type oggetto struct {
	dove  string
	m     membri
	letti map[string]bool
	err   *error
}

func nuovoOggetto(v any, dove string, err *error) *oggetto {
	o := &oggetto{dove: dove, letti: map[string]bool{}, err: err}
	m, ok := v.(membri)
	switch {
	case !ok:
		o.rifiuta("", "deve essere un oggetto JSON")
	case m.ripetuti:
		o.rifiuta("", "una chiave è scritta due volte")
	default:
		o.m = m
	}
	return o
}

// rifiuta says what is wrong of a member, or of the object.
func (o *oggetto) rifiuta(nome, perche string) {
	if *o.err != nil {
		return
	}
	dove := strings.Join(nonVuoti(o.dove, nome), ", ")
	*o.err = errors.New(strings.Join(nonVuoti(dove, perche), ": "))
}

func nonVuoti(testi ...string) []string {
	var out []string
	for _, t := range testi {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// prendi returns a member that must be there.
func (o *oggetto) prendi(nome string) any {
	v, presente := o.m.valori[nome]
	o.letti[nome] = true
	if !presente {
		o.rifiuta(nome, "manca")
	}
	return v
}

// ha tells whether a member that may be missing is there and is not null.
func (o *oggetto) ha(nome string) bool {
	o.letti[nome] = true
	return o.m.valori[nome] != nil
}

// ignora takes a member that is not looked at.
func (o *oggetto) ignora(nome string) { o.letti[nome] = true }

// finito refuses members that the format does not know.
func (o *oggetto) finito() {
	for nome := range o.m.valori {
		if !o.letti[nome] {
			o.rifiuta("", "c'è una chiave che il formato non prevede")
			return
		}
	}
}

func (o *oggetto) testo(nome string) string {
	s, ok := o.prendi(nome).(string)
	if !ok || s == "" {
		o.rifiuta(nome, "deve essere un testo")
	}
	return s
}

// parola is a text among those allowed.
func parola[T ~string](o *oggetto, nome string, ammesse ...T) T {
	s := T(o.testo(nome))
	for _, a := range ammesse {
		if s == a {
			return s
		}
	}
	o.rifiuta(nome, "parola sconosciuta")
	return ""
}

func (o *oggetto) lista(nome string) []any {
	l, ok := o.prendi(nome).([]any)
	if !ok {
		o.rifiuta(nome, "deve essere un elenco")
	}
	return l
}

// oggetti reads a list of objects; each is called by its place from 1.
func (o *oggetto) oggetti(nome, singolare string) []*oggetto {
	var out []*oggetto
	for n, v := range o.lista(nome) {
		out = append(out, nuovoOggetto(v, o.figlio(fmt.Sprintf("%s %d", singolare, n+1)), o.err))
	}
	return out
}

// figlio is the place of something within the object.
func (o *oggetto) figlio(dove string) string {
	return strings.Join(nonVuoti(o.dove, dove), ", ")
}

func (o *oggetto) vero(nome string) bool {
	b, ok := o.prendi(nome).(bool)
	if !ok {
		o.rifiuta(nome, "deve essere true o false")
	}
	return b
}

// decimale reads a number in a text with exactly so many decimals and no sign.
func (o *oggetto) decimale(nome string, v any, decimali int, esempio string) int64 {
	s, ok := v.(string)
	n, buono := numero(s, decimali)
	if !ok || !buono {
		o.rifiuta(nome, fmt.Sprintf("scrivere un numero senza segno, tra virgolette e con %d decimali, come %s", decimali, esempio))
	}
	return n
}

// cifreIntere bounds numbers well within 64 bits.
const cifreIntere = 12

func numero(s string, decimali int) (int64, bool) {
	intera, frazione, punto := strings.Cut(s, ".")
	if !punto || len(frazione) != decimali || intera == "" || len(intera) > cifreIntere || intera != "0" && intera[0] == '0' {
		return 0, false
	}
	var n int64
	for _, c := range []byte(intera + frazione) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

func (o *oggetto) importo(nome string) euro.Importo {
	return euro.Importo(o.decimale(nome, o.prendi(nome), 2, "300.00"))
}

// importoSe is an amount that may be missing or null.
func (o *oggetto) importoSe(nome string) *euro.Importo {
	if !o.ha(nome) {
		return nil
	}
	i := o.importo(nome)
	return &i
}

// importoONullo is an amount that must be there and may be null.
func (o *oggetto) importoONullo(nome string) *euro.Importo {
	if o.prendi(nome) == nil {
		return nil
	}
	return o.importoSe(nome)
}

func (o *oggetto) data(nome string) periodo.Data {
	return o.giorno(nome, o.prendi(nome))
}

func (o *oggetto) giorno(nome string, v any) periodo.Data {
	s, ok := v.(string)
	d, err := periodo.Parse(s)
	if !ok || err != nil || d.String() != s {
		o.rifiuta(nome, "scrivere una data che esiste, come 2024-03-01")
		return periodo.Data{}
	}
	return d
}

// intervallo reads dal and al; a null al is open.
func (o *oggetto) intervallo() periodo.Intervallo {
	return o.tra("dal", o.prendi("dal"), "al", o.prendi("al"))
}

func (o *oggetto) tra(da string, dal any, a string, al any) periodo.Intervallo {
	i := periodo.Intervallo{Dal: o.giorno(da, dal)}
	if al != nil {
		i.Al = o.giorno(a, al)
	}
	if i.Al.Prima(i.Dal) {
		o.rifiuta("", "il periodo finisce prima di cominciare")
	}
	return i
}
