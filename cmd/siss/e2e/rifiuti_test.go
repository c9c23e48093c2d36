package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestWrongInputIsRefusedByFieldAndChangesNothing sends to each operation of
// the contract every wrong input of its table; what is refused leaves the
// database as it was. The good input comes last and must be accepted: so that
// the one thing wrong was the only one.
func TestWrongInputIsRefusedByFieldAndChangesNothing(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	g := &gara{banco: b, ufficio: b.entra(t, b.Amministrativo), contabile: b.entra(t, b.Contabile), collega: b.entra(t, b.Collega),
		estraneo: b.entra(t, b.Estraneo)}
	g.lettori = map[string]*cliente{"cruscotto-lettura": b.entra(t, b.Coordinatore)}
	g.prepara(t)
	doc := leggiContratto(t, g.ufficio)
	tabella := g.tabella()
	for _, v := range doc.voci {
		crea, ok := tabella[v.id]
		delete(tabella, v.id)
		t.Run(v.id, func(t *testing.T) {
			p := tentativo{t: t, gara: g, doc: doc, voce: v}
			if v.metodo == http.MethodGet {
				p.letture()
				return
			}
			if !ok {
				t.Fatalf("%s %s has no wrong inputs: add it to the table", v.metodo, v.percorso)
			}
			p.caso = crea(t)
			p.prima = improntaDi(t, b.DB)
			p.chiamante()
			p.parametri()
			p.corpi()
			p.campi()
			p.stato()
			p.buono()
		})
	}
	for id := range tabella {
		t.Errorf("the table has wrong inputs for %s, which is not in the contract", id)
	}
}

// gara is the installation with who asks.
type gara struct {
	*banco
	ufficio, contabile, collega, estraneo *cliente
	altrui                                string              // a soggetto of another ente
	oggetti                               map[string]string   // by the id of a read: the path of something that exists
	lettori                               map[string]*cliente // by the id of a read: who may, when it is not contabile
	mesi                                  int                 // closed so far, each by a case of its own
}

// caso is an operation with its good input.
type caso struct {
	chi      *cliente
	percorso string
	corpo    any
	futuri   map[string]string // fields that may not be in the future -> a future value
	esteri   map[string]string // fields that name something of an ente -> one of another ente
	// estraneo and chiuso are the statuses to who works elsewhere, and on
	// something that is closed; altrove and chiusa are other requests to show it.
	estraneo []int
	altrove  *passo
	chiuso   []int
	chiusa   *passo
	// percorsi are wrong paths -> the parameter that is wrong
	percorsi map[string]string
	// nuovo says that the path names what the operation itself makes
	nuovo bool
	// massimo is how large a body may be, 1 MiB when 0
	massimo int
	// poi waits for what the good input sets going
	poi func(*testing.T)
}

// tentativo tries one operation.
type tentativo struct {
	*gara
	t     *testing.T
	doc   contratto
	voce  voceContratto
	caso  caso
	prima impronta
}

// rifiuta sends one wrong input; campo is the field that the refusal must name,
// none for a refusal of the whole.
func (p tentativo) rifiuta(cosa string, c *cliente, percorso string, corpo any, campo string, stati ...int) {
	p.t.Helper()
	r, err := c.invia(p.t.Context(), p.voce.metodo, percorso, "", corpo)
	riesce(p.t, err)
	p.esamina(cosa, r, campo, stati...)
}

func (p tentativo) esamina(cosa string, r risposta, campo string, stati ...int) {
	p.t.Helper()
	problema := rifiutata(p.t, cosa, r, stati...)
	var nomi []string
	for _, e := range problema.Errori {
		nomi = append(nomi, e.Campo)
		if e.Messaggio == "" {
			p.t.Errorf("%s: nothing is said of %s", cosa, e.Campo)
		}
	}
	sotto := func(nome string) bool { return nome == campo || strings.HasPrefix(nome, campo+".") }
	if campo != "" && !slices.ContainsFunc(nomi, sotto) {
		p.t.Errorf("%s: the refusal (%d %s) names %q, want %q", cosa, r.stato, problema.Dettaglio, nomi, campo)
	}
	if p.prima != nil {
		immutata(p.t, cosa, p.DB, p.prima)
	}
}

// chiamante tries those who may not ask.
func (p tentativo) chiamante() {
	p.t.Helper()
	if !p.voce.pubblica {
		p.rifiuta("without a token", &cliente{base: p.ufficio.base, http: p.ufficio.http}, p.caso.percorso, p.caso.corpo, "", http.StatusUnauthorized)
		p.rifiuta("with a false token", &cliente{base: p.ufficio.base, http: p.ufficio.http, gettone: "falso"}, p.caso.percorso, p.caso.corpo, "", http.StatusUnauthorized)
	}
	if len(p.caso.estraneo) > 0 {
		altrove := passo{p.caso.percorso, p.caso.corpo}
		if p.caso.altrove != nil {
			altrove = *p.caso.altrove
		}
		p.rifiuta("asked from another ente", p.estraneo, altrove.percorso, altrove.corpo, "", p.caso.estraneo...)
	}
	for campo, id := range p.caso.esteri {
		corpo := con(albero(p.t, p.caso.corpo), strings.Split(campo, "."), id)
		p.rifiuta("of another ente: "+campo, p.caso.chi, p.caso.percorso, corpo, p.oVuoto(campo), http.StatusUnprocessableEntity, http.StatusForbidden)
	}
}

// oVuoto is the field that a refusal must name: none when it is of the whole.
func (p tentativo) oVuoto(campo string) string {
	if p.voce.id == "elaborazione-creazione" {
		return ""
	}
	return campo
}

// parametri tries wrong paths and a wrong id of the act.
func (p tentativo) parametri() {
	p.t.Helper()
	pezzi, nomi := strings.Split(p.caso.percorso, "/"), strings.Split(p.voce.percorso, "/")
	con := func(i int, valore string) string {
		altri := slices.Clone(pezzi)
		altri[i] = valore
		return strings.Join(altri, "/")
	}
	for i, nome := range nomi {
		if !strings.HasPrefix(nome, "{") {
			continue
		}
		nome = strings.Trim(nome, "{}")
		for _, valore := range []string{"%00", "%ff", strings.Repeat("a", 65)} {
			p.rifiuta(nome+" = "+valore, p.caso.chi, con(i, valore), p.caso.corpo, nome, http.StatusUnprocessableEntity)
		}
		if nome == "id" || strings.HasSuffix(nome, "Id") {
			p.rifiuta(nome+" is no UUID", p.caso.chi, con(i, "1"), p.caso.corpo, nome, http.StatusUnprocessableEntity)
		}
		if nome == "id" && !p.caso.nuovo {
			p.rifiuta("nothing has this id", p.caso.chi, con(i, uuid.NewString()), p.caso.corpo, "", http.StatusNotFound)
		}
	}
	for percorso, campo := range p.caso.percorsi {
		p.rifiuta("path "+percorso, p.caso.chi, percorso, p.caso.corpo, campo, http.StatusUnprocessableEntity)
	}
	r, err := p.caso.chi.invia(p.t.Context(), p.voce.metodo, p.caso.percorso, "non un UUID", p.caso.corpo)
	riesce(p.t, err)
	p.esamina("act without UUID", r, "Idempotency-Key", http.StatusUnprocessableEntity)
}

// corpi tries bodies that are wrong as a whole.
func (p tentativo) corpi() {
	p.t.Helper()
	buono := []byte("{}")
	if p.caso.corpo != nil {
		buono = scrivi(p.t, p.caso.corpo)
	}
	aggiunto := func(testo string) []byte {
		return append(bytes.TrimSuffix(bytes.TrimSuffix(slices.Clone(buono), []byte("}")), []byte(",")), testo...)
	}
	massimo := max(p.caso.massimo, 1<<20)
	virgola := ","
	if string(buono) == "{}" {
		virgola = ""
	}
	for cosa, w := range map[string]struct {
		corpo []byte
		campo string
		stato int
	}{
		"cut body":       {buono[:len(buono)-1], "corpo", http.StatusBadRequest},
		"text after":     {append(slices.Clone(buono), "{}"...), "corpo", http.StatusBadRequest},
		"a list":         {[]byte("[]"), "corpo", http.StatusUnprocessableEntity},
		"raw NUL":        {aggiunto(virgola + "\"a\":\"\x00\"}"), "corpo", http.StatusBadRequest},
		"too deep":       {bytes.Repeat([]byte(`{"a":`), 100), "corpo", http.StatusBadRequest},
		"unknown field":  {aggiunto(virgola + `"ignoto":1}`), "ignoto", http.StatusUnprocessableEntity},
		"oversize":       {append(slices.Clone(buono), bytes.Repeat([]byte(" "), massimo)...), "corpo", http.StatusRequestEntityTooLarge},
		"oversize value": {aggiunto(virgola + `"ignoto":"` + strings.Repeat("x", massimo) + `"}`), "corpo", http.StatusRequestEntityTooLarge},
	} {
		p.rifiuta(cosa, p.caso.chi, p.caso.percorso, w.corpo, w.campo, w.stato)
	}
	if p.voce.corpo != nil {
		p.rifiuta("no body", p.caso.chi, p.caso.percorso, nil, "", http.StatusBadRequest, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	}
}

// campi tries wrong values in each field of the body.
func (p tentativo) campi() {
	p.t.Helper()
	if p.voce.corpo == nil {
		return
	}
	buono := albero(p.t, p.caso.corpo)
	prova := func(cosa string, nodo []string, corpo any) {
		p.t.Helper()
		campo := strings.Join(nodo, ".")
		p.rifiuta(campo+": "+cosa, p.caso.chi, p.caso.percorso, corpo, campo, http.StatusUnprocessableEntity)
	}
	for _, nodo := range nodi(buono, nil) {
		padre, nome := p.doc.al(*p.voce.corpo, nodo[:len(nodo)-1]), nodo[len(nodo)-1]
		if slices.Contains(padre.Required, nome) {
			prova("missing", nodo, con(buono, nodo, nil))
			prova("null", nodo, con(buono, nodo, json.RawMessage("null")))
		}
		prova("a list of lists", nodo, con(buono, nodo, [][]int{{1}}))
	}
	for _, nodo := range foglie(buono, nil) {
		s := p.doc.al(*p.voce.corpo, nodo)
		prova("an object", nodo, con(buono, nodo, map[string]any{"a": 1}))
		if s.formato() {
			prova("malformed", nodo, con(buono, nodo, "zzz"))
		}
		if s.Type == "boolean" {
			continue
		}
		prova("a number", nodo, con(buono, nodo, 12.5))
		prova("too long", nodo, con(buono, nodo, strings.Repeat("a", 10_001)))
		prova("NUL", nodo, con(buono, nodo, "a\x00b"))
		prova("not UTF-8", nodo, bytes.ReplaceAll(scrivi(p.t, con(buono, nodo, "a@@@b")), []byte("@@@"), []byte("\xff\xfe")))
	}
	for campo, valore := range p.caso.futuri {
		nodo := strings.Split(campo, ".")
		prova("in the future", nodo, con(buono, nodo, valore))
	}
}

// stato tries the good input on something that is closed.
func (p tentativo) stato() {
	p.t.Helper()
	if p.caso.chiusa != nil {
		p.rifiuta("on something closed", p.caso.chi, p.caso.chiusa.percorso, p.caso.chiusa.corpo, "", p.caso.chiuso...)
	}
}

// buono sends the good input.
func (p tentativo) buono() {
	p.t.Helper()
	r, err := p.caso.chi.invia(p.t.Context(), p.voce.metodo, p.caso.percorso, uuid.NewString(), p.caso.corpo)
	riesce(p.t, err)
	if !r.riuscita() {
		p.t.Errorf("the good input is refused too: status %d: %s", r.stato, r.corpo)
	}
	if p.caso.poi != nil {
		p.caso.poi(p.t)
	}
}

// conID is the path of an object with another {id}.
func (p tentativo) conID(percorso, id string) string {
	pezzi := strings.Split(percorso, "/")
	for n, nome := range strings.Split(p.voce.percorso, "/") {
		if nome == "{id}" {
			pezzi[n] = id
		}
	}
	return strings.Join(pezzi, "/")
}

// letture tries the wrong parameters of a read.
func (p tentativo) letture() {
	p.t.Helper()
	percorso := p.voce.percorso
	if strings.Contains(percorso, "{") {
		oggetto, ok := p.oggetti[p.voce.id]
		if !ok {
			p.t.Fatalf("GET %s: no object to read in the table", percorso)
		}
		percorso = oggetto
		p.rifiuta("read from another ente", p.estraneo, percorso, nil, "", http.StatusNotFound)
		p.rifiuta("nothing has this id", p.ufficio, p.conID(percorso, uuid.NewString()), nil, "", http.StatusNotFound)
		for _, id := range []string{"1", "%00", "%ff", strings.Repeat("a", 65)} {
			p.rifiuta("id = "+id, p.ufficio, p.conID(percorso, id), nil, "id", http.StatusUnprocessableEntity)
		}
	}
	if !p.voce.pubblica {
		p.rifiuta("without a token", &cliente{base: p.ufficio.base, http: p.ufficio.http}, percorso, nil, "", http.StatusUnauthorized)
	}
	query := url.Values{}
	for _, q := range p.voce.parametri {
		if q.In == "query" && q.Required {
			p.rifiuta(q.Name+" missing", p.ufficio, percorso, nil, q.Name, http.StatusUnprocessableEntity)
			query.Set(q.Name, p.Comune) // the only mandatory ones name an ente
		}
	}
	con := func(nome, valore string) string {
		altri := url.Values{}
		for k := range query {
			if k != nome {
				altri[k] = query[k]
			}
		}
		return percorso + "?" + nome + "=" + valore + "&" + altri.Encode()
	}
	p.rifiuta("unknown parameter", p.ufficio, con("ignoto", "1"), nil, "ignoto", http.StatusUnprocessableEntity)
	for _, q := range p.voce.parametri {
		if q.In != "query" {
			continue
		}
		sbagliati := []string{"%00", "%ff", "a%00b", strings.Repeat("a", 10_001)}
		if q.Schema.formato() {
			sbagliati = append(sbagliati, "zzz", "-1", "9999999999999999999")
		}
		for _, valore := range sbagliati {
			p.rifiuta(q.Name+" = "+valore[:min(20, len(valore))], p.ufficio, con(q.Name, valore), nil, q.Name, http.StatusUnprocessableEntity)
		}
	}
	chi := p.contabile
	if suo := p.lettori[p.voce.id]; suo != nil {
		chi = suo
	}
	r, err := chi.invia(p.t.Context(), http.MethodGet, percorso+"?"+query.Encode(), "", nil)
	riesce(p.t, err)
	if !r.riuscita() {
		p.t.Errorf("the good read is refused too: status %d: %s", r.stato, r.corpo)
	}
}
