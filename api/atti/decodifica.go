package atti

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"siss/models"
)

const (
	campoCorpo       = "corpo" // names the body as a whole
	profonditaMax    = 32      // nesting of a JSON body
	lunghezzaMax     = 10_000  // characters of a text whose field says no less
	elementiMax      = 5_000   // elements of a list whose field says no less
	messaggioTesto   = "atteso un testo tra virgolette"
	messaggioIntero  = "scrivere un numero intero"
	messaggioOggetto = "atteso un oggetto tra parentesi graffe"
	messaggioLungo   = "testo troppo lungo: accorciarlo"
)

// leggiCorpo decodes a JSON body into F, refusing what encoding/json lets pass:
// unknown and repeated names, wrong cases, bytes that are not UTF-8. Problems
// carry the path of the field and never its value. What makes the document as
// a whole unfit is an error: its fields are then not worth a word.
func leggiCorpo[F any](req *http.Request) (F, []models.Campo, error) {
	var f F
	dati, err := io.ReadAll(req.Body)
	if err != nil {
		return f, nil, corpoIlleggibile(err)
	}
	senzaCampi := reflect.TypeFor[F]().NumField() == 0
	if len(bytes.TrimSpace(dati)) == 0 && senzaCampi {
		return f, nil, nil
	}
	if err := tipoJSON(req.Header.Get("Content-Type")); err != nil {
		return f, nil, err
	}
	albero, problemi, err := alberoDi(dati)
	switch _, oggetto := albero.(map[string]any); {
	case err != nil:
		return f, nil, err
	case len(problemi) > 0:
		return f, nil, invalido(problemi)
	case !oggetto:
		return f, nil, invalido([]models.Campo{{Nome: campoCorpo, Messaggio: messaggioOggetto}})
	}
	d := decodificatore{}
	d.valore(reflect.ValueOf(&f).Elem(), albero, "")
	return f, d.problemi, nil
}

func corpoIlleggibile(err error) error {
	var grande *http.MaxBytesError
	if errors.As(err, &grande) {
		return err
	}
	return malformato("il corpo della richiesta non è arrivato intero")
}

func malformato(dettaglio string) error {
	return Rifiuta(http.StatusBadRequest, "malformed", dettaglio,
		models.Campo{Nome: campoCorpo, Messaggio: "non è un documento JSON valido"})
}

func tipoJSON(contentType string) error {
	tipo, par, err := mime.ParseMediaType(contentType)
	if err == nil && tipo == "application/json" && (par["charset"] == "" || strings.EqualFold(par["charset"], "utf-8")) {
		return nil
	}
	return Rifiuta(http.StatusUnsupportedMediaType, "unsupported_media_type", "inviare il corpo come application/json in UTF-8",
		models.Campo{Nome: "Content-Type", Messaggio: "atteso application/json"})
}

// alberoDi parses the body into maps, slices and scalars, and finds the texts
// that hold what no text may hold.
func alberoDi(dati []byte) (any, []models.Campo, error) {
	l := lettore{dec: json.NewDecoder(bytes.NewReader(dati))}
	l.dec.UseNumber()
	albero, err := l.leggi("", 0)
	if err != nil {
		return nil, nil, malformato("il corpo della richiesta non è un documento JSON valido")
	}
	if _, err := l.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, malformato("dopo il documento JSON c'è altro testo")
	}
	if !utf8.Valid(dati) && len(l.problemi) == 0 {
		l.segnala(campoCorpo, messaggioCaratteri)
	}
	return albero, l.problemi, nil
}

type lettore struct {
	dec      *json.Decoder
	problemi []models.Campo
}

func (l *lettore) segnala(nome, messaggio string) {
	l.problemi = append(l.problemi, models.Campo{Nome: nome, Messaggio: messaggio})
}

func (l *lettore) leggi(percorso string, livello int) (any, error) {
	if livello > profonditaMax {
		return nil, errors.New("too deep")
	}
	t, err := l.dec.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return l.oggetto(percorso, livello)
		}
		return l.lista(percorso, livello)
	case string:
		if strings.ContainsFunc(t, nonAmmesso) {
			l.segnala(percorsoSicuro(percorso), messaggioCaratteri)
		}
		return t, nil
	default:
		return t, nil
	}
}

func (l *lettore) oggetto(percorso string, livello int) (any, error) {
	out := map[string]any{}
	for l.dec.More() {
		t, err := l.dec.Token()
		if err != nil {
			return nil, err
		}
		nome, ok := t.(string)
		if !ok {
			return nil, errors.New("name expected")
		}
		v, err := l.leggi(unisciPercorso(percorso, nomeSicuro(nome)), livello+1)
		if err != nil {
			return nil, err
		}
		if _, doppio := out[nome]; doppio {
			l.segnala(unisciPercorso(percorso, nomeSicuro(nome)), "il campo è ripetuto")
		}
		out[nome] = v
	}
	_, err := l.dec.Token()
	return out, err
}

func (l *lettore) lista(percorso string, livello int) (any, error) {
	out := []any{}
	for l.dec.More() {
		v, err := l.leggi(unisciPercorso(percorso, strconv.Itoa(len(out))), livello+1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := l.dec.Token()
	return out, err
}

// decodificatore fills a struct from a parsed document, collecting problems.
type decodificatore struct{ problemi []models.Campo }

func (d *decodificatore) segnala(percorso, messaggio string) {
	d.problemi = append(d.problemi, models.Campo{Nome: percorsoSicuro(percorso), Messaggio: messaggio})
}

func (d *decodificatore) valore(dst reflect.Value, v any, percorso string) {
	if v == nil {
		return // null is absence
	}
	if dst.Kind() == reflect.Pointer {
		nuovo := reflect.New(dst.Type().Elem())
		prima := len(d.problemi)
		d.valore(nuovo.Elem(), v, percorso)
		if len(d.problemi) == prima {
			dst.Set(nuovo)
		}
		return
	}
	if u, ok := dst.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.testuale(u, v, percorso)
		return
	}
	switch dst.Kind() {
	case reflect.String:
		if s, ok := d.testo(v, percorso, lunghezzaMax); ok {
			dst.SetString(s)
		}
	case reflect.Bool:
		b, ok := v.(bool)
		if !ok {
			d.segnala(percorso, "atteso true o false")
			return
		}
		dst.SetBool(b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.intero(dst, v, percorso)
	case reflect.Slice:
		d.lista(dst, v, percorso)
	case reflect.Struct:
		d.oggetto(dst, v, percorso)
	default:
		panic("atti: a form cannot hold a " + dst.Type().String())
	}
}

func (d *decodificatore) testo(v any, percorso string, massimo int) (string, bool) {
	s, ok := v.(string)
	if !ok {
		d.segnala(percorso, messaggioTesto)
		return "", false
	}
	if utf8.RuneCountInString(s) > massimo {
		d.segnala(percorso, messaggioLungo)
		return "", false
	}
	return s, true
}

// ampio is a value type whose text may be longer than lunghezzaMax: a file.
type ampio interface{ LunghezzaMassima() int }

func (d *decodificatore) testuale(u encoding.TextUnmarshaler, v any, percorso string) {
	massimo := lunghezzaMax
	if a, ok := u.(ampio); ok {
		massimo = a.LunghezzaMassima()
	}
	s, ok := d.testo(v, percorso, massimo)
	if !ok {
		return
	}
	if s = strings.TrimSpace(s); s == "" {
		return // the same as absent
	}
	if err := u.UnmarshalText([]byte(s)); err != nil {
		d.segnala(percorso, messaggioDi(err, s, reflect.TypeOf(u).Elem()))
	}
}

// messaggioDi keeps the sentence of our own value types, written for an
// operatore, and never one that could repeat the value.
func messaggioDi(err error, valore string, t reflect.Type) string {
	if !strings.HasPrefix(t.PkgPath(), "siss/") || len(valore) > 2 && strings.Contains(err.Error(), valore) {
		return "valore non valido"
	}
	return err.Error()
}

func (d *decodificatore) intero(dst reflect.Value, v any, percorso string) {
	n, ok := v.(json.Number)
	if !ok {
		d.segnala(percorso, messaggioIntero)
		return
	}
	i, err := strconv.ParseInt(n.String(), 10, dst.Type().Bits())
	if err != nil {
		d.segnala(percorso, messaggioIntero)
		return
	}
	dst.SetInt(i)
}

func (d *decodificatore) lista(dst reflect.Value, v any, percorso string) {
	l, ok := v.([]any)
	if !ok {
		d.segnala(percorso, "atteso un elenco tra parentesi quadre")
		return
	}
	if len(l) > elementiMax {
		d.segnala(percorso, fmt.Sprintf("elenco troppo lungo: al massimo %d elementi", elementiMax))
		return
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(l), len(l)))
	for i, e := range l {
		p := unisciPercorso(percorso, strconv.Itoa(i))
		if e == nil {
			d.segnala(p, "elemento vuoto")
			continue
		}
		d.valore(dst.Index(i), e, p)
	}
}

func (d *decodificatore) oggetto(dst reflect.Value, v any, percorso string) {
	o, ok := v.(map[string]any)
	if !ok {
		d.segnala(percorso, messaggioOggetto)
		return
	}
	campi := campiDi(dst.Type())
	for _, nome := range slices.Sorted(maps.Keys(o)) {
		if !slices.ContainsFunc(campi, func(c campo) bool { return c.nome == nome }) {
			d.segnala(unisciPercorso(percorso, nomeSicuro(nome)), "campo sconosciuto")
		}
	}
	for _, c := range campi {
		p := unisciPercorso(percorso, c.nome)
		e, presente := o[c.nome]
		if !presente || e == nil || e == "" && c.zeroAmbiguo && c.testuale {
			if c.obbligatorio && c.zeroAmbiguo {
				d.segnala(p, "compilare questo campo")
			}
			continue
		}
		d.valore(dst.FieldByIndex(c.indice), e, p)
	}
}

// campo is a field of a form as JSON names it.
type campo struct {
	nome         string
	indice       []int
	tipo         reflect.StructField
	obbligatorio bool
	zeroAmbiguo  bool // zero is a value like another: presence is checked here
	testuale     bool // a value type, written as text
}

func campiDi(t reflect.Type) []campo {
	var out []campo
	for _, f := range reflect.VisibleFields(t) {
		if !f.IsExported() || f.Anonymous && f.Tag.Get("json") == "" {
			continue
		}
		nome, opzioni, _ := strings.Cut(f.Tag.Get("json"), ",")
		if nome == "-" {
			continue
		}
		if nome == "" {
			nome = f.Name
		}
		_, testuale := reflect.New(f.Type).Interface().(encoding.TextUnmarshaler)
		k := f.Type.Kind()
		out = append(out, campo{
			nome: nome, indice: f.Index, tipo: f, testuale: testuale,
			obbligatorio: !strings.Contains(opzioni, "omitempty") && !strings.Contains(opzioni, "omitzero"),
			zeroAmbiguo:  k == reflect.Bool || k >= reflect.Int && k <= reflect.Int64,
		})
	}
	return out
}

func unisciPercorso(percorso, nome string) string {
	if percorso == "" {
		return nome
	}
	return percorso + "." + nome
}

func percorsoSicuro(percorso string) string {
	if percorso == "" {
		return campoCorpo
	}
	return percorso
}

var nomeCampo = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// nomeSicuro lets a name chosen by the caller into a message only if it looks
// like the name of a field; anything else could be a value in disguise.
func nomeSicuro(nome string) string {
	if nomeCampo.MatchString(nome) {
		return nome
	}
	return "?"
}
