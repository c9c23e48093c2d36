package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// elemento is one start tag of a page, with the text inside it.
type elemento struct {
	nome  string
	attr  map[string]string
	testo strings.Builder
}

var senzaFine = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// leggi reads a page as a list of elements and fails on tags that do not match.
func leggi(t *testing.T, pagina string) []*elemento {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(pagina))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var tutti, aperti []*elemento
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("page cannot be read: %v", err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			e := &elemento{nome: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			tutti = append(tutti, e)
			for _, a := range aperti {
				a.testo.WriteString(e.attr["alt"]) // a link may be a picture
			}
			if !slices.Contains(senzaFine, e.nome) {
				aperti = append(aperti, e)
			}
		case xml.EndElement:
			if len(aperti) == 0 || aperti[len(aperti)-1].nome != x.Name.Local {
				t.Fatalf("</%s> closes nothing", x.Name.Local)
			}
			aperti = aperti[:len(aperti)-1]
		case xml.CharData:
			for _, e := range aperti {
				e.testo.Write(x)
			}
		}
	}
	if len(aperti) > 0 {
		t.Fatalf("<%s> is not closed", aperti[len(aperti)-1].nome)
	}
	return tutti
}

func TestPagesKeepTheRulesOfAccessibility(t *testing.T) {
	for nome, p := range pagine() {
		t.Run(nome, func(t *testing.T) {
			tutti := leggi(t, scrivi(t, p))
			ids, etichette, titoli, sotto := map[string]bool{}, map[string]bool{}, 0, false
			for _, e := range tutti {
				if id, ok := e.attr["id"]; ok {
					if id == "" || ids[id] {
						t.Errorf("id %q is empty or there twice", id)
					}
					ids[id] = true
				}
				if e.nome == "label" {
					etichette[e.attr["for"]] = strings.TrimSpace(e.testo.String()) != ""
				}
				if e.nome == "h2" && strings.TrimSpace(e.testo.String()) != "" {
					sotto = true
				}
				if e.nome == "h3" && !sotto {
					t.Error("h3 before any h2: a level is skipped")
				}
				if e.nome == "h1" && strings.TrimSpace(e.testo.String()) != "" {
					titoli++
				}
			}
			if titoli != 1 && !frammento(p) {
				t.Errorf("%d h1 with text, want 1", titoli)
			}
			if !frammento(p) && (tutti[0].nome != "html" || tutti[0].attr["lang"] != "it") {
				t.Errorf("first element %s %v, want html lang=it", tutti[0].nome, tutti[0].attr)
			}
			for _, e := range tutti {
				for _, difetto := range difetti(e, ids, etichette) {
					t.Error(difetto)
				}
			}
		})
	}
}

// frammento tells whether p is no page but the piece of one.
func frammento(p Page) bool {
	switch p.(type) {
	case AnteprimaPage, Suggerimenti:
		return true
	}
	return false
}

// difetti lists what is wrong with one element: a control without a name, a
// reference to nothing, a style or script that a strict content policy stops.
func difetti(e *elemento, ids, etichette map[string]bool) []string {
	var out []string
	male := func(formato string, args ...any) {
		out = append(out, fmt.Sprintf("<%s> "+formato, append([]any{e.nome}, args...)...))
	}
	for nome, valore := range e.attr {
		switch {
		case nome == "style" || strings.HasPrefix(nome, "on"):
			male("has %s", nome)
		case nome == "aria-describedby" || nome == "aria-labelledby" || nome == "for" || nome == "list":
			for _, id := range strings.Fields(valore) {
				if !ids[id] {
					male("%s points to %q, which is not there", nome, id)
				}
			}
		case nome == "href" && strings.HasPrefix(valore, "#") && !ids[valore[1:]]:
			male("leads to %q, which is not there", valore)
		}
	}
	testo := strings.TrimSpace(e.testo.String())
	switch e.nome {
	case "style":
		male("in the page")
	case "h4", "h5", "h6":
		male("goes too deep: pages have h1, h2 and h3")
	case "script":
		if e.attr["src"] == "" {
			male("written in the page")
		}
	case "input", "select", "textarea":
		tipo := e.attr["type"]
		if tipo == "hidden" {
			break
		}
		if !etichette[e.attr["id"]] {
			male("%q has no label", e.attr["name"])
		}
		if _, c := e.attr["autocomplete"]; !c && e.attr["name"] != "comando" && tipo != "radio" && tipo != "checkbox" {
			male("%q lets the browser remember", e.attr["name"])
		}
	case "a", "button", "summary", "th", "caption", "legend", "h2":
		if testo == "" && e.attr["aria-label"] == "" {
			male("has no text: %v", e.attr)
		}
	}
	return out
}

func TestHostileTextIsOnlyText(t *testing.T) {
	const ostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`
	b := base(ostile, "/", Link{Testo: ostile, URL: "javascript:alert(3)"})
	b.Avviso, b.Errore, b.Utente.Nome = ostile, ostile, ostile
	q := map[string][]string{"cognome": {ostile}, "note": {"</textarea>" + ostile}, "tipo": {ostile}}
	celle := []Cella{Testo(ostile), {Testo: ostile, URL: "javascript:alert(4)"}, Stato(ostile, Tono(ostile))}
	pagine := map[string]Page{
		"elenco": ElencoPage{Base: b, Introduzione: ostile, Azione: ostile, Colonne: Colonne(ostile, ostile, ostile), Pager: Pagina("/x", q, 2, 1, 3), Vuoto: ostile,
			Righe: []Riga{{Celle: celle, Atti: []Pulsante{{Testo: ostile, Oggetto: ostile, URL: ostile, Atto: ostile, Conferma: ostile}}}}},
		"scheda": SchedaPage{Base: b, Sottotitolo: ostile, Stato: Badge{ostile, Tono(ostile)}, Comandi: []Link{{Testo: ostile, URL: ostile}},
			Cassetti: []Cassetto{{ID: "a", Titolo: ostile, Voci: []Voce{{Etichetta: ostile, Valore: ostile, URL: "javascript:alert(5)"}}}}},
		"tabellone": TabellonePage{Base: b, Mese: ostile, Invio: ostile, Giorni: []Giorno{{Numero: ostile, Sigla: ostile, Esteso: ostile, Data: ostile}},
			Totali: []TotaleGiorni{{Unita: ostile, Nome: ostile, Celle: []string{ostile}, Totale: ostile}},
			Righe: []RigaTabellone{{ID: ostile, Nominativo: ostile, Intervento: Link{Testo: ostile, URL: "javascript:alert(7)"}, Nota: ostile, Perche: ostile, Precedenti: ostile, Totale: ostile,
				Prestazioni: []PrestazioneRiga{{ostile, ostile, ostile, ostile, ostile, Tono(ostile)}, {ostile, ostile, ostile, ostile, ostile, ""}},
				Celle:       []CellaTabellone{{Testo: ostile, Altre: ostile, QuanteAltre: 1, Data: "javascript:alert(6)"}}}}},
		"anomalie": AnomaliePage{Base: b, Introduzione: ostile, Azione: ostile, Vuoto: ostile, Sistema: ostile, Riapri: ostile, Nota: ostile,
			Stati: []Link{{Testo: ostile, URL: "javascript:alert(8)"}}, Tipi: []Link{{Testo: ostile, URL: ostile}},
			Righe: []RigaAnomalia{{ID: "x", Tipo: ostile, Intervento: Link{Testo: ostile, URL: "javascript:alert(9)"}, Persona: ostile, Cosa: ostile, Fare: ostile,
				Rimedio: Link{Testo: ostile, URL: "javascript:alert(10)"}, Stato: Badge{ostile, Tono(ostile)}, Segnata: ostile, Nota: ostile}}},
		"errore": ErrorePage{Base: b, Messaggio: ostile, Richiesta: ostile},
		"modulo": moduloErrori(),
	}
	for nome, p := range pagine {
		t.Run(nome, func(t *testing.T) {
			for _, e := range leggi(t, scrivi(t, p)) {
				if e.nome == "img" || e.nome == "script" && !strings.HasPrefix(e.attr["src"], "/static/IMPRONTA/") {
					t.Errorf("<%s> got in", e.nome)
				}
				for _, a := range []string{"href", "action"} {
					if strings.HasPrefix(e.attr[a], "javascript:") {
						t.Errorf("<%s %s=%q> got in", e.nome, a, e.attr[a])
					}
				}
			}
		})
	}
}
